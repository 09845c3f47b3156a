from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the demo is made with Python 3.11 or later")

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from pycocotools import mask as rle

from tests.tools.demo.detector.shapes import render
from tools.demo.detector.config import STANDARD
from tools.demo.evaluate import detect, judge, write_pictures
from tools.demo.truth import Json, ground_truth
from tools.demo.world import render as world
from tools.demo.world.picture import CLASSES, Picture

_SIZES = ((96, 64), (64, 96))


def _one_square(seed: int, width: int, height: int) -> Picture:
    """Draw a square that lies in the middle of the picture, whatever the seed; a function others can call."""
    ids = np.zeros((height, width), np.uint8)
    ids[height // 2 - 16 : height // 2 + 16, width // 2 - 16 : width // 2 + 16] = 1
    rgb = np.random.default_rng(seed).integers(0, 99, (height, width, 3)).astype(np.uint8)
    return Picture(rgb, ids, np.array([3]), np.zeros(1, np.bool_))


def _truth(folder: Path, count: int = 6) -> Json:
    return write_pictures(folder, render, range(count), _SIZES)


def _as_found(truth: Json) -> Json:
    """Return the ground truth as if it were detections, each with the same score."""
    found = copy.deepcopy(truth)
    for one in found["annotations"]:
        one["score"] = 0.9
    return found


def test_one_who_finds_everything_gets_full_marks(tmp_path: Path) -> None:
    truth = _truth(tmp_path)

    for kind in ("bbox", "segm"):
        result = judge(truth, _as_found(truth), kind)
        assert result.map50_95 == pytest.approx(1, abs=1e-6)
        assert result.map50 == pytest.approx(1, abs=1e-6)
        assert result.recall == pytest.approx(1, abs=1e-6)
        assert set(result.by_class) <= set(CLASSES)


def test_finding_what_is_hardly_seen_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    truth = _truth(tmp_path, 30)
    crowded = [one for one in truth["annotations"] if one["iscrowd"]]
    assert crowded
    found = _as_found(truth)
    without = {**found, "annotations": [one for one in found["annotations"] if not one["iscrowd"]]}

    assert judge(truth, without, "bbox").map50_95 == pytest.approx(1, abs=1e-6)
    assert judge(truth, found, "bbox").map50_95 == pytest.approx(1, abs=1e-6)


def test_boxes_and_masks_are_judged_apart(tmp_path: Path) -> None:
    truth = _truth(tmp_path)
    found = _as_found(truth)
    for one in found["annotations"]:
        mask = np.zeros(one["segmentation"]["size"], np.uint8, order="F")
        code = rle.encode(mask)
        one["segmentation"] = {"size": code["size"], "counts": code["counts"].decode("ascii")}

    assert judge(truth, found, "bbox").map50_95 == pytest.approx(1, abs=1e-6)
    assert judge(truth, found, "segm").map50_95 == 0


def test_a_wrong_class_counts_for_nothing_and_so_does_silence(tmp_path: Path) -> None:
    truth = _truth(tmp_path)
    found = _as_found(truth)
    for one in found["annotations"]:
        one["category_id"] = (one["category_id"] + 1) % len(CLASSES)

    assert judge(truth, found, "bbox").map50 < 0.5
    assert judge(truth, {**found, "annotations": []}, "bbox").map50_95 == 0


@pytest.mark.filterwarnings("ignore:__array__ implementation")  # of pycocotools, decoding
def test_the_ground_truth_is_what_the_renderer_drew() -> None:
    picture = render(11, 96, 64)

    boxes = picture.boxes()
    for one in ground_truth(picture):
        mask = rle.decode(one["segmentation"]) > 0
        index = int(picture.ids[mask][0]) - 1
        assert np.array_equal(mask, picture.ids == index + 1)
        assert one["category_id"] == picture.classes[index]
        assert one["area"] == mask.sum()
        assert one["iscrowd"] == picture.hardly_seen[index]
        x, y, width, height = one["bbox"]
        assert [x, y, x + width, y + height] == boxes[index].tolist()


def test_pictures_and_annotations_are_numbered_through(tmp_path: Path) -> None:
    truth = _truth(tmp_path)

    assert [one["file_name"] for one in truth["images"]] == [f"{seed}.png" for seed in range(6)]
    assert all((tmp_path / one["file_name"]).is_file() for one in truth["images"])
    numbers = [one["id"] for one in truth["annotations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [one["id"] for one in truth["images"]] == list(range(1, 7))
    assert {one["image_id"] for one in truth["annotations"]} == set(range(1, 7))


def _model_of_one_answer(path: Path) -> None:
    """Write a network that finds a gear of 32×32 pixels in the middle of the 96×96 it is fed."""
    rows = np.zeros((1, 4 + len(CLASSES) + 2, 144 + 36 + 9), np.float32)
    centres = [
        ((column + 0.5) * stride, (row + 0.5) * stride, stride, stride)
        for stride in (8, 16, 32)
        for row in range(96 // stride)
        for column in range(96 // stride)
    ]
    rows[0, :4] = np.array(centres).T
    rows[0, :4, 6 * 12 + 6] = [48, 48, 32, 32]
    rows[0, 4 + CLASSES.index("gear"), 6 * 12 + 6] = 0.8
    rows[0, 4 + len(CLASSES), :] = 1
    prototypes = np.full((1, 2, 24, 24), -9, np.float32)
    prototypes[0, 0, 8:16, 8:16] = 9
    graph = helper.make_graph(
        [
            helper.make_node("ReduceMean", ["images"], ["mean"], keepdims=0),
            helper.make_node("Mul", ["mean", "zero"], ["nothing"]),
            helper.make_node("Add", ["rows", "nothing"], ["output0"]),
            helper.make_node("Add", ["prototypes", "nothing"], ["output1"]),
        ],
        "one",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, 96, 96])],
        [
            helper.make_tensor_value_info("output0", TensorProto.FLOAT, rows.shape),
            helper.make_tensor_value_info("output1", TensorProto.FLOAT, prototypes.shape),
        ],
        [
            numpy_helper.from_array(rows, "rows"),
            numpy_helper.from_array(prototypes, "prototypes"),
            numpy_helper.from_array(np.zeros((), np.float32), "zero"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    names = str(dict(enumerate(CLASSES)))
    helper.set_model_props(model, {"task": "segment", "names": names, "stride": "32"})
    onnx.save(model, path)


def test_a_detector_is_measured_through_enginescope_itself(tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    truth = write_pictures(pictures, _one_square, range(3), _SIZES)
    _model_of_one_answer(tmp_path / "one.onnx")

    found = detect(tmp_path / "one.onnx", pictures, tmp_path / "found")

    assert len(found["annotations"]) == 3
    for kind in ("bbox", "segm"):
        result = judge(truth, found, kind)
        assert result.map50_95 == pytest.approx(1, abs=1e-6)
        assert result.by_class == {"gear": pytest.approx(1, abs=1e-6)}


def test_the_command_says_and_writes_what_it_measured(tmp_path: Path) -> None:
    _model_of_one_answer(tmp_path / "one.onnx")
    config = tmp_path / "config.toml"
    text = STANDARD.read_text("utf-8")
    config.write_text(re.sub(r"(?m)^sizes = .*$", "sizes = [[96, 64]]", text), "utf-8")
    command = [sys.executable, "-m", "tools.demo.evaluate", str(tmp_path / "one.onnx")]
    command += ["--pictures", "4", "--processes", "1", "--config", str(config)]
    command += ["--json", str(tmp_path / "result.json"), "--folder", str(tmp_path / "kept")]

    done = [subprocess.run(command, capture_output=True, text=True) for _ in range(2)]

    assert done[0].returncode == done[1].returncode == 0, done[0].stderr + done[1].stderr
    assert done[0].stdout == done[1].stdout
    assert "boxes: mAP50-95" in done[0].stdout
    report = json.loads((tmp_path / "result.json").read_text("utf-8"))
    assert report["pictures"] == 4
    assert report["first_seed"] == 3_000_000
    truth = json.loads((tmp_path / "kept" / "truth.json").read_text("utf-8"))
    assert report["parts"] == sum(not one["iscrowd"] for one in truth["annotations"])
    mine = [one for one in truth["annotations"] if one["image_id"] == 2]
    for one in mine:
        del one["id"], one["image_id"]
    assert mine == ground_truth(world.render(3_000_001, 96, 64))
