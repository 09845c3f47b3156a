"""What came out of a build, from what the child process saw in the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine_core.building.card import Card
from engine_core.building.graph import Graph
from engine_core.building.options import Precision
from engine_core.enginereport import EngineReport
from engine_core.modelfile import ModelFile
from engine_core.runtime.planfacts import static_report
from engine_core.runtime.tensorrt.layers import read_layers
from engine_core.text import NOTHING, Text, text

# Layers that only move or convert say nothing of what is computed in.
_MOVING = frozenset({"Reformat", "NoOp", "Constant", "Shuffle", "Copy"})


def report_of(file: ModelFile, card: Card, done: Mapping[str, Any]) -> EngineReport:
    """Return the report.

    Args:
        file: The engine as it was written.
        card: What it was built on.
        done: The event that ends a build.
    """
    layers, plugins, has_details = read_layers(str(done.get("layers") or ""))
    known = static_report(file)
    return replace(
        known,
        runtime=str(done.get("tensorrt", "")),
        built_for=f"{card.name} ({card.capability[0]}.{card.capability[1]})",
        layers=layers,
        has_details=has_details,
        plugins=tuple(dict.fromkeys((*plugins, *known.plugins))),
        device_memory_bytes=_whole(done.get("device_memory_bytes")),
        aux_streams=_whole(done.get("aux_streams")),
    )


def precision_warning(report: EngineReport, wished: Precision) -> Text:
    """Say so where no layer computes in what was wished; TensorRT takes what it finds fastest."""
    if wished is Precision.FP32:
        return NOTHING
    if not report.has_details:
        return text(
            "Whether the engine computes in {precision} could not be seen", precision=wished.name
        )
    computing = [layer for layer in report.layers if layer.kind not in _MOVING]
    if any(layer.precision == wished.name for layer in computing):
        return NOTHING
    return text(
        "No layer of this engine computes in {precision}: TensorRT found nothing faster in it",
        precision=wished.name,
    )


def mixture_warning(graph: Graph, wished: Precision) -> Text:
    """Say so where a file whose types decide states others too beside the wished one."""
    others = [one for one in graph.other_weights if one != wished.value]
    if wished is Precision.INT8 or not others:
        return NOTHING
    return text(
        "Some of the weights in the file are {type}: there the engine computes in that",
        type=" / ".join(others).upper(),
    )


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None
