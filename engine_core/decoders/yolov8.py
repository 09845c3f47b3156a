"""YOLOv8, v9, v11, v12: anchor-free heads without objectness, one column per box.

Source of the layout: the exporters of Ultralytics YOLOv8 (``output0`` ``(4 + classes + extras,
boxes)``, centre and size in network pixels, sigmoid applied) and of WongKinYiu/yolov9. Detection,
segmentation (mask coefficients and ``output1`` prototypes), pose (keypoints) and rotated boxes (angle
in the last column). Many converters turn the axes round; the axis with as many places as the strides
have cells is the one of the boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine_core.decoders.base import (
    Family,
    ModelFacts,
    Proposal,
    Strength,
    Suppression,
    Task,
    anchor_strides,
)
from engine_core.decoders.dense import DenseDecoder
from engine_core.decoders.feeding import fed
from engine_core.tensors import TensorSpec
from engine_core.text import Text, text

_TASK_NAMES = {
    Task.DETECT: "detection",
    Task.SEGMENT: "segmentation",
    Task.POSE: "pose",
    Task.OBB: "rotated box",
}


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the head for a single output with one axis as long as there are cells."""
    if facts.metadata.end2end:
        return
    for spec in facts.outputs:
        oriented = _orientation(spec, facts)
        if oriented is None:
            continue
        channels_first, columns, boxes = oriented
        decoder, cues = _columns(spec, channels_first, columns, facts)
        if decoder is None:
            continue
        named = facts.metadata.task is not None and facts.metadata.task == decoder.task.value
        shape = text(
            "one output {shape}: 4 box values and {rest} more for each of {boxes} cells",
            shape=list(spec.shape),
            rest=columns - 4,
            boxes=boxes,
        )
        strength = Strength.NAMED if named and channels_first else Strength.SHAPED
        yield Proposal(
            family=FAMILY.key,
            title=f"YOLOv8 {_TASK_NAMES[decoder.task]} head",
            task=decoder.task,
            decoder=decoder,
            preprocessing=fed(facts, "unit-rgb"),
            strength=strength if channels_first else Strength.POSSIBLE,
            cues=(shape, *cues),
            suppression=Suppression(iou=0.45),
            label_hint=("person",) if decoder.classes == 1 and decoder.keypoints == (17, 3) else (),
        )
        return


def _orientation(spec: TensorSpec, facts: ModelFacts) -> tuple[bool, int, int] | None:
    """Return whether columns come first, their number and the number of boxes."""
    if len(spec.shape) != 3:
        return None
    _, first, second = spec.shape
    for channels_first, columns, boxes in ((True, first, second), (False, second, first)):
        if columns >= 5 and boxes > 0 and anchor_strides(facts.image.input_wh, boxes):
            return channels_first, columns, boxes
    return None


def _columns(
    spec: TensorSpec, channels_first: bool, columns: int, facts: ModelFacts
) -> tuple[DenseDecoder | None, tuple[Text, ...]]:
    """Say how many of the columns are classes, by metadata, a second output, or leave it open."""
    behind = columns - 4
    decoder = DenseDecoder(output=spec.name, channels_first=channels_first, classes=behind)
    prototypes = _prototypes(facts, spec)
    if facts.task is Task.CLASSIFY:
        return None, ()
    if prototypes is not None and facts.may_be(Task.SEGMENT) and behind > prototypes.shape[1]:
        masks = prototypes.shape[1]
        cue = text(
            "{count} mask coefficients for the prototypes in {name}",
            count=masks,
            name=prototypes.name,
        )
        return replace(decoder, classes=behind - masks, masks=masks, prototypes=prototypes.name), (
            cue,
        )
    keypoints = facts.metadata.kpt_shape
    if keypoints is not None and facts.may_be(Task.POSE):
        classes = behind - keypoints[0] * keypoints[1]
        if classes >= 1:
            return replace(decoder, classes=classes, keypoints=keypoints), (
                text("{count} keypoints by the metadata", count=keypoints[0]),
            )
    if facts.task is Task.OBB and behind >= 2:
        return replace(decoder, classes=behind - 1, rotated=True), (
            text("the last column is the angle of the box"),
        )
    if facts.class_count is not None and facts.class_count <= behind:
        extras = behind - facts.class_count
        counted = replace(decoder, classes=facts.class_count)
        if extras == 0:
            return counted, ()
        if extras == 1 and facts.may_be(Task.OBB):
            return replace(counted, rotated=True), (
                text("one column more than the classes: the angle of the box"),
            )
    if facts.task is Task.DETECT:
        return decoder, ()
    return replace(decoder, open_columns=True), ()


def _prototypes(facts: ModelFacts, rows: TensorSpec) -> TensorSpec | None:
    """Return the output with mask prototypes: ``(n, m, h / 4, w / 4)``."""
    for spec in facts.outputs:
        if spec.name != rows.name and len(spec.shape) == 4 and spec.shape[1] > 1:
            w, h = facts.image.input_wh
            if spec.shape[2:] == (-(-h // 4), -(-w // 4)):
                return spec
    return None


FAMILY = Family(
    key="yolov8",
    title="YOLOv8, v9, v11, v12",
    expects=text(
        "one output (1, 4 + classes, cells), e.g. 1×84×8400; segmentation adds 1×32×160×160"
    ),
    propose=propose,
)
