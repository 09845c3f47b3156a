"""What can be built from a file here, and for all else why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine_core.building.graph import Graph, read_graph
from engine_core.building.options import BuildOptions, Precision
from engine_core.errors import BuildError
from engine_core.modelfile import ModelFile, ModelFormat
from engine_core.runtime.tensorrt.adapter import version_numbers
from engine_core.runtime.tensorrt.messages import REMOVED_IN_11
from engine_core.text import NOTHING, Text, text

_OLDEST = (8, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildChoices:
    """What is possible; an empty sentence means that it is.

    Attributes:
        refused: Why nothing can be built from the file at all.
        precisions: For each precision why it cannot be had.
        version_compatible: Why the engine cannot be made to run on newer TensorRT versions.
        hardware_compatible: Why it cannot be made to run on other cards.
        is_dynamic: Whether inputs have open sizes, so that a profile is needed.
        usual: The precision to begin with.
    """

    refused: Text
    precisions: Mapping[Precision, Text]
    version_compatible: Text
    hardware_compatible: Text
    is_dynamic: bool
    usual: Precision

    def check(self, options: BuildOptions, name: str) -> None:
        """Hold options against what is possible.

        Raises:
            BuildError: They ask for what cannot be had.
        """
        if self.refused:
            raise BuildError(
                text("TensorRT cannot build {name}", name=name),
                why=self.refused,
                cure=text("Open the ONNX file itself, or export the model in another way."),
            )
        wished = options.precision
        if self.precisions[wished]:
            others = [one for one, why in self.precisions.items() if not why]
            raise BuildError(
                text(
                    "{name} cannot be built in {precision} here",
                    name=name,
                    precision=wished.name,
                ),
                why=self.precisions[wished],
                cure=text("Choose {others}.", others=" / ".join(one.name for one in others))
                if others
                else NOTHING,
            )
        for is_wished, why in (
            (options.version_compatible, self.version_compatible),
            (options.hardware_compatible, self.hardware_compatible),
        ):
            if is_wished and why:
                raise BuildError(
                    text("An engine that runs elsewhere cannot be built from {name}", name=name),
                    why=why,
                    cure=text("Leave that wish out."),
                )
        if not 0 <= options.level <= 5:
            raise BuildError(
                text("There is no optimisation level {level}", level=options.level),
                cure=text("Choose 0 (quickest build) to 5 (fastest engine)."),
            )


def choices(
    file: ModelFile, trt_version: str | None = None, capability: tuple[int, int] | None = None
) -> BuildChoices:
    """Say what can be built.

    Args:
        file: An ONNX file.
        trt_version: Version of the TensorRT that builds; None where it is not known.
        capability: Compute capability of the card; None where it is not known.
    """
    if file.format is not ModelFormat.ONNX:
        everything = text("It is an engine already; engines are built from ONNX files.")
        return BuildChoices(
            refused=everything,
            precisions=dict.fromkeys(Precision, everything),
            version_compatible=everything,
            hardware_compatible=everything,
            is_dynamic=False,
            usual=Precision.FP16,
        )
    graph = read_graph(file)
    version = _numbers(trt_version)
    refused = _refused(file, graph, version)
    precisions = {one: refused or _why_not(one, graph, version, capability) for one in Precision}
    preferred = (Precision.FP16, Precision.INT8, Precision.BF16, Precision.FP32)
    return BuildChoices(
        refused=refused,
        precisions=precisions,
        version_compatible=refused,
        hardware_compatible=refused
        or (
            text("It needs a card of compute capability 8.0 (Ampere) or newer.")
            if capability is not None and capability < (8, 0)
            else NOTHING
        ),
        is_dynamic=graph.is_dynamic,
        usual=next((one for one in preferred if not precisions[one]), Precision.FP16),
    )


def _refused(file: ModelFile, graph: Graph, version: tuple[int, ...] | None) -> Text:
    if version is not None and version < _OLDEST:
        return text(
            "It takes TensorRT 8.6 or newer; installed is {version}.",
            version=".".join(map(str, version)),
        )
    if graph.dynamic_quantisation:
        return text(
            "It is quantised at run time ({operators}), which TensorRT cannot do; an engine needs the "
            "original model in floating point, or one with Q/DQ operators.",
            operators=", ".join(graph.dynamic_quantisation),
        )
    if graph.has_unsigned_qdq:
        return text(
            "Its Q/DQ operators hold unsigned values (UINT8), and TensorRT takes signed ones (INT8)."
        )
    # Some plugins are named as ONNX' own operators are: Split.
    foreign = {one.name for one in (file.onnx.unknown_operators if file.onnx is not None else ())}
    gone = sorted(foreign & REMOVED_IN_11)
    if gone and version is not None and version >= (11,):
        return text(
            "It uses the plugin {plugins}, which TensorRT 11 dropped; TensorRT 10 has it.",
            plugins=", ".join(gone),
        )
    return NOTHING


def _why_not(
    precision: Precision,
    graph: Graph,
    version: tuple[int, ...] | None,
    capability: tuple[int, int] | None,
) -> Text:
    if precision is Precision.INT8:
        return _why_not_int8(graph, capability)
    if graph.has_qdq:
        return text("Its Q/DQ operators make it an INT8 model.")
    if precision is Precision.FP32:
        if graph.weights == "fp32" and graph.other_weights and _is_typed(version):
            return text(
                "Some of the weights in the file are {type}, and TensorRT 11 computes in the types that "
                "the file states.",
                type=" / ".join(graph.other_weights).upper(),
            )
        return _unless_typed(graph, "fp32")
    if precision is Precision.FP16:
        if capability is not None and (capability < (5, 3) or capability == (6, 1)):
            return text("This card has no fast FP16 arithmetic.")
        return NOTHING if graph.weights == "fp32" else _unless_typed(graph, "fp16")
    if version is not None and version < (10,):
        return text("BF16 takes TensorRT 10 or newer.")
    if capability is not None and capability < (8, 0):
        return text("BF16 takes a card of compute capability 8.0 (Ampere) or newer.")
    if _is_typed(version) and graph.weights != "bf16":
        return text(
            "TensorRT 11 computes in the types that the file states, and its weights are {type}.",
            type=graph.weights.upper(),
        )
    return NOTHING if graph.weights == "fp32" else _unless_typed(graph, "bf16")


def _is_typed(version: tuple[int, ...] | None) -> bool:
    """Whether the file alone says what is computed in."""
    return version is not None and version >= (11,)


def _unless_typed(graph: Graph, wanted: str) -> Text:
    if graph.weights == wanted:
        return NOTHING
    return text("The weights in the file are {type}.", type=graph.weights.upper())


def _why_not_int8(graph: Graph, capability: tuple[int, int] | None) -> Text:
    if not graph.has_qdq:
        return text(
            "INT8 needs a file with Q/DQ operators, which hold the scales; this one has none."
        )
    if capability is not None and (capability < (6, 1) or capability == (6, 2)):
        return text("This card has no fast INT8 arithmetic.")
    return NOTHING


def _numbers(version: str | None) -> tuple[int, ...] | None:
    numbers = version_numbers(version or "")[:3]
    return numbers if any(numbers) else None
