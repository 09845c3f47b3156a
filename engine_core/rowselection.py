"""Which rows of a dense head can matter at all, as data: a runtime may leave the others out.

A head of 8400 boxes and 84 numbers each is 2.8 MB, of which a floor of 0.01 keeps a few hundred rows.
A runtime that can look at the scores where they lie (on the graphics card) hands over only those.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSelection:
    """Rows whose confidence reaches the floor; the decoder looks at them again, so more do no harm.

    The confidence of a row is its largest score, times its objectness where there is one, each through
    the logistic function where they are logits. Rows that stay keep their order.

    Attributes:
        output: Name of the output: ``(1, columns, rows)`` or ``(1, rows, columns)``.
        channels_first: Whether it is the former.
        first_score: First column with a score.
        scores: Number of columns with scores.
        objectness: Column that multiplies them, or None.
        logits: Whether scores and objectness still need the logistic function.
        floor: Smallest confidence that must stay, 0 to 1.
    """

    output: str
    channels_first: bool
    first_score: int
    scores: int
    objectness: int | None = None
    logits: bool = False
    floor: float = 0.01
