"""Where the problem card, the banner and the word about a drop lie on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from gui.fonts import font
from gui.pixels import draw_panel, snapped
from gui.theme import theme

_CARD_WIDTH = 624
_EDGE = 24
_BANNER_EDGE = 16


class Guests(QObject):
    """Holds a card and a banner over a canvas and keeps them in their place."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._card: QWidget | None = None
        self._banner: QWidget | None = None

    def set_card(self, card: QWidget | None) -> None:
        """Hold another card; the one before is let go."""
        self._card = self._swap(self._card, card)
        self.place()

    def set_banner(self, banner: QWidget | None) -> None:
        """Hold another banner; the one before is let go."""
        self._banner = self._swap(self._banner, banner)
        self.place()

    def place(self) -> None:
        """Put both where they belong."""
        if self._card is not None:
            place_card(self._card, self._canvas.size())
        if self._banner is not None:
            place_banner(self._banner, self._canvas.size())

    def _swap(self, before: QWidget | None, after: QWidget | None) -> QWidget | None:
        if before is after:
            return after
        if before is not None:
            before.removeEventFilter(self)
            before.setParent(None)
        if after is not None:
            # A guest is shown by its owner; one that was hidden on purpose stays so.
            shows = not after.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) or (
                not after.isHidden()
            )
            after.setParent(self._canvas)
            after.installEventFilter(self)
            after.setVisible(shows)
        return after

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self.place()
        return super().eventFilter(watched, event)


def place_card(card: QWidget, room: QSize) -> None:
    """Put a card 24 below the top, in the middle, as high as it needs to be and no higher than fits."""
    width = max(min(_CARD_WIDTH, room.width() - 2 * _EDGE), 0)
    height = min(_height(card, width), max(room.height() - 2 * _EDGE, 0))
    card.setGeometry((room.width() - width) // 2, _EDGE, width, height)


def place_banner(banner: QWidget, room: QSize) -> None:
    """Put a banner over the bottom, in the middle, as wide as it wants."""
    most = max(min(_CARD_WIDTH, room.width() - 2 * _EDGE), 0)
    width = min(max(banner.sizeHint().width(), banner.minimumWidth()), most)
    height = _height(banner, width)
    banner.setGeometry(
        (room.width() - width) // 2, room.height() - height - _BANNER_EDGE, width, height
    )


def paint_drop(painter: QPainter, room: QRect, text: str) -> None:
    """Frame the canvas, and say in one line what dropping will do."""
    colours = theme()
    edge = snapped(painter, room)
    painter.save()
    for side in _frame(edge, 2.0):
        painter.fillRect(side, QColor(colours.accent))
    painter.setFont(font(13))
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(room.width() - 80, 0))
    width, height = metrics.horizontalAdvance(shown) + 24, 32
    place = QRect(room.center().x() - width // 2, room.bottom() - _EDGE - height, width, height)
    draw_panel(painter, place, 6, fill=colours.raised, border=colours.accent)
    painter.setPen(QColor(colours.t1))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


def paint_focus(painter: QPainter, room: QRect) -> None:
    """Paint the ring of keyboard focus inside the canvas."""
    for side in _frame(snapped(painter, room), 2.0):
        painter.fillRect(side, QColor(theme().accent))


def _frame(edge: QRectF, width: float) -> tuple[QRectF, ...]:
    inner = edge.adjusted(width, width, -width, -width)
    return (
        QRectF(edge.left(), edge.top(), edge.width(), width),
        QRectF(edge.left(), inner.bottom(), edge.width(), width),
        QRectF(edge.left(), inner.top(), width, inner.height()),
        QRectF(inner.right(), inner.top(), width, inner.height()),
    )


def _height(widget: QWidget, width: int) -> int:
    layout = widget.layout()
    if layout is not None and layout.hasHeightForWidth():
        return max(layout.totalHeightForWidth(width), widget.minimumHeight())
    if widget.hasHeightForWidth():
        return widget.heightForWidth(width)
    return widget.sizeHint().height()
