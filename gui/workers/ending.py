"""How threads end that may hang in a disk or a network drive that does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QDeadlineTimer, QThread

PATIENCE_MS = 3000
CLOSING_MS = 300
"""So long all threads together are waited for when the window closes: most end within a moment."""

# A thread object that goes while its thread runs takes the whole process with it.
_lingering: list[QThread] = []
# Those that were told to end within ``together``; None outside of it.
_told: list[QThread] | None = None


def end(thread: QThread, patience_ms: int = PATIENCE_MS) -> bool:
    """Wait for a thread that was told to end. GUI thread. Within ``together`` it is waited for there.

    Returns:
        Whether it has ended; otherwise it is kept until the process ends, and nobody waits for it.
    """
    if _told is not None:
        _told.append(thread)
        return not thread.isRunning()
    return _waited(thread, QDeadlineTimer(patience_ms))


@contextmanager
def together(patience_ms: int = CLOSING_MS) -> Iterator[None]:
    """Tell many threads to end, and wait for them afterwards, for all of them only so long. GUI thread.

    One after another, each with its own patience, would freeze the window for the sum of all.
    """
    global _told
    told: list[QThread] = []
    _told = told
    try:
        yield
    finally:
        _told = None
        until = QDeadlineTimer(patience_ms)
        for thread in told:
            _waited(thread, until)


def keep(thread: QThread) -> None:
    """Keep a thread that was told to end, and that nobody waits for any longer."""
    _lingering.append(thread)


def still_running() -> bool:
    """Return whether a thread runs still that was told to end and not waited for any longer."""
    return any(shiboken6.isValid(thread) and thread.isRunning() for thread in _lingering)


def _waited(thread: QThread, until: QDeadlineTimer) -> bool:
    if thread.wait(until):
        return True
    keep(thread)
    return False
