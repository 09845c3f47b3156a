"""What every runtime offers: a session that takes named arrays and gives named arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy.typing as npt

from engine_core.modelfile import ModelFormat
from engine_core.tensors import Signature

Tensors = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """All that a window or a manifest shows of an open model; plain data, no handle.

    Attributes:
        path: The file.
        format: What the file is.
        runtime: Runtime and version that really run it: ``ONNX Runtime 1.31.1``.
        device: Device really used, asked of the session and not of the wish: ``CPU``.
        precision: Element type of the weights where it is known, else empty.
        signature: Inputs and outputs.
        size_bytes: Size of the file.
    """

    path: Path
    format: ModelFormat
    runtime: str
    device: str
    signature: Signature
    size_bytes: int
    precision: str = ""


class Session(Protocol):
    """An open model. Made, used and closed on one thread; see also ``Interruptible``."""

    @property
    def info(self) -> ModelInfo: ...

    def infer(self, inputs: Tensors) -> Tensors:
        """Run the network once.

        Args:
            inputs: Every input of the signature by name, with its dtype. Not kept after the call.

        Returns:
            Every output by name. Valid until the next call or ``close``: a runtime may reuse the memory.

        Raises:
            InferenceError: The runtime refused the inputs or failed.
        """
        ...

    def close(self) -> None:
        """Free everything; safe to call twice."""
        ...


@runtime_checkable
class Interruptible(Protocol):
    """What a session may offer besides, where its runtime can break off a run."""

    def interrupt(self) -> None:
        """Break off the run under way and every later one with an ``InferenceError``. Any thread.

        For the end alone: all that a session is good for afterwards is ``close``. Returns at once; a run
        ends when the operator that it is in does.
        """
        ...
