from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import nms_trt
from engine_core.decoders.base import UNDECIDED, Strength
from engine_core.preprocess import ChannelOrder
from tests.engine_core.decoders.scenes import WIDE, Scene, same, scene, scenes
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none


def _kept(wanted: Scene, *, count_as_float: bool = True, first: int = 1) -> Outputs:
    """NMS_TRT: picture, label, confidence and corners as fractions; unused rows have picture -1."""
    rows = np.zeros((1, 1, 200, 7), np.float32)
    rows[..., 0] = -1
    used = rows[0, 0, : len(wanted)]
    used[:, 0] = 0
    used[:, 1] = wanted.classes + first
    used[:, 2] = wanted.scores
    used[:, 3:] = wanted.fractions
    count = np.array([[[[len(wanted)]]]], np.int32)
    return {"NMS": rows, "NMS_1": count.view(np.float32) if count_as_float else count}


@settings(max_examples=20, deadline=None)
@given(scenes())
def test_a_count_whose_bits_are_an_integers_is_read_from_a_float_output(wanted: Scene) -> None:
    outputs = _kept(wanted)
    proposal = best(nms_trt.FAMILY, facts_of(outputs, input_wh=wanted.wh, name="Input"))
    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert outputs["NMS_1"].dtype == np.float32
    assert proposal.strength is Strength.NAMED
    assert proposal.has_background
    assert verdict.fit > UNDECIDED
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.1), wanted)


def test_a_count_of_integers_and_other_names_are_read_too() -> None:
    wanted = scene()
    kept = _kept(wanted, count_as_float=False)
    outputs = {"nms_out": kept["NMS"], "keep_count": kept["NMS_1"]}
    proposal = best(nms_trt.FAMILY, facts_of(outputs, input_wh=WIDE))
    decoder = proposal.decoder.settle(outputs, WIDE).decoder

    assert proposal.strength is Strength.SHAPED
    assert same(decoder.decode(outputs, WIDE, 0.1), wanted)


@pytest.mark.parametrize("fill", ["picture", "confidence"])
def test_unused_rows_are_not_read_even_if_the_count_takes_them_in(fill: str) -> None:
    wanted = scene()
    outputs = _kept(wanted, count_as_float=False)
    outputs["NMS_1"][:] = 200
    if fill == "confidence":
        outputs["NMS"][0, 0, len(wanted) :, 0] = 0
    decoder = best(nms_trt.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert same(decoder.settle(outputs, WIDE).decoder.decode(outputs, WIDE, 0.1), wanted)


def test_faster_rcnn_of_tao_has_its_background_last() -> None:
    wanted = scene()
    outputs = _kept(wanted, first=0)
    proposal = best(nms_trt.FAMILY, facts_of(outputs, input_wh=WIDE, name="input_image"))
    decoder = proposal.decoder.settle(outputs, WIDE).decoder

    assert not proposal.has_background
    assert same(decoder.decode(outputs, WIDE, 0.1), wanted)


def test_long_label_lists_at_300_pixels_mean_tensorflow() -> None:
    outputs = _kept(scene())
    tao = best(nms_trt.FAMILY, facts_of(outputs, input_wh=(300, 300), name="Input"))
    tensorflow = best(
        nms_trt.FAMILY,
        facts_of(outputs, input_wh=(300, 300), name="Input", class_counts=frozenset({91})),
    )

    assert tao.preprocessing.channels is ChannelOrder.BGR
    assert tensorflow.preprocessing.channels is ChannelOrder.RGB


def test_nothing_found_decides_nothing() -> None:
    outputs = _kept(scene(count=0))
    decoder = best(nms_trt.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert decoder.settle(outputs, WIDE).is_pending


def test_rows_of_seven_in_another_order_are_refuted() -> None:
    wanted = scene()
    outputs = _kept(wanted, count_as_float=False)
    outputs["NMS"][0, 0, : len(wanted)] = np.column_stack(
        [wanted.fractions, wanted.scores, wanted.classes, wanted.scores]
    )
    decoder = best(nms_trt.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert decoder.settle(outputs, WIDE).is_refuted


def test_flat_rows_without_a_count_are_not_proposed() -> None:
    assert has_none(nms_trt.FAMILY, facts_of({"output": np.zeros((12, 7), np.float32)}))
