"""The question that is asked when the window is closed while an export runs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from gui.i18n import tr


class ClosingQuestion(QMessageBox):
    """Opened with ``open``, gone when it is answered; Esc goes on.

    Signals:
        stop_chosen: Stop, and close the window.
        later_chosen: Close it when the export is done.
    """

    stop_chosen = Signal()
    later_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("An export is running"))
        self.setText(tr("Stop the export and close the window?"))
        self.setInformativeText(
            tr("Complete files stay, and the same export to the same folder goes on from there.")
        )
        stop = self.addButton(tr("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
        later = self.addButton(tr("Close when it is done"), QMessageBox.ButtonRole.AcceptRole)
        stay = self.addButton(tr("Go on exporting"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(stay)
        self.setEscapeButton(stay)
        stop.clicked.connect(self.stop_chosen)
        later.clicked.connect(self.later_chosen)
