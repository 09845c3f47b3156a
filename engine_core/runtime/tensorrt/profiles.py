"""Which sizes the inputs of an engine may take: its optimisation profiles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from engine_core.runtime.tensorrt.adapter import deprecated
from engine_core.tensors import DYNAMIC

Shape = tuple[int, ...]
Shapes = Mapping[str, Shape]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Sizes of one input (or values of a shape input) in one profile."""

    min: Shape
    opt: Shape
    max: Shape

    def hold(self, sizes: Sequence[int]) -> bool:
        """Whether sizes lie within."""
        return len(sizes) == len(self.min) and all(
            low <= size <= high for low, size, high in zip(self.min, sizes, self.max, strict=True)
        )

    def __str__(self) -> str:
        return "×".join(
            str(low) if low == high else f"{low}…{high}"
            for low, high in zip(self.min, self.max, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """One optimisation profile.

    Attributes:
        index: Its number.
        shapes: Bounds of each dynamic input.
        values: Bounds of the values of each shape input, as far as the runtime tells them.
    """

    index: int
    shapes: Mapping[str, Bounds]
    values: Mapping[str, Bounds]

    def holds(self, shapes: Shapes, values: Mapping[str, Sequence[int]]) -> bool:
        """Whether all inputs may have these shapes and shape inputs these values."""
        return all(bounds.hold(shapes[name]) for name, bounds in self.shapes.items()) and all(
            # 8.6 tells as many values as the input has axes; then TensorRT itself has to refuse.
            bounds.hold(values[name])
            for name, bounds in self.values.items()
            if name in values and len(values[name]) == len(bounds.min)
        )


def read_profiles(
    engine: Any, dynamic: Iterable[str], shape_inputs: Iterable[str]
) -> tuple[Profile, ...]:
    """Read the profiles of an engine.

    Args:
        engine: An ``ICudaEngine``.
        dynamic: Names of the inputs with a size left open.
        shape_inputs: Names of the inputs whose values TensorRT needs on the host.
    """
    dynamic, shape_inputs = tuple(dynamic), tuple(shape_inputs)
    found = []
    for index in range(max(1, int(engine.num_optimization_profiles))):
        shapes = {}
        for name in dynamic:
            low, best, high = (
                tuple(int(size) for size in sizes)
                for sizes in engine.get_tensor_profile_shape(name, index)
            )
            shapes[name] = Bounds(low, best, high)
        values = {}
        for name in shape_inputs:
            bounds = _value_bounds(engine, name, index)
            if bounds is not None:
                values[name] = bounds
        found.append(Profile(index, shapes, values))
    return tuple(found)


def _value_bounds(engine: Any, name: str, index: int) -> Bounds | None:
    # 10.0 and newer; 8.6 calls it otherwise.
    ask = getattr(engine, "get_tensor_profile_values", None)
    ask = ask or getattr(engine, "get_profile_shape_input", None)
    rows: list[Shape] = []
    if ask is not None:
        # A shape input of fixed values has no bounds, which some versions answer by an exception.
        with deprecated(), suppress(TypeError, RuntimeError):
            rows = [tuple(int(value) for value in row) for row in ask(index, name)]
    return Bounds(*rows) if len(rows) == 3 else None


def choose(
    profiles: Sequence[Profile], shapes: Shapes, values: Mapping[str, Sequence[int]], current: int
) -> Profile | None:
    """Return the profile to run with: the current one if it may stay, else the first that fits."""
    fitting = [profile for profile in profiles if profile.holds(shapes, values)]
    for profile in fitting:
        if profile.index == current:
            return profile
    return fitting[0] if fitting else None


def allowed(profiles: Sequence[Profile], name: str, shape: Shape) -> str:
    """Return the sizes that an input may take, in words: ``1…8×3×640×640 or 16×3×640×640``.

    Args:
        profiles: Those of the engine.
        name: The input.
        shape: Its shape in the signature, which holds where it is not dynamic.
    """
    if DYNAMIC not in shape:
        return "×".join(map(str, shape))
    return " or ".join(dict.fromkeys(str(profile.shapes[name]) for profile in profiles))
