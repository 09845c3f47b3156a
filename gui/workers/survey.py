"""Looking through a video while there is nothing else to do, from the frame on display on, round its end."""

from __future__ import annotations

from collections.abc import Callable

from engine_core.errors import SourceError
from engine_core.frame import Frame
from engine_core.sources.base import FrameSource


class Survey:
    """Frames of one video that were not looked at yet, read through a handle of its own. One thread."""

    def __init__(
        self, open_again: Callable[[], FrameSource], is_known: Callable[[int], bool]
    ) -> None:
        """Begin; nothing is opened before the first frame is read.

        Args:
            open_again: Opens the video once more.
            is_known: Whether a frame needs no look.
        """
        self._open_again = open_again
        self._is_known = is_known
        self._reader: FrameSource | None = None
        self._start = self._at = 0
        self._end: int | None = None
        self._is_round = self._is_over = False
        self._held: Frame | None = None

    @property
    def is_over(self) -> bool:
        """Whether every frame is known, or the video cannot be read through."""
        return self._is_over

    def begin_at(self, index: int) -> None:
        """Go on from a frame, and come round to it again."""
        self._start = self._at = index
        self._is_round = self._is_over = False

    def next_index(self) -> int | None:
        """Return the next frame that needs a look; None when there is none."""
        while not self._is_over:
            if self._end is not None and self._at >= self._end and not self._is_round:
                self._at, self._is_round = 0, True
            if self._is_round and self._at >= min(self._start, self._end or self._start):
                self._is_over = True
            elif not self._is_known(self._at):
                return self._at
            else:
                self._at += 1
        return None

    def read(self) -> Frame | SourceError | None:
        """Read the frame that ``next_index`` named; an error of that frame alone; None at the end."""
        index = self._at
        held, self._held = self._held, None
        if held is not None and held.index == index:
            self._at = index + 1
            return held
        try:
            if self._reader is None:
                self._reader = self._open_again()
        except SourceError as error:
            self._is_over = True
            return error
        try:
            found: Frame | SourceError = self._reader.read(index)
        except IndexError:
            self._end = index
            return None
        except SourceError as error:
            found = error
        self._at = index + 1
        return found

    def put_back(self, frame: Frame) -> None:
        """Have a frame that was read come next once more."""
        self._held = frame
        self._at = frame.index

    def close(self) -> None:
        """Close its handle."""
        gone, self._reader, self._held = self._reader, None, None
        if gone is not None:
            gone.close()
