from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the demo is made with Python 3.11 or later")

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from tools.demo.detector.quantise import NOTE, quantise


def _convolution(name: str, source: str, target: str) -> onnx.NodeProto:
    return helper.make_node(
        "Conv", [source, f"{name}.weight"], [target], name=name, kernel_shape=[3, 3], pads=[1] * 4
    )


def _model(path: Path) -> None:
    """Write a network of two convolutions, an activation between, and a sigmoid at the end."""
    draw = np.random.default_rng(1)
    weights = {
        "first.weight": draw.normal(0, 0.3, (8, 3, 3, 3)),
        "last.weight": draw.normal(0, 0.3, (4, 8, 3, 3)),
    }
    graph = helper.make_graph(
        [
            _convolution("first", "images", "a"),
            helper.make_node("Sigmoid", ["a"], ["s"], name="likely"),
            helper.make_node("Mul", ["a", "s"], ["b"], name="silu"),
            _convolution("last", "b", "c"),
            helper.make_node("Sigmoid", ["c"], ["out"], name="sigmoid"),
        ],
        "small",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, 16, 16])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, 4, 16, 16])],
        [numpy_helper.from_array(one.astype(np.float32), name) for name, one in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, {"task": "segment", "description": "Finds parts"})
    onnx.save(model, path)


def _pictures(count: int) -> list[npt.NDArray[np.uint8]]:
    draw = np.random.default_rng(2)
    return [draw.integers(0, 256, (16, 16, 3)).astype(np.uint8) for _ in range(count)]


def test_a_quantised_model_answers_nearly_the_same_in_8_bits(tmp_path: Path) -> None:
    source, out = tmp_path / "float.onnx", tmp_path / "int8.onnx"
    _model(source)

    quantise(source, out, _pictures(8))

    model = onnx.load(out)
    makers = {name: node for node in model.graph.node for name in node.output}
    by_name = {node.name: node for node in model.graph.node}
    assert all(makers[name].op_type == "DequantizeLinear" for name in by_name["silu"].input)
    # What a branch ends with stays in float: its weights come as they are.
    assert all(makers[name].op_type == "DequantizeLinear" for name in by_name["first"].input)
    stored = {one.name: one.data_type for one in model.graph.initializer}
    assert stored[by_name["last"].input[1]] == TensorProto.FLOAT
    assert makers[by_name["sigmoid"].input[0]] is by_name["last"]
    assert TensorProto.INT8 in stored.values()

    tensor = _pictures(1)[0].transpose(2, 0, 1)[None].astype(np.float32) / np.float32(255)
    answers = [
        onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(
            None, {"images": tensor}
        )[0]
        for path in (source, out)
    ]
    assert 0 < np.abs(answers[0] - answers[1]).max() < 0.05


def test_a_quantised_model_still_says_what_it_is(tmp_path: Path) -> None:
    source, out = tmp_path / "float.onnx", tmp_path / "int8.onnx"
    _model(source)

    quantise(source, out, _pictures(2))

    properties = {one.key: one.value for one in onnx.load(out).metadata_props}
    assert properties["task"] == "segment"
    assert properties["description"] == f"Finds parts; {NOTE}"
