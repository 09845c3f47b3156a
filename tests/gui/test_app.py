"""The program as a process: it ends when its window is closed, whatever hangs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_HANGS = """
import os, signal, sys, threading
from PySide6.QtCore import QSettings
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[1])
from gui import app
from gui.workers import {module}

def hang(*_):
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait()

{module}.{name} = hang
print("begun")
status = app.run(sys.argv[2:])
print("torn down")
sys.exit(status)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to close the window with")
@pytest.mark.parametrize(("module", "name"), [("intake", "sort_out"), ("thumbnails", "make")])
def test_a_disk_that_does_not_answer_neither_holds_nor_aborts_a_program_that_is_closed(
    tmp_path: Path, module: str, name: str
) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG")
    done = subprocess.run(
        [
            *(sys.executable, "-c", _HANGS.format(module=module, name=name)),
            *(str(tmp_path / "settings"), str(picture)),
        ],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().split() == ["begun"]
    assert b"geometry" in (tmp_path / "settings/enginescope/enginescope.ini").read_bytes()


_CLOSED_AT_ONCE = """
import sys
from PySide6.QtCore import QSettings
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[1])
from gui import app
from gui.main_window import MainWindow

show = MainWindow.show

def show_and_close(window):
    show(window)
    window.close()
    window.controller.worker.wait()
    window.close()

MainWindow.show = show_and_close
app.run([])
"""


def test_a_window_closed_before_the_event_loop_begins_ends_the_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CLOSED_AT_ONCE, str(tmp_path / "settings")],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
        timeout=20,
    )
    assert done.returncode == 0, done.stderr.decode()
