"""Writes files beside the window: its own thread, its own session, every frame, nothing dropped."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from engine_core.batch import Failure, Progress, Report, RunSettings, run, settle
from engine_core.detections import ClassScore, Detections
from engine_core.detector import Detector
from engine_core.errors import EngineScopeError, InferenceError
from engine_core.frame import Frame, SourceItem, SourceKind
from engine_core.modelfile import ModelFile
from engine_core.recipe import Overrules, Recipe
from engine_core.runtime import open_session
from engine_core.saving import SavePlan, Saving, save_frame
from engine_core.text import Text, text
from gui.exports import MOST_FAILURES, ExportOutcome, ExportProgress

_log = logging.getLogger(__name__)
_DRAWN = frozenset({"images", "frames", "video"})
# Progress is for people.
_LEAST_S_BETWEEN = 0.1
# Speed is that of the last while: frames taken over from an earlier run go by in no time.
_RATE_S = 10.0
_LEAST_S_OF_RATE = 0.5


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RunJob:
    """Every frame of some sources. All values are frozen: what the window does later changes nothing.

    Attributes:
        file: The model, as the window has it open.
        overrules: How it is read, as the window reads it.
        items: The sources.
        settings: What is shown is what is exported.
        plan: Formats, folder, look.
        seen: The frame on the screen, which settles first what the model's shapes leave open, as it
            did in the window.
        frames: Number of frames of all sources, as far as known before; None where it is not.
        device: Number of the graphics card, where one runs the model.
    """

    file: ModelFile
    overrules: Overrules
    items: tuple[SourceItem, ...]
    settings: RunSettings
    plan: SavePlan
    seen: Frame | None = None
    frames: int | None = None
    device: int = 0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FrameJob:
    """One frame that is on the screen, with what is shown on it: no model is asked again.

    Attributes:
        frame: The frame.
        detections: Those shown.
        classes: A classifier's answers.
        recipe: Of the model that found them.
        plan: Formats, folder, look; ``out`` must be given.
        name: Name of the picture without suffix.
    """

    frame: Frame
    detections: Detections
    classes: tuple[ClassScore, ...]
    recipe: Recipe
    plan: SavePlan
    name: str


class ExportWorker(QThread):
    """Runs one job and ends. Made on the GUI thread; ``cancel`` may be called at any time.

    Signals:
        progressed: ``ExportProgress``, at most ten times a second.
        done: ``ExportOutcome``, always exactly once; ``finished`` follows when the thread has ended.
    """

    progressed = Signal(object)
    done = Signal(object)

    def __init__(
        self,
        job: RunJob | FrameJob,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._job = job
        self._clock = clock
        self._stop = threading.Event()
        self._begun_s = 0.0
        self._meter: Meter | None = None
        self._failures: list[Failure] = []
        self._failed = 0
        self._out: Path | None = None

    def cancel(self) -> None:
        """Stop after the frame in hand; complete files stay, and the same export can be gone on with."""
        self._stop.set()

    def run(self) -> None:
        job = self._job
        self._begun_s = self._clock()
        report: Report | None = None
        error: EngineScopeError | None = None
        notes: tuple[Text, ...] = ()
        try:
            if isinstance(job, FrameJob):
                notes = save_frame(
                    job.plan, job.frame, job.detections, job.classes, job.recipe, job.name
                )
                self._out = job.plan.out
                report = Report(frames=1, detections=len(job.detections))
            else:
                report, notes = self._save_run(job)
        except EngineScopeError as problem:
            error = problem
        except Exception:  # noqa: BLE001 - the thread's edge: told in the dialog
            _log.exception("an export failed")
            error = EngineScopeError(
                text("The export ended with a fault of the program"),
                why=text("Complete files were kept."),
                cure=text("If it happens again, report it with the details below."),
                details=traceback.format_exc(),
            )
        self.done.emit(
            ExportOutcome(
                out=self._out,
                report=report,
                error=error,
                notes=notes,
                failures=tuple(self._failures),
                failed=self._failed,
                is_frame=isinstance(job, FrameJob),
                elapsed_s=self._clock() - self._begun_s,
            )
        )

    def _save_run(self, job: RunJob) -> tuple[Report, tuple[Text, ...]]:
        draws = not _DRAWN.isdisjoint(job.plan.keys)
        session = open_session(job.file, spins=not draws, device=job.device)
        with Detector(session, job.file, overrules=job.overrules) as detector:
            _settle(detector, job)
            if self._stop.is_set():
                return Report(is_interrupted=True), ()
            # What no threshold lets through need not be decoded.
            shown = job.settings.shown
            detector.floor = max(
                detector.floor, min([shown.confidence, *shown.class_confidence.values()])
            )
            with Saving(job.plan, detector, job.settings, job.items) as saving:
                self._out = saving.out
                self._meter = Meter(job.items, job.frames, self._clock)
                report = run(
                    detector,
                    job.items,
                    job.settings,
                    exporters=saving.exporters,
                    journal=saving.journal,
                    stop=self._stop,
                    on_progress=self._tell,
                    on_failure=self._note_failure,
                )
                saving.finish(report)
                noted = [note for each in saving.exporters for note in each.notes]
        return report, tuple(dict.fromkeys([*report.notes, *noted]))

    def _tell(self, progress: Progress) -> None:
        """On the writing thread of the run."""
        if self._meter is None:
            return
        told = self._meter.read(progress, self._failed)
        if told is not None:
            self.progressed.emit(told)

    def _note_failure(self, failure: Failure) -> None:
        """On any thread of the run, one at a time."""
        self._failed += 1
        if len(self._failures) < MOST_FAILURES:
            self._failures.append(failure)


class Meter:
    """Says how fast a run goes and how long it will take. Used on one thread."""

    def __init__(
        self,
        items: tuple[SourceItem, ...],
        frames: int | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin to measure.

        Args:
            items: The sources, in order.
            frames: How many frames they have, or None where that is not known.
            clock: Seconds.
        """
        self._items = items
        self._frames = frames
        self._clock = clock
        self._told_s: float | None = None
        self._marks: deque[tuple[float, int]] = deque([(clock(), 0)])
        # From where on no video waits whose length only its opening tells.
        places = [i for i, item in enumerate(items) if item.kind is not SourceKind.PICTURE]
        self._last_unopened = places[-1] if places else -1

    def read(self, progress: Progress, failed: int) -> ExportProgress | None:
        """Return how far a run is; None where that was told a moment ago, unless it is the end."""
        now = self._clock()
        is_last = progress.items_done == progress.items
        if not is_last and self._told_s is not None and now - self._told_s < _LEAST_S_BETWEEN:
            return None
        self._told_s = now
        total = self._total(progress)
        done = progress.frames_done + failed
        if total is not None:
            total = max(total, progress.frames_done)
            done = min(done, total)
        rate = self._rate(now, done)
        left = (total - done) / rate if total is not None and rate else None
        return ExportProgress(
            done=done,
            total=total,
            failed=failed,
            current=progress.current,
            share=self._share(progress, done, total),
            rate=rate,
            left_s=left,
        )

    def _total(self, progress: Progress) -> int | None:
        if self._frames is not None:
            return max(self._frames, progress.frames or 0)
        return progress.frames if progress.items_done >= self._last_unopened else None

    @staticmethod
    def _share(progress: Progress, done: int, total: int | None) -> float | None:
        if total:
            return done / total
        if total is None and progress.items > 1:
            return progress.items_done / progress.items
        return None

    def _rate(self, now: float, done: int) -> float | None:
        marks = self._marks
        marks.append((now, done))
        while len(marks) > 2 and now - marks[1][0] >= _RATE_S:
            marks.popleft()
        since, before = marks[0]
        if now - since < _LEAST_S_OF_RATE:
            return None
        return (done - before) / (now - since)


def _settle(detector: Detector, job: RunJob) -> None:
    if job.seen is not None and not detector.recipe.is_settled:
        try:
            detector.detect(job.seen)
        except InferenceError:
            _log.debug("the frame on the screen settles nothing", exc_info=True)
    settle(detector, job.items)
