"""The process that builds: started, read, and ended whatever happens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from engine_core.runtime.tensorrt.builder.request import CANCEL, Request

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "engine_core.runtime.tensorrt.builder")
_POSIX = os.name == "posix"


class Child:
    """One child process. Made, read and ended on one thread; ``cancel`` on any."""

    def __init__(
        self,
        request: Request,
        log: BinaryIO,
        *,
        device: int = 0,
        command: Sequence[str] = COMMAND,
        patience_s: float = 3.0,
    ) -> None:
        """Start it.

        Args:
            request: What to build.
            log: Takes its standard error, natively.
            device: Number of the card it may see.
            command: What to run; for tests.
            patience_s: How long it may take to stop by itself, and again after it was told to end.

        Raises:
            OSError: It cannot be started.
        """
        self._patience_s = patience_s
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._killer: threading.Thread | None = None
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=ROOT,
            env=_environment(device),
            start_new_session=_POSIX,
            creationflags=0 if _POSIX else getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._send(request.to_json())

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield what it says until it says nothing more; lines that are no events are passed over."""
        assert self._process.stdout is not None  # noqa: S101 - for the type checker
        for raw in self._process.stdout:
            with suppress(ValueError):
                event = json.loads(raw.decode("utf-8", "replace"))
                if isinstance(event, dict) and "event" in event:
                    yield event

    def cancel(self) -> None:
        """Ask it to stop, and end it where it does not; returns at once. Any thread."""
        with self._lock:
            if self._killer is not None or self._ended.is_set():
                return
            self._killer = threading.Thread(target=self._press, name="build-cancel")
            self._killer.start()

    def end(self) -> int:
        """Wait until it has ended, and return its exit status; negative numbers are signals.

        A child that was not read to its end is killed.
        """
        try:
            if self._process.poll() is None:
                self._process.wait(self._patience_s)
        except subprocess.TimeoutExpired:
            self._kill()
        finally:
            if self._process.poll() is None:
                self._kill()
            status = self._process.wait()
            with self._lock:
                self._ended.set()
            if self._killer is not None:
                self._killer.join()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
        return status

    def _press(self) -> None:
        self._send(CANCEL)
        if self._ended.wait(self._patience_s):
            return
        self._signal(signal.SIGTERM)
        if not self._ended.wait(self._patience_s):
            self._kill()

    def _kill(self) -> None:
        self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))

    def _signal(self, number: int) -> None:
        with suppress(OSError):
            if _POSIX:
                # Its own group: whatever it started ends with it.
                os.killpg(self._process.pid, number)
            else:
                self._process.terminate()

    def _send(self, line: str) -> None:
        stdin = self._process.stdin
        with suppress(OSError, ValueError):  # it has ended, which its status says
            if stdin is not None:
                stdin.write(line.encode() + b"\n")
                stdin.flush()


def _environment(device: int) -> dict[str, str]:
    environment = dict(os.environ)
    environment.setdefault("CUDA_MODULE_LOADING", "LAZY")
    environment["PYTHONUTF8"] = "1"
    if device:
        seen = environment.get("CUDA_VISIBLE_DEVICES", "").split(",")
        environment["CUDA_VISIBLE_DEVICES"] = (
            seen[device].strip() if device < len(seen) else str(device)
        )
    return environment
