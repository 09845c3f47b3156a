"""What a build tells while it runs, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from engine_core.enginereport import EngineReport
from engine_core.text import Text


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """How far it is.

    Attributes:
        fraction: Part of the work that is done, 0 to 1; None where nothing honest can be said.
        step: What is done now.
        elapsed_s: Seconds since the build began.
    """

    fraction: float | None
    step: Text
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class BuildLog:
    """A line of TensorRT's that a person should see; all others are in the log file.

    Attributes:
        line: As TensorRT says it.
        severity: ``warning`` or ``error``.
    """

    line: str
    severity: str


BuildEvent: TypeAlias = BuildProgress | BuildLog


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """An engine.

    Attributes:
        path: The file.
        seconds: What the build took; that of the look-up where it was kept from before.
        size_bytes: Size of the file.
        report: What is inside; None where that is not known: it cannot be opened here.
        log_path: Everything TensorRT said; None where nothing was built.
        from_cache: Whether it was kept from an earlier build.
        warnings: What the user should know of it.
    """

    path: Path
    seconds: float
    size_bytes: int
    report: EngineReport | None = None
    log_path: Path | None = None
    from_cache: bool = False
    warnings: tuple[Text, ...] = ()
