from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine_core.thresholds import score_gap, score_histogram

SEEDS = st.integers(0, 2**32 - 1)


def test_a_score_printed_as_the_start_of_a_bin_lies_in_that_bin() -> None:
    starts = (np.arange(50) / 50).astype(np.float32)
    assert score_histogram(starts).tolist() == [1] * 50


def test_a_score_of_one_lies_in_the_last_bin() -> None:
    assert score_histogram([1.0])[-1] == 1


def test_what_is_no_number_is_not_counted() -> None:
    assert score_histogram([0.5, np.nan, np.inf]).sum() == 1


def test_no_scores_give_an_empty_histogram() -> None:
    assert score_histogram(np.empty(0, np.float32)).tolist() == [0] * 50


@given(st.lists(st.floats(0, 1)), st.integers(1, 200))
def test_every_score_is_counted_once(scores: list[float], bins: int) -> None:
    counts = score_histogram(scores, bins)
    assert counts.shape == (bins,)
    assert counts.sum() == len(scores)


@given(
    seed=SEEDS,
    low=st.floats(0.05, 0.25),
    high=st.floats(0.7, 0.95),
    n_low=st.integers(200, 20_000),
    n_high=st.integers(100, 5_000),
)
def test_the_gap_between_two_clear_humps_is_proposed(
    seed: int, low: float, high: float, n_low: int, n_high: int
) -> None:
    random = np.random.default_rng(seed)
    scores = np.concatenate(
        [
            random.uniform(low - 0.05, low + 0.05, n_low),
            random.uniform(high - 0.05, high + 0.05, n_high),
        ]
    )
    gap = score_gap(score_histogram(scores))
    assert gap is not None
    assert low + 0.05 <= gap <= high - 0.05
    assert gap == pytest.approx(round(gap, 2))


@given(seed=SEEDS, n_dust=st.integers(0, 100))
def test_dust_between_the_humps_does_not_hide_the_gap(seed: int, n_dust: int) -> None:
    random = np.random.default_rng(seed)
    clutter = random.exponential(0.03, 20_000)
    objects = random.normal(0.88, 0.03, 4_000)
    dust = random.uniform(0.3, 0.7, n_dust)
    gap = score_gap(score_histogram(np.clip(np.concatenate([clutter, objects, dust]), 0, 1)))
    assert gap is not None
    assert 0.2 < gap < 0.8


@given(seed=SEEDS, n=st.integers(0, 20_000))
def test_scores_spread_evenly_have_no_gap(seed: int, n: int) -> None:
    scores = np.random.default_rng(seed).uniform(0, 1, n)
    assert score_gap(score_histogram(scores)) is None


@given(seed=SEEDS, middle=st.floats(0.1, 0.9), width=st.floats(0.01, 0.2), n=st.integers(1, 20_000))
def test_one_hump_has_no_gap(seed: int, middle: float, width: float, n: int) -> None:
    scores = np.random.default_rng(seed).normal(middle, width, n)
    assert score_gap(score_histogram(scores[(scores >= 0) & (scores <= 1)])) is None


@given(seed=SEEDS, n=st.integers(1, 50_000))
def test_clutter_alone_has_no_gap(seed: int, n: int) -> None:
    scores = np.random.default_rng(seed).exponential(0.06, n)
    assert score_gap(score_histogram(scores[scores <= 1])) is None


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=80))
def test_a_proposal_lies_strictly_between_scores(counts: list[int]) -> None:
    gap = score_gap(counts)
    if gap is not None:
        at = round(gap * len(counts))
        assert sum(counts[:at]) >= 20
        assert sum(counts[at:]) >= 20


def test_a_few_confident_boxes_are_no_hump() -> None:
    scores = [0.02] * 500 + [0.9] * 10
    assert score_gap(score_histogram(scores)) is None


@pytest.mark.parametrize("counts", [[], [5], [0] * 50, [900] + [0] * 49])
def test_there_is_no_gap_without_two_sides(counts: list[int]) -> None:
    assert score_gap(counts) is None


def test_of_two_gaps_the_wider_is_proposed() -> None:
    counts = np.zeros(50, int)
    counts[0:5], counts[10:12], counts[40:45] = 500, 300, 200
    assert score_gap(counts) == pytest.approx(0.52)
