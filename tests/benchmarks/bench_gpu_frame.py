"""What bringing a picture to the input on a graphics card takes, part by part, and choosing rows behind it.

    python -m tests.benchmarks.bench_gpu_frame

Parts: copying the sampled rows into pinned memory, their upload, the kernel; the whole of
it, waited for; and what the processor would need to do the same. Times are medians in milliseconds; those of
the card are taken by its own clock.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import cv2
import numpy as np

from engine_core.errors import RuntimeMissingError
from engine_core.preprocess import Preprocessing, Preprocessor
from engine_core.rowselection import RowSelection
from engine_core.runtime.tensorrt.cuda import Cuda
from engine_core.runtime.tensorrt.kernels import FrameKernels
from engine_core.runtime.tensorrt.kernels.sampling import sampling

_ROUNDS = 200
_PICTURES = 4  # in turn, so that none stays in the caches


def main() -> None:
    """Print the figures."""
    try:
        cuda = Cuda.open()
    except RuntimeMissingError as error:
        print(f"not measured: {error}")
        return
    try:
        with cuda.active():
            kernels = FrameKernels.load(cuda)
            if kernels is None:
                print("not measured: the driver refuses the kernels")
                return
            print(f"{cuda.name}; medians of {_ROUNDS}, ms")
            for size_wh in ((1920, 1080), (3840, 2160), (1280, 720), (640, 640)):
                _fit(cuda, kernels, size_wh)
            for dtype in ("float32", "float16"):
                _select(cuda, kernels, (1, 84, 8400), dtype, channels_first=True)
                _select(cuda, kernels, (1, 25200, 85), dtype, channels_first=False)
    finally:
        cuda.close()


def _fit(cuda: Cuda, kernels: FrameKernels, size_wh: tuple[int, int]) -> None:
    w, h = size_wh
    random = np.random.default_rng(0)
    pictures = [random.integers(0, 256, (h, w, 3), np.uint8) for _ in range(_PICTURES)]
    turn = iter(range(1 << 62))

    def picture() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        return pictures[next(turn) % _PICTURES]

    wanted = Preprocessing(input_wh=(640, 640))
    rows = sampling(size_wh, wanted).rows
    staged = cuda.pinned(len(rows) * w * 3).reshape(len(rows), w, 3)
    device, tensor = cuda.allocate(staged.nbytes), cuda.allocate(3 * 640 * 640 * 4)
    print(f"\n{w} x {h} to 640 x 640: {len(rows)} rows, {staged.nbytes / 1e6:.1f} MB")
    taken = _median(lambda: np.take(picture(), rows, axis=0, out=staged, mode="clip"))
    print(f"  copy to pinned memory          {taken:.3f}")
    start, end = cuda.event(), cuda.event()

    def dated(enqueue: Callable[[], object]) -> float:
        values = []
        for _ in range(_ROUNDS):
            start.record()
            enqueue()
            end.record()
            cuda.synchronize()
            values.append(end.ms_since(start))
        return statistics.median(values)

    print(
        f"  upload                         {dated(lambda: cuda.upload(staged, device.address)):.3f}"
    )
    fitter = kernels.fitter(wanted)
    assert fitter is not None
    fitter.fit(pictures[0], tensor.address)

    def launch() -> None:
        fitter._kernel(
            fitter._grid,
            (32, 8, 1),
            fitter._staging._places[0].picture.address,
            fitter._plan.address,
            fitter._tables.address,
            tensor.address,
        )

    print(f"  kernel                         {dated(launch):.3f}")

    def whole() -> None:
        fitter.fit(picture(), tensor.address)
        cuda.synchronize()

    print(f"  the whole, waited for          {_median(whole):.3f}")
    print(
        f"  of it until enqueued           {_median(lambda: fitter.fit(picture(), tensor.address)):.3f}"
    )
    cuda.synchronize()

    resized_wh = sampling(size_wh, wanted).letterbox.resized_wh
    small = cuda.pinned(resized_wh[0] * resized_wh[1] * 3).reshape(*resized_wh[::-1], 3)
    second = kernels.fitter(wanted)
    assert second is not None

    def resized_first() -> None:
        cv2.resize(picture(), resized_wh, dst=small)
        second.fit(small, tensor.address)
        cuda.synchronize()

    taken = _median(lambda: cv2.resize(picture(), resized_wh, dst=small))
    print(f"  other way: resize on processor {taken:.3f}; then upload and kernel, whole "
          f"{_median(resized_first):.3f}")  # fmt: skip
    preprocessor = Preprocessor(wanted)
    pinned = cuda.pinned(tensor.nbytes).view(np.float32)

    def on_processor() -> None:
        np.copyto(pinned, preprocessor(picture())[0].ravel())
        cuda.upload(pinned, tensor.address)
        cuda.synchronize()

    print(f"  all on the processor, uploaded {_median(on_processor):.3f}")
    for memory in (device, tensor):
        memory.free()


def _select(
    cuda: Cuda, kernels: FrameKernels, shape: tuple[int, ...], dtype: str, *, channels_first: bool
) -> None:
    rows, columns = shape[:0:-1] if channels_first else shape[1:]
    objectness = not channels_first
    table = np.full((rows, columns), 0.001, dtype)
    table[:: rows // 300, 4:6] = 0.9
    output = np.ascontiguousarray(table.T if channels_first else table)[None]
    pinned = cuda.pinned(output.nbytes)
    pinned[:] = output.reshape(-1).view(np.uint8)
    memory = cuda.allocate(output.nbytes)
    cuda.upload(pinned, memory.address)
    selector = kernels.selector(
        RowSelection(
            output="head",
            channels_first=channels_first,
            first_score=4 + objectness,
            scores=80,
            objectness=4 if objectness else None,
        ),
        shape,
        dtype,
    )
    assert selector is not None
    graph = cuda.record_graph(lambda: selector.enqueue(memory.address))
    start, end = cuda.event(), cuda.event()
    dated = []

    def plain() -> None:
        start.record()
        selector.enqueue(memory.address)
        end.record()
        cuda.synchronize()
        selector.collect()
        dated.append(end.ms_since(start))

    def replayed() -> None:
        if graph is not None:
            graph.launch()
            cuda.synchronize()
            selector.collect()

    def whole() -> None:
        cuda.download(memory.address, pinned)
        cuda.synchronize()

    plainly = _median(plain)
    print(
        f"\nrows of {shape} {dtype}: {plainly:.3f} waited for and collected, "
        f"{statistics.median(dated):.3f} by the card's clock, "
        f"{_median(replayed):.3f} from a graph; the whole output brought {_median(whole):.3f}"
    )
    memory.free()


def _median(act: Callable[[], object]) -> float:
    values = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        act()
        values.append((time.perf_counter() - start) * 1e3)
    return statistics.median(values)


if __name__ == "__main__":
    main()
