"""Sorts what was dropped or typed by what it is, off the window's thread: models, class names, sources."""

from __future__ import annotations

import queue
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from engine_core.errors import EngineScopeError, LabelsError, ModelFileError
from engine_core.filekinds import kind_by_name, kind_of
from engine_core.frame import SourceItem
from engine_core.labelfiles import read_labels
from engine_core.modelfile import identify
from engine_core.sources.content import HEAD_BYTES, kind_by_content, kind_by_suffix
from engine_core.sources.listing import MODEL_SUFFIXES, list_sources
from engine_core.text import text
from gui.workers.cameras import find_cameras
from gui.workers.ending import PATIENCE_MS, end

LABEL_SUFFIXES = frozenset((".txt", ".names", ".labels", ".yaml", ".yml", ".json", ".pbtxt"))
# Of more files than this, those that are called pictures are not opened to see whether they are.
MANY_FILES = 500
_LINES_LOOKED_AT = 50
_SECTION = re.compile(r"\[[\w .:-]+\]")
_NUMBERS = re.compile(r"[-+\d.eE\s,;]+")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Dropped:
    """What one drop, paste or choice held.

    Attributes:
        models: Files that are models or claim to be, in order.
        labels: Files of class names.
        items: What can be looked at, with names that differ among each other.
        problems: What was given and is none of these, one for each.
        arguments: What was asked.
    """

    models: tuple[Path, ...]
    labels: tuple[Path, ...]
    items: tuple[SourceItem, ...]
    problems: tuple[EngineScopeError, ...]
    arguments: tuple[str, ...]


class _Job(Enum):
    CAMERAS = "cameras"
    END = "end"


class Intake(QThread):
    """Takes arguments in order and answers each with one ``Dropped``.

    Attributes:
        sorted_out: A ``Dropped``. Emitted on this thread: connect it to a slot of a widget.
        cameras_found: A tuple of ``CameraFound``; likewise.
    """

    sorted_out = Signal(object)
    cameras_found = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("intake")
        self._asked: queue.SimpleQueue[_Job | tuple[str, ...]] = queue.SimpleQueue()
        self._is_ending = False

    def sort(self, arguments: tuple[str, ...]) -> None:
        """Queue paths, folders, patterns, addresses and camera numbers; starts the thread. Any thread."""
        self._asked.put(tuple(arguments))
        self._begin()

    def look_for_cameras(self) -> None:
        """Queue a search for cameras, which ``cameras_found`` answers. Any thread."""
        self._asked.put(_Job.CAMERAS)
        self._begin()

    def stop(self, patience_ms: int = PATIENCE_MS) -> bool:
        """End without what is still queued. GUI thread.

        Args:
            patience_ms: How long to wait for the listing under way.

        Returns:
            Whether it has ended; a disk that does not answer may hold it for ever.
        """
        self._is_ending = True
        self._asked.put(_Job.END)
        return end(self, patience_ms)

    def run(self) -> None:
        """Answer until told to end."""
        while not self._is_ending:
            asked = self._asked.get()
            if asked is _Job.END or self._is_ending:
                return
            if asked is _Job.CAMERAS:
                self.cameras_found.emit(find_cameras())
            else:
                dropped = sort_out(asked, lambda: self._is_ending)
                if not self._is_ending:
                    self.sorted_out.emit(dropped)

    def _begin(self) -> None:
        if not self._is_ending and not self.isRunning():
            self.start()


def sort_out(arguments: tuple[str, ...], is_ending: Callable[[], bool] = lambda: False) -> Dropped:
    """Sort arguments by what they are. Reads files; blocks as long as their disk does.

    Args:
        arguments: As dropped or typed.
        is_ending: Asked before each file; once it is so, the rest is left out.
    """
    models: list[Path] = []
    labels: list[Path] = []
    sources: list[str] = []
    problems: list[EngineScopeError] = []
    are_many = len(arguments) > MANY_FILES
    for argument in arguments:
        if is_ending():
            sources.clear()
            break
        if are_many and kind_by_suffix(argument) is not None:
            sources.append(argument)
            continue
        path = _file(argument)
        if path is None:
            sources.append(argument)
            continue
        try:
            with path.open("rb") as file:
                head = file.read(max(HEAD_BYTES, 4096))
        except OSError:  # the listing tells it in its own words
            sources.append(argument)
            continue
        if kind_by_content(head[:HEAD_BYTES]) is not None:
            sources.append(argument)
        elif _is_model(path, head):
            models.append(path)
        elif path.suffix.lower() in LABEL_SUFFIXES and not _is_list_of_sources(path, head):
            try:
                _read_class_names(path, head)
                labels.append(path)
            except LabelsError as error:
                problems.append(error)
        else:
            sources.append(argument)
    listed = list_sources(sources) if sources else None
    return Dropped(
        models=tuple(models),
        labels=tuple(labels),
        items=listed.items if listed else (),
        problems=(*problems, *(listed.problems if listed else ())),
        arguments=arguments,
    )


def _file(argument: str) -> Path | None:
    """Return the file that an argument names; None for folders, addresses, and what does not exist."""
    try:
        path = Path(argument).expanduser()
        return path if "://" not in argument and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _is_model(path: Path, head: bytes) -> bool:
    """Return whether a file is a model of any kind, or claims to be one.

    What is no model that can be opened counts too: opening it says precisely why.
    """
    suffix = path.suffix.lower()
    if suffix in MODEL_SUFFIXES:
        return True
    kind = kind_of(head, path)
    if kind is not None:
        return kind.group == "model"
    try:
        identify(path)
    except ModelFileError:
        return kind_by_suffix(path.name) is None and kind_by_name(path) is not None
    return True


def _is_list_of_sources(path: Path, head: bytes) -> bool:
    """Return whether a text names pictures and not classes: paths that exist, addresses, or pictures."""
    if path.suffix.lower() != ".txt":
        return False
    entries = list(islice(_entries(head), _LINES_LOOKED_AT))
    if any("://" in entry or kind_by_suffix(entry) is not None for entry in entries):
        return True
    # A class may be called like a folder that happens to lie beside the list: so no bare words.
    return any(
        ("/" in entry or "\\" in entry) and _exists(path.parent / entry) for entry in entries
    )


def _entries(head: bytes) -> Iterator[str]:
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    for line in head.decode(encoding, "replace").splitlines():
        entry = line.strip()
        if entry and not entry.startswith("#"):
            yield entry


def _read_class_names(path: Path, head: bytes) -> None:
    """Read class names to see that there are some.

    Raises:
        LabelsError: If there are none; settings and the boxes of one picture are no class names either.
    """
    if path.suffix.lower() == ".txt":
        entries = list(_entries(head))
        if entries and _SECTION.fullmatch(entries[0]):
            raise _no_names(path, numbers=False)
        if entries and all(_NUMBERS.fullmatch(entry) for entry in entries):
            raise _no_names(path, numbers=True)
    read_labels(path)


def _no_names(path: Path, *, numbers: bool) -> LabelsError:
    return LabelsError(
        text("Class names cannot be read from {file}", file=path.name),
        why=text("It holds only numbers, as the label file of one picture does")
        if numbers
        else text("It holds settings in sections, not names"),
        cure=text("Give the file that lists the class names, one on each line"),
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
