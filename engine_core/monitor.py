"""How busy the machine is: this process, all of the processor, and one graphics card.

The graphics card is asked through NVML, which comes with NVIDIA's driver. What a machine does not tell
(no driver, a part of a card (MIG), WSL, Jetson) is None, and nothing here raises.

NVML numbers cards by their place on the bus and knows nothing of ``CUDA_VISIBLE_DEVICES``; CUDA numbers
what that variable leaves, the fastest card first unless ``CUDA_DEVICE_ORDER`` is ``PCI_BUS_ID``. Whoever
has opened a card through CUDA names it by its bus address, which both agree on; a number is looked up in
``CUDA_VISIBLE_DEVICES`` and taken for a place on the bus, which is right where all cards are alike.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from types import TracebackType
from typing import Any

from engine_core.text import Text, text

Device = int | str

# NVML's reasons for a clock below the highest; the other bits are no fault: idle, or somebody's setting.
_THROTTLES = (
    (0x04, text("Slowed down by its power limit")),
    (0x20 | 0x40, text("Slowed down because it is hot")),
    (0x80, text("Slowed down because the power supply cannot keep up")),
    (0x08, text("Slowed down by the hardware")),
)
# NVML_FI_DEV_POWER_INSTANT: since 2023 the plain reading is the mean of a second on most cards.
_POWER_NOW = 186
# Times of a process are counted in hundredths of a second: too short a span says nothing.
_SHORTEST_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineLoad:
    """One look at the machine; None is unknown.

    Attributes:
        cpu_percent: Of all cores together, by this process, since the last look.
        cpu_system_percent: Of all cores together, by everyone, since the last look.
        memory_bytes: Memory of this process that is not swapped out.
        gpu_percent: Share of the time in which the graphics card ran anything, by everyone.
        gpu_used_bytes, gpu_total_bytes: Its memory, by everyone.
        gpu_temperature_c: Its temperature in °C.
        gpu_power_w, gpu_power_limit_w: What it draws and what it may draw, in watts.
        gpu_clock_mhz: Clock of its processors.
        gpu_throttle: Why it is slower than it could be, or None where it is not.
        gpu_name: What it calls itself, or empty.
    """

    cpu_percent: float | None = None
    cpu_system_percent: float | None = None
    memory_bytes: int | None = None
    gpu_percent: float | None = None
    gpu_used_bytes: int | None = None
    gpu_total_bytes: int | None = None
    gpu_temperature_c: float | None = None
    gpu_power_w: float | None = None
    gpu_power_limit_w: float | None = None
    gpu_clock_mhz: float | None = None
    gpu_throttle: Text | None = None
    gpu_name: str = ""


NOTHING_KNOWN = MachineLoad()


class Card:
    """One graphics card as NVML sees it. Calls may come from any thread, one at a time."""

    def __init__(self, nvml: Any, handle: Any) -> None:
        """Wrap a card of an initialised NVML; use ``open``."""
        self._nvml = nvml
        self._handle = handle
        self._name = str(self._asked("nvmlDeviceGetName") or "")
        self._limit_mw = self._asked("nvmlDeviceGetEnforcedPowerLimit")

    @classmethod
    def open(cls, device: Device = 0) -> Card | None:
        """Return a card, or None where there is no driver or no such card.

        Args:
            device: Its bus address (``0000:3b:00.0``), its UUID (``GPU-…``, ``MIG-…``), or its number among
                those that CUDA sees.
        """
        nvml = _optional("pynvml")
        if nvml is None:
            return None
        try:
            nvml.nvmlInit()
            return cls(nvml, _handle(nvml, device))
        except (nvml.NVMLError, OSError, ValueError, AttributeError):
            return None

    @property
    def name(self) -> str:
        """What it calls itself, or empty."""
        return self._name

    def driver(self) -> str:
        """Return the version of NVIDIA's driver, or empty."""
        return str(self._asked_of_system("nvmlSystemGetDriverVersion") or "")

    def read(self, *, at_once: bool = False) -> MachineLoad:
        """Return what the driver says of the card; what it does not know stays None.

        Args:
            at_once: Whether the power is that of the moment where the driver tells it, rather than the
                calmer mean of about a second.
        """
        nvml = self._nvml
        use = self._asked("nvmlDeviceGetUtilizationRates")
        memory = self._asked("nvmlDeviceGetMemoryInfo")
        power = self._power_now_mw() if at_once else None
        if power is None:
            power = self._asked("nvmlDeviceGetPowerUsage")
        clock = self._asked("nvmlDeviceGetClockInfo", getattr(nvml, "NVML_CLOCK_SM", 1))
        return MachineLoad(
            gpu_percent=float(use.gpu) if use is not None else None,
            gpu_used_bytes=int(memory.used) if memory is not None else None,
            gpu_total_bytes=int(memory.total) if memory is not None else None,
            gpu_temperature_c=_number(self._asked("nvmlDeviceGetTemperature", 0)),
            gpu_power_w=_watts(power),
            gpu_power_limit_w=_watts(self._limit_mw),
            gpu_clock_mhz=_number(clock),
            gpu_throttle=self._throttle(),
            gpu_name=self._name,
        )

    def _throttle(self) -> Text | None:
        reasons = self._asked("nvmlDeviceGetCurrentClocksEventReasons")
        if reasons is None:  # called so before driver 535
            reasons = self._asked("nvmlDeviceGetCurrentClocksThrottleReasons")
        for bits, reason in _THROTTLES:
            if reasons is not None and int(reasons) & bits:
                return reason
        return None

    def _power_now_mw(self) -> int | None:
        answers = self._asked("nvmlDeviceGetFieldValues", [_POWER_NOW])
        if not answers or answers[0].nvmlReturn != 0:
            return None
        return int(answers[0].value.uiVal)

    def _asked(self, name: str, *arguments: Any) -> Any:
        return self._answer(name, self._handle, *arguments)

    def _asked_of_system(self, name: str) -> Any:
        return self._answer(name)

    def _answer(self, name: str, *arguments: Any) -> Any:
        try:
            return getattr(self._nvml, name)(*arguments)
        except (self._nvml.NVMLError, AttributeError, UnicodeDecodeError):
            # Not known on this card, or not to this driver.
            return None


