"""Where label chips go: the first free place beside their box, or nowhere."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Rect = tuple[float, float, float, float]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_SMALL_BOX_PX = 40.0
# Neighbours may share an edge, whatever rounding made of it.
_SLACK_PX = 0.01
# Answers "does this chip cover that box" at a time, so that many small objects need little memory.
_PAIRS_AT_A_TIME = 1 << 18


class Anchors(NamedTuple):
    """Where the chips of n boxes would like to be, in source pixels.

    Attributes:
        bounds: Outer edges of each box, its outline included, ``(n, 4)``.
        above, below: Points over which, under which the chips begin, ``(n, 2)``.
        inside: Top left corners of the chips inside the boxes.
        right: Points to the right of which the chips' top left corners go.
    """

    bounds: Floats
    above: Floats
    below: Floats
    inside: Floats
    right: Floats


def upright(bounds: Floats) -> Anchors:
    """Return the anchors of upright boxes: chips are flush with the left and top edges."""
    top_left = bounds[:, :2]
    return Anchors(
        bounds, above=top_left, below=bounds[:, [0, 3]], inside=top_left, right=bounds[:, [2, 1]]
    )


def rotated(bounds: Floats, corners: Floats, widths: Floats, height: float) -> Anchors:
    """Return the anchors of rotated boxes: chips lie at corners, since the edges slope away.

    Of two corners about equally high the left one is taken, so a box that hardly turns is treated
    like an upright one.

    Args:
        bounds: ``(n, 4)``.
        corners: ``(n, 4, 2)``.
        widths: Of the chips, ``(n,)``.
        height: Of all chips.
    """
    x, y = corners[..., 0], corners[..., 1]
    half = height / 2
    is_top = y <= y.min(axis=1, keepdims=True) + half
    is_bottom = y >= y.max(axis=1, keepdims=True) - half
    is_rightmost = x >= x.max(axis=1, keepdims=True) - half
    above_x = np.where(is_top, x, np.inf).min(axis=1)
    below_x = np.where(is_bottom, x, np.inf).min(axis=1)
    right_y = np.where(is_rightmost, y, np.inf).min(axis=1) - half
    return Anchors(
        bounds,
        above=np.stack([above_x, bounds[:, 1]], axis=1),
        below=np.stack([below_x, bounds[:, 3]], axis=1),
        inside=np.stack([x.mean(axis=1) - widths / 2, y.mean(axis=1) - half], axis=1),
        right=np.stack([bounds[:, 2], right_y], axis=1),
    )


class Placing:
    """Chips of one picture in their places; the next ones are tried only from the first that differs.

    A moved threshold drops or adds the least important chips: all before them lie where they lay. One
    thread at a time.
    """

    def __init__(self) -> None:
        self.places: list[Rect | None] = []
        self._wishes: tuple[Floats, ...] = ()
        self._is_free = np.zeros((0, 5), np.bool_)
        self._slots: list[int] = []
        self._exists = self._is_free
        self._grid = _Grid(1.0)
        self._height = 0.0

    def place(
        self,
        anchors: Anchors,
        widths: Floats,
        height: float,
        size_wh: tuple[int, int],
        scale: float,
    ) -> int:
        """Find a place for each chip, earlier ones first; None in ``places`` for those that find none.

        Tried in turn: above left, below left, inside top left, right of the box; a box under 40 logical
        pixels high is tried right at once and never inside, where the chip would hide it. A place is
        free if the chip, moved along the box's edge into the picture, lies wholly in the picture,
        touches no earlier chip and covers no box smaller than itself.

        Args:
            anchors: Of all boxes that want a chip, most important first.
            widths: Of the chips, ``(n,)``.
            height: Of all chips.
            size_wh: Size of the picture.
            scale: Source pixels per logical pixel.

        Returns:
            How many of the first chips lie where they lay the time before.
        """
        if not len(widths):
            self.places, self._slots, self._grid = [], [], _Grid(height * 5.0)
            return 0
        x, y, exists = _candidates(anchors, widths, height, size_wh, scale)
        is_free = exists & ~_cover_smaller(x, y, exists, anchors.bounds, widths, height)
        if height != self._height:
            self.places, self._slots = [], []
            # Cells about as wide as a chip: few to visit, few neighbours in each.
            self._height, self._grid = height, _Grid(height * 5.0)
        kept = self._kept(x, y, is_free, widths)
        for rect in reversed(self.places[kept:]):
            if rect is not None:
                self._grid.remove_last(rect)
        del self.places[kept:], self._slots[kept:]
        self._wishes, self._is_free, self._exists = (x, y, widths), is_free, exists
        for width, xs, ys, free in zip(
            widths[kept:].tolist(), x[kept:].tolist(), y[kept:].tolist(), is_free[kept:].tolist(),
            strict=True,
        ):  # fmt: skip
            self._place_one(width, xs, ys, free)
        return kept

    def forced(self, index: int, size_wh: tuple[int, int]) -> Rect | None:
        """Return a place for a chip that found none, over others; None if it is larger than the picture."""
        x, y, widths = self._wishes
        width = float(widths[index])
        if width > size_wh[0] or self._height > size_wh[1]:
            return None
        real = np.flatnonzero(self._exists[index])
        slot = int(real[0]) if len(real) else _INSIDE
        left, top = float(x[index, slot]), float(y[index, slot])
        return left, top, left + width, top + self._height

    def _place_one(self, width: float, xs: list[float], ys: list[float], free: list[bool]) -> None:
        for slot, may in enumerate(free):
            if may:
                left, top = xs[slot], ys[slot]
                rect = (left, top, left + width, top + self._height)
                if not self._grid.meets(rect):
                    self._grid.add(rect)
                    self.places.append(rect)
                    self._slots.append(slot)
                    return
        self.places.append(None)
        self._slots.append(len(free))

    def _kept(self, x: Floats, y: Floats, is_free: Flags, widths: Floats) -> int:
        """Return how many of the first chips will lie where they lie."""
        count = min(len(self.places), len(widths))
        if not count:
            return 0
        old_x, old_y, old_widths = self._wishes
        differs = widths[:count] != old_widths[:count]
        differs |= ((x[:count] != old_x[:count]) | (y[:count] != old_y[:count])).any(axis=1)
        # Places after the one taken were not asked for.
        asked = np.arange(is_free.shape[1]) <= np.asarray(self._slots[:count])[:, None]
        differs |= ((is_free[:count] != self._is_free[:count]) & asked).any(axis=1)
        return int(differs.argmax()) if differs.any() else count


def overlap(one: Rect, other: Rect) -> bool:
    """Return whether two chips overlap by more than rounding."""
    return (
        one[0] + _SLACK_PX < other[2]
        and other[0] + _SLACK_PX < one[2]
        and one[1] + _SLACK_PX < other[3]
        and other[1] + _SLACK_PX < one[3]
    )


_INSIDE = 3


def _candidates(
    anchors: Anchors, widths: Floats, height: float, size_wh: tuple[int, int], scale: float
) -> tuple[Floats, Floats, Flags]:
    """Return the places of n chips, best first: x and y ``(n, 5)``, and which of them there are.

    The columns are: right of a small box, above, below, inside a box that is not small, right of it.
    """
    last_x, last_y = size_wh[0] - widths, size_wh[1] - height
    is_small = anchors.bounds[:, 3] - anchors.bounds[:, 1] < _SMALL_BOX_PX * scale
    right_x = anchors.right[:, 0]
    right_y = np.clip(anchors.right[:, 1], 0.0, max(last_y, 0.0))
    fits_right = right_x <= last_x
    # Where the chip is wider than the picture its places do not exist, whatever is computed here.
    held_x = np.maximum(last_x, 0.0)
    above_y, below_y = anchors.above[:, 1], anchors.below[:, 1]
    x = np.stack(
        [
            right_x,
            np.clip(anchors.above[:, 0], 0.0, held_x),
            np.clip(anchors.below[:, 0], 0.0, held_x),
            np.clip(anchors.inside[:, 0], 0.0, held_x),
            right_x,
        ],
        axis=1,
    )
    y = np.stack(
        [
            right_y,
            above_y - height,
            below_y,
            np.clip(anchors.inside[:, 1], 0.0, max(last_y, 0.0)),
            right_y,
        ],
        axis=1,
    )
    exists = np.stack(
        [
            is_small & fits_right,
            above_y >= height,
            below_y <= last_y,
            ~is_small,
            ~is_small & fits_right,
        ],
        axis=1,
    )
    exists &= (last_x >= 0)[:, None] & (last_y >= 0)
    return x, y, exists


def _cover_smaller(
    x: Floats, y: Floats, exists: Flags, bounds: Floats, widths: Floats, height: float
) -> Flags:
    """Return which places cover a box whose area is less than the chip's, ``(n, 5)``."""
    covers = np.zeros(x.shape, np.bool_)
    box_areas = (bounds[:, 2] - bounds[:, 0]) * (bounds[:, 3] - bounds[:, 1])
    chip_areas = widths * height
    is_small = box_areas < chip_areas.max()
    if not is_small.any():
        return covers
    x0, y0, x1, y1 = bounds[is_small].T
    areas = box_areas[is_small]
    row, slot = np.nonzero(exists)
    step = max(_PAIRS_AT_A_TIME // len(areas), 1)
    for start in range(0, len(row), step):
        rows, slots = row[start : start + step], slot[start : start + step]
        left = x[rows, slots][:, None]
        top = y[rows, slots][:, None]
        meets = x0 < left + (widths[rows] - _SLACK_PX)[:, None]
        meets &= left + _SLACK_PX < x1
        meets &= y0 < top + (height - _SLACK_PX)
        meets &= top + _SLACK_PX < y1
        meets &= areas < chip_areas[rows][:, None]
        covers[rows, slots] = meets.any(axis=1)
    return covers


class _Grid:
    """Rectangles by the cells they touch, so that a question looks at neighbours only.

    All of them lie in the picture: no coordinate is negative.
    """

    def __init__(self, cell_px: float) -> None:
        self._per_px = 1.0 / cell_px
        self._cells: dict[tuple[int, int], list[Rect]] = {}

    def add(self, rect: Rect) -> None:
        per_px = self._per_px
        for column in range(int(rect[0] * per_px), int(rect[2] * per_px) + 1):
            for row in range(int(rect[1] * per_px), int(rect[3] * per_px) + 1):
                self._cells.setdefault((column, row), []).append(rect)

    def remove_last(self, rect: Rect) -> None:
        """Remove the rectangle added last of those that are left."""
        per_px = self._per_px
        for column in range(int(rect[0] * per_px), int(rect[2] * per_px) + 1):
            for row in range(int(rect[1] * per_px), int(rect[3] * per_px) + 1):
                self._cells[(column, row)].pop()

    def meets(self, rect: Rect) -> bool:
        """Return whether ``rect`` overlaps a rectangle added before."""
        per_px, cells = self._per_px, self._cells
        x0, y0 = rect[0] + _SLACK_PX, rect[1] + _SLACK_PX
        x1, y1 = rect[2] - _SLACK_PX, rect[3] - _SLACK_PX
        rows = range(int(y0 * per_px), int(y1 * per_px) + 1)
        for column in range(int(x0 * per_px), int(x1 * per_px) + 1):
            for row in rows:
                for left, top, right, bottom in cells.get((column, row), ()):
                    if left < x1 and x0 < right and top < y1 and y0 < bottom:
                        return True
        return False
