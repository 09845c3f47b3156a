from __future__ import annotations

from collections.abc import Callable

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given, settings
from onnx import TensorProto, helper

from engine_core import boxes
from engine_core.decoders import anchor_heads, darknet_heads
from engine_core.decoders.anchor_sets import YOLOV3, YOLOV5, YOLOV5_P6, YOLOV7
from engine_core.decoders.anchors import AnchorSet
from engine_core.decoders.base import Family, Strength
from tests.engine_core.decoders.anchor_maps import Heads, crowd, encoded, five_axes, maps
from tests.engine_core.decoders.scenes import WIDE, Scene, same, scene, scenes
from tests.engine_core.decoders.signatures import (
    Outputs,
    best,
    facts_of,
    golden,
    has_none,
    missing,
    prepared,
    run,
)
from tests.shared_data import ROOT, needs_shared_data

BY_KEY = {family.key: family for family in anchor_heads.FAMILIES}
YOLOV5_FAMILY, YOLOV7_FAMILY = BY_KEY["yolov5-heads"], BY_KEY["yolov7-heads"]


@pytest.mark.parametrize(
    ("family", "anchors"),
    [(YOLOV5_FAMILY, YOLOV5), (YOLOV5_FAMILY, YOLOV5_P6), (YOLOV7_FAMILY, YOLOV7)],
)
@pytest.mark.parametrize("write", [five_axes, maps])
@settings(max_examples=20)
@given(wanted=scenes())
def test_objects_are_found_where_the_trainer_put_them(
    family: Family, anchors: AnchorSet, write: Callable[[Heads], Outputs], wanted: Scene
) -> None:
    outputs = write(encoded(wanted, anchors, classes=5))
    proposal = best(family, facts_of(outputs, input_wh=wanted.wh))

    assert same(proposal.decoder.decode(outputs, wanted.wh, 0.25), wanted)


def test_values_after_the_sigmoid_are_noticed() -> None:
    raw = five_axes(encoded(scene(), YOLOV5, classes=5))
    outputs = {name: 1 / (1 + np.exp(-value)) for name, value in raw.items()}
    decoder = best(YOLOV5_FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert same(decoder.settle(outputs, WIDE).decoder.decode(outputs, WIDE, 0.25), scene())


def test_values_after_the_sigmoid_refute_darknet() -> None:
    raw = maps(encoded(scene(), YOLOV5, classes=5))
    outputs = {name: 1 / (1 + np.exp(-value)) for name, value in raw.items()}
    facts = facts_of(outputs, input_wh=WIDE)

    for family in darknet_heads.FAMILIES:
        assert best(family, facts).decoder.settle(outputs, WIDE).is_refuted


def test_boxes_that_agree_tell_yolov5_from_darknet() -> None:
    outputs = maps(crowd(WIDE, YOLOV5, classes=5))
    facts = facts_of(outputs, input_wh=WIDE)
    fits = {
        family.key: best(family, facts).decoder.settle(outputs, WIDE).fit
        for family in (*darknet_heads.FAMILIES, *anchor_heads.FAMILIES)
    }

    assert fits["yolov3-heads"] == fits["yolov4-heads"] == 0.2
    assert fits["yolov5-heads"] >= 0.6


def test_boxes_that_stand_out_beyond_the_picture_tell_yolov5_from_yolov7() -> None:
    outputs = five_axes(crowd(WIDE, YOLOV5, classes=5, to_edge=True))
    facts = facts_of(outputs, input_wh=WIDE)

    assert best(YOLOV5_FAMILY, facts).decoder.settle(outputs, WIDE).fit == 0.8
    assert best(YOLOV7_FAMILY, facts).decoder.settle(outputs, WIDE).fit == 0.2


def test_objects_away_from_the_edge_leave_yolov5_and_yolov7_to_the_user() -> None:
    outputs = five_axes(encoded(scene(), YOLOV7, classes=5))
    facts = facts_of(outputs, input_wh=WIDE)
    fits = {best(one, facts).decoder.settle(outputs, WIDE).fit for one in anchor_heads.FAMILIES}

    assert len(fits) == 1


def test_four_levels_belong_to_one_set_of_anchors() -> None:
    outputs = five_axes(encoded(scene(), YOLOV5_P6, classes=5))
    proposal = best(YOLOV5_FAMILY, facts_of(outputs, input_wh=WIDE))

    assert proposal.strength is Strength.SHAPED
    assert has_none(YOLOV7_FAMILY, facts_of(outputs, input_wh=WIDE))


def test_nothing_is_proposed_where_placed_boxes_are_given_too() -> None:
    outputs = five_axes(encoded(scene(), YOLOV5, classes=5))
    outputs["output"] = np.zeros((1, 15120, 10), np.float32)

    for family in anchor_heads.FAMILIES:
        assert has_none(family, facts_of(outputs, input_wh=WIDE))


def test_nothing_is_proposed_for_maps_that_anchors_cannot_share() -> None:
    outputs = {
        name: value[:, :-1] for name, value in maps(encoded(scene(), YOLOV3, classes=5)).items()
    }

    for family in anchor_heads.FAMILIES:
        assert has_none(family, facts_of(outputs, input_wh=WIDE))


@needs_shared_data
def test_a_real_network_cut_before_its_boxes_finds_what_the_whole_one_finds() -> None:
    model = onnx.load(str(ROOT / "models" / "yolov5n.onnx"))
    heads = [node.output[0] for node in model.graph.node if node.op_type == "Transpose"]
    heads = [name for name in heads if name.startswith("/model.24/")]
    del model.graph.output[:]
    model.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in heads
    )
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    facts = facts_of(run(session, np.zeros((1, 3, 640, 640), np.float32), (640, 640)))
    proposal = best(YOLOV5_FAMILY, facts)
    other = best(YOLOV7_FAMILY, facts)
    for stated, image, expected in golden("yolov5n.onnx"):
        tensor, letterbox = prepared(proposal, image)
        outputs = run(session, tensor, (640, 640))
        verdict = proposal.decoder.settle(outputs, (640, 640))
        found = verdict.decoder.decode(outputs, (640, 640), stated["conf"] - 0.03)
        found = found[boxes.nms(found.xyxy, found.confidence, found.class_id, stated["nms_iou"])]
        h, w = image.shape[:2]
        xyxy = boxes.clip(letterbox.to_source(found.xyxy), (w, h))

        assert verdict.fit >= other.decoder.settle(outputs, (640, 640)).fit
        rows = (xyxy, found.confidence, found.class_id)
        assert missing(expected, rows, iou=0.9, score=0.03) == []
