"""One look at the machine, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from engine_core.text import Text


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
