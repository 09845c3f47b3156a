"""DETR and its descendants: a box and class scores for each query, deployed or raw.

Sources: lyuwenyu/RT-DETR, Peterande/D-FINE and ShihuaHuang95/DEIM ``tools/deployment/export_onnx.py``
(``labels``, ``boxes``, ``scores``; the best queries are chosen inside); facebookresearch/detr and
Hugging Face's exports (``logits``, ``pred_boxes``); NVIDIA TAO (``pred_logits``, ``pred_boxes``);
roboflow/rf-detr (``labels`` are logits, ``dets`` boxes); Ultralytics' RT-DETR (one output with boxes and
scores). Raw boxes are centre and size as fractions of the input.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine_core.decoders.base import (
    Family,
    ModelFacts,
    Proposal,
    Strength,
    Suppression,
    Task,
    anchor_strides,
)
from engine_core.decoders.box_layouts import BoxLayout
from engine_core.decoders.end2end import CENTRED, RTDETR_HEAD, RowsDecoder
from engine_core.decoders.feeding import fed
from engine_core.decoders.finished import FinishedDecoder
from engine_core.decoders.naming import is_float, is_integer, named, plain_name, side_inputs
from engine_core.decoders.paired import Activation, Background
from engine_core.decoders.queries import QueryDecoder
from engine_core.letterbox import Geometry
from engine_core.tensors import TensorSpec
from engine_core.text import text

_USUAL_QUERIES = frozenset({100, 200, 300, 500, 900})
_MOST_QUERIES = 1000
_COCO_ID_SLOTS = 91
_SUPPRESSION = Suppression(
    needed=False, reason=text("The model proposes each object once, so there is nothing to remove.")
)


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the deployed form, raw queries, and boxes with scores in one output."""
    if facts.may_be(Task.DETECT):
        yield from _deployed(facts)
    yield from _raw(facts)
    if facts.may_be(Task.DETECT):
        yield from _joined(facts)
        yield from _ranked(facts)


