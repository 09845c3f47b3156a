from __future__ import annotations

from typing import Any

from engine_core.frame import SourceItem, SourceKind
from gui.workers.counting import Counting
from gui.workers.kept import FrameKey, seen_of
from gui.workers.messages import Seen
from tests.builders import make_detections

ITEM = SourceItem(SourceKind.VIDEO, "/videos/a.mp4", "a.mp4")


class Told:
    """Batches as they are sent, at a time that the test sets."""

    def __init__(self) -> None:
        self.now_s = 50.0
        self.batches: list[Any] = []
        self.counting = Counting(self.batches.append, lambda: self.now_s)

    def add(self, index: int) -> None:
        self.counting.add(key(index), seen(index))

    def indices(self) -> list[list[int]]:
        return [[one.index for one in batch.frames] for batch in self.batches]


def key(index: int) -> FrameKey:
    return FrameKey(0, ITEM, index)


def seen(index: int) -> Seen:
    return seen_of(ITEM, index, make_detections([[0, 0, 5, 5]]))


def test_counts_are_sent_ten_times_a_second_and_none_is_lost() -> None:
    told = Told()
    for index in range(7):
        told.add(index)
        told.now_s += 0.04
    assert told.indices() == [[0], [1, 2, 3], [4, 5, 6]]
    told.add(7)
    assert told.indices()[-1] == [4, 5, 6]
    told.counting.flush()
    told.counting.flush()
    assert told.indices()[3:] == [[7]]


def test_a_frame_is_counted_once() -> None:
    told = Told()
    told.add(3)
    told.now_s += 1
    told.add(3)
    told.counting.add(key(4), None)
    told.add(4)
    assert told.indices() == [[3]]
    assert key(4) in told.counting


def test_a_restart_drops_what_was_not_sent_and_asks_for_the_kept_frames_again() -> None:
    told = Told()
    told.add(0)
    told.add(1)
    told.counting.restart([key(1), key(0), key(5)])
    assert [batch.restarts for batch in told.batches] == [False, True]
    assert told.indices()[1] == []
    assert key(0) not in told.counting
    told.add(0)
    assert told.counting.has_more
    assert told.counting.next_again() == key(1)
    assert told.counting.next_again() == key(5)
    assert told.counting.next_again() is None
    assert not told.counting.has_more


def test_frames_of_a_live_source_are_not_remembered_but_for_the_newest() -> None:
    told = Told()
    for index in (0, 1, 1, 2):
        told.counting.add(key(index), seen(index), is_live=True)
        told.now_s += 1
    assert told.indices() == [[0], [1], [2]]
    assert key(2) in told.counting
    assert key(1) not in told.counting
    assert not told.counting._counted
    told.counting.restart([])
    assert key(2) not in told.counting
