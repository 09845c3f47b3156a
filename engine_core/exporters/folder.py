"""The folder of a run: who writes there now, and what of it is a run's own."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from engine_core.errors import OptionError
from engine_core.exporters.files import reported
from engine_core.text import text

if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        # A locked byte cannot be read by others, so one far behind the content is taken.
        os.lseek(file, 1 << 30, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_HELD = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}


class FolderLock:
    """Keeps a second run out of a folder while the first one lasts.

    The system holds the lock and lets go of it when the process ends, however that happens; the file
    only says for people which process it is.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        """Take the lock.

        Args:
            path: The lock's file; made if need be.
            folder: What it protects, for the message.

        Raises:
            OptionError: Another run holds it.
        """
        self._path = path
        self._file: int | None = None
        while self._file is None:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                if not _takes(file):
                    raise OptionError(
                        text("{folder} is in use", folder=folder),
                        why=text("Another run is writing its results there."),
                        cure=text("Wait for its end, or choose another --out."),
                        details=f"process {_content(file)}",
                    )
                # A run that ended since may have removed the very file that was opened.
                if _is_at(file, path):
                    self._file = file
            finally:
                if self._file is None:
                    os.close(file)
        with contextlib.suppress(OSError):
            os.ftruncate(self._file, 0)
            os.write(self._file, str(os.getpid()).encode())

    def release(self) -> None:
        """Let the next run in; safe to call twice."""
        file, self._file = self._file, None
        if file is None:
            return
        # Windows removes nothing that is open, the others should not wait for the name to go.
        if os.name != "nt":
            self._path.unlink(missing_ok=True)
        os.close(file)
        if os.name == "nt":
            with contextlib.suppress(OSError):
                self._path.unlink()


def is_held(path: Path) -> bool:
    """Whether a run holds the lock of this file now."""
    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _takes(file)
    finally:
        os.close(file)


def occupied(folder: Path, names: Iterable[str]) -> Path | None:
    """Return something that lies under one of the names, or None; empty folders are nothing."""
    for name in names:
        path = folder / name
        if path.is_dir():
            for parent, _, files in os.walk(path):
                shown = next((file for file in files if not file.startswith(".")), None)
                if shown is not None:
                    return Path(parent, shown)
        elif os.path.lexists(path):
            return path
    return None


def remove_files(folder: Path, names: Iterable[str]) -> None:
    """Remove files of a folder, and the folders that this leaves empty.

    Whatever the names say, nothing outside the folder is touched, neither directly nor through links.

    Args:
        folder: The root.
        names: Paths below it, with forward slashes; what is not there is left out.

    Raises:
        ExportError: A file cannot be removed.
    """
    root = folder.resolve()
    is_below: dict[Path, bool] = {}
    for name in names:
        path = root / name
        parent = path.parent
        if parent not in is_below:
            is_below[parent] = parent.resolve() == parent and parent.is_relative_to(root)
        if is_below[parent] and (path.is_symlink() or path.is_file()):
            with reported(path):
                path.unlink(missing_ok=True)
    for parent in (parent for parent, is_ours in is_below.items() if is_ours):
        with contextlib.suppress(OSError):
            while parent != root:
                parent.rmdir()
                parent = parent.parent


def _takes(file: int) -> bool:
    """Take the lock if it is free; file systems without locks protect nobody and hinder nobody."""
    try:
        _lock(file)
    except OSError as error:
        return error.errno not in _HELD
    return True


def _is_at(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except OSError:
        return False


def _content(file: int) -> str:
    with contextlib.suppress(OSError):
        os.lseek(file, 0, os.SEEK_SET)
        return os.read(file, 20).decode("ascii", "replace")
    return ""
