"""From a request to TensorRT's network and configuration, for TensorRT 8.6 to 11.

The versions differ in what they know, not in what things are called, so flags are asked for by name.
The exceptions are those of the creation of a network, whose numbers change their meaning from major to
major version.
"""

from __future__ import annotations

from typing import Any

from engine_core.errors import BuildError
from engine_core.runtime.tensorrt.adapter import version_numbers
from engine_core.runtime.tensorrt.builder.request import Request
from engine_core.runtime.tensorrt.builder.tactics import sources
from engine_core.text import text

_MIB = 2**20
_FLAGS = {"fp16": ("FP16",), "bf16": ("BF16",), "int8": ("INT8",)}


def version(trt: Any) -> tuple[int, ...]:
    """Return the version of a TensorRT module as numbers."""
    return version_numbers(str(trt.__version__))[:3]


def is_strongly_typed(trt: Any, request: Request) -> bool:
    """Whether the network is to be built in the types that the file states.

    From TensorRT 11 on there is nothing else; before, only where the file is typed as wished.
    """
    major = version(trt)[0]
    is_typed_so = request.precision in ("fp16", "bf16") and request.weights == request.precision
    return major >= 11 or (major == 10 and is_typed_so)


def create_network(trt: Any, builder: Any, request: Request) -> Any:
    """Return an empty network.

    ``STRONGLY_TYPED`` is bit 1 in TensorRT 10; 8.6 and 11 give that bit other meanings.
    """
    major = version(trt)[0]
    flags = trt.NetworkDefinitionCreationFlag
    if major < 10:
        return builder.create_network(1 << int(flags.EXPLICIT_BATCH))
    if major == 10 and is_strongly_typed(trt, request):
        return builder.create_network(1 << int(flags.STRONGLY_TYPED))
    return builder.create_network(0)


def check_types(trt: Any, request: Request) -> None:
    """Refuse what would be built in other types than those wished; for TensorRT 11, which has no flags.

    The parent refuses it too, where it knows the version.

    Raises:
        BuildError: The file states other types, and cannot be given the wished ones.
    """
    wished, stated = request.precision, (request.weights, *request.other_weights)
    can_be_typed = wished == "fp16" and request.weights == "fp32"
    if wished == "int8" or can_be_typed:
        return
    if request.weights != wished or (wished == "fp32" and request.other_weights):
        raise BuildError(
            text(
                "{name} cannot be built in {precision} here",
                name=request.model.name,
                precision=wished.upper(),
            ),
            why=text(
                "TensorRT {version} computes in the types that the file states, and its weights are "
                "{type}.",
                version=str(trt.__version__),
                type=" / ".join(stated).upper(),
            ),
            cure=text("Choose another precision, or use TensorRT 10."),
        )


def create_config(trt: Any, builder: Any, request: Request) -> Any:
    """Return the configuration that a request asks for.

    Raises:
        BuildError: TensorRT or the card has no such thing.
    """
    config = builder.create_builder_config()
    if not is_strongly_typed(trt, request):
        _set_precision(trt, builder, config, request)
    if request.workspace_mib is not None:
        config.set_memory_pool_limit(trt.MemoryPoolType.WORKSPACE, request.workspace_mib * _MIB)
    config.builder_optimization_level = request.level
    config.profiling_verbosity = trt.ProfilingVerbosity.DETAILED
    if request.version_compatible:
        config.set_flag(trt.BuilderFlag.VERSION_COMPATIBLE)
    if request.hardware_compatible:
        config.hardware_compatibility_level = trt.HardwareCompatibilityLevel.AMPERE_PLUS
    chosen = sources(trt, request.tactics)
    if chosen is not None:
        config.set_tactic_sources(chosen)
    for ranges in request.profiles:
        profile = builder.create_optimization_profile()
        for one in ranges:
            try:
                profile.set_shape(one.name, one.min, one.opt, one.max)
            except ValueError as error:
                raise BuildError(
                    text("The sizes given for {input} make no sense", input=one.name),
                    why=text("{reason}", reason=str(error)),
                ) from error
        if config.add_optimization_profile(profile) < 0:
            raise BuildError(
                text("The sizes given for the dynamic inputs do not fit the network"),
                why=text("TensorRT refuses this optimisation profile."),
                cure=text("Leave them out to derive them from the model."),
            )
    return config


def _set_precision(trt: Any, builder: Any, config: Any, request: Request) -> None:
    wished = request.precision
    for name in _FLAGS.get(wished, ()):
        flag = trt.BuilderFlag.__members__.get(name)
        if flag is None:
            raise _no_precision(trt, wished)
        config.set_flag(flag)
    if (wished == "fp16" and not getattr(builder, "platform_has_fast_fp16", True)) or (
        wished == "int8" and not getattr(builder, "platform_has_fast_int8", True)
    ):
        raise BuildError(
            text("This card is no faster in {precision}", precision=wished.upper()),
            why=text("TensorRT says that it has no fast arithmetic of that type."),
            cure=text("Build the engine in FP32."),
        )


def _no_precision(trt: Any, wished: str) -> BuildError:
    return BuildError(
        text(
            "TensorRT {version} cannot build in {precision}",
            version=str(trt.__version__),
            precision=wished.upper(),
        ),
        cure=text("Choose FP16, or use another TensorRT."),
    )
