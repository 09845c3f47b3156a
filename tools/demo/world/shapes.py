"""Distances to outlines, and edges as tools leave them. All lengths are in mm.

A distance is positive inside and negative outside; the smaller of two is what both share, the larger what
either has.
"""

from __future__ import annotations

import numpy as np

from tools.demo.world.arrays import Plane, plane

SQRT3 = float(np.sqrt(3))
OUTSIDE = np.float32(-1)
"""The height where a part is not."""


def hexagon(x: Plane, y: Plane, apothem: float) -> Plane:
    """Return the distance to a hexagon with two sides across y (apothem: half the width across flats)."""
    across = np.maximum(np.abs(x) * np.float32(SQRT3 / 2) + np.abs(y) * np.float32(0.5), np.abs(y))
    return plane(np.float32(apothem) - across)


def disc(x: Plane, y: Plane, radius: float, cx: float = 0.0, cy: float = 0.0) -> Plane:
    """Return the distance to a disc around cx, cy."""
    return plane(np.float32(radius) - np.hypot(x - np.float32(cx), y - np.float32(cy)))


def ring(radius: Plane, inner: float, outer: float) -> Plane:
    """Return the distance to a ring.

    Args:
        radius: Distance of each point from the middle.
        inner: The ring's smaller radius.
        outer: Its larger one.
    """
    return plane(np.minimum(np.float32(outer) - radius, radius - np.float32(inner)))


def plate(inside: Plane, height: float, edge: float) -> Plane:
    """Return the heights of a plate whose upper edge is rounded.

    Args:
        inside: Distance to its outline, positive inside.
        height: Of the plate.
        edge: Radius of the rounding.
    """
    share = np.clip(inside / np.float32(edge), 0, 1)
    top = np.float32(height - edge) + np.float32(edge) * np.sqrt(1 - (1 - share) ** 2)
    return plane(np.where(inside > 0, top, OUTSIDE))


def lying_cylinder(across: Plane, radius: Plane | float, axis: Plane | float) -> Plane:
    """Return the heights of a cylinder seen from above.

    Args:
        across: Distance from its axis, in the plane.
        radius: Of the cylinder, where it may change along the axis.
        axis: Height of the axis.
    """
    left = np.square(radius) - np.square(across)
    return plane(np.where(left > 0, axis + np.sqrt(np.maximum(left, 0)), OUTSIDE))


def ball(x: Plane, y: Plane, radius: float, cx: float, cy: float, middle: float) -> Plane:
    """Return the heights of a ball's upper half."""
    return lying_cylinder(np.hypot(x - np.float32(cx), y - np.float32(cy)), radius, middle)
