"""The real child process on a made-up driver and TensorRT: ``python child_on_fakes.py MAJOR [MODE]``."""

from __future__ import annotations

import importlib.machinery
import os
import sys
import threading
from typing import Any

from engine_core.runtime.tensorrt import driver
from engine_core.runtime.tensorrt.builder import __main__ as child
from tests.engine_core.runtime.tensorrt.builder.fake_trt import FakeTrt


def main(major: str, mode: str = "") -> int:
    device = driver.Device(0, "NVIDIA H100", (9, 0), 80 * 2**30)
    driver.find_devices = lambda: (device,)
    trt = FakeTrt(int(major))
    trt.__spec__ = importlib.machinery.ModuleSpec("tensorrt", None, origin="made up")
    sys.modules["tensorrt"] = trt
    if mode == "prints":
        trt.during_build = _print
    elif mode == "endless":
        trt.during_build = _wait
    return child.main()


def _print(_config: Any) -> bool:
    os.write(1, b'{"event": "done", "by": "a native library"}\n')
    return True


def _wait(config: Any) -> bool:
    """Build until the monitor says stop, or for ever where there is none."""
    monitor = getattr(config, "progress_monitor", None)
    if monitor is None:
        os.write(2, b"waiting\n")
        threading.Event().wait()
        return False
    monitor.phase_start("Building", None, 10)
    while monitor.step_complete("Building", 4):
        pass
    return False


if __name__ == "__main__":
    status = main(*sys.argv[1:])
    sys.stderr.flush()
    os._exit(status)
