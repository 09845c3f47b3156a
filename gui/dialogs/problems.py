"""Problems that were shown before: what the card said, when, and all its details."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui.controls import PushButton, is_language_change
from gui.fonts import code_font
from gui.i18n import sentence, tr
from gui.problems import PastProblem, RecentProblems, plain_text

_ROW = 28
_PAST = Qt.ItemDataRole.UserRole


class ProblemsDialog(QDialog):
    """A window beside the main one; it shows what was kept when it is opened.

    Signals:
        show_requested: A ``Problem`` is wanted on the card again, where its buttons are.
    """

    show_requested = Signal(object)

    def __init__(self, recent: RecentProblems, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = recent
        self.setModal(False)
        self.resize(720, 440)
        self._list = QListWidget()
        self._list.setProperty("role", "rows")
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._list.currentItemChanged.connect(self._on_current_changed)
        self._list.itemActivated.connect(self._on_again_requested)
        self._text = QPlainTextEdit()
        self._text.setProperty("role", "code")
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFont(code_font(12))
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._list)
        split.addWidget(self._text)
        split.setSizes([160, 240])
        split.setChildrenCollapsible(False)
        self._clear = PushButton("flat")
        self._clear.clicked.connect(self._on_clear_clicked)
        self._again = PushButton()
        self._again.clicked.connect(self._on_again_requested)
        self._copy = PushButton()
        self._copy.clicked.connect(self._on_copy_clicked)
        self._close = PushButton()
        self._close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._clear)
        row.addStretch(1)
        for button in (self._again, self._copy, self._close):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(split, 1)
        column.addLayout(row)
        self._retranslate()

    def refresh(self) -> None:
        """Read the kept problems anew; called whenever the window is shown."""
        self._list.clear()
        for past in self._recent:
            shown = f"{past.shown_at:%H:%M}"
            title = sentence(past.problem.title)
            item = QListWidgetItem(tr("{time}   {title}", time=shown, title=title))
            item.setToolTip(title)
            item.setSizeHint(QSize(0, max(_ROW, self._list.fontMetrics().height() + 10)))
            item.setData(_PAST, past)
            self._list.addItem(item)
        if self._list.count():
            self._list.setCurrentRow(0)
        self._show_current()

    def _current(self) -> PastProblem | None:
        row = self._list.currentRow()
        found = self._list.item(row).data(_PAST) if row >= 0 else None
        return found if isinstance(found, PastProblem) else None

    def _show_current(self) -> None:
        past = self._current()
        self._text.setPlainText(
            plain_text(past.problem) if past is not None else tr("Nothing went wrong so far.")
        )
        for button in (self._again, self._copy, self._clear):
            button.setEnabled(past is not None)

    def _retranslate(self) -> None:
        self.setWindowTitle(tr("Recent problems"))
        self._list.setAccessibleName(tr("Recent problems"))
        self._text.setAccessibleName(tr("Details"))
        self._clear.setText(tr("Clear the list"))
        self._again.setText(tr("Show again"))
        self._copy.setText(tr("Copy details"))
        self._close.setText(tr("Close"))
        self.refresh()

    @Slot()
    def _on_current_changed(self) -> None:
        self._show_current()

    @Slot()
    def _on_again_requested(self) -> None:
        past = self._current()
        if past is not None:
            self.show_requested.emit(past.problem)

    @Slot()
    def _on_copy_clicked(self) -> None:
        past = self._current()
        if past is not None:
            QGuiApplication.clipboard().setText(plain_text(past.problem))

    @Slot()
    def _on_clear_clicked(self) -> None:
        self._recent.clear()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)
