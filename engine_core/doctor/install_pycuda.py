"""Install pycuda where there is a driver but no CUDA toolkit.

Run as ``python -m engine_core.doctor.install_pycuda``. pycuda is published as source alone, and left to
itself its build wants the toolkit (gigabytes) and links the random numbers of CUDA, which then have to be
there whenever it is loaded. All it needs is two header files, which come as small packages of pip's, and
the name of the driver's library to link to. The compiled extension finds the driver's own
``libcuda.so.1``.

The build is told so by a file in the home folder (``aksetup_helper.py`` of its sources:
``~/.aksetup-defaults.py``). Hence it is given a home folder that has everything of the real one, and that
file.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine_core.doctor import gpu, loading
from engine_core.doctor.packages import REQUIREMENTS
from engine_core.errors import RuntimeMissingError
from engine_core.text import Text, text

REQUIREMENT = "pycuda>=2024.1,<2027"
"""The releases whose build is told in the way that this module knows."""

SUMMARY = (
    "Compile pycuda for the NVIDIA driver of this computer and install it; no CUDA toolkit needed."
)

# The major versions of CUDA that publish their headers for pip, to the end of the packages' names.
_PACKAGES = {11: "-cu11", 12: "-cu12", 13: ""}

# Where there is no driver to ask. Drivers go on serving what was compiled for older ones, and this is the
# oldest that every TensorRT from 8.6 on comes for.
_WITHOUT_DRIVER = 12

_STUB = "void enginescope_stands_in_for_the_driver(void) {}\n"
_TRIAL = """
#include <Python.h>
#include <string>
int trial() { return int(std::string(Py_GetVersion()).size()); }
"""

_IMPORT = """
import pycuda.driver
tell(version=pycuda.VERSION_TEXT)
"""


@dataclass(frozen=True, slots=True)
class Compiler:
    """The commands that compile and link C and C++ for this interpreter, as setuptools will use them."""

    c: tuple[str, ...]
    cxx: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do it and say what was done; 0 on success, 1 where something is missing or fails."""
    parser = argparse.ArgumentParser(
        prog="python -m engine_core.doctor.install_pycuda", description=SUMMARY
    )
    parser.add_argument(
        "--cuda",
        type=int,
        choices=sorted(_PACKAGES),
        help="major version of CUDA; otherwise that of the driver, or 12 where there is none",
    )
    parser.add_argument(
        "--unoptimised", action="store_true", help="compile faster, to code that is a little slower"
    )
    parser.add_argument(
        "--wheel",
        type=Path,
        metavar="FOLDER",
        help="leave the compiled package there instead of installing it",
    )
    options = parser.parse_args(arguments)
    try:
        install(options.cuda, optimise=not options.unoptimised, wheel_folder=options.wheel)
    except RuntimeMissingError as error:
        for line in (f"error: {error.what}", error.why and f"  why: {error.why}"):
            if line:
                _say(line)
        if error.details:
            _say("\n".join(f"  | {line}" for line in error.details.splitlines()[-30:]))
        if error.cure:
            _say(f"  do:  {error.cure}")
        return 1
    return 0


def install(
    cuda: int | None = None, *, optimise: bool = True, wheel_folder: Path | None = None
) -> None:
    """Compile and install pycuda into this very interpreter, and try to load it.

    Args:
        cuda: Major version of CUDA to compile for; None asks the driver.
        optimise: Whether the compiler may take its time.
        wheel_folder: Where to leave the compiled package instead of installing it, for a computer like
            this one that has no compiler.

    Raises:
        RuntimeMissingError: It cannot be done here, with what is missing and how to bring it.
    """
    _refuse_where_it_cannot_work()
    compiler = find_compiler()
    served = 0 if cuda else gpu.examine_driver()[1]
    headers = header_packages(served, cuda)
    with tempfile.TemporaryDirectory(prefix="enginescope-pycuda-") as tmp:
        folder = Path(tmp)
        _try_compiler(compiler, folder)
        _say(f"Fetching the header files of CUDA: {', '.join(headers)}")
        includes = _fetch_headers(headers, folder / "headers")
        home = _home_with(_settings(includes, _make_stub(compiler, folder), optimise), folder)
        _say("Compiling pycuda. This takes a minute or two.")
        start = time.monotonic()
        wheel = _compile(home, wheel_folder or folder / "wheel")
        took_s = time.monotonic() - start
        if wheel_folder:
            _say(f"Compiled {wheel} in {took_s:.0f} s.")
            return
        _say(f"Compiled {wheel.name} in {took_s:.0f} s; installing it.")
        _pip("install", "--force-reinstall", "--no-deps", str(wheel))
        # What it needs itself, as far as it is not there; it does not say that it needs numpy.
        _pip("install", str(wheel), REQUIREMENTS["numpy"])
    _say(_verdict())


