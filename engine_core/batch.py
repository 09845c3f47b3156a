"""Every frame of every source through the detector into exporters: nothing dropped, nothing lost.

Three threads share the work, joined by short queues: one reads, the caller's infers, one writes. A
source is opened, used and closed on the reading thread, the detector stays on the caller's, exporters and
journal on the writing one. One bad picture is reported and the rest goes on; cancelling leaves only
complete files and a journal from which the same call goes on later.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from engine_core.detections import DisplayFilter
from engine_core.detector import DEFAULT_SUPPRESSION, Detector, SuppressionOptions
from engine_core.errors import EngineScopeError, InferenceError, SourceError
from engine_core.exporters.base import Exporter
from engine_core.frame import Frame, SourceInfo, SourceItem, SourceKind
from engine_core.journal import Done, Journal
from engine_core.results import FrameResult
from engine_core.sources import open_source

# Enough to keep three stages busy, small enough that 8K frames do not fill the memory.
_QUEUE_LENGTH = 4
_WAIT_S = 0.2


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read, run or written, and why."""

    name: str
    error: EngineScopeError


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        items_done, items: Sources finished and in all.
        frames_done: Frames finished, over all sources.
        frames: Frames in all as far as known by now: every picture, and every video from when it is
            opened; None once a source without an end is.
        current: Name of the source in work.
    """

    items_done: int
    items: int
    frames_done: int
    frames: int | None
    current: str


@dataclass(slots=True)
class Report:
    """How a run ended.

    Attributes:
        frames: Frames with a result, those resumed included.
        resumed: Frames whose result came from the journal.
        detections: Detections in all.
        failures: What was skipped.
        is_interrupted: Whether it was stopped before its end.
    """

    frames: int = 0
    resumed: int = 0
    detections: int = 0
    failures: list[Failure] = field(default_factory=list)
    is_interrupted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """What is asked of a run.

    Attributes:
        shown: Which detections are kept.
        suppression: How overlapping boxes are removed.
        max_frames: Most frames of each video or stream, or None.
    """

    shown: DisplayFilter
    suppression: SuppressionOptions = DEFAULT_SUPPRESSION
    max_frames: int | None = None


def run(
    detector: Detector,
    items: Sequence[SourceItem],
    settings: RunSettings,
    *,
    exporters: Sequence[Exporter] = (),
    journal: Journal | None = None,
    stop: threading.Event | None = None,
    on_result: Callable[[FrameResult], None] = lambda _: None,
    on_progress: Callable[[Progress], None] = lambda _: None,
    on_failure: Callable[[Failure], None] = lambda _: None,
) -> Report:
    """Run every frame of every source.

    Args:
        detector: Used on the calling thread; not closed.
        items: What to read, in order.
        settings: Thresholds and limits.
        exporters: Where results go; published at the end, abandoned when stopped.
        journal: Where results are kept for an interrupted run to go on from.
        stop: Set from any thread to stop after the frame in hand.
        on_result: Called with each result in order, on the writing thread.
        on_progress: Called after each frame, on the writing thread.
        on_failure: Called for each thing that was skipped, on any of the three threads.

    Raises:
        ModelError: The outputs of the first frames cannot be read.
        ExportError: Results cannot be written.
    """
    state = _State(stop or threading.Event(), on_failure)
    writer = _Writer(detector, items, exporters, journal, state, on_result, on_progress)
    to_infer: _Queue[_Message] = _Queue(state)
    to_write: _Queue[_Message] = _Queue(state)
    reading = threading.Thread(
        target=state.guarded,
        args=(_read, items, settings, exporters, journal, to_infer, state),
        name="enginescope-read",
    )
    writing = threading.Thread(
        target=state.guarded, args=(writer.work, to_write), name="enginescope-write"
    )
    reading.start()
    writing.start()
    infer = _Inferring(detector, settings, state)
    try:
        for message in to_infer:
            answered = infer(message)
            if answered is not None:
                to_write.put(answered)
        to_write.close()
    except BaseException as error:  # noqa: BLE001 - raised below, when the threads have ended
        state.end_with(error)
    finally:
        reading.join()
        writing.join()
    if state.error is not None:
        writer.abandon()
        raise state.error
    return writer.finish()


# ---- What travels -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Begin:
    info: SourceInfo
    # Exporters that still need what the source gives; the others have it from an earlier run.
    lacking: tuple[Exporter, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class _End:
    item: SourceItem
    is_complete: bool
    was_cut: bool = False


_Message = _Begin | _End | Frame | FrameResult
_T = TypeVar("_T")


class _State:
    """What the three threads know of each other."""

    def __init__(self, stop: threading.Event, on_failure: Callable[[Failure], None]) -> None:
        self.stop = stop
        self.error: BaseException | None = None
        self.failures: list[Failure] = []
        self._on_failure = on_failure
        self._aborted = threading.Event()
        self._lock = threading.Lock()

    @property
    def is_aborted(self) -> bool:
        return self._aborted.is_set()

    def fail(self, name: str, error: EngineScopeError) -> None:
        failure = Failure(name, error)
        with self._lock:
            self.failures.append(failure)
            self._on_failure(failure)

    def end_with(self, error: BaseException) -> None:
        """End all three threads; the first reason is the one that is raised."""
        self.error = self.error or error
        self._aborted.set()

    def guarded(self, work: Callable[..., None], *arguments: object) -> None:
        """Do a thread's work; keep what ends it, for the calling thread to raise."""
        try:
            work(*arguments)
        except BaseException as error:  # noqa: BLE001 - the calling thread raises it again
            self.end_with(error)


