"""What a build is told and tells, in plain values and in words: dialog and thread share it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine_core.building import BuildChoices, BuildOptions, BuildResult, InputRange, Precision
from engine_core.errors import EngineScopeError
from engine_core.frame import SourceItem
from engine_core.labels import Labels
from engine_core.modelfile import ModelFile
from engine_core.recipe import NO_OVERRULES, Overrules, Recipe
from engine_core.tensors import TensorSpec
from gui.i18n import tr

if TYPE_CHECKING:
    from engine_core.drift import DriftReport

NO_LABELS = Labels()
LEVELS = (0, 5)
USUAL_LEVEL = 3
# So many of the pictures in the list are looked at: enough to see a drift, and done in seconds.
MOST_PICTURES = 16
_SIZES = re.compile(r"\s*[×xX*,;]\s*|\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOffer:
    """What can be built.

    Attributes:
        file: The ONNX file.
        tensorrt: Version that builds.
        device: The card that it is built on.
        choices: What is possible, and why the rest is not.
        inputs: Inputs of no fixed size.
        ranges: Sizes proposed for them.
        input_wh: Size of pictures that the user set for an input of open size; None takes what the file says.
        pictures: How many pictures there are to compare on.
    """

    file: ModelFile
    choices: BuildChoices
    tensorrt: str = ""
    device: str = ""
    inputs: tuple[TensorSpec, ...] = ()
    ranges: tuple[InputRange, ...] = ()
    input_wh: tuple[int, int] | None = None
    pictures: int = 0

    @property
    def name(self) -> str:
        return self.file.path.name


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildWish:
    """What the user asked for.

    Attributes:
        options: How to build.
        copy_to: Where a copy goes, beside the one that is kept; None makes none.
        compares: Whether the engine is compared with ONNX Runtime afterwards.
    """

    options: BuildOptions
    copy_to: Path | None = None
    compares: bool = True


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BuildJob:
    """One build. All values are frozen: what the window does later changes nothing.

    Attributes:
        file: The ONNX file.
        wish: What is asked for.
        overrules: How the file is read, for the comparison.
        recipe: What the window knows of how the model is fed and read, put before the engine; None where
            it is not open.
        library: A plugin library that may be loaded for it from now on, said just now.
        pictures: To compare on; none compares nothing.
        threshold: From which confidence on a detection counts as shown; None takes the model's own.
    """

    file: ModelFile
    wish: BuildWish
    overrules: Overrules = NO_OVERRULES
    recipe: Recipe | None = None
    library: Path | None = None
    pictures: tuple[SourceItem, ...] = ()
    threshold: float | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BuildOutcome:
    """How a build ended: with an engine, with an error, or with neither where it was stopped.

    Attributes:
        result: The engine.
        error: Why there is none.
        copy: Where the copy lies that was asked for.
        copy_error: Why that is not there, though the engine is.
        compares: Whether a comparison follows.
    """

    result: BuildResult | None = None
    error: EngineScopeError | None = None
    copy: Path | None = None
    copy_error: EngineScopeError | None = None
    compares: bool = False


@dataclass(frozen=True, slots=True)
class DriftStep:
    """How far the comparison is: pictures that are done, of so many."""

    done: int
    total: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DriftOutcome:
    """What the comparison found: drift, an error, or neither where it was stopped.

    Attributes:
        drift: What differs.
        error: Why that is not known.
        labels: Names of the classes.
    """

    drift: DriftReport | None = None
    error: EngineScopeError | None = None
    labels: Labels = NO_LABELS


def precision_name(precision: Precision) -> str:
    return precision.value.upper()


def precision_note(precision: Precision) -> str:
    """Return in one line what a precision is good for."""
    return {
        Precision.FP32: tr("TF32 where the card has it; the slowest and largest"),
        Precision.FP16: tr("about twice as fast and half the size, scores change a little"),
        Precision.BF16: tr("like FP16 for models whose numbers grow too large for it"),
        Precision.INT8: tr(
            "fastest and smallest, for models that were trained or calibrated for it"
        ),
    }[precision]


def level_words(level: int) -> str:
    """Return what an optimisation level of the builder means."""
    return {
        0: tr("0: built quickest, the engine is slower"),
        1: tr("1: quick"),
        2: tr("2: rather quick"),
        3: tr("3: usual"),
        4: tr("4: thorough, takes longer"),
        5: tr("5: fastest engine, takes very long"),
    }[level]


def shape_of(words: str) -> tuple[int, ...] | None:
    """Read "1 × 3 × 640 × 640", written in any usual way; None where it is no shape."""
    parts = _SIZES.split(words.strip())
    if not all(part.isdecimal() and int(part) > 0 for part in parts):
        return None
    return tuple(int(part) for part in parts)


def range_fault(spec: TensorSpec, wanted: InputRange) -> str:
    """Return what is wrong with sizes for an input, or nothing."""
    for shape in (wanted.min, wanted.opt, wanted.max):
        if len(shape) != len(spec.shape):
            return tr("{name} takes {n} sizes.", name=spec.name, n=len(spec.shape))
        for size, fixed in zip(shape, spec.shape, strict=True):
            if fixed >= 0 and size != fixed:
                return tr(
                    "{name}: one of the sizes is {fixed} in the file.", name=spec.name, fixed=fixed
                )
    if not all(a <= b <= c for a, b, c in zip(wanted.min, wanted.opt, wanted.max, strict=True)):
        return tr("{name}: sizes must grow from smallest to largest.", name=spec.name)
    return ""
