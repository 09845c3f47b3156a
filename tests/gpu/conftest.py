"""Tests on a real graphics card: skipped where there is none, unless somebody says there is one.

With ``ENGINESCOPE_REQUIRE_GPU=1`` (``make test-gpu``) what is missing is an error, and so is a run in
which no test passed: a run that skips everything must not look like one that is well.
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

_HERE = Path(__file__).resolve().parent
_TENSORRT = (
    *("tensorrt", "tensorrt_lean", "tensorrt_dispatch"),
    *("tensorrt_bindings", "tensorrt_lean_bindings", "tensorrt_dispatch_bindings"),
)
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


def is_required() -> bool:
    """Whether somebody said that there is a card here."""
    return os.environ.get("ENGINESCOPE_REQUIRE_GPU", "") not in ("", "0")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ours = [item for item in items if item.path.is_relative_to(_HERE)]
    reason = missing() if ours else ""
    if reason and is_required():
        raise pytest.UsageError(f"ENGINESCOPE_REQUIRE_GPU is set, but: {reason}")
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
