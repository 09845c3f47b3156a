"""Which libraries TensorRT may take kernels from: cuBLAS and cuDNN only where they work."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterable
from typing import Any

# Kernels that TensorRT brings itself.
OWN = ("EDGE_MASK_CONVOLUTIONS", "JIT_CONVOLUTIONS")
_FOREIGN = frozenset({"CUBLAS", "CUBLAS_LT", "CUDNN"})
_WINDOWS = sys.platform == "win32"
_CUBLAS = (
    ("cublas64_12.dll", "cublas64_11.dll")
    if _WINDOWS
    else ("libcublas.so.12", "libcublas.so.11", "libcublas.so")
)
_CUDNN = (
    ("cudnn64_8.dll", "cudnn64_7.dll")
    if _WINDOWS
    else ("libcudnn.so.8", "libcudnn.so.7", "libcudnn.so")
)
_OLDEST_CUBLAS = 10
_OLDEST_CUDNN = 7000

Load = Callable[[str], Any]


def sources(trt: Any, wish: str, load: Load = ctypes.CDLL) -> int | None:
    """Return the set of sources as TensorRT wants it, or None to leave it as TensorRT has it.

    Before TensorRT 10 cuBLAS and cuDNN are among the usual sources, and a build ends badly where they
    are missing or are stand-ins that a bundle was linked against; later ones do not use them unasked.

    Args:
        trt: The module.
        wish: ``auto``, ``all`` or ``own``.
        load: Opens a library; for tests.
    """
    known = trt.TacticSource.__members__
    own = _bits(known, OWN)
    if wish == "own":
        return own
    if wish == "all":
        return _bits(known, known)
    if trt_major(trt) >= 10 or not _FOREIGN & set(known):
        return None
    return None if _works(_CUBLAS, _cublas, load) and _works(_CUDNN, _cudnn, load) else own


def trt_major(trt: Any) -> int:
    """Return the major version of a TensorRT module."""
    return int(str(trt.__version__).split(".", maxsplit=1)[0])


def _bits(known: Any, names: Iterable[str]) -> int:
    bits = 0
    for name in names:
        if name in known:
            bits |= 1 << int(known[name])
    return bits


def _works(names: Iterable[str], check: Callable[[Any], bool], load: Load) -> bool:
    for name in names:
        try:
            return check(load(name))
        except (OSError, AttributeError):
            continue
    return False


def _cublas(library: Any) -> bool:
    """Ask for the major version (``cublasGetProperty``), which needs no card."""
    value = ctypes.c_int(0)
    status = library.cublasGetProperty(0, ctypes.byref(value))
    return bool(status == 0 and value.value >= _OLDEST_CUBLAS)


def _cudnn(library: Any) -> bool:
    library.cudnnGetVersion.restype = ctypes.c_size_t
    return bool(library.cudnnGetVersion() >= _OLDEST_CUDNN)
