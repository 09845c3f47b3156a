"""Puts drawing primitives onto the pixels of a picture; decides nothing about what is drawn where."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from engine_core import typeface
from engine_core.overlay import (
    Box,
    Caption,
    Fill,
    Label,
    MaskFill,
    Overlay,
    Polygon,
    Skeleton,
    Stroke,
    TextExtent,
    TextRun,
    dash_spans,
    whole_widths,
)

Image = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]
Rectangle = tuple[int, int, int, int]

# OpenCV takes coordinates in 1/16 pixel, as int32: far-off corners of rotated boxes are held inside.
_SHIFT = 4
_FARTHEST_PX = 1 << 20


class PillowMeasure:
    """Measures text as ``render`` draws it (the ``Measure`` of the layout)."""

    def __call__(self, text: str, size_px: float, bold: bool, /) -> TextExtent:
        return typeface.measure(text, size_px, bold)


def render(image: Image, overlay: Overlay) -> Image:
    """Return a new picture with the overlay drawn on it.

    Args:
        image: ``(h, w, 3)`` uint8 RGB of the size the overlay was laid out for; never modified.
        overlay: From ``lay_out``.

    Raises:
        ValueError: The picture has another size than the overlay was made for.
    """
    height, width = image.shape[:2]
    if (width, height) != overlay.size_wh:
        raise ValueError(f"the overlay is for {overlay.size_wh}, the picture is {width, height}")
    canvas = np.array(image, order="C")
    for mask in overlay.masks:
        _draw_mask(canvas, mask)
    for box in overlay.boxes:
        _draw_box(canvas, box)
    for polygon in overlay.polygons:
        _draw_polygon(canvas, polygon)
    for skeleton in overlay.skeletons:
        _draw_skeleton(canvas, skeleton)
    for label in overlay.labels:
        _draw_label(canvas, label)
    if overlay.caption is not None:
        _draw_caption(canvas, overlay.caption)
    return canvas


def _draw_mask(canvas: Image, fill: MaskFill) -> None:
    x, y = fill.mask.origin_xy
    height, width = canvas.shape[:2]
    left, top = max(x, 0), max(y, 0)
    pixels = fill.mask.pixels[top - y : height - y, left - x : width - x]
    if not pixels.size:
        return
    area = canvas[top : top + pixels.shape[0], left : left + pixels.shape[1]]
    tinted = _tinted(area, fill.colour, fill.opacity)
    cv2.copyTo(tinted, pixels.view(np.uint8), area)


def _draw_box(canvas: Image, box: Box) -> None:
    if box.fill is not None:
        x0, y0, x1, y1 = (round(edge) for edge in box.xyxy)
        _blend_rectangle(canvas, (x0, y0, x1, y1), box.fill.colour, box.fill.opacity)
    for stroke, width in zip(box.strokes, whole_widths(box.strokes), strict=True):
        for side in _sides(box.xyxy, width):
            if stroke.dash_px is None:
                _blend_rectangle(canvas, side, stroke.colour, stroke.opacity)
            else:
                _blend_dashes(canvas, side, stroke)


def _sides(xyxy: tuple[float, float, float, float], width: int) -> list[Rectangle]:
    """Return the whole-pixel rectangles that make an upright outline; none overlap."""
    x0, y0, x1, y1 = (round(edge) for edge in xyxy)
    outer = width // 2
    left, top, right, bottom = x0 - outer, y0 - outer, x1 - outer + width, y1 - outer + width
    inner_left, inner_right = left + width, right - width
    inner_top, inner_bottom = top + width, bottom - width
    if inner_left >= inner_right or inner_top >= inner_bottom:
        return [(left, top, right, bottom)]
    return [
        (left, top, right, inner_top),
        (left, inner_bottom, right, bottom),
        (left, inner_top, inner_left, inner_bottom),
        (inner_right, inner_top, right, inner_bottom),
    ]


def _blend_dashes(canvas: Image, side: Rectangle, stroke: Stroke) -> None:
    """Draw one side of an outline in dashes along its longer axis."""
    x0, y0, x1, y1 = side
    left, top = max(x0, 0), max(y0, 0)
    part = canvas[top : max(y1, 0), left : max(x1, 0)]
    if not part.size or stroke.dash_px is None:
        return
    is_flat = x1 - x0 >= y1 - y0
    drawn = np.zeros(x1 - x0 if is_flat else y1 - y0, np.bool_)
    for start, end in dash_spans(float(len(drawn)), stroke.dash_px):
        drawn[round(start) : round(end)] = True
    if is_flat:
        drawn = drawn[left - x0 :][: part.shape[1]][None, :, None]
    else:
        drawn = drawn[top - y0 :][: part.shape[0]][:, None, None]
    colour = (
        _rgb(stroke.colour)
        if stroke.opacity >= 1.0
        else _tinted(part, stroke.colour, stroke.opacity)
    )
    np.copyto(part, np.asarray(colour, np.uint8), where=drawn)


def _draw_polygon(canvas: Image, polygon: Polygon) -> None:
    points = np.asarray(polygon.points, np.float64)
    if polygon.fill is not None:
        _draw_shape(canvas, points, polygon.fill)
    for stroke, width in zip(polygon.strokes, whole_widths(polygon.strokes), strict=True):
        closed = [np.vstack([points, points[:1]])]
        lines = closed if stroke.dash_px is None else _dashed(points, stroke.dash_px)
        _draw_lines(canvas, lines, stroke, width)


def _dashed(points: Points, dash_px: tuple[float, float]) -> list[Points]:
    """Return the drawn spans of a closed outline."""
    spans = []
    for start, end in zip(points, np.roll(points, -1, axis=0), strict=True):
        length = float(np.hypot(*(end - start)))
        if 0 < length < _FARTHEST_PX:
            step = (end - start) / length
            spans += [
                np.stack([start + step * a, start + step * b])
                for a, b in dash_spans(length, dash_px)
            ]
    return spans


def _draw_skeleton(canvas: Image, skeleton: Skeleton) -> None:
    points = np.asarray(skeleton.points, np.float64)
    limbs = [points[list(limb)] for limb in skeleton.limbs]
    widths = whole_widths(skeleton.limb_strokes)
    for stroke, width in zip(skeleton.limb_strokes, widths, strict=True):
        _draw_lines(canvas, limbs, stroke, width)
    ring = skeleton.radius_px + skeleton.casing_width_px
    for x, y in points[list(skeleton.visible)].tolist():
        _blend_disc(canvas, x, y, ring, skeleton.casing)
    for x, y in points[list(skeleton.visible)].tolist():
        _blend_disc(canvas, x, y, skeleton.radius_px, Fill(skeleton.colour, 1.0))


def _draw_lines(canvas: Image, lines: list[Points], stroke: Stroke, width: int) -> None:
    """Draw open lines as one shape, so that translucent ones do not add up where they cross."""
    if not lines:
        return
    fixed = [_fixed_point(line) for line in lines]
    if stroke.opacity >= 1.0:
        cv2.polylines(canvas, fixed, False, _rgb(stroke.colour), width, cv2.LINE_AA, _SHIFT)
        return
    area = _area_of(canvas, np.vstack(lines), width)
    if area is None:
        return
    x, y, part = area
    coverage = np.zeros(part.shape[:2], np.uint8)
    offset = np.asarray([x, y], np.int32) << _SHIFT
    alpha = round(255 * stroke.opacity)
    moved = [line - offset for line in fixed]
    cv2.polylines(coverage, moved, False, (alpha,), width, cv2.LINE_AA, _SHIFT)
    _blend_sparse(part, coverage, stroke.colour)


def _draw_shape(canvas: Image, points: Points, fill: Fill) -> None:
    area = _area_of(canvas, points, 1)
    if area is None:
        return
    x, y, part = area
    coverage = np.zeros(part.shape[:2], np.uint8)
    offset = np.asarray([x, y], np.int32) << _SHIFT
    alpha = round(255 * fill.opacity)
    cv2.fillPoly(coverage, [_fixed_point(points) - offset], (alpha,), cv2.LINE_AA, _SHIFT)
    _blend_sparse(part, coverage, fill.colour)


def _draw_label(canvas: Image, label: Label) -> None:
    if label.outline is not None:
        grown = max(round(label.outline.width_px), 1)
        _blend_chip(canvas, label.xyxy, label.radius_px, label.outline.colour, 1.0, grown)
    _blend_chip(canvas, label.xyxy, label.radius_px, label.fill, 1.0)
    for text in label.texts:
        _draw_text(canvas, text)


def _draw_caption(canvas: Image, caption: Caption) -> None:
    fill = caption.fill
    _blend_chip(canvas, caption.xyxy, caption.radius_px, fill.colour, fill.opacity)
    for swatch in caption.swatches:
        _blend_chip(canvas, swatch.xyxy, swatch.radius_px, swatch.colour, 1.0)
    for text in caption.texts:
        _draw_text(canvas, text)


def _draw_text(canvas: Image, text: TextRun) -> None:
    bitmap = typeface.draw(text.text, text.size_px, text.bold)
    x, y = round(text.x) + bitmap.left, round(text.baseline_y) + bitmap.top
    _blend(canvas, x, y, bitmap.alpha, text.colour)


def _blend_chip(
    canvas: Image,
    xyxy: tuple[float, float, float, float],
    radius_px: float,
    colour: str,
    opacity: float,
    grown_px: int = 0,
) -> None:
    """Draw a rounded rectangle on whole pixels, larger by ``grown_px`` on each side."""
    x0, y0, x1, y1 = (round(edge) for edge in xyxy)
    size = (x1 - x0 + 2 * grown_px, y1 - y0 + 2 * grown_px)
    alpha = _rounded(*size, radius_px + grown_px, opacity)
    _blend(canvas, x0 - grown_px, y0 - grown_px, alpha, colour)


@lru_cache(maxsize=256)
def _rounded(width: int, height: int, radius: float, opacity: float) -> Image:
    """Return the coverage of a rounded rectangle, from each pixel's distance to its corner circles."""
    x = np.abs(np.arange(width) + 0.5 - width / 2) - (width / 2 - radius)
    y = np.abs(np.arange(height) + 0.5 - height / 2) - (height / 2 - radius)
    distance = np.hypot(np.maximum(x, 0)[None, :], np.maximum(y, 0)[:, None])
    coverage = np.clip(radius + 0.5 - distance, 0.0, 1.0)
    alpha: Image = np.rint(coverage * (255 * opacity)).astype(np.uint8)
    return alpha


