"""What the boxes of a picture say of the reading that made them.

Where shapes allow several readings, each is tried, and boxes that behave like those of objects tell
the right one. All functions look at the most confident boxes only and are silent (None) where a
picture shows too little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine_core.boxes import FloatArray

# Above this confidence boxes are looked at, and no more of them than this.
FLOOR = 0.15
_COMPARED = 200
_FEWEST_PAIRS, _FEWEST_SIDES, _FEWEST_EDGES = 6, 20, 6
# A box counts at the picture's edge from a little within to well beyond it, in shares of its size.
_WITHIN, _BEYOND = 0.03, 0.3
_SMALLEST_PX = 64


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Boxes of one picture and where they come from.

    Attributes:
        confidence: ``(n,)``.
        class_id: ``(n,)``.
        place: Middle of each box's cell in network pixels, ``(n, 2)``.
        stride: Size of that cell, ``(n,)``.
    """

    confidence: FloatArray
    class_id: npt.NDArray[np.intp]
    place: FloatArray
    stride: FloatArray

    @property
    def top(self) -> npt.NDArray[np.intp]:
        """Rows of the most confident."""
        return np.argsort(-self.confidence, kind="stable")[:_COMPARED]

    def neighbours(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Return pairs of rows of one class from cells next to each other: mostly of one object."""
        top = self.top
        place, stride, class_id = self.place[top], self.stride[top], self.class_id[top]
        reach = 1.5 * np.maximum(stride[:, None], stride[None, :])
        near = (np.abs(place[:, None] - place[None, :]) <= reach[..., None]).all(axis=2)
        near &= class_id[:, None] == class_id[None, :]
        first, second = np.nonzero(np.triu(near, k=1))
        return top[first], top[second]


@np.errstate(all="ignore")
def agreement(seen: Seen, xyxy: FloatArray) -> float | None:
    """Return how far boxes of neighbouring cells and different anchors coincide: 1 is entirely.

    Several anchors and cells see one object. With the right formula their boxes coincide.
    """
    first, second = seen.neighbours()
    if len(first) < _FEWEST_PAIRS:
        return None
    return float(np.median(_overlap(xyxy[first], xyxy[second])))


@np.errstate(all="ignore")
def unrest(seen: Seen, xyxy: FloatArray) -> float | None:
    """Return how far sides move from cell to cell, as a share of the step between the cells.

    Neighbouring cells see one object, so its sides stay where they are: near 0 where distances are
    read rightly, near 1 where arbitrary numbers are taken for distances and boxes move along with
    their cells.
    """
    first, second = seen.neighbours()
    # Neighbours that hardly overlap are objects of a crowd.
    same = _overlap(xyxy[first], xyxy[second]) > 0.5
    first, second = first[same], second[same]
    step = np.tile(np.abs(seen.place[first] - seen.place[second]), 2)
    moved = np.abs(xyxy[first] - xyxy[second])
    shares = moved[step > 0] / step[step > 0]
    shares = shares[np.isfinite(shares)]
    return float(np.median(shares)) if shares.size >= _FEWEST_SIDES else None


@np.errstate(all="ignore")
def overshoot(seen: Seen, xyxy: FloatArray, input_wh: tuple[int, int]) -> float | None:
    """Return how far boxes at the edge of the input stand out beyond it, as a share of their size.

    Trainers cut boxes at the edge of the picture, so that networks learn to end them there: much more
    than 0 says that all boxes are read too large.
    """
    sure = xyxy[seen.confidence >= 0.4]
    size = sure[:, 2:] - sure[:, :2]
    beyond = np.concatenate(
        [-sure[:, :2] / size, (sure[:, 2:] - np.asarray(input_wh)) / size], axis=1
    )
    at_edge = (beyond > -_WITHIN) & (beyond < _BEYOND) & np.tile(size > _SMALLEST_PX, 2)
    return float(np.median(beyond[at_edge])) if at_edge.sum() >= _FEWEST_EDGES else None


def _overlap(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the intersection over union of each box with the one in the same row."""
    inner = np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2])
    shared = np.maximum(inner, 0).prod(axis=1)
    area = (a[:, 2:] - a[:, :2]).prod(axis=1) + (b[:, 2:] - b[:, :2]).prod(axis=1)
    overlap: FloatArray = np.nan_to_num(shared / (area - shared), posinf=0, neginf=0)
    return overlap
