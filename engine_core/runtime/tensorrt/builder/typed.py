"""Giving an ONNX file the element types that a strongly typed network is to have."""

from __future__ import annotations

import logging
from pathlib import Path

from engine_core.errors import BuildError
from engine_core.text import text

_LARGE_BYTES = 2**31 - 2**20


def to_fp16(model: Path, target: Path) -> None:
    """Write a model whose network computes in FP16 and whose inputs and outputs stay as they are.

    The converter is the one that ONNX Runtime ships; operators that lose too much in FP16 (top-k, ranges,
    suppression …) stay in FP32 between casts.

    Args:
        model: An ONNX file whose weights are FP32.
        target: Where to; large weights come to lie in a file beside it.

    Raises:
        BuildError: The converter is missing or does not know what to do with the model.
    """
    import onnx

    try:
        from onnxruntime.transformers.float16 import convert_float_to_float16
    except ImportError as error:
        raise BuildError(
            text("{name} cannot be typed as FP16", name=model.name),
            why=text("The converter of ONNX Runtime is not here: {reason}.", reason=str(error)),
            cure=text("Install ONNX Runtime again, or export the model in FP16."),
        ) from error
    logging.getLogger("onnxruntime.transformers.float16").setLevel(logging.ERROR)
    try:
        network = onnx.load(str(model))
        typed = convert_float_to_float16(network, keep_io_types=True)
        size = typed.ByteSize()
        onnx.save(
            typed,
            str(target),
            save_as_external_data=size > _LARGE_BYTES,
            location=target.name + ".weights",
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
