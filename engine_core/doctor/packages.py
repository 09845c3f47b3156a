"""The Python packages: installed, new enough, loadable, and not in each other's way."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import sys
from dataclasses import dataclass

from engine_core.assets import assets_folder
from engine_core.doctor import loading
from engine_core.doctor.report import Check, State
from engine_core.shell import as_typed
from engine_core.text import NOTHING, Text, text

REQUIREMENTS = {
    "numpy": "numpy>=1.24",
    "opencv-python-headless": "opencv-python-headless>=4.9",
    "Pillow": "Pillow>=11.3",
    "av": "av>=15,<19",
    "onnx": "onnx>=1.17",
    "nvidia-ml-py": "nvidia-ml-py>=12.535",
    "onnxruntime": "onnxruntime>=1.19",
    "platformdirs": "platformdirs>=4",
    "psutil": "psutil>=5.9",
    "pycocotools": "pycocotools>=2.0.8",
    "PyYAML": "PyYAML>=6",
    "tqdm": "tqdm>=4.66",
    "PySide6-Essentials": (
        "PySide6-Essentials>=6.8.0.2,!=6.10.1,<6.12"
        if sys.version_info < (3, 12)
        else "PySide6-Essentials>=6.8.1,!=6.10.1"
    ),
}
"""What this program asks of pip, as in pyproject.toml; a test holds the two together."""

_OPENCVS = (
    "opencv-python-headless",
    "opencv-python",
    "opencv-contrib-python-headless",
    "opencv-contrib-python",
)
_RUNTIMES = ("onnxruntime", "onnxruntime-gpu", "onnxruntime-directml", "onnxruntime-openvino")
_ENCODERS = {"libx264": "H.264", "libvpx-vp9": "VP9", "ffv1": "FFV1"}


@dataclass(frozen=True, slots=True)
class Library:
    """One library that is tried by loading it.

    Attributes:
        name: As people call it.
        module: What is imported.
        distributions: What pip may call it; the first is the one we would install.
        purpose: What does not work without it.
        code: What to ask of the loaded module; ends with ``tell(...)``.
    """

    name: str
    module: str
    distributions: tuple[str, ...]
    purpose: Text
    code: str = "tell()"


OPENCV = Library(
    "OpenCV",
    "cv2",
    _OPENCVS,
    text("Pictures cannot be read, fitted into a network or drawn on without it."),
    """
gui = [line.split(":", 1)[1].strip() for line in cv2.getBuildInformation().splitlines()
       if line.strip().startswith("GUI:")]
tell(version=cv2.__version__, gui=gui[0] if gui else "")
""",
)
PYAV = Library(
    "PyAV",
    "av",
    ("av",),
    text("Videos can be neither read nor written without it."),
    f"""
def can_encode(name):
    try:
        return bool(av.codec.Codec(name, "w"))
    except ValueError:
        return False
tell(version=av.__version__, encoders=[name for name in {list(_ENCODERS)!r} if can_encode(name)])
""",
)
PILLOW = Library(
    "Pillow",
    "PIL",
    ("Pillow",),
    text("Most kinds of picture cannot be read, and labels cannot be drawn, without it."),
    """
import PIL.Image, PIL.features
tell(version=PIL.__version__,
     features=[name for name in ("webp", "avif") if PIL.features.check(name)])
""",
)
ONNX_RUNTIME = Library(
    "ONNX Runtime",
    "onnxruntime",
    _RUNTIMES,
    text("ONNX files cannot be run without it."),
    """
tell(version=onnxruntime.__version__, providers=onnxruntime.get_available_providers())
""",
)


def pip_line(action: str, *arguments: str) -> str:
    """Return the command that lets this very interpreter's pip do something."""
    return python_line("-m", "pip", action, *arguments)


def python_line(*arguments: str) -> str:
    """Return the command that lets this very interpreter do something."""
    return as_typed(sys.executable, *arguments)


