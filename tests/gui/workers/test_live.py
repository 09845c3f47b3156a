from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from engine_core.detector import SuppressionOptions
from engine_core.errors import SourceError
from engine_core.frame import Frame, SourceInfo, SourceItem
from engine_core.sources.base import FrameSource
from engine_core.text import text
from gui.workers.messages import Shown
from tests.gui.workers.rig import PATIENCE_S, Gate, Rig, camera, video


class FakeCamera:
    """Gives what the test puts in: a grey, an error, or None for the end; ends when it is stopped.

    ``taken`` is released for everything that was handed out and asked beyond.
    """

    def __init__(self) -> None:
        self.connecting = Gate()
        self.news: queue.Queue[int | Exception | None] = queue.Queue()
        self.taken = threading.Semaphore(0)
        self.dropped = 0
        self.is_closed = threading.Event()
        self._stop = threading.Event()
        self._item = camera().item
        self._count = 0

    def open(self, item: SourceItem, *, stop: threading.Event | None = None) -> FrameSource:
        assert stop is not None
        self._item, self._stop = item, stop
        self.connecting.pass_by()
        return self

    @property
    def info(self) -> SourceInfo:
        return SourceInfo(self._item, (8, 6), frame_count=None, fps=30.0, seekable=False)

    def read(self, index: int = 0) -> Frame:
        raise AssertionError("a live source is iterated")

    def __iter__(self) -> Iterator[Frame | SourceError]:
        while not self._stop.is_set():
            try:
                news = self.news.get(timeout=0.01)
            except queue.Empty:
                continue
            if news is None:
                return
            if isinstance(news, SourceError):
                yield news
            elif isinstance(news, Exception):
                raise news
            else:
                image = np.full((6, 8, 3), news, np.uint8)
                self._count += 1
                yield Frame(image=image, source="camera:0", name="camera-0", index=self._count - 1)
            self.taken.release()

    def put(self, *all_news: int | Exception) -> None:
        """Hand out some news, and wait until the reader is through with them."""
        for news in all_news:
            self.news.put(news)
        for _ in all_news:
            assert self.taken.acquire(timeout=PATIENCE_S)

    def close(self) -> None:
        self.is_closed.set()

    def __enter__(self) -> FrameSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@pytest.fixture
def lens(rig: Rig) -> FakeCamera:
    made = FakeCamera()
    rig.open_live = made.open
    return made


def shown_value(shown: Shown) -> int:
    return int(shown.frame.image[0, 0, 0])


def found_in(rig: Rig) -> list[Shown]:
    return [one for one in rig.window.shown if one.result is not None]


def until_shown(rig: Rig, condition: Callable[[Shown], bool]) -> Shown:
    rig.until(lambda: any(condition(one) for one in rig.window.shown))
    return next(one for one in rig.window.shown if condition(one))


def test_frames_are_shown_as_they_come_with_what_is_found_in_them(
    rig: Rig, lens: FakeCamera
) -> None:
    rig.want(model=rig.model(), source=camera())
    values = (10, 20)
    for count, value in enumerate(values, 1):
        lens.put(value)
        rig.until(lambda count=count: len(found_in(rig)) == count)  # type: ignore[misc]
    assert [shown_value(one) for one in found_in(rig)] == list(values)
    assert not any(one.was_kept for one in found_in(rig))
    assert [one.wish for one in rig.sources_opened] == [camera()]
    assert rig.worker.inferences == 2


def test_only_the_newest_frame_is_looked_at_and_the_others_are_counted(
    rig: Rig, lens: FakeCamera
) -> None:
    rig.want(model=rig.model(), source=camera())
    lens.put(1)
    until_shown(rig, lambda one: one.result is not None)
    rig.inferring.shut()
    lens.put(2)
    rig.inferring.wait_until_reached()
    lens.dropped = 5
    lens.put(3, 4, 6)
    rig.inferring.open()
    shown = until_shown(rig, lambda one: shown_value(one) == 6)
    assert {shown_value(one) for one in rig.window.shown} == {1, 2, 6}
    assert shown.dropped == 5 + 2


