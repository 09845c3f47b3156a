from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine_core.detections import Candidates
from engine_core.detector import Timings
from engine_core.frame import SourceItem, SourceKind
from engine_core.letterbox import LetterBox
from gui.workers.kept import FrameKey, Kept, KeptFrames, seen_of
from tests.builders import make_candidates, make_detections

ITEM = SourceItem(SourceKind.VIDEO, "/videos/a.mp4", "a.mp4")
BOX = LetterBox.fit((64, 48), (64, 64))


def key(index: int, reading: int = 0) -> FrameKey:
    return FrameKey(reading, ITEM, index)


def kept(candidates: Candidates) -> Kept:
    return Kept(ITEM, candidates, BOX, (), Timings(1, 2, 3))


def some(count: int, *, masks: bool = False) -> Candidates:
    found = make_candidates(np.tile([0, 0, 9, 9], (count, 1)))
    if masks:
        weights = np.ones((count, 4), np.float32)
        shapes = np.ones((4, 50, 50), np.float32)
        found = replace(found, mask_coefficients=weights, prototypes=shapes)
    return found


def test_memory_stays_within_its_bound_and_the_least_recently_used_goes_first() -> None:
    one = kept(some(100)).nbytes
    frames = KeptFrames(3 * one)
    for index in range(3):
        frames.put(key(index), kept(some(100)))
    assert frames.get(key(0)) is not None
    frames.put(key(3), kept(some(100)))
    assert frames.nbytes == 3 * one
    assert frames.get(key(1)) is None
    assert [one.index for one in frames.keys_of(0)] == [3, 0, 2]
    assert frames.keys_of(1) == []


def test_a_frame_put_again_is_counted_once() -> None:
    frames = KeptFrames()
    for _ in range(3):
        frames.put(key(0), kept(some(10, masks=True)))
    assert len(frames) == 1
    assert frames.nbytes == kept(some(10, masks=True)).nbytes


def test_what_masks_are_made_of_goes_before_any_frame_does() -> None:
    whole, bare = kept(some(5, masks=True)).nbytes, kept(some(5)).nbytes
    frames = KeptFrames(2 * whole + 2 * bare)
    for index in range(4):
        frames.put(key(index), kept(some(5, masks=True)))
    found = [frames.look(key(index)) for index in range(4)]
    assert [one is not None and one.is_whole for one in found] == [False, False, True, True]
    assert found[0] is not None
    assert found[0].candidates.prototypes is None
    assert len(found[0].candidates) == 5
    assert frames.nbytes == 2 * whole + 2 * bare


def test_a_frame_bigger_than_the_bound_is_not_kept() -> None:
    frames = KeptFrames(1000)
    frames.put(key(0), kept(some(100, masks=True)))
    assert len(frames) == 0
    assert frames.nbytes == 0


def test_counting_needs_scores_classes_and_the_smaller_side() -> None:
    found = make_detections([[0, 0, 10, 4], [5, 5, 6, 30]], [0.9, 0.4], [2, 0])
    seen = seen_of(ITEM, 7, found)
    assert (seen.source, seen.index) == (ITEM, 7)
    assert seen.side_px.tolist() == [4, 1]
    assert seen.class_id.tolist() == [2, 0]
    assert seen_of(ITEM, 0, make_detections([])).side_px.shape == (0,)
