"""SSD behind TensorRT's NMS plugin: rows of seven, and how many of them are valid.

Sources: NVIDIA/TensorRT ``plugin/nmsPlugin`` (``NMS_TRT``, ``NMSDynamic_TRT``): a row is ``picture label
confidence x0 y0 x1 y1``, boxes as fractions, label 0 the background; NVIDIA TAO SSD, DSSD, RetinaNet and
Faster R-CNN (whose background is last); the TensorFlow SSDs of jetson-inference and
jkjung-avt/tensorrt_demos. The count is an integer even where the engine declares a float.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine_core.decoders.base import (
    Family,
    ModelFacts,
    Proposal,
    Strength,
    Task,
)
from engine_core.decoders.feeding import fed
from engine_core.decoders.finished import SUPPRESSED_INSIDE
from engine_core.decoders.naming import named, plain_name
from engine_core.decoders.plugin_rows import PluginRowsDecoder
from engine_core.letterbox import Geometry
from engine_core.tensors import TensorSpec
from engine_core.text import text

_COLUMNS = 7
_TENSORFLOW_INPUT = (300, 300)
_COCO_LABELS = 90


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose rows of seven beside a count."""
    if not facts.may_be(Task.DETECT) or len(facts.outputs) != 2:
        return
    rows = named(facts.outputs, "nms")
    is_named = rows is not None
    if rows is None:
        rows = next((s for s in facts.outputs if len(s.shape) in (3, 4) and s.shape[-1] == 7), None)
    if rows is None or rows.shape[-1:] != (_COLUMNS,):
        return
    count = next(spec for spec in facts.outputs if spec.name != rows.name)
    if not _is_count(count, rows):
        return
    frcnn = plain_name(facts.image.spec.name) == "input_image"
    tensorflow = _is_tensorflow(facts) and not frcnn
    yield Proposal(
        family=FAMILY.key,
        title=text("TensorFlow SSD with NMS_TRT")
        if tensorflow
        else text("TAO Faster R-CNN")
        if frcnn
        else text("TAO SSD, DSSD or RetinaNet"),
        task=Task.DETECT,
        decoder=PluginRowsDecoder(
            outputs=(rows.name,),
            columns=_COLUMNS,
            box=3,
            scores=(2,),
            class_id=1,
            picture=0,
            count=count.name,
            class_offset=0 if frcnn else 1,
        ),
        preprocessing=fed(
            facts, "signed-rgb" if tensorflow else "caffe-bgr", geometry=Geometry.STRETCH
        ),
        strength=Strength.NAMED if is_named else Strength.SHAPED,
        cues=(
            text(
                "rows of seven in {rows} and their count in {count}",
                rows=rows.name,
                count=count.name,
            ),
        ),
        suppression=SUPPRESSED_INSIDE,
        has_background=not frcnn,
        confidence=0.3,
    )


def _is_count(spec: TensorSpec, rows: TensorSpec) -> bool:
    """Whether there is one number for each picture."""
    size = 1
    for length in spec.shape:
        size *= length
    return size in (1, rows.shape[0])


def _is_tensorflow(facts: ModelFacts) -> bool:
    """Whether this is TensorFlow's SSD and not TAO's: its input size, and COCO's long list of labels."""
    counts = facts.class_counts | ({facts.class_count} if facts.class_count else frozenset())
    return facts.image.input_wh == _TENSORFLOW_INPUT and any(
        _COCO_LABELS <= count <= _COCO_LABELS + 1 for count in counts
    )


FAMILY = Family(
    key="nms-trt",
    expects=text(
        "rows 1×1×100×7 of picture, label, confidence and box, and their count, e.g. NMS, NMS_1"
    ),
    propose=propose,
    ranks=(4, 4),
)
