"""Places to drop something: dashed frames, and the small box of a column that has nothing yet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui import pixels
from gui.icons import pixmap
from gui.theme import theme

RADIUS = 8.0


def paint_drop_frame(
    painter: QPainter,
    widget: QWidget,
    *,
    is_target: bool,
    fill: str | None = None,
    is_done: bool = False,
) -> None:
    """Paint the frame of a place to drop something.

    Args:
        painter: On ``widget``.
        widget: Whose whole area is framed.
        is_target: Whether something hangs over it that it would take: 2 px accent instead of dashes.
        fill: ``#RRGGBB`` within, or nothing.
        is_done: Whether it already has what belongs there: a quiet whole line.
    """
    colours = theme()
    if is_target or is_done:
        border = colours.accent if is_target else colours.groove
        width = 2.0 if is_target else 1.0
        pixels.draw_panel(painter, widget.rect(), RADIUS, fill=fill, border=border, width=width)
        return
    if fill is not None:
        pixels.draw_panel(painter, widget.rect(), RADIUS, fill=fill)
    stroke = pixels.line_width(painter)
    half = stroke / 2
    pen = QPen(QColor(colours.ctl), stroke)
    pen.setDashPattern([3.0, 3.0])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    edge = pixels.snapped(painter, widget.rect()).adjusted(half, half, -half, -half)
    painter.drawRoundedRect(edge, RADIUS - half, RADIUS - half)
    painter.restore()


class PaintedButton(QAbstractButton):
    """A button that paints itself and knows whether the pointer is on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        self.is_hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self.is_hovered = False
        self.update()
        super().leaveEvent(event)


class DropBox(PaintedButton):
    """A dashed box in a column that says what is missing; a click asks for it as a drop gives it.

    The owner sets ``setText`` and ``setAccessibleName``.
    """

    _ICON = 20

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._is_target = False
        self.setProperty("ring", RADIUS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_target(self, *, is_target: bool) -> None:
        """Say whether what hangs over the window would land here."""
        if is_target != self._is_target:
            self._is_target = is_target
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, self._ICON + 48 + max(16, self.fontMetrics().height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme()
        painter = QPainter(self)
        fill = colours.pressed if self.isDown() else colours.hover if self.is_hovered else None
        paint_drop_frame(painter, self, is_target=self._is_target, fill=fill)
        font = self.font()
        font.setPixelSize(12)
        painter.setFont(font)
        height = max(16, painter.fontMetrics().height())
        top = (self.height() - self._ICON - 8 - height) // 2
        ratio = self.devicePixelRatioF()
        drawn = pixmap(self._icon_name, colours.t3, self._ICON, ratio, line=1.2)
        painter.drawPixmap((self.width() - self._ICON) // 2, top, drawn)
        painter.setPen(QColor(colours.accent if self._is_target else colours.t2))
        room = self.width() - 24
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)
        place = QRectF(12, top + self._ICON + 8, room, height)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()
