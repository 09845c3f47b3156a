"""What a test of the window leaves behind: top-level widgets, running threads, active timers."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

# Qt keeps one tooltip for the whole application and closes it by a timer of its own.
_OF_QT = frozenset({"QTipLabel"})


class Watch:
    """Knows every thread and timer started while it watches, whoever owns them."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._before = set(application.topLevelWidgets())
        self.started: WeakSet[QObject] = WeakSet()

    def left(self) -> list[str]:
        """Return in words what is still there once all that was to be deleted is."""
        _delete_the_deferred()
        if self._found():
            # Python frees what refers to itself when it likes; that is no leak.
            gc.collect()
            _delete_the_deferred()
        return self._found()

    def _found(self) -> list[str]:
        widgets = [
            widget
            for widget in self._application.topLevelWidgets()
            if widget not in self._before and _is_own(widget)
        ]
        alive = [one for one in self.started if shiboken6.isValid(one)]
        threads = [one for one in alive if isinstance(one, QThread) and one.isRunning()]
        timers = [one for one in alive if isinstance(one, QTimer) and one.isActive()]
        return [
            *(f"window {widget!r}" for widget in widgets),
            *(f"thread {thread!r}" for thread in threads),
            *(f"timer {timer!r} of {timer.parent()!r}" for timer in timers),
        ]


def _is_own(widget: QWidget) -> bool:
    return widget.parentWidget() is None and widget.metaObject().className() not in _OF_QT


def _delete_the_deferred() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@contextmanager
def watched(application: QApplication) -> Iterator[Watch]:
    """Watch what is started meanwhile."""
    watch = Watch(application)
    with (
        mock.patch.object(QThread, "start", _noting(QThread.start, watch)),
        mock.patch.object(QTimer, "start", _noting(QTimer.start, watch)),
    ):
        yield watch


def _noting(start: Callable[..., Any], watch: Watch) -> Callable[..., Any]:
    def noting(self: QObject, *args: Any, **named: Any) -> Any:
        watch.started.add(self)
        return start(self, *args, **named)

    return noting
