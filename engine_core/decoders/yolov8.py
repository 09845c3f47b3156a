"""YOLOv8, v9, v11, v12: anchor-free heads without objectness, one column per box.

Source of the layout: the exporters of Ultralytics YOLOv8 (``output0`` ``(4 + classes + extras,
boxes)``, centre and size in network pixels, sigmoid applied) and of WongKinYiu/yolov9. Detection,
segmentation (mask coefficients and ``output1`` prototypes), pose (keypoints) and rotated boxes (angle
in the last column). Many converters turn the axes round; the axis with as many places as the strides
have cells is the one of the boxes.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine_core.decoders.base import (
    STRIDE_SETS,
    Family,
    ModelFacts,
    Proposal,
    Strength,
    Suppression,
    Task,
    anchor_strides,
)
from engine_core.decoders.columns import split_columns
from engine_core.decoders.feeding import fed
from engine_core.tensors import TensorSpec
from engine_core.text import text

# YOLOv3-tiny of Ultralytics has this head on two levels; others leave out a fine or a coarse one.
_STRIDE_SETS = (*STRIDE_SETS, (16, 32), (8, 16), (4, 8, 16))
_TITLES = {
    Task.DETECT: text("YOLOv8 detection head"),
    Task.SEGMENT: text("YOLOv8 segmentation head"),
    Task.POSE: text("YOLOv8 pose head"),
    Task.OBB: text("YOLOv8 rotated box head"),
}


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the head for a single output with one axis as long as there are cells."""
    if facts.metadata.end2end:
        return
    for spec in facts.outputs:
        proposals = [
            proposal
            for orientation in _orientations(spec, facts)
            if (proposal := _proposal(facts, spec, *orientation)) is not None
        ]
        if proposals:
            yield from proposals
            return


def _proposal(
    facts: ModelFacts, spec: TensorSpec, channels_first: bool, columns: int, boxes: int
) -> Proposal | None:
    split = split_columns(facts, spec, columns, channels_first=channels_first)
    if split is None:
        return None
    decoder, cues = split
    named = facts.metadata.task is not None and facts.metadata.task == decoder.task.value
    shape = text(
        "one output {shape}: 4 box values and {rest} more for each of {boxes} cells",
        shape=list(spec.shape),
        rest=columns - 4,
        boxes=boxes,
    )
    strength = Strength.NAMED if named else Strength.SHAPED
    return Proposal(
        family=FAMILY.key,
        title=_TITLES[decoder.task],
        task=decoder.task,
        decoder=decoder,
        preprocessing=fed(facts, "unit-rgb"),
        strength=strength if channels_first else Strength.POSSIBLE,
        cues=(shape, *cues),
        suppression=Suppression(iou=0.45),
        label_hint=("person",) if decoder.classes == 1 and decoder.keypoints == (17, 3) else (),
    )


def _orientations(spec: TensorSpec, facts: ModelFacts) -> Iterator[tuple[bool, int, int]]:
    """Give whether columns come first, their number and the number of boxes.

    Small inputs have as many boxes as there may be columns (84 at 64×64); values tell them apart.
    """
    if len(spec.shape) != 3:
        return
    _, first, second = spec.shape
    for channels_first, columns, boxes in ((True, first, second), (False, second, first)):
        strides = anchor_strides(facts.image.input_wh, boxes, stride_sets=_STRIDE_SETS)
        if columns >= 5 and boxes > 0 and strides:
            yield channels_first, columns, boxes


FAMILY = Family(
    key="yolov8",
    expects=text(
        "one output (1, 4 + classes, cells), e.g. 1×84×8400; segmentation adds 1×32×160×160"
    ),
    propose=propose,
)
