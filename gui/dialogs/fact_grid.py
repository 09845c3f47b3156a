"""Names and values below each other; rows that are no longer needed wait, empty, for the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from gui.controls import Text


class FactGrid(QWidget):
    """Two columns: what, and how much."""

    def __init__(self, *, gap: int = 4) -> None:
        super().__init__()
        self._gap = gap
        self._rows: list[tuple[Text, Text]] = []
        self._count = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(gap)
        self._grid.setColumnStretch(1, 1)

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show these names and values."""
        while len(self._rows) < len(rows):
            made = Text("label"), Text("value")
            for column, cell in enumerate(made):
                self._grid.addWidget(cell, len(self._rows), column)
            self._rows.append(made)
        self._count = len(rows)
        spare = [("", "")] * (len(self._rows) - len(rows))
        for cells, words in zip(self._rows, [*rows, *spare], strict=True):
            for cell, word in zip(cells, words, strict=True):
                cell.setText(word)
                cell.setVisible(any(words))
        self.setVisible(bool(rows))

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What is shown."""
        return [(name.text(), value.text()) for name, value in self._rows[: self._count]]

    def height_of(self, rows: int) -> int:
        """Return the height of so many rows, or of all where there are fewer."""
        cells = [cell for pair in self._rows[: self._count] for cell in pair]
        row = max((cell.sizeHint().height() for cell in cells), default=0)
        return min(rows, self._count) * (row + self._gap)
