"""Outlines of upright boxes as ready-made strips of pixels.

Qt's raster engine takes fifteen microseconds to fill an upright translucent line and one to copy it
from an image; with three hundred boxes that is the difference between a slider that lags and one that
does not. Four strips make an outline, casing and colour at once: each strip goes from one corner up to
the next and brings its own first corner along, so nothing overlaps and nothing is blended twice.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage, QPainter

from engine_core.overlay import Stroke, whole_widths
from gui.canvas.qimage import translucent

Words = npt.NDArray[np.uint32]
Edges = tuple[int, int, int, int]

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")

_LENGTH_PX = 2048
_MOST_LOOKS = 128
_MOST_DASHED = 2048
_MOST_SMALL = 1024


class Look(NamedTuple):
    """The strokes of an outline on whole pixels.

    Attributes:
        key: The same for looks that look the same.
        thickness: Of a side, in screen pixels.
        line_px: Width of the last stroke, the only one that may be dashed, in screen pixels.
        dash: Of the last stroke, in screen pixels; None for a solid one.
        profile: What lies across a side without its dashed stroke, from outside in, as premultiplied
            ARGB, ``(thickness,)``.
        dashed: What lies there where a dash is; ``profile`` itself for a solid look.
    """

    key: Hashable
    thickness: int
    line_px: int
    dash: tuple[float, float] | None
    profile: Words
    dashed: Words


def look_of(strokes: tuple[Stroke, ...], scale: float) -> Look:
    """Return how strokes fall on whole pixels; ``scale`` is screen pixels per source pixel."""
    widths = whole_widths(strokes, scale)
    thickness = max(widths)
    last = strokes[-1]
    dash = None if last.dash_px is None else (last.dash_px[0] * scale, last.dash_px[1] * scale)
    colours = np.zeros((thickness, 4), np.float64)
    without = colours
    for stroke, width in zip(strokes, widths, strict=True):
        if stroke is last:
            without = colours.copy()
        start = (thickness - width) // 2
        ink = QColor(stroke.colour)
        over = np.asarray([ink.blue(), ink.green(), ink.red(), 255.0]) * stroke.opacity
        part = colours[start : start + width]
        part[:] = over + part * (1.0 - stroke.opacity)
    dashed = _words(colours)
    profile = dashed if dash is None else _words(without)
    key = (profile.tobytes(), dashed.tobytes(), dash)
    return Look(key, thickness, widths[-1], dash, profile, dashed)


class StripPainter:
    """Paints outlines of upright boxes; keeps the strips it made. GUI thread only."""

    def __init__(self) -> None:
        self._looks: dict[tuple[tuple[Stroke, ...], float], Look] = {}
        # By look: how long its strips are, and those of the top, right, bottom and left.
        self._solid: dict[Hashable, tuple[int, QImage, QImage, QImage, QImage]] = {}
        self._dashed: dict[Hashable, QImage] = {}
        self._small: dict[Hashable, QImage] = {}

    def look(self, strokes: tuple[Stroke, ...], scale: float) -> Look:
        """Return how strokes fall on whole pixels."""
        key = (strokes, scale)
        found = self._looks.get(key)
        if found is None:
            found = _keep(self._looks, key, look_of(strokes, scale), _MOST_LOOKS)
        return found

    def draw(self, painter: QPainter, edges: Edges, look: Look, view_wh: tuple[int, int]) -> None:
        """Draw one outline.

        Args:
            painter: Painting in screen pixels.
            edges: Of the box, on whole pixels.
            look: From ``look``.
            view_wh: Beyond it nothing is drawn.
        """
        thick = look.thickness
        half = thick // 2
        left, top = edges[0] - half, edges[1] - half
        right, bottom = edges[2] - half + thick, edges[3] - half + thick
        if right - left < 2 * thick + 2 or bottom - top < 2 * thick + 2:
            image = self._small_image(look, right - left, bottom - top)
            painter.drawImage(left, top, image)
        elif look.dash is None:
            self._draw_solid(painter, (left, top, right, bottom), look, view_wh)
        else:
            self._draw_dashed(painter, (left, top, right, bottom), look, view_wh)

    def _draw_solid(
        self, painter: QPainter, outer: Edges, look: Look, view_wh: tuple[int, int]
    ) -> None:
        left, top, right, bottom = outer
        thick = look.thickness
        # An edge far outside is moved to just outside: strips have an end.
        left, top = max(left, -thick), max(top, -thick)
        right, bottom = min(right, view_wh[0] + thick), min(bottom, view_wh[1] + thick)
        width, height = right - left - thick, bottom - top - thick
        if width <= 0 or height <= 0:
            return
        longest = max(view_wh) + 2 * thick
        strips = self._solid.get(look.key)
        if strips is None or strips[0] < longest:
            strips = _keep(self._solid, look.key, _solid_strips(look, longest), _MOST_LOOKS)
        length, top_strip, right_strip, bottom_strip, left_strip = strips
        draw = painter.drawImage
        draw(left, top, top_strip, 0, 0, width, thick)
        draw(right - thick, top, right_strip, 0, 0, thick, height)
        draw(left + thick, bottom - thick, bottom_strip, length - width, 0, width, thick)
        draw(left, top + thick, left_strip, 0, length - height, thick, height)

    def _draw_dashed(
        self, painter: QPainter, outer: Edges, look: Look, view_wh: tuple[int, int]
    ) -> None:
        left, top, right, bottom = outer
        thick = look.thickness
        start, stop = max(-left, 0), min(right, view_wh[0]) - left
        if start < stop:
            flat = self._side(look, right - left, start, stop, "flat")
            painter.drawImage(left + start, top, flat)
            painter.drawImage(
                left + start, bottom - thick, self._side(look, right - left, start, stop, "bottom")
            )
        # The upright sides go between the flat ones.
        top, bottom = top + thick, bottom - thick
        start, stop = max(-top, 0), min(bottom, view_wh[1]) - top
        if start < stop:
            painter.drawImage(left, top + start, self._side(look, bottom - top, start, stop, "up"))
            painter.drawImage(
                right - thick,
                top + start,
                self._side(look, bottom - top, start, stop, "right"),
            )

    def _side(self, look: Look, length: int, start: int, stop: int, side: str) -> QImage:
        key = (look.key, length, start, stop, side)
        found = self._dashed.get(key)
        if found is None:
            words = (
                _flat_side(look, length, start, stop)
                if side in ("flat", "bottom")
                else _upright_side(look, length, start, stop)
            )
            if side == "bottom":
                words = words[::-1]
            elif side == "right":
                words = words[:, ::-1]
            found = _keep(self._dashed, key, _image(words), _MOST_DASHED)
        return found

    def _small_image(self, look: Look, width: int, height: int) -> QImage:
        key = (look.key, width, height)
        found = self._small.get(key)
        if found is None:
            found = _keep(self._small, key, _image(_whole(look, width, height)), _MOST_SMALL)
        return found


def _solid_strips(look: Look, at_least: int) -> tuple[int, QImage, QImage, QImage, QImage]:
    length = max(at_least, _LENGTH_PX)
    depth = np.arange(look.thickness)
    top = look.dashed[np.minimum(depth[:, None], np.arange(length)[None, :])]
    upright = top.T
    return (
        length,
        _image(top),
        _image(upright[:, ::-1]),
        _image(top[::-1, ::-1]),
        _image(upright[::-1]),
    )


def _flat_side(look: Look, length: int, start: int, stop: int) -> Words:
    """Return the top side of a dashed outline with both corners, from ``start`` to ``stop``."""
    thick = look.thickness
    first = (thick - look.line_px) // 2
    inner = thick - first
    at = np.arange(start, stop)
    from_end = np.minimum(at, length - 1 - at)
    depth = np.minimum(np.arange(thick)[:, None], from_end[None, :])
    words = look.profile[depth]
    is_on = _is_dash(at - first, length - 2 * first, look.dash)
    is_on &= from_end >= first
    words[first:inner, is_on] = look.dashed[first:inner, None]
    # Below the corner of the dashed line begins the first dash of the upright side.
    corner = (from_end >= first) & (from_end < inner)
    words[inner:, corner] = look.dashed[from_end[corner]][None, :]
    return words


def _upright_side(look: Look, length: int, start: int, stop: int) -> Words:
    """Return the left side of a dashed outline between its flat sides."""
    thick = look.thickness
    first = (thick - look.line_px) // 2
    at = np.arange(start, stop)
    # The dashed line goes as far into the flat sides as its casing is wide.
    is_on = _is_dash(at + first, length + 2 * first, look.dash)
    words = np.broadcast_to(look.profile, (len(at), thick)).copy()
    words[is_on, first : thick - first] = look.dashed[first : thick - first]
    return words


def _is_dash(
    at: npt.NDArray[np.int64], length: int, dash: tuple[float, float] | None
) -> npt.NDArray[np.bool_]:
    """Return which pixels of a line of ``length`` lie on a dash; as ``overlay.dash_spans``."""
    if dash is None:
        return np.ones(len(at), np.bool_)
    on, off = dash
    gaps = max(round((length - on) / (on + off)), 0)
    if gaps == 0:
        return np.ones(len(at), np.bool_)
    period = (length - on) / gaps
    is_on: npt.NDArray[np.bool_] = (at + 0.5) % period < on
    return is_on


def _whole(look: Look, width: int, height: int) -> Words:
    """Return the outline of a box too small for strips; its sides may touch."""
    x, y = np.arange(width), np.arange(height)
    depth_x = np.minimum(x, x[::-1])
    depth_y = np.minimum(y, y[::-1])
    depth = np.minimum(depth_y[:, None], depth_x[None, :])
    words = np.zeros((height, width), np.uint32)
    inside = depth < look.thickness
    # The middle of a box smaller than its outline is all outline.
    words[inside] = look.dashed[depth[inside]]
    return words


def _words(colours: npt.NDArray[np.float64]) -> Words:
    """Return premultiplied BGRA as the 32-bit words that Qt has."""
    rounded = np.rint(colours).astype(np.uint8)
    words: Words = np.ascontiguousarray(rounded).view(np.uint32)[:, 0]
    return words


def _image(words: Words) -> QImage:
    pixels = np.ascontiguousarray(words)
    return translucent(pixels.view(np.uint8).reshape(*pixels.shape, 4))


def _keep(cache: dict[_Key, _Value], key: _Key, value: _Value, most: int) -> _Value:
    """Put a value into a cache, and the oldest out where there are too many."""
    cache[key] = value
    if len(cache) > most:
        del cache[next(iter(cache))]
    return value
