"""Writes files beside the window: its own thread, its own session, every frame, nothing dropped."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from engine_core.batch import Failure, Progress, Report, RunSettings, run, settle
from engine_core.detections import ClassScore, Detections
from engine_core.detector import Detector
from engine_core.errors import EngineScopeError
from engine_core.exporters import open_exporters
from engine_core.exporters.base import ExportSettings
from engine_core.frame import Frame, SourceInfo, SourceItem, SourceKind
from engine_core.modelfile import ModelFile
from engine_core.recipe import Overrules, Recipe
from engine_core.results import FrameResult
from engine_core.runtime import open_session
from engine_core.saving import SavePlan, Saving
from engine_core.text import text

_log = logging.getLogger(__name__)
_DRAWN = frozenset({"images", "frames", "video"})
# Progress is for people.
_MOST_UPDATES_PER_S = 10


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RunJob:
    """Every frame of some sources.

    Attributes:
        file: The model, as the window has it open.
        overrules: How it is read, as the window reads it.
        items: The sources.
        settings: What is shown is what is exported.
        plan: Formats, folder, look.
    """

    file: ModelFile
    overrules: Overrules
    items: tuple[SourceItem, ...]
    settings: RunSettings
    plan: SavePlan


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


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """How far an export is.

    Attributes:
        done: Frames written.
        total: Frames in all, or None where that is not known yet.
        current: Source in work.
        elapsed_s: Since the first frame was begun.
        left_s: What remains at the speed so far; None while that cannot be told.
    """

    done: int
    total: int | None
    current: str
    elapsed_s: float
    left_s: float | None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ExportOutcome:
    """How an export ended.

    Attributes:
        out: Folder with the results, or None where nothing could be begun.
        report: What was written and what was skipped; None where ``error`` ended it.
        error: Why it ended early.
        notes: What is worth knowing of the files written.
        elapsed_s: How long it took.
    """

    out: Path | None
    report: Report | None
    error: EngineScopeError | None
    notes: tuple[str, ...]
    elapsed_s: float


class ExportWorker(QThread):
    """Runs one job and ends. Made on the GUI thread; ``cancel`` may be called at any time.

    Signals:
        progressed: ``ExportProgress``, at most ten times a second.
        skipped: ``Failure`` of each source or frame that could not be read or run.
        done: ``ExportOutcome``, always exactly once.
    """

    progressed = Signal(object)
    skipped = Signal(object)
    done = Signal(object)

    def __init__(self, job: RunJob | FrameJob, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._stop = threading.Event()
        self._started_s = 0.0
        self._told_s = 0.0
        self._out: Path | None = None

    def cancel(self) -> None:
        """Stop after the frame in hand; complete files stay, and the same export can be gone on with."""
        self._stop.set()

    def run(self) -> None:
        self._started_s = time.monotonic()
        report: Report | None = None
        error: EngineScopeError | None = None
        notes: tuple[str, ...] = ()
        try:
            if isinstance(self._job, FrameJob):
                report, notes = self._save_frame(self._job)
            else:
                report, notes = self._save_run(self._job)
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
                elapsed_s=time.monotonic() - self._started_s,
            )
        )

    def _save_run(self, job: RunJob) -> tuple[Report, tuple[str, ...]]:
        draws = not _DRAWN.isdisjoint(job.plan.keys)
        session = open_session(job.file, spins=not draws)
        with Detector(session, job.file, overrules=job.overrules) as detector:
            settle(detector, job.items)
            with Saving(job.plan, detector, job.settings, job.items) as saving:
                self._out = saving.out
                self._started_s = time.monotonic()
                report = run(
                    detector,
                    job.items,
                    job.settings,
                    exporters=saving.exporters,
                    journal=saving.journal,
                    stop=self._stop,
                    on_progress=self._tell,
                    on_failure=self._tell_failure,
                )
                saving.finish(report)
                notes = tuple(
                    dict.fromkeys(str(note) for each in saving.exporters for note in each.notes)
                )
        return report, notes

    def _tell(self, progress: Progress) -> None:
        now = time.monotonic()
        is_last = progress.frames is not None and progress.frames_done >= progress.frames
        if now - self._told_s < 1 / _MOST_UPDATES_PER_S and not is_last:
            return
        self._told_s = now
        elapsed = now - self._started_s
        left = None
        if progress.frames and progress.frames_done:
            left = elapsed * (progress.frames - progress.frames_done) / progress.frames_done
        self.progressed.emit(
            ExportProgress(progress.frames_done, progress.frames, progress.current, elapsed, left)
        )

    def _tell_failure(self, failure: Failure) -> None:
        self.skipped.emit(failure)

    def _save_frame(self, job: FrameJob) -> tuple[Report, tuple[str, ...]]:
        if job.plan.out is None:
            raise ValueError("the folder for one frame must be given")
        self._out = job.plan.out
        self._out.mkdir(parents=True, exist_ok=True)
        recipe = job.recipe
        settings = ExportSettings(
            out=job.plan.out,
            labels=recipe.labels,
            style=job.plan.style,
            video_codec=job.plan.video_codec,
            image_format=job.plan.image_format,
            task=recipe.task.value,
            keypoints=getattr(recipe.decoder, "keypoints", None),
            class_count=recipe.decoder.class_count or len(recipe.labels) or None,
        )
        # A frame of a video becomes a picture of its own.
        picture = replace(
            job.frame, name=f"{job.name}.png", index=0, pts=None, time_base=None, duration=None
        )
        item = SourceItem(SourceKind.PICTURE, picture.source, picture.name)
        exporters = open_exporters(job.plan.keys, settings)
        try:
            for exporter in exporters:
                exporter.begin_source(SourceInfo(item, picture.size_wh, 1))
                exporter.write(FrameResult.of(picture, job.detections, job.classes))
                exporter.end_source()
            for exporter in exporters:
                exporter.close()
        except BaseException:
            for exporter in exporters:
                exporter.abandon()
            raise
        report = Report(frames=1, detections=len(job.detections))
        return report, tuple(str(note) for each in exporters for note in each.notes)
