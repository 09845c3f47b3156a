"""How busy the machine is: by the system's own clocks, and by a driver's library that may be absent."""

from __future__ import annotations

import os
import sys
import threading
import time
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from engine_core.monitor import NOTHING_KNOWN, Card, MachineLoad, Monitor, Sampler


class Nvml:
    """What ``pynvml`` answers, as far as it is asked; ``refuses`` names the functions that fail."""

    class NVMLError(Exception):
        pass

    NVML_CLOCK_SM = 1

    def __init__(self, *refuses: str, lacks: tuple[str, ...] = (), reasons: int = 1) -> None:
        self._refuses = set(refuses)
        self._lacks = set(lacks)
        self._reasons = reasons
        self.opened: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("nvml") or name in self.__dict__["_lacks"]:
            raise AttributeError(name)
        return lambda *arguments: self._answer(name, arguments)

    def _answer(self, name: str, arguments: tuple[Any, ...]) -> Any:
        if name in self._refuses:
            raise self.NVMLError(name)
        if name.startswith("nvmlDeviceGetHandleBy"):
            self.opened.append((name.removeprefix("nvmlDeviceGetHandleBy"), arguments[0]))
            return "handle"
        if name == "nvmlDeviceGetFieldValues":
            return [SimpleNamespace(nvmlReturn=0, value=SimpleNamespace(uiVal=91_500))]
        return {
            "nvmlInit": None,
            "nvmlDeviceGetName": "Card",
            "nvmlSystemGetDriverVersion": "580.1",
            "nvmlDeviceGetEnforcedPowerLimit": 700_000,
            "nvmlDeviceGetPowerUsage": 123_400,
            "nvmlDeviceGetUtilizationRates": SimpleNamespace(gpu=23),
            "nvmlDeviceGetMemoryInfo": SimpleNamespace(used=11, total=24),
            "nvmlDeviceGetTemperature": 41,
            "nvmlDeviceGetClockInfo": 1980,
            "nvmlDeviceGetCurrentClocksEventReasons": self._reasons,
            "nvmlDeviceGetCurrentClocksThrottleReasons": self._reasons,
        }[name]


KNOWN = MachineLoad(
    gpu_percent=23.0,
    gpu_used_bytes=11,
    gpu_total_bytes=24,
    gpu_temperature_c=41.0,
    gpu_power_w=123.4,
    gpu_power_limit_w=700.0,
    gpu_clock_mhz=1980.0,
    gpu_name="Card",
)


def driver(monkeypatch: pytest.MonkeyPatch, nvml: Nvml) -> Nvml:
    monkeypatch.setitem(sys.modules, "pynvml", nvml)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    return nvml


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
    meter = Monitor(open_card=lambda: None)
    assert meter.read().cpu_percent == pytest.approx(37.5)
    meter.wait()


def test_the_system_is_seen_without_counting_guests_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    psutil = import_module("psutil")

    class Times(SimpleNamespace):
        def _asdict(self) -> dict[str, float]:
            return vars(self)

    counted = iter(
        [
            Times(user=10.0, guest=4.0, idle=80.0, iowait=10.0),
            Times(user=13.0, guest=5.0, idle=86.0, iowait=11.0),
        ]
    )
    monkeypatch.setattr(psutil, "cpu_times", lambda: next(counted))
    moments = iter([10.0, 11.0])
    monkeypatch.setattr(time, "perf_counter", lambda: next(moments))
    meter = Monitor(open_card=lambda: None)
    # A guest's second is one of the three of users: busy 3 of 10, not 4 of 11.
    assert meter.read().cpu_system_percent == pytest.approx(30.0)
    meter.wait()


def test_the_memory_of_this_process_is_seen() -> None:
    meter = Monitor(open_card=lambda: None)
    memory = meter.read().memory_bytes
    assert memory is not None
    assert memory > 1_000_000
    meter.wait()


