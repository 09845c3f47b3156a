"""The small window that asks for what is no file: a stream's address, or a camera's number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine_core.sources.listing import list_sources
from gui.controls import PushButton, SpinBox, Text, is_language_change
from gui.i18n import paragraph, tr

_WIDTH = 440
_ROW_HEIGHT = 28
_ROWS_SEEN = 4
_NUMBER = Qt.ItemDataRole.UserRole


class AddressDialog(QDialog):
    """Asks for an address or a camera, and checks what was typed; nothing is connected for that.

    Attributes:
        chosen: An argument for the intake: an address, or ``camera:0``.
        cameras_requested: The cameras of this computer are wanted, which may take seconds to find out;
            answer with ``set_cameras``.
    """

    chosen = Signal(str)
    cameras_requested = Signal()

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        """Make the dialog; it does not keep anything else from being used.

        Args:
            kind: "address" or "camera".
            parent: As usual.
        """
        super().__init__(parent)
        self.setModal(False)
        self.setFixedWidth(_WIDTH)
        self._title = Text("title")
        self._wrong = Text("error").wrap()
        self._wrong.hide()
        self._cancel, self._open = PushButton(), PushButton("primary")
        self._open.setDefault(True)
        self._camera = _CameraQuestion() if kind == "camera" else None
        self._address = _AddressQuestion() if kind != "camera" else None
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        if self._camera is not None:
            layout.addWidget(self._camera)
            self._camera.looking.connect(self._on_looking)
            self._camera.taken.connect(self._on_open)
        if self._address is not None:
            layout.addWidget(self._address)
            self._address.edited.connect(self._on_edited)
        layout.addWidget(self._wrong)
        layout.addLayout(buttons)
        self._cancel.clicked.connect(self.reject)
        self._open.clicked.connect(self._on_open)
        self._retranslate()

    @Slot(object)
    def set_cameras(self, found: Sequence[tuple[int, str]]) -> None:
        """Show the cameras there are, each with its number and its name (which may be empty)."""
        if self._camera is not None:
            self._camera.set_cameras(found)
            self._fit()

    def _answer(self) -> str | None:
        """Return the argument; None where something is wrong, which is then said."""
        if self._camera is not None:
            return f"camera:{self._camera.number()}"
        address = self._address.address() if self._address is not None else ""
        wrong = _wrong_with(address)
        self._say_wrong(wrong)
        return None if wrong else address

    def _say_wrong(self, said: str) -> None:
        self._wrong.setText(said)
        self._wrong.setVisible(bool(said))
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))

    def _retranslate(self) -> None:
        title = tr("Open a camera") if self._camera is not None else tr("Open a stream")
        self.setWindowTitle(title)
        self._title.setText(title)
        self._cancel.setText(tr("Cancel"))
        self._open.setText(tr("Open"))

    @Slot()
    def _on_open(self) -> None:
        answer = self._answer()
        if answer is not None:
            self.accept()
            self.chosen.emit(answer)

    @Slot()
    def _on_looking(self) -> None:
        self._fit()
        self.cameras_requested.emit()

    @Slot()
    def _on_edited(self) -> None:
        self._say_wrong("")

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._fit()
        question: QWidget | None = self._camera or self._address
        if question is not None:
            question.setFocus(Qt.FocusReason.TabFocusReason)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if is_language_change(event):
            self._retranslate()


def _wrong_with(address: str) -> str:
    """Return what is wrong with an address as it is written, or nothing."""
    if "://" not in address or address.lower().startswith("file:"):
        return tr("An address begins with rtsp://, http:// or the like")
    problems = list_sources((address,)).problems
    if not problems:
        return ""
    return paragraph(problems[0].why, problems[0].cure)


class _AddressQuestion(QWidget):
    """A field for an address."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._hint = Text("secondary").wrap()
        self._field = QLineEdit()
        self._field.setFixedHeight(28)
        self._field.setPlaceholderText("rtsp://192.168.0.20:554/stream1")
        self.setFocusProxy(self._field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._hint)
        layout.addWidget(self._field)
        self._field.textEdited.connect(self.edited)
        self._retranslate()

    def address(self) -> str:
        return self._field.text().strip()

    def _retranslate(self) -> None:
        self._hint.setText(tr("The address of a network camera, or of a video on a web server"))
        self._field.setAccessibleName(tr("Address of the stream"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if is_language_change(event):
            self._retranslate()


class _CameraQuestion(QWidget):
    """A number, and the cameras that were found once somebody asked for them."""

    looking = Signal()
    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._label = Text()
        self._number = SpinBox()
        self._number.setRange(0, 99)
        self._label.setBuddy(self._number)
        self.setFocusProxy(self._number)
        self._look = PushButton()
        self._state = Text("secondary").wrap()
        self._state.hide()
        self._list = QListWidget()
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.hide()
        self._found: Sequence[tuple[int, str]] | None = None
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._label)
        row.addWidget(self._number)
        row.addStretch(1)
        row.addWidget(self._look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self._state)
        layout.addWidget(self._list)
        self._look.clicked.connect(self._on_look)
        self._list.currentRowChanged.connect(self._on_row)
        self._list.itemDoubleClicked.connect(self.taken)
        self._retranslate()

    def number(self) -> int:
        self._number.interpretText()
        return self._number.value()

    def set_cameras(self, found: Sequence[tuple[int, str]]) -> None:
        self._found = tuple(found)
        self._look.setEnabled(True)
        self._list.clear()
        for number, name in found:
            shown = tr("Camera {n}", n=number)
            item = QListWidgetItem(f"{shown} · {name}" if name else shown)
            item.setData(_NUMBER, number)
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            self._list.addItem(item)
        self._list.setFixedHeight(min(len(found), _ROWS_SEEN) * _ROW_HEIGHT + 2)
        self._list.setVisible(bool(found))
        self._state.setVisible(not found)
        self._state.setText(tr("No camera was found. Is it plugged in, and used by nothing else?"))
        if found:
            self._list.setCurrentRow(0)

    def _retranslate(self) -> None:
        self._label.setText(tr("Camera number"))
        self._number.setAccessibleName(tr("Camera number"))
        self._number.setAccessibleDescription(tr("0 is the first camera of this computer"))
        self._number.setToolTip(tr("0 is the first camera of this computer"))
        self._look.setText(tr("Look for cameras"))
        self._list.setAccessibleName(tr("Cameras found"))
        if self._found is not None:
            self.set_cameras(self._found)
        elif not self._look.isEnabled():
            self._state.setText(tr("Looking for cameras…"))

    @Slot()
    def _on_look(self) -> None:
        self._found = None
        self._look.setEnabled(False)
        self._list.hide()
        self._state.setText(tr("Looking for cameras…"))
        self._state.show()
        self.looking.emit()

    @Slot(int)
    def _on_row(self, row: int) -> None:
        item = self._list.item(row)
        if item is not None:
            self._number.setValue(item.data(_NUMBER))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if is_language_change(event):
            self._retranslate()
