"""Compiles the kernels ahead: ``python -m engine_core.runtime.tensorrt.kernels.build``.

Needs NVRTC 11.8, which ``pip install nvidia-cuda-nvrtc-cu11==11.8.89`` brings; no graphics card, no toolkit.
The result is PTX, text that the driver translates for whatever card there is. The same source and NVRTC give
the same bytes; the text says of which source it was made, and a test holds that it is the one at hand.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
NAMES = ("fit", "select")
NVRTC = (11, 8)

# The oldest cards that TensorRT 8.6 serves are Pascal.
_OPTIONS = ("--gpu-architecture=compute_60", "--std=c++14")
# NVRTC states its own PTX version, which drivers before 520 refuse. What the kernels use is all older, which
# the translators check: 6.3 came with CUDA 10.0 and is what sm_60 to sm_75 need at most.
_PTX_VERSION = "6.3"


class CompileError(Exception):
    """NVRTC refused a source; the text is its log."""


def source_hash(source: bytes) -> str:
    """Return what the compiled text records of its source; line ends do not count."""
    return hashlib.sha256(source.replace(b"\r\n", b"\n")).hexdigest()


def recorded_hash(ptx: str) -> str:
    """Return the source hash that a compiled text records."""
    return ptx.partition("\n")[0].rpartition(" ")[2]


def find_nvrtc() -> Path | None:
    """Return the NVRTC that pip installed, or None."""
    spec = importlib.util.find_spec("nvidia")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        for name in ("lib/libnvrtc.so.11.2", "bin/nvrtc64_112_0.dll"):
            path = Path(place, "cuda_nvrtc", name)
            if path.is_file():
                return path
    return None


def compile_kernel(nvrtc_path: Path, name: str) -> str:
    """Return the PTX of one source.

    Args:
        nvrtc_path: The library, of version 11.8.
        name: One of ``NAMES``.

    Raises:
        CompileError: The source is refused, or the library is another version.
    """
    nvrtc = ctypes.CDLL(str(nvrtc_path))
    major, minor = ctypes.c_int(), ctypes.c_int()
    nvrtc.nvrtcVersion(ctypes.byref(major), ctypes.byref(minor))
    if (major.value, minor.value) != NVRTC:
        raise CompileError(f"NVRTC {major.value}.{minor.value} is not {NVRTC[0]}.{NVRTC[1]}")
    source = (FOLDER / f"{name}.cu").read_bytes().replace(b"\r\n", b"\n")
    program = ctypes.c_void_p()
    nvrtc.nvrtcCreateProgram(ctypes.byref(program), source, f"{name}.cu".encode(), 0, None, None)
    options = (ctypes.c_char_p * len(_OPTIONS))(*(option.encode() for option in _OPTIONS))
    failed = nvrtc.nvrtcCompileProgram(program, len(_OPTIONS), options)
    log = _text(nvrtc, "nvrtcGetProgramLog", program)
    if failed:
        raise CompileError(log)
    ptx = _text(nvrtc, "nvrtcGetPTX", program)
    nvrtc.nvrtcDestroyProgram(ctypes.byref(program))
    lines = [line.rstrip() for line in ptx.splitlines()]
    # The comments name the compiler's build, not what it made.
    kept = [line for line in lines if line and not line.startswith("//")]
    kept = [f".version {_PTX_VERSION}" if line.startswith(".version") else line for line in kept]
    header = f"// {name}.cu, NVRTC {NVRTC[0]}.{NVRTC[1]}, source sha256 {source_hash(source)}"
    return "\n".join([header, *kept, ""])


def _text(nvrtc: ctypes.CDLL, get: str, program: ctypes.c_void_p) -> str:
    size = ctypes.c_size_t()
    getattr(nvrtc, f"{get}Size")(program, ctypes.byref(size))
    buffer = ctypes.create_string_buffer(max(1, size.value))
    getattr(nvrtc, get)(program, buffer)
    return buffer.value.decode()


def main() -> int:
    """Compile all kernels, with the NVRTC named on the command line or the one pip installed."""
    nvrtc_path = Path(sys.argv[1]) if len(sys.argv) > 1 else find_nvrtc()
    if nvrtc_path is None:
        sys.stderr.write("NVRTC is missing: pip install nvidia-cuda-nvrtc-cu11==11.8.89\n")
        return 1
    for name in NAMES:
        ptx = compile_kernel(nvrtc_path, name)
        (FOLDER / f"{name}.ptx").write_text(ptx, "ascii", newline="\n")
        sys.stdout.write(f"{name}.ptx: {len(ptx)} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
