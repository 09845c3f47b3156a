"""What of one answer is to be seen under the present choices: pure, so that it is tested without a window."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine_core.detections import ClassScore, Detections, DisplayFilter
from engine_core.detector import DetectResult

# Boxes this little below the threshold show while it is being dragged.
NEAR = 0.10


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class View:
    """One answer, sorted into what is shown and what is not.

    Attributes:
        everything: All detections above the floor.
        shown: Those that pass the filter.
        below: Those that only their confidence keeps out.
        others: Those that only soloing keeps out.
        rows: Of each shown one, its row in ``everything``.
        counts: Shown detections by class.
        classes: A classifier's answers.
    """

    everything: Detections
    shown: Detections
    below: Detections
    others: Detections
    rows: npt.NDArray[np.intp]
    counts: dict[int, int]
    classes: tuple[ClassScore, ...] = ()

    def row_shown(self, row: int | None) -> int | None:
        """Return where a row of ``everything`` is in ``shown``, or None if it is not shown."""
        if row is None:
            return None
        found = np.flatnonzero(self.rows == row)
        return int(found[0]) if len(found) else None

    def near(self, wanted: DisplayFilter) -> Detections:
        """Return those a little below their threshold."""
        threshold = np.full(len(self.below), wanted.confidence, np.float32)
        for class_id, own in wanted.class_confidence.items():
            threshold[self.below.class_id == class_id] = own
        return self.below[self.below.confidence >= threshold - NEAR]


def view_of(result: DetectResult | None, wanted: DisplayFilter) -> View:
    """Sort what was found in a frame."""
    everything = result.detections if result is not None else Detections.empty()
    passes = wanted.rows(everything)
    any_score = replace(wanted, confidence=0.0, class_confidence={}, max_detections=None)
    wide = any_score.rows(everything)
    threshold_passes = replace(wanted, max_detections=None).rows(everything)
    others = np.zeros(len(everything), np.bool_)
    if wanted.classes is not None:
        others = replace(wanted, classes=None, max_detections=None).rows(everything) & ~passes
        others &= ~np.isin(everything.class_id, list(wanted.classes))
    rows = np.flatnonzero(passes)
    shown = everything[rows]
    ids, numbers = np.unique(shown.class_id, return_counts=True)
    return View(
        everything=everything,
        shown=shown,
        below=everything[wide & ~threshold_passes],
        others=everything[others],
        rows=rows,
        counts=dict(zip(ids.tolist(), numbers.tolist(), strict=True)),
        classes=result.classes if result is not None else (),
    )
