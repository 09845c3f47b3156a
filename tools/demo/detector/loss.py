"""What the network is punished for, for a whole batch at once and without a look at any value.

- scores: binary cross-entropy with the quality of the assignment (TOOD, Feng et al. 2021)
- boxes: 1 − complete IoU (Zheng et al. 2020)
- sides: distribution focal loss (Li et al., "Generalized Focal Loss", NeurIPS 2020, equation 6)
- masks: binary cross-entropy and Dice (Milletari et al., "V-Net", 2016) of prototypes × coefficients
  (YOLACT, Bolya et al. 2019), at random points of the part's box as in PointRend (Kirillov et al. 2020), so
  that edges are learnt at the resolution of the picture and not at that of the prototypes
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from tools.demo.detector import config
from tools.demo.detector.assign import assign
from tools.demo.detector.geometry import complete_overlaps
from tools.demo.detector.network import Raw, boxes_of, cells

_MARGIN = 0.08
"""Masks are judged a little beyond the box too, since boxes that are found are never exact."""


class Truth(NamedTuple):
    """The ground truth of a batch, padded to the same number of parts.

    Attributes:
        boxes: (pictures, parts, 4) float32 x1, y1, x2, y2 in pixels of the input.
        classes: (pictures, parts) int64; −1 where there is no part.
        hardly_seen: (pictures, parts) bool.
        ids: (pictures, height, width) uint8; n where the part n − 1 is seen, else 0.
    """

    boxes: Tensor
    classes: Tensor
    hardly_seen: Tensor
    ids: Tensor


class Losses(NamedTuple):
    """Weighted losses of a batch, each a scalar tensor."""

    boxes: Tensor
    sides: Tensor
    classes: Tensor
    masks: Tensor

    def total(self) -> Tensor:
        return self.boxes + self.sides + self.classes + self.masks


def losses(raw: Raw, truth: Truth, settings: config.Loss) -> Losses:
    """Judge what the network said of a batch.

    Args:
        raw: In any precision; everything is computed in float32.
        truth: Of the same pictures, on the same device.
        settings: Weights and sizes.
    """
    centres, strides = cells(truth.ids.shape[1:], raw.classes.device)
    logits, sides = raw.classes.float(), raw.sides.float()
    boxes = boxes_of(sides, centres, strides)
    found = assign(
        logits.sigmoid(),
        boxes,
        centres,
        truth.boxes,
        truth.classes,
        truth.hardly_seen,
        candidates=settings.candidates,
        score_power=settings.score_power,
        overlap_power=settings.overlap_power,
    )
    norm = found.quality.sum().clamp(min=1)
    class_of_cell = truth.classes.gather(1, found.part).clamp(min=0)
    wanted = torch.zeros_like(logits).scatter_(
        2, class_of_cell[..., None], found.quality[..., None]
    )
    entropy = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    classes = (entropy.sum(2) * found.judged).sum() / norm

    # No more cells than this take a part, so their number need not be known.
    most = min(logits.shape[1], settings.candidates * truth.boxes.shape[1])
    quality, cell = found.quality.topk(most, 1)
    part = found.part.gather(1, cell)
    target = _rows(truth.boxes, part)
    box = ((1 - complete_overlaps(_rows(boxes, cell), target)) * quality).sum() / norm
    chosen = sides.gather(1, cell[..., None, None].expand(-1, -1, *sides.shape[2:]))
    spread = (_focal(chosen, target, centres[cell], strides[cell]) * quality).sum() / norm
    mask = _masks(raw, truth, found.part, found.quality, settings)
    return Losses(
        boxes=settings.box * box,
        sides=settings.sides * spread,
        classes=settings.classes * classes,
        masks=settings.masks * mask,
    )


def _rows(table: Tensor, index: Tensor) -> Tensor:
    """Return the rows (pictures, n, k) of (pictures, rows, k) that ``index`` (pictures, n) names."""
    return table.gather(1, index[..., None].expand(-1, -1, table.shape[2]))


def _focal(sides: Tensor, target: Tensor, centres: Tensor, strides: Tensor) -> Tensor:
    """Return the mean over four sides of the cross-entropies with the bins on both sides of the truth."""
    bins = sides.shape[-1]
    distances = torch.cat([centres - target[..., :2], target[..., 2:] - centres], -1)
    distances = (distances / strides[..., None]).clamp(0, bins - 1 - 0.01)
    left = distances.floor()
    share = distances - left
    logs = sides.log_softmax(-1)
    lower = logs.gather(-1, left.long()[..., None])[..., 0]
    upper = logs.gather(-1, left.long()[..., None] + 1)[..., 0]
    return -(lower * (1 - share) + upper * share).mean(-1)


def _masks(
    raw: Raw, truth: Truth, part_of_cell: Tensor, quality: Tensor, settings: config.Loss
) -> Tensor:
    """Judge the masks of some of the cells with a part, drawn anew each time."""
    count, points = settings.mask_cells, settings.mask_points
    height, width = truth.ids.shape[1:]
    lots = torch.rand_like(quality) * (quality > 0)
    lot, cell = lots.topk(min(count, lots.shape[1]), 1)
    drawn = (lot > 0).float()
    part = part_of_cell.gather(1, cell)
    boxes = _rows(truth.boxes, part)
    steps = torch.arange(points, device=boxes.device) / points
    jitter = torch.rand((*part.shape, points, points, 2), device=boxes.device) / points
    places = torch.stack(torch.meshgrid(steps, steps, indexing="xy"), -1) + jitter
    places = places * (1 + 2 * _MARGIN) - _MARGIN
    corner, size = boxes[:, :, None, None, :2], (boxes[..., 2:] - boxes[..., :2])[:, :, None, None]
    xy = (corner + places * size).flatten(2, 3)
    with torch.no_grad():
        column = xy[..., 0].long().clamp(0, width - 1)
        row = xy[..., 1].long().clamp(0, height - 1)
        seen = truth.ids.flatten(1).gather(1, (row * width + column).flatten(1))
        target = (seen.view(column.shape) == part[..., None] + 1).float()
    grid = torch.stack([xy[..., 0] * (2 / width) - 1, xy[..., 1] * (2 / height) - 1], -1)
    sampled = functional.grid_sample(
        raw.prototypes.float(), grid, padding_mode="border", align_corners=False
    )
    logits = torch.einsum("bpns,bnp->bns", sampled, _rows(raw.coefficients.float(), cell))
    entropy = functional.binary_cross_entropy_with_logits(logits, target, reduction="none").mean(2)
    likely = logits.sigmoid()
    common = (likely * target).sum(2)
    dice = 1 - (2 * common + 1) / (likely.sum(2) + target.sum(2) + 1)
    return ((entropy + dice) * drawn).sum() / drawn.sum().clamp(min=1)
