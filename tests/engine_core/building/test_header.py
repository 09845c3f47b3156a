from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from engine_core.building import BuildOptions, header_of_recipe
from engine_core.building.graph import read_graph
from engine_core.building.header import compose_header
from engine_core.detector import Detector
from engine_core.metadata import Metadata, parse_ultralytics_header
from engine_core.modelfile import ModelFile, identify
from engine_core.probe import probe_frame
from tests.builders import network
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
    assert (read.end2end, dict(read.args)) == (own.end2end, dict(own.args))
    assert read.description == own.description


def test_a_file_that_says_nothing_claims_nothing(tmp_path: Path) -> None:
    file = identify(network(tmp_path / "a.onnx", {"o": np.zeros((1, 2), np.float32)}))
    assert set(_header(file)) == {"enginescope"}


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
    metadata = _read_back(compose_header(file, read_graph(file), BuildOptions(), more))
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
