"""Dense heads as their trainers' exporters write them, encoded slowly, one cell after the other."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from tests.engine_core.decoders.scenes import (
    Floats,
    Scene,
    centred,
    class_scores,
    everywhere,
)


def cells(
    wh: tuple[int, int], strides: tuple[int, ...] = (8, 16, 32)
) -> list[tuple[int, int, int]]:
    """Return column, row and stride of every cell, level by level and row by row."""
    return [
        (column, row, stride)
        for stride in strides
        for row in range(math.ceil(wh[1] / stride))
        for column in range(math.ceil(wh[0] / stride))
    ]


def v8(wanted: Scene, classes: int) -> Floats:
    """Return ``(cells, 4 + classes)``: centre and size in pixels, scores."""
    count = len(cells(wanted.wh))
    table = [centred(everywhere(wanted, count)), class_scores(wanted, count, classes)]
    return np.concatenate(table, axis=1)


def v5(wanted: Scene, classes: int, *, per_cell: int = 3) -> Floats:
    """Return ``(cells * 3, 5 + classes)``: objectness, and classes that mean something beside it only."""
    count = len(cells(wanted.wh)) * per_cell
    rng = np.random.default_rng(3)
    objectness = rng.uniform(0, 0.008, (count, 1)).astype(np.float32)
    scores = rng.uniform(0, 1, (count, classes)).astype(np.float32) ** 2
    scores[:, 0] = np.maximum(scores[:, 0], 0.3)
    n = len(wanted)
    objectness[:n] = 0.985
    scores[:n] = 0.001
    scores[np.arange(n), wanted.classes] = wanted.scores / 0.985
    return np.concatenate([centred(everywhere(wanted, count)), objectness, scores], axis=1)


def v6(wanted: Scene, classes: int) -> Floats:
    """Return ``(cells, 5 + classes)`` with a column of ones."""
    table = v8(wanted, classes)
    return np.insert(table, 4, 1.0, axis=1).astype(np.float32)


def yolox(wanted: Scene, classes: int, *, decoded: bool) -> Floats:
    """Return ``(cells, 5 + classes)``; undecoded boxes are given by their own cell."""
    places = cells(wanted.wh)
    scattered = v5(wanted, classes, per_cell=1)
    rest = scattered[len(wanted) :]
    rng = np.random.default_rng(4)
    table = np.empty_like(scattered)
    objects = dict(zip(_own_cells(wanted, places), scattered[: len(wanted)], strict=True))
    spare: Iterator[Floats] = iter(rest)
    for index, (column, row, stride) in enumerate(places):
        if index in objects:
            table[index] = objects[index]
        else:
            table[index] = next(spare)
            # A box near its own cell, as every trained head gives it.
            table[index, :2] = (np.array([column, row]) + rng.uniform(-0.5, 1.5, 2)) * stride
            table[index, 2:4] = np.exp(rng.normal(0.7, 0.8, 2)) * stride
        if not decoded:
            table[index, :2] = table[index, :2] / stride - (column, row)
            table[index, 2:4] = np.log(table[index, 2:4] / stride)
    return table


def deepstream(wanted: Scene, classes: int) -> Floats:
    """Return ``(cells, 6)``: corners in pixels, the best score and its class."""
    count = len(cells(wanted.wh))
    scores = class_scores(wanted, count, classes)
    parts = [everywhere(wanted, count), scores.max(axis=1, keepdims=True)]
    return np.concatenate([*parts, scores.argmax(axis=1)[:, None]], axis=1).astype(np.float32)


def nanodet(wanted: Scene, classes: int, *, bins: int = 8) -> Floats:
    """Return ``(cells, classes + 4 * bins)``: scores, then logits over whole distances in strides."""
    places = cells(wanted.wh)
    scores = class_scores(wanted, len(places), classes)
    order = np.zeros_like(scores)
    logits = np.random.default_rng(5).normal(0, 2, (len(places), 4 * bins)).astype(np.float32)
    own = _own_cells(wanted, places, reach=bins - 1)
    order[:] = scores[np.arange(len(places)) % (len(places) - len(wanted)) + len(wanted)]
    for index, box, score in zip(own, wanted.xyxy, scores, strict=False):
        column, row, stride = places[index]
        x, y = (column + 0.5) * stride, (row + 0.5) * stride
        sides = np.array([x - box[0], y - box[1], box[2] - x, box[3] - y]) / stride
        logits[index] = np.concatenate([_between(side, bins) for side in sides])
        order[index] = score
    return np.concatenate([order, logits], axis=1)


def _between(distance: float, bins: int) -> Floats:
    """Return logits whose softmax has the mean ``distance``: the two whole numbers beside it."""
    low = min(int(distance), bins - 2)
    part = min(max(distance - low, 1e-6), 1 - 1e-6)
    logits = np.full(bins, -30, np.float32)
    logits[low], logits[low + 1] = math.log(1 - part), math.log(part)
    return logits


def _own_cells(
    wanted: Scene, places: list[tuple[int, int, int]], *, reach: float = math.inf
) -> list[int]:
    """Return for each object a cell of its own near its middle, from which its box can be reached."""
    taken: list[int] = []
    for box in wanted.xyxy:
        centre = (box[:2] + box[2:]) / 2

        def distance(index: int, centre: Floats = centre) -> float:
            column, row, stride = places[index]
            return float(np.hypot(*((np.array([column, row]) + 0.5) * stride - centre)))

        half = float((box[2:] - box[:2]).max()) / 2
        free = [
            i
            for i, (_, _, stride) in enumerate(places)
            if i not in taken and distance(i) <= stride and half + stride <= reach * stride
        ]
        taken.append(min(free, key=distance))
    return taken
