"""CUDA graphs: record what is enqueued on a stream once, and launch it again as one piece.

pycuda has no graphs, so the driver is called directly (``cuda.h``, stream and graph management). Launching
dozens of small kernels one by one costs more than running them: YOLOv8n in half precision at 640 took
1.04 ms plainly and 0.70 ms as a graph on an H100.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable

from engine_core.errors import InferenceError
from engine_core.runtime.tensorrt import driver
from engine_core.text import text

_log = logging.getLogger(__name__)

# CUstreamCaptureMode: calls that cannot be recorded are forbidden to this thread only, so that another
# session's allocations do not spoil the recording, nor the recording them.
_THREAD_LOCAL = 1


class Graph:
    """A recorded graph, ready to launch. Belongs to the thread of its ``Cuda``, whose context is current."""

    def __init__(self, executable: ctypes.c_void_p, stream_handle: int) -> None:
        self._executable: ctypes.c_void_p | None = executable
        self._stream = ctypes.c_void_p(stream_handle)

    @property
    def is_freed(self) -> bool:
        return self._executable is None

    def launch(self) -> None:
        """Enqueue everything recorded on the stream that it was recorded from.

        Raises:
            InferenceError: The driver refuses.
        """
        if self._executable is None:
            raise ValueError("the graph was freed")
        try:
            driver.call("cuGraphLaunch", self._executable, self._stream)
        except driver.DriverCallError as error:
            raise InferenceError(
                what=text("The graphics card failed"),
                why=text("{error}", error=error.name),
                cure=text("Open the model again"),
                details=str(error),
            ) from error

    def free(self) -> None:
        """Free it; safe to call twice, and after the graphics card failed."""
        executable, self._executable = self._executable, None
        if executable is not None:
            _quietly("cuGraphExecDestroy", executable)


def record(stream_handle: int, enqueue: Callable[[], None]) -> Graph | None:
    """Record what ``enqueue`` puts on a stream; nothing of it runs.

    Args:
        stream_handle: A stream that is not the default one, on which nothing is being recorded.
        enqueue: Only enqueues: allocating or waiting within it makes the recording fail.

    Returns:
        The graph, or None where anything fails; the stream is usable in either case.
    """
    stream, graph = ctypes.c_void_p(stream_handle), ctypes.c_void_p()
    try:
        driver.call("cuStreamBeginCapture_v2", stream, _THREAD_LOCAL)
    except driver.DriverCallError as error:
        _log.info("no CUDA graph: %s", error)
        return None
    failure: Exception | None = None
    try:
        try:
            enqueue()
        except Exception as error:  # noqa: BLE001 - whatever cannot be recorded still runs plainly
            failure = error
        finally:
            # Also when interrupted: a stream that is left recording runs nothing ever again.
            is_valid = _ended(stream, graph)
        if failure is not None or not is_valid or not graph.value:
            _log.info("no CUDA graph: %s", failure or "the recording is not valid")
            return None
        return Graph(_instantiated(graph), stream_handle)
    except driver.DriverCallError as error:
        _log.info("no CUDA graph: %s", error)
        return None
    finally:
        if graph.value:
            _quietly("cuGraphDestroy", graph)


def is_recording(stream_handle: int) -> bool:
    """Whether a recording is under way on a stream, valid or not."""
    status = ctypes.c_int()
    driver.call("cuStreamIsCapturing", ctypes.c_void_p(stream_handle), ctypes.byref(status))
    return status.value != 0


def _ended(stream: ctypes.c_void_p, graph: ctypes.c_void_p) -> bool:
    """End the recording; whether it was valid."""
    try:
        driver.call("cuStreamEndCapture", stream, ctypes.byref(graph))
    except driver.DriverCallError as error:
        _log.info("the recording ended with %s", error)
        return False
    return True


def _instantiated(graph: ctypes.c_void_p) -> ctypes.c_void_p:
    executable = ctypes.c_void_p()
    if driver.has("cuGraphInstantiateWithFlags"):  # CUDA 11.4 and later
        driver.call(
            "cuGraphInstantiateWithFlags", ctypes.byref(executable), graph, ctypes.c_ulonglong(0)
        )
    else:
        reason = ctypes.create_string_buffer(256)
        driver.call(
            "cuGraphInstantiate_v2",
            ctypes.byref(executable),
            graph,
            None,
            reason,
            ctypes.c_size_t(len(reason)),
        )
    return executable


def _quietly(function: str, *arguments: object) -> None:
    """Call what frees something: where the card failed, there is nothing left to free."""
    try:
        driver.call(function, *arguments)
    except driver.DriverCallError as error:
        _log.info("%s", error)
