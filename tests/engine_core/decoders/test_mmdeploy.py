from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import mmdeploy
from engine_core.decoders.base import UNDECIDED, Strength, Task
from engine_core.preprocess import ChannelOrder
from tests.engine_core.decoders.scenes import WIDE, Scene, same, scene, scenes
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none


def _kept(wanted: Scene, rows: int = 100, labels: str = "int64") -> Outputs:
    """mmdeploy: box and score, and -1 as the label of rows that are not used."""
    dets = np.zeros((1, rows, 5), np.float32)
    ids = np.full((1, rows), -1, labels)
    dets[0, : len(wanted)] = np.column_stack([wanted.xyxy, wanted.scores])
    ids[0, : len(wanted)] = wanted.classes
    return {"dets": dets, "labels": ids}


@settings(max_examples=20, deadline=None)
@given(scenes())
def test_rows_of_five_and_labels_are_read(wanted: Scene) -> None:
    outputs = _kept(wanted)
    proposal = best(mmdeploy.FAMILY, facts_of(outputs, input_wh=wanted.wh, name="input"))
    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert proposal.strength is Strength.NAMED
    assert verdict.fit > UNDECIDED
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.1), wanted)


@pytest.mark.parametrize("rows", [0, 100])
def test_nothing_found_decides_nothing(rows: int) -> None:
    outputs = _kept(scene(count=0), rows)
    decoder = best(mmdeploy.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert decoder.settle(outputs, WIDE).is_pending
    assert len(decoder.decode(outputs, WIDE, 0.1)) == 0


def test_other_names_are_told_by_shape() -> None:
    wanted = scene()
    outputs = dict(zip("ab", _kept(wanted, labels="int32").values(), strict=True))
    proposal = best(mmdeploy.FAMILY, facts_of(outputs, input_wh=WIDE))

    assert proposal.strength is Strength.SHAPED
    assert same(proposal.decoder.decode(outputs, WIDE, 0.1), wanted)


def test_masks_over_the_whole_input_are_given() -> None:
    wanted = scene()
    outputs = _kept(wanted)
    masks = np.random.default_rng(0).uniform(0, 1, (1, 100, WIDE[1], WIDE[0]))
    outputs["masks"] = masks.astype(np.float32)
    proposal = best(mmdeploy.FAMILY, facts_of(outputs, input_wh=WIDE))
    found = proposal.decoder.decode(outputs, WIDE, 0.1)

    assert proposal.task is Task.SEGMENT
    assert found.mask_logits is not None
    assert np.array_equal(found.mask_logits > 0, outputs["masks"][0, : len(wanted)] > 0.5)


def test_masks_within_a_box_leave_a_detector() -> None:
    outputs = _kept(scene())
    outputs["masks"] = np.zeros((1, 100, 28, 28), np.float32)

    assert best(mmdeploy.FAMILY, facts_of(outputs)).task is Task.DETECT


def test_one_stage_detectors_take_bgr_and_two_stage_detectors_rgb() -> None:
    outputs = _kept(scene())
    square = best(mmdeploy.FAMILY, facts_of(outputs)).preprocessing
    wide = best(mmdeploy.FAMILY, facts_of(outputs, input_wh=(1344, 800))).preprocessing

    assert square.channels is ChannelOrder.BGR
    assert wide.channels is ChannelOrder.RGB


def test_rf_detr_has_the_same_names_but_is_not_taken() -> None:
    outputs = {
        "dets": np.zeros((1, 300, 4), np.float32),
        "labels": np.zeros((1, 300, 91), np.float32),
    }

    assert has_none(mmdeploy.FAMILY, facts_of(outputs))
