"""Engines built here find what their models are known to find, and builds end as they should.

The builds run side by side, each in its own process: at the quickest level, and with TensorRT's own kernels
alone, they take two or three minutes together.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from engine_core.building import (
    Build,
    BuildCancelledError,
    BuildEvent,
    BuildOptions,
    BuildProgress,
    BuildResult,
    Precision,
    Tactics,
    builder_version,
    can_build,
)
from engine_core.consent import Consent
from engine_core.detector import Detector, SuppressionOptions
from engine_core.drift import measure
from engine_core.errors import BuildError
from engine_core.letterbox import Geometry
from engine_core.modelfile import ModelFormat, identify
from engine_core.preprocess import ChannelOrder
from engine_core.recipe import NO_OVERRULES, Overrules
from engine_core.runtime import open_session
from tests.gpu.engines import entry
from tests.gpu.test_goldens import differing, frame
from tests.recorded import write_record
from tests.shared_data import ROOT

pytestmark = pytest.mark.gpu

_QUICK = BuildOptions(level=0, tactics=Tactics.OWN, precision=Precision.FP16)
_FP32 = replace(_QUICK, precision=Precision.FP32)
_SSD = "ultraface_nms_rows"


@dataclass(frozen=True)
class Wish:
    """One engine to build: of which model, how, and how it is fed where it cannot say so itself."""

    model: str
    options: BuildOptions
    overrules: Overrules = NO_OVERRULES


WISHES = {
    "yolov5n_fp16": Wish("yolov5n", _QUICK),
    "yolov8n_fp32": Wish("yolov8n-dq", _FP32),
    "yolov8n_fp16": Wish("yolov8n-dq", _QUICK),
    "yolov8n_vc": Wish("yolov8n-dq", replace(_QUICK, version_compatible=True)),
    "yolov8n-seg_fp16": Wish("yolov8n-seg-dq", _QUICK),
    "yolox_nano_fp16": Wish("yolox_nano", _QUICK),
    "deimv2_fp32": Wish("deimv2_atto_coco", _FP32),
    "yolov5n_efficientnms_fp16": Wish("yolov5n_efficientnms_trt", _QUICK),
    _SSD: Wish(
        "ultraface_rfb320",
        _FP32,
        Overrules(
            geometry=Geometry.STRETCH,
            channels=ChannelOrder.RGB,
            scale=1.0,
            mean=(127.0, 127.0, 127.0),
            std=(128.0, 128.0, 128.0),
        ),
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What a build gave, and what it told."""

    result: BuildResult | None
    error: BuildError | None
    events: list[BuildEvent]


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep timings and logs of these builds out of the user's folder."""
    if why := can_build():
        pytest.skip(str(why))
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Build everything once, side by side; copied to OUT where that names a folder."""
    folder = tmp_path_factory.mktemp("engines")

    def build(name: str) -> Outcome:
        wish = WISHES[name]
        path = model_path(name, folder)
        events: list[BuildEvent] = []
        try:
            result = Build(
                identify(path), wish.options, output=folder / f"{name}.engine", tell=events.append
            ).run()
        except BuildError as error:
            return Outcome(None, error, events)
        if "OUT" in os.environ:
            shutil.copy(result.path, os.environ["OUT"])
        return Outcome(result, None, events)

    with ThreadPoolExecutor(len(WISHES)) as pool:
        return dict(zip(WISHES, pool.map(build, WISHES), strict=True))


def model_path(name: str, folder: Path) -> Path:
    model = ROOT / entry(WISHES[name].model)["file"]
    return with_nms_rows(model, folder / f"{name}.onnx") if name == _SSD else model


def with_nms_rows(source: Path, target: Path) -> Path:
    """Write a face detector with TensorRT's plugin for SSD behind it, which answers rows of seven.

    Its boxes are placed already, so they pass the decoding of ``plugin/nmsPlugin`` (NVIDIA/TensorRT)
    unchanged: corners as offsets (code type 0) to priors of zero, with variances in the target.
    """
    network = onnx.load(source)
    graph = network.graph
    boxes = 4420
    prior = np.zeros((1, 2, boxes * 4, 1), np.float32)
    prior[:, 1] = 1
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.array([1, boxes * 4, 1, 1]), "loc shape"),
            numpy_helper.from_array(np.array([1, boxes * 2, 1, 1]), "conf shape"),
            numpy_helper.from_array(prior, "prior"),
        ]
    )
    rows = helper.make_node(
        "NMSDynamic_TRT",
        ["loc", "conf", "prior"],
        ["NMS", "NMS_1"],
        domain="TRT",
        plugin_version="1",
        shareLocation=1,
        varianceEncodedInTarget=1,
        backgroundLabelId=0,
        numClasses=2,
        topK=400,
        keepTopK=100,
        confidenceThreshold=0.3,
        nmsThreshold=0.3,
        inputOrder=[0, 1, 2],
        confSigmoid=0,
        isNormalized=1,
        codeType=0,
        scoreBits=16,
    )
    graph.node.extend(
        [
            helper.make_node("Reshape", ["boxes", "loc shape"], ["loc"]),
            helper.make_node("Reshape", ["scores", "conf shape"], ["conf"]),
            rows,
        ]
    )
    del graph.output[:]
    graph.output.extend(
        [
            helper.make_tensor_value_info("NMS", onnx.TensorProto.FLOAT, [1, 1, 100, 7]),
            helper.make_tensor_value_info("NMS_1", onnx.TensorProto.FLOAT, [1, 1, 1, 1]),
        ]
    )
    network.opset_import.append(helper.make_opsetid("TRT", 1))
    onnx.save(network, target)
    return target


def result_of(built: dict[str, Outcome], name: str) -> BuildResult:
    outcome = built[name]
    if outcome.error is not None:
        pytest.fail(f"{outcome.error}\n{outcome.error.details}")
    assert outcome.result is not None
    return outcome.result


@pytest.mark.parametrize("name", WISHES)
def test_a_built_engine_finds_what_its_model_is_known_to_find(
    name: str, built: dict[str, Outcome]
) -> None:
    wish, result = WISHES[name], result_of(built, name)
    model = entry(wish.model)
    options = SuppressionOptions(iou=model["golden_settings"].get("nms_iou"))
    file = identify(result.path)
    session = open_session(file, consent=Consent(host_code=file.version_compatible))
    wrong: list[str] = []
    with Detector(session, file, overrules=wish.overrules) as detector:
        for picture in model["golden"]:
            detector.detect(frame(picture), options)
            wrong += differing(model, picture, detector.detect(frame(picture), options))
    assert wrong == []


@pytest.mark.parametrize("name", WISHES)
def test_a_build_says_what_came_out(name: str, built: dict[str, Outcome]) -> None:
    wish, result = WISHES[name], result_of(built, name)
    file = identify(result.path)
    assert file.format is ModelFormat.TENSORRT
    assert result.size_bytes == file.size_bytes
    assert file.version_compatible is wish.options.version_compatible
    assert result.warnings == ()
    report = result.report
    assert report is not None
    assert report.has_details
    used = {layer.precision for layer in report.layers}
    assert wish.options.precision.name in used
    assert "FP16" not in used or wish.options.precision is Precision.FP16
    source = identify(ROOT / entry(wish.model)["file"]).metadata
    assert (file.metadata.names, file.metadata.task) == (source.names, source.task)
    print(f"{name}: {result.seconds:.0f} s, {result.size_bytes} bytes, {report.precisions()}")


@pytest.mark.parametrize("name", WISHES)
def test_a_build_tells_how_far_it_is(name: str, built: dict[str, Outcome]) -> None:
    result = result_of(built, name)
    steps = [event for event in built[name].events if isinstance(event, BuildProgress)]
    fractions = [step.fraction for step in steps if step.fraction is not None]
    assert fractions, "no fraction was ever known"
    assert fractions == sorted(fractions)
    assert fractions[-1] > 0.5
    assert len(fractions) > len(steps) / 4
    assert result.log_path is not None
    assert result.log_path.stat().st_size > 10_000
    if "OUT" in os.environ:
        told = [[s.elapsed_s, s.fraction, str(s.step)] for s in steps]
        target = Path(os.environ["OUT"]) / f"{name}.steps.json"
        target.write_text(json.dumps(told[:: max(1, len(told) // 200)], indent=0), "utf-8")


def test_the_drift_of_half_precision_is_small(built: dict[str, Outcome]) -> None:
    model = entry("yolov8n-dq")
    pictures = [frame(picture) for picture in model["golden"]]
    file = identify(result_of(built, "yolov8n_fp16").path)
    with (
        Detector.open(ROOT / model["file"]) as reference,
        Detector(open_session(file), file) as engine,
    ):
        report = measure(reference, engine, pictures, threshold=0.25)
    print(report.verdict, json.dumps({**report.to_plain(), "frames": None}))
    assert report.score_max <= 0.05
    assert report.shift_px_max <= 8
    assert all(one.other is not None for drift in report.frames for one in drift.lone)


def test_a_cancelled_build_leaves_nothing_behind(tmp_path: Path) -> None:
    file = identify(ROOT / entry("yolov8n-dq")["file"])
    output = tmp_path / "yolov8n.engine"
    timing = threading.Event()

    def tell(event: BuildEvent) -> None:
        if isinstance(event, BuildProgress) and event.fraction is not None:
            timing.set()

    build = Build(file, replace(_QUICK, level=3), output=output, tell=tell)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(build.run)
        assert timing.wait(200)
        build.cancel()
        with pytest.raises(BuildCancelledError):
            running.result(60)
    assert list(tmp_path.iterdir()) == []


def test_a_model_quantised_at_run_time_is_refused_before_anything_starts(tmp_path: Path) -> None:
    file = identify(ROOT / entry("yolo26n_int8")["file"])
    with pytest.raises(BuildError, match="quantised at run time"):
        Build(file, _QUICK, output=tmp_path / "a.engine").run()
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_operator_is_named(tmp_path: Path) -> None:
    path = _network(tmp_path / "odd.onnx", "NobodyKnows_TRT", domain="somebody")
    with pytest.raises(BuildError, match="NobodyKnows_TRT") as caught:
        Build(identify(path), _FP32, output=tmp_path / "a.engine").run()
    assert caught.value.plugins == ("NobodyKnows_TRT",)
    print(caught.value, caught.value.details)


@pytest.mark.skipif(
    not (builder_version() or "").startswith("8."), reason="only old versions lack the operator"
)
def test_a_model_too_new_for_this_tensorrt_says_so(tmp_path: Path) -> None:
    path = _network(tmp_path / "new.onnx", "BitwiseNot", opset=18, kind=onnx.TensorProto.INT32)
    with pytest.raises(BuildError, match=r"BitwiseNot") as caught:
        Build(identify(path), _FP32, output=tmp_path / "a.engine").run()
    assert "newer TensorRT" in str(caught.value.cure)
    print(caught.value, caught.value.details)


def _network(
    path: Path,
    operator: str,
    *,
    domain: str = "",
    opset: int = 17,
    kind: int = onnx.TensorProto.FLOAT,
) -> Path:
    value = partial(helper.make_tensor_value_info, elem_type=kind, shape=[1, 3, 64, 64])
    node: Any = helper.make_node(operator, ["images"], ["output0"], domain=domain)
    graph = helper.make_graph([node], "odd", [value("images")], [value("output0")])
    opsets = [helper.make_opsetid("", opset)]
    opsets += [helper.make_opsetid(domain, 1)] if domain else []
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), path)
    return path


@pytest.mark.skipif("OUT" not in os.environ, reason="OUT names no folder to record into")
@pytest.mark.parametrize("name", [_SSD, "yolox_nano_fp16", "yolov8n_fp32"])
def test_what_a_built_engine_answers_can_be_recorded(name: str, built: dict[str, Outcome]) -> None:
    """Write one answer as a small file, for ``tests/engine_core/runtime/tensorrt/test_recorded.py``."""
    path = result_of(built, name).path
    target = Path(os.environ["OUT"]) / f"{name}.npz"
    file = identify(path)
    with Detector(open_session(file), file, overrules=WISHES[name].overrules) as detector:
        write_record(target, detector, frame("bus.jpg"))
    assert target.is_file()
