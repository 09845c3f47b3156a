"""What the file is that somebody calls a model: decided by its contents, never by its name."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from engine_core.errors import ModelFileError
from engine_core.filekinds import (
    CAFFE,
    CORE_ML,
    TENSORFLOW,
    FileKind,
    kind_by_name,
    kind_of,
    kind_of_folder,
)
from engine_core.metadata import (
    Metadata,
    parse_ultralytics_header,
    ultralytics_header_bytes,
)
from engine_core.onnxfile import (
    OnnxFacts,
    ProtoOutline,
    ProtoShape,
    damaged_onnx,
    outline,
    read_onnx,
)
from engine_core.text import NOTHING, Text, text

_PLAN_MARKS = (b"ftrt", b"ptrt")
_START_BYTES = 4096
_PLAN_HEADER_BYTES = 36
_CHUNK_BYTES = 1024 * 1024


class ModelFormat(Enum):
    """The kinds of model file that can be opened."""

    ONNX = "onnx"
    TENSORRT = "tensorrt"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file that was looked at and holds a model; nothing of it is kept in memory but these facts.

    Attributes:
        path: As it was given.
        format: What it holds.
        size_bytes: Size of the whole file.
        metadata: What it says of itself; empty where it says nothing.
        plan_offset: Bytes before the TensorRT plan (Ultralytics' header); 0 for ONNX.
        built_with: Version of the TensorRT that built the plan, read from bytes that NVIDIA does not
            document: for people, never to refuse a plan.
        version_compatible: Whether the plan carries its own lean runtime, so that another TensorRT may
            run it where code from the file is allowed to run.
        onnx: What the ONNX model needs; None for a plan.
    """

    path: Path
    format: ModelFormat
    size_bytes: int
    metadata: Metadata
    plan_offset: int = 0
    built_with: str | None = None
    version_compatible: bool = False
    onnx: OnnxFacts | None = None

    def sha256(self) -> str:
        """Return the hash of the whole file in hexadecimal; read once as long as the file is unchanged.

        Raises:
            ModelFileError: If the file can no longer be read.
        """
        try:
            now = self.path.stat()
            # Anybody can set the time of the last change back, but neither of the other two.
            stamp = (now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_dev, now.st_ino)
            return _sha256(self.path, stamp)
        except OSError as error:
            raise _unreadable(self.path, error) from error


def identify(path: Path | str) -> ModelFile:
    """Look at a file and say which model it holds.

    Raises:
        ModelFileError: If it holds none that can be opened here, is damaged, or cannot be read; the
            error says what the file is instead and what to do.
    """
    path = Path(path)
    size_bytes = _size_of_regular_file(path)
    try:
        with path.open("rb") as file:
            start = file.read(_START_BYTES)
            if start.startswith(_PLAN_MARKS):
                return _plan(path, size_bytes, start, Metadata(), 0)
            header = _ultralytics_header(file, start, size_bytes)
            if header is not None:
                metadata, offset = header
                file.seek(offset)
                return _plan(path, size_bytes, file.read(_PLAN_HEADER_BYTES), metadata, offset)
            kind = kind_of(start, path)
            sketch = outline(file, size_bytes) if kind is None else ProtoOutline(ProtoShape.UNKNOWN)
    except OSError as error:
        raise _unreadable(path, error) from error
    if sketch.shape is ProtoShape.ONNX:
        if sketch.is_damaged:
            raise damaged_onnx(path)
        facts, metadata = read_onnx(path, size_bytes, sketch.missing_bytes)
        return ModelFile(path, ModelFormat.ONNX, size_bytes, metadata, onnx=facts)
    known = {
        ProtoShape.CORE_ML: CORE_ML,
        ProtoShape.CAFFE: CAFFE,
        ProtoShape.TENSORFLOW: TENSORFLOW,
    }
    raise _not_a_model(path, kind or known.get(sketch.shape) or kind_by_name(path))


