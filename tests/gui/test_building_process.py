"""The build in the real window with a real process; only what TensorRT would do in there is made up."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine_core.building import Build, Card
from gui.building import Building
from gui.dialogs.build import BuildDialog
from gui.main_window import MainWindow
from gui.workers import build_look, build_worker, machine_look
from tests.engine_core.building import fake_child
from tests.engine_core.runs import cats_and_dogs, picture
from tests.gui import builds
from tests.gui.driving import click, load, open_window, shows, until

pytestmark = [
    pytest.mark.qt_log_ignore("does not support propagateSizeHints"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals and /proc"),
]

CARD = Card("NVIDIA H100", (9, 0))


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build with TensorRT 8.6.0 on an H100, as far as the window can tell, into a cache of its own."""
    monkeypatch.setattr(machine_look, "_known", [builds.BUILDS])
    cache = "engine_core.building.cache.user_cache_path"
    monkeypatch.setattr(cache, lambda *_, **__: tmp_path / "cache")
    for module in ("engine_core.building.build", build_look.__name__):
        monkeypatch.setattr(f"{module}.find_card", lambda _device: CARD)
        monkeypatch.setattr(f"{module}.builder_version", lambda: "8.6.0")


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what chooses how the process behaves."""

    def choose(mode: str, *rest: str) -> None:
        command = [sys.executable, str(fake_child.__file__), mode, *rest]
        monkeypatch.setattr(build_worker, "Build", partial(Build, command=command, patience_s=0.5))

    return choose


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(qtbot) as made:
        load(qtbot, made, cats_and_dogs(tmp_path), picture(tmp_path / "a.png", (320, 240)))
        yield made


def building_of(window: MainWindow) -> Building:
    return window.wiring.tools.building


def start(qtbot: QtBot, window: MainWindow) -> BuildDialog:
    """Ask for a build and begin it."""
    building = building_of(window)
    until(qtbot, lambda: building.can_build)
    window.acts["build_engine"].trigger()
    until(qtbot, lambda: building.dialog is not None and building.dialog.is_asking)
    dialog = building.dialog
    assert dialog is not None
    click(dialog.form.start)
    return dialog


def is_alive(pid: int) -> bool:
    with suppress(OSError):
        # A child that ended is there until somebody asks for it.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_what_the_process_tells_is_shown_and_the_engine_is_kept(
    qtbot: QtBot, window: MainWindow, child: Callable[..., None]
) -> None:
    child("succeed")
    dialog = start(qtbot, window)
    building = building_of(window)
    until(qtbot, lambda: building.outcome is not None and not building.is_running)
    words = dialog.end.words()
    assert "The engine is built" in words
    assert "FP16 in 1 layer" in words
    assert "Timings are damaged" in dialog.end._notes.text()
    assert dialog.log.lines == "careful"
    assert dialog.log._path is not None
    assert dialog.log._path.read_text("utf-8") == "[I] native words\n"
    # No card of this computer runs it: that is told, and the engine stays.
    assert dialog.end._drift_sign.meaning == "warn"
    assert dialog.end.drift_said
    until(qtbot, lambda: building.kept is not None)
    assert building.outcome is not None
    assert building.outcome.result is not None
    assert building.kept == building.outcome.result.path
    assert window.model_card._build.text() == "Open engine"
    assert shows(window, "a.png")


def test_a_failure_is_told_in_the_words_of_the_process(
    qtbot: QtBot, window: MainWindow, child: Callable[..., None]
) -> None:
    child("fail")
    dialog = start(qtbot, window)
    until(qtbot, lambda: not building_of(window).is_running)
    assert "It is too old for small Take a newer one." in dialog.end.words()
    assert dialog.end.library.isVisible()
    assert dialog.log.lines == "line"


@pytest.mark.parametrize("mode", ["hang", "deaf"])
def test_stopping_ends_the_process_and_all_that_it_started(
    qtbot: QtBot, window: MainWindow, child: Callable[..., None], tmp_path: Path, mode: str
) -> None:
    noted = tmp_path / "pid"
    child(mode, str(noted))
    dialog = start(qtbot, window)
    until(qtbot, lambda: "25 %" in dialog.running._facts.text())
    click(dialog.running.cancel)
    until(qtbot, lambda: not building_of(window).is_running)
    assert "Stopped" in dialog.end.words()
    assert not is_alive(int(noted.read_text()))
    assert building_of(window).kept is None


def test_closing_the_window_ends_the_process(
    qtbot: QtBot, window: MainWindow, child: Callable[..., None], tmp_path: Path
) -> None:
    noted = tmp_path / "pid"
    child("deaf", str(noted))
    dialog = start(qtbot, window)
    until(qtbot, lambda: "25 %" in dialog.running._facts.text())
    window.close()
    assert not window.isVisible()
    until(qtbot, lambda: not building_of(window).is_running)
    assert not is_alive(int(noted.read_text()))
    left = [path.suffix for path in (tmp_path / "cache" / "engines").iterdir()]
    assert left == [".log"]
