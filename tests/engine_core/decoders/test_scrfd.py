from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_core.decoders import scrfd
from engine_core.decoders.base import Strength, Task
from tests.engine_core.decoders.distance_maps import FINE, Floats, cells_of, grid
from tests.engine_core.decoders.scenes import WIDE, Scene, logits, same, scene, scenes
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none

FAMILY = scrfd.FAMILY


def encoded(
    wanted: Scene, *, per_cell: int = 2, strides: tuple[int, ...] = FINE
) -> dict[int, tuple[Floats, Floats, Floats]]:
    """Return scores, distances and points of each level, ``(cells * per_cell, …)``, by stride.

    The five points of a face lie on its diagonal.
    """
    rng = np.random.default_rng(0)
    made = {}
    for stride in strides:
        columns, rows = grid(wanted.wh, stride)
        count = columns * rows * per_cell
        made[stride] = (
            rng.uniform(0, 0.02, (count, 1)).astype(np.float32),
            rng.uniform(0, 4, (count, 4)).astype(np.float32),
            rng.uniform(-3, 3, (count, 10)).astype(np.float32),
        )
    for index, stride, column, row in cells_of(wanted, strides):
        scores, distances, points = made[stride]
        columns, _ = grid(wanted.wh, stride)
        place = (row * columns + column) * per_cell + index % per_cell
        x0, y0, x1, y1 = wanted.xyxy[index] / stride
        scores[place] = wanted.scores[index]
        distances[place] = (column - x0, row - y0, x1 - column, y1 - row)
        points[place, 0::2] = np.linspace(x0, x1, 5) - column
        points[place, 1::2] = np.linspace(y0, y1, 5) - row
    return made


def faces(wanted: Scene) -> Scene:
    return replace(wanted, classes=np.zeros_like(wanted.classes))


def named(made: dict[int, tuple[Floats, Floats, Floats]], order: list[int], kinds: int) -> Outputs:
    """Return the outputs, called by numbers, in some order."""
    tensors = [made[stride][kind] for kind in range(kinds) for stride in made]
    return {str(400 + place): tensors[place] for place in order if place < len(tensors)}


@settings(max_examples=20)
@given(wanted=scenes(), order=st.permutations(range(9)), batched=st.booleans())
def test_faces_and_points_are_found_whatever_the_order_of_outputs(
    wanted: Scene, order: list[int], batched: bool
) -> None:
    wanted = faces(wanted)
    outputs = named(encoded(wanted), order, kinds=3)
    if batched:
        outputs = {name: value[None] for name, value in outputs.items()}
    proposal = best(FAMILY, facts_of(outputs, input_wh=wanted.wh))

    verdict = proposal.decoder.settle(outputs, wanted.wh)
    found = verdict.decoder.decode(outputs, wanted.wh, 0.25)

    assert proposal.strength is Strength.SHAPED
    assert proposal.label_hint == ("face",)
    assert same(found, wanted)
    assert found.keypoints is not None
    assert found.keypoints[:, 0] == pytest.approx(found.xyxy[:, :2], abs=0.05)
    assert found.keypoints[:, 4] == pytest.approx(found.xyxy[:, 2:], abs=0.05)


def test_a_head_without_points_detects_only() -> None:
    wanted = faces(scene())
    outputs = named(encoded(wanted), list(range(6)), kinds=2)
    proposal = best(FAMILY, facts_of(outputs, input_wh=WIDE))

    assert proposal.task is Task.DETECT
    assert same(proposal.decoder.decode(outputs, WIDE, 0.25), wanted)


def test_five_levels_with_one_anchor_are_read() -> None:
    wanted = faces(scene((640, 640)))
    strides = (8, 16, 32, 64, 128)
    outputs = named(encoded(wanted, per_cell=1, strides=strides), list(range(15)), kinds=3)
    proposal = best(FAMILY, facts_of(outputs, input_wh=(640, 640)))

    assert same(proposal.decoder.decode(outputs, (640, 640), 0.25), wanted)


def test_maps_with_the_channels_of_both_anchors_are_read() -> None:
    wanted = faces(scene())
    outputs = {}
    for stride, tensors in encoded(wanted).items():
        columns, rows = grid(WIDE, stride)
        for kind, tensor in enumerate(tensors):
            maps = tensor.reshape(rows, columns, -1).transpose(2, 0, 1)[None]
            outputs[f"{kind}_{stride}"] = np.ascontiguousarray(maps)
    proposal = best(FAMILY, facts_of(outputs, input_wh=WIDE))

    assert same(proposal.decoder.decode(outputs, WIDE, 0.25), wanted)


def test_scores_before_the_sigmoid_are_noticed() -> None:
    wanted = faces(scene())
    made = {s: (logits(a), b, c) for s, (a, b, c) in encoded(wanted).items()}
    outputs = named(made, list(range(9)), kinds=3)
    verdict = best(FAMILY, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE)

    assert same(verdict.decoder.decode(outputs, WIDE, 0.25), wanted)


def test_pixels_are_fed_as_the_trainer_scales_them() -> None:
    outputs = named(encoded(faces(scene())), list(range(9)), kinds=3)
    fed = best(FAMILY, facts_of(outputs, input_wh=WIDE)).preprocessing
    raw = best(FAMILY, facts_of(outputs, input_wh=WIDE, dtype="uint8")).preprocessing

    assert (fed.scale, fed.mean, fed.std, fed.pad) == (1.0, (127.5,) * 3, (128.0,) * 3, 0)
    assert (raw.scale, raw.mean, raw.std) == (1.0, (0.0,) * 3, (1.0,) * 3)


def test_nothing_is_proposed_for_more_classes_or_a_missing_level() -> None:
    made = encoded(faces(scene()))
    outputs = named(made, list(range(9)), kinds=3)
    two_levels = {name: outputs[name] for name in ("400", "401", "403", "404", "406", "407")}
    classes = {name: np.repeat(value, 3, axis=1) for name, value in outputs.items()}

    assert has_none(FAMILY, facts_of(two_levels, input_wh=WIDE))
    assert has_none(FAMILY, facts_of(classes, input_wh=WIDE))
    assert has_none(FAMILY, facts_of(outputs, input_wh=WIDE, class_count=3))
