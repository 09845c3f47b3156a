"""What a ``Cuda`` hands out: memory, events, kernels, a second stream. Used where it is active.

Each wraps a thing of pycuda's and is the only holder of it, so that ``Cuda.close`` can end them all.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any

import numpy.typing as npt

from engine_core.runtime.tensorrt.contexts import failed


class failures:  # noqa: N801 - used as a statement
    """Turns an error of pycuda into one for people; cheaper than a generator, for it stands on every call."""

    def __enter__(self) -> None:
        return

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None and type(error).__module__.startswith("pycuda."):
            raise failed(error) from error


class DeviceMemory:
    """A piece of the card's memory.

    Attributes:
        nbytes: Its size.
    """

    def __init__(
        self, allocation: Any, nbytes: int, forget: Callable[[DeviceMemory], None]
    ) -> None:
        self._allocation = allocation
        self._address = int(allocation)
        self._forget = forget
        self.nbytes = nbytes

    @property
    def address(self) -> int:
        """Where it lies, aligned to 256 bytes."""
        if self._allocation is None:
            raise ValueError("the memory was freed")
        return self._address

    def free(self) -> None:
        """Give it back, within ``active()``; safe to call twice. ``Cuda.close`` does it otherwise."""
        allocation, self._allocation = self._allocation, None
        if allocation is not None:
            self._forget(self)
            with failures():
                allocation.free()


class Event:
    """A point on the stream, which the card dates when it gets there."""

    def __init__(self, event: Any, stream: Any) -> None:
        self._event = event
        self._stream = stream

    def record(self) -> None:
        """Put it on the stream now; what it was before is forgotten."""
        with failures():
            self._event.record(self._stream)

    def hold(self, stream: Any) -> None:
        """Let nothing later on a stream of pycuda's begin before the card got here."""
        with failures():
            stream.wait_for_event(self._event)

    def wait(self) -> None:
        """Wait until the card got there; at once where it was never recorded.

        Raises:
            InferenceError: The card failed on the way.
        """
        with failures():
            self._event.synchronize()

    def ms_since(self, earlier: Event) -> float:
        """Return the milliseconds from another event to this one; the card must have passed both."""
        with failures():
            return float(self._event.time_since(earlier._event))

    def release(self) -> None:
        self._event = self._stream = None


class SideStream:
    """A second stream, for copies that run while the main one computes; events keep them in step."""

    def __init__(self, pycuda: Any, keep: Callable[[Event], None]) -> None:
        self._pycuda = pycuda
        self._keep = keep
        with failures():
            self._stream: Any = pycuda.Stream()

    def upload(self, source: npt.NDArray[Any], address: int) -> None:
        """Enqueue a copy to the card; contiguous ``source`` in pinned memory must live until it is done."""
        with failures():
            self._pycuda.memcpy_htod_async(address, source, self._stream)

    def event(self) -> Event:
        """Return a new event that is recorded on this stream."""
        with failures():
            event = Event(self._pycuda.Event(), self._stream)
        self._keep(event)
        return event

    def wait_for(self, event: Event) -> None:
        """Let nothing later on this stream begin before an event; at once where it was never recorded."""
        event.hold(self._stream)

    def synchronize(self) -> None:
        """Wait until all that was enqueued here is done.

        Raises:
            InferenceError: The card failed.
        """
        with failures():
            self._stream.synchronize()

    def release(self) -> None:
        self._stream = None


class Module:
    """Compiled kernels on the card."""

    def __init__(self, module: Any, stream: Any) -> None:
        self._module = module
        self._stream = stream
        self._kernels: dict[str, Any] = {}

    def function(self, name: str, arguments: str) -> Callable[..., None]:
        """Return what launches a kernel on the stream.

        Args:
            name: Its ``extern "C"`` name.
            arguments: The types of its arguments, as ``struct`` writes them: ``P`` for an address.

        Returns:
            ``launch(grid, block, *arguments)`` with up to three sizes each for grid and block.

        Raises:
            KeyError: There is no such kernel.
        """
        try:
            self._kernels[name] = self._module.get_function(name).prepare(arguments)
        except Exception as error:
            raise KeyError(name) from error

        # Whoever keeps it past the end keeps nothing of pycuda's.
        def launch(grid: tuple[int, ...], block: tuple[int, ...], *values: object) -> None:
            with failures():
                self._kernels[name].prepared_async_call(grid, block, self._stream, *values)

        return launch

    def release(self) -> None:
        self._kernels.clear()
        self._module = self._stream = None
