"""Heads that finish inside the network and give boxes, scores and classes as tensors of their own.

The common ground of NMS plugins, TensorFlow's detection graphs, mmdeploy, torchvision and the deployed
DETR family; their own modules say how each is named and fed and where that is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.boxes import FloatArray
from engine_core.decoders.base import (
    UNDECIDED,
    Outputs,
    Suppression,
    Verdict,
    floats,
    is_integral,
    is_probability,
    valid_rows,
)
from engine_core.decoders.box_layouts import (
    BoxLayout,
    are_fractions,
    read_count,
    settled_layout,
    to_pixels,
    to_xyxy,
)
from engine_core.detections import Candidates
from engine_core.metadata import MAX_CLASSES
from engine_core.text import Text, text

SUPPRESSED_INSIDE = Suppression(
    needed=False,
    reason=text(
        "The model removes overlapping boxes itself; its thresholds are part of the file and cannot be "
        "changed here."
    ),
)

_FOUND = 1e-3
_CONSISTENT = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedDecoder:
    """Reads boxes, scores and classes that share one order of rows.

    Attributes:
        boxes: Name of the output with the boxes, ``(n, k, 4)`` or ``(k, 4)``.
        scores: Name of the output with the scores, or None where they are a box's fifth number.
        classes: Name of the output with the classes.
        count: Name of the output that says how many rows are valid, or None where unused rows have a
            score of zero or a negative class.
        layout: What the four numbers of a box are.
        open_layout: Whether they may as well be centre and size.
        normalised: Whether boxes are fractions of the input and not pixels; None while open.
        class_offset: The network's id of the first foreground class.
        exchangeable: Whether it is still open which of ``scores`` and ``classes`` is which.
        masks: Name of the output with a probability for each pixel of the input, or None.
    """

    boxes: str
    scores: str | None
    classes: str
    count: str | None = None
    layout: BoxLayout = BoxLayout.XYXY
    open_layout: bool = False
    normalised: bool | None = None
    class_offset: int = 0
    exchangeable: bool = False
    masks: str | None = None

    @property
    def class_count(self) -> int | None:
        return None

    @np.errstate(all="ignore")
    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        boxes, scores, classes = self._read(outputs)
        possible = (classes >= self.class_offset) & (classes <= MAX_CLASSES)
        rows = np.flatnonzero((scores >= max(floor, _FOUND)) & possible)
        xyxy = to_xyxy(boxes[rows], self.layout)
        if self.normalised:
            xyxy = to_pixels(xyxy, input_wh)
        found = Candidates(
            xyxy=xyxy,
            confidence=np.minimum(scores[rows], np.float32(1)),
            class_id=np.rint(classes[rows]).astype(np.intp) - self.class_offset,
            mask_logits=self._masks(outputs, rows),
        )
        valid = valid_rows(found.xyxy, found.confidence)
        return found if valid.all() else found[valid]

    @np.errstate(all="ignore")
    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        if self.exchangeable:
            assigned = self._assigned(outputs)
            if assigned is None:
                return Verdict(fit=UNDECIDED, decoder=self)
            return assigned.settle(outputs, input_wh)
        boxes, scores, classes = self._read(outputs)
        used = np.isfinite(boxes).all(axis=1) & (scores > _FOUND) & (classes >= 0)
        boxes, scores, classes = boxes[used], scores[used], classes[used]
        if len(boxes) == 0:
            return Verdict(fit=UNDECIDED, decoder=self)
        if not is_probability(scores) or not is_integral(classes):
            return Verdict(fit=0.0, decoder=self)
        cues: list[Text] = []
        fractions = are_fractions(boxes)
        if self.normalised not in (None, fractions):
            return Verdict(fit=0.0, decoder=self)
        if fractions:
            cues.append(text("boxes are fractions of the input size"))
        layout = self._layout(boxes, (1, 1) if fractions else input_wh)
        if layout is None:
            return Verdict(fit=0.0, decoder=self)
        if layout is not self.layout:
            cues.append(text("the numbers of a box are {layout}", layout=layout.value))
        class_offset = self.class_offset
        if class_offset and (classes < class_offset).any():
            # No network reports a background, so its classes begin earlier than usual.
            class_offset = 0
            cues.append(text("classes are counted from zero"))
        decoder = replace(self, normalised=fractions, layout=layout, class_offset=class_offset)
        return Verdict(fit=_CONSISTENT, decoder=decoder, cues=tuple(cues))

    def _read(self, outputs: Outputs) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return boxes, scores and classes of the first picture, without rows behind the count."""
        table = outputs[self.boxes]
        batched = table.ndim > 2
        rows = floats(_first(table, batched)).reshape(-1, table.shape[-1])
        classes = floats(_first(outputs[self.classes], batched)).reshape(-1)
        if self.scores is None:
            scores = rows[:, 4]
        else:
            scores = floats(_first(outputs[self.scores], batched)).reshape(-1)
        count = min(len(rows), len(scores), len(classes))
        if self.count is not None:
            count = read_count(outputs[self.count], count)
        return rows[:count, :4], scores[:count], classes[:count]

    def _masks(self, outputs: Outputs, rows: npt.NDArray[np.intp]) -> FloatArray | None:
        if self.masks is None:
            return None
        masks = outputs[self.masks]
        if outputs[self.boxes].ndim > 2:
            masks = masks[0]
        elif masks.ndim == 4:
            masks = masks[:, 0]
        # Only the sign of a logit decides a pixel, so a probability is just moved.
        return floats(masks[rows]) - np.float32(0.5)

    def _assigned(self, outputs: Outputs) -> FinishedDecoder | None:
        """Say which of the two is scores and which classes: classes are whole numbers, scores are not."""
        boxes, scores, classes = self._read(outputs)
        used = (boxes != 0).any(axis=1) & np.isfinite(boxes).all(axis=1)
        scores, classes = scores[used], classes[used]
        if not len(scores) or is_integral(scores) == is_integral(classes):
            return None
        if is_integral(classes) or self.scores is None:
            return replace(self, exchangeable=False)
        return replace(self, scores=self.classes, classes=self.scores, exchangeable=False)

    def _layout(self, boxes: FloatArray, extent_wh: tuple[int, int]) -> BoxLayout | None:
        """Return the layout that real boxes have; None where none fits."""
        if self.open_layout:
            return settled_layout(boxes)
        xyxy = to_xyxy(boxes, self.layout)
        ordered = (xyxy[:, 2] >= xyxy[:, 0]) & (xyxy[:, 3] >= xyxy[:, 1])
        if float(ordered.mean()) < 0.5:
            return None
        turned = {BoxLayout.XYXY: BoxLayout.YXYX, BoxLayout.YXYX: BoxLayout.XYXY}.get(self.layout)
        if turned is not None and _stands_over(xyxy, extent_wh):
            other = to_xyxy(boxes, turned)
            if not _stands_over(other, extent_wh, by=1.05):
                return turned
        return self.layout


def _stands_over(xyxy: FloatArray, extent_wh: tuple[int, int], by: float = 1.3) -> bool:
    """Whether boxes end so far outside a picture that is not square that x and y must be exchanged."""
    w, h = extent_wh
    return bool((xyxy[:, 2] > by * w).any() or (xyxy[:, 3] > by * h).any())


def _first(output: npt.NDArray[Any], batched: bool) -> npt.NDArray[Any]:
    return output[0] if batched and output.ndim > 1 else output
