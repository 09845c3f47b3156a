"""Average precision as COCO defines it, for whole sets at once; quick enough to look often while training.

The final word is pycocotools' (:mod:`tools.demo.evaluate`); a test holds this one to the same numbers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from tools.demo.detector.geometry import areas, intersections, overlaps
from tools.demo.detector.network import Raw, boxes_of, cells

THRESHOLDS = tuple(0.5 + 0.05 * step for step in range(10))


class Found(NamedTuple):
    """Detections of a batch, most confident first, padded with score 0.

    Attributes:
        boxes: (pictures, most, 4) x1, y1, x2, y2 in pixels of the input.
        scores: (pictures, most).
        classes: (pictures, most) int64.
        cells: (pictures, most) int64, which cell it comes from.
    """

    boxes: Tensor
    scores: Tensor
    classes: Tensor
    cells: Tensor


class Precision(NamedTuple):
    """Means over the classes that there are parts of."""

    at_half: float
    """Average precision at IoU 0.5."""
    mean: float
    """Mean average precision at IoU 0.5, 0.55 … 0.95."""


@torch.no_grad()
def detect(raw: Raw, *, overlap: float = 0.6, candidates: int = 512, most: int = 100) -> Found:
    """Decode, and remove what overlaps a more confident detection of its class.

    Args:
        raw: Of a batch.
        overlap: Largest IoU of two detections of one class.
        candidates: Most confident cells that are looked at.
        most: Detections kept of each picture.
    """
    height, width = (4 * side for side in raw.prototypes.shape[2:])
    centres, strides = cells((height, width), raw.classes.device)
    boxes = boxes_of(raw.sides, centres, strides)
    best, classes = raw.classes.float().sigmoid().max(2)
    scores, where = best.topk(min(candidates, best.shape[1]), 1)
    classes = classes.gather(1, where)
    boxes = boxes.gather(1, where[..., None].expand(-1, -1, 4))
    kept = unsuppressed(boxes, classes, overlap)
    scores, order = torch.where(kept, scores, 0.0).topk(min(most, scores.shape[1]), 1)
    return Found(
        boxes=boxes.gather(1, order[..., None].expand(-1, -1, 4)),
        scores=scores,
        classes=classes.gather(1, order),
        cells=where.gather(1, order),
    )


def unsuppressed(boxes: Tensor, classes: Tensor, overlap: float) -> Tensor:
    """Return (pictures, n) bool: what greedy suppression leaves of boxes in falling order of score.

    Source: Zheng et al., "Enhancing Geometric Factors in Model Learning and Inference", 2020, algorithm 1:
    repeating "a box goes if one that is kept covers it" settles on the greedy answer.
    """
    same = classes[:, :, None] == classes[:, None]
    covers = (overlaps(boxes[:, :, None], boxes[:, None]) > overlap) & same
    covers = covers.triu(1)
    kept = torch.ones_like(classes, dtype=torch.bool)
    for _ in range(boxes.shape[1]):
        again = ~(covers & kept[:, :, None]).any(1)
        if torch.equal(again, kept):
            break
        kept = again
    return kept


@torch.no_grad()
def match(
    found: Found, part_boxes: Tensor, part_classes: Tensor, hardly_seen: Tensor
) -> tuple[Tensor, Tensor]:
    """Match detections with parts at each of :data:`THRESHOLDS`, as COCO does.

    In falling order of score each takes the part of its class that it overlaps most and that none has
    taken yet. One that takes none, but lies in a hardly seen one, does not count.

    Returns:
        (thresholds, pictures, most) bool: right, and to be left out.
    """
    device = found.boxes.device
    thresholds = torch.tensor(THRESHOLDS, device=device)[:, None, None]
    same = found.classes[:, :, None] == part_classes[:, None]
    # From here on a row is a detection and a column a part.
    boxes = found.boxes[:, :, None]
    overlap = overlaps(boxes, part_boxes[:, None]) * (same & ~hardly_seen[:, None])
    within = intersections(boxes, part_boxes[:, None]) / areas(boxes).clamp(min=1e-6)
    within = (within * (same & hardly_seen[:, None])).amax(2)
    free = torch.ones(len(THRESHOLDS), *part_classes.shape, dtype=torch.bool, device=device)
    right = []
    for row in range(found.scores.shape[1]):
        open_overlap = overlap[None, :, row] * free
        best, part = open_overlap.max(2, keepdim=True)
        hit = best >= thresholds - 1e-6
        free = free & ~torch.zeros_like(free).scatter_(2, part, hit)
        right.append(hit[..., 0])
    is_right = torch.stack(right, 2)
    left_out = ~is_right & (within[None] >= thresholds - 1e-6)
    return is_right, left_out


class Judge:
    """Gathers matches batch by batch."""

    def __init__(self, class_count: int) -> None:
        self._class_count = class_count
        self._rows: list[tuple[npt.NDArray[np.float32], npt.NDArray[np.int64], Flags, Flags]] = []
        self._parts = np.zeros(class_count, np.int64)

    def add(
        self, found: Found, part_boxes: Tensor, part_classes: Tensor, hardly_seen: Tensor
    ) -> None:
        """Add the detections and the ground truth of a batch, shapes as in :func:`match`."""
        right, left_out = match(found, part_boxes, part_classes, hardly_seen)
        used = (found.scores > 0).cpu().numpy()
        self._rows.append(
            (
                found.scores.cpu().numpy()[used],
                found.classes.cpu().numpy()[used],
                right.cpu().numpy()[:, used],
                left_out.cpu().numpy()[:, used],
            )
        )
        counted = part_classes[(part_classes >= 0) & ~hardly_seen].cpu().numpy()
        self._parts += np.bincount(counted, minlength=self._class_count)

    def precision(self) -> Precision:
        """Return the means; 0 where there is no part at all."""
        scores = np.concatenate([row[0] for row in self._rows])
        classes = np.concatenate([row[1] for row in self._rows])
        right = np.concatenate([row[2] for row in self._rows], 1)
        left_out = np.concatenate([row[3] for row in self._rows], 1)
        order = np.argsort(-scores, kind="stable")
        classes, right, left_out = classes[order], right[:, order], left_out[:, order]
        table = [
            [
                average_precision(right[level][mine & ~left_out[level]], int(parts))
                for level in range(len(THRESHOLDS))
            ]
            for class_id, parts in enumerate(self._parts)
            if parts and (mine := classes == class_id) is not None
        ]
        if not table:
            return Precision(0.0, 0.0)
        per_level = np.asarray(table).mean(0)
        return Precision(float(per_level[0]), float(per_level.mean()))


Flags = npt.NDArray[np.bool_]


def average_precision(right: Flags, parts: int) -> float:
    """Return the mean of the best precision at or beyond 101 recalls from 0 to 1.

    Args:
        right: Of detections in falling order of score.
        parts: How many there were to find, at least 1.
    """
    hits = np.cumsum(right)
    recall = hits / parts
    precision = hits / np.arange(1, len(right) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    places = np.searchsorted(recall, np.linspace(0, 1, 101), side="left")
    reached = places < len(right)
    return (
        float(np.where(reached, precision[np.minimum(places, len(right) - 1)], 0).mean())
        if (len(right))
        else 0.0
    )
