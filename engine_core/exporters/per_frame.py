"""The course of every format that writes one file per picture or video frame."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from engine_core.exporters.files import (
    PartFile,
    check_is_not_source,
    frame_name,
    frame_stem,
    reported,
    stem_of,
    sweep,
    write_file,
)
from engine_core.frame import SourceInfo, SourceItem, SourceKind
from engine_core.records import without_unusable_rows
from engine_core.results import FrameResult
from engine_core.text import Text

_STILL = frozenset({SourceKind.PICTURE})
_MOVING = frozenset({SourceKind.VIDEO, SourceKind.LIVE})


class FrameFiles:
    """Writes ``<folder>/<picture>.<suffix>`` and ``<folder>/<clip>/frame_000012.<suffix>``.

    The file of a clip's first frame gets its name last, when the clip ends: it is there only if all the
    others are, which is how an interrupted run is told from a finished one.
    """

    def __init__(
        self,
        key: str,
        folder: Path,
        suffix: str,
        encode: Callable[[FrameResult, Path], bytes],
        *,
        on_published: Callable[[Path], None],
        kinds: frozenset[SourceKind] = frozenset(SourceKind),
        needs_image: bool = False,
        finish: Callable[[], None] | None = None,
    ) -> None:
        """Remove what a killed run left, and begin.

        Args:
            key: Of the format.
            folder: Root of the files.
            suffix: With its dot.
            encode: Makes the content of the file at a path; raises nothing but ``ExportError``.
            on_published: As in ``ExportSettings``.
            kinds: Sources of other kinds give nothing here.
            needs_image: Whether ``encode`` needs ``FrameResult.image``.
            finish: Writes what belongs to the whole run, at the end.
        """
        self.key = key
        self._folder = folder
        self._suffix = suffix
        self._encode = encode
        self._on_published = on_published
        self._kinds = kinds
        self._finish = finish
        self._held: PartFile | None = None
        self._is_first = True
        self.needs_image = needs_image
        self.notes: tuple[Text, ...] = ()
        sweep(folder)

    def has(self, item: SourceItem) -> bool:
        if item.kind not in self._kinds:
            return True
        stem = stem_of(item.name)
        if item.kind is SourceKind.PICTURE:
            return self._path(stem).is_file()
        return item.kind is SourceKind.VIDEO and self._path(f"{stem}/{frame_name(0)}").is_file()

    def begin_source(self, info: SourceInfo) -> None:
        self.abandon_source()
        if info.item.kind in self._kinds and info.item.kind is not SourceKind.PICTURE:
            first = self._path(f"{stem_of(info.item.name)}/{frame_name(0)}")
            with reported(first), contextlib.suppress(FileNotFoundError, NotADirectoryError):
                first.unlink()  # of an older run: it would say that this one is complete

    def write(self, result: FrameResult) -> None:
        path = self._path(frame_stem(result))
        if self._kinds & (_STILL if result.is_picture else _MOVING):
            check_is_not_source(path, result.source)
            data = self._encode(without_unusable_rows(result), path)
            if result.is_picture or not self._is_first:
                write_file(path, data, is_durable=False, on_published=self._on_published)
            else:
                self._held = PartFile(path, is_durable=False, on_published=self._on_published)
                with reported(path):
                    self._held.stream.write(data)
        self._is_first = False

    def end_source(self) -> None:
        held, self._held, self._is_first = self._held, None, True
        if held is not None:
            held.publish()

    def abandon_source(self) -> None:
        """Remove what is unfinished; frames that have their file already keep it."""
        held, self._held, self._is_first = self._held, None, True
        if held is not None:
            held.discard()

    def close(self) -> None:
        self.abandon_source()
        if self._finish is not None:
            self._finish()

    def abandon(self) -> None:
        self.abandon_source()

    def _path(self, stem: str) -> Path:
        return self._folder / f"{stem}{self._suffix}"
