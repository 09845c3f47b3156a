from __future__ import annotations

import sys
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from engine_core.doctor.packages import REQUIREMENTS
from tests.architecture.project import ROOT

tomllib = pytest.importorskip("tomllib" if sys.version_info >= (3, 11) else "tomli")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def required(project: dict[str, Any], python: str) -> dict[str, SpecifierSet]:
    found = {}
    for line in project["dependencies"]:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"python_version": python}):
            assert requirement.name not in found, f"two {requirement.name} for Python {python}"
            found[requirement.name] = requirement.specifier
    return found


@pytest.mark.parametrize("python", ["3.10", "3.11"])
def test_a_qt_that_aborts_old_pythons_is_never_installed_on_them(
    project: dict[str, Any], python: str
) -> None:
    allowed = required(project, python)["PySide6-Essentials"]
    assert [v for v in ("6.8.0", "6.10.1", "6.12.0", "6.12.1", "6.13.0") if v in allowed] == []
    assert [v for v in ("6.8.0.2", "6.10.2", "6.11.3") if v not in allowed] == []


@pytest.mark.parametrize("python", ["3.12", "3.13"])
def test_a_qt_that_crashes_is_never_installed(project: dict[str, Any], python: str) -> None:
    allowed = required(project, python)["PySide6-Essentials"]
    assert [v for v in ("6.8.0", "6.10.1") if v in allowed] == []
    assert "6.12.0" in allowed


def test_only_the_opencv_without_a_qt_of_its_own_is_asked_for(project: dict[str, Any]) -> None:
    opencvs = [name for name in required(project, "3.11") if "opencv" in name]
    assert opencvs == ["opencv-python-headless"]


def test_tensorrt_and_cuda_are_extras(project: dict[str, Any]) -> None:
    always = required(project, "3.11")
    extras = project["optional-dependencies"]
    extra = {Requirement(line).name for cuda in ("12", "13") for line in extras[f"gpu-cu{cuda}"]}
    assert extra == {"tensorrt-cu12", "tensorrt-cu13"}
    # pip cannot compile pycuda without CUDA's header files, and would then install nothing.
    assert not {*extra, "tensorrt", "pycuda"} & set(always)


def test_the_doctor_advises_what_the_project_asks_for(project: dict[str, Any]) -> None:
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    advised = {
        Requirement(line).name: Requirement(line).specifier for line in REQUIREMENTS.values()
    }
    assert advised == required(project, python)


def test_the_pythons_the_doctor_calls_fit_are_those_that_can_install_it(
    project: dict[str, Any],
) -> None:
    allowed = SpecifierSet(project["requires-python"])
    assert [v for v in ("3.9", "3.10", "3.13", "3.14") if v in allowed] == ["3.10", "3.13"]
