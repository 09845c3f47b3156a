from __future__ import annotations

import json

import pytest

from engine_core.doctor import Check, Report, as_json, as_text, examine
from engine_core.doctor.examine import abilities
from engine_core.text import text

NAMES = ("Python", "ONNX Runtime", "OpenCV", "Pillow", "PyAV", "Other packages",
         "NVIDIA driver", "TensorRT", "TensorRT builder", "pycuda", "Fonts")  # fmt: skip


def report(**states: str) -> Report:
    checks = tuple(
        Check(name, states.get(name.replace(" ", "_"), "ok"), "1.0")  # type: ignore[arg-type]
        for name in NAMES
    )
    return Report(checks, abilities(checks))


@pytest.fixture(scope="module")
def here() -> Report:
    return examine()


def test_an_ability_stands_on_checks_that_are_really_made(here: Report) -> None:
    # The builder is looked at only where a TensorRT starts.
    made = {check.name for check in here.checks} | {"TensorRT builder"}
    lacking = {name for ability in abilities(()) for name in ability.lacks}
    assert lacking <= made


def test_whatever_is_not_well_says_why(here: Report) -> None:
    assert [check.name for check in here.checks if check.state != "ok" and not check.why] == []


def test_this_computer_can_detect(here: Report) -> None:
    assert here.can_detect
    assert here.abilities[0].works


def test_without_any_runtime_nothing_can_be_detected() -> None:
    broken = report(ONNX_Runtime="missing", TensorRT="missing")
    assert not broken.can_detect
    assert broken.abilities[1].lacks == ("TensorRT",)


def test_what_was_not_looked_at_is_not_named_beside_what_stands_in_the_way() -> None:
    checks = tuple(c for c in report(TensorRT="missing").checks if c.name != "TensorRT builder")
    assert [ability.lacks for ability in abilities(checks)][1:3] == [("TensorRT",), ("TensorRT",)]


def test_engines_alone_are_enough_to_detect() -> None:
    assert report(ONNX_Runtime="problem").can_detect


def test_a_note_stands_in_nobodys_way() -> None:
    assert all(ability.works for ability in report(PyAV="note", OpenCV="note").abilities)


def test_the_json_is_plain_and_says_the_same(here: Report) -> None:
    again = json.loads(json.dumps(as_json(here)))
    assert [check["name"] for check in again["checks"]] == [check.name for check in here.checks]
    assert [a["works"] for a in again["abilities"]] == [a.works for a in here.abilities]


def test_the_text_names_every_check_and_keeps_commands_whole() -> None:
    command = "python -m pip install " + "x" * 200
    long = text("A very long reason, {words}.", words="word " * 60)
    check = Check("Thing", "missing", "not installed", long, text("Install it."), command)
    lines = as_text(Report((check, *report().checks), ())).splitlines()
    assert any(line.strip() == command for line in lines)
    assert all(len(line) <= 96 for line in lines if "pip" not in line)
    assert all(any(name in line for line in lines) for name in NAMES)


def test_the_text_says_what_stands_in_the_way() -> None:
    assert "no, because of: TensorRT, pycuda" in as_text(
        report(TensorRT="missing", pycuda="problem")
    )