def header_packages(served: int, wanted: int | None = None) -> list[str]:
    """Return what pip is to bring for a driver, no newer than it: its library lacks what came later.

    Args:
        served: The newest CUDA that the driver serves, as it writes it (12040 is 12.4); 0 for no driver.
        wanted: A major version that goes before the driver's.

    Raises:
        RuntimeMissingError: The driver is older than all that publish their headers.
    """
    major, minor = wanted or served // 1000 or _WITHOUT_DRIVER, served % 1000 // 10
    if major < min(_PACKAGES):
        raise RuntimeMissingError(
            text("pycuda cannot be installed for this driver."),
            why=text(
                "It serves CUDA {major} at most; TensorRT needs CUDA 11 or newer.", major=major
            ),
            cure=text("Install a newer NVIDIA driver."),
        )
    limit = ""
    # CUDA 11 published too few versions to choose from.
    if not wanted and served and 12 <= major <= max(_PACKAGES):
        limit = f"<{major}.{minor + 1}"
    ending = _PACKAGES[min(major, max(_PACKAGES))]
    return [
        f"{name}{ending}{limit}" for name in ("nvidia-cuda-runtime", "nvidia-cuda-profiler-api")
    ]


def find_compiler() -> Compiler:
    """Return the compilers that will be used.

    Raises:
        RuntimeMissingError: There is none.
    """
    found = []
    for variable, usual in (("CC", "cc"), ("CXX", "c++")):
        line = os.environ.get(variable) or sysconfig.get_config_var(variable) or usual
        command = tuple(shlex.split(line))
        if shutil.which(command[0]) is None:
            raise RuntimeMissingError(
                text(
                    "pycuda cannot be compiled: there is no C++ compiler ({command}).",
                    command=command[0],
                ),
                why=text("pycuda is published as source alone."),
                cure=_install_then_repeat("g++", *([] if _has_headers() else _header_package())),
            )
        found.append(command)
    return Compiler(*found)


def _refuse_where_it_cannot_work() -> None:
    if sys.platform == "darwin":
        raise RuntimeMissingError(
            text("pycuda cannot be installed on macOS."),
            why=text("There is no NVIDIA driver for macOS."),
        )
    if sys.platform == "win32":
        raise RuntimeMissingError(
            text("This command compiles pycuda on Linux only."),
            why=text("On Windows, pycuda needs Microsoft's compiler and the CUDA toolkit."),
            cure=text(
                "Install the Visual Studio Build Tools with C++ and the CUDA toolkit of the driver's "
                "version, then: {line}",
                line=f"{sys.executable} -m pip install {REQUIREMENT}",
            ),
        )
    if not sys.platform.startswith("linux"):
        raise RuntimeMissingError(text("This command compiles pycuda on Linux only."))
    if subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
    ).returncode:
        raise RuntimeMissingError(
            text("pycuda cannot be installed: this Python has no pip."),
            cure=text(
                "Set EngineScope up in a virtual environment, and repeat this command with it: {line}",
                line="make setup",
            ),
        )


def _try_compiler(compiler: Compiler, folder: Path) -> None:
    """Compile a few lines against Python's own headers: cheaper to fail here than in a minute."""
    source, out = folder / "trial.cpp", folder / "trial.so"
    source.write_text(_TRIAL, "utf-8")
    paths = dict.fromkeys(sysconfig.get_path(name) for name in ("include", "platinclude"))
    includes = [f"-I{path}" for path in paths]
    failed = _failure([*compiler.cxx, "-shared", "-fPIC", *includes, str(source), "-o", str(out)])
    if not failed:
        return
    what: Text = text("pycuda cannot be compiled: the compiler fails on a few lines.")
    cure = _install_then_repeat("g++")
    if not _has_headers():
        what = text("pycuda cannot be compiled: the header files of Python are missing.")
        package = _header_package()
        cure = text("Use a Python that came with its header files.")
        if package:
            cure = _install_then_repeat(*package)
    raise RuntimeMissingError(what, cure=cure, details=failed)


def _has_headers() -> bool:
    return Path(sysconfig.get_path("include"), "Python.h").is_file()


def _header_package() -> list[str]:
    """Return the package of Debian and Ubuntu that brings the header files of the system's Python."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return [f"python{version}-dev"] if sys.base_prefix == "/usr" else []


def _install_then_repeat(*packages: str) -> Text:
    return text(
        "Install what is missing, then repeat this command. Debian, Ubuntu: {line}",
        line=f"sudo apt-get install -y {' '.join(packages)}",
    )


def _fetch_headers(packages: list[str], folder: Path) -> list[Path]:
    _pip("install", "--no-deps", "--only-binary", ":all:", "--target", str(folder), *packages)
    found = [next(folder.rglob(name), None) for name in ("cuda.h", "cudaProfiler.h")]
    includes = [path.parent for path in found if path is not None]
    if len(includes) != len(found):
        raise RuntimeMissingError(
            text("pycuda cannot be compiled: {packages} hold no cuda.h and cudaProfiler.h.",
                 packages=", ".join(packages)),
        )  # fmt: skip
    return includes


def _make_stub(compiler: Compiler, folder: Path) -> Path:
    """Make a library to link to that has nothing but the driver's name."""
    source, out = folder / "stub.c", folder / "stub" / "libcuda.so"
    out.parent.mkdir()
    source.write_text(_STUB, "utf-8")
    line = [
        *compiler.c,
        "-shared",
        "-fPIC",
        "-Wl,-soname,libcuda.so.1",
        str(source),
        "-o",
        str(out),
    ]
    if failed := _failure(line):
        raise RuntimeMissingError(
            text("pycuda cannot be compiled: the compiler fails on a few lines."), details=failed
        )
    return out.parent


