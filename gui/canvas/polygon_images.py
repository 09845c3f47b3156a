"""Rotated outlines as ready-made images: smooth slanted lines take Qt a hundred times as long to paint."""

from __future__ import annotations

import math
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from engine_core.overlay import Fill, Polygon, Stroke, whole_widths

_MOST_BYTES = 48_000_000
# A larger one is one of few that have room on the screen; most of it may lie beside it.
_LARGEST_PX = 400_000


class PolygonImages:
    """Paints rotated boxes; those painted at the same zoom before are copied. GUI thread only."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[int, int, QImage]] = {}
        self._bytes = 0
        self._zoom = 0.0
        self._is_still = False
        # Strokes of one look are the same object; kept here, so that its identity stays its own.
        self._strokes: dict[int, tuple[Stroke, ...]] = {}

    def begin(self, zoom: float) -> None:
        """Take note of the zoom: while it changes, nothing made would be used again."""
        self._is_still = zoom == self._zoom
        if not self._is_still:
            self._zoom = zoom
            self._forget()

    def draw(
        self,
        painter: QPainter,
        polygon: Polygon,
        origin: tuple[int, int],
        view_wh: tuple[int, int],
    ) -> None:
        """Draw one rotated box.

        Args:
            painter: Painting in screen pixels, antialiased.
            polygon: In source pixels.
            origin: Where the picture's top left corner lies, on whole screen pixels.
            view_wh: Beyond it nothing is drawn.
        """
        zoom = self._zoom
        key = (polygon.points, id(polygon.strokes), polygon.fill)
        found = self._kept.get(key)
        if found is None:
            xs, ys = zip(*polygon.points, strict=True)
            # A sharp corner reaches further than half a line.
            reach = max((stroke.width_px for stroke in polygon.strokes), default=0.0) * zoom + 2
            left, top = math.floor(min(xs) * zoom - reach), math.floor(min(ys) * zoom - reach)
            width = math.ceil(max(xs) * zoom + reach) - left
            height = math.ceil(max(ys) * zoom + reach) - top
            place = QRectF(origin[0] + left, origin[1] + top, width, height)
            if not place.intersects(QRectF(0, 0, *view_wh)):
                return
            if not self._is_still or width * height > _LARGEST_PX:
                _draw(painter, polygon, origin, zoom)
                return
            found = left, top, _image(polygon, (left, top), (width, height), zoom)
            self._keep(key, found, polygon.strokes)
        painter.drawImage(origin[0] + found[0], origin[1] + found[1], found[2])

    def _keep(
        self,
        key: tuple[object, ...],
        entry: tuple[int, int, QImage],
        strokes: tuple[Stroke, ...],
    ) -> None:
        if self._bytes > _MOST_BYTES:
            self._forget()
        self._kept[key] = entry
        self._strokes[id(strokes)] = strokes
        self._bytes += entry[2].sizeInBytes()

    def _forget(self) -> None:
        self._kept, self._strokes, self._bytes = {}, {}, 0


def _image(
    polygon: Polygon, corner: tuple[int, int], size_wh: tuple[int, int], zoom: float
) -> QImage:
    image = QImage(*size_wh, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(painter, polygon, (-corner[0], -corner[1]), zoom)
    painter.end()
    return image


def _draw(painter: QPainter, polygon: Polygon, origin: tuple[int, int], zoom: float) -> None:
    points = [QPointF(origin[0] + x * zoom, origin[1] + y * zoom) for x, y in polygon.points]
    if polygon.fill is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_colour(polygon.fill))
        painter.drawPolygon(QPolygonF(points))
    sides = [QLineF(start, end) for start, end in pairwise([*points, points[0]])]
    for stroke, width in zip(polygon.strokes, whole_widths(polygon.strokes, zoom), strict=True):
        pen = pen_of(stroke, width, zoom)
        if stroke.dash_px is None:
            # Square ends close the corners; Qt draws single lines many times as fast as a polygon.
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        # Dashes begin anew at each corner, so that each corner is drawn.
        painter.drawLines(sides)


def pen_of(stroke: Stroke, width: int, zoom: float) -> QPen:
    """Return the pen of a stroke, ``width`` whole screen pixels wide."""
    pen = QPen(_colour(Fill(stroke.colour, stroke.opacity)), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if stroke.dash_px is not None:
        # Qt counts dashes in widths of the line.
        pen.setDashPattern([length * zoom / width for length in stroke.dash_px])
    return pen


def _colour(fill: Fill) -> QColor:
    colour = QColor(fill.colour)
    colour.setAlphaF(fill.opacity)
    return colour
