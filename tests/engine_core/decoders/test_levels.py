from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine_core.decoders.levels import (
    Arrangement,
    Scores,
    best_class,
    by_level,
    place,
    score_kind,
)
from engine_core.tensors import TensorSpec

WH = (640, 384)
CELLS = {8: (48, 80), 16: (24, 40), 32: (12, 20)}


def test_classes_as_many_as_cells_do_not_confuse_the_axes() -> None:
    shapes = [(1, *CELLS[s], 80) for s in CELLS] + [(1, *CELLS[s], 64) for s in CELLS]
    slots = place([TensorSpec(str(i), "float32", x) for i, x in enumerate(shapes)], WH)

    assert {slot.arrangement for slot in slots} == {Arrangement.PIXELS}
    assert [slot.strides for slot in slots] == [(8,), (8,), (16,), (16,), (32,), (32,)]
    assert [sorted(s.channels for s in group) for group in by_level(slots).values()] == [
        [64, 80]
    ] * 3


@given(
    arrangement=st.sampled_from(["planes", "pixels", "rows", "bare rows", "columns"]),
    stride=st.sampled_from(list(CELLS)),
    dtype=st.sampled_from([np.float32, np.float16]),
)
def test_every_arrangement_gives_the_same_table(
    arrangement: str, stride: int, dtype: type[np.floating]
) -> None:
    rows, columns = CELLS[stride]
    table = np.arange(5 * rows * columns).reshape(5, -1).astype(dtype)
    planes = table.reshape(5, rows, columns)
    array = {
        "planes": planes[None],
        "pixels": planes.transpose(1, 2, 0)[None],
        "rows": table.T[None],
        "bare rows": table.T,
        "columns": table[None],
    }[arrangement]
    (slot,) = place([TensorSpec("a", "float32", array.shape)], WH)

    read = slot.part(1, 4).table({"a": array})

    assert read.dtype == np.float32
    np.testing.assert_array_equal(read, table[1:4].astype(np.float32))


def test_boxes_of_a_cell_are_neighbours_in_maps_as_in_rows() -> None:
    rows, columns = CELLS[32]
    boxes = np.arange(rows * columns * 2 * 4, dtype=np.float32).reshape(-1, 4)
    planes = boxes.reshape(rows, columns, 8).transpose(2, 0, 1)[None]
    (in_map,) = place([TensorSpec("a", "float32", planes.shape)], WH)
    (in_rows,) = place([TensorSpec("a", "float32", boxes.shape)], WH, per_cell=(1, 2))

    np.testing.assert_array_equal(
        in_map.with_boxes(2).table({"a": planes}), in_rows.table({"a": boxes})
    )


def test_only_the_first_picture_of_a_batch_is_read() -> None:
    batch = np.stack([np.full((3, 12, 20), picture, np.float32) for picture in (7, 9)])
    (slot,) = place([TensorSpec("a", "float32", batch.shape)], WH)

    assert set(np.unique(slot.table({"a": batch}))) == {7}


@given(seed=st.integers(0, 2**16), floor=st.floats(0.01, 0.99), logits=st.booleans())
def test_the_best_class_is_the_one_that_looking_at_all_finds(
    seed: int, floor: float, logits: bool
) -> None:
    values = np.random.default_rng(seed).uniform(-4, 4, (3, 50)).astype(np.float32)
    probabilities = 1 / (1 + np.exp(-values.astype(np.float64)))
    scores = values if logits else probabilities.astype(np.float32)

    rows, confidence, class_id = best_class(scores, floor, logits=logits)

    sure = np.flatnonzero(probabilities.max(axis=0) >= floor + 1e-5)
    assert set(sure) <= set(rows)
    assert confidence == pytest.approx(probabilities.max(axis=0)[rows], abs=1e-5)
    assert (class_id == values.argmax(axis=0)[rows]).all()


def test_scores_are_told_from_what_is_none() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(-6, 2, (5, 100)).astype(np.float32)
    finite = (1 / (1 + np.exp(-logits))).astype(np.float32)

    assert score_kind([finite]) is Scores.PROBABILITIES
    assert score_kind([logits, logits]) is Scores.LOGITS
    assert score_kind([rng.normal(3, 2, (5, 100)).astype(np.float32)]) is Scores.NEITHER
    assert score_kind([np.full((5, 4), np.nan, np.float32)]) is Scores.UNKNOWN
