"""A look inside engines that are made up: what is asked, in which order, and what a version may lack."""

from __future__ import annotations

import enum
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from engine_core.enginereport import EngineReport
from engine_core.errors import InferenceError
from engine_core.runtime.tensorrt import inspector
from engine_core.text import text
from tests.engine_core.runtime.tensorrt import inspections
from tests.engine_core.runtime.tensorrt.conftest import Rig, doubling
from tests.engine_core.runtime.tensorrt.fakes import Context, Engine, LeanEngine, Network, Tensor


class Format(enum.Enum):
    ONELINE = 0
    JSON = 1


class Compatibility(enum.Enum):
    NONE = 0
    AMPERE_PLUS = 1


class Stat(enum.Enum):
    TOTAL_WEIGHTS_SIZE = 0


def growing() -> Network:
    bounds = [((1, 4), (1, 4), (2, 4)), ((4, 4), (6, 4), (8, 4))]
    return Network(
        [Tensor("x", (-1, 4), profiles=bounds)],
        [Tensor("y", (-1, 4))],
        lambda arrays: {"y": arrays["x"] * 2},
        profiles=2,
    )


class Look:
    """An engine with an inspector, its context, and what was done with them.

    Attributes:
        times: What the profiler is told, run by run.
        story: What was done, in order.
    """

    def __init__(self, rig: Rig, network: Network, written: str) -> None:
        self.trt = rig.runtimes["tensorrt"]
        self.trt.module.LayerInformationFormat = Format
        self.file = rig.file(network)
        self.times: list[list[tuple[str, float]]] = []
        self.story: list[str] = []
        self.singly: list[str] = []
        look = self

        class Inspector:
            execution_context: Any = None

            def get_engine_information(self, form: Any) -> str:
                assert form is Format.JSON
                assert self.execution_context is look.context
                return written

            def get_layer_information(self, index: int, form: Any) -> str:
                assert form is Format.JSON
                return look.singly[index]

        engine: Any = Engine(rig.world, network)
        engine.create_engine_inspector = Inspector
        context: Any = Context(rig.world, network)
        context.enqueue_emits_profile = True

        def tell() -> bool:
            look.story.append("tell")
            look.emit()
            return True

        context.report_to_profiler = tell
        self.engine, self.context = engine, context

    def emit(self) -> None:
        for name, ms in self.times.pop(0):
            self.context.profiler.report_layer_time(name, ms)

    def run(self) -> None:
        self.story.append("run")
        if self.context.profiler is not None and self.context.enqueue_emits_profile:
            self.emit()

    def report(self, profiled_runs: int = 0, run: Callable[[], None] | None = None) -> EngineReport:
        return inspector.report(
            self.trt, self.engine, self.context, self.file, run or self.run, profiled_runs
        )


@pytest.fixture
def look(rig: Rig) -> Look:
    return Look(rig, doubling(), inspections.DETAILED_8_6)


def test_layers_plugins_and_tensors_are_told(look: Look) -> None:
    report = look.report()
    assert [layer.kind for layer in report.layers] == [
        *("Reformat", "Convolution", "Convolution", "PluginV2"),
    ]
    assert report.has_details
    assert report.plugins == ("EfficientNMS_TRT",)
    assert [str(spec) for spec in (*report.inputs, *report.outputs)] == [
        "x float32 [1×4]",
        "y float32 [1×4]",
    ]
    assert report.runtime == "10.3.0"
    assert (report.profiled_runs, look.story) == (0, [])


def test_an_engine_without_details_has_names_and_times(rig: Rig) -> None:
    look = Look(rig, doubling(), inspections.NAMES_8_6)
    look.times = [[("/m0/conv/Conv", 9.0), ("nms", 9.0)], [("/m0/conv/Conv", 0.25), ("nms", 0.5)]]
    report = look.report(1)
    assert not report.has_details
    assert [(layer.name, layer.kind, layer.time_ms) for layer in report.layers] == [
        ("/m0/conv/Conv", "", 0.25),
        ("nms", "", 0.5),
    ]


def test_times_are_asked_for_after_each_run_and_the_first_does_not_count(rig: Rig) -> None:
    look = Look(rig, doubling(), inspections.NAMES_8_6)
    look.times = [[("nms", ms)] for ms in (50.0, 1.0, 3.0, 2.0)]
    report = look.report(3)
    assert look.story == ["run", *["run", "tell"] * 4]
    assert report.profiled_runs == 3
    assert [layer.time_ms for layer in report.layers] == [None, 2.0]


def test_afterwards_nobody_is_told_of_times_any_more(look: Look) -> None:
    look.times = [[("nms", 1.0)]] * 3
    look.report(2)
    assert look.context.profiler is None
    assert look.context.enqueue_emits_profile is True


def test_a_failed_run_leaves_no_profiler_behind(look: Look) -> None:
    def fail() -> None:
        if look.context.profiler is not None:
            raise InferenceError(what=text("It failed"))

    with pytest.raises(InferenceError, match="It failed"):
        look.report(2, fail)
    assert look.context.profiler is None


