"""Threads that are told to end: all of them first, then all are waited for within one deadline."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from gui.workers import ending

PATIENCE_MS = 20_000


class Told(QThread):
    """Ends once it is let go, which any number of others may be by the same event."""

    def __init__(self, let_go: threading.Event) -> None:
        super().__init__()
        self._let_go = let_go

    def run(self) -> None:
        assert self._let_go.wait(PATIENCE_MS / 1000)


@pytest.fixture(autouse=True)
def nothing_lingers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ending, "_lingering", [])
    yield
    assert not ending.still_running()


@pytest.mark.usefixtures("qapp")
def test_all_are_told_before_the_first_is_waited_for() -> None:
    let_go = threading.Event()
    first, second = Told(let_go), Told(let_go)
    first.start()
    second.start()
    with ending.together(PATIENCE_MS):
        assert not ending.end(first)
        # Waiting for the first alone would last for ever: only what follows lets it go.
        let_go.set()
        ending.end(second)
    assert first.isFinished()
    assert second.isFinished()
    assert not ending.still_running()


def test_what_hangs_is_kept_and_costs_one_deadline(qtbot: QtBot) -> None:
    let_go = threading.Event()
    hanging = [Told(let_go) for _ in range(3)]
    for thread in hanging:
        thread.start()
    with ending.together(patience_ms=1):
        for thread in hanging:
            assert not ending.end(thread, PATIENCE_MS)
    assert ending.still_running()
    let_go.set()
    qtbot.waitUntil(lambda: not ending.still_running(), timeout=PATIENCE_MS)


@pytest.mark.usefixtures("qapp")
def test_a_single_one_is_waited_for_at_once() -> None:
    let_go = threading.Event()
    thread = Told(let_go)
    thread.start()
    assert not ending.end(thread, 0)
    assert ending.still_running()
    let_go.set()
    assert ending.end(thread, PATIENCE_MS)
