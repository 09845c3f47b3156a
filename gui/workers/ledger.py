"""What was found, of which frame and read in which way: what is kept, and what is counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from engine_core.detector import DetectResult, SuppressionOptions
from engine_core.recipe import Recipe
from gui.workers.counting import Counting
from gui.workers.kept import FrameKey, Kept, KeptFrames, kept_of, seen_of
from gui.workers.model_stage import OpenModel
from gui.workers.source_stage import OpenSourceState

# As long as this, kept frames are counted anew before the next look at the wishes.
_SLICE_S = 0.008


class Ledger:
    """Keeps and counts the answers of the network. Belongs to the thread."""

    def __init__(self, limit_bytes: int, tell: Callable[[Any], None]) -> None:
        """Begin with nothing.

        Args:
            limit_bytes: Memory for what is kept.
            tell: Takes ``SeenBatch``.
        """
        self._kept = KeptFrames(limit_bytes)
        self._counting = Counting(tell)
        self._readings: list[tuple[Any, ...]] = []
        self._newest: tuple[OpenModel, Recipe, int] | None = None
        self._counts_for: tuple[Any, ...] | None = None

    @property
    def has_more(self) -> bool:
        """Whether kept frames wait to be counted anew."""
        return self._counting.has_more

    def reading_of(self, model: OpenModel) -> int:
        """Return the number of the way in which the model turns pictures into candidates now."""
        recipe = model.detector.recipe
        if self._newest is None or self._newest[0] is not model or self._newest[1] is not recipe:
            self._newest = model, recipe, self._number_of(model, recipe)
        return self._newest[2]

    def key(self, source: OpenSourceState, model: OpenModel, index: int) -> FrameKey:
        """Return what a frame, as it is read now, is known by."""
        return FrameKey(self.reading_of(model), source.stamp, index)

    def find(self, key: FrameKey) -> Kept | None:
        """Return what is kept of a frame, if it can be shown of that."""
        kept = self._kept.get(key)
        return kept if kept is not None and kept.is_whole else None

    def is_counted(self, key: FrameKey) -> bool:
        """Whether the frame is among the counts that are in force."""
        return key in self._counting

    def check(self, model: OpenModel, suppression: SuppressionOptions) -> bool:
        """Begin to count anew where another reading or other suppression makes the counts void.

        Returns:
            Whether it did.
        """
        reading = self.reading_of(model)
        counts_for = (reading, model.wish, model.detector.recipe.suppression, suppression)
        if counts_for == self._counts_for:
            return False
        self._counts_for = counts_for
        self._counting.restart(self._kept.keys_of(reading))
        return True

    def note(
        self, source: OpenSourceState, key: FrameKey, result: DetectResult, *, keeps: bool
    ) -> None:
        """Count what was found in a frame, and keep it where the network has just said it."""
        item = source.wish.item
        # The frames of a live source never come back.
        is_live = source.feed is not None
        if keeps and not is_live:
            self._kept.put(key, kept_of(item, result))
        seen = seen_of(item, key.index, result.detections)
        self._counting.add(key, seen, is_live=is_live)

    def pass_over(self, key: FrameKey) -> None:
        """Take note that there is nothing to be counted in a frame, because it cannot be looked at."""
        self._counting.add(key, None)

    def count_again(self, model: OpenModel, suppression: SuppressionOptions) -> None:
        """Suppress and count some of the kept frames anew, as many as a moment allows."""
        end_s = time.monotonic() + _SLICE_S
        while time.monotonic() < end_s:
            key = self._counting.next_again()
            if key is None:
                return
            kept = self._kept.look(key)
            if kept is not None:
                found = model.detector.suppress(kept.candidates, kept.letterbox, suppression)
                self._counting.add(key, seen_of(kept.item, key.index, found))

    def flush(self) -> None:
        """Send the counts that were not sent yet."""
        self._counting.flush()

    def _number_of(self, model: OpenModel, recipe: Recipe) -> int:
        wanted = (model.stamp, recipe.preprocessing, recipe.decoder, model.detector.floor)
        if wanted not in self._readings:
            self._readings.append(wanted)
        return self._readings.index(wanted)
