"""Which program this is: for those who report something, and for those who ask what they may do with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, qVersion
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine_core import __version__
from gui.controls import PushButton, Text, is_language_change
from gui.i18n import tr
from gui.icons import application_pixmap

_ICON = 64
_WORDS_WIDTH = 392


class AboutDialog(QDialog):
    """Icon, name, version and licences. Not modal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = Text("headline")
        self._what = Text()
        self._licence, self._qt, self._faces = Text("value"), Text("value"), Text("value")
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self._name, self._what, self._licence, self._qt, self._faces):
            # A version is there to be copied into a report.
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.wrap().setFixedWidth(_WORDS_WIDTH)
            words.addWidget(label)
        words.insertSpacing(2, 8)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(_ApplicationIcon(), alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words)
        self._close = PushButton()
        self._close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(16)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.addLayout(row)
        layout.addLayout(buttons)
        self._retranslate()

    def _retranslate(self) -> None:
        self.setWindowTitle(tr("About EngineScope"))
        self._name.setText(tr("EngineScope {version}", version=__version__))
        self._what.setText(tr("See what a detection engine sees."))
        self._licence.setText(tr("Free to use, change and share under the Apache License 2.0."))
        self._qt.setText(tr("Uses Qt {version} under the LGPL.", version=qVersion()))
        self._faces.setText(
            tr("Typefaces: Inter (SIL Open Font License) and Droid Sans Fallback (Apache License).")
        )
        self._close.setText(tr("Close"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)


class _ApplicationIcon(QWidget):
    """The program's icon, sharp at any ratio."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_ICON, _ICON)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.drawPixmap(0, 0, application_pixmap(_ICON, self.devicePixelRatioF()))
        painter.end()
