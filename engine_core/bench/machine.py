"""What a measurement was taken on: without it no figure can be compared."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

from engine_core import __version__
from engine_core.monitor import Card
from engine_core.runtime import installed_runtimes


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineFacts:
    """A machine in words; what is unknown is empty or None.

    Attributes:
        cpu: Name of the processor.
        cpu_threads: Threads that it runs at once and that this process may use.
        system: Operating system.
        gpu: Name of the graphics card.
        gpu_memory_bytes: Its memory.
        gpu_power_limit_w: What it may draw, in watts.
        driver: Version of NVIDIA's driver.
        runtimes: Names and versions of what runs models here.
        python: Version of Python.
        enginescope: Version of this program.
    """

    cpu: str
    cpu_threads: int
    system: str
    gpu: str
    gpu_memory_bytes: int | None
    gpu_power_limit_w: float | None
    driver: str
    runtimes: tuple[tuple[str, str], ...]
    python: str
    enginescope: str


def machine_facts(card: Card | None) -> MachineFacts:
    """Return what this machine is.

    Args:
        card: The graphics card that is measured on, or None.
    """
    load = card.read() if card is not None else None
    return MachineFacts(
        cpu=_cpu(),
        cpu_threads=_threads(),
        system=f"{platform.system()} {platform.release()} {platform.machine()}".strip(),
        gpu=card.name if card is not None else "",
        gpu_memory_bytes=load.gpu_total_bytes if load is not None else None,
        gpu_power_limit_w=load.gpu_power_limit_w if load is not None else None,
        driver=card.driver() if card is not None else "",
        runtimes=tuple(installed_runtimes()),
        python=platform.python_version(),
        enginescope=__version__,
    )


def _cpu() -> str:
    """Return the name that people know a processor by; Linux hides it in a file."""
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() in ("model name", "Model"):
                return " ".join(value.split())
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _threads() -> int:
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)
