"""The guard of all tests of the window itself: whatever is left behind is seen, what is not is not."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.gui import leaks


def test_a_window_left_behind_is_seen_shown_or_not(qapp: QApplication) -> None:
    with leaks.watched(qapp) as watch:
        hidden = QWidget()
        shown = QMenu()
        shown.show()
        assert len(watch.left()) == 2
        shown.close()
        del hidden, shown
        assert watch.left() == []


def test_a_window_to_be_deleted_or_in_a_ring_of_references_is_not_left_behind(
    qapp: QApplication,
) -> None:
    with leaks.watched(qapp) as watch:
        deleted, ring = QWidget(), QWidget()
        deleted.deleteLater()
        ring.ring = ring  # type: ignore[attr-defined]
        del ring
        assert watch.left() == []


def test_an_active_timer_is_seen_until_its_owner_is_gone(qapp: QApplication) -> None:
    with leaks.watched(qapp) as watch:
        owner = QObject()
        QTimer(owner).start(100_000)
        assert len(watch.left()) == 1
        assert "timer" in watch.left()[0]
        owner.deleteLater()
        assert watch.left() == []


class _Waiting(QThread):
    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def run(self) -> None:
        self.gate.wait(20)


def test_a_running_thread_is_seen_until_it_ends(qapp: QApplication) -> None:
    with leaks.watched(qapp) as watch:
        thread = _Waiting()
        thread.start()
        assert [found.split()[0] for found in watch.left()] == ["thread"]
        thread.gate.set()
        assert thread.wait(20_000)
        assert watch.left() == []