def test_a_context_that_cannot_wait_tells_its_times_by_itself(rig: Rig) -> None:
    look = Look(rig, doubling(), inspections.NAMES_8_6)

    class Stubborn(Context):
        @property
        def enqueue_emits_profile(self) -> bool:
            return True

    look.context = Stubborn(rig.world, doubling())
    look.times = [[("nms", 4.0)], [("nms", 6.0)]]
    report = look.report(1)
    assert report.layers[1].time_ms == 6.0
    assert report.profiled_runs == 1


def test_a_version_without_a_profiler_tells_no_times(look: Look) -> None:
    del look.trt.module.IProfiler
    report = look.report(3)
    assert report.profiled_runs == 0
    assert look.story == []


def test_the_lean_runtime_tells_no_layers(rig: Rig) -> None:
    network = doubling()
    look = Look(rig, network, inspections.DETAILED_8_6)
    look.trt = rig.install("10.16.1", lean=True)
    look.engine = LeanEngine(rig.world, network)

    def no_inspector() -> Any:
        raise TypeError("Unregistered type : nvinfer1::IEngineInspector")

    look.engine.create_engine_inspector = no_inspector
    report = look.report()
    assert report.layers == ()
    assert report.runtime == "10.16.1"
    assert [spec.name for spec in report.inputs] == ["x"]


def test_where_the_whole_is_broken_each_layer_is_asked_for(rig: Rig) -> None:
    look = Look(rig, doubling(), '{"Layers": ["a", "it"s broken"]}')
    look.singly = [
        '{"Name": "a", "LayerType": "kgen", "PluginType": "Mine"}',
        '{"Name": "it"s, "b" broken", "LayerType": "kgen", "Inputs": []}',
        '{"Name" : "also "broken""}',
        '"quoted"',
        "bare",
    ]
    look.engine.num_layers = 5
    report = look.report()
    names = ["a", 'it"s, "b" broken', 'also "broken"', "quoted", "bare"]
    assert [layer.name for layer in report.layers] == names
    assert report.has_details
    assert report.plugins == ("Mine",)


def test_the_number_of_layers_is_told_where_they_are_not(rig: Rig) -> None:
    look = Look(rig, doubling(), "")
    del look.trt.module.LayerInformationFormat
    look.engine.num_layers = 63
    report = look.report()
    assert report.layers == ()
    assert ("layers", "63") in report.notes


def test_an_inspector_that_cannot_be_made_is_no_failure(look: Look) -> None:
    def fail() -> Any:
        raise RuntimeError("out of memory")

    look.engine.create_engine_inspector = fail
    assert look.report().layers == ()


def test_all_profiles_are_told(rig: Rig) -> None:
    report = Look(rig, growing(), inspections.NAMES_8_6).report()
    assert [
        (profile.index, spec.min_shape, spec.opt_shape, spec.max_shape)
        for profile in report.profiles
        for spec in profile.inputs
    ] == [(0, (1, 4), (1, 4), (2, 4)), (1, (4, 4), (6, 4), (8, 4))]
    assert report.inputs[0].max_shape == (2, 4)


def test_an_engine_of_fixed_sizes_has_one_profile_without_bounds(look: Look) -> None:
    report = look.report()
    assert [(profile.index, profile.inputs) for profile in report.profiles] == [(0, ())]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"device_memory_size": 100}, 100),
        ({"device_memory_size": 100, "device_memory_size_v2": 200}, 200),
        ({}, None),
    ],
)
def test_memory_is_told_by_the_newest_that_knows_it(
    look: Look, attributes: dict[str, int], expected: int | None
) -> None:
    for name, value in attributes.items():
        setattr(look.engine, name, value)
    assert look.report().device_memory_bytes == expected


def test_weights_are_told_where_the_version_counts_them(look: Look) -> None:
    look.engine.get_engine_stat = {Stat.TOTAL_WEIGHTS_SIZE: 6_000_000}.__getitem__
    assert look.report().weights_bytes is None
    look.trt.module.EngineStat = Stat
    assert look.report().weights_bytes == 6_000_000


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (Compatibility.NONE, ""),
        (Compatibility.AMPERE_PLUS, "Ampere and newer"),
        (SimpleNamespace(name="BLACKWELL_PLUS"), "BLACKWELL_PLUS"),
    ],
)
def test_what_other_cards_may_run_it(look: Look, level: Any, words: str) -> None:
    look.engine.hardware_compatibility_level = level
    assert look.report().hardware_compatibility == words


def test_other_facts_are_told_as_the_engine_says_them(look: Look) -> None:
    look.engine.name = "yolov8n.v2"
    look.engine.num_layers = 63
    look.engine.refittable = False
    look.engine.num_aux_streams = 2
    look.engine.profiling_verbosity = SimpleNamespace(name="ProfilingVerbosity.DETAILED")
    look.engine.streamable_weights_size = 0
    report = look.report()
    assert report.aux_streams == 2
    assert report.notes == (
        ("name", "yolov8n.v2"),
        ("refittable", "no"),
        ("details", "DETAILED"),
    )


def test_a_session_tells_what_is_inside(rig: Rig) -> None:
    session = rig.open(doubling())
    report = session.report(2)
    assert [spec.name for spec in report.outputs] == ["y"]
    assert report.layers == ()
    session.close()
