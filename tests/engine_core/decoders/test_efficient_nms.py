from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import efficient_nms
from engine_core.decoders.base import UNDECIDED, Strength
from engine_core.letterbox import Geometry
from tests.engine_core.decoders.scenes import WIDE, Scene, same, scene, scenes
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none

_NAMES = [
    ("num_dets", "det_boxes", "det_scores", "det_classes"),
    ("num_dets", "bboxes", "scores", "labels"),
    ("num", "boxes", "scores", "classes"),
    ("num_detections", "nmsed_boxes", "nmsed_scores", "nmsed_classes"),
    ("graph2_num_predictions", "graph2_pred_boxes", "graph2_pred_scores", "graph2_pred_classes"),
    ("12", "13", "14", "15"),
]


def _kept(
    wanted: Scene, names: tuple[str, ...], *, classes: str = "int32", garbage: bool = True
) -> Outputs:
    """The plugin's outputs: objects first, and behind the count what an earlier picture left."""
    rng = np.random.default_rng(3)
    boxes = rng.uniform(0, 600, (1, 100, 4)).astype(np.float32)
    scores = rng.uniform(0.3, 1, (1, 100)).astype(np.float32)
    ids = rng.integers(-5, 10**6, (1, 100)).astype(classes)
    if not garbage:
        boxes[:], scores[:], ids[:] = 0, 0, 0
    boxes[0, : len(wanted)] = wanted.xyxy
    scores[0, : len(wanted)] = wanted.scores
    ids[0, : len(wanted)] = wanted.classes
    count = np.array([[len(wanted)]], np.int32)
    return dict(zip(names, (count, boxes, scores, ids), strict=True))


@settings(max_examples=25, deadline=None)
@given(scenes())
def test_rows_behind_the_count_are_not_read(wanted: Scene) -> None:
    outputs = _kept(wanted, _NAMES[0])
    proposal = best(efficient_nms.FAMILY, facts_of(outputs, input_wh=wanted.wh))
    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert verdict.fit > UNDECIDED
    assert not proposal.suppression.needed
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.1), wanted)


@pytest.mark.parametrize("classes", ["int32", "float32", "int64"])
@pytest.mark.parametrize("names", _NAMES)
@pytest.mark.parametrize("reverse", [False, True])
def test_outputs_are_found_by_any_usual_name_and_in_any_order(
    names: tuple[str, ...], classes: str, reverse: bool
) -> None:
    wanted = scene(classes=20)
    outputs = _kept(wanted, names, classes=classes)
    if reverse:
        outputs = dict(reversed(outputs.items()))
    proposal = best(efficient_nms.FAMILY, facts_of(outputs, input_wh=WIDE))
    decoder = proposal.decoder.settle(outputs, WIDE).decoder

    assert proposal.strength is (Strength.SHAPED if names[0] == "12" else Strength.NAMED)
    assert same(decoder.decode(outputs, WIDE, 0.1), wanted)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_fractions_of_the_input_are_settled_by_values(dtype: str) -> None:
    wanted = scene()
    outputs = _kept(wanted, _NAMES[0])
    outputs["det_boxes"][0, : len(wanted)] = wanted.fractions
    outputs["det_boxes"] = outputs["det_boxes"].astype(dtype)
    decoder = best(efficient_nms.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    settled = decoder.settle(outputs, WIDE).decoder

    assert same(settled.decode(outputs, WIDE, 0.1), wanted, pixels=1)


def test_nothing_found_decides_nothing() -> None:
    outputs = _kept(scene(count=0), _NAMES[0])
    decoder = best(efficient_nms.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert decoder.settle(outputs, WIDE).is_pending
    assert len(decoder.decode(outputs, WIDE, 0.0)) == 0


@pytest.mark.parametrize("name", ["Input", "images"])
@pytest.mark.parametrize(("fractions", "title"), [(True, "TAO"), (False, "YOLO with BatchedNMS")])
def test_batchednms_is_tao_with_fractions_and_nvidia_yolov5_with_pixels(
    fractions: bool, title: str, name: str
) -> None:
    wanted = scene()
    names = ("BatchedNMS", "BatchedNMS_1", "BatchedNMS_2", "BatchedNMS_3")
    outputs = _kept(wanted, names, classes="float32")
    if fractions:
        outputs["BatchedNMS_1"][0, : len(wanted)] = wanted.fractions
    proposals = list(efficient_nms.FAMILY.propose(facts_of(outputs, input_wh=WIDE, name=name)))
    standing = [
        proposal for proposal in proposals if not proposal.decoder.settle(outputs, WIDE).is_refuted
    ]

    assert len(proposals) == 2
    assert str(proposals[0].title).startswith("TAO") is (name == "Input")
    assert [str(proposal.title).startswith(title) for proposal in standing] == [True]
    decoder = standing[0].decoder.settle(outputs, WIDE).decoder
    assert same(decoder.decode(outputs, WIDE, 0.1), wanted)


def test_the_exporter_that_pads_on_one_side_is_known_by_its_names() -> None:
    proposal = best(efficient_nms.FAMILY, facts_of(_kept(scene(), _NAMES[2])))

    assert proposal.preprocessing.geometry is Geometry.LETTERBOX_TOP_LEFT


def test_three_float_outputs_without_a_count_are_odtk_retinanet() -> None:
    wanted = scene()
    kept = _kept(wanted, _NAMES[2], classes="float32", garbage=False)
    outputs = {name: kept[name] for name in ("scores", "boxes", "classes")}
    decoder = best(efficient_nms.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    settled = decoder.settle(outputs, WIDE).decoder

    assert same(settled.decode(outputs, WIDE, 0.1), wanted)


def test_engines_without_a_batch_axis_are_read() -> None:
    wanted = scene()
    outputs = {name: value[0] for name, value in _kept(wanted, _NAMES[0]).items()}
    decoder = best(efficient_nms.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert same(decoder.settle(outputs, WIDE).decoder.decode(outputs, WIDE, 0.1), wanted)


def test_only_the_first_picture_of_a_batch_is_read() -> None:
    wanted, other = scene(), scene(seed=9, count=3)
    first, second = _kept(wanted, _NAMES[0]), _kept(other, _NAMES[0])
    outputs = {name: np.concatenate([first[name], second[name]]) for name in first}
    decoder = best(efficient_nms.FAMILY, facts_of(outputs, input_wh=WIDE, batch=2)).decoder

    assert same(decoder.settle(outputs, WIDE).decoder.decode(outputs, WIDE, 0.1), wanted)


def test_heads_without_suppression_are_not_proposed() -> None:
    dense = {"output0": np.zeros((1, 84, 8400), np.float32)}
    detr: Outputs = {
        "labels": np.zeros((1, 300), np.int64),
        "boxes": np.zeros((1, 300, 4), np.float32),
        "scores": np.zeros((1, 300), np.float32),
    }

    assert has_none(efficient_nms.FAMILY, facts_of(dense))
    assert has_none(efficient_nms.FAMILY, facts_of(detr))
