"""Anchor-free heads exported as one tensor of boxes and one of class scores.

Sources: tinyvision/DAMO-YOLO ``tools/converter.py`` (scores first, pixels 0..255), super-gradients'
YOLO-NAS without post-processing (boxes first), PaddleDetection with ``exclude_nms`` (scores with the
classes before the boxes), Tianxiaomo/pytorch-YOLOv4 (``boxes`` with a single axis in it, ``confs``), and
the older three outputs of marcoslucianops/DeepStream-Yolo (best score and class of each box).
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
    Suppression,
    Task,
    Verdict,
    anchor_strides,
    is_probability,
)
from engine_core.decoders.box_layouts import are_fractions, settled_layout, sums_to_one
from engine_core.decoders.feeding import fed
from engine_core.decoders.finished import FinishedDecoder
from engine_core.decoders.naming import plain_name, side_inputs
from engine_core.decoders.paired import Activation, PairedDecoder
from engine_core.letterbox import Geometry
from engine_core.tensors import TensorSpec
from engine_core.text import Text, text

_TINY_STRIDES = (16, 32)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxScoreDecoder(PairedDecoder):
    """Reads boxes and a sigmoid score for each class."""

    @np.errstate(all="ignore")
    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        boxes, scores = self.evidence(outputs)
        if not len(boxes) or not len(scores):
            return Verdict(fit=UNDECIDED, decoder=self)
        cues: list[Text] = []
        activation = Activation.NONE
        middle = float(np.median(scores))
        if not is_probability(scores, tolerance=0.01):
            # Logits of anything trained are clearly negative nearly everywhere.
            if middle >= 0:
                return Verdict(fit=0.0, decoder=self)
            activation = Activation.SIGMOID
            cues.append(text("scores lie outside 0 to 1, so a sigmoid is applied"))
        elif sums_to_one(scores):
            return Verdict(fit=0.0, decoder=self)
        layout = settled_layout(boxes)
        if layout is None:
            return Verdict(fit=0.0, decoder=self)
        fractions = are_fractions(boxes)
        if fractions:
            cues.append(text("boxes are fractions of the input size"))
        decoder = replace(self, activation=activation, layout=layout, normalised=fractions)
        # Scores of one half in the middle are no scores of a head that mostly sees nothing.
        return Verdict(fit=0.8 if middle < 0.5 else 0.3, decoder=decoder, cues=tuple(cues))


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose heads whose boxes and scores are outputs of their own."""
    if not facts.may_be(Task.DETECT):
        return
    yield from _best_class(facts)
    if len(facts.outputs) != 2:
        return
    for boxes, scores in (facts.outputs, facts.outputs[::-1]):
        for class_major in (False, True):
            yield from _pair(facts, boxes, scores, class_major=class_major)


def _pair(
    facts: ModelFacts, boxes: TensorSpec, scores: TensorSpec, *, class_major: bool
) -> Iterator[Proposal]:
    single = len(boxes.shape) == 4 and boxes.shape[2] == 1
    if not (single or len(boxes.shape) == 3) or len(scores.shape) != 3 or boxes.shape[-1] != 4:
        return
    count = boxes.shape[1]
    columns, rows = scores.shape[1:] if class_major else scores.shape[:0:-1]
    if rows != count or count < 1 or columns < 1 or (class_major and columns == count):
        return
    boxes_name, scores_name = plain_name(boxes.name), plain_name(scores.name)
    if columns == 4 and "box" in scores_name:
        return
    is_yolov4 = scores_name == "confs" or (single and boxes_name == "boxes")
    # Fewer boxes than cells, at a usual number of queries, is the family of DETR.
    is_dense = _is_dense(facts, count)
    if not (is_yolov4 or is_dense or "box" in boxes_name):
        return
    title, normalisation, geometry, iou = _feeding(
        facts, scores_first=facts.outputs[0] is scores, class_major=class_major, yolov4=is_yolov4
    )
    yield Proposal(
        family=FAMILY.key,
        title=title,
        task=Task.DETECT,
        decoder=BoxScoreDecoder(
            boxes=boxes.name, scores=scores.name, classes=columns, class_major=class_major
        ),
        preprocessing=fed(facts, normalisation, geometry=geometry),
        strength=Strength.NAMED
        if is_yolov4
        else Strength.SHAPED
        if is_dense
        else Strength.POSSIBLE,
        cues=(
            text(
                "{boxes} boxes in {name}, and {columns} scores for each in {scores}",
                boxes=count,
                name=boxes.name,
                columns=columns,
                scores=scores.name,
            ),
        ),
        suppression=Suppression(iou=iou),
    )


def _feeding(
    facts: ModelFacts, *, scores_first: bool, class_major: bool, yolov4: bool
) -> tuple[Text, str, Geometry, float]:
    """Return title, normalisation, geometry and overlap of the family that exports this way."""
    if yolov4:
        return text("YOLOv4 (pytorch-YOLOv4)"), "unit-rgb", Geometry.STRETCH, 0.6
    if "scale_factor" in side_inputs(facts):
        return text("PP-YOLOE without its NMS"), "unit-rgb", Geometry.STRETCH, 0.7
    if class_major:
        return text("PicoDet without its NMS"), "imagenet-rgb", Geometry.STRETCH, 0.6
    if scores_first:
        return text("DAMO-YOLO"), "raw-rgb", Geometry.STRETCH, 0.7
    return text("YOLO-NAS without its NMS"), "unit-rgb", Geometry.LETTERBOX, 0.7


def _best_class(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose boxes with their best score and class: three outputs, each with a row per box."""
    if len(facts.outputs) != 3 or any(len(spec.shape) != 3 for spec in facts.outputs):
        return
    boxes = [spec for spec in facts.outputs if spec.shape[2] == 4]
    singles = [spec for spec in facts.outputs if spec.shape[2] == 1]
    if len(boxes) != 1 or len(singles) != 2 or len({spec.shape[1] for spec in facts.outputs}) != 1:
        return
    by_class = sorted(singles, key=lambda spec: plain_name(spec.name) not in ("classes", "labels"))
    named = plain_name(by_class[0].name) in ("classes", "labels")
    yield Proposal(
        family=FAMILY.key,
        title=text("YOLO for DeepStream, three outputs"),
        task=Task.DETECT,
        decoder=FinishedDecoder(
            boxes=boxes[0].name,
            scores=by_class[1].name,
            classes=by_class[0].name,
            exchangeable=not named,
        ),
        preprocessing=fed(facts, "unit-rgb", pad=0),
        strength=Strength.NAMED if named else Strength.SHAPED,
        cues=(
            text(
                "boxes, their best score and its class for {count} places", count=boxes[0].shape[1]
            ),
        ),
        suppression=Suppression(
            needed=_is_dense(facts, boxes[0].shape[1]),
            iou=0.45,
            reason=text("Each object is proposed once, so there is nothing to remove."),
        ),
    )


def _is_dense(facts: ModelFacts, count: int) -> bool:
    """Whether there is a box, or three, for every cell."""
    size = facts.image.input_wh
    return any(anchor_strides(size, count, per_cell=per_cell) for per_cell in (1, 3)) or bool(
        anchor_strides(size, count, per_cell=3, stride_sets=(_TINY_STRIDES,))
    )


FAMILY = Family(
    key="pairs",
    expects=text("boxes (1, cells, 4) and scores (1, cells, classes), e.g. 1×8400×4 and 1×8400×80"),
    propose=propose,
    ranks=(3, 3),
)
