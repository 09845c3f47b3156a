"""Builds one engine beside the window and compares it with the file that it was built from."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QThread, Signal

from engine_core.building import (
    Build,
    BuildCancelledError,
    BuildEvent,
    BuildLog,
    BuildResult,
)
from engine_core.consent import NO_CONSENT, Consent, give_consent, recall_consent
from engine_core.detector import Detector
from engine_core.errors import EngineScopeError, OptionError
from engine_core.frame import Frame, SourceItem, SourceKind
from engine_core.modelfile import identify
from engine_core.runtime import open_session
from engine_core.sources import open_source
from engine_core.text import text
from gui.builds import MOST_PICTURES, BuildJob, BuildOutcome, DriftOutcome, DriftStep
from gui.workers.build_look import copy_engine, header_of

_log = logging.getLogger(__name__)
# Progress and log are for people.
_LEAST_S_BETWEEN = 0.1
_MOST_LINES_AT_ONCE = 500


class RunsBuild(Protocol):
    """What the thread asks of ``engine_core.building.Build``."""

    def run(self) -> BuildResult: ...

    def cancel(self) -> None: ...


MakeBuild = Callable[[BuildJob, Consent, Callable[[BuildEvent], None]], RunsBuild]
Compare = Callable[[BuildJob, Path, Callable[[DriftStep], None], Callable[[], bool]], DriftOutcome]


def make_build(job: BuildJob, consent: Consent, tell: Callable[[BuildEvent], None]) -> RunsBuild:
    """Return the build of a job; into the cache, from where copies are made."""
    return Build(
        job.file, job.wish.options, header=header_of(job.recipe), consent=consent, tell=tell
    )


class BuildWorker(QThread):
    """Runs one job and ends. Made on the GUI thread; ``cancel`` may be called at any time.

    Signals:
        progressed: ``BuildProgress``, at most ten times a second, and every new kind of step.
        logged: A tuple of ``BuildLog``.
        built: ``BuildOutcome``, always exactly once.
        drift_progressed: ``DriftStep``.
        drifted: ``DriftOutcome``, once after ``built`` where that says that a comparison follows.
    """

    progressed = Signal(object)
    logged = Signal(object)
    built = Signal(object)
    drift_progressed = Signal(object)
    drifted = Signal(object)

    def __init__(
        self,
        job: BuildJob,
        parent: QObject | None = None,
        *,
        make_build: MakeBuild = make_build,
        compare: Compare | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("build")
        self._job = job
        self._compare = compare if compare is not None else compare_on_pictures
        self._clock = clock
        self._stop = threading.Event()
        self._stop_drift = threading.Event()
        self._lines: list[BuildLog] = []
        self._told_s = -1.0
        self._step = ""
        self._make_build = make_build
        self._build: RunsBuild | None = None
        self._lock = threading.Lock()

    @property
    def job(self) -> BuildJob:
        return self._job

    def cancel(self) -> None:
        """Stop all of it: the build, or the comparison where that is what runs."""
        with self._lock:
            self._stop.set()
            self._stop_drift.set()
            build = self._build
        if build is not None:
            build.cancel()

    def cancel_drift(self) -> None:
        """Stop the comparison, or let there be none; the engine stays."""
        self._stop_drift.set()

    def run(self) -> None:
        outcome = self._built()
        self._send_lines()
        self.built.emit(outcome)
        if outcome.compares and outcome.result is not None:
            self.drifted.emit(self._drifted(outcome.result.path))

    def _built(self) -> BuildOutcome:
        job = self._job
        try:
            consent = _consent(job)
            with self._lock:
                if self._stop.is_set():
                    return BuildOutcome()
                build = self._build = self._make_build(job, consent, self._take)
            result = build.run()
            has_code = job.wish.options.version_compatible
            if not result.from_cache and (has_code or consent.libraries):
                # The code in it is that of the TensorRT which is installed here, put there just now, and
                # the plugins are those that were allowed for its file.
                engine = identify(result.path).sha256()
                give_consent(engine, host_code=has_code, libraries=consent.libraries)
        except BuildCancelledError:
            return BuildOutcome()
        except EngineScopeError as error:
            return BuildOutcome(error=error)
        except Exception:  # noqa: BLE001 - the thread's edge: told in the dialog
            return BuildOutcome(error=_fault())
        copy, copy_error = None, None
        if job.wish.copy_to is not None:
            try:
                copy_engine(result.path, job.wish.copy_to)
                copy = job.wish.copy_to
            except EngineScopeError as error:
                copy_error = error
        compares = job.wish.compares and bool(job.pictures) and not self._stop.is_set()
        return BuildOutcome(result=result, copy=copy, copy_error=copy_error, compares=compares)

    def _drifted(self, engine: Path) -> DriftOutcome:
        if self._stop_drift.is_set():
            return DriftOutcome()
        try:
            found = self._compare(
                self._job, engine, self.drift_progressed.emit, self._stop_drift.is_set
            )
        except EngineScopeError as error:
            return DriftOutcome(error=error)
        except Exception:  # noqa: BLE001 - as above
            return DriftOutcome(error=_fault())
        return DriftOutcome() if self._stop_drift.is_set() else found

    # ---- On the thread of the build

    def _take(self, event: BuildEvent) -> None:
        if isinstance(event, BuildLog):
            self._lines.append(event)
            if len(self._lines) >= _MOST_LINES_AT_ONCE:
                self._send_lines()
            return
        now = self._clock()
        # Steps of one kind differ by the layer that is at hand: those that follow at once are passed over.
        if event.step.template == self._step and now - self._told_s < _LEAST_S_BETWEEN:
            return
        self._told_s, self._step = now, event.step.template
        self._send_lines()
        self.progressed.emit(event)

    def _send_lines(self) -> None:
        if self._lines:
            lines, self._lines = tuple(self._lines), []
            self.logged.emit(lines)


def _consent(job: BuildJob) -> Consent:
    """Return what may run for the file, what was allowed just now included."""
    sha256 = job.file.sha256()
    if job.library is not None:
        return give_consent(sha256, libraries=(job.library,))
    try:
        return recall_consent(sha256)
    except OptionError:
        return NO_CONSENT  # what nobody can read allows nothing


def frames_of(items: tuple[SourceItem, ...], is_over: Callable[[], bool]) -> Iterator[Frame]:
    """Give pictures, and frames spread over videos; what cannot be read is passed over."""
    share = max(1, MOST_PICTURES // max(1, len(items)))
    for item in items:
        if is_over():
            return
        with suppress(EngineScopeError, IndexError), open_source(item) as source:
            count = source.info.frame_count or 1
            n = 1 if item.kind is SourceKind.PICTURE else min(share, count)
            for at in range(n):
                yield source.read(at * count // n)


def compare_on_pictures(
    job: BuildJob,
    engine: Path,
    tell: Callable[[DriftStep], None],
    is_over: Callable[[], bool],
) -> DriftOutcome:
    """Compare an engine with its file on the job's pictures; both are opened and closed here.

    Raises:
        ModelError: One of them cannot be opened.
        InferenceError: One of them failed.
    """
    from engine_core.drift import measure

    def told() -> Iterator[Frame]:
        share = 1 if all(one.kind is SourceKind.PICTURE for one in job.pictures) else MOST_PICTURES
        total = max(len(job.pictures), share)
        for done, frame in enumerate(frames_of(job.pictures, is_over)):
            tell(DriftStep(done, max(total, done + 1)))
            yield frame

    with Detector(
        open_session(job.file, spins=False), job.file, overrules=job.overrules
    ) as reference:
        if is_over():
            return DriftOutcome()
        built = identify(engine)
        session = open_session(built, spins=False, device=job.wish.options.device)
        with Detector(session, built, overrules=job.overrules) as answering:
            drift = measure(
                reference,
                answering,
                told(),
                threshold=reference.recipe.confidence if job.threshold is None else job.threshold,
                cancelled=is_over,
            )
            return DriftOutcome(drift=drift, labels=reference.recipe.labels)


def _fault() -> EngineScopeError:
    _log.exception("a build failed")
    return EngineScopeError(
        text("The build ended with a fault of the program"),
        cure=text("If it happens again, report it with the details below."),
        details=traceback.format_exc(),
    )
