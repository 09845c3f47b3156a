"""A hint beside the part it is about: a bubble with an arrow, quiet, never over that part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui import pixels
from gui.controls import IconButton, PushButton, Text, is_language_change
from gui.i18n import tr
from gui.theme import theme

Side = Literal["below", "right", "left"]
"""Where the bubble lies as seen from its part."""

WIDTH = 296
WIDE = 480
"""Words that take two lines in the usual width take one in this."""

_ARROW = 8
_GAP = 2
_EDGE = 8
_RADIUS = 8.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a bubble may take.

    Attributes:
        part: What it points at; the bubble lies beside it.
        room: What the bubble must lie in.
        side: Where it lies.
        width: Of the bubble.
        spared: What it must not cover either.
    """

    part: QRect
    room: QRect
    side: Side
    width: int = WIDTH
    spared: QRect = field(default_factory=QRect)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a bubble lies.

    Attributes:
        rect: With its arrow.
        side: Where it lies.
        at: Distance of the arrow's point from the top or the left edge of ``rect``.
    """

    rect: QRect
    side: Side
    at: int


def placed(spot: Spot, size: QSize) -> Placed | None:
    """Return where a bubble of a size lies at a spot without covering the part; None if it has no room."""
    middle, room = spot.part.center(), spot.room
    if spot.side == "below":
        top = spot.part.bottom() + 1 + _GAP
        left = middle.x() - size.width() // 2
        left = max(room.left() + _EDGE, min(left, room.right() + 1 - _EDGE - size.width()))
        found = Placed(
            QRect(QPoint(left, top), size), spot.side, _kept(middle.x() - left, size.width())
        )
    else:
        top = middle.y() - size.height() // 2
        top = max(room.top() + _EDGE, min(top, room.bottom() + 1 - _EDGE - size.height()))
        left = spot.part.right() + 1 + _GAP
        if spot.side == "left":
            left = spot.part.left() - _GAP - size.width()
        found = Placed(
            QRect(QPoint(left, top), size), spot.side, _kept(middle.y() - top, size.height())
        )
    is_free = room.contains(found.rect) and not spot.spared.intersects(found.rect)
    return found if is_free else None


def _kept(at: int, length: int) -> int:
    """Return where the arrow's point is along an edge: its base leaves out the round corners."""
    corner = int(_RADIUS) + _ARROW
    return max(corner, min(at, length - corner))


class Tip(QFrame):
    """One hint of several. It never takes the keyboard by itself; Esc closes it where it has it.

    Signals:
        next_requested: The next one, or after the last one nothing, is wanted.
        closed: No more of them are wanted.
    """

    next_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._count = 1, 1
        self._side: Side = "below"
        self._at = 0
        self.words = Text("body").wrap()
        self.close_button = IconButton("close", small=True)
        self.next_button = PushButton()
        self.next_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place = Text("caption")
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self.words, 1)
        self._head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self._place)
        foot.addStretch(1)
        foot.addWidget(self.next_button)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        self._column.addLayout(self._head)
        self._column.addLayout(foot)
        self.next_button.clicked.connect(self.next_requested)
        self.close_button.clicked.connect(self.closed)
        # What lies under a bubble must not be pressed through it.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._set_margins()
        self._retranslate()
        self.hide()

    def set_tip(self, words: str, number: int, count: int) -> None:
        """Show another hint.

        Args:
            words: Translated.
            number: Of this hint, from 1.
            count: Of all.
        """
        self.words.setText(words)
        self.setAccessibleName(words)
        self._number, self._count = number, count
        self._retranslate()

    def place(self, spots: Sequence[Spot]) -> None:
        """Lie in the first of the places that has room for it, or be hidden; coordinates of the parent."""
        # What was never shown does not know how high it is.
        self.show()
        for spot in spots:
            self._side = spot.side
            self._set_margins()
            size = QSize(spot.width, self._column.totalHeightForWidth(spot.width))
            found = placed(spot, size)
            if found is not None:
                self._at = found.at
                self.setGeometry(found.rect)
                self.raise_()
                self.update()
                return
        self.hide()

    def announce(self) -> None:
        """Let screen readers say it when they are done with what they say."""
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self, self.words.text())
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
            QAccessible.updateAccessibility(event)

    @Slot()
    def _set_margins(self) -> None:
        left, top, right, bottom = 16, 12, 12, 12
        self._column.setContentsMargins(
            left + (_ARROW if self._side == "right" else 0),
            top + (_ARROW if self._side == "below" else 0),
            right + (_ARROW if self._side == "left" else 0),
            bottom,
        )

    def _retranslate(self) -> None:
        is_last = self._number == self._count
        self.next_button.setText(tr("Got it") if is_last else tr("Next"))
        self._place.setText(tr("Tip {n} of {count}", n=self._number, count=self._count))
        self.close_button.describe(tr("No more tips"), "Esc")

    # ---- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = pixels.line_width(painter)
        half = stroke / 2
        body = pixels.snapped(painter, self.rect()).adjusted(half, half, -half, -half)
        # Through the middle of device pixels, like the border; between two of them it would be pale.
        at = self._at + half
        # The arrow is drawn as long again inside the body: edges that only touch are not always joined.
        deep, wide = 2 * _ARROW, 2 * _ARROW
        if self._side == "below":
            body.setTop(body.top() + _ARROW)
            corners = [(at - wide, half + deep), (at, half), (at + wide, half + deep)]
        elif self._side == "right":
            body.setLeft(body.left() + _ARROW)
            corners = [(half + deep, at - wide), (half, at), (half + deep, at + wide)]
        else:
            body.setRight(body.right() - _ARROW)
            tip = self.width() - half
            corners = [(tip - deep, at - wide), (tip, at), (tip - deep, at + wide)]
        bubble, arrow = QPainterPath(), QPainterPath()
        bubble.addRoundedRect(body, _RADIUS, _RADIUS)
        arrow.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        arrow.closeSubpath()
        painter.setPen(QPen(QColor(colours.ctl), stroke))
        painter.setBrush(QColor(colours.raised))
        painter.drawPath(bubble.united(arrow))
        painter.end()
