"""OpenMMLab's detectors exported with mmdeploy: boxes with their score, labels, perhaps masks.

Source: open-mmlab/mmdeploy ``configs/mmdet/_base_/base_static.py`` and ``codebase/mmdet``: ``dets``
``(n, k, 5)`` as ``x0 y0 x1 y1 score`` in network pixels and ``labels`` ``(n, k)``, -1 where a row is not
used. Preprocessing as in mmdet's configurations of RTMDet and of the two-stage detectors.
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
from engine_core.decoders.naming import is_float, is_integer, named
from engine_core.letterbox import Geometry
from engine_core.tensors import TensorSpec
from engine_core.text import text


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose boxes of five numbers with a whole label for each."""
    dets, labels = named(facts.outputs, "dets"), named(facts.outputs, "labels")
    is_named = dets is not None and labels is not None
    if dets is None or labels is None:
        if len(facts.outputs) != 2:
            return
        dets = next((s for s in facts.outputs if s.shape[-1:] == (5,) and is_float(s)), None)
        labels = next((s for s in facts.outputs if is_integer(s)), None)
    if dets is None or labels is None or dets.shape[-1:] != (5,):
        return
    if len(dets.shape) not in (2, 3) or labels.shape != dets.shape[:-1]:
        return
    masks = _masks(facts)
    task = Task.SEGMENT if masks is not None and facts.may_be(Task.SEGMENT) else Task.DETECT
    if not facts.may_be(task):
        return
    w, h = facts.image.input_wh
    # One-stage detectors are exported square; the others at a size like 800×1344.
    rtmdet = w == h
    yield Proposal(
        family=FAMILY.key,
        title=text("RTMDet (mmdeploy)") if rtmdet else text("mmdet detector (mmdeploy)"),
        task=task,
        decoder=FinishedDecoder(
            boxes=dets.name,
            scores=None,
            classes=labels.name,
            normalised=False,
            masks=masks.name if masks is not None and task is Task.SEGMENT else None,
        ),
        preprocessing=fed(
            facts,
            "mmdet-bgr" if rtmdet else "imagenet-rgb",
            geometry=Geometry.LETTERBOX_TOP_LEFT,
            pad=114 if rtmdet else 0,
        ),
        strength=Strength.NAMED if is_named else Strength.SHAPED,
        cues=(
            text(
                "boxes with their score in {dets}, whole labels in {labels}",
                dets=dets.name,
                labels=labels.name,
            ),
        ),
        suppression=SUPPRESSED_INSIDE,
        confidence=0.3,
    )


def _masks(facts: ModelFacts) -> TensorSpec | None:
    """Return masks over the whole input; those of 28×28 within a box are not read."""
    w, h = facts.image.input_wh
    masks = named(facts.outputs, "masks")
    return (
        masks
        if masks is not None and masks.shape[-2:] == (h, w) and len(masks.shape) == 4
        else None
    )


FAMILY = Family(
    key="mmdeploy",
    expects=text("dets 1×100×5 of box and score, and labels 1×100"),
    propose=propose,
    ranks=(3, 2),
)
