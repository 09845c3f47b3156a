"""From a file to an engine that TensorRT holds: which TensorRT, its plugins, what it may execute."""

from __future__ import annotations

import ctypes
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.consent import Consent
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

_CHUNK_BYTES = 1024 * 1024

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
    header, plan = _read(file)
    may_run_code = consent.host_code and _is_meant(header, plan, consent)
    attempt = Attempt(
        title=trt.title,
        version=trt.version,
        is_lean=trt.is_lean,
        card=cuda.name,
        capability=cuda.capability,
        free_bytes=_free_bytes(cuda),
        mark=plan[:4].tobytes(),
        may_run_code=may_run_code,
        remarks=remarks,
    )
    position = trt.log.position()
    runtime = trt.module.Runtime(trt.logger)
    try:
        # Without a driver it is made all the same, and dies when it is used. It says so at once, on this
        # thread; what other sessions meet meanwhile is theirs.
        if runtime is None or trt.log.since(position, "ERROR", of_this_thread=True):
            raise load_error(file, trt.log.since(position), attempt)
        if may_run_code:
            _allow_code(runtime)
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
    return _read(file)[1]


def _read(file: ModelFile) -> tuple[bytes, npt.NDArray[np.uint8]]:
    """Return what stands before the plan, and the plan; both read once, from the same open file."""
    try:
        with file.path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size - file.plan_offset
            plan = np.empty(max(0, size), np.uint8)
            header = stream.read(file.plan_offset)
            read = stream.readinto(plan.data)
    except (OSError, MemoryError) as error:
        raise ModelFileError(
            what=text("{name} cannot be read", name=file.path.name),
            why=text(
                "The system says: {reason}.", reason=getattr(error, "strerror", None) or error
            ),
            details=str(error),
        ) from error
    return header, plan[:read]


def _is_meant(header: bytes, plan: npt.NDArray[np.uint8], consent: Consent) -> bool:
    """Whether the bytes that were read, and are to run, are those that somebody allowed."""
    if not consent.content:
        return True
    digest = hashlib.sha256(header)
    digest.update(plan.data)
    return digest.hexdigest() == consent.content


def load_libraries(trt: Trt, consent: Consent) -> tuple[Text, ...]:
    """Load the plugin libraries that are allowed, as far as they are what was allowed.

    What is hashed is what is loaded: a copy that nobody else can write.

    Returns:
        What kept one from being loaded; the engine may still open without it.
    """
    remarks = []
    for number, named in enumerate(consent.libraries):
        library = named.absolute()
        wanted = consent.contents[number] if consent.contents else ""
        try:
            with _copied(library) as (copy, content):
                if wanted and content != wanted:
                    remarks.append(
                        text("{library} has changed since it was allowed, and was not loaded",
                             library=library.name)
                    )  # fmt: skip
                elif (trt.name, content) not in _loaded_libraries:
                    _load_library(trt, copy, library.parent)
                    _loaded_libraries.add((trt.name, content))
        except OSError as error:
            remarks.append(
                text(
                    "{library} cannot be loaded: {reason}", library=library.name, reason=str(error)
                )
            )
    return tuple(remarks)


@contextmanager
def _copied(library: Path) -> Iterator[tuple[Path, str]]:
    """Give a copy of a library in a folder of our own, and its SHA-256; the copy goes at the end.

    A loaded library needs its file no more; but Windows deletes none that is loaded, and the copy stays.
    """
    digest = hashlib.sha256()
    with (
        tempfile.TemporaryDirectory(prefix="enginescope-", ignore_cleanup_errors=True) as folder,
        library.open("rb") as source,
    ):
        copy = Path(folder) / library.name
        with copy.open("wb") as target:
            while chunk := source.read(_CHUNK_BYTES):
                digest.update(chunk)
                target.write(chunk)
        yield copy, digest.hexdigest()


def _load_library(trt: Trt, library: Path, home: Path) -> None:
    """Load a library by TensorRT's registry, which takes those made for that, else as any program does.

    Args:
        trt: Whose registry it is for.
        library: The copy that is loaded.
        home: Where it came from: those that it needs may lie there.
    """
    position = trt.log.position()
    load = getattr(trt.module.get_plugin_registry(), "load_library", None)

    def is_taken() -> bool:
        taken = load is not None and load(str(library)) is not None
        return taken and not trt.log.since(position, "ERROR")

    if is_taken():
        return
    try:
        try:
            _load_by_system(library, home)
        except OSError:
            if not _lay_beside(library, home):
                raise
            position = trt.log.position()
            if not is_taken():
                _load_by_system(library, home)
    except OSError as error:
        # Of the copy nobody knows.
        raise OSError(str(error).replace(str(library.parent), str(home))) from error


def _load_by_system(library: Path, home: Path) -> None:
    folder = getattr(os, "add_dll_directory", None)
    if folder is not None:
        folder(str(home))
    # Kept by the loader of the system for as long as the process lives. winmode=0 on Windows: without it
    # a library does not find those that lie beside it.
    mode = getattr(ctypes, "RTLD_GLOBAL", 0)
    if os.name == "nt":
        ctypes.CDLL(str(library), mode=mode, winmode=0)
    else:
        ctypes.CDLL(str(library), mode=mode)


def _lay_beside(library: Path, home: Path) -> bool:
    """Link what lies beside a library to beside its copy, for one that looks there; whether there is any."""
    if os.name == "nt":
        return False
    laid = False
    for other in home.glob("*.so*"):
        with suppress(OSError):
            (library.parent / other.name).symlink_to(other)
            laid = True
    return laid


def _allow_code(runtime: Any) -> None:
    if hasattr(runtime, "engine_host_code_allowed"):
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
