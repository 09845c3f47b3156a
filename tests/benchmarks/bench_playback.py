"""How a 1080p video plays, and whether memory grows while it does, beside the bar that it has to hold.

Run with ``make bench``, or ``python -m tests.benchmarks.bench_playback --minutes 10`` for a figure that
needs no extrapolation; ``--model`` takes a model of your own. The parts are those of the window: the
inference thread, the playback clock, the timeline, the transport bar, the status strip; only the canvas
is a plain widget that paints the frame. The video loops, as one that is watched for long does.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QAction, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from engine_core.detections import DisplayFilter
from engine_core.sources import list_sources, open_source
from gui import appearance
from gui.icons import icon
from gui.load import Load
from gui.panels.status import StatusStrip
from gui.panels.transport import Transport
from gui.playback import PlaybackClock
from gui.timeline import Timeline
from gui.workers.inference_worker import InferenceWorker
from gui.workers.messages import ModelWish, SeenBatch, Shown, SourceFailed, SourceWish, Wanted
from tests.shared_data import ROOT

BAR_MB = 30.0
_BAR_MINUTES = 10.0
_WH = (1920, 1080)
_FRAMES = 240
# Caches fill, pools are taken: what comes before says nothing about growth.
_SETTLE_S = 25.0
_SAMPLE_MS = 500
_MB = 1 << 20


def main() -> None:
    """Play, and print the figures."""
    arguments = _arguments()
    video = ROOT / "media" / "car-detection.mp4"
    if not arguments.model.is_file() or not video.is_file():
        print(f"not measured: there is no model at {arguments.model} or no video at {video}")
        return
    application = QApplication.instance() or QApplication([])
    if isinstance(application, QApplication):
        appearance.dress(application, "dark")
    with tempfile.TemporaryDirectory() as name:
        clip = _enlarged(video, Path(name) / "clip.mp4")
        run = _Run(arguments.model, clip, arguments.speed, keeps=not arguments.forget)
        run.play(_SETTLE_S + arguments.minutes * 60)
        run.report(arguments.minutes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=0.5, help="how long memory is watched")
    parser.add_argument("--speed", type=float, default=1.0, help="as in the window; 0: every frame")
    parser.add_argument("--forget", action="store_true", help="run the network in every round anew")
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "fastestdet.onnx")
    return parser.parse_args()


class _Picture(QWidget):
    """Paints the frame, as large as it fits."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(960, 540)
        self.paint_ms = 0.0
        self._image = QImage()

    def show_pixels(self, pixels: npt.NDArray[np.uint8]) -> None:
        h, w = pixels.shape[:2]
        self._image = QImage(pixels, w, h, w * 4, QImage.Format.Format_RGB32)  # type: ignore[call-overload]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        start = time.perf_counter()
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._image)
        painter.end()
        self.paint_ms = (time.perf_counter() - start) * 1e3


