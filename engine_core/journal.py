"""What a run has done so far, so that an interrupted one goes on where it stopped.

The folder of a run holds ``manifest.json`` (what was run on what, with which settings) and
``.enginescope/journal.jsonl``. Its first line is the version of the format, the others are

=========  =====================================================================================
``begin``  a source begins; with the ``stamp`` of its file. What follows is of this source
``frame``  the result of one of its frames
``file``   a file appears under its name, below the folder
``end``    the source came to its end; the keys of the formats that have all of it
=========  =====================================================================================

each with the checksum of its content in front. Lines are only ever appended. Where one is cut short by a
crash, damaged or edited, it and all that follows is dropped and done again.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from engine_core.errors import OptionError
from engine_core.exporters import EXPORTERS, manifest, targets_of
from engine_core.exporters.files import reported, stem_of
from engine_core.exporters.folder import FolderLock, is_held, occupied, remove_files
from engine_core.frame import SourceItem, SourceKind
from engine_core.labels import Labels
from engine_core.records import from_journal, to_journal, to_json
from engine_core.results import FrameResult
from engine_core.text import text

Stamp = list[str | int]

_FOLDER = ".enginescope"
_LOCK = "lock"

_HEADER = b'{"journal":1}\n'
_SUM = b'{"sum":"%08x",'
_SUM_LENGTH = len(_SUM % 0)
# Frames and files are by far the most: of these only as much is read as is needed at once.
_FRAME = re.compile(rb'"frame":(\d+),')
_FILE = re.compile(rb'"file":"([^/"]*)')

_NOTHING_SAVED: frozenset[str] = frozenset()


@dataclass(slots=True)
class Done:
    """What the journal holds of one source.

    Attributes:
        stamp: Location, size and time of the file when it was read; a changed file is done anew.
        offsets: Where each frame's record lies, by frame number.
        saved: Keys of the formats that have published all of the source, or to which it gives nothing.
        begins: Where the lines begin that are of the source.
        is_complete: Whether the source came to its end.
        source: What its results are to call it, as in ``Frame``; empty until it is asked for.
    """

    stamp: Stamp
    offsets: dict[int, int] = field(default_factory=dict)
    saved: frozenset[str] = _NOTHING_SAVED
    begins: tuple[int, ...] = ()
    is_complete: bool = False
    source: str = ""


class Journal:
    """The journal of one run folder, which no other run may write to until it is closed.

    Written on one thread; what an earlier run left may be read on another at the same time.
    """

    def __init__(
        self,
        out: Path,
        settings: Mapping[str, Any],
        *,
        targets: Sequence[str] = (),
        overwrite: bool = False,
    ) -> None:
        """Begin a run, or go on with the one that lies here.

        Args:
            out: Folder of the run; made if need be.
            settings: Everything that decides results (model hash, recipe, thresholds), JSON-ready.
            targets: What the run will write there: names of files and folders.
            overwrite: Begin anew even if the folder holds another run, whose files are removed, or
                files of others, which are left unless a result has the same name.

        Raises:
            OptionError: The folder holds results of other settings or, under one of the targets, files
                that are none of a run; or another run is writing there. Nothing was touched.
            ExportError: The folder cannot be written.
        """
        self.out = out
        self.manifest_path = out / manifest.NAME
        self._path = out / _FOLDER / "journal.jsonl"
        self._settings = json.loads(json.dumps(settings))
        self._targets = list(targets)
        self._done: dict[str, Done] = {}
        self._source: str | None = None
        self._stamp: Stamp = []
        self._unwritten: Mapping[str, Any] | None = None
        with reported(out):
            self._former_targets(overwrite=overwrite)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = FolderLock(self._path.parent / _LOCK, out)
            try:
                # Once more: another run may have ended here in the meantime.
                former = self._former_targets(overwrite=overwrite)
                end = 0
                if former is not None:
                    end = self._read()
                elif overwrite:
                    self._remove_results()
                self._targets = sorted({*self._targets, *(former or ())})
                self._stream: BinaryIO = self._path.open("r+b" if end else "w+b")
                self._stream.truncate(end)
                self._stream.seek(end)
                if not end:
                    self._stream.write(_HEADER)
                    self._stream.flush()
                self._reader = self._path.open("rb")
            except BaseException:
                self._lock.release()
                raise

    def done(self, item: SourceItem) -> Done | None:
        """Return what is done of a source, or None if nothing is or the file has changed since."""
        done = self._done.get(stem_of(item.name))
        stamp = stamp_of(item)
        if done is None or not stamp or done.stamp != stamp:
            return None
        saved = done.saved | _giving_nothing(item.kind)
        return replace(done, saved=saved, source=item.shown)

    def results(self, done: Done) -> Iterator[FrameResult]:
        """Yield the results of a source in order, without images."""
        for index in sorted(done.offsets):
            yield self.result(done, index)

    def result(self, done: Done, index: int) -> FrameResult:
        """Return the result of one frame, without its image.

        Args:
            done: As ``done`` returned it.
            index: Number of the frame, one of ``done.offsets``.
        """
        self._reader.seek(done.offsets[index])
        result = from_journal(json.loads(self._reader.readline()))
        return replace(result, source=done.source)

    def begin(self, item: SourceItem) -> None:
        """Note that a source begins, be it anew or to complete what an earlier run left.

        What follows is taken to be of this source, so every source is begun of which anything is
        added or published, live ones too.

        If the source is another than before, what was published of it then is removed: a video that
        has become shorter leaves no frames behind.

        Raises:
            ExportError: A file cannot be removed, or the journal not be written.
        """
        self._source, self._stamp = stem_of(item.name), stamp_of(item)
        begin = {"begin": self._source, "stamp": self._stamp}
        former = self._done.get(self._source)
        if former is not None and self._stamp and former.stamp == self._stamp:
            self._unwritten = begin  # worth a line if anything follows
            return
        if former is not None:
            remove_files(self.out, list(self._files_of(former)))
        self._unwritten = None
        self._append(begin)

    def add(self, result: FrameResult, labels: Labels) -> None:
        """Keep the result of one frame of the source that began, unless it can never be the same."""
        if self._stamp:
            self._append({"frame": result.index, **to_journal(result, labels)})

    def published(self, path: Path) -> None:
        """Note that a file is about to appear at ``path``, for the source that began or for the run."""
        self._append({"file": path.relative_to(self.out).as_posix()})

    def end(self, item: SourceItem, saved: Iterable[str]) -> None:
        """Note that a source came to its end.

        Args:
            item: The source.
            saved: Keys of the formats that have published all of it.
        """
        if self._source != stem_of(item.name):
            self.begin(item)
        keys = frozenset(saved) - _giving_nothing(item.kind)
        done = self._done.get(stem_of(item.name))
        if self._unwritten is None or done is None or not (done.is_complete and keys <= done.saved):
            self._append({"end": sorted(keys)})
        self._source, self._stamp, self._unwritten = None, [], None

    def write_manifest(self, **state: Any) -> None:
        """Write the manifest with the state of the run; ``ExportError`` if that fails."""
        manifest.write_manifest(self.out, self._settings, self._targets, state)

    def close(self) -> None:
        """Close the files and let other runs in; safe to call twice."""
        # What does not fit on the disk was refused to whoever wrote it, and is tried once more here.
        with contextlib.suppress(OSError):
            self._stream.close()
        self._reader.close()
        self._lock.release()

    def _append(self, record: Mapping[str, Any]) -> None:
        before, self._unwritten = self._unwritten, None
        with reported(self._path):
            for each in (record,) if before is None else (before, record):
                content = to_json(each).encode()[1:]
                self._stream.write(_SUM % zlib.crc32(content) + content + b"\n")
            self._stream.flush()

    def _former_targets(self, *, overwrite: bool) -> list[str] | None:
        """Return what the run that lies here writes; None if there is none to go on with.

        Raises:
            OptionError: As ``__init__``.
        """
        if overwrite:
            return None
        found = manifest.read_manifest(self.out)
        if found is not None and found.get("settings") != self._settings:
            raise OptionError(
                text("{folder} holds the results of another run", folder=self.out),
                why=text(
                    "They were made with {difference}.",
                    difference=manifest.difference(found.get("settings"), self._settings),
                ),
                cure=text("Choose another --out, or say --overwrite to replace them."),
            )
        former = [] if found is None else manifest.targets_in(found)
        asked = [manifest.NAME, *self._targets] if found is None else self._targets
        foreign = occupied(self.out, (name for name in asked if name not in former))
        if foreign is not None:
            raise OptionError(
                text("{folder} holds files that are none of a run", folder=self.out),
                why=text("Results could replace {path} and others.", path=foreign),
                cure=text("Choose another --out, or say --overwrite to allow that."),
            )
        return None if found is None else former

    def _remove_results(self) -> None:
        """Remove what the run that lies here has published, and its manifest."""
        files = (json.loads(line)["file"] for _, line in self._lines() if _is_file(line))
        remove_files(self.out, files)
        if manifest.read_manifest(self.out) is not None:
            self.manifest_path.unlink()

    def _files_of(self, done: Done) -> Iterator[str]:
        """Yield what was published of a source: all of that lies in folders.

        Files for the whole run do not; where the last source did not end, they follow it all the same.
        """
        for begin in done.begins:
            for _, line in self._lines(begin):
                if _is_file(line):
                    name = json.loads(line)["file"]
                    if "/" in name:
                        yield name
                elif _FRAME.match(line, _SUM_LENGTH) is None:
                    break

    def _lines(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Yield the usable lines and where they lie: those behind the header, or behind a line."""
        if not self._path.is_file():
            return
        with self._path.open("rb") as stream:
            stream.seek(start)
            first = stream.readline()
            if start == 0 and first != _HEADER:
                return
            place = start + len(first)
            for line in stream:
                if not _is_whole(line):
                    return
                yield place, line
                place += len(line)

    def _read(self) -> int:
        """Read where everything lies; return where the last usable line ends, 0 if none is usable."""
        current: Done | None = None
        end = 0
        for place, line in self._lines():
            end = place + len(line)
            if frame := _FRAME.match(line, _SUM_LENGTH):
                if current is not None:
                    current.offsets[int(frame[1])] = place
            elif file := _FILE.match(line, _SUM_LENGTH):
                if current is not None:
                    # Another format may write the same files: until the end nobody's are complete.
                    current.saved = _without(current.saved, file[1].decode())
            elif line.startswith(b'"end"', _SUM_LENGTH):
                if current is not None:
                    current.saved = _union(current.saved, line)
                    current.is_complete = True
                current = None
            else:
                current = self._begun(json.loads(line))
                current.begins += (place,)
        return end

    def _begun(self, record: Mapping[str, Any]) -> Done:
        done = self._done.get(record["begin"])
        stamp: Stamp = record["stamp"]
        if done is None or not stamp or done.stamp != stamp:
            done = self._done[record["begin"]] = Done(stamp)
        return done


