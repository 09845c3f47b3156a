from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from engine_core.doctor import gpu
from tests.engine_core.doctor.conftest import Install

# Told in place of a real driver; the processes, and everything made of what they say, are real.
CARD = "tell(loaded=True, status=0, version=12040, devices=[['NVIDIA L4', 8, 9, 23034 * 2**20]])"
NO_DRIVER = "tell(loaded=False, error='libcuda.so.1: cannot open shared object file')"
DEADLY = "import os\nos.abort()"

without_tensorrt = pytest.mark.skipif(
    importlib.util.find_spec("tensorrt") is not None, reason="the real TensorRT is installed"
)


@pytest.fixture(autouse=True)
def not_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


def driver(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(gpu, "_DRIVER", code)


def test_the_driver_of_this_very_computer_is_examined_without_harm() -> None:
    check, cuda = gpu.examine_driver()
    assert (check.state == "ok") == (cuda > 0)
    assert check.state == "ok" or str(check.why)


def test_a_working_driver_tells_its_cuda_and_its_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    driver(monkeypatch, CARD)
    check, cuda = gpu.examine_driver()
    assert check.state == "ok"
    assert cuda == 12040
    assert "CUDA 12.4" in check.found
    assert "NVIDIA L4 (compute 8.9, 22 GiB)" in check.found


@pytest.mark.parametrize(
    ("code", "state", "said"),
    [
        (NO_DRIVER, "missing", "NVIDIA"),
        (DEADLY, "problem", "signal 6"),
        ("tell(loaded=True, status=100, error='CUDA_ERROR_NO_DEVICE')", "missing", "NO_DEVICE"),
        ("tell(loaded=True, status=803, error='CUDA_ERROR_MISMATCH')", "problem", "Restart"),
        ("tell(loaded=True, status=0, version=12040, devices=[])", "missing", "no card"),
    ],
)
def test_a_driver_that_is_no_use_says_why(
    monkeypatch: pytest.MonkeyPatch, code: str, state: str, said: str
) -> None:
    driver(monkeypatch, code)
    check, cuda = gpu.examine_driver()
    assert (check.state, cuda) == (state, 0)
    assert said in f"{check.why} {check.cure}"


def test_without_a_driver_tensorrt_and_pycuda_are_never_loaded(
    monkeypatch: pytest.MonkeyPatch, install: Install
) -> None:
    driver(monkeypatch, NO_DRIVER)
    install("tensorrt-cu12", "11.4.0.106", tensorrt=DEADLY)
    install("pycuda", "2026.1", pycuda=DEADLY)
    _, tensorrt, pycuda, _ = gpu.examine_gpu()
    assert (tensorrt.state, pycuda.state) == ("note", "note")
    assert tensorrt.found == "tensorrt-cu12 11.4.0.106"


@without_tensorrt
def test_a_card_without_tensorrt_is_told_the_line_that_fits_its_driver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver(monkeypatch, CARD)
    _, tensorrt, *_ = gpu.examine_gpu()
    assert tensorrt.state == "missing"
    assert tensorrt.command.endswith("tensorrt-cu12")


@without_tensorrt
def test_without_a_card_nothing_is_advised_that_could_not_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver(monkeypatch, NO_DRIVER)
    _, tensorrt, pycuda, _ = gpu.examine_gpu()
    assert (tensorrt.command, pycuda.command) == ("", "")


def test_a_tensorrt_that_starts_is_well(monkeypatch: pytest.MonkeyPatch, install: Install) -> None:
    driver(monkeypatch, CARD)
    install("tensorrt-cu12", "10.3.0", tensorrt=WORKING_TENSORRT)
    assert gpu.examine_gpu()[1].state == "ok"


def test_a_tensorrt_for_a_newer_cuda_than_the_drivers_is_a_problem_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, install: Install
) -> None:
    driver(monkeypatch, CARD)
    install("tensorrt-cu13", "11.4.0.106", tensorrt=DEADLY)
    check = gpu.examine_gpu()[1]
    assert check.state == "problem"
    assert "CUDA 13" in str(check.why)
    assert check.command.endswith("tensorrt-cu12")


def test_a_pycuda_that_misses_the_random_numbers_says_so(
    monkeypatch: pytest.MonkeyPatch, install: Install
) -> None:
    driver(monkeypatch, CARD)
    message = "libcurand.so.10: cannot open shared object file"
    install("pycuda", "2026.1", pycuda=f"raise ImportError({message!r})")
    check = gpu.examine_gpu()[2]
    assert check.state == "problem"
    assert "random numbers" in str(check.why)


def test_a_version_that_cannot_open_engines_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(gpu, "_RUNTIMES", tmp_path)
    assert gpu.examine_support().state == "missing"
    (tmp_path / "tensorrt").mkdir()
    assert gpu.examine_support().state == "ok"


WORKING_TENSORRT = """
__version__ = "10.3.0"
class Logger:
    ERROR = 1
    def __init__(self, level):
        pass
class Runtime:
    def __init__(self, logger):
        pass
"""
