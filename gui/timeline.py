"""What was found in each frame of a source so far, kept so that any threshold can be counted at once.

The detection strip, the silhouette of the histogram and the jump to the next detection ask for the
whole source at every move of the threshold. Boxes are reduced to four numbers in flat columns, so that
an answer is a handful of passes over plain arrays, without any inference. No Qt; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from engine_core.detections import DisplayFilter
from gui.workers.messages import Seen

Int32Array = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]

# 64 MB. Three hours of video with twelve boxes a frame stay whole.
MAX_ROWS = 4_000_000
_FIRST_ROWS = 4_096
_FIRST_FRAMES = 1_024
# Class ids up to here are looked up in a table; no model has more, but a badly read one may.
_TABLE_IDS = 65_536


class Timeline:
    """Scores, classes and sizes of everything found, by frame; for a list of pictures by its row.

    Memory is bounded: when ``max_rows`` boxes are kept, the less confident half is given up, and
    ``complete_from`` says from which confidence on the answers still hold.

    Attributes:
        complete_from: Lowest confidence whose boxes are all kept; 0 until boxes had to be given up.
    """

    def __init__(self, max_rows: int = MAX_ROWS) -> None:
        self._max_rows = max_rows
        self.clear()

    def clear(self) -> None:
        """Forget everything: another source, model or way of reading it."""
        self._frame: Int32Array = np.empty(_FIRST_ROWS, np.int32)
        self._confidence: npt.NDArray[np.float32] = np.empty(_FIRST_ROWS, np.float32)
        self._class_id: Int32Array = np.empty(_FIRST_ROWS, np.int32)
        self._side_px: npt.NDArray[np.float32] = np.empty(_FIRST_ROWS, np.float32)
        # Where the rows of each frame start and how many there are; -1: not computed.
        self._first: Int32Array = np.zeros(_FIRST_FRAMES, np.int32)
        self._n: Int32Array = np.full(_FIRST_FRAMES, -1, np.int32)
        self._used = 0
        self._dead = 0
        self._end = 0
        self._computed = 0
        self._lowest_id = 0
        self._highest_id = 0
        self.complete_from = 0.0
        self._version = 0
        self._last_counts: tuple[int, DisplayFilter, int, Int32Array] | None = None

    @property
    def computed(self) -> int:
        """Number of frames known."""
        return self._computed

    @property
    def rows_kept(self) -> int:
        """Number of boxes kept."""
        return self._used - self._dead

    def lowest(self) -> float | None:
        """Return the lowest confidence of all boxes; None where there is none, or not all are kept."""
        if not self._used or self.complete_from > 0:
            return None
        return float(self._confidence[: self._used].min())

    def is_computed(self, index: int) -> bool:
        """Return whether a frame is known."""
        return 0 <= index < self._end and bool(self._n[index] >= 0)

    def add(self, seen: Seen) -> None:
        """Take what was found in one frame; what was known of it before is replaced."""
        if seen.index < 0:
            raise ValueError(f"a frame has an index from 0, not {seen.index}")
        if self._used + len(seen.confidence) > len(self._frame):
            self._make_room(len(seen.confidence))
        rows: slice | BoolArray = slice(None)
        if self.complete_from > 0:
            rows = seen.confidence >= np.float32(self.complete_from)
        confidence = seen.confidence[rows]
        n = len(confidence)
        self._reserve_frames(seen.index + 1)
        first, before = int(self._first[seen.index]), int(self._n[seen.index])
        if before < 0:
            self._computed += 1
        if n > before:
            # A frame that is seen again as it was keeps its place: a looping video does not grow.
            self._bury(first, before)
            first, before = self._used, n
            self._used += n
        place = slice(first, first + n)
        self._frame[place] = seen.index
        self._confidence[place] = confidence
        self._class_id[place] = seen.class_id[rows]
        self._side_px[place] = seen.side_px[rows]
        self._bury(first + n, before - n)
        self._first[seen.index] = first
        self._n[seen.index] = n
        if n:
            self._lowest_id = min(self._lowest_id, int(self._class_id[place].min()))
            self._highest_id = max(self._highest_id, int(self._class_id[place].max()))
        self._version += 1

    def add_all(self, frames: Iterable[Seen]) -> None:
        """Take what was found in several frames."""
        for seen in frames:
            self.add(seen)

    def counts(self, shown: DisplayFilter, frame_count: int) -> Int32Array:
        """Return how many boxes each frame shows, ``(frame_count,)`` read-only; -1: not computed."""
        last = self._last_counts
        if last is not None and last[:3] == (self._version, shown, frame_count):
            return last[3]
        known = min(self._end, frame_count)
        made = np.full(frame_count, -1, np.int32)
        made[:known] = self._per_frame(self._kept(shown))[:known]
        if shown.max_detections is not None:
            np.minimum(made, shown.max_detections, out=made)
        made[:known][self._n[:known] < 0] = -1
        made.flags.writeable = False
        self._last_counts = (self._version, shown, frame_count, made)
        return made

    def histogram(self, shown: DisplayFilter | None = None, bins: int = 50) -> npt.NDArray[np.intp]:
        """Return how many boxes have which confidence, ``(bins,)`` from 0 to 1.

        Args:
            shown: Only what it would show at a threshold of 0; None for everything.
            bins: Number of equal steps; a confidence of 1 falls into the last.
        """
        everything = DisplayFilter(confidence=0.0)
        if shown is not None:
            everything = replace(shown, confidence=0.0, class_confidence={})
        confidence = self._confidence[: self._used][self._kept(everything)]
        at = (confidence * np.float32(bins)).astype(np.int32)
        return np.bincount(np.clip(at, 0, bins - 1), minlength=bins)

    def class_counts(self, shown: DisplayFilter) -> dict[int, int]:
        """Return how many boxes of each class all known frames together show; none are left out."""
        kept = self._kept(shown)
        if shown.max_detections is not None:
            kept &= self._rank(kept) <= shown.max_detections
        ids, n = np.unique(self._class_id[: self._used][kept], return_counts=True)
        return {int(class_id): int(many) for class_id, many in zip(ids, n, strict=True)}

    def next_with(
        self, shown: DisplayFilter, index: int, step: int = 1, frame_count: int | None = None
    ) -> tuple[int | None, bool]:
        """Return the nearest frame after (``step`` 1) or before (-1) one that shows something.

        Frames not computed may show something too, so the search ends at the first of them.

        Returns:
            The frame and True; or the first frame on the way that is not computed and False: looking
            at it goes on; or None and True where there is no such frame. With an unknown
            ``frame_count`` the frame behind the last known one counts as not computed.
        """
        end = max(self._end + 1, index + 2) if frame_count is None else frame_count
        index = max(-1, min(index, end))
        counts = self.counts(shown, end)
        ahead = counts[index + 1 :] if step > 0 else counts[: max(0, index)][::-1]
        stops = np.flatnonzero(ahead != 0)
        if not len(stops):
            return None, True
        found = index + step * (1 + int(stops[0]))
        return found, bool(counts[found] > 0)

    def _kept(self, shown: DisplayFilter) -> BoolArray:
        """Return which rows pass, as ``DisplayFilter.rows`` says, but for its most per frame."""
        confidence = self._confidence[: self._used]
        # Buried rows have the confidence NaN, which is above no threshold.
        if shown.class_confidence or shown.hidden or shown.classes is not None:
            kept = confidence >= self._thresholds(shown)
        else:
            kept = confidence >= np.float32(shown.confidence)
        if shown.min_size_px > 0:
            kept &= self._side_px[: self._used] >= shown.min_size_px
        return kept

    def _thresholds(self, shown: DisplayFilter) -> npt.NDArray[np.float32]:
        """Return the threshold of each row; NaN, which nothing reaches, where its class is off."""
        class_id: npt.NDArray[np.integer] = self._class_id[: self._used]
        known: npt.NDArray[np.integer]
        if self._lowest_id >= 0 and self._highest_id < _TABLE_IDS:
            known = np.arange(self._highest_id + 1)
        else:
            known, class_id = np.unique(class_id, return_inverse=True)
        table = np.full(len(known), shown.confidence, np.float32)
        for own, confidence in shown.class_confidence.items():
            table[known == own] = confidence
        if shown.classes is not None:
            table[~np.isin(known, list(shown.classes))] = np.nan
        if shown.hidden:
            table[np.isin(known, list(shown.hidden))] = np.nan
        # Every id lies within the table: "clip" only spares looking whether it does.
        return table.take(class_id, mode="clip")

    def _per_frame(self, kept: BoolArray) -> npt.NDArray[np.intp]:
        return np.bincount(self._frame[: self._used][kept], minlength=self._end)

    def _rank(self, kept: BoolArray) -> npt.NDArray[np.integer]:
        """Return which of its frame's kept rows each row is, from 1; rows of a frame lie together."""
        upto = np.cumsum(kept, dtype=np.intp)
        first = self._first[self._frame[: self._used]]
        return upto - (upto[first] - kept[first].astype(np.intp))

    def _bury(self, first: int, n: int) -> None:
        if n > 0:
            self._confidence[first : first + n] = np.nan
            self._dead += n

    def _reserve_frames(self, end: int) -> None:
        if end > len(self._n):
            room = max(end, len(self._n) * 2)
            first, n = np.zeros(room, np.int32), np.full(room, -1, np.int32)
            first[: self._end], n[: self._end] = self._first[: self._end], self._n[: self._end]
            self._first, self._n = first, n
        self._end = max(self._end, end)

    def _make_room(self, n: int) -> None:
        """Make sure that ``n`` more rows have their place."""
        if self._used + n > self._max_rows and self.rows_kept > self._max_rows // 2:
            self._raise_floor()
        if self._dead > self._used // 4:
            self._compact()
        if self._used + n > len(self._frame):
            self._resize(max(self._used + n, min(len(self._frame) * 2, self._max_rows)))

    def _raise_floor(self) -> None:
        """Give up the less confident half of all boxes."""
        confidence = self._confidence[: self._used]
        alive = confidence[~np.isnan(confidence)]
        # Above the median, not from it: with many equal scores nothing might be given up otherwise.
        floor = np.nextafter(np.median(alive).astype(np.float32), np.float32(2))
        lost = confidence < floor
        self._dead += int(np.count_nonzero(lost))
        confidence[lost] = np.nan
        self.complete_from = float(floor)

    def _compact(self) -> None:
        """Close the gaps that replaced frames and given up boxes left."""
        alive = np.flatnonzero(~np.isnan(self._confidence[: self._used]))
        for column in (self._frame, self._confidence, self._class_id, self._side_px):
            column[: len(alive)] = column[alive]
        self._used, self._dead = len(alive), 0
        n = np.bincount(self._frame[: self._used], minlength=self._end).astype(np.int32)
        known = self._n[: self._end] >= 0
        self._n[: self._end] = np.where(known, n, -1)
        frame = self._frame[: self._used]
        # Rows of a frame lie together.
        starts = np.flatnonzero(np.diff(frame, prepend=-1))
        self._first[frame[starts]] = starts

    def _resize(self, room: int) -> None:
        def moved(column: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
            made = np.empty(room, column.dtype)
            made[: self._used] = column[: self._used]
            return made

        self._frame = moved(self._frame)  # type: ignore[assignment] # keeps its dtype
        self._confidence = moved(self._confidence)  # type: ignore[assignment]
        self._class_id = moved(self._class_id)  # type: ignore[assignment]
        self._side_px = moved(self._side_px)  # type: ignore[assignment]