def installed(distributions: tuple[str, ...]) -> dict[str, str]:
    """Return name and version of those of these distributions that pip knows here."""
    found = {}
    for name in distributions:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def release(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version: ``"6.8.0.2"`` to (6, 8, 0, 2)."""
    match = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in match.group().split(".")) if match else ()


def examine_python() -> Check:
    """Check the interpreter itself."""
    found = f"{sys.version.split()[0]} at {sys.executable}"
    if (3, 10) <= sys.version_info < (3, 14):
        return Check("Python", "ok", found)
    return Check(
        "Python",
        "problem",
        found,
        text("EngineScope is made for Python 3.10 to 3.13."),
        text("Install one of these and set EngineScope up again with it."),
    )


def examine_system() -> Check:
    """Name the operating system; any will do for which the packages exist."""
    return Check("System", "ok", f"{platform.platform()}, {os.cpu_count()} processors")


def examine_opencv() -> Check:
    """Check OpenCV, and that only one of its four packages is here, the one without a window."""
    check, outcome = tried(OPENCV)
    found = installed(_OPENCVS)
    names = ", ".join(f"{name} {version}" for name, version in found.items())
    repair = pip_line(
        "install", "--force-reinstall", "--no-deps", REQUIREMENTS["opencv-python-headless"]
    )
    removal = pip_line("uninstall", "-y", *found)
    if len(found) > 1:
        return Check(
            OPENCV.name,
            "problem",
            names,
            text("These packages put their files into the same folder and damage each other."),
            text("Remove them all and install the one without a window of its own."),
            f"{removal}\n{repair}",
        )
    if not check.is_usable:
        return check
    gui = str(outcome.facts["gui"])
    if gui.upper().startswith("QT") or (found and not next(iter(found)).endswith("headless")):
        return Check(
            OPENCV.name,
            "problem" if sys.platform.startswith("linux") else "note",
            names or check.found,
            text("This build brings a Qt of its own, which keeps PySide6 from showing a window."),
            text("Put the build without a window in its place."),
            f"{removal}\n{repair}" if found else repair,
        )
    return Check(OPENCV.name, "ok", f"{check.found}, without a window of its own")


def examine_pyav() -> Check:
    """Check PyAV and the encoders that annotated videos are written with."""
    check, outcome = tried(PYAV)
    if not check.is_usable:
        return check
    present = outcome.facts["encoders"]
    found = f"{check.found}, writes {', '.join(_ENCODERS[name] for name in present) or 'nothing'}"
    absent = [label for name, label in _ENCODERS.items() if name not in present]
    if not absent:
        return Check(PYAV.name, "ok", found)
    return Check(
        PYAV.name,
        "note",
        found,
        text("This build of FFmpeg cannot write {codecs} video.", codecs=", ".join(absent)),
        text("Install the ready-made package, which brings them all."),
        pip_line("install", "--force-reinstall", "--only-binary", "av", REQUIREMENTS["av"]),
    )


def examine_pillow() -> Check:
    """Check Pillow and the kinds of picture that not every build of it reads."""
    check, outcome = tried(PILLOW)
    if not check.is_usable:
        return check
    present = [name.upper() for name in outcome.facts["features"]]
    absent = [name for name in ("WEBP", "AVIF") if name not in present]
    if not absent:
        return Check(PILLOW.name, "ok", f"{check.found} with {', '.join(present)}")
    return Check(
        PILLOW.name,
        "note",
        check.found,
        text("This build cannot read {kinds} pictures.", kinds=" and ".join(absent)),
        text("Install the ready-made package, which can."),
        pip_line("install", "--force-reinstall", "--only-binary", "Pillow", REQUIREMENTS["Pillow"]),
    )


def examine_onnx_runtime() -> Check:
    """Check ONNX Runtime, that only one of its packages is here, and what it can run on."""
    check, outcome = tried(ONNX_RUNTIME)
    found = installed(_RUNTIMES)
    if len(found) > 1:
        names = ", ".join(f"{name} {version}" for name, version in found.items())
        return Check(
            ONNX_RUNTIME.name,
            "problem",
            names,
            text("These packages put their files into the same folder and damage each other."),
            text("Keep one of them. For the processor alone:"),
            pip_line("uninstall", "-y", *found)
            + "\n"
            + pip_line("install", REQUIREMENTS["onnxruntime"]),
        )
    if not check.is_usable:
        return check
    providers = [str(name).removesuffix("ExecutionProvider") for name in outcome.facts["providers"]]
    # In every build, but it sends the work to a server; nothing runs on it here.
    providers = [name for name in providers if name != "Azure"]
    return Check(ONNX_RUNTIME.name, "ok", f"{check.found}, runs on {', '.join(providers)}")


def examine_others() -> Check:
    """Check the small packages, which have nothing to load that could be missing."""
    rest = (
        "numpy",
        "onnx",
        "pycocotools",
        "platformdirs",
        "psutil",
        "nvidia-ml-py",
        "PyYAML",
        "tqdm",
    )
    found = installed(rest)
    wrong = [
        REQUIREMENTS[name]
        for name in rest
        if name not in found or release(found[name]) < _minimum(REQUIREMENTS[name])
    ]
    names = ", ".join(f"{name} {version}" for name, version in found.items())
    if not wrong:
        return Check("Other packages", "ok", names)
    return Check(
        "Other packages",
        "missing",
        names,
        text("Needed, and missing or too old: {packages}.", packages=", ".join(wrong)),
        text("This line installs them:"),
        pip_line("install", *wrong),
    )


def examine_fonts() -> Check:
    """Check that the fonts that labels are drawn with came along."""
    try:
        fonts = sorted((assets_folder() / "fonts").rglob("*.[ot]tf"))
    except FileNotFoundError as error:
        fonts, details = [], str(error)
    else:
        details = ""
    if fonts:
        return Check("Fonts", "ok", ", ".join(path.stem for path in fonts))
    return Check(
        "Fonts",
        "problem",
        "none",
        text("The fonts that labels are drawn with are missing: the installation is damaged."),
        text("Install EngineScope again."),
        details=details,
    )


def tried(library: Library, env: dict[str, str] | None = None) -> tuple[Check, loading.Outcome]:
    """Load a library in a process of its own and put the plain findings into words."""
    outcome = loading.attempt(f"import {library.module}\n{library.code}", env=env)
    known = installed(library.distributions)
    wanted = REQUIREMENTS[library.distributions[0]]
    version = next(iter(known.values()), str(outcome.facts.get("version", "")))

    def check(state: State, why: Text, cure: Text, command: str) -> tuple[Check, loading.Outcome]:
        details = "" if outcome.is_ok else outcome.log
        found = version or "not installed"
        return Check(library.name, state, found, why, cure, command, details), outcome

    if outcome.absent.split(".")[0] == library.module.split(".")[0]:
        return check(
            "missing", library.purpose, text("This line installs it:"), pip_line("install", wanted)
        )
    if outcome.library:
        return check(
            "problem",
            text("It cannot be loaded: the system lacks {library}.", library=outcome.library),
            text("Install the system's package that brings it."),
            loading.apt_line(outcome.library),
        )
    if not outcome.is_ok:
        return check(
            "problem",
            text("It is installed but cannot be loaded: {error}", error=outcome.error),
            text("Install it again."),
            pip_line("install", "--force-reinstall", wanted),
        )
    if release(version) < _minimum(wanted):
        return check(
            "problem",
            text("This version is too old; needed is {wanted}.", wanted=wanted),
            text("Install a newer one."),
            pip_line("install", "--upgrade", wanted),
        )
    return check("ok", NOTHING, NOTHING, "")


def _minimum(requirement: str) -> tuple[int, ...]:
    return release(requirement.partition(">=")[2])
