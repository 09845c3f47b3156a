"""TensorRT's log: the only place where it says why something failed.

TensorRT keeps one logger for the whole library, whatever is handed to it later, and calls it from
threads of its own. So there is one logger for each TensorRT module, and it lives as long as the process.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from typing import Any, NamedTuple

_LOG = logging.getLogger(__name__)
_KEPT_LINES = 400
_WORST_FIRST = ("INTERNAL_ERROR", "ERROR", "WARNING", "INFO", "VERBOSE")


class LogLine(NamedTuple):
    """One thing that TensorRT said."""

    severity: str
    """``INTERNAL_ERROR``, ``ERROR``, ``WARNING`` or ``INFO``."""
    text: str


class TrtLog:
    """The last lines that a TensorRT module logged. Any thread."""

    def __init__(self, kept: int = _KEPT_LINES) -> None:
        self._lock = threading.Lock()
        self._lines: deque[tuple[int, LogLine]] = deque(maxlen=kept)
        self._count = 0

    def add(self, severity: str, message: str) -> None:
        """Keep a line; verbose ones are not kept, there are thousands of them."""
        if severity == "VERBOSE":
            return
        with self._lock:
            self._lines.append((threading.get_ident(), LogLine(severity, message.strip())))
            self._count += 1

    def position(self) -> int:
        """Return where the log ends now, for ``since``."""
        with self._lock:
            return self._count

    def since(
        self, position: int, least: str = "WARNING", *, of_this_thread: bool = False
    ) -> list[LogLine]:
        """Return what was logged after a position and is kept still.

        Args:
            position: From ``position``; 0 for all that is kept.
            least: The least severity wanted: ``ERROR``, ``WARNING`` or ``INFO``.
            of_this_thread: Whether lines of other threads are left out: those of other sessions, and of
                TensorRT's own threads.
        """
        me = threading.get_ident()
        wanted = _WORST_FIRST[: _WORST_FIRST.index(least) + 1]
        with self._lock:
            new = min(len(self._lines), self._count - position)
            lines = list(self._lines)[len(self._lines) - new :]
        return [
            line
            for thread, line in lines
            if line.severity in wanted and (thread == me or not of_this_thread)
        ]


def make_logger(module: Any) -> tuple[Any, TrtLog]:
    """Return a logger of a TensorRT module, to be kept for as long as the process lives, and its lines.

    Args:
        module: The imported module; its classes fit no other TensorRT.
    """
    log = TrtLog()

    class _Logger(module.ILogger):  # type: ignore[misc]
        def __init__(self) -> None:
            module.ILogger.__init__(self)

        # An exception that leaves this method ends the process: TensorRT's threads are not Python's.
        def log(self, severity: Any, msg: str) -> None:
            try:
                name = str(getattr(severity, "name", severity)).rpartition(".")[2]
                log.add(name, msg)
                _LOG.debug("TensorRT %s: %s", name, msg)
            except Exception:  # noqa: BLE001, S110 - see above, and there is nobody to tell
                pass

    return _Logger(), log
