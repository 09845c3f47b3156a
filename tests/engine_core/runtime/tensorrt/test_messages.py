"""What TensorRT logs, version by version, and what it is for people.

The lines are composed after the texts within libnvinfer 8.6.0 and libnvinfer_lean 10.16 and 11.4, and after
reports in public issue threads (NVIDIA/TensorRT 948, 2041, 2176, 2195, 3017, 3898, 4258 and others).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine_core.errors import (
    ConsentNeededError,
    EngineScopeError,
    InferenceError,
    ModelError,
    ModelFileError,
    RuntimeMissingError,
)
from engine_core.metadata import Metadata
from engine_core.modelfile import ModelFile, ModelFormat
from engine_core.runtime.tensorrt.logger import LogLine
from engine_core.runtime.tensorrt.messages import (
    Attempt,
    GraphicsMemoryError,
    context_error,
    load_error,
    run_error,
)
from engine_core.text import text

_GAVE_UP = (
    "ERROR",
    "[engine.cpp::deserializeEngine::1312] Error Code 2: Internal Error (Assertion "
    "engine->deserialize(start, size, allocator, runtime) failed. )",
)


def plan(built_with: str | None = "8.6.0.12", *, version_compatible: bool = False) -> ModelFile:
    return ModelFile(
        Path("yolo.engine"),
        ModelFormat.TENSORRT,
        10_000_000,
        Metadata(),
        built_with=built_with,
        version_compatible=version_compatible,
    )


def tried(title: str = "TensorRT 10.3.0", version: str = "10.3.0", **more: Any) -> Attempt:
    facts: dict[str, Any] = {"card": "RTX 4090", "capability": (8, 9), "free_bytes": 512 * 2**20}
    return Attempt(title=title, version=version, **(facts | more))


LEAN_10 = tried("TensorRT lean 10.16.1", "10.16.1.11", is_lean=True)
LEAN_11 = tried("TensorRT lean 11.4.0", "11.4.0.106", is_lean=True)
TRT_86 = tried("TensorRT 8.6.0", "8.6.0")
TRT_11 = tried("TensorRT 11.4.0", "11.4.0.106")


def said(*lines: str | tuple[str, str]) -> list[LogLine]:
    pairs = [("ERROR", line) if isinstance(line, str) else line for line in lines]
    return [LogLine(severity, line) for severity, line in pairs]


CASES: list[tuple[str, ModelFile, Attempt, list[LogLine], type[ModelError], list[str]]] = [
    (
        "an 8.4 plan on 8.6",
        plan(None),
        tried("TensorRT 8.6.1", "8.6.1", mark=b"ptrt"),
        said(
            "1: [stdArchiveReader.cpp::StdArchiveReader::42] Error Code 1: Serialization (Serialization "
            "assertion stdVersionRead == serializationVersion failed.Version tag does not match. Note: "
            "Current Version: 236, Serialized Engine Version: 213)",
            "4: [runtime.cpp::deserializeCudaEngine::66] Error Code 4: Internal Error (Engine "
            "deserialization failed.)",
        ),
        RuntimeMissingError,
        ["another version of TensorRT", "older than 8.6", "here is TensorRT 8.6.1"],
    ),
    (
        "a plan of the old layout on 10",
        plan(None),
        tried(mark=b"ptrt"),
        said(
            "IRuntime::deserializeCudaEngine: Error Code 1: Serialization (Serialization assertion "
            "header.magicTag == kEXPECTED_MAGIC_TAG failed.Trying to load an engine created with "
            "incompatible serialization version (0). Check that the engine was not created using safety "
            "runtime, same OS was used and version compatibility parameters were set accordingly and "
            "that it is a TRT engine file.)"
        ),
        RuntimeMissingError,
        ["another version of TensorRT", "older than 8.6"],
    ),
    (
        "a plan of the old layout on 8.6, whose magic does not match",
        plan(None),
        tried("TensorRT 8.6.0", "8.6.0", mark=b"ptrt"),
        said(
            "1: [runtime.cpp::parsePlan::314] Error Code 1: Serialization (Serialization assertion "
            "plan->header.magicTag == rt::kPLAN_MAGIC_TAG failed.)"
        ),
        RuntimeMissingError,
        ["another version of TensorRT"],
    ),
    (
        "TensorRT 7's words for another version",
        plan(None),
        tried("TensorRT 8.6.0", "8.6.0", mark=b"ptrt"),
        said(
            "coreReadArchive.cpp (41) - Serialization Error in verifyHeader: 0 (Version tag does not "
            "match. Note: Current Version: 96, Serialized Engine Version: 97)"
        ),
        RuntimeMissingError,
        ["another version of TensorRT"],
    ),
    (
        "a safe version of 0",
        plan(None),
        tried("TensorRT 8.6.0", "8.6.0", mark=b"ptrt"),
        said(
            "1: [stdArchiveReader.cpp::StdArchiveReader::35] Error Code 1: Serialization (Serialization "
            "assertion safeVersionRead == safeSerializationVersion failed.Version tag does not match. "
            "Note: Current Version: 0, Serialized Engine Version: 96)"
        ),
        RuntimeMissingError,
        ["another version of TensorRT"],
    ),
    (
        "exact versions told",
        plan("8.6.1.6"),
        TRT_86,
        said(
            "6: The engine plan file is not compatible with this version of TensorRT, expecting library "
            "version 8.6.0.12 got 8.6.1.6, please rebuild.",
            _GAVE_UP,
        ),
        RuntimeMissingError,
        [
            "built with TensorRT 8.6.1.6; here is TensorRT 8.6.0",
            "on this computer, or install TensorRT 8.6.1",
        ],
    ),
    (
        "exact versions told, that of the file left out",
        plan("10.11.0.33"),
        tried("TensorRT 10.12.0", "10.12.0.36"),
        said(
            "IRuntime::deserializeCudaEngine: Error Code 6: API Usage Error (The engine plan file is not "
            "compatible with this version of TensorRT, expecting library version 10.12.0.36 got "
            ", please rebuild.)"
        ),
        RuntimeMissingError,
        ["built with TensorRT 10.11.0.33; here is TensorRT 10.12.0"],
    ),
    (
        "a plan of this very version from another system",
        plan("10.12.0.36"),
        tried("TensorRT 10.12.0", "10.12.0.36"),
        said(
            "IRuntime::deserializeCudaEngine: Error Code 6: API Usage Error (The engine plan file is not "
            "compatible with this version of TensorRT, expecting library version 10.12.0.36 got .)"
        ),
        ModelFileError,
        ["this very version (10.12.0.36)", "another operating system"],
    ),
    (
        "a newer plan",
        plan("10.3.0.26"),
        TRT_86,
        said(
            "1: [stdArchiveReader.cpp::StdArchiveReaderInitCommon::46] Error Code 1: Serialization "
            "(Serialization assertion stdVersionRead == serializationVersion failed.Version tag does not "
            "match. Note: Current Version: 236, Serialized Engine Version: 239)"
        ),
        RuntimeMissingError,
        ["built with TensorRT 10.3.0.26; here is TensorRT 8.6.0", "install TensorRT 10.3.0"],
    ),
    (
        "a plan of this very version that cannot be read",
        plan("8.6.0.12"),
        TRT_86,
        said(
            "Version tag does not match. Note: Current Version: 236, Serialized Engine Version: 9"
        ),
        ModelFileError,
        ["TensorRT 8.6.0 cannot read yolo.engine", "this very version (8.6.0.12)", "damaged"],
    ),
    (
        "a plain 8.6 plan on lean 10.16",
        plan(),
        LEAN_10,
        said(
            "IRuntime::deserializeCudaEngine: Error Code 1: Internal Error (Failed due to an old "
            "deserialization call on a newer plan file. This might happen when the plan file was built "
            "from an older TensorRT version. You can use `trtexec --getPlanVersionOnly` to check the "
            "version of TensorRT that was used to create the plan file.)"
        ),
        RuntimeMissingError,
        ["needs the full TensorRT", "TensorRT 8.6.0.12", "version-compatible engines only"],
    ),
    (
        "a plain 8.6 plan on the full 10",
        plan(),
        tried(),
        said("Failed due to an old deserialization call on a newer plan file."),
        RuntimeMissingError,
        ["built with TensorRT 8.6.0.12; here is TensorRT 10.3.0"],
    ),
    (
        "a version-compatible 8.6 plan on lean 11",
        plan(version_compatible=True),
        LEAN_11,
        said(
            "IRuntime::deserializeCudaEngine: Error Code 3: API Usage Error (Engine Version Forward "
            "Compatibility supported starting TensorRT 10.0. This Engine was created with TensorRT 8.6)"
        ),
        RuntimeMissingError,
        ["too old for TensorRT lean 11.4.0", "only with the next major", "Install TensorRT 10"],
    ),
    (
        "a version-compatible plan whose major does not fit",
        plan("10.1.0.27", version_compatible=True),
        TRT_86,
        said("TensorRT plan major version does not match runtime major version. "),
        RuntimeMissingError,
        ["TensorRT 10.1.0.27", "Install TensorRT 10"],
    ),
    (
        "code in the file",
        plan(version_compatible=True),
        LEAN_10,
        said(
            "IRuntime::deserializeCudaEngine: Error Code 3: API Usage Error (Cannot deserialize engine "
            "with lean runtime since IRuntime::getEngineHostCodeAllowed() is false.)"
        ),
        ConsentNeededError,
        ["brings code", "version-compatible engine"],
    ),
    (
        "a version-compatible plan that is refused without a word",
        plan(version_compatible=True),
        LEAN_10,
        [],
        ConsentNeededError,
        ["brings code"],
    ),
    (
        "another card, in the words of 8.6",
        plan(),
        TRT_86,
        said(
            "6: The engine plan file is generated on an incompatible device, expecting compute 8.9 got "
            "compute 8.6, please rebuild.",
            _GAVE_UP,
        ),
        RuntimeMissingError,
        ["another graphics card", "capability 8.6", "RTX 4090 has 8.9"],
    ),
    (
        "another card, in the words of 10, the sides exchanged",
        plan("10.8.0.43"),
        tried(),
        said(
            "IRuntime::deserializeCudaEngine: Error Code 6: API Usage Error (The engine plan file is "
            "generated on an incompatible device, expecting compute 7.5 got compute 8.9, please rebuild.)"
        ),
        RuntimeMissingError,
        ["capability 7.5", "RTX 4090 has 8.9"],
    ),
    (
        "a hardware-compatible engine on an older card",
        plan(),
        tried(card="RTX 2080", capability=(7, 5)),
        said(
            "The current device is not compatible with this hardware-compatible engine. Expected compute "
            "capability >=8.0 but got compute capability =7.5"
        ),
        RuntimeMissingError,
        ["capability 8.0 or higher", "RTX 2080 has 7.5"],
    ),
    (
        "a card with fewer multiprocessors",
        plan(),
        tried(),
        said(
            "The current device only supports 46 multiprocessors but the engine file requires 128."
        ),
        RuntimeMissingError,
        ["needs 128 multiprocessors; RTX 4090 has 46"],
    ),
    (
        "a card that TensorRT does not know any more",
        plan(),
        tried(card="GTX 1080", capability=(6, 1)),
        said("Target GPU SM 61 is not supported by this TensorRT release."),
        RuntimeMissingError,
        ["TensorRT 10.3.0 cannot use GTX 1080", "capability 6.1"],
    ),
    (
        "a plugin, in the words of 8",
        plan(),
        TRT_86,
        said(
            "3: getPluginCreator could not find plugin: YoloLayer_TRT version: 1",
            "1: [pluginV2Runner.cpp::load::303] Error Code 1: Serialization (Serialization assertion "
            "creator failed.Cannot deserialize plugin since corresponding IPluginCreator not found in "
            "Plugin Registry)",
        ),
        ConsentNeededError,
        ["needs a plugin library", "YoloLayer_TRT"],
    ),
    (
        "plugins, in the words of 10",
        plan(),
        tried(),
        said(
            "IPluginRegistry::getCreator: Error Code 4: API Usage Error (Cannot find plugin: "
            "TRTBatchedNMS, version: 1, namespace:.)",
            "IPluginRegistry::getCreator: Error Code 4: API Usage Error (Cannot find plugin: "
            "DCNv2_TRT, version: 1, namespace:.)",
            "IRuntime::deserializeCudaEngine: Error Code 1: Serialization (Serialization assertion "
            "creatorInterface failed.Cannot deserialize plugin since corresponding "
            "IPluginCreatorInterface not found in Plugin Registry)",
        ),
        ConsentNeededError,
        ["TRTBatchedNMS, DCNv2_TRT"],
    ),
    (
        "a plugin that 7 does not name with a colon",
        plan(None),
        TRT_86,
        said("INVALID_ARGUMENT: getPluginCreator could not find plugin RetinaFaceDecode version 1"),
        ConsentNeededError,
        ["RetinaFaceDecode"],
    ),
    (
        "a plugin without a name",
        plan(),
        tried(),
        said(
            "1: [pluginV2Runner.cpp::load::300] Error Code 1: Serialization (Serialization assertion "
            "creator failed.Cannot deserialize plugin since corresponding IPluginCreator not found in "
            "Plugin Registry)"
        ),
        ConsentNeededError,
        ["does not name"],
    ),
    (
        "a plugin without a name in the log, but with one in the file",
        plan(),
        tried(unknown_plugins=("Mish_TRT",)),
        said(
            "Cannot deserialize plugin since corresponding plugin creator not found in Plugin Registry"
        ),
        ConsentNeededError,
        ["It uses Mish_TRT"],
    ),
    (
        "a plugin whose library changed",
        plan(),
        tried(remarks=(text("libyolo.so has changed since it was allowed"),)),
        said("getPluginCreator could not find plugin: YoloLayer_TRT version: 1"),
        ConsentNeededError,
        ["libyolo.so has changed"],
    ),
    (
        "a plugin that 11 has not any more",
        plan("10.3.0.26", version_compatible=True),
        TRT_11,
        said("Cannot find plugin: BatchedNMSDynamic_TRT, version: 1, namespace:."),
        RuntimeMissingError,
        ["BatchedNMSDynamic_TRT, which TensorRT 11 no longer has", "TensorRT 10"],
    ),
    (
        "NVIDIA's plugin on the lean runtime",
        plan("10.3.0.26", version_compatible=True),
        LEAN_10,
        said("Cannot find plugin: EfficientNMS_TRT, version: 1, namespace:."),
        RuntimeMissingError,
        ["only the full TensorRT brings"],
    ),
    (
        "no memory, with a number",
        plan(),
        TRT_86,
        said(
            "1: [defaultAllocator.cpp::allocate::19] Error Code 1: Cuda Runtime (out of memory)",
            (
                "WARNING",
                "Requested amount of GPU memory (17920000000 bytes) could not be allocated. There may "
                "not be enough free memory for allocation to succeed.",
            ),
            _GAVE_UP,
        ),
        GraphicsMemoryError,
        ["memory does not suffice", "17,090 MiB", "512 MiB are free"],
    ),
    (
        "no memory, without a number",
        plan(),
        tried(),
        said(
            "[executionContext.cpp::ExecutionContext::470] Error Code 2: OutOfMemory (no further information)"
        ),
        GraphicsMemoryError,
        ["memory does not suffice", "512 MiB are free"],
    ),
    (
        "another system",
        plan(),
        tried(),
        said(
            "IRuntime::deserializeCudaEngine: Error Code 1: Serialization (Serialization assertion "
            "header.pad == expectedPlatformTag failed.Platform specific tag mismatch detected. TensorRT "
            "plan files are only supported on the target runtime platform they were created on.)"
        ),
        RuntimeMissingError,
        ["another operating system"],
    ),
    (
        "an old driver",
        plan(),
        TRT_11,
        said("CUDA initialization failure with error: 35. Please check your CUDA installation"),
        RuntimeMissingError,
        ["cannot use the graphics driver"],
    ),
    (
        "a driver that does not answer",
        plan(),
        TRT_11,
        said("Failed to query CUDA driver version. Please check Nvidia GPU driver installation."),
        RuntimeMissingError,
        ["cannot use the graphics driver"],
    ),
    (
        "bytes that are none of a plan",
        plan(),
        TRT_86,
        said(
            "1: [runtime.cpp::parsePlan::314] Error Code 1: Serialization (Serialization assertion "
            "plan->header.magicTag == rt::kPLAN_MAGIC_TAG failed.)"
        ),
        ModelFileError,
        ["damaged, or no engine that TensorRT 8.6.0 can read"],
    ),
    (
        "bytes that changed",
        plan("10.3.0.26"),
        tried(),
        said("Serialization assertion plan.header.size == blobSize failed."),
        ModelFileError,
        ["damaged"],
    ),
    (
        "something unheard of",
        plan(),
        tried(),
        said(
            ("WARNING", "Using default stream"),
            "6: [some.cpp::where::12] Error Code 6: The moon is in the wrong phase",
            _GAVE_UP,
        ),
        ModelFileError,
        ["It says: Error Code 6: The moon is in the wrong phase"],
    ),
    ("no word at all", plan(), tried(), [], ModelFileError, ["does not say why"]),
]


@pytest.mark.parametrize(
    ("file", "attempt", "lines", "kind", "words"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_log_becomes_an_error(
    file: ModelFile,
    attempt: Attempt,
    lines: list[LogLine],
    kind: type[ModelError],
    words: list[str],
) -> None:
    error = load_error(file, lines, attempt)
    assert type(error) is kind
    for word in words:
        assert word in str(error)
    # The name stands in the sentence, what was logged in the details, and there is something to do.
    assert "yolo.engine" in str(error.what) or "TensorRT" in str(error.what)
    assert all(line.text in error.details for line in lines)
    assert error.cure


def test_missing_plugins_are_named_for_who_can_bring_them() -> None:
    lines = said(
        "getPluginCreator could not find plugin: A version: 1",
        "getPluginCreator could not find plugin: B version: 2",
        "getPluginCreator could not find plugin: A version: 1",
    )
    error = load_error(plan(), lines, tried())
    assert isinstance(error, ConsentNeededError)
    assert error.plugins == ("A", "B")
    assert not error.host_code


def test_consent_to_code_is_asked_for_once() -> None:
    error = load_error(plan(version_compatible=True), [], tried(may_run_code=True))
    assert type(error) is ModelFileError


def test_only_so_many_lines_are_kept_for_details() -> None:
    error = load_error(plan(), said(*(f"line {number}" for number in range(500))), tried())
    assert "line 499" in error.details
    assert "line 400" not in error.details


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            said(
                "1: [executionContext.cpp::commonEmitDebugTensor::1] Error Code 1: Cuda Runtime (an "
                "illegal memory access was encountered)"
            ),
            ["failed while running yolo.engine", "an illegal memory access"],
        ),
        (
            said(
                "IExecutionContext::enqueueV3: Error Code 1: Cuda Runtime (out of memory)",
                (
                    "WARNING",
                    "Requested amount of GPU memory (1048577 bytes) could not be allocated.",
                ),
            ),
            ["graphics memory does not suffice", "2 MiB are needed at once and 3 MiB are free"],
        ),
        ([], ["does not say why"]),
    ],
)
def test_a_run_that_fails_becomes_an_error(lines: list[LogLine], words: list[str]) -> None:
    error: EngineScopeError = run_error("yolo.engine", lines, 3 * 2**20)
    assert type(error) is InferenceError
    for word in words:
        assert word in str(error)


def test_a_context_that_is_not_given_becomes_an_error() -> None:
    lines = said("Error Code 2: OutOfMemory (Requested size was 268435456 bytes.)")
    assert "256 MiB are needed" in str(context_error(plan(), lines, tried()))
    assert "does not say why" in str(context_error(plan(), [], tried()))
    other = context_error(plan(), said("Error Code 3: moonshine"), tried())
    assert "It says: Error Code 3: moonshine" in str(other)
    assert "[ERROR] Error Code 3" in other.details


def test_a_fault_of_the_version_is_told_as_one() -> None:
    lines = said("vector<bool>::_M_range_check: __n (which is 1) >= this->size() (which is 0)")
    error = context_error(plan(), lines, TRT_86)
    assert "_M_range_check" in str(error.why)
    assert "newer TensorRT" in str(error.cure)


@pytest.mark.parametrize(
    ("version", "words"),
    [("10.2.0", "has faults"), ("9.3.0", "was never tried"), ("10.2.1", ""), ("10.3.0.26", "")],
)
def test_a_version_that_may_be_at_fault_is_named_when_something_fails(
    version: str, words: str
) -> None:
    on_it = tried(f"TensorRT {version}", version)
    for error in (
        load_error(plan("10.3.0.1"), said("moonshine"), on_it),
        load_error(plan("10.3.0.1"), said("Version tag does not match"), on_it),
        context_error(plan("10.3.0.1"), said("moonshine"), on_it),
    ):
        assert "uild it again from its ONNX file" in str(error.cure)
        if words:
            assert f"TensorRT {version} {words}" in str(error.cure)
        else:
            assert "another TensorRT" not in str(error.cure)
    short = context_error(plan(), said("out of memory"), on_it)
    assert "another TensorRT" not in str(short.cure)
