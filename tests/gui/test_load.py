"""How busy the machine is: by the system's own clocks, and by a driver's library that may be absent."""

from __future__ import annotations

import ctypes
import os
import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest

from gui import load
from gui.load import Load, LoadReading, Nvml


class Library:
    """What the driver's library answers, as far as it is asked."""

    def __init__(self, **answers: int) -> None:
        self._answers = answers

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments: self._answers.get(name, 0) or self._fill(name, arguments)

    def _fill(self, name: str, arguments: tuple[Any, ...]) -> int:
        if name == "nvmlDeviceGetName":
            arguments[1].value = b"Card"
        if name == "nvmlDeviceGetUtilizationRates":
            arguments[1]._obj.gpu = 23
        if name == "nvmlDeviceGetMemoryInfo":
            arguments[1]._obj.used, arguments[1]._obj.total = 11, 24
        return 0


def test_a_busy_process_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([(1.0, 0.0), (2.0, 0.5)])
    monkeypatch.setattr(
        os,
        "times",
        lambda: SimpleNamespace(**dict(zip(("user", "system"), next(times), strict=True))),
    )
    moments = iter([10.0, 11.0])
    monkeypatch.setattr(time, "perf_counter", lambda: next(moments))
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    meter = Load(lambda: None)
    assert meter.read().cpu_percent == pytest.approx(37.5)
    meter.wait()


def test_the_first_question_does_not_wait_for_the_driver() -> None:
    may_answer = threading.Event()

    def slow() -> Nvml | None:
        may_answer.wait(10)
        return Nvml(Library(), ctypes.c_void_p(), "Card")

    meter = Load(slow)
    began = time.perf_counter()
    assert meter.read().gpu_percent is None
    assert meter.read().gpu_percent is None
    assert not may_answer.is_set()
    assert time.perf_counter() - began < 10
    may_answer.set()
    meter.wait()
    reading = meter.read()
    meter.wait()
    assert (reading.gpu_percent, reading.gpu_used_bytes, reading.gpu_total_bytes) == (23.0, 11, 24)
    assert reading.gpu_name == "Card"


def test_without_a_driver_it_is_looked_for_only_once() -> None:
    asked: list[int] = []

    def none() -> None:
        asked.append(1)

    meter = Load(none)
    for _ in range(3):
        reading = meter.read()
        meter.wait()
    assert len(asked) == 1
    assert (reading.gpu_percent, reading.gpu_total_bytes) == (None, None)


def test_a_library_that_cannot_be_loaded_is_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> None:
        raise OSError("no such library")

    monkeypatch.setattr(ctypes, "CDLL", fail)
    assert Nvml.open() is None


@pytest.mark.parametrize("fails", ["nvmlInit_v2", "nvmlDeviceGetHandleByIndex_v2"])
def test_a_driver_that_knows_no_card_is_no_card(
    monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    monkeypatch.setattr(load, "_load_library", lambda: Library(**{fails: 9}))
    assert Nvml.open() is None


def test_what_the_driver_does_not_know_stays_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "_load_library", lambda: Library(nvmlDeviceGetUtilizationRates=3))
    card = Nvml.open()
    assert card is not None
    assert card.read() == LoadReading(gpu_used_bytes=11, gpu_total_bytes=24, gpu_name="Card")
