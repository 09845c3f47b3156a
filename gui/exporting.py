"""From what is shown to an export job: the same thresholds, classes, colours and recipe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QMessageBox

from engine_core.batch import RunSettings
from engine_core.decoders.base import Task
from engine_core.exporters import EXPORTERS
from engine_core.frame import SourceItem, SourceKind
from engine_core.saving import SavePlan
from gui.dialogs.export import ExportDialog
from gui.exports import Amount, ExportChoice, ExportOffer, ExportOutcome, ExportProgress, Place
from gui.i18n import counted, tr
from gui.workers.ending import end
from gui.workers.export_look import FolderLook, Question, VideoCounts
from gui.workers.export_worker import ExportWorker, FrameJob, RunJob
from gui.workers.messages import Shown

if TYPE_CHECKING:
    from gui.main_window import MainWindow

# What the window waits for at most when it is closed; a big model may need longer for its frame.
_PATIENCE_MS = 1000
_MESSAGE_S = 8.0
_MOST_NAMES = 4
# Opening more videos than these only to say how long they are would take too long.
_MOST_COUNTED = 200
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
        self._question: QMessageBox | None = None
        self._counts: dict[str, tuple[int | None, bool]] = {}
        self._counter: VideoCounts | None = None
        self._look: FolderLook | None = None
        self._next_look: Question | None = None
        window.controller.shown_changed.connect(self._on_controller_shown_changed)

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
            self._count_videos()
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
        items, shown, source = self._items(), controller.shown, controller.source
        recipe = controller.recipe
        kind = source.kind if source is not None else SourceKind.PICTURE
        name = source.name if source is not None else ""
        if self._is_frame and shown is not None and not shown.frame.is_picture:
            name = tr("{name}, frame {index}", name=name, index=f"{shown.frame.index:,}")
        ends = _ending(items)
        return ExportOffer(
            is_frame=self._is_frame,
            kinds=frozenset(item.kind for item in ends),
            current_kind=kind,
            current=name,
            shown=self._in_words(),
            is_classifier=recipe is not None and recipe.task is Task.CLASSIFY,
            everything=self._amount(ends),
            present=self._amount([source] if source is not None else []),
            left_out=len(items) - len(ends),
        )

    def _items(self) -> Sequence[SourceItem]:
        return tuple(self._window.sources.model.items)

    def _amount(self, items: Sequence[SourceItem]) -> Amount:
        frames = unknown = live = 0
        is_exact = True
        for item in items:
            if item.kind is SourceKind.PICTURE:
                frames += 1
            elif item.kind is SourceKind.LIVE:
                live += 1
            else:
                count, is_counted = self._counts.get(item.location, (None, True))
                frames += count or 0
                unknown += count is None
                is_exact &= is_counted
        return Amount(len(items), frames, unknown, is_exact, live)

    def _in_words(self) -> str:
        controller, look = self._window.controller, self._window.presenter.look
        wanted, labels, recipe = controller.choices.filter, controller.labels, controller.recipe
        facts = []
        if recipe is None or recipe.task is not Task.CLASSIFY:
            facts.append(tr("confidence from {value:.2f}", value=wanted.confidence))
            own = len(wanted.class_confidence)
            if own:
                facts.append(
                    counted(
                        own,
                        "{n} class with its own threshold",
                        "{n} classes with their own threshold",
                    )
                )
            if wanted.classes is not None:
                names = [labels[i] for i in sorted(wanted.classes)]
                facts.append(tr("only {names}", names=_listed(names)))
            if wanted.hidden:
                names = [labels[i] for i in sorted(wanted.hidden)]
                facts.append(tr("without {names}", names=_listed(names)))
            if wanted.min_size_px:
                facts.append(tr("boxes from {px:.0f} px", px=wanted.min_size_px))
            if wanted.max_detections:
                facts.append(
                    counted(wanted.max_detections, "at most {n} box", "at most {n} boxes each")
                )
        if not look.show_labels:
            facts.append(tr("pictures without labels"))
        elif not look.show_confidences:
            facts.append(tr("labels without confidence"))
        if recipe is not None and recipe.task is Task.SEGMENT and not look.show_masks:
            facts.append(tr("pictures without masks"))
        return tr(", ").join(facts) or tr("labels with confidence")

    @Slot(object)
    def _on_controller_shown_changed(self, shown: Shown) -> None:
        info = shown.info
        if info.item.kind is SourceKind.VIDEO and info.frame_count is not None:
            self._counts[info.item.location] = (info.frame_count, info.is_exact)

    def _count_videos(self) -> None:
        """Find out how long the videos are that were not looked at; the dialog is told as it comes."""
        if self._counter is not None or self._is_frame:
            return
        unknown = [
            item
            for item in self._items()
            if item.kind is SourceKind.VIDEO and item.location not in self._counts
        ]
        if unknown:
            self._counter = VideoCounts(unknown[:_MOST_COUNTED])
            self._counter.counted.connect(self._on_counter_counted)
            self._counter.finished.connect(self._on_counter_finished)
            self._counter.start()

    @Slot(str, object, bool)
    def _on_counter_counted(self, location: str, count: int | None, is_exact: bool) -> None:
        self._counts.setdefault(location, (count, is_exact))
        if self.dialog is not None and self.worker is None and self.dialog.isVisible():
            self.dialog.set_amounts(self._offer())

    @Slot()
    def _on_counter_finished(self) -> None:
        if self._counter is not None:
            self._counter.deleteLater()
            self._counter = None

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
        name = self._frame_name() if self._is_frame else None
        question = Question(plan=self._plan(choice), name=name)
        if self._look is None:
            self._start_look(question)
        else:
            self._next_look = question  # only the newest is worth an answer

    def _start_look(self, question: Question) -> None:
        self._look = FolderLook(question)
        self._look.looked.connect(self._on_look_looked)
        self._look.finished.connect(self._on_look_finished)
        self._look.start()

    @Slot(object)
    def _on_look_looked(self, place: Place) -> None:
        if self.dialog is not None and self._next_look is None:
            self.dialog.set_place(place)

    @Slot()
    def _on_look_finished(self) -> None:
        if self._look is not None:
            self._look.deleteLater()
        question, self._look, self._next_look = self._next_look, None, None
        if question is not None and not self._is_ending:
            self._start_look(question)

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
        items = tuple(_ending(self._items()))
        if controller.source is not None and (choice.only_current or not items):
            items = (controller.source,)
        amount = self._amount(items)
        now = controller.choices.choices
        return RunJob(
            file=opened.file,
            overrules=opened.overrules,
            items=items,
            settings=RunSettings(shown=now.filter, suppression=now.suppression),
            plan=plan,
            seen=shown.frame,
            frames=amount.frames if not amount.unknown and not amount.live else None,
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
            self._question = self._make_question()
            self._question.open()
        return True

    def _make_question(self) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(tr("An export is running"))
        box.setText(tr("Stop the export and close the window?"))
        box.setInformativeText(
            tr("Complete files stay, and the same export to the same folder goes on from there.")
        )
        stop = box.addButton(tr("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
        later = box.addButton(tr("Close when it is done"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(tr("Go on exporting"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        stop.clicked.connect(self._on_stop_clicked)
        later.clicked.connect(self._on_later_clicked)
        box.finished.connect(self._on_question_finished)
        return box

    @Slot()
    def _on_stop_clicked(self) -> None:
        self._may_close = True
        if self.dialog is not None:
            self.dialog.stop()
        self.close_agreed.emit()

    @Slot()
    def _on_later_clicked(self) -> None:
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
        self._next_look = None
        if self._counter is not None:
            self._counter.cancel()
        if self.worker is not None:
            self.worker.cancel()
        for thread in (self.worker, self._look, self._counter):
            if thread is not None:
                end(thread, _PATIENCE_MS)
        if self.worker is not None and self.worker.isFinished():
            self.worker = None


def _ending(items: Sequence[SourceItem]) -> Sequence[SourceItem]:
    """Return what "all" means: a camera among other sources would never let them have their turn."""
    files = [item for item in items if item.kind is not SourceKind.LIVE]
    return files if len(files) < len(items) else items


def _listed(names: Sequence[str]) -> str:
    """Return some names, and how many more there are."""
    shown = tr(", ").join(names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    if more <= 0:
        return shown
    return counted(more, "{names} and {n} more", "{names} and {n} more", names=shown)
