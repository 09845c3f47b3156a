"""The clock of a video, in a time that only the test moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gui.playback import EVERY_FRAME, FASTEST, PlaybackClock


class Stage:
    """A clock, the time it believes in, and a network that takes as long as the test says."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.clock = PlaybackClock(now=lambda: self.now_s)
        self.due: list[tuple[float, int]] = []
        self.ends: list[float] = []
        self.clock.frame_due.connect(
            lambda index: self.due.append((round(self.now_s - 100.0, 3), index))
        )
        self.clock.ended.connect(lambda: self.ends.append(round(self.now_s - 100.0, 3)))

    @property
    def asked(self) -> list[int]:
        return [index for _, index in self.due]

    def wait(self) -> None:
        """Let the time pass that the timer waits for."""
        timer = self.clock._timer
        assert timer.isActive()
        self.now_s += timer.interval() / 1000
        timer.stop()
        timer.timeout.emit()

    def answer(self, took_s: float = 0.0) -> None:
        self.now_s += took_s
        self.clock.shown(self.due[-1][1])

    def play(self, frames: int, took_s: float = 0.0) -> None:
        for _ in range(frames):
            self.wait()
            self.answer(took_s)


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.clock.deleteLater()


def test_frames_come_at_the_rate_of_the_video(stage: Stage) -> None:
    stage.clock.start(0, 25.0, 100)
    stage.play(4, took_s=0.01)
    assert stage.due == [(0.04, 1), (0.08, 2), (0.12, 3), (0.16, 4)]
    assert stage.clock.dropped == 0


def test_rounded_milliseconds_do_not_add_up(stage: Stage) -> None:
    stage.clock.start(0, 30.0, 10_000)
    stage.play(300)
    assert stage.due[-1] == (10.0, 300)
    assert stage.clock.dropped == 0


@pytest.mark.parametrize(("speed", "at_s"), [(0.25, 0.16), (0.5, 0.08), (2.0, 0.02), (8.0, 0.005)])
def test_the_speed_divides_the_time_between_frames(stage: Stage, speed: float, at_s: float) -> None:
    stage.clock.start(0, 25.0, 100, speed)
    stage.wait()
    assert stage.due == [(at_s, 1)]


def test_a_slow_network_skips_frames_and_counts_them(stage: Stage) -> None:
    stage.clock.start(0, 25.0, 100)
    stage.play(3, took_s=0.1)
    # Asked at 0.04; shown at 0.14, when frame 3 runs; shown at 0.24, when frame 6 runs.
    assert stage.due == [(0.04, 1), (0.14, 3), (0.24, 6)]
    assert stage.clock.dropped == 1 + 2


def test_only_one_frame_is_asked_for_at_a_time(stage: Stage) -> None:
    stage.clock.start(0, 25.0, 100)
    stage.wait()
    assert not stage.clock._timer.isActive()
    stage.clock.shown(17)
    assert not stage.clock._timer.isActive(), "that was not the frame asked for"
    stage.clock.shown(1)
    assert stage.clock._timer.isActive()


def test_every_frame_is_shown_however_slow_and_never_faster_than_the_video(stage: Stage) -> None:
    stage.clock.start(0, 25.0, 100, EVERY_FRAME)
    stage.play(2, took_s=0.1)
    stage.play(2, took_s=0.0)
    assert stage.due == [(0.04, 1), (0.14, 2), (0.24, 3), (0.28, 4)]
    assert stage.clock.dropped == 0
    assert not stage.clock.skips


def test_without_skipping_a_speed_is_still_a_speed(stage: Stage) -> None:
    stage.clock.start(0, 25.0, 100, 2.0, skips=False)
    stage.play(2, took_s=0.1)
    assert stage.asked == [1, 2]
    stage.wait()
    assert stage.due[-1] == (0.22, 3)


def test_as_fast_as_possible_waits_for_nothing_but_the_answer(stage: Stage) -> None:
    stage.clock.start(0, 25.0, 100, FASTEST)
    stage.play(3, took_s=0.003)
    assert stage.due == [(0.0, 1), (0.003, 2), (0.006, 3)]
    assert stage.clock.dropped == 0


def test_an_answer_within_the_question_does_not_recurse(stage: Stage) -> None:
    stage.clock.frame_due.connect(stage.clock.shown)
    stage.clock.start(0, 25.0, 5_000, FASTEST)
    for _ in range(3_000):
        stage.wait()
    assert stage.asked[-1] == 3_000


def test_at_the_end_it_stops_after_the_last_frame_had_its_time(stage: Stage) -> None:
    stage.clock.start(7, 25.0, 10)
    stage.play(2)
    assert (stage.asked, stage.ends) == ([8, 9], [])
    stage.wait()
    assert stage.ends == [0.12]
    assert not stage.clock.is_playing
    assert not stage.clock._timer.isActive()


