from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine_core.detections import ClassScore, Detections, InstanceMask, Masks
from engine_core.exporters.labelme import open_labelme
from engine_core.results import FrameResult
from tests.engine_core.exporters import builders
from tests.engine_core.exporters.builders import floats, picture, video_frame

ONE: dict[str, Any] = {
    "xyxy": floats([[10, 20, 30, 40]]),
    "confidence": floats([0.5]),
    "class_id": np.array([3]),
}


def written(out: Path, result: FrameResult) -> Any:
    exporter = open_labelme(builders.settings(out))
    exporter.write(result)
    exporter.close()
    (path,) = (out / "labelme").rglob("*.json")
    return json.loads(path.read_text("utf-8"))


def test_boxes_are_rectangles_and_the_path_leads_to_the_picture(tmp_path: Path) -> None:
    source = tmp_path / "in" / "照片.png"
    result = replace(picture("sub/照片.png", detections=Detections(**ONE)), source=str(source))

    content = written(tmp_path / "out", result)

    (shape,) = content["shapes"]
    assert (shape["label"], shape["shape_type"]) == ("汽车", "rectangle")
    assert shape["points"] == [[10, 20], [30, 40]]
    assert (content["imageWidth"], content["imageHeight"]) == (64, 48)
    assert content["imageData"] is None
    folder = tmp_path / "out" / "labelme" / "sub"
    assert (folder / content["imagePath"]).resolve() == source.resolve()


def test_rotated_boxes_are_polygons(tmp_path: Path) -> None:
    corners = floats([[[20, 20], [30, 30], [20, 40], [10, 30]]])

    content = written(tmp_path, picture(detections=Detections(**ONE, corners=corners)))

    assert content["shapes"][0]["shape_type"] == "polygon"
    assert content["shapes"][0]["points"] == corners[0].tolist()


def test_the_parts_of_a_mask_share_a_group(tmp_path: Path) -> None:
    pixels = np.zeros((20, 20), np.bool_)
    pixels[2:8, 2:8] = pixels[12:18, 12:18] = True
    detections = Detections(**ONE, masks=Masks.of([InstanceMask(pixels, (10, 20))]))

    content = written(tmp_path, picture(detections=detections))

    assert [shape["shape_type"] for shape in content["shapes"]] == ["polygon", "polygon"]
    assert {shape["group_id"] for shape in content["shapes"]} == {0}


def test_keypoints_are_points_in_the_group_of_their_box(tmp_path: Path) -> None:
    detections = Detections(**ONE, keypoints=floats([[[11, 21, 0.9], [12, 22, 0.1]]]))

    shapes = written(tmp_path, picture(detections=detections))["shapes"]

    assert [shape["label"] for shape in shapes] == ["汽车", "汽车_0", "汽车_1"]
    assert shapes[2]["points"] == [[12, 22]]
    assert {shape["group_id"] for shape in shapes} == {0}


@pytest.mark.parametrize("result", [picture(detections=Detections.empty()), video_frame(3)])
def test_pictures_and_frames_have_a_file_each(tmp_path: Path, result: FrameResult) -> None:
    exporter = open_labelme(builders.settings(tmp_path))
    exporter.write(result)
    exporter.end_source()
    name = "photo.json" if result.is_picture else "clip/frame_000003.json"

    content = json.loads((tmp_path / "labelme" / name).read_text("utf-8"))

    assert len(content["shapes"]) == len(result.detections)


def test_the_best_answer_of_a_classifier_is_a_flag(tmp_path: Path) -> None:
    scores = (ClassScore(3, 0.75), ClassScore(0, 0.25))

    content = written(tmp_path, picture(detections=Detections.empty(), classes=scores))

    assert content["flags"] == {"汽车": True}
