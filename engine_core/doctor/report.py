"""The findings as plain values, and the two ways they are written down."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any, Literal

from engine_core.text import NOTHING, Text

State = Literal["ok", "note", "missing", "problem"]

_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: What it is called; a proper name, the same in every language.
        state: "ok", "note" (works, but worth knowing), "missing", or "problem" (there, but broken).
        found: Facts in a few words: versions, devices.
        why: What the state means for the person; empty where all is well.
        cure: What to do; empty where there is nothing to do.
        command: Lines to paste into a terminal that do it; empty where none can.
        details: What the library itself said when it failed.
    """

    name: str
    state: State
    found: str
    why: Text = NOTHING
    cure: Text = NOTHING
    command: str = ""
    details: str = ""

    @property
    def is_usable(self) -> bool:
        return self.state in ("ok", "note")


@dataclass(frozen=True, slots=True)
class Ability:
    """Something a person may want to do here.

    Attributes:
        name: What it is.
        works: Whether everything it needs was found.
        lacks: Names of the checks that stand in the way.
    """

    name: Text
    works: bool
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole examination.

    Attributes:
        checks: In the order in which they are best read.
        abilities: What that means; the first is detection itself, without which nothing works.
    """

    checks: tuple[Check, ...]
    abilities: tuple[Ability, ...]

    @property
    def can_detect(self) -> bool:
        """Whether at least one runtime can run a model here."""
        return any(ability.works for ability in self.abilities[:2])


def as_text(report: Report) -> str:
    """Lay the report out for a terminal; understandable without colour, no trailing newline."""
    widest = max((len(check.name) for check in report.checks), default=0)
    lines = []
    for check in report.checks:
        head = f"{check.state:<7}  {check.name:<{widest}}  "
        margin = " " * len(head)
        lines += _wrapped(check.found, head, margin)
        for sentence in (check.why, check.cure):
            if sentence:
                lines += _wrapped(str(sentence), margin, margin)
        # Never wrapped: they are there to be pasted.
        lines += [f"{margin}  {command}" for command in check.command.splitlines()]
    lines += ["", "With this installation:"]
    for ability in report.abilities:
        answer = "yes" if ability.works else f"no, because of: {', '.join(ability.lacks)}"
        lines.append(f"  {ability.name}: {answer}")
    return "\n".join(line.rstrip() for line in lines)


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as plain values that ``json.dumps`` takes."""
    return {
        "checks": [
            {
                "name": check.name,
                "state": check.state,
                "found": check.found,
                "why": str(check.why),
                "cure": str(check.cure),
                "command": check.command,
                "details": check.details,
            }
            for check in report.checks
        ],
        "abilities": [
            {"name": str(ability.name), "works": ability.works, "lacks": list(ability.lacks)}
            for ability in report.abilities
        ],
    }


def _wrapped(sentence: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        sentence,
        max(_WIDTH, len(first) + 40),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first]
