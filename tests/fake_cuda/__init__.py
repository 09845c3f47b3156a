"""Real pycuda on a made-up driver, for tests of the life of contexts where there is no NVIDIA driver.

``driver.c`` says what the made-up driver keeps to. It is compiled once and found by processes that
:func:`run` starts; the process of the tests itself never loads it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[1]
_SONAME = "libcuda.so.1"
_CALL = re.compile(r"(\d+) (\S+) (.*?) ?= (\d+)")

# What makes a thing, and what ends it; the thing itself is the first fact of both.
_PAIRS = {
    "cuMemAlloc": "cuMemFree",
    "cuMemHostAlloc": "cuMemFreeHost",
    "cuStreamCreate": "cuStreamDestroy",
    "cuEventCreate": "cuEventDestroy",
    "cuModuleLoadData": "cuModuleUnload",
    "cuGraphInstantiate": "cuGraphExecDestroy",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the driver.

    Attributes:
        thread: 0 for the thread that called first, 1 for the next, and so on.
        name: Without the version at its end: ``cuMemAlloc``; or ``lost`` for what a context that
            ended still held.
        facts: Addresses, sizes, names, as the driver wrote them down.
        status: What the driver answered; 0 is success.
    """

    thread: int
    name: str
    facts: tuple[str, ...]
    status: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a process on the made-up driver.

    Attributes:
        status: Its exit status; 134 and -6 are an abort.
        out: Its standard output.
        err: Its standard error.
        calls: What it asked of the driver, in order.
    """

    status: int
    out: str
    err: str
    calls: tuple[Call, ...]

    def named(self, *names: str) -> list[Call]:
        """Return the calls of these functions that succeeded."""
        return [call for call in self.calls if call.name in names and call.status == 0]

    @property
    def leaks(self) -> list[str]:
        """What was made and not ended by who made it, and primary contexts that are still held."""
        open_: dict[str, str] = {}
        holders = 0
        ends = {end: start for start, end in _PAIRS.items()}
        for call in self.calls:
            if call.status:
                continue
            if call.name in _PAIRS:
                open_[call.facts[0]] = call.name
            elif call.name in ends:
                open_.pop(call.facts[0], None)
            elif call.name in ("cuDevicePrimaryCtxRetain", "cuDevicePrimaryCtxRelease"):
                holders = int(call.facts[1])
        held = [f"cuDevicePrimaryCtxRetain x{holders}"] if holders else []
        return [f"{name} {thing}" for thing, name in open_.items()] + held

    @property
    def depths(self) -> dict[int, int]:
        """How many contexts each thread left pushed."""
        depths: dict[int, int] = {}
        for call in self.calls:
            step = {"cuCtxPushCurrent": 1, "cuCtxCreate": 1, "cuCtxPopCurrent": -1}.get(call.name)
            if step and call.status == 0:
                depths[call.thread] = depths.get(call.thread, 0) + step
        return {thread: depth for thread, depth in depths.items() if depth}


def missing() -> str:
    """Say why the made-up driver cannot be used here; empty where it can."""
    if not sys.platform.startswith("linux"):
        return "the made-up CUDA driver is made for Linux"
    lacking = [name for name in ("gcc", "nm") if shutil.which(name) is None]
    if lacking:
        return f"{' and '.join(lacking)} must be there to compile the made-up CUDA driver"
    if importlib.util.find_spec("pycuda") is None:
        return "pycuda is not installed (python -m engine_core.doctor.install_pycuda)"
    return ""


needs_fake_cuda = pytest.mark.skipif(bool(missing()), reason=missing() or "it can be used")


@cache
def library() -> Path | None:
    """Return the compiled driver, ``libcuda.so.1`` in a folder of its own; None where it cannot be."""
    if missing():
        return None
    wanted = _asked_for_by_pycuda()
    source = (_HERE / "driver.c").read_bytes()
    digest = hashlib.sha256(source + repr(sorted(wanted)).encode()).hexdigest()[:16]
    folder = _ROOT / ".pytest_cache" / "fake_cuda" / digest
    if not (folder / _SONAME).is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as tmp:
            _compile(Path(tmp), wanted)
            # Other workers may be at it at the same time; each moves a whole file into place.
            (Path(tmp) / _SONAME).replace(folder / _SONAME)
    return folder / _SONAME


def run(code: str, *, env: dict[str, str] | None = None, timeout_s: float = 120) -> Outcome:
    """Run Python code in a process of its own, on real pycuda and the made-up driver.

    Args:
        code: Python source; it sees the project's packages.
        env: Added to the environment: the ``FAKE_CUDA_`` variables of ``driver.c``, for example.
        timeout_s: When to give up; subprocess.TimeoutExpired is raised then.
    """
    driver = library()
    assert driver is not None, missing()
    with tempfile.TemporaryDirectory() as tmp:
        trace = Path(tmp) / "trace"
        environment = {
            key: value
            for key, value in os.environ.items()
            # Where there is a real driver, it may be preloaded.
            if key != "LD_PRELOAD" and not key.startswith(("FAKE_CUDA_", "CUDA_"))
        }
        search = [str(driver.parent), environment.get("LD_LIBRARY_PATH", "")]
        python = [str(_ROOT), environment.get("PYTHONPATH", "")]
        environment["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, search))
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, python))
        environment["FAKE_CUDA_TRACE"] = str(trace)
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**environment, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        lines = trace.read_text("utf-8").splitlines() if trace.is_file() else []
    return Outcome(done.returncode, done.stdout, done.stderr, tuple(map(_call, lines)))


def _call(line: str) -> Call:
    match = _CALL.fullmatch(line)
    assert match is not None, line
    thread, name, facts, status = match.groups()
    return Call(int(thread), name, tuple(facts.split()), int(status))


def _asked_for_by_pycuda() -> set[str]:
    """Return the functions that pycuda cannot be loaded without."""
    spec = importlib.util.find_spec("pycuda")
    assert spec is not None
    assert spec.submodule_search_locations
    names: set[str] = set()
    for folder in spec.submodule_search_locations:
        for extension in Path(folder).glob("_driver*.so"):
            names |= {n for n in _symbols("--undefined-only", extension) if re.match("cu[A-Z]", n)}
    return names


def _symbols(which: str, file: Path) -> set[str]:
    done = subprocess.run(["nm", "-D", which, file], capture_output=True, text=True, check=True)
    return {line.split()[-1].partition("@")[0] for line in done.stdout.splitlines() if line.strip()}


def _compile(folder: Path, wanted: set[str]) -> None:
    out = folder / _SONAME
    line = ["gcc", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-fvisibility=hidden"]
    line += [f"-Wl,-soname,{_SONAME}", f"-I{folder}", f"-o{out}", str(_HERE / "driver.c")]
    line += ["-ldl", "-lpthread"]
    refused = folder / "refused.h"
    refused.write_text("", "utf-8")
    subprocess.run(line, check=True)
    more = sorted(wanted - _symbols("--defined-only", out))
    refused.write_text("".join(f"REFUSED({name})\n" for name in more), "utf-8")
    subprocess.run(line, check=True)
