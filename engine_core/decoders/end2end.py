"""Finished boxes in one table, a row each: end-to-end heads and heads with suppression inside.

Sources of the column orders: Ultralytics' exporters for YOLOv10 and YOLO26 (``x0 y0 x1 y1 score
class``, extras behind) and their rotated variant (``cx cy w h score class angle``); the flat output of
super-gradients (``batch`` first); WongKinYiu/yolov7 ``--end2end --max-wh`` (``batch x0 y0 x1 y1 class
score``); PaddleDetection (``class score x0 y0 x1 y1``); TAO Mask R-CNN (``y0 x0 y1 x1 class score``).
Shapes do not tell them apart, so the rows of a real frame do; a frame without rows decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine_core import boxes
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
    anchor_strides,
    floats,
    is_integral,
    is_probability,
    read_keypoints,
    valid_rows,
)
from engine_core.decoders.feeding import fed
from engine_core.detections import Candidates
from engine_core.metadata import MAX_CLASSES
from engine_core.tensors import TensorSpec
from engine_core.text import Text, text

RTDETR_HEAD = "RTDETRDecoder"
_LONGEST_TABLE = 1000
# A picture fed in the wrong way may give single boxes whose corners are swapped.
_MOST_TWISTED = 0.5
# Tables are filled up with rows that see nothing; nothing trained the boxes of these.
_SEEN = 0.05
# Box, score, class and as many keypoints as whole-body poses have.
_MOST_COLUMNS = 6 + 3 * 133


@dataclass(frozen=True, slots=True)
class RowOrder:
    """What the columns of a row are.

    Attributes:
        name: The order in words.
        box: Column where the four numbers of the box begin.
        score, class_id: Columns of the confidence and the class.
        batch: Column of the picture's place in the batch, or None.
        y_first: Whether the box is ``y0 x0 y1 x1``.
        rotated: Whether the box is ``cx cy w h`` with an angle in the last column.
        centred: Whether the box is ``cx cy w h`` in fractions of the input.
        extras: Column where extras begin.
    """

    name: str
    box: int
    score: int
    class_id: int
    batch: int | None = None
    y_first: bool = False
    rotated: bool = False
    centred: bool = False
    extras: int = 0


YOLO = RowOrder("x0 y0 x1 y1 score class", 0, 4, 5, extras=6)
ROTATED = RowOrder("cx cy w h score class angle", 0, 4, 5, rotated=True, extras=7)
CENTRED = RowOrder("cx cy w h score class", 0, 4, 5, centred=True, extras=6)
_CLASS_FIRST = RowOrder("class score x0 y0 x1 y1", 2, 1, 0, extras=6)
_Y_FIRST = RowOrder("y0 x0 y1 x1 class score", 0, 5, 4, y_first=True, extras=6)
_BATCH_SCORE_CLASS = RowOrder("batch x0 y0 x1 y1 score class", 1, 5, 6, batch=0, extras=7)
_BATCH_CLASS_SCORE = RowOrder("batch x0 y0 x1 y1 class score", 1, 6, 5, batch=0, extras=7)

_SIX = (YOLO, _CLASS_FIRST, _Y_FIRST)
_SEVEN = (ROTATED, _BATCH_SCORE_CLASS, _BATCH_CLASS_SCORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsDecoder:
    """Reads a table of finished boxes.

    Attributes:
        output: Name of the table.
        orders: Column orders that are still possible, the most usual first.
        normalised: Whether boxes are fractions of the input and not pixels.
        keypoints: Number of keypoints and numbers for each behind the class, or None.
        masks, prototypes: Number of mask coefficients behind the class, and what they weigh.
        classes: Number of classes where metadata says it.
    """

    output: str
    orders: tuple[RowOrder, ...]
    normalised: bool = False
    keypoints: tuple[int, int] | None = None
    masks: int = 0
    prototypes: str | None = None
    classes: int | None = None

    @property
    def class_count(self) -> int | None:
        return self.classes

    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        # Garbage overflows; it is dropped below, not warned of.
        with np.errstate(invalid="ignore", over="ignore"):
            return self._decode(outputs, input_wh, floor)

    def _decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        if len(self.orders) > 1:
            # Rows there may be, but not which column is what: nothing is better than wrong boxes.
            return Candidates.empty()
        order = self.orders[0]
        rows = _table(outputs[self.output])
        score, class_id = rows[:, order.score], rows[:, order.class_id]
        keep = (score >= max(floor, 1e-9)) & (class_id >= 0) & (class_id < MAX_CLASSES)
        if order.batch is not None:
            keep &= rows[:, order.batch] == 0
        rows = rows[keep]
        box = rows[:, order.box : order.box + 4]
        if order.y_first:
            box = box[:, [1, 0, 3, 2]]
        if self.normalised:
            box = box * np.asarray([*input_wh, *input_wh], np.float32)
        xywhr = None
        if order.rotated:
            xywhr = np.concatenate([box, rows[:, 6:7]], axis=1)
            box = boxes.corners_to_xyxy(boxes.xywhr_to_corners(xywhr))
        elif order.centred:
            box = boxes.cxcywh_to_xyxy(box)
        extras = rows[:, order.extras :]
        masked = self.masks > 0 and self.prototypes is not None
        found = Candidates(
            xyxy=box,
            confidence=np.minimum(rows[:, order.score], np.float32(1)),
            class_id=rows[:, order.class_id].astype(np.intp),
            xywhr=xywhr,
            keypoints=read_keypoints(
                extras, self.keypoints, input_wh if self.normalised else (1, 1)
            ),
            mask_coefficients=extras[:, : self.masks] if masked else None,
            prototypes=floats(outputs[self.prototypes])[0]
            if masked and self.prototypes is not None
            else None,
        )
        valid = valid_rows(found.xyxy, found.confidence)
        return found if valid.all() else found[valid]

    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        rows = _table(outputs[self.output])
        rows = rows[np.isfinite(rows).all(axis=1) & (rows != 0).any(axis=1)]
        fits = {order: _fit(rows, order) for order in self.orders}
        possible = tuple(order for order in self.orders if fits[order] > 0)
        if len(rows) == 0:
            return Verdict(fit=UNDECIDED, decoder=self)
        if not possible:
            return Verdict(fit=0.0, decoder=self)
        best = max(possible, key=lambda order: fits[order])
        if fits[best] == UNDECIDED:
            return Verdict(fit=UNDECIDED, decoder=replace(self, orders=possible))
        cues: list[Text] = [text("rows are {order}", order=best.name)]
        decoder = replace(self, orders=(best,))
        box = rows[:, best.box : best.box + 4]
        if not self.normalised and _are_fractions(box):
            decoder = replace(decoder, normalised=True)
            cues.append(text("boxes are fractions of the input size"))
        task = Task.OBB if best.rotated else None
        return Verdict(fit=fits[best], decoder=decoder, cues=tuple(cues), task=task)


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the table for an output of few rows with six or more columns."""
    tables = [spec for spec in facts.outputs if len(spec.shape) != 4 or spec.shape[1] == 1]
    if len(tables) != 1 or facts.task is Task.CLASSIFY:
        return
    if facts.metadata.head == RTDETR_HEAD:
        return
    for spec in tables:
        rows, columns = _rows_and_columns(spec)
        if not 6 <= columns <= _MOST_COLUMNS or rows > _LONGEST_TABLE:
            continue
        # As many rows as cells, or three times as many, is a dense head of a small input.
        stated = bool(facts.metadata.end2end)
        if not stated and (_is_dense(facts, rows) or _is_dense(facts, columns)):
            continue
        decoder = _decoder(facts, spec, columns)
        if decoder is None:
            continue
        task = _task(decoder)
        if not facts.may_be(task):
            continue
        stated_cue = (text("the metadata says that the head is end-to-end"),) if stated else ()
        yield Proposal(
            family=FAMILY.key,
            title=_TITLES[_task(decoder)],
            task=task,
            decoder=decoder,
            preprocessing=fed(facts, "unit-rgb"),
            strength=Strength.NAMED if stated else Strength.SHAPED,
            cues=(
                text("one output {shape}: a row for each finished box", shape=list(spec.shape)),
                *stated_cue,
            ),
            suppression=Suppression(
                needed=False,
                reason=text(
                    "The model gives finished boxes: it chose among overlapping ones itself."
                ),
            ),
        )
        return


