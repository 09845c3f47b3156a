"""Tests on a real graphics card: skipped where there is none, unless somebody says there is one.

With ``ENGINESCOPE_REQUIRE_GPU=1`` (``make test-gpu``) what is missing is an error, and so are folders that
are not named and a run in which no test passed: a run that skips what matters must not look like one that
is well.
"""

from __future__ import annotations

import importlib.util
import os
from functools import cache
from pathlib import Path

import pytest

from engine_core.doctor import gpu

# What every test is held to; the run with pytest.ini of this folder does not see the conftest above.
from tests.conftest import (  # noqa: F401
    no_leaked_threads,
    no_unexpected_log_records,
    pytest_make_parametrize_id,
)
from tests.shared_data import ROOT

_HERE = Path(__file__).resolve().parent
_TENSORRT = (
    *("tensorrt", "tensorrt_lean", "tensorrt_dispatch"),
    *("tensorrt_bindings", "tensorrt_lean_bindings", "tensorrt_dispatch_bindings"),
)
# What the tests read, and something that must be there.
_FOLDERS = {
    "ENGINESCOPE_TEST_ENGINES": ("*.engine", "engines that this TensorRT and this card can run"),
    "ENGINESCOPE_TEST_RECORDED": ("*.npz", "what these engines answered before"),
}
_passed: list[str] = []


@cache
def missing() -> str:
    """Say what these tests cannot be run without and is not here; empty where all is there."""
    driver, _ = gpu.examine_driver()
    if driver.state != "ok":
        return f"NVIDIA driver: {driver.found}. {driver.why}".strip()
    if not any(importlib.util.find_spec(module) for module in _TENSORRT):
        return "TensorRT is not installed"
    if importlib.util.find_spec("pycuda") is None:
        return "pycuda is not installed (python -m engine_core.doctor.install_pycuda)"
    return ""


def missing_folders() -> str:
    """Say which folders of engines and data nobody named, or that are empty; empty where all are there."""
    lacking = [
        f"{name} must name a folder with {what}"
        for name, (pattern, what) in _FOLDERS.items()
        if not os.environ.get(name) or not any(Path(os.environ[name]).glob(pattern))
    ]
    if not (ROOT / "manifest.json").is_file():
        lacking.append(
            "ENGINESCOPE_TEST_DATA must name the folder of third-party models and pictures"
        )
    return "; ".join(lacking)


def is_required() -> bool:
    """Whether somebody said that there is a card here."""
    return os.environ.get("ENGINESCOPE_REQUIRE_GPU", "") not in ("", "0")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ours = [item for item in items if item.path.is_relative_to(_HERE)]
    reason = missing() if ours else ""
    if ours and is_required() and (lacking := reason or missing_folders()):
        raise pytest.UsageError(f"ENGINESCOPE_REQUIRE_GPU is set, but: {lacking}")
    for item in ours:
        item.add_marker(pytest.mark.gpu)
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed and "gpu" in report.keywords:
        _passed.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if (
        is_required()
        and not _passed
        and session.exitstatus in (0, pytest.ExitCode.NO_TESTS_COLLECTED)
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if is_required() and not _passed:
        terminalreporter.write_line("ENGINESCOPE_REQUIRE_GPU is set, but no test passed.", red=True)
