from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from engine_core.building import BuildOptions, Precision, choices
from engine_core.errors import BuildError
from engine_core.modelfile import ModelFile, ModelFormat, identify
from tests.builders import network
from tests.shared_data import ROOT, needs_shared_data

_ALL = set(Precision)
_FLOAT = {Precision.FP32, Precision.FP16, Precision.BF16}
MakeFile = Callable[..., ModelFile]


@pytest.fixture
def make(tmp_path: Path) -> MakeFile:
    """Write a network with weights of some type and with some operators in it."""

    def make(weights: Any = np.float32, operators: tuple[str, ...] = ()) -> ModelFile:
        value = helper.make_tensor_value_info
        kind = helper.np_dtype_to_tensor_dtype(np.dtype(weights))
        stored = [numpy_helper.from_array(np.zeros((1, 3, 4, 4), weights), "weights")]
        stored.append(numpy_helper.from_array(np.array(0.1, np.float32), "scale"))
        stored.append(numpy_helper.from_array(np.array(0, np.int8), "zero"))
        nodes = [helper.make_node("Cast", ["images"], ["typed"], to=kind)]
        nodes.append(helper.make_node("Add", ["typed", "weights"], ["sum"]))
        nodes.append(helper.make_node("Cast", ["sum"], ["output0"], to=TensorProto.FLOAT))
        for number, operator in enumerate(operators):
            domain = "TRT" if operator.endswith("_TRT") else ""
            inputs = ["sum", "scale", "zero"] if operator in _QDQ else ["sum"]
            nodes.append(helper.make_node(operator, inputs, [f"o{number}"], domain=domain))
        graph = helper.make_graph(
            nodes,
            "small",
            [value("images", TensorProto.FLOAT, [1, 3, 4, 4])],
            [value("output0", TensorProto.FLOAT, [1, 3, 4, 4])],
            stored,
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid("TRT", 1)]
        path = tmp_path / "small.onnx"
        onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), path)
        return identify(path)

    return make


_QDQ = ("QuantizeLinear", "DequantizeLinear")


@pytest.mark.parametrize(
    ("weights", "operators", "version", "capability", "possible"),
    [
        (np.float32, (), None, None, _FLOAT),
        (np.float32, (), "8.6.1.6", (8, 9), {Precision.FP32, Precision.FP16}),
        (np.float32, (), "10.13.3.9", (8, 9), _FLOAT),
        (np.float32, (), "10.13.3.9", (7, 5), {Precision.FP32, Precision.FP16}),
        (np.float32, (), "11.4.0.106", (8, 9), {Precision.FP32, Precision.FP16}),
        (np.float32, (), "8.6.1", (6, 1), {Precision.FP32}),
        (np.float32, (), "8.6.1", (5, 2), {Precision.FP32}),
        (np.float32, (), "8.6.1", (6, 0), {Precision.FP32, Precision.FP16}),
        (np.float16, (), "8.6.1", (8, 9), {Precision.FP16}),
        (np.float16, (), "11.4.0", (8, 9), {Precision.FP16}),
        (np.float32, _QDQ, "8.6.1", (8, 9), {Precision.INT8}),
        (np.float32, _QDQ, "11.4.0", (8, 9), {Precision.INT8}),
        (np.float32, _QDQ, "8.6.1", (6, 0), set()),
        (np.float32, ("DequantizeLinear",), "8.6.1", (6, 1), {Precision.FP32}),
        (np.float32, ("ConvInteger", "DynamicQuantizeLinear"), "10.13", (8, 9), set()),
        (np.float32, (), "8.5.2", (8, 9), set()),
        (np.float32, ("NMSDynamic_TRT",), "10.13", (8, 9), _FLOAT),
        (np.float32, ("NMSDynamic_TRT",), "11.0.0", (8, 9), set()),
        (np.float32, ("Clip_TRT",), "11.0.0", (8, 9), set()),
        (np.float32, ("Split",), "11.0.0", (8, 9), {Precision.FP32, Precision.FP16}),
        (np.float32, ("EfficientNMS_TRT",), "11.0.0", (7, 5), {Precision.FP32, Precision.FP16}),
    ],
)
def test_what_can_be_built_where(
    weights: Any,
    operators: tuple[str, ...],
    version: str | None,
    capability: tuple[int, int] | None,
    possible: set[Precision],
    make: MakeFile,
) -> None:
    found = choices(make(weights, operators), version, capability)
    assert {one for one, why in found.precisions.items() if not why} == possible
    assert set(found.precisions) == _ALL
    assert not possible or found.usual in possible
    for precision in _ALL - possible:
        with pytest.raises(BuildError) as caught:
            found.check(BuildOptions(precision=precision), "small.onnx")
        assert caught.value.why


def _changed(file: ModelFile, change: Callable[[onnx.GraphProto], None]) -> ModelFile:
    model = onnx.load(file.path)
    change(model.graph)
    path = file.path.with_name("changed.onnx")
    onnx.save(model, path)
    return identify(path)