def _decoder(facts: ModelFacts, spec: TensorSpec, columns: int) -> RowsDecoder | None:
    orders = _SIX if columns == 6 else _SEVEN if columns == 7 else (YOLO,)
    if facts.metadata.end2end or facts.metadata.task is not None:
        orders = (ROTATED,) if facts.task is Task.OBB else (YOLO,)
    decoder = RowsDecoder(output=spec.name, orders=orders, classes=facts.class_count)
    extras = columns - orders[0].extras
    if columns <= 7:
        return decoder
    for other in facts.outputs:
        if other.name != spec.name and len(other.shape) == 4 and other.shape[1] == extras:
            return replace(decoder, masks=extras, prototypes=other.name)
    shape = facts.metadata.kpt_shape
    if shape is not None and shape[0] * shape[1] == extras:
        return replace(decoder, keypoints=shape)
    if extras % 3 == 0:
        return replace(decoder, keypoints=(extras // 3, 3))
    if extras % 2 == 0:
        return replace(decoder, keypoints=(extras // 2, 2))
    return None


def _task(decoder: RowsDecoder) -> Task:
    if decoder.keypoints is not None:
        return Task.POSE
    if decoder.masks:
        return Task.SEGMENT
    return Task.OBB if decoder.orders == (ROTATED,) else Task.DETECT


_TITLES = {
    Task.DETECT: text("End-to-end detection head (YOLOv10, YOLO26 or suppression inside)"),
    Task.SEGMENT: text("End-to-end segmentation head (YOLO26 or suppression inside)"),
    Task.POSE: text("End-to-end pose head (YOLO26 or suppression inside)"),
    Task.OBB: text("End-to-end rotated box head (YOLO26 or suppression inside)"),
}


def _rows_and_columns(spec: TensorSpec) -> tuple[int, int]:
    """Return rows and columns of a table; 0 columns where the output is none.

    A table without a batch axis is flat: its rows are those found, so their number is dynamic, and its
    columns hold nothing beyond the box.
    """
    shape = spec.shape
    if len(shape) == 2:
        return (shape[0], shape[1]) if shape[1] in (6, 7) else (0, 0)
    if len(shape) == 4 and shape[1] != 1:
        return 0, 0
    return (shape[-2], shape[-1]) if len(shape) in (3, 4) else (0, 0)


def _is_dense(facts: ModelFacts, rows: int) -> bool:
    size = facts.image.input_wh
    return any(anchor_strides(size, rows, per_cell=per_cell) for per_cell in (1, 3))


def _table(output: npt.NDArray[np.generic]) -> FloatArray:
    """Return the rows of the first picture; a batch column inside the rows is left to the order."""
    while output.ndim > 2:
        output = output[0]
    return floats(output)


def _fit(rows: FloatArray, order: RowOrder) -> float:
    """Return how well real rows suit an order: 0 not at all, 1 surely, between: cannot tell."""
    if len(rows) == 0:
        return UNDECIDED
    class_id = rows[:, order.class_id]
    used = rows[class_id >= 0]
    if not is_integral(class_id) or len(used) == 0:
        return UNDECIDED if len(used) == 0 else 0.0
    score = used[:, order.score]
    if not is_probability(score):
        return 0.0
    box = used[:, order.box : order.box + 4]
    if order.rotated:
        if _share((box[score >= _SEEN, 2:] < 0).any(axis=1)) > _MOST_TWISTED:
            return 0.0
        if _share(np.abs(used[:, 6]) > 2 * np.pi) > _MOST_TWISTED:
            return 0.0
    elif order.centred:
        if not _are_fractions(box) or _share((box[:, 2:] < 0).any(axis=1)) > _MOST_TWISTED:
            return 0.0
        # Corners in the right order may as well be corners.
        return 1.0 if _are_swapped(box, score) and not is_integral(score) else UNDECIDED
    elif _are_swapped(box, score):
        return 0.0
    if order.batch is not None and (
        not is_integral(used[:, order.batch]) or (used[:, order.batch] < 0).any()
    ):
        return 0.0
    # Class ids 0 and 1 alone would pass for scores, and scores of exactly 0 and 1 for ids.
    if is_integral(score):
        return UNDECIDED
    if order.rotated and is_integral(used[:, 6]):
        return 0.0
    return 1.0


def _are_fractions(box: FloatArray) -> bool:
    return float(np.abs(box).max()) <= 1.5


def _are_swapped(box: FloatArray, score: FloatArray) -> bool:
    """Whether most boxes are no corners; in pixels by those only that see something.

    Fractions come from queries, which have a sensible box each.
    """
    if _are_fractions(box):
        return _share((box[:, 2:] < box[:, :2]).any(axis=1)) > _MOST_TWISTED
    sure = box[score >= _SEEN]
    return _share((sure[:, 2:] < sure[:, :2] - 1).any(axis=1)) > _MOST_TWISTED


def _share(of: npt.ArrayLike) -> float:
    return float(np.asarray(of, np.float64).mean()) if np.size(of) else 0.0


FAMILY = Family(
    key="end2end",
    expects=text("one output (1, rows, 6) of box, score and class, e.g. 1×300×6"),
    propose=propose,
)
