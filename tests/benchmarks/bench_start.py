"""From the start of the program to its window. Run: ``python -m tests.benchmarks.bench_start``.

Each run is a process of its own, on a warm disk, with nobody's settings; it ends when the window has
been painted for the first time. The window is not on a screen, so what the desktop adds is not measured.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

_BAR_S = 1.0
_ROUNDS = 7
_REPOSITORY = Path(__file__).resolve().parents[2]
# Runs the program as its command does, and ends it once the window is painted and its events are done.
_PROGRAM = """
import os, resource, sys, time
import gui.command
from PySide6.QtCore import QEvent, QObject, QTimer

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.UpdateRequest:
            QTimer.singleShot(0, self.end)
        return False
    def end(self):
        clock = time.clock_gettime(time.CLOCK_BOOTTIME)
        fields = open("/proc/self/stat").read().rsplit(")", 1)[1].split()
        start = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        used = resource.getrusage(resource.RUSAGE_SELF)
        heavy = [name for name in %r if name in sys.modules]
        print(clock - start, used.ru_utime + used.ru_stime, *heavy, flush=True)
        os._exit(0)

import gui.main_window
shows = gui.main_window.MainWindow.show
def show(window):
    window.watch = Watch()
    window.installEventFilter(window.watch)
    shows(window)
    # Where the platform paints within show, nothing more is asked for.
    QTimer.singleShot(0, window.watch.end)
gui.main_window.MainWindow.show = show
sys.exit(gui.command.main([]))
"""
# What a window without a picture in it does not need.
HEAVY = (
    "onnx",
    "onnxruntime",
    "av",
    "cv2",
    "PIL",
    "tensorrt",
    "pycocotools",
    "yaml",
    "urllib.request",
)


def main() -> None:
    """Print the figures beside the bar."""
    if not sys.platform.startswith("linux"):
        print("not measured: the age of a process is read as Linux tells it")
        return
    with tempfile.TemporaryDirectory() as folder:
        runs = [_run(folder) for _ in range(_ROUNDS + 1)][1:]
    whole, own, heavy = zip(*runs, strict=True)
    print(
        f"start -> window painted: {statistics.median(whole):.2f} s, best {min(whole):.2f} s, "
        f"{statistics.median(own):.2f} s of processor (bar <= {_BAR_S:g} s)"
    )
    print(f"  loaded by then: {', '.join(heavy[0]) or 'nothing heavy'}")


def _run(folder: str) -> tuple[float, float, list[str]]:
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    # Compiled modules are kept between starts, as those of an installed program are.
    env |= {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": folder}
    env |= {"PYTHONPYCACHEPREFIX": str(Path(folder, "compiled"))}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM % (HEAVY,)],
        env=env,
        cwd=_REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    whole, own, *heavy = done.stdout.split()
    return float(whole), float(own), heavy


if __name__ == "__main__":
    main()
