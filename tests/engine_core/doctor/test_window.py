from __future__ import annotations

import sys

import pytest

from engine_core.doctor import window
from tests.engine_core.doctor.conftest import Install


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from 3.12 on")
def test_a_qt_that_aborts_this_python_is_a_problem_although_it_loads(install: Install) -> None:
    install("PySide6-Essentials", "6.12.0")
    check = window.examine_pyside()
    assert check.state == "problem"
    assert "<6.12" in check.command


def test_a_qt_that_crashes_is_a_problem_although_it_loads(install: Install) -> None:
    install("PySide6-Essentials", "6.10.1")
    assert window.examine_pyside().state == "problem"


def test_a_session_without_a_desktop_is_only_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    check = window.examine_display()
    assert check.state == "note"
    assert "command line" in str(check.why)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of X11")
def test_a_desktop_that_does_not_answer_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    check = window.examine_display()
    assert check.state == "problem"
    assert "DISPLAY=:987" in check.found
