"""A look inside real engines, figures side by side, and what the card says of itself."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from engine_core.bench import BenchOptions, as_markdown, as_plain, bench
from engine_core.bench.chart import draw_chart
from engine_core.consent import Consent
from engine_core.detector import Detector
from engine_core.modelfile import ModelFile, identify
from engine_core.monitor import Card, Monitor, Sampler
from engine_core.probe import probe_frame
from engine_core.runtime import open_session
from engine_core.runtime.cards import bus_address
from engine_core.runtime.planfacts import static_report
from engine_core.runtime.tensorrt.driver import find_devices
from engine_core.runtime.tensorrt.session import TensorRtSession
from tests.gpu.engines import engine
from tests.shared_data import ROOT

pytestmark = pytest.mark.gpu

NAMES = (
    *("yolov8n_fp16", "yolov5n_fp16", "yolov5n_efficientnms_fp16", "yolox_nano_fp16"),
    *("deimv2_atto_fp32", "yolov8n-seg_fp16"),
)


def address() -> str:
    found = bus_address(0)
    assert found is not None
    return found


def opened(name: str) -> TensorRtSession:
    file = identify(engine(name))
    return TensorRtSession(file, consent=Consent(host_code=file.version_compatible))


@pytest.mark.parametrize("name", NAMES)
def test_every_layer_has_a_name_and_a_time(name: str) -> None:
    session = opened(name)
    try:
        report = session.report(10)
    finally:
        session.close()
    assert len(report.layers) > 20
    assert all(layer.name for layer in report.layers)
    assert report.profiled_runs == 10
    timed = [layer.time_ms for layer in report.layers if layer.time_ms is not None]
    assert len(timed) >= 0.9 * len(report.layers)
    assert 0.05 < sum(timed) < 100
    assert report.device_memory_bytes is not None
    assert report.device_memory_bytes > 0
    assert report.runtime
    if report.has_details:
        assert all(layer.kind for layer in report.layers)
        assert any(layer.precision for layer in report.layers)


def test_an_engine_with_details_tells_kinds_and_precisions() -> None:
    session = opened("yolov8n_fp16")
    try:
        report = session.report()
    finally:
        session.close()
    if not report.has_details:
        pytest.skip("this engine was built without details")
    counts = report.precisions()
    assert counts["Convolution"]["FP16"] > 40
    assert all(layer.inputs or layer.outputs for layer in report.layers if layer.precision)


def test_a_report_tells_the_plugin_and_the_card() -> None:
    session = opened("yolov5n_efficientnms_fp16")
    try:
        report = session.report()
    finally:
        session.close()
    assert "EfficientNMS_TRT" in report.plugins
    major, minor = find_devices()[0].capability
    assert report.built_for == f"compute capability {major}.{minor}"


def test_bytes_alone_tell_what_tensorrt_tells() -> None:
    file = identify(engine("yolov8n_fp16"))
    session = TensorRtSession(file)
    try:
        report = session.report()
    finally:
        session.close()
    alone = static_report(file)
    assert (alone.built_with, alone.built_for) == (report.built_with, report.built_for)
    assert set(alone.plugins) <= set(report.plugins)


def test_profiling_leaves_the_session_as_it_was() -> None:
    file = identify(engine("yolov8n_fp16"))
    with Detector(open_session(file), file) as detector:
        frame = probe_frame()
        for _ in range(3):
            before = detector.detect(frame)
        detector.report(5)
        for _ in range(3):
            after = detector.detect(frame)
        assert after.timings.replayed == before.timings.replayed
        assert len(after.detections) == len(before.detections)


def test_two_engines_and_an_onnx_file_stand_side_by_side() -> None:
    paths = [engine("yolov8n_fp16"), engine("yolov5n_fp16")]
    onnx = ROOT / "models" / "yolox_nano.onnx"
    has_nvml = _is_installed("pynvml")
    has_runtime = onnx.is_file() and _is_installed("onnxruntime") and _is_installed("onnx")
    if has_runtime:
        paths.append(onnx)
    missing = Path("/nonexistent/old.engine")
    report = bench([*paths, missing], [probe_frame()], BenchOptions(runs=60, warm_up=10))
    assert report.models[-1].problem is not None
    for figures in report.models[:2]:
        assert figures.problem is None, figures.problem
        assert figures.runs == 60
        assert figures.device != "CPU"
        if has_nvml:
            assert figures.gpu_memory_bytes is not None
            assert 1 << 20 < figures.gpu_memory_bytes < 4 << 30
        assert figures.times["inference"].p50 <= figures.times["total"].p50
        assert figures.median_interval is not None
    if has_runtime:
        assert report.models[2].device == "CPU"
        assert report.models[2].gpu_memory_bytes is None
    assert bool(report.machine.gpu) == bool(report.machine.driver) == has_nvml
    assert "yolov8n_fp16.engine" in as_markdown(report)
    assert json.dumps(as_plain(report))
    assert draw_chart(report).shape[1] == 2400


def _is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def test_the_card_tells_temperature_and_power() -> None:
    pytest.importorskip("pynvml")
    card = Card.open(address())
    assert card is not None
    load = card.read()
    assert load.gpu_name
    assert load.gpu_total_bytes
    assert load.gpu_used_bytes is not None
    assert load.gpu_temperature_c is not None
    assert 5 < load.gpu_temperature_c < 120
    assert load.gpu_power_w is not None
    assert 1 < load.gpu_power_w < 2000
    assert card.driver()


def test_the_card_that_is_watched_is_the_one_that_is_used() -> None:
    pytest.importorskip("pynvml")
    card = Card.open(address())
    assert card is not None
    assert card.name == find_devices()[0].name


def test_a_monitor_tells_of_the_card_without_waiting() -> None:
    pytest.importorskip("pynvml")
    monitor = Monitor(address())
    assert monitor.read().gpu_name == ""
    monitor.wait()
    load = monitor.read()
    monitor.wait()
    assert load.gpu_name
    assert load.gpu_power_w is not None


def test_a_sampler_sees_the_card_at_work() -> None:
    pytest.importorskip("pynvml")
    file: ModelFile = identify(engine("yolov8n_fp16"))
    with Detector(open_session(file), file) as detector, Sampler(address()) as sampler:
        sampler.now("work")
        # By runs rather than by the clock: about a second on a fast card.
        for _ in range(600):
            detector.detect(probe_frame())
    summary = sampler.summary("work")
    assert summary.samples >= 1
    assert summary.gpu_power_w is not None
    assert summary.gpu_used_bytes
