from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from engine_core.building import BuildOptions, InputRange, Precision, header_of_recipe
from engine_core.building.graph import read_graph
from engine_core.building.header import compose_header
from engine_core.detector import Detector
from engine_core.letterbox import Geometry
from engine_core.metadata import Metadata, parse_ultralytics_header
from engine_core.modelfile import ModelFile, identify
from engine_core.preprocess import ChannelOrder
from engine_core.probe import probe_frame
from engine_core.recipe import NO_OVERRULES, Overrules
from engine_core.sidecars import Sidecars
from engine_core.tensors import Signature
from tests.builders import make_signature, network
from tests.engine_core.building import fake_child
from tests.fakes import FakeSession
from tests.shared_data import ROOT, needs_shared_data


def _header(file: ModelFile, more: dict[str, Any] | None = None) -> dict[str, Any]:
    header = compose_header(file, read_graph(file), BuildOptions(), more)
    read: dict[str, Any] = json.loads(header)
    return read


def _read_back(header: str) -> Metadata:
    encoded = header.encode("ascii")
    start = len(encoded).to_bytes(4, "little", signed=True) + encoded
    found = parse_ultralytics_header(start, len(start) + 100)
    assert found is not None
    metadata, offset = found
    assert offset == len(start)
    assert metadata.warnings == ()
    return metadata


def test_what_the_file_says_is_carried_over(tmp_path: Path) -> None:
    said = {
        "description": "Ultralytics YOLOv8n-pose model 猫",
        "author": "Ultralytics",
        "license": "AGPL-3.0",
        "task": "pose",
        "stride": 32,
        "imgsz": [64, 64],
        "batch": 1,
        "channels": 3,
        "names": {0: "person", 3: "it's a “cat”"},
        "kpt_shape": [17, 3],
        "args": {"nms": False, "half": True},
        "end2end": False,
        "head": "Pose",
    }
    outputs = {"output0": np.zeros((1, 56, 84), np.float32)}
    file = identify(network(tmp_path / "pose.onnx", outputs, properties=said))
    header = compose_header(file, read_graph(file), BuildOptions())
    plain = json.loads(header)
    assert plain["author"] == "Ultralytics"
    assert plain["license"] == "AGPL-3.0"
    read, own = _read_back(header), file.metadata
    for field in ("task", "names", "stride", "imgsz", "batch", "channels", "kpt_shape", "head"):
        assert getattr(read, field) == getattr(own, field), field
    assert read.end2end == own.end2end
    assert dict(read.args)["nms"] is False
    assert read.description == own.description


def test_a_file_that_says_nothing_claims_no_task_and_no_names(tmp_path: Path) -> None:
    file = identify(network(tmp_path / "a.onnx", {"o": np.zeros((1, 2), np.float32)}))
    assert set(_header(file)) == {"args", "batch", "imgsz", "enginescope"}


@pytest.mark.parametrize("precision", Precision)
def test_the_arguments_are_those_of_the_engine_and_not_of_the_file(
    precision: Precision, tmp_path: Path
) -> None:
    said = {"args": {"half": True, "int8": True, "quantize": 16, "dynamic": True, "nms": False}}
    outputs = {"output0": np.zeros((1, 84, 84), np.float32)}
    file = identify(network(tmp_path / "a.onnx", outputs, properties=said))
    header = json.loads(compose_header(file, read_graph(file), BuildOptions(precision=precision)))
    assert header["args"] == {
        "half": precision is Precision.FP16,
        "int8": precision is Precision.INT8,
        "dynamic": False,
        "batch": 1,
        "nms": False,
    }


def test_batch_and_size_are_those_of_the_profiles(tmp_path: Path) -> None:
    file = identify(
        network(
            tmp_path / "open.onnx",
            {"o": np.zeros((1, 2), np.float32)},
            inputs={"images": ("float32", ("batch", 3, None, None))},
            properties={"batch": 1, "imgsz": [64, 64], "names": {0: "cat"}},
        )
    )
    ranges = (
        InputRange(name="images", min=(1, 3, 32, 32), opt=(2, 3, 96, 128), max=(4, 3, 320, 320)),
        InputRange(name="images", min=(8, 3, 64, 64), opt=(8, 3, 64, 64), max=(8, 3, 64, 64)),
    )
    profiles = tuple((one,) for one in ranges)
    header = json.loads(compose_header(file, read_graph(file), BuildOptions(), None, profiles))
    assert (header["batch"], header["imgsz"], header["args"]["batch"]) == (8, [96, 128], 8)
    assert header["args"]["dynamic"] is True
    assert header["stride"] == 32


_OTHERS_READ = {"stride", "batch", "imgsz", "names", "task"}


def test_where_the_engine_came_from_stands_in_it(model: ModelFile) -> None:
    own = _header(model)["enginescope"]
    assert own["onnx"] == "small.onnx"
    assert own["onnx_sha256"] == model.sha256()
    assert own["options"]["precision"] == "fp16"


def test_what_was_settled_stands_above_what_the_file_says(model: ModelFile) -> None:
    header = _header(model, {"names": {"0": "mouse"}, "task": None, "enginescope": {"recipe": {}}})
    assert header["names"] == {"0": "mouse"}
    assert "task" not in header
    assert header["enginescope"]["recipe"] == {}
    assert header["enginescope"]["onnx"] == "small.onnx"


