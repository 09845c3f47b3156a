"""Overlaps of boxes, for any number of them at once."""

from __future__ import annotations

import math

import torch
from torch import Tensor

_LITTLE = 1e-7


def areas(boxes: Tensor) -> Tensor:
    """Return the areas (…) in square pixels of boxes (…, 4) x1, y1, x2, y2 in pixels."""
    return (boxes[..., 2:] - boxes[..., :2]).clamp(min=0).prod(-1)


def intersections(a: Tensor, b: Tensor) -> Tensor:
    """Return the areas (…) that boxes (…, 4) have in common, in square pixels."""
    low = torch.maximum(a[..., :2], b[..., :2])
    high = torch.minimum(a[..., 2:], b[..., 2:])
    return (high - low).clamp(min=0).prod(-1)


def overlaps(a: Tensor, b: Tensor) -> Tensor:
    """Return intersection over union (…) of boxes (…, 4); 0 where both are empty."""
    common = intersections(a, b)
    return common / (areas(a) + areas(b) - common + _LITTLE)


def complete_overlaps(a: Tensor, b: Tensor) -> Tensor:
    """Return complete IoU: IoU less the distance of the centres and the difference of the ratios.

    Source: Zheng et al., "Distance-IoU Loss", AAAI 2020, equations 7 and 10 to 12: the distance is a
    fraction of the diagonal of the box around both, and the ratio's weight is not trained.
    """
    overlap = overlaps(a, b)
    low = torch.minimum(a[..., :2], b[..., :2])
    high = torch.maximum(a[..., 2:], b[..., 2:])
    diagonal = (high - low).square().sum(-1) + _LITTLE
    apart = (a[..., :2] + a[..., 2:] - b[..., :2] - b[..., 2:]).square().sum(-1) / 4
    (aw, ah), (bw, bh) = (
        (box[..., 2:] - box[..., :2]).clamp(min=_LITTLE).unbind(-1) for box in (a, b)
    )
    ratio = (4 / math.pi**2) * (torch.atan(bw / bh) - torch.atan(aw / ah)).square()
    with torch.no_grad():
        weight = ratio / (1 - overlap + ratio + _LITTLE)
    return overlap - apart / diagonal - weight * ratio
