from __future__ import annotations

import json
import os
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco_mask

from engine_core.detections import ClassScore, Detections, InstanceMask
from engine_core.records import (
    decode_mask,
    encode_mask,
    from_journal,
    from_record,
    to_journal,
    to_json,
    to_record,
)
from engine_core.results import FrameResult
from tests.engine_core.exporters.builders import (
    LABELS,
    boxes,
    floats,
    picture,
    random_mask,
    results,
    video_frame,
)

FORMS = ("boxes", "rotated", "keypoints", "plain-keypoints", "masks")


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_a_record_comes_back_from_its_json_as_it_was(form: str, data: st.DataObject) -> None:
    result = data.draw(results(form))

    back = from_record(json.loads(to_json(to_record(result, LABELS))))

    assert (back.source, back.index, back.size_wh) == (
        result.source,
        result.index,
        result.size_wh,
    )
    assert_same(back.detections, result.detections, result.size_wh)


@given(index=st.integers(0, 10**6), pts=st.integers(0, 10**9), den=st.integers(1, 10**6))
@settings(max_examples=50, deadline=None)
def test_the_journal_keeps_name_and_exact_time(index: int, pts: int, den: int) -> None:
    result = video_frame(
        index,
        pts,
        name="日本/clip.mp4",
        time_base=Fraction(7, den),
        duration=index or None,
        detections=boxes(1, (8, 8)),
    )

    back = from_journal(json.loads(to_json(to_journal(result, LABELS))))

    assert (back.name, back.pts, back.time_base) == (result.name, result.pts, result.time_base)
    assert back.duration == result.duration
    assert back.timestamp_s == result.timestamp_s
    assert back.index == index


def test_the_journal_of_a_picture_has_no_time() -> None:
    back = from_journal(json.loads(to_json(to_journal(picture("a/b.png"), LABELS))))

    assert back.is_picture
    assert back.name == "a/b.png"


def test_a_record_has_exactly_the_fields_of_the_contract() -> None:
    record = to_record(picture(detections=boxes(2, (64, 48))), LABELS)

    assert list(record) == ["source", "frame", "timestamp_s", "width", "height", "detections"]
    assert record["timestamp_s"] is None
    assert list(record["detections"][0]) == ["class_id", "label", "confidence", "xyxy"]
    names = [LABELS[found["class_id"]] for found in record["detections"]]
    assert [found["label"] for found in record["detections"]] == names


def test_only_classifiers_have_classes() -> None:
    scores = (ClassScore(3, 0.75), ClassScore(9, 0.125))
    result = picture(detections=Detections.empty(), classes=scores)

    record = to_record(result, LABELS)

    assert record["detections"] == []
    assert [answer["label"] for answer in record["classes"]] == ["汽车", "class_9"]
    assert from_record(record).classes == scores


def test_json_is_one_compact_line_with_unicode_as_it_is() -> None:
    detections = Detections(
        xyxy=floats([[1.23456, 2, 3, 4]]),
        confidence=floats([0.123456789]),
        class_id=np.array([3]),
    )
    line = to_json(to_record(picture(detections=detections), LABELS))

    assert '"label":"汽车"' in line
    assert '"confidence":0.12346,"xyxy":[1.23,2.0,3.0,4.0]' in line
    assert "\n" not in line


def test_a_file_name_that_is_not_utf8_survives_in_json() -> None:
    source = os.fsdecode(b"/data/caf\xe9.jpg")

    line = to_json(to_record(replace(picture(), source=source), LABELS))

    assert json.loads(line.encode().decode())["source"] == source


def test_detections_without_finite_place_are_left_out() -> None:
    detections = Detections(
        xyxy=floats([[0.0, 0.0, 1.0, 1.0], [0.0, np.nan, 1.0, 1.0], [0.0, 0.0, np.inf, 1.0]]),
        confidence=floats([0.9, 0.8, 0.7]),
        class_id=np.zeros(3, np.intp),
    )

    record = to_record(picture(detections=detections), LABELS)

    assert [found["xyxy"] for found in record["detections"]] == [[0, 0, 1, 1]]


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
@settings(max_examples=200, deadline=None)
def test_masks_are_encoded_as_pycocotools_encodes_the_whole_picture(
    width: int, height: int, seed: int
) -> None:
    mask = random_mask(np.random.default_rng(seed), (width, height))
    whole = np.asfortranarray(mask.on_canvas((width, height)).astype(np.uint8))

    code = encode_mask(mask, (width, height))

    expected = coco_mask.encode(whole)
    assert code == {"size": [height, width], "counts": expected["counts"].decode("ascii")}


def test_a_decoded_mask_is_cut_to_its_object() -> None:
    pixels = np.zeros((10, 10), np.bool_)
    pixels[2:5, 3:9] = True

    mask = decode_mask(encode_mask(InstanceMask(pixels, (5, 6)), (30, 20)))

    assert mask.origin_xy == (8, 8)
    assert mask.pixels.shape == (3, 6)
    assert mask.pixels.all()


def assert_same(back: Detections, expected: Detections, size_wh: tuple[int, int]) -> None:
    assert len(back) == len(expected)
    np.testing.assert_array_equal(back.class_id, expected.class_id)
    np.testing.assert_allclose(back.xyxy, expected.xyxy, atol=0.0051)
    np.testing.assert_allclose(back.confidence, expected.confidence, atol=6e-6)
    if not len(expected):
        return
    for name in ("corners", "keypoints"):
        mine, theirs = getattr(back, name), getattr(expected, name)
        assert (mine is None) == (theirs is None)
        if mine is not None:
            np.testing.assert_allclose(mine, theirs, atol=0.0051)
    assert (back.masks is None) == (expected.masks is None)
    if back.masks is not None and expected.masks is not None:
        for row in range(len(back)):
            mine, theirs = back.masks[row], expected.masks[row]
            np.testing.assert_array_equal(mine.on_canvas(size_wh), theirs.on_canvas(size_wh))


def test_the_result_of_a_record_has_no_image() -> None:
    result: FrameResult = replace(picture(), name="/data/photo.jpg")

    assert from_record(to_record(result, LABELS)).image is None
