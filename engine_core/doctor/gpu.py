"""The NVIDIA side: driver, graphics cards, TensorRT and pycuda.

The order matters. A broken driver may end the process that starts it, and TensorRT 11 without a
working driver certainly does, so each step is tried only when the one before it succeeded.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from engine_core.doctor import loading
from engine_core.doctor.packages import installed, pip_line
from engine_core.doctor.report import Check, State
from engine_core.text import NOTHING, Text, text

_RUNTIMES = Path(__file__).resolve().parents[1] / "runtime"

_MODULES = ("tensorrt", "tensorrt_lean", "tensorrt_dispatch")

# Numbers of the CUDA driver API (cuda.h): CUresult and CUdevice_attribute.
_NO_DEVICE = 100
_CURES = {
    34: text("Install the NVIDIA driver itself; what is here is only a stand-in for building."),
    803: text("Restart the computer: the driver was renewed, but the old one is still running."),
    804: text(
        "Install a newer NVIDIA driver, or take the CUDA compatibility package off the path."
    ),
}

_DRIVER = """
import ctypes
windows = sys.platform == "win32"
try:
    cuda = ctypes.WinDLL("nvcuda.dll") if windows else ctypes.CDLL("libcuda.so.1")
except OSError as error:
    tell(loaded=False, error=str(error))
    raise SystemExit
status = cuda.cuInit(0)
if status:
    name = ctypes.c_char_p()
    cuda.cuGetErrorName(status, ctypes.byref(name))
    tell(loaded=True, status=status, error=(name.value or b"unknown").decode())
    raise SystemExit
number = ctypes.c_int()
cuda.cuDriverGetVersion(ctypes.byref(number))
version = number.value
cuda.cuDeviceGetCount(ctypes.byref(number))
devices = []
for index in range(number.value):
    device, major, minor = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
    label, memory = ctypes.create_string_buffer(256), ctypes.c_size_t()
    cuda.cuDeviceGet(ctypes.byref(device), index)
    cuda.cuDeviceGetName(label, len(label), device)
    cuda.cuDeviceGetAttribute(ctypes.byref(major), 75, device)
    cuda.cuDeviceGetAttribute(ctypes.byref(minor), 76, device)
    cuda.cuDeviceTotalMem_v2(ctypes.byref(memory), device)
    devices.append([label.value.decode("utf-8", "replace"), major.value, minor.value, memory.value])