def _settings(includes: list[Path], stub: Path, optimise: bool) -> str:
    settings = {
        # What is not there cannot be mistaken for a toolkit that nvcc on the path would point to.
        "CUDA_ROOT": str(stub),
        "CUDA_INC_DIR": [str(path) for path in includes],
        "CUDADRV_LIB_DIR": [str(stub)],
        "CUDA_ENABLE_CURAND": False,
        "CUDA_ENABLE_GL": False,
        "CXXFLAGS": [] if optimise else ["-O0"],
        # The stub has no function that is called, so a linker that links what is needed leaves it out.
        "LDFLAGS": ["-Wl,--no-as-needed", f"-L{stub}", "-lcuda"],
    }
    return "".join(f"{name} = {value!r}\n" for name, value in settings.items())


def _home_with(settings: str, folder: Path) -> Path:
    """Make a home folder with everything of the real one, and these settings for pycuda's build."""
    home = folder / "home"
    home.mkdir()
    with contextlib.suppress(OSError, RuntimeError):
        for entry in Path.home().iterdir():
            (home / entry.name).symlink_to(entry)
    ours = home / ".aksetup-defaults.py"
    ours.unlink(missing_ok=True)
    ours.write_text(settings, "utf-8")
    return home


def _compile(home: Path, folder: Path) -> Path:
    # A wheel that pip kept from another build may have been made with the random numbers.
    arguments = ["--no-cache-dir", "--no-deps", "--no-binary", "pycuda"]
    _pip("wheel", *arguments, "--wheel-dir", str(folder), REQUIREMENT, home=home)
    # Of those of other Pythons, only the new one was just written.
    return max(folder.glob("pycuda-*.whl"), key=lambda path: path.stat().st_mtime)


def _pip(action: str, *arguments: str, home: Path | None = None) -> None:
    env = {
        **os.environ,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
    }
    if "--target" in arguments or sys.prefix != sys.base_prefix:
        # A configured --user is refused together with a folder, and in a virtual environment.
        env["PIP_USER"] = "no"
    if home is not None:
        env["HOME"] = str(home)
    failed = _failure([sys.executable, "-m", "pip", action, "--quiet", *arguments], env)
    if not failed:
        return
    why, cure = (
        text("pip failed; its last lines are below."),
        text("Mend that, then repeat this command."),
    )
    if "externally-managed-environment" in failed:
        why = text("This Python belongs to the system, which installs its packages itself.")
        cure = text("Set EngineScope up in a virtual environment, and repeat this command with it.")
    elif "No matching distribution" in failed or "Could not find a version" in failed:
        why = text("pip does not find {names}: there is no network, or its index lacks them.",
                   names=" ".join(a for a in arguments if a.startswith(("nvidia", "pycuda"))))  # fmt: skip
        cure = text("Connect to the network, or name an index with PIP_INDEX_URL, and repeat this.")
    elif "No space left" in failed:
        why = text("There is no space left on the disk.")
    raise RuntimeMissingError(text("pycuda was not installed."), why=why, cure=cure, details=failed)


def _failure(line: Sequence[str], env: dict[str, str] | None = None) -> str:
    """Run a command; return what it said if it failed, else nothing."""
    try:
        done = subprocess.run(  # noqa: S603 - the interpreter's own pip and compiler
            line,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=env,
            check=False,
        )
    except OSError as error:
        return str(error)
    said = done.stdout.decode("utf-8", "replace").strip()
    return (said or f"ended with status {done.returncode}") if done.returncode else ""


def _verdict() -> str:
    outcome = loading.attempt(_IMPORT)
    if outcome.is_ok:
        return f"pycuda {outcome.facts['version']} is installed and can be loaded."
    if outcome.library == "libcuda.so.1":
        return "pycuda is installed. It can be loaded as soon as an NVIDIA driver is there."
    raise RuntimeMissingError(
        text("pycuda was installed but cannot be loaded: {error}", error=outcome.error),
        cure=text("Ask what is wrong here: {line}", line="enginescope doctor"),
        details=outcome.log,
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - a command for the terminal


if __name__ == "__main__":
    sys.exit(main())
