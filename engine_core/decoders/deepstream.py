"""DeepStream-Yolo: a row for each cell with score and class chosen, not yet suppressed.

Source of the layout: the ``export_*.py`` of marcoslucianops/DeepStream-Yolo: ``output`` ``(cells, 6)``
= ``x0 y0 x1 y1 score class`` in network pixels.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine_core.decoders.base import (
    Family,
    ModelFacts,
    Proposal,
    Strength,
    Task,
    anchor_strides,
)
from engine_core.decoders.end2end import YOLO, RowsDecoder
from engine_core.decoders.feeding import fed
from engine_core.text import text


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the table for six columns and as many rows as there are cells or anchors."""
    if not facts.may_be(Task.DETECT):
        return
    for spec in facts.outputs:
        if len(spec.shape) != 3 or spec.shape[2] != 6:
            continue
        size = facts.image.input_wh
        if not any(anchor_strides(size, spec.shape[1], per_cell=n) for n in (1, 3)):
            continue
        yield Proposal(
            family=FAMILY.key,
            title=text("DeepStream-Yolo export"),
            task=Task.DETECT,
            decoder=RowsDecoder(output=spec.name, orders=(YOLO,), classes=facts.class_count),
            preprocessing=fed(facts, "unit-rgb"),
            strength=Strength.POSSIBLE,
            cues=(
                text(
                    "one output {shape}: box, score and class for each cell", shape=list(spec.shape)
                ),
            ),
        )
        return


FAMILY = Family(
    key="deepstream",
    expects=text("one output (1, cells, 6) of box, score and class, e.g. 1×8400×6"),
    propose=propose,
)
