"""Heads that give, for each cell, the distances from a point to the four sides of a box.

NanoDet, PicoDet, PP-YOLOE, raw YOLOv8, RTMDet and SCRFD share this: ``box = point -/+ distance``. A
distance is one number, or the mean of a distribution over whole strides (Li et al., "Generalized
Focal Loss", 2020). Families differ in where the point lies within its cell, in the unit, and in
whether scores are probabilities; their own modules say which and where that is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine_core.boxes import FloatArray
from engine_core.decoders import sightings
from engine_core.decoders.base import (
    UNDECIDED,
    Outputs,
    Verdict,
    anchor_points,
    softmax,
    valid_rows,
)
from engine_core.decoders.levels import Scores, Slot, best_class, score_kind
from engine_core.detections import Candidates
from engine_core.text import Text, text

# Boxes whose sides move more than this from cell to cell were not read rightly; measured are 0.02 to
# 0.6 for heads read rightly and 0.95 to 1.05 for others.
_MOST_UNREST = 0.85


@dataclass(frozen=True, slots=True)
class DistanceLevel:
    """Where the numbers of one level (or of all, one behind another) lie.

    Attributes:
        scores: Class scores.
        distances: Left, top, right, bottom, each of as many channels as there are bins.
        points: x, y of each keypoint, or None.
        masks: Coefficients of mask prototypes, or None.
    """

    scores: Slot
    distances: Slot
    points: Slot | None = None
    masks: Slot | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Found:
    """What was found on one level, and the middle and size of the cells it comes from."""

    xyxy: FloatArray
    confidence: FloatArray
    class_id: npt.NDArray[np.intp]
    points: FloatArray
    masks: FloatArray
    place: FloatArray
    stride: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceDecoder:
    """Reads distances from the points of a grid.

    Attributes:
        levels: Its outputs.
        bins: Channels per distance: 1 is the distance, more are a distribution over 0, 1, 2 … strides.
        centre: Where the point lies within its cell, in cells: 0 the corner, 0.5 the middle.
        pixels: Whether distances are pixels and not strides.
        logits: Whether scores still need a sigmoid.
        spread: Whether the bins are probabilities already.
        prototypes: The map of mask prototypes, where there are masks.
        is_guess: Whether the shapes allow readings of quite another kind, so that boxes must be seen.
    """

    levels: tuple[DistanceLevel, ...]
    bins: int
    centre: float
    pixels: bool = False
    logits: bool = False
    spread: bool = False
    prototypes: Slot | None = None
    is_guess: bool = False

    @property
    def class_count(self) -> int | None:
        return self.levels[0].scores.count

    @property
    def keypoints(self) -> tuple[int, int] | None:
        """Number of points of an object, and numbers for each."""
        points = self.levels[0].points
        return None if points is None else (points.count // 2, 2)

    @np.errstate(all="ignore")
    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        found = [self._decode(level, outputs, input_wh, floor) for level in self.levels]
        has_points = self.levels[0].points is not None
        candidates = Candidates(
            xyxy=np.concatenate([one.xyxy for one in found]),
            confidence=np.concatenate([one.confidence for one in found]),
            class_id=np.concatenate([one.class_id for one in found]),
            keypoints=np.concatenate([one.points for one in found]) if has_points else None,
            mask_coefficients=(
                np.concatenate([one.masks for one in found]) if self.prototypes else None
            ),
            prototypes=self._prototypes(outputs, input_wh),
        )
        valid = valid_rows(candidates.xyxy, candidates.confidence)
        return candidates if valid.all() else candidates[valid]

    @np.errstate(all="ignore")
    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        kind = score_kind([level.scores.table(outputs) for level in self.levels])
        if kind is Scores.UNKNOWN:
            return Verdict(fit=UNDECIDED, decoder=self)
        if kind is Scores.NEITHER:
            return Verdict(fit=0.0, decoder=self)
        decoder = replace(self, logits=kind is Scores.LOGITS)
        cues: list[Text] = []
        if decoder.logits:
            cues.append(text("scores lie outside 0 to 1, so a sigmoid is applied"))
        if self.bins > 1:
            bins = [level.distances.table(outputs) for level in self.levels]
            decoder = replace(decoder, spread=all(_is_spread(table, self.bins) for table in bins))
            if not decoder.spread and _are_bounded(bins):
                return Verdict(fit=0.0, decoder=self)
            if decoder.spread:
                cues.append(text("the bins of each distance sum to one already"))
        elif self._exceeds_picture(outputs, input_wh):
            cues.append(text("distances are pixels"))
            decoder = replace(decoder, pixels=True)
        fit = 0.8
        if self.is_guess:
            moved = decoder.unrest(outputs, input_wh)
            fit = UNDECIDED if moved is None else 0.8 if moved <= _MOST_UNREST else 0.0
        return Verdict(fit=fit, decoder=decoder, cues=tuple(cues))

    def unrest(self, outputs: Outputs, input_wh: tuple[int, int]) -> float | None:
        """Return how far sides move from cell to cell (see ``sightings.unrest``)."""
        found = [self._decode(one, outputs, input_wh, sightings.FLOOR) for one in self.levels]
        seen = sightings.Seen(
            confidence=np.concatenate([one.confidence for one in found]),
            class_id=np.concatenate([one.class_id for one in found]),
            place=np.concatenate([one.place for one in found]),
            stride=np.concatenate([one.stride for one in found]),
        )
        return sightings.unrest(seen, np.concatenate([one.xyxy for one in found]))

    # ---- Reading ------------------------------------------------------------------------------

    def _decode(
        self, level: DistanceLevel, outputs: Outputs, input_wh: tuple[int, int], floor: float
    ) -> _Found:
        rows, scores, class_id = best_class(level.scores.table(outputs), floor, logits=self.logits)
        cells, strides = anchor_points(input_wh, level.scores.strides)
        cell = rows // level.scores.per_cell
        stride = strides[cell, None]
        centre = (cells[cell] + np.float32(self.centre)) * stride
        distance = self._distances(level.distances.table(outputs)[:, rows])
        points = np.empty((rows.size, 0, 2), np.float32)
        if not self.pixels:
            distance = distance * stride
        xyxy = np.concatenate([centre - distance[:, :2], centre + distance[:, 2:]], axis=1)
        if level.points is not None:
            offsets = level.points.table(outputs)[:, rows].T.reshape(
                rows.size, level.points.count // 2, 2
            )
            points = centre[:, None] + offsets * (1 if self.pixels else stride[:, None])
        masks = np.empty((rows.size, 0), np.float32)
        if level.masks is not None:
            masks = level.masks.table(outputs)[:, rows].T
        return _Found(
            xyxy=xyxy,
            confidence=scores,
            class_id=class_id,
            points=points,
            masks=masks,
            place=(cells[cell] + np.float32(0.5)) * stride,
            stride=stride[:, 0],
        )

    def _distances(self, picked: FloatArray) -> FloatArray:
        """Return ``(boxes, 4)`` from ``(4 * bins, boxes)``."""
        if self.bins == 1:
            return picked.T
        bins = picked.reshape(4, self.bins, -1)
        shares = bins if self.spread else softmax(bins, axis=1)
        steps = np.arange(self.bins, dtype=np.float32)
        means: FloatArray = np.einsum("dbn,b->nd", shares, steps)
        return means

    def _prototypes(self, outputs: Outputs, input_wh: tuple[int, int]) -> FloatArray | None:
        if self.prototypes is None:
            return None
        (stride,) = self.prototypes.strides
        w, h = input_wh
        table = self.prototypes.table(outputs)
        return table.reshape(len(table), -(-h // stride), -(-w // stride))

    def _exceeds_picture(self, outputs: Outputs, input_wh: tuple[int, int]) -> bool:
        """Whether boxes of the coarsest level would dwarf the picture if they were strides."""
        distances = self.levels[-1].distances
        table = distances.table(outputs)
        table = table[:, np.isfinite(table).all(axis=0)]
        if table.size == 0:
            return False
        sizes = (table[:2] + table[2:]) * distances.strides[-1]
        return bool(np.all(np.median(sizes, axis=1) > 2 * np.asarray(input_wh)))


def _is_spread(table: FloatArray, bins: int) -> bool:
    """Whether the bins of ``(4 * bins, boxes)`` are the shares of a distribution."""
    if not table.size or not np.isfinite(table).all() or float(table.min()) < 0:
        return False
    sums = table.reshape(4, bins, -1).sum(axis=1)
    return bool(np.allclose(sums, 1, atol=0.02))


def _are_bounded(tables: Sequence[FloatArray]) -> bool:
    """Whether many channels stay within 0 to 1, as those of probabilities do and logits do not."""
    values = np.concatenate(tables, axis=1)
    values = values[:, np.isfinite(values).all(axis=0)]
    if values.size == 0:
        return False
    inside = (values.min(axis=1) >= -1e-3) & (values.max(axis=1) <= 1 + 1e-3)
    return float(np.mean(inside)) > 0.25
