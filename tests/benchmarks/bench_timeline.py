"""What counting a whole source costs at each move of the threshold, beside the bars that it has to hold.

Run with ``make bench``. Scores and classes are random: how many boxes pass does not depend on content.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count

import numpy as np

from engine_core.detections import DisplayFilter
from engine_core.frame import SourceItem, SourceKind
from gui.timeline import Timeline
from gui.workers.messages import Seen

_ROUNDS = 9
_ITEM = SourceItem(SourceKind.VIDEO, "/videos/clip.mp4", "clip.mp4")
_FILTERS = {
    "threshold alone": DisplayFilter(confidence=0.25),
    "everything shown": DisplayFilter(confidence=0.0),
    "own thresholds, hidden classes, least size, most boxes": DisplayFilter(
        confidence=0.05,
        class_confidence={1: 0.3, 5: 0.9},
        hidden=frozenset({3}),
        min_size_px=5.0,
        max_detections=100,
    ),
}


def main() -> None:
    """Print the figures."""
    for frames, boxes, bar_ms in ((1_177, 300, 3), (100_000, 20, 40)):
        timeline, add_us = _filled(frames, boxes)
        print(f"{frames:,} frames of {boxes} boxes; adding one frame: {add_us:.0f} us")
        for name, shown in _FILTERS.items():
            varied = count()

            def work() -> object:
                # Another filter each time: the same again would not be counted again.
                moved = shown.confidence + next(varied) * 1e-7  # noqa: B023
                return timeline.counts(replace(shown, confidence=moved), frames)  # noqa: B023

            print(f"  counts, {name}: {_median_ms(work):.2f} ms (bar <= {bar_ms} ms)")

            def classes() -> object:
                moved = shown.confidence + next(varied) * 1e-7  # noqa: B023
                return timeline.class_counts(replace(shown, confidence=moved))  # noqa: B023

            print(f"  classes, {name}: {_median_ms(classes):.2f} ms")
        silhouettes = [_once_ms(timeline.histogram), _median_ms(timeline.histogram)]
        print("  silhouette: {:.2f} ms, again: {:.4f} ms".format(*silhouettes))


def _filled(frames: int, boxes: int) -> tuple[Timeline, float]:
    rng = np.random.default_rng(0)
    timeline = Timeline()
    spent = 0.0
    for index in range(frames):
        seen = Seen(
            source=_ITEM,
            index=index,
            confidence=np.sort(rng.random(boxes, dtype=np.float32))[::-1],
            class_id=rng.integers(0, 80, boxes),
            side_px=rng.random(boxes, dtype=np.float32) * 100,
        )
        start = time.perf_counter()
        timeline.add(seen)
        spent += time.perf_counter() - start
    return timeline, spent / frames * 1e6


def _once_ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def _median_ms(work: Callable[[], object]) -> float:
    return statistics.median(_once_ms(work) for _ in range(_ROUNDS))


if __name__ == "__main__":
    main()
