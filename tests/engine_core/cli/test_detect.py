from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco_mask

from engine_core.cli import main
from engine_core.cli.status import INTERRUPTED, MODEL, SOME_FAILED, SOURCES, SUCCESS, USAGE
from tests.builders import network
from tests.engine_core.runs import PROPERTIES, cats_and_dogs, clip, picture

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what a test remembers out of the user's own settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return cats_and_dogs(tmp_path)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return picture(tmp_path / "photos" / "a.png")


def detect(*arguments: object) -> int:
    return main(["detect", *(str(argument) for argument in arguments)])


def records(output: Output) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.readouterr().out.splitlines()]


# ---- What comes out -----------------------------------------------------------------------------


def test_json_is_one_line_per_frame_with_exactly_the_contract(
    model: Path, photo: Path, tmp_path: Path, capsys: Output
) -> None:
    assert detect(model, photo, clip(tmp_path / "c.mp4", 3), "--json", "--conf", 0.5) == SUCCESS
    first, *others = records(capsys)
    assert first == {
        "source": str(photo),
        "frame": 0,
        "timestamp_s": None,
        "width": 64,
        "height": 48,
        "detections": [
            # The picture lies 8 pixels below the top of the network's input.
            {"class_id": 0, "label": "cat", "confidence": 0.9, "xyxy": [8, 8, 40, 40]},
            {"class_id": 1, "label": "dog", "confidence": 0.6, "xyxy": [36, 12, 60, 36]},
        ],
    }
    assert [(record["frame"], record["timestamp_s"]) for record in others] == [
        (0, 0.0),
        (1, 0.04),
        (2, 0.08),
    ]


def test_people_get_a_line_per_source(
    model: Path, photo: Path, tmp_path: Path, capsys: Output
) -> None:
    assert detect(model, photo, clip(tmp_path / "c.mp4", 3)) == SUCCESS
    output = capsys.readouterr()
    assert output.out.splitlines() == ["a.png: 2 cat, 1 dog", "c.mp4: 3 frames, 6 cat, 3 dog"]
    assert "4 frames; 12 detections" in output.err


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ([], [0, 1, 0]),
        (["--conf", 0.5], [0, 1]),
        (["--conf", 0.7], [0]),
        (["--conf", 0.5, "--class-conf", "dog=0.7"], [0]),
        (["--conf", 0.5, "--class-conf", "cat=0.2"], [0, 1, 0]),
        (["--classes", "dog"], [1]),
        (["--classes", "Cat,1"], [0, 1, 0]),
        (["--min-size", 20], [0, 1]),
        (["--max-det", 1], [0]),
    ],
)
def test_thresholds_and_filters_decide_what_is_shown(
    model: Path, photo: Path, capsys: Output, options: list[object], kept: list[int]
) -> None:
    assert detect(model, photo, "--json", *options) == SUCCESS
    (record,) = records(capsys)
    assert [found["class_id"] for found in record["detections"]] == kept


