"""What the window remembers between two runs, as typed values in one INI file.

Nothing in the file is trusted: a value that is damaged, foreign or out of range counts as absent. No
address with a password is ever written.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar, overload

from PySide6.QtCore import QByteArray, QSettings

from engine_core.exporters import EXPORTERS, IMAGE_FORMATS, VIDEO_CODECS
from engine_core.frame import without_secrets

T = TypeVar("T")

_EXPORT_KEYS = frozenset(kind.key for kind in EXPORTERS)

SCHEMA = 1
MAX_RECENTS = 10
THEMES = ("system", "dark", "light")
LANGUAGES = ("system", "en", "zh_CN")
LABEL_SIZES_PX = (9, 24)
LINE_WIDTHS_PX = (1.0, 8.0)
CACHE_MB = (64, 8192)
DEVICES = (0, 63)
SPEEDS = (0.1, 16.0)
# Below-threshold outlines are off at first: a model with a low floor gives out hundreds of them.
SWITCHES = {
    "labels": True,
    "confidences": True,
    "masks": True,
    "below": False,
    "magnifier": False,
    "left_column": True,
    "right_column": True,
    "loop": True,
    "survey": True,
    "build_compares": True,
    # Hints of the first start; off once they were seen.
    "tips": True,
}


def _one_of(*known: str) -> Callable[[object], str | None]:
    return lambda value: value if isinstance(value, str) and value in known else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(least: float, most: float) -> Callable[[object], float | None]:
    def read(value: object) -> float | None:
        try:
            number = float(str(value))
        except ValueError:
            return None
        return number if math.isfinite(number) and least <= number <= most else None

    return read


def _whole(least: int, most: int) -> Callable[[object], int | None]:
    number = _number(least, most)

    def read(value: object) -> int | None:
        found = number(value)
        return None if found is None else int(found)

    return read


def _switch(value: object) -> bool | None:
    # An INI file gives back text for what was a truth value.
    return {"true": True, "false": False}.get(str(value).lower())


def _blob(value: object) -> bytes | None:
    return bytes(value.data()) if isinstance(value, QByteArray) else None


def _list(value: object) -> list[str] | None:
    # JSON, because QSettings itself gives back a list of one as its only entry.
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
        return None
    return found


def _export_keys(value: object) -> list[str] | None:
    found = _list(value)
    return None if found is None else [key for key in found if key in _EXPORT_KEYS]


class _Setting(Generic[T]):
    """One value of ``Settings``: its key, what it is while nothing was said, how it is read."""

    def __init__(self, key: str, default: T, read: Callable[[object], T | None]) -> None:
        self.key = key
        self.default = default
        self._read = read

    @overload
    def __get__(self, settings: None, owner: type) -> _Setting[T]: ...

    @overload
    def __get__(self, settings: Settings, owner: type) -> T: ...

    def __get__(self, settings: Settings | None, owner: type) -> _Setting[T] | T:
        if settings is None:
            return self
        found = self._read(settings.stored(self.key))
        return self.default if found is None else found

    def __set__(self, settings: Settings, value: T) -> None:
        settings.store(self.key, value)


class Settings:
    """All that is remembered; reading never fails, writing goes to disk by ``sync`` and at the end.

    Attributes:
        theme: "system", "dark" or "light".
        language: "system" or a code of ``gui.i18n.LANGUAGES``.
        label_size_px: Text on the picture, in logical pixels.
        line_width_px: Outlines on the picture, in logical pixels.
        mask_opacity: 0 to 1.
        cache_mb: Memory for what is kept of frames looked at.
        reduced_motion: Nothing moves by itself, whatever the desktop says.
        device: Number of the graphics card that runs and builds engines.
        speed: Of playback; 1 is that of the file.
        geometry: Of the window, as Qt packs it; empty at the first start.
        columns: Layout of the table of detections, as Qt packs it.
        splitter: Widths that the user gave to the columns, as the window packs them.
        last_model_folder: Where a model was chosen last.
        last_source_folder: Where pictures were chosen last.
        export_keys: Formats that were chosen last.
        export_folder: Where to; empty at first.
        export_image_format: Of pictures.
        export_video_codec: Of videos.
    """

    theme = _Setting("look/theme", "system", _one_of(*THEMES))
    language = _Setting("look/language", "system", _one_of(*LANGUAGES))
    label_size_px = _Setting("look/label_size_px", 11, _whole(*LABEL_SIZES_PX))
    line_width_px = _Setting("look/line_width_px", 2.0, _number(*LINE_WIDTHS_PX))
    mask_opacity = _Setting("look/mask_opacity", 0.3, _number(0.0, 1.0))
    reduced_motion = _Setting("look/reduced_motion", default=False, read=_switch)
    cache_mb = _Setting("work/cache_mb", 512, _whole(*CACHE_MB))
    device = _Setting("work/device", 0, _whole(*DEVICES))
    speed = _Setting("work/speed", 1.0, _number(*SPEEDS))
    geometry = _Setting("window/geometry", b"", _blob)
    columns = _Setting("window/columns", b"", _blob)
    splitter = _Setting("window/splitter", b"", _blob)
    last_model_folder = _Setting("open/model_folder", "", _text)
    last_source_folder = _Setting("open/source_folder", "", _text)
    export_keys = _Setting[list[str]]("export/keys", ["images"], _export_keys)
    export_folder = _Setting("export/folder", "", _text)
    export_image_format = _Setting("export/image_format", "jpg", _one_of(*IMAGE_FORMATS))
    export_video_codec = _Setting("export/video_codec", "h264", _one_of(*VIDEO_CODECS))

    def __init__(self) -> None:
        self._store = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "enginescope", "enginescope"
        )
        if not self._store.contains("schema"):
            self._store.setValue("schema", SCHEMA)

    def stored(self, key: str) -> object:
        """Return what the file says, unchecked; None where it says nothing."""
        try:
            return self._store.value(key)
        except Exception:  # noqa: BLE001 - whatever a damaged value raises, it counts as absent
            return None

    def store(self, key: str, value: object) -> None:
        """Keep a value."""
        if isinstance(value, bytes | bytearray):
            value = QByteArray(value)
        elif isinstance(value, list | tuple):
            value = json.dumps(list(value), ensure_ascii=False)
        self._store.setValue(key, value)

    def switch(self, key: str) -> bool:
        """Return whether one of ``SWITCHES`` is on."""
        found = _switch(self.stored(f"switches/{key}"))
        return SWITCHES[key] if found is None else found

    def set_switch(self, key: str, is_on: bool) -> None:
        """Keep whether one of ``SWITCHES`` is on."""
        if key not in SWITCHES:
            raise KeyError(key)
        self.store(f"switches/{key}", is_on)

    def recents(self, kind: str) -> list[str]:
        """Return what was opened before, the newest first, files that are gone left out.

        Args:
            kind: "model" or "source".
        """
        kept = _list(self.stored(f"recent/{kind}")) or []
        return [location for location in kept[:MAX_RECENTS] if _is_there(location)]

    def add_recent(self, kind: str, location: str) -> None:
        """Put something that was opened first; an address loses its password."""
        shown = _remembered(location)
        kept = _list(self.stored(f"recent/{kind}")) or []
        newest = [shown, *(other for other in kept if other != shown)]
        self.store(f"recent/{kind}", newest[:MAX_RECENTS])

    def forget_recent(self, kind: str, location: str) -> None:
        """Drop one entry."""
        kept: Sequence[str] = _list(self.stored(f"recent/{kind}")) or []
        self.store(f"recent/{kind}", [other for other in kept if other != location])

    def forget_recents(self) -> None:
        """Drop all of them, and the folders they lay in."""
        for key in ("recent", "open"):
            self._store.remove(key)

    def sync(self) -> None:
        """Write to disk now."""
        self._store.sync()


def _is_address(location: str) -> bool:
    return "://" in location or location.startswith("camera:")


def _remembered(location: str) -> str:
    if _is_address(location):
        return without_secrets(location)
    # A path of the command line is relative to a folder that will be another one next time.
    return str(Path(location).absolute())


def _is_there(location: str) -> bool:
    if _is_address(location) or location.startswith(("\\\\", "//")):
        # To ask for a share that is switched off can take half a minute, and this is the window's thread.
        return True
    try:
        return Path(location).exists()
    except (OSError, ValueError):
        return False
