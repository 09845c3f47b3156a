from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given, settings
from onnx import TensorProto, helper

from engine_core import boxes
from engine_core.decoders import dfl_heads
from engine_core.decoders.base import Family, Strength, Task, anchor_count
from engine_core.preprocess import ChannelOrder
from tests.engine_core.decoders.distance_maps import (
    FINE,
    PYRAMID,
    Floats,
    grown,
    levels,
    planes,
    rows,
    steady,
)
from tests.engine_core.decoders.scenes import (
    WIDE,
    Scene,
    class_scores,
    logits,
    same,
    scene,
    scenes,
)
from tests.engine_core.decoders.signatures import (
    best,
    facts_of,
    golden,
    has_none,
    missing,
    prepared,
    run,
)
from tests.shared_data import ROOT, needs_shared_data

BY_KEY = {family.key: family for family in dfl_heads.FAMILIES}
YOLOV8 = BY_KEY["dfl-heads"]


def pixels(array: Floats) -> Floats:
    return array[None]


def whole_columns(arrays: list[Floats]) -> Floats:
    return np.concatenate([rows(array)[0].T for array in arrays], axis=1)[None]


@settings(max_examples=20)
@given(wanted=scenes())
def test_objects_are_found_where_the_trainer_put_them(wanted: Scene) -> None:
    wanted = grown(wanted)
    made = levels(wanted, strides=FINE, classes=5, bins=16, centre=0.5)
    outputs = {f"box{s}": planes(b) for s, (_, b) in made.items()}
    outputs |= {f"cls{s}": planes(logits(a)) for s, (a, _) in made.items()}
    proposal = best(YOLOV8, facts_of(outputs, input_wh=wanted.wh))

    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert proposal.strength is Strength.SHAPED
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.25), wanted)


@pytest.mark.parametrize("write", [planes, pixels, rows])
@pytest.mark.parametrize("sums", [False, True])
def test_every_order_and_arrangement_is_read(write: Callable[[Floats], Floats], sums: bool) -> None:
    wanted = grown(scene(classes=80))
    made = levels(wanted, strides=FINE, classes=80, bins=16, centre=0.5)
    outputs = {}
    for s in (16, 32, 8):
        outputs[f"cls{s}"] = write(made[s][0])
        if sums:
            outputs[f"sum{s}"] = write(np.minimum(made[s][0].sum(axis=2, keepdims=True), 1))
        outputs[f"box{s}"] = write(made[s][1])
    proposal = best(YOLOV8, facts_of(outputs, input_wh=WIDE))

    assert proposal.strength is Strength.SHAPED
    assert same(proposal.decoder.decode(outputs, WIDE, 0.25), wanted)


@pytest.mark.parametrize("classes", [1, 64])
def test_class_counts_that_look_like_something_else_are_read(classes: int) -> None:
    wanted = grown(scene(classes=classes))
    made = levels(wanted, strides=FINE, classes=classes, bins=16, centre=0.5)
    outputs = {f"cls{s}": planes(a) for s, (a, _) in made.items()}
    outputs |= {f"box{s}": planes(b) for s, (_, b) in made.items()}
    verdicts = [
        proposal.decoder.settle(outputs, WIDE)
        for proposal in YOLOV8.propose(facts_of(outputs, input_wh=WIDE))
    ]
    right = [verdict for verdict in verdicts if not verdict.is_refuted]

    assert len(right) == 1
    assert same(right[0].decoder.decode(outputs, WIDE, 0.25), wanted)


