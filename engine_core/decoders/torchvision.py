"""torchvision's detectors, and others that give one row per object without a batch.

Sources: pytorch/vision ``torchvision/models/detection`` (a dictionary of ``boxes`` ``(n, 4)`` in pixels of
the picture that was fed, ``labels`` ``(n,)`` from 1, ``scores`` ``(n,)`` and for Mask R-CNN ``masks``
``(n, 1, h, w)``); the ONNX model zoo's Faster R-CNN and Mask R-CNN, with the same outputs and an input
``(3, h, w)`` without a batch.
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
from engine_core.decoders.finished import SUPPRESSED_INSIDE, FinishedDecoder
from engine_core.decoders.naming import is_float, is_integer, plain_name
from engine_core.letterbox import Geometry
from engine_core.tensors import DYNAMIC, TensorSpec
from engine_core.text import text


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose rows of boxes, whole labels and scores, whatever their names."""
    outputs = facts.outputs
    boxes = next(
        (s for s in outputs if len(s.shape) == 2 and s.shape[1] == 4 and is_float(s)), None
    )
    labels = next((s for s in outputs if len(s.shape) == 1 and is_integer(s)), None)
    scores = next((s for s in outputs if len(s.shape) == 1 and is_float(s)), None)
    if boxes is None or labels is None or scores is None or len(outputs) > 4:
        return
    known = {spec.shape[0] for spec in (boxes, labels, scores)} - {DYNAMIC}
    if len(known) > 1:
        return
    masks = _masks(facts)
    task = Task.SEGMENT if masks is not None and facts.may_be(Task.SEGMENT) else Task.DETECT
    if not facts.may_be(task) or (len(outputs) == 4 and _other(facts) is None):
        return
    # The model zoo's networks come from Caffe2 and take BGR pixels minus their mean.
    zoo = facts.image.batch == 0 and plain_name(facts.image.spec.name) == "image"
    yield Proposal(
        family=FAMILY.key,
        title=text("Faster R-CNN of the ONNX model zoo") if zoo else text("torchvision detector"),
        task=task,
        decoder=FinishedDecoder(
            boxes=boxes.name,
            scores=scores.name,
            classes=labels.name,
            class_offset=1,
            normalised=False,
            masks=masks.name if masks is not None and task is Task.SEGMENT else None,
        ),
        preprocessing=fed(
            facts,
            "rcnn-bgr" if zoo else "unit-rgb",
            geometry=Geometry.LETTERBOX_TOP_LEFT,
            pad=0,
        ),
        strength=Strength.SHAPED,
        cues=(
            text(
                "one row per object in {boxes}, {labels} and {scores}",
                boxes=boxes.name,
                labels=labels.name,
                scores=scores.name,
            ),
        ),
        suppression=SUPPRESSED_INSIDE,
        has_background=True,
        confidence=0.5,
    )


def _other(facts: ModelFacts) -> TensorSpec | None:
    """Return the fourth output, ``(n, 1, h, w)``, whatever its masks cover."""
    for spec in facts.outputs:
        if len(spec.shape) == 4 and spec.shape[1] == 1:
            return spec
    return None


def _masks(facts: ModelFacts) -> TensorSpec | None:
    """Return masks over the whole input; those of 28×28 within a box are not read."""
    spec = _other(facts)
    w, h = facts.image.input_wh
    return spec if spec is not None and spec.shape[2:] == (h, w) else None


FAMILY = Family(
    key="torchvision",
    expects=text("boxes n×4, whole labels n and scores n, one row for each object"),
    propose=propose,
    ranks=(2, 1, 1),
)
