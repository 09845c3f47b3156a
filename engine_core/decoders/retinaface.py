"""RetinaFace: faces with five points, relative to anchors ("priors") of two or more sizes per cell.

Source of the layout: ``utils/box_utils.py``, ``layers/functions/prior_box.py`` and ``data/config.py``
of biubug6/Pytorch_Retinaface, and of biubug6/Face-Detector-1MB-with-landmark for four levels:
``(priors, 4)``, ``(priors, 2)`` (background first) and ``(priors, 10)``, in any order. Centre =
prior + value * 0.1 * size, size = prior * exp(value * 0.2), point = prior + value * 0.1 * size. Fed
with BGR minus (104, 117, 123).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

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
    anchor_count,
    anchor_points,
    first_of_batch,
    floats,
    is_probability,
    sigmoid,
    valid_rows,
)
from engine_core.decoders.feeding import fed
from engine_core.detections import Candidates
from engine_core.letterbox import Geometry
from engine_core.preprocess import Preprocessing
from engine_core.text import text

# Stride to the sides of its square priors, in pixels.
Priors = tuple[tuple[int, tuple[int, ...]], ...]
_PRIOR_SETS: tuple[Priors, ...] = (
    ((8, (16, 32)), (16, (64, 128)), (32, (256, 512))),
    ((8, (10, 16, 24)), (16, (32, 48)), (32, (64, 96)), (64, (128, 192, 256))),
)
_CENTRE_VARIANCE, _SIZE_VARIANCE = np.float32(0.1), np.float32(0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetinaFaceDecoder:
    """Reads boxes, scores and points relative to priors.

    Attributes:
        box, scores, points: Names of the outputs.
        priors: Sides of the priors of each stride.
        logits: Whether scores still need a softmax.
    """

    box: str
    scores: str
    points: str
    priors: Priors
    logits: bool = False

    @property
    def class_count(self) -> int | None:
        return 1

    @property
    def keypoints(self) -> tuple[int, int]:
        """Five points of a face, x and y each."""
        return 5, 2

    @np.errstate(all="ignore")
    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        confidence = self._confidence(outputs)
        rows = np.flatnonzero(confidence >= floor)
        prior = prior_boxes(input_wh, self.priors)[rows]
        box = floats(first_of_batch(outputs[self.box], 2))[rows]
        points = floats(first_of_batch(outputs[self.points], 2))[rows].reshape(rows.size, 5, 2)
        centre, size = prior[:, :2], prior[:, 2:]
        placed = np.concatenate(
            [
                centre + box[:, :2] * _CENTRE_VARIANCE * size,
                size * np.exp(box[:, 2:] * _SIZE_VARIANCE),
            ],
            axis=1,
        )
        keypoints = centre[:, None] + points * _CENTRE_VARIANCE * size[:, None]
        found = Candidates(
            xyxy=boxes.cxcywh_to_xyxy(placed),
            confidence=confidence[rows],
            class_id=np.zeros(rows.size, np.intp),
            keypoints=keypoints,
        )
        valid = valid_rows(found.xyxy, found.confidence)
        return found if valid.all() else found[valid]

    @np.errstate(all="ignore")
    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        scores = floats(first_of_batch(outputs[self.scores], 2))
        scores = scores[np.isfinite(scores).all(axis=1)]
        if scores.size == 0:
            return Verdict(fit=UNDECIDED, decoder=self)
        if is_probability(scores) and np.allclose(scores.sum(axis=1), 1, atol=0.01):
            cue = text("background and face sum to one")
            return Verdict(fit=0.95, decoder=replace(self, logits=False), cues=(cue,))
        # Nearly every prior is background.
        if float(np.median(scores[:, 1] - scores[:, 0])) >= 0:
            return Verdict(fit=0.0, decoder=self)
        cue = text("background and face do not sum to one, so a softmax is applied")
        return Verdict(fit=0.8, decoder=replace(self, logits=True), cues=(cue,))

    def _confidence(self, outputs: Outputs) -> FloatArray:
        scores = floats(first_of_batch(outputs[self.scores], 2))
        if self.logits:
            # The softmax of two is the sigmoid of their difference.
            return sigmoid(scores[:, 1] - scores[:, 0])
        return np.minimum(scores[:, 1], np.float32(1))


def prior_boxes(input_wh: tuple[int, int], priors: Priors) -> FloatArray:
    """Return centre and size of every prior in network pixels, ``(n, 4)``."""
    parts = []
    for stride, sides in priors:
        cells, _ = anchor_points(input_wh, (stride,))
        centre = np.repeat((cells + np.float32(0.5)) * np.float32(stride), len(sides), axis=0)
        side = np.tile(np.asarray(sides, np.float32), len(cells))
        parts.append(np.concatenate([centre, side[:, None], side[:, None]], axis=1))
    return np.concatenate(parts)


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the head for three outputs of 4, 2 and 10 columns and a row for each prior."""
    if facts.task not in (None, Task.DETECT, Task.POSE) or facts.class_count not in (None, 1):
        return
    names = {spec.shape[-1]: spec.name for spec in facts.outputs if len(spec.shape) in (2, 3)}
    counts = {spec.shape[-2] for spec in facts.outputs if len(spec.shape) in (2, 3)}
    if len(facts.outputs) != 3 or set(names) != {2, 4, 10} or len(counts) != 1:
        return
    (count,) = counts
    for priors in _PRIOR_SETS:
        if count != prior_count(facts.image.input_wh, priors):
            continue
        yield Proposal(
            family=FAMILY.key,
            title=text("RetinaFace head"),
            task=Task.POSE,
            decoder=RetinaFaceDecoder(
                box=names[4], scores=names[2], points=names[10], priors=priors
            ),
            preprocessing=_feeding(facts),
            strength=Strength.SHAPED,
            cues=(
                text("a box, two scores and five points for each of {count} priors", count=count),
            ),
            suppression=Suppression(iou=0.4),
            label_hint=("face",),
            has_background=True,
            confidence=0.6,
        )
        return


def prior_count(input_wh: tuple[int, int], priors: Priors) -> int:
    """Return the number of priors of all levels."""
    return sum(anchor_count(input_wh, (stride,)) * len(sides) for stride, sides in priors)


def _feeding(facts: ModelFacts) -> Preprocessing:
    wanted = fed(facts, "caffe-bgr", geometry=Geometry.LETTERBOX_TOP_LEFT, pad=0)
    # The trainers round the usual means; a network that takes integers subtracts them itself.
    return replace(wanted, mean=(104.0, 117.0, 123.0)) if any(wanted.mean) else wanted


FAMILY = Family(
    key="retinaface",
    expects=text("a box, two scores and five points for each prior, e.g. 16800×4, ×2 and ×10"),
    propose=propose,
    ranks=(3, 3, 3),
)
