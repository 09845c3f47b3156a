"""One graphics card for one session: memory, a stream, kernels and graphs. The only importer of pycuda.

pycuda keeps a stack of contexts per thread and aborts the process when a thread ends while something is on
it, and what it allocates can be freed only in the thread of its context. So a ``Cuda`` belongs to the thread
that opened it, its context is current only within ``active()``, which lets go of it on every way out, and
``close`` frees all that was handed out while the context is current. The *primary* context is used because
TensorRT uses that one; sessions on the same card share it.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.errors import InferenceError, ModelError, RuntimeMissingError
from engine_core.runtime.tensorrt import contexts, driver, graphs
from engine_core.runtime.tensorrt.graphs import Graph
from engine_core.runtime.tensorrt.handles import DeviceMemory, Event, Module, SideStream, failures
from engine_core.text import text

__all__ = ["Cuda", "DeviceMemory", "Event", "Module", "OutOfMemoryError", "SideStream"]

_log = logging.getLogger(__name__)

_MIB = 1 << 20


class OutOfMemoryError(ModelError, InferenceError):
    """The graphics card has too little free memory, whether for opening a model or for a frame.

    Attributes:
        needed_bytes: What was asked for.
        free_bytes: What was free then.
    """

    def __init__(self, card: str, needed_bytes: int, free_bytes: int, total_bytes: int) -> None:
        super().__init__(
            text("The memory of the graphics card {card} is full", card=card),
            why=text(
                "{needed} MiB more are needed, and {free} of its {total} MiB are free",
                needed=-(-needed_bytes // _MIB),
                free=free_bytes // _MIB,
                total=total_bytes // _MIB,
            ),
            cure=text("Close other programs that use the graphics card, or open a smaller model"),
        )
        self.needed_bytes = needed_bytes
        self.free_bytes = free_bytes


class Cuda:
    """A graphics card as one session uses it, on the thread that opened it.

    Everything but ``open``, ``active`` and ``close`` is called within ``active()``.

    Attributes:
        device: Number of the card.
        name: Its name.
        capability: Its compute capability.
        stream: The stream that everything is enqueued on; a pycuda stream, not the default one.
        stream_handle: The same for those who call the driver or TensorRT.
    """

    def __init__(self, device: driver.Device, context: Any) -> None:
        self.device = device.number
        self.name = device.name
        self.capability = device.capability
        self.stream: Any = None
        self.stream_handle = 0
        self._active = contexts.Activation(context)
        self._memory: dict[int, DeviceMemory] = {}
        self._pinned: list[npt.NDArray[np.uint8]] = []
        self._events: list[Event] = []
        self._beside: list[SideStream] = []
        self._modules: list[Module] = []
        self._graphs: list[Graph] = []
        self._closing: list[Callable[[], None]] = []

    @classmethod
    def open(cls, device: int = 0) -> Cuda:
        """Start to use a graphics card.

        Args:
            device: Its number, as ``driver.find_devices`` counts.

        Raises:
            RuntimeMissingError: There is no driver, no such card, no pycuda, or the card does not start.
        """
        found = driver.find_devices()
        if not 0 <= device < len(found):
            raise RuntimeMissingError(
                what=text("There is no graphics card number {number}", number=device),
                why=text("The driver counts {count}, from number 0", count=len(found)),
                cure=text("Choose another graphics card"),
            )
        pycuda = _import_pycuda()
        context = None
        try:
            try:
                pycuda.init()
                context = pycuda.Device(device).retain_primary_context()
                cuda = cls(found[device], context)
                with cuda.active():
                    cuda.stream = pycuda.Stream()
                    cuda.stream_handle = int(cuda.stream.handle)
            except (pycuda.Error, InferenceError) as error:
                raise _unusable(found[device].name, error) from error
        except BaseException:
            if context is not None:
                contexts.detach(context, device)
            raise
        return cuda

    def active(self) -> AbstractContextManager[None]:
        """Return what makes the card's context current: ``with cuda.active(): …``; may be nested.

        Raises:
            RuntimeError: On another thread than the one that opened it, or after ``close``.
        """
        return self._active

    def memory(self) -> tuple[int, int]:
        """Return the free and all memory of the card, in bytes."""
        with failures():
            free, total = _pycuda().mem_get_info()
        return int(free), int(total)

    def allocate(self, nbytes: int) -> DeviceMemory:
        """Take memory of the card; of no bytes, a little is taken.

        Raises:
            OutOfMemoryError: There is not so much.
            InferenceError: The card failed.
        """
        pycuda = _pycuda()
        try:
            allocation = pycuda.mem_alloc(max(1, nbytes))
        except pycuda.MemoryError as error:
            raise self._out_of_memory(nbytes) from error
        except pycuda.Error as error:
            raise contexts.failed(error) from error
        memory = DeviceMemory(allocation, nbytes, self._forget)
        self._memory[id(memory)] = memory
        return memory

    def pinned(self, nbytes: int, *, write_only: bool = False) -> npt.NDArray[np.uint8]:
        """Return memory of the computer that the card reaches by itself: only it is copied in the background.

        It is freed with ``close``, or when nobody holds it any more if that is later.

        Args:
            nbytes: How much.
            write_only: Whether it is never read here: then it is written past the caches, and the card reads
                it faster. Reading it all the same would be very slow.

        Raises:
            OutOfMemoryError: There is not so much that can be locked.
            InferenceError: The card failed.
        """
        pycuda = _pycuda()
        try:
            flags = pycuda.host_alloc_flags.WRITECOMBINED if write_only else 0
            array: npt.NDArray[np.uint8] = pycuda.pagelocked_empty(
                max(1, nbytes), np.uint8, mem_flags=flags
            )
        except pycuda.MemoryError as error:
            raise self._out_of_memory(nbytes) from error
        except pycuda.Error as error:
            raise contexts.failed(error) from error
        self._pinned.append(array)
        return array[:nbytes]

    def unpin(self, array: npt.NDArray[Any]) -> None:
        """Stop to keep memory from ``pinned``: it is freed when the caller lets go of it too."""
        self._pinned = [one for one in self._pinned if not np.may_share_memory(one, array)]

    def upload(self, source: npt.NDArray[Any], address: int) -> None:
        """Enqueue a copy to the card; contiguous ``source`` in pinned memory must live until it is done."""
        with failures():
            _pycuda().memcpy_htod_async(address, source, self.stream)

    def download(self, address: int, target: npt.NDArray[Any]) -> None:
        """Enqueue a copy from the card into contiguous ``target`` in pinned memory."""
        with failures():
            _pycuda().memcpy_dtoh_async(target, address, self.stream)

    def clear(self, address: int, words: int) -> None:
        """Enqueue that so many words of 4 bytes become 0."""
        with failures():
            _pycuda().memset_d32_async(address, 0, words, self.stream)

    def event(self) -> Event:
        """Return a new event, not yet on the stream."""
        with failures():
            event = Event(_pycuda().Event(), self.stream)
        self._events.append(event)
        return event

    def drop_event(self, event: Event) -> None:
        """Let go of an event before the end; it must not be used any more."""
        self._events = [one for one in self._events if one is not event]
        event.release()

    def wait_for(self, event: Event) -> None:
        """Let nothing later on the stream begin before an event; at once where it was never recorded."""
        event.hold(self.stream)

    def beside(self) -> SideStream:
        """Return a new stream beside the main one, for copies."""
        beside = SideStream(_pycuda(), self._events.append)
        self._beside.append(beside)
        return beside

    def synchronize(self) -> None:
        """Wait until all that was enqueued on the stream is done; other threads run meanwhile.

        Raises:
            InferenceError: The card failed. It does not recover within this process.
        """
        with failures():
            self.stream.synchronize()

    def module(self, image: bytes) -> Module:
        """Load compiled kernels: PTX text, which the driver compiles for the card, or a cubin.

        Raises:
            InferenceError: The driver refuses them.
        """
        # PTX is taken for a C string; the zero behind a cubin does no harm.
        with failures():
            module = Module(_pycuda().module_from_buffer(image + b"\0"), self.stream)
        self._modules.append(module)
        return module

    def record_graph(self, enqueue: Callable[[], None]) -> Graph | None:
        """Record what ``enqueue`` puts on the stream, without running it; None where that fails."""
        graph = graphs.record(self.stream_handle, enqueue)
        if graph is not None:
            self._graphs = [one for one in self._graphs if not one.is_freed]
            self._graphs.append(graph)
        return graph

    def on_close(self, act: Callable[[], None]) -> None:
        """Have something done first of all when this is closed; it must not raise."""
        self._closing.append(act)

    def close(self) -> None:
        """Free everything handed out and let go of the card; safe to call twice, never raises for the card.

        Raises:
            RuntimeError: On another thread than the one that opened it, or within its ``active()``.
        """
        if self._active.is_ended:
            return
        self._active.check_thread()
        if self._active.is_entered:
            raise RuntimeError("a Cuda is closed outside of its active()")
        for act in reversed(self._closing):
            act()
        self._closing.clear()
        try:
            with self._active:
                if self._still_works():
                    self._free_all()
        except InferenceError as error:
            _log.info("closing the graphics card: %s", error)
        contexts.detach(self._active.end(), self.device)
        # Freeing anything of a card that failed only prints warnings; without its context it is silent.
        self._free_all()

    def _still_works(self) -> bool:
        """Wait for what runs; whether the card is in order. What it reads must not be freed before."""
        try:
            self.synchronize()
            for beside in self._beside:
                beside.synchronize()
        except InferenceError:
            return False
        return True

    def _free_all(self) -> None:
        for graph in self._graphs:
            graph.free()
        self._graphs.clear()
        for memory in list(self._memory.values()):
            memory.free()
        self._memory.clear()
        self._pinned.clear()
        held: list[Event | Module | SideStream] = [*self._events, *self._modules, *self._beside]
        for one in held:
            one.release()
        self._beside.clear()
        self._events.clear()
        self._modules.clear()
        self.stream = None
        # Cycles that hold something of pycuda's must go while the context is current.
        gc.collect()

    def _forget(self, memory: DeviceMemory) -> None:
        self._memory.pop(id(memory), None)

    def _out_of_memory(self, nbytes: int) -> OutOfMemoryError:
        try:
            free, total = self.memory()
        except InferenceError:
            free = total = 0
        return OutOfMemoryError(self.name, nbytes, free, total)


_PYCUDA = ("pycuda", "pycuda.driver")
_driver_module: Any = None


def _pycuda() -> Any:
    return _driver_module


def _import_pycuda() -> Any:
    global _driver_module
    if _driver_module is None:
        try:
            import pycuda.driver
        except (ImportError, OSError) as error:
            is_absent = isinstance(error, ModuleNotFoundError) and error.name in _PYCUDA
            raise RuntimeMissingError(
                what=text("pycuda is not installed")
                if is_absent
                else text("pycuda cannot be loaded"),
                why=text("It reaches the graphics card for TensorRT engines")
                if is_absent
                else text("{reason}", reason=str(error) or type(error).__name__),
                cure=text("Run “enginescope doctor”: it says what to install and how"),
                details=str(error),
            ) from error
        _driver_module = pycuda.driver
    return _driver_module


def _unusable(name: str, error: BaseException) -> RuntimeMissingError:
    return RuntimeMissingError(
        what=text("The graphics card {card} cannot be used", card=name),
        why=text("{reason}", reason=str(error).strip() or type(error).__name__),
        cure=text("Restart the program; if that does not help, see what “enginescope doctor” says"),
        details=str(error),
    )
