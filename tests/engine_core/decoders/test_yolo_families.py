"""Which signatures the families of dense heads take, and which they leave to others."""

from __future__ import annotations

import numpy as np
import pytest

from engine_core.decoders import deepstream, end2end, yolov5, yolov6, yolov8, yolox
from engine_core.decoders.base import Family, Strength, Task
from engine_core.letterbox import Geometry
from engine_core.metadata import Metadata
from engine_core.preprocess import ChannelOrder
from tests.engine_core.decoders.signatures import best, facts_of, has_none

DENSE = (yolov8, yolov5, yolov6, yolox, deepstream, end2end)


def takers(
    shape: tuple[int, ...], wh: tuple[int, int] = (640, 640), metadata: Metadata | None = None
) -> set[str]:
    facts = facts_of({"o": np.empty(shape, np.float32)}, input_wh=wh, metadata=metadata)
    return {module.FAMILY.key for module in DENSE if not has_none(module.FAMILY, facts)}


@pytest.mark.parametrize(
    ("shape", "wh", "expected"),
    [
        ((1, 84, 8400), (640, 640), {"yolov8"}),
        ((1, 84, 5040), (640, 384), {"yolov8"}),
        ((1, 5, 8400), (640, 640), {"yolov8"}),
        ((1, 4, 8400), (640, 640), set()),
        ((1, 8400, 84), (640, 640), {"yolov8", "yolov6", "yolox"}),
        ((1, 8400, 6), (640, 640), {"yolov8", "yolov6", "yolox", "deepstream"}),
        ((1, 25200, 85), (640, 640), {"yolov5"}),
        ((1, 25200, 6), (640, 640), {"yolov5", "deepstream"}),
        ((1, 2535, 85), (416, 416), {"yolov5"}),
        ((1, 102000, 85), (1280, 1280), {"yolov5"}),
        ((1, 3549, 85), (416, 416), {"yolov8", "yolov6", "yolox"}),
        ((1, 300, 6), (640, 640), {"end2end"}),
        ((1, 300, 38), (640, 640), {"end2end"}),
        ((1, 1, 100, 7), (640, 640), {"end2end"}),
        ((1, 8400), (640, 640), set()),
        ((1, 3, 80, 80, 85), (640, 640), set()),
        ((1, 255, 80, 80), (640, 640), set()),
        ((1, 8399, 84), (640, 640), set()),
    ],
)
def test_shapes_are_taken_by_the_families_that_write_them(
    shape: tuple[int, ...], wh: tuple[int, int], expected: set[str]
) -> None:
    assert takers(shape, wh) == expected


def test_metadata_that_says_end_to_end_rules_out_a_dense_head() -> None:
    stated = Metadata(end2end=True, task="detect")
    assert takers((1, 300, 6), metadata=stated) == {"end2end"}
    assert "yolov8" not in takers((1, 84, 8400), metadata=stated)


@pytest.mark.parametrize("module", DENSE)
def test_a_classifier_is_left_alone(module: object) -> None:
    family: Family = module.FAMILY  # type: ignore[attr-defined] # a module
    for shape in ((1, 84, 8400), (1, 25200, 85), (1, 8400, 6), (1, 300, 6)):
        made = facts_of({"o": np.empty(shape, np.float32)})
        classifying = type(made)(made.signature, made.image, made.metadata, Task.CLASSIFY)
        assert has_none(family, classifying)


def test_every_family_is_fed_as_its_trainers_do() -> None:
    head = facts_of({"o": np.empty((1, 8400, 85), np.float32)})
    anchors = facts_of({"o": np.empty((1, 25200, 85), np.float32)})
    raw = best(yolox.FAMILY, head).preprocessing
    assert (raw.channels, raw.scale) == (ChannelOrder.BGR, 1)
    assert raw.geometry is Geometry.LETTERBOX_TOP_LEFT
    for family, facts in ((yolov8.FAMILY, head), (yolov5.FAMILY, anchors), (yolov6.FAMILY, head)):
        unit = best(family, facts).preprocessing
        assert (unit.channels, unit.scale) == (ChannelOrder.RGB, 1 / 255)
        assert (unit.geometry, unit.pad) == (Geometry.LETTERBOX, 114)


def test_as_many_names_as_columns_rule_out_an_objectness() -> None:
    facts = facts_of({"o": np.empty((1, 8400, 84), np.float32)}, class_count=80)
    assert has_none(yolox.FAMILY, facts)
    assert has_none(yolov6.FAMILY, facts)
    assert best(yolov8.FAMILY, facts).decoder.class_count == 80


def test_metadata_makes_a_reading_firmer() -> None:
    shape = np.empty((1, 84, 8400), np.float32)
    assert best(yolov8.FAMILY, facts_of({"o": shape})).strength is Strength.SHAPED
    stated = facts_of({"o": shape}, metadata=Metadata(task="detect"), class_count=80)
    assert best(yolov8.FAMILY, stated).strength is Strength.NAMED


def test_a_pose_of_seventeen_points_is_of_people() -> None:
    stated = Metadata(task="pose", kpt_shape=(17, 3))
    facts = facts_of({"o": np.empty((1, 56, 8400), np.float32)}, metadata=stated)
    assert best(yolov8.FAMILY, facts).label_hint == ("person",)


def test_raw_heads_beside_the_rows_of_yolov5_are_left_alone() -> None:
    outputs = {"o": np.empty((1, 25200, 85), np.float32)} | {
        str(side): np.empty((1, 3, side, side, 85), np.float32) for side in (80, 40, 20)
    }
    proposal = best(yolov5.FAMILY, facts_of(outputs))
    assert proposal.decoder.class_count in (80, None)
    assert proposal.suppression.needed
