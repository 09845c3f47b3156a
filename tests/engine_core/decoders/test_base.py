from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine_core.decoders.base import (
    anchor_count,
    anchor_points,
    anchor_strides,
    first_of_batch,
    floats,
    is_integral,
    is_probability,
    sigmoid,
    softmax,
    valid_rows,
)
from tests.engine_core.decoders.heads import cells

sides = st.integers(16, 700)


@given(sides, sides, st.sampled_from([(8, 16, 32), (8, 16, 32, 64), (16, 32)]))
def test_cells_are_counted_and_placed_row_by_row(w: int, h: int, strides: tuple[int, ...]) -> None:
    expected = cells((w, h), strides)
    points, sizes = anchor_points((w, h), strides)
    assert anchor_count((w, h), strides) == len(expected)
    assert np.array_equal(np.column_stack([points, sizes]), np.asarray(expected))


@pytest.mark.parametrize(
    ("wh", "count", "per_cell", "strides"),
    [
        ((640, 640), 8400, 1, (8, 16, 32)),
        ((640, 640), 8500, 1, (8, 16, 32, 64)),
        ((640, 640), 25200, 3, (8, 16, 32)),
        ((416, 416), 3598, 1, (8, 16, 32, 64)),
        ((640, 384), 5040, 1, (8, 16, 32)),
        ((640, 640), 8401, 1, None),
    ],
)
def test_the_number_of_boxes_tells_the_strides(
    wh: tuple[int, int], count: int, per_cell: int, strides: tuple[int, ...] | None
) -> None:
    assert anchor_strides(wh, count, per_cell=per_cell) == strides


def test_only_the_first_picture_of_a_batch_is_read() -> None:
    output = np.arange(24).reshape(2, 1, 3, 4)
    assert first_of_batch(output, 2).tolist() == output[0, 0].tolist()
    assert first_of_batch(output[0, 0], 2) is not None
    assert floats(np.ones(3, np.float16)).dtype == np.float32


def test_rows_without_meaning_are_not_valid() -> None:
    boxes = np.asarray(
        [
            [0, 0, 1, 1],
            [0, 0, 0, 1],
            [2, 0, 1, 1],
            [0, np.nan, 1, 1],
            [0, 0, np.inf, 1],
            [-3e38, -3e38, 3e38, 3e38],
            [0, 0, 1, 1],
        ],
        np.float32,
    )
    scores = np.asarray([0.5] * 6 + [np.nan], np.float32)
    assert valid_rows(boxes, scores).tolist() == [True] + [False] * 6
    assert valid_rows(np.empty((0, 4), np.float32), np.empty(0, np.float32)).tolist() == []


def test_probabilities_and_whole_numbers_are_known() -> None:
    assert is_probability(np.asarray([0, 0.5, 1.0005]))
    assert not is_probability(np.asarray([0, 1.01]))
    assert not is_probability(np.asarray([-0.01]))
    assert not is_probability(np.empty(0))
    assert is_integral(np.asarray([-1.0, 0, 79]))
    assert not is_integral(np.asarray([0.5]))
    assert not is_integral(np.asarray([np.nan]))


@given(st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=9))
def test_logistic_functions_never_overflow(values: list[float]) -> None:
    logits = np.asarray(values, np.float32)
    probabilities = sigmoid(logits)
    assert is_probability(probabilities)
    inner = np.abs(logits) < 10
    expected = 1 / (1 + np.exp(-logits[inner].astype(np.float64)))
    assert np.allclose(probabilities[inner], expected, atol=1e-6)
    shares = softmax(logits)
    assert shares.sum() == pytest.approx(1, abs=1e-4)
    assert np.isfinite(shares).all()
