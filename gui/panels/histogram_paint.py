"""Paints the histogram under the threshold's handle; places are computed here too, so that clicks agree."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine_core.thresholds import BINS
from gui.theme import theme

REACH = 8
"""Pixels left and right of the track: half of the handle and its ring hang over its ends."""
TALL = 72
"""Where the middle of the handle is."""
HEIGHT = 96
RADIUS = 7

_GROOVE_TOP, _GROOVE = 70, 4
_AXIS_TOP = 80
_HATCH_TOP, _HATCH_STEP = 8, 8
# One score is 10 high and each doubling adds 15, as long as the tallest bar stays under this.
_ONE, _DOUBLING, _TALLEST = 10.0, 15.0, 64.0
_BACK_TALLEST = 66.0

Counts = npt.NDArray[np.int64]


def _none() -> Counts:
    return np.zeros(BINS, np.int64)


@dataclass(slots=True, eq=False, kw_only=True)
class Picture:
    """What is painted.

    Attributes:
        width: Of the widget, in logical pixels.
        bars: Scores of this frame per bin.
        back: Scores of the whole source per bin, or None.
        threshold: Where the handle is.
        hatched: End of the range that cannot be entered; 0 for none.
        tick: Own threshold of the hovered class, or None.
        has_ring: Whether the handle has the keyboard.
        has_frame: Whether these are the scores of a frame; else the handle has no upright line.
    """

    width: int = 0
    bars: Counts = field(default_factory=_none)
    back: Counts | None = None
    threshold: float = 0.25
    hatched: float = 0.0
    tick: float | None = None
    has_ring: bool = False
    has_frame: bool = False

    @property
    def track(self) -> int:
        """Length of the axis in pixels."""
        return max(1, self.width - 2 * REACH)

    def x_of(self, score: float) -> float:
        return REACH + score * self.track

    def score_at(self, x: float) -> float:
        return (x - REACH) / self.track

    def bin_at(self, x: float) -> int:
        return min(BINS - 1, max(0, math.floor(self.score_at(x) * BINS)))

    def bar_height(self, n: int) -> float:
        """Return the height of a bar of ``n`` scores in logical pixels."""
        if n <= 0:
            return 0.0
        doublings = math.log2(max(2, int(self.bars.max())))
        return _ONE + math.log2(n) * min(_DOUBLING, (_TALLEST - _ONE) / doublings)


def paint(painter: QPainter, picture: Picture) -> None:
    """Paint the slider of an active panel: histogram, hatching, groove, handle, tick."""
    ratio = painter.device().devicePixelRatio()
    colours = theme()
    edges = [_snapped(picture.x_of(i / BINS), ratio) for i in range(BINS + 1)]
    handle_x = _snapped(picture.x_of(picture.threshold), ratio)
    if picture.hatched > 0:
        _paint_hatching(painter, picture, ratio)
    if picture.back is not None:
        _paint_back(painter, picture.back, edges, picture.x_of(picture.hatched), ratio)
    _paint_bars(painter, picture, edges, handle_x, ratio)
    paint_groove(painter, picture.width)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.accent))
    end = picture.x_of(1.0)
    painter.drawRoundedRect(QRectF(handle_x, _GROOVE_TOP, end - handle_x, _GROOVE), 2, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    one = max(1, round(ratio)) / ratio
    if picture.has_frame:
        upright = QRectF(_snapped(handle_x - one / 2, ratio), 0, one, TALL)
        painter.fillRect(upright, QColor(colours.t1))
    if picture.tick is not None:
        two = round(2 * ratio) / ratio
        tick = QRectF(
            _snapped(picture.x_of(picture.tick) - two / 2, ratio), _GROOVE_TOP + _GROOVE + 1, two, 5
        )
        painter.fillRect(tick, QColor(colours.accent))
    _paint_handle(painter, handle_x, has_ring=picture.has_ring)


def paint_groove(painter: QPainter, width: int) -> None:
    """Paint the empty groove."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme().groove))
    painter.drawRoundedRect(QRectF(REACH, _GROOVE_TOP, width - 2 * REACH, _GROOVE), 2, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def paint_axis(painter: QPainter, picture: Picture) -> None:
    """Paint the figures under the groove, the outer two within its ends."""
    painter.setPen(QColor(theme().t3))
    wide = 48.0
    for score, label in ((0.0, "0"), (0.25, "0.25"), (0.5, "0.50"), (0.75, "0.75"), (1.0, "1")):
        x = picture.x_of(score)
        left, align = x - wide / 2, Qt.AlignmentFlag.AlignHCenter
        if score == 0.0:
            left, align = x, Qt.AlignmentFlag.AlignLeft
        elif score == 1.0:
            left, align = x - wide, Qt.AlignmentFlag.AlignRight
        painter.drawText(
            QRectF(left, _AXIS_TOP, wide, HEIGHT - _AXIS_TOP),
            int(align | Qt.AlignmentFlag.AlignVCenter),
            label,
        )


def _snapped(at: float, ratio: float) -> float:
    """Return the nearest edge of a device pixel, so that bars and lines are sharp at every ratio."""
    return round(at * ratio) / ratio


def _paint_hatching(painter: QPainter, picture: Picture, ratio: float) -> None:
    right = picture.x_of(picture.hatched)
    tall = TALL - 2 - _HATCH_TOP
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme().groove), max(1.0, round(ratio)) / ratio))
    painter.setClipRect(QRectF(REACH, _HATCH_TOP, right - REACH, tall))
    bottom = float(TALL - 2)
    lines = [
        QLineF(x - tall, bottom, x, bottom - tall)
        for x in range(REACH, math.ceil(right) + tall + _HATCH_STEP, _HATCH_STEP)
    ]
    painter.drawLines(lines)
    painter.restore()


