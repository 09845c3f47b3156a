"""Times of the steps of a frame: medians of the moment, and figures over all frames kept."""

from __future__ import annotations

import pytest

from gui.timings import INFERENCE, StageTimes, figure_text


class Clock:
    def __init__(self) -> None:
        self.now_s = 10.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def times(clock: Clock) -> StageTimes:
    return StageTimes(now=clock)


def add(
    times: StageTimes, clock: Clock, inference_ms: float | None, *, after_s: float = 0.1
) -> None:
    clock.now_s += after_s
    times.add(1.0, 1.0, inference_ms, 1.0, None)


def test_nothing_is_known_before_the_first_frame(times: StageTimes) -> None:
    assert times.recent() is None
    assert times.frames_per_second() is None
    assert all(figures.count == 0 and figures.p50 is None for figures in times.figures())


def test_recent_times_are_medians_of_the_stages_that_ran(times: StageTimes, clock: Clock) -> None:
    for inference_ms in (90.0, 5.0, 7.0, 6.0):
        add(times, clock, inference_ms)
    assert times.recent(0.15) == (1.0, 1.0, 6.5, 1.0, None)


def test_old_frames_are_no_longer_recent(times: StageTimes, clock: Clock) -> None:
    add(times, clock, 5.0)
    clock.now_s += 3.0
    assert times.recent() is None


def test_the_rate_is_that_of_the_last_second(times: StageTimes, clock: Clock) -> None:
    for _ in range(20):
        add(times, clock, 5.0, after_s=0.04)
    assert times.frames_per_second() == pytest.approx(25.0)
    clock.now_s += 1.5
    assert times.frames_per_second() is None


def test_the_first_runs_of_a_network_do_not_count(times: StageTimes, clock: Clock) -> None:
    for inference_ms in (900.0, 300.0, 100.0, 4.0, 5.0, 6.0):
        add(times, clock, inference_ms)
    figures = times.figures()[INFERENCE]
    assert (figures.p50, figures.maximum, figures.count) == (5.0, 6.0, 3)
    assert figures.last == 6.0


def test_frames_without_inference_do_not_warm_anything_up(times: StageTimes, clock: Clock) -> None:
    for inference_ms in (None, None, None, None, 900.0):
        add(times, clock, inference_ms)
    assert times.figures()[INFERENCE].count == 0


def test_only_the_last_frames_are_kept(times: StageTimes, clock: Clock) -> None:
    for i in range(1_200):
        add(times, clock, float(i))
    figures = times.figures()[INFERENCE]
    assert (figures.count, figures.last, figures.maximum) == (512, 1199.0, 1199.0)
    assert figures.p50 == pytest.approx(1199 - 255.5)


def test_started_anew_it_is_as_at_first(times: StageTimes, clock: Clock) -> None:
    for _ in range(10):
        add(times, clock, 5.0)
    times.restart()
    assert times.recent() is None
    add(times, clock, 900.0)
    assert times.figures()[INFERENCE].count == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0.04, "0.0"), (12.52, "12.5"), (99.96, "100"), (1234.5, "1,234")],
)
def test_figures_have_one_decimal_and_from_100_on_none(value: float | None, text: str) -> None:
    assert figure_text(value) == text
