"""Which cell is to find which part.

Source: Feng et al., "TOOD: Task-aligned One-stage Object Detection", ICCV 2021, section 3.3: a cell suits a
part as ``score ** a * overlap ** b`` says; the best few of those within the part's box take it, and the score
they are to learn is that measure, scaled per part so that the best cell learns the best overlap.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from tools.demo.detector.geometry import overlaps

_LITTLE = 1e-9


class Assignment(NamedTuple):
    """What each cell is to learn.

    Attributes:
        part: (pictures, cells) int64, index of the part; 0 where there is none.
        quality: (pictures, cells) the score to learn, above 0 where a part is taken, else 0.
        judged: (pictures, cells) bool. False where a cell without a part lies in one that is hardly seen.
    """

    part: Tensor
    quality: Tensor
    judged: Tensor


@torch.no_grad()
def assign(
    scores: Tensor,
    boxes: Tensor,
    centres: Tensor,
    part_boxes: Tensor,
    part_classes: Tensor,
    hardly_seen: Tensor,
    *,
    candidates: int,
    score_power: float,
    overlap_power: float,
) -> Assignment:
    """Assign the parts of all pictures at once.

    Args:
        scores: (pictures, cells, classes) from 0 to 1.
        boxes: (pictures, cells, 4) x1, y1, x2, y2 in pixels, as found so far.
        centres: (cells, 2) in pixels.
        part_boxes: (pictures, parts, 4) pixels.
        part_classes: (pictures, parts) int64; −1 where there is no part.
        hardly_seen: (pictures, parts) bool.
        candidates: Cells that a part takes at most.
        score_power: a.
        overlap_power: b.
    """
    exists = part_classes >= 0
    wanted = exists & ~hardly_seen
    inside = _inside(centres, part_boxes)
    # (pictures, parts, cells) from here on.
    overlap = overlaps(boxes[:, None], part_boxes[:, :, None])
    index = part_classes.clamp(min=0)[:, :, None].expand(-1, -1, scores.shape[1])
    score = scores.transpose(1, 2).gather(1, index)
    suits = score.pow(score_power) * overlap.pow(overlap_power) * (inside & wanted[:, :, None])
    best, where = suits.topk(min(candidates, suits.shape[2]), 2)
    taken = torch.zeros_like(suits).scatter_(2, where, best) > 0
    # A cell that several parts claim goes to the one that it overlaps most.
    claimed = torch.where(taken, overlap, -1.0)
    part = claimed.argmax(1)
    chosen = torch.zeros_like(taken).scatter_(1, part[:, None], True)
    taken &= chosen
    suits = torch.where(taken, suits, 0.0)
    best_suit = suits.amax(2, keepdim=True)
    best_overlap = torch.where(taken, overlap, 0.0).amax(2, keepdim=True)
    quality = (suits * best_overlap / (best_suit + _LITTLE * (best_suit == 0))).amax(1)
    hidden = (inside & (exists & hardly_seen)[:, :, None]).any(1)
    return Assignment(part, quality, taken.any(1) | ~hidden)


def _inside(centres: Tensor, boxes: Tensor) -> Tensor:
    """Return (pictures, parts, cells): whether a cell's centre lies within a box."""
    x, y = centres.unbind(1)
    x1, y1, x2, y2 = (side[:, :, None] for side in boxes.unbind(2))
    return (x > x1) & (x < x2) & (y > y1) & (y < y2)
