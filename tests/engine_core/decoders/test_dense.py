from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_core import boxes
from engine_core.decoders.base import UNDECIDED, Task
from engine_core.decoders.dense import BoxFormat, DenseDecoder, has_objectness
from tests.engine_core.decoders import heads
from tests.engine_core.decoders.scenes import (
    Floats,
    Scene,
    centred,
    class_scores,
    everywhere,
    in_fractions,
    logits,
    same,
    scene,
    scenes,
)

HEAD = DenseDecoder(output="out", channels_first=True, classes=5)
ROWS = replace(HEAD, channels_first=False)
OBJECTNESS = replace(ROWS, objectness=True)


@settings(deadline=None, max_examples=30)
@given(
    scenes(),
    st.booleans(),
    st.sampled_from(BoxFormat),
    st.booleans(),
    st.booleans(),
    st.sampled_from([np.float32, np.float16]),
    st.integers(1, 3),
)
def test_every_layout_gives_back_the_boxes_that_were_written(
    wanted: Scene,
    channels_first: bool,
    box: BoxFormat,
    normalised: bool,
    as_logits: bool,
    dtype: type[np.floating],
    batch: int,
) -> None:
    table = heads.v8(wanted, 5)
    if box is BoxFormat.XYXY:
        table[:, :4] = boxes.cxcywh_to_xyxy(table[:, :4])
    if normalised:
        table[:, :4] = in_fractions(table[:, :4], wanted.wh)
    if as_logits:
        table[:, 4:] = logits(table[:, 4:])
    decoder = DenseDecoder(
        output="out",
        channels_first=channels_first,
        classes=5,
        box=box,
        normalised=normalised,
        logits=as_logits,
    )
    first = (table.T if channels_first else table).astype(dtype)
    # Other pictures of the batch hold something else.
    answer = np.stack([first, *[np.ones_like(first)] * (batch - 1)])
    found = decoder.decode({"out": answer}, wanted.wh, 0.25)
    pixels = 0.05 if dtype is np.float32 else 0.8
    assert same(found, wanted, pixels=pixels)
    assert found.xyxy.dtype == found.confidence.dtype == np.float32
    assert np.issubdtype(found.class_id.dtype, np.integer)


@settings(deadline=None, max_examples=20)
@given(scenes(), st.booleans())
def test_objectness_multiplies_the_classes(wanted: Scene, as_logits: bool) -> None:
    table = heads.v5(wanted, 5)
    if as_logits:
        table[:, 4:] = logits(table[:, 4:])
    decoder = replace(OBJECTNESS, logits=as_logits)
    assert same(decoder.decode({"out": table[None]}, wanted.wh, 0.25), wanted)


@settings(deadline=None, max_examples=6)
@given(scenes())
def test_boxes_are_placed_on_their_cells(wanted: Scene) -> None:
    table = heads.yolox(wanted, 5, decoded=False)
    decoder = replace(OBJECTNESS, grid=(8, 16, 32))
    found = decoder.decode({"out": table[None]}, wanted.wh, 0.25)
    order = np.argsort(-found.confidence, kind="stable")
    assert same(found[order], wanted)


@given(st.floats(0.01, 0.99))
@settings(deadline=None, max_examples=30)
def test_the_floor_decides_what_comes_out_and_nothing_else(floor: float) -> None:
    wanted = scene(count=12, seed=4)
    for decoder, table in (
        (ROWS, heads.v8(wanted, 5)),
        (OBJECTNESS, heads.v5(wanted, 5)),
        (replace(ROWS, logits=True), _with_logits(heads.v8(wanted, 5))),
    ):
        everything = decoder.decode({"out": table[None]}, wanted.wh, 0.0)
        above = decoder.decode({"out": table[None]}, wanted.wh, floor)
        expected = everything[everything.confidence >= floor]
        assert len(above) == len(expected)
        assert np.array_equal(above.xyxy, expected.xyxy)
        assert np.array_equal(above.class_id, expected.class_id)


def _with_logits(table: Floats) -> Floats:
    return np.concatenate([table[:, :4], logits(table[:, 4:])], axis=1)


@pytest.mark.parametrize("kind", ["zeros", "nan", "inf", "-inf", "huge", "negative"])
@pytest.mark.parametrize(
    "decoder",
    [
        HEAD,
        replace(HEAD, objectness=True, classes=4),
        replace(HEAD, logits=True),
        replace(HEAD, classes=4, rotated=True),
        replace(HEAD, classes=2, keypoints=(1, 3)),
        replace(HEAD, objectness=True, classes=4, grid=(8, 16, 32)),
        replace(HEAD, open_columns=True),
        replace(HEAD, normalised=True),
        replace(HEAD, box=BoxFormat.XYXY),
    ],
)
def test_nonsense_is_dropped_in_silence(decoder: DenseDecoder, kind: str) -> None:
    value = {
        "zeros": 0.0,
        "nan": np.nan,
        "inf": np.inf,
        "-inf": -np.inf,
        "huge": 3e38,
        "negative": -3e38,
    }[kind]
    count = len(heads.cells((640, 384)))
    table = np.full((1, 9, count), value, np.float32)
    settled = decoder.settle({"out": table}, (640, 384)).decoder
    for each in (decoder, settled):
        found = each.decode({"out": table}, (640, 384), 0.01)
        assert np.isfinite(found.xyxy).all()
        assert np.isfinite(found.confidence).all()
        assert (found.xyxy[:, 2:] > found.xyxy[:, :2]).all()


