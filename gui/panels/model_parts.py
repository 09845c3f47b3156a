"""The pieces that the model card is put together from."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QSizePolicy, QWidget

from gui import pixels
from gui.controls import ElidedText, PushButton, Text
from gui.framing import PaintedButton
from gui.i18n import tr
from gui.icons import pixmap
from gui.theme import theme


class BusyBar(QWidget):
    """A bar of 2 px that runs while something opens, and is not there otherwise (its place is)."""

    _STEP_MS = 33
    _ROUND_STEPS = 48

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(2)
        self._is_active = False
        self._has_motion = True
        self._step = 0
        self._timer = QTimer(self)
        self._timer.setInterval(self._STEP_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def is_active(self) -> bool:
        return self._is_active

    def set_active(self, *, is_active: bool) -> None:
        if is_active != self._is_active:
            self._is_active = is_active
            self._step = self._ROUND_STEPS // 3
            self._start_or_stop()
            self.update()

    def set_motion(self, *, is_on: bool) -> None:
        """Let it run, or stand as a whole line."""
        self._has_motion = is_on
        self._start_or_stop()
        self.update()

    def _start_or_stop(self) -> None:
        if self._is_active and self._has_motion and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._step = (self._step + 1) % self._ROUND_STEPS
        self.update()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._start_or_stop()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self._start_or_stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if not self._is_active:
            return
        painter = QPainter(self)
        colours = theme()
        width = self.width()
        painter.fillRect(self.rect(), QColor(colours.groove))
        if self._has_motion:
            part = width * 0.3
            left = (width + part) * self._step / self._ROUND_STEPS - part
            lit = QRectF(left, 0, part, self.height()).intersected(QRectF(self.rect()))
        else:
            lit = QRectF(self.rect())
        painter.fillRect(lit, QColor(colours.accent))
        painter.end()


class StillIcon(QWidget):
    """An icon of 16 that is no button."""

    def __init__(self, name: str, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = name
        self._colour = colour
        self.setFixedSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        tint = str(getattr(theme(), self._colour))
        painter.drawPixmap(0, 0, pixmap(self._icon_name, tint, 16, self.devicePixelRatioF()))
        painter.end()


class Badge(QFrame):
    """What runs the model: a dot, and words as wide as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_badge(self, short: str, whole: str) -> None:
        if (short, whole) == (self._words, self.toolTip()):
            return
        self._words = short
        self.setToolTip(whole)
        self.setAccessibleName(whole)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, max(20, self.fontMetrics().height() + 4))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme()
        painter = QPainter(self)
        font = self.font()
        font.setPixelSize(11)
        font.setWeight(font.Weight.Medium)
        painter.setFont(font)
        room = self.width() - 28
        shown = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        width = min(self.width(), painter.fontMetrics().horizontalAdvance(shown) + 29)
        pixels.draw_panel(painter, QRectF(0, 0, width, self.height()), 4, fill=colours.hover)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.ok))
        painter.drawEllipse(QRectF(8, self.height() / 2 - 3, 6, 6))
        painter.setPen(QColor(colours.t1))
        painter.drawText(
            QRectF(20, 0, room + 8, self.height()), Qt.AlignmentFlag.AlignVCenter, shown
        )
        painter.end()


class FactRows(QWidget):
    """Rows of a label and a value."""

    _LABEL_WIDTH = 72

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 12, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, self._LABEL_WIDTH - 8)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[Text, ElidedText]] = []

    def set_rows(self, rows: list[tuple[str, str]]) -> None:
        while len(self._rows) < len(rows):
            label = Text("label")
            value = ElidedText("secondary", mode=Qt.TextElideMode.ElideRight)
            for column, part in enumerate((label, value)):
                part.setMinimumHeight(16)
                self._grid.addWidget(part, len(self._rows), column)
                # Qt would show them only after the next round of events.
                part.setVisible(True)
            self._rows.append((label, value))
        for (label, value), (name, words) in zip(self._rows, rows, strict=True):
            label.setText(name)
            value.setText(words)
            value.setAccessibleName(tr("{label}: {value}", label=name, value=words))


class WarningLine(PaintedButton):
    """One line about what does not fit together; opens the recipe, where all of it stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ring", 4)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_warnings(self, warnings: list[str]) -> None:
        first = warnings[0] if warnings else ""
        self.setText(f"{first} (+{len(warnings) - 1})" if len(warnings) > 1 else first)
        self.setToolTip("\n".join(warnings))
        self.setAccessibleName(tr("Warning: {words}", words=" ".join(warnings)))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, max(28, self.fontMetrics().height() + 12))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme()
        painter = QPainter(self)
        top = 8
        height = self.height() - top
        if self.is_hovered or self.isDown():
            fill = colours.pressed if self.isDown() else colours.hover
            pixels.draw_panel(painter, QRectF(0, top, self.width(), height), 4, fill=fill)
        font = self.font()
        font.setPixelSize(12)
        painter.setFont(font)
        drawn = pixmap("warn", colours.warn, 16, self.devicePixelRatioF())
        painter.drawPixmap(0, top + (height - 16) // 2, drawn)
        painter.setPen(QColor(colours.t1 if self.is_hovered else colours.t2))
        room = QRectF(24, top, self.width() - 24, height)
        shown = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class ButtonRow(QWidget):
    """Buttons of equal width side by side, or below each other where their texts need it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._all: list[PushButton] = []

    def add(self, button: PushButton) -> None:
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row.addWidget(button, 1)
        self._all.append(button)

    def arrange(self) -> None:
        """Choose the direction for the width there is."""
        shown = [button for button in self._all if button.isVisibleTo(self)]
        if not shown or self.width() < 1:
            return
        widest = max(button.sizeHint().width() for button in shown)
        # Their padding may shrink from 12 to 4 before that.
        needed = (widest - 16) * len(shown) + 8 * (len(shown) - 1)
        is_tight = needed > self.width()
        wanted = QBoxLayout.Direction.TopToBottom if is_tight else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.arrange()
