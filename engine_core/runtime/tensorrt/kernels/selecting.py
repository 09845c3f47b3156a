"""Rows of a dense head above the floor, chosen where they lie, so that only they cross the bus."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from engine_core.rowselection import RowSelection
from engine_core.runtime.tensorrt.cuda import Cuda
from engine_core.runtime.tensorrt.handles import Module

# Rows that are brought at once, in the same copy as their count, and those for which there is room at all:
# beyond, bringing the whole output costs no more.
_FIRST_ROWS = 512
_MOST_ROWS = 4096
_HEADER_WORDS = 4
_BLOCK = 64


def can_select(selection: RowSelection, shape: tuple[int, ...], dtype: str) -> bool:
    """Whether the kernel can look at such an output."""
    if dtype not in ("float32", "float16") or len(shape) != 3 or min(shape) < 1:
        return False
    columns = shape[1] if selection.channels_first else shape[2]
    last = max(selection.first_score + selection.scores - 1, selection.objectness or 0)
    return selection.scores > 0 and last < columns


class Selector:
    """Chooses the rows of one output of fixed shape. Used within ``cuda.active()``."""

    def __init__(
        self,
        cuda: Cuda,
        module: Module,
        selection: RowSelection,
        shape: tuple[int, ...],
        dtype: str,
    ) -> None:
        self._cuda = cuda
        self._selection = selection
        columns, rows = shape[1:] if selection.channels_first else shape[:0:-1]
        self._columns = columns
        self._capacity = min(rows, _MOST_ROWS)
        record = 1 + columns
        self._first_words = _HEADER_WORDS + min(rows, _FIRST_ROWS) * record
        words = _HEADER_WORDS + self._capacity * record
        self._memory = cuda.allocate(4 * words)
        self._block: npt.NDArray[np.int32] = cuda.pinned(4 * words).view(np.int32)
        self._kernel = module.function(f"select_{dtype}", "PPiiiiiiiifi")
        self._grid = (-(-rows // _BLOCK),)
        self._arguments = (
            rows,
            columns,
            *((rows, 1) if selection.channels_first else (1, columns)),
            selection.first_score,
            selection.scores,
            -1 if selection.objectness is None else selection.objectness,
            int(selection.logits),
            lowered_floor(selection),
            self._capacity,
        )

    def enqueue(self, address: int) -> None:
        """Enqueue the choice and bringing its first rows; may be recorded in a graph.

        Args:
            address: Where the output lies on the card.
        """
        self._cuda.clear(self._memory.address, _HEADER_WORDS)
        self._kernel(self._grid, (_BLOCK, 1, 1), address, self._memory.address, *self._arguments)
        self._cuda.download(self._memory.address, self._block[: self._first_words])

    def collect(self) -> npt.NDArray[np.float32] | None:
        """Return the rows, in their order, once the stream was waited for.

        Returns:
            ``(1, columns, k)`` or ``(1, k, columns)`` as the output has its axes, an array of its own; None
            where more rows matched than there is room for.

        Raises:
            InferenceError: Bringing the rest failed.
        """
        count = int(self._block[0])
        if count > self._capacity:
            return None
        words = _HEADER_WORDS + count * (1 + self._columns)
        if words > self._first_words:
            rest = self._block[self._first_words : words]
            self._cuda.download(self._memory.address + 4 * self._first_words, rest)
            self._cuda.synchronize()
        records = self._block[_HEADER_WORDS:words].reshape(count, 1 + self._columns)
        ordered = records[np.argsort(records[:, 0]), 1:].view(np.float32)
        return (ordered.T if self._selection.channels_first else ordered)[None]

    def free(self) -> None:
        """Give everything back before the end; nothing of it may be under way."""
        self._memory.free()
        self._cuda.unpin(self._block)
        self.release()

    def release(self) -> None:
        """Let go of pinned memory, for the end."""
        self._block = np.empty(0, np.int32)


def lowered_floor(selection: RowSelection) -> float:
    """Return what a row is held against on the card: never more than what the decoder asks for.

    The decoder compares in single precision, with another logistic function than the card's; what is
    chosen here for a rounding too much, it drops.
    """
    floor = selection.floor
    if not selection.logits:
        # A product is rounded alike on both sides.
        return float(np.nextafter(np.float32(floor), np.float32(-np.inf)))
    if selection.objectness is not None:
        return floor - abs(floor) * 1e-4 - 1e-30
    inside = min(max(floor, 1e-7), 1 - 1e-7)
    level = math.log(inside / (1 - inside))
    return level - 1e-3
