"""The window without a screen: the same parts and threads, driven through the demo, and pictures of it."""

from __future__ import annotations

import logging
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEventLoop,
    QIODevice,
    QMessageLogContext,
    QSettings,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from engine_core.batch import RunSettings
from engine_core.cli.terminal import answer, say
from engine_core.demo import Demo
from engine_core.errors import EngineScopeError, OptionError
from engine_core.exporters.files import write_file
from engine_core.frame import SourceItem
from engine_core.saving import Lying, SavePlan, look_at
from engine_core.text import text
from gui import appearance, i18n
from gui.exports import ExportOutcome
from gui.main_window import MainWindow
from gui.problems import Problem
from gui.settings import Settings
from gui.workers.export_worker import ExportWorker, RunJob

_log = logging.getLogger(__name__)
SIZE = (1440, 900)
KEYS = ("images", "yolo", "coco", "csv")
# Far more than a slow computer needs; beyond that it is said that something hangs.
_PATIENCE_S = 120.0
_THUMBNAILS_S = 5.0
_TURN_MS = 50


def rehearse(demo: Demo, out: Path) -> Sequence[tuple[str, str]]:
    """Open the demo in a window that nobody sees, look at every picture, and write what there is to see.

    Call it once in a process, on its main thread, before any other Qt application.

    Args:
        demo: What to open.
        out: Folder for pictures and labels; results of an earlier run there are replaced, files of
            others are left alone.

    Returns:
        What was written, as name and words.

    Raises:
        OptionError: The folder holds files that are none of a demo's.
        EngineScopeError: Something cannot be opened or written.
    """
    _check(out)
    qInstallMessageHandler(_on_qt_message)
    application = QApplication(["enginescope"])
    application.setApplicationName("EngineScope")
    with tempfile.TemporaryDirectory(prefix="enginescope-") as folder:
        # What the user's own window remembers is none of this one's business.
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        settings = Settings()
        settings.set_switch("tips", False)
        i18n.set_language(i18n.system_language())
        appearance.dress(application, "dark")
        stage = _Stage(MainWindow(settings), application)
        try:
            stage.open(demo)
            stage.look_at_pictures()
            stage.export(out)
            stage.portray(out)
        finally:
            stage.close()
    return (
        ("images/", "the pictures with what was found drawn on them"),
        ("labels/, data.yaml", "labels for YOLO training"),
        ("coco.json", "the same for COCO"),
        ("detections.csv", "the same as a table"),
        ("window.png", "the window, dark"),
        ("window-light.png", "and light"),
    )


def _check(out: Path) -> None:
    met = look_at(out, KEYS)
    if met.lying is Lying.NOTHING:
        taken = (out / name for name in ("window.png", "window-light.png"))
        foreign = next((path for path in taken if path.exists()), None)
    else:
        foreign = met.path
    if foreign is not None:
        raise OptionError(
            text("{folder} holds files of yours", folder=out),
            why=text("The demo would replace {path}.", path=foreign),
            cure=text("Name another folder: --out DIR"),
        )


def _on_qt_message(_: QtMsgType, __: QMessageLogContext, message: str | None) -> None:
    # The platform without a screen says of many a thing that it cannot do it, to people who cannot help it.
    _log.debug("%s", message)