class _Queue(queue.Queue["_T | None"]):
    """A short queue that ends when it is closed or the run is aborted."""

    def __init__(self, state: _State) -> None:
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
        self.put(None)

    def __iter__(self) -> Iterator[_T]:
        while not self._state.is_aborted:
            try:
                item = self.get(timeout=_WAIT_S)
            except queue.Empty:
                continue
            if item is None:
                return
            yield item


# ---- Reading ----------------------------------------------------------------------------------


def _read(
    items: Sequence[SourceItem],
    settings: RunSettings,
    exporters: Sequence[Exporter],
    journal: Journal | None,
    out: _Queue[_Message],
    state: _State,
) -> None:
    for item in items:
        if state.stop.is_set() or state.is_aborted:
            break
        done = journal.done(item) if journal is not None else None
        lacking = tuple(e for e in exporters if done is None or not e.has(item))
        if done is not None and done.is_complete and not any(e.needs_image for e in lacking):
            _replay(item, done, lacking, journal, out)
        else:
            _read_source(item, done, lacking, settings, journal, out, state)
    out.close()


def _replay(
    item: SourceItem,
    done: Done,
    lacking: tuple[Exporter, ...],
    journal: Journal | None,
    out: _Queue[_Message],
) -> None:
    """Pass on a finished source from the journal without opening it."""
    if journal is None:
        return
    out.put(_Begin(SourceInfo(item, None, len(done.offsets)), lacking, is_new=False))
    for result in journal.results(done):
        out.put(result)
    out.put(_End(item, is_complete=True))


def _read_source(
    item: SourceItem,
    done: Done | None,
    lacking: tuple[Exporter, ...],
    settings: RunSettings,
    journal: Journal | None,
    out: _Queue[_Message],
    state: _State,
) -> None:
    """Pass on a source's frames; those in the journal with their results."""
    limit = None if item.kind is SourceKind.PICTURE else settings.max_frames
    try:
        source = open_source(item)
    except SourceError as error:
        state.fail(item.name, error)
        out.put(_End(item, is_complete=False))
        return
    with source:
        out.put(_Begin(source.info, lacking, is_new=done is None or not done.is_complete))
        is_complete, was_cut = True, False
        for number, read in enumerate(source):
            if limit is not None and number >= limit:
                break
            if state.stop.is_set() or state.is_aborted:
                # A stream has no end of its own: stopping it is how it ends.
                is_complete = item.kind is SourceKind.LIVE
                was_cut = not is_complete
                break
            if isinstance(read, SourceError):
                state.fail(item.name, read)
                is_complete = is_complete and item.kind is not SourceKind.PICTURE
            elif done is not None and journal is not None and read.index in done.offsets:
                out.put(replace(journal.result(done, read.index), image=read.image))
            else:
                out.put(read)
        out.put(_End(item, is_complete, was_cut))


# ---- Inferring --------------------------------------------------------------------------------


