from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import box_score_pairs, ssd
from engine_core.decoders.base import UNDECIDED
from tests.engine_core.decoders.scenes import (
    WIDE,
    Scene,
    class_scores,
    everywhere,
    logits,
    same,
    scene,
    scenes,
)
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none


def _head(wanted: Scene, *, count: int = 3000, classes: int = 5, raw: bool = False) -> Outputs:
    """pytorch-ssd: a softmax whose first share is the background, corners as fractions."""
    shares = class_scores(wanted, count, classes)
    # Objects first, then a background that takes what is left.
    shares[: len(wanted)] = 0
    shares[np.arange(len(wanted)), wanted.classes] = wanted.scores
    shares /= np.maximum(1, shares.sum(axis=1, keepdims=True))
    full = np.concatenate([1 - shares.sum(axis=1, keepdims=True), shares], axis=1)
    w, h = wanted.wh
    boxes = everywhere(wanted, count) / np.array([w, h, w, h], np.float32)
    values = np.log(np.maximum(full, 1e-6)) + 2 if raw else full
    return {"scores": values[None].astype(np.float32), "boxes": boxes[None]}


@settings(max_examples=15, deadline=None)
@given(scenes())
def test_shares_of_a_softmax_are_read_without_the_background(wanted: Scene) -> None:
    outputs = _head(wanted)
    proposal = best(ssd.FAMILY, facts_of(outputs, input_wh=wanted.wh))
    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert proposal.has_background
    assert verdict.fit > 0.9
    assert verdict.decoder.class_count == 5
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.25), wanted)


def test_logits_get_their_softmax() -> None:
    wanted = scene()
    outputs = _head(wanted, raw=True)
    decoder = best(ssd.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder
    verdict = decoder.settle(outputs, WIDE)

    assert verdict.fit > UNDECIDED
    assert same(verdict.decoder.decode(outputs, WIDE, 0.25), wanted)


def test_a_picture_without_objects_still_confirms() -> None:
    outputs = _head(scene(count=0))
    decoder = best(ssd.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    verdict = decoder.settle(outputs, WIDE)

    assert verdict.fit > UNDECIDED
    assert len(verdict.decoder.decode(outputs, WIDE, 0.3)) == 0


@pytest.mark.parametrize(
    ("input_wh", "count", "face"),
    [((320, 240), 4420, True), ((640, 480), 17640, True), ((300, 300), 3000, False)],
)
def test_ultraface_is_recognised_by_its_boxes(
    input_wh: tuple[int, int], count: int, face: bool
) -> None:
    outputs = {
        "scores": np.zeros((1, count, 2), np.float32),
        "boxes": np.zeros((1, count, 4), np.float32),
    }
    proposal = best(ssd.FAMILY, facts_of(outputs, input_wh=input_wh))

    assert (proposal.label_hint == ("face",)) is face


@pytest.mark.parametrize("classes", [2, 80])
@pytest.mark.parametrize("raw", [False, True])
def test_a_head_with_a_sigmoid_for_each_class_is_refuted(classes: int, raw: bool) -> None:
    wanted = scene(classes=classes)
    scores = class_scores(wanted, 5040, classes)
    outputs = {
        "scores": (logits(scores) if raw else scores)[None],
        "boxes": everywhere(wanted, 5040)[None],
    }
    decoder = best(ssd.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert decoder.settle(outputs, WIDE).is_refuted


def test_ssd_is_refuted_by_the_anchor_free_pairs() -> None:
    outputs = _head(scene(), count=5040)
    decoder = best(box_score_pairs.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert decoder.settle(outputs, WIDE).is_refuted


def test_boxes_that_are_offsets_of_priors_are_refuted() -> None:
    outputs = _head(scene())
    offsets = np.random.default_rng(0).normal(size=(1, 3000, 4)).astype(np.float32)
    outputs["boxes"] = offsets
    decoder = best(ssd.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert decoder.settle(outputs, WIDE).is_refuted


def test_a_third_output_with_landmarks_is_not_ssd() -> None:
    outputs = {
        "loc": np.zeros((1, 16800, 4), np.float32),
        "conf": np.zeros((1, 16800, 2), np.float32),
        "landms": np.zeros((1, 16800, 10), np.float32),
    }

    assert has_none(ssd.FAMILY, facts_of(outputs))
    assert has_none(box_score_pairs.FAMILY, facts_of(outputs))
