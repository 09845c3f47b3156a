"""Everything to move in a video with: the strip with the seek bar, steps, play, loop, and the speed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine_core.frame import SourceInfo, SourceKind
from gui.controls import IconButton, Line, Text, is_language_change
from gui.i18n import tr
from gui.icons import icon
from gui.panels.strip import DetectionStrip
from gui.panels.strip_hover import clock_text
from gui.pixels import line_width, snapped
from gui.playback import EVERY_FRAME, FASTEST
from gui.theme import theme

HEIGHT = 92
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, EVERY_FRAME, FASTEST)
_CAPTION_FROM = 760
# Of a widget's size, as Qt has it.
_NO_LIMIT_PX = (1 << 24) - 1
_COUNTER_FROM = 680
_COMBO = 80


class Transport(QWidget):
    """The bar under the picture for videos and live sources, 92 high.

    Attributes:
        seek_requested: A frame is wanted; whether that is final, or a drag goes on.
        speed_changed: The user chose a speed: a factor, or ``EVERY_FRAME``, ``FASTEST``.
        hover_changed: The frame under the pointer, or None; a picture of it may be offered.
    """

    seek_requested = Signal(int, bool)
    speed_changed = Signal(float)
    hover_changed = Signal(object)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        """Make the bar.

        Args:
            actions: "previous_detection", "step_back", "play", "step_forward", "next_detection", "loop".
            parent: As for any widget.
        """
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAutoFillBackground(True)
        self._info: SourceInfo | None = None
        self._index = 0
        self._timestamp_s: float | None = None
        self._is_playing = False
        self._is_live = False
        self._computed: float | None = None
        self.strip = DetectionStrip()
        self.strip.seek_requested.connect(self.seek_requested)
        self.strip.hover_changed.connect(self.hover_changed)
        self._play_action = actions["play"]
        self._play = IconButton("play")
        self._play.clicked.connect(self._play_action.trigger)
        self._play_action.changed.connect(self._show_play)
        self._time = Text("body")
        self._total = Text("note")
        self._counter = Text("label")
        self._caption = Text("label")
        self._caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._speed = QComboBox()
        self._speed.setFixedHeight(28)
        for speed in SPEEDS:
            self._speed.addItem("", speed)
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        self._speed.activated.connect(self._on_speed_activated)
        self._lay_out(actions)
        self._retranslate()
        self.set_video(None)

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        def follow(name: str, key: str) -> IconButton:
            button = IconButton(name)
            button.follow(actions[key])
            return button

        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(2)
        row.addWidget(follow("pdet", "previous_detection"))
        row.addWidget(follow("stepb", "step_back"))
        row.addWidget(self._play)
        row.addWidget(follow("stepf", "step_forward"))
        row.addWidget(follow("ndet", "next_detection"))
        row.addSpacing(4)
        row.addWidget(Line(upright=True))
        row.addSpacing(4)
        row.addWidget(follow("loop", "loop"))
        row.addSpacing(8)
        row.addWidget(self._time)
        row.addSpacing(2)
        row.addWidget(self._total)
        row.addSpacing(12)
        row.addWidget(self._counter)
        row.addStretch(1)
        row.addWidget(self._caption)
        row.addSpacing(10)
        row.addWidget(self._speed)
        controls = QWidget()
        controls.setFixedHeight(40)
        controls.setLayout(row)
        strip_row = QHBoxLayout()
        strip_row.setContentsMargins(8, 0, 8, 0)
        strip_row.addWidget(self.strip)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 4)
        outer.setSpacing(0)
        outer.addLayout(strip_row)
        outer.addWidget(controls)

    # ---- What is shown

    def set_video(self, info: SourceInfo | None) -> None:
        """Show what is known of the source by now; None for none."""
        if info is not None and info == self._info:
            return
        if info is None or self._info is None or info.item != self._info.item:
            self._index, self._timestamp_s = 0, None
            self.set_strip(None, 0.0)
            self.strip.set_position(0)
        self._info = info
        self.strip.setEnabled(info is not None)
        if info is None:
            self.strip.set_source(None, None)
        else:
            self.strip.set_source(info.frame_count, info.fps, is_seekable=info.seekable)
        self._speed.setEnabled(info is not None and info.item.kind is SourceKind.VIDEO)
        self._reserve_room()
        self._show_place()
        self._show_play()

    def set_position(self, index: int, timestamp_s: float | None) -> None:
        """Show where the frame on the screen is; its own time where the source has one."""
        self._index, self._timestamp_s = index, timestamp_s
        self.strip.set_position(index)
        self._show_place()

    def set_strip(self, counts: npt.NDArray[np.int32] | None, computed_fraction: float) -> None:
        """Show boxes per frame.

        Args:
            counts: One per frame, -1 where not computed; None where there is no model.
            computed_fraction: From 0 to 1.
        """
        self.strip.set_counts(counts)
        computed = None if counts is None else computed_fraction
        if computed != self._computed:
            self._computed = computed
            self._show_caption()

    def set_playing(self, is_playing: bool) -> None:
        """Show whether it plays."""
        if is_playing != self._is_playing:
            self._is_playing = is_playing
            self._show_play()

    def set_speed(self, speed: float) -> None:
        """Show the speed; one that is not offered shows as the nearest that is."""
        offered = [s for s in SPEEDS if s not in (EVERY_FRAME, FASTEST)]
        near = speed if speed in SPEEDS else min(offered, key=lambda s: abs(s - speed))
        self._speed.setCurrentIndex(SPEEDS.index(near))
        self._fit_combo()

    def set_live(self, is_live: bool, dropped: int = 0) -> None:
        """Show that the source is live: the strip scrolls, and frames never shown are counted."""
        self.strip.set_live(is_live=is_live, dropped=dropped)
        if is_live != self._is_live:
            self._is_live = is_live
            self._speed.setVisible(not is_live)
            self._reserve_room()
            self._show_place()
            self._show_caption()

    def add_live(self, count: int) -> None:
        """Append how many boxes the newest frame of a live source shows."""
        self.strip.add_live(count)

    def set_hover_picture(self, index: int, picture: QImage) -> None:
        """Offer a picture of the frame under the pointer."""
        self.strip.set_hover_picture(index, picture)

    # ---- Texts

    def _length_s(self) -> float | None:
        info = self._info
        if info is None or self._is_live:
            return None
        if info.duration_s:
            return info.duration_s
        return info.frame_count / info.fps if info.frame_count and info.fps else None

    def _place_s(self) -> float | None:
        if self._timestamp_s is not None:
            return self._timestamp_s
        fps = self._info.fps if self._info is not None else None
        return self._index / fps if fps else None

    def _counter_text(self, n: str) -> str:
        info = self._info
        if info is None:
            return ""
        if self._is_live or not info.frame_count:
            return tr("Frame {n}", n=n)
        if info.is_exact:
            return tr("Frame {n} of {count}", n=n, count=f"{info.frame_count:,}")
        return tr("Frame {n} of about {count}", n=n, count=f"{info.frame_count:,}")

    def _show_place(self) -> None:
        place_s, length_s = self._place_s(), self._length_s()
        is_known = self._info is not None and place_s is not None
        self._time.setText(clock_text(place_s) if is_known and place_s is not None else "–")
        self._total.setText(f"/ {clock_text(length_s)}" if length_s else "")
        self._total.setVisible(bool(length_s))
        self._counter.setText(self._counter_text(f"{self._index + 1:,}"))

    def _reserve_room(self) -> None:
        """Keep the place of the widest text there will be, so that nothing beside it moves."""
        length_s = self._length_s()
        widest = clock_text(length_s or 0.0)
        _hold(self._time, widest, is_widest=bool(length_s))
        count = self._info.frame_count if self._info is not None else None
        text = self._counter_text(f"{count:,}") if count and not self._is_live else ""
        _hold(self._counter, text, is_widest=bool(text))
        self._collapse()

    def _show_caption(self) -> None:
        if self._is_live or self._computed is None:
            text = tr("Strip: boxes per frame") if self._is_live else ""
        elif self._computed >= 1:
            text = tr("Strip: boxes per frame")
        else:
            # Cut, not rounded: 100 % is said when it is true.
            percent = int(self._computed * 100)
            text = tr("Strip: boxes per frame, {percent} % computed", percent=percent)
        self._caption.setText(text)
        self._collapse()

    @Slot()
    def _show_play(self) -> None:
        action = self._play_action
        self._play.setEnabled(action.isEnabled())
        self._play.setIcon(icon("pause" if self._is_playing else "play"))
        keys = action.shortcut().toString()
        self._play.describe(tr("Pause") if self._is_playing else tr("Play"), keys)

    def _speed_text(self, speed: float) -> str:
        if speed == EVERY_FRAME:
            return tr("Every frame")
        if speed == FASTEST:
            return tr("As fast as it goes")
        return f"{speed:g} ×"

    def _fit_combo(self) -> None:
        # As wide as a factor needs; words need more, and they come only when the user chose them.
        text = self._speed.currentText()
        wanted = self._speed.fontMetrics().horizontalAdvance(text) + 8 + 28
        self._speed.setFixedWidth(max(_COMBO, wanted))
        widest = max(
            self._speed.fontMetrics().horizontalAdvance(self._speed.itemText(i))
            for i in range(self._speed.count())
        )
        self._speed.view().setMinimumWidth(widest + 32)
        self._collapse()

    def _retranslate(self) -> None:
        self._speed.setAccessibleName(tr("Speed"))
        self._speed.setToolTip(
            tr("Speed. Frames that come too late are skipped, except with “Every frame”.")
        )
        for i, speed in enumerate(SPEEDS):
            self._speed.setItemText(i, self._speed_text(speed))
        self._fit_combo()
        self._reserve_room()
        self._show_place()
        self._show_caption()
        self._show_play()

    def _collapse(self) -> None:
        """Leave out what does not fit: the caption first, then the frame counter."""
        room = self.width()
        # Buttons, lines and gaps of the row.
        fixed = 16 + 6 * 28 + 1 + 64
        speed = 0 if self._is_live else self._speed.width()
        taken = fixed + self._time.sizeHint().width() + self._total.sizeHint().width() + speed
        taken += max(self._counter.sizeHint().width(), self._counter.minimumWidth())
        has_counter = room >= max(_COUNTER_FROM, taken)
        taken += self._caption.sizeHint().width() + 12
        self._counter.setVisible(has_counter)
        self._caption.setVisible(room >= max(_CAPTION_FROM, taken))

    @Slot(int)
    def _on_speed_activated(self, row: int) -> None:
        self._fit_combo()
        self.speed_changed.emit(SPEEDS[row])

    # ---- Qt's

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        # Not what stands in the row now: that goes when there is no room.
        return QSize(420, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._collapse()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        line = QRectF(0, 0, self.width(), line_width(painter))
        painter.fillRect(snapped(painter, line), QColor(theme().line))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)


def _hold(label: Text, text: str, *, is_widest: bool) -> None:
    """Keep the room of a text; of the widest there will be so that no frame lays the window out anew."""
    label.ensurePolished()
    width = label.fontMetrics().horizontalAdvance(text)
    label.setMinimumSize(width, 0)
    label.setMaximumSize(_NO_LIMIT_PX, _NO_LIMIT_PX)
    if is_widest:
        label.setFixedSize(width, label.sizeHint().height())
