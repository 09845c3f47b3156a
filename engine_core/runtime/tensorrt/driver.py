"""The NVIDIA driver, asked directly: is there one, and which graphics cards does it serve?

Asked before TensorRT or pycuda is imported: without a working driver TensorRT 11 ends the process when it
is used, and pycuda, which is linked to the driver, cannot be loaded. Functions and numbers are those of the
CUDA driver API (``cuda.h``). Any thread may ask; a success is remembered, a failure is asked again.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from dataclasses import dataclass
from typing import Any

from engine_core.errors import RuntimeMissingError
from engine_core.text import Text, text

# CUresult and CUdevice_attribute.
SUCCESS = 0
OUT_OF_MEMORY = 2
_NO_DEVICE = 100
_CAPABILITY_MAJOR = 75
_CAPABILITY_MINOR = 76

_CURES = {
    34: text("Install the NVIDIA driver itself; what is here is only a stand-in for building"),
    803: text("Restart the computer: the driver was renewed, but the old one is still running"),
    804: text("Install a newer NVIDIA driver, or take the CUDA compatibility package off the path"),
}


@dataclass(frozen=True, slots=True)
class Device:
    """A graphics card as the driver counts them, ``CUDA_VISIBLE_DEVICES`` obeyed.

    Attributes:
        number: Its number, from 0.
        name: As the driver names it.
        capability: Compute capability: ``(9, 0)``.
        memory_bytes: All of its memory.
    """

    number: int
    name: str
    capability: tuple[int, int]
    memory_bytes: int


class DriverCallError(Exception):
    """A call of the driver failed; what that means is known only to who called.

    Attributes:
        function: What was called.
        status: The ``CUresult``.
        name: Its name: ``CUDA_ERROR_INVALID_CONTEXT``.
    """

    def __init__(self, function: str, status: int, name: str) -> None:
        super().__init__(f"{function}: {name} ({status})")
        self.function = function
        self.status = status
        self.name = name


_lock = threading.Lock()
_library: Any = None
_devices: tuple[Device, ...] | None = None


def find_devices() -> tuple[Device, ...]:
    """Start the driver and return its graphics cards, at least one.

    Raises:
        RuntimeMissingError: There is no driver, it does not start, or it serves no card.
    """
    global _devices
    with _lock:
        if _devices is None:
            library = _load()
            _start(library)
            try:
                _devices = tuple(_device(library, number) for number in range(_count(library)))
            except DriverCallError as error:
                raise _broken(error) from error
            if not _devices:
                _devices = None
                raise _no_card("")
        return _devices


def driver_version() -> tuple[int, int]:
    """Return the newest CUDA that the driver serves: ``(12, 4)``.

    Raises:
        RuntimeMissingError: There is no driver.
    """
    library = _load()
    number = ctypes.c_int()
    try:
        _checked(library, "cuDriverGetVersion", ctypes.byref(number))
    except DriverCallError as error:
        raise _broken(error) from error
    return number.value // 1000, number.value % 1000 // 10


def call(function: str, *arguments: Any) -> None:
    """Call a function of the driver with ctypes arguments; ``find_devices`` must have succeeded.

    Raises:
        DriverCallError: It answered something else than success, or this driver does not have it.
    """
    _checked(_load(), function, *arguments)


def has(function: str) -> bool:
    """Whether this driver has a function."""
    return hasattr(_load(), function)


def _checked(library: Any, function: str, *arguments: Any) -> None:
    try:
        entry = getattr(library, function)
    except AttributeError:
        raise DriverCallError(function, -1, "not in this driver") from None
    status = int(entry(*arguments))
    if status != SUCCESS:
        raise DriverCallError(function, status, _status_name(library, status))


def _load() -> Any:
    global _library
    if _library is None:
        try:
            if sys.platform == "win32":
                _library = ctypes.WinDLL("nvcuda.dll")
            else:
                _library = ctypes.CDLL("libcuda.so.1")
        except OSError as error:
            raise RuntimeMissingError(
                what=text("There is no NVIDIA driver on this computer"),
                why=text("TensorRT engines run on NVIDIA graphics cards only"),
                cure=text(
                    "Install the NVIDIA driver if there is such a card (“enginescope doctor” says "
                    "more), or open the ONNX file that the engine was built from"
                ),
                details=str(error),
            ) from error
    return _library


def _start(library: Any) -> None:
    try:
        _checked(library, "cuInit", ctypes.c_uint(0))
    except DriverCallError as error:
        raise (_no_card(str(error)) if error.status == _NO_DEVICE else _broken(error)) from error


def _count(library: Any) -> int:
    number = ctypes.c_int()
    _checked(library, "cuDeviceGetCount", ctypes.byref(number))
    return number.value


def _device(library: Any, number: int) -> Device:
    handle, major, minor = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
    name, memory = ctypes.create_string_buffer(256), ctypes.c_size_t()
    by = ctypes.byref
    _checked(library, "cuDeviceGet", by(handle), number)
    _checked(library, "cuDeviceGetName", name, len(name), handle)
    _checked(library, "cuDeviceGetAttribute", by(major), _CAPABILITY_MAJOR, handle)
    _checked(library, "cuDeviceGetAttribute", by(minor), _CAPABILITY_MINOR, handle)
    _checked(library, "cuDeviceTotalMem_v2", by(memory), handle)
    return Device(
        number, name.value.decode("utf-8", "replace"), (major.value, minor.value), memory.value
    )


def _status_name(library: Any, status: int) -> str:
    name = ctypes.c_char_p()
    try:
        library.cuGetErrorName(status, ctypes.byref(name))
    except AttributeError:
        return "unknown"
    return (name.value or b"unknown").decode("ascii", "replace")


def _no_card(details: str) -> RuntimeMissingError:
    return RuntimeMissingError(
        what=text("The NVIDIA driver sees no graphics card"),
        why=text("TensorRT engines run on NVIDIA graphics cards only"),
        cure=text(
            "Check that the card is plugged in and that CUDA_VISIBLE_DEVICES does not hide it; "
            "“enginescope doctor” says more"
        ),
        details=details,
    )


def _broken(error: DriverCallError) -> RuntimeMissingError:
    general: Text = text(
        "Restart the computer; if that does not help, install the driver again. "
        "“enginescope doctor” says more"
    )
    return RuntimeMissingError(
        what=text("The NVIDIA driver does not work"),
        why=text("It answers {error} ({status})", error=error.name, status=error.status),
        cure=_CURES.get(error.status, general),
        details=str(error),
    )
