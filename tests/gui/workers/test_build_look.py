from __future__ import annotations

from pathlib import Path

import pytest

from engine_core.building import BuildOptions, Precision
from engine_core.consent import give_consent
from engine_core.detector import Detector
from engine_core.text import text
from gui.machine import Machine
from gui.workers import build_look, machine_look
from gui.workers.build_look import find_kept, header_of, offer_of
from tests.builders import network
from tests.gui import builds
from tests.gui.workers.rig import answers


def test_what_can_be_built_is_read_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_look, "_known", [builds.BUILDS])
    monkeypatch.setattr(build_look, "builder_version", lambda: "8.6.0")
    path = builds.onnx_file(tmp_path / "line3.onnx")
    made = offer_of(path, 0)
    assert made.offer is not None
    assert (made.offer.tensorrt, made.offer.device) == ("8.6.0", "NVIDIA H100")
    assert not made.offer.choices.refused
    assert made.offer.inputs == ()


def test_open_inputs_get_a_proposal(tmp_path: Path) -> None:
    path = network(
        tmp_path / "open.onnx",
        answers(),
        inputs={"images": ("float32", (1, 3, -1, -1))},
        properties={"imgsz": [256, 320]},
    )
    made = offer_of(path, 0)
    assert made.offer is not None
    assert [spec.name for spec in made.offer.inputs] == ["images"]
    (proposed,) = made.offer.ranges
    assert proposed.opt == (1, 3, 256, 320)
    other = offer_of(path, 0, (640, 480)).offer
    assert other is not None
    assert other.ranges[0].opt == (1, 3, 480, 640)
    assert other.input_wh == (640, 480)


def test_a_file_that_is_no_model_is_no_offer(tmp_path: Path) -> None:
    (tmp_path / "no.onnx").write_text("nothing")
    made = offer_of(tmp_path / "no.onnx", 0)
    assert made.offer is None
    assert made.error is not None


def test_a_kept_engine_is_looked_for_and_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = builds.onnx_file(tmp_path / "line3.onnx")
    file = builds.offer(path).file
    assert find_kept(file, BuildOptions()) is None
    library = tmp_path / "libodd.so"
    library.write_bytes(b"code")
    contents = give_consent(file.sha256(), libraries=(library,)).contents
    asked: list[tuple[object, ...]] = []

    def cached(*arguments: object, libraries: tuple[str, ...]) -> Path | None:
        assert libraries == contents
        asked.append(arguments)
        return path if len(asked) > 1 else None

    monkeypatch.setattr(build_look, "builder_version", lambda: "8.6.0")
    monkeypatch.setattr(build_look, "find_card", lambda number: ("card", number))
    monkeypatch.setattr(build_look, "cached_engine", cached)
    first, second = BuildOptions(device=1), BuildOptions(precision=Precision.FP32)
    assert find_kept(file, first, second, BuildOptions(level=5)) == path
    assert asked == [
        (file, first, "8.6.0", ("card", 1)),
        (file, second, "8.6.0", ("card", 0)),
    ]


def test_what_is_known_of_a_model_goes_before_its_engine(tmp_path: Path) -> None:
    with Detector.open(builds.onnx_file(tmp_path / "line3.onnx")) as detector:
        header = header_of(detector.recipe)
    assert header is not None
    assert header["names"] == {"0": "person", "1": "bus"}
    assert header_of(None) is None


def test_a_driver_that_answers_nonsense_builds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> tuple[()]:
        raise OSError("no such function")

    monkeypatch.setattr(machine_look, "_known", [])
    monkeypatch.setattr(machine_look, "_cards", broken)
    found = machine_look.look_at_machine()
    assert not found.can_build
    assert found.cards == ()
    assert machine_look.look_at_machine() is found


def test_a_card_is_found_by_its_number() -> None:
    assert builds.BUILDS.card_name(0) == "NVIDIA H100"
    assert builds.BUILDS.card_name(1) == ""
    assert (builds.BUILDS.usable(0), builds.BUILDS.usable(7)) == (0, 0)
    assert Machine().usable(7) == 7, "nothing is known yet"
    assert not Machine(no_build=text("no")).can_build
