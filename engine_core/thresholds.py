"""Where the scores of a source lie, and where a threshold would part them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]

BINS = 50
"""Bins of 0.02: as fine as the counts of a short video bear, and 6 pixels each in the histogram."""

# Between the humps of a real detector there is always some dust: a stretch counts as empty up to this
# share of the lower hump's highest bin.
_DUST = 0.1
# Narrower holes than 0.08 are found in any histogram by chance.
_NARROWEST_BINS = 4
# Fewer scores than this are a handful of boxes, not a hump.
_FEWEST_SCORES = 20
# How many scores the stretch would hold if it were as full as the thinner hump. Poisson: it stays empty
# by chance with exp(-15), less than one in a million, and there are about a thousand stretches.
_EXPECTED_SCORES = 15.0
# Scores come as float32, where 0.30 may lie a little under the bin that begins with it.
_ROUNDING = 5e-6


def score_histogram(scores: npt.ArrayLike, bins: int = BINS) -> Counts:
    """Count scores in equal bins over ``[0, 1]``; the last bin includes 1.

    Args:
        scores: Any shape. What is not finite is not counted, what lies outside goes to the end bins.
        bins: How many.

    Returns:
        ``(bins,)``.
    """
    flat = np.asarray(scores, np.float64).ravel()
    flat = flat[np.isfinite(flat)]
    places = np.floor(np.clip(flat, 0.0, 1.0) * bins + _ROUNDING).astype(np.intp)
    return np.bincount(np.minimum(places, bins - 1), minlength=bins).astype(np.int64)


def score_gap(counts: npt.ArrayLike) -> float | None:
    """Propose a threshold: the middle of the widest empty stretch between two humps of a histogram.

    A detector that knows its objects gives many low scores to clutter, many high ones to objects and few
    between. Any threshold in that gap shows the same boxes, so its middle is the safest one. It is a weak
    proposal (nobody said which boxes are right), therefore it is made only where the gap is clear: at
    least 0.08 wide, no bin above a tenth of the lower hump's highest, at least 20 scores on either side,
    and wide enough that chance does not explain it (see the constants).

    Args:
        counts: A histogram over ``[0, 1]``, see ``score_histogram``.

    Returns:
        The threshold, on a multiple of half a bin (0.01), or None where there is no clear gap.
    """
    filled = np.asarray(counts, np.int64)
    n = len(filled)
    occupied = np.flatnonzero(filled)
    if len(occupied) < 2:
        return None
    first, last = int(occupied[0]), int(occupied[-1])
    before = np.concatenate([[0], np.cumsum(filled)])  # before[a]: scores in bins [0, a)
    highest_left = np.concatenate([[0], np.maximum.accumulate(filled)])
    highest_right = np.concatenate([np.maximum.accumulate(filled[::-1])[::-1], [0]])
    best: tuple[int, int, int] | None = None
    for start in range(first + 1, last + 1 - _NARROWEST_BINS + 1):
        ends = np.arange(start + _NARROWEST_BINS, last + 1)
        if not len(ends):
            break
        fullest = np.maximum.accumulate(filled[start:last])[_NARROWEST_BINS - 1 :]
        in_left, in_right = before[start], before[n] - before[ends]
        thinner = np.minimum(in_left / (start - first), in_right / (last + 1 - ends))
        clear = (
            (fullest <= _DUST * np.minimum(highest_left[start], highest_right[ends]))
            & (np.minimum(in_left, in_right) >= _FEWEST_SCORES)
            & (thinner * (ends - start) >= _EXPECTED_SCORES)
        )
        for end in ends[clear][-1:].tolist():
            dust = int(before[end] - before[start])
            if best is None or (end - start, -dust) > (best[1] - best[0], -best[2]):
                best = (start, end, dust)
    if best is None:
        return None
    return round((best[0] + best[1]) / (2 * n), 6)
