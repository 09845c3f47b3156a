"""Heads with anchors, written cell by cell as Darknet's and YOLOv5's own code reads them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import assume

from engine_core.decoders.anchors import AnchorSet, Growth
from tests.engine_core.decoders.distance_maps import grid
from tests.engine_core.decoders.scenes import Scene
from tests.engine_core.decoders.signatures import Outputs

Floats = npt.NDArray[np.float32]

Heads = dict[int, Floats]
"""Stride to ``(anchors, rows, columns, 5 + classes)``."""


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _numbers(
    xyxy: Floats, anchors: AnchorSet, level: int, anchor: int, cell: tuple[int, int]
) -> list[float] | None:
    """Return the four numbers that this anchor says of a box from this cell; None where it cannot."""
    stride, sizes = anchors.anchors[level]
    scale = anchors.scale_xy[level]
    centre, size = (xyxy[:2] + xyxy[2:]) / 2, xyxy[2:] - xyxy[:2]
    values = []
    for axis in (0, 1):
        share = (centre[axis] / stride - cell[axis] + (scale - 1) / 2) / scale
        if not 1e-6 < share < 1 - 1e-6:
            return None
        values.append(_logit(share))
    for axis in (0, 1):
        ratio = float(size[axis] / sizes[anchor][axis])
        if anchors.growth is Growth.EXPONENTIAL:
            values.append(float(np.log(ratio)))
        elif 0.001 < ratio < 3.99:
            values.append(_logit(np.sqrt(ratio) / 2))
        else:
            return None
    return values


def _background(wh: tuple[int, int], anchors: AnchorSet, classes: int) -> Heads:
    rng = np.random.default_rng(0)
    heads = {}
    for stride, sizes in anchors.anchors:
        columns, rows = grid(wh, stride)
        head = rng.normal(0, 0.5, (len(sizes), rows, columns, 5 + classes)).astype(np.float32)
        head[..., 4] -= 9
        head[..., 5:] -= 5
        heads[stride] = head
    return heads


def _write(head: Floats, numbers: list[float], score: float, class_id: int) -> None:
    """Write one box of so much confidence: certainly an object, that surely of its class."""
    head[:4] = numbers
    head[4] = 12.0
    head[5:] = -12.0
    head[5 + class_id] = _logit(score)


def encoded(wanted: Scene, anchors: AnchorSet, *, classes: int) -> Heads:
    """Return heads where each object is seen by one cell and the anchor most like it."""
    heads = _background(wanted.wh, anchors, classes)
    taken = set()
    places = [
        (level, anchor, stride, size)
        for level, (stride, sizes) in enumerate(anchors.anchors)
        for anchor, size in enumerate(sizes)
    ]
    for index, xyxy in enumerate(wanted.xyxy):
        size = xyxy[2:] - xyxy[:2]
        likeness = [float(np.abs(np.log(size / np.asarray(one[3]))).sum()) for one in places]
        for place in np.argsort(likeness):
            level, anchor, stride, _ = places[place]
            column, row = (int(v // stride) for v in (xyxy[:2] + xyxy[2:]) / 2)
            numbers = _numbers(xyxy, anchors, level, anchor, (column, row))
            if numbers is not None and (stride, anchor, row, column) not in taken:
                taken.add((stride, anchor, row, column))
                one = heads[stride][anchor, row, column]
                _write(one, numbers, float(wanted.scores[index]), int(wanted.classes[index]))
                break
        else:
            assume(False)  # no anchor is left that can say this box
    return heads


def crowd(wh: tuple[int, int], anchors: AnchorSet, *, classes: int, to_edge: bool = False) -> Heads:
    """Return heads where many cells and anchors see each of a few objects, as in trained networks.

    Objects are of the size of anchors, so that none is beyond what an anchor can say. With ``to_edge``
    they end at the right edge of the picture.
    """
    heads = _background(wh, anchors, classes)
    rng = np.random.default_rng(1)
    for number in range(6):
        level = number % len(anchors.anchors)
        size = np.asarray(anchors.anchors[level][1][1], np.float64) * rng.uniform(0.8, 1.3, 2)
        size = np.maximum(np.minimum(size, np.asarray(wh) * 0.7), 70 if to_edge else 0)
        corner = rng.uniform(0, 1, 2) * (np.asarray(wh) - size)
        if to_edge:
            corner[0] = wh[0] - size[0]
        xyxy = np.concatenate([corner, corner + size]).astype(np.float32)
        for other, (stride, sizes) in enumerate(anchors.anchors):
            columns, rows = grid(wh, stride)
            column, row = (int(v // stride) for v in (xyxy[:2] + xyxy[2:]) / 2)
            for dy, dx in ((0, 0), (0, 1), (1, 0), (0, -1), (-1, 0)):
                x, y = column + dx, row + dy
                if not (0 <= x < columns and 0 <= y < rows):
                    continue
                for anchor in range(len(sizes)):
                    numbers = _numbers(xyxy, anchors, other, anchor, (x, y))
                    if numbers is not None:
                        _write(heads[stride][anchor, y, x], numbers, 0.9, number % classes)
    return heads


def maps(heads: Heads) -> Outputs:
    """Return heads as ``(1, anchors * (5 + classes), rows, columns)``."""
    return {
        f"map{stride}": np.ascontiguousarray(
            head.transpose(0, 3, 1, 2).reshape(1, -1, *head.shape[1:3])
        )
        for stride, head in heads.items()
    }


def five_axes(heads: Heads) -> Outputs:
    """Return heads as ``(1, anchors, rows, columns, 5 + classes)``."""
    return {f"head{stride}": head[None] for stride, head in heads.items()}
