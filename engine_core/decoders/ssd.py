"""SSD with its boxes placed but not suppressed: softmax scores with a background, and corners.

Sources: the exporters of qfgaohao/pytorch-ssd and of jetson-inference's fork (``scores`` ``(n, k, 1 +
classes)``, ``boxes`` ``(n, k, 4)`` as fractions), and Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB,
which has the same head for faces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from engine_core.boxes import FloatArray
from engine_core.decoders.base import (
    UNDECIDED,
    Family,
    ModelFacts,
    Outputs,
    Proposal,
    Strength,
    Suppression,
    Task,
    Verdict,
    is_probability,
    softmax,
)
from engine_core.decoders.box_layouts import are_fractions, settled_layout, sums_to_one
from engine_core.decoders.feeding import fed
from engine_core.decoders.naming import plain_name
from engine_core.decoders.paired import Activation, Background, PairedDecoder
from engine_core.letterbox import Geometry
from engine_core.tensors import TensorSpec
from engine_core.text import Text, text

_FACE_STRIDES = ((8, 3), (16, 2), (32, 2), (64, 3))
_VGG16_PRIORS = 8732


@dataclass(frozen=True, slots=True, kw_only=True)
class SsdDecoder(PairedDecoder):
    """Reads SSD's scores and boxes."""

    @np.errstate(all="ignore")
    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        boxes, scores = self.evidence(outputs)
        if not len(boxes) or not len(scores):
            return Verdict(fit=UNDECIDED, decoder=self)
        cues: list[Text] = []
        if is_probability(scores, tolerance=0.01):
            if not sums_to_one(scores):
                return Verdict(fit=0.0, decoder=self)
            activation, fit, certain = Activation.NONE, 0.95, scores
            cues.append(text("the scores of each box add up to one, as a softmax makes them"))
        else:
            activation, fit, certain = Activation.SOFTMAX, 0.8, softmax(scores, axis=1)
            cues.append(text("scores lie outside 0 to 1, so a softmax is applied"))
        background = _background(certain)
        if background is None or (
            activation is Activation.SOFTMAX and not _is_softmax(scores, background)
        ):
            return Verdict(fit=0.0, decoder=self)
        layout = settled_layout(boxes)
        if layout is None:
            return Verdict(fit=0.0, decoder=self)
        decoder = replace(
            self,
            activation=activation,
            background=background,
            layout=layout,
            normalised=are_fractions(boxes),
        )
        return Verdict(fit=fit, decoder=decoder, cues=tuple(cues))


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the head for exactly two outputs of as many boxes as scores."""
    if len(facts.outputs) != 2 or not facts.may_be(Task.DETECT):
        return
    for boxes, scores in (facts.outputs, facts.outputs[::-1]):
        if not _are_paired(boxes, scores):
            continue
        if scores.shape[2] == 4 and "box" in plain_name(scores.name):
            continue
        count, columns = boxes.shape[1], scores.shape[2]
        is_face = columns == 2 and count == _face_priors(facts.image.input_wh)
        is_named = (plain_name(boxes.name), plain_name(scores.name)) == ("boxes", "scores")
        shape = text(
            "{boxes} boxes in {name}, and {columns} scores for each in {scores}",
            boxes=count,
            name=boxes.name,
            columns=columns,
            scores=scores.name,
        )
        face = text("as many boxes as UltraFace has for this input size")
        yield Proposal(
            family=FAMILY.key,
            title=text("UltraFace") if is_face else text("SSD"),
            task=Task.DETECT,
            decoder=SsdDecoder(
                boxes=boxes.name,
                scores=scores.name,
                classes=columns,
                background=Background.FIRST,
                normalised=True,
            ),
            preprocessing=fed(
                facts,
                "vgg-rgb" if count == _VGG16_PRIORS else "ssd-rgb",
                geometry=Geometry.STRETCH,
            ),
            strength=Strength.SHAPED if is_face or is_named else Strength.POSSIBLE,
            cues=(shape, face) if is_face else (shape,),
            suppression=Suppression(iou=0.3 if is_face else 0.45),
            label_hint=("face",) if is_face else (),
            has_background=True,
            confidence=0.7 if is_face else 0.4,
        )


def _are_paired(boxes: TensorSpec, scores: TensorSpec) -> bool:
    return (
        len(boxes.shape) == len(scores.shape) == 3
        and boxes.shape[2] == 4
        and scores.shape[2] >= 2
        and boxes.shape[1] == scores.shape[1] > 0
    )


def _face_priors(input_wh: tuple[int, int]) -> int:
    """Return UltraFace's number of boxes: three, two, two and three per cell of its levels."""
    w, h = input_wh
    return sum(-(-w // stride) * -(-h // stride) * boxes for stride, boxes in _FACE_STRIDES)


def _background(shares: FloatArray) -> Background | None:
    """Return the column that most boxes belong to; None where it is neither the first nor the last."""
    typical = np.median(shares, axis=0)
    if max(typical[0], typical[-1]) < 0.5:
        return None
    return Background.FIRST if typical[0] >= typical[-1] else Background.LAST


def _is_softmax(scores: FloatArray, background: Background) -> bool:
    """Whether the background stands out by itself.

    Sigmoid logits of classes are all far below zero where nothing is, however they compare.
    """
    column = scores[:, 0 if background is Background.FIRST else -1]
    return float(np.median(column)) > -2


FAMILY = Family(
    key="ssd",
    expects=text(
        "scores (1, boxes, 1 + classes) and boxes (1, boxes, 4), e.g. 1×3000×21 and 1×3000×4"
    ),
    propose=propose,
    ranks=(3, 3),
)
