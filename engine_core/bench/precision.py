"""What a model computes in, from the best of the sources that tell."""

from __future__ import annotations

from collections import Counter

from engine_core.building.graph import read_graph
from engine_core.detector import Detector
from engine_core.enginereport import EngineReport
from engine_core.modelfile import ModelFormat

# What layers are for: those that only move data say nothing of it.
_WORKING = ("conv", "gemm", "matmul", "matrix", "attention", "myelin", "kgen", "fusion")


def precision_of(detector: Detector) -> str:
    """Return ``FP16``, ``INT8`` …, or empty where nothing tells."""
    if detector.file.format is ModelFormat.ONNX:
        graph = read_graph(detector.file)
        is_int8 = graph.has_qdq or bool(graph.dynamic_quantisation)
        return "INT8" if is_int8 else graph.weights.upper()
    report = detector.report()
    by_layers = _of_layers(report) if report is not None else ""
    return by_layers or detector.info.precision


def _of_layers(report: EngineReport) -> str:
    """Return what most of the layers that do the work compute in."""
    counted = Counter(
        layer.precision
        for layer in report.layers
        if layer.precision and any(word in layer.kind.lower() for word in _WORKING)
    )
    return counted.most_common(1)[0][0] if counted else ""
