from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import box_score_pairs
from engine_core.decoders.base import UNDECIDED, Strength
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

_CELLS = {(640, 384): 5040, (320, 512): 3360, (416, 416): 3549}


def _pair(wanted: Scene, classes: int = 5) -> tuple[np.ndarray, np.ndarray]:
    count = _CELLS[wanted.wh]
    return everywhere(wanted, count)[None], class_scores(wanted, count, classes)[None]


@settings(max_examples=15, deadline=None)
@given(scenes())
def test_scores_first_is_damo_and_fed_with_raw_pixels(wanted: Scene) -> None:
    boxes, scores = _pair(wanted)
    outputs = {"output": scores, "952": boxes}
    proposal = best(box_score_pairs.FAMILY, facts_of(outputs, input_wh=wanted.wh))
    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert str(proposal.title) == "DAMO-YOLO"
    assert proposal.preprocessing.scale == 1
    assert verdict.fit > UNDECIDED
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.25), wanted)


def test_boxes_first_is_yolo_nas() -> None:
    boxes, scores = _pair(scene())
    outputs = {"904": boxes, "913": scores}

    assert str(best(box_score_pairs.FAMILY, facts_of(outputs, input_wh=WIDE)).title).startswith(
        "YOLO-NAS"
    )


def test_classes_before_boxes_is_paddle() -> None:
    wanted = scene()
    boxes, scores = _pair(wanted)
    outputs = {"tmp_16": boxes, "concat_14": np.ascontiguousarray(scores.transpose(0, 2, 1))}
    facts = facts_of(outputs, input_wh=WIDE, name="image", sides={"scale_factor": (1, 2)})
    proposal = best(box_score_pairs.FAMILY, facts)
    decoder = proposal.decoder.settle(outputs, WIDE).decoder

    assert str(proposal.title).startswith("PP-YOLOE")
    assert decoder.class_count == 5
    assert same(decoder.decode(outputs, WIDE, 0.25), wanted)


def test_pytorch_yolov4_gives_fractions_with_a_single_axis_in_them() -> None:
    wanted = scene()
    count = 3 * _CELLS[WIDE]
    boxes = in_fractions(everywhere(wanted, count), WIDE)
    outputs: Outputs = {
        "boxes": boxes[None, :, None],
        "confs": class_scores(wanted, count, 5)[None],
    }
    proposal = best(box_score_pairs.FAMILY, facts_of(outputs, input_wh=WIDE, name="input"))
    decoder = proposal.decoder.settle(outputs, WIDE).decoder

    assert proposal.strength is Strength.NAMED
    assert same(decoder.decode(outputs, WIDE, 0.25), wanted)


@pytest.mark.parametrize("names", [("boxes", "scores", "classes"), ("a", "b", "c")])
def test_three_outputs_with_the_best_class_are_read(names: tuple[str, str, str]) -> None:
    wanted = scene()
    boxes, scores = _pair(wanted)
    outputs: Outputs = {
        names[0]: boxes,
        names[1]: scores.max(axis=2, keepdims=True),
        names[2]: scores.argmax(axis=2)[..., None].astype(np.float32),
    }
    proposal = best(box_score_pairs.FAMILY, facts_of(outputs, input_wh=WIDE, name="input"))
    decoder = proposal.decoder.settle(outputs, WIDE).decoder

    assert proposal.suppression.needed
    assert same(decoder.decode(outputs, WIDE, 0.25), wanted)


@pytest.mark.parametrize("fractions", [False, True])
@pytest.mark.parametrize("corners", [False, True])
@pytest.mark.parametrize("raw", [False, True])
def test_unit_layout_and_sigmoid_are_settled_by_values(
    fractions: bool, corners: bool, raw: bool
) -> None:
    wanted = scene()
    boxes, scores = _pair(wanted)
    values = boxes[0] if corners else centred(boxes[0])
    if fractions:
        values = in_fractions(values, WIDE)
    outputs = {"output": logits(scores) if raw else scores, "boxes": values[None]}
    decoder = best(box_score_pairs.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    settled = decoder.settle(outputs, WIDE).decoder

    assert same(settled.decode(outputs, WIDE, 0.25), wanted)


def test_four_classes_are_not_taken_for_boxes() -> None:
    wanted = scene(classes=4)
    boxes, scores = _pair(wanted, classes=4)
    outputs = {"1": scores, "2": boxes}
    proposals = list(box_score_pairs.FAMILY.propose(facts_of(outputs, input_wh=WIDE)))
    verdicts = [proposal.decoder.settle(outputs, WIDE) for proposal in proposals]
    chosen = max(verdicts, key=lambda verdict: verdict.fit).decoder

    assert same(chosen.decode(outputs, WIDE, 0.25), wanted)


def test_half_precision_and_overflow_give_no_warning() -> None:
    wanted = scene()
    boxes, scores = _pair(wanted)
    outputs = {"output": scores.astype(np.float16), "boxes": boxes.astype(np.float16)}
    outputs["boxes"][0, 100] = np.inf
    outputs["output"][0, 100] = 0.9
    outputs["output"][0, 101] = np.nan
    decoder = best(box_score_pairs.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    settled = decoder.settle(outputs, WIDE).decoder

    assert same(settled.decode(outputs, WIDE, 0.25), wanted, pixels=1)


def test_single_heads_and_queries_are_not_proposed() -> None:
    single = {"output0": np.zeros((1, 84, 8400), np.float32)}
    queries = {"a": np.zeros((1, 300, 80), np.float32), "b": np.zeros((1, 300, 4), np.float32)}

    assert has_none(box_score_pairs.FAMILY, facts_of(single))
    assert has_none(box_score_pairs.FAMILY, facts_of(queries))
