"""The child process: see the package."""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from contextlib import suppress
from typing import Any, TextIO

from engine_core.consent import Consent
from engine_core.errors import BuildError, EngineScopeError
from engine_core.runtime.tensorrt import adapter
from engine_core.runtime.tensorrt.builder.request import CANCEL, Request, error_to_plain
from engine_core.runtime.tensorrt.builder.work import Cancelled, Work
from engine_core.runtime.tensorrt.engine import load_libraries
from engine_core.text import text

_FAILED = 1
_CANCELLED = 2
_BROKEN = 3


class _Channel:
    """The events to the parent, on a descriptor that no native library prints to."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def emit(self, event: dict[str, Any]) -> None:
        with self._lock, suppress(OSError):  # a parent that is gone ends us by its input
            self._stream.write(json.dumps(event, default=str) + "\n")
            self._stream.flush()


def main() -> int:
    """Build what the first line of standard input asks for."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace")
    os.dup2(2, 1)  # what plugins and libraries print belongs to the log
    channel = _Channel(events)
    request = Request.from_json(sys.stdin.readline())
    stop = _Stop(request)
    threading.Thread(target=stop.listen, daemon=True).start()
    try:
        trt = _tensorrt(request)
        stop.waits = hasattr(trt, "IProgressMonitor")
        Work(trt, request, channel.emit, _log, stop.is_wanted).run()
    except Cancelled:
        return _CANCELLED
    except EngineScopeError as error:
        channel.emit({"event": "failed", **error_to_plain(_as_build_error(error))})
        return _FAILED
    except OSError as error:
        channel.emit({"event": "failed", **error_to_plain(_cannot_write(request, error))})
        return _FAILED
    return 0


class _Stop:
    """Listens for the parent's last word, and for the end of its output, which is also that of its life.

    Attributes:
        waits: Whether TensorRT can be asked to stop, so that the timings made so far are kept.
    """

    def __init__(self, request: Request) -> None:
        self.waits = False
        self._leftovers = (request.target, *request.typed)
        self._wanted = threading.Event()

    def is_wanted(self) -> bool:
        return self._wanted.is_set()

    def listen(self) -> None:
        for line in sys.stdin:
            if line.strip() == CANCEL:
                self._wanted.set()
                if not self.waits:
                    break
        for leftover in self._leftovers:
            with suppress(OSError):
                leftover.unlink(missing_ok=True)
        os._exit(_CANCELLED)


def _tensorrt(request: Request) -> Any:
    """Return the TensorRT module with the plugins that are allowed.

    The driver is asked first, for TensorRT may crash without one.
    """
    names = [name for name in adapter.available() if name in adapter.FULL_MODULES]
    if not names:
        raise adapter.missing()
    trt = adapter.load(names[0])
    module = trt.module
    if not hasattr(module, "Builder") or not hasattr(module, "OnnxParser"):
        raise BuildError(
            text("This TensorRT cannot build engines"),
            why=text("It is a runtime alone."),
            cure=text("Install the whole TensorRT."),
        )
    consent = Consent(libraries=request.libraries, contents=request.library_contents)
    for remark in load_libraries(trt, consent):
        raise BuildError(
            text("A plugin library cannot be used"),
            why=remark,
            cure=text("It must be made for this TensorRT and this system."),
        )
    return module


def _log(line: str) -> None:
    with suppress(OSError):
        sys.stderr.write(line + "\n")


def _as_build_error(error: EngineScopeError) -> BuildError:
    if isinstance(error, BuildError):
        return error
    return BuildError(error.what, why=error.why, cure=error.cure, details=error.details)


def _cannot_write(request: Request, error: OSError) -> BuildError:
    return BuildError(
        text("The engine cannot be written to {folder}", folder=str(request.target.parent)),
        why=text("The system says: {reason}.", reason=error.strerror or str(error)),
        cure=text("Free space there, or choose another folder."),
        details=str(error),
    )


if __name__ == "__main__":
    try:
        status = main()
    except BaseException:  # noqa: BLE001 - the log is where a bug is read
        traceback.print_exc()
        status = _BROKEN
    # Threads of native libraries must not hold a process back that has said everything.
    sys.stderr.flush()
    os._exit(status)
