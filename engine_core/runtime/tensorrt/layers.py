"""The layers of an engine from what TensorRT's inspector writes of it.

Its JSON is documented nowhere and differs by version; read here is what NVIDIA's own explorer reads
(``tools/experimental/trt-engine-explorer/trex`` in TensorRT's repository) and what was seen:

- A layer is an object where the engine was built with details, else its name alone.
- Up to 10 a tensor has ``Format/Datatype`` in one sentence (``Row major linear FP16 format``, ``Half``);
  11 has ``Format`` and ``DataType`` apart, which some tensors spell ``Datatype``.
- What a layer computes in is not said: weights have a type, the names of convolution and matrix kernels
  tell theirs (``…_f16f16_f16f16_…``, ``…_i8i8_i8i32_…``, ``…_tf32f32_…``), and the rest follows from
  the tensors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from statistics import median
from typing import Any, NamedTuple

from engine_core.enginereport import LayerReport

# As TensorRT spells them, in lower case.
_PRECISIONS = {
    "fp32": "FP32",
    "float": "FP32",
    "float32": "FP32",
    "tf32": "TF32",
    "fp16": "FP16",
    "half": "FP16",
    "float16": "FP16",
    "bf16": "BF16",
    "bfloat16": "BF16",
    "fp8": "FP8",
    "e4m3": "FP8",
    "fp4": "FP4",
    "int8": "INT8",
    "int4": "INT4",
    "uint8": "UINT8",
    "int32": "INT32",
    "int64": "INT64",
    "bool": "BOOL",
}
# What layers compute in; whole numbers are indices and shapes unless a layer has nothing else.
_COMPUTED = frozenset({"FP32", "TF32", "FP16", "BF16", "FP8", "FP4", "INT8", "INT4"})
_WORD = re.compile(r"[a-z]+\d*[a-z]*\d*", re.IGNORECASE)
# Element types in the names of kernels, the first that fits: ``f16f16_f16f32``, ``i8i8``, ``e4m3e4m3``.
_KERNELS = (
    (re.compile(r"(?<![a-z0-9])(i8i8|i8f32|i8f16|imma|int8)"), "INT8"),
    (re.compile(r"(?<![a-z0-9])(e4m3|fp8)"), "FP8"),
    (re.compile(r"(?<![a-z0-9])(bf16|bfloat16)"), "BF16"),
    (re.compile(r"(?<![a-z0-9])tf32"), "TF32"),
    (re.compile(r"(?<![a-z0-9])(f16|fp16|hmma|h884|h1688|h16816)"), "FP16"),
    (re.compile(r"(?<![a-z0-9])(f32f32|fp32|sgemm|scudnn)"), "FP32"),
)
_MULTIPLIES = re.compile(r"conv|gemm|matrix|matmul|fullyconnected|attention|fusion", re.IGNORECASE)
# A name that is not written as JSON wants it ends where the next field begins, or the layer ends.
_BROKEN_NAME = re.compile(r'"Name"\s*:\s*"(.*?)"\s*(?:,\s*"[A-Z][A-Za-z/ ]*"\s*:|\})', re.DOTALL)
# Before the kind of a layer TensorRT puts who implements it.
_IMPLEMENTER = re.compile(r"^(Cask|Cudnn|Cublas(Lt)?|Cuda|Cuedge)(?=[A-Z])")


class Layers(NamedTuple):
    """What an inspector told.

    Attributes:
        layers: In the order in which they run.
        plugins: Names of the plugins among them.
        has_details: Whether kinds and types are told at all.
    """

    layers: tuple[LayerReport, ...] = ()
    plugins: tuple[str, ...] = ()
    has_details: bool = False


def read_layers(written: str) -> Layers:
    """Read what ``get_engine_information(JSON)`` answered; nothing is found in what is no JSON."""
    try:
        read = json.loads(written, strict=False)
    except ValueError:
        return Layers()
    listed = read.get("Layers") if isinstance(read, Mapping) else read
    return _read(listed if isinstance(listed, list) else ())


def read_single_layers(written: Iterable[str]) -> Layers:
    """Read what ``get_layer_information(index, JSON)`` answered for each layer.

    One name that breaks the JSON of the whole (a quotation mark in it) breaks only its own here, and is
    then taken as it stands.
    """
    found: list[Any] = []
    for one in written:
        try:
            found.append(json.loads(one, strict=False))
        except ValueError:
            name = _BROKEN_NAME.search(one)
            found.append(name[1] if name is not None else one.strip().strip('"'))
    return _read(found)


def _read(listed: Iterable[Any]) -> Layers:
    found: list[LayerReport] = []
    plugins: dict[str, None] = {}
    for one in listed:
        if isinstance(one, str) and one:
            found.append(LayerReport(name=one))
        elif isinstance(one, Mapping):
            found.append(_layer(one))
            plugin = _plugin(one)
            if plugin:
                plugins[plugin] = None
    return Layers(tuple(found), tuple(plugins), any(layer.kind for layer in found))


def precision_of(words: str) -> str:
    """Return the element type in a sentence of TensorRT's: ``FP16`` of ``Half``; empty where none is."""
    for word in _WORD.findall(words):
        precision = _PRECISIONS.get(word.lower())
        if precision is not None:
            return precision
    return ""