class _Run:
    """The parts, joined as the window joins them."""

    def __init__(self, model: Path, clip: Path, speed: float, *, keeps: bool) -> None:
        self._speed = speed
        self._item = list_sources([str(clip)]).items[0]
        self._wanted = Wanted(
            generation=1, model=ModelWish(path=model), source=SourceWish(item=self._item)
        )
        self._window = QWidget()
        self._picture = _Picture()
        keys = ("previous_detection", "step_back", "play", "step_forward", "next_detection", "loop")
        actions = {key: QAction(icon("play"), key, self._window) for key in keys}
        self._transport = Transport(actions)
        self._status = StatusStrip()
        layout = QVBoxLayout(self._window)
        for part in (self._picture, self._transport, self._status):
            layout.addWidget(part)
        self._clock = PlaybackClock()
        self._timeline = Timeline()
        self._load = Load()
        self._worker = InferenceWorker() if keeps else InferenceWorker(limit_bytes=0)
        self._loop = QEventLoop()
        self._shown: list[float] = []
        self._gui_ms: list[float] = []
        self._infer_ms: list[float] = []
        self._paint_ms: list[float] = []
        self._cpu: list[float] = []
        self._samples: list[tuple[float, float]] = []
        self._start_s = 0.0
        self._failure = ""

    def play(self, seconds: float) -> None:
        self._clock.frame_due.connect(self._on_frame_due)
        self._worker.news.connect(self._on_news)
        self._worker.seen.connect(self._on_seen)
        self._worker.source_failed.connect(self._on_failed)
        self._worker.model_failed.connect(self._on_failed)
        self._worker.crashed.connect(self._on_failed)
        sampler = QTimer()
        sampler.timeout.connect(self._sample)
        sampler.start(_SAMPLE_MS)
        self._window.show()
        self._worker.start()
        self._worker.want(self._wanted)
        self._start_s = time.perf_counter()
        QTimer.singleShot(round(seconds * 1000), self._loop.quit)
        self._loop.exec()
        sampler.stop()
        self._clock.pause()
        self._worker.stop()
        self._worker.wait()
        self._load.wait()
        self._window.close()

    def report(self, minutes: float) -> None:
        if self._failure:
            print(f"not measured: {self._failure}")
            return
        infer_ms, paint_ms = _median(self._infer_ms), _median(self._paint_ms)
        span = self._shown[-1] - self._shown[0] if len(self._shown) > 1 else 0.0
        rate = (len(self._shown) - 1) / span if span else 0.0
        print(
            f"1080p, speed {self._speed:g}: {rate:.1f} frames/s shown, {self._clock.dropped} skipped, "
            f"{self._worker.inferences} inferences of {infer_ms:.1f} ms, "
            f"paint {paint_ms:.1f} ms, CPU {statistics.fmean(self._cpu or [0]):.0f} %"
        )
        if self._gui_ms:
            ordered = sorted(self._gui_ms)
            print(
                f"  GUI thread per frame, painting apart: {statistics.median(ordered):.2f} ms, "
                f"95 % within {ordered[int(len(ordered) * 0.95)]:.2f} ms"
            )
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
        factor = _BAR_MINUTES / minutes
        print(
            f"  a straight line through all samples: {ten_minutes:+.1f} MB in ten minutes "
            f"(bar <= {BAR_MB:.0f} MB)"
            + (f"; extrapolated {factor:.0f} times, noise included" if factor > 1.5 else "")
        )

    def _on_frame_due(self, index: int) -> None:
        generation = self._wanted.generation + 1
        self._wanted = replace(self._wanted, generation=generation, index=index)
        self._worker.want(self._wanted)

    def _on_news(self) -> None:
        shown = self._worker.take()
        if shown is None:
            return
        start = time.perf_counter()
        self._show(shown)
        self._gui_ms.append((time.perf_counter() - start) * 1e3)
        self._shown.append(start)

    def _show(self, shown: Shown) -> None:
        if shown.error is not None:
            self._failure = str(shown.error)
            self._loop.quit()
            return
        self._picture.show_pixels(shown.pixels)
        self._transport.set_video(shown.info)
        self._transport.set_position(shown.frame.index, shown.frame.timestamp_s)
        if shown.result is not None:
            timings = shown.result.timings
            ran = not shown.was_kept
            if ran:
                self._infer_ms.append(timings.inference_ms)
            self._paint_ms.append(self._picture.paint_ms)
            self._status.add(
                shown.read_ms,
                timings.preprocess_ms if ran else None,
                timings.inference_ms if ran else None,
                timings.decode_ms if ran else None,
                self._picture.paint_ms,
            )
        self._status.set_dropped(self._clock.dropped)
        if self._clock.is_playing:
            self._clock.shown(shown.frame.index)
        elif shown.model is not None:
            info = shown.info
            self._clock.start(0, info.fps, info.frame_count, self._speed, True)

    def _on_seen(self, batch: SeenBatch) -> None:
        if batch.restarts:
            self._timeline.clear()
        self._timeline.add_all(batch.frames)
        counts = self._timeline.counts(DisplayFilter(), _FRAMES)
        self._transport.set_strip(counts, self._timeline.computed / _FRAMES)

    def _on_failed(self, failed: SourceFailed) -> None:
        self._failure = str(failed.error)
        self._loop.quit()

    def _sample(self) -> None:
        reading = self._load.read()
        self._status.set_load(reading)
        if reading.cpu_percent is not None:
            self._cpu.append(reading.cpu_percent)
        resident = _resident_mb()
        if resident is not None:
            self._samples.append((time.perf_counter() - self._start_s, resident))


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
