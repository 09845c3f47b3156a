"""What is done while nothing is to be answered: count anew, and look through the video."""

from __future__ import annotations

from collections.abc import Callable

from engine_core.detector import Detector, DetectResult
from engine_core.errors import EngineScopeError, SourceError
from engine_core.frame import Frame
from engine_core.sources.base import FrameSource
from engine_core.text import text
from gui.workers.ledger import Ledger
from gui.workers.messages import Wanted
from gui.workers.model_stage import ModelStage, OpenModel
from gui.workers.source_stage import OpenSourceState, SourceStage
from gui.workers.survey import Survey


class Ahead:
    """Works in small steps between which wishes are looked at. Belongs to the thread."""

    def __init__(
        self,
        models: ModelStage,
        sources: SourceStage,
        ledger: Ledger,
        *,
        detect: Callable[[Detector, Frame], DetectResult | EngineScopeError],
        is_called: Callable[[], bool],
    ) -> None:
        """Begin with nothing to do.

        Args:
            models: The model that is open.
            sources: The source that is open.
            ledger: What was found.
            detect: Runs the network.
            is_called: Whether a wish waits, or the end has come.
        """
        self._models = models
        self._sources = sources
        self._ledger = ledger
        self._detect = detect
        self._is_called = is_called
        self._survey: tuple[OpenSourceState, Survey] | None = None

    def has_work(self, wanted: Wanted) -> bool:
        """Whether there is something to do; of a survey that may have to be found out by doing it."""
        if self._models.current is None:
            return False
        return self._ledger.has_more or self._surveys(wanted)

    def work(self, wanted: Wanted) -> bool:
        """Do one step.

        Returns:
            Whether a frame has changed how the model is read, so that the one on display is out of date.
        """
        model, source = self._models.current, self._sources.current
        if model is None or self._is_called():
            return False
        if self._ledger.has_more:
            self._ledger.count_again(model, wanted.suppression)
            return False
        if source is None or not self._surveys(wanted):
            return False
        return self._look_on(model, source)

    def begin_at(self, index: int) -> None:
        """Look through the video from another frame on."""
        if self._survey is not None:
            self._survey[1].begin_at(index)

    def tidy(self, wanted: Wanted) -> None:
        """Close what is not needed for what is wanted: a file held open cannot be deleted everywhere."""
        if self._survey is not None and not (
            wanted.survey and self._survey[0] is self._sources.current
        ):
            self.close()

    def close(self) -> None:
        """Close the handle of the survey."""
        gone, self._survey = self._survey, None
        if gone is not None:
            gone[1].close()

    def _surveys(self, wanted: Wanted) -> bool:
        source = self._sources.current
        if not wanted.survey or wanted.is_playing or source is None or not source.is_video:
            return False
        if self._survey is None or self._survey[0] is not source:
            self.close()
            survey = Survey(self._open_again, self._is_known)
            survey.begin_at(source.looked.frame.index)
            self._survey = source, survey
        return not self._survey[1].is_over

    def _look_on(self, model: OpenModel, source: OpenSourceState) -> bool:
        """Look at one frame of the video."""
        assert self._survey is not None, "made by _surveys"  # noqa: S101 - see work
        survey = self._survey[1]
        index = survey.next_index()
        if index is None:
            survey.close()
            return False
        frame = survey.read()
        if frame is None:
            return False
        key = self._ledger.key(source, model, index)
        if isinstance(frame, SourceError):
            self._ledger.pass_over(key)
            return False
        if self._is_called():
            survey.put_back(frame)
            return False
        outcome = self._detect(model.detector, frame)
        settled = self._ledger.key(source, model, index)
        if isinstance(outcome, DetectResult):
            self._ledger.note(source, settled, outcome, keeps=True)
        else:
            self._ledger.pass_over(settled)
        return settled != key

    def _open_again(self) -> FrameSource:
        reader = self._sources.open_again()
        if reader is None:
            raise SourceError(what=text("There is no video any more"))
        return reader

    def _is_known(self, index: int) -> bool:
        source, model = self._sources.current, self._models.current
        if source is None or model is None:
            return True
        return self._ledger.is_counted(self._ledger.key(source, model, index))
