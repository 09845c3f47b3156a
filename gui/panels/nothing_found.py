"""The card over the picture where nothing is found: why, and what would help."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine_core.diagnose import Diagnosis, Finding, FindingKind, Trial
from gui.controls import IconButton, Progress, PushButton, Text, is_language_change
from gui.i18n import counted, sentence, tr
from gui.icons import icon
from gui.panels.recipe_fields import Reason

MOST_WIDTH = 624
_PLAIN_WIDTH = 520
_MOST_TRIALS = 5
_BROKEN = frozenset(
    {
        FindingKind.NOT_FINITE,
        FindingKind.CONSTANT,
        FindingKind.ALIKE,
        FindingKind.FLOOD,
        FindingKind.OUTSIDE,
        FindingKind.TINY,
        FindingKind.LABELS,
        FindingKind.PRECISION,
    }
)


class NothingFound(QFrame):
    """One line with a button at first; what was found out below it, when asked.

    Signals:
        diagnosis_requested: "Find out why" was clicked.
        apply_requested: ``Overrules`` to lay over those in force.
        threshold_requested: A confidence that shows what lies below the present one.
        dismissed: The card shall go.
    """

    diagnosis_requested = Signal()
    apply_requested = Signal(object)
    threshold_requested = Signal(float)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setMaximumWidth(MOST_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._floor = 0.01
        self._below: tuple[int, float] | None = None
        self._is_working = False
        self._diagnosis: Diagnosis | None = None

        self.title = Text("strong").wrap()
        self.show_them = PushButton()
        self.why = PushButton()
        self.close_button = IconButton("close", small=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.show_them)
        head.addWidget(self.why)
        head.addWidget(self.close_button)

        self.busy = Progress()
        self.busy.setRange(0, 0)
        self.findings = QWidget()
        self._findings = QVBoxLayout(self.findings)
        self._findings.setContentsMargins(0, 8, 0, 0)
        self._findings.setSpacing(0)
        self._reasons: list[Reason] = []

        self.proposal = QWidget()
        row = QHBoxLayout(self.proposal)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(12)
        self.proposal_text = Text("body").wrap()
        self.apply = PushButton("primary")
        row.addWidget(self.proposal_text, 1)
        row.addWidget(self.apply, 0, Qt.AlignmentFlag.AlignTop)

        self.fold = PushButton("flat")
        self.fold.setCheckable(True)
        self.fold.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.trials = QWidget()
        self._trials = QVBoxLayout(self.trials)
        self._trials.setContentsMargins(0, 4, 0, 0)
        self._trials.setSpacing(4)
        self._rows: list[_TrialRow] = []

        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 12, 10)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addSpacing(2)
        whole.addWidget(self.busy)
        for part in (self.findings, self.proposal):
            whole.addWidget(part)
        whole.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self.trials)

        self.why.clicked.connect(self.diagnosis_requested)
        self.show_them.clicked.connect(self._on_show_them_clicked)
        self.close_button.clicked.connect(self.dismissed)
        self.apply.clicked.connect(self._on_apply_clicked)
        self.fold.toggled.connect(self._on_fold_toggled)
        self._retranslate()

    # ---- Told from outside

    def show_nothing(self, floor: float) -> None:
        """Say that the frame gives nothing at all.

        Args:
            floor: Smallest confidence that is computed.
        """
        self._begin(floor=floor, below=None)

    def show_below(self, count: int, best: float) -> None:
        """Say that everything lies below the threshold.

        Args:
            count: How many.
            best: The highest of their scores.
        """
        self._begin(floor=self._floor, below=(count, best))

    def show_working(self) -> None:
        """Show that the reason is being looked for."""
        self._diagnosis, self._is_working = None, True
        self._follow()

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """Say what was found out, and offer what would help."""
        self._diagnosis, self._is_working = diagnosis, False
        self.fold.setChecked(False)
        self._follow()

    # ---- What is shown

    def _begin(self, *, floor: float, below: tuple[int, float] | None) -> None:
        is_same = (floor, below) == (self._floor, self._below)
        # The same count and score tell that it is the same frame still, of which all is said; "nothing"
        # may be another frame.
        if is_same and (below is not None or (self._diagnosis is None and not self._is_working)):
            return
        self._floor, self._below = floor, below
        self._diagnosis, self._is_working = None, False
        self._follow()

    def _follow(self) -> None:
        below, diagnosis = self._below, self._diagnosis
        if self._is_working:
            self.title.setText(tr("Looking for the reason…"))
        elif below is None:
            self.title.setText(tr("Nothing found above {floor}", floor=f"{self._floor:.2f}"))
        else:
            self.title.setText(
                counted(
                    below[0],
                    "Nothing above the threshold, but {n} below it, best {best}",
                    "Nothing above the threshold, but {n} below it, best {best}",
                    best=f"{below[1]:.2f}",
                )
            )
        self.show_them.setVisible(below is not None and not self._is_working)
        self.why.setVisible(diagnosis is None and not self._is_working)
        self.busy.setVisible(self._is_working)
        self.findings.setVisible(diagnosis is not None and bool(diagnosis.findings))
        proposal = diagnosis.proposal if diagnosis is not None else None
        self.proposal.setVisible(proposal is not None)
        if proposal is not None:
            self.proposal_text.setText(trial_words(proposal))
            self.apply.setAccessibleDescription(trial_words(proposal))
        self._show_findings(diagnosis.findings if diagnosis is not None else ())
        self._show_trials(_others(diagnosis))
        self.setAccessibleName(self.title.text())
        self.updateGeometry()

    def _show_findings(self, findings: tuple[Finding, ...]) -> None:
        for index, finding in enumerate(findings):
            if index == len(self._reasons):
                self._reasons.append(Reason())
                self._findings.addWidget(self._reasons[index])
            kind = "warn" if finding.kind in _BROKEN else "info"
            self._reasons[index].say(sentence(finding.said), kind=kind)
        for index, reason in enumerate(self._reasons):
            reason.setVisible(index < len(findings))

    def _show_trials(self, trials: tuple[Trial, ...]) -> None:
        for index, trial in enumerate(trials):
            if index == len(self._rows):
                self._rows.append(_TrialRow())
                self._rows[index].apply_requested.connect(self.apply_requested)
                self._trials.addWidget(self._rows[index])
            self._rows[index].show_trial(trial)
        for index, row in enumerate(self._rows):
            row.setVisible(index < len(trials))
        self.fold.setVisible(bool(trials))
        self.fold.setText(
            counted(len(trials), "{n} other way that was tried", "{n} other ways that were tried")
        )
        self._unfold()

    def _unfold(self) -> None:
        is_open = self.fold.isChecked() and self.fold.isVisibleTo(self)
        self.fold.setIcon(icon("down" if self.fold.isChecked() else "right"))
        self.trials.setVisible(is_open)

    def _retranslate(self) -> None:
        self.show_them.setText(tr("Show them"))
        self.why.setText(tr("Find out why"))
        self.close_button.describe(tr("Close"), "Esc")
        self.busy.setAccessibleName(tr("Looking for the reason…"))
        self.apply.setText(tr("Apply"))
        self._follow()

    # ---- What a person does

    @Slot()
    def _on_show_them_clicked(self) -> None:
        if self._below is not None:
            # Down to a whole hundredth, so that the best one passes the rounding of any field.
            best = int(self._below[1] * 100 + 1e-6) / 100
            self.threshold_requested.emit(max(self._floor, best / 2 if best > 0.1 else 0.0))

    @Slot()
    def _on_apply_clicked(self) -> None:
        if self._diagnosis is not None and self._diagnosis.proposal is not None:
            self.apply_requested.emit(self._diagnosis.proposal.overrules)

    @Slot(bool)
    def _on_fold_toggled(self, _is_open: bool) -> None:
        self._unfold()
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        width = MOST_WIDTH if self._diagnosis is not None else _PLAIN_WIDTH
        return QSize(width, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)


def trial_words(trial: Trial) -> str:
    """Return "Feed BGR instead of RGB: 6 boxes, best 0.87"."""
    said = sentence(trial.said)
    return counted(
        trial.boxes,
        "{change}: {n} box, best {best}",
        "{change}: {n} boxes, best {best}",
        change=said[:1].upper() + said[1:],
        best=f"{trial.best:.2f}",
    )


def _others(diagnosis: Diagnosis | None) -> tuple[Trial, ...]:
    """Return the believable trials besides the proposal, best first."""
    if diagnosis is None:
        return ()
    others = [
        trial
        for trial in diagnosis.trials
        if trial != diagnosis.proposal and trial.boxes and trial.quality > 0
    ]
    return tuple(others[:_MOST_TRIALS])


class _TrialRow(QWidget):
    """Another way that was tried, and a button to take it all the same."""

    apply_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._trial: Trial | None = None
        self.text = Text("reason").wrap()
        self.use = PushButton("link")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.use, 0, Qt.AlignmentFlag.AlignTop)
        self.use.clicked.connect(self._on_use_clicked)

    def show_trial(self, trial: Trial) -> None:
        self._trial = trial
        self.text.setText(trial_words(trial))
        self.use.setText(tr("Try"))
        self.use.setAccessibleName(tr("Try: {change}", change=trial_words(trial)))

    @Slot()
    def _on_use_clicked(self) -> None:
        if self._trial is not None:
            self.apply_requested.emit(self._trial.overrules)
