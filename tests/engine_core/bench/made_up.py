"""Measured figures that nobody measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine_core.bench import BenchReport, MachineFacts, ModelFigures, Problem, Quantiles
from engine_core.monitor import LoadSummary
from engine_core.text import text

MACHINE = MachineFacts(
    cpu="Some Processor 9000",
    cpu_threads=16,
    system="Linux 6.1 x86_64",
    gpu="NVIDIA H100 80GB HBM3",
    gpu_memory_bytes=80 << 30,
    gpu_power_limit_w=700.0,
    driver="580.95",
    runtimes=(("ONNX Runtime", "1.20.0"), ("TensorRT", "10.3.0")),
    python="3.12.3",
    enginescope="0.1.0",
)


def figures(
    name: str, stages_ms: tuple[float, float, float], *, on_gpu: bool = True, precision: str = ""
) -> ModelFigures:
    """Return figures of a model whose stages take about so long."""
    noise = np.random.default_rng(len(name)).gamma(4, 0.01, (500, 3)) + 0.96
    stages = noise * np.asarray(stages_ms)
    totals = stages.sum(axis=1)
    by_stage = {
        stage: Quantiles.of(stages[:, at])
        for at, stage in enumerate(("preprocess", "inference", "decode"))
    }
    return ModelFigures(
        path=Path("/models") / name,
        name=name,
        format="tensorrt" if on_gpu else "onnx",
        runtime="TensorRT 10.3.0" if on_gpu else "ONNX Runtime 1.20.0",
        device="NVIDIA H100 80GB HBM3" if on_gpu else "CPU",
        precision=precision,
        input_wh=(640, 640),
        family="yolov8",
        size_bytes=7_000_000,
        opening_ms=123.0,
        warm_up_runs=40,
        is_steady=True,
        runs=500,
        times={**by_stage, "total": Quantiles.of(totals)},
        median_interval=(float(np.median(totals)) * 0.99, float(np.median(totals)) * 1.01),
        round_medians=(1.0, 2.0),
        fps=500 / totals.sum() * 1e3,
        stream_fps=1500.0 if on_gpu else None,
        detections=4.0,
        on_device=1.0 if on_gpu else 0.0,
        replayed=1.0 if on_gpu else 0.0,
        gpu_memory_bytes=96 << 20 if on_gpu else None,
        load=LoadSummary(
            samples=9,
            gpu_power_w=231.4 if on_gpu else 60.0,
            gpu_clock_mhz=1900.0 if on_gpu else 345.0,
            gpu_clock_least_mhz=1500.0 if on_gpu else 345.0,
            gpu_temperature_c=61.0,
        ),
    )


def failed(name: str) -> ModelFigures:
    """Return a model that could not be opened."""
    problem = Problem(
        text("{name} was built for another graphics card", name=name),
        text("It is for compute capability 8.6 and this card has 9.0"),
        text("Build it again here"),
    )
    return ModelFigures(path=Path("/models") / name, name=name, format="tensorrt", problem=problem)


def report(*models: ModelFigures) -> BenchReport:
    """Return a report of models."""
    return BenchReport(
        models=models,
        machine=MACHINE,
        started="2026-01-02T03:04:05+00:00",
        pictures=(("bus.jpg", (810, 1080)),),
        rounds=10,
        cuda_bytes=500 << 20,
        notes=(text("the graphics card was slower"),),
    )
