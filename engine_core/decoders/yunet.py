"""YuNet: faces with five points, twelve outputs.

Source of the layout: ``onnx/`` and ``mmdet/models/dense_heads/yunet_head.py`` of
ShiqiYu/libfacedetection.train, and OpenCV's ``modules/objdetect/src/face_detect.cpp``: ``cls_N``,
``obj_N`` ``(cells, 1)``, ``bbox_N`` ``(cells, 4)`` and ``kps_N`` ``(cells, 10)`` for strides 8, 16 and
32. Confidence = sqrt(cls * obj); centre = (value + cell) * stride, size = exp(value) * stride, point
= (value + cell) * stride. Fed with BGR as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine_core import boxes
from engine_core.boxes import FloatArray
from engine_core.decoders.base import (
    UNDECIDED,
    Family,
    ModelFacts,
    Outputs,
    Proposal,
    Strength,
    Suppression,
    Task,
    Verdict,
    anchor_points,
    valid_rows,
)
from engine_core.decoders.feeding import fed
from engine_core.decoders.levels import Scores, Slot, by_level, place, score_kind
from engine_core.detections import Candidates
from engine_core.letterbox import Geometry
from engine_core.text import text


@dataclass(frozen=True, slots=True)
class YuNetLevel:
    """The outputs of one stride; class score and objectness are multiplied, so they may be swapped."""

    classes: Slot
    objectness: Slot
    box: Slot
    points: Slot

    def scores(self, outputs: Outputs) -> FloatArray:
        """Return confidences ``(cells,)``."""
        product = self.classes.table(outputs)[0] * self.objectness.table(outputs)[0]
        confidence: FloatArray = np.sqrt(np.clip(product, 0, 1))
        return confidence


@dataclass(frozen=True, slots=True)
class YuNetDecoder:
    """Reads YuNet's levels."""

    levels: tuple[YuNetLevel, ...]

    @property
    def class_count(self) -> int | None:
        return 1

    @property
    def keypoints(self) -> tuple[int, int]:
        """Five points of a face, x and y each."""
        return 5, 2

    @np.errstate(all="ignore")
    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        placed, confidences, keypoints = [], [], []
        for level in self.levels:
            scores = level.scores(outputs)
            rows = np.flatnonzero(scores >= floor)
            cells, strides = anchor_points(input_wh, level.box.strides)
            cell, stride = cells[rows], strides[rows, None]
            box = level.box.table(outputs)[:, rows].T
            points = level.points.table(outputs)[:, rows].T.reshape(
                rows.size, level.points.count // 2, 2
            )
            size = np.exp(box[:, 2:]) * stride
            placed.append(np.concatenate([(box[:, :2] + cell) * stride, size], axis=1))
            keypoints.append((points + cell[:, None]) * stride[:, None])
            confidences.append(scores[rows])
        confidence = np.concatenate(confidences)
        found = Candidates(
            xyxy=boxes.cxcywh_to_xyxy(np.concatenate(placed)),
            confidence=confidence,
            class_id=np.zeros(len(confidence), np.intp),
            keypoints=np.concatenate(keypoints),
        )
        valid = valid_rows(found.xyxy, found.confidence)
        return found if valid.all() else found[valid]

    @np.errstate(all="ignore")
    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        tables = [level.classes.table(outputs) for level in self.levels]
        tables += [level.objectness.table(outputs) for level in self.levels]
        kind = score_kind(tables)
        if kind is Scores.UNKNOWN:
            return Verdict(fit=UNDECIDED, decoder=self)
        if kind is not Scores.PROBABILITIES:
            return Verdict(fit=0.0, decoder=self)
        return Verdict(fit=0.9, decoder=self)


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the head where every level has two scores, a box and five points."""
    if facts.task not in (None, Task.DETECT, Task.POSE) or facts.class_count not in (None, 1):
        return
    slots = place(facts.outputs, facts.image.input_wh)
    grouped = by_level(slots)
    if len(slots) != len(facts.outputs) or len(grouped) < 3:
        return
    levels = []
    for group in grouped.values():
        ordered = sorted(group, key=lambda slot: slot.channels)
        if [slot.channels for slot in ordered] != [1, 1, 4, 10]:
            return
        levels.append(YuNetLevel(*ordered))
    yield Proposal(
        family=FAMILY.key,
        title=text("YuNet face head"),
        task=Task.POSE,
        decoder=YuNetDecoder(tuple(levels)),
        preprocessing=fed(facts, "raw-bgr", geometry=Geometry.LETTERBOX_TOP_LEFT, pad=0),
        strength=Strength.SHAPED,
        cues=(text("{count} levels with two scores, a box and five points", count=len(levels)),),
        suppression=Suppression(iou=0.3),
        label_hint=("face",),
        confidence=0.6,
    )


FAMILY = Family(
    key="yunet",
    expects=text(
        "for each stride two scores, a box and five points, e.g. 6400×1 twice, 6400×4 and 6400×10"
    ),
    propose=propose,
    ranks=(3,) * 12,
)
