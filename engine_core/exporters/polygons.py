"""Masks as polygons, for the formats that know no pixels.

Points are the centres of the outermost pixels of the object (``x + 0.5``). Whoever cuts them down to
whole pixels and fills the polygon with its border, as trainers do with ``cv2.fillPoly``, gets the same
pixels back. Holes are filled: the formats have none.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from engine_core.detections import InstanceMask

# Where a bridge arrives is a matter of looks: all pairs of two long outlines would take gigabytes.
_ARRIVALS = 64

Polygon = npt.NDArray[np.float32]


def outlines(mask: InstanceMask) -> list[Polygon]:
    """Return the outline of each connected part, largest first, ``(n, 2)`` in source pixels.

    Parts of one or two pixels repeat points until there are three, the least that readers accept.
    """
    contours, _ = cv2.findContours(
        mask.pixels.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    offset = np.asarray(mask.origin_xy, np.float32) + np.float32(0.5)
    polygons = [contour.reshape(-1, 2).astype(np.float32) + offset for contour in contours]
    polygons.sort(key=_extent, reverse=True)
    return [polygon[np.arange(max(3, len(polygon))) % len(polygon)] for polygon in polygons]


def joined(polygons: list[Polygon]) -> Polygon:
    """Join several parts into the one polygon that a YOLO row holds.

    Each part is inserted where it lies near to what is joined already, over a bridge that goes there
    and back on the same line and so encloses nothing.
    """
    whole = polygons[0]
    for part in polygons[1:]:
        leave, arrive = _nearest(whole, part)
        around = np.concatenate([part[arrive:], part[: arrive + 1]])
        whole = np.concatenate([whole[: leave + 1], around, whole[leave:]])
    return whole


def fill(polygon: Polygon, size_wh: tuple[int, int]) -> InstanceMask:
    """Return the pixels of a polygon, its border included: the inverse of ``outlines``."""
    whole = np.clip(np.floor(polygon), 0, np.asarray(size_wh) - 1).astype(np.int32)
    low, high = whole.min(axis=0), whole.max(axis=0)
    pixels = np.zeros((high - low + 1)[::-1], np.uint8)
    cv2.fillPoly(pixels, [whole - low], 1)
    return InstanceMask(pixels.astype(np.bool_), (int(low[0]), int(low[1])))


def _extent(polygon: Polygon) -> float:
    size = polygon.max(axis=0) - polygon.min(axis=0) + 1
    return float(size[0] * size[1])


def _nearest(whole: Polygon, part: Polygon) -> tuple[int, int]:
    """Return which two points lie nearest, looking at some dozens of the part's only."""
    step = -(-len(part) // _ARRIVALS)
    squared = ((whole[:, None] - part[None, ::step]) ** 2).sum(axis=2)
    leave, arrive = np.unravel_index(int(squared.argmin()), squared.shape)
    return int(leave), int(arrive) * step
