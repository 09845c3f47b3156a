"""A folder of 100,000 pictures dropped on the window. Run: ``python -m tests.benchmarks.bench_folder``.

Measured is the time from the drop until the list shows its first rows and takes keys, the memory that
the process takes more (as the system counts it), and the longest time for which the window's thread did
not come round meanwhile. Then how long it takes to filter, to order by name and to add some more.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import (
    QCoreApplication,
    QElapsedTimer,
    QEvent,
    QEventLoop,
    QObject,
    QTimer,
    Slot,
)
from PySide6.QtWidgets import QApplication

from engine_core.sources.listing import list_sources
from gui import appearance
from gui.panels.sources import SourcesPanel
from gui.workers.intake import Dropped, Intake

COUNT = 100_000
TIME_BAR_S = 1.0
MEMORY_BAR_MB = 100.0


class _Pulse(QTimer):
    """Comes round as often as the window's thread can, and keeps the longest time between two turns."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = QElapsedTimer()
        self.longest_ms = 0.0
        self.timeout.connect(self._on_turn)

    def begin(self) -> None:
        self.longest_ms = 0.0
        self._clock.start()
        self.start(1)

    @Slot()
    def _on_turn(self) -> None:
        self.longest_ms = max(self.longest_ms, self._clock.nsecsElapsed() / 1e6)
        self._clock.restart()


class _Receiver(QObject):
    """Does what the window does with a drop."""

    def __init__(self, panel: SourcesPanel, loop: QEventLoop) -> None:
        super().__init__()
        self._panel = panel
        self._loop = loop

    @Slot(object)
    def on_sorted_out(self, dropped: Dropped) -> None:
        self._panel.set_current(self._panel.model.add(dropped.items))
        self._panel.view.viewport().repaint()
        # Done when everything that this has set off is done as well.
        QTimer.singleShot(0, self._loop.quit)


def _memory_mb() -> float:
    """Return the memory that the process has in use, in MB; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _ms(do: Callable[[], object]) -> float:
    """Return how long something takes in the window, its painting included."""
    begin = time.perf_counter()
    do()
    QCoreApplication.processEvents()
    return (time.perf_counter() - begin) * 1000


def main() -> None:
    """Measure a drop five times in one process, and print the figures beside the bars."""
    application = QApplication(sys.argv[:1])
    appearance.dress(application, "dark")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as others:
        for number in range(COUNT):
            Path(folder, f"frame_{number * 7919 % COUNT}.jpg").touch()
        extra = Path(others)
        for number in range(10):
            (extra / f"{number}.jpg").touch()
        for turn in range(5):
            _report(folder, others, turn)


def _report(folder: str, others: str, turn: int) -> None:
    panel = SourcesPanel()
    panel.resize(264, 600)
    panel.show()
    QCoreApplication.processEvents()
    intake = Intake()
    intake.start()
    pulse = _Pulse()
    loop = QEventLoop()

    gc.collect()
    memory_before = _memory_mb()
    receiver = _Receiver(panel, loop)
    intake.sorted_out.connect(receiver.on_sorted_out)
    pulse.begin()
    begin = time.perf_counter()
    intake.sort((folder,))
    loop.exec()
    seconds = time.perf_counter() - begin
    pulse.stop()
    memory = _memory_mb() - memory_before
    bar = panel.view.verticalScrollBar()
    page = bar.SliderAction.SliderPageStepAdd
    then = {
        "filter": lambda: panel.shown.filter_by("99"),
        "next letter": lambda: panel.shown.filter_by("99 7"),
        "no filter": lambda: panel.shown.filter_by(""),
        "by name": lambda: panel.shown.sort_by("name"),
        "as added": lambda: panel.shown.sort_by("added"),
        "10 more": lambda: panel.model.add(list_sources((others,)).items),
        "one count": lambda: panel.set_count(5, 3),
        "page": lambda: bar.triggerAction(page),
        "remove one": lambda: panel.model.remove((50,)),
    }
    sys.stdout.write(
        f"drop {turn + 1}: {panel.shown.rowCount()} rows in {seconds:.2f} s (bar {TIME_BAR_S} s), "
        f"{memory:.0f} MB more (bar {MEMORY_BAR_MB:.0f} MB), "
        f"longest stall {pulse.longest_ms:.0f} ms\n"
        "        " + ", ".join(f"{name} {_ms(do):.1f} ms" for name, do in then.items()) + "\n"
    )
    intake.stop()
    panel.close()
    panel.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


if __name__ == "__main__":
    main()