def _paint_back(
    painter: QPainter, back: Counts, edges: list[float], from_x: float, ratio: float
) -> None:
    most = int(back.max())
    if most <= 0:
        return
    colour = QColor(theme().hist_back)
    unit = _BACK_TALLEST / math.log1p(most)
    for i, n in enumerate(back.tolist()):
        if n:
            # The rarest score must still be seen.
            top = _snapped(TALL - max(2.0, unit * math.log1p(n)), ratio)
            # The floor may lie within a bin.
            left = max(edges[i], _snapped(from_x, ratio))
            painter.fillRect(QRectF(left, top, edges[i + 1] - left, TALL - top), colour)


def _paint_bars(
    painter: QPainter, picture: Picture, edges: list[float], handle_x: float, ratio: float
) -> None:
    kept, dropped = QColor(theme().accent), QColor(theme().hist_low)
    gap = round(ratio) / ratio
    for i, n in enumerate(picture.bars.tolist()):
        if not n:
            continue
        left, right = edges[i] + gap, edges[i + 1] - gap
        top = _snapped(TALL - picture.bar_height(n), ratio)
        # The handle parts a bar where it stands, as it parts the scores.
        middle = min(max(handle_x, left), right)
        if handle_x <= edges[i] + gap:
            middle = left
        if middle > left:
            painter.fillRect(QRectF(left, top, middle - left, TALL - top), dropped)
        if right > middle:
            painter.fillRect(QRectF(middle, top, right - middle, TALL - top), kept)


def _paint_handle(painter: QPainter, x: float, *, has_ring: bool) -> None:
    colours = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(x, TALL)
    painter.setPen(QPen(QColor(colours.ctl), 1.0))
    painter.setBrush(QColor(colours.thumb))
    painter.drawEllipse(middle, RADIUS - 0.5, RADIUS - 0.5)
    if has_ring:
        painter.setPen(QPen(QColor(colours.accent), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, RADIUS + 2.0, RADIUS + 2.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