def _size_of_regular_file(path: Path) -> int:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise ModelFileError(
            what=text("There is no file {path}", path=_printable(path)),
            cure=text("Look at its name and folder; it may have been moved or renamed."),
        ) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    if stat.S_ISDIR(status.st_mode):
        raise _not_a_model(path, kind_of_folder(path))
    if not stat.S_ISREG(status.st_mode):
        raise ModelFileError(
            what=text("{name} cannot be opened as a model", name=path.name),
            why=text("It is a device or a pipe, not a file."),
            cure=text("Choose the .onnx or .engine file of the model."),
        )
    if status.st_size == 0:
        raise ModelFileError(
            what=text("{name} is empty", name=path.name),
            why=text("It holds no bytes: its download, copy or export did not finish."),
            cure=text("Download, copy or export it again."),
        )
    return status.st_size


def _ultralytics_header(
    file: BinaryIO, start: bytes, size_bytes: int
) -> tuple[Metadata, int] | None:
    end = ultralytics_header_bytes(start, size_bytes)
    if end is None:
        return None
    return parse_ultralytics_header(start + file.read(max(0, end - len(start))), size_bytes)


def _plan(path: Path, size_bytes: int, start: bytes, metadata: Metadata, offset: int) -> ModelFile:
    """Read the plan's own header, as far as it was seen to mean the same on real plans.

    TensorRT 8.6 and newer: bytes 16 to 23 hold the plan's size, 24 to 27 the version that built it
    (major, minor, patch, build; NVIDIA's answer in TensorRT issue 3073), and 32 to 35 name the first
    part: ``NGNE`` an engine, ``NAEL`` a lean runtime with the engine behind it.
    """
    held = size_bytes - offset
    part = start[32:36]
    is_known = start[:4] == b"ftrt" and part in (b"NGNE", b"NAEL")
    needed = int.from_bytes(start[16:24], "little") if is_known else 0
    if held < max(needed, _PLAN_HEADER_BYTES):
        raise ModelFileError(
            what=text("{name} is only the beginning of a TensorRT engine", name=path.name),
            why=text(
                "It holds {size} bytes of the engine and {needed} are needed.",
                size=f"{held:,}",
                needed=f"{needed:,}",
            )
            if needed
            else text("There is next to nothing behind its header."),
            cure=text("Copy or download it again, or build it again from its ONNX file."),
        )
    built_with = None
    if start[:4] == b"ftrt" and 5 <= start[24] <= 20 and start[25] <= 30:
        built_with = ".".join(str(number) for number in start[24:28])
    return ModelFile(
        path,
        ModelFormat.TENSORRT,
        size_bytes,
        metadata,
        plan_offset=offset,
        built_with=built_with,
        version_compatible=part == b"NAEL",
    )


def _not_a_model(path: Path, kind: FileKind | None) -> ModelFileError:
    what = text("{name} cannot be opened as a model", name=path.name or str(path))
    if kind is None:
        return ModelFileError(
            what=what,
            why=text(
                "Its contents are neither an ONNX model nor a TensorRT engine; they may be encrypted, "
                "damaged, or made for another program."
            ),
            cure=text("Open the ONNX file that it was made from, or export it again."),
        )
    return ModelFileError(what=what, why=kind.what, cure=_named(kind.cure, path))


def _named(cure: Text, path: Path) -> Text:
    return Text(cure.template, {**cure.facts, "name": path.name}) if "name" in cure.facts else cure


def _unreadable(path: Path, error: OSError) -> ModelFileError:
    is_forbidden = isinstance(error, PermissionError)
    return ModelFileError(
        what=text("{name} cannot be read", name=_printable(Path(path.name))),
        why=text("The system says: {reason}.", reason=error.strerror or error),
        cure=text("Ask its owner for permission to read it, or copy it.")
        if is_forbidden
        else NOTHING,
        details=str(error),
    )


def _printable(path: Path) -> str:
    return str(path).replace("\x00", "␀")


@lru_cache(maxsize=16)
def _sha256(path: Path, _stamp: tuple[int, ...]) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
