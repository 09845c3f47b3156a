"""Puts the primitives of the overlay on the screen, as ``engine_core.render`` puts them into files.

Everything is painted in screen pixels: upright lines, chips and text lie on whole ones and are sharp at
any zoom and any device ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from engine_core.overlay import (
    Box,
    Caption,
    Fill,
    Overlay,
    Skeleton,
    whole_widths,
)
from gui.canvas.chip_images import ChipImages
from gui.canvas.mask_images import MaskImages
from gui.canvas.polygon_images import PolygonImages, pen_of
from gui.canvas.strips import Look, StripPainter
from gui.canvas.typesetting import chip_font, screen_size
from gui.canvas.view_transform import Rect

# Casing and the selected box's white lines reach this far beside a box, in screen pixels, at the most.
_REACH_PX = 32.0


class OverlayPainter:
    """Paints overlays; what it made for one frame serves the next. GUI thread only."""

    def __init__(self) -> None:
        self._strips = StripPainter()
        self._chips = ChipImages()
        self._masks = MaskImages()
        self._polygons = PolygonImages()

    def reset(self) -> None:
        """Forget everything made: the fonts are others."""
        self._chips = ChipImages()

    def paint(
        self,
        painter: QPainter,
        overlay: Overlay,
        origin: tuple[int, int],
        zoom: float,
        view_wh: tuple[int, int],
        parts: Sequence[Rect] | None = None,
    ) -> None:
        """Paint an overlay.

        Args:
            painter: Painting in screen pixels.
            overlay: Laid out for this zoom, measured by ``QtMeasure``.
            origin: Where the picture's top left corner lies, on whole screen pixels.
            zoom: Screen pixels per source pixel.
            view_wh: Size of what is painted on; what lies beside it is left out.
            parts: Rectangles of it that alone are painted, as the painter's clip says too; None is all.
        """
        if parts is None:
            self._masks.keep_only(overlay.masks)
        else:
            # Masks that a moved threshold dropped may come back with its next move.
            overlay = _within(overlay, origin, zoom, parts)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, 1.0 < zoom < 4.0)
        for mask in overlay.masks:
            self._masks.draw(painter, mask, origin, zoom, view_wh)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        self._draw_boxes(painter, overlay.boxes, origin, zoom, view_wh)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._polygons.begin(zoom)
        for polygon in overlay.polygons:
            self._polygons.draw(painter, polygon, origin, view_wh)
        for skeleton in overlay.skeletons:
            _draw_skeleton(painter, skeleton, origin, zoom)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._draw_labels(painter, overlay, origin, zoom, view_wh)
        if overlay.caption is not None:
            _draw_caption(painter, overlay.caption, origin, zoom)

    def _draw_boxes(
        self,
        painter: QPainter,
        boxes: tuple[Box, ...],
        origin: tuple[int, int],
        zoom: float,
        view_wh: tuple[int, int],
    ) -> None:
        if not boxes:
            return
        xyxy = np.asarray([box.xyxy for box in boxes], np.float64) * zoom
        edges = np.floor(xyxy + [*origin, *origin] + 0.5).astype(np.int64)
        is_seen = np.logical_and(
            (edges[:, :2] < np.asarray(view_wh) + _REACH_PX).all(axis=1),
            (edges[:, 2:] > -_REACH_PX).all(axis=1),
        )
        # Boxes of one state and class share their strokes.
        looks: dict[int, Look] = {}
        strips = self._strips
        for box, place, seen in zip(boxes, edges.tolist(), is_seen.tolist(), strict=True):
            if not seen:
                continue
            if box.fill is not None:
                x0, y0, x1, y1 = place
                painter.fillRect(QRect(x0, y0, x1 - x0, y1 - y0), _colour(box.fill))
            look = looks.get(id(box.strokes))
            if look is None:
                look = looks[id(box.strokes)] = strips.look(box.strokes, zoom)
            strips.draw(painter, place, look, view_wh)

    def _draw_labels(
        self,
        painter: QPainter,
        overlay: Overlay,
        origin: tuple[int, int],
        zoom: float,
        view_wh: tuple[int, int],
    ) -> None:
        # In source pixels, chips with their outline included.
        reach = _REACH_PX / zoom
        left, top = -origin[0] / zoom - reach, -origin[1] / zoom - reach
        right, bottom = (view_wh[0] - origin[0]) / zoom + reach, (view_wh[1] - origin[1]) / zoom
        bottom += reach
        draw = self._chips.draw
        for label in overlay.labels:
            x0, y0, x1, y1 = label.xyxy
            if x1 > left and x0 < right and y1 > top and y0 < bottom:
                draw(painter, label, origin[0], origin[1], zoom)


def _within(
    overlay: Overlay, origin: tuple[int, int], zoom: float, parts: Sequence[Rect]
) -> Overlay:
    """Return the overlay without masks, boxes, polygons and labels that touch none of the parts."""
    bounds: list[Rect] = []
    for fill in overlay.masks:
        x, y = fill.mask.origin_xy
        height, width = fill.mask.pixels.shape
        bounds.append((x, y, x + width, y + height))
    bounds += [box.xyxy for box in overlay.boxes]
    for polygon in overlay.polygons:
        xs, ys = zip(*polygon.points, strict=True)
        bounds.append((min(xs), min(ys), max(xs), max(ys)))
    bounds += [label.xyxy for label in overlay.labels]
    if not bounds:
        return overlay
    wanted = (np.asarray(parts, np.float64) - [*origin, *origin]) / zoom
    wanted += np.asarray([-1, -1, 1, 1]) * (_REACH_PX / zoom)
    left, top, right, bottom = wanted.T
    # One part after another would be slow, and so is looking at both axes of a point at once.
    x0, y0, x1, y1 = np.asarray(bounds, np.float64).T[:, :, None]
    touches = x0 <= right
    touches &= left <= x1
    touches &= y0 <= bottom
    touches &= top <= y1
    seen = iter(touches.any(axis=1).tolist())
    # Each goes on in ``seen`` where the one before it stopped.
    return replace(
        overlay,
        masks=tuple([one for one in overlay.masks if next(seen)]),
        boxes=tuple([one for one in overlay.boxes if next(seen)]),
        polygons=tuple([one for one in overlay.polygons if next(seen)]),
        labels=tuple([one for one in overlay.labels if next(seen)]),
    )


def _draw_skeleton(
    painter: QPainter, skeleton: Skeleton, origin: tuple[int, int], zoom: float
) -> None:
    points = [QPointF(origin[0] + x * zoom, origin[1] + y * zoom) for x, y in skeleton.points]
    widths = whole_widths(skeleton.limb_strokes, zoom)
    lines = [QLineF(points[a], points[b]) for a, b in skeleton.limbs]
    for stroke, width in zip(skeleton.limb_strokes, widths, strict=True):
        painter.setPen(pen_of(stroke, width, zoom))
        painter.drawLines(lines)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = skeleton.radius_px * zoom
    ring = radius + skeleton.casing_width_px * zoom
    seen = [point for point, visible in zip(points, skeleton.visible, strict=True) if visible]
    painter.setBrush(_colour(skeleton.casing))
    for point in seen:
        painter.drawEllipse(point, ring, ring)
    painter.setBrush(QColor(skeleton.colour))
    for point in seen:
        painter.drawEllipse(point, radius, radius)


def _draw_caption(
    painter: QPainter, caption: Caption, origin: tuple[int, int], zoom: float
) -> None:
    def placed(xyxy: tuple[float, float, float, float]) -> QRectF:
        x0, y0, x1, y1 = (
            float(np.floor(origin[axis % 2] + edge * zoom + 0.5)) for axis, edge in enumerate(xyxy)
        )
        return QRectF(x0, y0, x1 - x0, y1 - y0)

    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_colour(caption.fill))
    radius = caption.radius_px * zoom
    painter.drawRoundedRect(placed(caption.xyxy), radius, radius)
    for swatch in caption.swatches:
        painter.setBrush(QColor(swatch.colour))
        radius = swatch.radius_px * zoom
        painter.drawRoundedRect(placed(swatch.xyxy), radius, radius)
    for text in caption.texts:
        painter.setFont(chip_font(screen_size(text.size_px * zoom), text.bold))
        painter.setPen(QColor(text.colour))
        x, y = origin[0] + text.x * zoom, origin[1] + text.baseline_y * zoom
        painter.drawText(QPointF(np.floor(x + 0.5), np.floor(y + 0.5)), text.text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _colour(fill: Fill) -> QColor:
    colour = QColor(fill.colour)
    colour.setAlphaF(fill.opacity)
    return colour
