"""Whether things may move by themselves: what the desktop says, and what the person said here."""

from __future__ import annotations

import configparser
import ctypes
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

_SPI_GETCLIENTAREAANIMATION = 0x1042
_PATIENCE_S = 1.0
_is_unwanted = False


def is_motion_reduced() -> bool:
    """Return whether nothing should move by itself."""
    return _is_unwanted or prefers_reduced_motion()


def set_motion_reduced(*, is_reduced: bool) -> None:
    """Keep what the person said; ``False`` leaves it to the desktop."""
    global _is_unwanted
    _is_unwanted = is_reduced


@lru_cache(maxsize=1)
def prefers_reduced_motion() -> bool:
    """Return whether the desktop asks for less motion; asked once, Qt does not know it."""
    if sys.platform == "win32":
        return not _windows_animates()
    if sys.platform == "darwin":
        return _mac_reduces()
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return linux_reduces(folder)


def linux_reduces(folder: Path) -> bool:
    """Return what the files of GTK and KDE in a settings folder say; GNOME writes GTK's on many systems."""
    for version in ("gtk-4.0", "gtk-3.0"):
        said = _entry(folder / version / "settings.ini", "Settings", "gtk-enable-animations")
        if said.lower() in ("0", "false"):
            return True
    return _entry(folder / "kdeglobals", "KDE", "AnimationDurationFactor") in ("0", "0.0")


def _entry(path: Path, section: str, key: str) -> str:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(path.read_text("utf-8", errors="replace"))
    except (OSError, configparser.Error):
        return ""
    return parser.get(section, key, fallback="").strip()


def _windows_animates() -> bool:
    is_on = ctypes.c_int(1)
    user = getattr(ctypes, "windll").user32  # noqa: B009 - the name exists on Windows only
    asked = user.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(is_on), 0)
    return not asked or bool(is_on.value)


def _mac_reduces() -> bool:
    asked = ["/usr/bin/defaults", "read", "com.apple.universalaccess", "reduceMotion"]
    try:
        said = subprocess.run(  # noqa: S603 - a fixed command of the system
            asked, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.stdout.strip() == "1"
