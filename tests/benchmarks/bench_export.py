"""How near a whole run comes to its slowest stage, beside the bar that it has to hold.

Run with ``make bench``, or ``python -m tests.benchmarks.bench_export [MODEL]`` for a model of your own.
A 1080p clip is decoded, detected in, drawn over and encoded as H.264 by ``engine_core.batch.run``; each
stage is measured alone in the same run. Where the network takes all processors, as on ONNX Runtime
without a GPU, the stages share them instead of running beside each other, and the ratio falls below what
it is on a GPU; the last line tells what sharing alone would leave.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from engine_core import batch
from engine_core.batch import RunSettings
from engine_core.detections import DisplayFilter
from engine_core.detector import Detector
from engine_core.exporters import open_exporters
from engine_core.exporters.base import Exporter, ExportSettings
from engine_core.frame import Frame, SourceInfo
from engine_core.overlay import Style
from engine_core.results import FrameResult
from engine_core.sources import list_sources, open_source
from tests.engine_core.runs import cats_and_dogs
from tests.shared_data import ROOT

FRAMES = 150
RATIO_BAR = 0.9
_KEPT = 25  # frames that are used again and again where a stage is measured alone
_ROUNDS = 2
_WH = (1920, 1080)
_RATE = 25


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = _model(folder)
        clip = _clip(folder / "clip.mp4")
        # The second as the command opens a model where it also encodes.
        with Detector.open(model) as alone, Detector.open(model, spins=False) as shared:
            _report(model, alone, shared, clip, folder)


@dataclass(frozen=True, slots=True)
class _Measured:
    """Seconds of the clock and of all processors together."""

    wall_s: float
    processor_s: float

    def line(self, name: str) -> str:
        return (
            f"  {name}: {FRAMES / self.wall_s:.1f} frames/s "
            f"({self.processor_s / self.wall_s:.1f} processors busy)"
        )


def _report(model: Path, detector: Detector, shared: Detector, clip: Path, folder: Path) -> None:
    shown = RunSettings(shown=DisplayFilter())
    items = list_sources([str(clip)]).items
    with open_source(items[0]) as source:
        info = source.info
        frames = [frame for frame, _ in zip(source, range(_KEPT), strict=False)]
    pictures = [frame for frame in frames if isinstance(frame, Frame)]
    results = [
        FrameResult.of(frame, shown.shown.apply(detector.detect(frame).detections))
        for frame in pictures
    ]
    shared.detect(pictures[0])

    def decode() -> None:
        with open_source(items[0]) as source:
            assert sum(1 for _ in source) == FRAMES

    def detect() -> None:
        for number in range(FRAMES):
            detector.detect(pictures[number % _KEPT])

    def draw_and_encode() -> None:
        with _exporter(folder / "alone", detector) as exporter:
            _write(exporter, info, results)

    def whole() -> None:
        with _exporter(folder / "whole", shared) as exporter:
            report = batch.run(shared, items, shown, exporters=[exporter])
        assert report.frames == FRAMES
        assert not report.failures

    works: dict[str, Callable[[], None]] = {
        "decode only": decode,
        "detect only": detect,
        "draw and encode only": draw_and_encode,
        "whole run": whole,
    }
    best: dict[str, _Measured] = {}
    # In turn, so that a busy machine touches all of them alike.
    for _ in range(_ROUNDS):
        for name, work in works.items():
            measured = _measure(work)
            if name not in best or measured.wall_s < best[name].wall_s:
                best[name] = measured
    boxes = sum(len(result.detections) for result in results) / len(results)
    print(
        f"{model.name}, {FRAMES} frames of 1080p with {boxes:.0f} boxes each, "
        f"{os.cpu_count()} processors, best of {_ROUNDS}:"
    )
    for name, measured in best.items():
        print(measured.line(name))
    run = best.pop("whole run")
    slowest = max(best.values(), key=lambda one: one.wall_s)
    work_s = sum(one.processor_s for one in best.values())
    possible_s = max(slowest.wall_s, work_s / (os.cpu_count() or 1))
    print(
        f"  whole run / slowest stage: {slowest.wall_s / run.wall_s:.2f} (bar >= {RATIO_BAR})\n"
        f"  most that these processors leave for it: {slowest.wall_s / possible_s:.2f}"
    )


def _write(exporter: Exporter, info: SourceInfo, results: list[FrameResult]) -> None:
    exporter.begin_source(info)
    for number in range(FRAMES):
        result = results[number % _KEPT]
        base = result.time_base or Fraction(1, _RATE)
        pts = round(number / (_RATE * base))
        exporter.write(replace(result, index=number, pts=pts, time_base=base))
    exporter.end_source()
    exporter.close()


@contextmanager
def _exporter(out: Path, detector: Detector) -> Iterator[Exporter]:
    settings = ExportSettings(out=out, labels=detector.recipe.labels, style=Style())
    (exporter,) = open_exporters(["video"], settings)
    try:
        yield exporter
    finally:
        exporter.abandon()


def _measure(work: Callable[[], None]) -> _Measured:
    wall_s, processor_s = time.perf_counter(), time.process_time()
    work()
    return _Measured(time.perf_counter() - wall_s, time.process_time() - processor_s)


def _model(folder: Path) -> Path:
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    shared = ROOT / "models" / "yolov8n-dq.onnx"
    return shared if shared.is_file() else cats_and_dogs(folder)


def _clip(path: Path) -> Path:
    """Write a clip that a view moving over a larger picture gives."""
    scene = _scene()
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=_RATE, options={"preset": "ultrafast"})
        stream.width, stream.height = _WH
        stream.pix_fmt = "yuv420p"
        for index in range(FRAMES):
            view = np.ascontiguousarray(scene[index : index + _WH[1], index : index + _WH[0]])
            frame = av.VideoFrame.from_ndarray(view, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, _RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def _scene() -> npt.NDArray[np.uint8]:
    """Return a real picture enlarged where there is one, otherwise coarse noise."""
    import cv2

    picture = ROOT / "media" / "zidane.jpg"
    if picture.is_file():
        with open_source(list_sources([str(picture)]).items[0]) as source:
            image = source.read(0).image
    else:
        image = np.random.default_rng(0).integers(0, 256, (68, 120, 3), np.uint8)
    larger = cv2.resize(image, (_WH[0] + FRAMES, _WH[1] + FRAMES), interpolation=cv2.INTER_CUBIC)
    return np.asarray(larger, np.uint8)


if __name__ == "__main__":
    main()
