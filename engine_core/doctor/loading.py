"""Whether a library really loads here, tried in a process of its own.

A broken driver or a missing shared object must not take the asking program down with it: TensorRT
without a driver ends the process, Qt without its platform plugin aborts it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

TIMEOUT_S = 60.0
"""Enough for a cold disk; a library that needs longer to load is reported as not answering."""

_MARK = "enginescope-doctor:"
_MISSING_LIBRARY = re.compile(r"(lib[\w.+-]+?\.so(?:\.\d+)*): cannot open shared object file")

# `-c` puts the working directory first on the path, where a file cv2.py would hide the library.
_PREFIX = """
import json, sys
if sys.path and sys.path[0] == "":
    del sys.path[0]
def tell(**facts):
    print("\\n" + {mark!r} + json.dumps(facts), flush=True)
"""

DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXrender.so.1": "libxrender1",
    "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgomp.so.1": "libgomp1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
}
"""Shared object to the package of Debian and Ubuntu that brings it. Newer releases call some of them
otherwise (``libglib2.0-0t64``) but still answer to these names."""

# What the QtGui and QtWidgets of PySide6's wheels link, and what their xcb plug-in opens. The loader
# names one missing object at a time; whoever must ask an administrator wants them all in one line.
_QT_LIBRARIES = (
    "libEGL.so.1",
    "libGL.so.1",
    "libdbus-1.so.3",
    "libfontconfig.so.1",
    "libfreetype.so.6",
    "libglib-2.0.so.0",
    "libxcb-cursor.so.0",
    "libxkbcommon-x11.so.0",
    "libxkbcommon.so.0",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt.

    Attributes:
        facts: What the code told; empty unless it reached its end.
        error: The last line of the failure, or empty.
        absent: A module that is not installed at all.
        library: A shared object that the system lacks, such as ``libEGL.so.1``.
        log: Everything the process printed to its standard error, for "Details".
    """

    facts: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    absent: str = ""
    library: str = ""
    log: str = ""

    @property
    def is_ok(self) -> bool:
        return not self.error


def attempt(
    code: str, *, env: dict[str, str] | None = None, timeout_s: float = TIMEOUT_S
) -> Outcome:
    """Run code that ends with ``tell(name=value, ...)`` in a new interpreter; never raises.

    Args:
        code: Python source. It sees ``tell``, ``json`` and ``sys``.
        env: The whole environment of the process; the caller's where None.
        timeout_s: When to give up and end the process.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own code under our own interpreter
            [sys.executable, "-c", _PREFIX.format(mark=_MARK) + code],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=env,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        log = (late.stderr or b"").decode("utf-8", "replace")
        return Outcome(error=f"no answer within {timeout_s:.0f} s", log=log)
    except OSError as error:
        return Outcome(error=f"{sys.executable} cannot be started: {error}")
    log = done.stderr.decode("utf-8", "replace")
    told = [line for line in done.stdout.decode("utf-8", "replace").splitlines() if _MARK in line]
    if done.returncode == 0 and told:
        return Outcome(facts=json.loads(told[-1].split(_MARK, 1)[1]), log=log)
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    cause = lines[-1] if lines else f"ended with status {done.returncode}"
    if done.returncode < 0:
        cause = f"the process was ended by signal {-done.returncode}: {cause}"
    absent = re.search(r"ModuleNotFoundError: No module named '([^']+)'", log)
    library = _MISSING_LIBRARY.search(log)
    return Outcome(
        error=cause,
        absent=absent.group(1) if absent else "",
        library=library.group(1) if library else "",
        log=log,
    )


def missing_with(library: str) -> list[str]:
    """Return a shared object that is missing, and those of its company that are missing as well."""
    if library not in _QT_LIBRARIES:
        return [library]
    outcome = attempt(_WHICH_LOAD.format(names=_QT_LIBRARIES))
    return sorted({library, *outcome.facts.get("missing", [])})


def apt_line(library: str) -> str:
    """Return the command that brings a missing shared object, with its company, to Debian and Ubuntu.

    Empty where the package is not known.
    """
    missing = missing_with(library) if library else []
    packages = sorted({DEBIAN_PACKAGES[name] for name in missing if name in DEBIAN_PACKAGES})
    return f"sudo apt-get install -y {' '.join(packages)}" if packages else ""


_WHICH_LOAD = """
import ctypes
missing = []
for name in {names!r}:
    try:
        ctypes.CDLL(name)
    except OSError:
        missing.append(name)
tell(missing=missing)
"""