def _blend_disc(canvas: Image, x: float, y: float, radius: float, fill: Fill) -> None:
    """Draw a disc; OpenCV's small circles are lozenges."""
    if not (-_FARTHEST_PX < x < _FARTHEST_PX and -_FARTHEST_PX < y < _FARTHEST_PX):
        return
    reach = math.ceil(radius) + 1
    left, top = math.floor(x) - reach, math.floor(y) - reach
    offset = np.arange(2 * reach + 1) + 0.5
    distance = np.hypot((offset + (left - x))[None, :], (offset + (top - y))[:, None])
    coverage = np.clip(radius + 0.5 - distance, 0.0, 1.0)
    _blend(
        canvas, left, top, np.rint(coverage * (255 * fill.opacity)).astype(np.uint8), fill.colour
    )


def _blend(canvas: Image, x: int, y: int, alpha: Image, colour: str) -> None:
    """Lay a colour over the canvas with ``alpha``, whose corner lies at x, y; clipped to the canvas."""
    height, width = canvas.shape[:2]
    left, top = max(x, 0), max(y, 0)
    part_alpha = alpha[top - y : max(height - y, 0), left - x : max(width - x, 0)]
    if not part_alpha.size:
        return
    part = canvas[top : top + part_alpha.shape[0], left : left + part_alpha.shape[1]]
    part[:] = _mixed(part, part_alpha[..., None], colour)


