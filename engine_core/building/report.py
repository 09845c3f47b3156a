"""What came out of a build, from what the child process saw in the engine."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from engine_core.building.options import Precision
from engine_core.enginereport import EngineReport, LayerReport
from engine_core.text import NOTHING, Text, text

_TYPES = {"Half": "FP16", "Float": "FP32", "Int8": "INT8", "BFloat16": "BF16", "FP8": "FP8"}
_FORMAT = re.compile(r"\b(FP32|FP16|BF16|BFloat16|Int8|INT8|FP8|Half|Float)\b")
# Layers that only move or convert say nothing of what is computed in.
_MOVING = frozenset({"Reformat", "NoOp", "Constant", "Shuffle", "Copy"})


def report_of(
    done: Mapping[str, Any], *, version_compatible: bool, capability: str
) -> EngineReport:
    """Return the report from the event that ends a build."""
    layers = _layers(done.get("layers"))
    return EngineReport(
        built_with=str(done.get("tensorrt", "")),
        runtime=str(done.get("tensorrt", "")),
        built_for=capability,
        version_compatible=version_compatible,
        layers=layers,
        has_details=any(layer.kind for layer in layers),
        device_memory_bytes=done.get("device_memory_bytes"),
        aux_streams=done.get("aux_streams"),
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


def _layers(information: Any) -> tuple[LayerReport, ...]:
    if not isinstance(information, str):
        return ()
    try:
        plain = json.loads(information)
    except ValueError:
        return ()
    layers = plain.get("Layers") if isinstance(plain, dict) else None
    if not isinstance(layers, list):
        return ()
    return tuple(_layer(one) for one in layers if isinstance(one, (str, dict)))


def _layer(one: str | dict[str, Any]) -> LayerReport:
    if isinstance(one, str):
        return LayerReport(name=one)
    outputs = [entry for entry in one.get("Outputs") or () if isinstance(entry, dict)]
    inputs = [entry for entry in one.get("Inputs") or () if isinstance(entry, dict)]
    kind = str(one.get("ParameterType") or one.get("LayerType") or "")
    return LayerReport(
        name=str(one.get("Name", "")),
        kind=kind,
        precision=_precision(one, inputs, outputs),
        inputs=tuple(_tensor(entry) for entry in inputs),
        outputs=tuple(_tensor(entry) for entry in outputs),
    )


def _precision(
    one: Mapping[str, Any], inputs: list[dict[str, Any]], outputs: list[dict[str, Any]]
) -> str:
    """Return the type of its weights, else that of its input, else of its output."""
    weights = one.get("Weights")
    if isinstance(weights, dict) and weights.get("Type") in _TYPES:
        return _TYPES[str(weights["Type"])]
    for entry in (*inputs, *outputs):
        found = _FORMAT.search(_format(entry))
        if found:
            return _TYPES.get(found[1], found[1].upper())
    return ""


def _tensor(entry: Mapping[str, Any]) -> str:
    sizes = "×".join(str(size) for size in entry.get("Dimensions") or ())
    return f"{entry.get('Name', '')} {_format(entry)} [{sizes}]"


def _format(entry: Mapping[str, Any]) -> str:
    return str(entry.get("Format/Datatype") or entry.get("Datatype") or entry.get("DataType") or "")
