"""What stands around the network on the CPU, beside the bars it has to hold.

Run with ``make bench``, or ``python -m tests.benchmarks.bench_detect [MODEL]`` for a model of your own.
The figures are medians; a ratio compares what was measured in turn within this one run, so that a busy
machine touches both sides alike. Ultralytics' own code is measured where it happens to be installed; it
is no dependency, and nothing of it is in this repository.
"""

from __future__ import annotations

import importlib.util
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine_core.detector import Detector, SuppressionOptions
from engine_core.frame import Frame
from engine_core.modelfile import identify
from engine_core.runtime.onnx import OnnxSession
from engine_core.sources import list_sources, open_source
from tests.shared_data import ROOT

_ROUNDS = 40
_DETECT_ROUNDS = 25


def main() -> None:
    """Print the figures."""
    model = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "models" / "yolov8n-dq.onnx"
    if not model.is_file():
        print(f"not measured: there is no model at {model}; name one")
        return
    frame = _frame_1080p()
    _around_the_network(model, frame)
    _whole_call(model, frame)


def _around_the_network(model: Path, frame: Frame) -> None:
    for floor in (0.25, 0.01):
        detector = Detector.open(model, floor=floor)
        with detector:
            detector.detect(frame)
            tensor, letterbox = detector._preprocessor(frame.image)
            outputs = detector._infer(tensor)
            before = _median(lambda: detector._preprocessor(frame.image))  # noqa: B023
            options = SuppressionOptions()

            def after() -> None:
                candidates, _ = detector._decode(outputs)  # noqa: B023
                detector.suppress(candidates, letterbox, options)  # noqa: B023

            behind = _median(after)
            candidates, _ = detector._decode(outputs)
        print(
            f"pre + post around the network, 1080p frame, floor {floor:g}: "
            f"{before:.2f} + {behind:.2f} = {before + behind:.2f} ms ({len(candidates)} candidates)"
        )
        if importlib.util.find_spec("ultralytics") is None:
            print("  Ultralytics' pre + post: not measured, ultralytics is not installed")
            print("  bar: <= 0.25 x Ultralytics 8.4 (1.47 + 2.17 ms on the machine it was set on)")
            continue
        theirs = _ultralytics(model, frame, floor)
        print(f"  Ultralytics' pre + post: {theirs:.2f} ms; ratio {(before + behind) / theirs:.2f}")


def _ultralytics(model: Path, frame: Frame, floor: float) -> float:
    """Return what Ultralytics reports for its own pre- and postprocessing, in milliseconds."""
    from ultralytics import YOLO  # type: ignore[import-not-found] # only where installed

    network = YOLO(str(model), task="detect")
    picture = np.ascontiguousarray(frame.image[:, :, ::-1])
    times: list[float] = []
    for _ in range(_DETECT_ROUNDS):
        speed = network.predict(picture, conf=floor, device="cpu", verbose=False)[0].speed
        times.append(speed["preprocess"] + speed["postprocess"])
    return statistics.median(times)


def _whole_call(model: Path, frame: Frame) -> None:
    session = OnnxSession(identify(model))
    with Detector.open(model, floor=0.25) as detector:
        detector.detect(frame)
        tensor, _ = detector._preprocessor(frame.image)
        inputs = {detector.recipe.image.spec.name: tensor.copy()}
        ratios, whole, bare = [], [], []
        for _ in range(_DETECT_ROUNDS):
            whole.append(_milliseconds(lambda: detector.detect(frame)))
            bare.append(_milliseconds(lambda: session.infer(inputs)))
            ratios.append(whole[-1] / bare[-1])
    session.close()
    print(
        f"whole detect call: {statistics.median(whole):.1f} ms, bare session.run: "
        f"{statistics.median(bare):.1f} ms; ratio {statistics.median(whole) / statistics.median(bare):.3f} "
        f"(pairwise median {statistics.median(ratios):.3f}; bar <= 1.05)"
    )


def _frame_1080p() -> Frame:
    """Return a 1080p frame with real content where there is some, otherwise noise."""
    picture = ROOT / "media" / "zidane.jpg"
    if not picture.is_file():
        noise = np.random.default_rng(0).integers(0, 255, (1080, 1920, 3), np.uint8)
        return Frame(image=noise, source="noise", name="noise.png")
    import cv2

    with open_source(list_sources([str(picture)]).items[0]) as source:
        image = cv2.resize(source.read(0).image, (1920, 1080))
    return Frame(image=np.asarray(image, np.uint8), source=str(picture), name=picture.name)


def _median(work: Callable[[], object]) -> float:
    for _ in range(5):
        work()
    return statistics.median(_milliseconds(work) for _ in range(_ROUNDS))


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


if __name__ == "__main__":
    main()
