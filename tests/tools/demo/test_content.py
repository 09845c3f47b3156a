from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as rle
from pycocotools.coco import COCO

from engine_core.demo import find_demo
from tools.demo import staging
from tools.demo.content import CLIP, CLIP_SIZE, DEMO, Named, make_pictures, write_labels
from tools.demo.world.picture import CLASSES, Picture
from tools.demo.world.render import render, render_scene

LABELS = DEMO / "labels"
SETS = ("pictures", CLIP)


def _yolo(path: Path, width: int, height: int) -> list[list[float]]:
    """Return class, left, top, width and height in pixels of each row."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        class_id, x, y, w, h = (float(word) for word in line.split())
        rows.append([class_id, (x - w / 2) * width, (y - h / 2) * height, w * width, h * height])
    return rows


@pytest.mark.parametrize("name", SETS)
def test_both_kinds_of_labels_say_the_same(name: str) -> None:
    truth = COCO(str(LABELS / f"{name}.json"))
    assert [one["name"] for one in truth.loadCats(truth.getCatIds())] == list(CLASSES)
    for image in truth.loadImgs(truth.getImgIds()):
        found = [
            [one["category_id"], *one["bbox"]]
            for one in truth.loadAnns(truth.getAnnIds(image["id"], iscrowd=False))
        ]
        path = (LABELS / "yolo" / image["file_name"]).with_suffix(".txt")
        rows = _yolo(path, image["width"], image["height"])
        assert rows == [pytest.approx(one, abs=0.01) for one in found]
        assert rows


def test_the_boxes_of_the_pictures_are_those_of_their_masks() -> None:
    annotations = json.loads((LABELS / "pictures.json").read_text("utf-8"))["annotations"]
    assert len(annotations) > 100
    for one in annotations:
        assert rle.toBbox(one["segmentation"]).tolist() == one["bbox"]
        assert int(rle.area(one["segmentation"])) == one["area"]


def test_every_picture_has_labels_of_its_size_and_the_other_way_round() -> None:
    demo = find_demo(DEMO)
    assert demo is not None
    images = json.loads((LABELS / "pictures.json").read_text("utf-8"))["images"]
    assert [one["file_name"] for one in images] == [path.name for path in demo.pictures]
    for one, path in zip(images, demo.pictures, strict=True):
        with Image.open(path) as picture:
            assert picture.size == (one["width"], one["height"])


def test_the_clip_has_labels_for_each_frame_and_is_small_enough() -> None:
    images = json.loads((LABELS / f"{CLIP}.json").read_text("utf-8"))["images"]
    path = DEMO / f"{CLIP}.mp4"
    with av.open(str(path)) as clip:
        stream = clip.streams.video[0]
        assert stream.codec_context.name == "h264"
        sizes = [(frame.width, frame.height) for frame in clip.decode(stream)]
    assert sizes == [CLIP_SIZE] * staging.FRAMES == [(i["width"], i["height"]) for i in images]
    assert path.stat().st_size <= 3_000_000


@pytest.mark.slow
def test_a_picture_comes_out_of_the_code_as_it_is_kept() -> None:
    staged = staging.pictures()[3]
    made = render_scene(staged.scene, staged.width, staged.height, finer=2.0)
    with Image.open(DEMO / "pictures" / f"{staged.name}.jpg") as picture:
        difference = np.abs(np.asarray(picture).astype(int) - made.rgb)
    # JPEG at this quality changes a pixel by about 1; another scene differs by tens.
    assert difference.mean() < 3
    truth = COCO(str(LABELS / "pictures.json"))
    kept = truth.loadAnns(truth.getAnnIds(4))
    assert [one["category_id"] for one in kept] == made.classes.tolist()
    for index, one in enumerate(kept):
        mask = rle.encode(np.asfortranarray(made.ids == index + 1).view(np.uint8))
        assert rle.iou([one["segmentation"]], [mask], [0])[0, 0] > 0.99


@pytest.mark.slow
def test_a_frame_of_the_clip_comes_out_of_the_code_as_its_labels_say() -> None:
    made = render_scene(staging.clip(60), *CLIP_SIZE, finer=1.5)
    truth = COCO(str(LABELS / f"{CLIP}.json"))
    kept = truth.loadAnns(truth.getAnnIds(61))
    seen = np.unique(made.ids)[1:] - 1
    assert [one["category_id"] for one in kept] == made.classes[seen].tolist()
    boxes = made.boxes()[seen]
    for one, (x1, y1, x2, y2) in zip(kept, boxes.tolist(), strict=True):
        assert one["bbox"] == pytest.approx([x1, y1, x2 - x1, y2 - y1], abs=1)


def test_hardly_seen_parts_are_a_crowd_to_coco_and_nothing_to_yolo(tmp_path: Path) -> None:
    ids = np.zeros((20, 30), np.uint8)
    ids[2:6, 3:9] = 1
    ids[10:12, 20:30] = 2
    picture = Picture(
        np.zeros((20, 30, 3), np.uint8), ids, np.array([3, 6]), np.array([False, True])
    )
    write_labels(tmp_path, "few", [Named("a/one", picture)], masks=True)
    found = json.loads((tmp_path / "few.json").read_text("utf-8"))["annotations"]
    assert [(one["category_id"], one["iscrowd"], one["bbox"]) for one in found] == [
        (3, 0, [3, 2, 6, 4]),
        (6, 1, [20, 10, 10, 2]),
    ]
    assert _yolo(tmp_path / "yolo" / "a" / "one.txt", 30, 20) == [
        pytest.approx([3, 3, 2, 6, 4], abs=0.001)
    ]


@pytest.mark.slow
def test_the_command_makes_the_pictures_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.demo.content._rendered", _small)
    make_pictures(tmp_path)
    names = sorted(path.name for path in (tmp_path / "pictures").iterdir())
    assert names == ["0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"]
    make_pictures(tmp_path)
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == names
    assert len(COCO(str(tmp_path / "labels" / "pictures.json")).getImgIds()) == 6


def _small(_make: object, numbers: range) -> list[Named]:
    return [Named(str(number), render(number, 120, 90)) for number in numbers]
