"""What the window will stand on: PySide6 and somewhere to show it."""

from __future__ import annotations

import os
import sys

from engine_core.doctor import loading
from engine_core.doctor.packages import REQUIREMENTS, Library, installed, pip_line, release, tried
from engine_core.doctor.report import Check
from engine_core.text import NOTHING, text

PYSIDE = Library(
    "PySide6",
    "PySide6.QtWidgets",
    ("PySide6-Essentials", "PySide6"),
    text("The window cannot be shown without it; the command line does not need it."),
)


def examine_pyside() -> Check:
    """Check PySide6: the versions that are known to crash, and whether its widgets load."""
    check, _ = tried(PYSIDE, {**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    have = release(next(iter(installed(PYSIDE.distributions).values()), ""))
    why = NOTHING
    if have[:3] == (6, 10, 1):
        why = text("PySide6 6.10.1 crashes when some signals are connected.")
    elif have[:2] >= (6, 12) and sys.version_info < (3, 12):
        # Its calls lose references to None, which only Python 3.12 made immortal (PYSIDE-3474).
        why = text("From PySide6 6.12 on, Python older than 3.12 is aborted after a few minutes.")
    if not why:
        return check
    line = pip_line("install", REQUIREMENTS["PySide6-Essentials"])
    cure = text("Install a version without this fault.")
    return Check(PYSIDE.name, "problem", check.found, why, cure, line)


def examine_display() -> Check:
    """Check where a window would appear, by really connecting where a display is named."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    named = [f"{key}={os.environ[key]}" for key in ("WAYLAND_DISPLAY", "DISPLAY")
             if os.environ.get(key)]  # fmt: skip
    found = ", ".join(named + [f"QT_QPA_PLATFORM={chosen}"] * bool(chosen))
    if chosen in ("offscreen", "minimal"):
        why = text("The window is drawn, but nobody can see it.")
        return Check("Display", "note", found, why)
    if sys.platform.startswith("linux") and not named:
        return Check(
            "Display",
            "note",
            "none",
            text("No desktop is running here, so no window can appear. "
                 "The command line works all the same."),
        )  # fmt: skip
    outcome = loading.attempt(_CONNECT, timeout_s=20)
    if outcome.is_ok:
        return Check("Display", "ok", f"{outcome.facts['platform']} {found}".strip())
    if outcome.absent:
        return Check("Display", "note", found, text("Not tried, because PySide6 is missing."))
    library = outcome.library or ("libxcb-cursor.so.0" if "xcb-cursor" in outcome.log else "")
    return Check(
        "Display",
        "problem",
        found,
        text("Qt cannot open a window here: {error}", error=library or outcome.error),
        text("Install what Qt needs to talk to the desktop.") if library else NOTHING,
        loading.apt_line(library),
        outcome.log,
    )


# The plug-in is loaded by itself first: Qt only says that it "could not be loaded", the loader says
# which file is missing.
_CONNECT = """
import ctypes, os, pathlib
import PySide6
from PySide6.QtGui import QGuiApplication
plugin = pathlib.Path(PySide6.__path__[0], "Qt", "plugins", "platforms", "libqxcb.so")
if os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY") and plugin.is_file():
    ctypes.CDLL(str(plugin))
app = QGuiApplication(["doctor"])
tell(platform=app.platformName())
"""
