"""The model of the inference thread: opened, read as wished, tried on a frame before it takes over."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine_core.consent import give_consent
from engine_core.detector import Detector, DetectResult, Reading, SuppressionOptions
from engine_core.enginereport import EngineReport
from engine_core.errors import (
    ConsentNeededError,
    EngineScopeError,
    ModelError,
    OptionError,
    UnrecognisedModelError,
)
from engine_core.frame import Frame
from engine_core.modelfile import ModelFile, ModelFormat, identify
from engine_core.probe import probe_frame
from engine_core.recipe import NO_OVERRULES, Overrules, Recipe
from engine_core.remembered import recall
from engine_core.runtime import open_session
from gui.problems import onnx_beside
from gui.workers.machine_look import look_at_machine
from gui.workers.messages import ModelFailed, ModelOpened, ModelWish, Permission

OpenDetector = Callable[[ModelFile, Overrules, int], Detector]
# Undoing and redoing within as many steps back runs no network.
_MOST_READINGS = 16


def open_detector(file: ModelFile, overrules: Overrules, device: int = 0) -> Detector:
    """Open a model on the runtime that suits it, on that graphics card or leaving a core to the window."""
    if device and file.format is ModelFormat.TENSORRT:
        device = look_at_machine().usable(device)
    return Detector(open_session(file, spins=False, device=device), file, overrules=overrules)


@dataclass(slots=True, eq=False)
class OpenModel:
    """A model that is open, and how it is read at present.

    Attributes:
        wish: What asked for it.
        detector: It.
        open_ms: How long opening took.
        stamp: Tells this content of the file from any other.
        readings: Every way it was read lately and passed a frame, the newest last.
        automatic: The reading without overrules; None where nothing is recognised without.
        knows_automatic: Whether ``automatic`` was found out.
    """

    wish: ModelWish
    detector: Detector
    open_ms: float
    stamp: tuple[Path, int, int]
    readings: list[Reading] = field(default_factory=list)
    automatic: Reading | None = None
    knows_automatic: bool = False

    def seen_reading(self, overrules: Overrules) -> Reading | None:
        """Return the reading under these overrules, if it was read so before."""
        return next((one for one in self.readings if one.overrules == overrules), None)

    def add_reading(self, reading: Reading) -> None:
        """Take note of a reading that passed a frame."""
        self.readings = [*self.readings, reading][-_MOST_READINGS:]


class ModelStage:
    """Brings the model to what is wished. What fails changes nothing. Belongs to the thread."""

    def __init__(self, open_detector: OpenDetector, tell: Callable[[Any], None]) -> None:
        """Begin without a model.

        Args:
            open_detector: Makes the detector of an identified file.
            tell: Takes ``ModelOpened`` and ``ModelFailed``.
        """
        self._open_detector = open_detector
        self._tell = tell
        self.current: OpenModel | None = None
        self._opening: Detector | None = None
        self._failed: ModelWish | None = None
        self._past_inferences = 0

    @property
    def inferences(self) -> int:
        """How often a network ran so far."""
        now = self.current.detector.inferences if self.current is not None else 0
        return self._past_inferences + now

    def differs(self, wish: ModelWish | None) -> bool:
        """Whether something is to be done; a wish that failed is not tried again until it differs."""
        if wish != self._failed:
            self._failed = None
        if wish is None:
            return self.current is not None
        return wish != self._failed and (self.current is None or self.current.wish != wish)

    def opens(self, wish: ModelWish | None) -> bool:
        """Whether a file will be loaded for it, which may take long."""
        return wish is not None and self.differs(wish) and not self._is_same_file(wish)

    def bring(
        self,
        wish: ModelWish | None,
        frame: Frame | None,
        suppression: SuppressionOptions,
        is_void: Callable[[], bool],
    ) -> DetectResult | EngineScopeError | None:
        """Open, read otherwise, or close.

        A new reading has to pass a frame before it takes over: the one on display, or without one the
        probe picture, which decides less. What does not pass is reported, and what was there goes on.

        Args:
            wish: What is wanted.
            frame: The frame on display.
            suppression: For the answer.
            is_void: Whether a newer wish makes this one pointless; then it ends between two steps, without
                a word.

        Returns:
            The answer of the new reading to ``frame``, if that was run.
        """
        if not self.differs(wish):
            return None
        if wish is None:
            self.close()
            return None
        # Counts as failed until it has not, so that an unexpected exception is not met again and again.
        self._failed = wish
        try:
            answer = (
                self._reread(wish, frame, suppression)
                if self._is_same_file(wish)
                else self._open(wish, frame, suppression, is_void)
            )
        except EngineScopeError as error:
            self._tell(_failure(wish, error))
            return None
        if self.current is None or self.current.wish != wish:
            self._failed = None  # given up, not failed
        return answer if frame is not None else None

    def interrupt(self) -> None:
        """Break off a run of a network, for the end. Any thread."""
        opening, current = self._opening, self.current
        if opening is not None:
            opening.interrupt()
        if current is not None:
            current.detector.interrupt()

    def close(self) -> None:
        """Free the model."""
        gone, self.current = self.current, None
        if gone is not None:
            self._close(gone.detector)

    def _is_same_file(self, wish: ModelWish) -> bool:
        now = self.current.wish if self.current is not None else None
        return now is not None and (now.path, now.attempt) == (wish.path, wish.attempt)

    def _open(
        self,
        wish: ModelWish,
        frame: Frame | None,
        suppression: SuppressionOptions,
        is_void: Callable[[], bool],
    ) -> DetectResult | EngineScopeError | None:
        start = time.perf_counter()
        file = identify(wish.path)
        if wish.permission is not None:
            _keep(wish.permission)
        overrules, note = _said(wish, file)

        def opened(
            overrules: Overrules, note: EngineScopeError | None
        ) -> DetectResult | EngineScopeError | None:
            if is_void():
                return None
            # Known before the end is looked at: whoever ends it either is seen here, or sees this.
            detector = self._opening = self._open_detector(file, overrules, wish.device)
            try:
                if is_void():
                    self._close(detector)
                    return None
                model = OpenModel(wish, detector, (time.perf_counter() - start) * 1e3, _stamp(file))
                answer = _tried(detector, frame, suppression)
                model.add_reading(detector.reading)
                self._find_automatic(model, frame)
            except BaseException:
                self._close(detector)
                raise
            finally:
                self._opening = None
            self.close()
            self._take_over(model, wish, note)
            return answer

        try:
            return opened(overrules, note)
        except (OptionError, UnrecognisedModelError) as error:
            if wish.overrules is not None or not overrules:
                raise
            # What was remembered does not fit any more, and must not lock the user out of the model.
            try:
                return opened(NO_OVERRULES, error)
            except EngineScopeError:
                raise error from None

    def _reread(
        self, wish: ModelWish, frame: Frame | None, suppression: SuppressionOptions
    ) -> DetectResult | EngineScopeError | None:
        model = self.current
        assert model is not None, "the same file is open"  # noqa: S101 - see _is_same_file
        detector = model.detector
        overrules, note = _said(wish, detector.file)
        before = detector.reading
        seen = model.seen_reading(overrules)
        if overrules == before.overrules:
            self._take_over(model, wish, note)
            return None
        if seen is not None:
            detector.resume(seen)
            self._take_over(model, wish, note)
            return None
        try:
            detector.overrule(overrules)
            answer = _tried(detector, frame, suppression)
        except BaseException:
            detector.resume(before)
            raise
        model.add_reading(detector.reading)
        self._find_automatic(model, frame)
        self._take_over(model, wish, note)
        return answer

    def _find_automatic(self, model: OpenModel, frame: Frame | None) -> None:
        """Find out once how the model is read without overrules, to compare with."""
        if model.knows_automatic:
            return
        detector = model.detector
        now = detector.reading
        if now.overrules:
            try:
                detector.overrule(NO_OVERRULES)
                detector.detect(frame if frame is not None else probe_frame())
                model.automatic = detector.reading
                model.add_reading(detector.reading)
            except EngineScopeError:
                model.automatic = None
            finally:
                detector.resume(now)
        else:
            model.automatic = now
        model.knows_automatic = True

    def _take_over(self, model: OpenModel, wish: ModelWish, note: EngineScopeError | None) -> None:
        model.wish = wish
        self.current = model
        self._failed = None
        automatic: Recipe | None = model.automatic.recipe if model.automatic is not None else None
        self._tell(
            ModelOpened(
                wish=wish,
                file=model.detector.file,
                info=model.detector.info,
                recipe=model.detector.recipe,
                automatic=automatic,
                overrules=model.detector.overrules,
                open_ms=model.open_ms,
                note=note,
            )
        )

    def _close(self, detector: Detector) -> None:
        self._past_inferences += detector.inferences
        detector.close()


def _said(wish: ModelWish, file: ModelFile) -> tuple[Overrules, EngineScopeError | None]:
    """Return what the user says of a file, now or earlier, and why what was said earlier is lost."""
    if wish.overrules is not None:
        return wish.overrules, None
    try:
        return recall(file.sha256()), None
    except EngineScopeError as error:
        return NO_OVERRULES, error


def _tried(
    detector: Detector, frame: Frame | None, suppression: SuppressionOptions
) -> DetectResult | EngineScopeError:
    """Hold a new reading against a frame; raises ``UnrecognisedModelError`` where it does not pass."""
    try:
        return detector.detect(frame if frame is not None else probe_frame(), suppression)
    except UnrecognisedModelError:
        raise
    except EngineScopeError as error:
        return error  # of this frame: the next may work


def _stamp(file: ModelFile) -> tuple[Path, int, int]:
    try:
        return file.path, file.size_bytes, file.path.stat().st_mtime_ns
    except OSError:
        return file.path, file.size_bytes, 0


def _keep(permission: Permission) -> None:
    libraries = (permission.library,) if permission.library is not None else ()
    try:
        give_consent(permission.sha256, host_code=permission.host_code, libraries=libraries)
    except OptionError as error:
        raise ModelError(error.what, why=error.why, cure=error.cure) from error


def _failure(wish: ModelWish, error: EngineScopeError) -> ModelFailed:
    """Return a failure with what disk and computer tell about a cure."""
    failed = ModelFailed(wish, error, onnx_beside(wish.path))
    with contextlib.suppress(EngineScopeError, OSError):
        file = identify(wish.path)
        if file.format is ModelFormat.TENSORRT:
            failed = replace(
                failed,
                built_with=file.built_with or "",
                machine=look_at_machine(),
                report=_static_report(file),
            )
        if isinstance(error, ConsentNeededError):
            failed = replace(failed, sha256=file.sha256())
    return failed


def _static_report(file: ModelFile) -> EngineReport | None:
    from engine_core.runtime.planfacts import static_report

    return static_report(file)
