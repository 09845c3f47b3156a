"""Files that appear under their name only when they are complete, and where they lie.

A file is written beside its final place as ``.<name>.<process>-<number>.part`` and then renamed.
Whatever ends the program in between leaves such a part, never half a result; the next run removes it
(``sweep``). What is dear and rare, a file for a whole video or run, is brought to the disk before that
and survives a power cut too; for each of many small files that would take forty times as long as
writing it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import os
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from engine_core.errors import ExportError
from engine_core.exporters.base import unnoted
from engine_core.results import FrameResult
from engine_core.text import text

_PART_NAME = re.compile(r"\..+\.(\d+)-\d+\.part")
# Part names stay below the 255 bytes that file systems allow, whatever the final name's length is.
_PART_STEM_CHARACTERS = 40
# Leaves room within the 255 bytes of a file name for what exporters append.
_LONGEST_COMPONENT_BYTES = 180

_numbers = itertools.count()
_open_parts: set[Path] = set()


class PartFile:
    """A file that is being written, until ``publish`` gives it its name or ``discard`` removes it."""

    def __init__(
        self,
        final: Path,
        *,
        is_durable: bool = True,
        on_published: Callable[[Path], None] = unnoted,
    ) -> None:
        """Make the folders and the empty part.

        Args:
            final: Where the file will lie.
            is_durable: Whether to bring the file to the disk before it gets its name.
            on_published: Told of the final path just before the file appears there: what is noted and
                not there harms nobody, what is there and not noted would never be removed.

        Raises:
            ExportError: That is refused.
        """
        self.final = final
        self._is_durable = is_durable
        self._on_published = on_published
        stem = final.name[:_PART_STEM_CHARACTERS]
        self.path = final.with_name(f".{stem}.{os.getpid()}-{next(_numbers)}.part")
        self._stream: BinaryIO | None = None
        with reported(final):
            final.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("w+b")
        _open_parts.add(self.path)

    @property
    def stream(self) -> BinaryIO:
        """What to write to; errors are the caller's to report."""
        if self._stream is None:
            raise ValueError(f"{self.final} was published or discarded already")
        return self._stream

    def publish(self) -> None:
        """Give the file its final name, replacing an older one."""
        try:
            with reported(self.final):
                self.stream.flush()
                if self._is_durable:
                    os.fsync(self.stream.fileno())
                self.stream.close()
                self._on_published(self.final)
                self.path.replace(self.final)
        except ExportError:
            self.discard()
            raise
        self._forget()

    def discard(self) -> None:
        """Remove the file; does nothing when it was published or discarded before."""
        if self._stream is None:
            return
        # A full disk fails the last flush too, but closes the file all the same.
        with contextlib.suppress(OSError):
            self._stream.close()
        with contextlib.suppress(OSError):
            self.path.unlink()
        self._forget()

    def _forget(self) -> None:
        self._stream = None
        _open_parts.discard(self.path)


def write_file(
    final: Path,
    data: bytes,
    *,
    is_durable: bool = True,
    on_published: Callable[[Path], None] = unnoted,
) -> None:
    """Write a whole file; it appears under its name when it is complete. Arguments as in ``PartFile``."""
    part = PartFile(final, is_durable=is_durable, on_published=on_published)
    try:
        with reported(final):
            part.stream.write(data)
        part.publish()
    finally:
        part.discard()


def check_is_not_source(final: Path, source: str) -> None:
    """Raise ``ExportError`` if writing a file would destroy the picture or video it is made from."""
    with contextlib.suppress(OSError, ValueError):
        if final.samefile(source):
            raise ExportError(
                text("{path} cannot be written", path=final),
                why=text("It is the source itself, which would be lost."),
                cure=text("Choose an output folder outside the folder of the sources."),
            )


