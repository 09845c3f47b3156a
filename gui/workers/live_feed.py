"""A camera or stream that neither blocks who looks at it while it connects, nor while it stalls."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from engine_core.errors import SourceError
from engine_core.frame import Frame, SourceInfo, SourceItem
from engine_core.sources.base import FrameSource
from engine_core.text import text


class OpenSource(Protocol):
    """How a source is opened; ``engine_core.sources.open_source`` is one."""

    def __call__(self, item: SourceItem, *, stop: threading.Event | None = None) -> FrameSource: ...


class LiveFeed:
    """Opens, reads and closes a live source on a thread of its own, and holds its newest news.

    Its thread is a daemon: one that hangs within a driver must not keep the program from ending.
    """

    def __init__(
        self, item: SourceItem, open_source: OpenSource, on_news: Callable[[], object]
    ) -> None:
        """Begin to connect.

        Args:
            item: Camera or stream.
            open_source: Opens it, on the feed's thread.
            on_news: Called on the feed's thread whenever there is something to ``take``.
        """
        self._item = item
        self._open_source = open_source
        self._on_news = on_news
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._news: Frame | Exception | None = None
        self._info: SourceInfo | None = None
        self._has_ended = False
        self._dropped_here = 0
        self._dropped_there = 0
        self._thread = threading.Thread(target=self._run, name=f"feed {item.shown}", daemon=True)
        self._thread.start()

    @property
    def info(self) -> SourceInfo:
        """What is known of it by now."""
        with self._lock:
            if self._info is None:
                return SourceInfo(self._item, None, frame_count=None, seekable=False)
            return self._info

    @property
    def dropped(self) -> int:
        """How many frames came that nobody took."""
        with self._lock:
            return self._dropped_here + self._dropped_there

    @property
    def has_ended(self) -> bool:
        """Whether nothing comes any more, and the last news are taken."""
        with self._lock:
            return self._has_ended and self._news is None

    def take(self) -> Frame | Exception | None:
        """Return the newest frame, or why there is none, at most once; never waits.

        A ``SourceError`` is followed by frames where the connection comes back. Any other exception is
        a bug, and the end.
        """
        with self._lock:
            news, self._news = self._news, None
            return news

    def stop(self) -> None:
        """Tell the thread to end, and do not wait for it."""
        self._stop.set()

    def join(self, timeout_s: float) -> None:
        """Wait for the thread, at most that long."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        try:
            with self._open_source(self._item, stop=self._stop) as source:
                for news in source:
                    if self._stop.is_set():
                        return
                    self._publish(news, source)
        except Exception as error:  # noqa: BLE001 - raised again by whoever takes it, on their thread
            self._publish(error, None)
        finally:
            with self._lock:
                self._has_ended = True
            self._on_news()

    def _publish(self, news: Frame | Exception, source: FrameSource | None) -> None:
        with self._lock:
            if isinstance(self._news, Frame):
                self._dropped_here += 1
            self._news = news
            if source is not None:
                self._info = source.info
                self._dropped_there = getattr(source, "dropped", 0)
        self._on_news()


def ended(item: SourceItem) -> SourceError:
    """Say that a stream is over, as recordings are in the end."""
    return SourceError(
        what=text("{name} has ended", name=item.shown),
        why=text("It was a recording, and this is its last frame"),
        cure=text("Open it again to see it from the start"),
    )
