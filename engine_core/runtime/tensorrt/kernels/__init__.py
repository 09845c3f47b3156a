"""Kernels of our own around the network: from the picture to the input tensor, and rows above a floor.

They are shipped compiled (``build``); where a driver refuses them, or a recipe is none of theirs, the caller
goes the way over NumPy and OpenCV, which gives the same numbers.
"""

from __future__ import annotations

import logging
from pathlib import Path
from weakref import WeakSet

from engine_core.errors import InferenceError
from engine_core.preprocess import Preprocessing
from engine_core.rowselection import RowSelection
from engine_core.runtime.tensorrt.cuda import Cuda
from engine_core.runtime.tensorrt.handles import Module
from engine_core.runtime.tensorrt.kernels.fitting import Fitter, Staging, can_fit
from engine_core.runtime.tensorrt.kernels.selecting import Selector, can_select

_log = logging.getLogger(__name__)
_FOLDER = Path(__file__).parent


class FrameKernels:
    """The kernels on one graphics card; everything of it is used within ``cuda.active()``."""

    def __init__(self, cuda: Cuda, fit: Module, select: Module) -> None:
        self._cuda = cuda
        self._fit = fit
        self._select = select
        self._staging = Staging(cuda)
        self._handed_out: WeakSet[Fitter | Selector] = WeakSet()
        cuda.on_close(self._release)

    @classmethod
    def load(cls, cuda: Cuda) -> FrameKernels | None:
        """Load them, which has the driver compile them for its card; None where it refuses."""
        try:
            modules = [
                cuda.module((_FOLDER / f"{name}.ptx").read_bytes()) for name in ("fit", "select")
            ]
        except (OSError, InferenceError) as error:
            _log.info("without kernels of our own: %s", error)
            return None
        return cls(cuda, *modules)

    def fitter(self, preprocessing: Preprocessing) -> Fitter | None:
        """Return what feeds pictures in one way, or None where only the processor can."""
        if not can_fit(preprocessing):
            return None
        fitter = Fitter(self._cuda, self._fit, self._staging, preprocessing)
        self._handed_out.add(fitter)
        return fitter

    def selector(
        self, selection: RowSelection, shape: tuple[int, ...], dtype: str
    ) -> Selector | None:
        """Return what chooses rows of an output as it lies on the card, or None where it cannot.

        Args:
            selection: Which rows.
            shape: ``(batch, columns, rows)`` or ``(batch, rows, columns)``; only the first picture's are
                looked at.
            dtype: ``float32`` or ``float16``.
        """
        if not can_select(selection, shape, dtype):
            return None
        selector = Selector(self._cuda, self._select, selection, shape, dtype)
        self._handed_out.add(selector)
        return selector

    def _release(self) -> None:
        """Hold no pinned memory any more: it is freed only when nobody does."""
        self._staging.release()
        for one in self._handed_out:
            one.release()
