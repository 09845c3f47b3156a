"""What is wished of an engine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Precision(Enum):
    """The element types an engine may compute in; what cannot be had is refused, never replaced."""

    FP32 = "fp32"
    FP16 = "fp16"
    BF16 = "bf16"
    INT8 = "int8"
    """Where the ONNX file says so itself, by quantise and dequantise operators (Q/DQ)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRange:
    """Sizes a dynamic input may take at run time; the engine is fastest at ``opt``."""

    name: str
    min: tuple[int, ...]
    opt: tuple[int, ...]
    max: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """What is wished of an engine; together with the ONNX file, TensorRT and the card it names it.

    Attributes:
        precision: What it computes in.
        workspace_mib: Most graphics memory a layer may take to work in; None leaves it to TensorRT.
        level: Builder optimisation level 0 (quickest build) to 5 (fastest engine).
        profiles: One range per dynamic input for each profile; empty derives one from the model.
        version_compatible: Whether newer TensorRT versions may run it (larger, a little slower).
        hardware_compatible: Whether cards of other generations may run it (slower).
        device: Number of the card it is built on.
    """

    precision: Precision = Precision.FP16
    workspace_mib: int | None = None
    level: int = 3
    profiles: tuple[tuple[InputRange, ...], ...] = ()
    version_compatible: bool = False
    hardware_compatible: bool = False
    device: int = 0
