"""What was timed before, kept between builds for each TensorRT and card."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine_core.text import NOTHING, Text, text

_MARK = b"EngineScope timings 1\n"
_HASH_BYTES = 32


class TimingCache:
    """The cache of one build: read before it, merged and written after it."""

    def __init__(self, trt: Any, config: Any, folder: Path | None, card: str) -> None:
        """Attach what is kept, or an empty cache; ``note`` says what could not be used."""
        self._config = config
        self._path = (
            None if folder is None else folder / f"timing-trt{trt.__version__}-{card}.cache"
        )
        self.note: Text = NOTHING
        self._cache: Any = None
        if self._path is None:
            return
        kept = self._read()
        if kept is None or not self._attach(kept):
            self.note = text(
                "The kept timings are damaged or of another card and were left out: {path}",
                path=str(self._path),
            )
            self._attach(b"")

    def save(self) -> Text:
        """Merge with what other builds have written meanwhile, and write; returns what went wrong."""
        if self._path is None:
            return NOTHING
        cache = self._config.get_timing_cache()
        if cache is None:
            return NOTHING
        part = self._path.with_suffix(f".{os.getpid()}.part")
        try:
            meanwhile = self._read()
            theirs = self._create(meanwhile) if meanwhile else None
            if theirs is not None:
                cache.combine(theirs, ignore_mismatch=False)
            content = bytes(memoryview(cache.serialize()))
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(_MARK + hashlib.sha256(content).digest() + content)
            part.replace(self._path)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            return text("The timings could not be kept: {reason}", reason=error.strerror or error)
        return NOTHING

    def _read(self) -> bytes | None:
        """Return what is kept, empty where nothing is; None where it is damaged.

        Its hash is looked at before TensorRT is: native code is no judge of files from a disk.
        """
        kept = b""
        with suppress(OSError):
            if self._path is not None:
                kept = self._path.read_bytes()
        if not kept:
            return b""
        start = len(_MARK) + _HASH_BYTES
        content = kept[start:]
        is_whole = kept[:start] == _MARK + hashlib.sha256(content).digest()
        return content if is_whole else None

    def _create(self, content: bytes) -> Any:
        # TensorRT says what is wrong in its log, and by None or an exception as versions have it.
        with suppress(RuntimeError, TypeError, ValueError):
            return self._config.create_timing_cache(content)
        return None

    def _attach(self, content: bytes) -> bool:
        cache = self._create(content)
        if cache is None or not self._config.set_timing_cache(cache, ignore_mismatch=False):
            return False
        self._cache = cache  # must outlive the build
        return True
