"""What the inference thread does: bring model and source to what is wanted, and answer. No Qt in here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine_core.detector import Detector, DetectResult, SuppressionOptions
from engine_core.errors import EngineScopeError
from engine_core.frame import Frame
from gui.workers.ahead import Ahead
from gui.workers.crashes import Crashes
from gui.workers.latest import Latest
from gui.workers.ledger import Ledger
from gui.workers.live_feed import OpenSource
from gui.workers.messages import Diagnosed, FedTensor, Inspected, Shown, Wanted
from gui.workers.model_stage import ModelStage, OpenDetector, OpenModel
from gui.workers.source_stage import Looked, OpenSourceState, SourceStage


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """The last answer, to be given again where nothing that it rests on has changed."""

    looked: Looked
    model: OpenModel
    reading: int
    suppression: SuppressionOptions
    outcome: DetectResult | EngineScopeError


class Answering:
    """Everything that belongs to the inference thread. Made, used and closed on it."""

    def __init__(
        self,
        wishes: Latest[Wanted],
        stopping: threading.Event,
        tell: Callable[[Any], None],
        open_detector: OpenDetector,
        open_source: OpenSource,
        limit_bytes: int,
    ) -> None:
        """Begin with nothing.

        Args:
            wishes: Where wishes come in.
            stopping: Set when all shall end.
            tell: Takes every message of ``gui.workers.messages`` that goes to the window.
            open_detector: Makes the detector of an identified file.
            open_source: Opens what is to be looked at.
            limit_bytes: Memory for what is kept of frames.
        """
        self._wishes = wishes
        self._stopping = stopping
        self._tell = tell
        self._models = ModelStage(open_detector, tell)
        self._sources = SourceStage(open_source, tell, wishes.nudge)
        self._ledger = Ledger(limit_bytes, tell)
        self._ahead = Ahead(
            self._models,
            self._sources,
            self._ledger,
            detect=self._detected,
            is_called=lambda: stopping.is_set() or wishes.peek() is not None,
        )
        self._wanted = Wanted()
        self._last: _Answer | None = None
        self._diagnosed = 0
        self._inspected = 0
        self._crashes = Crashes(tell)
        self._background_rests = False

    @property
    def inferences(self) -> int:
        """How often a network ran."""
        return self._models.inferences

    def interrupt(self) -> None:
        """Break off a run of a network, once ``stopping`` is set. Any thread."""
        self._models.interrupt()

    def run(self) -> None:
        """Answer wishes until ``stopping`` is set; unexpected exceptions are reported, and it goes on."""
        try:
            while not self._stopping.is_set():
                wanted = self._wishes.wait_take(self._patience_s())
                if wanted is not None:
                    self._take(wanted)
                    self._crashes.guarded(self._pursue)
                elif not self._stopping.is_set():
                    self._crashes.guarded(self._look_after_feeds)
                    if self._crashes.guarded(self._work_ahead) is not None:
                        self._background_rests = True
        finally:
            self._close()

    # ---- Wishes -------------------------------------------------------------------------------

    def _take(self, wanted: Wanted) -> None:
        before, self._wanted = self._wanted, wanted
        if (before.model, before.source) != (wanted.model, wanted.source):
            self._crashes.forget()
        if before.index != wanted.index:
            self._ahead.begin_at(wanted.index)
        self._background_rests = False

    def _pursue(self) -> None:
        """Bring everything to what is wanted, and answer."""
        wanted = self._wanted
        problem = self._crashes.guarded(lambda: self._sources.bring(wanted.source, wanted.index))
        self._crashes.guarded(self._sources.look_after_feeds)
        source = self._sources.current
        if problem is not None and source is not None and source.wish == wanted.source:
            source.problem = problem
        self._crashes.guarded(lambda: self._ahead.tidy(wanted))
        if self._is_void():
            return
        if self._models.current is None and self._models.opens(wanted.model):
            # Opening may take long, and the picture can be looked at meanwhile.
            self._answer()
        looked = source.looked if source is not None else None
        tried: list[DetectResult | EngineScopeError | None] = []
        self._crashes.guarded(
            lambda: tried.append(
                self._models.bring(
                    wanted.model,
                    looked.frame if looked is not None else None,
                    wanted.suppression,
                    self._is_void,
                )
            )
        )
        if self._is_void():
            return
        if tried and tried[0] is not None and looked is not None:
            self._accept(looked, tried[0])
        self._answer(was_kept=False if tried and tried[0] is not None else None)
        self._diagnose()
        self._inspect()

    def _is_void(self) -> bool:
        """Whether a newer wish, or the end, makes pointless what is being done for model or source."""
        newer = self._wishes.peek()
        return self._stopping.is_set() or (
            newer is not None
            and (newer.model, newer.source) != (self._wanted.model, self._wanted.source)
        )

    # ---- Answers ------------------------------------------------------------------------------

    def _answer(self, *, was_kept: bool | None = None) -> None:
        """Answer the wish with the frame on display.

        Args:
            was_kept: Says so where the network ran already; None finds out.
        """
        source, model = self._sources.current, self._models.current
        if source is None:
            return
        looked = source.looked
        outcome: DetectResult | EngineScopeError | None = None
        if model is not None:
            outcome, found_kept = self._outcome(source, model, looked)
            was_kept = found_kept if was_kept is None else was_kept
        error = source.problem
        result = None
        if isinstance(outcome, DetectResult):
            result = outcome
        elif outcome is not None:
            error = outcome
        self._tell(
            Shown(
                generation=self._wanted.generation,
                source=source.wish,
                model=model.wish if model is not None else None,
                info=source.info,
                frame=looked.frame,
                pixels=looked.pixels,
                asked=source.asked,
                result=result,
                recipe=model.detector.recipe if model is not None else None,
                read_ms=looked.read_ms,
                was_kept=bool(was_kept),
                fed=self._fed(model, looked),
                error=error,
                dropped=source.dropped,
            )
        )

    def _outcome(
        self, source: OpenSourceState, model: OpenModel, looked: Looked
    ) -> tuple[DetectResult | EngineScopeError, bool]:
        """Return what is found in the frame on display, and whether the network did not run for it."""
        options = self._wanted.suppression
        last = self._last
        self._check_counts(model)
        key = self._ledger.key(source, model, looked.frame.index)
        if (
            last is not None
            and last.looked is looked
            and last.model is model
            and last.reading == key.reading
        ):
            found = last.outcome
            if last.suppression == options and (
                isinstance(found, EngineScopeError) or self._ledger.is_counted(key)
            ):
                return found, isinstance(found, DetectResult)
            if isinstance(found, DetectResult):
                result = self._suppressed(
                    model.detector, looked.frame, found.candidates, found.letterbox, found, options
                )
                self._accept(looked, result, computed=False)
                return result, True
        kept = self._ledger.find(key)
        if kept is not None:
            result = self._suppressed(
                model.detector, looked.frame, kept.candidates, kept.letterbox, kept, options
            )
            self._accept(looked, result, computed=False)
            return result, True
        outcome = self._detected(model.detector, looked.frame)
        self._accept(looked, outcome)
        return outcome, False

    def _detected(self, detector: Detector, frame: Frame) -> DetectResult | EngineScopeError:
        """Run the network; whatever goes wrong is an answer too."""
        try:
            return detector.detect(frame, self._wanted.suppression)
        except EngineScopeError as error:
            return error
        except Exception as error:  # noqa: BLE001 - a bug must not take the thread with it
            return self._crashes.report(error)

    def _suppressed(
        self,
        detector: Detector,
        frame: Frame,
        candidates: Any,
        letterbox: Any,
        said: Any,
        options: SuppressionOptions,
    ) -> DetectResult | EngineScopeError:
        try:
            detections = detector.suppress(candidates, letterbox, options)
        except Exception as error:  # noqa: BLE001 - as above
            return self._crashes.report(error)
        return DetectResult(
            frame=frame,
            letterbox=letterbox,
            candidates=candidates,
            detections=detections,
            classes=said.classes,
            timings=said.timings,
        )

    def _accept(
        self, looked: Looked, outcome: DetectResult | EngineScopeError, *, computed: bool = True
    ) -> None:
        """Take note of what was found in the frame on display."""
        source, model = self._sources.current, self._models.current
        if source is None or model is None:
            return
        # The frame may have settled how the model is read.
        self._check_counts(model)
        key = self._ledger.key(source, model, looked.frame.index)
        self._last = _Answer(looked, model, key.reading, self._wanted.suppression, outcome)
        if isinstance(outcome, DetectResult):
            self._ledger.note(source, key, outcome, keeps=computed)

    def _check_counts(self, model: OpenModel) -> None:
        source = self._sources.current
        if self._ledger.check(model, self._wanted.suppression) and source is not None:
            self._ahead.begin_at(source.looked.frame.index)

    def _fed(self, model: OpenModel | None, looked: Looked) -> FedTensor | None:
        if model is None or not self._wanted.with_tensor:
            return None
        try:
            tensor, letterbox = model.detector.fit(looked.frame)
        except EngineScopeError:
            return None  # the answer says so itself
        return FedTensor(array=tensor, letterbox=letterbox)

    # ---- While there is nothing to answer -----------------------------------------------------

    def _patience_s(self) -> float | None:
        """How long to wait for a wish before working ahead; None for ever."""
        if not self._background_rests and self._ahead.has_work(self._wanted):
            return 0.0
        # Nothing else will send them.
        self._ledger.flush()
        return None

    def _look_after_feeds(self) -> None:
        if self._sources.look_after_feeds() and not self._is_void():
            self._answer()
            self._diagnose()

    def _work_ahead(self) -> None:
        if not self._background_rests and self._ahead.work(self._wanted):
            self._answer()

    # ---- Asking why ---------------------------------------------------------------------------

    def _diagnose(self) -> None:
        token = self._wanted.diagnose
        source, model = self._sources.current, self._models.current
        if not token or token == self._diagnosed or source is None or model is None:
            return
        if source.wish != self._wanted.source or self._is_void():
            return
        self._diagnosed = token
        detector = model.detector
        before = detector.reading
        try:
            from engine_core.diagnose import diagnose

            found = diagnose(detector, source.looked.frame, stop=self._ends_diagnosis)
        except EngineScopeError as error:
            self._tell(Diagnosed(token, None, error))
        except Exception as error:  # noqa: BLE001 - a bug must not take the thread with it
            self._tell(Diagnosed(token, None, self._crashes.report(error)))
        else:
            if not self._ends_diagnosis():
                self._tell(Diagnosed(token, found))
        finally:
            detector.resume(before)

    def _ends_diagnosis(self) -> bool:
        newer = self._wishes.peek()
        return self._is_void() or (newer is not None and newer.diagnose != self._wanted.diagnose)

    # ---- Looking inside -----------------------------------------------------------------------

    def _inspect(self) -> None:
        token, model = self._wanted.inspect, self._models.current
        if not token or token == self._inspected or model is None or self._is_void():
            return
        self._inspected = token
        path = model.detector.file.path
        try:
            report = model.detector.report(self._wanted.profiled_runs)
        except EngineScopeError as error:
            self._tell(Inspected(token, path, None, error))
        except Exception as error:  # noqa: BLE001 - a bug must not take the thread with it
            self._tell(Inspected(token, path, None, self._crashes.report(error)))
        else:
            self._tell(Inspected(token, path, report))

    # ---- The end ------------------------------------------------------------------------------

    def _close(self) -> None:
        for close in (self._ahead.close, self._sources.close, self._models.close):
            self._crashes.guarded(close)
