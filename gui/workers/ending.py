"""How threads end that may hang in a disk or a network drive that does not answer."""

from __future__ import annotations

from PySide6.QtCore import QThread

PATIENCE_MS = 3000

# A thread object that goes while its thread runs takes the whole process with it.
_lingering: list[QThread] = []


def end(thread: QThread, patience_ms: int = PATIENCE_MS) -> bool:
    """Wait for a thread that was told to end. GUI thread.

    Returns:
        Whether it has ended; otherwise it is kept until the process ends, and nobody waits for it.
    """
    if thread.wait(patience_ms):
        return True
    _lingering.append(thread)
    return False
