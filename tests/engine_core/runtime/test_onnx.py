from __future__ import annotations

import sys
import threading
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from engine_core.errors import InferenceError, ModelFileError, RuntimeMissingError
from engine_core.modelfile import ModelFormat, identify
from engine_core.runtime import open_session
from engine_core.runtime.base import Interruptible
from engine_core.runtime.onnx import OnnxSession
from engine_core.tensors import DYNAMIC
from tests.builders import network


def saved(path: Path, *nodes: onnx.NodeProto, opsets: dict[str, int] | None = None) -> Path:
    graph = helper.make_graph(
        list(nodes),
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 3, 4, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
    )
    imports = [helper.make_opsetid(name, at) for name, at in (opsets or {"": 17}).items()]
    path.write_bytes(
        helper.make_model(graph, opset_imports=imports, ir_version=8).SerializeToString()
    )
    return path


def test_a_session_says_what_it_takes_and_gives(tmp_path: Path) -> None:
    path = network(
        tmp_path / "n.onnx",
        {"a": np.zeros((1, 5), np.float16), "b": np.zeros((2,), np.int64), "c": np.ones(1, bool)},
        inputs={"x": ("uint8", ("n", "h", "w", 3))},
    )
    session = OnnxSession(identify(path))
    info = session.info
    assert str(info.signature.inputs[0]) == "x uint8 [?×?×?×3]"
    assert [(spec.name, spec.dtype) for spec in info.signature.outputs] == [
        ("a", "float16"),
        ("b", "int64"),
        ("c", "bool"),
    ]
    with pytest.raises(KeyError):
        info.signature.output("d")
    assert info.format is ModelFormat.ONNX
    assert info.device == "CPU"
    assert info.runtime.startswith("ONNX Runtime ")
    assert info.size_bytes == path.stat().st_size
    assert info.path == path


def test_sizes_that_are_open_are_said_to_be_so(tmp_path: Path) -> None:
    path = saved(tmp_path / "n.onnx", helper.make_node("Add", ["x", "x"], ["y"]))
    output = OnnxSession(identify(path)).info.signature.output("y")
    assert output.shape == (DYNAMIC, 3, 4, 4)
    assert output.is_dynamic


def test_answers_come_by_name_and_belong_to_the_caller(tmp_path: Path) -> None:
    path = saved(tmp_path / "n.onnx", helper.make_node("Add", ["x", "x"], ["y"]))
    session = open_session(identify(path), threads=1)
    first = session.infer({"x": np.ones((1, 3, 4, 4), np.float32)})
    second = session.infer({"x": np.zeros((2, 3, 4, 4), np.float32)})
    assert first["y"].tolist() == np.full((1, 3, 4, 4), 2).tolist()
    assert second["y"].shape == (2, 3, 4, 4)


@pytest.mark.parametrize(
    "inputs",
    [
        {},
        {"z": np.zeros((1, 3, 4, 4), np.float32)},
        {"x": np.zeros((1, 3, 4, 5), np.float32)},
        {"x": np.zeros((1, 3, 4, 4), np.float64)},
    ],
)
def test_what_the_network_cannot_take_is_an_error_of_that_run(
    inputs: dict[str, np.ndarray], tmp_path: Path
) -> None:
    path = saved(tmp_path / "n.onnx", helper.make_node("Add", ["x", "x"], ["y"]))
    session = OnnxSession(identify(path))
    with pytest.raises(InferenceError, match=r"n\.onnx") as caught:
        session.infer(inputs)
    assert caught.value.why
    assert caught.value.details
    assert len(session.infer({"x": np.zeros((1, 3, 4, 4), np.float32)})) == 1


def test_an_operator_that_another_runtime_has_is_named(tmp_path: Path) -> None:
    node = helper.make_node("EfficientNMS_TRT", ["x"], ["y"], domain="TRT")
    path = saved(tmp_path / "n.onnx", node, opsets={"": 17, "TRT": 1})
    with pytest.raises(RuntimeMissingError) as caught:
        open_session(identify(path))
    assert "EfficientNMS_TRT" in str(caught.value.why)
    assert "TensorRT" in str(caught.value.cure)
    assert caught.value.details


