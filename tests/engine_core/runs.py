"""A small real model, pictures and clips for tests of whole runs."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from engine_core.detector import Detector
from engine_core.frame import SourceItem
from engine_core.modelfile import identify
from engine_core.runtime.base import ModelInfo, Session, Tensors
from engine_core.runtime.onnx import OnnxSession
from engine_core.sources import list_sources
from tests.builders import network

# In a 64 x 64 network input: a sure cat, a likely dog beside it, an unlikely cat.
ROWS = np.array(
    [[8, 16, 40, 48, 0.9, 0], [36, 20, 60, 44, 0.6, 1], [2, 2, 12, 12, 0.3, 0]], np.float32
)
PROPERTIES = {
    "task": "detect",
    "stride": 32,
    "names": {0: "cat", 1: "dog"},
    "imgsz": [64, 64],
    "end2end": True,
}


def cats_and_dogs(folder: Path) -> Path:
    """Write a model that sees the same three animals everywhere."""
    table = np.zeros((1, 10, 6), np.float32)
    table[0, : len(ROWS)] = ROWS
    return network(folder / "animals.onnx", {"output0": table}, properties=PROPERTIES)


def picture(path: Path, size_wh: tuple[int, int] = (64, 48)) -> Path:
    """Write a picture of noise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(len(path.name)).integers(0, 256, (size_wh[1], size_wh[0], 3))
    Image.fromarray(pixels.astype(np.uint8)).save(path)
    return path


def clip(path: Path, frames: int = 12, size_wh: tuple[int, int] = (64, 48)) -> Path:
    """Write a clip at 25 frames per second."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height = size_wh
        stream.pix_fmt = "yuv420p"
        for index in range(frames):
            pixels = np.full((size_wh[1], size_wh[0], 3), 20 * index % 256, np.uint8)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def items_of(*paths: Path) -> tuple[SourceItem, ...]:
    """Return the items of files and folders."""
    listed = list_sources([str(path) for path in paths])
    assert not listed.problems
    return listed.items


class CountingSession:
    """A real session that counts how often it is asked."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.calls = 0

    @property
    def info(self) -> ModelInfo:
        return self._session.info

    def infer(self, inputs: Tensors) -> Tensors:
        self.calls += 1
        return self._session.infer(inputs)

    def close(self) -> None:
        self._session.close()


def counted(model: Path) -> tuple[Detector, CountingSession]:
    """Open a model; its session counts the inferences."""
    file = identify(model)
    session = CountingSession(OnnxSession(file))
    return Detector(session, file), session
