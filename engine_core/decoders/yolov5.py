"""YOLOv5 and YOLOv7, decoded: anchor-based heads with objectness, one row per anchor.

Source of the layout: ``export.py`` and ``models/yolo.py`` of ultralytics/yolov5 and ``export.py
--grid`` of WongKinYiu/yolov7: ``(anchors, 5 + classes)``, centre and size in network pixels,
objectness and classes after the sigmoid, confidence = objectness × class. Three anchors per cell.
Segmentation adds 32 mask coefficients and ``output1`` prototypes. Exports before mid-2022 give the raw
five-dimensional heads beside it, which are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine_core.decoders.base import (
    STRIDE_SETS,
    Family,
    ModelFacts,
    Proposal,
    Strength,
    anchor_strides,
)
from engine_core.decoders.columns import split_columns
from engine_core.decoders.feeding import fed
from engine_core.text import text

_ANCHORS_PER_CELL = 3
# The tiny variants have no stride 8.
_STRIDE_SETS = (*STRIDE_SETS, (16, 32))


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the head for an output with three rows per cell."""
    for spec in facts.outputs:
        if len(spec.shape) != 3:
            continue
        _, first, second = spec.shape
        for channels_first, columns, rows in ((False, second, first), (True, first, second)):
            strides = anchor_strides(
                facts.image.input_wh, rows, per_cell=_ANCHORS_PER_CELL, stride_sets=_STRIDE_SETS
            )
            split = (
                split_columns(facts, spec, columns, channels_first=channels_first, objectness=True)
                if strides
                else None
            )
            if split is None:
                continue
            decoder, cues = split
            yield Proposal(
                family=FAMILY.key,
                title=text("YOLOv5 or YOLOv7 head"),
                task=decoder.task,
                decoder=decoder,
                preprocessing=fed(facts, "unit-rgb"),
                strength=Strength.SHAPED,
                cues=(
                    text(
                        "one output {shape}: box, objectness and {rest} more for each of "
                        "3 anchors in every cell",
                        shape=list(spec.shape),
                        rest=columns - 5,
                    ),
                    *cues,
                ),
            )
            return


FAMILY = Family(
    key="yolov5",
    expects=text("one output (1, 3 × cells, 5 + classes), e.g. 1×25200×85"),
    propose=propose,
)
