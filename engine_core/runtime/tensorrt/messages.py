"""What TensorRT's log says of a failure, in words for people.

TensorRT answers None and logs why; it has no other way to tell. The texts are those of the libraries
``libnvinfer`` 8.6.0 and ``libnvinfer_lean`` 10.16 and 11.4, and of reports in NVIDIA's and others' issue
threads for the versions between and before (TensorRT issues 2041, 2176, 2177, 2195, 3017, 3898, 4258).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine_core.errors import (
    ConsentNeededError,
    InferenceError,
    ModelError,
    ModelFileError,
    RuntimeMissingError,
)
from engine_core.modelfile import ModelFile
from engine_core.runtime.tensorrt.adapter import version_numbers
from engine_core.runtime.tensorrt.logger import LogLine
from engine_core.text import NOTHING, Text, text

_MIB = 2**20
_DETAIL_LINES = 40

# NVIDIA's plugins that TensorRT 11.0 no longer has (its plugin sources, 10.16 against 11.0).
REMOVED_IN_11 = frozenset(
    {
        "BatchedNMS_TRT",
        "BatchedNMSDynamic_TRT",
        "NMS_TRT",
        "NMSDynamic_TRT",
        "EfficientNMS_ONNX_TRT",
        "BatchTilePlugin_TRT",
        "Clip_TRT",
        "CropAndResize",
        "CustomGeluPluginDynamic",
        "LReLU_TRT",
        "Normalize_TRT",
        "Proposal",
        "SpecialSlice_TRT",
        "Split",
    }
)

_HOST_CODE = re.compile(r"getEngineHostCodeAllowed\(\) is false")
_PLUGIN = re.compile(
    r"could not find plugin:? +(?P<a>[^\s,]+)|Cannot find plugin:? +(?P<b>[^\s,]+)", re.IGNORECASE
)
_PLUGIN_UNNAMED = re.compile(r"Cannot deserialize plugin since corresponding", re.IGNORECASE)
_FORWARD = re.compile(
    r"Engine Version Forward Compatibility supported starting TensorRT (\d+\.\d+)"
    r"|plan major version does not match runtime major version"
)
_DEVICE = re.compile(r"expecting compute (\d+\.\d+) got compute (\d+\.\d+)")
_DEVICE_AT_LEAST = re.compile(
    r"hardware-compatible engine\. Expected compute capability >= ?(\d+(?:\.\d+)?)"
)
_CORES = re.compile(r"only supports (\d+) multiprocessors but the engine file requires (\d+)")
_CARD_UNSUPPORTED = re.compile(
    r"SM \d+ is not supported by this TensorRT|no kernel image is available"
)
_VERSION = re.compile(
    r"not compatible with this version of TensorRT, expecting library version"
    r"|Version tag does not match"
    r"|(?:stdVersionRead|safeVersionRead) == "
    r"|old deserialization call on a newer plan"
    r"|incompatible serialization version"
)
_PLATFORM = re.compile(r"Platform specific tag mismatch")
_DAMAGED = re.compile(
    r"magic ?tag|serialized host buffer is corrupted|buffer contains corrupt data|CRC value is incorrect"
    r"|Serialization assertion|blobSize",
    re.IGNORECASE,
)
_MEMORY = re.compile(r"out ?of ?memory|insufficient memory|could not be allocated", re.IGNORECASE)
_MEMORY_WANTED = re.compile(
    r"Requested amount of GPU memory \((\d+) bytes\)|error allocating (\d+)-byte"
    r"|Requested size was (\d+) bytes"
)
_DRIVER = re.compile(
    r"CUDA initialization failure with error|CUDA driver version is insufficient"
    r"|check Nvidia GPU driver installation"
)

# Networks with an output of unknown size get no context (TensorRT issues 3335 and 3550).
_FAULT_OF_86 = re.compile(r"_M_range_check")
# Ultralytics does without it for its faults (pull requests 14240 and 24367 there).
_FAULTY = (10, 2, 0)
# Came between 8.6 and 10 for few cards, never to PyPI, with a mix of both interfaces.
_UNTRIED = (9,)


class GraphicsMemoryError(ModelError, InferenceError):
    """There is too little graphics memory for an engine: it may well open when other programs are closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What was tried with an engine, and on what.

    Attributes:
        title: The runtime: ``TensorRT 8.6.0``.
        version: Its version as the module says it.
        is_lean: Whether it is the lean runtime.
        card: Name of the graphics card.
        capability: Its compute capability.
        free_bytes: Graphics memory that was free.
        mark: First four bytes of the plan: ``ftrt`` since TensorRT 8.6, ``ptrt`` before.
        may_run_code: Whether code inside the file was allowed to run.
        remarks: What happened to plugin libraries that were to be loaded.
        unknown_plugins: Plugins that the plan seems to use and that are not there; some versions do not
            say which one they miss.
    """

    title: str
    version: str
    is_lean: bool = False
    card: str = ""
    capability: tuple[int, int] = (0, 0)
    free_bytes: int = 0
    mark: bytes = b"ftrt"
    may_run_code: bool = False
    remarks: tuple[Text, ...] = ()
    unknown_plugins: tuple[str, ...] = ()


def details(lines: Sequence[LogLine]) -> str:
    """Return log lines for "Details", the last ones where there are many."""
    return "\n".join(f"[{line.severity}] {line.text}" for line in lines[-_DETAIL_LINES:])


def load_error(file: ModelFile, lines: Sequence[LogLine], tried: Attempt) -> ModelError:
    """Return why an engine could not be opened.

    Args:
        file: The file.
        lines: What was logged meanwhile, warnings and worse.
        tried: What was tried.
    """
    said = "\n".join(line.text for line in lines)
    known = "\n".join(filter(None, (details(lines), *map(str, tried.remarks))))
    if _HOST_CODE.search(said):
        return _needs_host_code(file, known)
    if _DRIVER.search(said):
        return _driver(tried, known)
    for rule in (_memory, _plugin, _card, _version, _damaged):
        error = rule(file, said, tried)
        if error is not None:
            error.details = known
            return _with_advice(error, tried)
    if file.version_compatible and not tried.may_run_code:
        return _needs_host_code(file, known)
    error = ModelFileError(
        what=text("{runtime} cannot open {name}", runtime=tried.title, name=file.path.name),
        why=text("It says: {reason}", reason=_last(lines))
        if lines
        else text("It does not say why; the file may be damaged"),
        cure=_build_again(),
        details=known,
    )
    return _with_advice(error, tried)


def context_error(file: ModelFile, lines: Sequence[LogLine], tried: Attempt) -> ModelError:
    """Return why an engine that was opened cannot be made ready to run."""
    said = "\n".join(line.text for line in lines)
    error = _memory(file, said, tried)
    if error is None:
        error = ModelFileError(
            what=text("{runtime} cannot run {name}", runtime=tried.title, name=file.path.name),
            why=text("It says: {reason}", reason=_last(lines))
            if lines
            else text("It gives no execution context and does not say why"),
            cure=text(
                "Use a newer TensorRT, and build it again with that: this is a fault of this version"
            )
            if _FAULT_OF_86.search(said)
            else _build_again(),
        )
    error.details = details(lines)
    return _with_advice(error, tried)


def run_error(name: str, lines: Sequence[LogLine], free_bytes: int = 0) -> InferenceError:
    """Return why a run of the network failed.

    Args:
        name: Name of the file.
        lines: What was logged meanwhile, warnings and worse.
        free_bytes: Graphics memory that is free now; 0 where nobody could ask.
    """
    said = "\n".join(line.text for line in lines)
    if _MEMORY.search(said):
        return InferenceError(
            what=text("The graphics memory does not suffice to run {name}", name=name),
            why=_memory_needed(said, free_bytes),
            cure=text("Close other programs that use the graphics card, or choose a smaller input"),
            details=details(lines),
        )
    return InferenceError(
        what=text("TensorRT failed while running {name}", name=name),
        why=text("It says: {reason}", reason=_last(lines))
        if lines
        else text("It does not say why"),
        cure=text("Try again; if it stays so, build the engine again from its ONNX file"),
        details=details(lines),
    )


def _with_advice(error: ModelError, tried: Attempt) -> ModelError:
    """Add to what to do where the version itself may be at fault; not where it surely is not."""
    numbers = version_numbers(tried.version)
    if isinstance(error, GraphicsMemoryError | ConsentNeededError):
        return error
    if numbers[:3] == _FAULTY:
        error.cure = text(
            "Install another TensorRT, for {runtime} has faults that are known. {cure}",
            runtime=tried.title,
            cure=error.cure,
        )
    elif numbers[:1] == _UNTRIED:
        error.cure = text(
            "Install another TensorRT, for {runtime} was never tried here. {cure}",
            runtime=tried.title,
            cure=error.cure,
        )
    return error


def _needs_host_code(file: ModelFile, known: str) -> ConsentNeededError:
    return ConsentNeededError(
        what=text("{name} brings code that would run on this computer", name=file.path.name),
        why=text(
            "It is a version-compatible engine: the TensorRT that runs it lies inside the file, and "
            "that is a program like any other"
        ),
        cure=text("Allow it if you trust where the file comes from"),
        details=known,
        host_code=True,
    )


def _memory(file: ModelFile, said: str, tried: Attempt) -> ModelError | None:
    if not _MEMORY.search(said):
        return None
    return GraphicsMemoryError(
        what=text("The graphics memory does not suffice for {name}", name=file.path.name),
        why=_memory_needed(said, tried.free_bytes),
        cure=text("Close other programs that use the graphics card, or build a smaller engine"),
    )


def _memory_needed(said: str, free_bytes: int) -> Text:
    found = _MEMORY_WANTED.search(said)
    if found and free_bytes:
        return text(
            "{needed} MiB are needed at once and {free} MiB are free",
            needed=f"{-(-int(found.group(found.lastindex or 1)) // _MIB):,}",
            free=f"{free_bytes // _MIB:,}",
        )
    if found:
        needed = -(-int(found.group(found.lastindex or 1)) // _MIB)
        return text("{needed} MiB are needed at once", needed=f"{needed:,}")
    if free_bytes:
        return text("{free} MiB are free", free=f"{free_bytes // _MIB:,}")
    return NOTHING


def _plugin(file: ModelFile, said: str, tried: Attempt) -> ModelError | None:
    names = tuple(
        dict.fromkeys((match["a"] or match["b"]).strip("`'\"") for match in _PLUGIN.finditer(said))
    )
    if not names and not _PLUGIN_UNNAMED.search(said):
        return None
    names = names or tried.unknown_plugins
    removed = [name for name in names if name in REMOVED_IN_11]
    if removed and version_numbers(tried.version)[:1] >= (11,):
        return RuntimeMissingError(
            what=text("{name} cannot run on {runtime}", name=file.path.name, runtime=tried.title),
            why=text(
                "It uses {plugins}, which TensorRT 11 no longer has", plugins=", ".join(removed)
            ),
            cure=text(
                "Open it with TensorRT 10, or export the model again with EfficientNMS_TRT or "
                "without suppression"
            ),
        )
    if tried.is_lean and names and all(name.endswith("_TRT") for name in names):
        return RuntimeMissingError(
            what=text("{name} cannot run on {runtime}", name=file.path.name, runtime=tried.title),
            why=text(
                "It uses {plugins}, which only the full TensorRT brings", plugins=", ".join(names)
            ),
            cure=text("Install the full TensorRT"),
        )
    if tried.remarks:
        why = tried.remarks[0]
    elif names:
        why = text(
            "It uses {plugins}, which TensorRT does not have; a plugin library brings it",
            plugins=", ".join(names),
        )
    else:
        why = text("It uses a plugin that TensorRT does not have and does not name")
    return ConsentNeededError(
        what=text("{name} needs a plugin library", name=file.path.name),
        why=why,
        cure=text("Choose the library that the engine was built with"),
        plugins=names,
    )


def _driver(tried: Attempt, known: str) -> RuntimeMissingError:
    return RuntimeMissingError(
        what=text("{runtime} cannot use the graphics driver", runtime=tried.title),
        why=text("The driver is too old for it, or not loaded"),
        cure=text("Run “enginescope doctor”: it says what is missing"),
        details=known,
    )


def _card(file: ModelFile, said: str, tried: Attempt) -> ModelError | None:
    what = text("{name} was built for another graphics card", name=file.path.name)
    here = "{}.{}".format(*tried.capability)
    if found := _DEVICE.search(said):
        # "expecting" is this card, "got" the file's: reports from cards whose capability is known.
        mine, built_for = found.groups()
        if built_for == here and mine != here:
            built_for = mine
        why = text(
            "It was built for compute capability {built_for}; {card} has {here}",
            built_for=built_for,
            card=tried.card,
            here=here,
        )
    elif found := _DEVICE_AT_LEAST.search(said):
        why = text(
            "It needs compute capability {built_for} or higher; {card} has {here}",
            built_for=found.group(1),
            card=tried.card,
            here=here,
        )
    elif found := _CORES.search(said):
        why = text(
            "It needs {needed} multiprocessors; {card} has {here}",
            needed=found.group(2),
            card=tried.card,
            here=found.group(1),
        )
    elif _CARD_UNSUPPORTED.search(said):
        what = text("{runtime} cannot use {card}", runtime=tried.title, card=tried.card)
        why = text("Cards of compute capability {here} are none of those it knows", here=here)
    else:
        return None
    return RuntimeMissingError(what=what, why=why, cure=_build_again())


def _version(file: ModelFile, said: str, tried: Attempt) -> ModelError | None:
    if _PLATFORM.search(said):
        return RuntimeMissingError(
            what=text("{name} was built on another operating system", name=file.path.name),
            why=text("Engines of Windows run on Windows only, and those of Linux on Linux only"),
            cure=_build_again(),
        )
    if _FORWARD.search(said):
        return _too_far(file, tried)
    is_old_layout = tried.mark == b"ptrt" and _DAMAGED.search(said)
    if not _VERSION.search(said) and not is_old_layout:
        return None
    built_with = version_numbers(file.built_with or "")
    mine = version_numbers(tried.version)
    if tried.is_lean and not file.version_compatible:
        return RuntimeMissingError(
            what=text("{name} needs the full TensorRT", name=file.path.name),
            why=text(
                "{built_with}{runtime} runs version-compatible engines only",
                built_with=_built_with(file),
                runtime=tried.title,
            ),
            cure=_install(built_with),
        )
    if built_with and built_with[: len(mine)] == mine:
        return ModelFileError(
            what=text("{runtime} cannot read {name}", runtime=tried.title, name=file.path.name),
            why=text(
                "It says that it was built with this very version ({version}): it is damaged, or was "
                "built on another operating system",
                version=file.built_with,
            ),
            cure=text("Copy or download it again, or build it again from its ONNX file."),
        )
    if built_with:
        why = text(
            "It was built with TensorRT {built_with}; here is {runtime}, and an engine runs only on the "
            "version that built it",
            built_with=file.built_with,
            runtime=tried.title,
        )
    else:
        why = text(
            "It was built with a TensorRT older than 8.6, or with one that does not say; here is "
            "{runtime}, and an engine runs only on the version that built it",
            runtime=tried.title,
        )
    return RuntimeMissingError(
        what=text("{name} was built with another version of TensorRT", name=file.path.name),
        why=why,
        cure=_install(built_with),
    )


def _too_far(file: ModelFile, tried: Attempt) -> ModelError:
    """A version-compatible engine reaches from 8 to 10 and from 10 to 11, and no further."""
    major = version_numbers(file.built_with or "")[:1]
    nearest = "10" if major == (8,) else "{}".format(*major) if major else ""
    return RuntimeMissingError(
        what=text("{name} is too old for {runtime}", name=file.path.name, runtime=tried.title),
        why=text(
            "{built_with}It is version-compatible, but only with the next major version",
            built_with=_built_with(file),
        ),
        cure=text(
            "Install TensorRT {version}, of which the lean runtime suffices, or build the engine again "
            "from its ONNX file",
            version=nearest,
        )
        if nearest
        else _build_again(),
    )


def _damaged(file: ModelFile, said: str, tried: Attempt) -> ModelError | None:
    if not _DAMAGED.search(said):
        return None
    return ModelFileError(
        what=text("{name} is damaged, or no engine that {runtime} can read",
                  name=file.path.name, runtime=tried.title),
        why=text("{built_with}What follows its header makes no sense to TensorRT",
                 built_with=_built_with(file)),
        cure=text("Copy or download it again, or build it again from its ONNX file."),
    )  # fmt: skip


def _built_with(file: ModelFile) -> Text:
    if not file.built_with:
        return NOTHING
    return text("It was built with TensorRT {version}. ", version=file.built_with)


def _install(built_with: tuple[int, ...]) -> Text:
    if not built_with:
        return _build_again()
    return text(
        "Build it again from its ONNX file on this computer, or install TensorRT {version}",
        version=".".join(map(str, built_with[:3])),
    )


def _build_again() -> Text:
    return text("Build it again from its ONNX file on this computer")


def _last(lines: Sequence[LogLine]) -> str:
    """Return the line that says most: the first error, as the later ones only say that it failed."""
    errors = [line for line in lines if line.severity != "WARNING"] or list(lines)
    # Where in its source it was said helps nobody: only what follows "6:" and "[file::function::line]".
    said = re.sub(r"^(\d+: )?(\[[^\]]*\] )?", "", errors[0].text.splitlines()[0])
    return said[:300]
