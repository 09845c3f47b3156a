"""One run from its first to its last frame."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from engine_core.batch.messages import Begin, End, Message, Messages, State
from engine_core.batch.reading import Reader
from engine_core.batch.report import Failure, Progress, Report, RunSettings
from engine_core.batch.writing import Writer
from engine_core.detector import Detector
from engine_core.errors import InferenceError
from engine_core.exporters.base import Exporter
from engine_core.frame import Frame, SourceItem, SourceKind
from engine_core.journal import Journal
from engine_core.results import FrameResult

_JOIN_S = 0.2


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
    state = State(stop or threading.Event(), on_failure)
    to_infer: Messages[Message] = Messages(state)
    to_write: Messages[Message] = Messages(state)
    reader = Reader(
        items=items,
        max_frames=settings.max_frames,
        exporters=exporters,
        journal=journal,
        out=to_infer,
        state=state,
    )
    writer = Writer(
        detector,
        items,
        exporters=exporters,
        journal=journal,
        state=state,
        on_result=on_result,
        on_progress=on_progress,
    )
    threads = [
        threading.Thread(target=state.guarded, args=(reader.work,), name="enginescope-read"),
        threading.Thread(
            target=state.guarded, args=(writer.work, to_write), name="enginescope-write"
        ),
    ]
    for thread in threads:
        thread.start()
    infer = _Inferring(detector, settings, state)
    try:
        for message in to_infer:
            for answered in infer(message):
                to_write.put(answered)
        for answered in infer.finish():
            to_write.put(answered)
        to_write.close()
    except BaseException as error:  # noqa: BLE001 - raised below, when the threads have ended
        state.end_with(error)
    _join(threads, state)
    if state.error is not None:
        writer.abandon()
        raise state.error
    return writer.finish()


def _join(threads: Sequence[threading.Thread], state: State) -> None:
    """Wait for the threads whatever happens: they hold sources, exporters and the journal."""
    while any(thread.is_alive() for thread in threads):
        try:
            for thread in threads:
                thread.join(_JOIN_S)
            if state.stop.is_set():
                state.release_reader()
        except BaseException as error:  # noqa: BLE001 - a second Ctrl-C: raised when they have ended
            state.end_with(error)


class _Inferring:
    """Turns frames into results and lets everything else pass; on the calling thread."""

    def __init__(self, detector: Detector, settings: RunSettings, state: State) -> None:
        self._detector = detector
        self._settings = settings
        self._state = state
        self._is_live = False
        self._is_whole = True
        self._was_cut = False
        self._begun: deque[Frame] = deque()

    def __call__(self, message: Message) -> Iterator[Message]:
        """Take a message and give those that are ready, in order."""
        if isinstance(message, Frame):
            yield from self._take(message)
            return
        yield from self.finish()
        if isinstance(message, Begin):
            self._is_live = message.info.item.kind is SourceKind.LIVE
            self._is_whole, self._was_cut = True, False
        elif isinstance(message, End):
            message = replace(
                message,
                is_complete=message.is_complete and self._is_whole,
                was_cut=message.was_cut or self._was_cut,
            )
        yield message

    def finish(self, left: int = 0) -> Iterator[FrameResult]:
        """Give the results of frames under way until so many are left."""
        while len(self._begun) > left:
            frame = self._begun.popleft()
            try:
                found = self._detector.finish()
            except InferenceError as error:
                self._failed(frame, error)
                continue
            shown = self._settings.shown.apply(found.detections)
            yield FrameResult.of(frame, shown, found.classes)

    def _take(self, frame: Frame) -> Iterator[FrameResult]:
        if self._state.stop.is_set():
            # Read ahead before the stop, and not worth the wait; a stream just ends here.
            if not self._is_live:
                self._is_whole, self._was_cut = False, True
            return
        try:
            self._detector.begin(frame, self._settings.suppression)
        except InferenceError as error:
            yield from self.finish()
            self._failed(frame, error)
            return
        self._begun.append(frame)
        # The newest frame of a stream shall not wait for the next one.
        yield from self.finish(0 if self._is_live else self._detector.ahead)

    def _failed(self, frame: Frame, error: InferenceError) -> None:
        # A clip goes on without one of its frames; of a picture nothing is left.
        self._is_whole = self._is_whole and not frame.is_picture
        self._state.fail(frame.name, error)