def _deployed(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose labels, boxes and scores of the best queries."""
    if len(facts.outputs) != 3:
        return
    boxes = next((s for s in facts.outputs if len(s.shape) == 3 and s.shape[2] == 4), None)
    labels = next((s for s in facts.outputs if len(s.shape) == 2 and is_integer(s)), None)
    scores = next((s for s in facts.outputs if len(s.shape) == 2 and is_float(s)), None)
    if boxes is None or labels is None or scores is None:
        return
    if not boxes.shape[:2] == labels.shape == scores.shape:
        return
    sized = "orig_target_sizes" in side_inputs(facts)
    names = {plain_name(spec.name) for spec in facts.outputs}
    cues = [text("labels, boxes and scores of {count} queries", count=boxes.shape[1])]
    if sized:
        cues.append(text("the input orig_target_sizes, as RT-DETR, D-FINE and DEIM have it"))
    is_named = sized or names == {"labels", "boxes", "scores"}
    yield Proposal(
        family=FAMILY.key,
        title=text("RT-DETR, D-FINE or DEIM"),
        task=Task.DETECT,
        decoder=FinishedDecoder(
            boxes=boxes.name, scores=scores.name, classes=labels.name, open_layout=not sized
        ),
        preprocessing=fed(facts, "unit-rgb", geometry=Geometry.STRETCH),
        strength=Strength.NAMED if is_named else Strength.SHAPED,
        cues=tuple(cues),
        suppression=_SUPPRESSION,
        confidence=0.4,
    )


def _raw(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose one tensor of boxes and one of logits."""
    boxes, logits, strength = _raw_pair(facts)
    if boxes is None or logits is None:
        return
    queries, columns = logits.shape[1:]
    is_rf_detr = plain_name(boxes.name) == "dets"
    masks = _masks(facts, queries) if is_rf_detr and facts.may_be(Task.SEGMENT) else None
    task = Task.SEGMENT if masks is not None else Task.DETECT
    if not facts.may_be(task):
        return
    has_no_object = not is_rf_detr and _expects_no_object(facts, queries, columns)
    coco_ids = columns == _COCO_ID_SLOTS
    yield Proposal(
        family=FAMILY.key,
        title=text("RF-DETR")
        if is_rf_detr
        else text("DETR")
        if has_no_object
        else text("DETR, raw queries"),
        task=task,
        decoder=QueryDecoder(
            boxes=boxes.name,
            scores=logits.name,
            classes=columns,
            activation=Activation.SOFTMAX if has_no_object else Activation.SIGMOID,
            background=Background.LAST if has_no_object else Background.NONE,
            layout=BoxLayout.CXCYWH,
            normalised=True,
            several_per_box=not has_no_object,
            masks=None if masks is None else masks.name,
            spare_slot=is_rf_detr and not coco_ids and columns > 1,
        ),
        preprocessing=fed(
            facts,
            "unit-rgb" if _is_rt_detr(facts, queries, columns) else "imagenet-rgb",
            geometry=Geometry.STRETCH,
        ),
        strength=strength,
        cues=(
            text(
                "{queries} queries: boxes in {boxes}, {columns} logits for each in {logits}",
                queries=queries,
                boxes=boxes.name,
                columns=columns,
                logits=logits.name,
            ),
        ),
        suppression=_SUPPRESSION,
        confidence=0.5,
    )


def _raw_pair(facts: ModelFacts) -> tuple[TensorSpec | None, TensorSpec | None, Strength]:
    """Return the boxes and the logits, by name or as the only two outputs of so few boxes."""
    boxes = named(facts.outputs, "pred_boxes", "dets")
    logits = named(facts.outputs, "pred_logits", "logits", "labels")
    if boxes is not None and logits is not None:
        return (boxes, logits, Strength.NAMED) if _are_queries(boxes, logits) else _NO_PAIR
    if len(facts.outputs) == 2:
        for first, second in (facts.outputs, facts.outputs[::-1]):
            if not _are_queries(first, second) or second.shape[2] == 4:
                continue
            if first.shape[1] <= _MOST_QUERIES and not _is_dense(facts, first.shape[1]):
                return first, second, Strength.POSSIBLE
    return _NO_PAIR


_NO_PAIR = (None, None, Strength.POSSIBLE)


def _are_queries(boxes: TensorSpec, logits: TensorSpec) -> bool:
    return (
        len(boxes.shape) == len(logits.shape) == 3
        and boxes.shape[2] == 4
        and boxes.shape[1] == logits.shape[1] > 0
        and is_float(logits)
    )


def _masks(facts: ModelFacts, queries: int) -> TensorSpec | None:
    """Return the output with a mask for each query."""
    for spec in facts.outputs:
        if len(spec.shape) == 4 and spec.shape[1] == queries:
            return spec
    return None


def _joined(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose boxes with their class scores behind them in one output."""
    stated = facts.metadata.head == RTDETR_HEAD
    if len(facts.outputs) != 1 or (facts.metadata.end2end and not stated):
        return
    spec = facts.outputs[0]
    if len(spec.shape) != 3 or not is_float(spec):
        return
    queries, columns = spec.shape[1:]
    if not 1 < queries <= _MOST_QUERIES or columns < 5:
        return
    if _is_dense(facts, queries) or _is_dense(facts, columns):
        return
    if facts.class_count not in (None, columns - 4):
        return
    counted = facts.class_count is not None
    # Any table of probabilities would do for values; without a word from anybody the number of queries
    # must be one that is in use.
    if not (stated or counted or facts.task is Task.DETECT or queries in _USUAL_QUERIES):
        return
    yield Proposal(
        family=FAMILY.key,
        title=text("RT-DETR (Ultralytics)"),
        task=Task.DETECT,
        decoder=QueryDecoder(
            boxes=spec.name,
            scores=None,
            classes=columns - 4,
            layout=BoxLayout.CXCYWH,
            normalised=True,
        ),
        preprocessing=fed(facts, "unit-rgb", geometry=Geometry.STRETCH),
        strength=Strength.NAMED if stated else Strength.SHAPED if counted else Strength.POSSIBLE,
        cues=(
            text(
                "one output {shape}: {queries} queries, 4 box values and {classes} scores for each",
                shape=list(spec.shape),
                queries=queries,
                classes=columns - 4,
            ),
        ),
        suppression=_SUPPRESSION,
        confidence=0.4,
    )


def _ranked(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose a table of the best queries, as Ultralytics has written it since 2026."""
    if len(facts.outputs) != 1:
        return
    spec = facts.outputs[0]
    if len(spec.shape) != 3 or spec.shape[2] != 6 or not 1 < spec.shape[1] <= _MOST_QUERIES:
        return
    stated = facts.metadata.head == RTDETR_HEAD
    yield Proposal(
        family=FAMILY.key,
        title=text("RT-DETR (Ultralytics)"),
        task=Task.DETECT,
        decoder=RowsDecoder(
            output=spec.name, orders=(CENTRED,), normalised=True, classes=facts.class_count
        ),
        preprocessing=fed(facts, "unit-rgb", geometry=Geometry.STRETCH),
        strength=Strength.NAMED if stated else Strength.POSSIBLE,
        cues=(
            text(
                "one output {shape}: centre, size, score and class of the best queries",
                shape=list(spec.shape),
            ),
        ),
        suppression=_SUPPRESSION,
        confidence=0.4,
    )


def _expects_no_object(facts: ModelFacts, queries: int, columns: int) -> bool:
    """Whether the last class means “no object”, before values are seen.

    DETR and what follows it closely ask 100 queries; the later, sigmoid family 300 or 900.
    """
    if facts.class_count is not None:
        return columns == facts.class_count + 1
    return columns == _COCO_ID_SLOTS + 1 or (queries == 100 and columns > 1)


def _is_rt_detr(facts: ModelFacts, queries: int, columns: int) -> bool:
    """Whether pixels are only divided by 255: Hugging Face's RT-DETR and D-FINE, by their classes.

    These stretch every picture and need no mask of what is padding, as the older ones do.
    """
    return (
        plain_name(facts.image.spec.name) == "pixel_values"
        and "pixel_mask" not in side_inputs(facts)
        and queries == 300
        and columns not in (_COCO_ID_SLOTS, _COCO_ID_SLOTS + 1)
    )


def _is_dense(facts: ModelFacts, count: int) -> bool:
    size = facts.image.input_wh
    return any(anchor_strides(size, count, per_cell=per_cell) for per_cell in (1, 3))


FAMILY = Family(
    key="detr",
    expects=text(
        "labels, boxes and scores of each query, e.g. 1×300, 1×300×4 and 1×300; or boxes 1×300×4 and "
        "logits 1×300×classes"
    ),
    propose=propose,
    ranks=(2, 3, 2),
)
