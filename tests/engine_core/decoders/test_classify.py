from __future__ import annotations

import numpy as np
import pytest

from engine_core.decoders import classify
from engine_core.decoders.base import ModelFacts, Task
from engine_core.decoders.classify import ClassifyDecoder
from engine_core.letterbox import Geometry
from tests.engine_core.decoders.signatures import best, facts_of, has_none

SCORES = ClassifyDecoder(output="o", classes=4)


def facts(shape: tuple[int, ...], task: Task | None = Task.CLASSIFY) -> ModelFacts:
    made = facts_of({"o": np.empty(shape, np.float32)})
    return ModelFacts(made.signature, made.image, made.metadata, task)


@pytest.mark.parametrize("shape", [(1, 1000), (1, 1000, 1, 1), (2, 1000), (1000,)])
def test_scores_of_the_whole_picture_are_taken_where_the_task_says_so(
    shape: tuple[int, ...],
) -> None:
    proposal = best(classify.FAMILY, facts(shape))
    assert proposal.decoder.class_count == 1000
    assert proposal.preprocessing.geometry is Geometry.CENTRE_CROP
    assert not proposal.suppression.needed
    assert has_none(classify.FAMILY, facts(shape, None))


@pytest.mark.parametrize("shape", [(1, 1), (1, 84, 8400), (1, 3, 4, 4)])
def test_other_outputs_are_no_scores(shape: tuple[int, ...]) -> None:
    assert has_none(classify.FAMILY, facts(shape))


def test_probabilities_stay_and_logits_become_probabilities() -> None:
    chances = np.asarray([[0.1, 0.6, 0.25, 0.05]], np.float16)
    settled = SCORES.settle({"o": chances}, (64, 64))
    assert settled.fit == 1
    assert isinstance(settled.decoder, ClassifyDecoder)
    assert settled.decoder.scores({"o": chances}) == pytest.approx(chances[0], abs=1e-3)

    logits = np.asarray([[2.0, -1.0, 0.0, 5.0]], np.float32)
    unsettled = SCORES.settle({"o": logits}, (64, 64))
    assert isinstance(unsettled.decoder, ClassifyDecoder)
    expected = np.exp(logits[0]) / np.exp(logits[0]).sum()
    assert unsettled.decoder.scores({"o": logits}) == pytest.approx(expected)


def test_only_the_first_picture_of_a_batch_is_answered() -> None:
    both = np.asarray([[0.7, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.7]], np.float32)
    settled = SCORES.settle({"o": both}, (64, 64)).decoder
    assert isinstance(settled, ClassifyDecoder)
    assert int(settled.scores({"o": both}).argmax()) == 0


def test_a_score_that_is_none_refutes() -> None:
    assert SCORES.settle({"o": np.asarray([[np.nan, 0, 0, 0]])}, (64, 64)).is_refuted
