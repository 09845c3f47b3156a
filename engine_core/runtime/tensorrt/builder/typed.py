"""Giving an ONNX file the element types that a strongly typed network is to have."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from engine_core.errors import BuildError
from engine_core.text import text

if TYPE_CHECKING:
    import onnx

_LARGE_BYTES = 2**31 - 2**20


def to_fp16(
    model: Path, target: Path, weights: Path, unknown_operators: tuple[str, ...] = ()
) -> None:
    """Write a model whose network computes in FP16 and whose inputs and outputs stay as they are.

    The converter is the one that ONNX Runtime ships; operators that lose too much in FP16 (top-k, ranges,
    suppression …) stay in FP32 between casts, as do plugins, of which many know nothing else.

    Args:
        model: An ONNX file whose weights are FP32.
        target: Where to.
        weights: Where weights go that are too large for one file; beside it.
        unknown_operators: Operators that are no part of ONNX, with or without their domain.

    Raises:
        BuildError: The converter is missing or does not know what to do with the model.
    """
    import onnx

    try:
        from onnxruntime.transformers.float16 import (
            DEFAULT_OP_BLOCK_LIST,
            convert_float_to_float16,
        )
    except ImportError as error:
        raise BuildError(
            text("{name} cannot be typed as FP16", name=model.name),
            why=text("The converter of ONNX Runtime is not here: {reason}.", reason=str(error)),
            cure=text("Install ONNX Runtime again, or export the model in FP16."),
        ) from error
    logging.getLogger("onnxruntime.transformers.float16").setLevel(logging.ERROR)
    try:
        network = onnx.load(str(model))
        _leave_weights_out_of_inputs(network.graph)
        is_large = _weight_bytes(network.graph) > _LARGE_BYTES
        typed = convert_float_to_float16(
            network,
            keep_io_types=True,
            # Shapes are inferred through one protobuf message, which cannot be larger than that.
            disable_shape_infer=is_large,
            op_block_list=[
                *DEFAULT_OP_BLOCK_LIST,
                *(operator.rpartition("::")[2] for operator in unknown_operators),
            ],
        )
        onnx.save(
            typed,
            str(target),
            save_as_external_data=is_large,
            location=weights.name,
        )
    except OSError:
        raise
    except Exception as error:
        raise BuildError(
            text("{name} cannot be typed as FP16", name=model.name),
            why=text("{reason}", reason=str(error).strip().splitlines()[0] if str(error) else ""),
            cure=text("Export the model in FP16 where it was trained, or build it in FP32."),
            details=str(error),
        ) from error


def _leave_weights_out_of_inputs(graph: onnx.GraphProto) -> None:
    """Old exporters list weights as inputs, and inputs keep their type."""
    stored = {tensor.name for tensor in graph.initializer}
    kept = [value for value in graph.input if value.name not in stored]
    del graph.input[:]
    graph.input.extend(kept)


def _weight_bytes(graph: onnx.GraphProto) -> int:
    return sum(len(tensor.raw_data) or 4 * len(tensor.float_data) for tensor in graph.initializer)
