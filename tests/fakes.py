"""Stand-ins for what a test cannot have: a runtime that answers differently from frame to frame."""

from __future__ import annotations

from pathlib import Path

from engine_core.modelfile import ModelFormat
from engine_core.runtime.base import ModelInfo, Tensors
from engine_core.tensors import Signature


class FakeSession:
    """Replays recorded outputs, one set for each call and the last one for ever; keeps what it is fed."""

    def __init__(self, signature: Signature, *answers: Tensors) -> None:
        self._answers = list(answers)
        self.fed: list[Tensors] = []
        self.is_closed = False
        self._info = ModelInfo(
            path=Path("fake.onnx"),
            format=ModelFormat.ONNX,
            runtime="replay",
            device="CPU",
            signature=signature,
            size_bytes=0,
        )

    @property
    def info(self) -> ModelInfo:
        return self._info

    def infer(self, inputs: Tensors) -> Tensors:
        self.fed.append({name: array.copy() for name, array in inputs.items()})
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def close(self) -> None:
        self.is_closed = True
