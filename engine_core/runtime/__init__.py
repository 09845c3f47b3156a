"""The only package that imports inference runtimes, each when it is first needed."""

from __future__ import annotations

from contextlib import suppress
from importlib import metadata

from engine_core.consent import NO_CONSENT, Consent, anything_allowed, recall_consent
from engine_core.errors import OptionError
from engine_core.modelfile import ModelFile, ModelFormat
from engine_core.runtime.base import Session

_DISTRIBUTIONS = (("ONNX Runtime", ("onnxruntime", "onnxruntime-gpu")),)


def installed_runtimes() -> list[tuple[str, str]]:
    """Return name and version of what can run models here; nothing is loaded for it."""
    from engine_core.runtime.tensorrt.adapter import installed_versions

    found = []
    for name, distributions in _DISTRIBUTIONS:
        for distribution in distributions:
            with suppress(metadata.PackageNotFoundError):
                found.append((name, metadata.version(distribution)))
                break
    return found + installed_versions()


def open_session(
    file: ModelFile,
    *,
    threads: int = 0,
    spins: bool = True,
    device: int = 0,
    consent: Consent | None = None,
) -> Session:
    """Open a model on the runtime that suits its format.

    Args:
        file: An identified model file.
        threads: Threads within an operator on the CPU; 0 takes all cores the process may use.
        spins: Whether waiting threads on the CPU keep their core; not where pictures are encoded beside.
        device: Number of the graphics card for an engine.
        consent: What may be executed for an engine; None takes what was allowed for it before.

    Raises:
        RuntimeMissingError: What would run it is not here.
        ConsentNeededError: The file brings code, or needs a library, and that was not allowed yet.
        ModelFileError: The runtime refuses the file.
    """
    if file.format is ModelFormat.ONNX:
        from engine_core.runtime.onnx import OnnxSession

        return OnnxSession(file, threads=threads, spins=spins)
    from engine_core.runtime.tensorrt.session import TensorRtSession

    return TensorRtSession(
        file, device=device, consent=_allowed(file) if consent is None else consent
    )


def _allowed(file: ModelFile) -> Consent:
    """Return what was allowed for a file; what cannot be read any more allows nothing."""
    if anything_allowed():  # hashing a large file takes seconds
        with suppress(OptionError):
            return recall_consent(file.sha256())
    return NO_CONSENT
