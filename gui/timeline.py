"""What was found in each frame of a source so far, kept so that any threshold can be counted at once.

The detection strip, the silhouette of the histogram and the jump to the next detection ask for the
whole source at every move of the threshold. Boxes are reduced to four numbers in flat columns, so that
an answer is a handful of passes over plain arrays, without any inference. What needs no pass over the
boxes is counted as they come: how many of each class have about which confidence. No Qt; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from engine_core.detections import DisplayFilter
from gui.workers.messages import Seen
from gui.workers.tally import Tally

T = TypeVar("T")
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
    ``complete_from`` says from which confidence on the answers still hold. Of a source without an end only
    the newest ``max_frames`` are known, or a quarter more.

    Attributes:
        complete_from: Lowest confidence whose boxes are all kept; 0 until boxes had to be given up.
    """

    def __init__(self, max_rows: int = MAX_ROWS, *, max_frames: int | None = None) -> None:
        """Begin with nothing.

        Args:
            max_rows: Most boxes kept.
            max_frames: How many frames, the dropped ones included, are looked back on; None for all. A
                source that begins anew is then begun anew here, too.
        """
        self._max_rows = max_rows
        self._max_frames = max_frames
        self.clear()

    def clear(self) -> None:
        """Forget everything: another source, model or way of reading it."""
        self._frame: Int32Array = np.empty(_FIRST_ROWS, np.int32)
        self._confidence: npt.NDArray[np.float32] = np.empty(_FIRST_ROWS, np.float32)
        self._class_id: Int32Array = np.empty(_FIRST_ROWS, np.int32)
        self._side_px: npt.NDArray[np.float32] = np.empty(_FIRST_ROWS, np.float32)
        # Where the rows of each frame start and how many there are; -1: not computed. Frames are
        # numbered from ``_base`` on, in ``_frame`` as well.
        self._base = 0
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
        self._tally = Tally()
        self._answers: dict[str, tuple[Hashable, Any]] = {}

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
        if not self.rows_kept or self.complete_from > 0:
            return None
        # Passes over the NaN of buried rows, which "min" would return.
        return float(np.fmin.reduce(self._confidence[: self._used]))

    def is_computed(self, index: int) -> bool:
        """Return whether a frame is known."""
        slot = index - self._base
        return 0 <= slot < self._end and bool(self._n[slot] >= 0)

    def add(self, seen: Seen) -> None:
        """Take what was found in one frame; what was known of it before is replaced."""
        if seen.index < 0:
            raise ValueError(f"a frame has an index from 0, not {seen.index}")
        slot = self._slot(seen.index)
        if self._used + len(seen.confidence) > len(self._frame):
            self._make_room(len(seen.confidence))
        # What is no number is not kept: it is above no threshold.
        rows = seen.confidence >= np.float32(self.complete_from)
        n = int(np.count_nonzero(rows))
        self._reserve_frames(slot + 1)
        first, before = int(self._first[slot]), int(self._n[slot])
        if before < 0:
            self._computed += 1
        self._bury(first, before)
        if n > before:
            first = self._used
            self._used += n
        else:
            # A frame that is seen again as it was keeps its place: a looping video does not grow.
            self._dead -= n
        place = slice(first, first + n)
        self._frame[place] = slot
        self._confidence[place] = seen.confidence[rows]
        self._class_id[place] = seen.class_id[rows]
        self._side_px[place] = seen.side_px[rows]
        self._first[slot] = first
        self._n[slot] = n
        if n:
            self._lowest_id = min(self._lowest_id, int(self._class_id[place].min()))
            self._highest_id = max(self._highest_id, int(self._class_id[place].max()))
            self._tally.add(self._class_id[place], self._confidence[place])
        self._version += 1

    def add_all(self, frames: Iterable[Seen]) -> None:
        """Take what was found in several frames."""
        for seen in frames:
            self.add(seen)

    def counts(self, shown: DisplayFilter, frame_count: int) -> Int32Array:
        """Return how many boxes each frame shows, ``(frame_count,)`` read-only; -1: not computed."""

        def count() -> Int32Array:
            known = max(0, min(self._end, frame_count - self._base))
            made = np.full(frame_count, -1, np.int32)
            per_frame = self._per_frame(shown)[:known]
            if shown.max_detections is not None:
                per_frame = np.minimum(per_frame, shown.max_detections)
            made[self._base : self._base + known] = np.where(self._n[:known] < 0, -1, per_frame)
            made.flags.writeable = False
            return made

        return self._once("counts", (shown, frame_count), count)

    def histogram(self, shown: DisplayFilter | None = None, bins: int = 50) -> npt.NDArray[np.intp]:
        """Return how many boxes have which confidence, ``(bins,)`` from 0 to 1, read-only.

        Args:
            shown: Only what it would show at a threshold of 0; None for everything.
            bins: Number of equal steps; a confidence of 1 falls into the last.
        """
        everything = DisplayFilter(confidence=0.0)
        if shown is not None:
            everything = replace(shown, confidence=0.0, class_confidence={}, max_detections=None)

        def count() -> npt.NDArray[np.intp]:
            made = None
            if self._tally.is_complete and not everything.min_size_px > 0:
                is_on = ~np.isnan(_class_thresholds(self._ids(), everything))
                made = self._tally.histogram(is_on, bins)
            if made is None:
                confidence = self._confidence[: self._used][self._kept(everything)]
                at = (confidence * np.float32(bins)).astype(np.int32)
                made = np.bincount(np.clip(at, 0, bins - 1), minlength=bins)
            made.flags.writeable = False
            return made

        return self._once("histogram", (everything, bins), count)

    def class_counts(self, shown: DisplayFilter) -> dict[int, int]:
        """Return how many boxes of each class all known frames together show; none are left out."""

        def count() -> dict[int, int]:
            cuts = shown.max_detections is not None and self._cuts(shown, shown.max_detections)
            if self._tally.is_complete and not cuts and not shown.min_size_px > 0:
                made = self._tally.class_counts(
                    _class_thresholds(self._ids(), shown),
                    self._class_id[: self._used],
                    self._confidence[: self._used],
                )
                if made is not None:
                    return made
            rows = np.flatnonzero(self._kept(shown))
            if cuts and shown.max_detections is not None:
                rows = rows[self._rank(shown) < shown.max_detections]
            return _counted(self._class_id[: self._used][rows])

        return dict(self._once("class_counts", shown, count))

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
        known = self._base + self._end
        end = max(known + 1, index + 2) if frame_count is None else frame_count
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
            known = self._ids()
        else:
            known, class_id = np.unique(class_id, return_inverse=True)
        # Every id lies within the table: "clip" only spares looking whether it does.
        return _class_thresholds(known, shown).take(class_id, mode="clip")

    def _ids(self) -> npt.NDArray[np.integer]:
        """Return all class ids there may be; only where none is negative."""
        return np.arange(self._highest_id + 1)

    def _per_frame(self, shown: DisplayFilter) -> npt.NDArray[np.integer]:
        """Return how many boxes of each frame pass, whatever the most per frame is."""
        everything = replace(shown, max_detections=None)

        def count() -> npt.NDArray[np.integer]:
            made = np.zeros(self._end, np.int32)
            frames, first = self._in_order()
            if not len(frames):
                return made
            # Rows of a frame lie together, and what lies between frames is buried: it passes nowhere.
            made[frames] = np.add.reduceat(self._kept(everything), first, dtype=np.int32)
            return made

        return self._once("per_frame", everything, count)

    def _cuts(self, shown: DisplayFilter, most: int) -> bool:
        """Whether a frame has more boxes than are shown of one."""
        if int(self._n[: self._end].max(initial=0)) <= most:
            return False
        return int(self._per_frame(shown).max(initial=0)) > most

    def _rank(self, shown: DisplayFilter) -> npt.NDArray[np.integer]:
        """Return of each row that passes how many of its frame do so before it."""
        per_frame = self._per_frame(shown)[self._in_order()[0]]
        before = np.cumsum(per_frame) - per_frame
        rank: npt.NDArray[np.integer]
        rank = np.arange(int(per_frame.sum())) - np.repeat(before, per_frame)
        return rank

    def _in_order(self) -> tuple[npt.NDArray[np.intp], Int32Array]:
        """Return the frames that have rows, and their first rows, in the order of the rows."""

        def look() -> tuple[npt.NDArray[np.intp], Int32Array]:
            frames = np.flatnonzero(self._n[: self._end] > 0)
            first = self._first[frames]
            if not bool((first[1:] > first[:-1]).all()):
                order = np.argsort(first, kind="stable")
                frames, first = frames[order], first[order]
            return frames, first

        return self._once("order", None, look)

    def _once(self, what: str, asked: Hashable, count: Callable[[], T]) -> T:
        """Count only where something was added, or something else is asked, since the last time."""
        last = self._answers.get(what)
        if last is not None and last[0] == (self._version, asked):
            answer: T = last[1]
            return answer
        made = count()
        self._answers[what] = ((self._version, asked), made)
        return made

    def _bury(self, first: int, n: int) -> None:
        if n > 0:
            rows = slice(first, first + n)
            self._take_out(self._class_id[rows], self._confidence[rows])
            self._confidence[rows] = np.nan
            self._dead += n

    def _take_out(self, class_id: Int32Array, confidence: npt.NDArray[np.float32]) -> None:
        # Some may be buried already: those below the floor.
        alive = ~np.isnan(confidence)
        self._tally.remove(class_id[alive], confidence[alive])

    def _slot(self, index: int) -> int:
        """Return where a frame is kept; what is too old for a source without an end is forgotten."""
        if self._max_frames is None:
            return index
        if not self._computed or index < self._base:
            self.clear()
            self._base = index
        slot = index - self._base
        # Forgetting costs a pass over everything: many at a time.
        if slot >= self._max_frames + self._max_frames // 4:
            self._forget(slot - self._max_frames + 1)
        return index - self._base

    def _forget(self, n: int) -> None:
        """Forget the first frames that are kept."""
        if n >= self._end:
            base = self._base + n
            self.clear()
            self._base = base
            return
        rows = np.flatnonzero(self._frame[: self._used] < n)
        rows = rows[~np.isnan(self._confidence[rows])]
        self._tally.remove(self._class_id[rows], self._confidence[rows])
        self._confidence[rows] = np.nan
        self._computed -= int(np.count_nonzero(self._n[:n] >= 0))
        left = self._end - n
        self._first[:left] = self._first[n : self._end]
        self._n[:left] = self._n[n : self._end]
        self._n[left : self._end] = -1
        self._frame[: self._used] -= n
        self._base += n
        self._end = left
        self._compact()

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
        self._take_out(self._class_id[: self._used][lost], confidence[lost])
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


def _class_thresholds(
    known: npt.NDArray[np.integer], shown: DisplayFilter
) -> npt.NDArray[np.float32]:
    """Return the threshold of each class; NaN, which nothing reaches, where it is off."""
    table = np.full(len(known), shown.confidence, np.float32)
    for own, confidence in shown.class_confidence.items():
        table[known == own] = confidence
    if shown.classes is not None:
        table[~np.isin(known, list(shown.classes))] = np.nan
    if shown.hidden:
        table[np.isin(known, list(shown.hidden))] = np.nan
    return table


def _counted(class_id: Int32Array) -> dict[int, int]:
    ids, n = np.unique(class_id, return_counts=True)
    return {int(one): int(many) for one, many in zip(ids, n, strict=True)}
