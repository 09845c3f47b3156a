"""The bars of the detection strip: which frames stand under which bar, and the bars as pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from gui.theme import theme

Int32Array = npt.NDArray[np.int32]

BARS_HIGH = 24
STEP = 4
_BAR = 3
# So that the only box of a video does not fill the strip.
_LEAST_TOP = 4


def per_bar(counts: Int32Array, bars: int) -> Int32Array:
    """Return the most boxes of the frames under each bar; -1 where none of them is computed.

    The first bar begins with the first frame and the last ends with the last, as the seek bar does;
    where there are more bars than frames, a frame has several.
    """
    if not bars or not len(counts):
        return np.empty(0, np.int32)
    first = np.floor(np.arange(bars) * (len(counts) - 1) / bars + 0.5).astype(np.intp)
    return np.maximum.reduceat(counts, first)


class Bars:
    """The bars of one strip, drawn anew only when they, the size or the theme changed.

    While a video plays only the place changes, thirty times a second: then two ready pictures, one in
    the colour of each side of the playhead, are put together.
    """

    def __init__(self) -> None:
        self._values: Int32Array = np.empty(0, np.int32)
        self._drawn: dict[str, QPixmap] = {}
        self._key: tuple[object, ...] = ()

    def set_values(self, values: Int32Array) -> None:
        """Take what ``per_bar`` returns."""
        self._values = values
        self._key = ()

    def pixmap(self, colour: str, width: int, ratio: float) -> QPixmap:
        """Return all bars in one colour, on nothing.

        Args:
            colour: ``#RRGGBB``.
            width: In logical pixels.
            ratio: Device pixels per logical pixel.
        """
        key = (width, ratio, theme().name)
        if key != self._key:
            self._drawn, self._key = {}, key
        if colour not in self._drawn:
            self._drawn[colour] = self._draw(colour, width, ratio)
        return self._drawn[colour]

    def _draw(self, colour: str, width: int, ratio: float) -> QPixmap:
        made = QPixmap(max(1, round(width * ratio)), round(BARS_HIGH * ratio))
        made.fill(Qt.GlobalColor.transparent)
        values = self._values
        top = max(_LEAST_TOP, int(values.max(initial=0)))
        # In device pixels, so that every bar and every gap is sharp at any ratio.
        left = np.round(np.arange(len(values)) * STEP * ratio).astype(int).tolist()
        high = np.round((2 + values / top * (BARS_HIGH - 2)) * ratio).astype(int).tolist()
        wide = max(1, round(_BAR * ratio))
        thin = max(1, int(ratio + 0.25))
        floor = made.height()
        painter = QPainter(made)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().groove))
        dots = np.flatnonzero(values < 0).tolist()
        painter.drawRects([QRect(left[i], floor - thin, wide, thin) for i in dots])
        painter.setBrush(QColor(colour))
        bars = np.flatnonzero(values > 0).tolist()
        painter.drawRects([QRect(left[i], floor - high[i], wide, high[i]) for i in bars])
        painter.end()
        made.setDevicePixelRatio(ratio)
        return made
