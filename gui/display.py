"""Whether a window can be opened here, found out without loading Qt, which would abort the process."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from engine_core.doctor import loading

_PATIENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class NoWindow:
    """Why no window can be opened.

    Attributes:
        why: Half a sentence, for the terminal.
        cure: A line to type, or empty.
    """

    why: str
    cure: str = ""


def why_no_window() -> NoWindow | None:
    """Return what Qt would abort the process for; None where nothing is known to hinder it."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return None
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    if wayland and _wayland_answers(wayland):
        return None
    if x11:
        return _missing_library() or _no_answer(x11)
    if wayland:
        return NoWindow(f"the desktop named by WAYLAND_DISPLAY={wayland} cannot be reached")
    return NoWindow("no desktop is running here (neither DISPLAY nor WAYLAND_DISPLAY is set)")


def _wayland_answers(name: str) -> bool:
    path = Path(os.environ.get("XDG_RUNTIME_DIR") or "/", name)
    try:
        with socket.socket(socket.AF_UNIX) as asked:
            asked.settimeout(_PATIENCE_S)
            asked.connect(str(path))
    except OSError:
        return False
    return True


def _no_answer(name: str) -> NoWindow | None:
    """Return that the X server does not answer, as its own library finds it out."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return None  # Qt cannot do without it: then it was found missing before
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    # Never null: what failed is a connection with an error, to be given back like any other.
    connection = xcb.xcb_connect(None, None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return NoWindow(f"the desktop named by DISPLAY={name} cannot be reached") if failed else None


def _missing_library() -> NoWindow | None:
    """Return which library of the system Qt cannot talk to X without, and how it is brought.

    Qt itself only says that its plug-in "could not be loaded", and aborts.
    """
    found = importlib.util.find_spec("PySide6")
    folders = found.submodule_search_locations if found is not None else None
    plugin = Path(folders[0], "Qt", "plugins", "platforms", "libqxcb.so") if folders else None
    if plugin is None or not plugin.is_file():
        return None
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        library = str(error).split(":")[0]
        return NoWindow(f"{library} is missing", loading.apt_line(library))
    return None
