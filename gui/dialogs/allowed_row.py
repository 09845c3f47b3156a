"""What somebody allowed a file to run, and the button that takes it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine_core.consent import NO_CONSENT, Consent
from gui.controls import PushButton, Text
from gui.i18n import tr


class AllowedRow(QWidget):
    """What was allowed for the file, and the button that takes it back; hidden where nothing was."""

    def __init__(self) -> None:
        super().__init__()
        self._consent = NO_CONSENT
        self._words = Text("body").wrap()
        self.withdraw = PushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self.withdraw, 0, Qt.AlignmentFlag.AlignTop)
        self.retranslate()

    def set_consent(self, consent: Consent) -> None:
        self._consent = consent
        self.retranslate()

    def retranslate(self) -> None:
        consent = self._consent
        allowed = [tr("code inside it")] if consent.host_code else []
        allowed += [library.name for library in consent.libraries]
        self._words.setText(tr("Allowed for this file: {what}.", what=tr(", ").join(allowed)))
        self.withdraw.setText(tr("Withdraw"))
        self.withdraw.setToolTip(
            tr("Nothing of it runs any more from the next opening on; it asks again then")
        )
        self.setVisible(bool(allowed))