@pytest.mark.parametrize("decoder", [HEAD, replace(HEAD, logits=True)])
def test_bad_rows_take_no_good_ones_with_them(decoder: DenseDecoder) -> None:
    wanted = scene()
    table = heads.v8(wanted, 5)
    if decoder.logits:
        table = _with_logits(table)
    table[-3:, 4] = 5.0
    table[-3, :4] = np.nan
    table[-2, 2] = np.inf
    table[-1, 2] = 0
    assert same(decoder.decode({"out": table.T[None]}, wanted.wh, 0.25), wanted)


# ---- Extras -------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=20)
@given(scenes())
def test_rotated_boxes_keep_their_angle(wanted: Scene) -> None:
    table = heads.v8(wanted, 5)
    angles = np.random.default_rng(0).uniform(-math.pi / 4, 3 * math.pi / 4, (len(table), 1))
    answer = np.concatenate([table, angles.astype(np.float32)], axis=1)
    decoder = replace(HEAD, rotated=True)
    found = decoder.decode({"out": answer.T[None]}, wanted.wh, 0.25)
    assert decoder.task is Task.OBB
    assert found.xywhr is not None
    assert np.allclose(found.xywhr[:, :4], centred(wanted.xyxy), atol=0.05)
    assert np.allclose(found.xywhr[:, 4], angles[: len(wanted), 0], atol=1e-6)
    around = boxes.corners_to_xyxy(boxes.xywhr_to_corners(found.xywhr))
    assert np.allclose(found.xyxy, around)


@pytest.mark.parametrize("numbers", [2, 3])
@pytest.mark.parametrize("normalised", [False, True])
def test_keypoints_follow_their_boxes(numbers: int, normalised: bool) -> None:
    wanted = scene(classes=2)
    table = heads.v8(wanted, 2)
    points = np.random.default_rng(0).uniform(0, 300, (len(table), 4, numbers)).astype(np.float32)
    if numbers == 3:
        points[..., 2] /= 300
    written = points.copy()
    if normalised:
        table[:, :4] = in_fractions(table[:, :4], wanted.wh)
        written[..., :2] /= wanted.wh
    answer = np.concatenate([table, written.reshape(len(table), -1)], axis=1)
    decoder = replace(HEAD, classes=2, keypoints=(4, numbers), normalised=normalised)
    found = decoder.decode({"out": answer.T[None]}, wanted.wh, 0.25)
    assert decoder.task is Task.POSE
    assert found.keypoints is not None
    assert np.allclose(found.keypoints, points[: len(wanted)], atol=0.01)


def test_mask_coefficients_come_with_their_prototypes() -> None:
    wanted = scene()
    table = heads.v8(wanted, 5)
    weights = np.random.default_rng(0).normal(size=(len(table), 8)).astype(np.float32)
    prototypes = np.random.default_rng(1).normal(size=(1, 8, 96, 160)).astype(np.float16)
    answer = np.concatenate([table, weights], axis=1).T[None]
    decoder = replace(HEAD, masks=8, prototypes="protos")
    found = decoder.decode({"out": answer, "protos": prototypes}, wanted.wh, 0.25)
    assert decoder.task is Task.SEGMENT
    assert found.mask_coefficients is not None
    assert np.array_equal(found.mask_coefficients, weights[: len(wanted)])
    assert found.prototypes is not None
    assert found.prototypes.shape == (8, 96, 160)
    assert found.prototypes.dtype == np.float32


# ---- Settling -----------------------------------------------------------------------------------


def test_logits_are_told_from_probabilities() -> None:
    wanted = scene()
    table = heads.v8(wanted, 5)
    assert not _settled(HEAD, table, wanted).logits
    assert _settled(HEAD, _with_logits(table), wanted).logits


def test_fractions_are_told_from_pixels() -> None:
    wanted = scene()
    table = heads.v8(wanted, 5)
    assert not _settled(HEAD, table, wanted).normalised
    table[:, :4] = in_fractions(table[:, :4], wanted.wh)
    settled = _settled(HEAD, table, wanted)
    assert settled.normalised
    assert same(settled.decode({"out": table.T[None]}, wanted.wh, 0.25), wanted)


