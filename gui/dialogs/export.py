"""Export: what, where, how; then how far it is; then what became of it. The window stays usable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine_core.batch import Failure
from engine_core.exporters import EXPORTERS, IMAGE_FORMATS, VIDEO_CODECS
from engine_core.frame import SourceKind
from gui.controls import ElidedText, Line, PushButton, Text, is_language_change
from gui.i18n import counted, sentence, tr
from gui.workers.export_worker import ExportOutcome, ExportProgress

_MOST_FAILURES = 500
# What makes no sense for one frame on the screen.
_MOVING = frozenset({"video", "frames"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOffer:
    """What can be exported now.

    Attributes:
        is_frame: Whether only the frame on the screen is meant.
        kinds: Kinds of the sources in the list.
        sources: Number of sources in the list.
        current: Name of the present source.
        shown: What is shown in words: thresholds and classes.
    """

    is_frame: bool
    kinds: frozenset[SourceKind]
    sources: int
    current: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoice:
    """What the user asked for.

    Attributes:
        keys: Formats.
        folder: Where to.
        only_current: Whether only the present source is meant.
        image_format: Of annotated pictures.
        video_codec: Of annotated videos.
        overwrite: Whether an earlier run there may be replaced.
    """

    keys: tuple[str, ...]
    folder: Path
    only_current: bool
    image_format: str
    video_codec: str
    overwrite: bool


class ExportDialog(QDialog):
    """Asks, shows progress, and tells the end. Not modal; one export at a time.

    An export goes on when its window is closed; asking for another brings it back.

    Signals:
        asked: The user starts: ``ExportChoice``.
        cancelled: The user stops what runs.
    """

    asked = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setMinimumWidth(560)
        self._offer: ExportOffer | None = None
        self._outcome: ExportOutcome | None = None
        self._failures: list[Failure] = []
        self._pages = QStackedWidget()
        self.form = _Form()
        self._running = _Running()
        self._end = _End()
        for page in (self.form, self._running, self._end):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addWidget(self._pages)
        self.form.start.clicked.connect(self._on_start_clicked)
        self.form.cancel.clicked.connect(self.close)
        self._running.cancel.clicked.connect(self._on_cancel_clicked)
        self._running.hide_button.clicked.connect(self.hide)
        self._end.close_button.clicked.connect(self.close)
        self._end.folder.clicked.connect(self._open_folder)
        self._end.again.clicked.connect(self._ask_again)
        self._retranslate()

    def offer(self, offer: ExportOffer, choice: ExportChoice) -> None:
        """Ask what to export, the last choice filled in."""
        if self.is_running:
            return
        self._offer = offer
        self.form.fill(offer, choice)
        self._pages.setCurrentWidget(self.form)
        self._set_title()

    @property
    def is_running(self) -> bool:
        return self._pages.currentWidget() is self._running

    def show_running(self) -> None:
        """Show that it has begun."""
        self._failures.clear()
        self._running.begin()
        self._pages.setCurrentWidget(self._running)
        self._set_title()

    @Slot(object)
    def show_progress(self, progress: ExportProgress) -> None:
        """Show how far it is."""
        self._running.show_progress(progress, len(self._failures))

    @Slot(object)
    def add_failure(self, failure: Failure) -> None:
        """Take note of something that was skipped."""
        if len(self._failures) < _MOST_FAILURES:
            self._failures.append(failure)

    @Slot(object)
    def show_outcome(self, outcome: ExportOutcome) -> None:
        """Tell how it ended."""
        self._outcome = outcome
        self._end.fill(outcome, self._failures)
        self._pages.setCurrentWidget(self._end)
        self._set_title()

    @Slot()
    def _on_start_clicked(self) -> None:
        choice = self.form.choice()
        if choice.keys:
            self.asked.emit(choice)

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self._running.show_cancelling()
        self.cancelled.emit()

    @Slot()
    def _open_folder(self) -> None:
        if self._outcome is not None and self._outcome.out is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._outcome.out)))

    @Slot()
    def _ask_again(self) -> None:
        self._pages.setCurrentWidget(self.form)
        self._set_title()

    def _set_title(self) -> None:
        if self.is_running:
            self.setWindowTitle(tr("Exporting"))
        elif self._offer is not None and self._offer.is_frame:
            self.setWindowTitle(tr("Export this frame"))
        else:
            self.setWindowTitle(tr("Export"))

    def _retranslate(self) -> None:
        self._set_title()
        self.form.retranslate()
        self._running.retranslate()
        self._end.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)


class _Form(QWidget):
    """What to export."""

    def __init__(self) -> None:
        super().__init__()
        self._offer: ExportOffer | None = None
        self._shown = Text("secondary").wrap()
        self._formats_title = Text("section")
        self._boxes: dict[str, QCheckBox] = {}
        self._notes: dict[str, Text] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, kind in enumerate(EXPORTERS):
            box, note = QCheckBox(), Text("caption")
            box.toggled.connect(self._update)
            self._boxes[kind.key], self._notes[kind.key] = box, note
            grid.addWidget(box, row, 0)
            grid.addWidget(note, row, 1)
        self._only_current = QCheckBox()
        self._only_current.toggled.connect(self._update)
        self._folder_label, self.folder = Text(), QLineEdit()
        self.folder.textChanged.connect(self._update)
        self._browse = PushButton()
        self._browse.clicked.connect(self._on_browse_clicked)
        self._image_label, self._image = Text(), QComboBox()
        self._image.addItems([name.upper() for name in IMAGE_FORMATS])
        self._codec_label, self._codec = Text(), QComboBox()
        self._codec.addItems([name.upper() for name in VIDEO_CODECS])
        self._overwrite = QCheckBox()
        where = QGridLayout()
        where.setHorizontalSpacing(12)
        where.setVerticalSpacing(8)
        where.setColumnStretch(1, 1)
        where.addWidget(self._folder_label, 0, 0)
        where.addWidget(self.folder, 0, 1)
        where.addWidget(self._browse, 0, 2)
        where.addWidget(self._image_label, 1, 0)
        where.addWidget(self._image, 1, 1, Qt.AlignmentFlag.AlignLeft)
        where.addWidget(self._codec_label, 2, 0)
        where.addWidget(self._codec, 2, 1, Qt.AlignmentFlag.AlignLeft)
        where.addWidget(self._overwrite, 3, 1, 1, 2)
        self._problem = Text("reason").wrap()
        self.start, self.cancel = PushButton("primary"), PushButton()
        self.start.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self._problem, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._shown)
        layout.addWidget(self._formats_title)
        layout.addLayout(grid)
        layout.addWidget(Line())
        layout.addWidget(self._only_current)
        layout.addLayout(where)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def fill(self, offer: ExportOffer, choice: ExportChoice) -> None:
        """Show what can be chosen, and what was chosen last."""
        self._offer = offer
        for kind in EXPORTERS:
            gives = bool(kind.sources & offer.kinds) and not (
                offer.is_frame and kind.key in _MOVING
            )
            self._boxes[kind.key].setEnabled(gives)
            self._boxes[kind.key].setChecked(gives and kind.key in choice.keys)
        if not any(box.isChecked() for box in self._boxes.values()):
            first = next(key for key, box in self._boxes.items() if box.isEnabled())
            self._boxes[first].setChecked(True)
        self.folder.setText(str(choice.folder))
        self._only_current.setVisible(not offer.is_frame and offer.sources > 1)
        self._only_current.setChecked(choice.only_current)
        self._overwrite.setVisible(not offer.is_frame)
        self._overwrite.setChecked(choice.overwrite)
        self._image.setCurrentIndex(IMAGE_FORMATS.index(choice.image_format))
        self._codec.setCurrentIndex(VIDEO_CODECS.index(choice.video_codec))
        self.retranslate()

    def box(self, key: str) -> QCheckBox:
        """Return the check box of a format."""
        return self._boxes[key]

    def choice(self) -> ExportChoice:
        """Return what is chosen."""
        return ExportChoice(
            keys=tuple(key for key, box in self._boxes.items() if box.isChecked()),
            folder=Path(self.folder.text().strip()).expanduser(),
            only_current=self._only_current.isVisible() and self._only_current.isChecked(),
            image_format=IMAGE_FORMATS[self._image.currentIndex()],
            video_codec=VIDEO_CODECS[self._codec.currentIndex()],
            overwrite=self._overwrite.isChecked(),
        )

    @Slot()
    def _update(self) -> None:
        keys = {key for key, box in self._boxes.items() if box.isChecked()}
        problem = ""
        if not keys:
            problem = tr("Choose at least one format.")
        elif {"yolo", "yolo-conf"} <= keys:
            problem = tr("YOLO labels with and without confidence have the same names: choose one.")
        elif not self.folder.text().strip():
            problem = tr("Choose a folder.")
        self._problem.setText(problem)
        self.start.setEnabled(not problem)
        pictures = bool(keys & {"images", "frames", "crops"})
        self._image.setEnabled(pictures)
        self._codec.setEnabled("video" in keys)

    @Slot()
    def _on_browse_clicked(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("Export to folder"), self.folder.text())
        if path:
            self.folder.setText(path)

    def retranslate(self) -> None:
        offer = self._offer
        self._formats_title.setText(tr("Formats"))
        for kind in EXPORTERS:
            self._boxes[kind.key].setText(sentence(kind.title))
            self._notes[kind.key].setText(sentence(kind.description))
        self._folder_label.setText(tr("Folder"))
        self.folder.setAccessibleName(tr("Folder"))
        self._browse.setText(tr("Choose…"))
        self._image_label.setText(tr("Pictures as"))
        self._image.setAccessibleName(tr("Pictures as"))
        self._codec_label.setText(tr("Videos as"))
        self._codec.setAccessibleName(tr("Videos as"))
        self._overwrite.setText(tr("Replace results of an earlier export in this folder"))
        self.start.setText(tr("Export"))
        self.cancel.setText(tr("Cancel"))
        if offer is not None:
            self._shown.setText(tr("What is shown is what is exported: {shown}", shown=offer.shown))
            self._only_current.setText(tr("Only {name}", name=offer.current))
        self._update()


class _Running(QWidget):
    """How far it is."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Text("title")
        self._current = ElidedText("secondary")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._facts = Text("secondary")
        self._failed = Text("secondary")
        self.cancel, self.hide_button = PushButton(), PushButton()
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.hide_button)
        buttons.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._title, self._current, self._bar, self._facts, self._failed):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def begin(self) -> None:
        self._bar.setRange(0, 0)
        self._current.setText("")
        self._facts.setText(tr("Getting ready…"))
        self._failed.setText("")
        self.cancel.setEnabled(True)

    def show_cancelling(self) -> None:
        self.cancel.setEnabled(False)
        self._facts.setText(tr("Stopping after the frame in hand…"))

    def show_progress(self, progress: ExportProgress, failures: int) -> None:
        if not self.cancel.isEnabled():
            return
        self._current.setText(progress.current)
        if progress.total:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)
            done = tr(
                "{done} of {total} frames", done=f"{progress.done:,}", total=f"{progress.total:,}"
            )
        else:
            self._bar.setRange(0, 0)
            done = counted(progress.done, "{n} frame", "{n} frames")
        rate = progress.done / progress.elapsed_s if progress.elapsed_s > 0 else 0.0
        facts = [done, tr("{rate:.1f} frames/s", rate=rate)]
        if progress.left_s is not None and progress.elapsed_s > 1:
            facts.append(tr("{time} left", time=duration_text(progress.left_s)))
        self._facts.setText("   ".join(facts))
        if failures:
            self._failed.setText(counted(failures, "{n} failed so far", "{n} failed so far"))

    def retranslate(self) -> None:
        self._title.setText(tr("Exporting"))
        self._bar.setAccessibleName(tr("Progress of the export"))
        self.cancel.setText(tr("Stop"))
        self.hide_button.setText(tr("Go on in the background"))


