"""What ``detect`` prints: JSON lines for machines, or a line per source for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from engine_core.cli.terminal import OutputError, answer
from engine_core.labels import Labels
from engine_core.records import to_json, to_record
from engine_core.results import FrameResult


@dataclass(slots=True)
class _Tally:
    """What one source gave."""

    name: str
    is_picture: bool
    frames: int = 0
    found: Counter[int] = field(default_factory=Counter)


class Summary:
    """Prints results as they come; on the thread that writes."""

    def __init__(self, labels: Labels, *, as_json: bool, is_all: bool) -> None:
        """Print nothing yet.

        Args:
            labels: Names of the classes.
            as_json: Whether to print records.
            is_all: Whether what is printed is all that the run gives: then a reader that has gone ends
                it, while files are still written without one.
        """
        self._labels = labels
        self._as_json = as_json
        self._is_all = is_all
        self._is_muted = False
        self._tally: _Tally | None = None

    def add(self, result: FrameResult) -> None:
        """Print a result, or count it until its source has ended."""
        if self._as_json:
            self._print(to_json(to_record(result, self._labels)))
            return
        if result.classes:
            answers = (f"{self._labels[c.class_id]} {c.confidence:.2f}" for c in result.classes)
            self._print(f"{_place(result)}: {', '.join(answers)}")
            return
        if self._tally is None or self._tally.name != result.name:
            self.close()
            self._tally = _Tally(result.name, result.is_picture)
        self._tally.frames += 1
        self._tally.found.update(result.detections.class_id.tolist())

    def close(self) -> None:
        """Print what is still open."""
        tally, self._tally = self._tally, None
        if tally is None:
            return
        counts = ", ".join(
            f"{count} {self._labels[class_id]}" for class_id, count in tally.found.most_common()
        )
        frames = "" if tally.is_picture else f"{counted(tally.frames, 'frame')}, "
        self._print(f"{tally.name}: {frames}{counts or 'nothing'}")

    def _print(self, line: str) -> None:
        if self._is_muted:
            return
        try:
            answer(line)
        except OutputError:
            if self._is_all:
                raise
            self._is_muted = True


def counted(number: int, thing: str) -> str:
    """Return a number of things in words."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _place(result: FrameResult) -> str:
    return result.name if result.is_picture else f"{result.name} frame {result.index}"
