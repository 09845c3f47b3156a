"""A small sign before words: what it means is always said in the words too."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.icons import icon

_ICONS = {"ok": "check", "warn": "warn", "err": "error"}


class Sign(QWidget):
    """An icon of 16 px in a colour of meaning: "ok", "warn" or "err"."""

    def __init__(self, meaning: str = "warn") -> None:
        super().__init__()
        self._meaning = meaning
        self.setFixedSize(16, 16)

    @property
    def meaning(self) -> str:
        return self._meaning

    def set_meaning(self, meaning: str) -> None:
        """Show another sign."""
        self._meaning = meaning
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        icon(_ICONS[self._meaning], colour=self._meaning).paint(painter, self.rect())
        painter.end()
