from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import detectnet
from engine_core.decoders.base import Strength
from engine_core.letterbox import Geometry
from engine_core.preprocess import ChannelOrder
from tests.engine_core.decoders.distance_maps import cells_of, grid
from tests.engine_core.decoders.scenes import WIDE, Scene, same, scene, scenes
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none

FAMILY = detectnet.FAMILY


def encoded(
    wanted: Scene, *, classes: int = 5, names: tuple[str, str] = ("output_bbox", "output_cov")
) -> Outputs:
    """Write objects as ``DetectNet_v2``'s trainer does: thirty-fifths of the way to each side."""
    rng = np.random.default_rng(0)
    columns, rows = grid(wanted.wh, 16)
    coverage = rng.uniform(0, 0.02, (1, classes, rows, columns)).astype(np.float32)
    box = rng.normal(0, 1, (1, 4 * classes, rows, columns)).astype(np.float32)
    for index, _, column, row in cells_of(wanted, (16,)):
        x0, y0, x1, y1 = wanted.xyxy[index]
        class_id = wanted.classes[index]
        x, y = (column * 16 + 0.5) / 35, (row * 16 + 0.5) / 35
        coverage[0, class_id, row, column] = wanted.scores[index]
        box[0, 4 * class_id : 4 * class_id + 4, row, column] = (
            x - x0 / 35,
            y - y0 / 35,
            x1 / 35 - x,
            y1 / 35 - y,
        )
    return {names[0]: box, names[1]: coverage}


@settings(max_examples=20)
@given(wanted=scenes())
def test_objects_are_found_where_the_trainer_put_them(wanted: Scene) -> None:
    outputs = encoded(wanted)
    proposal = best(FAMILY, facts_of(outputs, input_wh=wanted.wh))

    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert verdict.fit > 0.8
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.25), wanted)


@pytest.mark.parametrize(
    ("names", "strength"),
    [
        (("output_bbox/BiasAdd:0", "output_cov/Sigmoid:0"), Strength.NAMED),
        (("output_bbox/BiasAdd", "output_cov/Sigmoid"), Strength.NAMED),
        (("boxes", "heat"), Strength.SHAPED),
    ],
)
def test_names_make_it_firmer(names: tuple[str, str], strength: Strength) -> None:
    outputs = encoded(scene(), names=names)
    proposals = list(FAMILY.propose(facts_of(outputs, input_wh=WIDE)))

    assert [proposal.strength for proposal in proposals] == [strength]
    assert proposals[0].preprocessing.geometry is Geometry.STRETCH


def test_a_cell_may_see_objects_of_two_classes() -> None:
    outputs = encoded(scene(count=0))
    outputs["output_cov"][0, [1, 3], 5, 7] = 0.9
    outputs["output_bbox"][0, :, 5, 7] = 1
    proposal = best(FAMILY, facts_of(outputs, input_wh=WIDE))

    assert sorted(proposal.decoder.decode(outputs, WIDE, 0.25).class_id) == [1, 3]


def caffe(wanted: Scene, classes: int, names: tuple[str, str]) -> Outputs:
    """Write objects as the Caffe network does: pixels from the corner of the cell."""
    columns, rows = grid(wanted.wh, 16)
    coverage = np.zeros((1, classes, rows, columns), np.float32)
    box = np.random.default_rng(0).normal(0, 80, (1, 4, rows, columns)).astype(np.float32)
    for index, _, column, row in cells_of(wanted, (16,)):
        corner = np.asarray([column, row, column, row]) * 16
        coverage[0, wanted.classes[index], row, column] = wanted.scores[index]
        box[0, :, row, column] = wanted.xyxy[index] - corner
    return {names[0]: coverage, names[1]: box}


@pytest.mark.parametrize("classes", [1, 2])
def test_the_caffe_network_gives_pixels(classes: int) -> None:
    wanted = scene(classes=classes)
    outputs = caffe(wanted, classes, ("coverage", "bboxes"))
    proposal = best(FAMILY, facts_of(outputs, input_wh=WIDE))

    assert proposal.strength is Strength.NAMED
    assert proposal.preprocessing.channels is ChannelOrder.BGR
    assert same(proposal.decoder.decode(outputs, WIDE, 0.25), wanted)


def test_without_names_the_size_of_the_values_tells_both_networks_apart() -> None:
    wanted = scene(classes=1)
    old = caffe(wanted, 1, ("a", "b"))
    new = encoded(wanted, classes=1, names=("a", "b"))
    for outputs in (old, new):
        proposals = list(FAMILY.propose(facts_of(outputs, input_wh=WIDE)))
        verdicts = [proposal.decoder.settle(outputs, WIDE) for proposal in proposals]
        likely = max(verdicts, key=lambda verdict: verdict.fit)

        assert len(proposals) == 2
        assert same(likely.decoder.decode(outputs, WIDE, 0.25), wanted)


def test_an_empty_frame_refutes_nothing() -> None:
    outputs = encoded(scene(count=0))

    assert not (
        best(FAMILY, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE).is_refuted
    )


def test_nothing_is_proposed_for_other_pairs_of_maps() -> None:
    thin = {"a": np.zeros((1, 3, 24, 40), np.float32), "b": np.zeros((1, 9, 24, 40), np.float32)}
    levels = {"a": np.zeros((1, 3, 24, 40), np.float32), "b": np.zeros((1, 12, 12, 20), np.float32)}

    assert has_none(FAMILY, facts_of(thin, input_wh=WIDE))
    assert has_none(FAMILY, facts_of(levels, input_wh=WIDE))
