"""ONNX files on ONNX Runtime, the runtime wherever there is no NVIDIA GPU."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import onnxruntime as ort

from engine_core.errors import InferenceError, ModelFileError, RuntimeMissingError
from engine_core.modelfile import ModelFile
from engine_core.runtime.base import ModelInfo, Tensors
from engine_core.tensors import DYNAMIC, Signature, TensorSpec
from engine_core.text import text

# Set before the first session is made: warnings of the optimiser are no news to a user, and errors
# come as exceptions.
_FATAL_ONLY = 4
# More than any machine has cores; ONNX Runtime would start every one of a million.
_MOST_THREADS = 256

_DTYPES = {
    "tensor(float)": "float32",
    "tensor(float16)": "float16",
    "tensor(double)": "float64",
    "tensor(bfloat16)": "bfloat16",
    "tensor(bool)": "bool",
    **{
        f"tensor({sign}int{bits})": f"{sign}int{bits}"
        for sign in ("", "u")
        for bits in (8, 16, 32, 64)
    },
}


class OnnxSession:
    """A session of ONNX Runtime on the CPU. ``infer`` releases the GIL; its outputs are fresh arrays."""

    def __init__(self, file: ModelFile, *, threads: int = 0, spins: bool = True) -> None:
        """Load the model.

        Args:
            file: An identified ONNX file.
            threads: Threads within an operator; 0 takes all cores the process may use.
            spins: Whether threads that wait keep their core: faster alone (16.0 against 13.6 frames/s
                on two cores), slower beside a video encoder (9.2 against 10.4 for both together).

        Raises:
            RuntimeMissingError: The model needs operators that ONNX Runtime does not have.
            ModelFileError: ONNX Runtime cannot load the file.
        """
        ort.set_default_logger_severity(_FATAL_ONLY)
        options = ort.SessionOptions()
        options.log_severity_level = _FATAL_ONLY
        if not spins:
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.intra_op_num_threads = min(threads, _MOST_THREADS) or _usable_cores()
        try:
            # Falling back to another provider announces itself on the standard output.
            session: Any = ort.InferenceSession(
                os.fspath(file.path), options, providers=["CPUExecutionProvider"], enable_fallback=0
            )
            # Names of a damaged file are not always text, which shows when they are first read.
            signature = Signature(
                inputs=tuple(_spec(node) for node in session.get_inputs()),
                outputs=tuple(_spec(node) for node in session.get_outputs()),
            )
        except Exception as error:
            raise _load_error(file, error) from error
        self._session: Any = session
        # One for all runs: whoever interrupts needs not know whether there is one.
        self._run_options = ort.RunOptions()
        self._run_options.log_severity_level = _FATAL_ONLY
        self._names = [output.name for output in signature.outputs]
        self._info = ModelInfo(
            path=file.path,
            format=file.format,
            runtime=f"ONNX Runtime {ort.__version__}",
            device=_device(session.get_providers()),
            signature=signature,
            size_bytes=file.size_bytes,
        )

    @property
    def info(self) -> ModelInfo:
        return self._info

    def infer(self, inputs: Tensors) -> Tensors:
        if self._session is None:
            raise ValueError("the session is closed")
        try:
            if self._run_options.terminate:
                # A network without operators would not look at it.
                raise RuntimeError("the session was interrupted")
            outputs = self._session.run(self._names, dict(inputs), self._run_options)
        except Exception as error:
            raise InferenceError(
                what=text("ONNX Runtime failed while running {name}", name=self._info.path.name),
                why=text("{reason}", reason=_first_line(error)),
                cure=text("Check the input size and the model's export."),
                details=str(error),
            ) from error
        named = zip(self._names, outputs, strict=True)
        return {name: np.asarray(array) for name, array in named if array is not None}

    def interrupt(self) -> None:
        self._run_options.terminate = True

    def close(self) -> None:
        self._session = None


def _load_error(file: ModelFile, error: Exception) -> ModelFileError | RuntimeMissingError:
    unknown = [str(one) for one in file.onnx.unknown_operators] if file.onnx else []
    if unknown:
        return RuntimeMissingError(
            what=text("{name} cannot run on ONNX Runtime", name=file.path.name),
            why=text(
                "It uses the operator {operators}, which only another runtime has",
                operators=", ".join(unknown),
            ),
            cure=text(
                "Build a TensorRT engine from it and open that on an NVIDIA GPU, or export the model "
                "without its built-in suppression (NMS)"
            ),
            details=str(error),
        )
    return ModelFileError(
        what=text("ONNX Runtime cannot load {name}", name=file.path.name),
        why=text("{reason}", reason=_first_line(error)),
        cure=text("Export the model again; if it is newer than this ONNX Runtime, update it"),
        details=str(error),
    )


def _spec(node: Any) -> TensorSpec:
    shape = tuple(size if isinstance(size, int) and size >= 0 else DYNAMIC for size in node.shape)
    return TensorSpec(node.name, _DTYPES.get(node.type, node.type), shape)


def _device(providers: list[str]) -> str:
    first = providers[0] if providers else "CPUExecutionProvider"
    return first.removesuffix("ExecutionProvider").upper()


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:300] if lines else type(error).__name__