def _layer(one: Mapping[str, Any]) -> LayerReport:
    inputs, outputs = _tensors(one.get("Inputs")), _tensors(one.get("Outputs"))
    return LayerReport(
        name=_text(one.get("Name")),
        kind=_kind(one),
        precision=_precision(one, inputs, outputs),
        inputs=tuple(_in_words(tensor) for tensor in inputs),
        outputs=tuple(_in_words(tensor) for tensor in outputs),
    )


def _kind(one: Mapping[str, Any]) -> str:
    kind = _text(one.get("LayerType"))
    bare = _IMPLEMENTER.sub("", kind)
    return (_text(one.get("ParameterType")) or bare) if bare != kind else kind


def _plugin(one: Mapping[str, Any]) -> str:
    name = _text(one.get("PluginType"))
    # Version 3 plugins are called so without a type of their own.
    if not name and _text(one.get("LayerType")).startswith("Plugin"):
        name = _text(one.get("PluginName"))
    return name


def _precision(
    one: Mapping[str, Any], inputs: list[Mapping[str, Any]], outputs: list[Mapping[str, Any]]
) -> str:
    said = precision_of(_text(one.get("Precision")))
    if said:
        return said
    multiplies = bool(
        _MULTIPLIES.search(f"{one.get('LayerType', '')} {one.get('ParameterType', '')}")
    )
    if multiplies:
        by_kernel = _kernel_precision(_text(one.get("TacticName")))
        if by_kernel:
            return by_kernel
    weights = one.get("Weights")
    by_weights = precision_of(_text(weights.get("Type"))) if isinstance(weights, Mapping) else ""
    if by_weights in _COMPUTED:
        return by_weights
    # A product of whole numbers goes in as such and may come out as fractions.
    ordered = [*inputs, *outputs] if multiplies else [*outputs, *inputs]
    types = [_type(tensor) for tensor in ordered]
    return next((kind for kind in types if kind in _COMPUTED), next(filter(None, types), ""))


def _kernel_precision(name: str) -> str:
    lowered = name.lower()
    return next((precision for mark, precision in _KERNELS if mark.search(lowered)), "")


def _tensors(listed: Any) -> list[Mapping[str, Any]]:
    if not isinstance(listed, list):
        return []
    return [one if isinstance(one, Mapping) else {"Name": one} for one in listed]


def _type(tensor: Mapping[str, Any]) -> str:
    for key in ("DataType", "Datatype", "Format/Datatype"):
        precision = precision_of(_text(tensor.get(key)))
        if precision:
            return precision
    return ""


def _in_words(tensor: Mapping[str, Any]) -> str:
    sizes = tensor.get("Dimensions")
    shape = ""
    if isinstance(sizes, list) and sizes:
        shape = "[" + "×".join("?" if size == -1 else str(size) for size in sizes) + "]"
    return " ".join(filter(None, (_text(tensor.get("Name")), _type(tensor), shape)))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def with_times(
    layers: Iterable[LayerReport], runs: Iterable[Iterable[tuple[str, float]]]
) -> tuple[LayerReport, ...]:
    """Return layers with the median of their times.

    Args:
        layers: In their order; where there are none, they are made of the names that were timed.
        runs: Name and milliseconds of each layer, for each run.
    """
    measured = [list(run) for run in runs]
    known = list(layers) or [LayerReport(name=name) for name, _ in (measured or [[]])[0]]
    counts: dict[str, int] = {}
    for layer in known:
        counts[layer.name] = counts.get(layer.name, 0) + 1
    by_name = [_by_name(run) for run in measured]
    seen: dict[str, int] = {}
    timed = []
    for layer in known:
        place = seen.get(layer.name, 0)
        seen[layer.name] = place + 1
        times = [
            time
            for run in by_name
            if (time := _time(run, layer.name, place, counts[layer.name])) is not None
        ]
        timed.append(replace(layer, time_ms=median(times)) if times else layer)
    return tuple(timed)


def _by_name(run: Iterable[tuple[str, float]]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for name, ms in run:
        found.setdefault(_bare(name), []).append(ms)
    return found


def _bare(name: str) -> str:
    """Return a layer's name without the profile that engines of several put behind it."""
    return re.sub(r" \[profile \d+\]$", "", name)


def _time(run: Mapping[str, list[float]], name: str, place: int, of: int) -> float | None:
    times = run.get(_bare(name))
    if times is None:
        return None
    # What runs in a loop is reported each time; layers of one name are told apart by their order.
    if of == 1:
        return sum(times)
    return times[place] if len(times) == of else None
