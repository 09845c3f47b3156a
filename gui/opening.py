"""From a drop, a dialog, a recent file or the command line to an open model and a list of sources.

Nothing is read here: the intake thread sorts what was given by its content, the inference thread opens
it. What cannot be opened becomes a problem card, and everything that was there stays.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from engine_core.errors import EngineScopeError, SourceError
from engine_core.frame import SourceKind
from engine_core.labels import Labels
from engine_core.recipe import Overrules
from engine_core.sources.listing import MODEL_SUFFIXES
from engine_core.text import NOTHING, text
from gui import problems
from gui.controller import Controller
from gui.enginefacts import plain_facts
from gui.i18n import tr
from gui.machine import UNKNOWN_MACHINE
from gui.panels.sources import SourcesPanel
from gui.settings import Settings
from gui.workers.intake import Dropped, Intake
from gui.workers.messages import (
    ModelFailed,
    ModelOpened,
    Permission,
    SourceFailed,
    SourceOpened,
)
from gui.workers.thumbnails import Thumbnail, Thumbnails

_PICTURE_SUFFIXES = (
    "*.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp *.gif *.jp2 *.pgm *.ppm *.heic *.avif "
    "*.mp4 *.mkv *.avi *.mov *.webm *.m4v *.ts *.mpg *.mpeg *.wmv *.flv *.txt"
)


@dataclass(frozen=True, slots=True)
class Recent:
    """Something that was open before: ``kind`` is "model" or "source"."""

    kind: str
    location: str

    @property
    def name(self) -> str:
        return Path(self.location).name if "://" not in self.location else self.location


class Opening(QObject):
    """Opens what the user gives. GUI thread only.

    Attributes:
        machine: What is known of this computer by now; set from outside.

    Signals:
        problem_arose: A ``Problem`` for the card.
        recents_changed: The lists of recent files changed.
        sources_changed: Sources were added or removed.
    """

    problem_arose = Signal(object)
    recents_changed = Signal()
    sources_changed = Signal()

    def __init__(
        self, window: QWidget, controller: Controller, sources: SourcesPanel, settings: Settings
    ) -> None:
        super().__init__(window)
        self._window = window
        self._controller = controller
        self._sources = sources
        self._settings = settings
        self._labels: tuple[Path, Labels] | None = None
        self._failed: ModelFailed | SourceFailed | None = None
        self._unallowed: dict[str, ModelFailed] = {}
        self.machine = UNKNOWN_MACHINE
        self.intake = Intake()
        self.intake.sorted_out.connect(self._on_intake_sorted_out)
        self.intake.start()
        self.thumbnails = Thumbnails()
        self.thumbnails.made.connect(self._on_thumbnails_made)
        sources.thumbnails_wanted.connect(self.thumbnails.want)
        sources.activated.connect(self.show_row)
        sources.removed.connect(self._on_sources_removed)
        controller.model_failed.connect(self._on_controller_model_failed)
        controller.model_changed.connect(self._on_controller_model_changed)
        controller.source_opened.connect(self._on_controller_source_opened)
        controller.source_failed.connect(self._on_controller_source_failed)
        controller.crashed.connect(self.tell)

    # ---- What was given

    def open(self, arguments: Sequence[str]) -> None:
        """Open files, folders, addresses and camera numbers, in any mixture."""
        if arguments:
            self.intake.sort(tuple(arguments))

    @Slot(object)
    def _on_intake_sorted_out(self, dropped: Dropped) -> None:
        labels = self._read_labels(dropped.labels[0]) if dropped.labels else None
        if dropped.models:
            # Class names dropped with a model are meant for it, not for the one that is still open.
            self._labels = (dropped.models[0], labels) if labels is not None else None
            self._controller.open_model(dropped.models[0])
        elif labels is not None:
            self._use(labels, dropped.labels[0].name)
        self._tell_passed_over(dropped)
        if dropped.items:
            row = self._sources.model.add(dropped.items)
            others = {str(path) for path in (*dropped.models, *dropped.labels)}
            self._remember_sources([a for a in dropped.arguments if a not in others])
            if row is None:
                # All of it is in the list already: show the first again.
                row = self._sources.model.row_of(dropped.items[0].location)
            if row is not None:
                self.show_row(row)
            self.sources_changed.emit()
        if dropped.problems:
            self._tell_first(dropped.problems[0], count=len(dropped.problems))

    def _tell_passed_over(self, dropped: Dropped) -> None:
        """Say what of a drop was not used, because one of its kind is all that can be."""
        unused = [path.name for path in (*dropped.models[1:], *dropped.labels[1:])]
        if unused:
            self.problem_arose.emit(
                problems.Problem(
                    title=text("One model at a time"),
                    consequence=text("Not opened: {names}.", names=", ".join(unused)),
                    why=text("The first model and the first class names of a drop are used."),
                    advice=text("Drop the others by themselves."),
                )
            )

    def _tell_first(self, error: EngineScopeError, count: int) -> None:
        consequence = NOTHING
        if count > 1:
            consequence = text(
                "{more} more could not be opened. Everything else was taken.", more=count - 1
            )
        # Models are not looked into before they are opened; class names are neither of the two.
        is_source = isinstance(error, SourceError)
        self.problem_arose.emit(
            problems.problem_of(
                error, consequence=consequence, subject="source" if is_source else ""
            )
        )

    # ---- Dialogs

    @Slot()
    def ask_for_model(self) -> None:
        """Let the user choose a model file."""
        patterns = " ".join(f"*{suffix}" for suffix in sorted(MODEL_SUFFIXES))
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Open model"),
            self._settings.last_model_folder,
            f"{tr('Models')} ({patterns});;{tr('All files')} (*)",
        )
        if path:
            self._settings.last_model_folder = str(Path(path).parent)
            self.open([path])

    @Slot()
    def ask_for_pictures(self) -> None:
        """Let the user choose pictures and videos."""
        paths, _ = QFileDialog.getOpenFileNames(
            self._window,
            tr("Open pictures or video"),
            self._settings.last_source_folder,
            f"{tr('Pictures and videos')} ({_PICTURE_SUFFIXES});;{tr('All files')} (*)",
        )
        if paths:
            self._settings.last_source_folder = str(Path(paths[0]).parent)
            self.open(paths)

    @Slot()
    def ask_for_folder(self) -> None:
        """Let the user choose a folder of pictures."""
        path = QFileDialog.getExistingDirectory(
            self._window, tr("Open folder"), self._settings.last_source_folder
        )
        if path:
            self._settings.last_source_folder = path
            self.open([path])

    @Slot()
    def ask_for_labels(self) -> None:
        """Let the user choose a file of class names."""
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Class names"),
            self._settings.last_model_folder,
            f"{tr('Class names')} (*.txt *.names *.yaml *.yml *.json *.pbtxt);;"
            f"{tr('All files')} (*)",
        )
        if path:
            self.use_labels(Path(path))

    def use_labels(self, path: Path) -> None:
        """Name the classes of the model in force after a file; can be undone."""
        labels = self._read_labels(path)
        if labels is not None:
            self._use(labels, path.name)

    def _read_labels(self, path: Path) -> Labels | None:
        from engine_core.labelfiles import read_labels

        try:
            return read_labels(path)
        except EngineScopeError as error:
            self.problem_arose.emit(problems.problem_of(error))
            return None

    def _use(self, labels: Labels, name: str) -> None:
        if self._controller.opened is None:
            self.problem_arose.emit(
                problems.Problem(
                    title=text("{name} needs a model to name the classes of", name=name),
                    advice=text("Open the model first, then drop the class names again."),
                )
            )
            return
        now = self._controller.choices.choices.overrules
        self._controller.overrule(Overrules(labels=labels.names).over(now))

    # ---- Sources

    @Slot(object)
    def _on_thumbnails_made(self, made: Thumbnail) -> None:
        self._sources.set_thumbnail(made.item, made.image, made.info, made.error)

    @Slot(int)
    def show_row(self, row: int) -> None:
        """Look at a source of the list."""
        self._sources.set_current(row)
        self._controller.open_source(self._sources.model.item(row))

    @Slot(object)
    def _on_sources_removed(self, _: object) -> None:
        current = self._controller.source
        model = self._sources.model
        if current is not None and model.row_of(current.location) is None:
            row = self._sources.current()
            if row is None and model.rowCount():
                row = 0
            if row is None:
                self._controller.open_source(None)
            else:
                self.show_row(row)
        self.sources_changed.emit()

    # ---- What became of it

    @Slot(object)
    def _on_controller_model_changed(self, opened: ModelOpened | None) -> None:
        if opened is not None:
            if self._labels is not None and self._labels[0] == opened.file.path:
                (path, labels), self._labels = self._labels, None
                self._use(labels, path.name)
            self._settings.add_recent("model", str(opened.file.path))
            self.recents_changed.emit()
            if opened.note is not None:
                self.problem_arose.emit(problems.problem_of(opened.note))

    def _remember_sources(self, arguments: Sequence[str]) -> None:
        for argument in arguments[:5]:
            self._settings.add_recent("source", argument)
        self.recents_changed.emit()

    @Slot(object)
    def _on_controller_model_failed(self, failed: ModelFailed) -> None:
        self._failed, self._labels = failed, None
        if failed.sha256:
            self._unallowed[str(failed.wish.path)] = failed
        name = failed.wish.path.name
        opened = self._controller.opened
        # Where an engine failed, its thread has looked; otherwise what the window knows by now counts.
        is_engine = failed.machine is not None
        machine = failed.machine if failed.machine is not None else self.machine
        found = problems.problem_of(
            failed.error,
            problems.Circumstances(
                name=name,
                path=failed.wish.path,
                stays=opened.file.path.name if opened is not None else "",
                sibling=failed.sibling,
                built_with=failed.built_with,
                runtime=machine.tensorrt,
                device=machine.card_name(failed.wish.device),
                # Nothing can be built from an engine, only from the file that it was built from.
                can_build=machine.can_build and (failed.sibling is not None or not is_engine),
            ),
            subject="model",
        )
        if failed.report is not None:
            told = filter(None, (found.details.rstrip(), plain_facts(failed.report)))
            found = replace(found, details="\n\n".join(told))
        self.problem_arose.emit(found)

    @Slot(object)
    def _on_controller_source_opened(self, opened: SourceOpened) -> None:
        row = self._sources.model.row_of(opened.wish.item.location)
        if row is not None:
            self._sources.set_failed(row, None)
            self._sources.set_facts(row, opened.info)

    @Slot(object)
    def _on_controller_source_failed(self, failed: SourceFailed) -> None:
        self._failed = failed
        item = failed.wish.item
        row = self._sources.model.row_of(item.location)
        if row is not None:
            self._sources.model.set_failed(row, failed.error.why or failed.error.what)
        shown = self._controller.shown
        if shown is not None:
            self._sources.set_current(self._sources.model.row_of(shown.source.item.location))
        self.problem_arose.emit(
            problems.problem_of(
                failed.error,
                problems.Circumstances(
                    name=item.name,
                    stays=shown.source.item.name if shown is not None else "",
                    is_live=item.kind is SourceKind.LIVE,
                ),
                subject="source",
            )
        )

    @Slot()
    def try_again(self) -> None:
        """Open once more what failed last."""
        if isinstance(self._failed, ModelFailed):
            self._controller.open_model(self._failed.wish.path)
        elif isinstance(self._failed, SourceFailed):
            self._controller.open_source(self._failed.wish.item)

    @property
    def failed_model(self) -> Path | None:
        """The model that could not be opened last, where nothing else failed after it."""
        return self._failed.wish.path if isinstance(self._failed, ModelFailed) else None

    def allow_code(self, path: str) -> None:
        """Allow code in a file for which that was asked, and open it."""
        failed = self._unallowed.get(path)
        if failed is not None:
            self._open_allowed(failed, Permission(sha256=failed.sha256, host_code=True))

    def ask_for_library(self, path: str) -> bool:
        """Let the user choose the plugin library of a file, and open it with that.

        Returns:
            Whether one was chosen.
        """
        failed = self._unallowed.get(path)
        if failed is None:
            return False
        pattern = {"win32": "*.dll", "darwin": "*.dylib"}.get(sys.platform, "*.so *.so.*")
        library, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Plugin library of {name}", name=failed.wish.path.name),
            str(failed.wish.path.parent),
            f"{tr('Plugin libraries')} ({pattern});;{tr('All files')} (*)",
        )
        if library:
            self._open_allowed(failed, Permission(sha256=failed.sha256, library=Path(library)))
        return bool(library)

    def _open_allowed(self, failed: ModelFailed, permission: Permission) -> None:
        self._controller.open_model(failed.wish.path, failed.wish.overrules, permission=permission)

    def read_failed_as(self, decoder: str, *_: object) -> None:
        """Open the model that was not recognised, read by a family that the user names."""
        if isinstance(self._failed, ModelFailed):
            self._controller.open_model(self._failed.wish.path, Overrules(decoder=decoder))

    @Slot(object)
    def tell(self, error: EngineScopeError) -> None:
        """Show an error that belongs to nothing else."""
        shown = self._controller.shown
        if shown is not None:
            # Whatever was being opened, this is what is on display.
            self._sources.set_current(self._sources.model.row_of(shown.source.item.location))
        self.problem_arose.emit(problems.problem_of(error))

    def stop(self) -> None:
        """End the threads that list and look ahead."""
        self.intake.stop()
        self.thumbnails.stop()

    def show_folder_of(self, location: str) -> None:
        """Show a file in the desktop's file browser."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(location).parent)))
