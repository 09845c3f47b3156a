"""Changes pictures and their ground truth by chance, a whole batch at once on the device it lies on.

Turns by quarters, mirroring, scale and shift; cut-outs; brightness, contrast, saturation, hue; blur, noise.
Boxes stay exact: where a part stays whole they are moved with it, else they are read off the moved ids.
"""

from __future__ import annotations

import math
from functools import cache

import torch
from torch import Tensor
from torch.nn import functional

from tools.demo.detector import config
from tools.demo.detector.loss import Truth

_PADDING = 114 / 255
_CUT_OUTS = 3
_GREY = (0.299, 0.587, 0.114)
_CROSS = ((0.0, -1.0, 1.0), (1.0, 0.0, -1.0), (-1.0, 1.0, 0.0))


def as_pictures(rgb: Tensor) -> Tensor:
    """Return (pictures, 3, height, width) float32 from 0 to 1 of (pictures, height, width, 3) uint8."""
    return rgb.permute(0, 3, 1, 2).float() / 255


@torch.no_grad()
def augment(
    pictures: Tensor,
    truth: Truth,
    part_areas: Tensor,
    settings: config.Augmentation,
    *,
    moving: bool = True,
) -> tuple[Tensor, Truth]:
    """Change a batch by chance.

    Args:
        pictures: (pictures, 3, side, side) from 0 to 1.
        truth: Its ground truth.
        part_areas: (pictures, parts) pixels in which each part is seen.
        settings: How much of what.
        moving: Whether to scale, shift and cut out too.
    """
    turn, scale, shift = _moves(len(pictures), pictures.device, settings, moving=moving)
    back = turn.transpose(1, 2) / scale[:, None, None]
    theta = torch.cat([back, -(back @ shift[:, :, None])], 2)
    grid = functional.affine_grid(theta, list(pictures.shape), align_corners=False)
    pictures = _PADDING + functional.grid_sample(
        pictures - _PADDING, grid, padding_mode="zeros", align_corners=False
    )
    ids = functional.grid_sample(
        truth.ids[:, None].float(), grid, mode="nearest", padding_mode="zeros", align_corners=False
    )[:, 0].to(torch.uint8)
    if moving:
        pictures, ids, cut = _cut_out(pictures, ids, settings.cut_out)
    else:
        cut = torch.zeros(len(pictures), dtype=torch.bool, device=pictures.device)
    moved = _moved_truth(truth, ids, part_areas, (turn, scale, shift), cut, settings.least_left)
    return _recoloured(pictures, settings), moved


def _moves(
    count: int, device: torch.device, settings: config.Augmentation, *, moving: bool
) -> tuple[Tensor, Tensor, Tensor]:
    """Draw where points go: ``turn @ xy * scale + shift``, with xy from −1 to 1 across the picture."""
    signs = torch.randint(0, 2, (count, 2), device=device) * 2.0 - 1
    turn = torch.diag_embed(signs)
    turn = torch.where(torch.rand(count, 1, 1, device=device) < 0.5, turn, turn.flip(2))
    low, high = (math.log(one) for one in settings.scale)
    moved = (torch.rand(count, device=device) < settings.moved).float() * moving
    scale = torch.exp((low + (high - low) * torch.rand(count, device=device)) * moved)
    shift = (torch.rand(count, 2, device=device) * 2 - 1) * 2 * settings.shift * moved[:, None]
    return turn, scale, shift


def _cut_out(pictures: Tensor, ids: Tensor, fraction: float) -> tuple[Tensor, Tensor, Tensor]:
    """Cover small rectangles of some pictures with a colour; return also which pictures."""
    count, _, height, width = pictures.shape
    device = pictures.device
    cut = torch.rand(count, device=device) < fraction
    centre = torch.rand(count, _CUT_OUTS, 2, device=device)
    half = (0.01 + 0.05 * torch.rand(count, _CUT_OUTS, 2, device=device)) * cut[:, None, None]
    x = (torch.arange(width, device=device) + 0.5) / width
    y = (torch.arange(height, device=device) + 0.5) / height
    across = (x - centre[..., :1]).abs() < half[..., :1]
    down = (y - centre[..., 1:]).abs() < half[..., 1:]
    covered = (across[:, :, None] & down[..., None]).any(1)
    colour = torch.rand(count, 3, 1, 1, device=device)
    return torch.where(covered[:, None], colour, pictures), ids.masked_fill(covered, 0), cut