@pytest.mark.parametrize("module", ["psutil", "pynvml"])
def test_a_missing_package_leaves_its_figures_unknown(
    monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    meter = Monitor()
    meter.read()
    meter.wait()
    assert meter.read().gpu_percent is None
    meter.wait()


def test_the_first_question_does_not_wait_for_the_driver() -> None:
    may_answer = threading.Event()

    def slow() -> Card | None:
        may_answer.wait(10)
        return Card(Nvml(), "handle")

    meter = Monitor(open_card=slow)
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
    assert (reading.gpu_temperature_c, reading.gpu_power_w) == (41.0, 123.4)
    assert reading.gpu_name == "Card"


def test_without_a_driver_it_is_looked_for_only_once() -> None:
    asked: list[int] = []

    def none() -> None:
        asked.append(1)

    meter = Monitor(open_card=none)
    for _ in range(3):
        reading = meter.read()
        meter.wait()
    assert len(asked) == 1
    assert (reading.gpu_percent, reading.gpu_total_bytes) == (None, None)


@pytest.mark.parametrize("fails", ["nvmlInit", "nvmlDeviceGetHandleByIndex"])
def test_a_driver_that_knows_no_card_is_no_card(
    monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    driver(monkeypatch, Nvml(fails))
    assert Card.open() is None


def test_the_driver_tells_all_of_a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    driver(monkeypatch, Nvml())
    card = Card.open()
    assert card is not None
    assert card.read() == KNOWN
    assert card.driver() == "580.1"
    assert card.read(at_once=True).gpu_power_w == 91.5


@pytest.mark.parametrize(
    ("function", "fields"),
    [
        ("nvmlDeviceGetUtilizationRates", {"gpu_percent": None}),
        ("nvmlDeviceGetMemoryInfo", {"gpu_used_bytes": None, "gpu_total_bytes": None}),
        ("nvmlDeviceGetTemperature", {"gpu_temperature_c": None}),
        ("nvmlDeviceGetPowerUsage", {"gpu_power_w": None}),
        ("nvmlDeviceGetEnforcedPowerLimit", {"gpu_power_limit_w": None}),
        ("nvmlDeviceGetClockInfo", {"gpu_clock_mhz": None}),
        ("nvmlDeviceGetName", {"gpu_name": ""}),
    ],
)
@pytest.mark.parametrize("is_absent", [False, True])
def test_what_the_driver_does_not_know_stays_unknown(
    monkeypatch: pytest.MonkeyPatch, function: str, fields: dict[str, Any], is_absent: bool
) -> None:
    driver(monkeypatch, Nvml(lacks=(function,)) if is_absent else Nvml(function))
    card = Card.open()
    assert card is not None
    reading = card.read()
    for field in MachineLoad.__dataclass_fields__:
        expected = fields.get(field, getattr(KNOWN, field))
        assert getattr(reading, field) == expected, field


def test_power_is_the_mean_where_the_moment_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    driver(monkeypatch, Nvml("nvmlDeviceGetFieldValues"))
    card = Card.open()
    assert card is not None
    assert card.read(at_once=True).gpu_power_w == 123.4


@pytest.mark.parametrize(
    ("reasons", "word"),
    [(0x04, "power limit"), (0x40, "hot"), (0x20, "hot"), (0x80, "supply"), (0x08, "hardware")],
)
@pytest.mark.parametrize("lacks", [(), ("nvmlDeviceGetCurrentClocksEventReasons",)])
def test_a_slowed_card_says_why(
    monkeypatch: pytest.MonkeyPatch, reasons: int, word: str, lacks: tuple[str, ...]
) -> None:
    driver(monkeypatch, Nvml(lacks=lacks, reasons=reasons))
    card = Card.open()
    assert card is not None
    assert word in str(card.read().gpu_throttle)


@pytest.mark.parametrize("reasons", [0, 0x01, 0x02, 0x100])
def test_an_idle_card_and_a_setting_are_no_slowing(
    monkeypatch: pytest.MonkeyPatch, reasons: int
) -> None:
    driver(monkeypatch, Nvml(reasons=reasons))
    card = Card.open()
    assert card is not None
    assert card.read().gpu_throttle is None


@pytest.mark.parametrize(
    ("visible", "device", "opened"),
    [
        (None, 1, ("Index", 1)),
        ("2,0", 0, ("Index", 2)),
        ("2,0", 1, ("Index", 0)),
        ("GPU-8932, 3", 0, ("UUID", "GPU-8932")),
        ("2,0", "0000:3b:00.0", ("PciBusId", "0000:3b:00.0")),
        (None, "MIG-1", ("UUID", "MIG-1")),
    ],
)
def test_the_card_is_the_one_that_cuda_means(
    monkeypatch: pytest.MonkeyPatch, visible: str | None, device: Any, opened: tuple[str, Any]
) -> None:
    nvml = driver(monkeypatch, Nvml())
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    assert Card.open(device) is not None
    assert nvml.opened == [opened]


@pytest.mark.parametrize("visible", ["", "-1", "1"])
def test_a_card_that_cuda_does_not_see_is_no_card(
    monkeypatch: pytest.MonkeyPatch, visible: str
) -> None:
    driver(monkeypatch, Nvml())
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    assert Card.open(1) is None


class Steps:
    """Lets a sampler look once for each step, with a card that says what it is told to."""

    def __init__(self) -> None:
        self.load = NOTHING_KNOWN
        self._may_look = threading.Semaphore(0)
        self._has_looked = threading.Semaphore(0)
        self._is_over = False

    def read(self, *, at_once: bool) -> MachineLoad:
        assert at_once
        return self.load

    def wait(self, _seconds: float) -> bool:
        self._has_looked.release()
        self._may_look.acquire()
        return self._is_over

    def set(self) -> None:
        self._is_over = True
        self._may_look.release()

    def step(self) -> None:
        self._has_looked.acquire()
        self._may_look.release()
        self._has_looked.acquire()
        self._has_looked.release()


def test_a_sampler_keeps_what_belongs_together(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps()
    sampler = Sampler(open_card=lambda: steps)  # type: ignore[arg-type, return-value]
    monkeypatch.setattr(sampler, "_end", steps)
    with sampler:
        steps.step()  # belongs to nothing yet
        sampler.now("a")
        for power, clock in ((100.0, 1900.0), (300.0, 1500.0)):
            steps.load = MachineLoad(gpu_power_w=power, gpu_clock_mhz=clock, gpu_used_bytes=5)
            steps.step()
        sampler.now("b")
        steps.load = MachineLoad(gpu_temperature_c=60.0)
        steps.step()
    a, b = sampler.summary("a"), sampler.summary("b")
    assert (a.samples, a.gpu_power_w, a.gpu_power_most_w) == (2, 200.0, 300.0)
    assert (a.gpu_clock_mhz, a.gpu_clock_least_mhz) == (1700.0, 1500.0)
    assert (a.gpu_used_bytes, a.gpu_temperature_c) == (5, None)
    assert (b.samples, b.gpu_temperature_c, b.gpu_power_w) == (1, 60.0, None)
    assert sampler.summary("c").samples == 0


def test_a_sampler_names_every_slowing_once(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps()
    sampler = Sampler(open_card=lambda: steps)  # type: ignore[arg-type, return-value]
    monkeypatch.setattr(sampler, "_end", steps)
    driver(monkeypatch, Nvml(reasons=0x04))
    card = Card.open()
    assert card is not None
    steps.load = card.read()
    with sampler:
        sampler.now("a")
        steps.step()
        steps.step()
    assert [str(reason) for reason in sampler.summary("a").gpu_throttles] == [
        "Slowed down by its power limit"
    ]


def test_a_look_that_began_under_another_name_is_kept_under_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = Steps()
    sampler = Sampler(open_card=lambda: Turning())  # type: ignore[arg-type, return-value]
    monkeypatch.setattr(sampler, "_end", steps)

    class Turning:
        """A card that takes so long to answer that somebody else is measured by then."""

        def read(self, *, at_once: bool) -> MachineLoad:
            sampler.now("b")
            return MachineLoad(gpu_power_w=1.0)

    with sampler:
        sampler.now("a")
        steps.step()
    assert (sampler.summary("a").samples, sampler.summary("b").samples) == (0, 0)
