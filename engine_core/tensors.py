"""Names, types and shapes of a model's inputs and outputs, whatever runtime opened it."""

from __future__ import annotations

from dataclasses import dataclass

DYNAMIC = -1


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """One input or output.

    Attributes:
        name: As the runtime knows it.
        dtype: NumPy's name of the element type (``float32``, ``uint8``, …), or the runtime's own name
            for a type that NumPy lacks (``bfloat16``).
        shape: Sizes with the batch axis where the model has one; ``-1`` is dynamic.
        min_shape, opt_shape, max_shape: Bounds of the dynamic sizes (TensorRT profile 0), or None.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    min_shape: tuple[int, ...] | None = None
    opt_shape: tuple[int, ...] | None = None
    max_shape: tuple[int, ...] | None = None

    @property
    def is_dynamic(self) -> bool:
        return DYNAMIC in self.shape

    def __str__(self) -> str:
        sizes = "×".join("?" if size == DYNAMIC else str(size) for size in self.shape)
        return f"{self.name} {self.dtype} [{sizes}]"


@dataclass(frozen=True, slots=True)
class Signature:
    """All inputs and outputs of a model, in the model's order."""

    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]

    def output(self, name: str) -> TensorSpec:
        """Return the output called ``name``; ``KeyError`` where there is none."""
        for spec in self.outputs:
            if spec.name == name:
                return spec
        raise KeyError(name)

    def __str__(self) -> str:
        lines = [f"input  {spec}" for spec in self.inputs]
        lines += [f"output {spec}" for spec in self.outputs]
        return "\n".join(lines)
