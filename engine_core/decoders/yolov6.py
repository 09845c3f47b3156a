"""YOLOv6: an anchor-free head whose objectness is the constant one.

Source of the layout: ``deploy/ONNX/export_onnx.py`` and ``yolov6/models/effidehead.py`` of
meituan/YOLOv6: ``outputs`` ``(cells, 5 + classes)``, centre and size in network pixels, a column of
ones, classes after the sigmoid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from engine_core.decoders.base import (
    UNDECIDED,
    Family,
    ModelFacts,
    Outputs,
    Proposal,
    Strength,
    Task,
    Verdict,
    anchor_strides,
)
from engine_core.decoders.dense import DenseDecoder, HeadReader, finite_boxes
from engine_core.decoders.feeding import fed
from engine_core.text import text


@dataclass(frozen=True, slots=True)
class YoloV6Decoder(HeadReader):
    """A dense head that insists on its column of ones."""

    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        columns = finite_boxes(self.head.columns(outputs))
        if columns.size == 0:
            return Verdict(fit=UNDECIDED, decoder=self)
        if not np.all(columns[4] == 1):
            return Verdict(fit=0.0, decoder=self)
        verdict = self.head.settle(outputs, input_wh)
        cue = text("the objectness column is one everywhere")
        fit = 0.0 if verdict.is_refuted else 1.0
        return replace(verdict, fit=fit, cues=(cue, *verdict.cues))


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the head for rows of box, one, classes."""
    if not facts.may_be(Task.DETECT):
        return
    for spec in facts.outputs:
        if len(spec.shape) != 3 or spec.shape[2] < 6:
            continue
        classes = spec.shape[2] - 5
        if not anchor_strides(facts.image.input_wh, spec.shape[1]):
            continue
        if facts.class_count == classes + 1:
            continue
        yield Proposal(
            family=FAMILY.key,
            title=text("YOLOv6 head"),
            task=Task.DETECT,
            decoder=YoloV6Decoder(
                DenseDecoder(
                    output=spec.name, channels_first=False, classes=classes, objectness=True
                )
            ),
            preprocessing=fed(facts, "unit-rgb"),
            strength=Strength.POSSIBLE,
            cues=(text("one output {shape}: a row for each cell", shape=list(spec.shape)),),
        )
        return


FAMILY = Family(
    key="yolov6",
    expects=text("one output (1, cells, 5 + classes) whose fifth column is one, e.g. 1×8400×85"),
    propose=propose,
)
