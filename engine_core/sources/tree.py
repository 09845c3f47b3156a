"""One pass over a folder: what is in it by suffix, in the order in which people count."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine_core.errors import SourceError
from engine_core.frame import SourceKind
from engine_core.sources.content import KINDS_BY_SUFFIX, kind_by_suffix
from engine_core.text import NOTHING, text

RESULTS_MARK = ".enginescope"
"""Folder that a run keeps among its results; who holds it is no source."""

_DIGITS = re.compile(r"([0-9]+)")
_SLASH = ord("/")
_HAS_HIDDEN_ATTRIBUTE = os.name == "nt"


@dataclass(frozen=True, slots=True, eq=False)
class FolderFiles:
    """The pictures and videos of one folder, in order; lists of one length, a file to each row.

    Attributes:
        kinds: What each file is.
        locations: Absolute paths.
        names: Paths relative to the top, with forward slashes.
    """

    kinds: list[SourceKind]
    locations: list[str]
    names: list[str]


class Tree:
    """A folder and the folders in it, each visited once however links lead round; hidden ones never.

    Attributes:
        path: Absolute path of the top.
        problems: Folders that could not be read, and an entry that could not where nothing else was found;
            complete after ``folders`` has ended.
        other_files: Visible files whose suffix promises neither picture nor video.
        skipped_folders: Folders that ``enters`` refused.
        result_folders: Folders left out because the results of a run are or will be there.
    """

    def __init__(
        self,
        path: str,
        enters: Callable[[tuple[str, ...]], bool],
        takes: Callable[[tuple[str, ...]], bool] | None = None,
        leave_out: Collection[tuple[int, int]] = (),
    ) -> None:
        """Prepare a pass.

        Args:
            path: Absolute path of the top.
            enters: Whether a folder is entered, by the names of folders from the top to it.
            takes: Whether a file is listed, by its name behind those of its folders.
            leave_out: Device and inode of folders that are not entered.
        """
        self.path = path
        self.problems: list[SourceError] = []
        self.other_files = 0
        self.skipped_folders = 0
        self.result_folders = 0
        self._enters = enters
        self._takes = takes
        self._leave_out = leave_out
        self._unreadable: tuple[str, OSError] | None = None

    def folders(self) -> Iterator[FolderFiles]:
        """Yield the files of each folder, before those of the folders in it."""
        visited: set[tuple[int, int]] = set()
        found_any = False
        waiting: list[tuple[str, tuple[str, ...]]] = [(self.path, ())]
        while waiting:
            folder, parts = waiting.pop()
            try:
                status = Path(folder).stat()
                identity = (status.st_dev, status.st_ino)
                if identity in visited:
                    continue
                visited.add(identity)
                if identity in self._leave_out:
                    self.result_folders += 1
                    continue
                files, found = self._scan(folder, parts)
            except OSError as error:
                self.problems.append(
                    SourceError(
                        text("The folder {name} cannot be read", name=folder),
                        why=text("{reason}", reason=error.strerror) if error.strerror else NOTHING,
                        cure=text("Check that you may read it and that its disk is there"),
                        details=str(error),
                    )
                )
                continue
            found_any = found_any or bool(files.names)
            yield files
            waiting.extend((location, (*parts, name)) for name, location in reversed(found))
        if self._unreadable is not None and not found_any:
            name, refusal = self._unreadable
            self.problems.append(
                SourceError(
                    text("{name} cannot be read", name=name),
                    why=text("{reason}", reason=refusal.strerror) if refusal.strerror else NOTHING,
                    cure=text("If it is a link, check where it leads"),
                    details=str(refusal),
                )
            )

    def _scan(
        self, folder: str, parts: tuple[str, ...]
    ) -> tuple[FolderFiles, list[tuple[str, str]]]:
        takes = self._takes
        files = FolderFiles([], [], [])
        add_kind, add_location = files.kinds.append, files.locations.append
        add_name = files.names.append
        folders: dict[str, str] = {}
        others = 0
        by_suffix = KINDS_BY_SUFFIX.get  # most suffixes are in lower case
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == "." or (_HAS_HIDDEN_ATTRIBUTE and _is_hidden(entry)):
                    if name == RESULTS_MARK:
                        self.result_folders += 1
                        return FolderFiles([], [], []), []
                    continue
                kind = by_suffix(name[name.rfind(".") :]) or kind_by_suffix(name)
                try:
                    is_file = kind is not None and entry.is_file()
                    is_folder = not is_file and entry.is_dir()
                except OSError as error:  # a link to itself, for example
                    self._unreadable = self._unreadable or (entry.path, error)
                    continue
                if kind is not None and is_file:
                    if takes is None or takes((*parts, name)):
                        add_kind(kind)
                        add_location(entry.path)
                        add_name(name)
                elif is_folder:
                    if self._enters((*parts, name)):
                        folders[name] = entry.path
                    else:
                        self.skipped_folders += 1
                elif takes is None or takes((*parts, name)):
                    others += 1
        self.other_files += others
        prefix = "".join(part + "/" for part in parts)
        order = natural_order(files.names)
        # Without a prefix the entry's own string serves, which halves the memory of a big folder.
        names = [prefix + name for name in files.names] if prefix else files.names
        ordered = FolderFiles(
            [files.kinds[row] for row in order],
            [files.locations[row] for row in order],
            [names[row] for row in order],
        )
        inner = list(folders)
        return ordered, [(inner[row], folders[inner[row]]) for row in natural_order(inner)]


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def natural_order(names: Sequence[str]) -> list[int]:
    """Return the rows of file names as people count: ``img2`` before ``img10``, whatever the case.

    It depends on the names alone, not on how they come.
    """
    if not names:
        return []
    # All names at once, parted by what no name can hold: a call for each would take several times as long.
    parts = _DIGITS.split("/".join(names).casefold())
    # A number with more digits is greater, one with as many compares as text does: so the count of digits
    # goes in front, as one character that is no slash.
    parts[1::2] = [
        chr(len(digits) + (len(digits) >= _SLASH)) + digits
        for digits in [digits.lstrip("0") for digits in parts[1::2]]
    ]
    keys = list(map("\0".join, zip("".join(parts).split("/"), names, strict=True)))
    return sorted(range(len(names)), key=keys.__getitem__)
