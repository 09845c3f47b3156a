"""The kernels on the processor: their sources compiled as C++, behind what they need of ``Cuda``.

Nothing of a graphics card's parallelism is tested by this, but all of the arithmetic and of the addressing.
Blocks run last to first, so that nothing may hang on their order.
"""

from __future__ import annotations

import ctypes
import gc
import shutil
import subprocess
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.runtime.tensorrt.kernels import build

COMPILER = shutil.which("g++")

_SHIM = """
#include <cmath>
#include <cstdint>
#include <cstring>
#define __global__
#define __device__ static inline
struct Place { unsigned int x, y, z; };
static Place threadIdx, blockIdx, blockDim;
static unsigned int atomicAdd(unsigned int* at, unsigned int more)
{
    unsigned int before = *at;
    *at += more;
    return before;
}
static unsigned int __float_as_uint(float value)
{
    unsigned int bits;
    std::memcpy(&bits, &value, 4);
    return bits;
}
static float from_half(unsigned short bits)
{
    int exponent = bits >> 10 & 31, fraction = bits & 1023;
    float size = exponent == 31 ? (fraction ? NAN : INFINITY)
        : exponent ? std::ldexp(1.0f + fraction / 1024.0f, exponent - 15)
        : std::ldexp(fraction / 1024.0f, -14);
    return bits & 0x8000 ? -size : size;
}
template <typename... Arguments>
static void run(void (*kernel)(Arguments...), const unsigned int* sizes, Arguments... arguments)
{
    blockDim = {sizes[2], sizes[3], 1};
    for (unsigned int block = sizes[0] * sizes[1]; block-- > 0;) {
        blockIdx = {block % sizes[0], block / sizes[0], 0};
        for (threadIdx.y = 0; threadIdx.y < sizes[3]; ++threadIdx.y)
            for (threadIdx.x = 0; threadIdx.x < sizes[2]; ++threadIdx.x)
                kernel(arguments...);
    }
}
"""
_RUN_FIT = """
extern "C" void run_fit_{size}(
    const unsigned int* sizes, const unsigned char* picture, const Plan* plan, const {type}* table,
    {type}* tensor)
{{ run(fit_{size}, sizes, picture, plan, table, tensor); }}
"""
_RUN_SELECT = """
extern "C" void run_select_{name}(
    const unsigned int* sizes, const {type}* head, unsigned int* block, int a, int b, int c, int d, int e,
    int f, int g, int h, float i, int j)
{{ run(select_{name}, sizes, head, block, a, b, c, d, e, f, g, h, i, j); }}
"""
_KINDS: dict[str, Any] = {"P": ctypes.c_void_p, "i": ctypes.c_int, "f": ctypes.c_float}


def compiled(folder: Path) -> dict[str, ctypes.CDLL]:
    """Compile every source into a folder and load it."""
    runners = {
        "fit": "".join(
            _RUN_FIT.format(size=size, type=f"unsigned {kind}")
            for size, kind in ((1, "char"), (2, "short"), (4, "int"))
        ),
        "select": _RUN_SELECT.format(name="float16", type="unsigned short")
        + _RUN_SELECT.format(name="float32", type="float"),
    }
    libraries = {}
    for name, runner in runners.items():
        source, library = folder / f"{name}.cpp", folder / f"{name}.so"
        kernel = (build.FOLDER / f"{name}.cu").read_text("utf-8")
        source.write_text(_SHIM + kernel + runner, "utf-8")
        options = ["-O2", "-shared", "-fPIC", "-ffp-contract=off", "-fsanitize=undefined",
                   "-fno-sanitize-recover=undefined", "-Wall", "-Wno-unknown-pragmas"]  # fmt: skip
        subprocess.run([str(COMPILER), *options, "-o", library, source], check=True)
        libraries[name] = ctypes.CDLL(str(library))
    return libraries


class HostMemory:
    def __init__(self, nbytes: int) -> None:
        # What nobody writes is seen: nothing relies on zeros.
        self._bytes = np.full(max(1, nbytes), 0xA5, np.uint8)
        self.address = self._bytes.ctypes.data
        self.nbytes = nbytes

    def free(self) -> None:
        self._bytes[:] = 0xDD


class HostEvent:
    def record(self) -> None:
        pass

    def wait(self) -> None:
        pass


class HostModule:
    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library

    def function(self, name: str, arguments: str) -> Callable[..., None]:
        entry = getattr(self._library, f"run_{name}")
        entry.argtypes = [ctypes.c_void_p, *(_KINDS[kind] for kind in arguments)]
        entry.restype = None

        def launch(grid: tuple[int, ...], block: tuple[int, ...], *values: Any) -> None:
            sizes = (ctypes.c_uint * 4)(*(*grid, 1)[:2], *block[:2])
            entry(sizes, *values)

        return launch


class HostCuda:
    """What the kernels need of ``Cuda``; everything happens at once."""

    def __init__(self, libraries: dict[str, ctypes.CDLL]) -> None:
        self.libraries = libraries
        self.uploaded_bytes = 0
        self.downloaded_bytes = 0
        self._pinned: list[weakref.ref[npt.NDArray[np.uint8]]] = []
        self.closing: list[Callable[[], None]] = []

    def allocate(self, nbytes: int) -> HostMemory:
        return HostMemory(nbytes)

    def pinned(self, nbytes: int, *, write_only: bool = False) -> npt.NDArray[np.uint8]:
        array = np.full(nbytes, 0x5A, np.uint8)
        self._pinned.append(weakref.ref(array))
        return array[:]

    def alive_pinned(self) -> int:
        """Return how many pieces of pinned memory somebody still holds."""
        gc.collect()
        return sum(one() is not None for one in self._pinned)

    def unpin(self, array: npt.NDArray[Any]) -> None:
        pass

    def upload(self, source: npt.NDArray[Any], address: int) -> None:
        assert source.flags.c_contiguous
        ctypes.memmove(address, source.ctypes.data, source.nbytes)
        self.uploaded_bytes += source.nbytes

    def download(self, address: int, target: npt.NDArray[Any]) -> None:
        assert target.flags.c_contiguous
        ctypes.memmove(target.ctypes.data, address, target.nbytes)
        self.downloaded_bytes += target.nbytes

    def clear(self, address: int, words: int) -> None:
        ctypes.memset(address, 0, 4 * words)

    def beside(self) -> HostCuda:
        return self

    def wait_for(self, event: HostEvent) -> None:
        pass

    def event(self) -> HostEvent:
        return HostEvent()

    def drop_event(self, event: HostEvent) -> None:
        pass

    def synchronize(self) -> None:
        pass

    def module(self, image: bytes) -> HostModule:
        name = image.partition(b".cu")[0].rpartition(b" ")[2].decode()
        return HostModule(self.libraries[name])

    def on_close(self, act: Callable[[], None]) -> None:
        self.closing.append(act)

    def close(self) -> None:
        for act in self.closing:
            act()
