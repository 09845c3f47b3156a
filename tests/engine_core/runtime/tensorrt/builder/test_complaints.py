"""TensorRT's own words, as its libraries hold them and as people have reported them, in plain ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine_core.errors import BuildError
from engine_core.runtime.tensorrt.builder.complaints import build_error, parse_error
from engine_core.runtime.tensorrt.builder.request import Request
from tests.engine_core.runtime.tensorrt.builder.fake_trt import Complaint, FakeTrt

_AXIS = (
    'Assertion failed: (axis >= 0 && axis <= nbDims) && "Axis must be in the range [0, nbDims]."'
)


class _Parser:
    def __init__(self, *complaints: Complaint) -> None:
        self._complaints = complaints
        self.num_errors = len(complaints)

    def get_error(self, index: int) -> Complaint:
        return self._complaints[index]


class _NewComplaint(Complaint):
    """As TensorRT 10 and newer have it."""

    def node_name(self) -> str:
        return "/head/Topk"

    def node_operator(self) -> str:
        return "TopK"


def _request(**facts: Any) -> Request:
    return Request(model=Path("best.onnx"), target=Path("best.part"), **facts)


def _parsed(
    major: int, *complaints: Complaint, lines: tuple[str, ...] = (), **facts: Any
) -> BuildError:
    return parse_error(FakeTrt(major), _Parser(*complaints), _request(**facts), lines)


def test_a_model_newer_than_tensorrt_is_said_to_be_that() -> None:
    error = _parsed(8, Complaint(_AXIS, "convertAxis", 12), opset=20)
    assert (
        str(error.what) == "TensorRT 8.6.0 is too old for best.onnx, or cannot take its operators"
    )
    assert str(error.why) == (
        "It gives up: Axis must be in the range [0, nbDims]. The model uses operator set 20; this "
        "TensorRT is made for sets up to 17."
    )
    assert "newer TensorRT than 8.6.0" in str(error.cure)
    assert "(convertAxis)" in error.details


def test_the_operator_it_gives_up_at_is_named() -> None:
    old = _parsed(8, Complaint("Assertion failed: cond", "importTopK"), opset=13)
    assert str(old.why) == "It gives up at the operator TopK: cond."
    new = _parsed(10, _NewComplaint("K must be constant", "parseNode"), opset=13)
    assert str(new.why) == "It gives up at the operator TopK: K must be constant."
    assert "/head/Topk" in new.details


def test_an_operator_that_tensorrt_does_not_know_is_named() -> None:
    error = _parsed(
        8,
        Complaint(
            'Assertion failed: creator && "Plugin not found, are the plugin name, version, and '
            'namespace correct?"',
            "importFallbackPluginImporter",
        ),
        lines=(
            "No importer registered for op: BitwiseNot. Attempting to import as plugin.",
            "Searching for plugin: BitwiseNot, plugin_version: 1, plugin_namespace: ",
        ),
    )
    assert str(error.what) == "TensorRT 8.6.0 cannot build best.onnx"
    assert str(error.why) == "It does not know the operator BitwiseNot."
    assert error.plugins == ()


@pytest.mark.parametrize(
    "lines",
    [
        ("No importer registered for op: YoloLayer_TRT. Attempting to import as plugin.",),
        (
            "3: getPluginCreator could not find plugin: YoloLayer_TRT version: 1",
            "Searching for plugin: YoloLayer_TRT, plugin_version: 1, plugin_namespace: ",
        ),
        ("Plugin not found, are the plugin name, version, and namespace correct?",),
    ],
)
def test_a_plugin_that_is_missing_is_named_and_can_be_brought(lines: tuple[str, ...]) -> None:
    error = _parsed(8, Complaint("failed"), lines=lines, unknown_operators=("TRT::YoloLayer_TRT",))
    assert "plugin is missing" in str(error.what)
    assert "YoloLayer_TRT" in str(error.why)
    assert error.plugins == ("YoloLayer_TRT",)
    assert "Choose the library" in str(error.cure)


def test_weights_that_are_not_there_are_named() -> None:
    error = _parsed(8, lines=("Failed to open external file: best.data",))
    assert str(error.what) == "best.onnx lacks its weights"
    assert "best.data" in str(error.why)


def test_without_a_complaint_it_says_that_there_is_no_reason() -> None:
    assert "no reason given" in str(_parsed(11).why)


def _built(*lines: str, major: int = 8, **facts: Any) -> BuildError:
    return build_error(FakeTrt(major), _request(**facts), lines)


def test_too_little_graphics_memory_is_said_with_what_was_asked_for() -> None:
    error = _built(
        "Skipping tactic 0x0 due to insufficient memory on requested size of 1073741825 detected for "
        "tactic 0x0.",
        "Requested amount of GPU memory (268435456 bytes) could not be allocated. There may not be "
        "enough free memory for allocation to succeed.",
        "2: [builder.cpp::buildSerializedNetwork::751] Error Code 2: Internal Error (Assertion "
        "engine != nullptr failed. )",
    )
    assert str(error.what) == "The graphics memory is too small to build best.onnx"
    assert str(error.why) == "TensorRT asked for 1025 MiB and did not get them."
    assert "smaller workspace" in str(error.cure)


def test_out_of_memory_without_a_size_is_said_too() -> None:
    error = _built(
        "1: [defaultAllocator.cpp::allocate::19] Error Code 1: Cuda Runtime (out of memory)"
    )
    assert str(error.why) == "TensorRT ran out of memory."


def test_a_layer_without_a_kernel_is_named_with_the_limit_that_may_be_why() -> None:
    line = (
        "10: [optimizer.cpp::computeCosts::3869] Error Code 10: Internal Error (Could not find any "
        "implementation for node {ForeignNode[/a.../b]}.)"
    )
    limited = _built(line, workspace_mib=1)
    assert "fits into the limits" in str(limited.why)
    assert "{ForeignNode[/a.../b]}" in str(limited.why)
    free = _built(line, precision="fp16")
    assert "has no kernel for {ForeignNode[/a.../b]}" in str(free.why)
    assert "FP16" in str(free.why)


def test_a_missing_library_of_kernels_is_said_to_be_that() -> None:
    error = _built(
        "6: [dispatchStubs.cpp] Unable to load library: libnvinfer_builder_resource.so.8.6.0: "
        "libnvinfer_builder_resource.so.8.6.0: cannot open shared object file"
    )
    assert "builder's kernels" in str(error.why)


def test_a_missing_lean_runtime_is_said_to_be_that() -> None:
    error = _built(
        "6: [dynamicLibrary] Unable to load library: libnvinfer_lean.so.8.6.0: cannot open shared "
        "object file"
    )
    assert "lean runtime" in str(error.why)
    assert "tensorrt-lean" in str(error.cure)


def test_sizes_that_do_not_fit_are_said_to_be_that() -> None:
    error = _built(
        "4: [network.cpp::validate::3062] Error Code 4: Internal Error (Network has dynamic or shape "
        "inputs, but no optimization profile has been defined.)"
    )
    assert "sizes of its dynamic inputs" in str(error.why)
    assert "no optimization profile" in str(error.why)


def test_types_that_do_not_fit_are_said_to_be_that() -> None:
    error = _built(
        "[graphShapeAnalyzer.cpp] Error Code 4: /a/Mul: in a strongly typed network both inputs must "
        "have the same type, got Half and Float",
        major=11,
    )
    assert "Element types" in str(error.why)


def test_anything_else_is_told_in_the_words_before_the_last() -> None:
    error = _built(
        "2: [cublasWrapper.cpp] Error Code 2: Internal Error (something odd happened)",
        "2: [builder.cpp::buildSerializedNetwork::751] Error Code 2: Internal Error (Assertion "
        "engine != nullptr failed. )",
    )
    assert "something odd happened" in str(error.why)
    assert error.details.count("\n") == 1


def test_a_build_that_fails_without_a_word_is_no_riddle_of_braces() -> None:
    error = _built()
    assert str(error.what) == "TensorRT could not build an engine from best.onnx"
    assert not str(error.why).strip(".")