def test_a_graph_that_makes_no_sense_is_a_damaged_file(tmp_path: Path) -> None:
    path = saved(tmp_path / "n.onnx", helper.make_node("Add", ["x", "nowhere"], ["y"]))
    with pytest.raises(ModelFileError, match=r"n\.onnx") as caught:
        open_session(identify(path))
    assert caught.value.cure
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", [b"x", b"y"])
def test_names_that_are_no_text_are_a_damaged_file(
    name: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path / "n.onnx", helper.make_node("Add", ["x", "x"], ["y"]))
    path.write_bytes(path.read_bytes().replace(b"\x01" + name, b"\x01\xff"))
    with pytest.raises(ModelFileError, match=r"n\.onnx"):
        open_session(identify(path))
    assert capfd.readouterr() == ("", "")


def test_a_closed_session_runs_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path / "n.onnx", helper.make_node("Add", ["x", "x"], ["y"]))
    session = OnnxSession(identify(path))
    session.close()
    session.close()
    with pytest.raises(ValueError, match="closed"):
        session.infer({"x": np.zeros((1, 3, 4, 4), np.float32)})
    assert session.info.device == "CPU"


def test_a_plan_needs_another_runtime(tmp_path: Path) -> None:
    plan = tmp_path / "m.engine"
    size = (100).to_bytes(8, "little")
    plan.write_bytes(b"ftrt" + bytes(12) + size + bytes((10, 3, 0, 1)) + bytes(72))
    with pytest.raises(RuntimeMissingError, match="TensorRT") as caught:
        open_session(identify(plan))
    assert "ONNX" in str(caught.value.cure)


def endless(path: Path) -> Path:
    """Write a network that counts on for centuries."""
    number = helper.make_tensor_value_info("number", TensorProto.FLOAT, [1])
    body = helper.make_graph(
        [
            helper.make_node("Add", ["number", "number"], ["more"]),
            helper.make_node("Identity", ["goes_on"], ["still"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("round", TensorProto.INT64, []),
            helper.make_tensor_value_info("goes_on", TensorProto.BOOL, []),
            number,
        ],
        [
            helper.make_tensor_value_info("still", TensorProto.BOOL, []),
            helper.make_tensor_value_info("more", TensorProto.FLOAT, [1]),
        ],
    )
    graph = helper.make_graph(
        [helper.make_node("Loop", ["rounds", "", "start"], ["end"], body=body)],
        "endless",
        [helper.make_tensor_value_info("start", TensorProto.FLOAT, [1])],
        [helper.make_tensor_value_info("end", TensorProto.FLOAT, [1])],
        [helper.make_tensor("rounds", TensorProto.INT64, [], [2**62])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path.write_bytes(model.SerializeToString())
    return path


def test_a_run_under_way_is_broken_off_and_none_comes_after_it(tmp_path: Path) -> None:
    session = open_session(identify(endless(tmp_path / "n.onnx")), threads=1)
    assert isinstance(session, Interruptible)
    fed = {"start": np.ones(1, np.float32)}
    raised: list[InferenceError] = []

    def run() -> None:
        try:
            session.infer(fed)
        except InferenceError as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    while thread.is_alive():
        frame = sys._current_frames().get(thread.ident or 0)
        if frame is not None and "onnxruntime" in frame.f_code.co_filename:
            break
    assert raised == []
    session.interrupt()
    thread.join(20)
    assert not thread.is_alive()
    assert len(raised) == 1
    with pytest.raises(InferenceError):
        session.infer(fed)
    session.close()
    session.interrupt()


def test_after_an_interruption_not_even_the_smallest_network_answers(tmp_path: Path) -> None:
    session = OnnxSession(identify(network(tmp_path / "n.onnx", {"y": np.zeros(3, np.float32)})))
    (image,) = session.info.signature.inputs
    fed = {image.name: np.zeros([max(1, size) for size in image.shape], np.float32)}
    assert "y" in session.infer(fed)
    session.interrupt()
    with pytest.raises(InferenceError):
        session.infer(fed)
