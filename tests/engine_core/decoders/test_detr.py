from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import detr, efficient_nms, end2end
from engine_core.decoders.base import UNDECIDED, Strength, Task
from engine_core.decoders.paired import Activation
from engine_core.decoders.queries import QueryDecoder
from engine_core.letterbox import Geometry
from engine_core.metadata import Metadata
from engine_core.preprocess import NORMALISATIONS
from tests.engine_core.decoders.scenes import (
    WIDE,
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
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none

_SIZED = {"orig_target_sizes": (1, 2)}


def _deployed(wanted: Scene, boxes: np.ndarray, *, labels: str = "int64") -> Outputs:
    """RT-DETR's post-processor: every query's box, the scores sorted."""
    scores = np.full(300, 0.01, np.float32)
    scores[: len(wanted)] = wanted.scores
    ids = np.zeros(300, labels)
    ids[: len(wanted)] = wanted.classes
    return {"labels": ids[None], "boxes": boxes[None], "scores": scores[None]}


def _raw(wanted: Scene, classes: int, queries: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Return normalised centre and size, and sigmoid probabilities."""
    boxes = in_fractions(everywhere(wanted, queries), wanted.wh)
    return centred(boxes)[None], class_scores(wanted, queries, classes)[None]


@settings(max_examples=20, deadline=None)
@given(scenes())
def test_deployed_queries_are_read_in_network_pixels(wanted: Scene) -> None:
    outputs = _deployed(wanted, everywhere(wanted, 300))
    proposal = best(detr.FAMILY, facts_of(outputs, input_wh=wanted.wh, sides=_SIZED))
    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert proposal.strength is Strength.NAMED
    assert not proposal.suppression.needed
    assert verdict.fit > UNDECIDED
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.25), wanted)


@pytest.mark.parametrize("layout", ["corners", "centre and size"])
def test_without_sizes_the_boxes_are_fractions_in_either_layout(layout: str) -> None:
    wanted = scene()
    boxes = in_fractions(everywhere(wanted, 300), WIDE)
    outputs = _deployed(wanted, boxes if layout == "corners" else centred(boxes), labels="int32")
    proposal = best(detr.FAMILY, facts_of(outputs, input_wh=WIDE))

    decoder = proposal.decoder.settle(outputs, WIDE).decoder

    assert same(decoder.decode(outputs, WIDE, 0.25), wanted)


@pytest.mark.parametrize("names", [("pred_logits", "pred_boxes"), ("logits", "pred_boxes")])
@pytest.mark.parametrize("done", [False, True])
def test_raw_queries_with_a_sigmoid_are_read(names: tuple[str, str], done: bool) -> None:
    wanted = scene(classes=20)
    boxes, scores = _raw(wanted, 20)
    outputs = {names[0]: scores if done else logits(scores), names[1]: boxes}
    proposal = best(detr.FAMILY, facts_of(outputs, input_wh=WIDE))

    verdict = proposal.decoder.settle(outputs, WIDE)

    assert proposal.strength is Strength.NAMED
    assert verdict.decoder.class_count == 20
    assert same(verdict.decoder.decode(outputs, WIDE, 0.25), wanted)


@pytest.mark.parametrize("queries", [100, 300])
def test_a_last_class_that_most_queries_choose_means_no_object(queries: int) -> None:
    wanted = scene(classes=91)
    boxes, scores = _raw(wanted, 91, queries)
    nothing = 1 - scores.max(axis=2, keepdims=True)
    shares = np.concatenate([scores, nothing], axis=2)
    shares /= shares.sum(axis=2, keepdims=True)
    values = np.log(shares) + 12
    outputs = {"logits": values.astype(np.float32), "pred_boxes": boxes}
    proposal = best(detr.FAMILY, facts_of(outputs, input_wh=WIDE, name="pixel_values"))
    decoder = proposal.decoder.settle(outputs, WIDE).decoder
    found = decoder.decode(outputs, WIDE, 0.1)

    assert decoder.class_count == 91
    assert sorted(found.class_id) == sorted(wanted.classes)
    assert np.allclose(found.xyxy, wanted.xyxy[: len(found)], atol=0.05)


def test_rf_detr_keeps_coco_ids_and_gives_whole_masks() -> None:
    wanted = scene(classes=91)
    boxes, scores = _raw(wanted, 91)
    masks = np.random.default_rng(0).normal(size=(1, 300, 24, 40)).astype(np.float32)
    outputs = {"dets": boxes, "labels": logits(scores), "4245": masks}
    proposal = best(detr.FAMILY, facts_of(outputs, input_wh=WIDE, name="input"))
    found = proposal.decoder.settle(outputs, WIDE).decoder.decode(outputs, WIDE, 0.25)

    assert str(proposal.title) == "RF-DETR"
    assert proposal.task is Task.SEGMENT
    assert proposal.decoder.class_count == 91
    assert same(found, wanted)
    assert found.mask_logits is not None
    assert np.array_equal(found.mask_logits, masks[0, : len(wanted)])


def test_rf_detr_of_own_classes_has_one_slot_to_spare() -> None:
    boxes, scores = _raw(scene(classes=3), 4)
    outputs = {"dets": boxes, "labels": logits(scores)}

    assert best(detr.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder.class_count == 3


def test_mmdeploy_has_the_same_names_but_is_not_taken() -> None:
    outputs: Outputs = {
        "dets": np.zeros((1, 100, 5), np.float32),
        "labels": np.zeros((1, 100), np.int64),
    }

    assert has_none(detr.FAMILY, facts_of(outputs))


def test_a_query_may_be_reported_for_two_classes() -> None:
    boxes, scores = _raw(scene(count=1), 5)
    scores[0, 0, :2] = 0.7, 0.6
    scores[0, 0, 2:] = 0
    outputs = {"pred_logits": logits(scores), "pred_boxes": boxes}
    decoder = best(detr.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    found = decoder.settle(outputs, WIDE).decoder.decode(outputs, WIDE, 0.5)

    assert sorted(found.class_id) == [0, 1]


@pytest.mark.parametrize("classes", [1, 2, 80])
def test_boxes_and_scores_in_one_output_are_read(classes: int) -> None:
    wanted = scene(classes=classes)
    boxes, scores = _raw(wanted, classes)
    outputs = {"output0": np.concatenate([boxes, scores], axis=2)}
    facts = facts_of(outputs, input_wh=WIDE, metadata=Metadata(head="RTDETRDecoder"))
    proposal = best(detr.FAMILY, facts)
    verdict = proposal.decoder.settle(outputs, WIDE)

    assert proposal.strength is Strength.NAMED
    assert verdict.fit > UNDECIDED
    assert verdict.decoder.class_count == classes
    assert same(verdict.decoder.decode(outputs, WIDE, 0.25), wanted)


def test_finished_rows_of_six_are_refuted_by_their_class_column() -> None:
    wanted = scene(classes=2)
    rows = np.zeros((1, 300, 6), np.float32)
    for unit in (wanted.xyxy, wanted.fractions):
        rows[0, : len(wanted)] = np.column_stack([unit, wanted.scores, wanted.classes])
        decoder = best(detr.FAMILY, facts_of({"output0": rows}, input_wh=WIDE)).decoder

        assert decoder.settle({"output0": rows}, WIDE).is_refuted


def test_rows_of_zeros_decide_nothing() -> None:
    outputs = {"output0": np.zeros((1, 300, 6), np.float32)}
    decoder = best(detr.FAMILY, facts_of(outputs)).decoder

    assert decoder.settle(outputs, (640, 640)).is_pending


def test_queries_that_see_nothing_are_not_refuted() -> None:
    boxes, scores = _raw(scene(count=0), 20)
    outputs = {"pred_logits": logits(scores), "pred_boxes": boxes}
    verdict = best(detr.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE)

    assert not verdict.is_refuted
    assert len(verdict.decoder.decode(outputs, WIDE, 0.1)) == 0


def test_half_precision_and_broken_rows_are_read_without_a_warning() -> None:
    wanted = scene()
    boxes, scores = _raw(wanted, 5)
    boxes[0, 100] = np.nan
    scores[0, 100] = 0.9
    outputs = {
        "pred_logits": logits(scores).astype(np.float16),
        "pred_boxes": boxes.astype(np.float16),
    }
    outputs["pred_logits"][0, 101] = np.nan
    decoder = best(detr.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder
    settled = decoder.settle(outputs, WIDE).decoder

    assert same(settled.decode(outputs, WIDE, 0.25), wanted, pixels=1)


def test_plugin_outputs_and_dense_heads_are_not_proposed() -> None:
    kept = {
        "num_dets": np.zeros((1, 1), np.int32),
        "boxes": np.zeros((1, 100, 4), np.float32),
        "scores": np.zeros((1, 100), np.float32),
        "labels": np.zeros((1, 100), np.int32),
    }
    dense = {"output0": np.zeros((1, 8400, 84), np.float32)}

    assert has_none(detr.FAMILY, facts_of(kept))
    assert not has_none(efficient_nms.FAMILY, facts_of(kept))
    assert has_none(detr.FAMILY, facts_of(dense))


def test_a_stated_number_of_classes_tells_whether_one_means_no_object() -> None:
    outputs = {
        "logits": np.zeros((1, 100, 8), np.float32),
        "pred_boxes": np.zeros((1, 100, 4), np.float32),
    }
    seven = best(detr.FAMILY, facts_of(outputs, class_count=7)).decoder
    eight = best(detr.FAMILY, facts_of(outputs, class_count=8)).decoder

    assert isinstance(seven, QueryDecoder)
    assert isinstance(eight, QueryDecoder)
    assert seven.activation is Activation.SOFTMAX
    assert eight.activation is Activation.SIGMOID


def test_a_mask_for_the_padding_tells_older_queries_from_rt_detr() -> None:
    boxes, scores = _raw(scene(classes=3), 3)
    outputs = {"logits": logits(scores), "pred_boxes": boxes}
    alone = facts_of(outputs, input_wh=WIDE, name="pixel_values")
    masked = facts_of(
        outputs, input_wh=WIDE, name="pixel_values", sides={"pixel_mask": (1, *WIDE[::-1])}
    )

    assert best(detr.FAMILY, alone).preprocessing.mean == (0, 0, 0)
    assert best(detr.FAMILY, masked).preprocessing.mean == NORMALISATIONS["imagenet-rgb"].mean


@pytest.mark.parametrize("stated", [True, False])
def test_the_best_queries_in_one_table_are_told_from_corners(stated: bool) -> None:
    wanted = scene(classes=3)
    boxes, scores = _raw(wanted, 3)
    rows = np.concatenate(
        [boxes[0], scores[0].max(axis=1, keepdims=True), scores[0].argmax(axis=1)[:, None]], axis=1
    )[None].astype(np.float32)
    metadata = Metadata(head="RTDETRDecoder", task="detect") if stated else Metadata()
    facts = facts_of({"output0": rows}, input_wh=WIDE, metadata=metadata)
    *joined, proposal = detr.FAMILY.propose(facts)
    verdict = proposal.decoder.settle({"output0": rows}, WIDE)

    assert verdict.fit == 1
    assert proposal.preprocessing.geometry is Geometry.STRETCH
    assert all(one.decoder.settle({"output0": rows}, WIDE).is_refuted for one in joined)
    assert same(verdict.decoder.decode({"output0": rows}, WIDE, 0.25), wanted)
    for other in end2end.FAMILY.propose(facts):
        assert other.decoder.settle({"output0": rows}, WIDE).is_refuted
    corners = rows.copy()
    corners[0, :, :2] = boxes[0, :, :2] - boxes[0, :, 2:] / 2
    corners[0, :, 2:4] = boxes[0, :, :2] + boxes[0, :, 2:] / 2
    assert proposal.decoder.settle({"output0": corners}, WIDE).fit == UNDECIDED
