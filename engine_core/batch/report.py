"""What is asked of a run, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine_core.detections import DisplayFilter
from engine_core.detector import DEFAULT_SUPPRESSION, SuppressionOptions
from engine_core.errors import EngineScopeError
from engine_core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """What is asked of a run.

    Attributes:
        shown: Which detections are kept.
        suppression: How overlapping boxes are removed.
        max_frames: Most frames of each video or stream, or None.
    """

    shown: DisplayFilter
    suppression: SuppressionOptions = DEFAULT_SUPPRESSION
    max_frames: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read or run, and why."""

    name: str
    error: EngineScopeError


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        items_done, items: Sources finished and in all.
        frames_done: Frames finished, over all sources.
        frames: Frames in all as far as known by now: every picture, and every video from when it is
            opened; None once the number of one is unknown.
        current: Name of the source in work.
    """

    items_done: int
    items: int
    frames_done: int
    frames: int | None
    current: str


@dataclass(slots=True)
class Report:
    """How a run ended.

    Attributes:
        frames: Frames with a result, those resumed included.
        resumed: Frames whose result came from the journal.
        detections: Detections in all.
        failures: What was skipped.
        notes: What is worth knowing of sources ("16-bit values were reduced"), and of how many.
        is_interrupted: Whether it was stopped before its end.
    """

    frames: int = 0
    resumed: int = 0
    detections: int = 0
    failures: list[Failure] = field(default_factory=list)
    notes: dict[Text, int] = field(default_factory=dict)
    is_interrupted: bool = False