def test_everything_can_be_saved_at_once(model: Path, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    keys = "images,video,yolo,coco,voc,csv,jsonl,labelme,crops"
    assert (
        detect(model, photo, clip(tmp_path / "c.mp4", 3), "--save", keys, "--out", out) == SUCCESS
    )
    for name in (
        "images/a.jpg",
        "videos/c.mp4",
        "labels/a.txt",
        "labels/c/frame_000002.txt",
        "coco.json",
        "Annotations/a.xml",
        "detections.csv",
        "detections.jsonl",
        "labelme/a.json",
        "crops/cat/a_1.jpg",
        "manifest.json",
    ):
        assert (out / name).is_file(), name
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["state"] == "done"
    assert manifest["settings"]["recipe"]["family"] == "end2end"
    assert len(manifest["settings"]["model"]["sha256"]) == 64


def test_without_a_folder_each_run_gets_one_of_its_own(
    model: Path, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert detect(model, photo, "--save", "yolo") == SUCCESS
    assert detect(model, photo, "--save", "yolo", "--conf", 0.5) == SUCCESS
    assert sorted(p.name for p in (tmp_path / "enginescope-out").iterdir()) == [
        "animals",
        "animals-2",
    ]


def test_exif_orientation_is_applied_once_and_counts_for_coordinates(
    model: Path, tmp_path: Path, capsys: Output
) -> None:
    upright = picture(tmp_path / "upright.png")
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: show it a quarter turn clockwise
    turned = tmp_path / "turned.png"
    Image.open(upright).transpose(Image.Transpose.ROTATE_90).save(turned, exif=exif)
    assert detect(model, upright, turned, "--json") == SUCCESS
    first, second = records(capsys)
    assert (second["width"], second["height"]) == (64, 48)
    assert second["detections"] == first["detections"]


def test_masks_keypoints_and_corners_stand_where_the_model_gives_them(
    photo: Path, tmp_path: Path, capsys: Output
) -> None:
    # 84 cells of a 64 x 64 input; one of them holds an object.
    cells, at = 64 + 16 + 4, 30
    box = [32.0, 32.0, 20.0, 12.0]
    prototypes = np.full((1, 4, 16, 16), -1, np.float32)
    prototypes[0, 0] = 1
    cases: dict[str, dict[str, Any]] = {
        "segment": {"extras": [1.0, 0, 0, 0], "more": {"output1": prototypes}},
        "pose": {"extras": [30.0, 31.0, 0.9], "properties": {"kpt_shape": [1, 3]}},
        "obb": {"extras": [0.5]},
    }
    answers = {}
    for task, case in cases.items():
        head = np.zeros((1, 4 + 2 + len(case["extras"]), cells), np.float32)
        head[0, :, at] = [*box, 0.1, 0.8, *case["extras"]]
        path = network(
            tmp_path / f"{task}.onnx",
            {"output0": head, **case.get("more", {})},
            properties={**PROPERTIES, "end2end": False, "task": task, **case.get("properties", {})},
        )
        assert detect(path, photo, "--json") == SUCCESS
        (answers[task],) = records(capsys)[0]["detections"]
    assert answers["segment"]["xyxy"] == [22, 18, 42, 30]
    mask = answers["segment"]["mask"]
    assert mask["size"] == [48, 64]
    assert coco_mask.area(mask) == 20 * 12
    assert answers["pose"]["keypoints"] == [[30, 23, 0.9]]
    corners = np.array(answers["obb"]["corners"])
    assert corners.mean(axis=0).tolist() == pytest.approx([32, 24], abs=0.01)
    assert np.linalg.norm(corners[0] - corners[1]) == pytest.approx(12, abs=0.02)


def test_a_classifier_answers_with_classes_and_no_boxes(
    photo: Path, tmp_path: Path, capsys: Output
) -> None:
    path = network(
        tmp_path / "c.onnx",
        {"output0": np.array([[0.2, 0.7, 0.1]], np.float32)},
        properties={"task": "classify", "names": {0: "a", 1: "b", 2: "c"}},
    )
    assert detect(path, photo, "--json") == SUCCESS
    (record,) = records(capsys)
    assert record["detections"] == []
    assert [c["label"] for c in record["classes"]] == ["b", "a", "c"]
    assert detect(path, photo) == SUCCESS
    assert capsys.readouterr().out == "a.png: b 0.70, a 0.20, c 0.10\n"


# ---- Exit status --------------------------------------------------------------------------------


def test_one_bad_picture_is_told_and_the_rest_is_done(
    model: Path, photo: Path, capsys: Output
) -> None:
    (photo.parent / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n no picture")
    picture(photo.parent / "c.png")
    assert detect(model, photo.parent, "--json") == SOME_FAILED
    output = capsys.readouterr()
    assert [Path(json.loads(line)["source"]).name for line in output.out.splitlines()] == [
        "a.png",
        "c.png",
    ]
    assert "error: b.png:" in output.err
    assert "1 failed" in output.err


def test_an_argument_that_is_not_there_is_told_and_the_rest_is_done(
    model: Path, photo: Path, tmp_path: Path, capsys: Output
) -> None:
    assert detect(model, tmp_path / "nowhere.jpg", photo, "--json") == SOME_FAILED
    output = capsys.readouterr()
    assert len(output.out.splitlines()) == 1
    assert "nowhere.jpg" in output.err


def test_no_readable_source_is_status_4(model: Path, tmp_path: Path, capsys: Output) -> None:
    assert detect(model, tmp_path / "nowhere") == SOURCES
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n no picture")
    assert detect(model, broken, "--json") == SOURCES
    assert capsys.readouterr().out == ""


def test_what_is_no_model_is_status_3_and_says_what_it_is(
    photo: Path, tmp_path: Path, capsys: Output
) -> None:
    pointer = tmp_path / "model.onnx"
    pointer.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 9\n")
    assert detect(pointer, photo) == MODEL
    assert "LFS" in capsys.readouterr().err
    digits = network(tmp_path / "digits.onnx", {"scores": np.zeros((1, 10), np.float32)})
    assert detect(digits, photo) == MODEL
    assert "--task classify" in capsys.readouterr().err
    assert detect(tmp_path / "absent.onnx", photo) == MODEL


@pytest.mark.parametrize(
    "options",
    [
        ["--conf", "2"],
        ["--iou", "x"],
        ["--save", "poster"],
        ["--classes", "unicorn"],
        ["--class-conf", "0.5"],
        ["--decoder", "nonsense"],
        ["--imgsz", "0x3"],
        ["--out", "somewhere"],
        ["--labels", "absent.txt"],
        ["--nonsense"],
    ],
)
def test_what_makes_no_sense_is_status_2_and_writes_nothing(
    model: Path, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    assert detect(model, photo, *options) == USAGE
    assert list(empty.iterdir()) == []


def test_results_of_other_settings_are_not_overwritten_unasked(
    model: Path, photo: Path, tmp_path: Path, capsys: Output
) -> None:
    out = tmp_path / "out"
    assert detect(model, photo, "--save", "yolo", "--out", out) == SUCCESS
    labels = (out / "labels" / "a.txt").read_text("utf-8")
    assert detect(model, photo, "--save", "yolo", "--out", out, "--conf", 0.7) == USAGE
    assert "--overwrite" in capsys.readouterr().err
    assert (out / "labels" / "a.txt").read_text("utf-8") == labels
    again = detect(model, photo, "--save", "yolo", "--out", out, "--conf", 0.7, "--overwrite")
    assert again == SUCCESS
    assert len((out / "labels" / "a.txt").read_text("utf-8").splitlines()) == 1


# ---- The process --------------------------------------------------------------------------------


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "engine_core", *(str(argument) for argument in arguments)]


def test_ctrl_c_leaves_only_whole_files_and_the_same_command_goes_on(
    model: Path, tmp_path: Path
) -> None:
    long = clip(tmp_path / "long.mp4", 1500)
    out = tmp_path / "out"
    line = command("detect", model, long, "--json", "--save", "yolo,coco,video", "--out", out)
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.communicate()
    assert process.returncode == INTERRUPTED
    assert not (out / "coco.json").exists()
    assert not list((out / "videos").glob("*"))
    assert not list(out.rglob("*.part"))
    assert json.loads((out / "manifest.json").read_text("utf-8"))["state"] == "interrupted"

    again = subprocess.run(line, capture_output=True, check=False)
    assert again.returncode == SUCCESS
    assert len(again.stdout.splitlines()) == 1500
    assert b"taken from an earlier run" in again.stderr
    assert len(json.loads((out / "coco.json").read_text("utf-8"))["images"]) == 1500


def test_a_reader_that_has_read_enough_is_no_error(model: Path, tmp_path: Path) -> None:
    line = command("detect", model, clip(tmp_path / "long.mp4", 1500), "--json")
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        complaints = process.stderr.read()
        process.wait(60)
    assert process.returncode == SUCCESS
    assert b"Traceback" not in complaints


def test_the_command_needs_no_home_and_no_terminal(model: Path, photo: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("HOME", "XDG_CONFIG_HOME")}
    done = subprocess.run(
        command("detect", model, photo, "--json"),
        capture_output=True,
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == SUCCESS
    assert len(done.stdout.splitlines()) == 1
