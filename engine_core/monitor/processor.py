"""The processor's part of the load, by the system's own clocks."""

from __future__ import annotations

import os
import time

from engine_core.monitor.load import MachineLoad
from engine_core.monitor.optional import optional

# Times of a process are counted in hundredths of a second: too short a span says nothing.
_SHORTEST_S = 0.1


class Processor:
    """The processor's part of the load, by the system's own clocks."""

    def __init__(self) -> None:
        self._cpu_percent: float | None = None
        self._system_percent: float | None = None
        self._psutil = optional("psutil")
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


def _percent(share: float) -> float:
    return min(100.0, max(0.0, share * 100))


def _busy_s() -> float:
    times = os.times()
    return times.user + times.system
