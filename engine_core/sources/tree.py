"""One pass over a folder: what is in it by suffix, in the order in which people count."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from engine_core.errors import SourceError
from engine_core.frame import SourceKind
from engine_core.sources.content import kind_by_suffix
from engine_core.text import NOTHING, text

_DIGITS = re.compile(r"([0-9]+)")


class Tree:
    """A folder and the folders in it, each visited once however links lead round; hidden ones never.

    Attributes:
        path: Absolute path of the top.
        problems: Folders that could not be read; complete after ``files`` has ended.
        other_files: Visible files whose suffix promises neither picture nor video.
        skipped_folders: Folders that ``enters`` refused.
    """

    def __init__(
        self,
        path: str,
        enters: Callable[[tuple[str, ...]], bool],
        takes: Callable[[tuple[str, ...]], bool] | None = None,
    ) -> None:
        self.path = path
        self.problems: list[SourceError] = []
        self.other_files = 0
        self.skipped_folders = 0
        self._enters = enters
        self._takes = takes

    def files(self) -> Iterator[tuple[SourceKind, str, str]]:
        """Yield kind, absolute path and path relative to the top with forward slashes."""
        visited: set[tuple[int, int]] = set()
        waiting: list[tuple[str, tuple[str, ...]]] = [(self.path, ())]
        while waiting:
            folder, parts = waiting.pop()
            try:
                identity = Path(folder).stat()
                if (identity.st_dev, identity.st_ino) in visited:
                    continue
                visited.add((identity.st_dev, identity.st_ino))
                files, folders = self._scan(folder, parts)
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
            prefix = "".join(part + "/" for part in parts)
            for name, kind, location in files:
                # Without a prefix the entry's own string serves, which halves the memory of a big folder.
                yield kind, location, prefix + name if prefix else name
            waiting.extend((location, (*parts, name)) for name, location in reversed(folders))

    def _scan(
        self, folder: str, parts: tuple[str, ...]
    ) -> tuple[list[tuple[str, SourceKind, str]], list[tuple[str, str]]]:
        takes = self._takes
        files = []
        folders = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if _is_hidden(entry):
                    continue
                name = entry.name
                kind = kind_by_suffix(name)
                if kind is not None and entry.is_file():
                    if takes is None or takes((*parts, name)):
                        files.append((name, kind, entry.path))
                elif entry.is_dir():
                    if self._enters((*parts, name)):
                        folders.append((name, entry.path))
                    else:
                        self.skipped_folders += 1
                elif takes is None or takes((*parts, name)):
                    self.other_files += 1
        files.sort(key=lambda file: natural_key(file[0]))
        folders.sort(key=lambda found: natural_key(found[0]))
        return files, folders


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return True
    if os.name != "nt":
        return False
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def natural_key(name: str) -> str:
    """Order as people count: ``img2`` before ``img10``, whatever the case; equal only for equal names."""
    parts = _DIGITS.split(name.casefold())
    # A number with more digits is greater, one with as many compares as text does. One string for all of
    # it sorts several times faster than a list of texts and numbers.
    for place in range(1, len(parts), 2):
        digits = parts[place].lstrip("0")
        parts[place] = chr(len(digits)) + digits
    return "".join(parts) + "\0" + name
