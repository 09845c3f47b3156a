"""Heads with one tensor of boxes and one of scores for the same boxes, a score per class.

The common ground of SSD, of the anchor-free heads exported in two tensors, and of DETR's queries; their
own modules settle what values leave open.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.boxes import FloatArray
from engine_core.decoders.base import Outputs, floats, sigmoid, softmax, valid_rows
from engine_core.decoders.box_layouts import BoxLayout, finite_rows, logit, to_pixels, to_xyxy
from engine_core.detections import Candidates


class Activation(Enum):
    """What still has to be done to scores."""

    NONE = "none"
    SIGMOID = "sigmoid"
    SOFTMAX = "softmax"


class Background(Enum):
    """Which column of the scores stands for nothing."""

    NONE = "none"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedDecoder:
    """Reads boxes and their scores.

    Attributes:
        boxes: Name of the output with the boxes, ``(n, k, 4)`` or ``(n, k, 1, 4)``.
        scores: Name of the output with the scores, ``(n, k, classes)``; None where they stand behind the
            boxes in the same output.
        classes: Number of columns of the scores, with the background where there is one.
        class_major: Whether scores are ``(n, classes, k)``.
        activation: What still has to be done to scores.
        background: Which column of the scores stands for nothing.
        layout: What the four numbers of a box are.
        normalised: Whether boxes are fractions of the input and not pixels.
        several_per_box: Whether a box may be reported for several classes, as DETR's trainers do.
        masks: Name of the output with mask logits ``(n, k, h, w)`` over the whole input, or None.
    """

    boxes: str
    scores: str | None
    classes: int
    class_major: bool = False
    activation: Activation = Activation.NONE
    background: Background = Background.NONE
    layout: BoxLayout = BoxLayout.XYXY
    normalised: bool = False
    several_per_box: bool = False
    masks: str | None = None

    @property
    def class_count(self) -> int | None:
        return self.classes - (self.background is not Background.NONE)

    @np.errstate(all="ignore")
    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        boxes, scores = self.box_rows(outputs), self._foreground(outputs)
        level = np.float32(logit(floor) if self.activation is Activation.SIGMOID else floor)
        rows = np.flatnonzero(np.fmax.reduce(scores, axis=1) >= level)
        picked = scores[rows]
        if self.several_per_box:
            places, class_id = np.nonzero(picked >= level)
            confidence = picked[places, class_id]
            if len(rows) and len(places) > len(boxes):
                best = np.argpartition(-confidence, len(boxes))[: len(boxes)]
                places, class_id, confidence = places[best], class_id[best], confidence[best]
            rows = rows[places]
        else:
            picked = np.where(np.isnan(picked), -np.inf, picked)
            class_id = picked.argmax(axis=1) if len(rows) else np.empty(0, np.intp)
            confidence = picked[np.arange(len(rows)), class_id]
        if self.activation is Activation.SIGMOID:
            confidence = sigmoid(confidence)
        xyxy = to_xyxy(boxes[rows], self.layout)
        if self.normalised:
            xyxy = to_pixels(xyxy, input_wh)
        found = Candidates(
            xyxy=xyxy,
            confidence=np.minimum(confidence, np.float32(1)),
            class_id=class_id,
            mask_logits=None if self.masks is None else floats(outputs[self.masks][0][rows]),
        )
        valid = valid_rows(found.xyxy, found.confidence)
        return found if valid.all() else found[valid]

    # ---- For settling -------------------------------------------------------------------------

    def box_rows(self, outputs: Outputs) -> FloatArray:
        """Return the boxes as they stand, ``(k, 4)``."""
        table = _first_picture(outputs[self.boxes])
        if self.scores is None:
            return floats(table[..., :4]).reshape(-1, 4)
        return floats(table).reshape(-1, 4)

    def score_rows(self, outputs: Outputs) -> FloatArray:
        """Return the scores as they stand, background included, ``(k, classes)``."""
        if self.scores is None:
            return floats(_first_picture(outputs[self.boxes])[..., 4:])
        table = floats(_first_picture(outputs[self.scores]))
        return table.T if self.class_major else table

    def evidence(self, outputs: Outputs) -> tuple[FloatArray, FloatArray]:
        """Return the boxes and the scores that are finite, each as it stands."""
        return finite_rows(self.box_rows(outputs)), finite_rows(self.score_rows(outputs))

    def _foreground(self, outputs: Outputs) -> FloatArray:
        scores = self.score_rows(outputs)
        if self.activation is Activation.SOFTMAX and scores.size:
            scores = softmax(scores, axis=1)
        if self.background is Background.FIRST:
            return scores[:, 1:]
        return scores[:, :-1] if self.background is Background.LAST else scores


def _first_picture(output: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return output[0] if output.ndim > 2 else output
