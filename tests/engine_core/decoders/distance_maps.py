"""Levels of a head with distances, written cell by cell as the trainers' own code reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from hypothesis import assume

from tests.engine_core.decoders.scenes import Scene

Floats = npt.NDArray[np.float32]

FINE, PYRAMID = (8, 16, 32), (8, 16, 32, 64)


def grown(wanted: Scene, least: float = 36) -> Scene:
    """Return the scene with objects that cover at least the cell that sees them."""
    middle = (wanted.xyxy[:, :2] + wanted.xyxy[:, 2:]) / 2
    half = np.maximum(wanted.xyxy[:, 2:] - wanted.xyxy[:, :2], least) / 2
    return replace(wanted, xyxy=np.concatenate([middle - half, middle + half], axis=1))


def grid(wh: tuple[int, int], stride: int) -> tuple[int, int]:
    """Return columns and rows of a level."""
    return -(-wh[0] // stride), -(-wh[1] // stride)


def cells_of(
    wanted: Scene, strides: tuple[int, ...], reach: float = 0
) -> Iterator[tuple[int, int, int, int]]:
    """Yield object, stride, column and row of the cell that holds its middle.

    An object goes to the finest level whose distances reach its sides (of bins, as many strides), each
    to its own cell.
    """
    taken = set()
    for index, (x0, y0, x1, y1) in enumerate(wanted.xyxy):
        for stride in strides:
            column, row = int((x0 + x1) / 2 // stride), int((y0 + y1) / 2 // stride)
            fits = not reach or max(x1 - x0, y1 - y0) / stride <= 2 * (reach - 2)
            if fits and (stride, column, row) not in taken:
                taken.add((stride, column, row))
                yield index, stride, column, row
                break
        else:
            assume(False)  # too crowded for its levels


def distribution(distance: float, bins: int) -> Floats:
    """Return logits whose softmax has the mean ``distance``: two neighbouring bins share it."""
    low = min(int(distance), bins - 2)
    share = min(max(distance - low, 1e-7), 1 - 1e-7)
    values = np.full(bins, -30.0, np.float32)
    values[low], values[low + 1] = np.log(1 - share) + 2, np.log(share) + 2
    return values


def levels(
    wanted: Scene,
    *,
    strides: tuple[int, ...],
    classes: int,
    bins: int,
    centre: float,
    seed: int = 0,
) -> dict[int, tuple[Floats, Floats]]:
    """Return scores ``(rows, columns, classes)`` and distances ``(rows, columns, 4 * bins)`` by stride.

    Scores are probabilities; everything that is no object is noise.
    """
    rng = np.random.default_rng(seed)
    made = {}
    for stride in strides:
        columns, rows = grid(wanted.wh, stride)
        made[stride] = (
            rng.uniform(0, 0.02, (rows, columns, classes)).astype(np.float32),
            rng.normal(0, 2, (rows, columns, 4 * bins)).astype(np.float32),
        )
    for index, stride, column, row in cells_of(wanted, strides, reach=bins if bins > 1 else 0):
        scores, distances = made[stride]
        scores[row, column, wanted.classes[index]] = wanted.scores[index]
        x, y = (column + centre) * stride, (row + centre) * stride
        x0, y0, x1, y1 = wanted.xyxy[index]
        for side, distance in enumerate((x - x0, y - y0, x1 - x, y1 - y)):
            numbers = distances[row, column, side * bins : (side + 1) * bins]
            numbers[:] = distance / stride if bins == 1 else distribution(distance / stride, bins)
    return made


def planes(array: Floats) -> Floats:
    """Return ``(rows, columns, channels)`` as ``(1, channels, rows, columns)``."""
    return np.ascontiguousarray(array.transpose(2, 0, 1))[None]


def rows(array: Floats) -> Floats:
    """Return ``(rows, columns, channels)`` as ``(1, cells, channels)``."""
    return array.reshape(1, -1, array.shape[2])


def steady(
    wh: tuple[int, int],
    *,
    strides: tuple[int, ...],
    classes: int,
    bins: int,
    centre: float,
) -> dict[int, tuple[Floats, Floats]]:
    """Return levels where blocks of cells see one object each, as trained heads do."""
    made = levels(
        Scene(wh, np.empty((0, 4), np.float32), np.empty(0, np.float32), np.empty(0, np.int64)),
        strides=strides,
        classes=classes,
        bins=bins,
        centre=centre,
    )
    for stride, (scores, distances) in made.items():
        columns, height = grid(wh, stride)
        for row in range(min(height, 4)):
            for column in range(min(columns, 4)):
                x, y = (column + centre) * stride, (row + centre) * stride
                sides = (x, y, 4 * stride - x, 4 * stride - y)
                scores[row, column, 0] = 0.8
                for side, distance in enumerate(sides):
                    numbers = distances[row, column, side * bins : (side + 1) * bins]
                    numbers[:] = (
                        distance / stride if bins == 1 else distribution(distance / stride, bins)
                    )
    return made
