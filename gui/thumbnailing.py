"""Joins the lists of sources with the thread that makes their thumbnails."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from gui.panels.rail import Rail
from gui.panels.sources import SourcesPanel
from gui.workers.thumbnails import Thumbnail, Thumbnails


class Thumbnailing(QObject):
    """Brings the thumbnails that are seen without one. GUI thread only; call ``stop`` before the end."""

    def __init__(self, panel: SourcesPanel, rail: Rail, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel = panel
        # Without an owner: one that goes would take a thread with it that still waits for a disk.
        self._thumbnails = Thumbnails()
        self._thumbnails.made.connect(self._on_made)
        # Only one of the two is seen at a time, so neither takes away what the other wants.
        panel.thumbnails_wanted.connect(self._thumbnails.want)
        rail.thumbnails_wanted.connect(self._thumbnails.want)

    def stop(self) -> bool:
        """End the thread after the thumbnail it has in hand; says whether it has ended."""
        return self._thumbnails.stop()

    @Slot(object)
    def _on_made(self, made: Thumbnail) -> None:
        self._panel.set_thumbnail(made.item, made.image, made.info, made.error)
