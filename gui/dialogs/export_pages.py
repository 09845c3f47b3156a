"""How far an export is, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gui.controls import ElidedText, Progress, PushButton, Text
from gui.dialogs.sign import Sign
from gui.exports import (
    ExportOutcome,
    ExportProgress,
    Said,
    duration_text,
    failure_text,
    rate_text,
    said,
)
from gui.fonts import code_font
from gui.i18n import counted, sentence, tr

# Of the bar, whatever the number of frames.
_STEPS = 1000
_LONG_LIST = 6
# Two lines each, since reasons are long.
_LINE_PX = 32
_ANY_HEIGHT = 16_777_215


class RunningPage(QWidget):
    """How far it is.

    Attributes:
        cancel, hide_button: Buttons.
    """

    def __init__(self) -> None:
        super().__init__()
        self._progress: ExportProgress | None = None
        self._is_stopping = False
        self._title = Text("title")
        self._current = ElidedText("secondary")
        self._bar = Progress()
        self._facts = Text("secondary").wrap()
        self._sign, self._failed = Sign("err"), Text("error")
        self._promise = Text("reason").wrap()
        self.cancel, self.hide_button = PushButton(), PushButton("primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.hide_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._current)
        layout.addSpacing(4)
        layout.addWidget(self._bar)
        layout.addSpacing(4)
        layout.addWidget(self._facts)
        for widget in (self._sign, self._failed):
            # The first failure must not move what stands below.
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        failed = QHBoxLayout()
        failed.setSpacing(6)
        failed.addWidget(self._sign)
        failed.addWidget(self._failed, 1)
        layout.addLayout(failed)
        layout.addStretch(1)
        layout.addWidget(self._promise)
        layout.addSpacing(8)
        layout.addLayout(buttons)

    def begin(self) -> None:
        """Show that it has begun."""
        self._progress = None
        self._is_stopping = False
        self._bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self.retranslate()

    def show_stopping(self) -> None:
        """Show that it will stop soon."""
        self._is_stopping = True
        self.cancel.setEnabled(False)
        self._say()

    def show_progress(self, progress: ExportProgress) -> None:
        """Show how far it is."""
        self._progress = progress
        if progress.share is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(round(progress.share * _STEPS))
        self._say()

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._title.setText(tr("Exporting"))
        self._bar.setAccessibleName(tr("Progress of the export"))
        self.cancel.setText(tr("Stop"))
        self.hide_button.setText(tr("Go on in the background"))
        self._promise.setText(
            tr(
                "You can go on working in the window; what you change there does not change this "
                "export. Stopping keeps every complete file, and the same export to the same folder "
                "goes on from there."
            )
        )
        self._say()

    def _say(self) -> None:
        progress = self._progress
        self._current.setText(progress.current if progress is not None else "")
        failed = progress.failed if progress is not None else 0
        self._failed.setText(counted(failed, "{n} failed so far", "{n} failed so far"))
        for widget in (self._sign, self._failed):
            widget.setVisible(failed > 0)
        if self._is_stopping:
            self._facts.setText(tr("Stopping after the frame in hand…"))
        elif progress is None:
            self._facts.setText(tr("Getting ready…"))
        else:
            self._facts.setText("  ·  ".join(_progress_facts(progress)))


class EndPage(QWidget):
    """What became of it.

    Attributes:
        folder, again, close_button: Buttons.
    """

    def __init__(self) -> None:
        super().__init__()
        self._outcome: ExportOutcome | None = None
        self._sign, self._title = Sign("ok"), Text("title").wrap()
        self._facts = Text("secondary").wrap()
        self._where = ElidedText("secondary")
        self._notes = Text("reason").wrap()
        self._list_title = Text("section")
        self._list = QPlainTextEdit()
        self._list.setProperty("role", "code")
        self._list.setReadOnly(True)
        self._list.setTabChangesFocus(True)
        self._list.setFont(code_font(12))
        self.folder, self.again, self.close_button = (
            PushButton("primary"),
            PushButton(),
            PushButton(),
        )
        self.copy = PushButton("link")
        self.copy.clicked.connect(self._on_copy_clicked)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self._sign)
        title.addWidget(self._title, 1)
        head = QHBoxLayout()
        head.addWidget(self._list_title, 1)
        head.addWidget(self.copy)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.again)
        buttons.addWidget(self.folder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(title)
        for widget in (self._facts, self._where, self._notes):
            layout.addWidget(widget)
        layout.addLayout(head)
        layout.addWidget(self._list, 1)
        self._filler = QWidget()
        layout.addWidget(self._filler, 1)
        layout.addSpacing(8)
        layout.addLayout(buttons)

    @property
    def listed(self) -> str:
        """What is in the list: failures, or details of an error."""
        return self._list.toPlainText()

    def fill(self, outcome: ExportOutcome) -> None:
        """Show how an export ended."""
        self._outcome = outcome
        self.retranslate()

    def words(self) -> str:
        """Return title and facts in one line, for the status and screen readers."""
        return " ".join(filter(None, (self._title.text(), self._facts.text().replace("\n", " "))))

    def retranslate(self) -> None:
        """Set all texts anew."""
        self.folder.setText(tr("Open folder"))
        self.again.setText(tr("Export again…"))
        self.close_button.setText(tr("Close"))
        outcome = self._outcome
        if outcome is None:
            return
        title, facts = _ending(outcome)
        self._title.setText(title)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        self._sign.set_meaning(_meaning(outcome))
        self._notes.setText("\n".join(sentence(note) for note in outcome.notes))
        self._notes.setVisible(bool(outcome.notes))
        self._where.setText(str(outcome.out) if outcome.out is not None else "")
        self._where.setVisible(outcome.out is not None)
        self.folder.setEnabled(outcome.out is not None)
        self._list_failures(outcome)

    def _list_failures(self, outcome: ExportOutcome) -> None:
        lines = [failure_text(failure) for failure in outcome.failures]
        more = outcome.failed - len(lines)
        if more:
            lines.append(counted(more, "and {n} more", "and {n} more"))
        title = counted(outcome.failed, "{n} failed", "{n} failed")
        if not lines and outcome.error is not None and outcome.error.details:
            lines = outcome.error.details.splitlines()
            title = tr("Details")
        self.copy.setText(tr("Copy list") if lines and outcome.failed else tr("Copy details"))
        self._list_title.setText(title)
        self._list.setAccessibleName(title)
        self._list.setPlainText("\n".join(lines))
        for widget in (self._list_title, self._list, self.copy):
            widget.setVisible(bool(lines))
        # A long list takes the room there is, a short one no more than it needs.
        is_short = len(lines) < _LONG_LIST
        self._list.setMinimumHeight(40 + _LINE_PX * min(len(lines), _LONG_LIST))
        self._list.setMaximumHeight(self._list.minimumHeight() if is_short else _ANY_HEIGHT)
        self._filler.setVisible(is_short)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._list.toPlainText())


def _progress_facts(progress: ExportProgress) -> list[str]:
    if progress.total is None:
        facts = [counted(progress.done, "{n} frame", "{n} frames")]
    else:
        facts = [
            tr(
                "{done} of {total} frames",
                done=f"{progress.done:,}",
                total=f"{progress.total:,}",
            )
        ]
    if progress.rate:
        facts.append(rate_text(progress.rate))
    if progress.left_s is not None:
        facts.append(tr("{time} left", time=duration_text(progress.left_s)))
    return facts


def _ending(outcome: ExportOutcome) -> tuple[str, str]:
    """Return title and facts of an ending."""
    report, error = outcome.report, outcome.error
    if error is not None:
        parts = said(error)
        kept = ""
        if outcome.out is not None and not outcome.is_frame:
            kept = tr(
                "Complete files were kept; the same export to the same folder goes on from there."
            )
        return _without_stop(parts), "\n".join(filter(None, (parts.why, parts.cure, kept)))
    if report is None:
        return tr("Nothing was exported"), ""
    facts = [
        counted(report.frames, "{n} frame", "{n} frames"),
        counted(report.detections, "{n} detection", "{n} detections"),
        duration_text(outcome.elapsed_s),
    ]
    if report.resumed:
        facts.insert(
            1,
            counted(
                report.resumed,
                "{n} of them taken from the earlier export",
                "{n} of them taken from the earlier export",
            ),
        )
    line = "  ·  ".join(facts)
    if report.is_interrupted:
        if outcome.out is None:
            return tr("Stopped before anything was written"), ""
        kept = tr("Every complete file was kept; the same export to the same folder goes on there.")
        return tr("Stopped"), f"{line}\n{kept}"
    if outcome.failed:
        return tr("Exported, but not everything"), line
    return tr("Frame exported") if outcome.is_frame else tr("Exported"), line


def _meaning(outcome: ExportOutcome) -> str:
    if outcome.error is not None:
        return "err"
    is_whole = outcome.report is not None and not outcome.report.is_interrupted
    return "ok" if is_whole and not outcome.failed else "warn"


def _without_stop(parts: Said) -> str:
    return parts.what.rstrip(".。")
