"""Copying the rows of a picture that are needed into pinned memory, on several cores at once.

One core copies some 10 GB/s, a fraction of what the bus to the card carries: a picture of 1920 × 1080 takes
it longer than all the rest around the network.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

# A helper costs some tens of microseconds to wake: less than so many bytes are not worth one.
_LEAST_BYTES = 512 * 1024
_MOST_PARTS = 4


class Gatherer:
    """A few threads that copy, started when first needed; ``close`` ends them."""

    def __init__(self, cores: int | None = None) -> None:
        """Prepare.

        Args:
            cores: How many may copy at once, the caller's included; None takes what the process may use.
        """
        self._parts = min(_MOST_PARTS, _usable_cores() if cores is None else cores)
        self._helpers: ThreadPoolExecutor | None = None

    def gather(
        self,
        image: Bytes,
        rows: npt.NDArray[np.intp],
        target: Bytes,
        done: Callable[[int, int], None],
    ) -> None:
        """Copy rows of a picture.

        Args:
            image: ``(h, w, 3)``, of any strides.
            rows: Which ones, ascending.
            target: ``(len(rows), w, 3)``, contiguous.
            done: Told on this thread, in order, that the rows from the first to before the second number
                are there, while later ones are still being copied.
        """
        image = np.ascontiguousarray(image)
        whole = len(rows) == len(image)

        def copy(begin: int, end: int) -> None:
            if whole:
                np.copyto(target[begin:end], image[begin:end])
            else:
                np.take(image, rows[begin:end], axis=0, out=target[begin:end], mode="clip")

        parts = max(1, min(self._parts, target.nbytes // _LEAST_BYTES))
        cuts = [len(rows) * part // parts for part in range(parts + 1)]
        if parts == 1:
            copy(0, len(rows))
            done(0, len(rows))
            return
        if self._helpers is None:
            self._helpers = ThreadPoolExecutor(self._parts - 1, "enginescope-gather")
        pairs = list(itertools.pairwise(cuts))
        others = [self._helpers.submit(copy, *pair) for pair in pairs[1:]]
        try:
            copy(*pairs[0])
            done(*pairs[0])
            for pair, other in zip(pairs[1:], others, strict=True):
                other.result()
                done(*pair)
        except BaseException:
            # Nobody may still read the picture or write the target once this is over.
            wait(others)
            raise

    def close(self) -> None:
        """End the threads; safe to call twice."""
        helpers, self._helpers = self._helpers, None
        if helpers is not None:
            helpers.shutdown()


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)
