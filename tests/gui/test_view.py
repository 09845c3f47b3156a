"""What is shown of an answer, and why the rest is not."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine_core.detections import Candidates, Detections, DisplayFilter
from engine_core.detector import DetectResult, Timings
from engine_core.frame import Frame
from engine_core.letterbox import LetterBox
from gui.view import NEAR, view_of


def found(*rows: tuple[float, int, float]) -> DetectResult:
    """Make an answer of rows (confidence, class, side)."""
    ordered = sorted(rows, key=lambda row: -row[0])
    n = len(ordered)
    xyxy = np.zeros((n, 4), np.float32)
    xyxy[:, 2:] = np.array([[side, side] for _, _, side in ordered], np.float32).reshape(n, 2)
    return DetectResult(
        frame=Frame(image=np.zeros((8, 8, 3), np.uint8), source="a", name="a"),
        letterbox=LetterBox.fit((8, 8), (8, 8)),
        candidates=Candidates.empty(),
        detections=Detections(
            xyxy=xyxy,
            confidence=np.array([c for c, _, _ in ordered], np.float32),
            class_id=np.array([k for _, k, _ in ordered], np.intp),
        ),
        classes=(),
        timings=Timings(0, 0, 0),
    )


ROWS = st.lists(
    st.tuples(st.floats(0, 1, width=16), st.integers(0, 3), st.sampled_from([4.0, 20.0])),
    max_size=30,
)


@given(ROWS, st.floats(0, 1, width=16), st.sets(st.integers(0, 3)))
def test_shown_is_what_the_filter_passes_and_below_only_lacks_confidence(
    rows: list[tuple[float, int, float]], confidence: float, hidden: set[int]
) -> None:
    wanted = DisplayFilter(confidence=confidence, hidden=frozenset(hidden), min_size_px=10)
    result = found(*rows)
    view = view_of(result, wanted)
    expected = wanted.apply(result.detections)
    assert view.shown.confidence.tolist() == expected.confidence.tolist()
    assert view.everything.confidence[view.rows].tolist() == expected.confidence.tolist()
    assert not set(view.below.class_id.tolist()) & hidden
    assert all(c < np.float32(confidence) for c in view.below.confidence)
    visible = [r for r in rows if r[1] not in hidden and r[2] >= 10]
    assert len(view.shown) + len(view.below) == len(visible)
    assert sum(view.counts.values()) == len(view.shown)


def test_soloing_keeps_the_others_apart() -> None:
    view = view_of(
        found((0.9, 0, 20), (0.8, 1, 20), (0.1, 1, 20)),
        DisplayFilter(confidence=0.5, classes=frozenset({0})),
    )
    assert view.shown.class_id.tolist() == [0]
    assert view.others.class_id.tolist() == [1]
    assert len(view.below) == 0


def test_what_the_bound_on_their_number_cuts_is_not_below_the_threshold() -> None:
    view = view_of(found((0.9, 0, 20), (0.8, 0, 20)), DisplayFilter(max_detections=1))
    assert len(view.shown) == 1
    assert len(view.below) == 0


def test_a_selection_follows_its_detection_through_filters() -> None:
    result = found((0.9, 0, 20), (0.5, 1, 20), (0.3, 0, 20))
    view = view_of(result, DisplayFilter(confidence=0.2, hidden=frozenset({0})))
    assert view.row_shown(1) == 0
    assert view.row_shown(0) is None
    assert view.row_shown(None) is None


def test_near_goes_by_the_threshold_of_each_class() -> None:
    wanted = DisplayFilter(confidence=0.5, class_confidence={1: 0.9})
    view = view_of(found((0.85, 1, 20), (0.45, 0, 20), (0.3, 0, 20), (0.5, 1, 20)), wanted)
    near = view.near(wanted)
    assert NEAR == 0.10
    assert sorted(zip(near.confidence.tolist(), near.class_id.tolist(), strict=True)) == [
        (np.float32(0.45), 0),
        (np.float32(0.85), 1),
    ]


def test_without_an_answer_nothing_is_shown() -> None:
    view = view_of(None, DisplayFilter())
    assert (len(view.shown), len(view.below), len(view.others), view.counts) == (0, 0, 0, {})
