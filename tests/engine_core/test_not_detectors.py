"""Networks that take a picture and answer something else must be refused, never drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from engine_core.detector import Detector
from engine_core.errors import UnrecognisedModelError
from engine_core.probe import probe_frame
from tests.builders import network

Shape = tuple[int, ...]


def normal(*shapes: Shape) -> list[npt.NDArray[Any]]:
    """Return features or logits, as a layer without an activation gives them."""
    return [np.random.default_rng(7).normal(size=shape).astype(np.float32) for shape in shapes]


def fractions(*shapes: Shape) -> list[npt.NDArray[Any]]:
    """Return values from 0 to 1, as a sigmoid gives them."""
    return [np.random.default_rng(7).random(shape).astype(np.float32) for shape in shapes]


def class_map() -> list[npt.NDArray[Any]]:
    return [np.random.default_rng(7).integers(0, 21, (1, 512, 512))]


ANSWERS = {
    "an embedding": ((512, 512), normal((1, 512))),
    "two embeddings": ((512, 512), normal((1, 512), (1, 128))),
    "class scores": ((224, 224), normal((1, 1000))),
    "a semantic segmentation": ((512, 512), normal((1, 21, 512, 512))),
    "a class for each pixel": ((512, 512), class_map()),
    "a depth map": ((512, 512), fractions((1, 1, 512, 512))),
    "a depth map without channels": ((512, 512), fractions((1, 512, 512))),
    "a larger picture": ((512, 512), fractions((1, 3, 1024, 1024))),
    "tokens of a transformer": ((224, 224), normal((1, 197, 768))),
    "tokens and a pooled one": ((224, 224), normal((1, 257, 384), (1, 384))),
    "features of three levels": (
        (512, 512),
        normal((1, 256, 64, 64), (1, 512, 32, 32), (1, 1024, 16, 16)),
    ),
    "text, a character at a time": ((320, 48), fractions((1, 40, 97))),
    "text, time first": ((320, 48), fractions((40, 1, 6625))),
    "landmarks": ((112, 112), normal((1, 68, 2))),
    "heat maps of a pose": ((192, 256), normal((1, 17, 64, 48))),
    "a pose by axes": ((192, 256), normal((1, 17, 384), (1, 17, 512))),
    "a text map": ((640, 640), fractions((1, 1, 640, 640))),
    "a motion field": ((512, 512), normal((1, 2, 512, 512))),
    "an image embedding in a grid": ((1024, 1024), normal((1, 256, 64, 64))),
    "age and gender": ((64, 64), fractions((1, 1, 1, 1), (1, 2, 1, 1))),
    "lanes": ((800, 288), normal((1, 201, 18, 4))),
    "centres of objects": (
        (512, 512),
        fractions((1, 80, 128, 128), (1, 2, 128, 128)),
    ),
    "features as many as cells": ((640, 640), normal((1, 84, 8400))),
    "features as many as anchors": ((640, 640), normal((1, 25200, 85))),
    "a table of features": ((640, 640), normal((1, 300, 6))),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_what_is_no_detector_is_refused_with_its_tensors(kind: str, tmp_path: Path) -> None:
    input_wh, values = ANSWERS[kind]
    outputs = {f"output{number}": value for number, value in enumerate(values)}
    path = network(tmp_path / "other.onnx", outputs, input_wh=input_wh)
    with pytest.raises(UnrecognisedModelError, match="output0") as caught:  # noqa: SIM117
        with Detector.open(path) as detector:
            detector.detect(probe_frame())
    assert "is not a detector" in str(caught.value)