class Monitor:
    """Reads the load for whoever must not wait, such as a window twice a second.

    The driver may take long to answer (it wakes a sleeping card), so it is asked on a thread of its own
    that lives for one question; ``read`` returns the answer to the question before.
    """

    def __init__(
        self, device: Device = 0, *, open_card: Callable[[], Card | None] | None = None
    ) -> None:
        """Start to count.

        Args:
            device: The graphics card, as ``Card.open`` takes it.
            open_card: Replaces the look for it.
        """
        self._open_card = open_card if open_card is not None else lambda: Card.open(device)
        self._card: Card | None = None
        self._was_looked_for = False
        self._gpu = NOTHING_KNOWN
        self._asking: threading.Thread | None = None
        self._processor = _Processor()

    def read(self) -> MachineLoad:
        """Return the load since the last call (processor) and at about the last call (graphics card)."""
        own = self._processor.read()
        gpu = self._gpu
        may_answer = not self._was_looked_for or self._card is not None
        if may_answer and (self._asking is None or not self._asking.is_alive()):
            self._asking = threading.Thread(target=self._ask_card, name="gpu-load", daemon=True)
            self._asking.start()
        return replace(
            gpu,
            cpu_percent=own.cpu_percent,
            cpu_system_percent=own.cpu_system_percent,
            memory_bytes=own.memory_bytes,
        )

    def wait(self) -> None:
        """Wait until the question under way is answered."""
        if self._asking is not None:
            self._asking.join()

    def _ask_card(self) -> None:
        if not self._was_looked_for:
            self._card = self._open_card()
            self._was_looked_for = True
        self._gpu = self._card.read() if self._card is not None else NOTHING_KNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSummary:
    """What a ``Sampler`` saw over a while; None is unknown.

    Attributes:
        samples: Number of looks.
        cpu_percent: Mean, of all cores together, by this process.
        memory_bytes: Most of this process.
        gpu_percent: Mean.
        gpu_used_bytes: Most, by everyone.
        gpu_temperature_c: Highest.
        gpu_power_w, gpu_power_most_w: Mean and highest.
        gpu_clock_mhz, gpu_clock_least_mhz: Mean and lowest.
        gpu_throttles: Every reason that was seen for a lower clock.
    """

    samples: int = 0
    cpu_percent: float | None = None
    memory_bytes: int | None = None
    gpu_percent: float | None = None
    gpu_used_bytes: int | None = None
    gpu_temperature_c: float | None = None
    gpu_power_w: float | None = None
    gpu_power_most_w: float | None = None
    gpu_clock_mhz: float | None = None
    gpu_clock_least_mhz: float | None = None
    gpu_throttles: tuple[Text, ...] = ()


