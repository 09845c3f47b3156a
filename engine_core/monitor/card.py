"""One graphics card as NVML sees it, which comes with NVIDIA's driver.

NVML numbers cards by their place on the bus and knows nothing of ``CUDA_VISIBLE_DEVICES``; CUDA numbers
what that variable leaves, the fastest card first unless ``CUDA_DEVICE_ORDER`` is ``PCI_BUS_ID``. Whoever
has opened a card through CUDA names it by its bus address, which both agree on; a number is looked up in
``CUDA_VISIBLE_DEVICES`` and taken for a place on the bus, which is right where all cards are alike.
"""

from __future__ import annotations

import os
from typing import Any

from engine_core.monitor.load import MachineLoad
from engine_core.monitor.optional import optional
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
        nvml = optional("pynvml")
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
