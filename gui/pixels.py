"""Lines and fills that lie on whole device pixels, at any ratio of device to logical pixels.

With a ratio of 1.25 a line of one logical pixel would be smeared over two rows of the screen.
"""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen


def device_ratio(painter: QPainter) -> float:
    """Return device pixels per logical pixel of what is painted on."""
    return painter.device().devicePixelRatio()


def line_width(painter: QPainter, width: float = 1.0) -> float:
    """Return the logical width of a line that is a whole number of device pixels, one at least."""
    ratio = device_ratio(painter)
    return max(1, int(width * ratio + 0.25)) / ratio


def snapped(painter: QPainter, rect: QRect | QRectF) -> QRectF:
    """Return the rectangle with its edges moved to the nearest edges of device pixels."""
    to_device = painter.deviceTransform()
    shown = to_device.mapRect(QRectF(rect))
    # Halves go up, as Qt rounds the edge of a widget: the other pixel would be cut off.
    left, top = floor(shown.left() + 0.5), floor(shown.top() + 0.5)
    right, bottom = floor(shown.right() + 0.5), floor(shown.bottom() + 0.5)
    back, is_invertible = to_device.inverted()
    whole = QRectF(left, top, max(right - left, 1), max(bottom - top, 1))
    return back.mapRect(whole) if is_invertible else QRectF(rect)


def draw_panel(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    *,
    fill: str | None = None,
    border: str | None = None,
    width: float = 1.0,
) -> None:
    """Draw a rectangle with round corners and a border inside its edge.

    Args:
        painter: What paints.
        rect: Outer edge.
        radius: Of the outer edge.
        fill: ``#RRGGBB``; None leaves what is there.
        border: ``#RRGGBB``; None draws none.
        width: Of the border, in logical pixels.
    """
    edge = snapped(painter, rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(edge, radius, radius)
    else:
        stroke = line_width(painter, width)
        half = stroke / 2
        painter.setPen(QPen(QColor(border), stroke))
        inner = radius - half
        painter.drawRoundedRect(edge.adjusted(half, half, -half, -half), inner, inner)
    painter.restore()


def draw_lines(
    painter: QPainter, points: list[tuple[float, float]], at: QPointF, colour: str, width: float
) -> None:
    """Draw joined lines with round ends: an arrow, a check mark.

    Args:
        painter: What paints.
        points: Relative to ``at``.
        at: Where the origin of the points lies.
        colour: ``#RRGGBB``.
        width: In logical pixels.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline([at + QPointF(x, y) for x, y in points])
    painter.restore()