tell(loaded=True, status=0, version=version, devices=devices)
"""

_TENSORRT = """
import {module} as tensorrt
runtime = tensorrt.Runtime(tensorrt.Logger(tensorrt.Logger.ERROR))
tell(version=tensorrt.__version__, works=runtime is not None)
"""

_PYCUDA = """
import pycuda
import pycuda.driver
pycuda.driver.init()
tell(version=pycuda.VERSION_TEXT)
"""


def examine_gpu() -> tuple[Check, ...]:
    """Check driver, TensorRT and pycuda, in that order, and our own part."""
    driver, cuda_version = examine_driver()
    return driver, examine_tensorrt(cuda_version), examine_pycuda(driver), examine_support()


def examine_support() -> Check:
    """Check whether this version of the program can open engines at all."""
    name = "Engine support"
    # Looked for as a file: importing the package would load what it stands on.
    if (_RUNTIMES / "tensorrt").is_dir() or (_RUNTIMES / "tensorrt.py").is_file():
        return Check(name, "ok", "part of this version")
    why = text("This version runs ONNX files; it cannot open TensorRT engines yet.")
    return Check(name, "missing", "not part of this version", why)


def examine_driver() -> tuple[Check, int]:
    """Start the driver and ask it for its cards.

    Returns:
        The finding, and the newest CUDA that the driver serves as the driver writes it (12040 is
        12.4), 0 where there is no working driver.
    """

    def check(state: State, found: str, why: Text = NOTHING, cure: Text = NOTHING) -> Check:
        details = "" if outcome.is_ok else outcome.log
        return Check("NVIDIA driver", state, found, why, cure, details=details)

    outcome = loading.attempt(_DRIVER)
    if sys.platform == "darwin":
        return check("missing", "none", text("There is no NVIDIA driver for macOS.")), 0
    if not outcome.is_ok:
        return check(
            "problem",
            "ends the program",
            text("The driver cannot be started: {error}", error=outcome.error),
            text("Install the NVIDIA driver again."),
        ), 0
    facts = outcome.facts
    if not facts["loaded"]:
        if _has_nvidia_card():
            why = text("There is an NVIDIA graphics card, but its driver is not installed.")
            return check("missing", "not installed", why, text("Install the NVIDIA driver.")), 0
        why = text("TensorRT engines need an NVIDIA graphics card with its driver. "
                   "ONNX files run without.")  # fmt: skip
        return check("missing", "no driver, no card seen", why), 0
    if facts["status"]:
        state: State = "missing" if facts["status"] == _NO_DEVICE else "problem"
        why = text(
            "The driver found no card it can use: {error} ({status}).",
            error=facts["error"],
            status=facts["status"],
        )
        general = text("Restart the computer; if that does not help, install the driver again.")
        return check(state, "no usable card", why, _CURES.get(facts["status"], general)), 0
    cuda = int(facts["version"])
    cards = [
        f"{name} (compute {major}.{minor}, {memory / 2**30:.0f} GiB)"
        for name, major, minor, memory in facts["devices"]
    ]
    release = _driver_release()
    parts = [*([release] if release else []), f"CUDA {cuda // 1000}.{cuda % 1000 // 10}", *cards]
    if not cards:
        return check("missing", "no card", text("The driver works but sees no card.")), 0
    return check("ok", ", ".join(parts)), cuda


def examine_tensorrt(cuda_version: int) -> Check:
    """Look for TensorRT without loading it, and load it only where a driver works."""
    name = "TensorRT"
    modules = [module for module in _MODULES if importlib.util.find_spec(module)]
    packages = _tensorrt_packages()
    found = ", ".join(f"{package} {version}" for package, version in packages.items())
    # 12 for a driver that is not there: the older of the two runs on more machines.
    line = pip_line("install", f"tensorrt-cu{max(12, min(cuda_version // 1000, 13))}")
    if not modules:
        only_rtx = any("rtx" in package for package in packages)
        why = (
            text("TensorRT for RTX cannot open the engines of the ordinary TensorRT.")
            if only_rtx
            else text("TensorRT engines cannot be opened without it.")
        )
        cure = text("Install it. An engine opens only with the TensorRT version that built it; "
                    "to choose one, add ==VERSION to the line.")  # fmt: skip
        if not cuda_version:
            return Check(name, "missing", found or "not installed", why)
        return Check(name, "missing", found or "not installed", why, cure, line)
    found = found or ", ".join(modules)
    if not cuda_version:
        why = text("It was not tried, because without a working driver it would end the program.")
        return Check(name, "note", found, why)
    outcome = loading.attempt(_TENSORRT.format(module=modules[0]))
    if outcome.is_ok and outcome.facts["works"]:
        return Check(name, "ok", found if packages else f"{modules[0]} {outcome.facts['version']}")
    built_for = [int(package.rsplit("cu", 1)[1]) for package in packages if package[-4:-2] == "cu"]
    if built_for and min(built_for) > cuda_version // 1000:
        why = text(
            "It is made for CUDA {wanted}, but the driver serves CUDA {served} at most.",
            wanted=min(built_for),
            served=cuda_version // 1000,
        )
        cure = text("Install the TensorRT that fits the driver, or a newer driver.")
        return Check(name, "problem", found, why, cure, line, outcome.log)
    library = f": {outcome.library}" if outcome.library else ""
    why = text("It is installed but does not start: {error}", error=outcome.error + library)
    return Check(name, "problem", found, why, text("Install it again."), line, outcome.log)


def examine_pycuda(driver: Check) -> Check:
    """Check pycuda, which links the driver directly and so cannot be loaded without one."""
    name = "pycuda"
    version = installed((name,)).get(name, "")
    line = pip_line("install", "pycuda>=2024.1")
    if not version:
        why = text("TensorRT engines cannot be run without it.")
        if driver.state != "ok":
            return Check(name, "missing", "not installed", why)
        cure = text("Install it. pip compiles it on this computer, which needs a C++ compiler, "
                    "the header files of Python and those of CUDA (cuda.h, cudaProfiler.h).")  # fmt: skip
        return Check(name, "missing", "not installed", why, cure, line)
    if driver.state != "ok":
        return Check(name, "note", version, text("It was not tried, for want of a driver."))
    outcome = loading.attempt(_PYCUDA)
    if outcome.is_ok:
        return Check(name, "ok", version)
    if outcome.library.startswith("libcurand"):
        why = text("It was compiled with the random numbers of CUDA, which are not installed.")
    else:
        why = text("It cannot be loaded: {error}", error=outcome.error)
    cure = text("Compile it again for the CUDA and the driver of this computer.")
    again = pip_line(
        "install", "--force-reinstall", "--no-cache-dir", "--no-deps", "pycuda>=2024.1"
    )
    return Check(name, "problem", version, why, cure, again, outcome.log)


def _tensorrt_packages() -> dict[str, str]:
    found = {}
    for distribution in importlib.metadata.distributions():
        name = (distribution.metadata["Name"] or "").lower().replace("-", "_")
        if name.startswith("tensorrt") and not name.endswith(("_libs", "_bindings")):
            found[name.replace("_", "-")] = distribution.version
    return dict(sorted(found.items()))


def _driver_release() -> str:
    command = shutil.which("nvidia-smi")
    if command is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a found command with fixed arguments
            [command, "--query-gpu=driver_version", "--format=csv,noheader"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    lines = done.stdout.decode("utf-8", "replace").split()
    return lines[0] if done.returncode == 0 and lines else ""


def _has_nvidia_card() -> bool:
    """Ask Linux for a display device of NVIDIA's; elsewhere the answer is always no."""
    for device in Path("/sys/bus/pci/devices").glob("*"):
        try:
            vendor = (device / "vendor").read_text("ascii").strip()
            kind = (device / "class").read_text("ascii")
        except (OSError, UnicodeDecodeError):
            continue
        if vendor == "0x10de" and kind.startswith("0x03"):
            return True
    return False
