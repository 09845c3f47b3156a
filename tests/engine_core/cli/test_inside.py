"""What is inside an engine, on the terminal."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from engine_core.cli import inspect as inspect_module
from engine_core.cli import main
from engine_core.cli.inside import engine_rows, layer_lines
from engine_core.cli.status import MODEL, SUCCESS
from engine_core.detector import Detector
from engine_core.enginereport import EngineReport, LayerReport, ProfileReport
from engine_core.modelfile import ModelFile
from engine_core.runtime import open_session
from engine_core.tensors import TensorSpec
from tests.engine_core.runs import cats_and_dogs

Output = pytest.CaptureFixture[str]

LAYERS = (
    LayerReport(name="copy of images", kind="Reformat", precision="FP16", time_ms=0.01),
    LayerReport(name="/m0/conv/Conv + act", kind="Convolution", precision="FP16", time_ms=0.06),
    LayerReport(name="/m1/conv/Conv", kind="Convolution", precision="INT8", time_ms=0.03),
    LayerReport(name="/m2/conv/Conv", kind="Convolution", precision="FP16"),
)
REPORT = EngineReport(
    built_with="10.3.0.26",
    runtime="10.3.0",
    built_for="compute capability 9.0",
    hardware_compatibility="Ampere and newer",
    version_compatible=True,
    layers=LAYERS,
    has_details=True,
    profiled_runs=20,
    plugins=("EfficientNMS_TRT", "Mine"),
    device_memory_bytes=10 << 20,
    weights_bytes=6 << 20,
    aux_streams=1,
    profiles=(
        ProfileReport(
            index=0,
            inputs=(
                TensorSpec("x", "float32", (-1, 3), (1, 3), (4, 3), (8, 3)),
                TensorSpec("y", "float32", (-1, 2)),
            ),
        ),
    ),
    notes=(("refittable", "yes"),),
)


def test_the_engine_as_a_whole_is_told_row_by_row() -> None:
    assert engine_rows(REPORT) == [
        ("built for", "compute capability 9.0"),
        ("other cards", "Ampere and newer"),
        ("other TensorRT", "may run it"),
        ("layers", "4"),
        ("", "Convolution: FP16 2, INT8 1"),
        ("", "Reformat: FP16 1"),
        ("layer times", "0.100 ms together, medians of 20 runs"),
        ("plugins", "EfficientNMS_TRT, Mine"),
        ("run memory", "10.0 MiB"),
        ("weights", "6.0 MiB"),
        ("side streams", "1"),
        ("profile 0", "x  1×3 to 8×3, fastest at 4×3"),
        ("profile 0", "y float32 [?×2]"),
        ("refittable", "yes"),
    ]


def test_what_is_not_known_has_no_row() -> None:
    assert engine_rows(EngineReport()) == []
    names_only = EngineReport(layers=(LayerReport(name="a"),))
    assert engine_rows(names_only) == [
        ("layers", "1, names only: it was built without details"),
    ]


def test_layers_stand_in_columns() -> None:
    assert layer_lines(REPORT, None) == [
        "#      ms     %  kind         precision  layer",
        "0  0.0100  10.0  Reformat     FP16       copy of images",
        "1  0.0600  60.0  Convolution  FP16       /m0/conv/Conv + act",
        "2  0.0300  30.0  Convolution  INT8       /m1/conv/Conv",
        "3                Convolution  FP16       /m2/conv/Conv",
    ]


def test_names_alone_have_no_empty_columns() -> None:
    report = EngineReport(layers=(LayerReport(name="a"), LayerReport(name="b")))
    assert layer_lines(report, None) == ["#  layer", "0  a", "1  b"]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("conv", "123"), ("CONV int8", "2"), ("m0 act", "1"), ("reformat", "0"), ("fp16 conv", "13")],
)
def test_a_search_finds_layers_by_every_word(words: str, numbers: str) -> None:
    _, *found, count = layer_lines(REPORT, words)
    assert [line[0] for line in found] == list(numbers)
    assert count == f"{len(numbers)} of 4 layers"


def test_a_search_that_finds_nothing_says_so() -> None:
    assert layer_lines(REPORT, "attention") == ["none of 4 layers has that"]
    assert layer_lines(EngineReport(), "conv") == [
        "TensorRT must open the engine to list its layers"
    ]


class Engine(Detector):
    """A detector that claims to be an engine."""

    runs: int | None = None

    def report(self, profiled_runs: int = 0) -> EngineReport:
        self.runs = profiled_runs
        return REPORT


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Engine]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    made: list[Engine] = []

    def open_engine(file: ModelFile, _: argparse.Namespace) -> Detector:
        made.append(Engine(open_session(file), file))
        return made[-1]

    monkeypatch.setattr(inspect_module, "open_detector", open_engine)
    return made


def inspect(*arguments: object) -> int:
    return main(["inspect", *(str(argument) for argument in arguments)])


def test_the_command_lists_layers(tmp_path: Path, capsys: Output, opened: list[Engine]) -> None:
    assert inspect(cats_and_dogs(tmp_path), "--layers", "--profile", 20) == SUCCESS
    shown = capsys.readouterr().out
    assert "plugins" in shown
    assert "Convolution: FP16 2, INT8 1" in shown
    assert "\n1  0.0600  60.0  Convolution  FP16       /m0/conv/Conv + act\n" in shown
    assert opened[0].runs == 20


@pytest.mark.usefixtures("opened")
def test_without_being_asked_the_command_lists_no_layers(tmp_path: Path, capsys: Output) -> None:
    assert inspect(cats_and_dogs(tmp_path)) == SUCCESS
    assert "/m0/conv/Conv" not in capsys.readouterr().out


@pytest.mark.usefixtures("opened")
def test_a_search_lists_layers(tmp_path: Path, capsys: Output) -> None:
    assert inspect(cats_and_dogs(tmp_path), "--search", "int8") == SUCCESS
    shown = capsys.readouterr().out
    assert "/m1/conv/Conv" in shown
    assert "/m0/conv/Conv" not in shown


@pytest.mark.usefixtures("opened")
def test_json_holds_the_whole_engine(tmp_path: Path, capsys: Output) -> None:
    assert inspect(cats_and_dogs(tmp_path), "--json") == SUCCESS
    facts = json.loads(capsys.readouterr().out)
    assert facts["engine"] == REPORT.to_plain()
    assert facts["family"] == "end2end"


def test_an_onnx_file_has_no_engine_inside(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    model = cats_and_dogs(tmp_path)
    assert inspect(model, "--json") == SUCCESS
    assert json.loads(capsys.readouterr().out)["engine"] is None
    assert inspect(model, "--layers") == SUCCESS
    assert "engines only" in capsys.readouterr().err


def test_an_engine_that_cannot_be_opened_tells_what_its_bytes_tell(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    path = tmp_path / "a.engine"
    words = b"\x00PluginType\x00EfficientNMS_TRT\x00"
    path.write_bytes(b"ftrt" + bytes(20) + bytes([10, 3, 0, 26]) + bytes(40) + words)
    assert inspect(path, "--layers") == MODEL
    output = capsys.readouterr()
    assert "10.3.0.26" in output.out
    assert "EfficientNMS_TRT" in output.out
    assert "TensorRT must open the engine" in output.out
    assert output.err.startswith("error: ")
