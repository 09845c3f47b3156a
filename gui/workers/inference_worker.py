"""The one long-lived thread that owns model, source and, on a GPU, the context."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from engine_core.sources import open_source
from gui.workers.answering import Answering
from gui.workers.kept import DEFAULT_LIMIT_BYTES
from gui.workers.latest import Latest, Outbox
from gui.workers.live_feed import OpenSource
from gui.workers.messages import (
    Crashed,
    Diagnosed,
    Inspected,
    ModelFailed,
    ModelOpened,
    SeenBatch,
    Shown,
    SourceFailed,
    SourceOpened,
    Wanted,
)
from gui.workers.model_stage import OpenDetector, open_detector


class InferenceWorker(QThread):
    """Brings itself to what is wanted and answers. The object is the GUI thread's, ``run`` is its own.

    An answer waits in a place for one: ``news`` is emitted when there is one, and ``take`` fetches the
    newest. What was not taken in time is replaced, so nothing can pile up.

    A step that cannot be interrupted (a model that is being loaded, one run of the network, a frame that
    is being decoded) is finished before a newer wish or the end is looked at; nothing waits for a camera.
    For the end also a run of the network is broken off, where its runtime can.

    Signals, all emitted on the worker's thread:
        model_opened: ``ModelOpened``.
        model_failed: ``ModelFailed``.
        source_opened: ``SourceOpened``.
        source_failed: ``SourceFailed``.
        news: There is something to ``take``.
        seen: ``SeenBatch``.
        diagnosed: ``Diagnosed``.
        inspected: ``Inspected``.
        crashed: ``Crashed``.
    """

    model_opened = Signal(object)
    model_failed = Signal(object)
    source_opened = Signal(object)
    source_failed = Signal(object)
    news = Signal()
    seen = Signal(object)
    diagnosed = Signal(object)
    inspected = Signal(object)
    crashed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        open_detector: OpenDetector = open_detector,
        open_source: OpenSource = open_source,
        limit_bytes: int = DEFAULT_LIMIT_BYTES,
    ) -> None:
        """Make the thread; ``start`` starts it.

        Args:
            parent: Owner.
            open_detector: Makes the detector of an identified file, on the thread.
            open_source: Opens what is to be looked at.
            limit_bytes: Memory for what was found in frames looked at before.
        """
        super().__init__(parent)
        self.setObjectName("inference")
        self._open_detector = open_detector
        self._open_source = open_source
        self._limit_bytes = limit_bytes
        self._wishes: Latest[Wanted] = Latest()
        self._outbox: Outbox[Shown] = Outbox()
        self._answering: Answering | None = None
        self.stopping = threading.Event()
        """Set once the thread shall end; what blocks on it may look at it."""
        self.inferences = 0
        """How often a network really ran, as of the last message."""
        self._signals = {
            ModelOpened: self.model_opened,
            ModelFailed: self.model_failed,
            SourceOpened: self.source_opened,
            SourceFailed: self.source_failed,
            SeenBatch: self.seen,
            Diagnosed: self.diagnosed,
            Inspected: self.inspected,
            Crashed: self.crashed,
        }

    def want(self, wanted: Wanted) -> None:
        """Say what is wanted from now on; what was wanted before and not begun yet is forgotten."""
        self._wishes.put(wanted)

    def take(self) -> Shown | None:
        """Return the newest answer, at most once."""
        return self._outbox.take()

    def stop(self) -> None:
        """Let the thread end after the step it is in; returns at once, ``wait`` waits.

        Nothing is told any more: a run broken off is no problem, and nobody waits for an answer.
        """
        self.stopping.set()
        self._wishes.close()
        answering = self._answering
        if answering is not None:
            answering.interrupt()

    def run(self) -> None:
        self._answering = Answering(
            self._wishes,
            self.stopping,
            self._tell,
            self._open_detector,
            self._open_source,
            self._limit_bytes,
        )
        try:
            self._answering.run()
        finally:
            self._answering = None

    def _tell(self, message: Any) -> None:
        if self._answering is not None:
            self.inferences = self._answering.inferences
        if self.stopping.is_set():
            return
        if isinstance(message, Shown):
            if self._outbox.put(message):
                self.news.emit()
        else:
            self._signals[type(message)].emit(message)
