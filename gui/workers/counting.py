"""Counts of what was found, frame by frame, sent in batches; counted anew when they become void."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from gui.workers.kept import FrameKey
from gui.workers.messages import Seen, SeenBatch

_BATCH_S = 0.1


class Counting:
    """Which frames were counted, and those whose counts are still to be sent. One thread."""

    def __init__(
        self, tell: Callable[[Any], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell = tell
        self._clock = clock
        self._counted: set[FrameKey] = set()
        # Frames of a live source never come back: only the one on display may be asked for again.
        self._newest_live: FrameKey | None = None
        self._unsent: list[Seen] = []
        self._sent_s = float("-inf")
        self._again: list[FrameKey] = []

    def __contains__(self, key: FrameKey) -> bool:
        return key in self._counted or key == self._newest_live

    def restart(self, again: list[FrameKey]) -> None:
        """Make all counts void.

        Args:
            again: Frames to be counted anew from what is kept of them, in this order.
        """
        self._counted.clear()
        self._newest_live = None
        self._unsent.clear()
        self._again = again[::-1]
        self._sent_s = float("-inf")
        self._tell(SeenBatch((), restarts=True))

    def next_again(self) -> FrameKey | None:
        """Return the next frame to be counted anew."""
        while self._again:
            key = self._again.pop()
            if key not in self._counted:
                return key
        return None

    @property
    def has_more(self) -> bool:
        """Whether frames wait to be counted anew."""
        return bool(self._again)

    def add(self, key: FrameKey, seen: Seen | None, *, is_live: bool = False) -> None:
        """Count a frame, once; None where it cannot be looked at."""
        if key in self:
            return
        if is_live:
            self._newest_live = key
        else:
            self._counted.add(key)
        if seen is not None:
            self._unsent.append(seen)
            if self._clock() - self._sent_s >= _BATCH_S:
                self.flush()

    def flush(self) -> None:
        """Send what was not sent yet."""
        if self._unsent:
            batch, self._unsent = SeenBatch(tuple(self._unsent)), []
            self._sent_s = self._clock()
            self._tell(batch)
