"""``enginescope bench`` on real small models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from engine_core.cli import main
from engine_core.cli.status import MODEL, SOME_FAILED, SOURCES, SUCCESS, USAGE
from engine_core.errors import ExportError
from engine_core.text import text
from tests.engine_core.runs import cats_and_dogs, picture

Output = pytest.CaptureFixture[str]
SHORT = ("--runs", "6", "--warm-up", "1")


def bench(*arguments: object) -> int:
    return main(["bench", *(str(argument) for argument in arguments)])


def two_models(folder: Path) -> tuple[Path, Path]:
    (folder / "a").mkdir()
    (folder / "b").mkdir()
    return cats_and_dogs(folder / "a"), cats_and_dogs(folder / "b")


def test_models_stand_side_by_side(tmp_path: Path, capsys: Output) -> None:
    assert bench(*two_models(tmp_path), *SHORT) == SUCCESS
    output = capsys.readouterr()
    lines = output.out.splitlines()
    assert lines[0].startswith("| Model ")
    assert "| a/animals.onnx |" in lines[2]
    assert "| b/animals.onnx |" in lines[3]
    assert "6 runs in 6 rounds" in output.out
    assert "opening and warming up a/animals.onnx" in output.err


def test_json_tells_all_percentiles(tmp_path: Path, capsys: Output) -> None:
    photo = picture(tmp_path / "photo.png", (80, 60))
    arguments = ("--json", "--quiet", "--conf", "0.5", "--picture", photo)
    assert bench(cats_and_dogs(tmp_path), *SHORT, *arguments) == SUCCESS
    output = capsys.readouterr()
    plain = json.loads(output.out)
    (model,) = plain["models"]
    assert set(model["times_ms"]) == {"preprocess", "inference", "decode", "total"}
    for times in model["times_ms"].values():
        assert times["count"] == 6
        assert len(times["steps"]) == 101
        assert times["min"] <= times["p50"] <= times["p95"] <= times["max"]
    assert model["detections"] == 2
    assert model["error"] is None
    assert plain["confidence"] == 0.5
    assert plain["pictures"] == [{"name": "photo.png", "width": 80, "height": 60}]
    assert {"cpu", "gpu", "driver", "runtimes", "python", "enginescope"} <= set(plain["machine"])
    assert output.err == ""


def test_the_figures_become_a_picture(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "figures.png"
    assert bench(cats_and_dogs(tmp_path), *SHORT, "--save-picture", path) == SUCCESS
    with Image.open(path) as drawn:
        assert drawn.size[0] == 2400
        colours = drawn.getcolors(1 << 24)
    assert colours is not None
    assert (255, 255, 255) in {colour for _, colour in colours}
    assert (31, 84, 153) in {colour for _, colour in colours}
    assert capsys.readouterr().out.startswith("| Model ")


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("figures.jpg", USAGE, "end in .png"),
        ("nowhere/figures.png", SOME_FAILED, "no folder"),
        ("folder.png", SOME_FAILED, "a folder of that name"),
        ("animals.onnx/figures.png", SOME_FAILED, "a file where a folder is needed"),
    ],
)
def test_a_picture_that_cannot_be_written_is_told_before_anything_is_measured(
    tmp_path: Path, capsys: Output, name: str, status: int, words: str
) -> None:
    model = cats_and_dogs(tmp_path)
    (tmp_path / "folder.png").mkdir()
    assert bench(model, *SHORT, "--save-picture", tmp_path / name) == status
    output = capsys.readouterr()
    assert output.out == ""
    assert words in output.err
    assert "opening" not in output.err


def test_figures_are_printed_also_when_their_picture_is_refused_at_last(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ExportError(text("The disk is full"))

    monkeypatch.setattr("engine_core.cli.bench.save_chart", refuse)
    path = tmp_path / "figures.png"
    assert bench(cats_and_dogs(tmp_path), *SHORT, "--save-picture", path) == SOME_FAILED
    output = capsys.readouterr()
    assert output.out.startswith("| Model ")
    assert "The disk is full" in output.err
    assert list(tmp_path.glob("*figures*")) == []


def test_a_model_that_cannot_be_opened_is_told_and_the_others_go_on(
    tmp_path: Path, capsys: Output
) -> None:
    missing = tmp_path / "missing.onnx"
    assert bench(cats_and_dogs(tmp_path), missing, *SHORT) == SOME_FAILED
    output = capsys.readouterr()
    assert "| animals.onnx |" in output.out
    assert "missing.onnx: There is no file" in output.out
    assert "error: missing.onnx: There is no file" in output.err
    assert "do:" in output.err


def test_without_a_model_that_runs_there_is_nothing_to_tell(tmp_path: Path, capsys: Output) -> None:
    assert bench(tmp_path / "missing.onnx", *SHORT, "--json") == MODEL
    output = capsys.readouterr()
    assert "measuring" not in output.err
    plain = json.loads(output.out)
    assert "no file" in plain["models"][0]["error"]["what"]


def test_a_folder_of_pictures_is_taken_whole(tmp_path: Path, capsys: Output) -> None:
    for name in ("1.png", "2.png"):
        picture(tmp_path / "photos" / name)
    arguments = ("--json", "--picture", tmp_path / "photos")
    assert bench(cats_and_dogs(tmp_path), *SHORT, *arguments) == SUCCESS
    names = [one["name"] for one in json.loads(capsys.readouterr().out)["pictures"]]
    assert names == ["1.png", "2.png"]


def test_a_picture_that_is_not_there_ends_it_at_once(tmp_path: Path, capsys: Output) -> None:
    assert bench(cats_and_dogs(tmp_path), "--picture", tmp_path / "none.png") == SOURCES
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("error: ")


@pytest.mark.parametrize(
    "wrong",
    [
        *(("--runs", "0"), ("--runs", "many"), ("--seconds", "-1"), ("--seconds", "nan")),
        *(("--conf", "2"), ("--conf", "nan"), ("--warm-up", "-1"), ("--gpu", "x"), ()),
    ],
)
def test_options_without_meaning_are_refused(
    tmp_path: Path, capsys: Output, wrong: tuple[str, ...]
) -> None:
    models = (cats_and_dogs(tmp_path),) if wrong else ()
    assert bench(*models, *wrong) == USAGE
    assert "usage:" in capsys.readouterr().err
