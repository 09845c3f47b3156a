"""Raw queries of the DETR family: a box and scores for each, with a sigmoid or with “no object”.

Sources: facebookresearch/detr ``models/detr.py`` (a softmax whose last class is no object);
fundamentalvision/Deformable-DETR and what follows it (a sigmoid for each class, the best of all pairs of
query and class are taken). Boxes are centre and size as fractions of the input in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine_core.boxes import FloatArray
from engine_core.decoders.base import UNDECIDED, Outputs, Verdict, is_integral, is_probability
from engine_core.decoders.box_layouts import BoxLayout, are_fractions, settled_layout, sums_to_one
from engine_core.decoders.paired import Activation, Background, PairedDecoder
from engine_core.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryDecoder(PairedDecoder):
    """Reads raw queries.

    Attributes:
        spare_slot: Whether the trainers add a slot behind the classes that no class uses.
    """

    spare_slot: bool = False

    @property
    def class_count(self) -> int | None:
        return self.classes - (self.background is not Background.NONE) - self.spare_slot

    @np.errstate(all="ignore")
    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        boxes, scores = self.evidence(outputs)
        if not len(scores) or not boxes.any():
            return Verdict(fit=UNDECIDED, decoder=self)
        if not are_fractions(boxes):
            return Verdict(fit=0.0, decoder=self)
        if self.scores is None:
            return Verdict(fit=self._settle_joined(outputs), decoder=self)
        cues: list[Text] = []
        decoder = replace(self, layout=self._settled_layout(boxes))
        if is_probability(scores):
            has_none = sums_to_one(scores)
            decoder = replace(
                decoder,
                activation=Activation.NONE,
                background=Background.LAST if has_none else Background.NONE,
                several_per_box=not has_none,
            )
        elif _has_no_object(scores):
            cues.append(text("most queries choose the last class: it stands for “no object”"))
            decoder = replace(
                decoder,
                activation=Activation.SOFTMAX,
                background=Background.LAST,
                several_per_box=False,
                spare_slot=False,
            )
        elif float(np.median(scores)) < 0:
            cues.append(text("scores are logits of a sigmoid"))
            decoder = replace(
                decoder,
                activation=Activation.SIGMOID,
                background=Background.NONE,
                several_per_box=True,
            )
        else:
            return Verdict(fit=0.0, decoder=self)
        return Verdict(fit=0.9, decoder=decoder, cues=tuple(cues))

    def _settle_joined(self, outputs: Outputs) -> float:
        """Tell boxes with class scores from finished rows, whose sixth number is a class."""
        boxes, scores = self.box_rows(outputs), self.score_rows(outputs)
        used = np.isfinite(scores).all(axis=1) & (boxes != 0).any(axis=1)
        scores = scores[used]
        if not len(scores):
            return UNDECIDED
        if not is_probability(scores):
            return 0.0
        if scores.shape[1] > 1 and is_integral(scores[:, 1]):
            return 0.0
        return 0.9

    def _settled_layout(self, boxes: FloatArray) -> BoxLayout:
        if self.layout is BoxLayout.CXCYWH and settled_layout(boxes) is BoxLayout.XYXY:
            # Large objects alone look like corners; half of the boxes reaching outside settles it.
            half = boxes[:, 2:4] / 2
            outside = (boxes[:, :2] - half < -0.1).any(axis=1) | (boxes[:, :2] + half > 1.1).any(
                axis=1
            )
            return BoxLayout.XYXY if float(outside.mean()) > 0.5 else BoxLayout.CXCYWH
        return self.layout


def _has_no_object(logits: FloatArray) -> bool:
    """Whether most queries choose the last class firmly: sigmoid logits lie far below zero there."""
    if logits.shape[1] < 2:
        return False
    chosen = logits.argmax(axis=1) == logits.shape[1] - 1
    return bool(chosen.mean() > 0.5) and float(np.median(logits[:, -1])) > 0
