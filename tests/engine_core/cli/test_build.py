from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from engine_core.building import Build, BuildOptions, Card, InputRange, Precision, Tactics
from engine_core.cli import main
from engine_core.cli.build_options import input_range
from engine_core.cli.status import INTERRUPTED, MODEL, SOME_FAILED, SUCCESS, USAGE
from engine_core.consent import Consent, recall_consent, withdraw_all
from engine_core.errors import RuntimeMissingError
from engine_core.modelfile import ModelFile, identify
from engine_core.runtime.base import Session
from engine_core.runtime.onnx import OnnxSession
from engine_core.text import text
from tests.engine_core.building import fake_child
from tests.engine_core.runs import cats_and_dogs, picture

Output = pytest.CaptureFixture[str]
_CHILD = str(Path(fake_child.__file__ or ""))


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(
        "engine_core.building.build.find_card", lambda _device: Card("NVIDIA H100", (9, 0))
    )
    monkeypatch.setattr("engine_core.building.build.builder_version", lambda: "8.6.0")
    _behaves(monkeypatch, "succeed")


def _behaves(monkeypatch: pytest.MonkeyPatch, *mode: str) -> None:
    command = [sys.executable, _CHILD, *mode]
    monkeypatch.setattr("engine_core.cli.build.Build", partial(Build, command=command))


def build(*arguments: object) -> int:
    return main(["build", *(str(argument) for argument in arguments)])


def test_people_see_where_the_engine_is_and_what_is_inside(tmp_path: Path, capsys: Output) -> None:
    assert build(cats_and_dogs(tmp_path)) == SUCCESS
    shown = capsys.readouterr()
    for expected in (".engine", "MB, built in", "TensorRT 8.6.0", "Convolution", "FP16", ".log"):
        assert expected in shown.out
    assert "Timings are damaged" in shown.err


def test_json_says_all_of_it(tmp_path: Path, capsys: Output) -> None:
    assert build(cats_and_dogs(tmp_path), "--json", "--quiet") == SUCCESS
    shown = capsys.readouterr()
    facts = json.loads(shown.out)
    assert Path(facts["path"]).is_file()
    assert facts["from_cache"] is False
    assert facts["report"]["precisions"] == {"Convolution": {"FP16": 1}}
    assert facts["drift"] is None
    assert shown.err == ""


def test_what_was_recognised_stands_in_the_engine(tmp_path: Path) -> None:
    output = tmp_path / "own.engine"
    assert build(cats_and_dogs(tmp_path), "-o", output, "--labels", "hen,cock", "-q") == SUCCESS
    metadata = identify(output).metadata
    assert metadata.names == ("hen", "cock")
    assert metadata.task == "detect"


def test_a_kept_engine_is_said_to_be_that(tmp_path: Path, capsys: Output) -> None:
    model = cats_and_dogs(tmp_path)
    assert build(model, "-q") == SUCCESS
    capsys.readouterr()
    assert build(model, "-q") == SUCCESS
    assert "kept from before" in capsys.readouterr().out