def test_a_stalled_stream_keeps_no_wish_waiting(rig: Rig, lens: FakeCamera) -> None:
    wish = rig.model()
    rig.want(model=wish, source=camera())
    lens.put(1)
    until_shown(rig, lambda one: one.result is not None)
    again = rig.answer()
    assert again.was_kept
    assert shown_value(again) == 1
    assert rig.answer(source=video()).source == video()
    assert lens.is_closed.wait(PATIENCE_S)


def test_while_a_stream_connects_the_old_source_answers(rig: Rig, lens: FakeCamera) -> None:
    rig.answer(model=rig.model(), source=video(), index=2)
    lens.connecting.shut()
    shown = rig.answer(source=camera())
    assert (shown.source, shown.frame.index) == (video(), 2)
    lens.connecting.wait_until_reached()
    lens.connecting.open()
    lens.put(9)
    until_shown(rig, lambda one: one.source == camera())
    assert rig.videos[0].is_closed
    assert rig.worker.inferences == 2


def test_a_stream_given_up_while_it_connects_is_never_shown(rig: Rig, lens: FakeCamera) -> None:
    rig.answer(source=video())
    lens.connecting.shut()
    rig.want(source=camera())
    lens.connecting.wait_until_reached()
    rig.answer(source=video(), index=1)
    lens.connecting.open()
    assert lens.is_closed.wait(PATIENCE_S)
    assert [one.wish for one in rig.sources_opened] == [video()]
    assert rig.source_failures == []


def test_a_stream_that_cannot_be_opened_is_told_once(rig: Rig) -> None:
    def refuse(_: SourceItem, **__: object) -> FrameSource:
        raise SourceError(what=text("no camera"))

    rig.open_live = refuse
    rig.answer(source=video())
    rig.want(source=camera())
    rig.until(lambda: len(rig.source_failures) == 1)
    assert rig.source_failures[0].wish == camera()
    assert rig.answer(index=3).source == video()
    assert len(rig.source_failures) == 1


def test_a_lost_connection_is_told_with_the_last_frame_and_heals(
    rig: Rig, lens: FakeCamera
) -> None:
    rig.want(source=camera())
    lens.put(1)
    until_shown(rig, lambda one: one.error is None)
    lens.put(SourceError(what=text("lost")))
    lost = until_shown(rig, lambda one: one.error is not None)
    assert shown_value(lost) == 1
    lens.put(2)
    assert until_shown(rig, lambda one: shown_value(one) == 2).error is None


def test_a_stream_that_ends_says_so_and_keeps_its_last_frame(rig: Rig, lens: FakeCamera) -> None:
    rig.want(source=camera())
    lens.put(1)
    lens.news.put(None)
    rig.until(lambda: len(rig.source_failures) == 1)
    assert "ended" in str(rig.source_failures[0].error)
    assert shown_value(rig.answer()) == 1
    assert len(rig.source_failures) == 1


@pytest.mark.logs("unexpected exception")
def test_a_bug_while_reading_a_stream_is_reported(rig: Rig, lens: FakeCamera) -> None:
    rig.want(source=camera())
    lens.put(1)
    until_shown(rig, lambda one: shown_value(one) == 1)
    lens.news.put(RuntimeError("bug"))
    rig.until(lambda: len(rig.crashes) == 1)
    assert shown_value(rig.answer()) == 1
    assert lens.is_closed.is_set()


def test_other_suppression_of_a_stream_that_stalls_runs_no_network(
    rig: Rig, lens: FakeCamera
) -> None:
    rig.want(model=rig.model(), source=camera(), survey=True)
    lens.put(1)
    first = until_shown(rig, lambda one: one.result is not None)
    shown = rig.answer(suppression=SuppressionOptions(iou=0.01, class_agnostic=True))
    assert shown.result is not None
    assert first.result is not None
    assert len(shown.result.detections) < len(first.result.detections)
    assert rig.worker.inferences == 1


@pytest.mark.parametrize("state", ["connects", "stalls"])
def test_stopping_waits_for_no_stream(rig: Rig, lens: FakeCamera, state: str) -> None:
    if state == "connects":
        lens.connecting.shut(until=rig.worker.stopping)
        rig.want(source=camera())
        lens.connecting.wait_until_reached()
    else:
        rig.want(source=camera())
        lens.put(1)
        until_shown(rig, lambda one: shown_value(one) == 1)
    rig.end()
    assert lens.is_closed.wait(PATIENCE_S)
