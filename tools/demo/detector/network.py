"""The network: a narrow backbone, a pyramid that goes down and up again, and light heads.

Written after the ideas of CSPNet (Wang et al. 2020) for the stages, SPP/SPPF for the largest field of view
(He et al. 2015), PANet (Liu et al. 2018) for the two passes through the pyramid, FCOS (Tian et al. 2019) for
boxes without anchors, Generalized Focal Loss (Li et al. 2020) for sides as distributions, and YOLACT
(Bolya et al. 2019) for masks as weighted sums of prototypes. Activations are SiLU: on two CPU cores ONNX
Runtime takes a sixth longer for the whole network than with ReLU, which is worth its better boxes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

STRIDES = (8, 16, 32)


@dataclass(frozen=True)
class Widths:
    """How many channels the network has.

    Attributes:
        stem: After the first convolution, at half the input's size.
        stages: At strides 4, 8, 16 and 32.
        repeats: Residual blocks at those strides.
        neck: Of the pyramid at strides 8, 16 and 32.
        head: Within the heads.
        prototypes: Of masks, at stride 4; as many coefficients come with each box.
        bins: Places of a side's distance, in strides: 0 to ``bins - 1``.
    """

    stem: int = 16
    stages: tuple[int, int, int, int] = (32, 64, 128, 176)
    repeats: tuple[int, int, int, int] = (1, 2, 2, 1)
    neck: tuple[int, int, int] = (64, 96, 112)
    head: int = 64
    prototypes: int = 32
    bins: int = 16


class Raw(NamedTuple):
    """What the heads say of each cell, before any decoding.

    Cells go level by level from the finest, each row by row; there are 8400 of them at 640×640.

    Attributes:
        sides: (pictures, cells, 4, bins) logits of the distances left, top, right, bottom.
        classes: (pictures, cells, classes) logits.
        coefficients: (pictures, cells, prototypes) weights of the prototypes.
        prototypes: (pictures, prototypes, height / 4, width / 4).
    """

    sides: Tensor
    classes: Tensor
    coefficients: Tensor
    prototypes: Tensor


class Convolution(nn.Sequential):
    """A convolution without bias, batch normalisation, SiLU."""

    def __init__(
        self, inside: int, outside: int, size: int = 1, stride: int = 1, groups: int = 1
    ) -> None:
        super().__init__(
            nn.Conv2d(inside, outside, size, stride, size // 2, groups=groups, bias=False),
            nn.BatchNorm2d(outside, eps=1e-3, momentum=0.03),
            nn.SiLU(inplace=True),
        )


class Separable(nn.Sequential):
    """A 3×3 convolution of each channel by itself, then a 1×1 convolution across them."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__(
            Convolution(inside, inside, 3, groups=inside), Convolution(inside, outside)
        )


class Residual(nn.Module):
    """Two 3×3 convolutions; what went in is added where ``shortcut``."""

    def __init__(self, width: int, *, shortcut: bool) -> None:
        super().__init__()
        self.body = nn.Sequential(Convolution(width, width, 3), Convolution(width, width, 3))
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x) if self.shortcut else self.body(x)


class Stage(nn.Module):
    """Half of the channels go through the blocks one after another; all that came of it is joined."""

    def __init__(self, inside: int, outside: int, repeats: int, *, shortcut: bool) -> None:
        super().__init__()
        half = outside // 2
        self.keep = Convolution(inside, half)
        self.enter = Convolution(inside, half)
        self.blocks = nn.ModuleList(Residual(half, shortcut=shortcut) for _ in range(repeats))
        self.join = Convolution(half * (2 + repeats), outside)

    def forward(self, x: Tensor) -> Tensor:
        parts = [self.keep(x), self.enter(x)]
        for block in self.blocks:
            parts.append(block(parts[-1]))
        return self.join(torch.cat(parts, 1))


class Pooling(nn.Module):
    """Maxima over 5×5, 9×9 and 13×13 cells beside the cells themselves."""

    def __init__(self, width: int) -> None:
        super().__init__()
        half = width // 2
        self.enter = Convolution(width, half)
        self.pool = nn.MaxPool2d(5, 1, 2)
        self.join = Convolution(half * 4, width)

    def forward(self, x: Tensor) -> Tensor:
        parts = [self.enter(x)]
        for _ in range(3):
            parts.append(self.pool(parts[-1]))
        return self.join(torch.cat(parts, 1))


class Head(nn.Module):
    """Sides, classes and mask coefficients of one level, each by a branch of its own."""

    def __init__(self, inside: int, widths: Widths, classes: int, stride: int) -> None:
        super().__init__()
        self.bins = widths.bins
        wide = widths.head
        self.sides = nn.Sequential(
            Separable(inside, wide), Separable(wide, wide), nn.Conv2d(wide, 4 * widths.bins, 1)
        )
        self.classes = nn.Sequential(
            Separable(inside, wide), Separable(wide, wide), nn.Conv2d(wide, classes, 1)
        )
        self.coefficients = nn.Sequential(
            Separable(inside, wide), nn.Conv2d(wide, widths.prototypes, 1)
        )
        # At first no cell of a 640×640 picture takes itself for a part: about ten in all do.
        nn.init.constant_(self.classes[-1].bias, math.log(10 / classes / (640 / stride) ** 2))
        nn.init.constant_(self.sides[-1].bias, 1.0)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.sides(x), self.classes(x), self.coefficients(x)


