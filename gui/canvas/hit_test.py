"""Which detection lies under the pointer: pure functions, in source pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine_core.detections import Detections


def stack_at(detections: Detections, point: tuple[float, float], slack: float = 0.0) -> list[int]:
    """Return the rows whose box holds a point, smallest box first; of equals the more confident one.

    Args:
        detections: In source pixels.
        point: In source pixels.
        slack: How far beside a box still counts, in source pixels: outlines have a width, and the
            smallest boxes must be hit too.
    """
    if not len(detections):
        return []
    x, y = point
    x0, y0, x1, y1 = detections.xyxy.T
    holds = (x0 - slack <= x) & (x <= x1 + slack) & (y0 - slack <= y) & (y <= y1 + slack)
    areas = (x1 - x0) * (y1 - y0)
    if detections.corners is not None:
        corners = detections.corners.astype(np.float64)
        holds = _distance_inside(corners, point) >= -slack
        areas = _polygon_areas(corners)
    rows = np.flatnonzero(holds)
    order = np.lexsort((-detections.confidence[rows], areas[rows]))
    found: list[int] = rows[order].tolist()
    return found


def pick(
    stack: Sequence[int], current: int | None, *, is_repeated: bool, backwards: bool = False
) -> int | None:
    """Return which row of a stack a click selects.

    The first click takes the smallest box (the largest when going backwards); a click repeated at the
    same place goes on to the next one from ``current``, round and round.

    Args:
        stack: From ``stack_at``.
        current: The row selected now.
        is_repeated: Whether the click before was at the same place.
        backwards: Go through the stack the other way.
    """
    if not stack:
        return None
    if is_repeated and current in stack:
        step = -1 if backwards else 1
        return stack[(stack.index(current) + step) % len(stack)]
    return stack[-1 if backwards else 0]


def _distance_inside(
    corners: npt.NDArray[np.float64], point: tuple[float, float]
) -> npt.NDArray[np.float64]:
    """Return how far inside each convex outline a point lies, negative outside, ``(n,)``."""
    edges = np.roll(corners, -1, axis=1) - corners
    to_point = np.asarray(point) - corners
    crosses = edges[..., 0] * to_point[..., 1] - edges[..., 1] * to_point[..., 0]
    lengths = np.maximum(np.hypot(edges[..., 0], edges[..., 1]), 1e-9)
    # Corners run either way round the box; inside is the side on which the box lies.
    turn = np.where(_signed_areas(corners) < 0, -1.0, 1.0)
    inside: npt.NDArray[np.float64] = (crosses / lengths * turn[:, None]).min(axis=1)
    return inside


def _polygon_areas(corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    areas: npt.NDArray[np.float64] = np.abs(_signed_areas(corners))
    return areas


def _signed_areas(corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    x, y = corners[..., 0], corners[..., 1]
    next_x, next_y = np.roll(x, -1, axis=1), np.roll(y, -1, axis=1)
    areas: npt.NDArray[np.float64] = (x * next_y - next_x * y).sum(axis=1) / 2
    return areas
