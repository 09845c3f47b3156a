from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_core.decoders import retinaface
from tests.engine_core.decoders.distance_maps import Floats, grid
from tests.engine_core.decoders.scenes import WIDE, Scene, logits, same, scene, scenes
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none

FAMILY = retinaface.FAMILY
SIDES: dict[int, tuple[int, ...]] = {8: (16, 32), 16: (64, 128), 32: (256, 512)}
SLIM: dict[int, tuple[int, ...]] = {
    8: (10, 16, 24),
    16: (32, 48),
    32: (64, 96),
    64: (128, 192, 256),
}


def priors(wh: tuple[int, int], sides: dict[int, tuple[int, ...]]) -> Floats:
    """Return centre and side of every prior, as ``prior_box.py`` counts them."""
    found = []
    for stride, lengths in sides.items():
        columns, rows = grid(wh, stride)
        for row, column, side in product(range(rows), range(columns), lengths):
            found.append(((column + 0.5) * stride, (row + 0.5) * stride, side))
    return np.asarray(found, np.float32)


def encoded(wanted: Scene, sides: dict[int, tuple[int, ...]] = SIDES) -> Outputs:
    """Write faces relative to their nearest priors; the points lie on the diagonal."""
    rng = np.random.default_rng(0)
    prior = priors(wanted.wh, sides)
    face = rng.uniform(0, 0.02, len(prior)).astype(np.float32)
    box = rng.normal(0, 1, (len(prior), 4)).astype(np.float32)
    points = rng.normal(0, 1, (len(prior), 10)).astype(np.float32)
    taken: set[int] = set()
    for xyxy, score in zip(wanted.xyxy, wanted.scores, strict=True):
        centre, size = (xyxy[:2] + xyxy[2:]) / 2, xyxy[2:] - xyxy[:2]
        apart = np.abs(prior[:, :2] - centre).sum(axis=1) + np.abs(prior[:, 2] - size.max())
        place = next(int(i) for i in np.argsort(apart) if int(i) not in taken)
        taken.add(place)
        x, y, side = prior[place]
        face[place] = score
        box[place, :2] = (centre - (x, y)) / side / 0.1
        box[place, 2:] = np.log(size / side) / 0.2
        points[place, 0::2] = (np.linspace(xyxy[0], xyxy[2], 5) - x) / side / 0.1
        points[place, 1::2] = (np.linspace(xyxy[1], xyxy[3], 5) - y) / side / 0.1
    scores = np.stack([1 - face, face], axis=1)
    return {"loc": box[None], "conf": scores[None], "landmarks": points[None]}


def faces(wanted: Scene) -> Scene:
    return replace(wanted, classes=np.zeros_like(wanted.classes))


@settings(max_examples=20)
@given(wanted=scenes(), order=st.permutations(["loc", "conf", "landmarks"]))
def test_faces_and_points_are_found_whatever_the_order_of_outputs(
    wanted: Scene, order: list[str]
) -> None:
    wanted = faces(wanted)
    made = encoded(wanted)
    outputs = {str(place): made[name] for place, name in enumerate(order)}
    proposal = best(FAMILY, facts_of(outputs, input_wh=wanted.wh))

    verdict = proposal.decoder.settle(outputs, wanted.wh)
    found = verdict.decoder.decode(outputs, wanted.wh, 0.25)

    assert verdict.fit > 0.9
    assert same(found, wanted)
    assert found.keypoints is not None
    assert found.keypoints[:, 0] == pytest.approx(found.xyxy[:, :2], abs=0.05)
    assert found.keypoints[:, 4] == pytest.approx(found.xyxy[:, 2:], abs=0.05)


def test_four_levels_have_priors_of_their_own() -> None:
    wanted = faces(scene((320, 240)))
    outputs = encoded(wanted, SLIM)
    proposal = best(FAMILY, facts_of(outputs, input_wh=(320, 240)))

    assert same(proposal.decoder.decode(outputs, (320, 240), 0.25), wanted)


def test_scores_before_the_softmax_are_noticed() -> None:
    wanted = faces(scene())
    outputs = encoded(wanted)
    raw = logits(outputs["conf"][..., 1])
    outputs["conf"] = np.stack([3 - raw / 2, 3 + raw / 2], axis=-1)
    verdict = best(FAMILY, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE)

    assert same(verdict.decoder.decode(outputs, WIDE, 0.25), wanted)


def test_a_head_that_sees_faces_everywhere_is_refuted() -> None:
    outputs = encoded(faces(scene()))
    outputs["conf"] = np.tile(np.asarray([-1.0, 4.0], np.float32), (1, outputs["loc"].shape[1], 1))

    assert best(FAMILY, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE).is_refuted


def test_the_means_are_those_of_the_trainer() -> None:
    outputs = encoded(faces(scene()))
    fed = best(FAMILY, facts_of(outputs, input_wh=WIDE)).preprocessing
    raw = best(FAMILY, facts_of(outputs, input_wh=WIDE, dtype="uint8")).preprocessing

    assert (fed.mean, fed.std, fed.scale) == ((104.0, 117.0, 123.0), (1.0, 1.0, 1.0), 1.0)
    assert raw.mean == (0.0, 0.0, 0.0)


def test_nothing_is_proposed_without_points_or_for_other_numbers_of_priors() -> None:
    outputs = encoded(faces(scene()))
    pair = {name: outputs[name] for name in ("loc", "conf")}
    fewer = {name: value[:, :-1] for name, value in outputs.items()}

    assert has_none(FAMILY, facts_of(pair, input_wh=WIDE))
    assert has_none(FAMILY, facts_of(fewer, input_wh=WIDE))
