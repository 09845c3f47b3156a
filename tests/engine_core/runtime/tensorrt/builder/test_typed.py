"""Models typed as FP16 run on ONNX Runtime and find what they are known to find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from engine_core.decoders.base import Task
from engine_core.detector import Detector, SuppressionOptions
from engine_core.errors import BuildError
from engine_core.frame import Frame
from engine_core.runtime.tensorrt.builder.typed import to_fp16
from tests.goldens import Tolerance, mismatches
from tests.shared_data import ROOT, manifest, needs_shared_data

_FLOATS = [
    model
    for model in manifest()["models"]
    if not model.get("negative_test")
    and model["onnxruntime_cpu"].startswith("loads")
    and "int8" not in model["file"]
]
# What the manifest allows an engine in half precision.
_SCORE = 0.05


def _name(model: dict[str, Any]) -> str:
    return Path(model["file"]).stem


@needs_shared_data
@pytest.mark.slow
@pytest.mark.parametrize("model", _FLOATS, ids=_name)
def test_a_typed_model_finds_what_it_is_known_to_find(
    model: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / Path(model["file"]).name
    to_fp16(ROOT / model["file"], path, tmp_path / "weights")
    assert _weights_of(path) == {TensorProto.FLOAT16}
    said = Tolerance.of(model["golden_tolerance"])
    tolerance = Tolerance(said.iou, max(said.score, _SCORE), weakest_may_differ=True)
    options = SuppressionOptions(iou=model["golden_settings"].get("nms_iou"))
    wrong = []
    with Detector.open(path) as detector:
        assert detector.recipe.task is not Task.CLASSIFY
        for picture, golden in model["golden"].items():
            with Image.open(ROOT / "media" / picture) as image:
                frame = Frame(image=np.array(image.convert("RGB")), source=picture, name=picture)
            found = detector.detect(frame, options).detections
            conf = model["golden_settings"]["conf"]
            wrong += [f"{picture}: {one}" for one in mismatches(golden, found, conf, tolerance)]
    assert wrong == []


def _weights_of(path: Path) -> set[int]:
    """Return the types of the large floating weights; a scale or a threshold may stay FP32."""
    floats = (TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.BFLOAT16)
    return {
        tensor.data_type
        for tensor in onnx.load(path).graph.initializer
        if tensor.data_type in floats and np.prod(tensor.dims) > 64
    }


def _convolution(path: Path, *, weights_as_inputs: bool = False, plugin: bool = False) -> Path:
    weights = numpy_helper.from_array(np.full((2, 3, 1, 1), 0.25, np.float32), "weights")
    value = helper.make_tensor_value_info
    inputs = [value("images", TensorProto.FLOAT, [1, 3, 4, 4])]
    if weights_as_inputs:
        inputs.append(value("weights", TensorProto.FLOAT, [2, 3, 1, 1]))
    nodes = [helper.make_node("Conv", ["images", "weights"], ["inner"])]
    nodes.append(
        helper.make_node("Odd_TRT", ["inner"], ["output0"], domain="TRT")
        if plugin
        else helper.make_node("Relu", ["inner"], ["output0"])
    )
    graph = helper.make_graph(
        nodes, "small", inputs, [value("output0", TensorProto.FLOAT, [1, 2, 4, 4])], [weights]
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("TRT", 1)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), path)
    return path


def test_inputs_and_outputs_keep_their_type(tmp_path: Path) -> None:
    typed = tmp_path / "typed.onnx"
    to_fp16(_convolution(tmp_path / "a.onnx"), typed, tmp_path / "weights")
    session = ort.InferenceSession(typed, providers=["CPUExecutionProvider"])
    assert [one.type for one in (*session.get_inputs(), *session.get_outputs())] == [
        "tensor(float)"
    ] * 2
    answer = session.run(None, {"images": np.ones((1, 3, 4, 4), np.float32)})[0]
    np.testing.assert_allclose(np.asarray(answer), 0.75)


def test_weights_that_old_exporters_list_as_inputs_are_typed_too(tmp_path: Path) -> None:
    typed = tmp_path / "typed.onnx"
    to_fp16(_convolution(tmp_path / "a.onnx", weights_as_inputs=True), typed, tmp_path / "weights")
    model = onnx.load(typed)
    assert [one.data_type for one in model.graph.initializer] == [TensorProto.FLOAT16]
    assert [one.name for one in model.graph.input] == ["images"]


def test_weights_too_large_for_one_file_lie_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine_core.runtime.tensorrt.builder.typed._LARGE_BYTES", 100)
    path = tmp_path / "a.onnx"
    value = helper.make_tensor_value_info
    weights = numpy_helper.from_array(np.ones((1, 3, 32, 32), np.float32), "weights")
    graph = helper.make_graph(
        [helper.make_node("Add", ["images", "weights"], ["output0"])],
        "large",
        [value("images", TensorProto.FLOAT, [1, 3, 32, 32])],
        [value("output0", TensorProto.FLOAT, [1, 3, 32, 32])],
        [weights],
    )
    opsets = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), path)
    typed = tmp_path / "typed.onnx"
    to_fp16(path, typed, tmp_path / "typed.onnx.weights")
    assert (tmp_path / "typed.onnx.weights").stat().st_size >= 2 * 3 * 32 * 32
    session = ort.InferenceSession(typed, providers=["CPUExecutionProvider"])
    answer = session.run(None, {"images": np.ones((1, 3, 32, 32), np.float32)})[0]
    np.testing.assert_allclose(np.asarray(answer), 2)


def test_a_plugin_is_fed_fp32(tmp_path: Path) -> None:
    typed = tmp_path / "typed.onnx"
    to_fp16(
        _convolution(tmp_path / "a.onnx", plugin=True),
        typed,
        tmp_path / "weights",
        ("TRT::Odd_TRT",),
    )
    nodes = onnx.load(typed).graph.node
    plugin = next(node for node in nodes if node.op_type == "Odd_TRT")
    before = next(node for node in nodes if plugin.input[0] in node.output)
    assert before.op_type == "Cast"
    assert before.attribute[0].i == TensorProto.FLOAT


def test_a_file_that_cannot_be_typed_is_refused_in_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"\x08\x08no model")
    with pytest.raises(BuildError, match=r"broken\.onnx cannot be typed as FP16") as caught:
        to_fp16(broken, tmp_path / "typed.onnx", tmp_path / "weights")
    assert caught.value.cure
    assert not (tmp_path / "typed.onnx").exists()
