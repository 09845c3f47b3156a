"""What is inside a TensorRT engine, as plain data for a window or a JSON file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine_core.tensors import TensorSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerReport:
    """One layer of the built engine, in the order in which it runs.

    Attributes:
        name: As TensorRT calls it; fused layers have long names.
        kind: Kind of layer (``Convolution``, ``PluginV2``, ``kgen`` …), empty where not recorded.
        precision: Element type it computes in (``FP32``, ``FP16``, ``BF16``, ``INT8``, ``FP8`` …), empty
            where not recorded.
        inputs, outputs: Its tensors with type and shape in words, empty where not recorded.
        time_ms: Median over the profiled runs, or None where it was not profiled.
    """

    name: str
    kind: str = ""
    precision: str = ""
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    time_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileReport:
    """One optimisation profile: the bounds of every dynamic input."""

    index: int
    inputs: tuple[TensorSpec, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineReport:
    """Everything that can be learned of an engine; what this machine cannot learn stays empty.

    Attributes:
        built_with: TensorRT version in the file's header, or empty.
        runtime: TensorRT that opened it, or empty where nothing could.
        built_for: Compute capability or card it was built for as far as it is known, or empty.
        hardware_compatibility: What the engine says of other cards, or empty.
        version_compatible: Whether other TensorRT versions may run it.
        inputs, outputs: Its tensors.
        profiles: Its optimisation profiles.
        layers: Its layers; names alone where it was built without details.
        has_details: Whether kinds and precisions of layers are recorded in it.
        profiled_runs: Runs that layer times are the median of; 0 where it was not profiled.
        plugins: Plugins it uses, as far as they are known.
        device_memory_bytes: Memory a run needs beside the weights, or None.
        weights_bytes: Size of its weights, or None.
        aux_streams: Streams it runs on beside the main one, or None.
        notes: Other facts by name, as TensorRT says them.
    """

    built_with: str = ""
    runtime: str = ""
    built_for: str = ""
    hardware_compatibility: str = ""
    version_compatible: bool = False
    inputs: tuple[TensorSpec, ...] = ()
    outputs: tuple[TensorSpec, ...] = ()
    profiles: tuple[ProfileReport, ...] = ()
    layers: tuple[LayerReport, ...] = ()
    has_details: bool = False
    profiled_runs: int = 0
    plugins: tuple[str, ...] = ()
    device_memory_bytes: int | None = None
    weights_bytes: int | None = None
    aux_streams: int | None = None
    notes: tuple[tuple[str, str], ...] = ()

    def precisions(self) -> dict[str, dict[str, int]]:
        """Return the number of layers of each kind by precision: ``{"Convolution": {"FP16": 63}}``."""
        counts: dict[str, dict[str, int]] = {}
        for layer in self.layers:
            if layer.kind and layer.precision:
                of_kind = counts.setdefault(layer.kind, {})
                of_kind[layer.precision] = of_kind.get(layer.precision, 0) + 1
        return counts

    def to_plain(self) -> dict[str, Any]:
        """Return it JSON-ready."""

        def tensor(spec: TensorSpec) -> dict[str, Any]:
            plain: dict[str, Any] = {
                "name": spec.name,
                "dtype": spec.dtype,
                "shape": list(spec.shape),
            }
            if spec.min_shape is not None and spec.max_shape is not None:
                plain |= {
                    "min": list(spec.min_shape),
                    "opt": list(spec.opt_shape or ()),
                    "max": list(spec.max_shape),
                }
            return plain

        return {
            "built_with": self.built_with,
            "runtime": self.runtime,
            "built_for": self.built_for,
            "hardware_compatibility": self.hardware_compatibility,
            "version_compatible": self.version_compatible,
            "inputs": [tensor(spec) for spec in self.inputs],
            "outputs": [tensor(spec) for spec in self.outputs],
            "profiles": [
                {"index": one.index, "inputs": [tensor(spec) for spec in one.inputs]}
                for one in self.profiles
            ],
            "layers": [
                {
                    "name": layer.name,
                    "kind": layer.kind,
                    "precision": layer.precision,
                    "inputs": list(layer.inputs),
                    "outputs": list(layer.outputs),
                    "time_ms": layer.time_ms,
                }
                for layer in self.layers
            ],
            "has_details": self.has_details,
            "profiled_runs": self.profiled_runs,
            "plugins": list(self.plugins),
            "device_memory_bytes": self.device_memory_bytes,
            "weights_bytes": self.weights_bytes,
            "aux_streams": self.aux_streams,
            "precisions": self.precisions(),
            "notes": dict(self.notes),
        }
