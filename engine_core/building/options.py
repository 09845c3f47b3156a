"""What is wished of an engine."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any


class Precision(Enum):
    """The element types an engine may compute in; what cannot be had is refused, never replaced."""

    FP32 = "fp32"
    """TensorRT's own: sums in FP32, and factors rounded to TF32 where the card has it and that is faster."""
    FP16 = "fp16"
    BF16 = "bf16"
    INT8 = "int8"
    """Where the ONNX file says so itself, by quantise and dequantise operators (Q/DQ)."""

    @property
    def title(self) -> str:
        """What people are told that they get."""
        return "FP32 (TF32 where the card has it)" if self is Precision.FP32 else self.name


class Tactics(Enum):
    """Where TensorRT may take kernels from."""

    AUTO = "auto"
    """cuBLAS and cuDNN too, as TensorRT would, but not where they are missing or stand-ins."""
    ALL = "all"
    OWN = "own"
    """Only kernels that TensorRT brings itself."""


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
        input_wh: Width and height of a dynamic picture input where the profile is derived; None takes
            what the model says of itself.
        version_compatible: Whether newer TensorRT versions may run it (larger, a little slower).
        hardware_compatible: Whether cards of other generations may run it (slower).
        tactics: Where kernels may come from.
        device: Number of the card it is built on.
    """

    precision: Precision = Precision.FP16
    workspace_mib: int | None = None
    level: int = 3
    profiles: tuple[tuple[InputRange, ...], ...] = ()
    input_wh: tuple[int, int] | None = None
    version_compatible: bool = False
    hardware_compatible: bool = False
    tactics: Tactics = Tactics.AUTO
    device: int = 0

    def to_plain(self) -> dict[str, Any]:
        """Return it JSON-ready; the number of the card is left out, for it says nothing of the engine."""
        plain = asdict(self)
        del plain["device"]
        return {**plain, "precision": self.precision.value, "tactics": self.tactics.value}
