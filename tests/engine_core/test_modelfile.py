from __future__ import annotations

import gzip
import hashlib
import io
import json
import lzma
import os
import pickle
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from engine_core.errors import ModelFileError
from engine_core.modelfile import ModelFile, ModelFormat, identify
from engine_core.onnxfile import Operator
from tests.shared_data import ROOT, needs_shared_data

ENGINES = ROOT.parent / "gpu" / "engines"
needs_engines = pytest.mark.skipif(
    not ENGINES.is_dir(), reason=f"TensorRT plans are not at {ENGINES}"
)
same_folder = settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def small_model(*nodes: onnx.NodeProto, opset: int = 17) -> onnx.ModelProto:
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 8, 8])
    result = helper.make_tensor_value_info("result", TensorProto.FLOAT, None)
    weights = numpy_helper.from_array(np.zeros((2, 3, 1, 1), np.float32), "weights")
    graph = helper.make_graph(
        list(nodes) or [helper.make_node("Conv", ["image", "weights"], ["result"])],
        "small",
        [image],
        [result],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    helper.set_model_props(model, {"task": "detect", "names": "{0: 'car', 1: 'bus'}"})
    return model


def branching_model(*inner: onnx.NodeProto) -> onnx.ModelProto:
    body = helper.make_graph(
        list(inner), "body", [], [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]
    )
    return small_model(
        helper.make_node("If", ["condition"], ["result"], then_branch=body, else_branch=body)
    )


def external_tensor(location: str, **entries: int) -> onnx.TensorProto:
    tensor = TensorProto(name="outside", data_type=TensorProto.FLOAT, dims=[4])
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in {"location": location, **entries}.items():
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def plan(
    *, version: tuple[int, int, int, int] = (8, 6, 0, 12), part: bytes = b"NGNE", body: int = 64
) -> bytes:
    size = 36 + body
    start = b"ftrt" + bytes(4) + b"\x01" + bytes(7) + size.to_bytes(8, "little")
    return start + bytes(version) + bytes(4) + part + bytes(body)


def refusal(path: Path, content: bytes | None = None) -> ModelFileError:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelFileError) as caught:
        identify(path)
    assert path.name in str(caught.value)
    assert str(caught.value.cure)
    return caught.value


def test_an_onnx_model_is_known_under_any_name_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    path.write_bytes(small_model().SerializeToString())
    found = identify(path)
    assert found.format is ModelFormat.ONNX
    assert found.size_bytes == path.stat().st_size
    assert found.metadata.names == ("car", "bus")
    assert found.onnx is not None
    assert found.onnx.opsets == (("", 17),)
    assert (found.onnx.inputs, found.onnx.outputs) == (("image",), ("result",))
    assert found.onnx.operators == {Operator("", "Conv")}
    assert found.onnx.unknown_operators == ()
    assert found.sha256() == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_change_whose_time_was_set_back_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.engine"
    content = b"ftrt" + bytes(64)
    path.write_bytes(content)
    found, before = identify(path), path.stat()
    first = found.sha256()
    path.write_bytes(content[:-1] + b"x")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert found.sha256() != first


def test_a_hash_follows_the_file(tmp_path: Path) -> None:
    path = tmp_path / "m.plan"
    path.write_bytes(plan())
    found = identify(path)
    before = found.sha256()
    path.write_bytes(plan(body=65))
    assert found.sha256() != before
    path.unlink()
    with pytest.raises(ModelFileError):
        found.sha256()


def test_operators_of_plugins_are_told_from_those_of_onnx(tmp_path: Path) -> None:
    path = tmp_path / "m.onnx"
    model = branching_model(
        helper.make_node("BatchedNMS_TRT", [], ["x"]),
        helper.make_node("Relu", ["x"], ["z"]),
        helper.make_node("Gelu", ["z"], ["y"], domain="com.microsoft"),
        helper.make_node("Mine", ["z"], ["y"], domain="local"),
    )
    model.functions.append(
        helper.make_function(
            "local",
            "Mine",
            ["a"],
            ["b"],
            [helper.make_node("Upsample", ["a"], ["b"])],
            [helper.make_opsetid("", 17)],
        )
    )
    path.write_bytes(model.SerializeToString())
    facts = identify(path).onnx
    assert facts is not None
    assert {str(one) for one in facts.operators} == {
        "If", "BatchedNMS_TRT", "Relu", "com.microsoft::Gelu", "local::Mine", "Upsample",
    }  # fmt: skip
    assert {str(one) for one in facts.unknown_operators} == {
        "BatchedNMS_TRT", "com.microsoft::Gelu", "Upsample",
    }  # fmt: skip
    assert [str(one) for one in facts.plugins] == ["BatchedNMS_TRT"]


