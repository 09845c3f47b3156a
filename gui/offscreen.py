"""The window without a screen: the same parts and threads, driven through the demo, and pictures of it."""

from __future__ import annotations

import logging
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
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
from engine_core.errors import EngineScopeError, ExportError, OptionError
from engine_core.exporters.files import reported, write_file
from engine_core.frame import SourceItem
from engine_core.saving import Lying, SavePlan, look_at
from engine_core.text import Text, text
from gui import appearance, i18n
from gui.exports import ExportOutcome
from gui.main_window import MainWindow
from gui.problems import Problem
from gui.settings import Settings
from gui.workers import ending
from gui.workers.export_worker import ExportWorker, RunJob

# By this the results of a demo are told from those of a run that a person asked for.
_MADE_BY = "enginescope demo"
_log = logging.getLogger(__name__)
SIZE = (1440, 900)
KEYS = ("images", "yolo", "coco", "csv")
# Far more than a slow computer needs; beyond that it is said that something hangs.
PATIENCE_S = 120.0
_THUMBNAILS_S = 5.0
_TURN_MS = 50


def make_application() -> QApplication:
    """Return the application of a window without a screen, to be kept until the process ends.

    Call it once in a process, on its main thread, before any other Qt application.
    """
    qInstallMessageHandler(_on_qt_message)
    application = QApplication(["enginescope"])
    application.setApplicationName("EngineScope")
    return application


def rehearse(
    demo: Demo,
    out: Path,
    application: QApplication,
    is_stopped: Callable[[], bool],
    elsewhere: str,
) -> Sequence[tuple[str, str]]:
    """Open the demo in a window that nobody sees, look at every picture, and write what there is to see.

    Args:
        demo: What to open.
        out: Folder for pictures and labels; what an earlier demo wrote there is replaced, files of
            others are left alone.
        application: From ``make_application``. Main thread.
        is_stopped: Whether the user wants no more of it. No signal may raise anything meanwhile.
        elsewhere: What to type so that it writes to another folder.

    Returns:
        What was written, as name and words.

    Raises:
        OptionError: The folder holds files or results that are none of a demo's; nothing was done.
        EngineScopeError: Something cannot be opened or written.
        KeyboardInterrupt: It was stopped. Nothing is left but complete files in ``out``.
    """
    _prepare(out, text("Name another folder: {command}", command=elsewhere))
    with tempfile.TemporaryDirectory(prefix="enginescope-") as folder:
        # What the user's own window remembers is none of this one's business.
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        settings = Settings()
        settings.set_switch("tips", False)
        i18n.set_language(i18n.system_language())
        appearance.dress(application, "dark")
        window = MainWindow(settings)
        with closing(_Rehearsal(window, application, is_stopped=is_stopped)) as stage:
            stage.begin(demo)
            stage.look_at_pictures()
            stage.export(out)
            stage.portray(out)
    if is_stopped():
        raise KeyboardInterrupt
    return (
        ("images/", "the pictures with what was found drawn on them"),
        ("labels/, data.yaml", "labels for YOLO training"),
        ("coco.json", "the same for COCO"),
        ("detections.csv", "the same as a table"),
        ("window.png", "the window, dark"),
        ("window-light.png", "and light"),
    )


def _prepare(out: Path, cure: Text) -> None:
    """Make the folder of the results, or find out now why that cannot be."""
    met = look_at(out, KEYS)
    if met.lying in (Lying.DONE, Lying.STOPPED) and met.made_by != _MADE_BY:
        raise OptionError(
            text("{folder} holds the results of another run", folder=out),
            why=text("The demo would replace them."),
            cure=cure,
        )
    if met.lying is Lying.NOTHING:
        taken = (out / name for name in ("window.png", "window-light.png"))
        foreign = next((path for path in taken if path.exists()), None)
    else:
        foreign = met.path
    if foreign is not None:
        raise OptionError(
            text("{folder} holds files of yours", folder=out),
            why=text("The demo would replace {path}.", path=foreign),
            cure=cure,
        )
    try:
        with reported(out):
            out.mkdir(parents=True, exist_ok=True)
            # Whether files can be made there only making one tells for sure.
            with tempfile.TemporaryFile(dir=out):
                pass
    except ExportError as error:
        raise ExportError(error.what, why=error.why, cure=cure) from error


def _on_qt_message(_: QtMsgType, __: QMessageLogContext, message: str | None) -> None:
    # The platform without a screen says of many a thing that it cannot do it, to people who cannot help it.
    _log.debug("%s", message)


