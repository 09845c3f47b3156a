"""Bugs on the inference thread: reported once for each place, and never the end of the thread."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Any

from engine_core.errors import EngineScopeError
from engine_core.text import text
from gui.workers.messages import Crashed

logger = logging.getLogger(__name__)


class Crashes:
    """Turns exceptions that nobody expected into problems that can be shown. One thread."""

    def __init__(self, tell: Callable[[Any], None]) -> None:
        self._tell = tell
        self._known: set[tuple[object, ...]] = set()

    def forget(self) -> None:
        """Report again what was reported before: it is tried anew."""
        self._known.clear()

    def guarded(self, work: Callable[[], object]) -> EngineScopeError | None:
        """Do something; return the problem where an exception came that nobody expected."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - a bug must not take the thread with it
            return self.report(error)
        return None

    def report(self, error: Exception) -> EngineScopeError:
        """Log a bug and tell the window, the first time that it comes from its place in the code."""
        problem = EngineScopeError(
            what=text("Something went wrong inside EngineScope"),
            why=text("{kind}: {reason}", kind=type(error).__name__, reason=str(error)),
            cure=text("Please report it with the details below; you can go on working"),
            details="".join(traceback.format_exception(error)),
        )
        trace = traceback.extract_tb(error.__traceback__)
        where = (trace[-1].filename, trace[-1].lineno) if trace else ()
        place = (type(error), *where)
        if place not in self._known:
            self._known.add(place)
            logger.error("unexpected exception on the inference thread", exc_info=error)
            self._tell(Crashed(problem))
        return problem
