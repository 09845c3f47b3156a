"""Says when a run of small changes begins and ends, so that it becomes one step of undo."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

_PAUSE_MS = 600


class EditBurst(QObject):
    """One run of changes: a drag from press to release; turns of a wheel and keys until a pause.

    ``began`` comes before the first change, ``ended`` once after the last.
    """

    began = Signal()
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_on = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.finish)

    @property
    def is_on(self) -> bool:
        return self._is_on

    def hold(self) -> None:
        """Begin a run that lasts until ``finish``."""
        self._pause.stop()
        self._begin()

    def touch(self) -> None:
        """Begin a run, or go on with it, that ends by itself after a pause."""
        self._begin()
        self._pause.start()

    @Slot()
    def finish(self) -> None:
        """End the run; does nothing where there is none."""
        self._pause.stop()
        if self._is_on:
            self._is_on = False
            self.ended.emit()

    def _begin(self) -> None:
        if not self._is_on:
            self._is_on = True
            self.began.emit()
