from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import nanodet
from engine_core.decoders.base import Strength, anchor_count
from engine_core.letterbox import Geometry
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
from tests.engine_core.decoders.scenes import WIDE, Scene, class_scores, same, scene, scenes
from tests.engine_core.decoders.signatures import best, facts_of, has_none

FAMILY = nanodet.FAMILY


def joined(wanted: Scene, strides: tuple[int, ...], *, classes: int = 5, bins: int = 8) -> Floats:
    made = levels(
        wanted,
        strides=strides,
        classes=classes,
        bins=bins,
        centre=0.5 if strides == FINE else 0.0,
    )
    return np.concatenate(
        [np.concatenate([rows(made[s][0]), rows(made[s][1])], axis=2) for s in strides], axis=1
    )


@pytest.mark.parametrize("strides", [FINE, PYRAMID])
@settings(max_examples=20)
@given(wanted=scenes())
def test_objects_are_found_where_the_trainer_put_them(
    wanted: Scene, strides: tuple[int, ...]
) -> None:
    wanted = grown(wanted)
    outputs = {"output": joined(wanted, strides)}
    proposal = best(FAMILY, facts_of(outputs, input_wh=wanted.wh, class_count=5))

    found = proposal.decoder.decode(outputs, wanted.wh, 0.25)

    assert same(found, wanted)


@pytest.mark.parametrize(("classes", "bins"), [(80, 8), (1, 8), (20, 11), (3, 9)])
def test_the_number_of_classes_is_read_from_the_values(classes: int, bins: int) -> None:
    wanted = grown(scene(classes=classes))
    outputs = {"output": joined(wanted, PYRAMID, classes=classes, bins=bins)}
    proposal = best(FAMILY, facts_of(outputs, input_wh=WIDE))

    verdict = proposal.decoder.settle(outputs, WIDE)

    assert proposal.decoder.class_count is None
    assert verdict.fit > 0.8
    assert verdict.decoder.class_count == classes
    assert same(verdict.decoder.decode(outputs, WIDE, 0.25), wanted)


def test_a_frame_without_objects_tells_the_columns_as_well() -> None:
    outputs = {"output": joined(scene(count=0), FINE)}
    verdict = best(FAMILY, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE)

    assert verdict.decoder.class_count == 5
    assert len(verdict.decoder.decode(outputs, WIDE, 0.25)) == 0


@pytest.mark.parametrize("write", [planes, rows])
def test_scores_and_distances_apart_are_told_by_their_channels(write: object) -> None:
    assert callable(write)
    wanted = grown(scene())
    made = levels(wanted, strides=FINE, classes=5, bins=8, centre=0.5)
    outputs = {f"dis_{s}": write(made[s][1]) for s in reversed(FINE)}
    outputs |= {f"cls_{s}": write(made[s][0]) for s in FINE}
    proposal = best(FAMILY, facts_of(outputs, input_wh=WIDE))

    assert proposal.strength is Strength.SHAPED
    assert proposal.preprocessing.geometry is Geometry.STRETCH
    assert same(proposal.decoder.decode(outputs, WIDE, 0.25), wanted)


def test_half_precision_is_read() -> None:
    wanted = grown(scene())
    outputs = {"output": joined(wanted, PYRAMID).astype(np.float16)}
    proposal = best(FAMILY, facts_of(outputs, input_wh=WIDE, class_count=5))

    assert same(proposal.decoder.decode(outputs, WIDE, 0.25), wanted, pixels=1.0)


def test_joined_maps_are_believed_once_boxes_stay_with_their_object() -> None:
    made = steady(WIDE, strides=FINE, classes=5, bins=8, centre=0.5)
    outputs = {
        f"o{s}": np.concatenate([planes(a), planes(b)], axis=1) for s, (a, b) in made.items()
    }
    proposal = best(FAMILY, facts_of(outputs, input_wh=WIDE))

    assert proposal.strength is Strength.POSSIBLE
    assert proposal.decoder.settle(outputs, WIDE).fit == 0.8


def test_rows_with_pixels_in_front_are_refuted() -> None:
    count = anchor_count(WIDE, FINE)
    pixels = np.random.default_rng(0).uniform(0, 600, (count, 4)).astype(np.float32)
    table = np.concatenate([pixels, class_scores(scene(), count, 81)], axis=1)[None]
    outputs = {"output": table}
    proposal = best(FAMILY, facts_of(outputs, input_wh=WIDE))

    assert proposal.decoder.settle(outputs, WIDE).is_refuted


def test_rows_without_logits_are_refuted() -> None:
    outputs = {"output": class_scores(scene(), anchor_count(WIDE, FINE), 80)[None]}
    proposal = best(FAMILY, facts_of(outputs, input_wh=WIDE))

    assert proposal.decoder.settle(outputs, WIDE).is_refuted


def test_nothing_is_proposed_for_other_shapes() -> None:
    few = np.zeros((1, 300, 112), np.float32)
    narrow = np.zeros((1, anchor_count(WIDE, FINE), 20), np.float32)

    assert has_none(FAMILY, facts_of({"output": few}, input_wh=WIDE))
    assert has_none(FAMILY, facts_of({"output": narrow}, input_wh=WIDE))