def test_a_failure_is_told_with_its_cure(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    _behaves(monkeypatch, "fail")
    assert build(cats_and_dogs(tmp_path)) == SOME_FAILED
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "error: It is too old for small" in shown.err
    assert "do:  Take a newer one" in shown.err


def test_an_interruption_has_its_own_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted:
        def __init__(self, *_: Any, **__: Any) -> None:
            pass

        def check(self) -> None:
            pass

        def run(self) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr("engine_core.cli.build.Build", Interrupted)
    assert build(cats_and_dogs(tmp_path)) == INTERRUPTED


def test_an_existing_file_is_replaced_only_when_told_to(tmp_path: Path, capsys: Output) -> None:
    output = tmp_path / "own.engine"
    output.write_bytes(b"precious")
    model = cats_and_dogs(tmp_path)
    assert build(model, "-o", output, "-q") == SOME_FAILED
    assert output.read_bytes() == b"precious"
    assert build(model, "-o", output, "-q", "--overwrite") == SUCCESS
    assert "own.engine" in capsys.readouterr().out


def test_an_engine_is_compared_with_its_model(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = cats_and_dogs(tmp_path)

    def open_session(file: ModelFile, **_: Any) -> Session:
        assert file.path.suffix == ".engine"
        return OnnxSession(identify(model))

    monkeypatch.setattr("engine_core.cli.build.open_session", open_session)
    pictures = [picture(tmp_path / "a.png"), picture(tmp_path / "b.png")]
    assert build(model, "-q", "--compare", *pictures) == SUCCESS
    shown = capsys.readouterr().out
    assert "The same detections on 2 of 2 pictures" in shown
    assert "a.png: 3 the same, 0 not" in shown
    assert build(model, "-q", "--json", "--compare", *pictures) == SUCCESS
    assert json.loads(capsys.readouterr().out)["drift"]["matched"] == 6


def test_code_in_an_engine_runs_where_it_was_put_there_just_now_or_was_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _behaves(monkeypatch, "portable")
    model = cats_and_dogs(tmp_path)
    may_run: list[bool] = []

    def open_session(file: ModelFile, *, consent: Consent | None, **_: Any) -> Session:
        assert file.version_compatible
        consent = recall_consent(file.sha256()) if consent is None else consent
        may_run.append(consent.host_code)
        return OnnxSession(identify(model))

    monkeypatch.setattr("engine_core.cli.build.open_session", open_session)
    arguments = (model, "-q", "--version-compatible", "--compare", picture(tmp_path / "a.png"))
    assert build(*arguments) == SUCCESS
    assert build(*arguments) == SUCCESS, "kept, and allowed when it was built"
    withdraw_all()
    assert build(*arguments) == SUCCESS
    assert may_run == [True, True, False]


def test_a_plugin_library_is_looked_for_where_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = cats_and_dogs(tmp_path)
    (tmp_path / "libodd.so").write_bytes(b"code")
    allowed: list[Consent | None] = []

    def open_session(_file: ModelFile, *, consent: Consent | None, **_: Any) -> Session:
        allowed.append(consent)
        return OnnxSession(identify(model))

    monkeypatch.setattr("engine_core.cli.build.open_session", open_session)
    monkeypatch.chdir(tmp_path)
    pictures = ("--compare", picture(tmp_path / "a.png"))
    assert build(model, "-q", "--plugin", "libodd.so", *pictures) == SUCCESS
    consent = allowed[0]
    assert consent is not None
    assert consent.libraries == (tmp_path / "libodd.so",)
    assert not consent.host_code


def test_fp32_is_said_to_be_what_tensorrt_makes_of_it(tmp_path: Path, capsys: Output) -> None:
    model = cats_and_dogs(tmp_path)
    assert build(model, "-q", "--fp32") == SUCCESS
    assert "FP32 (TF32 where the card has it)" in capsys.readouterr().out
    assert build(model, "-q", "--fp32", "--json") == SUCCESS
    assert "TF32" in json.loads(capsys.readouterr().out)["precision"]
    assert build("--help") == SUCCESS
    assert "TF32 where the" in capsys.readouterr().out


def test_without_a_card_nothing_else_is_done_first(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_card(_device: int) -> Card:
        raise RuntimeMissingError(text("No card"), cure=text("Plug one in"))

    monkeypatch.setattr("engine_core.building.build.find_card", find_card)
    monkeypatch.delattr("engine_core.cli.build.open_detector")
    assert build(cats_and_dogs(tmp_path)) == SOME_FAILED
    assert "error: No card" in capsys.readouterr().err


def test_an_engine_is_no_model_to_build_from(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "a.engine"
    path.write_bytes(fake_child.PLAN)
    assert build(path) == USAGE
    assert "is an engine already" in capsys.readouterr().err


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.onnx"
    path.write_bytes(b"\x00" * 100)
    assert build(path) == MODEL


def test_options_say_which_engine_is_wished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wished: list[BuildOptions] = []

    def take(_file: ModelFile, options: BuildOptions, **_: Any) -> Any:
        wished.append(options)
        raise KeyboardInterrupt

    monkeypatch.setattr("engine_core.cli.build.Build", take)
    model = cats_and_dogs(tmp_path)
    build(model)
    build(
        model,
        *("--int8", "--level", 5, "--workspace", 512, "--gpu", 1, "--tactics", "own"),
        *("--version-compatible", "--hardware-compatible"),
        *("--profile", "images=1x3x64x64", "--profile", "size=1x2"),
        *("--profile", "images=1x3x32x32:1x3x64x64:4x3x96x96"),
    )
    small = InputRange(name="images", min=(1, 3, 32, 32), opt=(1, 3, 64, 64), max=(4, 3, 96, 96))
    fixed = InputRange(name="images", min=(1, 3, 64, 64), opt=(1, 3, 64, 64), max=(1, 3, 64, 64))
    size = InputRange(name="size", min=(1, 2), opt=(1, 2), max=(1, 2))
    assert wished == [
        BuildOptions(),
        BuildOptions(
            precision=Precision.INT8,
            level=5,
            workspace_mib=512,
            device=1,
            tactics=Tactics.OWN,
            version_compatible=True,
            hardware_compatible=True,
            profiles=((fixed, size), (small,)),
        ),
    ]


@pytest.mark.parametrize(
    "value", ["", "images", "=1x3", "images=", "images=1x3:1x3", "images=1xbig", "a=1:2:3:4"]
)
def test_sizes_that_are_none_are_refused(value: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="MIN:USUAL:MAX"):
        input_range(value)


@pytest.mark.parametrize(
    "options",
    [
        ("--fp16", "--fp32"),
        ("--level", "6"),
        ("--workspace", "0"),
        ("--gpu", "-1"),
        ("--precision", "fp64"),
    ],
)
def test_options_that_make_no_sense_are_a_matter_of_usage(
    options: tuple[str, ...], tmp_path: Path, capsys: Output
) -> None:
    assert build(cats_and_dogs(tmp_path), *options) == USAGE
    assert "usage:" in capsys.readouterr().err
