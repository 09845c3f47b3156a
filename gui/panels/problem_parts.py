"""The pieces that the problem card is put together from."""

from __future__ import annotations

import re

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.controls import PushButton, Text
from gui.fonts import code_font
from gui.framing import PaintedButton
from gui.i18n import tr
from gui.icons import icon, pixmap
from gui.theme import theme

_MOST_WORD_CHARS = 56
_COPIED_MS = 2000
_LEAST_LINES = 3
_MOST_LINES = 10


def shortened(words: str, *, most: int = _MOST_WORD_CHARS) -> str:
    """Return a text with the middle of each very long word left out: lines cannot break there."""

    def cut(found: re.Match[str]) -> str:
        word = found.group()
        half = (most - 1) // 2
        return f"{word[:half]}…{word[-half:]}"

    return re.sub(rf"\S{{{most + 1},}}", cut, words)


class Disc(QWidget):
    """A disc of 32 with the sign of what kind of problem it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_loss = False
        self.setFixedSize(32, 32)

    def set_loss(self, *, is_loss: bool) -> None:
        self._is_loss = is_loss
        self.setAccessibleName(tr("Something was lost") if is_loss else tr("Warning"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._is_loss:
            fill = QColor(colours.err)
            fill.setAlphaF(0.16)
        else:
            fill = QColor(colours.warn_bg)
        painter.setBrush(fill)
        painter.drawEllipse(QRectF(0, 0, 32, 32))
        name, tint = ("error", colours.err) if self._is_loss else ("warn", colours.warn)
        painter.drawPixmap(8, 8, pixmap(name, tint, 16, self.devicePixelRatioF()))
        painter.end()


class Paragraphs(QScrollArea):
    """Title, consequence and paragraphs; scrolls where there is no room for all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 6, 0, 0)
        self._column.setSpacing(8)
        self._title = Text("title").wrap()
        self._consequence = Text("value").wrap()
        self._consequence.setTextFormat(Qt.TextFormat.RichText)
        self._more = [Text("value").wrap(), Text("value").wrap()]
        for part in (self._title, self._consequence, *self._more):
            part.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            self._column.addWidget(part)
        self._consequence.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setWidget(self._inside)
        self.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)

    def add(self, widget: QWidget) -> None:
        """Put a widget below the paragraphs."""
        self._column.addWidget(widget)
        self._column.addStretch(1)

    def set_texts(self, title: str, consequence: str, paragraphs: list[str]) -> None:
        """Show texts; ``consequence`` is rich text, escaped by the caller."""
        self._title.setText(title)
        self._consequence.setText(consequence)
        self._consequence.setVisible(bool(consequence))
        shown = [words for words in paragraphs if words]
        for label, words in zip(self._more, [*shown, "", ""], strict=False):
            label.setText(words)
            label.setVisible(bool(words))
        self.verticalScrollBar().setValue(0)

    def height_for(self, width: int) -> int:
        """Return the height that shows everything."""
        self._column.invalidate()
        needed = self._column.totalHeightForWidth(width)
        return needed if needed > 0 else self._inside.sizeHint().height()


class FoundExpected(QWidget):
    """Two facts to compare, each with where it comes from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 80)
        grid.setColumnStretch(2, 1)
        self._rows = []
        for row in range(2):
            parts = (Text("note"), Text("body"), Text("note"))
            for column, part in enumerate(parts):
                grid.addWidget(part, row, column)
            parts[2].setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._rows.append(parts)

    def set_facts(self, found: tuple[str, str], expected: tuple[str, str]) -> None:
        named = ((tr("Found"), *found), (tr("Expected"), *expected))
        for parts, words in zip(self._rows, named, strict=True):
            for part, one in zip(parts, words, strict=True):
                part.setText(one)
                part.setVisible(bool(words[1]))
        self.setVisible(bool(found[0] or expected[0]))


class _Fold(PaintedButton):
    """A chevron and a word; what they fold lies below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_open = False
        self.setProperty("ring", 4)

    def set_open(self, *, is_open: bool) -> None:
        self._is_open = is_open
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        self.setAccessibleDescription(tr("Unfolded") if self._is_open else tr("Folded"))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 24, max(24, metrics.height() + 8))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme()
        painter = QPainter(self)
        tint = colours.t1 if self.is_hovered or self.isDown() else colours.t2
        name = "down" if self._is_open else "right"
        drawn = pixmap(name, tint, 12, self.devicePixelRatioF(), line=2.0)
        painter.drawPixmap(0, (self.height() - 12) // 2, drawn)
        font = self.font()
        font.setWeight(font.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(tint))
        place = self.rect().adjusted(18, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


class Details(QWidget):
    """The raw lines: folded, selectable, of bounded height.

    Signals:
        resized: It was folded or unfolded, and wants another height.
        copy_requested: The details are wanted in the clipboard.
    """

    resized = Signal()
    copy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_open = False
        self._fold = _Fold()
        self._fold.clicked.connect(self._on_fold_clicked)
        self._copy = PushButton("link")
        self._copy.setIcon(icon("copy", colour="accent"))
        self._copy.clicked.connect(self.copy_requested)
        self._box = QPlainTextEdit()
        self._box.setProperty("role", "code")
        self._box.setReadOnly(True)
        self._box.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._box.setTabChangesFocus(True)
        self._box.setFont(code_font())
        self._box.document().setDocumentMargin(4)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(_COPIED_MS)
        self._copied.timeout.connect(self.retranslate)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._fold)
        head.addStretch(1)
        head.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._box, 1)
        column.addStretch(0)
        self.set_open(is_open=False)

    def set_lines(self, lines: str) -> None:
        """Show raw lines; nothing at all hides the whole part."""
        if self._box.toPlainText() != lines:
            self._box.setPlainText(lines)
        self.setVisible(bool(lines.strip()))

    def set_open(self, *, is_open: bool) -> None:
        self._is_open = is_open
        self._box.setVisible(is_open)
        self._fold.set_open(is_open=is_open)

    def say_copied(self) -> None:
        """Say for two seconds that the details are in the clipboard."""
        self._copy.setText(tr("Copied"))
        self._copied.start()

    def heights(self, width: int) -> tuple[int, int]:
        """Return the least and the best height."""
        if self.isHidden():
            return 0, 0
        head = 12 + self._fold.sizeHint().height()
        if not self._is_open:
            return head, head
        metrics = self._box.fontMetrics()
        line = metrics.lineSpacing()
        # Border, padding of the style sheet, margin of the document.
        frame = 2 * (1 + 4 + 4) + 2
        columns = max(1, (width - 40) // max(1, metrics.horizontalAdvance("0")))
        n_lines = sum(
            max(1, -(-len(one) // columns)) for one in self._box.toPlainText().splitlines()
        )
        best = max(1, min(n_lines, _MOST_LINES))
        least = min(best, _LEAST_LINES)
        return head + 6 + least * line + frame, head + 6 + best * line + frame

    @Slot()
    def retranslate(self) -> None:
        self._fold.setText(tr("Details"))
        self._fold.retranslate()
        self._copy.setText(tr("Copy details"))
        self._box.setAccessibleName(tr("Details"))

    @Slot()
    def _on_fold_clicked(self) -> None:
        self.set_open(is_open=not self._is_open)
        self.resized.emit()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self._copied.stop()
        self.retranslate()
        super().hideEvent(event)
