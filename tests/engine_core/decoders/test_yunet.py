from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import yunet
from engine_core.letterbox import Geometry
from tests.engine_core.decoders.distance_maps import FINE, cells_of, grid
from tests.engine_core.decoders.scenes import WIDE, Scene, logits, same, scene, scenes
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none

FAMILY = yunet.FAMILY


def encoded(wanted: Scene) -> Outputs:
    """Write faces as OpenCV's ``face_detect.cpp`` reads them; points lie on the diagonal."""
    rng = np.random.default_rng(0)
    outputs: Outputs = {}
    for stride in FINE:
        columns, rows = grid(wanted.wh, stride)
        count = columns * rows
        outputs[f"kps_{stride}"] = rng.normal(0, 1, (1, count, 10)).astype(np.float32)
        outputs[f"cls_{stride}"] = rng.uniform(0, 0.02, (1, count, 1)).astype(np.float32)
        outputs[f"bbox_{stride}"] = rng.normal(0, 1, (1, count, 4)).astype(np.float32)
        outputs[f"obj_{stride}"] = rng.uniform(0, 0.02, (1, count, 1)).astype(np.float32)
    for index, stride, column, row in cells_of(wanted, FINE):
        place = row * grid(wanted.wh, stride)[0] + column
        x0, y0, x1, y1 = wanted.xyxy[index] / stride
        outputs[f"cls_{stride}"][0, place] = wanted.scores[index] ** 2 / 0.98
        outputs[f"obj_{stride}"][0, place] = 0.98
        outputs[f"bbox_{stride}"][0, place] = (
            (x0 + x1) / 2 - column,
            (y0 + y1) / 2 - row,
            np.log(x1 - x0),
            np.log(y1 - y0),
        )
        outputs[f"kps_{stride}"][0, place, 0::2] = np.linspace(x0, x1, 5) - column
        outputs[f"kps_{stride}"][0, place, 1::2] = np.linspace(y0, y1, 5) - row
    return outputs


def faces(wanted: Scene) -> Scene:
    return replace(wanted, classes=np.zeros_like(wanted.classes))


@settings(max_examples=20)
@given(wanted=scenes())
def test_faces_and_points_are_found_where_the_trainer_put_them(wanted: Scene) -> None:
    wanted = faces(wanted)
    outputs = encoded(wanted)
    proposal = best(FAMILY, facts_of(outputs, input_wh=wanted.wh))

    verdict = proposal.decoder.settle(outputs, wanted.wh)
    found = verdict.decoder.decode(outputs, wanted.wh, 0.25)

    assert verdict.fit > 0.8
    assert same(found, wanted)
    assert found.keypoints is not None
    assert found.keypoints[:, 0] == pytest.approx(found.xyxy[:, :2], abs=0.05)
    assert found.keypoints[:, 4] == pytest.approx(found.xyxy[:, 2:], abs=0.05)


def test_the_picture_lies_at_the_top_left_on_black() -> None:
    fed = best(FAMILY, facts_of(encoded(faces(scene())), input_wh=WIDE)).preprocessing

    assert (fed.geometry, fed.pad, fed.scale) == (Geometry.LETTERBOX_TOP_LEFT, 0, 1.0)


def test_scores_before_the_sigmoid_refute_it() -> None:
    outputs = encoded(faces(scene()))
    for name in outputs:
        if name.startswith(("cls", "obj")):
            outputs[name] = logits(outputs[name])

    assert best(FAMILY, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE).is_refuted


def test_an_empty_frame_refutes_nothing() -> None:
    outputs = encoded(faces(scene(count=0)))
    verdict = best(FAMILY, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE)

    assert not verdict.is_refuted
    assert len(verdict.decoder.decode(outputs, WIDE, 0.25)) == 0


def test_nothing_is_proposed_where_an_output_is_missing() -> None:
    outputs = encoded(faces(scene()))
    del outputs["obj_16"]

    assert has_none(FAMILY, facts_of(outputs, input_wh=WIDE))
