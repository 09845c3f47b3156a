"""From what is shown to an export job: the same thresholds, classes, colours and recipe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Slot

from engine_core.batch import RunSettings
from engine_core.frame import SourceKind
from engine_core.saving import SavePlan
from gui.dialogs.export import ExportChoice, ExportDialog, ExportOffer
from gui.i18n import counted, tr
from gui.workers.export_worker import ExportOutcome, ExportWorker, FrameJob, RunJob

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class Exporting(QObject):
    """Owns the export dialog and the thread that writes. GUI thread only.

    Attributes:
        dialog: Once it was asked for.
        worker: While an export runs.
        outcome: Of the last export.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: ExportDialog | None = None
        self.worker: ExportWorker | None = None
        self.outcome: ExportOutcome | None = None
        self._is_frame = False

    def export_frame(self) -> None:
        """Ask how to export the frame on the screen."""
        self._ask(is_frame=True)

    def export_all(self) -> None:
        """Ask how to export everything in the list."""
        self._ask(is_frame=False)

    def _ask(self, *, is_frame: bool) -> None:
        controller = self._window.controller
        if controller.opened is None or controller.shown is None:
            return
        if self.dialog is None:
            self.dialog = ExportDialog(self._window)
            self.dialog.asked.connect(self._on_dialog_asked)
            self.dialog.cancelled.connect(self._on_dialog_cancelled)
        if self.worker is None:
            self._is_frame = is_frame
            self.dialog.offer(self._offer(is_frame=is_frame), self._last_choice())
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _offer(self, *, is_frame: bool) -> ExportOffer:
        controller, sources = self._window.controller, self._window.sources.model
        items = [sources.item(row) for row in range(sources.rowCount())]
        source = controller.source
        kinds = frozenset({SourceKind.PICTURE}) if is_frame else frozenset(i.kind for i in items)
        return ExportOffer(
            is_frame=is_frame,
            kinds=kinds,
            sources=len(items),
            current=source.name if source is not None else "",
            shown=self._in_words(),
        )

    def _in_words(self) -> str:
        wanted = self._window.controller.choices.filter
        facts = [tr("confidence from {value:.2f}", value=wanted.confidence)]
        own = len(wanted.class_confidence)
        if own:
            facts.append(
                counted(
                    own, "{n} class with its own threshold", "{n} classes with their own threshold"
                )
            )
        if wanted.classes is not None:
            labels = self._window.controller.labels
            facts.append(tr("only {names}", names=", ".join(labels[i] for i in wanted.classes)))
        elif wanted.hidden:
            facts.append(counted(len(wanted.hidden), "{n} class hidden", "{n} classes hidden"))
        if wanted.min_size_px:
            facts.append(tr("boxes from {px:.0f} px", px=wanted.min_size_px))
        return ", ".join(facts)

    def _last_choice(self) -> ExportChoice:
        settings = self._window.settings
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        opened = self._window.controller.opened
        name = opened.file.path.stem if opened is not None else "export"
        folder = settings.export_folder or str(Path(pictures) / "EngineScope")
        return ExportChoice(
            keys=tuple(settings.export_keys),
            folder=_free(Path(folder) / name),
            only_current=False,
            image_format=settings.export_image_format,
            video_codec=settings.export_video_codec,
            overwrite=False,
        )

    @Slot(object)
    def _on_dialog_asked(self, choice: ExportChoice) -> None:
        controller = self._window.controller
        opened, shown, recipe = controller.opened, controller.shown, controller.recipe
        if opened is None or shown is None or recipe is None or self.dialog is None:
            return
        self._keep(choice)
        presenter = self._window.presenter
        look = presenter.look_for_files(controller.choices.choices.colours)
        plan = SavePlan(
            keys=choice.keys,
            out=choice.folder,
            overwrite=choice.overwrite,
            style=look,
            video_codec=choice.video_codec,
            image_format=choice.image_format,
        )
        job: RunJob | FrameJob
        if self._is_frame:
            stem = Path(shown.frame.name).stem
            name = stem if shown.frame.is_picture else f"{stem}_{shown.frame.index:06d}"
            job = FrameJob(
                frame=shown.frame,
                detections=presenter.view.shown,
                classes=presenter.view.classes,
                recipe=recipe,
                plan=plan,
                name=name,
            )
        else:
            sources = self._window.sources.model
            items = tuple(sources.item(row) for row in range(sources.rowCount()))
            if choice.only_current and controller.source is not None:
                items = (controller.source,)
            now = controller.choices.choices
            job = RunJob(
                file=opened.file,
                overrules=opened.overrules,
                items=items,
                settings=RunSettings(shown=now.filter, suppression=now.suppression),
                plan=plan,
            )
        self._start(job)

    def _keep(self, choice: ExportChoice) -> None:
        settings = self._window.settings
        settings.export_keys = list(choice.keys)
        settings.export_folder = str(choice.folder.parent)
        settings.export_image_format = choice.image_format
        settings.export_video_codec = choice.video_codec

    def _start(self, job: RunJob | FrameJob) -> None:
        dialog = self.dialog
        if dialog is None or self.worker is not None:
            return
        worker = ExportWorker(job, self)
        self.worker = worker
        worker.progressed.connect(dialog.show_progress)
        worker.skipped.connect(dialog.add_failure)
        worker.done.connect(self._on_worker_done)
        worker.finished.connect(self._on_worker_finished)
        dialog.show_running()
        worker.start()

    @Slot(object)
    def _on_worker_done(self, outcome: ExportOutcome) -> None:
        self.outcome = outcome
        if self.dialog is not None:
            self.dialog.show_outcome(outcome)
        if outcome.error is None:
            self._window.status.set_message(tr("Exported"))

    @Slot()
    def _on_worker_finished(self) -> None:
        if self.worker is not None:
            self.worker.deleteLater()
            self.worker = None

    @Slot()
    def _on_dialog_cancelled(self) -> None:
        if self.worker is not None:
            self.worker.cancel()

    def stop(self) -> None:
        """End an export that runs, and wait for it: complete files stay."""
        if self.worker is not None:
            self.worker.cancel()
            self.worker.wait()


def _free(folder: Path) -> Path:
    """Return a folder that does not exist yet, so that nothing is mixed by accident."""
    number, found = 1, folder
    while found.exists():
        number += 1
        found = folder.with_name(f"{folder.name}-{number}")
    return found
