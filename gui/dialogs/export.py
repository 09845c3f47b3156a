"""Export: what, where, how; then how far it is; then what became of it. The window stays usable."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gui.controls import is_language_change
from gui.dialogs.export_form import ExportForm
from gui.dialogs.export_pages import EndPage, RunningPage
from gui.exports import ExportChoice, ExportOffer, ExportOutcome, ExportProgress, Place, said
from gui.i18n import tr

_WIDTH = 680
_LEAST_WIDTH = 560
_MARGINS = (20, 16, 20, 16)


class ExportDialog(QDialog):
    """Asks, shows progress, and tells the end. Not modal; one export at a time.

    An export goes on when its window is closed; asking for another brings it back.

    Signals:
        asked: The user starts: ``ExportChoice``.
        cancelled: The user stops what runs.
        again_requested: The user wants to export once more.
        place_wanted: The folder of this ``ExportChoice`` is to be looked at; ``set_place`` answers.

    Attributes:
        form, running, end: The pages.
    """

    asked = Signal(object)
    cancelled = Signal()
    again_requested = Signal()
    place_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._offer: ExportOffer | None = None
        self._outcome: ExportOutcome | None = None
        self._pages = QStackedWidget()
        self.form = ExportForm()
        self.running = RunningPage()
        self.end = EndPage()
        for page in (self.form, self.running, self.end):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.addWidget(self._pages)
        self.form.start.clicked.connect(self._on_start_clicked)
        self.form.cancel.clicked.connect(self.close)
        self.form.place_wanted.connect(self.place_wanted)
        self.running.cancel.clicked.connect(self.stop)
        self.running.hide_button.clicked.connect(self.close)
        self.end.close_button.clicked.connect(self.close)
        self.end.folder.clicked.connect(self._on_folder_clicked)
        self.end.again.clicked.connect(self.again_requested)
        self.form.resized.connect(self._grow)
        self._retranslate()
        self._show_page(self.form)
        self.resize(_WIDTH, self.height())

    @property
    def is_running(self) -> bool:
        """Whether it shows an export that runs."""
        return self._pages.currentWidget() is self.running

    @property
    def is_asking(self) -> bool:
        """Whether it can be seen and asks what to export."""
        return self.isVisible() and self._pages.currentWidget() is self.form

    def offer(self, offer: ExportOffer, choice: ExportChoice) -> None:
        """Ask what to export, the last choice filled in; not while an export runs."""
        if self.is_running:
            return
        self._offer = offer
        self.form.fill(offer, choice)
        self._show_page(self.form)

    def update_offer(self, offer: ExportOffer) -> None:
        """Follow the window while the form is open; what was chosen stays."""
        if self.is_asking:
            self._offer = offer
            self.form.update_offer(offer)

    def set_place(self, place: Place) -> None:
        """Take what was found in a folder."""
        self.form.set_place(place)

    def show_running(self) -> None:
        """Show that it has begun."""
        self.running.begin()
        self._show_page(self.running)
        self.running.hide_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def show_progress(self, progress: ExportProgress) -> None:
        """Show how far it is."""
        if self.is_running:
            self.running.show_progress(progress)

    def show_outcome(self, outcome: ExportOutcome) -> None:
        """Tell how it ended; where it was refused, ask again."""
        self._outcome = outcome
        if outcome.is_refused and outcome.error is not None:
            self._show_page(self.form)
            self.form.refuse(said(outcome.error))
            return
        self.end.fill(outcome)
        self._show_page(self.end)
        button = self.end.folder if outcome.out is not None else self.end.close_button
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def stop(self) -> None:
        """Ask to stop what runs, and show that it will."""
        if self.is_running:
            self.running.show_stopping()
            self.cancelled.emit()

    def _show_page(self, page: QWidget) -> None:
        # A page that is not shown must not keep the window as high as it would like.
        for each in (self.form, self.running, self.end):
            vertical = QSizePolicy.Policy.Preferred if each is page else QSizePolicy.Policy.Ignored
            each.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        self._pages.setCurrentWidget(page)
        self.resize(self.width(), self._wanted_height())
        self.form.start.setDefault(page is self.form)
        self.running.hide_button.setDefault(page is self.running)
        self.end.folder.setDefault(page is self.end)
        self._set_title()

    def _wanted_height(self) -> int:
        page = self._pages.currentWidget()
        layout = page.layout() if page is not None else None
        if layout is None:
            return self.height()
        left, top, right, bottom = _MARGINS
        layout.activate()
        height = layout.totalHeightForWidth(self.width() - left - right)
        if height < 0:
            height = layout.totalSizeHint().height()
        return height + top + bottom

    @Slot()
    def _grow(self) -> None:
        """Make room for more words; never less, so that nothing jumps."""
        if self._pages.currentWidget() is self.form:
            self.resize(self.width(), max(self.height(), self._wanted_height()))

    @Slot()
    def _on_start_clicked(self) -> None:
        self.asked.emit(self.form.choice())

    @Slot()
    def _on_folder_clicked(self) -> None:
        if self._outcome is not None and self._outcome.out is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._outcome.out)))

    def _set_title(self) -> None:
        if self.is_running:
            self.setWindowTitle(tr("Exporting"))
        elif self._offer is not None and self._offer.is_frame:
            self.setWindowTitle(tr("Export this frame"))
        else:
            self.setWindowTitle(tr("Export all"))

    def _retranslate(self) -> None:
        self._set_title()
        self.form.retranslate()
        self.running.retranslate()
        self.end.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)
