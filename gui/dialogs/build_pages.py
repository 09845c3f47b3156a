"""How far a build is, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from engine_core.building import BuildLog as LogLine
from engine_core.building import BuildProgress, BuildResult
from engine_core.errors import BuildError
from gui.builds import BuildJob, BuildOutcome, DriftOutcome, DriftStep, precision_name
from gui.controls import ElidedText, Line, Progress, PushButton, Text
from gui.dialogs.build_log import BuildLog
from gui.dialogs.fact_grid import FactGrid
from gui.dialogs.sign import Sign
from gui.driftwords import DriftWords, drift_words
from gui.enginefacts import kind_rows, precision_words
from gui.exports import duration_text, said
from gui.i18n import counted, sentence, tr
from gui.modelfacts import size_words

# Of the bar, whatever the fraction.
_STEPS = 1000
_BEAT_MS = 1000
_MOST_KINDS = 7
_KINDS_GAP = 2


class BuildingPage(QWidget):
    """How far it is.

    Attributes:
        log: What TensorRT says; the last page shows it too.
        cancel, hide_button: Buttons.
    """

    def __init__(self, log: BuildLog) -> None:
        super().__init__()
        self._job: BuildJob | None = None
        self._progress: BuildProgress | None = None
        self._is_stopping = False
        self._elapsed_s = 0.0
        self._title = Text("title").wrap()
        self._step = ElidedText("secondary", mode=Qt.TextElideMode.ElideRight)
        self._bar = Progress()
        self._facts = Text("secondary")
        self._promise = Text("reason").wrap()
        self.cancel, self.hide_button = PushButton(), PushButton("primary")
        # Between two answers of TensorRT a minute may pass: the clock shows that it is alive.
        self._clock = QTimer(self)
        self._clock.setInterval(_BEAT_MS)
        self._clock.timeout.connect(self._on_clock_timeout)
        self.log = log
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.hide_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._step)
        layout.addSpacing(4)
        layout.addWidget(self._bar)
        layout.addSpacing(4)
        layout.addWidget(self._facts)
        self._log_place = QVBoxLayout()
        layout.addLayout(self._log_place, 1)
        layout.addWidget(self._promise)
        layout.addSpacing(8)
        layout.addLayout(buttons)

    def take_log(self) -> None:
        """Show the log on this page."""
        self._log_place.addWidget(self.log, 1)

    def begin(self, job: BuildJob) -> None:
        """Show that it has begun."""
        self._job = job
        self._progress = None
        self._is_stopping = False
        self._elapsed_s = 0.0
        self._bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self._clock.start()
        self.retranslate()

    def end(self) -> None:
        """Let the clock stand."""
        self._clock.stop()

    def show_stopping(self) -> None:
        """Show that it will stop soon."""
        self._is_stopping = True
        self.cancel.setEnabled(False)
        self._say()

    def show_progress(self, progress: BuildProgress) -> None:
        """Show how far it is."""
        self._progress = progress
        self._elapsed_s = progress.elapsed_s
        self._clock.start()
        if progress.fraction is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(round(min(1.0, max(0.0, progress.fraction)) * _STEPS))
        self._say()

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._bar.setAccessibleName(tr("Progress of the build"))
        self.cancel.setText(tr("Stop"))
        self.hide_button.setText(tr("Go on in the background"))
        self._promise.setText(
            tr(
                "You can go on working in the window. TensorRT tries many ways to run each part and "
                "measures them on this graphics card, so it is slower while other programs use it."
            )
        )
        job = self._job
        if job is not None:
            self._title.setText(
                tr(
                    "Building {name} in {precision}",
                    name=job.file.path.name,
                    precision=precision_name(job.wish.options.precision),
                )
            )
        self._say()

    def _say(self) -> None:
        progress = self._progress
        if self._is_stopping:
            self._step.setText(tr("Stopping…"))
        else:
            self._step.setText(sentence(progress.step) if progress else tr("Getting ready…"))
        facts = [duration_text(self._elapsed_s)]
        if progress is not None and progress.fraction is not None:
            facts.insert(0, f"{int(progress.fraction * 100)} %")
        self._facts.setText("  ·  ".join(facts))

    @Slot()
    def _on_clock_timeout(self) -> None:
        self._elapsed_s += _BEAT_MS / 1000
        self._say()


class BuiltPage(QWidget):
    """What became of it, and how far the engine answers from the file that it was built from.

    Signals:
        drift_cancelled: The comparison is to stop.
        resized: More or less has to be shown.

    Attributes:
        log: What TensorRT says.
        open_button, again, library, copy, close_button: Buttons.
    """

    drift_cancelled = Signal()
    resized = Signal()

    def __init__(self, log: BuildLog) -> None:
        super().__init__()
        self.log = log
        self._outcome: BuildOutcome | None = None
        self._step: DriftStep | None = None
        self._drift: DriftOutcome | None = None
        self._sign, self._title = Sign("ok"), Text("title").wrap()
        self._facts = Text("secondary").wrap()
        self._where = ElidedText("secondary")
        self._notes = Text("reason").wrap()
        self._kinds = _Kinds()
        self._drift_box = self._make_drift()
        self.open_button, self.again = PushButton("primary"), PushButton()
        self.copy, self.library, self.close_button = PushButton(), PushButton(), PushButton()
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        title.addWidget(self._title, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        for button in (self.close_button, self.library, self.copy, self.open_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(title)
        for widget in (self._facts, self._where, self._notes, self._kinds, self._drift_box):
            layout.addWidget(widget)
        self._log_place = QVBoxLayout()
        layout.addLayout(self._log_place, 1)
        layout.addSpacing(8)
        layout.addLayout(buttons)

    def _make_drift(self) -> QWidget:
        self._drift_title = Text("section")
        self._drift_bar = Progress()
        self._drift_said = Text("secondary").wrap()
        self._drift_sign = Sign("ok")
        self._drift_rows = FactGrid()
        self._drift_stop = PushButton("link")
        self._drift_stop.clicked.connect(self.drift_cancelled)
        box = QWidget()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._drift_title, 1)
        head.addWidget(self._drift_stop)
        said_row = QHBoxLayout()
        said_row.setSpacing(6)
        said_row.addWidget(self._drift_sign, 0, Qt.AlignmentFlag.AlignTop)
        said_row.addWidget(self._drift_said, 1)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Line())
        column.addSpacing(4)
        column.addLayout(head)
        column.addWidget(self._drift_bar)
        column.addLayout(said_row)
        column.addWidget(self._drift_rows)
        return box

    def take_log(self) -> None:
        """Show the log on this page."""
        self._log_place.addWidget(self.log, 1)

    def fill(self, outcome: BuildOutcome) -> None:
        """Show how a build ended."""
        self._outcome = outcome
        self._step = self._drift = None
        if outcome.error is not None:
            if not self.log.lines and outcome.error.details:
                self.log.add([LogLine(line, "info") for line in outcome.error.details.splitlines()])
            if self.log.lines:
                self.log.set_open(is_open=True)
        self.retranslate()

    def show_drift_step(self, step: DriftStep) -> None:
        """Show how far the comparison is."""
        self._step = step
        self._say_drift()

    def show_drift(self, outcome: DriftOutcome) -> None:
        """Show what the comparison found."""
        self._drift = outcome
        self._say_drift()
        self.resized.emit()

    @property
    def drift_said(self) -> str:
        """What the comparison found, in a sentence."""
        return self._drift_said.text()

    def words(self) -> str:
        """Return title and facts in one line, for the status and screen readers."""
        return " ".join(filter(None, (self._title.text(), self._facts.text().replace("\n", " "))))

    def retranslate(self) -> None:
        """Set all texts anew."""
        self.open_button.setText(tr("Open the engine"))
        self.again.setText(tr("Build another…"))
        self.copy.setText(tr("Save a copy as…"))
        self.library.setText(tr("Choose the plugin library…"))
        self.close_button.setText(tr("Close"))
        self._drift_title.setText(tr("Compared with ONNX Runtime"))
        self._drift_stop.setText(tr("Stop comparing"))
        self._drift_bar.setAccessibleName(tr("Progress of the comparison"))
        outcome = self._outcome
        if outcome is None:
            return
        result = outcome.result
        title, facts, notes = _ending(outcome)
        self._title.setText(title)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        self._sign.set_meaning(
            "err" if outcome.error is not None else "ok" if result is not None else "warn"
        )
        path = outcome.copy or (result.path if result is not None else None)
        self._where.setText(str(path) if path is not None else "")
        self._where.setVisible(path is not None)
        self._kinds.set_result(result)
        for button in (self.open_button, self.copy):
            button.setVisible(result is not None)
        self.library.setVisible(bool(_plugins(outcome)))
        self._say_drift()

    def _say_drift(self) -> None:
        outcome, step, ended = self._outcome, self._step, self._drift
        is_measuring = outcome is not None and outcome.compares and ended is None
        self._drift_box.setVisible(is_measuring or ended is not None)
        self._drift_bar.setVisible(is_measuring)
        self._drift_stop.setVisible(is_measuring)
        words = DriftWords()
        if is_measuring:
            self._drift_bar.setRange(0, step.total if step is not None else 0)
            self._drift_bar.setValue(step.done if step is not None else 0)
            words = DriftWords(
                tr("{done} of {total} pictures", done=step.done, total=step.total)
                if step is not None
                else tr("Opening both…")
            )
        elif ended is not None:
            if ended.drift is not None:
                words = drift_words(ended.drift, ended.labels)
            elif ended.error is not None:
                parts = said(ended.error)
                words = DriftWords(" ".join(filter(None, (parts.what, parts.why))), "warn")
            else:
                words = DriftWords(tr("The comparison was stopped."), "warn")
        self._drift_said.setText(words.summary)
        self._drift_sign.set_meaning(words.meaning)
        self._drift_sign.setVisible(ended is not None)
        self._drift_rows.set_rows(words.rows)


class _Kinds(QScrollArea):
    """Each kind of layer with its precisions; scrolls where there are many."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.grid = FactGrid(gap=_KINDS_GAP)
        self.grid.setAutoFillBackground(False)
        self.setWidget(self.grid)

    def set_result(self, result: BuildResult | None) -> None:
        """Show what an engine computes in."""
        rows = kind_rows(result.report) if result is not None and result.report else []
        self.grid.set_rows(rows)
        self.setAccessibleName(tr("Precision of each kind of layer"))
        self.setVisible(bool(rows))
        # Whole rows only: half a row looks like a fault.
        self.setFixedHeight(self.grid.height_of(_MOST_KINDS))


