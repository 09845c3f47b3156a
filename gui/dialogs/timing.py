"""How long each step of a frame takes: last, median, 95th percentile and longest. Not modal."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gui.controls import PushButton, Text, is_language_change
from gui.i18n import counted, tr
from gui.timings import STAGES, HasTimes, figure_text

_REFRESH_MS = 500


class TimingPanel(QDialog):
    """A small window with the table, brought up to date twice a second while it is seen."""

    def __init__(self, source: HasTimes, parent: QWidget | None = None) -> None:
        """Make the window.

        Args:
            source: Keeps the times; the status strip does.
            parent: The main window.
        """
        super().__init__(parent)
        self._times = source.times
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._heads = [self._put(0, column, "label") for column in range(5)]
        self._names = [self._put(row + 1, 0, "value") for row in range(len(STAGES))]
        self._cells = [
            [self._put(row + 1, column, "body") for column in range(1, 5)]
            for row in range(len(STAGES))
        ]
        self._grid.setColumnStretch(0, 1)
        self._note = Text("label").wrap()
        self._copy = PushButton()
        self._copy.clicked.connect(self._on_copy_clicked)
        self._restart = PushButton()
        self._restart.clicked.connect(self._on_restart_clicked)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._restart)
        buttons.addWidget(self._copy)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.setSpacing(12)
        outer.addLayout(self._grid)
        outer.addWidget(self._note)
        outer.addStretch(1)
        outer.addLayout(buttons)
        self.setMinimumWidth(420)
        self._beat = QTimer(self)
        self._beat.setInterval(_REFRESH_MS)
        self._beat.timeout.connect(self._on_beat)
        self._retranslate()

    def text(self) -> str:
        """Return the table as text, columns separated by tabs: for a spreadsheet or a report."""
        rows = [self._heads, *([name, *cells] for name, cells in self._rows())]
        return "\n".join("\t".join(cell.text() for cell in row) for row in rows) + "\n"

    def _rows(self) -> list[tuple[Text, list[Text]]]:
        return list(zip(self._names, self._cells, strict=True))

    def _put(self, row: int, column: int, role: str) -> Text:
        cell = Text(role)
        if column:
            cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            # Room for "1,234": figures that change must not move their neighbours.
            cell.setMinimumWidth(56)
        self._grid.addWidget(cell, row, column)
        return cell

    def _refresh(self) -> None:
        count = 0
        for (_, cells), figures in zip(self._rows(), self._times.figures(), strict=True):
            values = (figures.last, figures.p50, figures.p95, figures.maximum)
            for cell, value in zip(cells, values, strict=True):
                cell.setText(figure_text(value))
            count = max(count, figures.count)
        frames = counted(count, "From {n} frame", "From the last {n} frames")
        self._note.setText(
            tr("{frames}; the first runs of a model are not counted.", frames=frames)
        )

    @Slot()
    def _on_beat(self) -> None:
        self._refresh()

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    @Slot()
    def _on_restart_clicked(self) -> None:
        self._times.restart()
        self._refresh()

    def _retranslate(self) -> None:
        self.setWindowTitle(tr("Timings"))
        heads = (tr("Milliseconds"), tr("Last"), tr("Median"), tr("95 % within"), tr("Longest"))
        for head, text in zip(self._heads, heads, strict=True):
            head.setText(text)
        names = (tr("Read"), tr("Prepare"), tr("Infer"), tr("Decode"), tr("Paint"))
        for name, text in zip(self._names, names, strict=True):
            name.setText(text)
        self._copy.setText(tr("Copy"))
        self._restart.setText(tr("Count anew"))
        self._refresh()

    # ---- Qt's

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        self._refresh()
        self._beat.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self._beat.stop()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)
