from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine_core.detections import Candidates, Detections, DisplayFilter, InstanceMask, Masks
from tests.builders import make_candidates, make_detections

THREE = [[0, 0, 10, 10], [5, 5, 30, 12], [1, 1, 2, 2]]


def full(row: int) -> InstanceMask:
    return InstanceMask(np.ones((row + 1, 2), np.bool_), (row, 0))


class Maker:
    """Makes masks and counts for which rows it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, row: int) -> InstanceMask:
        self.asked.append(row)
        return full(row)


def test_all_columns_follow_the_same_rows() -> None:
    detections = make_detections(
        THREE,
        class_id=[4, 5, 6],
        corners=np.arange(24, dtype=np.float32).reshape(3, 4, 2),
        keypoints=np.arange(18, dtype=np.float32).reshape(3, 2, 3),
        masks=Masks.of([full(0), full(1), full(2)]),
    )
    for rows in (np.array([2, 0]), np.array([True, False, True]), slice(1, None), slice(0, 0)):
        taken = detections[rows]
        assert len(taken) == len(detections.xyxy[rows])
        assert taken.xyxy.tolist() == detections.xyxy[rows].tolist()
        assert taken.class_id.tolist() == detections.class_id[rows].tolist()
        assert taken.corners is not None
        assert taken.keypoints is not None
        assert taken.masks is not None
        assert detections.corners is not None
        assert taken.corners[:, 0, 0].tolist() == detections.corners[rows][:, 0, 0].tolist()
        originals = np.arange(3)[rows]
        areas = [taken.masks[i].area_px for i in range(len(taken))]
        assert areas == [2 * (row + 1) for row in originals]
        assert taken.keypoints[:, 0, 0].tolist() == (originals * 6).tolist()


def test_candidates_keep_their_shared_prototypes() -> None:
    candidates = make_candidates(
        THREE,
        mask_coefficients=np.eye(3, dtype=np.float32),
        prototypes=np.ones((3, 4, 4), np.float32),
        mask_logits=np.zeros((3, 8, 8), np.float32),
        xywhr=np.zeros((3, 5), np.float32),
    )
    taken = candidates[np.array([1])]
    assert taken.prototypes is candidates.prototypes
    assert taken.mask_coefficients is not None
    assert taken.mask_coefficients.tolist() == [[0, 1, 0]]
    assert taken.mask_logits is not None
    assert taken.mask_logits.shape == (1, 8, 8)
    assert taken.xywhr is not None
    assert taken.xywhr.shape == (1, 5)


def test_nothing_found_is_empty_in_every_column() -> None:
    for empty in (Detections.empty(), Candidates.empty()):
        assert len(empty) == 0
        assert empty.xyxy.shape == (0, 4)
        assert len(empty[np.zeros(0, np.bool_)]) == 0
    assert len(DisplayFilter().apply(Detections.empty())) == 0


def test_masks_are_made_when_asked_for_and_only_once() -> None:
    make = Maker()
    masks = Masks(make, np.arange(5))
    assert make.asked == []
    assert masks[3].area_px == 8
    assert masks[3] is masks[3]
    assert make.asked == [3]


def test_chosen_masks_share_what_was_made() -> None:
    make = Maker()
    masks = Masks(make, np.arange(5))
    first = masks.take(np.array([4, 2]))
    again = first.take(np.array([True, False]))
    assert again[0].area_px == 10
    assert first[0] is again[0]
    assert masks[4] is again[0]
    assert make.asked == [4]
    assert len(again) == 1


def test_a_mask_lies_on_the_canvas_where_it_was_cut() -> None:
    mask = InstanceMask(np.array([[True, False], [True, True]]), (3, 1))
    canvas = mask.on_canvas((6, 4))
    assert canvas.shape == (4, 6)
    assert np.argwhere(canvas).tolist() == [[1, 3], [2, 3], [2, 4]]
    assert mask.area_px == 3


def test_what_leaves_its_maker_is_read_only() -> None:
    detections = make_detections(
        THREE, keypoints=np.zeros((3, 1, 2), np.float32), masks=Masks(full, np.arange(3))
    )
    taken = detections[np.array([0, 1])]
    assert taken.masks is not None
    assert taken.keypoints is not None
    for array in (
        detections.xyxy,
        taken.xyxy,
        taken.confidence,
        taken.class_id,
        taken.keypoints,
        taken.masks[0].pixels,
    ):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"xyxy": np.zeros((3, 5), np.float32)},
        {"confidence": np.zeros(2, np.float32)},
        {"class_id": np.zeros((3, 1), np.intp)},
        {"corners": np.zeros((3, 8), np.float32)},
        {"keypoints": np.zeros((3, 2, 4), np.float32)},
        {"keypoints": np.zeros((2, 2, 3), np.float32)},
        {"masks": Masks.of([full(0)])},
    ],
)
def test_columns_of_another_shape_are_a_bug_of_their_maker(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {
        "xyxy": np.zeros((3, 4), np.float32),
        "confidence": np.zeros(3, np.float32),
        "class_id": np.zeros(3, np.intp),
    }
    with pytest.raises(ValueError, match=r"shape|masks"):
        Detections(**(right | wrong))


# ---- What is shown ------------------------------------------------------------------------------

many = make_detections(
    [[0, 0, 10, 10], [0, 0, 4, 50], [0, 0, 50, 4], [0, 0, 20, 20], [0, 0, 30, 30]],
    confidence=[0.9, 0.6, 0.5, 0.25, 0.1],
    class_id=[0, 1, 0, 2, 1],
)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (DisplayFilter(), [0, 1, 2, 3]),
        (DisplayFilter(confidence=0.0), [0, 1, 2, 3, 4]),
        (DisplayFilter(confidence=0.5), [0, 1, 2]),
        (DisplayFilter(confidence=0.55, class_confidence={2: 0.2}), [0, 1, 3]),
        (DisplayFilter(confidence=0.0, class_confidence={0: 0.95, 7: 0.1}), [1, 3, 4]),
        (DisplayFilter(classes=frozenset({1})), [1]),
        (DisplayFilter(classes=frozenset()), []),
        (DisplayFilter(classes=frozenset({0, 1}), hidden=frozenset({0})), [1]),
        (DisplayFilter(hidden=frozenset({9})), [0, 1, 2, 3]),
        (DisplayFilter(confidence=0.0, min_size_px=10), [0, 3, 4]),
    ],
)
def test_the_filter_shows(chosen: DisplayFilter, expected: list[int]) -> None:
    assert np.flatnonzero(chosen.rows(many)).tolist() == expected
    assert chosen.apply(many).confidence.tolist() == many.confidence[expected].tolist()


@given(st.floats(0, 1, width=32))
def test_a_threshold_equal_to_a_score_shows_it(score: float) -> None:
    one = make_detections([[0, 0, 1, 1]], confidence=[score])
    assert len(DisplayFilter(confidence=score).apply(one)) == 1
