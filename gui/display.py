"""Whether a window can be opened here, found out without starting Qt, which would abort the process.

Qt's plug-in and the libraries that it needs are loaded, since only the loader knows what is missing.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine_core.doctor import loading

_PATIENCE_S = 2.0
# Platforms of Qt that paint for no screen of this computer.
_UNSEEN = ("offscreen", "minimal", "minimalegl", "vnc")
# Platforms without a desktop, and the device files of which they need one.
_DEVICES = {"linuxfb": ("fb[0-9]*",), "eglfs": ("dri/card*", "fb[0-9]*", "mali*", "galcore")}
_DEV = Path("/dev")
# Qt looks for platforms of others there, of which nothing is known here.
_ELSEWHERE = ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH")


@dataclass(frozen=True, slots=True)
class NoWindow:
    """Why no window can be opened.

    Attributes:
        why: Half a sentence, for the terminal.
        cure: A line to type, or empty.
    """

    why: str
    cure: str = ""


def why_no_window(*, is_to_be_seen: bool = False) -> NoWindow | None:
    """Return what Qt would abort the process for; None where nothing is known to hinder it.

    Args:
        is_to_be_seen: Whether a window without a screen, as tests have it, is none.
    """
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    # Qt takes the first that it can; behind a colon are options.
    names = [each.partition(":")[0].lower() for each in chosen.split(";") if each]
    if not names:
        return _no_desktop()
    met: list[NoWindow] = []
    for name in names:
        hindrance = _hindrance(name, chosen)
        if hindrance is None and is_to_be_seen and name in _UNSEEN:
            return NoWindow(f"QT_QPA_PLATFORM={chosen} shows none on a screen", _without_choice())
        if hindrance is None:
            return None
        met.append(hindrance)
    return met[0]


def plugins(name: str) -> Sequence[Path]:
    """Return the files of Qt's plug-in for a platform; none where Qt does not lie as in its wheels.

    Args:
        name: "xcb" or "wayland", which older releases have in several files.
    """
    folder = _platforms()
    found = folder.glob(f"libq{name}*.so") if folder is not None else ()
    return sorted(path for path in found if path.stem.partition("-")[0] == f"libq{name}")


def _platforms() -> Path | None:
    found = importlib.util.find_spec("PySide6")
    folders = found.submodule_search_locations if found is not None else None
    folder = Path(folders[0], "Qt", "plugins", "platforms") if folders else None
    return folder if folder is not None and folder.is_dir() else None


def _hindrance(name: str, chosen: str) -> NoWindow | None:
    """Return what hinders a platform that was asked for by its name."""
    if not sys.platform.startswith("linux"):
        return None
    if _is_unknown(name):
        return NoWindow(f"QT_QPA_PLATFORM={chosen} names nothing that Qt has", _without_choice())
    if name == "xcb":
        return _no_x11(os.environ.get("DISPLAY", ""))
    if name.partition("-")[0] == "wayland":
        return _no_wayland(os.environ.get("WAYLAND_DISPLAY", ""))
    if name == "vkkhrdisplay":
        return NoWindow(
            f"QT_QPA_PLATFORM={chosen} shows no windows of this kind", _without_choice()
        )
    devices = _DEVICES.get(name, ())
    if devices and not any(found for each in devices for found in _DEV.glob(each)):
        return NoWindow(
            f"QT_QPA_PLATFORM={chosen} finds no screen on this computer", _without_choice()
        )
    return None


def _is_unknown(name: str) -> bool:
    if _platforms() is None or any(map(os.environ.get, _ELSEWHERE)):
        return False
    return not plugins(name.partition("-")[0])


def _without_choice() -> str:
    """Return how to have a window, where it is only the choice of a platform that hinders it."""
    return "unset QT_QPA_PLATFORM" if _no_desktop() is None else ""


def _no_desktop() -> NoWindow | None:
    """Return what hinders both of the platforms that Qt chooses from by itself."""
    if not sys.platform.startswith("linux"):
        return None
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY", ""), os.environ.get("DISPLAY", "")
    met: list[NoWindow] = []
    for name, look in ((wayland, _no_wayland), (x11, _no_x11)):
        if name:
            hindrance = look(name)
            if hindrance is None:
                return None
            met.append(hindrance)
    if not met:
        return NoWindow("no desktop is running here (neither DISPLAY nor WAYLAND_DISPLAY is set)")
    # One that can be cured is the one to tell.
    return next((each for each in met if each.cure), met[-1])


def _no_wayland(name: str) -> NoWindow | None:
    path = Path(os.environ.get("XDG_RUNTIME_DIR") or "/", name or "wayland-0")
    try:
        with socket.socket(socket.AF_UNIX) as asked:
            asked.settimeout(_PATIENCE_S)
            asked.connect(str(path))
    except OSError:
        named = f"WAYLAND_DISPLAY={name}" if name else "WAYLAND_DISPLAY, which is not set,"
        return NoWindow(f"the desktop named by {named} cannot be reached")
    return _missing_library("wayland")


def _no_x11(name: str) -> NoWindow | None:
    if not name:
        return NoWindow("no desktop is running here for X (DISPLAY is not set)")
    return _missing_library("xcb") or _no_answer(name)


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


def _missing_library(platform: str) -> NoWindow | None:
    """Return which library of the system Qt's plug-in cannot be loaded without, and how it is brought.

    Qt itself only says that its plug-in "could not be loaded", and aborts.
    """
    missing: NoWindow | None = None
    for plugin in plugins(platform):
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            library = str(error).split(":")[0]
            missing = NoWindow(f"{library} is missing", loading.apt_line(library))
        else:
            return None
    return missing
