"""Offers, engines and builds for tests of what shows them; nothing here needs a graphics card."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engine_core.building import (
    BuildCancelledError,
    BuildEvent,
    BuildLog,
    BuildProgress,
    BuildResult,
    choices,
)
from engine_core.enginereport import EngineReport, LayerReport
from engine_core.modelfile import identify
from engine_core.text import text
from gui.builds import BuildJob, BuildOffer
from gui.machine import GraphicsCard, Machine
from tests.builders import network

PATIENCE_S = 60
H100 = GraphicsCard(number=0, name="NVIDIA H100", memory_bytes=80 * 10**9, capability=(9, 0))
BUILDS = Machine(cards=(H100,), tensorrt="8.6.0")
"""A computer on which engines can be built."""


def onnx_file(path: Path) -> Path:
    """Write a small YOLOv8 network of two classes."""
    return network(
        path,
        {"output0": np.zeros((1, 6, 84), np.float32)},
        properties={"names": {0: "person", 1: "bus"}, "task": "detect", "stride": 32},
    )


def offer(path: Path, **changes: Any) -> BuildOffer:
    """Return what TensorRT 8.6 can build from a file on an H100."""
    file = identify(path)
    made = BuildOffer(
        file=file,
        choices=choices(file, "8.6.0", (9, 0)),
        tensorrt="8.6.0",
        device="NVIDIA H100",
        pictures=3,
    )
    return replace(made, **changes)


def report(n: int = 6, *, is_measured: bool = False) -> EngineReport:
    """Return an engine of so many layers: convolutions in FP16, every third a reformat in FP32."""
    return EngineReport(
        built_with="8.6.0.12",
        runtime="8.6.0.12",
        built_for="NVIDIA H100 (9.0)",
        layers=tuple(
            LayerReport(
                name=f"/model.{at}/conv/Conv",
                kind="Reformat" if at % 3 == 2 else "Convolution",
                precision="FP32" if at % 3 == 2 else "FP16",
                inputs=("images Half [1x3x640x640]",),
                time_ms=0.01 * (at + 1) if is_measured else None,
            )
            for at in range(n)
        ),
        has_details=True,
        profiled_runs=20 if is_measured else 0,
    )


class FakeBuild:
    """A build that waits until it is let on, and gives a copy of its file as the engine."""

    def __init__(self, job: BuildJob, tell: Callable[[BuildEvent], None], folder: Path) -> None:
        self._job = job
        self._tell = tell
        self._folder = folder
        self._goes_on = threading.Event()
        self.began = threading.Event()
        self.is_cancelled = False
        self.failure: Exception | None = None

    def let_on(self, failure: Exception | None = None) -> None:
        """Let it come to its end, good or bad."""
        self.failure = failure
        self._goes_on.set()

    def cancel(self) -> None:
        self.is_cancelled = True
        self._goes_on.set()

    def run(self) -> BuildResult:
        self._tell(BuildProgress(None, text("Reading the model"), 0.1))
        self._tell(BuildLog("Weights are FP16 subnormal", "warning"))
        self._tell(BuildProgress(0.5, text("Choosing kernels"), 61.0))
        self.began.set()
        assert self._goes_on.wait(PATIENCE_S), "nobody let the build on"
        if self.is_cancelled:
            raise BuildCancelledError(text("The build was cancelled"))
        if self.failure is not None:
            raise self.failure
        path = self._folder / f"{self._job.file.path.stem}-fp16.engine"
        shutil.copyfile(self._job.file.path, path)
        return BuildResult(
            path=path,
            seconds=123.0,
            size_bytes=path.stat().st_size,
            report=report(),
            warnings=(text("Worth knowing"),),
        )
