from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_core.detections import Detections, InstanceMask, Masks
from engine_core.errors import SourceError
from engine_core.exporters.base import VISIBLE_CONFIDENCE
from engine_core.exporters.yolo import YoloForm, open_yolo, read_yolo, to_yolo
from tests.engine_core.exporters import builders
from tests.engine_core.exporters.builders import (
    LABELS,
    boxes,
    floats,
    picture,
    picture_source,
    results,
    shown_files,
    video_frame,
    video_source,
)

FORMS = {
    "boxes": YoloForm.BOXES,
    "rotated": YoloForm.ROTATED,
    "keypoints": YoloForm.KEYPOINTS,
    "plain-keypoints": YoloForm.KEYPOINTS,
    "masks": YoloForm.MASKS,
}


@pytest.mark.parametrize("with_confidence", [False, True])
@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_written_is_read_again(
    form: str, with_confidence: bool, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    result = data.draw(results(form))
    written, size_wh = result.detections, result.size_wh
    path = tmp_path_factory.getbasetemp() / "labels.txt"
    path.write_text(to_yolo(written, size_wh, with_confidence=with_confidence))

    read = read_yolo(path, size_wh, FORMS[form], with_confidence=with_confidence)

    assert len(read) == len(written)
    if not len(written):
        return
    np.testing.assert_array_equal(read.class_id, written.class_id)
    confidence = written.confidence if with_confidence else np.ones(len(written))
    np.testing.assert_allclose(read.confidence, confidence, atol=1e-6)
    close = 2e-6 * max(size_wh) + 1e-4
    if written.corners is not None and read.corners is not None:
        np.testing.assert_allclose(read.corners, written.corners, rtol=0, atol=close)
    if written.keypoints is not None and read.keypoints is not None:
        np.testing.assert_allclose(
            read.keypoints[:, :, :2], written.keypoints[:, :, :2], rtol=0, atol=close
        )
        given_confidence = (
            written.keypoints[:, :, 2]
            if written.keypoints.shape[2] == 3
            else np.ones(written.keypoints.shape[:2])
        )
        third = np.where(given_confidence >= VISIBLE_CONFIDENCE, 2.0, 0.0)
        expected = given_confidence if with_confidence else third
        np.testing.assert_allclose(read.keypoints[:, :, 2], expected, atol=1e-6)
    if written.masks is None:
        np.testing.assert_allclose(read.xyxy, written.xyxy, rtol=0, atol=close)
    else:
        assert read.masks is not None
        for row in range(len(written)):
            inside = written.masks[row].on_canvas(size_wh)
            assert read.masks[row].on_canvas(size_wh)[inside].all()


def test_rows_have_the_numbers_that_trainers_expect() -> None:
    detections = Detections(
        xyxy=floats([[10, 20, 30, 60]]),
        confidence=floats([0.5]),
        class_id=np.array([7]),
    )

    assert to_yolo(detections, (100, 80)) == "7 0.200000 0.500000 0.200000 0.500000\n"
    with_confidence = to_yolo(detections, (100, 80), with_confidence=True)
    assert with_confidence == "7 0.200000 0.500000 0.200000 0.500000 0.500000\n"


def test_corners_beyond_the_picture_are_cut_to_it() -> None:
    corners = floats([[[-10, 5], [5, -10], [110, 50], [50, 110]]])
    detections = Detections(
        xyxy=floats([[0, 0, 100, 100]]),
        confidence=floats([1]),
        class_id=np.array([0]),
        corners=corners,
    )

    numbers = [float(number) for number in to_yolo(detections, (100, 100)).split()[1:]]

    assert numbers == [0, 0.05, 0.05, 0, 1, 0.5, 0.5, 1]


def test_a_mask_without_pixels_gives_its_box() -> None:
    detections = Detections(
        xyxy=floats([[10, 10, 20, 20]]),
        confidence=floats([1]),
        class_id=np.array([0]),
        masks=Masks.of([InstanceMask(np.zeros((10, 10), np.bool_), (10, 10))]),
    )

    row = to_yolo(detections, (100, 100))

    assert row.split()[1:] == [f"{n:.6f}" for n in (0.1, 0.1, 0.2, 0.1, 0.2, 0.2, 0.1, 0.2)]


def test_a_run_gives_labels_class_names_and_a_description(tmp_path: Path) -> None:
    exporter = open_yolo(builders.settings(tmp_path), with_confidence=False)
    exporter.begin_source(picture_source("a/照片 1.png"))
    exporter.write(picture("a/照片 1.png", detections=boxes(2, (64, 48))))
    exporter.end_source()
    exporter.begin_source(video_source("clip.mp4"))
    for index in range(3):
        exporter.write(video_frame(index, detections=Detections.empty()))
    exporter.end_source()
    exporter.close()

    assert shown_files(tmp_path) == [
        "classes.txt",
        "data.yaml",
        "labels/a/照片 1.txt",
        "labels/clip/frame_000000.txt",
        "labels/clip/frame_000001.txt",
        "labels/clip/frame_000002.txt",
    ]
    assert (tmp_path / "labels" / "clip" / "frame_000000.txt").read_bytes() == b""
    names = ["person", "traffic light", "class_2", "汽车"]
    assert (tmp_path / "classes.txt").read_text("utf-8").splitlines() == names
    described = yaml.safe_load((tmp_path / "data.yaml").read_text("utf-8"))
    assert described == {"nc": 4, "names": dict(enumerate(names))}


def test_the_description_counts_keypoints_and_unnamed_classes(tmp_path: Path) -> None:
    detections = Detections(
        xyxy=floats([[0, 0, 10, 10]]),
        confidence=floats([1]),
        class_id=np.array([5]),
        keypoints=np.zeros((1, 17, 3), np.float32),
    )
    exporter = open_yolo(builders.settings(tmp_path), with_confidence=False)
    exporter.write(picture(detections=detections))
    exporter.close()

    described = yaml.safe_load((tmp_path / "data.yaml").read_text("utf-8"))

    assert described["kpt_shape"] == [17, 3]
    assert described["nc"] == 6
    assert described["names"][5] == "class_5"


def test_a_picture_called_like_the_list_of_classes_keeps_its_labels(tmp_path: Path) -> None:
    exporter = open_yolo(builders.settings(tmp_path), with_confidence=False)
    exporter.write(picture("classes.jpg"))
    exporter.close()

    assert len(read_yolo(tmp_path / "labels" / "classes.txt", (64, 48))) == 3


def test_the_description_is_of_the_whole_run_though_all_labels_are_of_an_earlier_one(
    tmp_path: Path,
) -> None:
    facts = replace(
        builders.settings(tmp_path), task="pose", keypoints=(17, 3), class_count=len(LABELS) + 2
    )
    exporter = open_yolo(facts, with_confidence=False)
    exporter.close()

    content = (tmp_path / "data.yaml").read_text("utf-8")
    described = yaml.safe_load(content)
    assert described["kpt_shape"] == [17, 3]
    assert described["nc"] == len(LABELS) + 2
    assert "task pose" in content
    assert len((tmp_path / "classes.txt").read_text("utf-8").splitlines()) == len(LABELS) + 2


@pytest.mark.parametrize("content", ["a b c d e\n", "0 1 2\n", "0 1 1 1 1\n0 1\n", "\0\n"])
def test_what_is_no_label_file_is_refused_in_words(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text(content)

    with pytest.raises(SourceError, match=r"a\.txt"):
        read_yolo(tmp_path / "a.txt", (10, 10))


def test_a_missing_label_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="missing"):
        read_yolo(tmp_path / "none.txt", (10, 10))
