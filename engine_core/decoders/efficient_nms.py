"""TensorRT's NMS plugins with four outputs: a count, and boxes, scores and classes behind it.

Sources: NVIDIA/TensorRT ``plugin/efficientNMSPlugin`` and ``plugin/batchedNMSPlugin`` (classes as
floats); names as written by YOLOv6, YOLOv7, YOLO-NAS, DAMO-YOLO, triple-Mu/YOLOv8-TensorRT,
Linaom1214/TensorRT-For-YOLO-Series, mmyolo, NVIDIA TAO (``BatchedNMS``) and NVIDIA's
yolov5_gpu_optimization, which shares TAO's names but gives pixels. Also NVIDIA/retinanet-examples, whose
plugin gives no count. What lies behind the count is left over from earlier pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine_core.decoders.base import (
    Family,
    ModelFacts,
    Proposal,
    Strength,
    Task,
)
from engine_core.decoders.feeding import fed
from engine_core.decoders.finished import SUPPRESSED_INSIDE, FinishedDecoder
from engine_core.decoders.naming import is_float, is_integer, named, plain_name
from engine_core.letterbox import Geometry
from engine_core.preprocess import Preprocessing
from engine_core.tensors import TensorSpec
from engine_core.text import Text, text

_COUNTS = (
    "num_dets", "num_detections", "num_detection", "num", "num_predictions", "keepcount", "keep_count",
    "nmsed_num", "nmsed_num_detections", "valid_detections", "batchednms",
)  # fmt: skip
_BOXES = (
    "det_boxes", "detection_boxes", "nmsed_boxes", "bboxes", "boxes", "pred_boxes", "batchednms_1",
)  # fmt: skip
_SCORES = (
    "det_scores", "detection_scores", "nmsed_scores", "scores", "pred_scores", "batchednms_2",
)  # fmt: skip
_CLASSES = (
    "det_classes", "detection_classes", "nmsed_classes", "labels", "classes", "pred_classes",
    "det_labels", "batchednms_3",
)  # fmt: skip


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the four outputs, by name or by type and shape."""
    if not facts.may_be(Task.DETECT):
        return
    outputs = facts.outputs
    boxes, scores, classes = (named(outputs, *names) for names in (_BOXES, _SCORES, _CLASSES))
    count = named(outputs, *_COUNTS)
    if boxes is not None and scores is not None and classes is not None:
        if not _fit(boxes, scores, classes):
            return
        if count is not None:
            yield from _by_name(facts, count, boxes, scores, classes)
        elif len(outputs) == 3 and is_float(classes) and len(scores.shape) == 2:
            yield _retinanet(facts, boxes, scores, classes)
        return
    if not facts.image.channels_last:
        yield from _by_shape(facts)


def _by_name(
    facts: ModelFacts,
    count: TensorSpec,
    boxes: TensorSpec,
    scores: TensorSpec,
    classes: TensorSpec,
) -> Iterator[Proposal]:
    decoder = FinishedDecoder(
        boxes=boxes.name, scores=scores.name, classes=classes.name, count=count.name
    )
    name = plain_name(boxes.name)
    cue = text("{count}, {boxes}, {scores} and {classes}, as an NMS plugin gives them",
               count=count.name, boxes=boxes.name, scores=scores.name, classes=classes.name)  # fmt: skip
    if name.startswith("batchednms"):
        # Both say BatchedNMS: TAO gives fractions of the input, NVIDIA's YOLOv5 sample pixels.
        tao, sample = (replace(decoder, normalised=normalised) for normalised in (True, False))
        is_tao = plain_name(facts.image.spec.name) == "input"
        likely, other = Strength.NAMED, Strength.SHAPED
        proposals = [
            _proposal(
                text("TAO YOLOv3 or YOLOv4"),
                tao,
                (cue,),
                fed(facts, "caffe-bgr"),
                likely if is_tao else other,
            ),
            _proposal(
                text("YOLO with BatchedNMS"),
                sample,
                (cue,),
                fed(facts, "unit-rgb"),
                other if is_tao else likely,
            ),
        ]
        # The first says how the picture is fed while values are seen.
        yield from proposals if is_tao else reversed(proposals)
        return
    # TensorFlow's names belong to boxes with y first.
    strength = Strength.POSSIBLE if name.startswith("detection_") else Strength.NAMED
    cornered = {plain_name(spec.name) for spec in (count, boxes, scores, classes)} == {
        "num",
        "boxes",
        "scores",
        "classes",
    }
    geometry = Geometry.LETTERBOX_TOP_LEFT if cornered else Geometry.LETTERBOX
    preprocessing = fed(facts, "unit-rgb", geometry=geometry)
    yield _proposal(text("YOLO with EfficientNMS"), decoder, (cue,), preprocessing, strength)


