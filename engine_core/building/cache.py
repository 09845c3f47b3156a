"""Where built engines are kept, and how they are found again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from engine_core.building.card import Card
from engine_core.building.header import FORMAT
from engine_core.building.options import BuildOptions
from engine_core.metadata import parse_ultralytics_header, ultralytics_header_bytes
from engine_core.modelfile import ModelFile

MOST_BYTES = 8 * 2**30
_KEY_CHARS = 12
_CHUNK_BYTES = 2**20
_MOST_FAILED_LOGS = 20
# No build takes as long, so nobody writes there any more.
_OLDEST_PART_S = 2 * 24 * 3600
_PARTS = (".part", ".typed.onnx", ".weights")


def cache_folder() -> Path:
    """Return the folder of kept engines; it need not exist."""
    return user_cache_path("enginescope", appauthor=False) / "engines"


def timing_folder() -> Path:
    """Return the folder of kept timings; it need not exist."""
    return user_cache_path("enginescope", appauthor=False) / "timings"


def engine_name(file: ModelFile, options: BuildOptions, trt_version: str, card: Card) -> str:
    """Return the name of an engine: readable, and another one for everything that makes a difference."""
    digest = hashlib.sha256()
    digest.update(file.sha256().encode())
    for location in file.onnx.external_files if file.onnx is not None else ():
        digest.update(_sha256(file.path.parent / location))
    facts = [options.to_plain(), trt_version, card.name, list(card.capability), FORMAT]
    digest.update(json.dumps(facts, sort_keys=True).encode())
    stem = re.sub(r"[^\w.-]+", "_", file.path.stem)[:60]
    precision = options.precision.value
    key = digest.hexdigest()[:_KEY_CHARS]
    return f"{stem}-{precision}-trt{trt_version}-{card.slug}-{key}.engine"


def cached_engine(
    file: ModelFile, options: BuildOptions, trt_version: str, card: Card, header: str = ""
) -> Path | None:
    """Return the kept engine for a wish, or None.

    Args:
        file: The ONNX file.
        options: What is wished.
        trt_version: Version of TensorRT; engines are bound to it.
        card: The card; engines are bound to its architecture and tuned for its name.
        header: What is to stand before the plan now; a kept engine with another header is given this one,
            for the same plan is minutes of work. Empty leaves it as it is.
    """
    path = cache_folder() / engine_name(file, options, trt_version, card)
    if not path.is_file():
        return None
    with suppress(OSError):
        if header:
            _renew_header(path, header)
        path.touch()  # what was used last is kept longest
    return path


def _renew_header(path: Path, header: str) -> None:
    """Put another header before a plan, where it has another one."""
    encoded = header.encode("ascii")
    wanted = len(encoded).to_bytes(4, "little", signed=True) + encoded
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with path.open("rb") as old:
        start = old.read(len(wanted))
        if start == wanted:
            return
        start += old.read(
            max(0, (ultralytics_header_bytes(start, path.stat().st_size) or 0) - len(start))
        )
        found = parse_ultralytics_header(start, path.stat().st_size)
        old.seek(found[1] if found is not None else 0)
        try:
            with part.open("wb") as new:
                new.write(wanted)
                shutil.copyfileobj(old, new, _CHUNK_BYTES)
        except OSError:
            part.unlink(missing_ok=True)
            raise
    part.replace(path)


def shrink(most_bytes: int = MOST_BYTES, keep: Path | None = None) -> int:
    """Delete the kept engines that were used longest ago until the rest fit; return how many.

    Logs of builds that failed go too, but for the newest, and what a program that was ended left behind.
    """
    _drop_leftovers()
    engines = []
    for path in cache_folder().glob("*.engine"):
        with suppress(OSError):
            status = path.stat()
            engines.append((status.st_mtime, status.st_size, path))
    engines.sort(key=lambda one: one[0], reverse=True)
    total, dropped = 0, 0
    for _, size, path in engines:
        total += size
        if total > most_bytes and path != keep:
            dropped += _drop(path)
    return dropped


def _drop_leftovers() -> None:
    logs = []
    folder = cache_folder()
    parts = (path for ending in _PARTS for path in folder.glob(f".*{ending}"))
    for path in (*folder.glob("*.log"), *parts):
        with suppress(OSError):
            age_s = time.time() - path.stat().st_mtime
            if path.suffix == ".log":
                if not path.with_suffix(".engine").exists():
                    logs.append((age_s, path))
            elif age_s > _OLDEST_PART_S:
                path.unlink()
    for _, path in sorted(logs)[_MOST_FAILED_LOGS:]:
        with suppress(OSError):
            path.unlink()


def clear() -> int:
    """Delete every kept engine, log and timing; return how many files, those in use left out."""
    dropped = 0
    for folder in (cache_folder(), timing_folder()):
        patterns = ("*.engine", "*.log", "*.cache", *(f"*{ending}" for ending in _PARTS))
        for path in (one for pattern in patterns for one in folder.glob(pattern)):
            dropped += _drop(path)
    return dropped


def _drop(path: Path) -> int:
    try:
        path.unlink()
    except OSError:
        return 0
    if path.suffix == ".engine":
        with suppress(OSError):
            path.with_suffix(".log").unlink(missing_ok=True)
    return 1


def _sha256(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.digest()