def _moved_truth(
    truth: Truth,
    ids: Tensor,
    part_areas: Tensor,
    moves: tuple[Tensor, Tensor, Tensor],
    cut: Tensor,
    least_left: float,
) -> Truth:
    turn, scale, shift = moves
    side = ids.shape[1]
    corners = truth.boxes.unflatten(2, (2, 2)) * (2 / side) - 1
    corners = torch.einsum("bij,bpcj->bpci", turn, corners) * scale[:, None, None, None]
    corners = (corners + shift[:, None, None] + 1) * (side / 2)
    whole = torch.cat([corners.amin(2), corners.amax(2)], 2)
    seen, area = boxes_and_areas(ids, truth.classes.shape[1])
    exact = ((whole >= -0.01) & (whole <= side + 0.01)).all(2) & ~cut[:, None]
    boxes = torch.where(exact[..., None], whole, seen)
    left = area / (part_areas * scale[:, None].square()).clamp(min=1)
    return Truth(
        boxes=boxes,
        classes=truth.classes.masked_fill(area == 0, -1),
        hardly_seen=truth.hardly_seen | (left < least_left),
        ids=ids,
    )


def boxes_and_areas(ids: Tensor, parts: int) -> tuple[Tensor, Tensor]:
    """Read boxes (pictures, parts, 4) and areas (pictures, parts) in pixels off the ids.

    Args:
        ids: (pictures, height, width) uint8; n where the part n − 1 is seen, at most ``parts``.
        parts: How many to read; those that are seen nowhere have box 0 and area 0.
    """
    index = ids.long()
    columns = _counts(index, parts)
    rows = _counts(index.transpose(1, 2), parts)
    (x1, x2), (y1, y2) = _ends(columns), _ends(rows)
    return torch.stack([x1, y1, x2, y2], 2), columns.sum(2)


def _counts(index: Tensor, parts: int) -> Tensor:
    """Return (pictures, parts, width): in how many pixels of each column each part is seen."""
    count, _, width = index.shape
    found = torch.zeros(count, parts + 1, width, device=index.device)
    ones = torch.ones(1, device=index.device).expand(index.shape)
    return found.scatter_add_(1, index, ones)[:, 1:]


def _ends(counts: Tensor) -> tuple[Tensor, Tensor]:
    """Return the first place above 0 and the one after the last, both 0 where there is none."""
    seen = (counts > 0).float()
    length = seen.shape[2]
    any_seen = seen.amax(2)
    first = seen.argmax(2) * any_seen
    last = (length - seen.flip(2).argmax(2)) * any_seen
    return first, last


def _recoloured(pictures: Tensor, settings: config.Augmentation) -> Tensor:
    count, device = len(pictures), pictures.device

    def drawn(spread: float, *shape: int) -> Tensor:
        return (torch.rand(count, *shape, device=device) * 2 - 1) * spread

    grey = _constant(_GREY, device).expand(3, 3)
    saturation = 1 + drawn(settings.saturation, 1, 1)
    one = torch.eye(3, device=device)
    mixing = _hue_turns(drawn(settings.hue) * 2 * math.pi)
    mixing = mixing @ (grey + saturation * (one - grey))
    contrast = 1 + drawn(settings.contrast, 1, 1)
    shift = 0.5 * (1 - contrast[..., 0]) + drawn(settings.brightness, 1)
    changed = torch.einsum("bij,bjhw->bihw", mixing * contrast, pictures) + shift[..., None, None]
    blurred = (torch.rand(count, 1, 1, 1, device=device) < settings.blurred).float()
    blurred = blurred * torch.rand(count, 1, 1, 1, device=device)
    for _ in range(2):
        soft = functional.avg_pool2d(changed, 3, 1, 1, count_include_pad=False)
        changed = changed + blurred * (soft - changed)
    noise = settings.noise * torch.rand(count, 1, 1, 1, device=device).square()
    return (changed + noise * torch.randn_like(changed)).clamp(0, 1)


def _hue_turns(angles: Tensor) -> Tensor:
    """Return (pictures, 3, 3): turns of colours about the axis of grey, by Rodrigues' formula."""
    cosine, sine = angles.cos()[:, None, None], angles.sin()[:, None, None]
    one = torch.eye(3, device=angles.device)
    cross = _constant(_CROSS, angles.device)
    return cosine * one + sine * cross / math.sqrt(3) + (1 - cosine) / 3


@cache
def _constant(values: tuple[object, ...], device: torch.device) -> Tensor:
    """Return numbers on a device, brought there once: each time, the host would wait for the device."""
    return torch.tensor(values, device=device)
