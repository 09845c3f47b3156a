"""The program with a window: from arguments to the event loop and back."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import NoReturn

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from engine_core import __version__
from engine_core.cli.status import INTERRUPTED
from engine_core.errors import EngineScopeError
from engine_core.text import text
from gui import appearance, i18n
from gui.icons import application_icon
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.workers import ending

_log = logging.getLogger(__name__)
# Python runs signal handlers between its own steps only; Qt's loop must come back to it now and then.
_SIGNAL_MS = 250
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run(arguments: Sequence[str]) -> int:
    """Open the window with what the command line names, and run until it is closed; ends the process.

    Returns only where no window could be opened.
    """
    if pyside_version.startswith("6.12") and sys.version_info < (3, 12):
        sys.stderr.write(
            f"error: PySide6 {pyside_version} aborts Python older than 3.12 after a few minutes\n"
            '  do:  pip install "PySide6-Essentials<6.12"\n'
        )
        return 1
    early = _note_signals()
    application = QApplication(["enginescope"])
    application.setApplicationName("EngineScope")
    application.setApplicationVersion(__version__)
    application.setOrganizationName("enginescope")
    # The name of the .desktop file: docks put the window under its icon and name.
    application.setDesktopFileName("enginescope")
    application.setWindowIcon(application_icon())
    settings = Settings()
    code = settings.language
    i18n.set_language(i18n.system_language() if code == "system" else code)
    appearance.dress(application, settings.theme)
    with appearance.sheet_put_off(application):
        window = MainWindow(settings)
    hook = ExceptionHook(window)
    sys.excepthook = hook
    _quit_on_signals(window)
    if early:
        return leave(INTERRUPTED)
    # A window that waits, hidden, for its threads is not the last one that closes.
    application.setQuitOnLastWindowClosed(False)
    # Queued: a signal may close the window before the event loop begins, which knows no quitting yet.
    window.closed.connect(application.quit, Qt.ConnectionType.QueuedConnection)
    window.show()
    window.opening.open(list(arguments))
    status = application.exec()
    sys.excepthook = sys.__excepthook__
    settings.sync()
    if not ending.still_running():
        # While the application is there still: what Python would take down after it, Qt may touch again.
        window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return leave(status)


def leave(status: int) -> NoReturn:
    """End the process here, and leave what cannot be taken down in good order to the system.

    A thread that waits for a disk or a driver cannot be ended. Returning would destroy its ``QThread``
    while it runs, for which Qt aborts; and Qt asks the style, which is Python's, while the interpreter
    goes down. A user who only closed the window would be told of a crash. All that has to be written is
    written: settings are synced, exports have ended, and streams are flushed.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # there may be none, or nobody reads it
            stream.flush()
    os._exit(status)


def _note_signals() -> Sequence[int]:
    """Let signals raise nothing while the window is made, and return where they are noted.

    Python would raise in whatever it runs just then, and what Qt calls must not raise.
    """
    noted: list[int] = []
    for number in _SIGNALS:
        signal.signal(number, lambda number, _: noted.append(number))
    return noted


def _quit_on_signals(window: MainWindow) -> None:
    for number in _SIGNALS:
        signal.signal(number, lambda *_: window.close())
    beat = QTimer(window)
    beat.timeout.connect(lambda: None)
    beat.start(_SIGNAL_MS)


class ExceptionHook(QObject):
    """Turns an exception that nobody caught, on any thread, into a problem card; the program goes on.

    Signals:
        caught: ``EngineScopeError`` with the traceback in its details.
    """

    caught = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        # From another thread this is queued: only the window's thread touches the window.
        self.caught.connect(window.opening.tell)

    def __call__(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        _log.error(
            "unexpected error on thread %s",
            threading.current_thread().name,
            exc_info=(kind, error, trace),
        )
        lines = "".join(traceback.format_exception(kind, error, trace))
        self.caught.emit(unexpected(lines))


def unexpected(details: str) -> EngineScopeError:
    """Return a bug as something that can be shown."""
    return EngineScopeError(
        text("Something went wrong inside EngineScope"),
        why=text("This is a fault of the program, not of your files. It goes on working."),
        cure=text("If it happens again, report it with the details below."),
        details=details,
    )
