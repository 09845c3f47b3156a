"""Real models find, unasked, what an independent implementation found with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import helper, numpy_helper
from PIL import Image

from engine_core.decoders.base import Task
from engine_core.detector import Detector, DetectResult, SuppressionOptions
from engine_core.errors import ModelFileError, RuntimeMissingError, UnrecognisedModelError
from engine_core.frame import Frame
from tests.goldens import Tolerance, mismatches
from tests.shared_data import ROOT, manifest, needs_shared_data

pytestmark = needs_shared_data

_MODELS = manifest()["models"]
_RUNNING = [
    model
    for model in _MODELS
    if not model.get("negative_test") and model["onnxruntime_cpu"].startswith("loads")
]
_FLOAT_WITH_METADATA = [
    model
    for model in _RUNNING
    if model["metadata_props"].get("task") in ("detect", "segment", "pose", "obb")
]


def _columns_before_classes(model: dict[str, Any]) -> int:
    """Return 4 or 5 where the one output is a dense head of boxes and classes only, else 0."""
    outputs = model["actual_outputs"]
    if len(outputs) != 1 or len(outputs[0]["shape"]) != 3:
        return 0
    _, first, second = outputs[0]["shape"]
    classes = model["num_classes"]
    return 4 if first == 4 + classes else 5 if second == 5 + classes else 0


_DENSE = [model for model in _RUNNING if _columns_before_classes(model)]


def _name(model: dict[str, Any]) -> str:
    return Path(model["file"]).stem


def _frame(picture: str) -> Frame:
    with Image.open(ROOT / "media" / picture) as image:
        pixels = np.array(image.convert("RGB"))
    return Frame(image=pixels, source=picture, name=picture)


def _results(
    detector: Detector, model: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any], DetectResult]]:
    options = SuppressionOptions(iou=model["golden_settings"].get("nms_iou"))
    for picture, golden in model["golden"].items():
        yield picture, golden, detector.detect(_frame(picture), options)


def _differing_classes(
    golden: dict[str, Any], result: DetectResult, tolerance: Tolerance
) -> list[str]:
    found = {one.class_id: one.confidence for one in result.classes}
    return [
        f"not found: {wanted}"
        for wanted in golden["detections"]
        if wanted["score"] > tolerance.score
        and abs(found.get(wanted["class_id"], 0.0) - wanted["score"]) > tolerance.score
    ]


def _all_mismatches(detector: Detector, model: dict[str, Any]) -> list[str]:
    tolerance = Tolerance.of(model["golden_tolerance"])
    wrong = []
    for picture, golden, result in _results(detector, model):
        if detector.recipe.task is Task.CLASSIFY:
            differing = _differing_classes(golden, result, tolerance)
        else:
            conf = model["golden_settings"]["conf"]
            differing = mismatches(golden, result.detections, conf, tolerance)
        wrong += [f"{picture}: {one}" for one in differing]
    return wrong


def _opened(path: Path) -> Detector:
    """Open a model; skip where this ONNX Runtime is older than the model's operators."""
    try:
        return Detector.open(path)
    except ModelFileError as error:
        if "NOT_IMPLEMENTED" not in error.details:
            raise
        pytest.skip(f"ONNX Runtime {ort.__version__} lacks an operator: {error.why}")


@pytest.mark.parametrize("model", _RUNNING, ids=_name)
def test_a_real_model_finds_unasked_what_it_is_known_to_find(model: dict[str, Any]) -> None:
    with closing(_opened(ROOT / model["file"])) as detector:
        assert _all_mismatches(detector, model) == []
        recipe = detector.recipe
        assert recipe.is_settled
        assert recipe.reasons
        # Finished boxes without metadata do not tell how many classes there are: said, not guessed.
        assert bool(recipe.warnings) == (len(recipe.labels) == 0)
        if recipe.labels.names:
            for detection in (d for g in model["golden"].values() for d in g["detections"]):
                assert recipe.labels[detection["class_id"]] == detection["label"]


