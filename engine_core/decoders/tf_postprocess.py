"""TensorFlow's detection graphs: boxes with y first, classes, scores and a count.

Sources: tensorflow/models ``object_detection`` (``detection_boxes`` …, classes as floats from 1);
TensorFlow Lite's ``TFLite_Detection_PostProcess`` (four float outputs, classes from 0); NVIDIA/TensorRT
``samples/python/{efficientdet,tensorflow_object_detection_api,detectron2}``, which put EfficientNMS under
the same names (classes as integers from 0) and keep y first; NVIDIA TAO EfficientDet. Classes from 0 are
places in a label map that may have gaps.
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
from engine_core.decoders.box_layouts import BoxLayout
from engine_core.decoders.feeding import fed
from engine_core.decoders.finished import SUPPRESSED_INSIDE, FinishedDecoder
from engine_core.decoders.naming import is_integer, named, plain_name
from engine_core.letterbox import Geometry
from engine_core.preprocess import Preprocessing
from engine_core.tensors import TensorSpec
from engine_core.text import text

_TFLITE = "tflite_detection_postprocess"
_MEAN_OF_IMAGENET = (124, 116, 104)


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose TensorFlow's outputs by name, or four float outputs of a network fed channels last."""
    if not facts.may_be(Task.DETECT):
        return
    found = _by_name(facts) or _by_shape(facts)
    if found is None:
        return
    decoder, strength = found
    yield Proposal(
        family=FAMILY.key,
        title=text("TensorFlow detection graph"),
        task=Task.DETECT,
        decoder=decoder,
        preprocessing=_feeding(facts),
        strength=strength,
        cues=(
            text(
                "boxes with y first in {boxes}, {scores} and {classes}, as TensorFlow gives them",
                boxes=decoder.boxes,
                scores=decoder.scores,
                classes=decoder.classes,
            ),
        ),
        suppression=SUPPRESSED_INSIDE,
        has_background=decoder.class_offset == 1,
    )


def _by_name(facts: ModelFacts) -> tuple[FinishedDecoder, Strength] | None:
    tflite = [named(facts.outputs, f"{_TFLITE}{suffix}") for suffix in ("", ":1", ":2", ":3")]
    boxes, classes, scores, count = tflite
    if boxes is not None and classes is not None and scores is not None:
        # Converters keep the order of the operator, but nothing binds them to.
        decoder = replace(_decoder(boxes, scores, classes, count), exchangeable=True)
        return (decoder, Strength.NAMED) if _fit(boxes, scores, classes) else None
    boxes, scores, classes = (
        _beginning(facts, f"detection_{kind}") for kind in ("boxes", "scores", "classes")
    )
    if boxes is None or scores is None or classes is None or not _fit(boxes, scores, classes):
        return None
    count = _beginning(facts, "num_detections")
    decoder = _decoder(boxes, scores, classes, count)
    # The object detection API counts its classes, which are floats there, from one.
    return replace(decoder, class_offset=0 if is_integer(classes) else 1), Strength.NAMED


def _by_shape(facts: ModelFacts) -> tuple[FinishedDecoder, Strength] | None:
    """Find four outputs by their shapes: TensorFlow Lite's converters often lose the names."""
    if len(facts.outputs) != 4 or not facts.image.channels_last:
        return None
    boxes = [spec for spec in facts.outputs if len(spec.shape) == 3 and spec.shape[2] == 4]
    if len(boxes) != 1 or boxes[0].shape[1] < 2:
        return None
    lists = [spec for spec in facts.outputs if spec.shape == boxes[0].shape[:2]]
    counts = [spec for spec in facts.outputs if spec not in lists and spec not in boxes]
    if len(lists) != 2 or counts[0].shape not in ((), (1,), (1, 1), boxes[0].shape[:1]):
        return None
    whole = [spec for spec in lists if is_integer(spec)]
    if whole:
        scores = next((spec for spec in lists if spec not in whole), None)
        if scores is None:
            return None
        return _decoder(boxes[0], scores, whole[0], counts[0]), Strength.SHAPED
    decoder = _decoder(boxes[0], lists[0], lists[1], counts[0])
    return replace(decoder, exchangeable=True), Strength.SHAPED


def _decoder(
    boxes: TensorSpec, scores: TensorSpec, classes: TensorSpec, count: TensorSpec | None
) -> FinishedDecoder:
    return FinishedDecoder(
        boxes=boxes.name,
        scores=scores.name,
        classes=classes.name,
        count=None if count is None else count.name,
        layout=BoxLayout.YXYX,
    )


def _beginning(facts: ModelFacts, name: str) -> TensorSpec | None:
    """Return the output with this name, or with what NVIDIA's Detectron2 sample appends to it."""
    exact = named(facts.outputs, name)
    if exact is not None:
        return exact
    return next((s for s in facts.outputs if plain_name(s.name).startswith(f"{name}_")), None)


def _fit(boxes: TensorSpec, scores: TensorSpec, classes: TensorSpec) -> bool:
    rows = boxes.shape[:-1]
    return boxes.shape[-1:] == (4,) and scores.shape == rows == classes.shape


def _feeding(facts: ModelFacts) -> Preprocessing:
    """Return the preprocessing: scaling is mostly inside the graph, what differs is the geometry."""
    name = plain_name(facts.image.spec.name)
    if not facts.image.channels_last and _beginning(facts, "detection_masks") is not None:
        # NVIDIA's Detectron2 sample.
        return fed(facts, "raw-bgr", geometry=Geometry.LETTERBOX_TOP_LEFT, pad=_MEAN_OF_IMAGENET)
    if name == "input":
        # EfficientDet of NVIDIA's sample and of TAO.
        return fed(facts, "raw-rgb", geometry=Geometry.LETTERBOX_TOP_LEFT, pad=_MEAN_OF_IMAGENET)
    normalised = "normalized_input_image" in name
    return fed(facts, "signed-rgb" if normalised else "raw-rgb", geometry=Geometry.STRETCH)


FAMILY = Family(
    key="tf",
    expects=text(
        "detection_boxes 1×100×4 with y first, detection_classes, detection_scores 1×100 and "
        "num_detections; or the four outputs of TFLite_Detection_PostProcess"
    ),
    propose=propose,
    ranks=(3, 2, 2, 1),
)
