"""From an ONNX file to a built engine: the dialog, the thread that builds, and the news of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from engine_core.building import BuildOptions, BuildProgress, Precision
from engine_core.frame import SourceItem, SourceKind
from engine_core.modelfile import ModelFile, ModelFormat
from engine_core.recipe import NO_OVERRULES, Overrules, Recipe
from gui import problems
from gui.builds import (
    LEVELS,
    MOST_PICTURES,
    USUAL_LEVEL,
    BuildJob,
    BuildOutcome,
    BuildWish,
    DriftOutcome,
    DriftStep,
)
from gui.i18n import sentence, tr
from gui.machine import UNKNOWN_MACHINE, Machine
from gui.workers.build_look import BuildLook, Copied, KeptFound, OfferMade
from gui.workers.build_worker import BuildWorker
from gui.workers.ending import end
from gui.workers.messages import ModelOpened

if TYPE_CHECKING:
    from gui.dialogs.build import BuildDialog
    from gui.main_window import MainWindow

_PATIENCE_MS = 4000
_LATER_MS = 150
_MESSAGE_S = 8.0


class Building(QObject):
    """Owns the build dialog and the thread that builds. GUI thread only.

    Signals:
        machine_known: What this computer has is known now: ``Machine``.
        kept_changed: Whether an engine of the open model was built before: its path, or None.
        finished: The thread of a build has ended.

    Attributes:
        machine: What this computer has, as far as it is known.
        kept: Engine of the open model that was built before with the usual options.
        dialog: Once it was asked for.
        worker: While a build runs, or a comparison after it.
        make_worker: Makes it for a job; for tests.
        outcome: Of the last build.
    """

    machine_known = Signal(object)
    kept_changed = Signal(object)
    finished = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.machine: Machine = UNKNOWN_MACHINE
        self.kept: Path | None = None
        self.dialog: BuildDialog | None = None
        self.worker: BuildWorker | None = None
        self.make_worker: Callable[[BuildJob], BuildWorker] = BuildWorker
        self.outcome: BuildOutcome | None = None
        self._job: BuildJob | None = None
        self._is_ending = False
        self._has_looked = False
        self._asks_again = False
        self._look = BuildLook(self)
        self._look.machine_known.connect(self._on_look_machine_known)
        self._look.offered.connect(self._on_look_offered)
        self._look.kept_found.connect(self._on_look_kept_found)
        self._look.copied.connect(self._on_look_copied)
        # While sizes are being typed nobody looks for engines of half of them.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self._find_kept_for_form)
        self._asked_options: BuildOptions | None = None
        controller = window.controller
        controller.model_changed.connect(self._on_controller_model_changed)
        stock = window.sources.model
        for changed in (stock.rowsInserted, stock.rowsRemoved, stock.modelReset):
            changed.connect(self._on_stock_changed)

    @property
    def is_running(self) -> bool:
        """Whether the thread of a build lives; ``finished`` tells when it has ended."""
        return self.worker is not None

    @property
    def can_build(self) -> bool:
        """Whether an engine can be built here from the model that is open."""
        opened = self._window.controller.opened
        return (
            self.machine.can_build and opened is not None and opened.info.format is ModelFormat.ONNX
        )

    @property
    def _device(self) -> int:
        return self.machine.usable(self._window.settings.device)

    def no_build_words(self) -> str:
        """Return why no engine can be built now; empty where one can."""
        opened = self._window.controller.opened
        if self.can_build:
            return ""
        if opened is None:
            return tr("Open an ONNX file first")
        if opened.info.format is not ModelFormat.ONNX:
            return tr("This is an engine already")
        return sentence(self.machine.no_build) if self.machine.no_build is not None else ""

    # ---- What this computer has

    def look_at_machine(self) -> None:
        """Find out what this computer has, once; ``machine_known`` answers."""
        if not self._has_looked:
            self._has_looked = True
            self._look.look_at_machine()

    @Slot(object)
    def _on_look_machine_known(self, machine: Machine) -> None:
        if self._is_ending:
            return
        self.machine = machine
        self._window.opening.machine = machine
        self.machine_known.emit(machine)
        self._find_kept_for_card()

    @Slot(object)
    def _on_controller_model_changed(self, opened: ModelOpened | None) -> None:
        self._set_kept(None)
        if opened is not None:
            self.look_at_machine()
            self._find_kept_for_card()

    def _find_kept_for_card(self) -> None:
        opened = self._window.controller.opened
        if self.can_build and opened is not None:
            usual = self._usual_options()
            others = (replace(usual, precision=one) for one in Precision)
            self._look.find_kept(opened.file, usual, *others)

    def _set_kept(self, path: Path | None) -> None:
        if path != self.kept:
            self.kept = path
            self.kept_changed.emit(path)

    @Slot(object)
    def _on_look_kept_found(self, found: KeptFound) -> None:
        if self._is_ending:
            return
        opened, dialog = self._window.controller.opened, self.dialog
        is_usual = found.options == self._usual_options()
        if opened is not None and found.file == opened.file and is_usual:
            self._set_kept(found.path)
        if dialog is None or dialog.offer_shown is None:
            return
        is_asked = dialog.offer_shown.file == found.file and dialog.form.options() == found.options
        if is_asked:
            dialog.set_built(is_built=found.path is not None)

    # ---- Asking

    @Slot()
    def ask_for_open(self) -> None:
        """Ask how to build an engine from the model that is open."""
        opened = self._window.controller.opened
        if self.worker is not None or (opened is not None and self.can_build):
            self.ask(opened.file.path if opened is not None else None)

    def ask(self, path: Path | None) -> None:
        """Ask how to build an engine from an ONNX file; shows the build that runs, where one does."""
        if self.worker is not None:
            self._show(self._made_dialog())
        elif path is not None:
            opened = self._window.controller.opened
            is_open = opened is not None and opened.file.path == path
            self._look.make_offer(path, self._device, self._input_wh() if is_open else None)

    @Slot()
    def open_kept(self) -> None:
        """Open the engine of the open model that was built before."""
        if self.kept is not None:
            self._window.opening.open([str(self.kept)])

    @Slot(object)
    def _on_look_offered(self, made: OfferMade) -> None:
        if self._is_ending or self.worker is not None:
            return
        if made.offer is None:
            if made.error is not None:
                self._window.opening.tell(made.error)
            return
        dialog = self._made_dialog()
        offer = replace(made.offer, pictures=len(self._pictures()))
        options = self._last_options()
        if self._window.settings.stored("build/precision") is None:
            options = replace(options, precision=offer.choices.usual)
        dialog.offer(offer, options, compares=self._window.settings.switch("build_compares"))
        self._show(dialog)

    def _made_dialog(self) -> BuildDialog:
        if self.dialog is None:
            # Few need it, and none at the start.
            from gui.dialogs.build import BuildDialog

            dialog = BuildDialog(self._window)
            dialog.asked.connect(self._on_dialog_asked)
            dialog.options_changed.connect(self._on_dialog_options_changed)
            dialog.cancelled.connect(self._on_dialog_cancelled)
            dialog.drift_cancelled.connect(self._on_dialog_drift_cancelled)
            dialog.again_requested.connect(self._on_dialog_again_requested)
            dialog.open_requested.connect(self._on_dialog_open_requested)
            dialog.copy_requested.connect(self._on_dialog_copy_requested)
            dialog.library_chosen.connect(self._on_dialog_library_chosen)
            self.dialog = dialog
        return self.dialog

    def _show(self, dialog: BuildDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, on=False)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        self._window.status.set_message(None)

    @Slot(object)
    def _on_dialog_options_changed(self, options: BuildOptions) -> None:
        self._asked_options = options
        self._later.start()

    @Slot()
    def _find_kept_for_form(self) -> None:
        dialog, options = self.dialog, self._asked_options
        if dialog is None or dialog.offer_shown is None or options is None:
            return
        self._look.find_kept(dialog.offer_shown.file, options)

    @Slot()
    def _on_stock_changed(self, *_: object) -> None:
        if self.dialog is not None and self.dialog.is_asking:
            self.dialog.set_pictures(len(self._pictures()))

    def _pictures(self) -> tuple[SourceItem, ...]:
        """Return what to compare on: pictures spread over the list, or videos where there are none."""
        items = list(self._window.sources.model.items)
        pictures = [one for one in items if one.kind is SourceKind.PICTURE]
        found: Sequence[SourceItem] = pictures or [
            one for one in items if one.kind is SourceKind.VIDEO
        ]
        n = min(MOST_PICTURES, len(found))
        return tuple(found[at * len(found) // n] for at in range(n))

    def _recipe_of(self, file: ModelFile) -> Recipe | None:
        """Return what the window knows of a file for certain, where that is the model that is open."""
        recipe = self._window.controller.recipe
        is_known = self._is_open(file) and recipe is not None and recipe.is_settled
        return recipe if is_known else None

    def _is_open(self, file: ModelFile) -> bool:
        opened = self._window.controller.opened
        return opened is not None and opened.file == file

    def _overrules_of(self, file: ModelFile) -> Overrules:
        opened = self._window.controller.opened
        return opened.overrules if opened is not None and opened.file == file else NO_OVERRULES

    # ---- What was chosen last

    def _last_options(self) -> BuildOptions:
        settings = self._window.settings
        named = {one.value: one for one in Precision}
        level = str(settings.stored("build/level"))
        return BuildOptions(
            precision=named.get(str(settings.stored("build/precision")), Precision.FP16),
            level=int(level) if level.isdecimal() and int(level) <= LEVELS[1] else USUAL_LEVEL,
            device=self._device,
        )

    def _usual_options(self) -> BuildOptions:
        """Return those that the open model would most likely be built with."""
        return replace(self._last_options(), input_wh=self._input_wh())

    def _input_wh(self) -> tuple[int, int] | None:
        """Return the size of pictures that the user set for an input of open size."""
        opened = self._window.controller.opened
        if opened is None or not any(spec.is_dynamic for spec in opened.info.signature.inputs):
            return None
        return opened.overrules.input_wh

    def _keep(self, wish: BuildWish) -> None:
        settings = self._window.settings
        settings.store("build/precision", wish.options.precision.value)
        settings.store("build/level", wish.options.level)
        if self._pictures():
            settings.set_switch("build_compares", wish.compares)

    # ---- The build

    @Slot(object)
    def _on_dialog_asked(self, wish: BuildWish) -> None:
        offer = self.dialog.offer_shown if self.dialog is not None else None
        if offer is None or self.worker is not None:
            return
        self._keep(wish)
        job = BuildJob(
            file=offer.file,
            wish=wish,
            overrules=self._overrules_of(offer.file),
            recipe=self._recipe_of(offer.file),
            pictures=self._pictures(),
            threshold=self._window.controller.choices.filter.confidence
            if self._is_open(offer.file)
            else None,
        )
        self._start(job)

    @Slot(object)
    def _on_dialog_library_chosen(self, library: Path) -> None:
        if self._job is not None and self.worker is None:
            self._start(replace(self._job, library=library))

    def _start(self, job: BuildJob) -> None:
        worker = self.make_worker(job)
        self._job, self.worker, self.outcome = job, worker, None
        worker.progressed.connect(self._on_worker_progressed)
        worker.logged.connect(self._on_worker_logged)
        worker.built.connect(self._on_worker_built)
        worker.drift_progressed.connect(self._on_worker_drift_progressed)
        worker.drifted.connect(self._on_worker_drifted)
        worker.finished.connect(self._on_worker_finished)
        self._made_dialog().show_running(worker.job)
        worker.start()

    @Slot(object)
    def _on_worker_progressed(self, progress: BuildProgress) -> None:
        dialog = self.dialog
        if dialog is None or self._is_ending:
            return
        dialog.show_progress(progress)
        if not dialog.isVisible():
            words = tr("Building an engine")
            if progress.fraction is not None:
                words = tr("Building an engine, {percent} %", percent=int(progress.fraction * 100))
            self._window.status.set_message(words, seconds=None)

    @Slot(object)
    def _on_worker_logged(self, lines: object) -> None:
        if self.dialog is not None and not self._is_ending and isinstance(lines, tuple):
            self.dialog.add_log(lines)

    @Slot(object)
    def _on_worker_built(self, outcome: BuildOutcome) -> None:
        self.outcome = outcome
        dialog = self.dialog
        if self._is_ending or dialog is None:
            return
        dialog.show_outcome(outcome)
        is_seen = dialog.isVisible()
        self._window.status.set_message(None if is_seen else dialog.end.words(), seconds=_MESSAGE_S)
        if outcome.result is None and outcome.error is None:
            return  # who stopped it knows
        QApplication.alert(self._window)
        if not is_seen:
            # It comes back by itself, but never takes the keyboard from what is being done.
            dialog.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            dialog.show()

    @Slot(object)
    def _on_worker_drift_progressed(self, step: DriftStep) -> None:
        if self.dialog is not None and not self._is_ending:
            self.dialog.show_drift_step(step)

    @Slot(object)
    def _on_worker_drifted(self, outcome: DriftOutcome) -> None:
        if self.dialog is not None and not self._is_ending:
            self.dialog.show_drift(outcome)

    @Slot()
    def _on_worker_finished(self) -> None:
        worker, self.worker = self.worker, None
        if worker is not None:
            worker.deleteLater()
        self.finished.emit()
        if self._is_ending:
            return
        self._find_kept_for_card()
        if self._asks_again:
            self._asks_again = False
            self._on_dialog_again_requested()

    # ---- Moves of the user

    @Slot()
    def _on_dialog_cancelled(self) -> None:
        if self.worker is not None:
            self.worker.cancel()

    @Slot()
    def _on_dialog_drift_cancelled(self) -> None:
        if self.worker is not None:
            self.worker.cancel_drift()

    @Slot()
    def _on_dialog_again_requested(self) -> None:
        dialog = self.dialog
        if dialog is None or dialog.offer_shown is None:
            return
        if self.worker is not None:
            # Asked again when the comparison has ended.
            self._asks_again = True
            self.worker.cancel_drift()
            return
        self.ask(dialog.offer_shown.file.path)

    @Slot(object)
    def _on_dialog_open_requested(self, path: Path) -> None:
        if self.worker is not None:
            self.worker.cancel_drift()
        self._window.opening.open([str(path)])

    @Slot(object)
    def _on_dialog_copy_requested(self, path: Path) -> None:
        if self.outcome is not None and self.outcome.result is not None:
            self._look.copy(self.outcome.result.path, path)

    @Slot(object)
    def _on_look_copied(self, copied: Copied) -> None:
        if self._is_ending:
            return
        if copied.error is not None:
            self._window.opening.problem_arose.emit(problems.problem_of(copied.error))
        else:
            self._window.status.set_message(tr("Saved as {name}", name=copied.path.name))

    # ---- The end

    def stop(self) -> None:
        """Stop what runs, for good; a build that is stopped leaves nothing behind."""
        self._is_ending = True
        self._later.stop()
        self._look.stop(_PATIENCE_MS)
        if self.worker is not None:
            self.worker.cancel()
            end(self.worker, _PATIENCE_MS)
        if self.worker is not None and self.worker.isFinished():
            self.worker = None