@pytest.mark.parametrize("model", _FLOAT_WITH_METADATA, ids=_name)
def test_a_model_that_says_nothing_of_itself_is_known_by_its_values(
    model: dict[str, Any], tmp_path: Path
) -> None:
    named = onnx.load(ROOT / model["file"])
    del named.metadata_props[:]
    path = tmp_path / "model.onnx"
    onnx.save(named, path)
    with closing(_opened(path)) as detector:
        assert _all_mismatches(detector, model) == []
        assert detector.recipe.is_settled
        assert detector.recipe.task.value == model["metadata_props"]["task"]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("classes", [1, 2])
@pytest.mark.parametrize("model", _DENSE, ids=_name)
def test_a_head_of_few_classes_is_read_rightly_either_way_round_or_refused(
    model: dict[str, Any], classes: int, turned: bool, tmp_path: Path
) -> None:
    picture, golden = next(iter(model["golden"].items()))
    present = [detection["class_id"] for detection in golden["detections"]]
    kept = sorted(dict.fromkeys(present))[:classes]
    path = _cut_to_classes(model, kept, tmp_path / "model.onnx", turned=turned)
    with closing(_opened(path)) as detector:
        try:
            result = detector.detect(_frame(picture), SuppressionOptions(iou=0.45))
        except UnrecognisedModelError:
            # No trainer writes an objectness head this way round, so it need not be known.
            assert turned
            assert _columns_before_classes(model) == 5
            return
        assert detector.recipe.decoder.class_count == len(kept)
    expected = [
        {**detection, "class_id": kept.index(detection["class_id"])}
        for detection in golden["detections"]
        if detection["class_id"] in kept
    ]
    tolerance = Tolerance.of(model["golden_tolerance"])
    found = {"count": len(expected), "detections": expected}
    assert mismatches(found, result.detections, 0.25, tolerance) == []


def _cut_to_classes(model: dict[str, Any], kept: list[int], path: Path, *, turned: bool) -> Path:
    """Write a real model as if it had been trained on some of its classes, without metadata."""
    network = onnx.load(ROOT / model["file"])
    del network.metadata_props[:]
    graph = network.graph
    name = graph.output[0].name
    for node in graph.node:
        for names in (node.input, node.output):
            names[:] = ["all of it" if one == name else one for one in names]
    before = _columns_before_classes(model)
    columns = [*range(before), *(before + class_id for class_id in kept)]
    axis = 1 if before == 4 else 2
    graph.initializer.append(numpy_helper.from_array(np.asarray(columns), "columns"))
    graph.node.append(helper.make_node("Gather", ["all of it", "columns"], ["cut"], axis=axis))
    order = [0, 2, 1] if turned else [0, 1, 2]
    graph.node.append(helper.make_node("Transpose", ["cut"], [name], perm=order))
    del graph.output[1:]
    graph.output[0].type.tensor_type.ClearField("shape")
    onnx.save(network, path)
    return path


@pytest.mark.parametrize(
    "model", [model for model in _MODELS if model.get("negative_test")], ids=_name
)
def test_what_is_no_detector_is_refused_with_its_outputs(model: dict[str, Any]) -> None:
    with pytest.raises(UnrecognisedModelError) as caught:
        Detector.open(ROOT / model["file"])
    assert caught.value.why
    assert caught.value.cure
    for output in model["outputs"]:
        assert output["name"] in caught.value.details


@pytest.mark.parametrize(
    "model",
    [model for model in _MODELS if model["onnxruntime_cpu"].startswith("refused")],
    ids=_name,
)
def test_an_operator_of_another_runtime_is_named(model: dict[str, Any]) -> None:
    with pytest.raises(RuntimeMissingError) as caught:
        Detector.open(ROOT / model["file"])
    operator = re.search(r"TRT:(\w+)", model["onnxruntime_cpu"])
    assert operator is not None
    assert operator[1] in str(caught.value)
    assert "TensorRT" in str(caught.value.cure)
