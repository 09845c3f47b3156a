"""What the problem card shows, and how an error of the core becomes one.

Which buttons a card gets follows from facts (the class of the error, what lies beside the file, what was
open before), never from the words of a sentence. Everything here is plain data and runs on any thread.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from engine_core.errors import (
    ConsentNeededError,
    EngineScopeError,
    ExportError,
    InferenceError,
    LabelsError,
    ModelError,
    OptionError,
    RuntimeMissingError,
    SourceError,
    UnrecognisedModelError,
)
from engine_core.text import NOTHING, Text, text

CHOOSE_MODEL = "choose-model"
CHOOSE_PICTURES = "choose-pictures"
CHOOSE_DECODER = "choose-decoder"
CHOOSE_LABELS = "choose-labels"
CHOOSE_FOLDER = "choose-folder"
OPEN_FILE = "open-file:"
"""With the path of the file behind it."""
BUILD_ENGINE = "build-engine"
BUILD_FROM = "build-from:"
"""With the path of the ONNX file behind it."""
ALLOW_CODE = "allow-code:"
"""With the path of the file behind it, so that an older card never speaks for a newer file."""
CHOOSE_LIBRARY = "choose-library:"
"""With the path of the file that needs plugins behind it."""
OPEN_RECIPE = "open-recipe"
SHOW_INSTALLATION = "show-installation"
TRY_AGAIN = "try-again"
COPY_DETAILS = "copy-details"
"""The card does this one itself; all others are asked of whoever shows the card."""

Subject = Literal["", "model", "source"]
"""What could not be opened or shown; empty for everything else."""

_MOST_KEPT = 20
# What people append to the name of an engine that was built from an ONNX file.
_BUILD_MARK = re.compile(
    r"[-_.](fp32|fp16|bf16|fp8|int8|int4|tf32|half|best|trt[\d.]*|tensorrt[\d.]*|gpu\d*|sm_?\d+"
    r"|b(atch)?\d+|bs\d+|engine|dla\d?)\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cure:
    """A button that helps: ``label`` in the language of the core, ``key`` for whoever acts on it."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Problem:
    """One thing that went wrong.

    Attributes:
        title: What.
        consequence: What stays as it was. A fact called ``name`` is the thing itself, shown stronger.
        why: The reason.
        advice: What to do, in words.
        warns: Whether the advice has to be read before a button is pressed.
        found, expected: Two facts to compare; empty ones are not shown.
        found_from, expected_from: Where each of them comes from.
        cure: The primary button.
        other: At most one other way.
        details: Raw lines, folded by default.
        is_loss: Whether something was lost (red), and not only refused (amber).
        subject: What it is about: once another one that was asked for afterwards is there, it is over.
    """

    title: Text
    consequence: Text = NOTHING
    why: Text = NOTHING
    advice: Text = NOTHING
    warns: bool = False
    found: Text = NOTHING
    found_from: Text = NOTHING
    expected: Text = NOTHING
    expected_from: Text = NOTHING
    cure: Cure | None = None
    other: Cure | None = None
    details: str = ""
    is_loss: bool = False
    subject: Subject = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Facts round an error that it cannot know itself.

    Attributes:
        name: File or source that was asked for, as people call it; empty where the error is about none.
        path: The file, where a button is about just this one.
        stays: What goes on as before: the old model's or source's name; empty where there was none.
        sibling: ONNX file that the engine was probably built from (``onnx_beside``).
        built_with: TensorRT version written into an engine.
        runtime: TensorRT version of this machine.
        device: Graphics card of this machine.
        can_build: Whether engines can be built here.
        is_live: Whether the source is a camera or a stream.
        is_open: Whether the model that the error is about is open (it failed at a frame or a setting).
    """

    name: str = ""
    path: Path | None = None
    stays: str = ""
    sibling: Path | None = None
    built_with: str = ""
    runtime: str = ""
    device: str = ""
    can_build: bool = False
    is_live: bool = False
    is_open: bool = False


_NO_CIRCUMSTANCES = Circumstances()


def problem_of(
    error: EngineScopeError,
    about: Circumstances = _NO_CIRCUMSTANCES,
    *,
    path: Path | None = None,
    consequence: Text = NOTHING,
    cure: Cure | None = None,
    other: Cure | None = None,
    subject: Subject = "",
) -> Problem:
    """Return what the card shows of an error.

    Args:
        error: What was raised.
        about: What is known besides.
        path: The file that was asked for, where ``about`` does not name it; only its name is used.
        consequence: Said instead of what follows from the circumstances.
        cure: Offered instead of what follows from the kind of error.
        other: The other button beside that ``cure``.
        subject: What could not be opened or shown.
    """
    if path is not None and not about.name:
        about = replace(about, name=path.name)
    found = Problem(
        title=error.what,
        consequence=consequence or _consequence(error, about),
        why=error.why,
        advice=_advice(error),
        details=error.details,
        is_loss=isinstance(error, ExportError),
        subject=subject,
    )
    found = _with_buttons(found, error, about)
    if cure is not None:
        found = replace(found, cure=cure, other=other)
    return _with_versions(found, error, about)


def unexpected(error: EngineScopeError) -> Problem:
    """Return what the card shows of a bug, which the worker goes on after."""
    return problem_of(
        error,
        consequence=text("What was shown stays; the program goes on."),
        cure=Cure(key=COPY_DETAILS, label=text("Copy details")),
    )


def onnx_beside(engine: Path) -> Path | None:
    """Return the ONNX file an engine was probably built from, judged by the names in its folder.

    ``line3_fp16.engine`` belongs to ``line3_fp16.onnx``, else to ``line3.onnx``. Touches the disk: never
    on the GUI thread. Returns None for an ONNX file, and where the folder cannot be looked at.
    """
    if engine.suffix.lower() == ".onnx":
        return None
    stem = engine.stem
    while True:
        beside = engine.with_name(f"{stem}.onnx")
        try:
            if beside.is_file():
                return beside
        except (OSError, ValueError):
            return None
        shorter = _BUILD_MARK.sub("", stem)
        if shorter in (stem, ""):
            return None
        stem = shorter


def plain_text(problem: Problem) -> str:
    """Return a problem as lines to paste into a report; in English, which every reader of reports knows."""
    told = [problem.title, problem.consequence, problem.why]
    for label, fact, origin in (
        ("Found", problem.found, problem.found_from),
        ("Expected", problem.expected, problem.expected_from),
    ):
        if fact:
            told.append(Text("{line}", {"line": f"{label}: {fact} {origin}".rstrip()}))
    told.append(problem.advice)
    lines = [str(line) for line in told if line]
    if problem.details:
        lines += ["", problem.details.rstrip()]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True, eq=False)
class PastProblem:
    """A problem and when it was shown."""

    problem: Problem
    shown_at: datetime


class RecentProblems:
    """The last problems, newest first; the oldest are forgotten. GUI thread."""

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._kept: deque[PastProblem] = deque(maxlen=most)

    def add(self, problem: Problem, shown_at: datetime | None = None) -> None:
        """Keep a problem that is shown now, or was at another time."""
        self._kept.appendleft(PastProblem(problem, shown_at or datetime.now().astimezone()))

    def clear(self) -> None:
        self._kept.clear()

    def __iter__(self) -> Iterator[PastProblem]:
        return iter(tuple(self._kept))

    def __len__(self) -> int:
        return len(self._kept)

    def __bool__(self) -> bool:
        return bool(self._kept)


def _consequence(error: EngineScopeError, about: Circumstances) -> Text:
    name, stays = about.name, about.stays
    # Some errors are about a picture or about a whole model, as the graphics card's memory may end at both.
    if isinstance(error, InferenceError) and about.path is None:
        return text("This picture has no boxes; the next one may work.")
    if isinstance(error, OptionError) or (about.is_open and not isinstance(error, ExportError)):
        return text("Nothing was changed; everything stays as it was.")
    if isinstance(error, LabelsError):
        return text("The names of the classes stay as they were.")
    if (about.path is not None or isinstance(error, ModelError | SourceError)) and name:
        # Said apart for models and sources, because languages differ in what "stays" of each.
        if stays and not isinstance(error, SourceError):
            return text("{name} was not opened; {old} stays loaded.", name=name, old=stays)
        if stays:
            return text("{name} was not opened; {old} stays in view.", name=name, old=stays)
        return text("{name} was not opened.", name=name)
    return NOTHING


def _advice(error: EngineScopeError) -> Text:
    """Return what to do, unless it says how to call the command: here are buttons instead."""
    if isinstance(error, UnrecognisedModelError):
        return text("What the model takes and gives is listed under Details.")
    if isinstance(error, ConsentNeededError):
        return _warning(error)
    return NOTHING if "--" in error.cure.template else error.cure


def _warning(error: ConsentNeededError) -> Text:
    if error.host_code:
        return text(
            "If you allow it, code from this file runs on this computer with all rights that you have. "
            "Allow it only for a file that you trust. It is remembered for exactly this file, and "
            "Details and Settings take it back."
        )
    return text(
        "A plugin library is a program: it runs on this computer with all rights that you have. "
        "Choose only one that you trust. It is remembered for exactly this file, and Details and "
        "Settings take it back."
    )


def _with_buttons(found: Problem, error: EngineScopeError, about: Circumstances) -> Problem:
    another_model = Cure(key=CHOOSE_MODEL, label=text("Choose another model…"))
    again = Cure(key=TRY_AGAIN, label=text("Try again"))
    if isinstance(error, UnrecognisedModelError):
        told = "\n".join(filter(None, (error.details, _nearest(error))))
        return replace(
            found,
            cure=Cure(key=CHOOSE_DECODER, label=text("Choose how to read it…")),
            other=another_model,
            details=told,
        )
    if isinstance(error, ConsentNeededError):
        if error.host_code:
            allow = Cure(key=f"{ALLOW_CODE}{about.path}", label=text("Allow and open"))
        else:
            allow = Cure(
                key=f"{CHOOSE_LIBRARY}{about.path}", label=text("Choose the plugin library…")
            )
        return replace(found, cure=allow, other=another_model, warns=True)
    if isinstance(error, RuntimeMissingError) and about.sibling is None:
        if about.can_build:
            build = Cure(key=BUILD_ENGINE, label=text("Build an engine from it…"))
            return replace(found, cure=build, other=another_model)
        look = Cure(key=SHOW_INSTALLATION, label=text("What is missing here…"))
        return replace(found, cure=another_model, other=look)
    if isinstance(error, InferenceError) and about.path is not None:
        return replace(found, cure=another_model, other=again)
    if isinstance(error, InferenceError):
        recipe = Cure(key=OPEN_RECIPE, label=text("See how it is fed…"))
        return replace(found, cure=again, other=recipe)
    if isinstance(error, ModelError):
        look = Cure(key=SHOW_INSTALLATION, label=text("What is missing here…"))
        is_missing = isinstance(error, RuntimeMissingError)
        return _with_sibling(found, about, look if is_missing else another_model)
    if isinstance(error, SourceError):
        pictures = Cure(key=CHOOSE_PICTURES, label=text("Open other pictures…"))
        first, second = (again, pictures) if about.is_live else (pictures, again)
        return replace(found, cure=first, other=second)
    if isinstance(error, LabelsError):
        return replace(
            found, cure=Cure(key=CHOOSE_LABELS, label=text("Choose another label file…"))
        )
    if isinstance(error, ExportError):
        folder = Cure(key=CHOOSE_FOLDER, label=text("Choose another folder…"))
        return replace(found, cure=folder, other=again)
    if isinstance(error, OptionError):
        return replace(found, cure=Cure(key=OPEN_RECIPE, label=text("Open the recipe…")))
    return replace(found, cure=Cure(key=COPY_DETAILS, label=text("Copy details")))


def _with_sibling(found: Problem, about: Circumstances, other: Cure) -> Problem:
    sibling = about.sibling
    if sibling is None:
        return replace(found, cure=other)
    if about.can_build:
        return replace(
            found,
            cure=Cure(
                key=f"{BUILD_FROM}{sibling}",
                label=text("Build from {sibling}…", sibling=sibling.name),
            ),
            other=other,
            advice=text(
                "The ONNX file is in the same folder. Building takes minutes; the window stays usable."
            ),
        )
    return replace(
        found,
        cure=Cure(
            key=f"{OPEN_FILE}{sibling}",
            label=text("Use {sibling} instead", sibling=sibling.name),
        ),
        other=other,
        advice=text("The ONNX file is in the same folder."),
    )


def _with_versions(found: Problem, error: EngineScopeError, about: Circumstances) -> Problem:
    if not isinstance(error, ModelError) or isinstance(
        error, ConsentNeededError | UnrecognisedModelError | InferenceError
    ):
        return found
    if not about.built_with or not about.runtime or _is_same(about.built_with, about.runtime):
        return found  # whatever is wrong with it, it is not the version
    return replace(
        found,
        found=text("TensorRT {version}", version=about.built_with),
        found_from=text("read from the file"),
        expected=text("TensorRT {version}", version=about.runtime),
        expected_from=text("on {device}", device=about.device) if about.device else NOTHING,
    )


def _is_same(built_with: str, runtime: str) -> bool:
    """Whether two versions are one for an engine; the fourth number, that of the build, says nothing."""
    return built_with.split(".")[:3] == runtime.split(".")[:3]


def _nearest(error: EngineScopeError) -> str:
    """Return what the core says of the nearest decoders, for Details."""
    return "" if "--" in error.cure.template else str(error.cure)
