"""How many boxes of each class have about which confidence, counted as boxes come and go.

A histogram and the counts of the classes are sums over few numbers then, however many boxes there are:
only boxes that share the step of a threshold have to be looked at. No Qt.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Int32Array = npt.NDArray[np.int32]
FloatArray = npt.NDArray[np.float32]

STEPS = 200
"""Equal steps of confidence from 0 to 1."""

# Ids are rows of a table; a badly read model may have any, and then nothing is counted here.
_MOST_CLASSES = 4_096
_FIRST_CLASSES = 128
# Each needs a pass over all boxes; more of them are slower than looking each box up.
_MOST_PASSES = 3


class Tally:
    """Counts by class and step of confidence. One thread."""

    def __init__(self) -> None:
        self.is_complete = True
        """Whether every box is counted; False for good once a class has an id that no table holds."""
        self._table = np.zeros((_FIRST_CLASSES, STEPS), np.int32)

    def add(self, class_id: Int32Array, confidence: FloatArray) -> None:
        """Count boxes."""
        if self.is_complete and len(class_id):
            self._make_room(class_id)
        if self.is_complete:
            np.add.at(self._table.reshape(-1), _places(class_id, confidence), 1)

    def remove(self, class_id: Int32Array, confidence: FloatArray) -> None:
        """Take boxes out that were counted."""
        if self.is_complete:
            np.subtract.at(self._table.reshape(-1), _places(class_id, confidence), 1)

    def histogram(self, is_on: npt.NDArray[np.bool_], bins: int) -> npt.NDArray[np.intp] | None:
        """Return how many boxes of some classes have which confidence, ``(bins,)`` from 0 to 1.

        Args:
            is_on: For each class id from 0 on, whether it counts.
            bins: Number of equal steps.

        Returns:
            None where that cannot be told exactly.
        """
        # Only by a power of two: other products round otherwise than those that made the table.
        many = STEPS // bins
        if not self.is_complete or STEPS % bins or many & (many - 1):
            return None
        counted = self._table[: len(is_on)][is_on].sum(axis=0, dtype=np.intp)
        made: npt.NDArray[np.intp] = counted.reshape(bins, many).sum(axis=1)
        return made

    def class_counts(
        self, thresholds: FloatArray, class_id: Int32Array, confidence: FloatArray
    ) -> dict[int, int] | None:
        """Return how many boxes of each class reach its threshold; classes without any are left out.

        Args:
            thresholds: For each class id from 0 on; NaN where it is off.
            class_id: Of all boxes.
            confidence: Of all boxes; NaN for those that were taken out.

        Returns:
            None where looking at each box is faster.
        """
        if not self.is_complete:
            return None
        table = self._table[: len(thresholds)]
        ids = np.flatnonzero(~np.isnan(thresholds) & table.any(axis=1))
        wanted = thresholds[ids]
        steps = _steps(wanted)
        # A threshold that begins a step divides no step.
        is_whole = (wanted <= 0) | (_steps(np.nextafter(wanted, np.float32(-1))) < steps)
        reached = np.zeros(len(thresholds), np.intp)
        for class_, step in zip(ids, np.where(is_whole, steps, steps + 1), strict=True):
            reached[class_] = table[class_, step:].sum()
        divides = ~is_whole & (table[ids, steps] > 0)
        divided = np.unique(wanted[divides])
        if len(divided) > _MOST_PASSES:
            return None
        for threshold in divided:
            step = int(_steps(threshold[None])[0])
            rows = confidence >= threshold
            if step < STEPS - 1:
                rows &= confidence < np.float32((step + 2) / STEPS)
            near = np.flatnonzero(rows)
            near_ids = class_id[near][_steps(confidence[near]) == step]
            near_ids = near_ids[thresholds[near_ids] == threshold]
            reached += np.bincount(near_ids, minlength=len(reached))
        return {int(one): int(reached[one]) for one in ids if reached[one]}

    def _make_room(self, class_id: Int32Array) -> None:
        if int(class_id.min()) < 0 or int(class_id.max()) >= _MOST_CLASSES:
            self.is_complete = False
        elif class_id.max() >= len(self._table):
            room = max(int(class_id.max()) + 1, 2 * len(self._table))
            grown = np.zeros((room, STEPS), np.int32)
            grown[: len(self._table)] = self._table
            self._table = grown


def _steps(confidence: FloatArray) -> npt.NDArray[np.intp]:
    within = np.minimum(confidence * np.float32(STEPS), np.float32(STEPS - 1))
    steps: npt.NDArray[np.intp] = np.maximum(within, np.float32(0)).astype(np.intp)
    return steps


def _places(class_id: Int32Array, confidence: FloatArray) -> npt.NDArray[np.intp]:
    places: npt.NDArray[np.intp] = class_id.astype(np.intp) * STEPS + _steps(confidence)
    return places