def sweep(folder: Path, *, name: str = "", deep: bool = True) -> None:
    """Remove the parts that a killed run left in a folder.

    Parts of another program that still runs are left alone.

    Args:
        folder: Need not exist.
        name: Only the parts of this final name; empty for all.
        deep: Whether to look into folders below too.
    """
    pattern = f".{name[:_PART_STEM_CHARACTERS]}.*.part" if name else ".*.part"
    with reported(folder):
        for path in folder.rglob(pattern) if deep else folder.glob(pattern):
            match = _PART_NAME.fullmatch(path.name)
            if match and path not in _open_parts and not _is_running_elsewhere(int(match[1])):
                # On Windows a file that another program writes cannot be removed, and need not be.
                with contextlib.suppress(OSError):
                    path.unlink()


def stem_of(name: str) -> str:
    """Return the place of a source's results below an exporter's folder, without suffix.

    Sources come with names that are unique even without suffix; that the place can neither leave the
    folder nor be what a file system refuses is made sure of here once more.
    """
    parts = [safe_component(part) for part in name.split("/") if part not in ("", ".")]
    return posixpath.splitext("/".join(parts) or "_")[0]


def frame_stem(result: FrameResult) -> str:
    """Return the place of one frame's own file: for video in a folder named after the clip."""
    stem = stem_of(result.name)
    return stem if result.is_picture else f"{stem}/{frame_name(result.index)}"


def picture_name(result: FrameResult) -> str:
    """Return the name by which a picture is found on disk, within its folder of the run.

    ``FrameResult.name`` was made unique and fit for every file system, which the picture's own need not be.
    """
    folder = result.name.rpartition("/")[0]
    return posixpath.join(folder, Path(result.source).name or result.name)


def frame_name(index: int) -> str:
    """Return the name of a video's frame, without suffix."""
    return f"frame_{index:06d}"


def safe_component(name: str) -> str:
    """Return a name that every file system takes as one file or folder name."""
    safe = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]', "_", name)
    safe = re.sub(r"[. ]+$", lambda ends: "_" * len(ends[0]), safe)
    if re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", safe):
        safe = f"_{safe}"
    return _shortened(safe) or "_"


def _shortened(name: str) -> str:
    """Return the name, or a beginning of it with a mark that no other long name has."""
    if _bytes_of(name) <= _LONGEST_COMPONENT_BYTES:
        return name
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    head = name[:_LONGEST_COMPONENT_BYTES]
    while _bytes_of(head) + 1 + len(mark) > _LONGEST_COMPONENT_BYTES:
        head = head[:-1]
    return f"{head}~{mark}"


def _bytes_of(name: str) -> int:
    return len(name.encode("utf-8", "surrogatepass"))


@contextlib.contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turn the operating system's errors within into ``ExportError``, naming ``path``."""
    try:
        yield
    except OSError as error:
        raise export_error(error, path) from error


def export_error(error: Exception, path: Path) -> ExportError:
    """Say in plain words why something could not be written to ``path``."""
    code = error.errno if isinstance(error, OSError) else None
    full = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
    if code in full:
        why = text("There is no space left on the disk.")
        cure = text("Free some space or choose another output folder, then run again.")
    elif code in {errno.EACCES, errno.EPERM, errno.EROFS}:
        why = text("Writing there is not allowed, or another program has the file open.")
        cure = text("Close programs that show the file, or choose another output folder.")
    elif code in {errno.ENOTDIR, errno.EEXIST}:
        why = text("Something in this path is a file where a folder is needed.")
        cure = text("Choose another output folder.")
    elif code == errno.EISDIR:
        why = text("There is a folder of that name already.")
        cure = text("Remove the folder or choose another output folder.")
    elif code == errno.ENAMETOOLONG:
        why = text("The path is too long for this file system.")
        cure = text("Choose an output folder with a shorter path, or shorten the source's name.")
    elif code == errno.EFBIG:
        why = text("The file would be larger than this file system allows.")
        cure = text("Choose an output folder on another disk.")
    else:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        why = text("The system says: {reason}.", reason=reason.rstrip("."))
        cure = text("Check that the output folder can be reached, or choose another one.")
    return ExportError(
        text("{path} cannot be written", path=path), why=why, cure=cure, details=repr(error)
    )


def _is_running_elsewhere(process: int) -> bool:
    if process == os.getpid():
        return False
    if os.name == "nt":
        return False  # os.kill would end it; open files are safe from removal there anyway
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
