"""Classifiers: one score for each class of the whole picture.

Source of the layout: Ultralytics' classify exporter (``(1, classes)`` after the softmax; the picture
is shrunk to its shorter side and cut at the centre). Taken only where metadata or the user says so:
ten numbers may be anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from engine_core.boxes import FloatArray
from engine_core.decoders.base import (
    Family,
    ModelFacts,
    Outputs,
    Proposal,
    Strength,
    Suppression,
    Task,
    Verdict,
    floats,
    is_probability,
    softmax,
)
from engine_core.decoders.feeding import fed
from engine_core.detections import Candidates
from engine_core.letterbox import Geometry
from engine_core.tensors import TensorSpec
from engine_core.text import text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyDecoder:
    """Reads the scores of a classifier; gives no boxes.

    Attributes:
        output: Name of the scores.
        classes: How many there are.
        logits: Whether they still need a softmax.
    """

    output: str
    classes: int
    logits: bool = False

    @property
    def class_count(self) -> int | None:
        return self.classes

    def scores(self, outputs: Outputs) -> FloatArray:
        """Return the probability of each class, ``(classes,)``."""
        scores = self._raw(outputs)
        return softmax(scores) if self.logits else scores

    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        return Candidates.empty()

    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        scores = self._raw(outputs)
        if not np.isfinite(scores).all():
            return Verdict(fit=0.0, decoder=self)
        if is_probability(scores) and abs(float(scores.sum()) - 1) < 0.02:
            return Verdict(fit=1.0, decoder=self)
        cue = text("scores do not add up to one, so a softmax is applied")
        return Verdict(fit=0.8, decoder=replace(self, logits=True), cues=(cue,))

    def _raw(self, outputs: Outputs) -> FloatArray:
        # The first picture's scores: any batch lies in front of them.
        return floats(outputs[self.output]).reshape(-1)[: self.classes]


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose a classifier where the task says so."""
    if facts.task is not Task.CLASSIFY:
        return
    for spec in facts.outputs:
        classes = _classes(spec)
        if classes < 2:
            continue
        yield Proposal(
            family=FAMILY.key,
            title=text("Classifier"),
            task=Task.CLASSIFY,
            decoder=ClassifyDecoder(output=spec.name, classes=classes),
            preprocessing=fed(facts, "unit-rgb", geometry=Geometry.CENTRE_CROP),
            strength=Strength.NAMED,
            cues=(text("one output {shape}: a score for each class", shape=list(spec.shape)),),
            suppression=Suppression(
                needed=False, reason=text("A classifier answers for the whole picture.")
            ),
            confidence=0.0,
        )
        return


def _classes(spec: TensorSpec) -> int:
    """Return the number of scores of an output that holds nothing else, or 0."""
    sizes = [size for size in spec.shape[1:] if size != 1] if len(spec.shape) > 1 else spec.shape
    return sizes[0] if len(sizes) == 1 else 0


FAMILY = Family(
    key="classify",
    expects=text("one output (1, classes), and metadata or the option --task classify"),
    propose=propose,
    ranks=(2,),
)
