from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import torchvision
from engine_core.decoders.base import UNDECIDED, Task
from engine_core.preprocess import ChannelOrder
from tests.engine_core.decoders.scenes import WIDE, Scene, same, scene, scenes
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none


def _kept(wanted: Scene) -> Outputs:
    """A row per object, labels from one."""
    return {
        "boxes": wanted.xyxy,
        "labels": wanted.classes.astype(np.int64) + 1,
        "scores": wanted.scores,
    }


@settings(max_examples=20, deadline=None)
@given(scenes())
def test_labels_are_counted_from_one(wanted: Scene) -> None:
    outputs = _kept(wanted)
    proposal = best(torchvision.FAMILY, facts_of(outputs, input_wh=wanted.wh))
    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert proposal.has_background
    assert verdict.fit > UNDECIDED
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.1), wanted)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_outputs_are_told_by_rank_and_type(order: tuple[int, ...]) -> None:
    wanted = scene()
    parts = list(_kept(wanted).values())
    outputs = {str(6379 + place): parts[index] for place, index in enumerate(order)}
    decoder = best(torchvision.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert same(decoder.decode(outputs, WIDE, 0.1), wanted)


def test_no_rows_decide_nothing() -> None:
    outputs = _kept(scene(count=0))
    decoder = best(torchvision.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert decoder.settle(outputs, WIDE).is_pending
    assert len(decoder.decode(outputs, WIDE, 0.1)) == 0


def test_masks_of_mask_rcnn_cover_the_input() -> None:
    wanted = scene()
    outputs = _kept(wanted)
    masks = np.random.default_rng(0).uniform(0, 1, (len(wanted), 1, WIDE[1], WIDE[0]))
    outputs["masks"] = masks.astype(np.float32)
    proposal = best(torchvision.FAMILY, facts_of(outputs, input_wh=WIDE))
    found = proposal.decoder.decode(outputs, WIDE, 0.1)

    assert proposal.task is Task.SEGMENT
    assert found.mask_logits is not None
    assert np.array_equal(found.mask_logits > 0, outputs["masks"][:, 0] > 0.5)


def test_the_model_zoos_network_without_a_batch_takes_bgr() -> None:
    facts = facts_of(_kept(scene()), input_wh=WIDE, name="image", batch=0)

    assert best(torchvision.FAMILY, facts).preprocessing.channels is ChannelOrder.BGR


def test_outputs_with_a_batch_are_not_proposed() -> None:
    outputs = {name: value[None] for name, value in _kept(scene()).items()}

    assert has_none(torchvision.FAMILY, facts_of(outputs))
