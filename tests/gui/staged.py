"""The real window over a worker whose model and sources are stand-ins that wait at gates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from engine_core.frame import SourceItem, SourceKind
from gui.controller import Controller
from gui.main_window import MainWindow
from gui.settings import Settings
from tests.gui.driving import close
from tests.gui.workers.rig import Rig


def item(name: str = "a.mp4") -> SourceItem:
    """Return a video of stand-in frames."""
    return SourceItem(SourceKind.VIDEO, f"/videos/{name}", name)


class Told(QObject):
    """Notes what a controller tells, as (signal, value)."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self.all: list[tuple[str, object]] = []
        for name in (
            *("model_opening", "model_changed", "model_failed", "source_changed", "source_opened"),
            *("source_failed", "shown_changed", "diagnosed", "crashed", "playing_changed"),
            *("search_ended", "recipe_refused"),
        ):
            getattr(controller, name).connect(lambda value, name=name: self._note(name, value))

    def _note(self, name: str, value: object) -> None:
        self.all.append((name, value))

    def of(self, name: str) -> list[object]:
        """Return what one signal told."""
        return [value for told, value in self.all if told == name]


@contextmanager
def controlled(qtbot: QtBot, folder: Path) -> Iterator[tuple[Controller, Rig, Told]]:
    """Run a controller without a window."""
    rig = Rig(qtbot, folder, takes=False)
    controller = Controller(worker=rig.worker)
    try:
        yield controller, rig, Told(controller)
    finally:
        controller.stop()
        rig.end()
        controller.deleteLater()


@contextmanager
def staged_window(qtbot: QtBot, folder: Path) -> Iterator[tuple[MainWindow, Rig]]:
    """Show the window."""
    rig = Rig(qtbot, folder, takes=False)
    window = MainWindow(Settings(), Controller(worker=rig.worker))
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    try:
        yield window, rig
    finally:
        close(qtbot, window)
