"""What the values of real outputs say of boxes and scores, and the box layouts between which they choose.

The tests are those that hold for every trained network whatever is on the picture: they look at all
boxes, not only at confident ones, wherever a head gives a box for every place.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.boxes import FloatArray

_LARGEST_FRACTION = 1.5
_LARGEST_DENORMAL = 1e-30


class BoxLayout(Enum):
    """What the four numbers of a box are."""

    XYXY = "x0 y0 x1 y1"
    YXYX = "y0 x0 y1 x1"
    CXCYWH = "centre and size"
    XYWH = "top-left corner and size"


def to_xyxy(boxes: FloatArray, layout: BoxLayout) -> FloatArray:
    """Return ``(n, 4)`` boxes as corners, in the unit that they have."""
    first, second = boxes[:, :2], boxes[:, 2:4]
    with np.errstate(all="ignore"):
        if layout is BoxLayout.YXYX:
            return np.concatenate([first[:, ::-1], second[:, ::-1]], axis=1)
        if layout is BoxLayout.CXCYWH:
            half = second * np.float32(0.5)
            return np.concatenate([first - half, first + half], axis=1)
        if layout is BoxLayout.XYWH:
            return np.concatenate([first, first + second], axis=1)
    return boxes[:, :4]


def to_pixels(boxes: FloatArray, input_wh: tuple[int, int]) -> FloatArray:
    """Return corners given as fractions of the input in its pixels."""
    w, h = input_wh
    return boxes * np.asarray([w, h, w, h], np.float32)


def finite_rows(table: FloatArray) -> FloatArray:
    """Return the rows without infinities and NaN, which half precision makes of large sizes."""
    return table[np.isfinite(table).all(axis=1)]


def are_fractions(boxes: FloatArray) -> bool:
    """Whether boxes are fractions of the input: in pixels, no network keeps all within one and a half.

    NVIDIA's own samples draw the line at 2.
    """
    return bool(boxes.size) and float(np.percentile(np.abs(boxes), 99)) <= _LARGEST_FRACTION


def settled_layout(boxes: FloatArray) -> BoxLayout | None:
    """Tell corners from centre and size by the boxes of *all* places; None where neither fits.

    Corners never run backwards. Of centre and size most do, read as corners: an object right of its
    own width does.
    """
    ordered = (boxes[:, 2] >= boxes[:, 0]) & (boxes[:, 3] >= boxes[:, 1])
    if float(ordered.mean()) >= 0.9:
        return BoxLayout.XYXY
    if float((boxes[:, 2:4] >= 0).all(axis=1).mean()) >= 0.98:
        return BoxLayout.CXCYWH
    return None


def sums_to_one(rows: FloatArray) -> bool:
    """Whether the numbers of (nearly) each row are the shares of a softmax."""
    if rows.shape[1] < 2 or len(rows) == 0:
        return False
    deviation = np.abs(rows.sum(axis=1, dtype=np.float64) - 1)
    return float(np.percentile(deviation, 95)) <= 0.02


def logit(probability: float) -> float:
    """Return the inverse of the sigmoid, finite at 0 and 1."""
    clipped = min(max(probability, 1e-7), 1 - 1e-7)
    return float(np.log(clipped / (1 - clipped)))


def read_count(array: npt.NDArray[Any], most: int) -> int:
    """Return how many rows of the first picture are valid.

    Some engines declare the count as a float although its bits are those of an integer; read as a
    float it is then a denormal number.
    """
    if array.size == 0:
        return 0
    value = array.reshape(-1)[:1]
    if value.dtype == np.float32 and 0 < abs(float(value[0])) < _LARGEST_DENORMAL:
        value = value.view(np.int32)
    number = float(value[0])
    return int(min(max(number, 0), most)) if np.isfinite(number) else 0