class _End(QWidget):
    """What became of it."""

    def __init__(self) -> None:
        super().__init__()
        self._outcome: ExportOutcome | None = None
        self._failures: Sequence[Failure] = ()
        self._title = Text("title").wrap()
        self._facts = Text("secondary").wrap()
        self._where = ElidedText("secondary")
        self._list_title = Text("section")
        self._list = QPlainTextEdit()
        self._list.setReadOnly(True)
        self._list.setMinimumHeight(120)
        self.folder, self.again, self.close_button = (
            PushButton("primary"),
            PushButton(),
            PushButton(),
        )
        self._copy = PushButton("link")
        self._copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(self._list.toPlainText())
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.again)
        buttons.addWidget(self.folder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._title, self._facts, self._where, self._list_title):
            layout.addWidget(widget)
        layout.addWidget(self._list, 1)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def fill(self, outcome: ExportOutcome, failures: Sequence[Failure]) -> None:
        self._outcome, self._failures = outcome, list(failures)
        self.retranslate()

    def retranslate(self) -> None:
        self.folder.setText(tr("Open folder"))
        self.again.setText(tr("Back"))
        self.close_button.setText(tr("Close"))
        self._copy.setText(tr("Copy list"))
        outcome = self._outcome
        if outcome is None:
            return
        report, error = outcome.report, outcome.error
        lines = []
        if error is not None:
            self._title.setText(sentence(error.what))
            said = [sentence(part) for part in (error.why, error.cure) if part]
            self._facts.setText("\n".join(said))
            lines = error.details.splitlines()
        elif report is not None:
            if report.is_interrupted:
                self._title.setText(tr("Stopped; everything complete was kept"))
            elif self._failures:
                self._title.setText(tr("Exported, but not everything"))
            else:
                self._title.setText(tr("Exported"))
            facts = [
                counted(report.frames, "{n} frame", "{n} frames"),
                counted(report.detections, "{n} detection", "{n} detections"),
                duration_text(outcome.elapsed_s),
            ]
            self._facts.setText(", ".join(facts) + "".join(f"\n{note}" for note in outcome.notes))
        if self._failures:
            lines = [f"{each.name}: {_said(each)}" for each in self._failures]
        self._list_title.setText(
            counted(len(self._failures), "{n} file failed", "{n} files failed")
            if self._failures
            else tr("Details")
        )
        for widget in (self._list_title, self._list, self._copy):
            widget.setVisible(bool(lines))
        self._list.setPlainText("\n".join(lines))
        self._where.setText(str(outcome.out) if outcome.out is not None else "")
        self.folder.setEnabled(outcome.out is not None)


def _said(failure: Failure) -> str:
    error = failure.error
    return ". ".join(sentence(part).rstrip(".") for part in (error.what, error.why) if part)


def duration_text(seconds: float) -> str:
    """Return a length of time in words as short as its size allows."""
    whole = max(0, round(seconds))
    if whole < 60:
        return tr("{s} s", s=whole)
    if whole < 3600:
        return tr("{m} min {s} s", m=whole // 60, s=whole % 60)
    return tr("{h} h {m} min", h=whole // 3600, m=whole % 3600 // 60)
