"""What the problem card shows, and how an error of the core becomes one."""

from __future__ import annotations

from dataclasses import dataclass

from engine_core.errors import EngineScopeError
from engine_core.text import NOTHING, Text


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
        consequence: What stays as it was.
        why: The reason.
        advice: What to do, in words.
        found, expected: Two facts to compare, each with where it comes from; empty ones are not shown.
        cure: The primary button.
        other: At most one other way.
        details: Raw lines, folded by default.
        is_loss: Whether something was lost (red), and not only refused (amber).
    """

    title: Text
    consequence: Text = NOTHING
    why: Text = NOTHING
    advice: Text = NOTHING
    found: Text = NOTHING
    expected: Text = NOTHING
    cure: Cure | None = None
    other: Cure | None = None
    details: str = ""
    is_loss: bool = False


def problem_of(
    error: EngineScopeError,
    *,
    consequence: Text = NOTHING,
    cure: Cure | None = None,
    other: Cure | None = None,
) -> Problem:
    """Return what the card shows of an error."""
    return Problem(
        title=error.what,
        consequence=consequence,
        why=error.why,
        advice=error.cure,
        cure=cure,
        other=other,
        details=error.details,
    )
