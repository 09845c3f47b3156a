"""Darknet YOLO behind the yolo_layer plugin of jkjung-avt/tensorrt_demos.

Source: ``plugins/yolo_layer.cu`` and ``utils/yolo_with_plugins.py`` there: a row is ``x y w h objectness
class probability`` for each anchor, the corner and the size as fractions of the input. Newer versions
concatenate the scales into ``detections``; older ones have an output for each.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine_core.decoders.base import (
    Family,
    ModelFacts,
    Proposal,
    Strength,
    Suppression,
    Task,
    anchor_strides,
)
from engine_core.decoders.box_layouts import BoxLayout
from engine_core.decoders.feeding import fed
from engine_core.decoders.naming import is_float, plain_name
from engine_core.decoders.plugin_rows import PluginRowsDecoder
from engine_core.letterbox import Geometry
from engine_core.tensors import TensorSpec
from engine_core.text import text

_COLUMNS = 7
_ANCHORS = 3
_STRIDE_SETS = ((8, 16, 32), (16, 32), (8, 16, 32, 64))


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose outputs that hold seven numbers for three anchors in each cell."""
    if not facts.may_be(Task.DETECT) or not all(is_float(spec) for spec in facts.outputs):
        return
    sizes = [_size(spec) for spec in facts.outputs]
    if not sizes or any(size <= 0 or size % _COLUMNS for size in sizes):
        return
    boxes = sum(sizes) // _COLUMNS
    size_wh = facts.image.input_wh
    if not anchor_strides(size_wh, boxes, per_cell=_ANCHORS, stride_sets=_STRIDE_SETS):
        return
    is_named = any(plain_name(spec.name) == "detections" for spec in facts.outputs)
    is_flat = all(
        spec.shape[-1] in (1, size) for spec, size in zip(facts.outputs, sizes, strict=True)
    )
    yield Proposal(
        family=FAMILY.key,
        title=text("Darknet YOLO with the yolo_layer plugin"),
        task=Task.DETECT,
        decoder=PluginRowsDecoder(
            outputs=tuple(spec.name for spec in facts.outputs),
            columns=_COLUMNS,
            box=0,
            scores=(4, 6),
            class_id=5,
            layout=BoxLayout.XYWH,
            normalised=True,
        ),
        preprocessing=fed(facts, "unit-rgb", geometry=Geometry.STRETCH),
        strength=Strength.NAMED if is_named else Strength.SHAPED if is_flat else Strength.POSSIBLE,
        cues=(text("seven numbers for each of {boxes} anchors", boxes=boxes),),
        suppression=Suppression(iou=0.5),
        confidence=0.3,
    )


def _size(spec: TensorSpec) -> int:
    """Return how many numbers an output holds for one picture; -1 where that varies."""
    size = 1
    for length in spec.shape[1:]:
        if length < 0:
            return -1
        size *= length
    return size


FAMILY = Family(
    key="yolo-layer",
    expects=text("one output with 7 numbers for each anchor, e.g. detections 1×74529 for 416×416"),
    propose=propose,
    ranks=(3,),
)
