"""The window as a user has it, for what is measured in it; its settings are nobody's."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from gui import appearance, i18n
from gui.main_window import MainWindow
from gui.settings import Settings

_PATIENCE_S = 120.0


@contextmanager
def open_window(size_wh: tuple[int, int] = (1920, 1080)) -> Iterator[MainWindow]:
    """Show the window, and end it with all its threads."""
    application = QApplication.instance() or QApplication(["enginescope"])
    assert isinstance(application, QApplication), "a bench has no other"
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        i18n.set_language("en")
        appearance.dress(application, "dark")
        window = MainWindow(Settings())
        window.resize(*size_wh)
        window.show()
        application.processEvents()
        try:
            yield window
        finally:
            window.close()
            until(lambda: not window.controller.worker.isRunning())
            window.close()


def until(is_so: Callable[[], bool]) -> None:
    """Let the event loop run until something is so."""
    end = time.monotonic() + _PATIENCE_S
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError("waited in vain")
        QApplication.processEvents()
        time.sleep(0.002)


class Pulse(QObject):
    """Comes round often, and keeps for how long it could not: the stalls of the window's thread.

    Attributes:
        stalls_ms: One entry per beat, what it came too late by.
    """

    _BEAT_MS = 2

    def __init__(self) -> None:
        super().__init__()
        self.stalls_ms: list[float] = []
        self._last = self._cpu_s = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)

    def start(self) -> None:
        """Begin anew."""
        self.stalls_ms.clear()
        self._last = time.perf_counter()
        self._cpu_s = time.thread_time()
        self._timer.start(self._BEAT_MS)

    def stop(self) -> float:
        """End, and return how many seconds of processor this thread took since the start."""
        self._timer.stop()
        return time.thread_time() - self._cpu_s

    @Slot()
    def _on_beat(self) -> None:
        now = time.perf_counter()
        self.stalls_ms.append(max((now - self._last) * 1e3 - self._BEAT_MS, 0.0))
        self._last = now
