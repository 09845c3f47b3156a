"""How a 1080p video plays in the window, and whether memory grows while it does, beside the bars.

Run with ``make bench``, or ``python -m tests.benchmarks.bench_playback --minutes 10`` for a figure that
needs no extrapolation; ``--model`` takes a model of your own. The window is the real one, without a
screen: what the desktop adds is not measured. The video loops, as one that is watched for long does.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

from engine_core.sources import list_sources, open_source
from gui.load import Load
from gui.main_window import MainWindow
from gui.workers.messages import Shown
from tests.benchmarks.real_window import Pulse, open_window, until
from tests.shared_data import ROOT

BAR_MB = 30.0
BAR_STALL_MS = 16.0
_BAR_MINUTES = 10.0
_WH = (1920, 1080)
_FRAMES = 240
# Caches fill, pools are taken: what comes before says nothing about growth.
_SETTLE_S = 20.0
_SAMPLE_MS = 500
_MB = 1 << 20


def main() -> None:
    """Play, and print the figures."""
    arguments = _arguments()
    video = ROOT / "media" / "car-detection.mp4"
    if not arguments.model.is_file() or not video.is_file():
        print(f"not measured: there is no model at {arguments.model} or no video at {video}")
        return
    with tempfile.TemporaryDirectory() as name:
        clip = _enlarged(video, Path(name) / "clip.mp4")
        with open_window() as window:
            run = _Run(window, arguments.model, clip, arguments.speed)
            run.play(_SETTLE_S + arguments.minutes * 60)
            run.report(arguments.minutes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=0.5, help="how long memory is watched")
    parser.add_argument("--speed", type=float, default=1.0, help="as in the window; 0: every frame")
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "fastestdet.onnx")
    return parser.parse_args()


class _Run:
    """Plays in the window, and writes down what it costs."""

    def __init__(self, window: MainWindow, model: Path, clip: Path, speed: float) -> None:
        self._window = window
        self._speed = speed
        self._pulse = Pulse()
        self._own_s = 0.0
        self._shown: list[float] = []
        self._infer_ms: list[float] = []
        self._paint_ms: list[float] = []
        self._cpu: list[float] = []
        self._samples: list[tuple[float, float]] = []
        self._start_s = 0.0
        window.acts["loop"].setChecked(True)
        window.opening.open([str(model), str(clip)])
        controller = window.controller
        until(lambda: controller.shown is not None and controller.shown.result is not None)

    def play(self, seconds: float) -> None:
        """Play, and sample the memory every now and then."""
        window, load = self._window, Load()
        window.controller.shown_changed.connect(self._on_shown)
        window.controller.clock.set_speed(self._speed)
        loop, sampler = QEventLoop(), QTimer()

        def sample() -> None:
            reading = load.read()
            if reading.cpu_percent is not None:
                self._cpu.append(reading.cpu_percent)
            resident = _resident_mb()
            if resident is not None:
                self._samples.append((time.perf_counter() - self._start_s, resident))

        sampler.timeout.connect(sample)
        sampler.start(_SAMPLE_MS)
        window.controller.play()
        self._pulse.start()
        self._start_s = time.perf_counter()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()
        self._own_s = self._pulse.stop()
        sampler.stop()
        window.controller.pause()
        load.wait()

    def report(self, minutes: float) -> None:
        """Print the figures."""
        window = self._window
        span = self._shown[-1] - self._shown[0] if len(self._shown) > 1 else 0.0
        rate = (len(self._shown) - 1) / span if span else 0.0
        print(
            f"1080p, speed {self._speed:g}: {rate:.1f} frames/s shown, "
            f"{window.controller.clock.dropped} skipped, "
            f"{window.controller.worker.inferences} inferences of {_median(self._infer_ms):.1f} ms, "
            f"paint {_median(self._paint_ms):.1f} ms, CPU {statistics.fmean(self._cpu or [0]):.0f} %"
        )
        self._report_thread(span)
        self._report_memory(minutes)

    def _report_thread(self, span_s: float) -> None:
        stalls = sorted(self._pulse.stalls_ms)
        if not stalls or not self._shown:
            return
        late = sum(ms > BAR_STALL_MS for ms in stalls)
        print(
            f"  window's thread: {self._own_s / len(self._shown) * 1e3:.1f} ms of processor per frame, "
            f"{self._own_s / span_s * 100:.0f} % of the time; longest stall {stalls[-1]:.1f} ms, "
            f"{late} of more than {BAR_STALL_MS:g} ms in {len(self._shown)} frames "
            "(bar: none on an idle machine)"
        )

    def _report_memory(self, minutes: float) -> None:
        settled = [(s, mb) for s, mb in self._samples if s >= _SETTLE_S]
        if len(settled) < 4:
            print("  memory: not measured, too few samples (it needs Linux and some seconds)")
            return
        at_s, mb = (np.array(column) for column in zip(*settled, strict=True))
        slope, _ = np.polyfit(at_s, mb, 1)
        ten_minutes = slope * _BAR_MINUTES * 60
        print(
            f"  memory: {mb[0]:.0f} MB after {_SETTLE_S:.0f} s, {mb[-1]:.0f} MB at the end of "
            f"{minutes:g} min: {mb[-1] - mb[0]:+.1f} MB"
        )
        if minutes > 1:
            steps = range(0, len(mb), max(len(mb) // 20, 1))
            print("  curve: " + ", ".join(f"{at_s[i] / 60:.1f} min {mb[i]:.0f}" for i in steps))
        factor = _BAR_MINUTES / minutes
        print(
            f"  a straight line through all samples: {ten_minutes:+.1f} MB in ten minutes "
            f"(bar <= {BAR_MB:.0f} MB)"
            + (f"; extrapolated {factor:.0f} times, noise included" if factor > 1.5 else "")
        )

    def _on_shown(self, shown: Shown) -> None:
        self._shown.append(time.perf_counter())
        self._paint_ms.append(self._window.canvas.paint_ms)
        if shown.result is not None and not shown.was_kept:
            self._infer_ms.append(shown.result.timings.inference_ms)


def _median(values: list[float]) -> float:
    return statistics.median(values) if values else 0.0


def _resident_mb() -> float | None:
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / _MB


def _enlarged(video: Path, path: Path) -> Path:
    """Write the first frames of a video at 1080p: the content is real, only its size is not."""
    import cv2

    with (
        open_source(list_sources([str(video)]).items[0]) as source,
        av.open(str(path), "w") as container,
    ):
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height = _WH
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "23"}
        stream.time_base = Fraction(1, 25)
        for number in range(_FRAMES):
            frame = source.read(number)
            large = np.asarray(cv2.resize(frame.image, _WH), np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(large, "rgb24")))
        container.mux(stream.encode(None))
    return path


if __name__ == "__main__":
    main()
