"""TensorRT: which of its runtimes are here, whether they start, and whether they can build engines."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import sys
from contextlib import suppress
from dataclasses import dataclass, field

from engine_core.doctor import loading
from engine_core.doctor.packages import pip_line, release
from engine_core.doctor.report import Check
from engine_core.text import NOTHING, Text, text

# NVIDIA's packages have two modules: the one that people import, and the bindings that it stands on, which
# may be installed alone.
_KINDS = ("full", "lean", "dispatch")
_PACKAGE = re.compile(r"tensorrt(?:-(lean|dispatch))?(?:-cu(\d+))?(?:-bindings)?")

# The bindings of all these were compared member by member; 9 was never published for pip.
_OLDEST, _NEWEST = (8, 6), (11, 4)
_CUDAS_FOR_PIP = (11, 12, 13)
# What the drivers of all supported systems serve; as the driver writes it.
_ANY_DRIVER = 12000

_START = """
import glob, importlib.util, os
import {module} as tensorrt
class Logger(tensorrt.ILogger):
    def __init__(self):
        tensorrt.ILogger.__init__(self)
        self.errors = []
    def log(self, severity, message):
        if severity in (self.Severity.ERROR, self.Severity.INTERNAL_ERROR):
            self.errors.append(message)
logger = Logger()
runtime = tensorrt.Runtime(logger)
folders = {{os.path.dirname(tensorrt.__file__)}}
libraries = importlib.util.find_spec("tensorrt_libs")
if libraries and libraries.submodule_search_locations:
    folders.update(libraries.submodule_search_locations)
try:
    with open("/proc/self/maps") as maps:
        folders.update(os.path.dirname(line.split()[-1]) for line in maps if "libnvinfer" in line)
except OSError:
    pass
resource = any(glob.glob(os.path.join(glob.escape(folder), "*nvinfer_builder_resource*"))
               for folder in folders)
tell(version=tensorrt.__version__, works=runtime is not None, errors=logger.errors,
     builder=hasattr(tensorrt, "Builder") and hasattr(tensorrt, "OnnxParser"), resource=resource)
