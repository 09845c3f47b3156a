"""What was found so far: the same as filtering each frame by itself, only for all of them at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_core.detections import Detections, DisplayFilter
from engine_core.frame import SourceItem, SourceKind
from gui.timeline import Timeline
from gui.workers.messages import Seen

ITEM = SourceItem(SourceKind.VIDEO, "/videos/clip.mp4", "clip.mp4")
# Few values, so that thresholds often meet a score exactly.
SCORES = st.sampled_from([0.05, 0.1, 0.25, 0.3, 0.5, 0.75, 1.0])
IDS = st.sampled_from([0, 1, 2, 7, 100_000])
BOX = st.tuples(SCORES, IDS, st.sampled_from([3.0, 8.0, 20.5]), st.sampled_from([3.0, 8.0, 33.0]))
FRAMES = st.lists(st.tuples(st.integers(0, 12), st.lists(BOX, max_size=6)), min_size=1, max_size=24)
FILTERS = st.builds(
    DisplayFilter,
    confidence=SCORES,
    class_confidence=st.dictionaries(IDS, SCORES, max_size=2),
    classes=st.none() | st.frozensets(IDS, max_size=3),
    hidden=st.frozensets(IDS, max_size=2),
    min_size_px=st.sampled_from([0.0, 8.0, 10.0]),
    max_detections=st.none() | st.integers(0, 4),
)


def detections(boxes: list[tuple[float, int, float, float]]) -> Detections:
    boxes = sorted(boxes, key=lambda box: -box[0])
    table: Any = np.array(boxes, np.float32).reshape(-1, 4)
    corner = np.zeros((len(boxes), 2), np.float32)
    return Detections(
        xyxy=np.hstack([corner, corner + table[:, 2:]]),
        confidence=table[:, 0].copy(),
        class_id=np.array([box[1] for box in boxes], np.intp),
    )


def seen(index: int, found: Detections) -> Seen:
    size = found.xyxy[:, 2:] - found.xyxy[:, :2]
    return Seen(
        source=ITEM,
        index=index,
        confidence=found.confidence,
        class_id=found.class_id,
        side_px=size.min(axis=1) if len(found) else np.empty(0, np.float32),
    )


def scored(index: int, *scores: float, class_id: int = 0) -> Seen:
    return seen(index, detections([(score, class_id, 20.0, 20.0) for score in scores]))


@settings(max_examples=150, deadline=None)
@given(frames=FRAMES, shown=FILTERS)
def test_counts_are_those_of_the_filter_applied_to_each_frame(
    frames: list[tuple[int, list[tuple[float, int, float, float]]]], shown: DisplayFilter
) -> None:
    timeline = Timeline()
    latest: dict[int, Detections] = {}
    for index, boxes in frames:
        latest[index] = detections(boxes)
        timeline.add(seen(index, latest[index]))
    expected = [int(shown.rows(latest[i]).sum()) if i in latest else -1 for i in range(15)]
    assert timeline.counts(shown, 15).tolist() == expected
    classes: dict[int, int] = {}
    for found in latest.values():
        for class_id in shown.apply(found).class_id.tolist():
            classes[class_id] = classes.get(class_id, 0) + 1
    assert timeline.class_counts(shown) == classes
    assert timeline.computed == len(latest)


# Ids that fit a table, and scores beside the edges of steps.
TABLED = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.lists(
            st.tuples(
                SCORES | st.floats(0.0, 1.0, width=32),
                st.integers(0, 3),
                st.just(20.0),
                st.just(20.0),
            ),
            max_size=6,
        ),
    ),
    min_size=1,
    max_size=24,
)
THRESHOLDS = SCORES | st.floats(0.0, 1.0)


@settings(max_examples=200, deadline=None)
@given(
    frames=TABLED,
    shown=st.builds(
        DisplayFilter,
        confidence=THRESHOLDS,
        class_confidence=st.dictionaries(st.integers(0, 5), THRESHOLDS, max_size=5),
        classes=st.none() | st.frozensets(st.integers(0, 4), max_size=3),
        hidden=st.frozensets(st.integers(0, 4), max_size=2),
        max_detections=st.none() | st.integers(0, 4),
    ),
    max_rows=st.sampled_from([16, 1000]),
)
def test_what_is_counted_as_boxes_come_is_what_a_look_at_each_box_gives(
    frames: list[tuple[int, list[tuple[float, int, float, float]]]],
    shown: DisplayFilter,
    max_rows: int,
) -> None:
    timeline = Timeline(max_rows)
    timeline._resize(4)
    latest: dict[int, Detections] = {}
    for index, boxes in frames:
        latest[index] = detections(boxes)
        timeline.add(seen(index, latest[index]))
        # Asked in between, so that an answer kept too long would show.
        timeline.class_counts(shown)
        timeline.histogram(shown)
    kept = {
        index: found[found.confidence >= np.float32(timeline.complete_from)]
        for index, found in latest.items()
    }
    classes: dict[int, int] = {}
    scores: list[float] = []
    for found in kept.values():
        for class_id in shown.apply(found).class_id.tolist():
            classes[class_id] = classes.get(class_id, 0) + 1
        visible = replace(shown, confidence=0.0, class_confidence={}, max_detections=None)
        scores += visible.apply(found).confidence.tolist()
    assert timeline.class_counts(shown) == classes
    for bins in (50, 7):
        at = np.minimum((np.array(scores, np.float32) * np.float32(bins)).astype(int), bins - 1)
        expected = np.bincount(at, minlength=bins) if scores else np.zeros(bins, int)
        assert timeline.histogram(shown, bins).tolist() == expected.tolist()
    assert timeline._tally.is_complete


@settings(max_examples=100, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 9), st.lists(st.tuples(SCORES, st.integers(0, 3)), max_size=4)),
        min_size=1,
        max_size=60,
    )
)
def test_of_a_source_without_an_end_only_the_newest_frames_are_known(
    steps: list[tuple[int, list[tuple[float, int]]]],
) -> None:
    timeline = Timeline(max_frames=8)
    timeline._resize(4)
    latest: dict[int, Detections] = {}
    index = 1000
    for by, boxes in steps:
        index += by
        latest[index] = detections([(score, class_id, 20.0, 20.0) for score, class_id in boxes])
        timeline.add(seen(index, latest[index]))
        shown = DisplayFilter(confidence=0.25, max_detections=2)
        counts = timeline.counts(shown, index + 3).tolist()
        known = [i for i, n in enumerate(counts) if n >= 0]
        # The newest eight always, and never more than a quarter besides.
        assert set(known) <= set(latest)
        assert set(known) >= {i for i in latest if i > index - 8}
        assert min(known) > index - 10
        assert [counts[i] for i in known] == [int(shown.rows(latest[i]).sum()) for i in known]
        assert timeline.computed == len(known)
        assert timeline.rows_kept == sum(len(latest[i]) for i in known)
        classes: dict[int, int] = {}
        for i in known:
            for class_id in shown.apply(latest[i]).class_id.tolist():
                classes[class_id] = classes.get(class_id, 0) + 1
        assert timeline.class_counts(shown) == classes
        assert sum(timeline.histogram()) == timeline.rows_kept


def test_a_camera_that_runs_for_days_takes_no_more_memory() -> None:
    timeline = Timeline(max_frames=100)
    for index in range(0, 20_000, 2):
        timeline.add(scored(index, 0.9, 0.4, 0.1))
    assert len(timeline._n) <= 1_024
    assert len(timeline._frame) <= 4_096
    assert timeline.is_computed(19_998)
    assert not timeline.is_computed(19_800)


def test_a_camera_that_begins_anew_is_begun_anew() -> None:
    timeline = Timeline(max_frames=10)
    for index in range(50, 60):
        timeline.add(scored(index, 0.9))
    timeline.add(scored(0, 0.8))
    assert timeline.computed == 1
    assert timeline.counts(DisplayFilter(), 2).tolist() == [1, -1]
    timeline.add(scored(500, 0.8))
    assert timeline.computed == 1
    assert timeline.is_computed(500)


def test_buried_boxes_do_not_hide_the_lowest_score() -> None:
    timeline = Timeline()
    timeline.add(scored(0, 0.9))
    timeline.add(scored(0, 0.8, 0.3))
    assert timeline.lowest() == pytest.approx(0.3)


def test_answers_to_the_same_question_are_counted_once() -> None:
    timeline = Timeline()
    timeline.add(scored(0, 0.9))
    first = timeline.histogram(DisplayFilter(confidence=0.2))
    assert timeline.histogram(DisplayFilter(confidence=0.7)) is first
    timeline.add(scored(1, 0.9))
    assert timeline.histogram(DisplayFilter(confidence=0.7)).sum() == 2


@settings(max_examples=60, deadline=None)
@given(frames=FRAMES)
def test_within_its_memory_every_confidence_that_is_complete_counts_right(
    frames: list[tuple[int, list[tuple[float, int, float, float]]]],
) -> None:
    timeline = Timeline(max_rows=12)
    # The first room is larger than the bound; a small one makes the bound bite.
    timeline._resize(4)
    latest: dict[int, Detections] = {}
    for index, boxes in frames:
        latest[index] = detections(boxes)
        timeline.add(seen(index, latest[index]))
        shown = DisplayFilter(confidence=max(0.05, timeline.complete_from))
        expected = [int(shown.rows(latest[i]).sum()) if i in latest else -1 for i in range(13)]
        assert timeline.counts(shown, 13).tolist() == expected
    assert timeline.rows_kept <= 12


def test_a_full_timeline_gives_up_the_less_confident_and_says_from_where_it_is_complete() -> None:
    timeline = Timeline(max_rows=8)
    timeline._resize(8)
    for index in range(4):
        timeline.add(scored(index, 0.9, 0.2, 0.1))
    assert 0.2 < timeline.complete_from <= 0.9
    assert timeline.counts(DisplayFilter(confidence=0.9), 4).tolist() == [1, 1, 1, 1]


def test_a_looping_video_does_not_grow() -> None:
    timeline = Timeline()
    for _ in range(3):
        for index in range(50):
            timeline.add(scored(index, 0.9, 0.4))
    assert timeline.rows_kept == 100
    assert timeline._used == 100


def test_a_frame_found_anew_replaces_what_was_known_of_it() -> None:
    timeline = Timeline()
    timeline.add_all([scored(0, 0.9), scored(1, 0.9, 0.8, 0.7), scored(2, 0.9)])
    timeline.add(scored(1, 0.6))
    assert timeline.counts(DisplayFilter(), 3).tolist() == [1, 1, 1]
    timeline.add(scored(1, 0.9, 0.9, 0.9, 0.9))
    assert timeline.counts(DisplayFilter(), 3).tolist() == [1, 4, 1]
    assert timeline.computed == 3


def test_cleared_it_knows_nothing() -> None:
    timeline = Timeline()
    timeline.add(scored(3, 0.9))
    assert timeline.is_computed(3)
    timeline.clear()
    assert not timeline.is_computed(3)
    assert timeline.computed == 0
    assert timeline.counts(DisplayFilter(), 5).tolist() == [-1] * 5


def test_an_answer_is_not_computed_twice_but_follows_every_change() -> None:
    timeline = Timeline()
    timeline.add(scored(0, 0.9, 0.3))
    first = timeline.counts(DisplayFilter(confidence=0.5), 2)
    assert timeline.counts(DisplayFilter(confidence=0.5), 2) is first
    assert timeline.counts(DisplayFilter(confidence=0.2), 2).tolist() == [2, -1]
    timeline.add(scored(1, 0.9))
    assert timeline.counts(DisplayFilter(confidence=0.2), 2).tolist() == [2, 1]


def test_counts_cannot_be_changed_by_who_got_them() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Timeline().counts(DisplayFilter(), 3)[0] = 5


def test_the_silhouette_counts_all_scores_of_the_visible_classes() -> None:
    timeline = Timeline()
    timeline.add_all([scored(0, 0.99, 0.31, 0.30), scored(1, 1.0, class_id=4)])
    assert timeline.histogram(bins=10).tolist() == [0, 0, 0, 2, 0, 0, 0, 0, 0, 2]
    hidden = DisplayFilter(confidence=0.9, hidden=frozenset({4}))
    assert timeline.histogram(hidden, 10).tolist() == [0, 0, 0, 2, 0, 0, 0, 0, 0, 1]
    alone = DisplayFilter(classes=frozenset({4}), class_confidence={4: 1.0})
    assert timeline.histogram(alone, 10).tolist() == [0] * 9 + [1]


def test_the_next_frame_with_something_is_found_in_both_directions() -> None:
    timeline = Timeline()
    timeline.add_all([scored(i, *([0.9] if i in (2, 6) else [0.1])) for i in range(8)])
    shown = DisplayFilter(confidence=0.5)
    assert timeline.next_with(shown, 2, frame_count=8) == (6, True)
    assert timeline.next_with(shown, 6, -1, frame_count=8) == (2, True)
    assert timeline.next_with(shown, 6, frame_count=8) == (None, True)
    assert timeline.next_with(shown, 2, -1, frame_count=8) == (None, True)
    assert timeline.next_with(shown, -1, frame_count=8) == (2, True)


def test_the_search_ends_at_a_frame_that_is_not_computed() -> None:
    timeline = Timeline()
    timeline.add_all([scored(0, 0.1), scored(1, 0.1), scored(3, 0.9)])
    shown = DisplayFilter(confidence=0.5)
    assert timeline.next_with(shown, 0, frame_count=9) == (2, False)
    assert timeline.next_with(shown, 3, -1, frame_count=9) == (2, False)
    # Where nobody knows how long the source is, it may go on behind what is known.
    assert timeline.next_with(shown, 3) == (4, False)
    assert timeline.next_with(shown, 20) == (21, False)


def test_a_frame_before_the_first_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0"):
        Timeline().add(scored(-1, 0.5))


def test_the_lowest_score_is_known_as_long_as_all_are_kept() -> None:
    timeline = Timeline(max_rows=64)
    assert timeline.lowest() is None
    timeline.add(scored(0, 0.9, 0.3))
    assert timeline.lowest() == pytest.approx(0.3)
    for index in range(1, 3000):
        timeline.add(scored(index, 0.9, 0.2))
    assert timeline.lowest() is None
