"""The strip over the seek bar: how many boxes each part of a video shows, and where one is in it.

One widget, because both share one axis: bars of 24, the seek bar of 16 below them. A live source has no
place to go to: its bars scroll, and a chip takes the place of the seek bar.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QHideEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from gui.controls import is_language_change
from gui.i18n import counted, tr
from gui.panels.strip_bars import BARS_HIGH, STEP, Bars, per_bar
from gui.panels.strip_hover import HoverCard, clock_text
from gui.pixels import line_width, snapped
from gui.theme import theme

Int32Array = npt.NDArray[np.int32]

_HEIGHT = 40
_GROOVE = 4
_HANDLE = 14
_MIDDLE = BARS_HIGH + 8
# Room for half a handle at both ends.
SIDE = 8
_LIVE_FRAMES = 2_048
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class DetectionStrip(QAbstractSlider):
    """Shows the counts and the place in the source; a slider whose value is the frame.

    Attributes:
        seek_requested: The user wants a frame; whether that is final, or a drag goes on. Never emitted
            for what ``set_position`` says.
        hover_changed: The frame under the pointer, or None.
    """

    seek_requested = Signal(int, bool)
    hover_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, 0)
        self.setPageStep(10)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self._counts: Int32Array | None = None
        self._frame_count: int | None = None
        self._fps: float | None = None
        self._is_seekable = False
        self._is_live = False
        self._dropped = 0
        self._live = np.full(_LIVE_FRAMES, -1, np.int32)
        self._is_told = False
        self._hovered: int | None = None
        self._hover_x = 0
        self._has_ring = False
        self._bars = Bars()
        self._card = HoverCard(self)
        self.valueChanged.connect(self._on_value_changed)
        self._retranslate()

    def set_source(
        self, frame_count: int | None, fps: float | None, *, is_seekable: bool = True
    ) -> None:
        """Say how many frames there are; None where nobody knows, or there is no source."""
        self._frame_count = frame_count
        self._fps = fps
        self._is_seekable = is_seekable and frame_count is not None and frame_count > 1
        self._is_told = True
        self.setRange(0, max(0, (frame_count or 1) - 1))
        self._is_told = False
        if self._hovered is not None and self._hovered >= (frame_count or 0):
            self._set_hovered(None)
        self._redraw()

    def set_position(self, index: int) -> None:
        """Move to the frame shown; not while the user drags."""
        if not self.isSliderDown():
            self._is_told = True
            self.setValue(index)
            self._is_told = False

    def set_counts(self, counts: Int32Array | None) -> None:
        """Show how many boxes each frame shows, -1 where that is not computed; None knows nothing."""
        if counts is not self._counts:
            self._counts = counts
            self._redraw()

    def set_live(self, *, is_live: bool, dropped: int = 0) -> None:
        """Scroll instead of seeking; ``dropped`` counts frames never shown."""
        if (is_live, dropped) == (self._is_live, self._dropped):
            return
        if is_live != self._is_live:
            self._live.fill(-1)
            self._set_hovered(None)
        self._is_live, self._dropped = is_live, dropped
        self._redraw()

    def add_live(self, count: int) -> None:
        """Append the count of a live source's newest frame."""
        self._live[:-1] = self._live[1:]
        self._live[-1] = count
        self._redraw()

    def set_hover_picture(self, index: int, picture: QImage) -> None:
        """Offer a picture of the frame under the pointer; one of another frame is too late."""
        if index == self._hovered:
            self._card.set_picture(picture)
            self._place_card()

    def index_at(self, x: float) -> int:
        """Return the frame at a place of the widget, in logical pixels."""
        share = (x - SIDE) / max(1, self._span)
        return round(min(1.0, max(0.0, share)) * self.maximum())

    def x_of(self, index: int) -> float:
        """Return the place of a frame, in logical pixels of the widget."""
        return SIDE + self._span * index / max(1, self.maximum())

    @property
    def _span(self) -> int:
        return max(0, self.width() - 2 * SIDE)

    @Slot(int)
    def _on_value_changed(self, index: int) -> None:
        # Whoever moves it (pointer, keys, a screen reader) wants that frame; only set_position does not.
        if not self._is_told:
            self._describe()
            self.seek_requested.emit(index, not self.isSliderDown())

    def _redraw(self) -> None:
        self._bars.set_values(self._values(self._span // STEP))
        self.update()

    def _set_hovered(self, index: int | None) -> None:
        if index == self._hovered:
            return
        self._hovered = index
        self._card.set_picture(None)
        if index is None:
            self._card.hide()
        else:
            self._place_card()
        self.update()
        self.hover_changed.emit(index)

    def _place_card(self) -> None:
        if self._hovered is None:
            return
        self._card.set_text(self._time_text(self._hovered), self._count_text(self._hovered))
        self._card.show_above(self.mapToGlobal(QPointF(self._hover_x, 0)).toPoint())

    def _time_text(self, index: int) -> str:
        if self._fps:
            return clock_text(index / self._fps)
        return tr("Frame {n}", n=f"{index + 1:,}")

    def _count_text(self, index: int) -> str:
        counts = self._counts
        if counts is None:
            return ""
        if index >= len(counts) or counts[index] < 0:
            return tr("not computed yet")
        return counted(int(counts[index]), "{n} box", "{n} boxes")

    def _describe(self) -> None:
        """Tell a screen reader where one is."""
        parts = [self._time_text(self.value()), self._count_text(self.value())]
        self.setAccessibleDescription(", ".join(part for part in parts if part))

    def _retranslate(self) -> None:
        self.setAccessibleName(tr("Position in the video"))
        self._describe()
        self.update()

    # ---- Painting

    def _values(self, bars: int) -> Int32Array:
        if self._is_live:
            # What has not come yet is no frame that could be computed: no dots.
            return np.maximum(self._live[-bars:] if bars else self._live[:0], 0)
        counts = self._counts
        if counts is None or not len(counts):
            return np.full(bars, -1, np.int32)
        return per_bar(counts, bars)

    def _paint_bars(self, painter: QPainter, playhead: float) -> None:
        colours = theme()
        ratio = self.devicePixelRatioF()
        # The bar under the playhead is still to come.
        upto = (playhead - SIDE) // STEP * STEP
        split = self._span if self._is_live else max(0.0, min(upto, self._span))
        for colour, start, end in (
            (colours.accent, 0.0, split),
            (colours.hist_low, split, float(self._span)),
        ):
            if end > start:
                part = QRectF(
                    round(start * ratio), 0, round((end - start) * ratio), round(BARS_HIGH * ratio)
                )
                if not self.isEnabled():
                    colour = colours.off
                shown = self._bars.pixmap(colour, self._span, ratio)
                at = QRectF(SIDE + part.x() / ratio, 0, part.width() / ratio, part.height() / ratio)
                painter.drawPixmap(at, shown, part)

    def _paint_seek_bar(self, painter: QPainter, playhead: float) -> None:
        colours = theme()
        groove = QRectF(SIDE, _MIDDLE - _GROOVE / 2, self._span, _GROOVE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.groove if self.isEnabled() else colours.line))
        painter.drawRoundedRect(groove, 2, 2)
        if not self.isEnabled() or self._frame_count is None:
            return
        groove.setRight(playhead)
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(groove, 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        line = line_width(painter)
        painter.fillRect(
            snapped(painter, QRectF(playhead - line / 2, 0, line, _MIDDLE)), QColor(colours.t1)
        )
        if not self._is_seekable:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        handle = QRectF(playhead - _HANDLE / 2, _MIDDLE - _HANDLE / 2, _HANDLE, _HANDLE)
        painter.setPen(QPen(QColor(colours.ctl), 1))
        painter.setBrush(QColor(colours.thumb))
        painter.drawEllipse(handle.adjusted(0.5, 0.5, -0.5, -0.5))
        if self._has_ring:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            # 16 high: the ring lies on the edge of the handle, with its gap drawn into it.
            painter.drawEllipse(handle)
            painter.setPen(QPen(QColor(colours.panel), 1))
            painter.drawEllipse(handle.adjusted(1.5, 1.5, -1.5, -1.5))

    def _paint_live(self, painter: QPainter) -> None:
        colours = theme()
        font = QFont(self.font())
        font.setPixelSize(11)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        word = tr("Live")
        wide = painter.fontMetrics().horizontalAdvance(word)
        chip = QRectF(SIDE, BARS_HIGH + 2, 8 + 6 + 6 + wide + 8, 14)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.hover))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setBrush(QColor(colours.ok))
        painter.drawEllipse(QRectF(chip.x() + 8, chip.center().y() - 3, 6, 6))
        painter.setPen(QColor(colours.t1))
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(chip.adjusted(20, 0, 0, 0), align, word)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colours.t3))
        beside = QRectF(chip.right() + 8, chip.y(), self.width(), chip.height())
        dropped = counted(self._dropped, "{n} frame dropped", "{n} frames dropped")
        painter.drawText(beside, align, dropped)

    # ---- Qt's

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(400, _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        # Qt's slider keeps the value of a drag apart; both are the same with tracking.
        playhead = self.x_of(self.sliderPosition())
        self._paint_bars(painter, playhead)
        if self._is_live:
            self._paint_live(painter)
        else:
            if self._hovered is not None and not self.isSliderDown():
                line = line_width(painter)
                at = QRectF(self.x_of(self._hovered) - line / 2, 0, line, BARS_HIGH)
                painter.fillRect(snapped(painter, at), QColor(theme().t3))
            self._paint_seek_bar(painter, playhead)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        elif event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self._set_hovered(None)
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton or not self._is_seekable or self._is_live:
            event.ignore()
            return
        self.setSliderDown(True)
        self.setSliderPosition(self.index_at(event.position().x()))
        self._hover_at(event.position().x())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._hover_at(event.position().x())
        if self.isSliderDown():
            self.setSliderPosition(self.index_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton or not self.isSliderDown():
            event.ignore()
            return
        self.setSliderPosition(self.index_at(event.position().x()))
        self.setSliderDown(False)
        if not self.rect().contains(event.position().toPoint()):
            self._set_hovered(None)
        self.update()
        self._describe()
        self.seek_requested.emit(self.value(), True)

    def _hover_at(self, x: float) -> None:
        if self._is_live or self._frame_count is None or self._frame_count < 2:
            return
        self._hover_x = round(min(max(x, SIDE), SIDE + self._span))
        self._set_hovered(self.index_at(x))
        self._place_card()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        self._hover_at(event.position().x())
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if not self.isSliderDown():
            self._set_hovered(None)
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        # The card over it is a window of its own, and would stay.
        self._set_hovered(None)
        super().hideEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        # A wheel that scrolls past must not jump through the video.
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._has_ring = event.reason() in _KEYBOARD
        self._describe()
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._has_ring = False
        self.update()
        super().focusOutEvent(event)