class Sampler:
    """Looks at the machine every tenth of a second while its block runs, from a thread of its own.

    What is seen is kept apart by the name set last with ``now``, so that several things can be measured in
    turn.
    """

    def __init__(
        self,
        device: Device = 0,
        *,
        every_s: float = 0.1,
        open_card: Callable[[], Card | None] | None = None,
    ) -> None:
        self._open_card = open_card if open_card is not None else lambda: Card.open(device)
        self._every_s = every_s
        self._seen: dict[str, list[MachineLoad]] = {}
        self._name = ""
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def now(self, name: str) -> None:
        """Keep what is seen from now on under this name; nothing is kept under an empty one."""
        self._name = name

    def summary(self, name: str) -> LoadSummary:
        """Return what was seen under a name; complete once the block has ended."""
        return _summary(self._seen.get(name, ()))

    def __enter__(self) -> Sampler:
        self._thread = threading.Thread(target=self._sample, name="load-sampler", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        if self._thread is not None:
            self._thread.join()

    def _sample(self) -> None:
        card = self._open_card()
        processor = _Processor()
        while not self._end.wait(self._every_s):
            name = self._name
            own = processor.read()
            gpu = card.read(at_once=True) if card is not None else NOTHING_KNOWN
            if name and name == self._name:
                look = replace(gpu, cpu_percent=own.cpu_percent, memory_bytes=own.memory_bytes)
                self._seen.setdefault(name, []).append(look)


def _summary(looks: list[MachineLoad] | tuple[()]) -> LoadSummary:
    def values(field: str) -> list[float]:
        return [value for look in looks if (value := getattr(look, field)) is not None]

    def mean(field: str) -> float | None:
        found = values(field)
        return sum(found) / len(found) if found else None

    def most(field: str) -> float | None:
        return max(values(field), default=None)

    memory, used = most("memory_bytes"), most("gpu_used_bytes")
    return LoadSummary(
        samples=len(looks),
        cpu_percent=mean("cpu_percent"),
        memory_bytes=None if memory is None else int(memory),
        gpu_percent=mean("gpu_percent"),
        gpu_used_bytes=None if used is None else int(used),
        gpu_temperature_c=most("gpu_temperature_c"),
        gpu_power_w=mean("gpu_power_w"),
        gpu_power_most_w=most("gpu_power_w"),
        gpu_clock_mhz=mean("gpu_clock_mhz"),
        gpu_clock_least_mhz=min(values("gpu_clock_mhz"), default=None),
        gpu_throttles=tuple(
            dict.fromkeys(look.gpu_throttle for look in looks if look.gpu_throttle is not None)
        ),
    )


class _Processor:
    """The processor's part of the load, by the system's own clocks."""

    def __init__(self) -> None:
        self._cpu_percent: float | None = None
        self._system_percent: float | None = None
        self._psutil = _optional("psutil")
        self._process = self._psutil.Process() if self._psutil is not None else None
        self._busy_s, self._at_s = _busy_s(), time.perf_counter()
        self._system_s = self._count_system_s()

    def read(self) -> MachineLoad:
        """Return the shares since the last call that was long enough ago."""
        busy_s, at_s = _busy_s(), time.perf_counter()
        span_s = at_s - self._at_s
        if span_s >= _SHORTEST_S:
            share = (busy_s - self._busy_s) / span_s / (os.cpu_count() or 1)
            self._cpu_percent = _percent(share)
            self._busy_s, self._at_s = busy_s, at_s
            before, self._system_s = self._system_s, self._count_system_s()
            if before is not None and self._system_s is not None and self._system_s[1] > before[1]:
                busy, of = (now - then for now, then in zip(self._system_s, before, strict=True))
                self._system_percent = _percent(busy / of)
        return MachineLoad(
            cpu_percent=self._cpu_percent,
            cpu_system_percent=self._system_percent,
            memory_bytes=self._resident_bytes(),
        )

    def _resident_bytes(self) -> int | None:
        if self._psutil is None or self._process is None:
            return None
        try:
            return int(self._process.memory_info().rss)
        except (OSError, RuntimeError, self._psutil.Error):
            return None

    def _count_system_s(self) -> tuple[float, float] | None:
        """Return seconds that all cores were busy, and that they had, or None where it is not told."""
        if self._psutil is None:
            return None
        try:
            times = self._psutil.cpu_times()._asdict()
        except (OSError, RuntimeError, self._psutil.Error):
            return None
        # On Linux the time of guests is part of that of users.
        all_s = sum(times.values()) - times.get("guest", 0.0) - times.get("guest_nice", 0.0)
        return all_s - times.get("idle", 0.0) - times.get("iowait", 0.0), all_s


def _optional(module: str) -> Any | None:
    """Return a module, or None where it is not installed: what it tells is missed, not needed."""
    try:
        return import_module(module)
    except ImportError:
        return None


def _handle(nvml: Any, device: Device) -> Any:
    if isinstance(device, int):
        device = _visible(device)
    if isinstance(device, int):
        return nvml.nvmlDeviceGetHandleByIndex(device)
    if device.startswith(("GPU-", "MIG-")):
        return nvml.nvmlDeviceGetHandleByUUID(device)
    return nvml.nvmlDeviceGetHandleByPciBusId(device)


def _visible(number: int) -> Device:
    """Return the card that CUDA gives a number, as far as ``CUDA_VISIBLE_DEVICES`` says it.

    Raises:
        ValueError: That variable hides it.
    """
    listed = os.environ.get("CUDA_VISIBLE_DEVICES")
    if listed is None:
        return number
    names = [name.strip() for name in listed.split(",") if name.strip()]
    if number >= len(names):
        raise ValueError(f"CUDA sees no card {number}")
    name = names[number]
    if name.lstrip("-").isdecimal():
        if int(name) < 0:
            raise ValueError(f"CUDA sees no card {number}")
        return int(name)
    return name


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _watts(milliwatts: Any) -> float | None:
    return None if milliwatts is None else float(milliwatts) / 1000


def _percent(share: float) -> float:
    return min(100.0, max(0.0, share * 100))


def _busy_s() -> float:
    times = os.times()
    return times.user + times.system
