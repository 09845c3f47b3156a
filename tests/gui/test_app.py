"""The program as a process: it ends when its window is closed, whatever hangs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine_core import __version__
from engine_core.cli.status import INTERRUPTED

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
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()


_INTERRUPTED_EARLY = """
import os, signal, sys
from PySide6.QtCore import QSettings
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[1])
from gui import app
from gui.canvas.image_canvas import ImageCanvas
from gui.main_window import MainWindow

made = ImageCanvas.__init__

def interrupted(canvas, *arguments, **named):
    os.kill(os.getpid(), signal.SIGINT)
    made(canvas, *arguments, **named)

ImageCanvas.__init__ = interrupted
MainWindow.show = lambda _: print("shown")
app.run([])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself Ctrl-C there")
def test_ctrl_c_while_the_window_is_being_made_ends_the_program_without_a_word(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED_EARLY, str(tmp_path / "settings")],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
        timeout=120,
    )
    assert done.returncode == INTERRUPTED, done.stderr.decode()
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


_TOLD = """
import json, sys
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[1])
from gui import app
from gui.dialogs.about import AboutDialog
from gui.main_window import MainWindow

show = MainWindow.show

def drawn(window, size):
    image = window.windowIcon().pixmap(size, size).toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return image.width(), len({image.pixel(x, y) for x, y in places})

def tell(window):
    window.acts["about"].trigger()
    about = window.findChild(AboutDialog)
    application = QApplication.instance()
    print(json.dumps({
        "names": [application.applicationName(), application.desktopFileName()],
        "version": application.applicationVersion(),
        "icons": [drawn(window, 16), drawn(window, 256)],
        "dialog_icon": drawn(about, 16),
        "about": about.isVisible(),
    }))
    window.close()

def show_and_tell(window):
    show(window)
    QTimer.singleShot(0, window, lambda: tell(window))

MainWindow.show = show_and_tell
app.run([])
"""


def test_the_desktop_is_told_which_program_it_is(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _TOLD, str(tmp_path / "settings")],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    assert told["names"] == ["EngineScope", "enginescope"]
    assert told["version"] == __version__
    for size, (edge, colours) in zip((16, 256), told["icons"], strict=True):
        assert edge == size
        assert colours > 4
    assert told["dialog_icon"] == told["icons"][0]
    assert told["about"] is True
