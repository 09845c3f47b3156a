"""The NVIDIA side: driver, graphics cards, pycuda and NVML; TensorRT is examined between them.

The order matters. A broken driver may end the process that starts it, and TensorRT 11 without a
working driver certainly does, so each step is tried only when the one before it succeeded.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

from engine_core.doctor import loading
from engine_core.doctor.engines import examine_tensorrt
from engine_core.doctor.packages import REQUIREMENTS, installed, pip_line, python_line
from engine_core.doctor.report import Check, State
from engine_core.text import NOTHING, Text, text

# Numbers of the CUDA driver API (cuda.h): CUresult and CUdevice_attribute.
_NO_DEVICE = 100
_DRIVER_PAGE = "https://www.nvidia.com/drivers"
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

_PYCUDA = """
import pycuda
import pycuda.driver
pycuda.driver.init()
tell(version=pycuda.VERSION_TEXT)
"""


# What NVML says of a card is shown in the window while a model runs.
_NVML = """
import pynvml
pynvml.nvmlInit()
tell(version=pynvml.nvmlSystemGetNVMLVersion(), cards=pynvml.nvmlDeviceGetCount())
"""


def examine_gpu() -> tuple[Check, ...]:
    """Check driver, TensorRT, pycuda and NVML, in that order; what only matters with a card, only there."""
    driver, cuda_version = examine_driver()
    tensorrt, builder = examine_tensorrt(cuda_version, has_card=_has_nvidia_card())
    checks = [driver, tensorrt, builder, examine_pycuda(driver)]
    if driver.state == "ok":
        checks.append(examine_nvml())
    return tuple(check for check in checks if check is not None)


def examine_driver() -> tuple[Check, int]:
    """Start the driver and ask it for its cards.

    Returns:
        The finding, and the newest CUDA that the driver serves as the driver writes it (12040 is
        12.4), 0 where there is no working driver.
    """

    def check(
        state: State, found: str, why: Text = NOTHING, cure: Text = NOTHING, command: str = ""
    ) -> Check:
        details = "" if outcome.is_ok else outcome.log
        return Check("NVIDIA driver", state, found, why, cure, command, details)

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
            return check("missing", "not installed", why, *_how_to_get_a_driver()), 0
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


def examine_pycuda(driver: Check) -> Check:
    """Check pycuda, which links the driver directly and so cannot be loaded without one."""
    name = "pycuda"
    version = installed((name,)).get(name, "")
    line, way = _pycuda_line()
    if not version:
        why = text("TensorRT engines cannot be run without it.")
        if driver.state != "ok":
            return Check(name, "missing", "not installed", why)
        return Check(name, "missing", "not installed", why, way, line)
    if driver.state != "ok":
        return Check(name, "note", version, text("It was not tried, for want of a driver."))
    outcome = loading.attempt(_PYCUDA)
    if outcome.is_ok:
        return Check(name, "ok", version)
    if outcome.library.startswith("libcurand"):
        why = text("It was compiled with the random numbers of CUDA, which are not installed.")
    elif "undefined symbol" in outcome.error:
        why = text("It was compiled for a newer CUDA than the driver serves.")
    else:
        why = text("It cannot be loaded: {error}", error=outcome.error)
    return Check(name, "problem", version, why, way, line, outcome.log)


def _pycuda_line() -> tuple[str, Text]:
    """Return the command that compiles pycuda for the driver of this computer, and what it needs."""
    if sys.platform == "win32":
        return pip_line("install", "--no-cache-dir", "pycuda>=2024.1"), text(
            "pip compiles it on this computer, which needs the Visual Studio Build Tools with C++ and the "
            "CUDA toolkit."
        )
    return python_line("-m", "engine_core.doctor.install_pycuda"), text(
        "This line compiles it for the driver of this computer, in a minute or two; it needs a C++ compiler "
        "and the header files of Python, and no CUDA toolkit."
    )


def examine_nvml() -> Check:
    """Check what tells how busy, how hot and how full a card is; everything else works without."""
    name = "NVML"
    outcome = loading.attempt(_NVML)
    if outcome.is_ok:
        return Check(name, "ok", str(outcome.facts["version"]))
    why = text("Load, memory, temperature and power of the graphics card are not shown: {error}",
               error=outcome.error)  # fmt: skip
    if outcome.absent:
        line = pip_line("install", REQUIREMENTS["nvidia-ml-py"])
        return Check(name, "note", "not installed", why, text("This line installs it:"), line)
    return Check(name, "note", "does not answer", why, details=outcome.log)


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


def _how_to_get_a_driver() -> tuple[Text, str]:
    """Return what to do for a driver, and the line that does it where the system has one."""
    # The lines are those of the systems' own pages: ubuntu.com/server/docs (NVIDIA drivers
    # installation) and wiki.debian.org/NvidiaGraphicsDrivers.
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        system = {}
    if system.get("ID") == "ubuntu":
        return text(
            "Install the NVIDIA driver with this line, and restart the computer."
        ), "sudo ubuntu-drivers install"
    if system.get("ID") == "debian":
        return text(
            "Install the NVIDIA driver with this line, and restart the computer; Debian has it in its "
            "non-free section, which must be among its sources."
        ), "sudo apt-get install -y nvidia-driver"
    return text(
        "Install the NVIDIA driver as your system describes it, or from {page}, and restart the computer.",
        page=_DRIVER_PAGE,
    ), ""


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
