"""Where built engines are kept, and how they are found again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from engine_core.building.card import Card
from engine_core.building.header import FORMAT
from engine_core.building.options import BuildOptions
from engine_core.consent import (
    Consent,
    anything_allowed,
    content_hash,
    give_consent,
    hash_of_library,
    recall_consent,
)
from engine_core.errors import OptionError
from engine_core.metadata import parse_ultralytics_header, ultralytics_header_bytes
from engine_core.modelfile import ModelFile
from engine_core.runtime.tensorrt.builder.request import text_from_plain, text_to_plain
from engine_core.text import Text

MOST_BYTES = 8 * 2**30
_KEY_CHARS = 12
_CHUNK_BYTES = 2**20
_MOST_FAILED_LOGS = 20
# No build takes as long, so nobody writes there any more.
_OLDEST_PART_S = 2 * 24 * 3600
# Not .json: that beside a model is taken for its class names.
_STORY = ".built"
_PARTS = (".part", ".typed.onnx", ".weights")


def cache_folder() -> Path:
    """Return the folder of kept engines; it need not exist."""
    return user_cache_path("enginescope", appauthor=False) / "engines"


def timing_folder() -> Path:
    """Return the folder of kept timings; it need not exist."""
    return user_cache_path("enginescope", appauthor=False) / "timings"


def engine_name(
    file: ModelFile,
    options: BuildOptions,
    trt_version: str,
    card: Card,
    libraries: Iterable[str] = (),
) -> str:
    """Return the name of an engine: readable, and another one for everything that makes a difference."""
    digest = hashlib.sha256()
    digest.update(file.sha256().encode())
    for location in file.onnx.external_files if file.onnx is not None else ():
        digest.update(_sha256(file.path.parent / location))
    facts: list[Any] = [options.to_plain(), trt_version, card.name, list(card.capability), FORMAT]
    if contents := sorted(set(libraries)):
        facts.append(contents)
    digest.update(json.dumps(facts, sort_keys=True).encode())
    stem = re.sub(r"[^\w.-]+", "_", file.path.stem)[:60]
    precision = options.precision.value
    key = digest.hexdigest()[:_KEY_CHARS]
    return f"{stem}-{precision}-trt{trt_version}-{card.slug}-{key}.engine"


def cached_engine(
    file: ModelFile,
    options: BuildOptions,
    trt_version: str,
    card: Card,
    header: str = "",
    libraries: Iterable[str] = (),
) -> Path | None:
    """Return the kept engine for a wish, or None.

    Args:
        file: The ONNX file.
        options: What is wished.
        trt_version: Version of TensorRT; engines are bound to it.
        card: The card; engines are bound to its architecture and tuned for its name.
        header: What is to stand before the plan now; a kept engine with another header is given this one,
            for the same plan is minutes of work. Empty leaves it as it is.
        libraries: SHA-256 of each plugin library that it is built with (``hashes_of``).
    """
    path = cache_folder() / engine_name(file, options, trt_version, card, libraries)
    if not path.is_file():
        return None
    with suppress(OSError):
        if header:
            _renew_header(path, header)
        path.touch()  # what was used last is kept longest
    return path


def hashes_of(consent: Consent) -> tuple[str, ...]:
    """Return the SHA-256 of each plugin library; ``OptionError`` where one cannot be read."""
    return consent.contents or tuple(hash_of_library(library) for library in consent.libraries)


def keep_story(engine: Path, done: Mapping[str, Any], notes: Sequence[Text]) -> None:
    """Keep beside an engine what its build told of it; without it, the engine is as good."""
    story = {"done": dict(done), "notes": [text_to_plain(note) for note in notes]}
    path = engine.with_suffix(_STORY)
    part = _part(path)
    try:
        part.write_text(json.dumps(story), "utf-8")
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def kept_story(engine: Path) -> tuple[dict[str, Any], tuple[Text, ...]] | None:
    """Return the event that ended the build of a kept engine, and its notes; None where that is lost."""
    try:
        story = json.loads(engine.with_suffix(_STORY).read_text("utf-8"))
        return dict(story["done"]), tuple(text_from_plain(note) for note in story["notes"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _part(path: Path) -> Path:
    """Return a name for a file that is being written, of this thread alone."""
    return path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")


def _renew_header(path: Path, header: str) -> None:
    """Put another header before a plan, where it has another one; what it may run stays allowed."""
    encoded = header.encode("ascii")
    wanted = len(encoded).to_bytes(4, "little", signed=True) + encoded
    part = _part(path)
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
    _carry_consent_over(path, part)
    part.replace(path)


def _carry_consent_over(before: Path, after: Path) -> None:
    """Allow a file what was allowed for another one of the same plan, for consent goes by the whole file."""
    with suppress(OptionError):
        if not anything_allowed():
            return
        consent = recall_consent(content_hash(before))
        allowed = dict(zip(consent.libraries, consent.contents, strict=True))
        # What lies under the name of a library now was never looked at where it is another one.
        same = [path for path, content in allowed.items() if _hash_or_nothing(path) == content]
        if consent.host_code or same:
            give_consent(content_hash(after), host_code=consent.host_code, libraries=same)


def _hash_or_nothing(library: Path) -> str:
    try:
        return content_hash(library)
    except OSError:
        return ""


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
    for path in (*folder.glob("*.log"), *folder.glob(f"*{_STORY}"), *parts):
        with suppress(OSError):
            age_s = time.time() - path.stat().st_mtime
            if path.suffix == _STORY:
                if not path.with_suffix(".engine").exists() and age_s > _OLDEST_PART_S:
                    path.unlink()
            elif path.suffix == ".log":
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
        patterns = (
            "*.engine",
            "*.log",
            f"*{_STORY}",
            "*.cache",
            *(f"*{ending}" for ending in _PARTS),
        )
        for path in (one for pattern in patterns for one in folder.glob(pattern)):
            dropped += _drop(path)
    return dropped


def _drop(path: Path) -> int:
    try:
        path.unlink()
    except OSError:
        return 0
    if path.suffix == ".engine":
        for ending in (".log", _STORY):
            with suppress(OSError):
                path.with_suffix(ending).unlink(missing_ok=True)
    return 1


def _sha256(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.digest()
