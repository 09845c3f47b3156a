"""What was measured, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine_core.bench.machine import MachineFacts
from engine_core.bench.statistics import Quantiles
from engine_core.errors import EngineScopeError
from engine_core.monitor import LoadSummary
from engine_core.text import NOTHING, Text

STAGES = ("preprocess", "inference", "decode")
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there are no figures of a model: what failed, why, and what to do."""

    what: Text
    why: Text = NOTHING
    cure: Text = NOTHING

    @classmethod
    def of(cls, error: EngineScopeError) -> Problem:
        """Return what an error says."""
        return cls(error.what, error.why, error.cure)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFigures:
    """What was measured of one model.

    Attributes:
        path: The file.
        name: What tells it from the others: its file name, with as much of its folder as that takes.
        format: ``onnx`` or ``tensorrt``.
        runtime, device: What really ran it.
        precision: What its weights or layers are, as far as it is known.
        input_wh: Size of the network's input in pixels.
        batch: Pictures that the network takes at once; one of them is looked at.
        family: How its outputs are read.
        size_bytes: Size of the file.
        opening_ms: Time from the file to the end of the first run.
        warm_up_runs: Runs before the measured ones.
        is_steady: Whether times had settled by then.
        runs: Measured runs.
        times: Figures of each stage and of the whole call (``total``) in milliseconds.
        median_interval: Where the median of ``total`` lies with 95 % confidence, or None.
        round_medians: Median of ``total`` in each round, in milliseconds.
        fps: Pictures a second, one after the other: runs by the sum of their times.
        stream_fps: Pictures a second where the next is begun before the network has done with one, as
            videos and folders are run; None where the runtime does one thing at a time.
        detections: Mean number found in a picture.
        on_device: Share of runs that fitted pictures and chose rows where the network runs.
        replayed: Share of runs that replayed a recorded CUDA graph.
        gpu_memory_bytes: Graphics memory that one more of it takes, CUDA's own not counted, or None.
        load: What the machine did meanwhile.
        problem: Why there are no figures; all above but path, name and format are then empty.
    """

    path: Path
    name: str
    format: str = ""
    runtime: str = ""
    device: str = ""
    precision: str = ""
    input_wh: tuple[int, int] | None = None
    batch: int = 1
    family: str = ""
    size_bytes: int = 0
    opening_ms: float | None = None
    warm_up_runs: int = 0
    is_steady: bool = False
    runs: int = 0
    times: Mapping[str, Quantiles] = field(default_factory=dict)
    median_interval: tuple[float, float] | None = None
    round_medians: tuple[float, ...] = ()
    fps: float | None = None
    stream_fps: float | None = None
    detections: float | None = None
    on_device: float = 0.0
    replayed: float = 0.0
    gpu_memory_bytes: int | None = None
    load: LoadSummary = field(default_factory=LoadSummary)
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchReport:
    """What was measured, and on what.

    Attributes:
        models: In the order in which they were named.
        machine: What it was measured on.
        started: When, in ISO 8601 with the offset from UTC.
        pictures: Names and sizes (width, height) of the pictures.
        rounds: Number of rounds.
        confidence: Threshold from which detections are counted; None where each model's usual one is.
        cuda_bytes: Graphics memory that CUDA and TensorRT take in a process whatever the model, or None.
        notes: What somebody who reads the figures has to know.
    """

    models: tuple[ModelFigures, ...]
    machine: MachineFacts
    started: str
    pictures: tuple[tuple[str, tuple[int, int]], ...]
    rounds: int
    confidence: float | None = None
    cuda_bytes: int | None = None
    notes: tuple[Text, ...] = ()
