"""Where label chips go: the first free place beside their box, or nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

Rect = tuple[float, float, float, float]

_SMALL_BOX_PX = 40.0
# Rounding to whole pixels may let neighbours touch; this much overlap is none.
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
    x0, y0, x1, y1 = bounds
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
    # Chips are all of one height, so cells about as large keep the lists short.
    cell = max((request.height for request in requests), default=1.0) * 2.0
    chips, boxes = _Grid(cell), _Grid(cell)
    largest = max((request.width * request.height for request in requests), default=0.0)
    for request in requests:
        if _area(request.anchor.bounds) < largest:
            boxes.add(request.anchor.bounds)
    placed: list[Rect | None] = []
    for request in requests:
        first: Rect | None = None
        found: Rect | None = None
        area = request.width * request.height
        for rect in _candidates(request, size_wh, scale):
            first = first or rect
            if not chips.meets(rect) and not boxes.meets(rect, smaller_than=area):
                found = rect
                break
        if found is None and request.forced:
            found = first
        if found is not None:
            chips.add(found)
        placed.append(found)
    return placed


def _candidates(request: Request, size_wh: tuple[int, int], scale: float) -> Iterator[Rect]:
    """Yield the places that lie wholly in the picture, best first."""
    picture_w, picture_h = size_wh
    anchor, width, height, forced = request
    last_x, last_y = picture_w - width, picture_h - height
    if last_x < 0 or last_y < 0:
        return

    def at(x: float, y: float) -> Rect:
        return (x, y, x + width, y + height)

    def held(value: float, last: float) -> float:
        return min(max(value, 0.0), last)

    bounds = anchor.bounds
    is_small = bounds[3] - bounds[1] < _SMALL_BOX_PX * scale
    right = at(anchor.right[0], held(anchor.right[1], last_y))
    has_right = right[0] <= last_x
    if is_small and has_right:
        yield right
    above = anchor.above[1] - height
    if above >= 0:
        yield at(held(anchor.above[0], last_x), above)
    if anchor.below[1] <= last_y:
        yield at(held(anchor.below[0], last_x), anchor.below[1])
    inside = at(held(anchor.inside[0], last_x), held(anchor.inside[1], last_y))
    if not is_small:
        yield inside
        if has_right:
            yield right
    if forced:
        yield inside


def _area(rect: Rect) -> float:
    return (rect[2] - rect[0]) * (rect[3] - rect[1])


class _Grid:
    """Rectangles by the cells they touch, so that a question looks at neighbours only."""

    def __init__(self, cell_px: float) -> None:
        self._cell_px = cell_px
        self._cells: dict[tuple[int, int], list[Rect]] = {}

    def add(self, rect: Rect) -> None:
        for cell in self._touched(rect):
            self._cells.setdefault(cell, []).append(rect)

    def meets(self, rect: Rect, *, smaller_than: float | None = None) -> bool:
        """Return whether ``rect`` overlaps one of the rectangles (with less than some area)."""
        x0, y0, x1, y1 = rect
        x0, y0, x1, y1 = x0 + _SLACK_PX, y0 + _SLACK_PX, x1 - _SLACK_PX, y1 - _SLACK_PX
        for cell in self._touched(rect):
            for other in self._cells.get(cell, ()):
                if (
                    other[0] < x1
                    and x0 < other[2]
                    and other[1] < y1
                    and y0 < other[3]
                    and (smaller_than is None or _area(other) < smaller_than)
                ):
                    return True
        return False

    def _touched(self, rect: Rect) -> list[tuple[int, int]]:
        size = self._cell_px
        columns = range(int(rect[0] // size), int(rect[2] // size) + 1)
        rows = range(int(rect[1] // size), int(rect[3] // size) + 1)
        return [(column, row) for column in columns for row in rows]
