"""How busy processor and graphics card are. No Qt, and no package: NVML comes with NVIDIA's driver."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReading:
    """One look at the machine; None is unknown.

    Attributes:
        cpu_percent: Of all cores together, by this process.
        gpu_percent: Of the graphics card, by everyone.
        gpu_used_bytes, gpu_total_bytes: Its memory, by everyone.
        gpu_name: What it calls itself.
    """

    cpu_percent: float | None = None
    gpu_percent: float | None = None
    gpu_used_bytes: int | None = None
    gpu_total_bytes: int | None = None
    gpu_name: str = ""


NO_GPU = LoadReading()


class Load:
    """Reads the load, meant to be asked twice a second by the GUI thread: ``read`` never waits.

    The driver may take long to answer (it wakes a sleeping card), so it is asked on a thread of its own
    that lives for one question; ``read`` returns the answer to the question before.
    """

    def __init__(self, open_gpu: Callable[[], Nvml | None] | None = None) -> None:
        """Start to count; ``open_gpu`` replaces the look for a graphics card."""
        self._open_gpu = open_gpu if open_gpu is not None else Nvml.open
        self._nvml: Nvml | None = None
        self._was_looked_for = False
        self._gpu = NO_GPU
        self._asking: threading.Thread | None = None
        self._busy_s, self._at_s = _busy_s(), time.perf_counter()
        self._cpu_percent: float | None = None

    def read(self) -> LoadReading:
        """Return the load since the last call (processor) and at about the last call (graphics card)."""
        busy_s, at_s = _busy_s(), time.perf_counter()
        # Times of a process are counted in hundredths of a second: too short a span says nothing.
        if at_s - self._at_s >= 0.1:
            share = (busy_s - self._busy_s) / (at_s - self._at_s) / (os.cpu_count() or 1)
            self._cpu_percent = min(100.0, max(0.0, share * 100))
            self._busy_s, self._at_s = busy_s, at_s
        gpu = self._gpu
        has_gpu = not self._was_looked_for or self._nvml is not None
        if has_gpu and (self._asking is None or not self._asking.is_alive()):
            self._asking = threading.Thread(target=self._ask_gpu, name="gpu-load", daemon=True)
            self._asking.start()
        return LoadReading(
            cpu_percent=self._cpu_percent,
            gpu_percent=gpu.gpu_percent,
            gpu_used_bytes=gpu.gpu_used_bytes,
            gpu_total_bytes=gpu.gpu_total_bytes,
            gpu_name=gpu.gpu_name,
        )

    def wait(self) -> None:
        """Wait until the question under way is answered."""
        if self._asking is not None:
            self._asking.join()

    def _ask_gpu(self) -> None:
        if not self._was_looked_for:
            self._nvml = self._open_gpu()
            self._was_looked_for = True
        self._gpu = self._nvml.read() if self._nvml is not None else NO_GPU


def _busy_s() -> float:
    times = os.times()
    return times.user + times.system


class _Utilization(ctypes.Structure):
    _fields_ = (("gpu", ctypes.c_uint), ("memory", ctypes.c_uint))


class _Memory(ctypes.Structure):
    _fields_ = (
        ("total", ctypes.c_ulonglong),
        ("free", ctypes.c_ulonglong),
        ("used", ctypes.c_ulonglong),
    )


class Nvml:
    """NVIDIA's management library for one card. Calls may come from any thread, one at a time."""

    def __init__(self, library: Any, device: ctypes.c_void_p, name: str) -> None:
        """Wrap an opened library; use ``open``."""
        self._library = library
        self._device = device
        self._name = name

    @classmethod
    def open(cls, number: int = 0) -> Nvml | None:
        """Return the card with a number, or None where there is no driver or no such card."""
        library = _load_library()
        if library is None or library.nvmlInit_v2() != 0:
            return None
        device = ctypes.c_void_p()
        if library.nvmlDeviceGetHandleByIndex_v2(number, ctypes.byref(device)) != 0:
            return None
        name = ctypes.create_string_buffer(96)
        if library.nvmlDeviceGetName(device, name, 96) != 0:
            name.value = b""
        return cls(library, device, name.value.decode("utf-8", "replace"))

    def read(self) -> LoadReading:
        """Return what the driver says; what it does not know on this card (MIG, WSL) stays None."""
        used = _Utilization()
        memory = _Memory()
        knows_use = self._library.nvmlDeviceGetUtilizationRates(self._device, ctypes.byref(used))
        knows_memory = self._library.nvmlDeviceGetMemoryInfo(self._device, ctypes.byref(memory))
        return LoadReading(
            gpu_percent=float(used.gpu) if knows_use == 0 else None,
            gpu_used_bytes=int(memory.used) if knows_memory == 0 else None,
            gpu_total_bytes=int(memory.total) if knows_memory == 0 else None,
            gpu_name=self._name,
        )


def _load_library() -> Any | None:
    # By its bare name: the system's loader knows where the driver lies.
    name = "nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1"
    try:
        library = ctypes.CDLL(name)
        for function in (
            library.nvmlInit_v2,
            library.nvmlDeviceGetHandleByIndex_v2,
            library.nvmlDeviceGetName,
            library.nvmlDeviceGetUtilizationRates,
            library.nvmlDeviceGetMemoryInfo,
        ):
            function.restype = ctypes.c_int
    except (OSError, AttributeError):
        return None
    return library
