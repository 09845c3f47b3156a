"""The context of a graphics card on one thread: made current and let go of, also after a failure.

pycuda keeps a stack of contexts per thread and aborts the process when a thread ends while something is on
it. So nothing stays there between two uses (``Activation``). All users of a card share its primary context.
A kernel that failed spoils it for the whole process: the driver hands out no other, reset or not (measured:
``cuDevicePrimaryCtxRetain`` answers the illegal address again). All that is left then is to let go in peace.
"""

from __future__ import annotations

import ctypes
import logging
import threading
from types import TracebackType
from typing import Any

from engine_core.errors import InferenceError
from engine_core.runtime.tensorrt import driver
from engine_core.text import text

_log = logging.getLogger(__name__)


class Activation:
    """Makes a context current and lets go of it: ``with activation: …``, which may be nested.

    Kept by its owner and entered many times; what was entered is kept per thread, not here.
    """

    def __init__(self, context: Any) -> None:
        self._context = context
        self._thread = threading.get_ident()

    @property
    def is_entered(self) -> bool:
        """Whether the thread is inside it."""
        return any(one is self for one, _ in _stack.entered)

    @property
    def is_ended(self) -> bool:
        """Whether it was ended."""
        return self._context is None

    def check_thread(self) -> None:
        """Refuse other threads than the one that made it: the context would be theirs, and its end ours."""
        if threading.get_ident() != self._thread:
            raise RuntimeError("a graphics card belongs to the thread that opened it")

    def end(self) -> Any:
        """Return the context; it is made current no more."""
        context, self._context = self._context, None
        return context

    def __enter__(self) -> None:
        self.check_thread()
        if self._context is None:
            raise RuntimeError("the graphics card is closed")
        entered = _stack.entered
        if entered and entered[-1][0] is self:
            entered.append((self, None))
            return
        try:
            self._context.push()
        except Exception as error:
            raise failed(error) from error
        entered.append((self, self._context))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _, context = _stack.entered.pop()
        if context is None:
            return
        try:
            context.pop()
        except Exception as failure:  # noqa: BLE001 - whatever stays on pycuda's stack aborts the process
            _log.info("leaving the graphics card: %s", failure)
            _detached(context)


class _Stack(threading.local):
    """What a thread has entered, the current one last; with the context where that entry made it current."""

    def __init__(self) -> None:
        self.entered: list[tuple[Activation, Any]] = []


_stack = _Stack()


def detach(context: Any, device: int) -> None:
    """Let go of a context that is not on pycuda's stack, and leave nothing current behind.

    pycuda makes a context current to detach it and does not undo that. While we hold the context ourselves,
    the driver's own stack can be put in order before the last one lets go.
    """
    handle, held = ctypes.c_int(), ctypes.c_void_p()
    before = _current()
    if _tried("cuDeviceGet", ctypes.byref(handle), device):
        _tried("cuDevicePrimaryCtxRetain", ctypes.byref(held), handle)
    if _detached(context):
        left = _current()
        # A card that failed may refuse to be held; then it is pycuda's if there was nothing before.
        if left is not None and (left == held.value or before is None):
            _tried("cuCtxPopCurrent_v2", ctypes.byref(ctypes.c_void_p()))
    if held.value is not None:
        _tried("cuDevicePrimaryCtxRelease_v2", handle)


def _current() -> int | None:
    """Return the context that is current on this thread, as the driver has it."""
    current = ctypes.c_void_p()
    _tried("cuCtxGetCurrent", ctypes.byref(current))
    return current.value


def _tried(function: str, *arguments: Any) -> bool:
    """Call the driver; whether it succeeded."""
    try:
        driver.call(function, *arguments)
    except driver.DriverCallError as error:
        _log.info("%s", error)
        return False
    return True


def _detached(context: Any) -> bool:
    """Detach; whether that was still to be done."""
    try:
        context.detach()
    except Exception as error:  # noqa: BLE001 - nothing more can be done for it
        _log.info("detaching from the graphics card: %s", error)
        return False
    return True


def failed(error: BaseException) -> InferenceError:
    """Return the error for people for one of pycuda's."""
    return InferenceError(
        what=text("The graphics card failed"),
        why=text("{reason}", reason=str(error).strip() or type(error).__name__),
        cure=text("Open the model again; if it fails again, restart the program"),
        details=str(error),
    )
