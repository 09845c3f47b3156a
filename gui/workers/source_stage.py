"""The source of the inference thread: opened, read, and proved to give a frame before it takes over."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from engine_core.errors import EngineScopeError, SourceError
from engine_core.frame import Frame, SourceInfo, SourceKind
from engine_core.sources.base import FrameSource
from gui.workers.live_feed import LiveFeed, OpenSource, ended
from gui.workers.messages import SourceFailed, SourceOpened, SourceWish

# A video may begin with frames that nothing can decode; the first that can is shown then.
_MOST_LOST_AT_START = 60
# How far a jump reads on instead of looking the place up, which reads all packets the first time.
_READ_ON_FRAMES = 8
_JOIN_S = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """The frame on display.

    Attributes:
        frame: The frame.
        pixels: For the screen, see ``Shown``.
        read_ms: Reading and decoding took so long.
    """

    frame: Frame
    pixels: npt.NDArray[np.uint8]
    read_ms: float


@dataclass(slots=True, eq=False)
class OpenSourceState:
    """A source that is open and has given a frame.

    Attributes:
        wish: What asked for it.
        reader: A picture or video.
        feed: A camera or stream.
        looked: The newest frame of it that could be read.
        asked: The frame asked for last.
        problem: Why ``looked`` is not the frame asked for.
        stamp: Tells this content from any other, for what is kept of its frames.
        has_ended: Whether the end of a live source was reported.
    """

    wish: SourceWish
    reader: FrameSource | None
    feed: LiveFeed | None
    looked: Looked
    asked: int
    problem: EngineScopeError | None
    stamp: Hashable
    has_ended: bool = False

    @property
    def info(self) -> SourceInfo:
        """What is known of it by now."""
        if self.feed is not None:
            return self.feed.info
        assert self.reader is not None, "a source has one of the two"  # noqa: S101 - see above
        return self.reader.info

    @property
    def dropped(self) -> int:
        """How many frames of a live source nobody saw."""
        return self.feed.dropped if self.feed is not None else 0

    @property
    def is_video(self) -> bool:
        """Whether it has several frames and takes any index."""
        return self.feed is None and self.wish.item.kind is SourceKind.VIDEO


class SourceStage:
    """Brings the source to what is wished. What fails changes nothing. Belongs to the thread."""

    def __init__(
        self, open_source: OpenSource, tell: Callable[[Any], None], on_news: Callable[[], object]
    ) -> None:
        """Begin without a source.

        Args:
            open_source: Opens pictures and videos here, cameras and streams on a thread of their own.
            tell: Takes ``SourceOpened`` and ``SourceFailed``.
            on_news: Called on other threads when ``look_after_feeds`` should be.
        """
        self._open_source = open_source
        self._tell = tell
        self._on_news = on_news
        self.current: OpenSourceState | None = None
        self._failed: SourceWish | None = None
        self._connecting: tuple[SourceWish, LiveFeed] | None = None
        self._stopped: list[LiveFeed] = []

    def bring(self, wish: SourceWish | None, index: int) -> None:
        """Open, go to a frame, or close. A live source takes over later, with its first frame."""
        if wish != self._failed:
            self._failed = None
        if self._connecting is not None and self._connecting[0] != wish:
            self._stop(self._connecting[1])
            self._connecting = None
        if wish is None:
            self._let_go()
        elif self.current is not None and self.current.wish == wish:
            self._go_to(self.current, index)
        elif wish != self._failed and self._connecting is None:
            # Counts as failed until it has not, so that an unexpected exception is not met again.
            self._failed = wish
            if wish.item.kind is SourceKind.LIVE:
                feed = LiveFeed(wish.item, self._open_source, self._on_news)
                self._connecting = wish, feed
                self._failed = None
            else:
                self._open(wish, index)

    def look_after_feeds(self) -> bool:
        """Take the newest frame of a live source, and connect the wished one; never waits.

        Returns:
            Whether there is something new to show.

        Raises:
            Exception: A bug on a feed's thread.
        """
        if self._connecting is not None:
            wish, feed = self._connecting
            news = feed.take()
            if isinstance(news, Frame):
                self._connecting = None
                self._let_go()
                stamp = (wish.item, feed)
                self.current = OpenSourceState(
                    wish, None, feed, _looked(news, 0.0), news.index, None, stamp
                )
                self._tell(SourceOpened(wish, feed.info))
                return True
            if news is not None or feed.has_ended:
                self._connecting = None
                self._failed = wish
                self._stop(feed)
                if isinstance(news, EngineScopeError) or news is None:
                    self._tell(SourceFailed(wish, news or ended(wish.item)))
                else:
                    raise news
        now = self.current
        if now is None or now.feed is None:
            return False
        news = now.feed.take()
        if isinstance(news, Frame):
            now.looked, now.asked, now.problem = _looked(news, 0.0), news.index, None
            return True
        if isinstance(news, SourceError):
            now.problem = news
            return True
        if news is not None:
            now.has_ended = True
            raise news
        if now.feed.has_ended and not now.has_ended:
            now.has_ended = True
            self._tell(SourceFailed(now.wish, ended(now.wish.item)))
        return False

    def open_again(self) -> FrameSource | None:
        """Open the current video once more, for reading elsewhere in it; ``SourceError`` as ever."""
        now = self.current
        return self._open_source(now.wish.item) if now is not None and now.is_video else None

    def close(self) -> None:
        """Close everything, and wait a little for threads that may hang within a driver."""
        if self._connecting is not None:
            self._stop(self._connecting[1])
            self._connecting = None
        self._let_go()
        for feed in self._stopped:
            feed.join(_JOIN_S)

    def _open(self, wish: SourceWish, index: int) -> None:
        reader: FrameSource | None = None
        try:
            reader = self._open_source(wish.item)
            problem: EngineScopeError | None
            try:
                looked, problem = _read(reader, index, wish.item.kind), None
            except SourceError as error:
                looked, problem = _read_after(reader, index, wish.item.kind, error), error
        except BaseException as error:
            if reader is not None:
                reader.close()
            if not isinstance(error, EngineScopeError):
                raise
            self._tell(SourceFailed(wish, error))
            return
        self._let_go()
        self.current = OpenSourceState(
            wish, reader, None, looked, index, problem, _content_stamp(wish)
        )
        self._failed = None
        self._tell(SourceOpened(wish, reader.info))

    def _go_to(self, now: OpenSourceState, index: int) -> None:
        if now.reader is None or now.asked == index:
            return
        # Answered in any case, if only with the frame that is there and the reason.
        before, now.asked, now.problem = now.asked, index, None
        if now.looked.frame.index == index or not now.is_video:
            return
        try:
            now.looked = _read_on(now.reader, index, before, now.looked)
        except EngineScopeError as error:
            now.problem = error

    def _let_go(self) -> None:
        gone, self.current = self.current, None
        if gone is not None and gone.reader is not None:
            gone.reader.close()
        if gone is not None and gone.feed is not None:
            self._stop(gone.feed)

    def _stop(self, feed: LiveFeed) -> None:
        feed.stop()
        self._stopped = [one for one in self._stopped if not one.has_ended] + [feed]


def _read(reader: FrameSource, index: int, kind: SourceKind) -> Looked:
    """Read a frame, or the last one where the end comes before it."""
    start = time.perf_counter()
    try:
        frame = reader.read(index if kind is SourceKind.VIDEO else 0)
    except IndexError:
        frame = reader.read(_last_index(reader))
    return _looked(frame, (time.perf_counter() - start) * 1e3)


def _read_on(reader: FrameSource, index: int, before: int, looked: Looked) -> Looked:
    """Read another frame of a video.

    Args:
        reader: The video.
        index: Which frame.
        before: Which was asked for last.
        looked: What was read last, to be returned where it is the last there is.
    """
    start = time.perf_counter()
    try:
        # Skipping a few while a video plays must not cost a look through the whole file.
        if 0 < index - before <= _READ_ON_FRAMES and not reader.info.is_exact:
            for passed in range(before + 1, index):
                _pass_over(reader, passed)
        frame = reader.read(index)
    except IndexError:
        last = _last_index(reader)
        if looked.frame.index == last:
            return looked
        frame = reader.read(last)
    return _looked(frame, (time.perf_counter() - start) * 1e3)


def _pass_over(reader: FrameSource, index: int) -> None:
    try:
        reader.read(index)
    except SourceError:
        return  # nobody asked for this one


def _read_after(reader: FrameSource, index: int, kind: SourceKind, error: SourceError) -> Looked:
    """Read the first frame after one that cannot be; raises ``error`` where none follows soon."""
    if kind is SourceKind.VIDEO:
        for following in range(index + 1, index + _MOST_LOST_AT_START):
            try:
                return _looked(reader.read(following), 0.0)
            except SourceError:
                continue
            except IndexError:
                break
    raise error


def _last_index(reader: FrameSource) -> int:
    """Return the index of the last frame of a source that has just been found shorter than asked."""
    count_exactly = getattr(reader, "frame_count", None)
    count = count_exactly() if count_exactly is not None else reader.info.frame_count
    return max(0, (count or 1) - 1)


def _looked(frame: Frame, read_ms: float) -> Looked:
    pixels = np.asarray(cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGRA), np.uint8)
    pixels.flags.writeable = False
    return Looked(frame, pixels, read_ms)


def _content_stamp(wish: SourceWish) -> Hashable:
    try:
        stat = Path(wish.item.location).stat()
    except OSError:
        return wish.item, wish.attempt
    return wish.item, stat.st_size, stat.st_mtime_ns
