"""How large text on the picture is with the program's fonts, in whole pixels of the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from engine_core.overlay import TextExtent
from gui.fonts import font


@dataclass(frozen=True, slots=True)
class QtMeasure:
    """Measures text as the canvas draws it (the ``Measure`` of the layout). GUI thread only.

    Text on the canvas is set in whole screen pixels whatever the zoom is, so it is measured there.

    Attributes:
        zoom: Screen pixels per source pixel.
    """

    zoom: float

    def __call__(self, text: str, size_px: float, bold: bool, /) -> TextExtent:
        width, ascent, descent = _measured(text, screen_size(size_px * self.zoom), bold)
        return TextExtent(width / self.zoom, ascent / self.zoom, descent / self.zoom)


def screen_size(size_px: float) -> int:
    """Return the whole size at which text is set."""
    return max(math.floor(size_px + 0.5), 1)


@lru_cache(maxsize=16)
def chip_font(size_px: int, bold: bool) -> QFont:
    """Return the font of names (semi-bold) or scores (medium), in screen pixels."""
    return font(size_px, QFont.Weight.DemiBold if bold else QFont.Weight.Medium)


@lru_cache(maxsize=16)
def _metrics(size_px: int, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(chip_font(size_px, bold))


@lru_cache(maxsize=8192)
def _measured(text: str, size_px: int, bold: bool) -> tuple[float, float, float]:
    metrics = _metrics(size_px, bold)
    return math.ceil(metrics.horizontalAdvance(text)), metrics.ascent(), metrics.descent()
