"""What this computer has and lacks: the answer of ``enginescope doctor``, in a window."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QProcess, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from gui.controls import PushButton, Text, is_language_change
from gui.fonts import code_font
from gui.i18n import tr


class InstallationDialog(QDialog):
    """Runs the doctor in a process of its own: what it tries to load may crash. Not modal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.resize(800, 500)
        self._title = Text("title")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setProperty("role", "code")
        self._text.setFont(code_font(12))
        self._again, self._copy, self._close = PushButton(), PushButton(), PushButton()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._again)
        buttons.addStretch(1)
        buttons.addWidget(self._copy)
        buttons.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._bar)
        layout.addWidget(self._text, 1)
        layout.addLayout(buttons)
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.finished.connect(self._on_process_finished)
        self._process.errorOccurred.connect(self._on_process_error)
        self._again.clicked.connect(self.examine)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._close.clicked.connect(self.close)
        self._retranslate()

    @Slot()
    def examine(self) -> None:
        """Ask the doctor; takes seconds."""
        if self._process.state() != QProcess.ProcessState.NotRunning:
            return
        self._bar.show()
        self._again.setEnabled(False)
        self._text.setPlainText("")
        self._process.start(sys.executable, ["-m", "engine_core", "doctor"])

    @property
    def said(self) -> str:
        """What the doctor said."""
        return self._text.toPlainText()

    def stop(self) -> None:
        """End a doctor who is still at work."""
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(1000)

    @Slot()
    def _on_process_finished(self) -> None:
        said = bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace")
        self._text.setPlainText(said)
        self._bar.hide()
        self._again.setEnabled(True)

    @Slot()
    def _on_process_error(self) -> None:
        self._text.setPlainText(self._process.errorString())
        self._bar.hide()
        self._again.setEnabled(True)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.said)

    def _retranslate(self) -> None:
        self.setWindowTitle(tr("What this computer has"))
        self._title.setText(tr("What this computer has, and what is missing"))
        self._text.setAccessibleName(tr("What this computer has, and what is missing"))
        self._bar.setAccessibleName(tr("Looking"))
        self._again.setText(tr("Look again"))
        self._copy.setText(tr("Copy"))
        self._close.setText(tr("Close"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)
