"""The table of keys (F1): made from the actions themselves, so it cannot tell anything wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.controls import Text, is_language_change
from gui.i18n import tr
from gui.icons import icon

_SIZE = (480, 620)


class _Row(QWidget):
    """One action: what it does, and its keys."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self.action = action
        self._name = Text("value")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._name, 1)
        for keys in action.shortcuts():
            cap = Text("key")
            cap.setText(shown_keys(keys))
            row.addWidget(cap)
        self.setFixedHeight(28)
        self.retranslate()

    def retranslate(self) -> None:
        self._name.setText(_name_of(self.action))

    def matches(self, wanted: str) -> bool:
        """Return whether a word is in the name or the keys."""
        keys = " ".join(shown_keys(keys) for keys in self.action.shortcuts())
        return wanted in f"{_name_of(self.action)} {keys}".casefold()


class ShortcutsDialog(QDialog):
    """Shows groups of actions with their keys, and finds one by its name or its keys."""

    def __init__(
        self, groups: Sequence[tuple[str, Sequence[QAction]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._search = QLineEdit()
        self._search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._on_search_changed)
        self._none = Text("reason")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._groups: list[tuple[Text, list[_Row]]] = []
        content = QWidget()
        grid = QGridLayout(content)
        # The bar for scrolling takes 8 of the 20 at the right.
        grid.setContentsMargins(20, 0, 12, 20)
        grid.setVerticalSpacing(0)
        self._shown_groups: list[int] = []
        for index, (title, actions) in enumerate(groups):
            shown = [action for action in actions if action.shortcuts()]
            if not shown:
                continue
            head = Text("section")
            head.setText(title)
            head.setFixedHeight(36)
            head.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(head, grid.rowCount(), 0)
            rows = [_Row(action) for action in shown]
            for row in rows:
                grid.addWidget(row, grid.rowCount(), 0)
            self._groups.append((head, rows))
            self._shown_groups.append(index)
        grid.addWidget(self._none, grid.rowCount(), 0)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        top = QHBoxLayout()
        top.setContentsMargins(20, 20, 20, 0)
        top.addWidget(self._search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(area, 1)
        self.resize(*_SIZE)
        self._retranslate()
        self._on_search_changed("")

    @Slot(str)
    def _on_search_changed(self, text: str) -> None:
        words = text.casefold().split()
        found = False
        for head, rows in self._groups:
            any_here = False
            for row in rows:
                is_wanted = all(row.matches(word) for word in words)
                row.setVisible(is_wanted)
                any_here |= is_wanted
            head.setVisible(any_here)
            found |= any_here
        self._none.setVisible(not found)

    def set_titles(self, titles: Sequence[str]) -> None:
        """Name the groups in another language; in the order of those it was made of."""
        for index, (head, _) in zip(self._shown_groups, self._groups, strict=True):
            head.setText(titles[index])

    def _retranslate(self) -> None:
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self._search.setPlaceholderText(tr("Search by name or key"))
        self._search.setAccessibleName(tr("Search by name or key"))
        self._none.setText(tr("Nothing by this name"))
        for _, rows in self._groups:
            for row in rows:
                row.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)


def shown_keys(keys: QKeySequence) -> str:
    """Return keys as the system writes them, arrows as arrows."""
    said = keys.toString(QKeySequence.SequenceFormat.NativeText)
    for word, sign in (("Left", "←"), ("Right", "→"), ("Up", "↑"), ("Down", "↓"), ("-", "−")):
        if said.split("+")[-1] == word:
            said = said[: -len(word)] + sign
    return said


def _name_of(action: QAction) -> str:
    return action.text().replace("&", "").rstrip("…")
