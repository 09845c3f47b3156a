"""Outputs that come level by level: which stride an output belongs to, and how its axes lie.

Raw heads give one tensor, or several, for each stride of the grid. Exporters order and arrange them
as they please, so an output is placed by the number of its cells and never by its position.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
import numpy.typing as npt

from engine_core.boxes import FloatArray
from engine_core.decoders.base import (
    Outputs,
    anchor_count,
    anchor_strides,
    first_of_batch,
    floats,
    is_probability,
    sigmoid,
)
from engine_core.tensors import TensorSpec

# The finest is that of the prototypes of masks.
LEVEL_STRIDES = (4, 8, 16, 32, 64, 128)


class Arrangement(Enum):
    """Order of an output's axes behind the batch."""

    PLANES = "channels, rows, columns"
    PIXELS = "rows, columns, channels"
    ROWS = "boxes, channels"
    COLUMNS = "channels, boxes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Some channels of an output: a table of ``(channels, boxes)``.

    Boxes are ordered by level, then row by row over the grid, then by box within the cell.

    Attributes:
        output: Name of the output.
        arrangement: Order of its axes.
        strides: Levels whose boxes it holds, in their order.
        channels: Number of channels of the whole output for a box.
        per_cell: Boxes per cell.
        first, last: The channels meant, ``first`` included and ``last`` not.
    """

    output: str
    arrangement: Arrangement
    strides: tuple[int, ...]
    channels: int
    per_cell: int = 1
    first: int = 0
    last: int

    @property
    def count(self) -> int:
        """Number of channels meant."""
        return self.last - self.first

    def part(self, first: int, last: int) -> Slot:
        """Return the slot with other channels of the same output."""
        return replace(self, first=first, last=last)

    def with_boxes(self, per_cell: int) -> Slot:
        """Return the slot of a map whose channels are those of ``per_cell`` boxes one after another."""
        channels = self.channels // per_cell
        return replace(self, channels=channels, per_cell=per_cell, first=0, last=channels)

    def table(self, outputs: Outputs) -> FloatArray:
        """Return the values of the first picture, ``(count, boxes)``."""
        is_map = self.arrangement in (Arrangement.PLANES, Arrangement.PIXELS)
        array = first_of_batch(outputs[self.output], 3 if is_map else 2)
        if self.arrangement is Arrangement.PLANES and self.per_cell > 1:
            boxes = array.reshape(self.per_cell, self.channels, -1)
            array = boxes.transpose(1, 2, 0).reshape(self.channels, -1)
        elif self.arrangement is Arrangement.PLANES:
            array = array.reshape(self.channels, -1)
        elif self.arrangement is not Arrangement.COLUMNS:
            array = array.reshape(-1, self.channels).T
        return floats(array[self.first : self.last])


def place(
    specs: Iterable[TensorSpec],
    input_wh: tuple[int, int],
    *,
    per_cell: Sequence[int] = (1,),
    strides: Sequence[int] = LEVEL_STRIDES,
) -> list[Slot]:
    """Place outputs on levels: by their height and width, or by their number of rows.

    All are read in the one arrangement that places most of them (where classes are as many as cells
    along an axis, a single output allows two). Outputs that fit no level are left out. The result is
    ordered by stride and, within a level, as the model gives them.

    Args:
        specs: The outputs.
        input_wh: Size of the network's input.
        per_cell: Numbers of boxes per cell that rows may hold.
        strides: Strides that levels may have.
    """
    specs = list(specs)
    best: list[Slot] = []
    for arrangement in Arrangement:
        is_map = arrangement in (Arrangement.PLANES, Arrangement.PIXELS)
        for boxes in (1,) if is_map else per_cell:
            slots = [_placed(spec, input_wh, arrangement, boxes, strides) for spec in specs]
            placed = [slot for slot in slots if slot is not None]
            if len(placed) > len(best):
                best = placed
    return sorted(best, key=lambda slot: slot.strides)


def place_whole(
    specs: Iterable[TensorSpec],
    input_wh: tuple[int, int],
    *,
    channels_first: bool,
) -> list[Slot]:
    """Place outputs that hold the boxes of all levels, one level behind another."""
    slots = []
    for spec in specs:
        if len(spec.shape) != 3:
            continue
        _, first, second = spec.shape
        channels, boxes = (first, second) if channels_first else (second, first)
        strides = anchor_strides(input_wh, boxes)
        if strides is not None:
            slots.append(
                Slot(
                    output=spec.name,
                    arrangement=Arrangement.COLUMNS if channels_first else Arrangement.ROWS,
                    strides=strides,
                    channels=channels,
                    last=channels,
                )
            )
    return slots


def by_level(slots: Iterable[Slot]) -> dict[int, list[Slot]]:
    """Group placed outputs by stride, finest level first."""
    levels: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        levels[slot.strides[0]].append(slot)
    return dict(levels)


def best_class(
    scores: FloatArray, floor: float, *, logits: bool
) -> tuple[npt.NDArray[np.intp], FloatArray, npt.NDArray[np.intp]]:
    """Return the boxes at or above the floor: their rows, confidences and best classes.

    Args:
        scores: ``(classes, boxes)``.
        floor: Smallest confidence kept.
        logits: Whether ``scores`` still need a sigmoid.
    """
    level = logit(floor) if logits else floor
    rows = np.flatnonzero(scores.max(axis=0) >= level)
    picked = scores[:, rows]
    class_id = picked.argmax(axis=0)
    confidence = picked[class_id, np.arange(rows.size)]
    if logits:
        confidence = sigmoid(confidence)
    return rows, np.minimum(confidence, np.float32(1)), class_id


def logit(probability: float) -> float:
    """Return the inverse of the logistic function, finite at both ends."""
    clipped = min(max(probability, 1e-7), 1 - 1e-7)
    return float(np.log(clipped / (1 - clipped)))


class Scores(Enum):
    """What the values of class channels can be."""

    PROBABILITIES = "probabilities"
    LOGITS = "logits"
    NEITHER = "neither"
    UNKNOWN = "unknown"


def score_kind(tables: Sequence[FloatArray]) -> Scores:
    """Tell probabilities from logits in ``(classes, boxes)`` tables of all levels.

    Nearly every cell of a trained head is background, so that the logits of nearly every class are
    negative in the median, also where the picture shows nothing or the pixels were scaled oddly.
    """
    values = np.concatenate(tables, axis=1)
    values = values[:, np.isfinite(values).all(axis=0)]
    if values.size == 0:
        return Scores.UNKNOWN
    if is_probability(values):
        return Scores.PROBABILITIES
    if float(np.mean(np.median(values, axis=1) >= 0)) > 0.25:
        return Scores.NEITHER
    return Scores.LOGITS


def _placed(
    spec: TensorSpec,
    input_wh: tuple[int, int],
    arrangement: Arrangement,
    per_cell: int,
    strides: Sequence[int],
) -> Slot | None:
    w, h = input_wh
    shape = spec.shape
    is_map = arrangement in (Arrangement.PLANES, Arrangement.PIXELS)
    # Rows may come without a batch axis; ``(channels, boxes)`` without one is not known to exist.
    ranks = {Arrangement.ROWS: (2, 3), Arrangement.COLUMNS: (3,)}.get(arrangement, (4,))
    if len(shape) not in ranks:
        return None
    for stride in strides:
        if is_map:
            cells = (-(-h // stride), -(-w // stride))
            grid = shape[2:] if arrangement is Arrangement.PLANES else shape[1:3]
            fits = tuple(grid) == cells
        else:
            count = shape[-1] if arrangement is Arrangement.COLUMNS else shape[-2]
            fits = count == anchor_count(input_wh, (stride,)) * per_cell
        if fits:
            last = shape[-1] if arrangement in (Arrangement.PIXELS, Arrangement.ROWS) else shape[1]
            return Slot(
                output=spec.name,
                arrangement=arrangement,
                strides=(stride,),
                channels=last,
                per_cell=per_cell,
                last=last,
            )
    return None