@needs_shared_data
def test_every_real_model_is_an_onnx_file_with_known_operators() -> None:
    paths = sorted((ROOT / "models").glob("*.onnx"))
    assert paths
    for path in paths:
        facts = identify(path).onnx
        assert facts is not None
        assert facts.inputs
        assert facts.outputs
        assert set(facts.unknown_operators) == set(facts.plugins), path.name
        assert not facts.external_files


@needs_shared_data
def test_the_metadata_and_plugins_of_real_models_are_read() -> None:
    end_to_end = identify(ROOT / "models" / "yolo26n_int8.onnx").metadata
    assert (end_to_end.task, len(end_to_end.names), end_to_end.imgsz) == ("detect", 80, (640, 640))
    assert end_to_end.end2end is True
    pose = identify(ROOT / "models" / "yolov8n-pose-dq.onnx").metadata
    assert (pose.task, pose.names, pose.kpt_shape) == ("pose", ("person",), (17, 3))
    plugin = identify(ROOT / "models" / "yolov5n_efficientnms_trt.onnx").onnx
    assert plugin is not None
    assert [str(one) for one in plugin.plugins] == ["TRT::EfficientNMS_TRT"]


@needs_engines
def test_real_plans_say_what_built_them_and_where_they_were_cut(tmp_path: Path) -> None:
    for packed in (ENGINES / "yolov8n_fp16.engine.xz", ENGINES / "yolov8n_fp16_vc.engine.xz"):
        data = lzma.decompress(packed.read_bytes())
        path = tmp_path / "m.engine"
        path.write_bytes(data)
        found = identify(path)
        assert found.format is ModelFormat.TENSORRT
        assert (found.built_with, found.plan_offset) == ("8.6.0.12", 0)
        assert found.version_compatible is packed.name.endswith("_vc.engine.xz")
        assert "only the beginning" in str(refusal(path, data[:-1]))
        header = json.dumps({"task": "detect", "names": {"0": "car"}}).encode()
        path.write_bytes(len(header).to_bytes(4, "little") + header + data)
        found = identify(path)
        assert found.plan_offset == 4 + len(header)
        assert (found.metadata.names, found.built_with) == (("car",), "8.6.0.12")


def test_a_plan_of_an_unknown_layout_is_left_to_tensorrt(tmp_path: Path) -> None:
    path = tmp_path / "old.trt"
    path.write_bytes(b"ptrt" + bytes(100))
    assert identify(path).built_with is None
    header = json.dumps({"task": "detect"}).encode()
    path.write_bytes(len(header).to_bytes(4, "little") + header + b"\xab" * 100)
    found = identify(path)
    assert (found.format, found.metadata.task) == (ModelFormat.TENSORRT, "detect")
    assert "beginning" in str(refusal(path, path.read_bytes()[: 4 + len(header)]))
    newer = plan(version=(10, 3, 0, 26), part=b"NEWS")
    path.write_bytes(newer[:60])
    assert identify(path).built_with == "10.3.0.26"


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return buffer.getvalue()


def tarred() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("m.onnx"))
    return buffer.getvalue()


def picture(form: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), (200, 10, 10)).save(buffer, form)
    return buffer.getvalue()


def field(number: int, content: bytes | int) -> bytes:
    """Return one field of a protobuf message."""

    def varint(value: int) -> bytes:
        low = bytes([value & 0x7F | (0x80 if value > 0x7F else 0)])
        return low + (varint(value >> 7) if value > 0x7F else b"")

    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


