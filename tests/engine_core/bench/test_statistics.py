from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine_core.bench.statistics import Quantiles, is_steady, median_interval

TIMES = st.lists(st.floats(0.01, 1e4), min_size=1, max_size=60)


def test_quantiles_are_what_they_are_called() -> None:
    figures = Quantiles.of([float(n) for n in range(101)])
    assert (figures.min, figures.p25, figures.p50, figures.p75) == (0.0, 25.0, 50.0, 75.0)
    assert (figures.p90, figures.p95, figures.p99, figures.max) == (90.0, 95.0, 99.0, 100.0)
    assert (figures.mean, figures.count, len(figures.steps)) == (50.0, 101, 101)


def test_of_nothing_there_are_no_quantiles() -> None:
    with pytest.raises(ValueError, match="no times"):
        Quantiles.of([])


@given(TIMES)
def test_quantiles_rise_and_lie_within_the_times(times: list[float]) -> None:
    steps = Quantiles.of(times).steps
    assert list(steps) == sorted(steps)
    assert (steps[0], steps[-1]) == (min(times), max(times))


@given(st.lists(TIMES, min_size=3, max_size=12))
def test_the_interval_lies_within_the_times(rounds: list[list[float]]) -> None:
    interval = median_interval(rounds)
    assert interval is not None
    low, high = interval
    every = [time for turn in rounds for time in turn]
    assert min(every) <= low <= high <= max(every)


def test_equal_rounds_leave_no_doubt_about_the_median() -> None:
    assert median_interval([[1.0, 2.0, 3.0]] * 8) == (2.0, 2.0)


def test_rounds_that_drift_apart_widen_the_interval() -> None:
    generator = np.random.default_rng(1)
    still = [list(5 + generator.normal(0, 0.1, 50)) for _ in range(10)]
    drifting = [list(5 + 0.4 * n + generator.normal(0, 0.1, 50)) for n in range(10)]
    calm, wild = median_interval(still), median_interval(drifting)
    assert calm is not None
    assert wild is not None
    assert wild[1] - wild[0] > 5 * (calm[1] - calm[0])
    assert calm[0] < 5.0 < calm[1]


def test_the_interval_holds_the_true_median_nineteen_times_of_twenty() -> None:
    generator = np.random.default_rng(2)
    held = 0
    for _ in range(100):
        rounds = [list(10 + generator.normal(0, 1) + generator.normal(0, 1, 20)) for _ in range(12)]
        interval = median_interval(rounds)
        assert interval is not None
        held += interval[0] <= 10 <= interval[1]
    # The bootstrap of few rounds is a little too sure of itself.
    assert held >= 85


@pytest.mark.parametrize("rounds", [[], [[1.0]], [[1.0], [2.0]], [[1.0], [], [2.0], []]])
def test_few_rounds_tell_no_interval(rounds: list[list[float]]) -> None:
    assert median_interval(rounds) is None


def test_times_are_steady_where_two_windows_agree() -> None:
    falling = [10.0 - n for n in range(6)]
    assert not is_steady(falling, 3, 0.02)
    assert is_steady([*falling, 4.0, 4.05, 4.0, 4.02, 4.0, 9.0], 3, 0.02)
    assert not is_steady([4.0] * 5, 3, 0.02)
