from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine_core.boxes import xywhr_to_corners
from engine_core.detections import Detections
from engine_core.exporters.base import ExportSettings
from engine_core.exporters.crops import Crops, crop_of, upright
from engine_core.labels import Labels
from engine_core.overlay import Style
from tests.engine_core.exporters.builders import (
    floats,
    noise,
    picture,
    settings,
    shown_files,
    video_frame,
)


def one(xyxy: tuple[float, float, float, float]) -> Detections:
    return Detections(xyxy=floats([xyxy]), confidence=floats([1]), class_id=np.array([0]))


def test_a_crop_holds_every_pixel_that_the_box_touches() -> None:
    result = picture(detections=one((10.2, 5.9, 20.1, 8)))

    assert result.image is not None
    np.testing.assert_array_equal(crop_of(result, 0), result.image[5:8, 10:21])


@given(st.lists(st.floats(-30, 100), min_size=4, max_size=4))
def test_every_box_gives_at_least_a_pixel(xyxy: list[float]) -> None:
    x0, y0, x1, y1 = xyxy

    crop = crop_of(picture(detections=one((x0, y0, x1, y1))), 0)

    assert min(crop.shape) >= 1


@pytest.mark.parametrize("angle_deg", [-40, -10, 0, 25, 44])
@pytest.mark.parametrize("is_reversed", [False, True])
def test_a_rotated_box_is_turned_upright_and_not_mirrored(
    angle_deg: float, is_reversed: bool
) -> None:
    card = cv2.GaussianBlur(noise((60, 30)), (0, 0), 4)
    radians = np.deg2rad(angle_deg)
    corners = xywhr_to_corners(floats([[100, 80, 60, 30, radians]]))[0]
    bottom_right, top_right, top_left, _ = corners
    # From pixel centres of the card to pixel centres of the scene.
    across, along = (top_right - top_left) / 60, (bottom_right - top_right) / 30
    start = top_left + (across + along - 1) / 2
    to_scene = np.stack([across, along, start], axis=1)
    scene = cv2.warpAffine(card, to_scene, (200, 160))

    turned = upright(np.asarray(scene, np.uint8), corners[::-1] if is_reversed else corners)

    assert turned.shape == card.shape
    inner = np.abs(turned.astype(int) - card.astype(int))[3:-3, 3:-3]
    assert inner.mean() < 3


def test_a_box_without_rotation_is_cut_exactly() -> None:
    image = noise((64, 48))
    corners = floats([[30, 40], [30, 10], [10, 10], [10, 40]])

    np.testing.assert_array_equal(upright(image, corners), image[10:40, 10:30])


def test_crops_are_sorted_by_class_with_safe_names(tmp_path: Path) -> None:
    labels = Labels(("../up", "汽车 A"))
    detections = Detections(
        xyxy=floats([[0, 0, 10, 10], [5, 5, 25, 15], [1, 1, 2, 2]]),
        confidence=np.ones(3, np.float32),
        class_id=np.array([0, 1, 1]),
    )
    exporter = Crops(ExportSettings(out=tmp_path, labels=labels, style=Style(), image_format="png"))
    exporter.write(picture("sub/街.jpg", detections=detections))
    exporter.write(video_frame(2, detections=detections[:1]))
    exporter.close()

    assert shown_files(tmp_path) == [
        "crops/.._up/clip/frame_000002_1.png",
        "crops/.._up/sub/街_1.png",
        "crops/汽车 A/sub/街_2.png",
        "crops/汽车 A/sub/街_3.png",
    ]
    with Image.open(tmp_path / "crops/汽车 A/sub/街_2.png") as crop:
        assert crop.size == (20, 10)


def test_a_class_name_longer_than_a_file_name_can_be_is_shortened(tmp_path: Path) -> None:
    names = ("汽" * 200, "汽" * 201)
    detections = Detections(
        xyxy=floats([[0, 0, 10, 10]] * 2),
        confidence=np.ones(2, np.float32),
        class_id=np.array([0, 1]),
    )
    exporter = Crops(ExportSettings(out=tmp_path, labels=Labels(names), style=Style()))
    exporter.write(picture("a.jpg", detections=detections))

    folders = {name.split("/")[1] for name in shown_files(tmp_path)}
    assert len(folders) == 2
    assert all(folder.startswith("汽" * 50) for folder in folders)


def test_rotated_boxes_far_outside_or_without_extent_give_small_pictures(tmp_path: Path) -> None:
    for corners in ([[9e5, 9e5]] * 4, [[-1e6, 0], [1e6, 0], [1e6, 1e6], [-1e6, 1e6]]):
        detections = replace(one((0, 0, 1, 1)), corners=floats([corners]))
        exporter = Crops(settings(tmp_path))
        exporter.write(picture(detections=detections))
    (name,) = shown_files(tmp_path)
    with Image.open(tmp_path / name) as crop:
        assert max(crop.size) <= 128
