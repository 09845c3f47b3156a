from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine_core.decoders import end2end
from engine_core.decoders.base import UNDECIDED, Strength, Task
from engine_core.decoders.end2end import ROTATED, YOLO, RowsDecoder
from engine_core.metadata import Metadata
from tests.engine_core.decoders.signatures import best, facts_of

ALL_OF_SIX = RowsDecoder(output="o", orders=end2end._SIX)
ALL_OF_SEVEN = RowsDecoder(output="o", orders=end2end._SEVEN)
WH = (640, 384)


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf, -np.inf, 3e38, -3e38, -1.0])
@pytest.mark.parametrize(
    ("decoder", "columns"),
    [
        *((replace(ALL_OF_SIX, orders=(order,)), 6) for order in end2end._SIX),
        *((replace(ALL_OF_SEVEN, orders=(order,)), 7) for order in end2end._SEVEN),
        (RowsDecoder(output="o", orders=(YOLO,), keypoints=(1, 3), normalised=True), 9),
    ],
)
def test_nonsense_is_dropped_in_silence(decoder: RowsDecoder, columns: int, value: float) -> None:
    for column in [None, *range(columns)]:
        rows = np.tile(np.linspace(0.1, 0.9, columns, dtype=np.float32), (1, 4, 1))
        rows[..., slice(None) if column is None else column] = value
        decoder.settle({"o": rows}, WH)
        found = decoder.decode({"o": rows}, WH, 0.01)
        assert np.isfinite(found.xyxy).all()
        assert np.isfinite(found.confidence).all()
        assert (found.class_id >= 0).all()


def test_a_frame_without_rows_decides_nothing_and_the_next_one_does() -> None:
    empty = np.empty((1, 0, 6), np.float32)
    verdict = ALL_OF_SIX.settle({"o": empty}, WH)
    assert verdict.fit == UNDECIDED
    assert verdict.decoder == ALL_OF_SIX
    assert len(ALL_OF_SIX.decode({"o": empty}, WH, 0.1)) == 0
    rows = np.asarray([[[3, 0.4, 10, 20, 30, 50]]], np.float32)
    settled = verdict.decoder.settle({"o": rows}, WH)
    assert settled.fit == 1
    assert settled.decoder.decode({"o": rows}, WH, 0.1).class_id.tolist() == [3]


def test_scores_and_classes_that_could_be_each_other_stay_open() -> None:
    # Class 1 at a score of 1, or class 1 at a score of 1 the other way round.
    rows = np.asarray([[[10, 20, 30, 50, 1, 1], [5, 5, 9, 9, 1, 0]]], np.float32)
    verdict = ALL_OF_SIX.settle({"o": rows}, WH)
    assert verdict.fit == UNDECIDED
    assert isinstance(verdict.decoder, RowsDecoder)
    assert {order.name for order in verdict.decoder.orders} == {
        "x0 y0 x1 y1 score class",
        "y0 x0 y1 x1 class score",
    }


def test_values_that_fit_no_order_refute() -> None:
    rows = np.random.default_rng(0).uniform(2.1, 90, (1, 50, 6)).astype(np.float32)
    assert ALL_OF_SIX.settle({"o": rows}, WH).is_refuted


def test_only_rows_of_the_first_picture_are_read() -> None:
    flat = RowsDecoder(output="o", orders=(end2end._BATCH_SCORE_CLASS,))
    rows = np.asarray([[0, 1, 2, 9, 9, 0.5, 3], [1, 1, 2, 9, 9, 0.6, 4]], np.float32)
    assert flat.decode({"o": rows}, WH, 0.1).class_id.tolist() == [3]
    both = np.asarray([[[1, 2, 9, 9, 0.5, 3]], [[1, 2, 9, 9, 0.6, 4]]], np.float32)
    one = RowsDecoder(output="o", orders=(YOLO,))
    assert one.decode({"o": both}, WH, 0.1).class_id.tolist() == [3]


@pytest.mark.parametrize(
    ("metadata", "columns", "orders"),
    [
        (Metadata(), 6, end2end._SIX),
        (Metadata(), 7, end2end._SEVEN),
        (Metadata(end2end=True, task="detect"), 6, (YOLO,)),
    ],
)
def test_metadata_leaves_one_order(
    metadata: Metadata, columns: int, orders: tuple[end2end.RowOrder, ...]
) -> None:
    proposal = best(
        end2end.FAMILY, facts_of({"o": np.empty((1, 300, columns), np.float32)}, metadata=metadata)
    )
    assert isinstance(proposal.decoder, RowsDecoder)
    assert proposal.decoder.orders == orders
    firm = Strength.NAMED if metadata.end2end else Strength.SHAPED
    assert proposal.strength is firm


def test_rotated_rows_are_of_the_task_that_says_so() -> None:
    made = facts_of(
        {"o": np.empty((1, 300, 7), np.float32)}, metadata=Metadata(end2end=True, task="obb")
    )
    facts = type(made)(made.signature, made.image, made.metadata, Task.OBB)
    proposal = best(end2end.FAMILY, facts)
    assert proposal.task is Task.OBB
    assert isinstance(proposal.decoder, RowsDecoder)
    assert proposal.decoder.orders == (ROTATED,)


@pytest.mark.parametrize("order", [YOLO, ROTATED])
def test_boxes_of_rows_that_see_nothing_refute_nothing(order: end2end.RowOrder) -> None:
    # A network without objects fills its table up; distances below zero swap corners there.
    rows = np.zeros((1, 300, order.extras), np.float32)
    rows[..., :4] = (50, 60, 40, 45) if order is YOLO else (50, 60, -4, 5)
    rows[..., 4] = np.linspace(0.02, 0.0001, 300)
    rows[..., 5] = np.arange(300) % 80
    rows[..., 6:] = 0.3
    decoder = RowsDecoder(output="o", orders=(order,))
    assert not decoder.settle({"o": rows}, WH).is_refuted
    rows[..., 4] *= 40
    assert decoder.settle({"o": rows}, WH).is_refuted
