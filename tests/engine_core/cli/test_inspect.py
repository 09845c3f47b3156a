from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from engine_core.cli import main
from engine_core.cli.status import MODEL, SUCCESS
from tests.builders import network
from tests.engine_core.runs import cats_and_dogs, picture

Output = pytest.CaptureFixture[str]
CONTRACT = {
    "format",
    "family",
    "task",
    "runtime",
    "inputs",
    "outputs",
    "labels",
    "preprocessing",
    "suppression",
    "reasons",
}


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))


def inspect(*arguments: object) -> int:
    return main(["inspect", *(str(argument) for argument in arguments)])


def test_json_says_what_the_model_is_and_why(tmp_path: Path, capsys: Output) -> None:
    assert inspect(cats_and_dogs(tmp_path), "--json") == SUCCESS
    facts = json.loads(capsys.readouterr().out)
    assert set(facts) >= CONTRACT
    assert facts["format"] == "onnx"
    assert facts["family"] == "end2end"
    assert facts["task"] == "detect"
    assert facts["runtime"].startswith("ONNX Runtime")
    assert facts["inputs"] == [{"name": "images", "dtype": "float32", "shape": [1, 3, 64, 64]}]
    assert facts["labels"] == ["cat", "dog"]
    assert facts["preprocessing"]["channels"] == "rgb"
    assert facts["suppression"]["needed"] is False
    assert facts["reasons"]
    assert all(isinstance(reason, str) for reason in facts["reasons"])


def test_people_can_read_it(tmp_path: Path, capsys: Output) -> None:
    assert inspect(cats_and_dogs(tmp_path)) == SUCCESS
    shown = capsys.readouterr().out
    for expected in ("images  float32  1×3×64×64", "letterbox", "RGB", "2: cat, dog", "because"):
        assert expected in shown


def test_overrules_are_shown_as_they_will_be_used(tmp_path: Path, capsys: Output) -> None:
    model = cats_and_dogs(tmp_path)
    options = ["--normalise", "imagenet-rgb", "--geometry", "stretch", "--labels", "hen,cock"]
    assert inspect(model, "--json", *options) == SUCCESS
    facts = json.loads(capsys.readouterr().out)
    assert facts["preprocessing"]["geometry"] == "stretch"
    assert facts["preprocessing"]["mean"] == [0.485, 0.456, 0.406]
    assert facts["labels"] == ["hen", "cock"]


def test_what_is_remembered_holds_for_a_renamed_copy_until_it_is_forgotten(
    tmp_path: Path, capsys: Output
) -> None:
    model = cats_and_dogs(tmp_path)
    assert inspect(model, "--channels", "bgr", "--remember", "--json") == SUCCESS
    copy = tmp_path / "renamed.bin"
    copy.write_bytes(model.read_bytes())
    channels = []
    for options in ([], ["--channels", "rgb"], ["--forget"], []):
        capsys.readouterr()
        assert inspect(copy, "--json", *options) == SUCCESS
        channels.append(json.loads(capsys.readouterr().out)["preprocessing"]["channels"])
    assert channels == ["bgr", "rgb", "rgb", "rgb"]


def test_a_real_picture_may_settle_what_a_drawn_one_cannot(tmp_path: Path, capsys: Output) -> None:
    model = cats_and_dogs(tmp_path)
    assert inspect(model, "--picture", picture(tmp_path / "a.png"), "--json") == SUCCESS
    assert json.loads(capsys.readouterr().out)["settled"] is True


def test_a_model_of_two_outputs_that_mean_nothing_is_refused_with_its_tensors(
    tmp_path: Path, capsys: Output
) -> None:
    strange = {"a": np.zeros((1, 7, 11), np.float32), "b": np.zeros((1, 3, 5, 2), np.float32)}
    assert inspect(network(tmp_path / "s.onnx", strange), "--json") == MODEL
    output = capsys.readouterr()
    assert output.out == ""
    assert "a float32 [1×7×11]" in output.err


def test_a_plan_tells_what_its_header_holds_though_it_cannot_run(
    tmp_path: Path, capsys: Output
) -> None:
    header = json.dumps(
        {"task": "detect", "names": {"0": "nut", "1": "bolt"}, "stride": 32}
    ).encode()
    plan = bytearray(64)
    plan[:4] = b"ftrt"
    plan[24:28] = bytes([10, 3, 0, 30])
    path = tmp_path / "parts.engine"
    path.write_bytes(len(header).to_bytes(4, "little") + header + bytes(plan))
    assert inspect(path, "--json") == MODEL
    output = capsys.readouterr()
    facts = json.loads(output.out)
    assert facts["format"] == "tensorrt"
    assert facts["built_with"] == "10.3.0.30"
    assert facts["labels"] == ["nut", "bolt"]
    assert facts["engine"]["built_with"] == "10.3.0.30"
    assert facts["engine"]["layers"] == []
    assert output.err.startswith("error: ")
