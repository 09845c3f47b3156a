"""How long each step of a frame took, for the status strip and the table of timings. No Qt."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

# In the order in which a frame goes through them; places in every tuple and column below.
STAGES = ("read", "preprocess", "inference", "decode", "paint")
INFERENCE = STAGES.index("inference")

_KEPT_FRAMES = 512
# The first runs of a network build plans and fill caches: they say nothing about those after them.
_WARM_UP = 3
_FPS_SPAN_S = 1.0

Milliseconds = tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFigures:
    """One step over the frames kept, in milliseconds; None where it never ran.

    Attributes:
        last: Of the newest frame in which it ran.
        p50, p95, maximum: Over all frames kept, warm-up excluded.
        count: Number of frames these are from.
    """

    last: float | None
    p50: float | None
    p95: float | None
    maximum: float | None
    count: int


class StageTimes:
    """The last 512 frames; adding one costs a microsecond or two. GUI thread only."""

    def __init__(self, *, now: Callable[[], float] = time.perf_counter) -> None:
        """Start without frames; ``now`` returns seconds from any start."""
        self._now = now
        self._ms = np.full((_KEPT_FRAMES, len(STAGES)), np.nan)
        self._at_s = np.full(_KEPT_FRAMES, -np.inf)
        self.restart()

    def restart(self) -> None:
        """Forget everything: another model or source."""
        self._ms.fill(np.nan)
        self._at_s.fill(-np.inf)
        self._added = 0
        self._ran = 0
        self._is_warm = np.zeros(_KEPT_FRAMES, np.bool_)

    @property
    def added(self) -> int:
        """Number of frames since the start."""
        return self._added

    def add(self, *ms: float | None) -> None:
        """Add one frame: milliseconds per stage; None where a stage did not run."""
        place = self._added % _KEPT_FRAMES
        self._ms[place] = [np.nan if value is None else value for value in ms]
        self._at_s[place] = self._now()
        self._added += 1
        if ms[INFERENCE] is not None:
            self._ran += 1
        self._is_warm[place] = self._ran > _WARM_UP

    def recent(self, seconds: float = 0.5) -> Milliseconds | None:
        """Return the medians of the last moment; of a stage that ran in none of its frames None.

        None for all where no frame came: what was shown stays true.
        """
        rows = self._ms[self._at_s >= self._now() - seconds]
        if not len(rows):
            return None
        return tuple(_quantile(rows[:, i], 0.5) for i in range(len(STAGES)))

    def frames_per_second(self) -> float | None:
        """Return how many frames a second came of late; None while none come."""
        at_s = self._at_s[self._at_s >= self._now() - _FPS_SPAN_S]
        if len(at_s) < 2:
            return None
        span = float(at_s.max() - at_s.min())
        return (len(at_s) - 1) / span if span > 0 else None

    def figures(self) -> tuple[StageFigures, ...]:
        """Return all stages, in their order."""
        order = np.argsort(self._at_s, kind="stable")
        warm = self._ms[self._is_warm]
        made = []
        for i in range(len(STAGES)):
            ran = self._ms[order, i]
            ran = ran[~np.isnan(ran)]
            settled = warm[:, i]
            made.append(
                StageFigures(
                    last=float(ran[-1]) if len(ran) else None,
                    p50=_quantile(settled, 0.5),
                    p95=_quantile(settled, 0.95),
                    maximum=_quantile(settled, 1.0),
                    count=int(np.count_nonzero(~np.isnan(settled))),
                )
            )
        return tuple(made)


class HasTimes(Protocol):
    """What keeps times that a table may show."""

    @property
    def times(self) -> StageTimes: ...


def figure_text(value: float | None) -> str:
    """Return milliseconds or a rate with one decimal, whole from 100 on; a dash for None."""
    if value is None:
        return "–"
    return f"{value:.1f}" if value < 99.95 else f"{value:,.0f}"


def _quantile(values: npt.NDArray[np.float64], share: float) -> float | None:
    values = values[~np.isnan(values)]
    return float(np.quantile(values, share)) if len(values) else None
