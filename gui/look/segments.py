"""The track of a segmented control; its buttons are drawn as buttons of the kind "segment"."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from gui.pixels import draw_panel
from gui.theme import theme


def draw_track(painter: QPainter, rect: QRect) -> None:
    """Draw the groove in which the segments lie."""
    draw_panel(painter, rect, 6, fill=theme().window, border=theme().line)
