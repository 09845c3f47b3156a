"""What the painted rows of the right column have in common."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gui.theme import theme


def sized(base: QFont, size_px: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return a font like ``base`` (family, tabular digits) in another size and weight."""
    made = QFont(base)
    made.setPixelSize(size_px)
    made.setWeight(weight)
    return made


def paint_swatch(
    painter: QPainter, rect: QRectF, colour: str, *, is_hollow: bool = False, radius: float = 3.0
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
        painter.setPen(QPen(QColor(theme().swatch_line), 1.0))
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
