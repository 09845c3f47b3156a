"""The writing thread: results to exporters, journal and whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine_core.batch.messages import Begin, End, Message, Messages, State
from engine_core.batch.report import Progress, Report
from engine_core.detector import Detector
from engine_core.exporters.base import Exporter
from engine_core.frame import SourceItem, SourceKind
from engine_core.journal import Journal
from engine_core.results import FrameResult


class Writer:
    """Puts results where they belong; on the writing thread, but for ``finish`` and ``abandon``."""

    def __init__(
        self,
        detector: Detector,
        items: Sequence[SourceItem],
        *,
        exporters: Sequence[Exporter],
        journal: Journal | None,
        state: State,
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
        self._begun: Begin | None = None

    def work(self, messages: Messages[Message]) -> None:
        """Write everything that comes, until the queue is closed."""
        for message in messages:
            if isinstance(message, Begin):
                self._begin(message)
            elif isinstance(message, End):
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
        """Remove what is unfinished."""
        for exporter in self._exporters:
            exporter.abandon()

    def _begin(self, begin: Begin) -> None:
        self._begun = begin
        info = begin.info
        if self._journal is not None:
            # Also of a source that is done: files written from here on are its own.
            self._journal.begin(info.item)
        if info.note:
            self._report.notes[info.note] = self._report.notes.get(info.note, 0) + 1
        if info.item.kind is not SourceKind.PICTURE:
            known = self._frames is not None and info.frame_count is not None
            self._frames = (self._frames or 0) + (info.frame_count or 0) if known else None
        for exporter in begin.lacking:
            exporter.begin_source(info)

    def _write(self, result: FrameResult) -> None:
        begun = self._begun
        if begun is None:
            raise ValueError(f"a result of {result.name} came before its source began")
        for exporter in begun.lacking:
            exporter.write(result)
        report = self._report
        report.frames += 1
        report.detections += len(result.detections)
        if result.index in begun.journaled:
            report.resumed += 1
        elif self._journal is not None:
            self._journal.add(result, self._detector.recipe.labels)
        self._on_result(result)
        self._tell(result.name)

    def _end(self, end: End) -> None:
        begun, self._begun = self._begun, None
        if begun is not None:
            for exporter in begun.lacking:
                if end.is_complete:
                    exporter.end_source()
                else:
                    exporter.abandon_source()
            is_live = end.item.kind is SourceKind.LIVE
            if self._journal is not None and end.is_complete and not is_live:
                self._journal.end(end.item, [exporter.key for exporter in self._exporters])
        self._items_done += 1
        self._was_cut = self._was_cut or end.was_cut
        self._tell(end.item.name)

    def _tell(self, current: str) -> None:
        done = self._report.frames
        frames = None if self._frames is None else max(self._frames, done)
        self._on_progress(Progress(self._items_done, self._items, done, frames, current))
