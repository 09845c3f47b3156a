"""Models as the inference thread tells of them, for tests of what shows them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine_core.detector import Detector
from engine_core.recipe import NO_OVERRULES, Overrules
from gui.workers.messages import ModelOpened, ModelWish
from tests.builders import network


def opened_model(path: Path, overrules: Overrules = NO_OVERRULES) -> ModelOpened:
    """Write a small YOLOv8 network of two classes and open it."""
    written = network(
        path,
        {"output0": np.zeros((1, 6, 84), np.float32)},
        properties={"names": {0: "person", 1: "bus"}, "task": "detect", "stride": 32},
    )
    with Detector.open(written, overrules=overrules) as detector:
        return ModelOpened(
            wish=ModelWish(path=written),
            file=detector.file,
            info=detector.info,
            recipe=detector.recipe,
            automatic=detector.recipe,
            overrules=overrules,
            open_ms=12.4,
        )
