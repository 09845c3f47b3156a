from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import paddle
from engine_core.decoders.base import UNDECIDED, Strength
from tests.engine_core.decoders.scenes import WIDE, Scene, same, scene, scenes
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none

_SIDES = {"scale_factor": (1, 2)}


def _kept(wanted: Scene, rows: int = 0) -> Outputs:
    """Paddle: class first; -1 where a row is not used."""
    table = np.zeros((max(rows, len(wanted)), 6), np.float32)
    table[:, 0] = -1
    table[: len(wanted)] = np.column_stack([wanted.classes, wanted.scores, wanted.xyxy])
    return {
        "multiclass_nms3_0.tmp_0": table,
        "multiclass_nms3_0.tmp_2": np.array([len(table)], np.int32),
    }


@settings(max_examples=20, deadline=None)
@given(scenes())
def test_rows_with_the_class_first_are_read(wanted: Scene) -> None:
    outputs = _kept(wanted, rows=100)
    facts = facts_of(outputs, input_wh=wanted.wh, name="image", sides=_SIDES)
    proposal = best(paddle.FAMILY, facts)
    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert proposal.strength is Strength.NAMED
    assert verdict.fit > UNDECIDED
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.1), wanted)


@pytest.mark.parametrize("rows", [0, 300])
def test_nothing_found_decides_nothing(rows: int) -> None:
    outputs = _kept(scene(count=0), rows)
    decoder = best(paddle.FAMILY, facts_of(outputs, sides=_SIDES)).decoder

    assert decoder.settle(outputs, (640, 640)).is_pending
    assert len(decoder.decode(outputs, (640, 640), 0.1)) == 0


def test_only_the_first_pictures_rows_are_read() -> None:
    first, second = scene(), scene(seed=7, count=4)
    one, two = _kept(first), _kept(second)
    outputs = {name: np.concatenate([one[name], two[name]]) for name in one}
    outputs["multiclass_nms3_0.tmp_2"] = np.array([len(first), len(second)], np.int32)
    decoder = best(paddle.FAMILY, facts_of(outputs, input_wh=WIDE, batch=2, sides=_SIDES)).decoder

    assert same(decoder.settle(outputs, WIDE).decoder.decode(outputs, WIDE, 0.1), first)


def test_rows_with_the_class_last_are_refuted() -> None:
    wanted = scene()
    outputs = _kept(wanted)
    outputs["multiclass_nms3_0.tmp_0"] = np.column_stack(
        [wanted.xyxy, wanted.scores, wanted.classes]
    ).astype(np.float32)
    decoder = best(paddle.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert decoder.settle(outputs, WIDE).is_refuted


def test_rows_of_six_alone_are_left_to_others() -> None:
    assert has_none(paddle.FAMILY, facts_of({"output0": np.zeros((1, 300, 6), np.float32)}))
