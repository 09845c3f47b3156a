"""What the painted rows of the right column have in common."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from gui.theme import theme


def sized(base: QFont, size_px: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return a font like ``base`` (family, tabular digits) in another size and weight."""
    made = QFont(base)
    made.setPixelSize(size_px)
    made.setWeight(weight)
    return made


class Fonts:
    """The fonts of one view's rows, made once: making them for every cell took longer than the text."""

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self._base = QFont(view.font())
        self._made: dict[tuple[int, QFont.Weight, bool], QFont] = {}

    def get(
        self,
        size_px: int,
        weight: QFont.Weight = QFont.Weight.Normal,
        *,
        is_struck: bool = False,
    ) -> QFont:
        """Return the view's font in a size and weight."""
        base = self._view.font()
        if base != self._base:
            self._base = QFont(base)
            self._made.clear()
        key = (size_px, weight, is_struck)
        if key not in self._made:
            font = sized(base, size_px, weight)
            font.setStrikeOut(is_struck)
            self._made[key] = font
        return self._made[key]


def draw_swatch(
    painter: QPainter, x: int, y: int, size: int, colour: str, *, is_hollow: bool = False
) -> None:
    """Paint the swatch of a class in a row; a hollow one belongs to what is hidden."""
    ratio = painter.device().devicePixelRatio()
    line = theme().swatch_line
    painter.drawPixmap(x, y, _swatch(size, colour, line, ratio, is_hollow=is_hollow))


@lru_cache(maxsize=1024)
def _swatch(size: int, colour: str, line: str, ratio: float, *, is_hollow: bool) -> QPixmap:
    edge = round(size * ratio)
    made = QPixmap(edge, edge)
    made.fill(Qt.GlobalColor.transparent)
    made.setDevicePixelRatio(ratio)
    painter = QPainter(made)
    paint_swatch(painter, QRectF(0, 0, size, size), colour, line=line, is_hollow=is_hollow)
    painter.end()
    return made


def paint_swatch(
    painter: QPainter,
    rect: QRectF,
    colour: str,
    *,
    line: str | None = None,
    is_hollow: bool = False,
    radius: float = 3.0,
) -> None:
    """Paint the swatch of a class; a hollow one belongs to what is hidden."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_hollow:
        painter.setPen(QPen(QColor(colour), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(rect, radius, radius)
        painter.setPen(QPen(QColor(line or theme().swatch_line), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = 0.5
        painter.drawRoundedRect(
            rect.adjusted(half, half, -half, -half), radius - half, radius - half
        )
    painter.restore()


def paint_row_fill(painter: QPainter, rect: QRect, colour: str, *, radius: float = 0.0) -> None:
    """Fill a row."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, radius > 0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(rect), radius, radius)
    painter.restore()


def paint_row_ring(painter: QPainter, rect: QRect, radius: float = 4.0) -> None:
    """Paint the mark of the row that has the keyboard, inside the row."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme().accent), 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()
