from __future__ import annotations

import shlex
import sys

import pytest

from engine_core.doctor import packages
from tests.engine_core.doctor.conftest import Install

MISSING_EGL = "raise ImportError('libEGL.so.1: cannot open shared object file: No such file')"


def test_what_this_very_suite_runs_on_is_found_usable() -> None:
    checks = [packages.examine_opencv(), packages.examine_pillow(), packages.examine_onnx_runtime()]
    assert [check.state for check in checks] == ["ok", "ok", "ok"]
    assert "CPU" in checks[2].found


def test_two_opencvs_in_one_folder_are_a_problem_with_the_lines_that_cure_it(
    install: Install,
) -> None:
    install("opencv-python", "4.10.0.84")
    check = packages.examine_opencv()
    assert check.state == "problem"
    assert "opencv-python 4.10.0.84" in check.found
    removal, repair = check.command.splitlines()
    assert "uninstall" in removal
    assert "opencv-python-headless" in removal
    assert repair.endswith("'opencv-python-headless>=4.9'")


def test_two_onnx_runtimes_in_one_folder_are_a_problem(install: Install) -> None:
    install("onnxruntime-gpu", "1.20.0")
    assert packages.examine_onnx_runtime().state == "problem"


def test_a_library_that_is_too_old_is_a_problem(install: Install) -> None:
    install("av", "9.2.0")
    check = packages.examine_pyav()
    assert check.state == "problem"
    assert "av>=15" in str(check.why)


def test_a_library_that_is_broken_says_so_and_keeps_what_it_printed(install: Install) -> None:
    install("av", "18.0.0", av="raise RuntimeError('no luck today')")
    check = packages.examine_pyav()
    assert check.state == "problem"
    assert "no luck today" in str(check.why)
    assert "Traceback" in check.details


def test_a_library_whose_shared_object_is_missing_names_it_and_the_line(install: Install) -> None:
    install("av", "18.0.0", av=MISSING_EGL)
    check = packages.examine_pyav()
    assert check.state == "problem"
    assert "libEGL.so.1" in str(check.why)
    assert check.command.startswith("sudo apt-get install -y")
    assert "libegl1" in check.command.split()


def test_a_build_of_pyav_without_an_encoder_is_usable_but_noted(install: Install) -> None:
    install(
        "av",
        "18.0.0",
        av="""
class codec:
    @staticmethod
    def Codec(name, mode):
        if name == "libx264":
            raise ValueError(name)
        return name
__version__ = "18.0.0"
""",
    )
    check = packages.examine_pyav()
    assert check.state == "note"
    assert "H.264" in str(check.why)
    assert "VP9" in check.found


def test_a_python_nobody_tested_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 14, 0))
    assert packages.examine_python().state == "problem"


def test_the_line_can_be_pasted_even_where_the_interpreter_lies_under_a_strange_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/opt/my tools/python")
    monkeypatch.setattr(sys, "platform", "linux")
    line = packages.pip_line("install", "av>=14")
    assert shlex.split(line) == ["/opt/my tools/python", "-m", "pip", "install", "av>=14"]


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("6.8.0.2", (6, 8, 0, 2)), ("13.0.0rc1", (13, 0, 0)), ("", ()), ("unknown", ())],
)
def test_a_version_is_compared_by_its_leading_numbers(
    version: str, numbers: tuple[int, ...]
) -> None:
    assert packages.release(version) == numbers
