"""Heads that give, for each cell, a box relative to each of a few anchors: YOLOv3, v4, v5, v7.

Objectness and classes go through a sigmoid; ``centre = (cell + s * sigmoid(value) - (s - 1) / 2) *
stride`` with a scale ``s`` of the trainer. Sizes are ``anchor * exp(value)`` in Darknet and ``anchor *
(2 * sigmoid(value)) ** 2`` since YOLOv5. The anchors themselves are not in the outputs: values can
only tell which of the known sets fits them best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
import numpy.typing as npt

from engine_core import boxes
from engine_core.boxes import FloatArray
from engine_core.decoders import sightings
from engine_core.decoders.base import (
    UNDECIDED,
    Outputs,
    Verdict,
    anchor_points,
    first_of_batch,
    floats,
    is_probability,
    sigmoid,
    valid_rows,
)
from engine_core.decoders.levels import Slot, logit
from engine_core.detections import Candidates
from engine_core.text import text

# How much better boxes must agree before one set of anchors is believed and others are not; below
# what agreement none is; and how far boxes may stand out beyond the picture. Measured with the right
# set: agreement 0.8 to 0.98, overshoot -0.02 to 0.02; with sets of another formula 0.25 to 0.78, with
# anchors a fifth too large an overshoot of 0.07 to 0.1.
_MARGIN, _LEAST_AGREEMENT, _MOST_OVERSHOOT = 0.05, 0.5, 0.05


class Growth(Enum):
    """How a size follows from its anchor."""

    EXPONENTIAL = "exp(value)"
    SQUARE = "(2 sigmoid(value)) squared"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorSet:
    """Anchors of one trainer.

    Attributes:
        title: What people call it.
        growth: How sizes follow from anchors.
        anchors: Stride to widths and heights in network pixels.
        scale_xy: Stride to the scale of the centre's sigmoid.
    """

    title: str
    growth: Growth
    anchors: tuple[tuple[int, tuple[tuple[float, float], ...]], ...]
    scale_xy: tuple[float, ...]

    @property
    def strides(self) -> tuple[int, ...]:
        return tuple(stride for stride, _ in self.anchors)

    @property
    def per_cell(self) -> int:
        """Anchors per cell."""
        return len(self.anchors[0][1])


@dataclass(frozen=True, slots=True)
class HeadMap:
    """One output: a map whose channels are those of each anchor in turn, or one with five axes.

    Attributes:
        output: Its name.
        stride: Its level.
        columns: Numbers for each anchor: box, objectness, classes.
        slot: Where the map lies, or None for ``(anchors, rows, columns, numbers)``.
    """

    output: str
    stride: int
    columns: int
    slot: Slot | None = None

    def table(self, outputs: Outputs) -> FloatArray:
        """Return ``(anchors, columns, cells)``."""
        if self.slot is not None:
            planes = self.slot.table(outputs)
            return planes.reshape(-1, self.columns, planes.shape[1])
        array = floats(first_of_batch(outputs[self.output], 4))
        return array.reshape(array.shape[0], -1, self.columns).transpose(0, 2, 1)


@dataclass(frozen=True, slots=True, eq=False)
class _Picked:
    """The boxes of one level above a floor, still relative to cells and anchors."""

    box: FloatArray
    cell: FloatArray
    anchor: npt.NDArray[np.intp]
    confidence: FloatArray
    class_id: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorDecoder:
    """Reads heads with a set of anchors.

    Attributes:
        heads: One per level, in the order of the set's strides.
        anchors: The set.
        logits: Whether values still need their sigmoid.
        rivals: Sets that the shapes allow as well.
    """

    heads: tuple[HeadMap, ...]
    anchors: AnchorSet
    logits: bool = True
    rivals: tuple[AnchorSet, ...] = ()

    @property
    def class_count(self) -> int | None:
        return self.heads[0].columns - 5

    @np.errstate(all="ignore")
    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        picked = self._pick(outputs, input_wh, floor)
        xyxy = np.concatenate([self._placed(one, i, self.anchors) for i, one in enumerate(picked)])
        confidence = np.concatenate([one.confidence for one in picked])
        class_id = np.concatenate([one.class_id for one in picked])
        valid = valid_rows(xyxy, confidence)
        found = Candidates(xyxy=xyxy, confidence=confidence, class_id=class_id)
        return found if valid.all() else found[valid]

    @np.errstate(all="ignore")
    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        tables = [head.table(outputs) for head in self.heads]
        values = np.concatenate(
            [table.swapaxes(0, 1).reshape(-1, table.shape[0] * table.shape[2]) for table in tables],
            axis=1,
        )
        values = values[:, np.isfinite(values).all(axis=0)]
        if values.size == 0:
            return Verdict(fit=UNDECIDED, decoder=self)
        logits = not is_probability(values)
        if not logits and self.anchors.growth is Growth.EXPONENTIAL:
            return Verdict(fit=0.0, decoder=self)
        objectness = [np.where(np.isfinite(table[:, 4]), table[:, 4], -1) for table in tables]
        medians = [np.median(values, axis=1) for values in objectness]
        # Nearly every cell of a trained head is background, for each of its anchors.
        if float(np.max(np.concatenate(medians))) >= (0.0 if logits else 0.5):
            return Verdict(fit=0.0, decoder=self)
        return _compared(replace(self, logits=logits), outputs, input_wh)

    def seen(
        self, outputs: Outputs, input_wh: tuple[int, int], sets: Sequence[AnchorSet]
    ) -> tuple[sightings.Seen, list[FloatArray]]:
        """Return what the heads see, and its boxes by each of some sets of anchors."""
        picked = self._pick(outputs, input_wh, sightings.FLOOR)
        counts = [len(one.cell) for one in picked]
        stride = np.repeat(np.asarray([head.stride for head in self.heads], np.float32), counts)
        cell = np.concatenate([one.cell for one in picked])
        seen = sightings.Seen(
            confidence=np.concatenate([one.confidence for one in picked]),
            class_id=np.concatenate([one.class_id for one in picked]),
            place=(cell + np.float32(0.5)) * stride[:, None],
            stride=stride,
        )
        placed = [
            np.concatenate([self._placed(one, i, each) for i, one in enumerate(picked)])
            for each in sets
        ]
        return seen, placed

    # ---- Reading ------------------------------------------------------------------------------

    def _pick(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> list[_Picked]:
        picked = []
        level = logit(floor) if self.logits else floor
        for head in self.heads:
            table = head.table(outputs)
            # No product of two probabilities exceeds the first, so most boxes need no class at all.
            anchor, cell = np.nonzero(table[:, 4] >= level)
            values = table[anchor, :, cell]
            classes = values[:, 5:] if self.class_count else np.ones((len(values), 1), np.float32)
            class_id = classes.argmax(axis=1)
            best = classes[np.arange(len(values)), class_id]
            objectness = values[:, 4]
            if self.logits:
                objectness = sigmoid(objectness)
                best = sigmoid(best) if self.class_count else best
            confidence = np.minimum(objectness * best, np.float32(1))
            keep = confidence >= floor
            cells, _ = anchor_points(input_wh, (head.stride,))
            picked.append(
                _Picked(
                    box=values[keep, :4],
                    cell=cells[cell[keep]],
                    anchor=anchor[keep],
                    confidence=confidence[keep],
                    class_id=class_id[keep],
                )
            )
        return picked

    def _placed(self, picked: _Picked, level: int, anchors: AnchorSet) -> FloatArray:
        """Return the picked boxes of one level as corners in network pixels."""
        stride, sizes = anchors.anchors[level]
        scale = np.float32(anchors.scale_xy[level])
        anchor = np.asarray(sizes, np.float32)[picked.anchor]
        offset = sigmoid(picked.box[:, :2]) if self.logits else picked.box[:, :2]
        centre = (picked.cell + offset * scale - (scale - 1) / 2) * np.float32(stride)
        if anchors.growth is Growth.EXPONENTIAL:
            size = np.exp(picked.box[:, 2:]) * anchor
        else:
            share = sigmoid(picked.box[:, 2:]) if self.logits else picked.box[:, 2:]
            size = (2 * share) ** 2 * anchor
        return boxes.cxcywh_to_xyxy(np.concatenate([centre, size], axis=1).astype(np.float32))


def _compared(decoder: AnchorDecoder, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
    """Hold the decoder's set of anchors against its rivals."""
    seen, placed = decoder.seen(outputs, input_wh, (decoder.anchors, *decoder.rivals))
    scores = [sightings.agreement(seen, xyxy) or 0.0 for xyxy in placed]
    beyond = [sightings.overshoot(seen, xyxy, input_wh) or 0.0 for xyxy in placed]
    if not any(scores) and max(beyond) <= _MOST_OVERSHOOT:
        return Verdict(fit=UNDECIDED, decoder=decoder)
    best = max(scores)
    likely = [
        (not best or (score >= _LEAST_AGREEMENT and score > best - _MARGIN))
        and out <= _MOST_OVERSHOOT
        for score, out in zip(scores, beyond, strict=True)
    ]
    if not likely[0]:
        return Verdict(fit=0.2, decoder=decoder)
    if any(likely[1:]):
        # Boxes were seen, and several sets make good boxes of them: that is for the user to say.
        return Verdict(fit=0.6, decoder=decoder)
    cue = text(
        "boxes agree with each other and with the edge of the picture only by the anchors of {title}",
        title=decoder.anchors.title,
    )
    return Verdict(fit=0.8, decoder=decoder, cues=(cue,))