def _plugins(outcome: BuildOutcome) -> tuple[str, ...]:
    """Return the plugins that are missing, where a library with them would cure it."""
    return outcome.error.plugins if isinstance(outcome.error, BuildError) else ()


def _ending(outcome: BuildOutcome) -> tuple[str, str, list[str]]:
    """Return title, facts and notes of an ending."""
    result, error = outcome.result, outcome.error
    if error is not None:
        parts = said(error)
        notes = []
        if _plugins(outcome):
            notes.append(
                tr(
                    "A plugin library is a program: it runs on this computer with all rights that you "
                    "have. Choose only one that you trust."
                )
            )
        return parts.what.rstrip(".。"), "\n".join(filter(None, (parts.why, parts.cure))), notes
    if result is None:
        return tr("Stopped"), tr("No engine was made, and nothing is left of it."), []
    facts = [size_words(result.size_bytes)]
    if not result.from_cache:
        facts.append(tr("built in {time}", time=duration_text(result.seconds)))
    if result.report is not None:
        count = len(result.report.layers)
        if count:
            facts.append(counted(count, "{n} layer", "{n} layers"))
        facts.append(precision_words(result.report))
    notes = [sentence(warning) for warning in result.warnings]
    if outcome.copy_error is not None:
        parts = said(outcome.copy_error)
        notes.append(" ".join(filter(None, (parts.what, parts.why))))
    title = tr("This engine was built before") if result.from_cache else tr("The engine is built")
    return title, "  ·  ".join(filter(None, facts)), notes
