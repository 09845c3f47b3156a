"""Outputs whose size only the run itself tells (NonZero, NMS layers): TensorRT asks for memory as it runs."""

from __future__ import annotations

import logging
from typing import Any

_LOG = logging.getLogger(__name__)


class GrowingMemory:
    """Device memory of one output, grown when TensorRT asks and never shrunk.

    Attributes:
        shape: What the last run told; None before the first.
        failure: Why memory could not be given in the last run, or None.
    """

    def __init__(self, cuda: Any) -> None:
        self._cuda = cuda
        self._memory: Any = None
        self.shape: tuple[int, ...] | None = None
        self.failure: Exception | None = None

    @property
    def address(self) -> int:
        """Where it lies now; 0 before the first run."""
        return int(self._memory.address) if self._memory is not None else 0

    def forget(self) -> None:
        """Before a run: what the last one told no longer holds."""
        self.shape = None
        self.failure = None

    def provide(self, nbytes: int) -> int:
        """Return the address of at least so many bytes, or 0 where there are none; raises nothing."""
        # An empty output wants an address too, and TensorRT takes 0 for a failure.
        wanted = max(1, int(nbytes))
        try:
            if self._memory is None or self._memory.nbytes < wanted:
                larger = self._cuda.allocate(wanted)
                if self._memory is not None:
                    self._memory.free()
                self._memory = larger
        except Exception as error:  # noqa: BLE001 - called by TensorRT: nothing may leave, and ``failure`` tells
            self.failure = error
            _LOG.debug("no %d bytes for an output", wanted, exc_info=True)
            return 0
        return self.address

    def free(self) -> None:
        """Give the memory back; safe to call twice."""
        if self._memory is not None:
            self._memory.free()
            self._memory = None


def make_allocator(module: Any, memory: GrowingMemory) -> Any:
    """Return an ``IOutputAllocator`` of a TensorRT module that takes from a memory.

    Keep a reference as long as the context lives. Older versions call ``reallocate_output``, those since 10
    ``reallocate_output_async``; both must be there.
    """

    class _Allocator(module.IOutputAllocator):  # type: ignore[misc]
        def __init__(self) -> None:
            module.IOutputAllocator.__init__(self)

        def reallocate_output(
            self, tensor_name: str, address: int, size: int, alignment: int
        ) -> int:
            return memory.provide(size)

        def reallocate_output_async(
            self, tensor_name: str, address: int, size: int, alignment: int, stream: int
        ) -> int:
            return memory.provide(size)

        def notify_shape(self, tensor_name: str, shape: Any) -> None:
            try:
                memory.shape = tuple(int(size) for size in shape)
            except Exception as error:  # noqa: BLE001 - as above
                memory.failure = error

    return _Allocator()
