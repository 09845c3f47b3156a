"""Everything that TensorRT says while it builds: folded, and searched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRegularExpression, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QGuiApplication,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from engine_core.building import BuildLog as LogLine
from gui.controls import PushButton, Text
from gui.fonts import code_font
from gui.i18n import counted, tr
from gui.icons import icon
from gui.theme import theme

# A verbose build says a hundred thousand lines; the file of the log has them all.
_MOST_LINES = 5000
_LEAST_HEIGHT = 160


class BuildLog(QWidget):
    """A line that unfolds into a box of lines with a field to search in it.

    Signals:
        resized: It was folded or unfolded.
    """

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._is_open = False
        self._fold = PushButton("link")
        self._fold.clicked.connect(self._on_fold_clicked)
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.textChanged.connect(self._on_search_edited)
        self._search.returnPressed.connect(self._find_next)
        self._search.setFixedWidth(200)
        self._found = Text("reason")
        self._path: Path | None = None
        self._whole = PushButton("link")
        self._whole.clicked.connect(self._on_whole_clicked)
        self._copy = PushButton("link")
        self._copy.clicked.connect(self._on_copy_clicked)
        self._box = QPlainTextEdit()
        self._box.setProperty("role", "code")
        self._box.setReadOnly(True)
        self._box.setTabChangesFocus(True)
        self._box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._box.setMaximumBlockCount(_MOST_LINES)
        self._box.setMinimumHeight(_LEAST_HEIGHT)
        self._box.setFont(code_font(12))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self._fold)
        head.addWidget(self._whole)
        head.addStretch(1)
        head.addWidget(self._found)
        head.addWidget(self._search)
        head.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._box, 1)
        self.set_open(is_open=False)
        self.retranslate()

    @property
    def is_open(self) -> bool:
        return self._is_open

    @property
    def lines(self) -> str:
        """What is in the box."""
        return self._box.toPlainText()

    def clear(self) -> None:
        """Begin anew, folded."""
        self._count = 0
        self._path = None
        self._box.clear()
        self._search.clear()
        self.set_open(is_open=False)
        self.retranslate()

    def add(self, lines: Sequence[LogLine]) -> None:
        """Put lines at the end; the view follows them unless somebody reads further up."""
        bar = self._box.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum() - 4
        cursor = QTextCursor(self._box.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        colours = theme()
        for line in lines:
            style = QTextCharFormat()
            tint = {"error": colours.err, "warning": colours.warn}.get(line.severity, colours.t2)
            style.setForeground(QColor(tint))
            if self._count:
                cursor.insertBlock()
            cursor.insertText(line.line, style)
            self._count += 1
        if was_at_end:
            bar.setValue(bar.maximum())
        self._say_count()

    def set_path(self, path: Path | None) -> None:
        """Say where everything that was said lies; the lines here are only what matters of it."""
        self._path = path
        self._say_count()

    def set_open(self, *, is_open: bool) -> None:
        self._is_open = is_open
        for widget in (self._box, self._search, self._copy, self._found):
            widget.setVisible(is_open)
        self._say_count()

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._search.setPlaceholderText(tr("Search"))
        self._search.setAccessibleName(tr("Search the log"))
        self._copy.setText(tr("Copy"))
        self._whole.setText(tr("Whole log"))
        self._whole.setToolTip(tr("Everything that TensorRT said, as a file"))
        self._copy.setAccessibleName(tr("Copy the log"))
        self._box.setAccessibleName(tr("What TensorRT says"))
        self._say_count()

    def _say_count(self) -> None:
        n = self._count
        words = counted(n, "Log, {n} line", "Log, {n} lines")
        self._fold.setText(f"{words}  {'▾' if self._is_open else '▸'}")
        self._fold.setAccessibleName(words)
        self._fold.setVisible(n > 0)
        self._whole.setVisible(self._path is not None)
        self._fold.setAccessibleDescription(tr("Unfolded") if self._is_open else tr("Folded"))

    @Slot()
    def _on_fold_clicked(self) -> None:
        self.set_open(is_open=not self._is_open)
        self.resized.emit()

    @Slot(str)
    def _on_search_edited(self, wanted: str) -> None:
        cursor = self._box.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self._box.setTextCursor(cursor)
        if wanted:
            self._find_next()
        else:
            self._found.setText("")

    @Slot()
    def _find_next(self) -> None:
        wanted = self._search.text()
        if not wanted:
            return
        pattern = QRegularExpression(
            QRegularExpression.escape(wanted),
            QRegularExpression.PatternOption.CaseInsensitiveOption,
        )
        found = self._box.find(pattern)
        if not found:
            cursor = self._box.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.Start)
            self._box.setTextCursor(cursor)
            found = self._box.find(pattern, QTextDocument.FindFlag(0))
        self._found.setText("" if found else tr("Not found"))

    @Slot()
    def _on_whole_clicked(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.lines)

    def focus_search(self) -> None:
        """Unfold, and give the keyboard to the search."""
        if not self._is_open:
            self._on_fold_clicked()
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()
