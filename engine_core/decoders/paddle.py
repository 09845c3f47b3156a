"""PaddleDetection with its NMS: rows with the class first, and how many belong to each picture.

Sources: PaddlePaddle/PaddleDetection ``deploy/python/infer.py`` and Paddle2ONNX: rows ``class score x0 y0
x1 y1`` in pixels of the picture divided by ``scale_factor`` (network pixels where that is one), class -1
where a row is not used, and ``bbox_num``. PP-YOLOE+ and RT-DETR take pixels divided by 255, PicoDet (the
small inputs) ImageNet's mean; the network itself does not say which.
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
from engine_core.decoders.naming import is_float, is_integer, side_inputs
from engine_core.decoders.plugin_rows import PluginRowsDecoder
from engine_core.letterbox import Geometry
from engine_core.tensors import DYNAMIC, TensorSpec
from engine_core.text import text

_COLUMNS = 6
_LARGEST_PICODET = 416


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose rows of six, with Paddle's side inputs or its count of rows."""
    sides = side_inputs(facts) & {"scale_factor", "im_shape"}
    rows = next((s for s in facts.outputs if len(s.shape) in (2, 3) and s.shape[-1] == 6), None)
    if rows is None or not is_float(rows) or not facts.may_be(Task.DETECT):
        return
    count = _count(facts, rows)
    if not sides and count is None:
        return
    small = max(facts.image.input_wh) <= _LARGEST_PICODET and "im_shape" not in sides
    cues = [text("rows of six in {rows}", rows=rows.name)]
    if sides:
        cues.append(
            text("the input {names}, as PaddleDetection has it", names=", ".join(sorted(sides)))
        )
    yield Proposal(
        family=FAMILY.key,
        title=text("PicoDet") if small else text("PP-YOLOE+, RT-DETR (PaddleDetection)"),
        task=Task.DETECT,
        decoder=PluginRowsDecoder(
            outputs=(rows.name,),
            columns=_COLUMNS,
            box=2,
            scores=(1,),
            class_id=0,
            count=None if count is None else count.name,
        ),
        preprocessing=fed(
            facts, "imagenet-rgb" if small else "unit-rgb", geometry=Geometry.STRETCH
        ),
        strength=Strength.NAMED if sides else Strength.SHAPED,
        cues=tuple(cues),
        suppression=SUPPRESSED_INSIDE,
        confidence=0.5,
    )


def _count(facts: ModelFacts, rows: TensorSpec) -> TensorSpec | None:
    """Return the output that says how many rows belong to each picture."""
    shapes = ((), (1,), (1, 1), (DYNAMIC,), (facts.image.batch,))
    for spec in facts.outputs:
        if spec.name != rows.name and is_integer(spec) and spec.shape in shapes:
            return spec
    return None


FAMILY = Family(
    key="paddle",
    expects=text("rows n×6 of class, score and box, and their count, e.g. multiclass_nms3_0"),
    propose=propose,
    ranks=(2, 1),
)