class Network(nn.Module):
    """The whole network, from pictures to :class:`Raw`.

    Args:
        classes: Number of classes.
        widths: Number of channels.
    """

    def __init__(self, classes: int, widths: Widths | None = None) -> None:
        super().__init__()
        widths = widths or Widths()
        self.widths, self.class_count = widths, classes
        c2, c3, c4, c5 = widths.stages
        n3, n4, n5 = widths.neck
        r2, r3, r4, r5 = widths.repeats
        self.stem = Convolution(3, widths.stem, 3, 2)
        self.stage2 = nn.Sequential(
            Convolution(widths.stem, c2, 3, 2), Stage(c2, c2, r2, shortcut=True)
        )
        self.stage3 = nn.Sequential(Convolution(c2, c3, 3, 2), Stage(c3, c3, r3, shortcut=True))
        self.stage4 = nn.Sequential(Convolution(c3, c4, 3, 2), Stage(c4, c4, r4, shortcut=True))
        self.stage5 = nn.Sequential(
            Convolution(c4, c5, 3, 2), Stage(c5, c5, r5, shortcut=True), Pooling(c5)
        )
        self.enlarge = nn.Upsample(scale_factor=2, mode="nearest")
        self.narrow5, self.narrow4 = Convolution(c5, n4), Convolution(n4, n3)
        self.down4 = Stage(n4 + c4, n4, 1, shortcut=False)
        self.down3 = Stage(n3 + c3, n3, 1, shortcut=False)
        self.shrink3, self.shrink4 = Convolution(n3, n3, 3, 2), Convolution(n4, n4, 3, 2)
        self.up4 = Stage(n3 + n4, n4, 1, shortcut=False)
        self.up5 = Stage(n4 + n4, n5, 1, shortcut=False)
        self.heads = nn.ModuleList(
            Head(width, widths, classes, stride)
            for width, stride in zip(widths.neck, STRIDES, strict=True)
        )
        # Prototypes: what the finest level knows, drawn along the edges that stage 2 still sees.
        self.coarse = nn.Sequential(Separable(n3, n3), Convolution(n3, widths.prototypes))
        self.edges = Convolution(c2, widths.prototypes)
        self.prototypes = nn.Sequential(
            Separable(widths.prototypes, widths.prototypes),
            nn.Conv2d(widths.prototypes, widths.prototypes, 1),
        )

    def levels(self, pictures: Tensor) -> tuple[list[tuple[Tensor, Tensor, Tensor]], Tensor]:
        """Return sides, classes and coefficients of each level as maps, and the prototypes."""
        x2 = self.stage2(self.stem(pictures))
        x3 = self.stage3(x2)
        x4 = self.stage4(x3)
        x5 = self.narrow5(self.stage5(x4))
        p4 = self.down4(torch.cat([self.enlarge(x5), x4], 1))
        p4_narrow = self.narrow4(p4)
        p3 = self.down3(torch.cat([self.enlarge(p4_narrow), x3], 1))
        q4 = self.up4(torch.cat([self.shrink3(p3), p4], 1))
        q5 = self.up5(torch.cat([self.shrink4(q4), x5], 1))
        maps = [head(x) for head, x in zip(self.heads, (p3, q4, q5), strict=True)]
        prototypes = self.prototypes(self.enlarge(self.coarse(p3)) + self.edges(x2))
        return maps, prototypes

    def forward(self, pictures: Tensor) -> Raw:
        """Run on (pictures, 3, height, width) RGB from 0 to 1; sizes are multiples of 32."""
        maps, prototypes = self.levels(pictures)
        sides, classes, coefficients = (
            torch.cat([level[part].flatten(2) for level in maps], 2).transpose(1, 2)
            for part in range(3)
        )
        return Raw(sides.unflatten(2, (4, self.widths.bins)), classes, coefficients, prototypes)


def cells(size_hw: Sequence[int], device: torch.device | str = "cpu") -> tuple[Tensor, Tensor]:
    """Return the centres (cells, 2) x, y in pixels of the input, and the strides (cells,) of all cells.

    Args:
        size_hw: Height and width of the input in pixels, multiples of 32.
        device: Where to.
    """
    centres, strides = [], []
    for stride in STRIDES:
        rows = (torch.arange(size_hw[0] // stride, device=device) + 0.5) * stride
        columns = (torch.arange(size_hw[1] // stride, device=device) + 0.5) * stride
        y, x = torch.meshgrid(rows, columns, indexing="ij")
        centres.append(torch.stack([x, y], 2).reshape(-1, 2))
        strides.append(torch.full((len(rows) * len(columns),), float(stride), device=device))
    return torch.cat(centres), torch.cat(strides)


def boxes_of(sides: Tensor, centres: Tensor, strides: Tensor) -> Tensor:
    """Turn the distributions of sides into boxes.

    Args:
        sides: (…, cells, 4, bins) logits.
        centres: (cells, 2) pixels.
        strides: (cells,) pixels.

    Returns:
        (…, cells, 4) x1, y1, x2, y2 in pixels of the input, as far as the bins reach.
    """
    bins = torch.arange(sides.shape[-1], device=sides.device, dtype=torch.float32)
    distances = (sides.float().softmax(-1) * bins).sum(-1) * strides[:, None]
    return torch.cat([centres - distances[..., :2], centres + distances[..., 2:]], -1)
