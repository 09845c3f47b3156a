"""What is asked of TensorRT for each wish, as its versions 8.6, 10 and 11 understand it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine_core.errors import BuildError
from engine_core.metadata import parse_ultralytics_header
from engine_core.modelfile import ModelFormat, identify
from engine_core.runtime.tensorrt.builder.request import Range, Request
from engine_core.runtime.tensorrt.builder.work import Cancelled, Work
from tests.builders import network
from tests.engine_core.runtime.tensorrt.builder.fake_trt import (
    PLAN,
    VERSIONS,
    Complaint,
    FakeTrt,
)

_EXPLICIT_BATCH = 1 << 0
_STRONGLY_TYPED = 1 << 1
MakeRequest = Callable[..., Request]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return network(tmp_path / "small.onnx", {"output0": np.zeros((1, 6, 84), np.float32)})


@pytest.fixture
def make(tmp_path: Path, model: Path) -> MakeRequest:
    def make(**wishes: Any) -> Request:
        return Request(**{"model": model, "target": tmp_path / "small.part", **wishes})

    return make


def _run(trt: FakeTrt, request: Request, **more: Any) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    Work(trt, request, events.append, lambda _line: None, **more).run()
    return events


@pytest.mark.parametrize(
    ("major", "precision", "weights", "creation", "flags"),
    [
        (8, "fp32", "fp32", _EXPLICIT_BATCH, set()),
        (8, "fp16", "fp32", _EXPLICIT_BATCH, {"FP16"}),
        (8, "fp16", "fp16", _EXPLICIT_BATCH, {"FP16"}),
        (8, "int8", "fp32", _EXPLICIT_BATCH, {"INT8"}),
        (10, "fp32", "fp32", 0, set()),
        (10, "fp16", "fp32", 0, {"FP16"}),
        (10, "bf16", "fp32", 0, {"BF16"}),
        (10, "int8", "fp32", 0, {"INT8"}),
        (10, "fp16", "fp16", _STRONGLY_TYPED, set()),
        (10, "bf16", "bf16", _STRONGLY_TYPED, set()),
        (11, "fp32", "fp32", 0, set()),
        (11, "fp16", "fp32", 0, set()),
        (11, "int8", "fp32", 0, set()),
        (11, "bf16", "bf16", 0, set()),
    ],
)
def test_each_version_is_told_the_precision_in_its_own_way(
    major: int,
    precision: str,
    weights: str,
    creation: int,
    flags: set[str],
    make: MakeRequest,
) -> None:
    trt = FakeTrt(major)
    events = _run(trt, make(precision=precision, weights=weights))
    assert trt.created_with == creation
    assert trt.config.flags == flags
    assert trt.plugins_loaded
    assert events[-1]["event"] == "done"
    assert events[-1]["tensorrt"] == VERSIONS[major]
    assert events[-1]["device_memory_bytes"] == 4096


@pytest.mark.parametrize("major", VERSIONS)
def test_only_where_types_decide_is_the_file_typed_first(
    major: int, make: MakeRequest, model: Path, tmp_path: Path
) -> None:
    trt = FakeTrt(major)
    _run(trt, make(precision="fp16"))
    assert isinstance(trt.parsed, bytes)
    assert (trt.parsed == model.read_bytes()) is (major < 11)
    assert (b"float16" in trt.parsed or b"_cast_" in trt.parsed) is (major == 11)
    assert {path.name for path in tmp_path.iterdir()} == {"small.onnx", "small.part"}


@pytest.mark.parametrize("major", VERSIONS)
def test_everything_else_is_called_alike(major: int, make: MakeRequest, tmp_path: Path) -> None:
    trt = FakeTrt(major)
    small = Range(name="images", min=(1, 3, 32, 32), opt=(1, 3, 64, 64), max=(2, 3, 64, 64))
    request = make(
        workspace_mib=512,
        level=5,
        version_compatible=True,
        hardware_compatible=True,
        tactics="own",
        profiles=((small,), (small,)),
        timing_folder=tmp_path / "timings",
        card="h100-sm90",
    )
    _run(trt, request)
    config = trt.config
    assert config.pools == {"WORKSPACE": 512 * 2**20}
    assert config.builder_optimization_level == 5
    assert config.profiling_verbosity.name == "DETAILED"
    assert config.flags == {"VERSION_COMPATIBLE"}
    assert config.hardware_compatibility_level.name == "AMPERE_PLUS"
    own = [trt.TacticSource["EDGE_MASK_CONVOLUTIONS"], trt.TacticSource["JIT_CONVOLUTIONS"]]
    assert config.tactics == sum(1 << int(source) for source in own)
    assert config.profiles == [{"images": ((1, 3, 32, 32), (1, 3, 64, 64), (2, 3, 64, 64))}] * 2
    assert trt.host_code_allowed


def test_the_code_of_no_other_engine_is_allowed_to_run(make: MakeRequest) -> None:
    trt = FakeTrt(10)
    _run(trt, make())
    assert not trt.host_code_allowed


def test_the_header_stands_before_the_plan(make: MakeRequest) -> None:
    request = make(header='{"task": "detect", "names": {"0": "\\u732b"}}')
    events = _run(FakeTrt(8), request)
    content = request.target.read_bytes()
    found = parse_ultralytics_header(content, len(content))
    assert found is not None
    metadata, offset = found
    assert metadata.names == ("猫",)
    assert content[offset:] == PLAN
    assert identify(request.target).format is ModelFormat.TENSORRT
    assert events[-1]["size_bytes"] == len(content)


def test_without_a_header_there_is_the_plan_alone(make: MakeRequest) -> None:
    request = make()
    _run(FakeTrt(8), request)
    assert request.target.read_bytes() == PLAN


def test_weights_in_other_files_are_read_by_the_parser_itself(make: MakeRequest) -> None:
    trt = FakeTrt(8)
    request = make(external=True)
    _run(trt, request)
    assert trt.parsed == request.model


def test_a_card_without_fast_fp16_is_refused(make: MakeRequest) -> None:
    trt = FakeTrt(8)
    trt.fast_fp16 = False
    with pytest.raises(BuildError, match="no faster in FP16"):
        _run(trt, make(precision="fp16"))


def test_a_precision_that_a_version_lacks_is_refused(make: MakeRequest) -> None:
    with pytest.raises(BuildError, match=r"TensorRT 8\.6\.0 cannot build in BF16"):
        _run(FakeTrt(8), make(precision="bf16"))


@pytest.mark.parametrize(
    ("precision", "weights", "others"),
    [
        ("bf16", "fp32", ()),
        ("fp16", "bf16", ()),
        ("fp32", "fp16", ()),
        ("fp32", "fp32", ("fp16",)),
    ],
)
def test_what_tensorrt_11_would_build_in_other_types_is_refused(
    precision: str, weights: str, others: tuple[str, ...], make: MakeRequest
) -> None:
    request = make(precision=precision, weights=weights, other_weights=others)
    with pytest.raises(BuildError, match=r"TensorRT 11\.4.* computes in the types") as caught:
        _run(FakeTrt(11), request)
    assert precision.upper() in str(caught.value.what)
    assert not request.target.exists()


def test_without_a_builder_the_reason_is_that_of_cuda(make: MakeRequest) -> None:
    trt = FakeTrt(8)
    trt.has_builder = False
    with pytest.raises(BuildError, match="CUDA says error 35"):
        _run(trt, make())


def test_a_model_that_is_not_understood_is_refused_with_its_complaint(make: MakeRequest) -> None:
    trt = FakeTrt(8)
    trt.complaints = [Complaint('Assertion failed: a && "Axis must be small"')]
    request = make()
    with pytest.raises(BuildError, match="Axis must be small"):
        _run(trt, request)
    assert not request.target.exists()


def test_a_failed_build_says_what_was_logged_last(make: MakeRequest) -> None:
    trt = FakeTrt(8)
    trt.plan = None
    trt.log = [
        ("VERBOSE", "out of memory is what verbose lines may say without meaning it"),
        ("ERROR", "10: Could not find any implementation for node /conv/Conv."),
    ]
    with pytest.raises(BuildError, match="no kernel for /conv/Conv"):
        _run(trt, make())


def test_all_that_tensorrt_says_goes_to_the_log_and_warnings_to_the_parent(
    make: MakeRequest,
) -> None:
    trt = FakeTrt(8)
    trt.log = [("VERBOSE", "Tactic: 1 Time: 2"), ("WARNING", "careful\nnow")]
    lines: list[str] = []
    events: list[dict[str, Any]] = []
    Work(trt, make(), events.append, lines.append).run()
    assert lines == ["[V] Tactic: 1 Time: 2", "[W] careful", "[W] now"]
    assert [one["line"] for one in events if one["event"] == "log"] == ["careful", "now"]


def test_a_fault_while_logging_does_not_reach_tensorrt(
    make: MakeRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    trt = FakeTrt(8)
    trt.log = [("WARNING", "careful")]

    def write_log(_line: str) -> None:
        raise ValueError("a bug")

    events: list[dict[str, Any]] = []
    Work(trt, make(), events.append, write_log).run()
    assert events[-1]["event"] == "done"
    assert "a bug" in capsys.readouterr().err


@pytest.mark.parametrize("major", [10, 11])
def test_the_monitor_tells_progress_and_stops_a_cancelled_build(
    major: int, make: MakeRequest, tmp_path: Path
) -> None:
    trt = FakeTrt(major)
    cancelled = threading.Event()
    goes_on = []

    def during_build(config: Any) -> bool:
        monitor = config.progress_monitor
        monitor.phase_start("Building", None, 2)
        goes_on.append(monitor.step_complete("Building", 0))
        cancelled.set()
        goes_on.append(monitor.step_complete("Building", 1))
        monitor.phase_finish("Building")
        return bool(goes_on[-1])

    trt.during_build = during_build
    events: list[dict[str, Any]] = []
    request = make(timing_folder=tmp_path / "timings", card="h100-sm90")
    work = Work(trt, request, events.append, lambda _line: None, cancelled.is_set)
    with pytest.raises(Cancelled):
        work.run()
    assert goes_on == [True, False]
    assert any(one.get("fraction") is not None for one in events)
    assert not request.target.exists()
    kept = tmp_path / "timings" / f"timing-trt{VERSIONS[major]}-h100-sm90.cache"
    assert _timings(kept) == b"timings", "what was timed so far is kept"


def test_before_tensorrt_10_the_log_tells_progress(make: MakeRequest) -> None:
    trt = FakeTrt(8)
    costs = "=============== Computing costs for "
    trt.log = [
        ("VERBOSE", line) for line in ("After tensor merging: 4 layers", costs, costs, costs)
    ]
    events = _run(trt, make())
    fractions = [one["fraction"] for one in events if one["event"] == "step"]
    assert [one for one in fractions if one is not None] == [0.0, 0.25, 0.5]


def test_an_engine_that_does_not_open_here_is_given_with_a_note(make: MakeRequest) -> None:
    trt = FakeTrt(8)

    class Runtime:
        def __init__(self, logger: Any) -> None:
            pass

        def deserialize_cuda_engine(self, serialized_engine: bytes) -> None:
            return None

    trt.__dict__["Runtime"] = Runtime
    events = _run(trt, make())
    assert [one["event"] for one in events[-2:]] == ["note", "done"]
    assert "layers" not in events[-1]


@pytest.mark.parametrize("fault", ["none", "raises"])
def test_an_engine_that_cannot_be_looked_into_is_given_with_a_note(
    fault: str, make: MakeRequest
) -> None:
    trt = FakeTrt(10)

    def make_runtime(_logger: Any) -> None:
        if fault == "raises":
            raise RuntimeError("no memory")

    trt.__dict__["Runtime"] = make_runtime
    request = make(version_compatible=True)
    lines: list[str] = []
    events: list[dict[str, Any]] = []
    Work(trt, request, events.append, lines.append).run()
    assert [one["event"] for one in events[-2:]] == ["note", "done"]
    assert "cannot look into it" in events[-2]["note"]["template"]
    assert any("Traceback" in line for line in lines)
    assert request.target.read_bytes() == PLAN


def test_timings_are_kept_for_the_next_build_and_merged(make: MakeRequest, tmp_path: Path) -> None:
    request = make(timing_folder=tmp_path / "timings", card="h100-sm90")
    _run(FakeTrt(8), request)
    kept = tmp_path / "timings" / "timing-trt8.6.0-h100-sm90.cache"
    assert _timings(kept) == b"timings"
    trt = FakeTrt(8)
    trt.known_timings = b"more"

    def another_build_ends_meanwhile(_config: Any) -> bool:
        _keep(kept, b"theirs")
        return True

    trt.during_build = another_build_ends_meanwhile
    _run(trt, request)
    assert _timings(kept) == b"timingsmore+theirs"
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def _keep(path: Path, timings: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"EngineScope timings 1\n" + hashlib.sha256(timings).digest() + timings)


def _timings(path: Path) -> bytes:
    content = path.read_bytes()
    timings = content[-(len(content) - 22 - 32) :]
    _keep(path, timings)
    assert path.read_bytes() == content, "mark and hash are right"
    return timings


@pytest.mark.parametrize("is_known_by_us", [True, False], ids=["by-its-hash", "by-tensorrt"])
def test_damaged_timings_are_left_out_with_a_note(
    is_known_by_us: bool, make: MakeRequest, tmp_path: Path
) -> None:
    kept = tmp_path / "timings" / "timing-trt8.6.0-h100-sm90.cache"
    _keep(kept, b"damaged as TensorRT says")
    if is_known_by_us:
        kept.write_bytes(kept.read_bytes()[:-1])
    events = _run(FakeTrt(8), make(timing_folder=kept.parent, card="h100-sm90"))
    notes = [one["note"]["template"] for one in events if one["event"] == "note"]
    assert len(notes) == 1
    assert "damaged" in notes[0]
    assert _timings(kept) == b"timings"


def test_timings_that_cannot_be_kept_are_a_note_and_no_failure(
    make: MakeRequest, tmp_path: Path
) -> None:
    (tmp_path / "timings").write_bytes(b"a file where a folder should be")
    events = _run(FakeTrt(8), make(timing_folder=tmp_path / "timings"))
    assert "could not be kept" in next(
        one["note"]["template"] for one in events if one["event"] == "note"
    )
    assert events[-1]["event"] == "done"
