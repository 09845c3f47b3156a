"""The threshold's slider: the histogram of the scores *is* the slider."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QToolTip, QWidget

from engine_core.thresholds import BINS, score_histogram
from gui.controls import is_language_change
from gui.i18n import tr
from gui.panels.edit_burst import EditBurst
from gui.panels.histogram_paint import (
    HEIGHT,
    RADIUS,
    TALL,
    Picture,
    paint,
    paint_axis,
    paint_groove,
)
from gui.panels.row_paint import sized
from gui.theme import theme

FINE = 1000
"""Values of the slider per 1.0: thousandths, the finest step."""

_STEP, _LARGE, _SMALL, _PAGE = 10, 50, 1, 100
_SNAP_PX = 4
# A hand that clicks trembles; what moves further is a drag.
_STILL_PX = 4
_NOTCH = 120
# Qt puts a hint below the place it is given by the height of the pointer, 16 as a rule.
_HINT_Y = HEIGHT - 12
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_MOST_NAMED = 6

Floats = npt.NDArray[np.float32]


class HistogramSlider(QAbstractSlider):
    """Scores of a frame before those of its whole source, with the threshold as handle.

    A click on a kept bar of this frame, without moving, selects its detection (the next one in it with
    each click); a press anywhere else moves the handle there, and dragging moves it from anywhere. Beside the
    axis it reaches over the text's edge by ``histogram_paint.REACH``.

    Signals:
        confidence_changed: The user moved the handle; emitted with every movement.
        editing_began, editing_ended: Round a drag, or a run of keys or of the wheel.
        score_clicked: Index of a score of this frame.
    """

    confidence_changed = Signal(float)
    editing_began = Signal()
    editing_ended = Signal()
    score_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = Picture()
        self._scores: Floats = np.empty(0, np.float32)
        self._bins = np.empty(0, np.intp)
        self._names: Callable[[int], str] | None = None
        self._snaps: dict[str, float] = {}
        self._is_told = False
        self._grip: float | None = None
        self._pressed: tuple[QPointF, int] | None = None
        self._before_drag = 0
        self._last_clicked: int | None = None
        self._named: int | None = None
        self._wheel = 0
        self._burst = EditBurst(self)
        self._burst.began.connect(self.editing_began)
        self._burst.ended.connect(self.editing_ended)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, FINE)
        self.setSingleStep(_STEP)
        self.setPageStep(_PAGE)
        self.setValue(250)
        self.valueChanged.connect(self._on_value_changed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._retranslate()

    # ---- Told from outside

    @property
    def confidence(self) -> float:
        return self.value() / FINE

    def set_confidence(self, confidence: float) -> None:
        """Move the handle without telling anybody."""
        self._tell(round(confidence * FINE))

    def set_scores(self, scores: Floats | None, names: Callable[[int], str] | None) -> None:
        """Show the scores of a frame; ``names`` gives the class's name of each."""
        self._names = names
        fresh = np.empty(0, np.float32) if scores is None else scores
        if self._picture.has_frame != (scores is not None):
            self._picture.has_frame = scores is not None
            self.update()
        if len(fresh) == len(self._scores) and np.array_equal(fresh, self._scores):
            return
        self._scores = fresh
        # Indices of the frame before mean nothing in this one, not even under a pressed button.
        self._last_clicked = self._named = None
        self._pressed = None
        # As in score_histogram, one by one: float32 may lie a little under the bin's beginning.
        places = np.floor(fresh.astype(np.float64) * BINS + 5e-6)
        self._bins = np.clip(places, 0, BINS - 1).astype(np.intp)
        self._picture.bars = score_histogram(fresh)
        self.update()

    def set_silhouette(self, counts: npt.NDArray[np.int64] | None) -> None:
        """Show the scores of the whole source behind, ``(BINS,)``."""
        self._picture.back = counts
        self.update()

    def set_snap(self, name: str, confidence: float | None) -> None:
        """Let the handle catch at a value while it is dragged."""
        if confidence is None:
            self._snaps.pop(name, None)
        else:
            self._snaps[name] = confidence

    def set_floor(self, floor: float, *, is_hatched: bool) -> None:
        """Set the smallest value; the range below is hatched where the engine has cut it."""
        self._is_told = True
        self.setMinimum(round(floor * FINE))
        self._is_told = False
        self._picture.hatched = floor if is_hatched else 0.0
        self.update()

    def set_tick(self, confidence: float | None) -> None:
        """Mark a class's own threshold on the axis."""
        if confidence != self._picture.tick:
            self._picture.tick = confidence
            self.update()

    def finish_editing(self) -> None:
        """End what the user is doing with it: something else begins."""
        self._pressed = None
        if self._grip is not None:
            self._finish_drag()
        self._burst.finish()

    def _tell(self, value: int) -> None:
        self._is_told = True
        self.setValue(value)
        self._is_told = False

    @Slot(int)
    def _on_value_changed(self, value: int) -> None:
        self.setAccessibleDescription(f"{value / FINE:.3f}".removesuffix("0"))
        if not self._is_told:
            self.confidence_changed.emit(value / FINE)

    # ---- The pointer

    def _handle_x(self) -> float:
        return self._picture.x_of(self.confidence)

    def _value_at(self, x: float, modifiers: Qt.KeyboardModifier) -> int:
        if not modifiers & Qt.KeyboardModifier.AltModifier:
            near = [(abs(self._picture.x_of(s) - x), s) for s in self._snaps.values()]
            if near and min(near)[0] <= _SNAP_PX:
                return round(min(near)[1] * FINE)
        step = _SMALL if modifiers & Qt.KeyboardModifier.ControlModifier else _STEP
        return round(self._picture.score_at(x) * FINE / step) * step

    def _scores_at(self, at: QPointF) -> list[int]:
        """Return the scores of the bar there, the highest first."""
        place = self._picture.bin_at(at.x())
        n = int(self._picture.bars[place])
        is_on_handle = (
            abs(at.x() - self._handle_x()) <= RADIUS + 1 and abs(at.y() - TALL) <= RADIUS + 1
        )
        if not n or is_on_handle or not TALL - self._picture.bar_height(n) - 2 <= at.y() < TALL - 4:
            return []
        rows = np.flatnonzero(self._bins == place)
        found: list[int] = rows[np.argsort(-self._scores[rows], kind="stable")].tolist()
        return found

    def _shown_at(self, at: QPointF) -> list[int]:
        """Return those of the bar there that a click can select: what drops out is nowhere to be seen."""
        return [
            row for row in self._scores_at(at) if self._scores[row] >= np.float32(self.confidence)
        ]

    def _next_clicked(self, among: list[int]) -> int:
        if self._last_clicked in among:
            return among[(among.index(self._last_clicked) + 1) % len(among)]
        return among[0]

    def _drag_to(self, event: QMouseEvent) -> None:
        grip = self._grip or 0.0
        self.setValue(self._value_at(event.position().x() - grip, event.modifiers()))
        self._show_named(event.position().x())

    def _show_named(self, x: float) -> None:
        """Name the detection under the handle, and whether it stays; below, so that no bar is covered."""
        place = min(BINS - 1, int(self.confidence * BINS + 5e-6))
        rows = np.flatnonzero(self._bins == place)
        # What was named a moment ago lingers on the screen: on which side it is now has to be said, too.
        row, self._named = self._named, None
        if len(rows):
            row = self._named = int(rows[np.argmin(np.abs(self._scores[rows] - self.confidence))])
        if self._names is None or row is None:
            QToolTip.hideText()
            return
        facts = {"name": self._names(row), "score": f"{self._scores[row]:.2f}"}
        if self._scores[row] >= np.float32(self.confidence):
            said = tr("{name} {score}, stays", **facts)
        else:
            said = tr("{name} {score}, drops out", **facts)
        QToolTip.showText(self.mapToGlobal(QPoint(round(x), _HINT_Y)), said, self)
        if self._named is None:
            QToolTip.hideText()

    def _tip_at(self, at: QPointF) -> str:
        """Return the detections of the bar under the pointer, or why nothing can be there."""
        if self._picture.score_at(at.x()) < self._picture.hatched:
            floor = f"{self._picture.hatched:.2f}"
            return tr("The engine itself drops what scores less than {score}", score=floor)
        if self._names is None:
            return ""
        found = self._scores_at(at)
        lines = [f"{self._names(i)} {self._scores[i]:.2f}" for i in found[:_MOST_NAMED]]
        return "\n".join([*lines, "…"] if len(found) > _MOST_NAMED else lines)

    def _finish_drag(self) -> None:
        self._grip = self._named = None
        self.setSliderDown(False)
        QToolTip.hideText()
        self._burst.finish()

    # ---- Words

    def _retranslate(self) -> None:
        self.setAccessibleName(tr("Confidence"))
        self.update()

    # ---- Qt

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(304, HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, HEIGHT)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._picture.width = self.width()
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        at = event.position()
        found = self._shown_at(at)
        self._before_drag = self.value()
        if found:
            self._pressed = (at, self._next_clicked(found))
            return
        self._burst.hold()
        self.setSliderDown(True)
        off = at.x() - self._handle_x()
        is_on_handle = abs(off) <= RADIUS + 2 and at.y() >= TALL - RADIUS - 2
        self._grip = off if is_on_handle else 0.0
        if not is_on_handle:
            self._drag_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._pressed is not None:
            if abs(event.position().x() - self._pressed[0].x()) < _STILL_PX:
                return
            self._pressed = None
            self._burst.hold()
            self.setSliderDown(True)
            self._grip = 0.0
        if self._grip is not None:
            self._drag_to(event)
            return
        is_bar = bool(self._shown_at(event.position()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_bar else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        if self._pressed is not None:
            self._last_clicked = self._pressed[1]
            self._pressed = None
            self.score_clicked.emit(self._last_clicked)
        elif self._grip is not None:
            self._finish_drag()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        # With Alt, Qt turns the wheel sideways.
        delta = event.angleDelta().y() or event.angleDelta().x()
        event.accept()
        if self._grip is not None or self._pressed is not None:
            return
        if (self._wheel > 0) != (delta > 0):
            self._wheel = 0
        self._wheel += delta
        notches = int(self._wheel / _NOTCH)
        if notches:
            self._wheel -= notches * _NOTCH
            self._step(notches * _step_with(event.modifiers()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape and self._grip is not None:
            self.setValue(self._before_drag)
            self._finish_drag()
            return
        step = _step_with(event.modifiers())
        moves = {
            Qt.Key.Key_Right: step,
            Qt.Key.Key_Up: step,
            Qt.Key.Key_Left: -step,
            Qt.Key.Key_Down: -step,
            Qt.Key.Key_PageUp: _PAGE,
            Qt.Key.Key_PageDown: -_PAGE,
            Qt.Key.Key_Home: -FINE,
            Qt.Key.Key_End: FINE,
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            event.ignore()
        else:
            self._step(move)

    def _step(self, by: int) -> None:
        wanted = min(self.maximum(), max(self.minimum(), self.value() + by))
        if wanted != self.value():
            self._burst.touch()
            self.setValue(wanted)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._picture.has_ring = event.reason() in _KEYBOARD
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._picture.has_ring = False
        self._burst.finish()
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        if self.isEnabled():
            self._picture.threshold = self.confidence
            paint(painter, self._picture)
        else:
            paint_groove(painter, self.width())
        if not self.isEnabled() or not self._picture.has_frame:
            painter.setFont(sized(self.font(), 12))
            painter.setPen(theme().t3)
            said = tr("The scores of each frame appear here")
            metrics = QFontMetrics(painter.font())
            box = self.rect().adjusted(24, 8, -24, 0)
            box.setHeight(max(40, 2 * metrics.height()))
            painter.drawText(
                box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), said
            )
        painter.setFont(sized(self.font(), 11))
        paint_axis(painter, self._picture)
        painter.end()


def _step_with(modifiers: Qt.KeyboardModifier) -> int:
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return _SMALL
    return _LARGE if modifiers & Qt.KeyboardModifier.ShiftModifier else _STEP