class _Stage:
    """One window and what is done in it, step by step."""

    def __init__(self, window: MainWindow, application: QApplication) -> None:
        self._window = window
        self._application = application
        self._problem: Problem | None = None
        window.opening.problem_arose.connect(self._note)
        window.resize(*SIZE)
        window.show()

    def _note(self, problem: Problem) -> None:
        self._problem = problem

    def open(self, demo: Demo) -> None:
        """Drop the demo into the window and wait for the first answer."""
        window = self._window
        say(f"Opening {demo.model.name} …")
        clip = [str(demo.clip)] if demo.clip is not None else []
        window.opening.open([str(demo.model), str(demo.picture_folder), *clip])
        self._wait(lambda: window.sources.model.rowCount() > 0 and self._shows(0))
        opened = window.controller.opened
        if opened is not None:
            say(f"It runs on {opened.info.runtime}, {opened.info.device}.\n")

    def look_at_pictures(self) -> None:
        """Look at every picture, and print what is found."""
        window = self._window
        items = self._pictures()
        width = max(len(item.name) for item in items)
        answer(f"{'picture':<{width}}  detections")
        for row, item in enumerate(items):
            window.opening.show_row(row)
            self._wait(lambda row=row: self._shows(row))  # type: ignore[misc]
            answer(f"{item.name:<{width}}  {self._found()}")
        window.opening.show_row(0)
        self._wait(lambda: self._shows(0))

    def _pictures(self) -> list[SourceItem]:
        return [item for item in self._window.sources.model.items if item.kind.value == "picture"]

    def _found(self) -> str:
        controller = self._window.controller
        recipe, found = controller.recipe, self._window.presenter.view.shown
        if recipe is None:
            return ""
        counts = Counter(recipe.labels[int(class_id)] for class_id in found.class_id)
        kinds = ", ".join(f"{n} {name}" for name, n in counts.most_common())
        return f"{len(found):>3}" + (f"  {kinds}" if kinds else "")

    def _shows(self, row: int) -> bool:
        item = self._window.sources.model.item(row)
        shown = self._window.controller.shown
        return (
            shown is not None
            and shown.result is not None
            and shown.model is not None
            and shown.source.item.location == item.location
        )

    def export(self, out: Path) -> None:
        """Write what the window shows, by the thread that its Export button starts."""
        window = self._window
        controller = window.controller
        opened = controller.opened
        if opened is None:
            return
        say("\nWriting the pictures and the labels …")
        now = controller.choices.choices
        job = RunJob(
            file=opened.file,
            overrules=opened.overrules,
            items=tuple(self._pictures()),
            settings=RunSettings(shown=now.filter, suppression=now.suppression),
            plan=SavePlan(
                keys=KEYS,
                out=out,
                overwrite=True,
                style=window.presenter.look_for_files(now.colours),
            ),
        )
        worker = ExportWorker(job)
        ended: list[ExportOutcome] = []
        worker.done.connect(ended.append)
        worker.start()
        self._wait(worker.isFinished)
        self._application.processEvents()
        if ended and ended[0].error is not None:
            raise ended[0].error
        if ended and ended[0].failures:
            raise ended[0].failures[0].error

    def portray(self, out: Path) -> None:
        """Save a picture of the window in both themes."""
        window = self._window
        sources = window.sources.model
        rows = range(min(sources.rowCount(), 12))
        # They come from a thread of their own, and the picture can do without one.
        with suppress(EngineScopeError):
            self._wait(lambda: not any(sources.needs_thumbnail(row) for row in rows), _THUMBNAILS_S)
        for theme, name in (("dark", "window.png"), ("light", "window-light.png")):
            appearance.dress(self._application, theme)
            window.presenter.present()
            for _ in range(3):
                self._application.processEvents()
            write_file(out / name, _png(window))

    def close(self) -> None:
        """Close the window and let its threads end."""
        closed: list[bool] = []
        self._window.closed.connect(lambda: closed.append(True))
        self._problem = None
        self._window.close()
        with suppress(EngineScopeError):
            self._wait(lambda: bool(closed))

    def _wait(self, is_so: Callable[[], bool], patience_s: float = _PATIENCE_S) -> None:
        """Let the window live until something is so.

        Raises:
            EngineScopeError: The window tells of a problem, or it takes too long.
        """
        until = time.monotonic() + patience_s
        while not is_so():
            self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _TURN_MS)
            if self._problem is not None:
                told = self._problem
                raise EngineScopeError(told.title, why=told.why, cure=told.advice)
            if time.monotonic() > until:
                raise EngineScopeError(
                    text("The demo takes too long"),
                    cure=text("See what this installation can do: enginescope doctor"),
                )
            time.sleep(0.002)


def _png(window: MainWindow) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    return bytes(data.data())
