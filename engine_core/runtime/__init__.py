"""The only package that imports inference runtimes, each when it is first needed."""

from __future__ import annotations

from contextlib import suppress
from importlib import metadata

from engine_core.errors import RuntimeMissingError
from engine_core.modelfile import ModelFile, ModelFormat
from engine_core.runtime.base import Session
from engine_core.text import NOTHING, text

_DISTRIBUTIONS = (("ONNX Runtime", ("onnxruntime", "onnxruntime-gpu")),)


def installed_runtimes() -> list[tuple[str, str]]:
    """Return name and version of what can run models here; nothing is loaded for it."""
    found = []
    for name, distributions in _DISTRIBUTIONS:
        for distribution in distributions:
            with suppress(metadata.PackageNotFoundError):
                found.append((name, metadata.version(distribution)))
                break
    return found


def open_session(
    file: ModelFile, *, threads: int = 0, spins: bool = True, device: int = 0  # noqa: ARG001
) -> Session:
    """Open a model on the runtime that suits its format.

    Args:
        file: An identified model file.
        threads: Threads within an operator on the CPU; 0 takes all cores the process may use.
        spins: Whether waiting threads on the CPU keep their core; not where pictures are encoded beside.
        device: Number of the graphics card for an engine.

    Raises:
        RuntimeMissingError: What would run it is not here.
        ModelFileError: The runtime refuses the file.
    """
    if file.format is ModelFormat.ONNX:
        from engine_core.runtime.onnx import OnnxSession

        return OnnxSession(file, threads=threads, spins=spins)
    built_with = (
        text("It was built with TensorRT {version}. ", version=file.built_with)
        if file.built_with
        else NOTHING
    )
    raise RuntimeMissingError(
        what=text("{name} is a TensorRT engine and cannot run here", name=file.path.name),
        why=text(
            "{built_with}This version of EngineScope runs ONNX files only", built_with=built_with
        ),
        cure=text("Open the ONNX file that the engine was built from"),
    )
