"""Where label chips go: the first free place beside their box, or nowhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

Rect = tuple[float, float, float, float]

_SMALL_BOX_PX = 40.0
# Neighbours may share an edge, whatever rounding made of it.
_SLACK_PX = 0.01


class Anchor(NamedTuple):
    """Where the chip of one box would like to be, in source pixels.

    Attributes:
        bounds: Outer edges of the box, its outline included.
        above, below: Point over which, under which the chip begins.
        inside: Top left corner of the chip inside the box.
        right: Point to the right of which the chip's top left corner goes.
    """

    bounds: Rect
    above: tuple[float, float]
    below: tuple[float, float]
    inside: tuple[float, float]
    right: tuple[float, float]


class Request(NamedTuple):
    """One chip that wants a place, in source pixels.

    Attributes:
        anchor: Of the box that the chip names.
        width, height: Of the chip.
        forced: Shown even where no place is free.
    """

    anchor: Anchor
    width: float
    height: float
    forced: bool


def upright(bounds: Rect) -> Anchor:
    """Return the anchor of an upright box: chips are flush with its left and top edges."""
    x0, y0, x1, y1 = bounds
    return Anchor(bounds, above=(x0, y0), below=(x0, y1), inside=(x0, y0), right=(x1, y0))


def rotated(
    bounds: Rect, corners: Sequence[tuple[float, float]], chip_wh: tuple[float, float]
) -> Anchor:
    """Return the anchor of a rotated box: chips lie at its corners, since its edges slope away.

    Of two corners about equally high the left one is taken, so a box that hardly turns is treated
    like an upright one.
    """
    width, height = chip_wh
    _, y0, x1, y1 = bounds
    top = min(y for _, y in corners) + height / 2
    bottom = max(y for _, y in corners) - height / 2
    rightmost = max(x for x, _ in corners) - height / 2
    middle_x = sum(x for x, _ in corners) / len(corners)
    middle_y = sum(y for _, y in corners) / len(corners)
    return Anchor(
        bounds,
        above=(min(x for x, y in corners if y <= top), y0),
        below=(min(x for x, y in corners if y >= bottom), y1),
        inside=(middle_x - width / 2, middle_y - height / 2),
        right=(x1, min(y for x, y in corners if x >= rightmost) - height / 2),
    )


def place(requests: Sequence[Request], size_wh: tuple[int, int], scale: float) -> list[Rect | None]:
    """Find a place for each chip, earlier requests first; None for those that stay hidden.

    Tried in turn: above left, below left, inside top left, right of the box; a box under 40 logical
    pixels high is tried right at once and never inside, where the chip would hide it. A place is free
    if the chip, moved along the box's edge into the picture, lies wholly in the picture, touches no
    earlier chip and covers no box smaller than itself.

    Args:
        requests: Most important first.
        size_wh: Size of the picture.
        scale: Source pixels per logical pixel.
    """
    # Cells about as wide as a chip: few to visit, few neighbours in each.
    cell = max((request.height for request in requests), default=1.0) * 5.0
    chips, boxes = _Grid(cell), _Grid(cell)
    largest = max((request.width * request.height for request in requests), default=0.0)
    for request in requests:
        x0, y0, x1, y1 = request.anchor.bounds
        area = (x1 - x0) * (y1 - y0)
        if area < largest:
            boxes.add(request.anchor.bounds, area)
    placed: list[Rect | None] = []
    for request in requests:
        area = request.width * request.height
        candidates = _candidates(request, size_wh, scale)
        found = None
        for rect in candidates:
            if not chips.meets(rect) and not boxes.meets(rect, area):
                found = rect
                break
        if found is None and request.forced and candidates:
            found = candidates[0]
        if found is not None:
            chips.add(found)
        placed.append(found)
    return placed


def _candidates(request: Request, size_wh: tuple[int, int], scale: float) -> list[Rect]:
    """Return the places that lie wholly in the picture, best first."""
    anchor, width, height, forced = request
    last_x, last_y = size_wh[0] - width, size_wh[1] - height
    if last_x < 0 or last_y < 0:
        return []
    corners: list[tuple[float, float]] = []
    x, y = anchor.right
    right = (x, min(max(y, 0.0), last_y))
    x, y = anchor.inside
    inside = (min(max(x, 0.0), last_x), min(max(y, 0.0), last_y))
    is_small = anchor.bounds[3] - anchor.bounds[1] < _SMALL_BOX_PX * scale
    if is_small and right[0] <= last_x:
        corners.append(right)
    x, y = anchor.above
    if y >= height:
        corners.append((min(max(x, 0.0), last_x), y - height))
    x, y = anchor.below
    if y <= last_y:
        corners.append((min(max(x, 0.0), last_x), y))
    if not is_small:
        corners.append(inside)
        if right[0] <= last_x:
            corners.append(right)
    if forced and not corners:
        corners.append(inside)
    return [(x, y, x + width, y + height) for x, y in corners]


class _Grid:
    """Rectangles by the cells they touch, so that a question looks at neighbours only.

    All of them lie in the picture: no coordinate is negative.
    """

    def __init__(self, cell_px: float) -> None:
        self._per_px = 1.0 / cell_px
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float, float]]] = {}

    def add(self, rect: Rect, area: float = 0.0) -> None:
        per_px = self._per_px
        for column in range(int(rect[0] * per_px), int(rect[2] * per_px) + 1):
            for row in range(int(rect[1] * per_px), int(rect[3] * per_px) + 1):
                self._cells.setdefault((column, row), []).append((*rect, area))

    def meets(self, rect: Rect, larger_than: float = math.inf) -> bool:
        """Return whether ``rect`` overlaps a rectangle whose area is less than ``larger_than``."""
        per_px, cells = self._per_px, self._cells
        x0, y0 = rect[0] + _SLACK_PX, rect[1] + _SLACK_PX
        x1, y1 = rect[2] - _SLACK_PX, rect[3] - _SLACK_PX
        rows = range(int(y0 * per_px), int(y1 * per_px) + 1)
        for column in range(int(x0 * per_px), int(x1 * per_px) + 1):
            for row in rows:
                for left, top, right, bottom, area in cells.get((column, row), ()):
                    if left < x1 and x0 < right and top < y1 and y0 < bottom and area < larger_than:
                        return True
        return False
