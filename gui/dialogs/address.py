"""Small windows that ask for what cannot be chosen from files: a stream's address, a camera's number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
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
from gui.i18n import sentence, tr

_WIDTH = 440
_NUMBER = Qt.ItemDataRole.UserRole


class _AskingDialog(QDialog):
    """What both have: a title, room for the question, one line of what is wrong, two buttons.

    Attributes:
        chosen: An argument for the intake.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setFixedWidth(_WIDTH)
        self._title = Text("title")
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self._wrong = Text("error").wrap()
        self._wrong.hide()
        self._cancel, self.accept_button = PushButton(), PushButton("primary")
        self.accept_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addLayout(self.body)
        layout.addWidget(self._wrong)
        layout.addLayout(buttons)
        self._cancel.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self._on_accept)

    def _say_wrong(self, said: str) -> None:
        self._wrong.setText(said)
        self._wrong.setVisible(bool(said))
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))

    def _answer(self) -> str | None:
        """Return the argument; None where something is wrong, which is then said."""
        raise NotImplementedError

    def _title_shown(self) -> str:
        raise NotImplementedError

    def _retranslate(self) -> None:
        self.setWindowTitle(self._title_shown())
        self._title.setText(self._title_shown())
        self._cancel.setText(tr("Cancel"))

    @Slot()
    def _on_accept(self) -> None:
        answer = self._answer()
        if answer is not None:
            self.accept()
            self.chosen.emit(answer)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if is_language_change(event):
            self._retranslate()


class AddressDialog(_AskingDialog):
    """Asks for the address of a stream, and checks that it can be one; nothing is connected for that.

    Attributes:
        chosen: The address.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = Text("secondary").wrap()
        self._address = QLineEdit()
        self._address.setFixedHeight(28)
        self._address.setPlaceholderText("rtsp://192.168.0.20:554/stream1")
        self.body.addWidget(self._hint)
        self.body.addWidget(self._address)
        self._address.textEdited.connect(self._on_edited)
        self._retranslate()

    def _title_shown(self) -> str:
        return tr("Open a stream")

    def _answer(self) -> str | None:
        address = self._address.text().strip()
        if "://" not in address or address.lower().startswith("file:"):
            self._say_wrong(tr("An address begins with rtsp://, http:// or the like"))
            return None
        listed = list_sources((address,))
        if listed.items:
            return address
        problem = listed.problems[0]
        self._say_wrong(f"{sentence(problem.why)}. {sentence(problem.cure)}.")
        return None

    def _retranslate(self) -> None:
        super()._retranslate()
        self._hint.setText(
            tr(
                "The address of a network camera or a video on a web server, with its password if any"
            )
        )
        self._address.setAccessibleName(tr("Address of the stream"))
        self.accept_button.setText(tr("Open"))

    @Slot()
    def _on_edited(self) -> None:
        self._say_wrong("")

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._address.setFocus()
        self._address.selectAll()


class CameraDialog(_AskingDialog):
    """Asks which camera: by number, or from those that were found.

    Attributes:
        chosen: The camera as ``camera:0``.
        cameras_requested: The cameras of this computer are wanted, which may take seconds; answer with
            ``set_cameras``.
    """

    cameras_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Text()
        self._number = SpinBox()
        self._number.setRange(0, 99)
        self._label.setBuddy(self._number)
        self._look = PushButton()
        self._state = Text("secondary").wrap()
        self._state.hide()
        self._list = QListWidget()
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setFixedHeight(112)
        self._list.hide()
        self._found: Sequence[tuple[int, str]] | None = None
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._label)
        row.addWidget(self._number)
        row.addStretch(1)
        row.addWidget(self._look)
        self.body.addLayout(row)
        self.body.addWidget(self._state)
        self.body.addWidget(self._list)
        self._look.clicked.connect(self._on_look)
        self._list.currentItemChanged.connect(self._on_row)
        self._list.itemDoubleClicked.connect(self._on_accept)
        self._retranslate()

    def set_cameras(self, found: Sequence[tuple[int, str]]) -> None:
        """Show the cameras there are, each with its number and its name (which may be empty)."""
        self._found = tuple(found)
        self._look.setEnabled(True)
        self._list.clear()
        for number, name in found:
            shown = tr("Camera {n}", n=number)
            item = QListWidgetItem(f"{shown} · {name}" if name else shown)
            item.setData(_NUMBER, number)
            self._list.addItem(item)
        self._list.setVisible(bool(found))
        self._state.setVisible(not found)
        self._state.setText(tr("No camera was found. Is it plugged in, and used by nothing else?"))
        if found:
            self._list.setCurrentRow(0)
        self._fit()

    def _title_shown(self) -> str:
        return tr("Open a camera")

    def _answer(self) -> str | None:
        self._number.interpretText()
        return f"camera:{self._number.value()}"

    def _retranslate(self) -> None:
        super()._retranslate()
        self._label.setText(tr("Camera number"))
        self._number.setAccessibleName(tr("Camera number"))
        self._number.setAccessibleDescription(tr("0 is the first camera of this computer"))
        self._number.setToolTip(tr("0 is the first camera of this computer"))
        self._look.setText(tr("Look for cameras"))
        self._list.setAccessibleName(tr("Cameras found"))
        self.accept_button.setText(tr("Open"))
        if self._found is not None:
            self.set_cameras(self._found)

    @Slot()
    def _on_look(self) -> None:
        self._look.setEnabled(False)
        self._list.hide()
        self._state.setText(tr("Looking for cameras…"))
        self._state.show()
        self._fit()
        self.cameras_requested.emit()

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_row(self, now: QListWidgetItem | None, _: QListWidgetItem | None) -> None:
        if now is not None:
            self._number.setValue(now.data(_NUMBER))