@needs_shared_data
@pytest.mark.parametrize(
    ("name", "task", "classes", "imgsz"),
    [
        ("yolox_nano", "detect", 80, (416, 416)),
        ("yolov8n-seg-dq", "segment", 80, (640, 640)),
        ("nanodet_m_416", "detect", 80, (416, 416)),
        ("ultraface_rfb320", "detect", 1, (240, 320)),
    ],
)
def test_what_a_model_was_recognised_as_stands_in_its_engine(
    name: str, task: str, classes: int, imgsz: tuple[int, int]
) -> None:
    path = ROOT / "models" / f"{name}.onnx"
    with Detector.open(path) as detector:
        detector.detect(probe_frame())
        more = header_of_recipe(detector.recipe.describe())
    file = identify(path)
    header = compose_header(file, read_graph(file), BuildOptions(), more)
    assert set(json.loads(header)) >= _OTHERS_READ
    metadata = _read_back(header)
    assert metadata.task == task
    assert len(metadata.names) == classes
    assert metadata.imgsz == imgsz


@needs_shared_data
@pytest.mark.parametrize("name", ["yolox_nano", "nanodet_m_416", "ultraface_rfb320", "yolov5n"])
def test_the_header_changes_nothing_of_how_a_model_is_recognised(name: str, tmp_path: Path) -> None:
    path = ROOT / "models" / f"{name}.onnx"
    with Detector.open(path) as detector:
        detector.detect(probe_frame())
        before = detector.recipe.describe()
    more = header_of_recipe(before)
    model = onnx.load(path)
    del model.metadata_props[:]
    onnx.helper.set_model_props(
        model, {key: str(value) for key, value in more.items() if key != "enginescope"}
    )
    again = tmp_path / path.name
    onnx.save(model, again)
    with Detector.open(again) as detector:
        detector.detect(probe_frame())
        after = detector.recipe.describe()
    for key in ("family", "preprocessing", "decoder", "suppression", "task"):
        assert after[key] == before[key], key
    assert after["labels"]["names"] == before["labels"]["names"]


def _plan(path: Path, header: str) -> ModelFile:
    encoded = header.encode("ascii")
    length = len(encoded).to_bytes(4, "little", signed=True)
    path.write_bytes(length + encoded + fake_child.PLAN)
    return identify(path)


def _recognised(
    file: ModelFile, overrules: Overrules = NO_OVERRULES, signature: Signature | None = None
) -> dict[str, Any]:
    outputs = {"output0": (1, 84, 8400)}
    session = FakeSession(
        signature or make_signature(outputs, {"images": (1, 3, 640, 640)}),
        {"output0": np.full((1, 84, 8400), 0.01, np.float32)},
    )
    with Detector(session, file, sidecars=Sidecars(), overrules=overrules) as detector:
        detector.detect(probe_frame())
        return detector.recipe.describe()


def test_an_engine_is_fed_as_its_model_was_overruled_to_be(
    model: ModelFile, tmp_path: Path
) -> None:
    wish = Overrules(
        geometry=Geometry.STRETCH,
        pad=(1, 2, 3),
        channels=ChannelOrder.BGR,
        scale=1.0,
        mean=(1.0, 2.0, 3.0),
        std=(4.0, 5.0, 6.0),
        labels=tuple(f"thing {number}" for number in range(80)),
    )
    told = {**_recognised(model, wish), "settled": True}
    header = compose_header(model, read_graph(model), BuildOptions(), header_of_recipe(told))
    again = _recognised(_plan(tmp_path / "own.engine", header))
    assert again["preprocessing"] == told["preprocessing"]
    assert again["labels"]["names"] == told["labels"]["names"]
    assert any("header" in reason for reason in again["reasons"])


def test_what_no_picture_has_settled_is_not_claimed(model: ModelFile) -> None:
    told = {**_recognised(model), "settled": False}
    header = header_of_recipe(told)
    assert "task" not in header
    assert "enginescope" not in header


@pytest.mark.parametrize(
    "recipe",
    [{"geometry": "sideways"}, {"pad": 300}, {"pad": [1, 2]}, {"pad": {"a": 1}, "geometry": []}],
)
def test_a_recipe_that_makes_no_sense_is_left_out_with_a_warning(
    recipe: dict[str, Any], model: ModelFile, tmp_path: Path
) -> None:
    plain = _recognised(model)
    header = json.dumps({"enginescope": {"recipe": recipe}})
    again = _recognised(_plan(tmp_path / "own.engine", header))
    assert again["preprocessing"] == plain["preprocessing"]
    assert any("makes no sense" in warning for warning in again["warnings"])


@pytest.mark.parametrize("own", [None, 3, "x", [], {"recipe": 3}, {"recipe": {"decoder": "no"}}])
def test_what_others_write_there_does_no_harm(own: Any, model: ModelFile, tmp_path: Path) -> None:
    plain = _recognised(model)
    again = _recognised(_plan(tmp_path / "own.engine", json.dumps({"enginescope": own})))
    assert again["preprocessing"] == plain["preprocessing"]
    assert again["family"] == plain["family"]
