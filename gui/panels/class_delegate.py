"""Paints a row of the class list, knows what lies where in it, and edits its threshold in place."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui import icons
from gui.i18n import tr
from gui.panels.class_model import Index, Role
from gui.panels.row_paint import Fonts, draw_swatch, paint_row_fill, paint_row_ring, sized
from gui.theme import theme

ROW = 28
_STEP, _LARGE = 0.01, 0.05


class Part(Enum):
    """What lies under a point of a row."""

    EYE = auto()
    SWATCH = auto()
    THRESHOLD = auto()
    REST = auto()


class ClassDelegate(QStyledItemDelegate):
    """One row: eye, swatch, name, threshold, count.

    Signals:
        threshold_entered: Row's index and the threshold, or None for a field that was emptied.

    Attributes:
        side: Room from the right edge of the view to the figures.
        hovered: Row under the pointer and part of it, or None.
    """

    threshold_entered = Signal(object, object)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._fonts = Fonts(view)
        self.side = 16
        self.hovered: tuple[int, Part] | None = None

    # ---- Places

    def _content_right(self, row: QRect) -> int:
        # The scroll bar takes its width from the padding, not from the figures.
        return row.left() + self._view.width() - self.side

    def eye_rect(self, row: QRect) -> QRect:
        return QRect(row.left() + 4, row.top() + 2, 24, 24)

    def swatch_rect(self, row: QRect) -> QRect:
        return QRect(row.left() + 36, row.top() + (row.height() - 12) // 2, 12, 12)

    def threshold_rect(self, row: QRect) -> QRect:
        right = self._content_right(row) - 32 - 8
        return QRect(right - 56, row.top() + (row.height() - 20) // 2, 56, 20)

    def part_at(self, row: QRect, at: QPoint) -> Part:
        """Return what is under a point; the swatch is small, so it takes clicks around it."""
        if self.eye_rect(row).adjusted(-4, -2, 2, 2).contains(at):
            return Part.EYE
        if self.swatch_rect(row).adjusted(-5, -8, 5, 8).contains(at):
            return Part.SWATCH
        if self.threshold_rect(row).adjusted(0, -4, 0, 4).contains(at):
            return Part.THRESHOLD
        return Part.REST

    # ---- Qt

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, max(ROW, QFontMetrics(self._view.font()).height() + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme()
        row = QRect(option.rect)
        state = option.state
        hovered = self.hovered if self.hovered and self.hovered[0] == index.row() else None
        body = row.adjusted(0, 0, min(0, self._content_right(row) + 8 - row.right() - 1), 0)
        painter.save()
        if hovered is not None:
            paint_row_fill(painter, body, colours.hover, radius=4)
        by_key = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
        if state & by_key == by_key:
            paint_row_ring(painter, body)
        is_visible = bool(index.data(Role.IS_VISIBLE))
        is_quiet = not is_visible or bool(index.data(Role.IS_DIMMED))
        enabled = self._view.isEnabled()
        quiet = colours.off if not enabled else colours.t3

        self._paint_eye(painter, row, index, hovered, is_quiet=is_quiet)
        colour = str(index.data(Role.COLOUR))
        swatch = self.swatch_rect(row)
        if hovered is not None and hovered[1] is Part.SWATCH:
            swatch.adjust(-1, -1, 1, 1)
        draw_swatch(
            painter, swatch.left(), swatch.top(), swatch.width(), colour, is_hollow=is_quiet
        )

        right = self._content_right(row)
        painter.setPen(QColor(quiet if is_quiet else colours.t1))
        font = self._fonts.get(13, is_struck=not is_visible)
        painter.setFont(font)
        left = row.left() + 56
        room = self.threshold_rect(row).left() - 8 - left
        name = QFontMetrics(font).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        _text(painter, QRect(left, row.top(), room, row.height()), name)

        painter.setFont(self._fonts.get(13))
        here = int(index.data(Role.HERE))
        painter.setPen(QColor(quiet if is_quiet or not here else colours.t2))
        # Twelve thousand of one class in one frame must not be read as two thousand.
        figures = QRect(right - 64, row.top(), 64, row.height())
        _text(painter, figures, f"{here:,}", is_right=True)
        self._paint_threshold(painter, row, index, hovered, is_quiet=is_quiet)
        painter.restore()

    def _paint_eye(
        self,
        painter: QPainter,
        row: QRect,
        index: Index,
        hovered: tuple[int, Part] | None,
        *,
        is_quiet: bool,
    ) -> None:
        colours = theme()
        eye = self.eye_rect(row)
        is_over = hovered is not None and hovered[1] is Part.EYE
        if is_over:
            paint_row_fill(painter, eye, colours.pressed, radius=4)
        name = "eye" if index.data(Role.IS_VISIBLE) else "eye_off"
        colour = colours.t1 if is_over else colours.t3 if is_quiet else colours.t2
        if index.data(Role.IS_SOLOED):
            name, colour = "solo", colours.accent
        if not self._view.isEnabled():
            colour = colours.off
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(eye.topLeft() + QPoint(4, 4), icons.pixmap(name, colour, 16, ratio))

    def _paint_threshold(
        self,
        painter: QPainter,
        row: QRect,
        index: Index,
        hovered: tuple[int, Part] | None,
        *,
        is_quiet: bool,
    ) -> None:
        colours = theme()
        field = self.threshold_rect(row)
        is_own = index.data(Role.OWN) is not None
        is_over = hovered is not None and hovered[1] is Part.THRESHOLD
        if is_own or is_over:
            _paint_field(painter, field, colours.ctl)
        painter.setFont(self._fonts.get(12))
        painter.setPen(QColor(colours.t1 if is_own and not is_quiet else colours.t3))
        if not self._view.isEnabled():
            painter.setPen(QColor(colours.off))
        _text(
            painter, field.adjusted(0, 0, -8, 0), f"{index.data(Role.THRESHOLD):.2f}", is_right=True
        )

    def createEditor(  # noqa: N802 - Qt's name
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        return ThresholdField(parent, sized(self._view.font(), 12))

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        # Counts change thirty times a second; what is being typed must stay.
        if isinstance(editor, ThresholdField) and not editor.is_filled:
            editor.fill(float(index.data(Role.THRESHOLD)))

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:  # noqa: N802 - Qt's name
        if isinstance(editor, ThresholdField) and editor.isModified():
            wanted = editor.threshold()
            if wanted is not False and wanted != index.data(Role.OWN):
                self.threshold_entered.emit(index, wanted)

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(self.threshold_rect(option.rect))


class ThresholdField(QLineEdit):
    """A number between 0 and 1 in a row; empty means the common threshold. Up and down change it."""

    def __init__(self, parent: QWidget, font: QFont) -> None:
        super().__init__(parent)
        self.is_filled = False
        self.setProperty("kind", "cell")
        self.setFrame(False)
        self.setFont(font)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setTextMargins(0, 0, 4, 0)
        self.setAccessibleName(tr("Own threshold"))
        self.setMaxLength(6)

    def fill(self, threshold: float) -> None:
        self.setText(f"{threshold:.2f}")
        self.selectAll()
        self.is_filled = True

    def threshold(self) -> float | bool | None:
        """Return what was entered, None for nothing, False for what is no number."""
        entered = self.text().strip().replace(",", ".")
        if not entered:
            return None
        try:
            value = float(entered)
        except ValueError:
            return False
        return min(1.0, max(0.0, round(value, 3))) if value == value else False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        is_up = event.key() == Qt.Key.Key_Up
        if not is_up and event.key() != Qt.Key.Key_Down:
            super().keyPressEvent(event)
            return
        now = self.threshold()
        if isinstance(now, float):
            large = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            step = _LARGE if large else _STEP
            self.setText(f"{min(1.0, max(0.0, now + (step if is_up else -step))):.2f}")
            self.setModified(True)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        # The list's sheet fills the field, so that the frame comes last.
        super().paintEvent(event)
        painter = QPainter(self)
        _paint_field(painter, self.rect(), theme().accent, is_filled=False)
        painter.end()


def _paint_field(painter: QPainter, rect: QRect, border: str, *, is_filled: bool = True) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(border), 1.0))
    painter.setBrush(QColor(theme().raised) if is_filled else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 3.5, 3.5)
    painter.restore()


def _text(painter: QPainter, rect: QRect, text: str, *, is_right: bool = False) -> None:
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), text)