def _by_shape(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose a count, boxes and two lists of numbers whatever their names."""
    if len(facts.outputs) != 4:
        return
    boxes = [spec for spec in facts.outputs if spec.shape[-1:] == (4,) and len(spec.shape) == 3]
    if len(boxes) != 1:
        return
    kept = boxes[0].shape[1]
    lists = [spec for spec in facts.outputs if spec.shape == boxes[0].shape[:2] and kept > 1]
    counts = [
        spec
        for spec in facts.outputs
        if spec not in lists
        and is_integer(spec)
        and len(spec.shape) < 3
        and _size(spec) in (1, boxes[0].shape[0])
    ]
    floats = [spec for spec in lists if is_float(spec)]
    if len(lists) != 2 or len(counts) != 1 or not floats:
        return
    whole = [spec for spec in lists if is_integer(spec)]
    decoder = FinishedDecoder(
        boxes=boxes[0].name,
        scores=floats[0].name,
        classes=whole[0].name if whole else floats[1].name,
        count=counts[0].name,
        exchangeable=not whole,
    )
    cue = text("a count, {kept} boxes, and a score and a class for each", kept=kept)
    yield _proposal(
        text("YOLO with an NMS plugin"),
        decoder,
        (cue,),
        fed(facts, "unit-rgb"),
        Strength.SHAPED,
    )


def _retinanet(
    facts: ModelFacts, boxes: TensorSpec, scores: TensorSpec, classes: TensorSpec
) -> Proposal:
    decoder = FinishedDecoder(boxes=boxes.name, scores=scores.name, classes=classes.name)
    return _proposal(
        text("RetinaNet (NVIDIA ODTK)"),
        decoder,
        (text("boxes, scores and classes as floats, and no count"),),
        fed(facts, "imagenet-rgb", geometry=Geometry.LETTERBOX_TOP_LEFT, pad=0),
        Strength.SHAPED,
    )


def _proposal(
    title: Text,
    decoder: FinishedDecoder,
    cues: tuple[Text, ...],
    preprocessing: Preprocessing,
    strength: Strength = Strength.NAMED,
) -> Proposal:
    return Proposal(
        family=FAMILY.key,
        title=title,
        task=Task.DETECT,
        decoder=decoder,
        preprocessing=preprocessing,
        strength=strength,
        cues=cues,
        suppression=SUPPRESSED_INSIDE,
    )


def _fit(boxes: TensorSpec, scores: TensorSpec, classes: TensorSpec) -> bool:
    """Whether there is one score and one class for each box."""
    kept = boxes.shape[:-1]
    if len(kept) == 3 and kept[2] == 1:
        kept = kept[:2]
    return (
        boxes.shape[-1:] == (4,)
        and len(kept) in (1, 2)
        and all(tuple(spec.shape[: len(kept)]) == kept for spec in (scores, classes))
        and all(_size_behind(spec, len(kept)) == 1 for spec in (scores, classes))
    )


def _size_behind(spec: TensorSpec, axes: int) -> int:
    size = 1
    for length in spec.shape[axes:]:
        size *= length
    return size


def _size(spec: TensorSpec) -> int:
    return _size_behind(spec, 0)


FAMILY = Family(
    key="efficient-nms",
    expects=text(
        "a count 1×1, boxes 1×100×4, scores 1×100 and classes 1×100, e.g. num_dets, det_boxes, "
        "det_scores, det_classes"
    ),
    propose=propose,
    ranks=(2, 3, 2, 2),
)
