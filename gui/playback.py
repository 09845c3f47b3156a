"""Which frame of a video should be shown now: a clock that asks for frames one at a time.

It knows neither the video nor the network. It says which frame is due, waits until it was shown, and
says the next when its time has come; what could not be shown in time is skipped and counted. So a slow
network slows nothing down but the picture, and nothing piles up. GUI thread only.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

# Speeds that are no factor: at most as fast as the video and no frame skipped; as fast as it goes.
EVERY_FRAME = 0.0
FASTEST = math.inf
# For sources that do not say how fast they are.
DEFAULT_FPS = 25.0
# What a sum of floating-point seconds may lack at the very moment a frame is due.
_ROUNDING_S = 1e-6


class PlaybackClock(QObject):
    """Says by ``frame_due`` which frame to show; is told by ``shown`` that it is.

    Attributes:
        frame_due: Index of the frame to show now. The next comes after ``shown``, never before.
        ended: The last frame was shown for its time, and there is no loop.
    """

    frame_due = Signal(int)
    ended = Signal()

    def __init__(
        self, parent: QObject | None = None, *, now: Callable[[], float] = time.perf_counter
    ) -> None:
        """Make a clock that stands; ``now`` returns seconds from any start."""
        super().__init__(parent)
        self._now = now
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_time)
        self._is_playing = False
        self._fps = DEFAULT_FPS
        self._count: int | None = None
        self._speed = 1.0
        self._loop = False
        self._skips = True
        self._dropped = 0
        # Frames are counted on over the end of a loop: `at` 120 of 100 frames is frame 20.
        self._at = 0
        self._asked: int | None = None
        self._anchor_at = 0
        self._anchor_s = 0.0
        # After a jump, time counts from the moment the frame is there, not from the wish.
        self._anchors_on_answer = False

    @property
    def is_playing(self) -> bool:
        return self._is_playing

    @property
    def speed(self) -> float:
        """How many times as fast as the video; or ``EVERY_FRAME``, ``FASTEST``."""
        return self._speed

    @property
    def loops(self) -> bool:
        return self._loop

    @property
    def skips(self) -> bool:
        """Whether frames that come too late are left out."""
        return self._skips and self._speed not in (EVERY_FRAME, FASTEST)

    @property
    def dropped(self) -> int:
        """Frames left out since ``start``."""
        return self._dropped

    def start(
        self,
        index: int,
        fps: float | None,
        count: int | None,
        speed: float | None = None,
        loop: bool | None = None,
        *,
        skips: bool = True,
    ) -> None:
        """Play on from a frame that is shown already; from the start where that is the last.

        Args:
            index: The frame shown now.
            fps: Average rate of the video; None is taken as 25.
            count: Number of frames, None where nobody knows.
            speed: As ``speed``; None keeps what was set.
            loop: Whether to begin again after the last frame; None keeps what was set.
            skips: False shows every frame however long that takes.
        """
        self._fps = fps if fps is not None and fps > 0 else DEFAULT_FPS
        self._count = count if count is not None and count > 0 else None
        self._speed = self._speed if speed is None else speed
        self._loop = self._loop if loop is None else loop
        self._skips = skips
        self._is_playing = True
        self._dropped = 0
        self._asked = None
        self._anchors_on_answer = False
        self._at = index
        self._anchor(index)
        if self._is_over(index + 1) and not self._loop:
            self.seek(0)
        else:
            self._wait()

    @Slot()
    def pause(self) -> None:
        """Stand still; an answer that is under way is no longer waited for."""
        self._is_playing = False
        self._asked = None
        self._timer.stop()

    def seek(self, index: int) -> None:
        """Go on playing from another frame, which is asked for at once; nothing while it stands."""
        if not self._is_playing:
            return
        self._anchors_on_answer = True
        self._anchor(index)
        self._ask(index)

    def set_speed(self, speed: float) -> None:
        """Play faster or slower from the present frame on."""
        if speed != self._speed:
            self._speed = speed
            self._go_on_from_here()

    def set_loop(self, loop: bool) -> None:
        """Begin again after the last frame, or stop there."""
        if loop != self._loop:
            # Counting restarts within the source, so that the end of this round is the end.
            self._at = self._index_of(self._at)
            if self._asked is not None:
                self._asked = self._index_of(self._asked)
            self._loop = loop
            self._go_on_from_here()

    def set_count(self, count: int | None) -> None:
        """Correct the number of frames, which a video may tell only while it is read."""
        count = count if count is not None and count > 0 else None
        if count == self._count:
            return
        self._at = self._index_of(self._at)
        self._anchor(self._at)
        self._count = count
        if self._is_playing and self._asked is not None and self._is_over(self._asked):
            # The frame waited for does not exist: it would never be shown.
            self._asked = None
            self._wait()

    @Slot(int)
    def shown(self, index: int) -> None:
        """Take note that a frame was shown; frames not asked for last do not count."""
        if self._asked is None or index != self._index_of(self._asked):
            return
        self._at, self._asked = self._asked, None
        if self._anchors_on_answer:
            self._anchors_on_answer = False
            self._anchor(self._at)
        self._wait()

    def _rate(self) -> float:
        """Frames per second wanted."""
        return self._fps * (1.0 if self._speed == EVERY_FRAME else self._speed)

    def _anchor(self, at: int) -> None:
        self._anchor_at, self._anchor_s = at, self._now()

    def _go_on_from_here(self) -> None:
        """Count time from now and the present frame on."""
        self._anchor(self._at if self._asked is None else self._asked)
        if self._is_playing and self._asked is None:
            self._wait()

    def _index_of(self, at: int) -> int:
        return at % self._count if self._loop and self._count is not None else at

    def _is_over(self, at: int) -> bool:
        return self._count is not None and at >= self._count

    def _wait(self) -> None:
        """Sleep until the frame after the present one is due."""
        # Also what is due at once goes through the event loop: an answer may come within the question.
        left_s = self._due_s(self._at + 1) - self._now() - _ROUNDING_S
        self._timer.start(max(0, math.ceil(left_s * 1000)))

    def _due_s(self, at: int) -> float:
        if self._speed == FASTEST:
            return self._anchor_s
        return self._anchor_s + (at - self._anchor_at) / self._rate()

    @Slot()
    def _on_time(self) -> None:
        following = self._at + 1
        late_s = self._now() - self._due_s(following) + _ROUNDING_S
        if late_s < 0:
            # The time of the anchor may have changed meanwhile, and timers may come early.
            self._wait()
            return
        if self._is_over(following) and not self._loop:
            self.pause()
            self.ended.emit()
            return
        due = following
        if self.skips:
            due += math.floor(late_s * self._rate())
            if self._count is not None and not self._loop:
                # However late it is, the last frame is shown before the end.
                due = min(due, self._count - 1)
        else:
            # Lateness is not made up for: the frames after it come at their distance again.
            self._anchor(following)
        self._dropped += due - following
        self._ask(due)

    def _ask(self, at: int) -> None:
        self._timer.stop()
        self._asked = at
        self.frame_due.emit(self._index_of(at))
