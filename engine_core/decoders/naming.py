"""Outputs found by the names that exporters give them."""

from __future__ import annotations

from engine_core.decoders.base import ModelFacts
from engine_core.tensors import TensorSpec


def plain_name(name: str) -> str:
    """Return a tensor's name in lower case without what exporters put around it.

    TensorFlow appends ``:0`` (other numbers tell outputs apart and stay), super-gradients prepends
    ``graph2_``.
    """
    return name.strip().lower().removesuffix(":0").removeprefix("graph2_")


def named(specs: tuple[TensorSpec, ...], *names: str) -> TensorSpec | None:
    """Return the tensor that has one of the plain names, the first names first; None where none has."""
    by_name = {plain_name(spec.name): spec for spec in reversed(specs)}
    for name in names:
        if name in by_name:
            return by_name[name]
    return None


def side_inputs(facts: ModelFacts) -> frozenset[str]:
    """Return the plain names of all inputs but the picture."""
    return frozenset(
        plain_name(spec.name)
        for spec in facts.signature.inputs
        if spec.name != facts.image.spec.name
    )


def is_integer(spec: TensorSpec) -> bool:
    """Whether the elements are whole numbers by their type."""
    return spec.dtype.startswith(("int", "uint"))


def is_float(spec: TensorSpec) -> bool:
    """Whether the elements are floating-point numbers by their type."""
    return spec.dtype.startswith(("float", "bfloat"))
