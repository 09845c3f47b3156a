"""The lowest line of the window: where the time of a frame goes, and how busy the machine is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from gui.controls import is_language_change
from gui.i18n import tr
from gui.load import NO_GPU, LoadReading
from gui.panels.stage_bar import StageBar
from gui.panels.status_words import card_lines, ways_words
from gui.pixels import line_width, snapped
from gui.theme import theme
from gui.timings import INFERENCE, STAGES, Milliseconds, StageTimes, figure_text

HEIGHT = 28
_SIDE = 16
_GROUP_GAP = 20
_GAP = 12
_LABEL_GAP = 4
_REFRESH_MS = 500
_MESSAGE_S = 4.0
_CPU_FROM = 1360
# What goes first where there is no room; the bar, the inference and its rate stay.
_GOES_FIRST = (
    *("power", "temperature", "cpu", "gpu", "memory", "paint", "read", "decode", "preprocess"),
    *("dropped", "display"),
)
_GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class _Figure:
    """One figure: its caption, its value, and the group it stands in."""

    key: str
    label: str
    value: str
    group: int
    widest: str = ""


class StatusStrip(QAbstractButton):
    """The strip, 28 high; a click asks for the table of timings.

    Attributes:
        timing_requested: It was clicked, or pressed by keyboard.
        times: What the frames took; the table of timings shows it too.
    """

    timing_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, times: StageTimes | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._times = times if times is not None else StageTimes()
        self._bar = StageBar(self)
        self._bar.move(_SIDE, (HEIGHT - self._bar.height()) // 2 + 1)
        self._medians: Milliseconds = (None,) * len(STAGES)
        self._display_fps: float | None = None
        self._dropped = 0
        self._load = NO_GPU
        self._ways = (False, False)
        self._message: str | None = None
        self._idle: tuple[str, tuple[tuple[str, str], ...]] | None = ("", ())
        self._rooms: dict[str, float] = {}
        self._left: list[_Figure] = []
        self._right: list[_Figure] = []
        self._added_before = 0
        self._beat = QTimer(self)
        self._beat.setInterval(_REFRESH_MS)
        self._beat.timeout.connect(self._on_beat)
        self._message_end = QTimer(self)
        self._message_end.setSingleShot(True)
        self._message_end.timeout.connect(self._on_message_end)
        self.clicked.connect(self._on_clicked)
        self._retranslate()

    @property
    def times(self) -> StageTimes:
        """What the frames took."""
        return self._times

    def add(
        self,
        read_ms: float | None,
        preprocess_ms: float | None,
        inference_ms: float | None,
        decode_ms: float | None,
        paint_ms: float | None,
    ) -> None:
        """Take the times of one frame; None where a step did not run. Shown at most twice a second."""
        self._times.add(read_ms, preprocess_ms, inference_ms, decode_ms, paint_ms)
        if self._times.added == 1:
            # Counted anew: another model, or another source.
            self._medians = (None,) * len(STAGES)
        if self._idle is not None:
            self._idle = None
            self._rooms.clear()
        if not self._beat.isActive():
            self._beat.start()
            self._refresh()

    def set_ways(self, *, on_device: bool, replayed: bool) -> None:
        """Take how the last frame ran, for the tooltip.

        Args:
            on_device: Fitting the picture and choosing boxes were done on the graphics card too.
            replayed: The network ran as a recorded CUDA graph.
        """
        self._ways = (on_device, replayed)

    def set_dropped(self, count: int) -> None:
        """Take how many frames were never shown; shown with the next refresh."""
        self._dropped = count

    def set_load(self, reading: LoadReading) -> None:
        """Show how busy the machine is; what is unknown does not appear."""
        if reading != self._load:
            self._load = reading
            self._lay_out()

    @property
    def message(self) -> str | None:
        """What is going on, shown in place of the times; None where the times are."""
        return self._message

    def set_message(self, text: str | None, *, seconds: float | None = _MESSAGE_S) -> None:
        """Show what is going on in place of the times.

        Args:
            text: One line, translated; None ends it.
            seconds: How long it stays; None until the next.
        """
        self._message_end.stop()
        if text is not None and seconds is not None:
            self._message_end.start(round(seconds * 1000))
        if text != self._message:
            self._message = text
            self._lay_out()

    def set_idle(self, message: str, facts: Sequence[tuple[str, str]]) -> None:
        """Show that nothing is open, until the next frame is added.

        Args:
            message: "Ready", translated.
            facts: Names and values: what there is to run models with.
        """
        self._idle = (message, tuple(facts))
        self._beat.stop()
        self._rooms.clear()
        self._lay_out()

    @Slot()
    def _on_beat(self) -> None:
        if self._times.added == self._added_before:
            # Nothing plays: one last look, which takes the display rate away.
            self._beat.stop()
        self._refresh()

    @Slot()
    def _on_message_end(self) -> None:
        self.set_message(None)

    @Slot()
    def _on_clicked(self) -> None:
        self.timing_requested.emit()

    def _refresh(self) -> None:
        self._added_before = self._times.added
        medians = self._times.recent()
        if medians is not None:
            # A frame looked at again without running the network says nothing new about it.
            self._medians = tuple(
                before if now is None else now
                for before, now in zip(self._medians, medians, strict=True)
            )
        self._display_fps = self._times.frames_per_second()
        self._bar.set_shares(self._medians)
        self._lay_out()

    # ---- What stands where

    def _stage_figures(self) -> list[_Figure]:
        labels = (tr("Read"), tr("Prepare"), tr("Infer"), tr("Decode"), tr("Paint"))
        return [
            _Figure(key, label, figure_text(ms), 0, "8.8")
            for key, label, ms in zip(STAGES, labels, self._medians, strict=True)
        ]

    def _machine_figures(self) -> list[_Figure]:
        inference_ms = self._medians[INFERENCE]
        rate = 1000 / inference_ms if inference_ms else None
        unit = tr("fps")

        def per_second(value: float | None) -> str:
            return figure_text(value) + (f" {unit}" if value is not None else "")

        display = per_second(self._display_fps)
        made = [
            _Figure("inference_fps", tr("Inference"), per_second(rate), 0, f"888 {unit}"),
            _Figure("display", tr("Display"), display, 0, f"88.8 {unit}"),
            _Figure("dropped", tr("Dropped"), f"{self._dropped:,}", 0),
        ]
        load = self._load
        if load.cpu_percent is not None:
            made.append(_Figure("cpu", "CPU", f"{load.cpu_percent:.0f} %", 1, "88 %"))
        if load.gpu_percent is not None:
            made.append(_Figure("gpu", "GPU", f"{load.gpu_percent:.0f} %", 2, "88 %"))
        if load.gpu_used_bytes is not None and load.gpu_total_bytes:
            used, total = load.gpu_used_bytes / _GIB, load.gpu_total_bytes / _GIB
            text = f"{used:.1f} / {total:.0f} GB"
            made.append(_Figure("memory", tr("GPU memory"), text, 2))
        if load.gpu_temperature_c is not None:
            text = f"{load.gpu_temperature_c:.0f} °C"
            made.append(_Figure("temperature", tr("Temp."), text, 2, "88 °C"))
        if load.gpu_power_w is not None:
            text = f"{load.gpu_power_w:.0f} W"
            made.append(_Figure("power", tr("Power"), text, 2, "888 W"))
        return made

    def _lay_out(self) -> None:
        """Decide what stands in the strip; only what can have changed it calls this."""
        if self._idle is not None:
            self._left = []
            facts = self._idle[1]
            self._right = [_Figure(name, name, value, 0) for name, value in facts]
            self._bar.hide()
        else:
            self._left = [] if self._message is not None else self._stage_figures()
            self._right = self._machine_figures()
            self._bar.setVisible(self._message is None)
            self._make_fit()
        self.setAccessibleDescription(self._spoken())
        self.update()

    def _make_fit(self) -> None:
        if self.width() < _CPU_FROM:
            self._right = [figure for figure in self._right if figure.key != "cpu"]
        for key in _GOES_FIRST:
            if self._wanted_width() <= self.width():
                return
            self._left = [figure for figure in self._left if figure.key != key]
            self._right = [figure for figure in self._right if figure.key != key]

    def _wanted_width(self) -> float:
        left = sum(self._width_of(figure) + _GAP for figure in self._left)
        if left:
            left += self._bar.width() + self._measure(tr("ms")) + _LABEL_GAP
        elif self._message is not None:
            left = self._measure(self._message)
        right = sum(self._width_of(figure) + _GAP for figure in self._right)
        groups = len({figure.group for figure in self._right})
        return 2 * _SIDE + left + _GROUP_GAP + right + groups * (_GROUP_GAP - _GAP)

    def _width_of(self, figure: _Figure) -> float:
        return self._measure(figure.label) + _LABEL_GAP + self._room_of(figure)

    def _room_of(self, figure: _Figure) -> float:
        """Return the width kept for a value: that of the widest there was, so that nothing jumps."""
        wide = max(
            self._measure(figure.value, is_value=True),
            self._measure(figure.widest, is_value=True),
            self._rooms.get(figure.key, 0.0),
        )
        self._rooms[figure.key] = wide
        return wide

    def _measure(self, text: str, *, is_value: bool = False) -> float:
        return QFontMetricsF(self._font(is_value=is_value)).horizontalAdvance(text)

    def _font(self, *, is_value: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(11)
        font.setWeight(QFont.Weight.Medium if is_value else QFont.Weight.Normal)
        return font

    # ---- Words

    def _spoken(self) -> str:
        if self._message is not None:
            return self._message
        figures = [f"{figure.label} {figure.value}" for figure in (*self._left, *self._right)]
        return ", ".join([*([self._idle[0]] if self._idle is not None else []), *figures])

    def _tip(self) -> str:
        """Return the stages with their medians and 95th percentiles, one a line."""
        labels = (tr("Read"), tr("Prepare"), tr("Infer"), tr("Decode"), tr("Paint"))
        lines = [
            tr(
                "{stage}: half within {p50} ms, 95 % within {p95} ms",
                stage=label,
                p50=figure_text(figures.p50),
                p95=figure_text(figures.p95),
            )
            for label, figures in zip(labels, self._times.figures(), strict=True)
            if figures.count
        ]
        on_device, replayed = self._ways
        ways = ways_words(on_device=on_device, replayed=replayed)
        if lines and ways:
            lines.append(ways)
        if self._load.cpu_percent is not None:
            lines.append(
                tr("CPU: {percent} % of all cores", percent=f"{self._load.cpu_percent:.0f}")
            )
        lines += card_lines(self._load)
        return "\n".join([*lines, tr("Click for all timings")])

    def _retranslate(self) -> None:
        self.setAccessibleName(tr("Timings"))
        self._rooms.clear()
        self._lay_out()

    # ---- Painting

    def _paint_figures(self, painter: QPainter, x: float, figures: list[_Figure]) -> float:
        colours = theme()
        before: int | None = None
        for figure in figures:
            if before is not None:
                x += _GAP if figure.group == before else _GROUP_GAP
            before = figure.group
            x = self._paint_text(painter, x, figure.label, colours.t3) + _LABEL_GAP
            room = self._room_of(figure)
            # Beside its name, except where the strip ends: there the edge counts.
            slack = 0.0
            if figure is self._right[-1]:
                slack = room - self._measure(figure.value, is_value=True)
            self._paint_text(painter, x + slack, figure.value, colours.t2, is_value=True)
            x += room
        return x

    def _paint_text(
        self, painter: QPainter, x: float, text: str, colour: str, *, is_value: bool = False
    ) -> float:
        font = self._font(is_value=is_value)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        # The line of 1 px is at the top: the middle of the rest is half a pixel lower.
        baseline = round((HEIGHT + 1 + metrics.ascent() - metrics.descent()) / 2)
        painter.drawText(QPointF(x, baseline), text)
        return x + metrics.horizontalAdvance(text)

    def _right_width(self) -> float:
        if not self._right:
            return 0.0
        gaps = [
            _GAP if figure.group == before.group else _GROUP_GAP
            for before, figure in pairwise(self._right)
        ]
        return sum(self._width_of(figure) for figure in self._right) + sum(gaps)

    # ---- Qt's

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(900, HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.panel))
        line = QRectF(0, 0, self.width(), line_width(painter))
        painter.fillRect(snapped(painter, line), QColor(colours.line))
        right = self.width() - _SIDE - self._right_width()
        words = self._message
        if words is None and self._idle is not None:
            words = self._idle[0]
        if words is not None:
            metrics = QFontMetricsF(self._font(is_value=False))
            room = right - _GROUP_GAP - _SIDE
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            colour = colours.t3 if self._message is None else colours.t2
            self._paint_text(painter, _SIDE, shown, colour)
        elif self._left:
            start = float(_SIDE + self._bar.width() + _GAP)
            x = self._paint_figures(painter, start, self._left)
            last = self._left[-1]
            x -= self._room_of(last) - self._measure(last.value, is_value=True)
            self._paint_text(painter, x + _LABEL_GAP, tr("ms"), colours.t3)
        self._paint_figures(painter, right, self._right)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            # Asked for only when it is wanted: percentiles cost more than a frame's share.
            QToolTip.showText(event.globalPos(), self._tip(), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        elif event.type() == QEvent.Type.FontChange:
            self._rooms.clear()
            self._lay_out()
        super().changeEvent(event)
