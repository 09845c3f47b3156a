"""Heads with one row of numbers per box: the common ground of the YOLO families.

A row is ``box (4) · [objectness] · classes · [extras]``; extras are mask coefficients, keypoints or
an angle. Families differ in which of these they have, in the order of the axes, and in whether the
box still has to be placed on its grid cell; their own modules say which and where that is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
import numpy.typing as npt

from engine_core import boxes
from engine_core.boxes import FloatArray
from engine_core.decoders.base import (
    UNDECIDED,
    Outputs,
    Task,
    Verdict,
    anchor_points,
    first_of_batch,
    floats,
    is_probability,
    read_keypoints,
    sigmoid,
    valid_rows,
)
from engine_core.detections import Candidates
from engine_core.rowselection import RowSelection
from engine_core.text import Text, text

# Boxes may stand over the edge of the input.
_LARGEST_FRACTION = 1.5
# Median over all boxes of the best class beside an objectness: 0.15 and more for YOLOv5 and YOLOX
# trained on COCO, more for fewer classes. Without one it is the chance of an object, 0.01 at most, and
# of many classes the best exceeds any single one tenfold.
_SAYS_ANYTHING = 0.03


class BoxFormat(Enum):
    """What the four numbers of a box are."""

    CXCYWH = "centre and size"
    XYXY = "corners"


@dataclass(frozen=True, slots=True, kw_only=True)
class DenseDecoder:
    """Reads a head with one row per box.

    Attributes:
        output: Name of the output with the rows.
        channels_first: Whether it is ``(columns, boxes)`` and not ``(boxes, columns)``.
        classes: Number of class columns.
        objectness: Whether a column before the classes multiplies them.
        box: What the first four columns are.
        normalised: Whether boxes are fractions of the input and not pixels.
        logits: Whether scores still need a sigmoid.
        grid: Strides of the levels where boxes still have to be placed on their cells
            (``centre = (value + cell) * stride``, ``size = exp(value) * stride``); empty where done.
        masks: Number of mask coefficients behind the classes.
        prototypes: Name of the output ``(masks, h, w)`` that they weigh.
        keypoints: Number of keypoints and numbers for each (2 or 3) behind the classes, or None.
        rotated: Whether the last column is an angle in radians.
        open_columns: Whether it is still open how many columns behind the box are classes.
    """

    output: str
    channels_first: bool
    classes: int
    objectness: bool = False
    box: BoxFormat = BoxFormat.CXCYWH
    normalised: bool = False
    logits: bool = False
    grid: tuple[int, ...] = ()
    masks: int = 0
    prototypes: str | None = None
    keypoints: tuple[int, int] | None = None
    rotated: bool = False
    open_columns: bool = False

    @property
    def class_count(self) -> int | None:
        return None if self.open_columns else self.classes

    @property
    def task(self) -> Task:
        """What the columns say the model answers."""
        if self.rotated:
            return Task.OBB
        if self.keypoints is not None:
            return Task.POSE
        return Task.SEGMENT if self.masks else Task.DETECT

    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        # Half precision overflows; what is not finite is dropped below, not warned of.
        with np.errstate(invalid="ignore", over="ignore"):
            return self._decode(outputs, input_wh, floor)

    def selection(self, floor: float) -> RowSelection | None:
        # The place of a row on a grid is part of its meaning.
        if self.grid or self.open_columns:
            return None
        return RowSelection(
            output=self.output,
            channels_first=self.channels_first,
            first_score=4 + self.objectness,
            scores=self.classes,
            objectness=4 if self.objectness else None,
            logits=self.logits,
            floor=floor,
        )

    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        columns = finite_boxes(self.columns(outputs))
        # Some exporters set all they do not take for objects to zero, which says nothing.
        columns = columns[:, (columns != 0).any(axis=0)]
        if columns.size == 0:
            return Verdict(fit=UNDECIDED, decoder=self, task=self.task)
        if not (self.grid or self.normalised or _is_placed(columns, input_wh)):
            return Verdict(fit=0.0, decoder=self)
        cues: list[Text] = []
        decoder = self._settle_columns(columns, cues) if self.open_columns else self
        first = 4
        scores = columns[first : first + decoder.objectness + decoder.classes]
        if not self.logits and not is_probability(scores):
            # Logits of anything trained are clearly negative nearly everywhere.
            if float(np.quantile(scores, 0.5, method="lower")) >= 0:
                return Verdict(fit=0.0, decoder=decoder)
            decoder = replace(decoder, logits=True)
            cues.append(text("scores lie outside 0 to 1, so a sigmoid is applied"))
        if not decoder.grid:
            decoder = _settle_unit(decoder, columns, cues)
        mistaken = not self.channels_first and not self.objectness and has_objectness(columns)
        fit = 0.4 if mistaken else 0.8
        return Verdict(fit=fit, decoder=decoder, cues=tuple(cues), task=decoder.task)

    # ---- Reading ------------------------------------------------------------------------------

    def columns(self, outputs: Outputs) -> FloatArray:
        """Return the head as ``(columns, boxes)``."""
        table = floats(first_of_batch(outputs[self.output], 2))
        return table if self.channels_first else table.T

    def _decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        columns = self.columns(outputs)
        rows, scores, class_id = self._select(columns, floor)
        picked = columns[:, rows].T
        placed = self._boxes(picked, rows, input_wh)
        first_extra = 4 + self.objectness + self.classes
        extras = picked[:, first_extra:]
        xywhr = None
        if self.rotated:
            xywhr = np.concatenate([placed, extras[:, -1:]], axis=1)
            xyxy = boxes.corners_to_xyxy(boxes.xywhr_to_corners(xywhr))
        elif self.box is BoxFormat.CXCYWH:
            xyxy = boxes.cxcywh_to_xyxy(placed)
        else:
            xyxy = placed
        found = Candidates(
            xyxy=xyxy,
            confidence=scores,
            class_id=class_id,
            xywhr=xywhr,
            keypoints=read_keypoints(
                extras, self.keypoints, input_wh if self.normalised else (1, 1)
            ),
            mask_coefficients=extras[:, : self.masks] if self.masks and self.prototypes else None,
            prototypes=self._prototypes(outputs),
        )
        valid = valid_rows(xyxy, scores)
        return found if valid.all() else found[valid]

    def _select(
        self, columns: FloatArray, floor: float
    ) -> tuple[npt.NDArray[np.intp], FloatArray, npt.NDArray[np.intp]]:
        """Return the boxes at or above the floor: their rows, confidences and best classes."""
        first = 4 + self.objectness
        if self.objectness:
            objectness = columns[4]
            if self.logits:
                objectness = sigmoid(objectness)
            # No product of two probabilities exceeds the first, so most boxes need no class at all.
            rows = np.flatnonzero(objectness >= floor)
            scores = columns[first : first + self.classes, rows]
        else:
            level = _logit(floor) if self.logits else floor
            best = columns[first : first + self.classes].max(axis=0)
            rows = np.flatnonzero(best >= level)
            scores = columns[first : first + self.classes, rows]
        if self.logits:
            scores = sigmoid(scores)
        class_id = scores.argmax(axis=0) if rows.size else np.empty(0, np.intp)
        confidence = scores[class_id, np.arange(rows.size)]
        if self.objectness:
            confidence = confidence * objectness[rows]
            keep = confidence >= floor
            rows, confidence, class_id = rows[keep], confidence[keep], class_id[keep]
        return rows, np.minimum(confidence, np.float32(1)), class_id

    def _boxes(
        self, picked: FloatArray, rows: npt.NDArray[np.intp], input_wh: tuple[int, int]
    ) -> FloatArray:
        """Return the picked boxes in network pixels, still in the decoder's format."""
        placed = picked[:, :4]
        if self.grid:
            cells, strides = anchor_points(input_wh, self.grid)
            stride = strides[rows, None]
            size = np.exp(placed[:, 2:]) * stride
            return np.concatenate([(placed[:, :2] + cells[rows]) * stride, size], axis=1)
        if self.normalised:
            return placed * np.asarray([*input_wh, *input_wh], np.float32)
        return placed

    def _prototypes(self, outputs: Outputs) -> FloatArray | None:
        if not self.masks or self.prototypes is None:
            return None
        return floats(first_of_batch(outputs[self.prototypes], 3))

    # ---- Settling -----------------------------------------------------------------------------

    def _settle_columns(self, columns: FloatArray, cues: list[Text]) -> DenseDecoder:
        """Tell class columns from extras by their values: probabilities stay within 0 to 1."""
        behind = columns[4 + self.objectness :]
        low, high = behind.min(axis=1), behind.max(axis=1)
        inside = (low >= -1e-3) & (high <= 1 + 1e-3)
        if inside.all() or not inside[0]:
            return replace(self, classes=len(behind), open_columns=False)
        classes = int(np.argmin(inside))
        extras = len(behind) - classes
        outside = ~inside[classes:]
        decoder = replace(self, classes=classes, open_columns=False)
        if extras == 1:
            cues.append(text("{count} class columns and one that holds angles", count=classes))
            return replace(decoder, rotated=True)
        if extras % 3 == 0 and not outside[2::3].any() and outside.reshape(-1, 3)[:, :2].all():
            cues.append(text("{count} keypoints behind the classes", count=extras // 3))
            return replace(decoder, keypoints=(extras // 3, 3))
        if extras % 2 == 0 and outside.all() and float(high[classes:].max()) > 2:
            cues.append(text("{count} keypoints behind the classes", count=extras // 2))
            return replace(decoder, keypoints=(extras // 2, 2))
        return replace(self, classes=len(behind), open_columns=False)


def finite_boxes(columns: FloatArray) -> FloatArray:
    """Return the boxes of ``(columns, boxes)`` that hold no overflow; only these say anything."""
    finite = np.isfinite(columns).all(axis=0)
    return columns if finite.all() else columns[:, finite]


@dataclass(frozen=True, slots=True)
class HeadReader:
    """A dense head that a family reads as it stands, once values have shown that it is one.

    Families add ``settle``; what it confirms is the head alone.
    """

    head: DenseDecoder

    @property
    def class_count(self) -> int | None:
        return self.head.class_count

    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        return self.head.decode(outputs, input_wh, floor)

    def selection(self, floor: float) -> RowSelection | None:
        return self.head.selection(floor)


def has_objectness(columns: FloatArray) -> bool:
    """Whether the fifth column multiplies those behind it and is not the first class.

    Class columns beside an objectness are trained on objects only and say anything elsewhere; without
    one they are near zero nearly everywhere.
    """
    columns = finite_boxes(columns)
    if len(columns) < 6 or columns.size == 0:
        return False
    objectness = float(np.median(columns[4]))
    classes = float(np.median(columns[5:].max(axis=0)))
    return classes > max(_SAYS_ANYTHING, 10 * objectness)


def _is_placed(columns: FloatArray, input_wh: tuple[int, int]) -> bool:
    """Whether boxes lie all over the input, in pixels or fractions, and not about their own cells."""
    largest = float(np.percentile(np.abs(columns[:4]), 99))
    return largest <= _LARGEST_FRACTION or largest > max(input_wh) / 4


def _settle_unit(decoder: DenseDecoder, columns: FloatArray, cues: list[Text]) -> DenseDecoder:
    """Tell fractions of the input from pixels: no head gives boxes of a pixel everywhere."""
    if decoder.normalised:
        return decoder
    if float(np.percentile(np.abs(columns[:4]), 99)) <= _LARGEST_FRACTION:
        cues.append(text("boxes are fractions of the input size"))
        return replace(decoder, normalised=True)
    return decoder


def _logit(probability: float) -> float:
    clipped = min(max(probability, 1e-7), 1 - 1e-7)
    return float(np.log(clipped / (1 - clipped)))
