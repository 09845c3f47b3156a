"""YOLOv3 and YOLOv4 of Darknet before their YOLO layers: two or three maps.

Source of the layout: ``samples/python/yolov3_onnx`` of NVIDIA/TensorRT, which names its maps after
Darknet's layers (``082_convolutional``, ``094_convolutional``, ``106_convolutional``), and Darknet's
``src/yolo_layer.c``. A map has ``3 * (5 + classes)`` channels; levels are told by their size. Without
those names the shapes allow the heads of YOLOv5 and YOLOv7 as well. A ``.cfg`` beside the model says
which anchors are used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from engine_core.decoders.anchor_sets import (
    DARKNET_SETS,
    YOLOV5_SETS,
    map_heads,
    sets_for,
    stated_set,
)
from engine_core.decoders.anchors import AnchorDecoder, AnchorSet, HeadMap
from engine_core.decoders.base import Family, ModelFacts, Proposal, Strength, Suppression, Task
from engine_core.decoders.feeding import fed
from engine_core.letterbox import Geometry
from engine_core.text import Text, text

_LAYER_NAME = re.compile(r"\d{3}_convolutional")


def propose(facts: ModelFacts, key: str) -> Iterator[Proposal]:
    """Propose the anchors of one family that has the levels of the maps, or those of a ``.cfg``."""
    if not facts.may_be(Task.DETECT):
        return
    if facts.anchors:
        heads = map_heads(facts, per_cell=len(facts.anchors[0].anchors) or 3)
        stated = stated_set(heads, facts.anchors)
        # What a .cfg states is read once, whatever its version of YOLO.
        if stated is not None and key == next(iter(DARKNET_SETS)):
            cue = text("anchors from the configuration beside the model")
            yield _proposal(facts, key, heads, stated, strength=Strength.NAMED, cue=cue)
        if stated is not None:
            return
    heads = map_heads(facts)
    sets = sets_for(heads, DARKNET_SETS)
    if key not in sets:
        return
    named = all(_LAYER_NAME.match(head.output) for head in heads)
    rivals = {**sets, **({} if named else sets_for(heads, YOLOV5_SETS))}
    rivals.pop(key)
    cue = text(
        "{count} maps of {classes} classes for 3 anchors",
        count=len(heads),
        classes=heads[0].columns - 5,
    )
    strength = Strength.NAMED if named else Strength.POSSIBLE
    yield _proposal(
        facts, key, heads, sets[key], strength=strength, cue=cue, rivals=tuple(rivals.values())
    )


def _proposal(
    facts: ModelFacts,
    key: str,
    heads: tuple[HeadMap, ...],
    anchors: AnchorSet,
    *,
    strength: Strength,
    cue: Text,
    rivals: tuple[AnchorSet, ...] = (),
) -> Proposal:
    return Proposal(
        family=key,
        title=text("{trainer} maps", trainer=anchors.title),
        task=Task.DETECT,
        decoder=AnchorDecoder(heads=heads, anchors=anchors, rivals=rivals),
        preprocessing=fed(facts, "unit-rgb", geometry=Geometry.STRETCH),
        strength=strength,
        cues=(cue,),
        suppression=Suppression(iou=0.5),
    )


FAMILIES = tuple(
    Family(
        key=key,
        expects=text(
            "two or three maps (1, 3 × (5 + classes), h, w), e.g. 1×255×19×19, 1×255×38×38 and "
            "1×255×76×76"
        ),
        propose=partial(propose, key=key),
        ranks=(4, 4, 4),
    )
    for key, sets in DARKNET_SETS.items()
)
