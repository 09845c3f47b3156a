"""Figures that stand for many measured times, and how far to trust them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_RESAMPLES = 2000
_CONFIDENCE_PERCENT = 95.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """Times in milliseconds; percentiles are interpolated between neighbours (NumPy's default).

    Attributes:
        count: Number of times.
        mean, min, p25, p50, p75, p90, p95, p99, max: What they say.
        steps: All percentiles from 0 to 100.
    """

    count: int
    mean: float
    min: float
    p25: float
    p50: float
    p75: float
    p90: float
    p95: float
    p99: float
    max: float
    steps: tuple[float, ...]

    @classmethod
    def of(cls, times_ms: Sequence[float] | npt.NDArray[np.float64]) -> Quantiles:
        """Return the figures of some times.

        Raises:
            ValueError: There are none.
        """
        if not len(times_ms):
            raise ValueError("no times to tell figures of")
        times = np.asarray(times_ms, np.float64)
        steps = tuple(float(step) for step in np.percentile(times, np.arange(101)))
        return cls(
            count=len(times),
            mean=float(times.mean()),
            min=steps[0],
            p25=steps[25],
            p50=steps[50],
            p75=steps[75],
            p90=steps[90],
            p95=steps[95],
            p99=steps[99],
            max=steps[100],
            steps=steps,
        )


def median_interval(rounds: Sequence[Sequence[float]]) -> tuple[float, float] | None:
    """Return where the median of all times lies with 95 % confidence, from how the rounds differ.

    Whole rounds are drawn with replacement, and of each draw the median of all its times is taken (the
    cluster bootstrap; Davison and Hinkley, Bootstrap Methods and their Application, 3.8): times of one
    round resemble each other, so drawing single times would promise too much.

    Args:
        rounds: Milliseconds of each run, by round.

    Returns:
        Lower and upper end in milliseconds; None for fewer than three rounds.
    """
    measured = [np.asarray(times, np.float64) for times in rounds if len(times)]
    if len(measured) < 3:
        return None
    generator = np.random.default_rng(0)
    drawn = generator.integers(0, len(measured), (_RESAMPLES, len(measured)))
    # Each time once, with the number of times that its round was drawn as its weight.
    every = np.concatenate(measured)
    of_round = np.repeat(np.arange(len(measured)), [len(times) for times in measured])
    order = np.argsort(every, kind="stable")
    every, of_round = every[order], of_round[order]
    medians = np.empty(_RESAMPLES)
    for at, rows in enumerate(drawn):
        weights = np.bincount(rows, minlength=len(measured))[of_round]
        reached = np.cumsum(weights)
        medians[at] = every[np.searchsorted(reached, reached[-1] / 2)]
    outside = (100.0 - _CONFIDENCE_PERCENT) / 2
    low, high = np.percentile(medians, (outside, 100.0 - outside))
    return float(low), float(high)


def is_steady(times_ms: Sequence[float], window: int, within: float) -> bool:
    """Say whether the last two windows of times have medians that differ by no more than a share.

    Args:
        times_ms: In their order.
        window: Number of times in each window.
        within: The share: 0.02 for two percent.
    """
    if len(times_ms) < 2 * window:
        return False
    before = float(np.median(times_ms[-2 * window : -window]))
    now = float(np.median(times_ms[-window:]))
    return abs(now - before) <= within * before
