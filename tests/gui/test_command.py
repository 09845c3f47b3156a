"""The command: which arguments mean the window, and what is said where there can be none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine_core.cli.status import SUCCESS, USAGE
from gui import command

Output = pytest.CaptureFixture[str]


def test_commands_without_a_window_load_no_qt() -> None:
    program = (
        "import sys\n"
        "from gui.command import main\n"
        "assert main(['--version']) == 0\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6')]\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_misspelt_command_is_told_and_opens_no_window(capsys: Output) -> None:
    assert command.main(["detct", "a.onnx"]) == USAGE
    assert "detct" in capsys.readouterr().err


def test_help_names_the_window(capsys: Output) -> None:
    assert command.main(["--help"]) == SUCCESS
    assert "opens the window" in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a desktop")
def test_without_a_desktop_the_command_says_so_instead_of_aborting() -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {key: value for key, value in os.environ.items() if key not in hidden}
    done = subprocess.run(
        [sys.executable, "-m", "gui.command"],
        capture_output=True,
        check=False,
        env=env,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 1
    assert b"no desktop is running here" in done.stderr
    assert b"enginescope detect" in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a desktop")
@pytest.mark.parametrize(
    ("platform", "opens"), [("nonsense", False), ("xcb", False), ("offscreen", True)]
)
def test_the_plain_window_opens_where_qt_can_even_unseen(platform: str, opens: bool) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY")
    env = {key: value for key, value in os.environ.items() if key not in hidden}
    program = (
        "import sys\n"
        "from gui import app, command\n"
        "app.run = lambda given: print('opened', *given) or 0\n"
        "sys.exit(command.main(['a.onnx']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**env, "QT_QPA_PLATFORM": platform},
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode == 0) == opens, done.stderr
    assert (done.stdout.strip() == "opened a.onnx") == opens
    assert ("the window cannot be opened" in done.stderr) != opens
