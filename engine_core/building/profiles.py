"""Sizes for the dynamic inputs of an engine."""

from __future__ import annotations

from dataclasses import replace

from engine_core.building.graph import Graph
from engine_core.building.options import BuildOptions, InputRange
from engine_core.errors import BuildError, OptionError, UnrecognisedModelError
from engine_core.inputs import find_image_input, find_side_inputs, side_tensors
from engine_core.modelfile import ModelFile
from engine_core.tensors import DYNAMIC, Signature
from engine_core.text import text

_CURE = text("Give the sizes of every dynamic input: minimum, usual and maximum")


def profiles(
    file: ModelFile, graph: Graph, options: BuildOptions
) -> tuple[tuple[InputRange, ...], ...]:
    """Return the ranges of the dynamic inputs: those given, else one picture of one size.

    A derived range holds one size only: the engine is then as fast as a static one. Whoever wants more
    sizes or a batch says so.

    Raises:
        BuildError: The given ranges do not fit the inputs, or none can be derived.
    """
    if options.profiles:
        for given in options.profiles:
            _check(graph.inputs, given)
        return tuple(_completed(graph.inputs, given) for given in options.profiles)
    if not graph.is_dynamic:
        return ()
    signature = graph.inputs
    try:
        image = find_image_input(signature, file.metadata, options.input_wh)
        sides = side_tensors(signature, find_side_inputs(signature, image), image)
    except (UnrecognisedModelError, OptionError) as error:
        raise BuildError(
            text("The sizes of the dynamic inputs of {name} are not known", name=file.path.name),
            why=error.why or error.what,
            cure=_CURE,
            details=str(signature),
        ) from error
    w, h = image.input_wh
    plane = (h, w, image.channels) if image.channels_last else (image.channels, h, w)
    sizes = {name: tuple(array.shape) for name, array in sides.items()}
    sizes[image.spec.name] = (image.batch, *plane) if image.batch else plane
    return (
        tuple(
            InputRange(name=spec.name, min=size, opt=size, max=size)
            for spec in signature.inputs
            if spec.is_dynamic
            for size in [sizes[spec.name]]
        ),
    )


def _check(signature: Signature, ranges: tuple[InputRange, ...]) -> None:
    specs = {spec.name: spec for spec in signature.inputs}
    for one in ranges:
        spec = specs.get(one.name)
        if spec is None:
            raise BuildError(
                text("The model has no input called {name}", name=one.name),
                why=text("Its inputs are {inputs}", inputs=", ".join(specs)),
                cure=_CURE,
            )
        fits = (
            len(one.min) == len(one.opt) == len(one.max) == len(spec.shape)
            and all(0 < a <= b <= c for a, b, c in zip(one.min, one.opt, one.max, strict=True))
            and all(
                want == DYNAMIC or low == want == high
                for want, low, high in zip(spec.shape, one.min, one.max, strict=True)
            )
        )
        if not fits:
            raise BuildError(
                text("The sizes given for {name} do not fit", name=one.name),
                why=text(
                    "The input is {spec}; given are {sizes}",
                    spec=str(spec),
                    sizes=" : ".join("×".join(map(str, s)) for s in (one.min, one.opt, one.max)),
                ),
                cure=_CURE,
            )


def _completed(signature: Signature, given: tuple[InputRange, ...]) -> tuple[InputRange, ...]:
    """Return the ranges, with those of inputs left out that only have an open batch axis."""
    named = {one.name for one in given}
    batches = given[0] if given else None
    missing = [spec for spec in signature.inputs if spec.is_dynamic and spec.name not in named]
    added = []
    for spec in missing:
        if batches is None or spec.shape[:1] != (DYNAMIC,) or DYNAMIC in spec.shape[1:]:
            raise BuildError(
                text("The sizes of the input {name} are missing", name=spec.name), cure=_CURE
            )
        rest = spec.shape[1:]
        added.append(
            replace(
                batches,
                name=spec.name,
                min=(batches.min[0], *rest),
                opt=(batches.opt[0], *rest),
                max=(batches.max[0], *rest),
            )
        )
    return (*given, *added)