@pytest.mark.parametrize("classes", [1, 2, 15, 80])
@pytest.mark.parametrize(
    ("extras", "task"),
    [("none", Task.DETECT), ("angle", Task.OBB), ("3", Task.POSE), ("2", Task.POSE)],
)
def test_values_tell_classes_from_what_lies_behind_them(
    classes: int, extras: str, task: Task
) -> None:
    wanted = scene(classes=classes)
    table = heads.v8(wanted, classes)
    n = len(table)
    rng = np.random.default_rng(0)
    behind = {
        "none": np.empty((n, 0)),
        "angle": rng.uniform(-math.pi / 4, 3 * math.pi / 4, (n, 1)),
        "3": np.concatenate(
            [rng.uniform(-5, 640, (n, 17, 2)), rng.uniform(0, 1, (n, 17, 1))], axis=2
        ).reshape(n, -1),
        "2": rng.uniform(-5, 640, (n, 8)),
    }[extras]
    answer = np.concatenate([table, behind], axis=1).astype(np.float32)
    open_head = replace(HEAD, classes=answer.shape[1] - 4, open_columns=True)
    settled = _settled(open_head, answer, wanted)
    assert settled.task is task
    assert settled.class_count == classes
    found = settled.decode({"out": answer.T[None]}, wanted.wh, 0.25)
    assert found.class_id.tolist() == wanted.classes.tolist()


def test_an_empty_picture_refutes_no_right_reading() -> None:
    nothing = scene(count=0)
    for decoder, table in (
        (ROWS, heads.v8(nothing, 5)),
        (OBJECTNESS, heads.v5(nothing, 5)),
        (replace(ROWS, open_columns=True), heads.v8(nothing, 5)),
        (ROWS, _with_logits(heads.v8(nothing, 5))),
    ):
        assert not decoder.settle({"out": table[None]}, nothing.wh).is_refuted


def test_values_that_are_no_scores_refute() -> None:
    nothing = scene(count=0)
    table = heads.v8(nothing, 5)
    table[:, 4:] = np.random.default_rng(0).uniform(0, 200, table[:, 4:].shape)
    assert ROWS.settle({"out": table[None]}, nothing.wh).is_refuted


def test_boxes_that_are_not_placed_yet_refute_a_reading_as_placed_ones() -> None:
    table = heads.yolox(scene(count=0), 5, decoded=False)
    for decoder in (OBJECTNESS, replace(ROWS, classes=6), replace(OBJECTNESS, box=BoxFormat.XYXY)):
        assert decoder.settle({"out": table[None]}, (640, 384)).is_refuted
    placed = replace(OBJECTNESS, grid=(8, 16, 32))
    assert not placed.settle({"out": table[None]}, (640, 384)).is_refuted


def test_an_answer_of_nan_decides_nothing() -> None:
    table = np.full((1, 9, 100), np.nan, np.float32)
    assert HEAD.settle({"out": table}, (64, 64)).fit == UNDECIDED


@pytest.mark.parametrize("classes", [1, 2, 80])
@pytest.mark.parametrize("count", [0, 6])
def test_an_objectness_is_told_from_a_first_class(classes: int, count: int) -> None:
    wanted = scene(count=count, classes=classes)
    assert has_objectness(heads.v5(wanted, classes).T)
    assert has_objectness(heads.yolox(wanted, classes, decoded=True).T)
    assert not has_objectness(heads.v8(wanted, classes).T)
    assert not has_objectness(heads.v8(wanted, classes + 1).T)


def test_the_best_of_many_hesitant_classes_is_no_sign_of_an_objectness() -> None:
    # An early stage of training: all scores are low, and the best of 80 is far above each.
    logits = np.random.default_rng(0).normal(-9, 2, (80, 8400))
    table = np.concatenate([np.full((4, 8400), 100), 1 / (1 + np.exp(-logits))])
    assert not has_objectness(table.astype(np.float32))


def test_a_score_that_rounds_above_one_is_one() -> None:
    wanted = scene()
    table = heads.v8(wanted, 5)
    table[0, 4:] = 1.0005
    assert ROWS.decode({"out": table[None]}, wanted.wh, 0.25).confidence.max() == 1


def test_everywhere_and_scores_share_their_rows() -> None:
    wanted = scene()
    assert np.array_equal(everywhere(wanted, 50)[: len(wanted)], wanted.xyxy)
    assert class_scores(wanted, 50, 5)[len(wanted) :].max() < 0.05


def _settled(decoder: DenseDecoder, table: Floats, wanted: Scene) -> DenseDecoder:
    answer = table.T if decoder.channels_first else table
    verdict = decoder.settle({"out": answer[None]}, wanted.wh)
    assert not verdict.is_refuted
    assert isinstance(verdict.decoder, DenseDecoder)
    return verdict.decoder
