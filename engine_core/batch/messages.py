"""What the three threads of a run pass to each other, and how they hear of its end."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from engine_core.batch.report import Failure
from engine_core.errors import EngineScopeError
from engine_core.exporters.base import Exporter
from engine_core.frame import Frame, SourceInfo, SourceItem, SourceKind
from engine_core.results import FrameResult
from engine_core.sources import FrameSource

# Enough to keep three stages busy, small enough that 8K frames do not fill the memory.
_QUEUE_LENGTH = 4
_WAIT_S = 0.2

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Begin:
    """A source begins.

    Attributes:
        info: What is known of it.
        lacking: Exporters that still need what it gives; the others have it from an earlier run.
        journaled: Numbers of the frames whose results are in the journal already.
    """

    info: SourceInfo
    lacking: tuple[Exporter, ...]
    journaled: frozenset[int]


@dataclass(frozen=True, slots=True)
class End:
    """A source ends.

    Attributes:
        item: The source.
        is_complete: Whether everything of it was read and run.
        was_cut: Whether the run was stopped within it.
    """

    item: SourceItem
    is_complete: bool
    was_cut: bool = False


Message = Begin | End | Frame | FrameResult


class State:
    """What the three threads know of each other."""

    def __init__(self, stop: threading.Event, on_failure: Callable[[Failure], None]) -> None:
        self.stop = stop
        self.error: BaseException | None = None
        self.failures: list[Failure] = []
        self._on_failure = on_failure
        self._aborted = threading.Event()
        self._lock = threading.Lock()
        self._live: FrameSource | None = None

    @property
    def is_aborted(self) -> bool:
        """Whether all threads shall end at once."""
        return self._aborted.is_set()

    @property
    def is_ending(self) -> bool:
        """Whether nothing more shall be read."""
        return self.stop.is_set() or self.is_aborted

    def fail(self, name: str, error: EngineScopeError) -> None:
        """Tell of something that is skipped; from any thread."""
        failure = Failure(name, error)
        with self._lock:
            self.failures.append(failure)
            self._on_failure(failure)

    def end_with(self, error: BaseException) -> None:
        """End all three threads; the first reason is the one that is raised."""
        self.error = self.error or error
        self._aborted.set()
        self.release_reader()

    def guarded(self, work: Callable[..., None], *arguments: object) -> None:
        """Do a thread's work; keep what ends it, for the calling thread to raise."""
        try:
            work(*arguments)
        except BaseException as error:  # noqa: BLE001 - the calling thread raises it again
            self.end_with(error)

    def opened(self, source: FrameSource) -> None:
        """Remember a source that may wait for its next frame for ever."""
        self._live = source if source.info.item.kind is SourceKind.LIVE else None

    def release_reader(self) -> None:
        """Wake the reading thread where it waits for a stream; from any thread."""
        live = self._live
        if live is not None:
            live.close()


class Messages(queue.Queue["_T | None"]):
    """A short queue that ends when it is closed or the run is aborted."""

    def __init__(self, state: State) -> None:
        super().__init__(_QUEUE_LENGTH)
        self._state = state

    def put(self, item: _T | None, block: bool = True, timeout: float | None = None) -> None:
        while not self._state.is_aborted:
            try:
                super().put(item, block, _WAIT_S if timeout is None else timeout)
            except queue.Full:
                continue
            return

    def close(self) -> None:
        """Let whoever takes from the queue end after what is in it."""
        self.put(None)

    def __iter__(self) -> Iterator[_T]:
        while not self._state.is_aborted:
            try:
                item = self.get(timeout=_WAIT_S)
            except queue.Empty:
                if self._state.stop.is_set():
                    self._state.release_reader()
                continue
            if item is None:
                return
            yield item
