"""How far an engine answers from the file that it was built from, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine_core.labels import Labels
from gui.i18n import counted, tr

if TYPE_CHECKING:
    from engine_core.drift import DriftReport, FrameDrift, LoneDetection

_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class DriftWords:
    """What is said of a comparison.

    Attributes:
        summary: A sentence or two.
        meaning: "ok" or "warn".
        rows: Names and values.
    """

    summary: str = ""
    meaning: str = "ok"
    rows: tuple[tuple[str, str], ...] = ()


def drift_words(drift: DriftReport, labels: Labels) -> DriftWords:
    """Return what a comparison says to people."""
    pictures, same = len(drift.frames), drift.same_frames
    if not pictures:
        return DriftWords(tr("None of the pictures could be read."), "warn")
    lone = [one for frame in drift.frames for one in frame.lone]
    if not lone and not drift.matched:
        said = counted(
            pictures,
            "Neither shows anything on {n} picture.",
            "Neither shows anything on {n} pictures.",
        )
        return DriftWords(said, "warn")
    if same == pictures:
        said = counted(
            pictures,
            "Both show the same on {n} picture.",
            "Both show the same on all {n} pictures.",
        )
    else:
        said = tr("Both show the same on {same} of {n} pictures.", same=same, n=pictures)
    rows = [
        (tr("Objects that both show"), f"{drift.matched:,}"),
        (
            tr("Difference of scores"),
            tr(
                "{most} at most, {mean} on average",
                most=f"{drift.score_max:.3f}",
                mean=f"{drift.score_mean:.3f}",
            ),
        ),
        (
            tr("Shift of boxes"),
            tr(
                "{most} px at most, {mean} px on average",
                most=f"{drift.shift_px_max:.1f}",
                mean=f"{drift.shift_px_mean:.1f}",
            ),
        ),
    ]
    rows += _differing(drift, labels)
    # A score that ends on the other side of the threshold is no other answer.
    is_real = any(one.other is None for one in lone)
    return DriftWords(said, "warn" if is_real else "ok", tuple(rows))


def _differing(drift: DriftReport, labels: Labels) -> list[tuple[str, str]]:
    """Return the pictures that differ, with what only one of the two shows there."""
    frames = sorted((frame for frame in drift.frames if frame.lone), key=_weight, reverse=True)
    rows = [
        (frame.name, tr("; ").join(_lone_words(one, labels) for one in frame.lone[:_MOST_NAMED]))
        for frame in frames[:_MOST_NAMED]
    ]
    more = len(frames) - _MOST_NAMED
    if more > 0:
        rows.append(("", counted(more, "and {n} more picture", "and {n} more pictures")))
    return rows


def _weight(frame: FrameDrift) -> float:
    return max(one.confidence - (one.other or 0.0) for one in frame.lone)


def _lone_words(one: LoneDetection, labels: Labels) -> str:
    name = labels[one.class_id]
    shown = f"{one.confidence:.2f}"
    if one.other is not None:
        other = f"{one.other:.2f}"
        if one.is_of_engine:
            return tr("{name} {shown}, in ONNX {other}", name=name, shown=shown, other=other)
        return tr("{name} {shown}, in the engine {other}", name=name, shown=shown, other=other)
    if one.is_of_engine:
        return tr("{name} {shown} only in the engine", name=name, shown=shown)
    return tr("{name} {shown} only in ONNX", name=name, shown=shown)