def stamp_of(item: SourceItem) -> Stamp:
    """Return location, size and time of an item's file; empty for what is never the same twice."""
    if item.kind is SourceKind.LIVE:
        return []
    try:
        status = os.stat(item.location)  # noqa: PTH116 - a location need not be a path
    except (OSError, ValueError):
        return []
    return [item.location, status.st_size, status.st_mtime_ns]


def default_folder(parent: Path, name: str, settings: Mapping[str, Any]) -> Path:
    """Return where a run goes that was not told: on where such a one stopped, else to a new folder.

    Args:
        parent: Folder of all runs.
        name: Wanted name; further runs are called ``name-2``, ``name-3``, …
        settings: As in ``Journal``.

    Returns:
        The newest folder of these names that holds an unfinished run of the same settings, on which
        nobody works now; else the first that does not exist.
    """
    wanted = json.loads(json.dumps(settings))
    number, folder, unfinished = 1, parent / name, None
    while os.path.lexists(folder):
        found = manifest.read_manifest(folder)
        if (
            found is not None
            and found.get("settings") == wanted
            and found.get("state") != "done"
            and not is_held(folder / _FOLDER / _LOCK)
        ):
            unfinished = folder
        number += 1
        folder = parent / f"{name}-{number}"
    return unfinished or folder


def _is_whole(line: bytes) -> bool:
    """Whether a line is one that we wrote, unchanged."""
    content = line[_SUM_LENGTH:-1]
    return line.endswith(b"\n") and line[:_SUM_LENGTH] == _SUM % zlib.crc32(content)


def _is_file(line: bytes) -> bool:
    return line.startswith(b'"file"', _SUM_LENGTH)


@functools.cache
def _giving_nothing(kind: SourceKind) -> frozenset[str]:
    """Return the keys of the formats in which sources of this kind give nothing."""
    return frozenset(each.key for each in EXPORTERS if kind not in each.sources)


# A hundred thousand sources end in few different ways: all that are equal share one object.


@functools.cache
def _without(saved: frozenset[str], *targets: str) -> frozenset[str]:
    """Take out the formats that write below one of these names in the folder of a run."""
    return saved - {each.key for each in EXPORTERS if not set(targets).isdisjoint(each.targets)}


@functools.cache
def _union(saved: frozenset[str], end: bytes) -> frozenset[str]:
    """Add the formats of a line that ends a source, and take out those that write the same files."""
    keys = json.loads(end)["end"]
    return _without(saved, *targets_of(keys)).union(keys)
