from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine_core.detections import ClassScore, Detections
from engine_core.errors import ExportError
from engine_core.exporters.annotate import annotated
from engine_core.exporters.pictures import encode_picture, open_frames, open_images
from engine_core.frame import SourceItem, SourceKind
from tests.engine_core.exporters.builders import (
    boxes,
    parts,
    picture,
    picture_source,
    settings,
    shown_files,
    video_frame,
    video_source,
)


@pytest.mark.parametrize(("image_format", "close"), [("jpg", 6.0), ("png", 0.0), ("webp", 8.0)])
def test_the_file_shows_the_annotated_picture(
    tmp_path: Path, image_format: str, close: float
) -> None:
    given = settings(tmp_path, image_format=image_format)
    smooth = np.tile(np.linspace(0, 255, 160, dtype=np.uint8)[None, :, None], (120, 1, 3))
    result = picture("train/街 1.bmp", size_wh=(160, 120), detections=boxes(2, (160, 120)))
    result = replace(result, image=smooth)
    exporter = open_images(given)
    exporter.write(result)
    exporter.close()

    assert shown_files(tmp_path) == [f"images/train/街 1.{image_format}"]
    with Image.open(tmp_path / "images" / "train" / f"街 1.{image_format}") as file:
        shown = np.asarray(file.convert("RGB"), int)
        assert not file.getexif()
    assert np.abs(shown - annotated(result, given).astype(int)).mean() <= close


def test_jpeg_keeps_the_full_colour_resolution() -> None:
    stripes = np.zeros((16, 16, 3), np.uint8)
    stripes[:, ::2] = (255, 0, 0)
    stripes[:, 1::2] = (0, 0, 255)

    content = encode_picture(stripes, "jpg", Path("a.jpg"))

    with Image.open(io.BytesIO(content)) as file:
        assert np.abs(np.asarray(file, int) - stripes).max() < 40


def test_the_source_picture_stays_as_it_was(tmp_path: Path) -> None:
    result = picture()
    assert result.image is not None
    before = result.image.copy()

    exporter = open_images(settings(tmp_path))
    exporter.write(result)

    np.testing.assert_array_equal(result.image, before)


def test_a_classifier_s_caption_is_drawn() -> None:
    result = picture(
        size_wh=(320, 240), detections=Detections.empty(), classes=(ClassScore(0, 0.9),)
    )

    assert result.image is not None
    assert (annotated(result, settings(Path())) != result.image).any()


def test_pictures_and_video_frames_are_two_formats(tmp_path: Path) -> None:
    images, frames = open_images(settings(tmp_path)), open_frames(settings(tmp_path))
    for exporter in (images, frames):
        exporter.begin_source(picture_source())
        exporter.write(picture())
        exporter.end_source()
        exporter.begin_source(video_source())
        exporter.write(video_frame(0))
        exporter.write(video_frame(12))
        exporter.end_source()
    images.close()
    only_pictures = shown_files(tmp_path)
    frames.close()

    assert "images/photo.jpg" in only_pictures
    assert shown_files(tmp_path) == [
        "images/clip/frame_000000.jpg",
        "images/clip/frame_000012.jpg",
        "images/photo.jpg",
    ]
    assert images.has(video_source().item)
    assert frames.has(picture_source().item)


def test_a_picture_is_there_as_soon_as_it_is_written(tmp_path: Path) -> None:
    exporter = open_images(settings(tmp_path))
    exporter.begin_source(picture_source())
    assert not exporter.has(picture_source().item)

    exporter.write(picture())
    exporter.end_source()

    assert exporter.has(picture_source().item)


def test_a_video_counts_as_written_only_when_it_ended(tmp_path: Path) -> None:
    item = SourceItem(SourceKind.VIDEO, "/data/clip.mp4", "clip.mp4")
    exporter = open_frames(settings(tmp_path))
    exporter.begin_source(video_source())
    exporter.write(video_frame(0))
    exporter.write(video_frame(1))
    assert not exporter.has(item)
    exporter.end_source()
    assert exporter.has(item)

    exporter.begin_source(video_source())
    exporter.write(video_frame(0))
    assert not exporter.has(item)
    exporter.abandon()

    assert not exporter.has(item)
    assert parts(tmp_path) == []


def test_a_picture_too_large_for_its_format_is_refused_with_a_cure() -> None:
    wide = np.zeros((1, 16_384, 3), np.uint8)

    with pytest.raises(ExportError, match="Choose png"):
        encode_picture(wide, "webp", Path("wide.webp"))
    assert encode_picture(wide, "jpg", Path("wide.jpg"))