def test_the_last_frame_is_shown_however_late_it_is(stage: Stage) -> None:
    stage.clock.start(0, 25.0, 10)
    stage.wait()
    stage.answer(took_s=3.0)
    stage.wait()
    assert stage.asked == [1, 9]
    assert stage.clock.dropped == 7


def test_played_at_its_end_a_video_starts_anew(stage: Stage) -> None:
    stage.clock.start(9, 25.0, 10)
    assert stage.asked == [0]
    stage.answer(took_s=0.5)
    stage.wait()
    assert stage.due[-1] == (0.54, 1), "the time of the jump is not skipped"


def test_a_loop_goes_on_over_the_end_at_the_same_pace(stage: Stage) -> None:
    stage.clock.start(7, 25.0, 10, 1.0, True)
    stage.play(5)
    assert stage.due == [(0.04, 8), (0.08, 9), (0.12, 0), (0.16, 1), (0.2, 2)]
    stage.answer()
    assert stage.ends == []


def test_a_loop_skips_over_the_end(stage: Stage) -> None:
    stage.clock.start(7, 25.0, 10, 1.0, True)
    stage.play(2, took_s=0.16)
    assert stage.asked == [8, 2]
    assert stage.clock.dropped == 3


def test_a_loop_switched_off_in_its_second_round_ends_there(stage: Stage) -> None:
    stage.clock.start(8, 25.0, 10, 1.0, True)
    stage.play(3)
    stage.clock.set_loop(False)
    stage.play(8)
    assert stage.asked == [9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    stage.wait()
    assert len(stage.ends) == 1


def test_another_speed_counts_from_the_present_frame(stage: Stage) -> None:
    stage.clock.start(0, 25.0, 100)
    stage.play(2)
    stage.clock.set_speed(0.5)
    stage.play(2)
    assert stage.due == [(0.04, 1), (0.08, 2), (0.16, 3), (0.24, 4)]
    assert stage.clock.dropped == 0


def test_another_speed_while_a_frame_is_under_way_skips_nothing_by_itself(stage: Stage) -> None:
    stage.clock.start(0, 25.0, 1000)
    stage.play(50)
    stage.wait()
    stage.clock.set_speed(8.0)
    stage.answer()
    stage.wait()
    assert stage.due[-1] == (2.045, 52)
    assert stage.clock.dropped == 0


def test_speed_and_loop_set_before_hold_when_it_starts(stage: Stage) -> None:
    stage.clock.set_speed(2.0)
    stage.clock.set_loop(True)
    stage.clock.start(8, 25.0, 10)
    stage.play(2)
    assert stage.due == [(0.02, 9), (0.04, 0)]


def test_paused_no_timer_is_left_and_no_answer_awaited(stage: Stage) -> None:
    stage.clock.start(0, 25.0, 100)
    stage.wait()
    stage.clock.pause()
    stage.answer()
    assert not stage.clock._timer.isActive()
    assert not stage.clock.is_playing
    stage.clock.start(1, 25.0, 100)
    stage.wait()
    assert stage.asked == [1, 2]


def test_a_jump_while_playing_goes_on_from_there(stage: Stage) -> None:
    stage.clock.start(0, 25.0, 100)
    stage.play(2)
    stage.clock.seek(60)
    assert stage.asked == [1, 2, 60]
    stage.answer(took_s=1.0)
    stage.wait()
    assert stage.due[-1] == (1.12, 61)
    assert stage.clock.dropped == 0


def test_a_jump_while_it_stands_is_not_its_business(stage: Stage) -> None:
    stage.clock.seek(60)
    assert stage.asked == []


def test_a_video_that_proves_shorter_ends_instead_of_waiting_for_ever(stage: Stage) -> None:
    stage.clock.start(7, 25.0, 100)
    stage.play(2)
    stage.wait()
    assert stage.asked == [8, 9, 10]
    stage.clock.set_count(10)
    stage.wait()
    assert len(stage.ends) == 1


def test_a_loop_that_proves_shorter_begins_again(stage: Stage) -> None:
    stage.clock.start(8, 25.0, 100, 1.0, True)
    stage.play(1)
    stage.wait()
    stage.clock.set_count(10)
    stage.wait()
    assert stage.asked == [9, 10, 0]


@pytest.mark.parametrize("fps", [None, 0.0])
def test_a_source_without_a_rate_plays_with_25_frames_a_second(
    stage: Stage, fps: float | None
) -> None:
    stage.clock.start(0, fps, None)
    stage.play(2)
    assert stage.due == [(0.04, 1), (0.08, 2)]


def test_it_plays_in_real_time_too(qtbot: QtBot) -> None:
    clock = PlaybackClock()
    clock.frame_due.connect(clock.shown)
    asked: list[int] = []
    clock.frame_due.connect(asked.append)
    with qtbot.waitSignal(clock.ended, timeout=5_000):
        clock.start(0, 500.0, 30, EVERY_FRAME)
    assert asked == list(range(1, 30))
    clock.deleteLater()
