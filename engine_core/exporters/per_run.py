"""The course of every format that writes one text file for the whole run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine_core.exporters.files import PartFile, reported, sweep
from engine_core.frame import SourceInfo, SourceItem
from engine_core.results import FrameResult
from engine_core.text import Text


class RunFile:
    """Appends what each frame gives to one file, which gets its name when the run ends.

    Frames of an abandoned source are taken out again.
    """

    needs_image = False

    def __init__(
        self,
        key: str,
        final: Path,
        encode: Callable[[FrameResult], bytes],
        *,
        on_published: Callable[[Path], None],
        header: bytes = b"",
    ) -> None:
        self.key = key
        self._encode = encode
        self._source_start = 0
        self.notes: tuple[Text, ...] = ()
        sweep(final.parent, name=final.name, deep=False)
        self._part = PartFile(final, on_published=on_published)
        with reported(final):
            self._part.stream.write(header)
        self._mark()

    def has(self, _item: SourceItem) -> bool:
        return False

    def begin_source(self, _info: SourceInfo) -> None:
        self._mark()

    def write(self, result: FrameResult) -> None:
        with reported(self._part.final):
            self._part.stream.write(self._encode(result))

    def end_source(self) -> None:
        self._mark()

    def abandon_source(self) -> None:
        with reported(self._part.final):
            self._part.stream.seek(self._source_start)
            self._part.stream.truncate()

    def close(self) -> None:
        self._part.publish()

    def abandon(self) -> None:
        self._part.discard()

    def _mark(self) -> None:
        with reported(self._part.final):
            self._source_start = self._part.stream.tell()
