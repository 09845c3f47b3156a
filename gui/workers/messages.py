"""What crosses between the window and its inference thread: frozen values, nothing live.

The window does not command, it states what it *wants* (``Wanted``): the thread compares that with what
it has and brings itself there. A newer wish replaces an older one that was not looked at yet, so nothing
can pile up, and "open this model" is never lost because "show that frame" came after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.detector import DEFAULT_SUPPRESSION, DetectResult, SuppressionOptions
from engine_core.enginereport import EngineReport
from engine_core.errors import EngineScopeError
from engine_core.frame import Frame, SourceInfo, SourceItem
from engine_core.letterbox import LetterBox
from engine_core.modelfile import ModelFile
from engine_core.recipe import Overrules, Recipe
from engine_core.runtime.base import ModelInfo
from gui.machine import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What the user allows a file to run on this computer, said just now.

    Attributes:
        sha256: Of the file that the user was asked about: another content under its name is not allowed.
        host_code: Whether code inside the file may run.
        library: A plugin library that may be loaded for it.
    """

    sha256: str
    host_code: bool = False
    library: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelWish:
    """A model, and how it is to be read.

    Attributes:
        path: The file.
        overrules: What the user says; None takes what is remembered for the file's hash.
        attempt: Raised to open the same file again (it was rebuilt, or the first try failed).
        device: Number of the graphics card that runs it, where one does.
        permission: Kept for good before the file is opened.
    """

    path: Path
    overrules: Overrules | None = None
    attempt: int = 0
    device: int = 0
    permission: Permission | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWish:
    """A source to look at; ``attempt`` as in ``ModelWish``."""

    item: SourceItem
    attempt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The state the window wants its thread to be in.

    Attributes:
        generation: Raised with every wish. An answer carries the generation it was made for.
        model: None where there is none.
        source: None where there is none.
        index: Frame to show; of a live source the newest is shown whatever this says.
        suppression: How overlapping boxes are removed.
        with_tensor: Whether the fed tensor is wanted with each answer (the recipe sheet shows it).
        survey: Whether frames of a video not looked at yet are computed while there is nothing else.
        is_playing: Whether frames are asked for at their time: each finds the thread free then, for no
            frame that nobody asked for is computed in between.
        diagnose: Raised to ask why nothing is found on the current frame; 0 asks nothing.
        inspect: Raised to ask what is inside the model; 0 asks nothing.
        profiled_runs: Runs for the times of its layers in that answer; 0 leaves them out.
    """

    generation: int = 0
    model: ModelWish | None = None
    source: SourceWish | None = None
    index: int = 0
    suppression: SuppressionOptions = DEFAULT_SUPPRESSION
    with_tensor: bool = False
    survey: bool = False
    is_playing: bool = False
    diagnose: int = 0
    inspect: int = 0
    profiled_runs: int = 0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ModelOpened:
    """A model answers, or the same model is read in another way.

    Attributes:
        wish: What was asked.
        file: The identified file.
        info: What really runs it.
        recipe: How it is fed and read; may still change while it is not settled (see ``Shown``).
        automatic: The recipe without any overrule, to compare with; None where nothing was recognised
            without them.
        overrules: In force, those that were remembered included.
        open_ms: How long opening took.
        note: A problem that did not prevent opening (remembered settings that cannot be read).
    """

    wish: ModelWish
    file: ModelFile
    info: ModelInfo
    recipe: Recipe
    automatic: Recipe | None
    overrules: Overrules
    open_ms: float
    note: EngineScopeError | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ModelFailed:
    """A model could not be opened, or not be read as asked: what was there before stays.

    Attributes:
        wish: What was asked.
        error: Why not.
        sibling: ONNX file that an engine was probably built from, where one lies beside it.
        built_with: TensorRT version written into an engine, or empty.
        sha256: Of the file where consent is needed, else empty: what is allowed is allowed for it alone.
        machine: What this computer has, where the file is an engine.
        report: What can be read of an engine without opening it.
    """

    wish: ModelWish
    error: EngineScopeError
    sibling: Path | None = None
    built_with: str = ""
    sha256: str = ""
    machine: Machine | None = None
    report: EngineReport | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SourceOpened:
    wish: SourceWish
    info: SourceInfo


@dataclass(frozen=True, slots=True, eq=False)
class SourceFailed:
    """A source could not be opened, or broke off: what was shown before stays."""

    wish: SourceWish
    error: EngineScopeError


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FedTensor:
    """The very tensor that was fed.

    Attributes:
        array: A copy, as ``recipe.preprocessing`` lays it out, batch axis included if there is one.
        letterbox: Where the picture lies in it.
    """

    array: npt.NDArray[Any]
    letterbox: LetterBox


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Shown:
    """One frame with everything found in it: what the window shows.

    Attributes:
        generation: Of the newest wish known when it was made.
        source: The source it is from.
        model: The model that looked at it, with its overrules; None where there was none.
        info: Of the source, as known by now.
        frame: The frame. Its detections may be absent, the frame never is.
        pixels: The same picture as ``(h, w, 4)`` uint8 BGRA, alpha 255, for ``QImage.Format_RGB32``;
            read-only and never written again. Answers about the same frame share it.
        asked: The frame asked for, which ``frame`` is not where that cannot be read (``error`` says so)
            or lies behind the end (``info`` knows the end then).
        result: What was found; None without a model, or where ``error`` says why.
        recipe: Of the model after this frame, which may have settled it.
        read_ms: Reading and decoding the picture.
        was_kept: Whether the network did not run, because the frame was looked at before.
        fed: If it was asked for.
        error: Why there is no result, or why ``frame`` is not the one asked for.
        dropped: Frames of a live source never shown so far.
    """

    generation: int
    source: SourceWish
    model: ModelWish | None
    info: SourceInfo
    frame: Frame
    pixels: npt.NDArray[np.uint8]
    asked: int
    result: DetectResult | None
    recipe: Recipe | None
    read_ms: float
    was_kept: bool = False
    fed: FedTensor | None = None
    error: EngineScopeError | None = None
    dropped: int = 0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Seen:
    """What was found in one frame, reduced to what counting needs; after suppression, above the floor.

    Attributes:
        source: Whose frame.
        index: Which frame.
        confidence: ``(n,)`` float32.
        class_id: ``(n,)`` int.
        side_px: ``(n,)`` float32, the smaller of width and height in source pixels.
    """

    source: SourceItem
    index: int
    confidence: npt.NDArray[np.float32]
    class_id: npt.NDArray[np.intp]
    side_px: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class SeenBatch:
    """Several frames counted; ``restarts`` says that all counts made before are void.

    They become void with another model, another recipe, or other suppression.
    """

    frames: tuple[Seen, ...]
    restarts: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Crashed:
    """A bug: an exception that nobody expected, as a problem that can be shown; the thread goes on.

    What was being done is not tried again until another wish asks for it: a model or source that was
    being opened counts as failed, without a ``ModelFailed`` or ``SourceFailed`` besides.
    """

    error: EngineScopeError


@dataclass(frozen=True, slots=True, eq=False)
class Diagnosed:
    """The answer to ``Wanted.diagnose``.

    Attributes:
        token: Which question.
        diagnosis: An ``engine_core.diagnose.Diagnosis``; None where ``error`` says why there is none.
    """

    token: int
    diagnosis: Any = field(repr=False)
    error: EngineScopeError | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Inspected:
    """The answer to ``Wanted.inspect``.

    Attributes:
        token: Which question.
        path: The model that was looked into.
        report: What is inside; None where the runtime cannot look, or ``error`` says why.
    """

    token: int
    path: Path
    report: EngineReport | None = field(repr=False)
    error: EngineScopeError | None = None