class Stage:
    """A window that nobody sees, driven step by step on the main thread; to be closed at the end.

    Attributes:
        window: The window.
        application: Its application.
    """

    def __init__(
        self,
        window: MainWindow,
        application: QApplication,
        size: tuple[int, int] = SIZE,
        *,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        """Show the window.

        Args:
            window: The window.
            application: Its application.
            size: Width and height of the window, in its pixels.
            is_stopped: Whether the user wants no more of it. Asked while something is waited for.
        """
        self.window = window
        self.application = application
        self._is_stopped = is_stopped
        self._is_closing = False
        self._problem: Problem | None = None
        window.opening.problem_arose.connect(self._note)
        window.resize(*size)
        window.show()

    def _note(self, problem: Problem) -> None:
        self._problem = problem

    def open(self, demo: Demo) -> None:
        """Drop the demo into the window and wait for the first answer. Errors as of ``wait``."""
        clip = [str(demo.clip)] if demo.clip is not None else []
        self.window.opening.open([str(demo.model), str(demo.picture_folder), *clip])
        self.wait(lambda: self._is_shown(demo.pictures[0].name))

    def show(self, name: str) -> None:
        """Go to a picture or a clip of the list, and wait until it is answered. Errors as of ``wait``."""
        names = [item.name for item in self.window.sources.model.items]
        self.window.opening.show_row(names.index(name))
        self.wait(lambda: self._is_shown(name))

    def _is_shown(self, name: str) -> bool:
        shown = self.window.controller.shown
        return (
            shown is not None
            and shown.result is not None
            and shown.model is not None
            and shown.source.item.name == name
        )

    def wait_for_thumbnails(self, patience_s: float = PATIENCE_S) -> None:
        """Wait until the list has its small pictures. Errors as of ``wait``."""
        sources = self.window.sources.model
        self.wait(
            lambda: not any(map(sources.needs_thumbnail, range(sources.rowCount()))), patience_s
        )

    def settle(self) -> None:
        """Let the window paint and lay out what has changed."""
        for _ in range(3):
            self.application.processEvents()

    def wait(self, is_so: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Let the window live until something is so.

        Args:
            is_so: What is waited for.
            patience_s: For how many seconds.

        Raises:
            EngineScopeError: The window tells of a problem, or it takes too long.
            KeyboardInterrupt: The user wants no more of it. Raised here and nowhere else: within what Qt
                calls back it would be lost, or end the process.
        """
        until = time.monotonic() + patience_s
        while True:
            self._check()
            if is_so():
                return
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _TURN_MS)
            if time.monotonic() > until:
                raise EngineScopeError(
                    text("The demo takes too long"),
                    cure=text("See what this installation can do: enginescope doctor"),
                )
            time.sleep(0.002)

    def _check(self) -> None:
        if self._is_closing:
            return
        if self._is_stopped():
            raise KeyboardInterrupt
        if self._problem is not None:
            told = self._problem
            raise EngineScopeError(told.title, why=told.why, cure=told.advice)

    def close(self) -> None:
        """Close the window, let its threads end, and bring its settings to the disk."""
        closed: list[bool] = []
        self.window.closed.connect(lambda: closed.append(True))
        self._is_closing = True
        self.window.close()
        with suppress(EngineScopeError):
            self.wait(lambda: bool(closed))
        # Written later they would make their folder anew.
        self.window.settings.sync()


class _Rehearsal(Stage):
    """What the demo shows, and tells on the terminal."""

    def begin(self, demo: Demo) -> None:
        """Open the demo, and say what runs it."""
        say(f"Opening {demo.model.name} …")
        self.open(demo)
        opened = self.window.controller.opened
        if opened is not None:
            say(f"It runs on {opened.info.runtime}, {opened.info.device}.\n")

    def look_at_pictures(self) -> None:
        """Look at every picture, and print what is found."""
        names = [item.name for item in self._pictures()]
        width = max(map(len, names))
        answer(f"{'picture':<{width}}  detections")
        for name in names:
            self.show(name)
            answer(f"{name:<{width}}  {self._found()}")
        self.show(names[0])

    def _pictures(self) -> list[SourceItem]:
        return [item for item in self.window.sources.model.items if item.kind.value == "picture"]

    def _found(self) -> str:
        controller = self.window.controller
        recipe, found = controller.recipe, self.window.presenter.view.shown
        if recipe is None:
            return ""
        counts = Counter(recipe.labels[int(class_id)] for class_id in found.class_id)
        kinds = ", ".join(f"{n} {name}" for name, n in counts.most_common())
        return f"{len(found):>3}" + (f"  {kinds}" if kinds else "")

    def export(self, out: Path) -> None:
        """Write what the window shows, by the thread that its Export button starts."""
        controller = self.window.controller
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
                made_by=_MADE_BY,
                style=self.window.presenter.look_for_files(now.colours),
            ),
        )
        worker = ExportWorker(job)
        ended: list[ExportOutcome] = []
        worker.done.connect(ended.append)
        worker.start()
        try:
            self.wait(worker.isFinished)
        finally:
            worker.cancel()
            ending.end(worker)
        self.settle()
        if ended and ended[0].error is not None:
            raise ended[0].error
        if ended and ended[0].failures:
            raise ended[0].failures[0].error

    def portray(self, out: Path) -> None:
        """Save a picture of the window in both themes."""
        # They come from a thread of their own, and the picture can do without one.
        with suppress(EngineScopeError):
            self.wait_for_thumbnails(_THUMBNAILS_S)
        for theme, name in (("dark", "window.png"), ("light", "window-light.png")):
            appearance.dress(self.application, theme)
            self.window.presenter.present()
            self.settle()
            write_file(out / name, _png(self.window))


def _png(window: MainWindow) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    return bytes(data.data())
