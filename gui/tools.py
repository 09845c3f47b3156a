"""The windows beside the window: details, settings, keys, timings, problems, export. None is modal."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMenu,
    QSlider,
    QWidget,
)

from engine_core.consent import NO_CONSENT, recall_consent, withdraw_consent
from engine_core.decoders import FAMILIES
from engine_core.errors import EngineScopeError
from engine_core.modelfile import ModelFile, ModelFormat
from engine_core.overlay import Style
from gui import appearance, i18n, problems
from gui.building import Building
from gui.controls import DecimalBox, is_language_change
from gui.dialogs.about import AboutDialog
from gui.dialogs.address import AddressDialog
from gui.dialogs.details import DetailsDialog
from gui.dialogs.installation import InstallationDialog
from gui.dialogs.problems import ProblemsDialog
from gui.dialogs.settings import SettingsDialog
from gui.dialogs.shortcuts import ShortcutsDialog
from gui.dialogs.timing import TimingPanel
from gui.exporting import Exporting
from gui.i18n import paragraph, sentence, tr
from gui.problems import Problem, RecentProblems
from gui.workers.messages import Inspected, ModelOpened

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class Tools(QObject):
    """Makes each of them when it is first asked for; the window owns them.

    Signals:
        threshold_moved: Somebody has moved the threshold over the picture.
    """

    threshold_moved = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.recent = RecentProblems()
        self._dialogs: dict[str, QDialog] = {}
        self._inline: InlineThreshold | None = None
        self.exporting = Exporting(window)
        self.building = Building(window)
        window.controller.inspected.connect(self._on_controller_inspected)
        window.controller.model_changed.connect(self._on_controller_model_changed)

    def _show(self, dialog: QDialog) -> None:
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    # ---- Information

    @Slot()
    def show_details(self) -> None:
        opened = self._window.controller.opened
        if opened is None:
            return
        dialog = self._dialogs.get("details")
        if not isinstance(dialog, DetailsDialog):
            dialog = DetailsDialog(self._window)
            dialog.hash_requested.connect(self._on_hash_requested)
            dialog.inspection_requested.connect(self._window.controller.inspect)
            dialog.withdrawal_requested.connect(self._on_withdrawal_requested)
            self._dialogs["details"] = dialog
        dialog.set_model(opened)
        self._show(dialog)

    @Slot(object)
    def _on_hash_requested(self, file: ModelFile) -> None:
        dialog = self._dialogs.get("details")
        if isinstance(dialog, DetailsDialog):
            # Known already: what is remembered for a model was looked up by it when it was opened.
            dialog.set_sha256(file.sha256())
            try:
                dialog.set_consent(recall_consent(file.sha256()))
            except EngineScopeError:
                dialog.set_consent(NO_CONSENT)  # what nobody can read allows nothing

    @Slot(object)
    def _on_withdrawal_requested(self, file: ModelFile) -> None:
        dialog = self._dialogs.get("details")
        try:
            withdraw_consent(file.sha256())
        except EngineScopeError as error:
            self._window.opening.tell(error)
            return
        if isinstance(dialog, DetailsDialog):
            dialog.set_consent(NO_CONSENT)
        self._window.status.set_message(
            tr("{name} will ask again when it is next opened", name=file.path.name)
        )

    @Slot(object)
    def _on_controller_inspected(self, answer: Inspected) -> None:
        dialog = self._dialogs.get("details")
        opened = self._window.controller.opened
        if not isinstance(dialog, DetailsDialog) or opened is None:
            return
        if answer.path != opened.file.path:
            return
        if answer.error is not None:
            dialog.set_report_error(paragraph(answer.error.what, answer.error.why))
        else:
            dialog.set_report(answer.report)

    @Slot(object)
    def _on_controller_model_changed(self, opened: ModelOpened | None) -> None:
        dialog = self._dialogs.get("details")
        if isinstance(dialog, DetailsDialog) and dialog.isVisible():
            dialog.set_model(opened)

    @Slot()
    def show_installation(self) -> None:
        dialog = self._dialogs.get("installation")
        if not isinstance(dialog, InstallationDialog):
            dialog = InstallationDialog(self._window)
            self._dialogs["installation"] = dialog
        dialog.examine()
        self._show(dialog)

    @Slot()
    def show_timings(self) -> None:
        dialog = self._dialogs.get("timings")
        if dialog is None:
            dialog = TimingPanel(self._window.status, self._window)
            self._dialogs["timings"] = dialog
        self._show(dialog)

    @Slot()
    def show_shortcuts(self) -> None:
        dialog = self._dialogs.pop("shortcuts", None)
        if dialog is not None:
            dialog.deleteLater()
        dialog = ShortcutsDialog(self._window.acts.groups(), self._window)
        self._dialogs["shortcuts"] = dialog
        self._show(dialog)

    @Slot()
    def show_about(self) -> None:
        dialog = self._dialogs.get("about")
        if dialog is None:
            dialog = AboutDialog(self._window)
            self._dialogs["about"] = dialog
        self._show(dialog)

    # ---- Problems

    def note_problem(self, problem: Problem) -> None:
        """Keep a problem for Help > Recent problems."""
        self.recent.add(problem)

    @Slot()
    def show_recent_problems(self) -> None:
        dialog = self._dialogs.get("problems")
        if dialog is None:
            made = ProblemsDialog(self.recent, self._window)
            made.show_requested.connect(self._window.wiring.show_again)
            dialog = self._dialogs["problems"] = made
        if isinstance(dialog, ProblemsDialog):
            dialog.refresh()
        self._show(dialog)

    def cure(self, key: str) -> None:
        """Do what a button of the problem card says."""
        window = self._window
        if key == problems.CHOOSE_MODEL:
            window.opening.ask_for_model()
        elif key == problems.CHOOSE_PICTURES:
            window.opening.ask_for_pictures()
        elif key == problems.CHOOSE_LABELS:
            window.opening.ask_for_labels()
        elif key == problems.CHOOSE_FOLDER:
            self.exporting.export_all()
        elif key == problems.CHOOSE_DECODER:
            self._choose_decoder()
        elif key == problems.OPEN_RECIPE:
            window.acts["recipe"].setChecked(True)
        elif key == problems.SHOW_INSTALLATION:
            self.show_installation()
        elif key == problems.TRY_AGAIN:
            window.opening.try_again()
        elif key.startswith(problems.ALLOW_CODE):
            window.opening.allow_code(key.removeprefix(problems.ALLOW_CODE))
        elif key.startswith(problems.CHOOSE_LIBRARY):
            if not window.opening.ask_for_library(key.removeprefix(problems.CHOOSE_LIBRARY)):
                return  # nothing was chosen: the card still says what is needed
        elif key == problems.BUILD_ENGINE:
            self.building.ask(window.opening.failed_model)
        elif key.startswith(problems.BUILD_FROM):
            self.building.ask(Path(key.removeprefix(problems.BUILD_FROM)))
        elif key.startswith(problems.OPEN_FILE):
            window.opening.open([key.removeprefix(problems.OPEN_FILE)])
        if key != problems.CHOOSE_DECODER:
            window.card.close_card()

    def _choose_decoder(self) -> None:
        """Offer every family of decoders for the model that was not recognised."""
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        for family in FAMILIES:
            action = menu.addAction(family.key)
            action.setToolTip(sentence(family.expects))
            action.triggered.connect(partial(self._window.opening.read_failed_as, family.key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._window.card.mapToGlobal(self._window.card.rect().center()))

    # ---- Settings

    @Slot()
    def show_settings(self) -> None:
        dialog = self._dialogs.get("settings")
        if not isinstance(dialog, SettingsDialog):
            dialog = SettingsDialog(self._window.settings, self._window)
            dialog.changed.connect(self._on_settings_changed)
            self.building.machine_known.connect(dialog.set_machine)
            dialog.set_machine(self.building.machine)
            self.building.look_at_machine()
            self._dialogs["settings"] = dialog
        self._show(dialog)

    @Slot(str)
    def _on_settings_changed(self, key: str) -> None:
        self.apply_settings()
        if key == "recents":
            self._window.opening.recents_changed.emit()
        elif key == "device":
            self._change_device()

    def _change_device(self) -> None:
        """Open engines on another graphics card from now on, the one that is open too."""
        controller = self._window.controller
        controller.device = self._window.settings.device
        self._window.wiring.watch_card(controller.device)
        opened = controller.opened
        if opened is not None and opened.info.format is ModelFormat.TENSORRT:
            controller.reopen_model()

    def apply_settings(self) -> None:
        """Bring what the settings say to the application and the window."""
        settings = self._window.settings
        application = QApplication.instance()
        if isinstance(application, QApplication):
            appearance.dress(application, settings.theme)
        code = settings.language
        i18n.set_language(i18n.system_language() if code == "system" else code)
        self.apply_look()

    def apply_look(self) -> None:
        """Bring to the window what the settings say of it."""
        settings, window = self._window.settings, self._window
        appearance.set_motion_reduced(is_reduced=settings.reduced_motion)
        moves = not appearance.is_motion_reduced()
        for part in (window.canvas, window.detections, window.card, window.model_card):
            part.set_motion(moves)
        window.presenter.look = Style(
            show_labels=window.acts["labels"].isChecked(),
            show_confidences=window.acts["confidences"].isChecked(),
            show_masks=window.acts["masks"].isChecked(),
            font_size_px=settings.label_size_px,
            line_width_px=settings.line_width_px,
            mask_opacity=settings.mask_opacity,
        )
        window.presenter.present()
        window.acts["survey"].setChecked(settings.switch("survey"))

    # ---- Sources that have no file

    @Slot()
    def ask_for_address(self) -> None:
        dialog = AddressDialog("address", self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_dialog_chosen)
        self._show(dialog)

    @Slot()
    def ask_for_camera(self) -> None:
        dialog = AddressDialog("camera", self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_dialog_chosen)
        intake = self._window.opening.intake
        dialog.cameras_requested.connect(intake.look_for_cameras)
        intake.cameras_found.connect(dialog.set_cameras)
        self._show(dialog)

    @Slot(str)
    def _on_dialog_chosen(self, argument: str) -> None:
        self._window.opening.open([argument])

    # ---- Export

    @Slot()
    def export_frame(self) -> None:
        self.exporting.export_frame()

    @Slot()
    def export_all(self) -> None:
        self.exporting.export_all()

    # ---- Small windows

    def show_inline_threshold(self, *, shows: bool) -> None:
        """Put a plain slider into the bar over the picture, where the right column is closed."""
        window = self._window
        if shows and self._inline is None:
            self._inline = InlineThreshold()
            self._inline.box.valueChanged.connect(window.wiring.set_confidence)
            self._inline.slider.valueChanged.connect(
                lambda value: window.wiring.set_confidence(value / 100)
            )
            self._inline.slider.sliderPressed.connect(self._begin_drag)
            self._inline.slider.sliderReleased.connect(self._end_drag)
            self._inline.editing_ended.connect(self.threshold_moved)
            window.controller.choices.changed.connect(self._follow)
            self._inline.set_value(window.controller.choices.filter.confidence)
        window.bar.set_extra(self._inline if shows else None)
        if self._inline is not None and not shows:
            # Let go by the bar, it would be a window of its own.
            self._inline.setParent(window)
            self._inline.hide()

    @Slot()
    def _begin_drag(self) -> None:
        self._window.controller.choices.begin_burst()
        self._window.presenter.set_dragging(True)

    @Slot()
    def _end_drag(self) -> None:
        self._window.controller.choices.end_burst()
        self._window.presenter.set_dragging(False)

    @Slot()
    def _follow(self) -> None:
        if self._inline is not None:
            self._inline.set_value(self._window.controller.choices.filter.confidence)

    def retranslate(self) -> None:
        """Name in the language in use what the dialogs were told when they were made."""
        dialog = self._dialogs.get("shortcuts")
        if isinstance(dialog, ShortcutsDialog):
            dialog.set_titles([title for title, _ in self._window.acts.groups()])

    def stop(self) -> None:
        """End an export, a build and a doctor that are still at work."""
        self.exporting.stop()
        self.building.stop()
        doctor = self._dialogs.get("installation")
        if isinstance(doctor, InstallationDialog):
            doctor.stop()


class InlineThreshold(QWidget):
    """Confidence as a slider and a field, for windows too small for the right column.

    Signals:
        editing_ended: A person has changed it: once for a drag, and for every step by key or wheel.
    """

    editing_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(1, 100)
        self.slider.setFixedWidth(120)
        self.box = DecimalBox()
        self.box.setRange(0.01, 1.0)
        self.slider.sliderReleased.connect(self.editing_ended)
        self.slider.valueChanged.connect(self._on_slider_changed)
        self.box.valueChanged.connect(self.editing_ended)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.slider)
        row.addWidget(self.box)
        self._retranslate()

    def _retranslate(self) -> None:
        for widget in (self.slider, self.box):
            widget.setAccessibleName(tr("Confidence"))
            widget.setToolTip(tr("Confidence"))

    @Slot()
    def _on_slider_changed(self) -> None:
        if not self.slider.isSliderDown():
            self.editing_ended.emit()

    def set_value(self, value: float) -> None:
        """Show the threshold; says nothing."""
        for widget in (self.slider, self.box):
            widget.blockSignals(True)
        self.slider.setValue(round(value * 100))
        self.box.setValue(value)
        for widget in (self.slider, self.box):
            widget.blockSignals(False)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)
