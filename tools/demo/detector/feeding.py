"""The pictures of a set on the device where they are learnt, and batches of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from tools.demo.detector.augment import as_pictures, boxes_and_areas
from tools.demo.detector.dataset import Dataset
from tools.demo.detector.loss import Truth

_CHUNK = 256


class Feed:
    """Whole sets on one device: 1.6 MB for each 640×640 picture.

    Args:
        sets: What to copy there, one after the other.
        device: Where to.
    """

    def __init__(self, sets: Sequence[Dataset], device: torch.device) -> None:
        # Parts are numbered in the order of the ids, so what is cut off at the end was never used.
        exists = [(np.asarray(data.classes) >= 0).any(0) for data in sets]
        most = 1 + int(np.flatnonzero(np.any(exists, 0)).max(initial=0))
        self._device = device
        self._rgb = _on(device, [data.rgb for data in sets])
        self._ids = _on(device, [data.ids for data in sets])
        self._boxes = _on(device, [data.boxes[:, :most] for data in sets])
        self._classes = _on(device, [data.classes[:, :most] for data in sets]).long()
        self._hardly_seen = _on(device, [data.hardly_seen[:, :most] for data in sets]) > 0
        self._areas = torch.cat(
            [boxes_and_areas(part, most)[1] for part in self._ids.split(_CHUNK // 4)]
        )

    def __len__(self) -> int:
        return len(self._rgb)

    def batch(self, index: Tensor) -> tuple[Tensor, Truth, Tensor]:
        """Return pictures (n, 3, side, side) from 0 to 1, their truth, and areas (n, parts) in pixels."""
        truth = Truth(
            boxes=self._boxes[index],
            classes=self._classes[index],
            hardly_seen=self._hardly_seen[index],
            ids=self._ids[index],
        )
        return as_pictures(self._rgb[index]), truth, self._areas[index]

    def in_order(self, size: int) -> Iterator[tuple[Tensor, Truth]]:
        """Yield all pictures, ``size`` at a time."""
        for index in torch.arange(len(self), device=self._device).split(size):
            pictures, truth, _ = self.batch(index)
            yield pictures, truth

    def at_random(self, size: int) -> Iterator[Tensor]:
        """Yield indexes of batches without end; each round takes every picture once at most."""
        size = min(size, len(self))
        while True:
            order = torch.randperm(len(self), device=self._device)
            yield from order[: len(order) // size * size].split(size)


def _on(device: torch.device, arrays: Sequence[npt.NDArray[np.generic]]) -> Tensor:
    """Copy bit by bit, so that the whole is never in the host's memory twice."""
    first = torch.from_numpy(np.array(arrays[0][:1]))
    whole = torch.empty((sum(map(len, arrays)), *first.shape[1:]), dtype=first.dtype, device=device)
    place = 0
    for array in arrays:
        for start in range(0, len(array), _CHUNK):
            chunk = torch.from_numpy(np.array(array[start : start + _CHUNK]))
            whole[place : place + len(chunk)] = chunk
            place += len(chunk)
    return whole
