"""From a file to an engine that TensorRT holds: which TensorRT, its plugins, what it may execute."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.consent import Consent, content_hash
from engine_core.errors import (
    ConsentNeededError,
    EngineScopeError,
    ModelError,
    ModelFileError,
    RuntimeMissingError,
)
from engine_core.modelfile import ModelFile
from engine_core.runtime.planfacts import static_report
from engine_core.runtime.tensorrt import adapter
from engine_core.runtime.tensorrt.adapter import Trt
from engine_core.runtime.tensorrt.messages import Attempt, load_error
from engine_core.text import Text, text

# A library stays loaded: engines of other sessions may use it, and unloading code is never safe.
_loaded_libraries: set[tuple[str, str]] = set()


@dataclass(slots=True)
class OpenEngine:
    """An engine in graphics memory, with what it hangs on. Belongs to one thread, CUDA being current.

    Attributes:
        trt: The TensorRT that opened it; none of its objects fits another.
        runtime: Its ``Runtime``, which must outlive the engine.
        engine: The ``ICudaEngine``.
        attempt: What it was opened on, for errors that come later.
    """

    trt: Trt
    runtime: Any
    engine: Any
    attempt: Attempt

    def close(self) -> None:
        """Give the engine back before its runtime; safe to call twice."""
        self.engine = None
        self.runtime = None


def choose_modules(file: ModelFile) -> tuple[str, ...]:
    """Return the TensorRT modules to try, in order; loads nothing.

    The full runtime is the one that opens engines of its own version. The lean one comes after it, for
    version-compatible engines, or alone where nothing else is there.

    Raises:
        RuntimeMissingError: None is installed.
    """
    names = adapter.available()
    if not names:
        raise adapter.missing()
    lean = [name for name in names if name in adapter.LEAN_MODULES]
    full = [name for name in names if name not in lean]
    return (*full, *lean) if file.version_compatible or not full else tuple(full)


def open_engine(file: ModelFile, cuda: Any, consent: Consent) -> OpenEngine:
    """Open an engine on the first TensorRT that takes it.

    Args:
        file: An identified plan.
        cuda: The device it is to run on, its context current.
        consent: What may be executed for it.

    Raises:
        ConsentNeededError: Somebody has to allow something first.
        RuntimeMissingError: The file is fine, but not for this computer.
        ModelFileError: The file is damaged, or TensorRT refuses it.
        GraphicsMemoryError: The graphics memory does not suffice.
    """
    failures: list[ModelError] = []
    for name in choose_modules(file):
        try:
            return _opened(adapter.load(name), file, cuda, consent)
        except ConsentNeededError:
            raise
        except ModelError as error:
            failures.append(error)
    raise _of_all(failures)


def _of_all(failures: Sequence[ModelError]) -> ModelError:
    first = failures[0]
    others = [f"{error}\n{error.details}" for error in failures[1:]]
    first.details = "\n\n".join([first.details, *others]).strip()
    return first


def _opened(trt: Trt, file: ModelFile, cuda: Any, consent: Consent) -> OpenEngine:
    trt.load_own_plugins()
    remarks = load_libraries(trt, consent)
    plan = read_plan(file)
    attempt = Attempt(
        title=trt.title,
        version=trt.version,
        is_lean=trt.is_lean,
        card=cuda.name,
        capability=cuda.capability,
        free_bytes=_free_bytes(cuda),
        mark=plan[:4].tobytes(),
        may_run_code=consent.host_code,
        remarks=remarks,
    )
    position = trt.log.position()
    runtime = trt.module.Runtime(trt.logger)
    try:
        # Without a driver it is made all the same, and dies when it is used.
        if runtime is None or trt.log.since(position, "ERROR"):
            raise load_error(file, trt.log.since(position), attempt)
        _allow_code(runtime, consent)
        _choose_dla(runtime, file)
        engine = runtime.deserialize_cuda_engine(plan)
        if engine is None:
            attempt = replace(attempt, unknown_plugins=_unknown_plugins(trt, file))
            raise load_error(file, trt.log.since(position), attempt)
        return OpenEngine(trt, runtime, engine, attempt)
    finally:
        # An error keeps this frame, and a runtime must not outlive the CUDA context.
        del runtime, plan


def read_plan(file: ModelFile) -> npt.NDArray[np.uint8]:
    """Return the plan within a file, without the header that may stand before it.

    In memory of its own, once: a mapped file would be as cheap, but ends the process where somebody shortens
    the file meanwhile, and the plan need not lie where its numbers are aligned.

    Raises:
        ModelFileError: The file can no longer be read.
    """
    try:
        with file.path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size - file.plan_offset
            plan = np.empty(max(0, size), np.uint8)
            stream.seek(file.plan_offset)
            read = stream.readinto(plan.data)
    except (OSError, MemoryError) as error:
        raise ModelFileError(
            what=text("{name} cannot be read", name=file.path.name),
            why=text(
                "The system says: {reason}.", reason=getattr(error, "strerror", None) or error
            ),
            details=str(error),
        ) from error
    return plan[:read]


def load_libraries(trt: Trt, consent: Consent) -> tuple[Text, ...]:
    """Load the plugin libraries that are allowed, as far as they are what was allowed.

    Returns:
        What kept one from being loaded; the engine may still open without it.
    """
    remarks = []
    for number, library in enumerate(consent.libraries):
        wanted = consent.contents[number] if consent.contents else ""
        try:
            content = content_hash(library)
            if wanted and content != wanted:
                remarks.append(
                    text("{library} has changed since it was allowed, and was not loaded",
                         library=library.name)
                )  # fmt: skip
                continue
            if (trt.name, content) not in _loaded_libraries:
                _load_library(trt, library)
                _loaded_libraries.add((trt.name, content))
        except OSError as error:
            remarks.append(
                text(
                    "{library} cannot be loaded: {reason}", library=library.name, reason=str(error)
                )
            )
    return tuple(remarks)


def _load_library(trt: Trt, library: Path) -> None:
    """Load a library by TensorRT's registry, which takes those made for that, else as any program does."""
    position = trt.log.position()
    registry = trt.module.get_plugin_registry()
    load = getattr(registry, "load_library", None)
    if load is not None and load(str(library)) is not None and not trt.log.since(position, "ERROR"):
        return
    folder = getattr(os, "add_dll_directory", None)
    if folder is not None:
        folder(str(library.parent))
    # Kept by the loader of the system for as long as the process lives. winmode=0 on Windows: without it
    # a library does not find those that lie beside it.
    mode = getattr(ctypes, "RTLD_GLOBAL", 0)
    if os.name == "nt":
        ctypes.CDLL(str(library), mode=mode, winmode=0)
    else:
        ctypes.CDLL(str(library), mode=mode)


def _allow_code(runtime: Any, consent: Consent) -> None:
    if consent.host_code and hasattr(runtime, "engine_host_code_allowed"):
        runtime.engine_host_code_allowed = True


def _choose_dla(runtime: Any, file: ModelFile) -> None:
    core = file.metadata.dla
    if core is None:
        return
    cores = int(getattr(runtime, "num_DLA_cores", 0) or 0)
    if core >= cores or not hasattr(runtime, "DLA_core"):
        raise RuntimeMissingError(
            what=text("{name} cannot run on this computer", name=file.path.name),
            why=text(
                "It was built for core {core} of a deep learning accelerator (DLA), and there are {cores}",
                core=core,
                cores=cores,
            ),
            cure=text("Build it again from its ONNX file for the graphics card"),
        )
    runtime.DLA_core = core


def _unknown_plugins(trt: Trt, file: ModelFile) -> tuple[str, ...]:
    """Return the plugins that a plan seems to use and that nobody registered."""
    registered = trt.plugin_names()
    return tuple(name for name in static_report(file).plugins if name not in registered)


def _free_bytes(cuda: Any) -> int:
    try:
        return int(cuda.memory()[0])
    except (EngineScopeError, RuntimeError):
        return 0
