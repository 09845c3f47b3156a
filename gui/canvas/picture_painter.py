"""Paints the visible part of a picture: fast while it moves, well while one looks at it.

A picture shrunk to less than half would shimmer if only every third pixel were looked at. Halved copies,
made once per picture when there is time, are shrunk by less than half again: zooming and panning stay
smooth at any size. What was painted is kept, since most repaints only change what lies on it.
"""

from __future__ import annotations

import cv2
import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.canvas.qimage import Pixels, opaque
from gui.canvas.view_transform import ViewTransform

NEAREST_FROM = 4.0
GRID_FROM = 16.0
_GRID = "#808080"
_GRID_OPACITY = 0.35


class PicturePainter:
    """One picture, and smaller copies of it. GUI thread only."""

    def __init__(self, pixels: Pixels) -> None:
        """Take ``(h, w, 4)`` uint8 BGRA, which must not change any more."""
        self._levels = [opaque(pixels)]
        self._arrays = [pixels]
        self._kept: QImage | None = None
        self._kept_for: tuple[object, ...] = ()
        self._last: tuple[object, ...] = ()

    @property
    def image(self) -> QImage:
        """The whole picture."""
        return self._levels[0]

    def wants_levels(self, zoom: float) -> bool:
        """Return whether halved copies would make the picture look better at this zoom."""
        return self._wanted_level(zoom) >= len(self._levels)

    def make_levels(self, zoom: float) -> None:
        """Make the halved copies for a zoom; takes about ten milliseconds for an 8K picture."""
        while self.wants_levels(zoom):
            larger = self._arrays[-1]
            height, width = larger.shape[0] // 2, larger.shape[1] // 2
            # Of an odd size the last row or column is left out: exact halves are quick to make.
            even = larger[: 2 * height, : 2 * width]
            half = np.asarray(
                cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8
            )
            self._arrays.append(half)
            self._levels.append(opaque(half))
        self._kept_for = self._last = ()

    def paint(
        self, painter: QPainter, view: ViewTransform, origin: tuple[int, int], *, is_fast: bool
    ) -> None:
        """Paint what is visible.

        Args:
            painter: Painting in screen pixels.
            view: Where the picture lies.
            origin: Its top left corner on whole screen pixels.
            is_fast: Without smoothing, as for a playing video.
        """
        state = (view.zoom, origin, view.view_wh)
        if is_fast:
            self._last = ()
            self._draw(painter, view, origin, is_fast=True)
            return
        if state != self._last:
            # Still moving, or seen for the first time: not worth keeping yet.
            self._last = state
            self._draw(painter, view, origin, is_fast=False)
            return
        area = self._area(view, origin)
        if area.isEmpty():
            return
        if self._kept is None or self._kept_for != state:
            self._kept = QImage(area.size(), QImage.Format.Format_RGB32)
            keeper = QPainter(self._kept)
            keeper.translate(-area.topLeft())
            self._draw(keeper, view, origin, is_fast=False)
            keeper.end()
            self._kept_for = state
        painter.drawImage(area.topLeft(), self._kept)

    def _area(self, view: ViewTransform, origin: tuple[int, int]) -> QRect:
        """Return the screen pixels that the picture takes within the view."""
        width, height = (round(edge * view.zoom) for edge in view.size_wh)
        return QRect(*origin, max(width, 1), max(height, 1)).intersected(QRect(0, 0, *view.view_wh))

    def _draw(
        self, painter: QPainter, view: ViewTransform, origin: tuple[int, int], *, is_fast: bool
    ) -> None:
        zoom = view.zoom
        level = 0 if is_fast else min(self._wanted_level(zoom), len(self._levels) - 1)
        image, factor = self._levels[level], float(2**level)
        x0, y0, x1, y1 = view.visible
        if x0 >= x1 or y0 >= y1:
            return
        source = QRectF(x0 / factor, y0 / factor, (x1 - x0) / factor, (y1 - y0) / factor)
        source = source.intersected(QRectF(image.rect()))
        target = QRectF(
            origin[0] + x0 * zoom, origin[1] + y0 * zoom, (x1 - x0) * zoom, (y1 - y0) * zoom
        )
        if x1 == view.size_wh[0]:
            target.setRight(origin[0] + round(x1 * zoom))
        if y1 == view.size_wh[1]:
            target.setBottom(origin[1] + round(y1 * zoom))
        is_smooth = not is_fast and zoom < NEAREST_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawImage(target, image, source)
        if zoom >= GRID_FROM and not is_fast:
            _draw_grid(painter, (x0, y0, x1, y1), origin, zoom)

    def _wanted_level(self, zoom: float) -> int:
        width, height = self._levels[0].width(), self._levels[0].height()
        level = 0
        while zoom * 2 ** (level + 1) <= 1.0 and min(width, height) >> (level + 1) >= 1:
            level += 1
        return level


def _draw_grid(
    painter: QPainter, visible: tuple[int, int, int, int], origin: tuple[int, int], zoom: float
) -> None:
    x0, y0, x1, y1 = visible
    colour = QColor(_GRID)
    colour.setAlphaF(_GRID_OPACITY)
    left, right = round(origin[0] + x0 * zoom), round(origin[0] + x1 * zoom)
    top, bottom = round(origin[1] + y0 * zoom), round(origin[1] + y1 * zoom)
    for column in range(x0 + 1, x1):
        painter.fillRect(QRect(round(origin[0] + column * zoom), top, 1, bottom - top), colour)
    for row in range(y0 + 1, y1):
        painter.fillRect(QRect(left, round(origin[1] + row * zoom), right - left, 1), colour)
