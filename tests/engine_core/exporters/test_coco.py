from __future__ import annotations

import contextlib
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools.coco import COCO

from engine_core.detections import Detections
from engine_core.exporters.coco import CocoFile
from tests.engine_core.exporters import builders
from tests.engine_core.exporters.builders import (
    LABELS,
    boxes,
    floats,
    parts,
    picture,
    picture_source,
    results,
    shown_files,
    video_frame,
    video_source,
)

# pycocotools 2.0.11 itself, when it decodes masks with NumPy 2.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def load(path: Path) -> Any:
    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(str(path))


@pytest.mark.parametrize("form", ["boxes", "rotated", "keypoints", "plain-keypoints", "masks"])
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_what_is_written_loads_as_ground_truth_and_as_results(
    form: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.getbasetemp() / "coco"
    frames = data.draw(st.lists(results(form, min_rows=1), min_size=1, max_size=3))
    exporter = CocoFile(builders.settings(out))
    for frame in frames:
        exporter.write(frame)
    exporter.close()

    truth = load(out / "coco.json")

    assert len(truth.imgs) == len(frames)
    for image_id, frame in enumerate(frames, start=1):
        found = frame.detections
        image = truth.imgs[image_id]
        assert (image["width"], image["height"]) == frame.size_wh
        annotations = truth.loadAnns(truth.getAnnIds(imgIds=[image_id]))
        assert [a["category_id"] for a in annotations] == found.class_id.tolist()
        np.testing.assert_allclose([a["score"] for a in annotations], found.confidence, atol=6e-6)
        box = np.array([a["bbox"] for a in annotations])
        box[:, 2:] += box[:, :2]
        np.testing.assert_allclose(box, found.xyxy, atol=0.011)
        for row, annotation in enumerate(annotations):
            if found.masks is not None:
                mask = truth.annToMask(annotation).astype(np.bool_)
                np.testing.assert_array_equal(mask, found.masks[row].on_canvas(frame.size_wh))
                assert annotation["area"] == found.masks[row].area_px
            if found.corners is not None:
                polygon = np.array(annotation["segmentation"][0]).reshape(4, 2)
                np.testing.assert_allclose(polygon, found.corners[row], atol=0.0051)
            if found.keypoints is not None:
                points = np.array(annotation["keypoints"]).reshape(-1, 3)
                np.testing.assert_allclose(points[:, :2], found.keypoints[row, :, :2], atol=0.0051)
    annotations = list(truth.anns.values())
    with contextlib.redirect_stdout(io.StringIO()):
        as_results = truth.loadRes(annotations)
    assert len(as_results.anns) == len(annotations)


def test_every_class_is_listed_under_its_own_id(tmp_path: Path) -> None:
    exporter = CocoFile(builders.settings(tmp_path))
    exporter.write(
        picture(
            detections=Detections(
                xyxy=floats([[0, 0, 5, 5]]),
                confidence=floats([0.5]),
                class_id=np.array([6]),
            )
        )
    )
    exporter.close()

    content = json.loads((tmp_path / "coco.json").read_text("utf-8"))

    listed = {category["id"]: category["name"] for category in content["categories"]}
    assert listed == {class_id: LABELS[class_id] for class_id in range(7)}


def test_frames_and_pictures_have_their_own_names_and_empty_ones_stay(tmp_path: Path) -> None:
    exporter = CocoFile(builders.settings(tmp_path))
    exporter.write(picture("a/照片.png", detections=Detections.empty()))
    exporter.write(video_frame(7, name="b/clip.mov"))
    exporter.close()

    images = json.loads((tmp_path / "coco.json").read_text("utf-8"))["images"]

    assert [image["file_name"] for image in images] == ["a/照片.png", "b/clip/frame_000007.jpg"]
    assert images[1]["timestamp_s"] == 7 / 25


@pytest.mark.parametrize(
    ("name", "source", "file_name"),
    [
        ("a/bus~2.png", "/data/a/bus.png", "a/bus.png"),
        ("new_line.jpg", "/data/new\nline.jpg", "new\nline.jpg"),
        ("_CON.jpg", "/data/CON.jpg", "CON.jpg"),
    ],
)
def test_a_picture_is_named_as_it_lies_on_disk(
    tmp_path: Path, name: str, source: str, file_name: str
) -> None:
    exporter = CocoFile(builders.settings(tmp_path))
    exporter.write(picture(name, source=source))
    exporter.close()
    images = json.loads((tmp_path / "coco.json").read_text("utf-8"))["images"]
    assert [image["file_name"] for image in images] == [file_name]


def test_a_run_without_pictures_gives_a_file_that_loads(tmp_path: Path) -> None:
    CocoFile(builders.settings(tmp_path)).close()

    assert load(tmp_path / "coco.json").imgs == {}


def test_an_abandoned_source_leaves_no_trace(tmp_path: Path) -> None:
    exporter = CocoFile(builders.settings(tmp_path))
    exporter.begin_source(picture_source())
    exporter.write(picture("kept.jpg", detections=boxes(2, (64, 48))))
    exporter.end_source()
    exporter.begin_source(video_source())
    for index in range(5):
        exporter.write(video_frame(index))
    exporter.abandon_source()
    exporter.begin_source(picture_source())
    exporter.write(picture("kept too.jpg", detections=boxes(1, (64, 48))))
    exporter.end_source()
    exporter.close()

    truth = load(tmp_path / "coco.json")

    assert [image["file_name"] for image in truth.imgs.values()] == ["kept.jpg", "kept too.jpg"]
    assert sorted(truth.anns) == [1, 2, 3]
    assert truth.anns[3]["image_id"] == 2


def test_an_abandoned_run_leaves_nothing(tmp_path: Path) -> None:
    exporter = CocoFile(builders.settings(tmp_path))
    exporter.write(picture())

    exporter.abandon()

    assert shown_files(tmp_path) == []
    assert parts(tmp_path) == []


def test_categories_describe_the_model_though_nothing_was_found(tmp_path: Path) -> None:
    facts = replace(builders.settings(tmp_path), keypoints=(5, 2), class_count=len(LABELS) + 1)
    exporter = CocoFile(facts)
    exporter.write(picture(detections=Detections.empty()))
    exporter.close()

    categories = load(tmp_path / "coco.json").dataset["categories"]
    assert [category["id"] for category in categories] == list(range(len(LABELS) + 1))
    assert all(len(category["keypoints"]) == 5 for category in categories)