class _Inferring:
    """Turns frames into results and lets everything else pass; on the calling thread."""

    def __init__(self, detector: Detector, settings: RunSettings, state: _State) -> None:
        self._detector = detector
        self._settings = settings
        self._state = state
        self._is_live = False
        self._is_whole = True
        self._was_cut = False

    def __call__(self, message: _Message) -> _Message | None:
        if isinstance(message, _Begin):
            self._is_live = message.info.item.kind is SourceKind.LIVE
            self._is_whole, self._was_cut = True, False
        elif isinstance(message, _End):
            return replace(
                message,
                is_complete=message.is_complete and self._is_whole,
                was_cut=message.was_cut or self._was_cut,
            )
        elif isinstance(message, Frame):
            if self._state.stop.is_set():
                # Read ahead before the stop, and not worth the wait; a stream just ends here.
                if not self._is_live:
                    self._is_whole, self._was_cut = False, True
                return None
            return self._detect(message)
        return message

    def _detect(self, frame: Frame) -> FrameResult | None:
        try:
            found = self._detector.detect(frame, self._settings.suppression)
        except InferenceError as error:
            # A clip goes on without one of its frames; of a picture nothing is left.
            self._is_whole = self._is_whole and not frame.is_picture
            self._state.fail(frame.name, error)
            return None
        return FrameResult.of(frame, self._settings.shown.apply(found.detections), found.classes)


# ---- Writing ----------------------------------------------------------------------------------


class _Writer:
    """Puts results where they belong; on the writing thread, but for ``finish`` and ``abandon``."""

    def __init__(
        self,
        detector: Detector,
        items: Sequence[SourceItem],
        exporters: Sequence[Exporter],
        journal: Journal | None,
        state: _State,
        on_result: Callable[[FrameResult], None],
        on_progress: Callable[[Progress], None],
    ) -> None:
        self._detector = detector
        self._exporters = exporters
        self._journal = journal
        self._state = state
        self._on_result = on_result
        self._on_progress = on_progress
        self._report = Report()
        self._items = len(items)
        self._items_done = 0
        self._was_cut = False
        self._frames: int | None = sum(item.kind is SourceKind.PICTURE for item in items)
        self._begun: _Begin | None = None
        self._journaled: frozenset[int] = frozenset()

    def work(self, messages: _Queue[_Message]) -> None:
        for message in messages:
            if isinstance(message, _Begin):
                self._begin(message)
            elif isinstance(message, _End):
                self._end(message)
            elif isinstance(message, FrameResult):
                self._write(message)

    def finish(self) -> Report:
        """Publish what belongs to the whole run, or abandon it if the run was stopped."""
        report = self._report
        report.failures = self._state.failures
        report.is_interrupted = self._was_cut or self._items_done < self._items
        if report.is_interrupted:
            self.abandon()
            return report
        try:
            for exporter in self._exporters:
                exporter.close()
        except BaseException:
            self.abandon()
            raise
        return report

    def abandon(self) -> None:
        for exporter in self._exporters:
            exporter.abandon()

    def _begin(self, begin: _Begin) -> None:
        self._begun = begin
        item = begin.info.item
        done = self._journal.done(item) if self._journal is not None else None
        self._journaled = frozenset(done.offsets if done is not None else ())
        if self._journal is not None and begin.is_new:
            self._journal.begin(item)
        if item.kind is not SourceKind.PICTURE:
            count = begin.info.frame_count
            known = self._frames is not None and count is not None
            self._frames = (self._frames or 0) + (count or 0) if known else None
        for exporter in begin.lacking:
            exporter.begin_source(begin.info)

    def _write(self, result: FrameResult) -> None:
        lacking = self._begun.lacking if self._begun is not None else ()
        for exporter in lacking:
            exporter.write(result)
        report = self._report
        report.frames += 1
        report.detections += len(result.detections)
        if result.index in self._journaled:
            report.resumed += 1
        elif self._journal is not None:
            self._journal.add(result, self._detector.recipe.labels)
        self._on_result(result)
        self._on_progress(self._progress(result.name))

    def _end(self, end: _End) -> None:
        begun, self._begun = self._begun, None
        if begun is not None:
            for exporter in begun.lacking:
                if end.is_complete:
                    exporter.end_source()
                else:
                    exporter.abandon_source()
            if self._journal is not None and end.is_complete and begun.is_new:
                self._journal.end(end.item)
        self._items_done += 1
        self._was_cut = self._was_cut or end.was_cut
        self._on_progress(self._progress(end.item.name))

    def _progress(self, current: str) -> Progress:
        return Progress(self._items_done, self._items, self._report.frames, self._frames, current)
