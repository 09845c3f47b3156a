"""Build an engine: what, how, where; then how far it is; then what became of it. The window stays usable."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine_core.building import BuildLog as LogLine
from engine_core.building import BuildOptions, BuildProgress
from gui.builds import BuildJob, BuildOffer, BuildOutcome, DriftOutcome, DriftStep
from gui.controls import is_language_change
from gui.dialogs.build_form import BuildForm
from gui.dialogs.build_log import BuildLog
from gui.dialogs.build_pages import BuildingPage, BuiltPage
from gui.i18n import tr

_WIDTH = 680
_LEAST_WIDTH = 560
_MARGINS = (20, 16, 20, 16)


class BuildDialog(QDialog):
    """Asks, shows progress, and tells the end. Not modal; one build at a time.

    A build goes on when its window is closed; asking for another brings it back.

    Signals:
        asked: The user starts: ``BuildWish``.
        options_changed: Other options are chosen: ``BuildOptions``.
        cancelled: The user stops the build.
        drift_cancelled: The user stops the comparison.
        again_requested: The user wants to build once more.
        open_requested: The engine is to be opened: its path.
        copy_requested: A copy of the engine is wanted under this path.
        library_chosen: The same is to be built once more with this plugin library.

    Attributes:
        form, running, end: The pages.
        log: What TensorRT says, on the page that is shown.
    """

    asked = Signal(object)
    options_changed = Signal(object)
    cancelled = Signal()
    drift_cancelled = Signal()
    again_requested = Signal()
    open_requested = Signal(object)
    copy_requested = Signal(object)
    library_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._offer: BuildOffer | None = None
        self._outcome: BuildOutcome | None = None
        self._pages = QStackedWidget()
        self.log = BuildLog()
        self.form = BuildForm()
        self.running = BuildingPage(self.log)
        self.end = BuiltPage(self.log)
        for page in (self.form, self.running, self.end):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.addWidget(self._pages)
        self.running.take_log()
        self.form.start.clicked.connect(self._on_start_clicked)
        self.form.cancel.clicked.connect(self.close)
        self.form.changed.connect(self._on_form_changed)
        self.form.resized.connect(self._fit)
        self.running.cancel.clicked.connect(self.stop)
        self.running.hide_button.clicked.connect(self.close)
        self.end.close_button.clicked.connect(self.close)
        self.end.open_button.clicked.connect(self._on_open_clicked)
        self.end.copy.clicked.connect(self._on_copy_clicked)
        self.end.library.clicked.connect(self._on_library_clicked)
        self.end.again.clicked.connect(self.again_requested)
        self.end.drift_cancelled.connect(self.drift_cancelled)
        self.end.resized.connect(self._fit)
        self.log.resized.connect(self._fit)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._on_find_activated)
        self._retranslate()
        self._show_page(self.form)
        self.resize(_WIDTH, self.height())

    @property
    def is_running(self) -> bool:
        """Whether it shows a build that runs."""
        return self._pages.currentWidget() is self.running

    @property
    def is_asking(self) -> bool:
        """Whether it can be seen and asks what to build."""
        return self.isVisible() and self._pages.currentWidget() is self.form

    @property
    def offer_shown(self) -> BuildOffer | None:
        """What it asks about, or asked about last."""
        return self._offer

    def offer(self, offer: BuildOffer, options: BuildOptions, *, compares: bool) -> None:
        """Ask what to build, the last choice filled in; not while a build runs."""
        if self.is_running:
            return
        self._offer = offer
        self._show_page(self.form)
        self.form.fill(offer, options, compares=compares)
        self._set_title()
        self._fit()

    def set_built(self, *, is_built: bool) -> None:
        """Say whether the engine that is asked for lies in the cache."""
        self.form.set_built(is_built=is_built)

    def set_pictures(self, pictures: int) -> None:
        """Follow the window while the form is open."""
        if self.is_asking:
            self.form.set_pictures(pictures)

    def show_running(self, job: BuildJob) -> None:
        """Show that it has begun."""
        self.log.clear()
        self.running.begin(job)
        self.running.take_log()
        self._show_page(self.running)
        self.running.hide_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def show_progress(self, progress: BuildProgress) -> None:
        """Show how far it is."""
        if self.is_running:
            self.running.show_progress(progress)

    @Slot(object)
    def add_log(self, lines: Sequence[LogLine]) -> None:
        """Show what TensorRT said."""
        self.log.add(lines)

    def show_outcome(self, outcome: BuildOutcome) -> None:
        """Tell how it ended."""
        self._outcome = outcome
        self.running.end()
        self.end.take_log()
        self.log.set_path(outcome.result.log_path if outcome.result is not None else None)
        self.end.fill(outcome)
        self._show_page(self.end)
        has_engine = outcome.result is not None
        button = self.end.open_button if has_engine else self.end.again
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._fit)

    @Slot(object)
    def show_drift_step(self, step: DriftStep) -> None:
        """Show how far the comparison is."""
        self.end.show_drift_step(step)

    @Slot(object)
    def show_drift(self, outcome: DriftOutcome) -> None:
        """Show what the comparison found."""
        self.end.show_drift(outcome)

    @Slot()
    def stop(self) -> None:
        """Ask to stop the build, and show that it will."""
        if self.is_running:
            self.running.show_stopping()
            self.cancelled.emit()

    def _show_page(self, page: QWidget) -> None:
        # A page that is not shown must not keep the window as high as it would like.
        for each in (self.form, self.running, self.end):
            vertical = QSizePolicy.Policy.Preferred if each is page else QSizePolicy.Policy.Ignored
            each.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        self._pages.setCurrentWidget(page)
        self.form.start.setDefault(page is self.form)
        self.running.hide_button.setDefault(page is self.running)
        self.end.open_button.setDefault(page is self.end)
        self._set_title()
        self.resize(self.width(), self._wanted_height())

    def _wanted_height(self) -> int:
        page = self._pages.currentWidget()
        layout = page.layout() if page is not None else None
        if layout is None:
            return self.height()
        left, top, right, bottom = _MARGINS
        for each in (layout, self.layout()):
            # What was hidden a moment ago counts until then, and would keep the window too high.
            if each is not None:
                each.invalidate()
                each.activate()
        height = layout.totalHeightForWidth(self.width() - left - right)
        if height < 0:
            height = layout.totalSizeHint().height()
        return height + top + bottom

    @Slot()
    def _fit(self) -> None:
        """Take the height that the words need; more where somebody made it higher for the log."""
        wanted = self._wanted_height()
        self.resize(self.width(), max(wanted, self.height()) if self.log.is_open else wanted)

    @Slot()
    def _on_start_clicked(self) -> None:
        wish = self.form.wish()
        if wish is not None:
            self.asked.emit(wish)

    @Slot()
    def _on_form_changed(self) -> None:
        options = self.form.options()
        if options is not None:
            self.options_changed.emit(options)

    @Slot()
    def _on_open_clicked(self) -> None:
        outcome = self._outcome
        if outcome is not None and outcome.result is not None:
            self.open_requested.emit(outcome.copy or outcome.result.path)
            self.close()

    @Slot()
    def _on_copy_clicked(self) -> None:
        offer = self._offer
        suggested = str(offer.file.path.with_suffix(".engine")) if offer is not None else ""
        path, _ = QFileDialog.getSaveFileName(
            self,
            tr("Save a copy as"),
            suggested,
            f"{tr('TensorRT engines')} (*.engine *.plan *.trt)",
        )
        if path:
            self.copy_requested.emit(Path(path))

    @Slot()
    def _on_library_clicked(self) -> None:
        pattern = {"win32": "*.dll", "darwin": "*.dylib"}.get(sys.platform, "*.so *.so.*")
        offer = self._offer
        path, _ = QFileDialog.getOpenFileName(
            self,
            tr("Choose the plugin library…").rstrip("…"),
            str(offer.file.path.parent) if offer is not None else "",
            f"{tr('Plugin libraries')} ({pattern});;{tr('All files')} (*)",
        )
        if path:
            self.library_chosen.emit(Path(path))

    @Slot()
    def _on_find_activated(self) -> None:
        if self._pages.currentWidget() is not self.form:
            self.log.focus_search()

    def _set_title(self) -> None:
        self.setWindowTitle(tr("Building an engine") if self.is_running else tr("Build an engine"))

    def _retranslate(self) -> None:
        self._set_title()
        self.form.retranslate()
        self.running.retranslate()
        self.end.retranslate()
        self.log.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
            self._fit()
        super().changeEvent(event)
