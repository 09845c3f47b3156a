"""Looks at folders and videos for the export dialog: a disk that does not answer must not stop the window."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine_core.errors import SourceError
from engine_core.exporters.files import export_error
from engine_core.frame import SourceItem
from engine_core.saving import Found, Lying, SavePlan, free_folder, look_at, look_at_frame
from engine_core.sources import open_source
from gui.exports import Place
from gui.workers.ending import end


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a folder.

    Attributes:
        plan: Formats, and ``out``, the folder.
        name: Of the one frame that is exported, without suffix; None for whole sources.
    """

    plan: SavePlan
    name: str | None


class FolderLook(QThread):
    """Looks at one folder and ends. Made on the GUI thread.

    Signals:
        looked: ``Place``.
    """

    looked = Signal(object)

    def __init__(self, question: Question, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._question = question

    def run(self) -> None:
        self.looked.emit(place_of(self._question))


class FolderLooks(QObject):
    """Looks at one folder after another; of those asked for meanwhile only at the newest. GUI thread only.

    Signals:
        looked: ``Place``; not of a folder after which another was asked for.
    """

    looked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look: FolderLook | None = None
        self._next: Question | None = None
        self._is_ending = False

    def ask(self, question: Question) -> None:
        """Look at a folder."""
        if self._is_ending:
            return
        if self._look is not None:
            self._next = question
            return
        self._look = FolderLook(question)
        self._look.looked.connect(self._on_look_looked)
        self._look.finished.connect(self._on_look_finished)
        self._look.start()

    def stop(self, patience_ms: int) -> None:
        """Look at nothing more; wait for the thread that looks."""
        self._is_ending = True
        self._next = None
        if self._look is not None:
            end(self._look, patience_ms)

    @Slot(object)
    def _on_look_looked(self, place: Place) -> None:
        if self._next is None and not self._is_ending:
            self.looked.emit(place)

    @Slot()
    def _on_look_finished(self) -> None:
        if self._look is not None:
            self._look.deleteLater()
        question, self._look, self._next = self._next, None, None
        if question is not None:
            self.ask(question)


class VideoCounts(QThread):
    """Reads from the headers of videos how many frames they have, one after another.

    Signals:
        counted: Location, number of frames or None where the header does not say, whether it is exact.
    """

    counted = Signal(str, object, bool)

    def __init__(self, items: Sequence[SourceItem], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items = tuple(items)
        self._stop = threading.Event()

    def cancel(self) -> None:
        """End after the file in hand."""
        self._stop.set()

    def run(self) -> None:
        for item in self._items:
            if self._stop.is_set():
                return
            try:
                with open_source(item) as source:
                    info = source.info
            except SourceError:
                self.counted.emit(item.location, None, False)  # the export will tell
            else:
                self.counted.emit(item.location, info.frame_count, info.is_exact)


def place_of(question: Question) -> Place:
    """Say what an export would meet in its folder, and where it would meet nothing."""
    plan = question.plan
    folder = plan.out if plan.out is not None else plan.parent
    try:
        found = _found(question, folder)
        free = free_folder(folder, lambda each: _is_free(question, each))
        _check_writable(folder)
    except OSError as error:
        return Place(
            folder=folder,
            lying=Lying.NOTHING,
            path=None,
            free=folder,
            problem=export_error(error, folder).why,
        )
    return Place(folder=folder, lying=found.lying, path=found.path, free=free)


def _found(question: Question, folder: Path) -> Found:
    if question.name is None:
        return look_at(folder, question.plan.keys)
    return look_at_frame(replace(question.plan, out=folder), folder, question.name)


def _is_free(question: Question, folder: Path) -> bool:
    if question.name is None:
        return not os.path.lexists(folder) or (folder.is_dir() and not any(folder.iterdir()))
    return _found(question, folder).lying is Lying.NOTHING


def _check_writable(folder: Path) -> None:
    """Raise ``OSError`` where writing is known not to be possible."""
    there = folder
    while not os.path.lexists(there) and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(there))
    if not os.access(there, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(there))
