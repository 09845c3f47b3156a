"""The command ``enginescope``: the window, or one of the commands that need none.

Imports no Qt before a window is really wanted: ``detect``, ``inspect`` and above all ``doctor`` must run
where Qt cannot be loaded.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from engine_core import cli
from engine_core.doctor import loading


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status.

    Args:
        arguments: Without the program's name; None takes those of the process.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and (given[0].startswith("-") or _is_a_word(given[0])):
        return cli.main(given)
    why = _why_no_window()
    if why:
        sys.stderr.write(
            f"error: the window cannot be opened: {why}\n"
            "  do:  enginescope doctor\n"
            "  or work without it:  enginescope detect MODEL SOURCE\n"
        )
        return 1
    try:
        from gui.app import run
    except ImportError as error:
        sys.stderr.write(
            f"error: the window cannot be opened: {error}\n  do:  enginescope doctor\n"
        )
        return 1
    return run(given)


def _is_a_word(argument: str) -> bool:
    """Return whether an argument is a command, or a misspelt one, and nothing that can be opened."""
    return argument.isalpha() and not Path(argument).exists()


def _why_no_window() -> str:
    """Return what Qt would abort the process for, without loading it; empty where nothing is known."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY"):
        return ""
    if not os.environ.get("DISPLAY"):
        return "no desktop is running here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    return _missing_library()


def _missing_library() -> str:
    """Return which library of the system Qt cannot talk to X without, and how it is brought.

    Qt itself only says that its plug-in "could not be loaded", and aborts.
    """
    found = importlib.util.find_spec("PySide6")
    folders = found.submodule_search_locations if found is not None else None
    plugin = Path(folders[0], "Qt", "plugins", "platforms", "libqxcb.so") if folders else None
    if plugin is None or not plugin.is_file():
        return ""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        library = str(error).split(":")[0]
        line = loading.apt_line(library)
        return f"{library} is missing" + (f"\n  do:  {line}" if line else "")
    return ""


if __name__ == "__main__":
    sys.exit(main())
