"""How far a build is: from TensorRT's progress monitor, or from its log where there is none."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine_core.text import Text, text

Tell = Callable[[float | None, Text], None]
"""Takes the fraction done, or None where nothing honest can be said, and the step in words."""

_SHORTEST_S = 0.1
_LAYERS = re.compile(r"^After .*: (\d+) layers$")
_RUNNER = re.compile(r"^-{5,} Timing Runner: (.+?) \([^()]*(?:\[[^\]]*\])?\)$")
_COSTS = "=============== Computing costs for"
_REFORMATS = "=============== Computing reformatting costs"
_NAME_CHARS = 60


class LogProgress:
    """Reads the verbose log of TensorRT 8.

    After its fusions it says how many layers are left, and then times kernels for one after the other:
    the layers timed are the fraction, which is honest about work though not about time.
    """

    def __init__(self, tell: Tell, clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._layers = 0
        self._timed = 0
        self._is_timing = False
        self._layer = ""
        self._last_s = float("-inf")

    def feed(self, line: str) -> None:
        """Take one line; any thread that TensorRT calls from, one at a time."""
        if not self._is_timing and (count := _LAYERS.match(line)):
            self._layers = int(count[1])
            self._say(None, text("Simplifying the network: {count} layers", count=self._layers))
        elif line.startswith(_COSTS):
            self._is_timing = True
            self._timed += 1
            self._layer = line[len(_COSTS) :].strip()
            self._say_layer(always=True)
        elif line.startswith(_REFORMATS):
            if not self._is_timing:
                self._say(None, text("Timing conversions between memory layouts"))
        elif runner := _RUNNER.match(line):
            if self._is_timing and runner[1] != self._layer:
                self._layer = runner[1]
                self._say_layer()
        elif line.startswith("Engine generation completed"):
            self._say(1.0, text("Putting the engine together"), always=True)

    def _say_layer(self, *, always: bool = False) -> None:
        # Reformats and late splits are timed besides, so there may be more than was announced.
        known = self._layers > 0 and self._timed <= self._layers
        fraction = (self._timed - 1) / self._layers if known else None
        step = (
            text(
                "Timing kernels for layer {number} of {count}: {layer}",
                number=self._timed,
                count=self._layers,
                layer=_short(self._layer),
            )
            if known and self._layer
            else text("Timing kernels for layer {number}", number=self._timed)
        )
        self._say(fraction, step, always=always)

    def _say(self, fraction: float | None, step: Text, *, always: bool = False) -> None:
        now = self._clock()
        if always or now - self._last_s >= _SHORTEST_S:
            self._last_s = now
            self._tell(fraction, step)


@dataclass(slots=True)
class _Phase:
    name: str
    parent: str | None
    steps: int
    done: int = 0


class PhaseProgress:
    """Adds up the phases within phases that the progress monitor of TensorRT 10 and newer tells of."""

    def __init__(self, tell: Tell, clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._lock = threading.RLock()  # TensorRT calls from threads of its own
        self._open: dict[str, _Phase] = {}
        self._furthest = 0.0
        self._last_s = float("-inf")

    def start(self, name: str, parent: str | None, steps: int) -> None:
        with self._lock:
            self._open[name] = _Phase(name, parent, max(1, steps))
            self._say(name)

    def step(self, name: str, step: int) -> None:
        """Take a completed step; ``step`` counts from zero."""
        with self._lock:
            if name in self._open:
                phase = self._open[name]
                phase.done = min(phase.steps, max(phase.done, step + 1))
                self._say(name)

    def finish(self, name: str) -> None:
        with self._lock:
            phase = self._open.pop(name, None)
            if phase is not None and phase.parent in self._open:
                self._say(phase.parent)

    def _say(self, name: str) -> None:
        self._furthest = max(self._furthest, self._fraction())
        now = self._clock()
        if now - self._last_s < _SHORTEST_S:
            return
        self._last_s = now
        phase = self._open[name]
        self._tell(
            self._furthest,
            text(
                "{phase}: step {number} of {count}",
                phase=_short(phase.name),
                number=min(phase.done + 1, phase.steps),
                count=phase.steps,
            ),
        )

    def _fraction(self) -> float:
        root = next((one for one in self._open.values() if one.parent not in self._open), None)
        return 0.0 if root is None else self._within(root)

    def _within(self, phase: _Phase) -> float:
        inner = [one for one in self._open.values() if one.parent == phase.name]
        begun = max((self._within(one) for one in inner), default=0.0)
        return min(1.0, (phase.done + begun) / phase.steps)


def monitor(trt: Any, phases: PhaseProgress, is_cancelled: Callable[[], bool]) -> Any:
    """Return a progress monitor for TensorRT, or None where it has none (before 10.0)."""
    if not hasattr(trt, "IProgressMonitor"):
        return None

    class Monitor(trt.IProgressMonitor):  # type: ignore[misc]  # a class of an untyped library
        """Called from TensorRT's threads, one call at a time."""

        def __init__(self) -> None:
            trt.IProgressMonitor.__init__(self)

        def phase_start(self, phase_name: str, parent_phase: str | None, num_steps: int) -> None:
            phases.start(phase_name, parent_phase, num_steps)

        def phase_finish(self, phase_name: str) -> None:
            phases.finish(phase_name)

        def step_complete(self, phase_name: str, step: int) -> bool:
            phases.step(phase_name, step)
            return not is_cancelled()

    return Monitor()


def _short(name: str) -> str:
    return name if len(name) <= _NAME_CHARS else name[: _NAME_CHARS - 1] + "…"
