"""DetectNet_v2 of NVIDIA TAO (PeopleNet, TrafficCamNet, DashCamNet) and its Caffe forerunner.

Source of the layout: ``nvidia_tao_deploy/cv/detectnet_v2`` of NVIDIA/tao_deploy: ``output_cov``
``(classes, rows, columns)`` after the sigmoid and ``output_bbox`` ``(4 * classes, rows, columns)``, in
either order. The trainer divides by 35 and puts the point of a cell half a pixel off its corner:
``x0 = x + 0.5 - 35 * b0``, ``x1 = x + 0.5 + 35 * b2``, ``x`` the cell's corner in network pixels.

The forerunner (``c/detectNet.cpp`` of dusty-nv/jetson-inference) names its outputs ``coverage`` and
``bboxes``, shares four planes between the classes and gives pixels from the cell's corner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

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
from engine_core.decoders.levels import Scores, Slot, place, score_kind
from engine_core.detections import Candidates
from engine_core.letterbox import Geometry
from engine_core.text import text

_NORM_PX = np.float32(35.0)
_OFFSET_PX = np.float32(0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectNetDecoder:
    """Reads a coverage map and boxes around its cells.

    Attributes:
        coverage: Probability of each class.
        box: Four planes for each class, or four for all.
        in_pixels: Whether boxes are pixels from the cell's corner, as the Caffe network gives them.
    """

    coverage: Slot
    box: Slot
    in_pixels: bool = False

    @property
    def class_count(self) -> int | None:
        return self.coverage.count

    @np.errstate(all="ignore")
    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        coverage = self.coverage.table(outputs)
        # A cell may cover objects of several classes, each with a box of its own.
        class_id, cell = np.nonzero(coverage >= floor)
        cells, strides = anchor_points(input_wh, self.coverage.strides)
        corner = cells[cell] * strides[cell, None]
        planes = self.box.table(outputs).reshape(-1, 4, coverage.shape[1])
        picked = planes[class_id if len(planes) > 1 else np.zeros_like(class_id), :, cell]
        if self.in_pixels:
            xyxy = picked + np.tile(corner, 2)
        else:
            centre = corner + _OFFSET_PX
            xyxy = np.concatenate(
                [centre - picked[:, :2] * _NORM_PX, centre + picked[:, 2:] * _NORM_PX], axis=1
            )
        scores = np.minimum(coverage[class_id, cell], np.float32(1))
        valid = valid_rows(xyxy, scores)
        found = Candidates(xyxy=xyxy, confidence=scores, class_id=class_id)
        return found if valid.all() else found[valid]

    @np.errstate(all="ignore")
    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        kind = score_kind([self.coverage.table(outputs)])
        box = self.box.table(outputs)
        box = box[np.isfinite(box)]
        if kind is Scores.UNKNOWN or box.size == 0:
            return Verdict(fit=UNDECIDED, decoder=self)
        if kind is not Scores.PROBABILITIES:
            return Verdict(fit=0.0, decoder=self)
        # Thirty-fifths of a box within the picture never exceed the picture's size over 35.
        are_pixels = float(np.percentile(np.abs(box), 99)) > 1.5 * max(input_wh) / float(_NORM_PX)
        if are_pixels and not self.in_pixels:
            return Verdict(fit=0.0, decoder=self)
        return Verdict(fit=0.9 if are_pixels or not self.in_pixels else 0.4, decoder=self)


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the head for a coverage map and a map with four planes for each of its classes."""
    if not facts.may_be(Task.DETECT) or len(facts.outputs) != 2:
        return
    slots = sorted(
        place(facts.outputs, facts.image.input_wh, strides=(4, 8, 16, 32)),
        key=lambda slot: slot.channels,
    )
    if len(slots) != 2 or any(len(spec.shape) != 4 for spec in facts.outputs):
        return
    if slots[0].strides != slots[1].strides:
        return
    names = {slot: slot.output.lower() for slot in slots}
    coverage = next((slot for slot in slots if "cov" in names[slot]), slots[0])
    box = slots[1] if coverage is slots[0] else slots[0]
    if facts.class_count not in (None, coverage.channels):
        return
    caffe_names = "coverage" in names[coverage] and "bboxes" in names[box]
    tao_names = "output_cov" in names[coverage] and "output_bbox" in names[box]
    cue = text(
        "two maps of the same size, {classes} planes of coverage and {planes} of boxes",
        classes=coverage.channels,
        planes=box.channels,
    )
    if box.channels == 4 * coverage.channels and not caffe_names:
        yield Proposal(
            family=FAMILY.key,
            title=text("DetectNet_v2 head (NVIDIA TAO)"),
            task=Task.DETECT,
            decoder=DetectNetDecoder(coverage=coverage, box=box),
            preprocessing=fed(facts, "unit-rgb", geometry=Geometry.STRETCH),
            strength=Strength.NAMED if tao_names else Strength.SHAPED,
            cues=(cue,),
            suppression=Suppression(iou=0.5),
            confidence=0.3,
        )
    if box.channels == 4 and not tao_names:
        yield Proposal(
            family=FAMILY.key,
            title=text("DetectNet head (Caffe)"),
            task=Task.DETECT,
            decoder=DetectNetDecoder(coverage=coverage, box=box, in_pixels=True),
            preprocessing=fed(facts, "caffe-bgr", geometry=Geometry.STRETCH),
            strength=Strength.NAMED if caffe_names else Strength.POSSIBLE,
            cues=(cue,),
            suppression=Suppression(iou=0.5),
            confidence=0.5,
        )


FAMILY = Family(
    key="detectnet",
    expects=text(
        "a coverage map (1, classes, h, w) and boxes (1, 4 × classes, h, w), e.g. 1×3×34×60 and "
        "1×12×34×60"
    ),
    propose=propose,
    ranks=(4, 4),
)
