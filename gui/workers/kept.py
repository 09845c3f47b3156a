"""What was found in frames looked at before, within a bound of memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from engine_core.detections import Candidates, ClassScore, Detections
from engine_core.detector import DetectResult, Timings
from engine_core.frame import SourceItem
from engine_core.letterbox import LetterBox
from gui.workers.messages import Seen

DEFAULT_LIMIT_BYTES = 256 * 2**20
# Objects, names and dictionary places around the arrays of one frame.
_OVERHEAD_BYTES = 2_000


@dataclass(frozen=True, slots=True)
class FrameKey:
    """A frame, and the way of reading a model that looked at it."""

    reading: int
    source: Hashable
    index: int


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What the network said of one frame, before suppression; no picture.

    Attributes:
        item: Whose frame.
        is_whole: Whether masks can be made of it. What they are made of takes megabytes a frame, and is
            the first to go: such a frame is still counted, and the network runs again to show it.
    """

    item: SourceItem
    candidates: Candidates
    letterbox: LetterBox
    classes: tuple[ClassScore, ...]
    timings: Timings
    is_whole: bool = True

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return _OVERHEAD_BYTES + sum(array.nbytes for array in _arrays(self.candidates).values())

    @property
    def has_masks(self) -> bool:
        """Whether it holds what masks are made of."""
        found = self.candidates
        return found.prototypes is not None or found.mask_logits is not None

    def without_masks(self) -> Kept:
        """Return it as far as counting needs it."""
        bare = replace(self.candidates, mask_coefficients=None, prototypes=None, mask_logits=None)
        return replace(self, candidates=bare, is_whole=False)


def kept_of(item: SourceItem, result: DetectResult) -> Kept:
    """Return what to keep of an answer."""
    return Kept(item, _own(result.candidates), result.letterbox, result.classes, result.timings)


def seen_of(item: SourceItem, index: int, detections: Detections) -> Seen:
    """Reduce the detections of a frame to what counting needs."""
    size = detections.xyxy[:, 2:] - detections.xyxy[:, :2]
    return Seen(
        source=item,
        index=index,
        confidence=detections.confidence,
        class_id=detections.class_id,
        side_px=size.min(axis=1),
    )


class KeptFrames:
    """Frames looked at before; of the least recently used, masks go first and then all. One thread."""

    def __init__(self, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._kept: OrderedDict[FrameKey, Kept] = OrderedDict()
        self._with_masks: OrderedDict[FrameKey, None] = OrderedDict()
        self._nbytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def nbytes(self) -> int:
        """Memory in use; never above the limit."""
        return self._nbytes

    def get(self, key: FrameKey) -> Kept | None:
        """Return what is kept of a frame, which counts as using it."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            if key in self._with_masks:
                self._with_masks.move_to_end(key)
        return found

    def look(self, key: FrameKey) -> Kept | None:
        """Return what is kept of a frame without using it: counting is not looking."""
        return self._kept.get(key)

    def put(self, key: FrameKey, kept: Kept) -> None:
        """Keep a frame; older ones make room."""
        self._drop(key)
        self._kept[key] = kept
        self._nbytes += kept.nbytes
        if kept.has_masks:
            self._with_masks[key] = None
        while self._nbytes > self._limit_bytes and self._with_masks:
            oldest, _ = self._with_masks.popitem(last=False)
            whole = self._kept[oldest]
            bare = whole.without_masks()
            self._kept[oldest] = bare
            self._nbytes += bare.nbytes - whole.nbytes
        while self._nbytes > self._limit_bytes:
            self._drop(next(iter(self._kept)))

    def keys_of(self, reading: int) -> list[FrameKey]:
        """Return all frames kept of one reading, the most recently used first."""
        return [key for key in reversed(self._kept) if key.reading == reading]

    def _drop(self, key: FrameKey) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._nbytes -= gone.nbytes
            self._with_masks.pop(key, None)


def _arrays(candidates: Candidates) -> dict[str, npt.NDArray[np.generic]]:
    named = {item.name: getattr(candidates, item.name) for item in fields(candidates)}
    return {name: value for name, value in named.items() if value is not None}


def _own(candidates: Candidates) -> Candidates:
    """Return candidates whose arrays hold on to nothing bigger: a view keeps all it was cut from."""
    views = {
        name: value.copy() for name, value in _arrays(candidates).items() if value.base is not None
    }
    return replace(candidates, **views) if views else candidates  # type: ignore[arg-type]
