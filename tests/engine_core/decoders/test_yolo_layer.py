from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import yolo_layer
from engine_core.decoders.base import UNDECIDED, Strength
from tests.engine_core.decoders.scenes import Floats, Scene, everywhere, same, scene, scenes
from tests.engine_core.decoders.signatures import best, facts_of, has_none

_ANCHORS = {(640, 384): 15120, (320, 512): 10080, (416, 416): 10647}


def _rows(wanted: Scene, count: int | None = None) -> Floats:
    """The plugin's rows: corner and size as fractions, objectness, class, probability."""
    count = count or _ANCHORS[wanted.wh]
    rng = np.random.default_rng(4)
    w, h = wanted.wh
    boxes = everywhere(wanted, count) / np.array([w, h, w, h], np.float32)
    rows = np.zeros((count, 7), np.float32)
    rows[:, :2], rows[:, 2:4] = boxes[:, :2], boxes[:, 2:] - boxes[:, :2]
    rows[:, 4] = rng.uniform(0, 0.02, count)
    rows[:, 5] = rng.integers(0, 80, count)
    rows[:, 6] = rng.uniform(0.2, 0.9, count)
    rows[: len(wanted), 4] = np.sqrt(wanted.scores)
    rows[: len(wanted), 5] = wanted.classes
    rows[: len(wanted), 6] = np.sqrt(wanted.scores)
    return rows


@settings(max_examples=10, deadline=None)
@given(scenes())
def test_the_score_is_objectness_times_probability(wanted: Scene) -> None:
    outputs = {"detections": _rows(wanted).reshape(1, -1)}
    proposal = best(yolo_layer.FAMILY, facts_of(outputs, input_wh=wanted.wh, name="000_net"))
    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert proposal.strength is Strength.NAMED
    assert proposal.suppression.needed
    assert verdict.fit > UNDECIDED
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.25), wanted)


@pytest.mark.parametrize("shape", [(1, -1, 1, 1), (1, -1, 7)])
def test_other_shapes_of_the_same_numbers_are_read(shape: tuple[int, ...]) -> None:
    wanted = scene((416, 416))
    outputs = {"detections": _rows(wanted).reshape(shape)}
    decoder = best(yolo_layer.FAMILY, facts_of(outputs, input_wh=(416, 416))).decoder

    assert same(decoder.decode(outputs, (416, 416), 0.25), wanted)


def test_an_output_for_each_scale_is_read_as_one_table() -> None:
    wanted = scene((416, 416))
    rows = _rows(wanted)
    parts = np.split(rows, [507, 2535])
    outputs = {f"scale_{place}": part.reshape(1, -1, 1, 1) for place, part in enumerate(parts)}
    decoder = best(yolo_layer.FAMILY, facts_of(outputs, input_wh=(416, 416))).decoder

    assert same(
        decoder.settle(outputs, (416, 416)).decoder.decode(outputs, (416, 416), 0.25), wanted
    )


def test_tiny_networks_have_two_scales() -> None:
    wanted = scene((416, 416))
    outputs = {"detections": _rows(wanted, 2535).reshape(1, -1)}

    assert not has_none(yolo_layer.FAMILY, facts_of(outputs, input_wh=(416, 416)))


def test_yolov5_with_two_classes_is_refuted_by_its_sixth_column() -> None:
    wanted = scene((416, 416), classes=2)
    rows = _rows(wanted)
    rows[:, 5] = np.random.default_rng(5).uniform(0, 1, len(rows))
    outputs = {"output0": rows[None]}
    proposal = best(yolo_layer.FAMILY, facts_of(outputs, input_wh=(416, 416)))

    assert proposal.strength is Strength.POSSIBLE
    assert proposal.decoder.settle(outputs, (416, 416)).is_refuted


def test_other_numbers_of_anchors_are_not_proposed() -> None:
    outputs = {"output0": np.zeros((1, 300, 7), np.float32)}

    assert has_none(yolo_layer.FAMILY, facts_of(outputs))
