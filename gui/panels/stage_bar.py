"""The small bar that shows at a glance where the time of a frame goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.pixels import device_ratio
from gui.theme import theme
from gui.timings import INFERENCE, STAGES

_WIDTH, _HEIGHT = 80, 6
_LEAST = 2
_GAP = 1


def widths(shares: Sequence[float], room: int, least: int, gap: int) -> list[int]:
    """Return how wide each part is drawn: its share, but never less than can be seen; all in pixels."""
    left = room - (len(shares) - 1) * gap - len(shares) * least
    total = sum(shares)
    ends = [0.0]
    for share in shares:
        ends.append(ends[-1] + (share / total if total > 0 else 1 / len(shares)))
    return [least + round(b * left) - round(a * left) for a, b in pairwise(ends)]


class StageBar(QWidget):
    """Shares of reading, preparing, inference, decoding and painting; inference in the accent colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(_WIDTH, _HEIGHT))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._shares: tuple[float, ...] = (0.0,) * len(STAGES)

    def set_shares(self, shares: Sequence[float | None]) -> None:
        """Show how long each stage took, in any one unit; None is drawn as nothing."""
        wanted = tuple(share or 0.0 for share in shares)
        if wanted != self._shares:
            self._shares = wanted
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme()
        painter = QPainter(self)
        ratio = device_ratio(painter)
        has_times = sum(self._shares) > 0
        # In device pixels, so that all gaps are alike.
        gap = max(1, round(_GAP * ratio))
        x = 0
        for i, wide in enumerate(
            widths(self._shares, round(_WIDTH * ratio), round(_LEAST * ratio), gap)
        ):
            colour = colours.accent if i == INFERENCE and has_times else colours.groove
            painter.fillRect(QRectF(x / ratio, 0, wide / ratio, _HEIGHT), QColor(colour))
            x += wide + gap
        painter.end()
