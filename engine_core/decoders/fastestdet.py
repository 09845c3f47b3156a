"""FastestDet: one level at stride 16, one box per cell.

Source of the layout: ``module/detector.py``, ``utils/tool.py`` (``handle_preds``) of
dog-qiuqiu/FastestDet: ``(5 + classes, rows, columns)`` with objectness (after the sigmoid), four box
values and classes (after the softmax). ``centre = (cell + tanh(value)) * stride``, ``size =
sigmoid(value) * input``, confidence = objectness ** 0.6 * class ** 0.4. Fed with BGR / 255, stretched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine_core import boxes
from engine_core.boxes import FloatArray
from engine_core.decoders.base import (
    UNDECIDED,
    Family,
    ModelFacts,
    Outputs,
    Proposal,
    Strength,
    Task,
    Verdict,
    anchor_points,
    is_probability,
    sigmoid,
    valid_rows,
)
from engine_core.decoders.feeding import fed
from engine_core.decoders.levels import Slot, place
from engine_core.detections import Candidates
from engine_core.letterbox import Geometry
from engine_core.text import text


@dataclass(frozen=True, slots=True)
class FastestDetDecoder:
    """Reads FastestDet's map."""

    head: Slot

    @property
    def class_count(self) -> int | None:
        return self.head.channels - 5

    @np.errstate(all="ignore")
    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        table = self.head.table(outputs)
        # Neither factor exceeds one, so objectness ** 0.6 is the most that a cell can reach.
        objectness = np.clip(table[0], 0, 1) ** np.float32(0.6)
        rows = np.flatnonzero(objectness >= floor)
        classes = table[5:, rows]
        class_id = classes.argmax(axis=0)
        best = np.clip(classes[class_id, np.arange(rows.size)], 0, 1)
        confidence = objectness[rows] * best ** np.float32(0.4)
        cells, strides = anchor_points(input_wh, self.head.strides)
        xyxy = boxes.cxcywh_to_xyxy(
            _placed(table[1:5, rows].T, cells[rows], strides[rows, None], input_wh)
        )
        valid = valid_rows(xyxy, confidence) & (confidence >= floor)
        return Candidates(xyxy=xyxy, confidence=confidence, class_id=class_id)[valid]

    @np.errstate(all="ignore")
    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        table = self.head.table(outputs)
        table = table[:, np.isfinite(table).all(axis=0)]
        if table.size == 0:
            return Verdict(fit=UNDECIDED, decoder=self)
        classes = table[5:]
        sums_to_one = is_probability(classes) and np.allclose(classes.sum(axis=0), 1, atol=0.01)
        if not sums_to_one or not is_probability(table[0]):
            return Verdict(fit=0.0, decoder=self)
        cue = text("the classes of each cell sum to one")
        return Verdict(fit=0.95, decoder=self, cues=(cue,))


def _placed(
    box: FloatArray, cells: FloatArray, stride: FloatArray, input_wh: tuple[int, int]
) -> FloatArray:
    centre = (cells + np.tanh(box[:, :2])) * stride
    size = sigmoid(box[:, 2:]) * np.asarray(input_wh, np.float32)
    return np.concatenate([centre, size], axis=1)


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the head for a single map at stride 16."""
    if not facts.may_be(Task.DETECT) or len(facts.outputs) != 1:
        return
    if len(facts.outputs[0].shape) != 4:
        return
    for slot in place(facts.outputs, facts.image.input_wh, strides=(16,)):
        classes = slot.channels - 5
        if classes < 1 or facts.class_count not in (None, classes):
            continue
        yield Proposal(
            family=FAMILY.key,
            title=text("FastestDet head"),
            task=Task.DETECT,
            decoder=FastestDetDecoder(slot),
            preprocessing=fed(facts, "unit-bgr", geometry=Geometry.STRETCH),
            strength=Strength.SHAPED,
            cues=(text("one map at stride 16 with {count} planes", count=slot.channels),),
            confidence=0.65,
        )


FAMILY = Family(
    key="fastestdet",
    expects=text("one output (1, 5 + classes, h / 16, w / 16), e.g. 1×85×22×22"),
    propose=propose,
    ranks=(4,),
)