@pytest.mark.parametrize("point", ["none", "constant", "initialiser", "quantised weights"])
def test_unsigned_values_are_found_however_they_are_stated(point: str, make: MakeFile) -> None:
    def change(graph: onnx.GraphProto) -> None:
        quantise, dequantise = graph.node[-2:]
        del quantise.input[2:], dequantise.input[2:]
        zero = numpy_helper.from_array(np.array(0, np.uint8), "unsigned")
        if point == "constant":
            quantise.input.append("unsigned")
            graph.node.insert(0, helper.make_node("Constant", [], ["unsigned"], value=zero))
        elif point == "initialiser":
            quantise.input.append("unsigned")
            graph.initializer.append(zero)
        elif point == "quantised weights":
            graph.node.remove(quantise)
            graph.node[-1].input[0] = "unsigned"
            graph.initializer.append(zero)

    found = choices(_changed(make(operators=_QDQ), change), "10.13.3", (8, 9))
    assert "unsigned values" in str(found.refused)


def test_signed_values_may_be_stated_without_a_zero_point(make: MakeFile) -> None:
    def change(graph: onnx.GraphProto) -> None:
        for node in graph.node[-2:]:
            del node.input[2:]
        graph.node[-2].attribute.append(helper.make_attribute("output_dtype", TensorProto.INT8))

    found = choices(_changed(make(operators=_QDQ), change), "10.13.3", (8, 9))
    assert not found.precisions[Precision.INT8]


def test_weights_of_two_types_are_no_fp32_where_types_decide(make: MakeFile) -> None:
    def change(graph: onnx.GraphProto) -> None:
        graph.initializer.append(numpy_helper.from_array(np.zeros((2, 2), np.float16), "half"))

    file = _changed(make(), change)
    why = choices(file, "11.4.0", (8, 9)).precisions[Precision.FP32]
    assert "Some of the weights in the file are FP16" in str(why)
    assert not choices(file, "10.13.3", (8, 9)).precisions[Precision.FP32]


def test_scales_of_another_type_are_no_weights(make: MakeFile) -> None:
    def change(graph: onnx.GraphProto) -> None:
        graph.initializer.append(numpy_helper.from_array(np.ones(4, np.float16), "scales"))

    file = _changed(make(), change)
    assert not choices(file, "11.4.0", (8, 9)).precisions[Precision.FP32]


def test_fp16_is_usual_where_it_can_be_had(make: MakeFile) -> None:
    assert choices(make(), "8.6.1", (8, 9)).usual is Precision.FP16
    assert choices(make(), "8.6.1", (6, 1)).usual is Precision.FP32


def test_bf16_weights_are_built_as_they_are(make: MakeFile, tmp_path: Path) -> None:
    file = make()
    model = onnx.load(file.path)
    weights = model.graph.initializer[0]
    weights.data_type = TensorProto.BFLOAT16
    weights.raw_data = bytes(2 * 48)
    model.graph.node[0].attribute[0].i = TensorProto.BFLOAT16
    path = tmp_path / "typed.onnx"
    onnx.save(model, path)
    found = choices(identify(path), "11.4.0", (8, 9))
    assert {one for one, why in found.precisions.items() if not why} == {Precision.BF16}


def test_other_cards_take_an_ampere(make: MakeFile) -> None:
    wish = BuildOptions(hardware_compatible=True)
    choices(make(), "8.6.1", (8, 0)).check(wish, "small.onnx")
    with pytest.raises(BuildError, match="Ampere"):
        choices(make(), "8.6.1", (7, 5)).check(wish, "small.onnx")


def test_a_level_that_does_not_exist_is_refused(make: MakeFile) -> None:
    with pytest.raises(BuildError, match="level 9"):
        choices(make()).check(replace(BuildOptions(), level=9), "small.onnx")


def test_nothing_is_built_from_an_engine(model: ModelFile) -> None:
    found = choices(replace(model, format=ModelFormat.TENSORRT), "8.6.1", (8, 9))
    assert "engine already" in str(found.refused)


def test_open_sizes_are_told(model: ModelFile, tmp_path: Path) -> None:
    assert not choices(model).is_dynamic
    open_ = network(
        tmp_path / "open.onnx",
        {"o": np.zeros((1, 2), np.float32)},
        inputs={"images": ("float32", ("batch", 3, None, None))},
    )
    assert choices(identify(open_)).is_dynamic


@needs_shared_data
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("yolo26n_int8", "quantised at run time"),
        ("yolov8n-obb-uint8", "quantised at run time"),
        ("ssd_mobilenet_v1_coco_uint8_nhwc", "unsigned values"),
    ],
)
def test_models_in_integers_that_tensorrt_lacks_are_refused(name: str, why: str) -> None:
    found = choices(identify(ROOT / "models" / f"{name}.onnx"), "10.13.3", (9, 0))
    assert why in str(found.refused)
    assert all(found.precisions.values())


@needs_shared_data
@pytest.mark.parametrize("name", ["yolov8n-dq", "yolov5n", "yolox_nano", "deimv2_atto_coco"])
def test_models_in_floating_point_can_be_built(name: str) -> None:
    found = choices(identify(ROOT / "models" / f"{name}.onnx"), "8.6.0", (9, 0))
    assert {one for one, why in found.precisions.items() if not why} == {
        Precision.FP32,
        Precision.FP16,
    }
    assert not found.is_dynamic or name == "deimv2_atto_coco"