# To end a runtime that found no CUDA it can use ends the process (seen with lean 10.16 and 11.4).
os._exit(0)
"""


@dataclass(slots=True)
class _Runtime:
    """One TensorRT that is installed.

    Attributes:
        kind: "full", "lean" or "dispatch".
        module: What is imported for it.
        packages: What pip calls it, with the version.
        cudas: The major versions of CUDA that these are made for, as far as their names say so.
        version: As the module says, or else pip.
        outcome: What became of starting it; None where it was not tried.
    """

    kind: str
    module: str
    packages: dict[str, str] = field(default_factory=dict)
    cudas: list[int] = field(default_factory=list)
    version: str = ""
    outcome: loading.Outcome | None = None

    @property
    def starts(self) -> bool:
        # It hands out a runtime also where it found no CUDA that it can use, and says so in its log only.
        facts = self.outcome.facts if self.outcome else {}
        return bool(facts.get("works")) and not facts["errors"]

    @property
    def title(self) -> str:
        names = ", ".join(f"{name} {version}" for name, version in self.packages.items())
        return names or f"{self.module} {self.version}".strip()


def examine_tensorrt(cuda_version: int, *, has_card: bool = False) -> tuple[Check, Check | None]:
    """Look for TensorRT without loading it, and start it only where a driver works.

    Args:
        cuda_version: The newest CUDA that the driver serves, as the driver writes it (12040 is 12.4); 0
            where there is no working driver.
        has_card: Whether an NVIDIA card was seen, with a driver or without.

    Returns:
        What was found, and what can be built with it; None where it was not started.
    """
    runtimes = _installed()
    if not any(runtime.kind != "dispatch" for runtime in runtimes):
        return _absent(runtimes, cuda_version, has_card=has_card), None
    if not cuda_version:
        why = text("It was not tried, because without a working driver it would end the program.")
        return Check("TensorRT", "note", _titles(runtimes), why), None
    for runtime in runtimes:
        if runtime.kind != "dispatch":
            runtime.outcome = loading.attempt(_START.format(module=runtime.module))
            runtime.version = str(runtime.outcome.facts.get("version", runtime.version))
    started = next((runtime for runtime in runtimes if runtime.starts), None)
    if started is None:
        return _broken(runtimes[0], _titles(runtimes), cuda_version), None
    why, cure = _known_to_differ(started)
    line = install_line(cuda_version) if cure else ""
    check = Check(
        "TensorRT", "note" if why else "ok", _titles(runtimes), why, cure, line, _logs(runtimes)
    )
    return check, _examine_builder(started, cuda_version)


def install_line(cuda_version: int) -> str:
    """Return the command that installs the newest TensorRT that a driver serves.

    What is made for an older CUDA runs on a newer driver, never the other way round.
    """
    major = max(_CUDAS_FOR_PIP[0], min(cuda_version // 1000, _CUDAS_FOR_PIP[-1]))
    return pip_line("install", f"tensorrt-cu{major}")


def _absent(others: list[_Runtime], cuda_version: int, *, has_card: bool) -> Check:
    name, found = "TensorRT", _titles(others) or "not installed"
    why = text("TensorRT engines cannot be opened without it.")
    rtx = [f"{n} {v}" for n, v in _distributions().items() if n.startswith("tensorrt-rtx")]
    if rtx:
        found = ", ".join(rtx)
        why = text("TensorRT for RTX cannot open the engines of the ordinary TensorRT.")
    elif others:
        why = text("The dispatch runtime alone opens no engine.")
    if not cuda_version:
        if not has_card:
            cure = text("It is of use only with an NVIDIA graphics card.")
            return Check(name, "missing", found, why, cure)
        cure = text(
            "It is of use only once the driver works; this line installs one for all drivers that serve "
            "CUDA 12 or newer."
        )
        return Check(name, "missing", found, why, cure, install_line(_ANY_DRIVER))
    return Check(
        name, "missing", found, why, _how_to_choose(cuda_version), install_line(cuda_version)
    )


def _how_to_choose(cuda_version: int) -> Text:
    """Say which versions pip has for this Python and this driver (looked up in its index)."""
    package = "tensorrt-cu11" if cuda_version // 1000 == 11 else "tensorrt-cu12"
    oldest = "10.0" if sys.version_info < (3, 13) else "10.9"
    if sys.version_info < (3, 12):
        return text(
            "Install it. An engine opens only with the TensorRT version that built it; to choose one, write "
            "{package}==VERSION (from {oldest} on) or tensorrt==8.6.1 instead.",
            package=package,
            oldest=oldest,
        )
    return text(
        "Install it. An engine opens only with the TensorRT version that built it; to choose one, write "
        "{package}==VERSION (from {oldest} on) instead.",
        package=package,
        oldest=oldest,
    )


def _broken(runtime: _Runtime, found: str, cuda_version: int) -> Check:
    outcome = runtime.outcome or loading.Outcome()
    line = install_line(cuda_version)
    if runtime.cudas and min(runtime.cudas) > cuda_version // 1000:
        why = text(
            "It is made for CUDA {wanted}, but the driver serves CUDA {served} at most.",
            wanted=min(runtime.cudas),
            served=cuda_version // 1000,
        )
        cure = text("Install the TensorRT that fits the driver, or a newer driver.")
        return Check("TensorRT", "problem", found, why, cure, line, outcome.log)
    errors = outcome.facts.get("errors", [])
    said = outcome.error or next(iter(errors), "it says nothing")
    library = f": {outcome.library}" if outcome.library else ""
    why = text("It is installed but does not start: {error}", error=said + library)
    cure = text("Install the TensorRT that fits the driver, or install it again.")
    log = "\n".join([*errors, outcome.log])
    return Check("TensorRT", "problem", found, why, cure, line, log)


def _known_to_differ(runtime: _Runtime) -> tuple[Text, Text]:
    """Say what is worth knowing of a runtime that starts, and what to do about it."""
    version = release(runtime.version)
    shown = ".".join(str(number) for number in version[:3])
    if version[:2] < _OLDEST:
        return (
            text(
                "EngineScope is made for TensorRT 8.6 and newer; {version} may fail.", version=shown
            ),
            text("Install a newer one, and build your engines with it."),
        )
    if version[0] == 9:
        return (
            text("TensorRT 9 was never released for everybody; {version} may fail.", version=shown),
            text("Install another one, and build your engines with it."),
        )
    if version[:3] == (10, 2, 0):
        return (
            text("TensorRT 10.2.0 is known to give wrong results with some detection models."),
            text("Install another one, and build your engines with it."),
        )
    if version[:2] > _NEWEST:
        return text("It is newer than all that EngineScope was made for; it may work."), NOTHING
    if runtime.kind == "lean":
        return (
            text("The lean runtime opens only engines that were built version-compatible."),
            text("For all others, install the full one."),
        )
    return NOTHING, NOTHING


def _examine_builder(runtime: _Runtime, cuda_version: int) -> Check:
    name = "TensorRT builder"
    facts = runtime.outcome.facts if runtime.outcome else {}
    if runtime.kind != "full" or not facts["builder"]:
        why = text("Engines can be opened, but none can be built: that needs the full TensorRT.")
        cure = text("Install the full TensorRT.")
        return Check(name, "missing", "not part of it", why, cure, install_line(cuda_version))
    if not facts["resource"]:
        why = text("Engines can be opened, but none can be built: the builder's own library "
                   "(nvinfer_builder_resource) is not there.")  # fmt: skip
        return Check(name, "missing", "incomplete", why, text("Install the whole TensorRT."))
    return Check(name, "ok", runtime.version)


def _installed() -> list[_Runtime]:
    distributions = _distributions()
    runtimes = []
    for kind in _KINDS:
        base = "tensorrt" if kind == "full" else f"tensorrt_{kind}"
        module = next((name for name in (base, f"{base}_bindings") if _is_there(name)), "")
        if not module:
            continue
        runtime = _Runtime(kind, module)
        bindings: dict[str, str] = {}
        for name, version in distributions.items():
            match = _PACKAGE.fullmatch(name)
            if match is None or (match[1] or "full") != kind:
                continue
            runtime.version = runtime.version or version
            if match[2]:
                runtime.cudas.append(int(match[2]))
            (bindings if name.endswith("-bindings") else runtime.packages)[name] = version
        # The bindings come with the package of the plain name, and are named where they came alone.
        runtime.packages = runtime.packages or bindings
        runtimes.append(runtime)
    return runtimes


def _is_there(module: str) -> bool:
    with suppress(ImportError, ValueError):
        spec = importlib.util.find_spec(module)
        # A folder without __init__.py is found too: an empty leftover of an uninstalled package.
        return spec is not None and spec.origin is not None
    return False


def _distributions() -> dict[str, str]:
    found = {}
    for distribution in importlib.metadata.distributions():
        name = (distribution.metadata["Name"] or "").lower().replace("_", "-")
        if name.startswith("tensorrt"):
            found[name] = distribution.version
    return dict(sorted(found.items()))


def _titles(runtimes: list[_Runtime]) -> str:
    return ", ".join(runtime.title for runtime in runtimes)


def _logs(runtimes: list[_Runtime]) -> str:
    """What those said that do not start although another does."""
    return "\n".join(
        runtime.outcome.log for runtime in runtimes if runtime.outcome and not runtime.starts
    )
