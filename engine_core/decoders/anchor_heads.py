"""YOLOv5 and YOLOv7 before their boxes are placed: three or four maps, often with five axes.

Source of the layout: ``models/yolo.py`` of ultralytics/yolov5 and of WongKinYiu/yolov7 (exported
without ``--grid``): ``(3, rows, columns, 5 + classes)`` per level; converters for embedded chips give
``(3 * (5 + classes), rows, columns)``, with or without the sigmoid. Which anchors belong to it is
nowhere in the outputs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from engine_core.decoders.anchor_sets import (
    DARKNET_SETS,
    YOLOV5_SETS,
    five_axes_heads,
    map_heads,
    sets_for,
)
from engine_core.decoders.anchors import AnchorDecoder, AnchorSet
from engine_core.decoders.base import Family, ModelFacts, Proposal, Strength, Task
from engine_core.decoders.feeding import fed
from engine_core.text import text


def propose(facts: ModelFacts, key: str) -> Iterator[Proposal]:
    """Propose the anchors of one family that has the levels of the heads."""
    # An export that also places its boxes is better read from these.
    if not facts.may_be(Task.DETECT) or any(len(spec.shape) == 3 for spec in facts.outputs):
        return
    heads = five_axes_heads(facts)
    others: dict[str, AnchorSet] = {}
    if not heads:
        heads = map_heads(facts)
        others = sets_for(heads, DARKNET_SETS)
    sets = sets_for(heads, YOLOV5_SETS)
    if key not in sets:
        return
    rivals = {**sets, **others}
    anchors = rivals.pop(key)
    yield Proposal(
        family=key,
        title=text("{trainer} heads", trainer=anchors.title),
        task=Task.DETECT,
        decoder=AnchorDecoder(heads=heads, anchors=anchors, rivals=tuple(rivals.values())),
        preprocessing=fed(facts, "unit-rgb"),
        strength=Strength.POSSIBLE if rivals else Strength.SHAPED,
        cues=(
            text(
                "{count} heads of {classes} classes for 3 anchors",
                count=len(heads),
                classes=heads[0].columns - 5,
            ),
        ),
    )


FAMILIES = tuple(
    Family(
        key=key,
        expects=text("three heads (1, 3, h, w, 5 + classes), e.g. 1×3×80×80×85 at stride 8"),
        propose=partial(propose, key=key),
        ranks=(5, 5, 5),
    )
    for key, sets in YOLOV5_SETS.items()
)
