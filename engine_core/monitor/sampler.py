"""The load over a while, for measurements."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import TracebackType

from engine_core.monitor.card import Card, Device
from engine_core.monitor.load import NOTHING_KNOWN, MachineLoad
from engine_core.monitor.processor import Processor
from engine_core.text import Text


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
        processor = Processor()
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
