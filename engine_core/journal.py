"""What a run has done so far, so that an interrupted one goes on where it stopped.

The folder of a run holds ``manifest.json`` (what was run on what, with which settings) and
``.enginescope/journal.jsonl``: a line when a source begins, one for each frame's result, and one when the
source ends. Lines are only ever appended; a last line cut short by a crash is left out.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO

from engine_core.errors import OptionError
from engine_core.exporters.files import reported, write_file
from engine_core.frame import SourceItem, SourceKind
from engine_core.labels import Labels
from engine_core.records import from_journal, to_journal, to_json
from engine_core.results import FrameResult
from engine_core.text import text

_FOLDER = ".enginescope"
_PACKAGES = ("enginescope", "numpy", "opencv-python-headless", "onnxruntime", "Pillow", "av")


@dataclass(slots=True)
class Done:
    """What the journal holds of one source.

    Attributes:
        stamp: Size and time of the file when it was read; a changed file is done anew.
        offsets: Where each frame's record lies, by frame number.
        is_complete: Whether the source came to its end.
    """

    stamp: list[int]
    offsets: dict[int, int] = field(default_factory=dict)
    is_complete: bool = False


class Journal:
    """The journal of one run folder.

    Written on one thread; what an earlier run left may be read on another at the same time.
    """

    def __init__(self, out: Path, settings: Mapping[str, Any], *, overwrite: bool = False) -> None:
        """Begin a run, or go on with the one that lies here.

        Args:
            out: Folder of the run; made if need be.
            settings: Everything that decides results (model hash, recipe, thresholds), JSON-ready.
            overwrite: Begin anew even if the folder holds another run.

        Raises:
            OptionError: The folder holds results of other settings, or files that are none of a run.
            ExportError: The folder cannot be written.
        """
        self.out = out
        self.manifest_path = out / "manifest.json"
        self._path = out / _FOLDER / "journal.jsonl"
        self._settings = json.loads(json.dumps(settings))
        self._done: dict[str, Done] = {}
        with reported(out):
            resumes = not overwrite and self._is_same_run()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if resumes:
                end = self._read()
            else:
                end = 0
                self._path.unlink(missing_ok=True)
            self._stream: BinaryIO = self._path.open("r+b" if self._path.exists() else "w+b")
            self._stream.truncate(end)
            self._stream.seek(end)

    def done(self, item: SourceItem) -> Done | None:
        """Return what is done of a source, or None if nothing is or the file has changed since."""
        done = self._done.get(item.name)
        return done if done is not None and done.stamp == stamp_of(item) else None

    def results(self, done: Done) -> Iterator[FrameResult]:
        """Yield the results of a source in order, without images."""
        for index in sorted(done.offsets):
            yield self.result(done, index)

    def result(self, done: Done, index: int) -> FrameResult:
        """Return the result of one frame, without its image."""
        with self._path.open("rb") as stream:
            stream.seek(done.offsets[index])
            return from_journal(json.loads(stream.readline()))

    def begin(self, item: SourceItem) -> None:
        """Note that a source begins."""
        self._append({"begin": item.name, "stamp": stamp_of(item)})

    def add(self, result: FrameResult, labels: Labels) -> None:
        """Keep the result of one frame."""
        self._append(to_journal(result, labels))

    def end(self, item: SourceItem) -> None:
        """Note that a source came to its end."""
        self._append({"end": item.name})

    def write_manifest(self, **state: Any) -> None:
        """Write the manifest: settings, versions and the state of the run; atomically."""
        versions = {name: version for name in _PACKAGES if (version := _version(name))}
        manifest = {
            "program": "enginescope",
            "written": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            **state,
            "settings": self._settings,
            "versions": {"python": platform.python_version(), **versions},
        }
        content = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        write_file(self.manifest_path, content.encode())

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._stream.close()

    def _append(self, record: Mapping[str, Any]) -> None:
        with reported(self._path):
            self._stream.write(to_json(record).encode() + b"\n")
            self._stream.flush()

    def _is_same_run(self) -> bool:
        """Whether the folder holds a run of the same settings; ``OptionError`` if of others."""
        if not self.manifest_path.is_file():
            return False
        try:
            settings = json.loads(self.manifest_path.read_text("utf-8"))["settings"]
        except (ValueError, KeyError, TypeError):
            settings = None
        if settings == self._settings:
            return self._path.is_file()
        raise OptionError(
            what=text("{folder} holds the results of another run", folder=str(self.out)),
            why=text("made with {difference}", difference=_difference(settings, self._settings)),
            cure=text("Choose another --out, or say --overwrite to replace them"),
        )

    def _read(self) -> int:
        """Read where everything lies; return where the last whole line ends."""
        end = 0
        current: Done | None = None
        with self._path.open("rb") as stream:
            while line := stream.readline():
                try:
                    record = json.loads(line)
                except ValueError:
                    break
                if not line.endswith(b"\n"):
                    break
                if "begin" in record:
                    current = Done(record["stamp"])
                    earlier = self._done.get(record["begin"])
                    if earlier is not None and earlier.stamp == current.stamp:
                        current = earlier
                    self._done[record["begin"]] = current
                elif "end" in record:
                    self._done[record["end"]].is_complete = True
                elif current is not None:
                    current.offsets[int(record["frame"])] = end
                end = stream.tell()
        return end


def stamp_of(item: SourceItem) -> list[int]:
    """Return size and time of an item's file; empty for what is no file and so never the same twice."""
    if item.kind is SourceKind.LIVE:
        return []
    try:
        status = os.stat(item.location)  # noqa: PTH116 - a location need not be a path
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns]


def free_folder(wanted: Path) -> Path:
    """Return the folder, or the first of ``name-2``, ``name-3``, … that does not exist."""
    number, folder = 1, wanted
    while folder.exists():
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    return folder


def _difference(old: object, new: Mapping[str, Any]) -> str:
    if not isinstance(old, dict):
        return "settings that cannot be read"
    changed = [name for name in new if old.get(name) != new[name]]
    return "another " + ", ".join(changed or ["version"])


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
