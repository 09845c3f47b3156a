"""From what is shown to an export job: the same thresholds, classes, colours and recipe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from engine_core.batch import RunSettings
from engine_core.decoders.base import Task
from engine_core.exporters import EXPORTERS
from engine_core.frame import SourceItem, SourceKind
from engine_core.saving import SavePlan
from gui.dialogs.export import ExportDialog
from gui.dialogs.export_question import ClosingQuestion
from gui.exports import Amount, ExportChoice, ExportOffer, ExportOutcome, ExportProgress, Place
from gui.i18n import tr
from gui.offering import Lengths, shown_words, with_an_end
from gui.workers.ending import end
from gui.workers.export_look import FolderLooks, Question
from gui.workers.export_worker import ExportWorker, FrameJob, RunJob
from gui.workers.messages import Shown

if TYPE_CHECKING:
    from gui.main_window import MainWindow

# What the window waits for at most when it is closed; a big model may need longer for its frame.
_PATIENCE_MS = 1000
_LATER_MS = 100
_MESSAGE_S = 8.0
_KNOWN_KEYS = frozenset(kind.key for kind in EXPORTERS)


class Exporting(QObject):
    """Owns the export dialog and the thread that writes. GUI thread only.

    Signals:
        finished: The thread of an export has ended.
        close_agreed: The user was asked whether to stop, and the window may close now.

    Attributes:
        dialog: Once it was asked for.
        worker: While an export runs.
        outcome: Of the last export.
    """

    finished = Signal()
    close_agreed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: ExportDialog | None = None
        self.worker: ExportWorker | None = None
        self.outcome: ExportOutcome | None = None
        self._is_frame = False
        self._is_ending = False
        self._may_close = False
        self._closes_at_end = False
        self._question: ClosingQuestion | None = None
        self._lengths = Lengths(self)
        self._lengths.changed.connect(self._on_stock_changed)
        self._counted: tuple[frozenset[SourceKind], Amount, int] | None = None
        self._looks = FolderLooks(self)
        self._looks.looked.connect(self._on_looks_looked)
        # The form follows the window, many changes at once.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self._refresh)
        controller = window.controller
        controller.shown_changed.connect(self._on_controller_shown_changed)
        for changed in (
            controller.model_changed,
            controller.choices.changed,
        ):
            changed.connect(self._on_window_changed)
        for changed in (
            controller.source_changed,
            window.sources.model.rowsInserted,
            window.sources.model.modelReset,
        ):
            changed.connect(self._on_stock_changed)

    @property
    def is_running(self) -> bool:
        """Whether the thread of an export lives; ``finished`` tells when it has ended."""
        return self.worker is not None

    def export_frame(self) -> None:
        """Ask how to export the frame on the screen."""
        self._ask(is_frame=True)

    def export_all(self) -> None:
        """Ask how to export everything in the list."""
        self._ask(is_frame=False)

    def _ask(self, *, is_frame: bool) -> None:
        controller = self._window.controller
        if self.worker is None and (controller.opened is None or controller.shown is None):
            return
        dialog = self._made_dialog()
        if self.worker is None:
            self._is_frame = is_frame
            dialog.offer(self._offer(), self._last_choice())
            self._find_out_lengths()
        dialog.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, on=False)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        self._window.status.set_message(None)

    def _made_dialog(self) -> ExportDialog:
        if self.dialog is None:
            self.dialog = ExportDialog(self._window)
            self.dialog.asked.connect(self._on_dialog_asked)
            self.dialog.cancelled.connect(self._on_dialog_cancelled)
            self.dialog.again_requested.connect(self._on_dialog_again_requested)
            self.dialog.place_wanted.connect(self._on_dialog_place_wanted)
        return self.dialog

    @Slot()
    def _on_dialog_again_requested(self) -> None:
        self._ask(is_frame=self._is_frame)

    # ---- What there is to export

    def _offer(self) -> ExportOffer:
        controller = self._window.controller
        shown, source = controller.shown, controller.source
        recipe = controller.recipe
        kind = source.kind if source is not None else SourceKind.PICTURE
        name = source.name if source is not None else ""
        if self._is_frame and shown is not None and not shown.frame.is_picture:
            name = tr("{name}, frame {index}", name=name, index=f"{shown.frame.index + 1:,}")
        kinds, everything, left_out = self._stock()
        return ExportOffer(
            is_frame=self._is_frame,
            kinds=kinds,
            current_kind=kind,
            current=name,
            shown=shown_words(
                controller.choices.filter, controller.labels, recipe, self._window.presenter.look
            ),
            is_classifier=recipe is not None and recipe.task is Task.CLASSIFY,
            everything=everything,
            present=self._lengths.amount([source] if source is not None else []),
            left_out=left_out,
        )

    def _stock(self) -> tuple[frozenset[SourceKind], Amount, int]:
        """Return what "all" is: kinds, how much, and how many sources it leaves out."""
        if self._counted is None:
            items = self._items()
            meant = self._meant(items)
            self._counted = (
                frozenset(item.kind for item in meant),
                self._lengths.amount(meant),
                len(items) - len(meant),
            )
        return self._counted

    def _meant(self, items: Sequence[SourceItem]) -> Sequence[SourceItem]:
        """Return what "all" means; the present source where nothing else has an end."""
        source = self._window.controller.source
        return with_an_end(items) or ([source] if source is not None else [])

    def _items(self) -> Sequence[SourceItem]:
        return tuple(self._window.sources.model.items)

    @Slot(object)
    def _on_controller_shown_changed(self, shown: Shown) -> None:
        if self._lengths.note(shown.info):
            self._counted = None
        self._on_window_changed()

    @Slot()
    def _on_stock_changed(self, *_: object) -> None:
        # There may be a hundred thousand sources: they are counted when that is asked for.
        self._counted = None
        self._on_window_changed()

    @Slot()
    def _on_window_changed(self, *_: object) -> None:
        if self.dialog is not None and self.dialog.is_asking and not self._later.isActive():
            self._later.start()

    @Slot()
    def _refresh(self) -> None:
        dialog, controller = self.dialog, self._window.controller
        if dialog is None or not dialog.is_asking:
            return
        if controller.opened is None or controller.shown is None:
            dialog.hide()  # there is nothing to export any more
            return
        dialog.update_offer(self._offer())
        self._find_out_lengths()

    def _find_out_lengths(self) -> None:
        if not self._is_frame and not self._is_ending:
            self._lengths.find_out(self._items())

    # ---- Where to

    def _last_choice(self) -> ExportChoice:
        settings = self._window.settings
        keys, folder = settings.export_keys, self._usual_folder()
        if self._is_frame:
            stored = settings.stored("export/frame_keys")
            keys = [key for key in str(stored or "").split(",") if key in _KNOWN_KEYS] or ["images"]
            last = settings.stored("export/frame_folder")
            folder = Path(last) if isinstance(last, str) and last else folder / "frames"
        else:
            opened = self._window.controller.opened
            folder /= opened.file.path.stem if opened is not None else "export"
        return ExportChoice(
            keys=tuple(keys),
            folder=folder,
            only_current=False,
            image_format=settings.export_image_format,
            video_codec=settings.export_video_codec,
        )

    def _usual_folder(self) -> Path:
        last = self._window.settings.export_folder
        if last:
            return Path(last)
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        return Path(pictures or Path.home()) / "EngineScope"

    def _keep(self, choice: ExportChoice) -> None:
        settings = self._window.settings
        if self._is_frame:
            settings.store("export/frame_keys", ",".join(choice.keys))
            settings.store("export/frame_folder", str(choice.folder))
        else:
            keys = self.dialog.form.wanted_keys() if self.dialog is not None else choice.keys
            settings.export_keys = list(keys)
            settings.export_folder = str(choice.folder.parent)
            settings.export_video_codec = choice.video_codec
        settings.export_image_format = choice.image_format

    @Slot(object)
    def _on_dialog_place_wanted(self, choice: ExportChoice) -> None:
        if self._is_ending:
            return
        name = self._frame_name() if self._is_frame else None
        question = Question(plan=self._plan(choice), name=name)
        self._looks.ask(question)

    @Slot(object)
    def _on_looks_looked(self, place: Place) -> None:
        if self.dialog is not None:
            self.dialog.set_place(place)

    # ---- The job

    @Slot(object)
    def _on_dialog_asked(self, choice: ExportChoice) -> None:
        job = self._job(choice)
        if job is not None and self.worker is None:
            self._keep(choice)
            self._start(job)

    def _job(self, choice: ExportChoice) -> RunJob | FrameJob | None:
        controller, presenter = self._window.controller, self._window.presenter
        opened, shown, recipe = controller.opened, controller.shown, controller.recipe
        if opened is None or shown is None or recipe is None:
            return None
        plan = self._plan(choice)
        if self._is_frame:
            return FrameJob(
                frame=shown.frame,
                detections=presenter.view.shown,
                classes=presenter.view.classes,
                recipe=recipe,
                plan=plan,
                name=self._frame_name(),
            )
        items = tuple(self._meant(self._items()))
        if controller.source is not None and choice.only_current:
            items = (controller.source,)
        amount = self._lengths.amount(items)
        now = controller.choices.choices
        return RunJob(
            file=opened.file,
            overrules=opened.overrules,
            items=items,
            settings=RunSettings(shown=now.filter, suppression=now.suppression),
            plan=plan,
            seen=shown.frame,
            frames=amount.frames if not amount.unknown and not amount.live else None,
            device=opened.wish.device,
        )

    def _plan(self, choice: ExportChoice) -> SavePlan:
        colours = self._window.controller.choices.choices.colours
        return SavePlan(
            keys=choice.keys,
            out=choice.folder,
            overwrite=choice.overwrite,
            style=self._window.presenter.look_for_files(colours),
            video_codec=choice.video_codec,
            image_format=choice.image_format,
        )

    def _frame_name(self) -> str:
        shown = self._window.controller.shown
        if shown is None:
            return "frame"
        stem = Path(shown.frame.name).stem
        return stem if shown.frame.is_picture else f"{stem}_{shown.frame.index:06d}"

    def _start(self, job: RunJob | FrameJob) -> None:
        dialog = self._made_dialog()
        worker = ExportWorker(job)
        self.worker = worker
        self.outcome = None
        worker.progressed.connect(self._on_worker_progressed)
        worker.done.connect(self._on_worker_done)
        worker.finished.connect(self._on_worker_finished)
        dialog.show_running()
        worker.start()

    @Slot(object)
    def _on_worker_progressed(self, progress: ExportProgress) -> None:
        dialog = self.dialog
        if dialog is None or self._is_ending:
            return
        dialog.show_progress(progress)
        words = tr("Exporting")
        if progress.share is not None:
            words = tr("Exporting {percent} %", percent=int(progress.share * 100))
        self._window.export_button.setText(words)
        if not dialog.isVisible():
            self._window.status.set_message(f"{words}   {progress.current}", seconds=None)

    @Slot(object)
    def _on_worker_done(self, outcome: ExportOutcome) -> None:
        self.outcome = outcome

    @Slot()
    def _on_worker_finished(self) -> None:
        """Tell how it ended, when the thread has gone: another export may begin at once."""
        worker, self.worker = self.worker, None
        if worker is not None:
            worker.deleteLater()
        self.finished.emit()
        if self._is_ending:
            return
        self._window.export_button.setText(tr("Export"))
        if self.outcome is not None and self.dialog is not None:
            self._tell(self.outcome, self.dialog)
        if self._question is not None:
            self._question.close()
        if self._closes_at_end:
            self.close_agreed.emit()

    def _tell(self, outcome: ExportOutcome, dialog: ExportDialog) -> None:
        dialog.show_outcome(outcome)
        words = dialog.end.words() if not outcome.is_refused else None
        self._window.status.set_message(words, seconds=_MESSAGE_S)
        QApplication.alert(self._window)
        if not dialog.isVisible() and not self._closes_at_end:
            # It comes back by itself, but never takes the keyboard from what is being done.
            dialog.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            dialog.show()

    # ---- The end

    @Slot()
    def _on_dialog_cancelled(self) -> None:
        if self.worker is not None:
            self.worker.cancel()

    def holds_closing(self) -> bool:
        """Return whether the window must stay open for now, because an export runs.

        The user is asked; ``close_agreed`` follows if the window may close after all, now or when the
        export has come to its end.
        """
        if self.worker is None or self._may_close:
            return False
        if self._question is None:
            self._question = ClosingQuestion(self._window)
            self._question.stop_chosen.connect(self._on_question_stop_chosen)
            self._question.later_chosen.connect(self._on_question_later_chosen)
            self._question.finished.connect(self._on_question_finished)
            self._question.open()
        return True

    @Slot()
    def _on_question_stop_chosen(self) -> None:
        self._may_close = True
        if self.dialog is not None:
            self.dialog.stop()
        self.close_agreed.emit()

    @Slot()
    def _on_question_later_chosen(self) -> None:
        self._closes_at_end = True
        if self.dialog is not None:
            self.dialog.hide()

    @Slot()
    def _on_question_finished(self) -> None:
        self._question = None

    def stop(self) -> None:
        """Stop what runs, for good; waits for a second at most. Complete files stay.

        After that ``is_running`` tells whether the thread still has a frame in hand.
        """
        self._is_ending = True
        self._later.stop()
        if self.worker is not None:
            self.worker.cancel()
        self._lengths.stop(_PATIENCE_MS)
        self._looks.stop(_PATIENCE_MS)
        if self.worker is not None:
            end(self.worker, _PATIENCE_MS)
        if self.worker is not None and self.worker.isFinished():
            self.worker = None
