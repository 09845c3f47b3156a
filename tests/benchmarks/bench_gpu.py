"""What lies around the network on a graphics card: whole detections beside the bare engine, in one run.

    ENGINESCOPE_TEST_ENGINES=FOLDER python -m tests.benchmarks.bench_gpu [ENGINE …]

Rounds of every way alternate, so that a card that warms up or is shared hits all alike. "Bare" is a loop of
``execute_async_v3`` on fixed buffers, waited for each time; "bare graph" the same recorded and replayed;
"queued" is without waiting between the runs. Bars: a whole detection at most 0.5 ms beyond the bare engine,
and at least 0.9 of its throughput. Ours replays graphs, so the throughput is held against both.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from engine_core.consent import Consent
from engine_core.detector import Detector
from engine_core.frame import Frame
from engine_core.modelfile import ModelFile, identify
from engine_core.runtime import open_session
from engine_core.sources.pictures import read_picture
from tests.shared_data import ROOT

ROUNDS = 15
CALLS = 60


class Bare:
    """An engine and nothing else: the least that TensorRT and pycuda need."""

    def __init__(self, file: ModelFile) -> None:
        import pycuda.driver as cuda
        import tensorrt as trt

        cuda.init()
        self._cuda = cuda
        self._context = cuda.Device(0).retain_primary_context()
        self._context.push()
        trt.init_libnvinfer_plugins(None, "")
        self._runtime = trt.Runtime(trt.Logger(trt.Logger.ERROR))
        plan = file.path.read_bytes()[file.plan_offset :]
        self._engine = self._runtime.deserialize_cuda_engine(plan)
        self._execution = self._engine.create_execution_context()
        self._stream = cuda.Stream()
        self._buffers = []
        for index in range(self._engine.num_io_tensors):
            name = self._engine.get_tensor_name(index)
            if self._engine.get_tensor_mode(name) == trt.TensorIOMode.INPUT:
                shape = tuple(max(1, size) for size in self._engine.get_tensor_shape(name))
                self._execution.set_input_shape(name, shape)
        for index in range(self._engine.num_io_tensors):
            name = self._engine.get_tensor_name(index)
            shape = tuple(self._execution.get_tensor_shape(name))
            buffer = cuda.mem_alloc(max(256, int(np.prod(np.maximum(shape, 1))) * 8))
            cuda.memset_d8(buffer, 0, 256)
            self._buffers.append(buffer)
            self._execution.set_tensor_address(name, int(buffer))
        self._graph: Any = None
        self._driver = ctypes.CDLL("libcuda.so.1")
        self.run()
        self._record()

    def enqueue(self) -> None:
        if not self._execution.execute_async_v3(self._stream.handle):
            raise RuntimeError("the bare engine failed")

    def run(self) -> None:
        self.enqueue()
        self._stream.synchronize()

    def replay(self) -> None:
        self._launch()
        self._stream.synchronize()

    def queued(self, count: int) -> None:
        for _ in range(count):
            self.enqueue()
        self._stream.synchronize()

    def queued_replays(self, count: int) -> None:
        for _ in range(count):
            self._launch()
        self._stream.synchronize()

    def close(self) -> None:
        self._execution = self._engine = self._runtime = None
        self._buffers.clear()
        self._stream = None
        self._context.pop()
        self._context.detach()

    def _launch(self) -> None:
        if self._driver.cuGraphLaunch(self._graph, ctypes.c_void_p(self._stream.handle)):
            raise RuntimeError("the bare graph failed")

    def _record(self) -> None:
        stream = ctypes.c_void_p(self._stream.handle)
        graph, launchable = ctypes.c_void_p(), ctypes.c_void_p()
        self._driver.cuStreamBeginCapture_v2(stream, 1)
        self.enqueue()
        self._driver.cuStreamEndCapture(stream, ctypes.byref(graph))
        if self._driver.cuGraphInstantiateWithFlags(
            ctypes.byref(launchable), graph, ctypes.c_ulonglong(0)
        ):
            raise RuntimeError("the bare engine cannot be recorded")
        self._graph = launchable


def _median_ms(call: Callable[[], object], calls: int = CALLS) -> float:
    taken = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1e3)
    return median(taken)


def _mean_ms(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1e3


def _frame(size_wh: tuple[int, int]) -> Frame:
    import cv2

    pixels, _ = read_picture(ROOT / "media" / "bus.jpg")
    resized = np.asarray(cv2.resize(pixels, size_wh), np.uint8)
    return Frame(image=resized, source="bus.jpg", name="bus.jpg")


def measure(path: Path, floor: float) -> None:
    file = identify(path)
    consent = Consent(host_code=file.version_compatible)
    fast = Detector(open_session(file, consent=consent), file, floor=floor)
    plain = Detector(open_session(file, consent=consent), file, floor=floor, on_device=False)
    bare = Bare(file)
    frame = _frame((1920, 1080))
    for detector in (fast, plain):
        for _ in range(30):
            result = detector.detect(frame)
    ways: dict[str, Callable[[], object]] = {
        "bare, waited for": bare.run,
        "bare graph, waited for": bare.replay,
        "detect on the card": lambda: fast.detect(frame),
        "detect through tensors": lambda: plain.detect(frame),
    }
    seen: dict[str, list[float]] = {name: [] for name in ways}
    queued: list[float] = []
    queued_graph: list[float] = []
    in_a_row: list[float] = []
    _stream(fast, frame)
    for _ in range(ROUNDS):
        for name, call in ways.items():
            seen[name].append(_median_ms(call))
        queued.append(_mean_ms(lambda: bare.queued(CALLS)) / CALLS)
        queued_graph.append(_mean_ms(lambda: bare.queued_replays(CALLS)) / CALLS)
        in_a_row.append(_mean_ms(lambda: _stream(fast, frame)) / CALLS)
    timings = fast.detect(frame).timings
    print(f"\n{path.name}: {fast.info.runtime}, {fast.info.device}; 1920 x 1080, floor {floor:g}, "
          f"{len(result.candidates)} candidates")  # fmt: skip
    for name, values in seen.items():
        low, high = np.percentile(values, [25, 75])
        print(f"  {name:<24} {median(values):7.3f} ms   (quartiles {low:.3f} to {high:.3f})")
    print(f"  {'bare, queued':<24} {median(queued):7.3f} ms a run")
    print(f"  {'bare graph, queued':<24} {median(queued_graph):7.3f} ms a run")
    print(f"  {'detect, in a row':<24} {median(in_a_row):7.3f} ms a frame")
    print(f"  of one detection: fit {timings.preprocess_ms:.3f}, network {timings.inference_ms:.3f}, "
          f"rest {timings.decode_ms:.3f} ms; graph {'yes' if timings.replayed else 'no'}")  # fmt: skip
    pairs = list(zip(seen["detect on the card"], seen["bare, waited for"], strict=True))
    graphs = list(zip(seen["detect on the card"], seen["bare graph, waited for"], strict=True))
    print(f"  beyond the bare engine {median(a - b for a, b in pairs):+.3f} ms (bar 0.5); "
          f"beyond its graph {median(a - b for a, b in graphs):+.3f} ms")  # fmt: skip
    ratios = [one / ours for one, ours in zip(queued, in_a_row, strict=True)]
    of_graph = [one / ours for one, ours in zip(queued_graph, in_a_row, strict=True)]
    print(f"  throughput / bare, queued {median(ratios):.2f} (bar 0.9); "
          f"throughput / bare graph, queued {median(of_graph):.2f}")  # fmt: skip
    fast.close()
    plain.close()
    bare.close()


def _stream(detector: Detector, frame: Frame) -> None:
    """Detect as a run over a video does: the next frame is begun before the one before is read."""
    begun = 0
    for _ in range(CALLS):
        detector.begin(frame)
        begun += 1
        while begun > detector.ahead:
            detector.finish()
            begun -= 1
    for _ in range(begun):
        detector.finish()


def main() -> int:
    folder = os.environ.get("ENGINESCOPE_TEST_ENGINES")
    named = [Path(name) for name in sys.argv[1:]]
    if not named and folder:
        named = sorted(Path(folder).glob("yolov[58]n*.engine"))
    if not named:
        print("skipped: no engine was named, and ENGINESCOPE_TEST_ENGINES names no folder")
        return 0
    for path in named:
        # What the viewer decodes, and what others detect with.
        for floor in (0.01, 0.25):
            measure(path, floor)
    return 0


if __name__ == "__main__":
    sys.exit(main())