TENSORFLOW_NODE = field(1, field(1, b"image_tensor") + field(2, b"Placeholder") + field(5, b"x"))
PADDLE_BLOCK = field(1, b"\x08\x00\x10" + b"\xff" * 9 + b"\x01" + bytes(40))
SAFETENSORS = json.dumps({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()


@pytest.mark.parametrize(
    ("name", "content", "word", "cure"),
    [
        ("best.pt", zipped("best/data.pkl", "best/data/0"), "PyTorch checkpoint", "model=best.pt"),
        ("m.ts", zipped("m/data.pkl", "m/code/m.py"), "TorchScript", "ONNX"),
        ("m.pt2", zipped("m/archive_format", "m/models/model.json"), "PyTorch", "ONNX"),
        ("old.pth", pickle.dumps({"a": 1}, protocol=2), "run any program", "model=old.pth"),
        ("new.pkl", pickle.dumps({"a": 1}, protocol=4), "pickle", "export"),
        ("m.h5", b"\x89HDF\r\n\x1a\n" + bytes(99), "HDF5", "tf2onnx"),
        ("m.keras", zipped("config.json", "model.weights.h5"), "Keras", "tf2onnx"),
        ("m.tflite", b"\x1c\x00\x00\x00TFL3" + bytes(99), "TensorFlow Lite", "tf2onnx"),
        ("m.pb", TENSORFLOW_NODE * 3, "TensorFlow", "tf2onnx"),
        ("saved_model.pb", field(1, 1) + field(2, b"serve" * 9), "TensorFlow", "tf2onnx"),
        ("m.xml", b'<?xml version="1.0"?>\n<net name="m" version="11">', "OpenVINO", "ONNX"),
        ("m.bin", np.random.default_rng(1).bytes(4000), "weights", "ONNX"),
        ("m.mlmodel", field(1, 4) + field(2, b"d" * 30) + field(500, b"n" * 30), "Core ML", "ONNX"),
        ("m.param", b"7767517\n75 83\nInput data 0 1 data\n", "ncnn", "ONNX"),
        ("m.param.bin", b"\xdd\x85\x76\x00" + bytes(99), "ncnn", "ONNX"),
        ("m.pdmodel", PADDLE_BLOCK, "PaddlePaddle", "paddle2onnx"),
        ("m.caffemodel", field(1, b"net") + field(100, b"layer" * 9) * 2, "Caffe", "ONNX"),
        ("m.prototxt", b'name: "net"\nlayer {\n name: "data"\n}\n', "Caffe", "ONNX"),
        ("m.weights", b"\0\0\0\0\2\0\0\0\5\0\0\0" + bytes(99), "Darknet", "ONNX"),
        ("m.cfg", b"[net]\nbatch=1\nwidth=416\n\n[convolutional]\n", "Darknet", "ONNX"),
        ("m.etlt", np.random.default_rng(2).bytes(4000), "TAO", "tao-converter"),
        (
            "m.safetensors",
            len(SAFETENSORS).to_bytes(8, "little") + SAFETENSORS,
            "safetensors",
            "ONNX",
        ),
        ("m.gguf", b"GGUF\x03" + bytes(99), "language model", ".onnx"),
        ("m.ort", b"\x18\x00\x00\x00ORTM" + bytes(99), ".ort", ".onnx"),
        ("m.rknn", b"RKNN" + bytes(99), "Rockchip", "ONNX"),
        ("m.onnx.gz", gzip.compress(b"x" * 99, mtime=0), "compressed", "Unpack"),
        ("m.engine.xz", lzma.compress(b"x" * 99), "compressed", "Unpack"),
        ("m.zst", b"\x28\xb5\x2f\xfd" + bytes(99), "compressed", "Unpack"),
        ("m.7z", b"7z\xbc\xaf\x27\x1c" + bytes(99), "archive", "Unpack"),
        ("m.rar", b"Rar!\x1a\x07\x01\x00" + bytes(99), "archive", "Unpack"),
        ("m.tar", tarred(), "archive", "Unpack"),
        ("m.zip", zipped("a/yolo.onnx"), "yolo.onnx", "Unpack"),
        ("cut.zip", zipped("a", "b")[:30], "damaged", "Download"),
        ("m.npz", zipped("a.npy"), "NumPy", ".onnx"),
        (
            "m.onnx",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
            "Git LFS",
            "git lfs",
        ),
        ("m.onnx", b"\n<!DOCTYPE html>\n<html><head>", "web page", "Download"),
        ("m.json", b'{"layers": []}', "JSON", ".onnx"),
        ("m.toml", b"[build-system]\n", "text", ".onnx"),
        (
            "calib.cache",
            b"TRT-8601-EntropyCalibration2\nimages: 3c010a14\n",
            "calibration",
            "engine",
        ),
        ("a.jpg", picture("JPEG"), "picture", "model"),
        ("a.png", picture("PNG"), "picture", "model"),
        ("a.bmp", picture("BMP"), "picture", "model"),
        ("a.webp", picture("WEBP"), "picture", "model"),
        ("a.tif", picture("TIFF"), "picture", "model"),
        ("a.mp4", b"\x00\x00\x00\x20ftypisom" + bytes(99), "video", "model"),
        ("a.avi", b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(99), "video", "model"),
        ("a.mkv", b"\x1a\x45\xdf\xa3" + bytes(99), "video", "model"),
        ("a.ts", (b"\x47" + bytes(187)) * 4, "video", "model"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(99), "PDF", ".onnx"),
        ("a.so", b"\x7fELF\x02\x01\x01" + bytes(99), "library", ".onnx"),
        ("a.dll", b"MZ\x90\x00" + bytes(99), "library", ".onnx"),
        ("m.engine", np.random.default_rng(3).bytes(4000), "TensorRT engine, but", "ONNX"),
        ("m.onnx", bytes(4000), "ONNX model, but", "again"),
        ("m", np.random.default_rng(4).bytes(4000), "neither", "ONNX"),
    ],
)
def test_what_is_no_model_is_named_with_a_cure(
    tmp_path: Path, name: str, content: bytes, word: str, cure: str
) -> None:
    error = refusal(tmp_path / name, content)
    assert word in str(error.why)
    assert cure in str(error.cure)


def test_a_real_program_is_no_model() -> None:
    assert "library" in str(refusal(Path(sys.executable).resolve()).why)


@pytest.mark.parametrize(
    ("members", "suffix", "word"),
    [
        (("saved_model.pb", "variables"), "", "SavedModel"),
        (("m.xml", "m.bin", "metadata.yaml"), "", "OpenVINO"),
        (("m.param", "m.bin"), "", "ncnn"),
        (("inference.pdmodel",), "", "PaddlePaddle"),
        (("Manifest.json",), ".mlpackage", "Core ML"),
        (("a.txt",), "", "folder"),
        (("yolo.onnx",), "", "yolo.onnx"),
        ((), "", "folder"),
    ],
)
def test_a_folder_is_named_with_a_cure(
    tmp_path: Path, members: tuple[str, ...], suffix: str, word: str
) -> None:
    folder = tmp_path / f"model{suffix}"
    folder.mkdir()
    for member in members:
        (folder / member).write_bytes(b"x")
    assert word in str(refusal(folder))


def test_missing_empty_and_special_files_are_refused(tmp_path: Path) -> None:
    assert "no file" in str(refusal(tmp_path / "none.onnx"))
    assert "is empty" in str(refusal(tmp_path / "a.onnx", b""))
    with pytest.raises(ModelFileError, match="no file"):
        identify(tmp_path / "a\x00b.onnx")
    (tmp_path / "file").write_bytes(b"x")
    assert "no file" in str(refusal(tmp_path / "file" / "m.onnx"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.onnx")
    assert "pipe" in str(refusal(tmp_path / "pipe.onnx"))


def test_a_cut_model_says_how_much_is_missing(tmp_path: Path) -> None:
    data = small_model().SerializeToString()
    error = refusal(tmp_path / "m.onnx", data[: len(data) // 2])
    assert "only the beginning" in str(error.what)


@pytest.mark.parametrize(
    "change",
    [
        lambda model: model.graph.ClearField("output"),
        lambda model: model.graph.ClearField("node"),
        lambda model: model.ClearField("opset_import"),
    ],
)
def test_a_model_without_network_outputs_or_opset_is_incomplete(
    tmp_path: Path, change: object
) -> None:
    model = small_model()
    assert callable(change)
    change(model)
    assert "incomplete" in str(refusal(tmp_path / "m.onnx", model.SerializeToString()))


def test_weights_beside_the_model_are_found_and_missed(tmp_path: Path) -> None:
    model = small_model()
    model.graph.initializer.append(external_tensor("sub/m.data", offset=16, length=16))
    path = tmp_path / "m.onnx"
    error = refusal(path, model.SerializeToString())
    assert "sub/m.data" in str(error.cure)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "m.data").write_bytes(bytes(31))
    assert "cut off" in str(refusal(tmp_path / "m.onnx"))
    (tmp_path / "sub" / "m.data").write_bytes(bytes(32))
    facts = identify(path).onnx
    assert facts is not None
    assert facts.external_files == ("sub/m.data",)


@pytest.mark.parametrize(
    "location",
    [
        "/etc/passwd",
        "../m.data",
        "a/../../m.data",
        "C:\\m.data",
        "\\\\host\\share\\m.data",
        "..\\m.data",
        "",
        "c:m.data",
        "//host/m.data",
    ],
)
def test_weights_outside_the_models_folder_are_refused(tmp_path: Path, location: str) -> None:
    (tmp_path / "m.data").write_bytes(bytes(64))
    folder = tmp_path / "models"
    folder.mkdir()
    model = small_model()
    model.graph.initializer.append(external_tensor(location))
    error = refusal(folder / "m.onnx", model.SerializeToString())
    assert "outside its own folder" in str(error)


def test_weights_hidden_in_attributes_branches_and_functions_are_seen(tmp_path: Path) -> None:
    def constant() -> onnx.NodeProto:
        return helper.make_node("Constant", [], ["y"], value=external_tensor("../../secret"))

    within_function = small_model()
    within_function.functions.append(
        helper.make_function(
            "local", "Mine", [], ["y"], [constant()], [helper.make_opsetid("", 17)]
        )
    )
    sparse = small_model()
    sparse.graph.sparse_initializer.add().values.CopyFrom(external_tensor("../../secret"))
    models = [small_model(constant()), branching_model(constant()), within_function, sparse]
    for model in models:
        error = refusal(tmp_path / "m.onnx", model.SerializeToString())
        assert "outside its own folder" in str(error)


@pytest.mark.skipif(os.name == "nt", reason="links need privileges on Windows")
def test_links_may_not_lead_out_but_a_linked_model_keeps_its_weights(tmp_path: Path) -> None:
    store, folder = tmp_path / "store", tmp_path / "models"
    store.mkdir()
    folder.mkdir()
    model = small_model()
    model.graph.initializer.append(external_tensor("m.data"))
    (store / "blob").write_bytes(bytes(64))
    (folder / "m.data").symlink_to(store / "blob")
    path = folder / "m.onnx"
    assert "outside its own folder" in str(refusal(path, model.SerializeToString()))
    path.rename(store / "m")
    path.symlink_to(store / "m")
    assert identify(path).format is ModelFormat.ONNX


def outcome(path: Path, data: bytes) -> ModelFile | None:
    path.write_bytes(data)
    try:
        return identify(path)
    except ModelFileError as error:
        assert str(error.what)  # noqa: PT017  # that nothing else is raised is the point
        assert str(error.cure)  # noqa: PT017
        return None


@same_folder
@given(
    start=st.sampled_from(
        [b"", b"\x08\x08", b"ftrt", b"PK\x03\x04", b"\x0a", b"{", b"\x08\x07\x3a"]
    ),
    rest=st.binary(max_size=200),
)
def test_random_bytes_are_refused_or_identified(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "m.onnx"
    found = outcome(path, start + rest)
    assert found is None or found.size_bytes == path.stat().st_size


@same_folder
@given(data=st.data())
def test_a_flipped_or_cut_small_model_is_refused_or_identified(
    tmp_path: Path, data: st.DataObject
) -> None:
    whole = bytearray(branching_model(helper.make_node("Relu", ["x"], ["y"])).SerializeToString())
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] ^= 1 << data.draw(st.integers(0, 7))
    cut = data.draw(st.integers(1, len(whole)))
    found = outcome(tmp_path / "m.onnx", bytes(whole[:cut]))
    assert found is None or found.format in ModelFormat


@needs_shared_data
@pytest.mark.parametrize("name", ["neg_mnist.onnx", "neg_nms-yolov8.onnx", "yunet_n_640_640.onnx"])
def test_a_real_model_cut_or_flipped_at_its_ends_never_crashes(tmp_path: Path, name: str) -> None:
    whole = (ROOT / "models" / name).read_bytes()
    chance = np.random.default_rng(len(name))
    path = tmp_path / "m.onnx"
    for _ in range(150):
        cut = int(chance.integers(1, len(whole)))
        assert outcome(path, whole[:cut]) is None or cut > 0.9 * len(whole)
        flipped = bytearray(whole)
        # Most of a model is weights, where a flip changes nothing that is read here.
        for place in (*chance.integers(0, 400, 4), *chance.integers(0, len(whole), 4)):
            flipped[place] ^= 1 << int(chance.integers(0, 8))
        found = outcome(path, bytes(flipped))
        assert found is None or found.size_bytes == len(whole)
