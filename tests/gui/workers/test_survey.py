from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine_core.errors import SourceError
from engine_core.frame import Frame, SourceInfo, SourceItem, SourceKind
from engine_core.sources.base import FrameSource
from engine_core.text import text
from gui.workers.survey import Survey
from tests.gui.workers.rig import FakeVideo

ITEM = SourceItem(SourceKind.VIDEO, "/videos/a.mp4", "a.mp4")


def looked_at(survey: Survey, known: set[int]) -> list[int]:
    """Return the frames that a survey reads, each known from then on."""
    order = []
    while (index := survey.next_index()) is not None:
        found = survey.read()
        if found is not None:
            order.append(index)
            known.add(index)
    return order


@pytest.mark.parametrize(
    ("start", "known", "expected"),
    [
        (0, set(), [0, 1, 2, 3, 4]),
        (3, set(), [3, 4, 0, 1, 2]),
        (2, {2, 3, 0}, [4, 1]),
        (9, set(), [0, 1, 2, 3, 4]),
        (0, {0, 1, 2, 3, 4}, []),
    ],
)
def test_it_goes_from_its_start_round_the_end_through_all_that_is_unknown(
    start: int, known: set[int], expected: list[int]
) -> None:
    survey = Survey(lambda: FakeVideo(ITEM, count=5), known.__contains__)
    survey.begin_at(start)
    assert looked_at(survey, known) == expected
    assert survey.is_over
    survey.close()


def test_frames_that_cannot_be_read_are_passed_over() -> None:
    lost = SourceError(what=text("lost"))
    known: set[int] = set()
    video = FakeVideo(ITEM, count=4, broken={1: lost})
    survey = Survey(lambda: video, known.__contains__)
    survey.begin_at(0)
    assert looked_at(survey, known) == [0, 1, 2, 3]
    survey.close()
    assert video.is_closed


def test_a_frame_put_back_is_not_read_twice() -> None:
    known: set[int] = set()
    video = FakeVideo(ITEM, count=3)
    survey = Survey(lambda: video, known.__contains__)
    survey.begin_at(1)
    assert survey.next_index() == 1
    frame = survey.read()
    assert isinstance(frame, Frame)
    survey.put_back(frame)
    assert survey.next_index() == 1
    assert survey.read() is frame
    assert looked_at(survey, {1}) == [2, 0]
    assert video.reads == [1, 2, 3, 0]
    survey.close()


def test_a_video_that_cannot_be_opened_again_ends_it() -> None:
    def refuse() -> FrameSource:
        raise SourceError(what=text("gone"))

    survey = Survey(refuse, lambda _: False)
    survey.begin_at(0)
    assert survey.next_index() == 0
    assert isinstance(survey.read(), SourceError)
    assert survey.next_index() is None
    survey.close()


def test_a_stand_in_for_a_video_keeps_the_contract_of_a_source() -> None:
    source: FrameSource = FakeVideo(ITEM, count=2)
    info: SourceInfo = source.info
    frames: Iterator[Frame | SourceError] = iter(source)
    assert info.frame_count == len(list(frames)) == 2