def test_coefficients_and_prototypes_make_it_a_segmentation_head() -> None:
    wanted = grown(scene())
    made = levels(wanted, strides=FINE, classes=5, bins=16, centre=0.5)
    outputs: dict[str, Any] = {}
    for s, (a, b) in made.items():
        outputs |= {f"box{s}": planes(b), f"cls{s}": planes(a)}
        outputs[f"coefficients{s}"] = planes(np.full((*a.shape[:2], 32), s, np.float32))
    outputs["prototypes"] = np.zeros((1, 32, WIDE[1] // 4, WIDE[0] // 4), np.float32)
    proposal = best(YOLOV8, facts_of(outputs, input_wh=WIDE))

    found = proposal.decoder.decode(outputs, WIDE, 0.25)

    assert proposal.task is Task.SEGMENT
    assert same(found, wanted)
    assert found.mask_coefficients is not None
    assert found.mask_coefficients.shape == (len(wanted), 32)
    assert set(found.mask_coefficients[:, 0]) <= set(FINE)
    assert found.prototypes is not None
    assert found.prototypes.shape == (32, WIDE[1] // 4, WIDE[0] // 4)


@pytest.mark.parametrize("strides", [(4, 8, 16, 32), (16, 32), PYRAMID])
def test_networks_with_other_levels_are_read_whole(strides: tuple[int, ...]) -> None:
    wanted = grown(scene())
    made = levels(wanted, strides=strides, classes=5, bins=16, centre=0.5)
    outputs = {f"cls{s}": planes(a) for s, (a, _) in made.items()}
    outputs |= {f"box{s}": planes(b) for s, (_, b) in made.items()}
    proposal = best(YOLOV8, facts_of(outputs, input_wh=WIDE))

    assert same(proposal.decoder.decode(outputs, WIDE, 0.25), wanted)


@pytest.mark.parametrize(
    ("key", "bins", "strides", "centre", "channels"),
    [
        ("ppyoloe-heads", 17, FINE, 0.5, ChannelOrder.RGB),
        ("yolov6-heads", 17, FINE, 0.5, ChannelOrder.RGB),
        ("picodet-heads", 8, PYRAMID, 0.5, ChannelOrder.RGB),
        ("rtmdet-heads", 1, FINE, 0.0, ChannelOrder.BGR),
        ("distance-heads", 1, FINE, 0.5, ChannelOrder.RGB),
    ],
)
def test_every_trainer_reads_its_own_heads(
    key: str, bins: int, strides: tuple[int, ...], centre: float, channels: ChannelOrder
) -> None:
    wanted = grown(scene())
    made = levels(wanted, strides=strides, classes=5, bins=bins, centre=centre)
    outputs = {f"cls{s}": rows(a) for s, (a, _) in made.items()}
    outputs |= {f"box{s}": rows(b) for s, (_, b) in made.items()}
    proposal = best(BY_KEY[key], facts_of(outputs, input_wh=WIDE))

    assert proposal.preprocessing.channels is channels
    assert same(proposal.decoder.decode(outputs, WIDE, 0.25), wanted)


def test_distances_in_pixels_are_told_from_strides() -> None:
    wanted = grown(scene())
    made = levels(wanted, strides=FINE, classes=5, bins=1, centre=0.0)
    for stride, (_, distances) in made.items():
        distances[:] = np.where(distances > 3, distances, np.abs(distances) + 3) * stride
    outputs = {f"cls{s}": planes(a) for s, (a, _) in made.items()}
    outputs |= {f"box{s}": planes(b) for s, (_, b) in made.items()}
    family = BY_KEY["rtmdet-heads"]
    decoder = best(family, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE).decoder
    strides_decoder = best(family, facts_of(outputs, input_wh=WIDE)).decoder

    big = decoder.decode(outputs, WIDE, 0.25).xyxy
    bigger = strides_decoder.decode(outputs, WIDE, 0.25).xyxy

    assert (big[:, 2] - big[:, 0]).max() < 2 * WIDE[0]
    assert (bigger[:, 2] - bigger[:, 0]).max() > 4 * (big[:, 2] - big[:, 0]).max()


def test_bins_after_the_softmax_are_not_softened_twice() -> None:
    wanted = grown(scene())
    made = levels(wanted, strides=FINE, classes=5, bins=16, centre=0.5)
    outputs = {f"cls{s}": planes(a) for s, (a, _) in made.items()}
    for s, (_, b) in made.items():
        shares = np.exp(b.reshape(*b.shape[:2], 4, 16))
        shares /= shares.sum(axis=3, keepdims=True)
        outputs[f"box{s}"] = planes(shares.reshape(b.shape))
    verdict = best(YOLOV8, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE)

    assert same(verdict.decoder.decode(outputs, WIDE, 0.25), wanted)


@pytest.mark.parametrize("is_whole", [False, True])
def test_joined_heads_are_believed_once_boxes_stay_with_their_object(is_whole: bool) -> None:
    made = steady(WIDE, strides=FINE, classes=6, bins=16, centre=0.5)
    arrays = [np.concatenate([b, logits(a)], axis=2) for a, b in made.values()]
    outputs = (
        {"output": whole_columns(arrays)}
        if is_whole
        else {f"o{i}": planes(array) for i, array in enumerate(arrays)}
    )
    proposal = best(YOLOV8, facts_of(outputs, input_wh=WIDE))
    verdict = proposal.decoder.settle(outputs, WIDE)

    assert proposal.strength is Strength.POSSIBLE
    assert verdict.fit == 0.8
    assert len(verdict.decoder.decode(outputs, WIDE, 0.5)) == 48


def test_joined_heads_whose_boxes_move_with_their_cells_are_refuted() -> None:
    made = steady(WIDE, strides=FINE, classes=6, bins=16, centre=0.5)
    for _, distances in made.values():
        distances[:] = np.random.default_rng(0).normal(-4, 0.3, distances.shape)
    outputs = {
        f"o{s}": planes(np.concatenate([b, logits(a)], axis=2)) for s, (a, b) in made.items()
    }

    assert best(YOLOV8, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE).is_refuted


def test_joined_heads_on_an_empty_frame_stay_open() -> None:
    made = levels(scene(count=0), strides=FINE, classes=6, bins=16, centre=0.5)
    outputs = {
        f"o{s}": planes(np.concatenate([b, logits(a)], axis=2)) for s, (a, b) in made.items()
    }

    assert best(YOLOV8, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE).is_pending


def test_decoded_heads_are_refuted() -> None:
    count = anchor_count(WIDE, FINE)
    placed = np.random.default_rng(0).uniform(0, 600, (count, 4)).astype(np.float32)
    table = np.concatenate([placed, class_scores(scene(), count, 80)], axis=1).T[None]
    outputs = {"output0": table}

    assert best(YOLOV8, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE).is_refuted


@pytest.mark.parametrize("family", dfl_heads.FAMILIES, ids=lambda family: family.key)
def test_nothing_is_proposed_for_other_shapes(family: Family) -> None:
    pair = {
        "cov": np.zeros((1, 3, 24, 40), np.float32),
        "box": np.zeros((1, 12, 24, 40), np.float32),
    }
    dense = {"output0": np.zeros((1, 300, 6), np.float32)}

    assert has_none(family, facts_of(pair, input_wh=WIDE))
    assert has_none(family, facts_of(dense, input_wh=WIDE))


@needs_shared_data
def test_a_real_network_cut_before_its_boxes_finds_what_the_whole_one_finds() -> None:
    model = onnx.load(str(ROOT / "models" / "yolov8n-dq.onnx"))
    # The last join of scores and distances: all levels, not yet placed.
    (join,) = (node for node in model.graph.node if node.output[0] == "/model.22/Concat_3_output_0")
    parts = [
        node.input[0] for node in model.graph.node if node.output and node.output[0] in join.input
    ]
    del model.graph.output[:]
    model.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in parts
    )
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    blank = run(session, np.zeros((1, 3, 640, 640), np.float32), (640, 640))
    proposal = best(YOLOV8, facts_of(blank))
    for stated, image, expected in golden("yolov8n-dq.onnx"):
        tensor, letterbox = prepared(proposal, image)
        outputs = run(session, tensor, (640, 640))
        verdict = proposal.decoder.settle(outputs, (640, 640))
        found = verdict.decoder.decode(outputs, (640, 640), stated["conf"] - 0.03)
        found = found[boxes.nms(found.xyxy, found.confidence, found.class_id, stated["nms_iou"])]
        h, w = image.shape[:2]
        xyxy = boxes.clip(letterbox.to_source(found.xyxy), (w, h))

        assert verdict.fit == 0.8
        rows_found = (xyxy, found.confidence, found.class_id)
        assert missing(expected, rows_found, iou=0.9, score=0.03) == []
