"""The reading thread: sources to frames, and what the journal has of them to results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine_core.batch.messages import Begin, End, Message, Messages, State
from engine_core.errors import SourceError
from engine_core.exporters.base import Exporter
from engine_core.frame import SourceInfo, SourceItem, SourceKind
from engine_core.journal import Done, Journal
from engine_core.sources import open_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads all sources of a run, one after another."""

    items: Sequence[SourceItem]
    max_frames: int | None
    exporters: Sequence[Exporter]
    journal: Journal | None
    out: Messages[Message]
    state: State

    def work(self) -> None:
        """Pass everything on, then close the queue."""
        for item in self.items:
            if self.state.is_ending:
                break
            done = self.journal.done(item) if self.journal is not None else None
            lacking = tuple(e for e in self.exporters if not _is_saved(e, item, done))
            if (
                done is not None
                and done.is_complete
                and not any(exporter.needs_image for exporter in lacking)
            ):
                self._replay(item, done, lacking)
            else:
                self._read(item, done, lacking)
        self.out.close()

    def _replay(self, item: SourceItem, done: Done, lacking: tuple[Exporter, ...]) -> None:
        """Pass on a finished source from the journal without opening it."""
        if self.journal is None:
            return
        info = SourceInfo(item, None, len(done.offsets))
        self.out.put(Begin(info, lacking, frozenset(done.offsets)))
        was_cut = False
        for result in self.journal.results(done):
            if self.state.is_ending:
                was_cut = True
                break
            self.out.put(result)
        self.out.put(End(item, is_complete=not was_cut, was_cut=was_cut))

    def _read(self, item: SourceItem, done: Done | None, lacking: tuple[Exporter, ...]) -> None:
        """Pass on a source's frames; those in the journal with their results."""
        try:
            source = open_source(item, stop=self.state.stop)
        except SourceError as error:
            self.state.fail(item.name, error)
            self.out.put(End(item, is_complete=False))
            return
        limit = None if item.kind is SourceKind.PICTURE else self.max_frames
        journaled = frozenset(done.offsets if done is not None else ())
        with source:
            self.state.opened(source)
            info = source.info
            if limit is not None and info.frame_count is not None:
                info = replace(info, frame_count=min(limit, info.frame_count))
            self.out.put(Begin(info, lacking, journaled))
            # A stream has no end of its own: stopping it is how it ends.
            is_live = item.kind is SourceKind.LIVE
            is_complete, was_cut = True, False
            for number, read in enumerate(source):
                if limit is not None and number >= limit:
                    break
                if self.state.is_ending:
                    is_complete, was_cut = is_live, not is_live
                    break
                if isinstance(read, SourceError):
                    self.state.fail(item.name, read)
                    is_complete = is_complete and item.kind is not SourceKind.PICTURE
                elif done is not None and self.journal is not None and read.index in journaled:
                    self.out.put(replace(self.journal.result(done, read.index), image=read.image))
                else:
                    self.out.put(read)
            self.out.put(End(item, is_complete, was_cut))


def _is_saved(exporter: Exporter, item: SourceItem, done: Done | None) -> bool:
    """Whether an earlier run has published all of a source, and it is still there."""
    return done is not None and exporter.key in done.saved and exporter.has(item)
