"""What a detection is, beside it while the pointer rests on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine_core.detections import Detections
from engine_core.labels import Labels
from engine_core.overlay import INK
from gui.canvas.magnifier import CROP_WH, paint_crop
from gui.fonts import font
from gui.i18n import tr
from gui.pixels import draw_panel
from gui.theme import theme

_PADDING = 8
_GAP = 8
_LINE = 16
_SWATCH = 10
_WIDEST = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One detection in words.

    Attributes:
        name: Of the class.
        score: Two decimals.
        lines: Size and place, and whether it is below the threshold.
        colour: Of the class, ``#RRGGBB``.
        xyxy: In source pixels.
    """

    name: str
    score: str
    lines: tuple[str, ...]
    colour: str
    xyxy: tuple[float, float, float, float]


def describe(
    detections: Detections, row: int, labels: Labels, colour: str, *, is_below: bool
) -> Described:
    """Put one detection into words."""
    x0, y0, x1, y1 = (float(edge) for edge in detections.xyxy[row])
    place = {"x": f"{round(x0):,}", "y": f"{round(y0):,}"}
    if detections.corners is None:
        size = tr(
            "{width} × {height} px at {x}, {y}",
            width=f"{round(x1 - x0):,}",
            height=f"{round(y1 - y0):,}",
            **place,
        )
    else:
        a, b, c = detections.corners[row, :3].astype(float).tolist()
        angle = round(math.degrees(math.atan2(b[1] - a[1], b[0] - a[0])))
        size = tr(
            "{width} × {height} px at {x}, {y}, turned by {angle}°",
            width=f"{round(math.dist(a, b)):,}",
            height=f"{round(math.dist(b, c)):,}",
            angle=str(angle).replace("-", "−"),
            **place,
        )
    return Described(
        name=" ".join(labels[int(detections.class_id[row])].split()),
        score=f"{float(detections.confidence[row]):.2f}",
        lines=(size, tr("Below the threshold")) if is_below else (size,),
        colour=colour,
        xyxy=(x0, y0, x1, y1),
    )


def place_beside(size: QSize, box: QRect, pointer: QPoint, room: QRect) -> QPoint:
    """Return where a card goes: beside the box and never on it, or as far from the pointer as it can.

    Tried in turn: right of the box, left, below, above. A box that leaves no room beside it fills the
    view; there the card goes into the corner opposite the pointer.
    """
    width, height = size.width(), size.height()
    x = min(max(box.left(), room.left()), max(room.right() + 1 - width, room.left()))
    y = min(max(box.top(), room.top()), max(room.bottom() + 1 - height, room.top()))
    for place in (
        QPoint(box.right() + 1 + _GAP, y),
        QPoint(box.left() - _GAP - width, y),
        QPoint(x, box.bottom() + 1 + _GAP),
        QPoint(x, box.top() - _GAP - height),
    ):
        if room.contains(QRect(place, size)):
            return place
    middle = room.center()
    return QPoint(
        room.left() if pointer.x() > middle.x() else room.right() + 1 - width,
        room.top() if pointer.y() > middle.y() else room.bottom() + 1 - height,
    )


class HoverCard(QWidget):
    """A painted card; it lets every event through to the canvas below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._said: Described | None = None
        self._crop: QImage | None = None
        self.hide()

    @property
    def said(self) -> Described | None:
        """What the card says; None while it says nothing."""
        return self._said

    def say(self, said: Described, crop: QImage | None) -> None:
        """Take what is shown, with the whole picture where its box is to be magnified."""
        self._said = said
        self._crop = crop
        names, texts = QFontMetrics(_name_font()), QFontMetrics(_text_font())
        head = _SWATCH + 6 + names.horizontalAdvance(said.name) + 12
        head += texts.horizontalAdvance(said.score)
        width = max(head, *(texts.horizontalAdvance(line) for line in said.lines))
        if crop is not None:
            width = max(width, CROP_WH[0])
        height = _LINE * (1 + len(said.lines)) + 2
        if crop is not None:
            height += CROP_WH[1] + _GAP
        self.resize(min(width, _WIDEST) + 2 * _PADDING, height + 2 * _PADDING)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._said is None:
            return
        colours, said = theme(), self._said
        painter = QPainter(self)
        draw_panel(painter, self.rect(), 6, fill=colours.raised, border=colours.groove)
        y = _PADDING
        right = self.width() - _PADDING
        if self._crop is not None:
            left = (self.width() - CROP_WH[0]) // 2
            place = QRectF(left, y, *CROP_WH)
            paint_crop(painter, place, self._crop, said.xyxy, said.colour, INK)
            y += CROP_WH[1] + _GAP
        swatch = QRect(_PADDING, y + (_LINE - _SWATCH) // 2, _SWATCH, _SWATCH)
        draw_panel(painter, swatch, 3, fill=said.colour)
        painter.setFont(_text_font())
        painter.setPen(QColor(colours.t2))
        score_w = painter.fontMetrics().horizontalAdvance(said.score)
        score = QRect(right - score_w, y, score_w, _LINE)
        painter.drawText(score, Qt.AlignmentFlag.AlignVCenter, said.score)
        painter.setFont(_name_font())
        painter.setPen(QColor(colours.t1))
        name = QRect(swatch.right() + 7, y, score.left() - 12 - swatch.right() - 7, _LINE)
        shown = painter.fontMetrics().elidedText(
            said.name, Qt.TextElideMode.ElideRight, name.width()
        )
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(_text_font())
        painter.setPen(QColor(colours.t2))
        y += _LINE + 2
        for line in said.lines:
            painter.drawText(
                QRect(_PADDING, y, right - _PADDING, _LINE), Qt.AlignmentFlag.AlignVCenter, line
            )
            y += _LINE
        painter.end()


def _name_font() -> QFont:
    return font(12, QFont.Weight.DemiBold)


def _text_font() -> QFont:
    return font(11)