def _blend_sparse(part: Image, alpha: Image, colour: str) -> None:
    """Blend where ``alpha`` is not zero: thin lines touch few pixels of the area around them."""
    rows, columns = np.nonzero(alpha)
    part[rows, columns] = _mixed(part[rows, columns], alpha[rows, columns][:, None], colour)


def _mixed(under: Image, alpha: Image, colour: str) -> Image:
    """Return ``colour`` over ``under``, rounded to the nearest."""
    weight = alpha.astype(np.uint16)
    total = under * (255 - weight) + np.asarray(_rgb(colour), np.uint16) * weight
    # Division by 255 in 16 bits, exact for all products of two bytes.
    total += 128
    total += total >> 8
    mixed: Image = (total >> 8).astype(np.uint8)
    return mixed


def _blend_rectangle(canvas: Image, rectangle: Rectangle, colour: str, opacity: float) -> None:
    x0, y0, x1, y1 = (max(edge, 0) for edge in rectangle)
    part = canvas[y0:y1, x0:x1]
    if not part.size:
        return
    part[:] = _rgb(colour) if opacity >= 1.0 else _tinted(part, colour, opacity)


def _tinted(part: Image, colour: str, opacity: float) -> Image:
    """Return a new array with one translucent colour over all of ``part``."""
    tinted: Image = cv2.LUT(part, _tint_table(colour, opacity))  # type: ignore[assignment]
    return tinted


@lru_cache(maxsize=256)
def _tint_table(colour: str, opacity: float) -> Image:
    """Return what each channel value becomes under a translucent colour, ``(1, 256, 3)``."""
    steps = np.arange(256)[:, None] * (1.0 - opacity) + np.asarray(_rgb(colour)) * opacity
    table: Image = np.rint(steps).astype(np.uint8)[None]
    return table


def _area_of(canvas: Image, points: Points, margin_px: int) -> tuple[int, int, Image] | None:
    """Return the part of the canvas around some points, with its corner; None if outside."""
    height, width = canvas.shape[:2]
    low = np.floor(points.min(axis=0)) - margin_px - 1
    high = np.ceil(points.max(axis=0)) + margin_px + 2
    x0, y0 = int(max(low[0], 0)), int(max(low[1], 0))
    x1, y1 = int(min(high[0], width)), int(min(high[1], height))
    if x0 >= x1 or y0 >= y1:
        return None
    return x0, y0, canvas[y0:y1, x0:x1]


def _fixed_point(points: Points) -> npt.NDArray[np.int32]:
    """Return OpenCV's coordinates: its pixel centres are whole numbers, ours are halves."""
    held = np.clip(points - 0.5, -_FARTHEST_PX, _FARTHEST_PX)
    return np.rint(held * (1 << _SHIFT)).astype(np.int32)


@lru_cache(maxsize=1024)
def _rgb(colour: str) -> tuple[int, int, int]:
    """Return the channels of ``#RRGGBB``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
