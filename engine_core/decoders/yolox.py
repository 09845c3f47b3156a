"""YOLOX: an anchor-free head with objectness, usually exported before its boxes are placed.

Source of the layout: ``tools/export_onnx.py``, ``yolox/models/yolo_head.py`` and
``yolox/data/data_augment.py`` of Megvii-BaseDetection/YOLOX: ``output`` ``(cells, 5 + classes)``,
objectness and classes after the sigmoid. The default export leaves boxes on their cells (centre =
(value + cell) × stride, size = exp(value) × stride); ``--decode_in_inference`` places them. Fed with
BGR as it is, at the top left, padded with 114.
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
from engine_core.decoders.dense import DenseDecoder, HeadReader, finite_boxes, has_objectness
from engine_core.decoders.feeding import fed
from engine_core.letterbox import Geometry
from engine_core.text import text

# Undecoded centres lie a few cells around their own and sizes are logarithms; decoded ones reach the
# width of the input, which is never below 100 pixels.
_LARGEST_UNDECODED = 20.0


@dataclass(frozen=True, slots=True)
class YoloXDecoder(HeadReader):
    """A dense head that finds out whether its boxes are placed.

    Attributes:
        strides: Levels of the grid, should they not be.
    """

    strides: tuple[int, ...]

    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        columns = finite_boxes(self.head.columns(outputs))
        if columns.size == 0:
            return Verdict(fit=UNDECIDED, decoder=self)
        if np.all(columns[4] == 1):
            return Verdict(fit=0.0, decoder=self)
        largest = float(np.percentile(np.abs(columns[:4]), 99))
        # Fractions of the input never leave [0, 1]; undecoded logarithms and offsets do.
        fractions = largest <= 1.5 and float(columns[:4].min()) >= 0
        if largest < _LARGEST_UNDECODED and not fractions:
            verdict = replace(self.head, grid=self.strides).settle(outputs, input_wh)
            cue = text("boxes are still relative to their cells, so the grid is added")
            fit = 0.0 if verdict.is_refuted else 0.95
            return replace(verdict, fit=fit, cues=(cue, *verdict.cues))
        verdict = self.head.settle(outputs, input_wh)
        if verdict.is_refuted:
            return verdict
        if not has_objectness(columns):
            return replace(verdict, fit=0.3)
        cue = text("the fifth column is an objectness")
        return replace(verdict, fit=0.85, cues=(cue, *verdict.cues))


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the head for rows of box, objectness, classes."""
    if not facts.may_be(Task.DETECT):
        return
    for spec in facts.outputs:
        if len(spec.shape) != 3 or spec.shape[2] < 6:
            continue
        strides = anchor_strides(facts.image.input_wh, spec.shape[1])
        classes = spec.shape[2] - 5
        if strides is None or facts.class_count == classes + 1:
            continue
        yield Proposal(
            family=FAMILY.key,
            title=text("YOLOX head"),
            task=Task.DETECT,
            decoder=YoloXDecoder(
                DenseDecoder(
                    output=spec.name, channels_first=False, classes=classes, objectness=True
                ),
                strides,
            ),
            preprocessing=fed(facts, "raw-bgr", geometry=Geometry.LETTERBOX_TOP_LEFT),
            strength=Strength.POSSIBLE,
            cues=(text("one output {shape}: a row for each cell", shape=list(spec.shape)),),
        )
        return


FAMILY = Family(
    key="yolox",
    expects=text("one output (1, cells, 5 + classes), e.g. 1×8400×85 or 1×3549×85"),
    propose=propose,
)
