"""A look inside an open engine: layers and their times, memory, profiles, plugins."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from engine_core.enginereport import EngineReport, LayerReport, ProfileReport
from engine_core.errors import ModelFileError
from engine_core.modelfile import ModelFile
from engine_core.runtime.planfacts import static_report
from engine_core.runtime.tensorrt.adapter import Trt
from engine_core.runtime.tensorrt.iotensors import IoTensor, read_io, spec_of
from engine_core.runtime.tensorrt.layers import (
    Layers,
    read_layers,
    read_single_layers,
    with_times,
)
from engine_core.runtime.tensorrt.profiles import read_profiles
from engine_core.tensors import DYNAMIC

# What asking an engine raises where a version does not know the question, or the lean runtime the answer.
_UNKNOWN = (AttributeError, TypeError, RuntimeError, ValueError)
_COMPATIBILITY = {
    "NONE": "",
    "AMPERE_PLUS": "Ampere and newer",
    "SAME_COMPUTE_CAPABILITY": "same compute capability",
}
# Attributes of an engine worth a line of their own.
_NOTED = (
    ("name", "name"),
    ("refittable", "refittable"),
    ("capability", "engine_capability"),
    ("details", "profiling_verbosity"),
    ("streamable weights", "streamable_weights_size"),
)


def report(
    trt: Trt,
    engine: Any,
    context: Any,
    file: ModelFile,
    run: Callable[[], None],
    profiled_runs: int = 0,
) -> EngineReport:
    """Look into an engine; on the thread that owns it, with its CUDA context current.

    Args:
        trt: The TensorRT that opened it.
        engine: The ``ICudaEngine``.
        context: An execution context with shapes and addresses set; its profiler is gone afterwards.
        file: What it was opened from.
        run: Runs the network once, plainly (no CUDA graph), and waits for its end.
        profiled_runs: Runs that layer times are the median of; 0 measures none.

    Raises:
        InferenceError: A profiled run failed.
    """
    known = static_report(file)
    told = _layers(trt, engine, context)
    times = _profiled(trt, context, run, profiled_runs) if profiled_runs > 0 else []
    layers = with_times(told.layers, times) if times else told.layers
    tensors = _tensors(trt, engine, file)
    profiles = _profiles(engine, tensors)
    bounds = {spec.name: spec for spec in profiles[0].inputs} if profiles else {}
    return replace(
        known,
        runtime=".".join(str(number) for number in trt.numbers[:3]),
        hardware_compatibility=_hardware_compatibility(engine),
        inputs=tuple(bounds.get(t.name, spec_of(t)) for t in tensors if t.is_input),
        outputs=tuple(spec_of(t) for t in tensors if not t.is_input),
        profiles=profiles,
        layers=layers,
        has_details=told.has_details,
        profiled_runs=len(times),
        plugins=tuple(dict.fromkeys((*told.plugins, *known.plugins))),
        device_memory_bytes=trt.device_memory_bytes(engine),
        weights_bytes=_weights_bytes(trt, engine),
        aux_streams=_number(engine, "num_aux_streams"),
        notes=(*known.notes, *_count(engine, layers), *_notes(engine)),
    )


def _layers(trt: Trt, engine: Any, context: Any) -> Layers:
    """Return what the inspector tells; nothing where there is none."""
    json_format = trt.member("LayerInformationFormat", "JSON")
    if json_format is None:
        # The lean runtime: it has the method, but not the class that the method answers with.
        return Layers()
    try:
        inspector = engine.create_engine_inspector()
        with suppress(*_UNKNOWN):
            # Shapes of this run instead of question marks.
            inspector.execution_context = context
        whole = read_layers(str(inspector.get_engine_information(json_format)))
        if whole.layers:
            return whole
        return read_single_layers(
            str(inspector.get_layer_information(index, json_format))
            for index in range(_number(engine, "num_layers") or 0)
        )
    except _UNKNOWN:
        return Layers()


def _profiled(
    trt: Trt, context: Any, run: Callable[[], None], count: int
) -> list[list[tuple[str, float]]]:
    """Return name and milliseconds of each layer for each run; empty where nothing is told."""
    profiler = _make_profiler(trt)
    if profiler is None:
        return []
    # The first run settles what is loaded at first use, and its times would be those of loading.
    run()
    runs = []
    if hasattr(context, "report_to_profiler"):
        with suppress(*_UNKNOWN):
            context.enqueue_emits_profile = False
    reports_itself = getattr(context, "enqueue_emits_profile", True)
    context.profiler = profiler
    try:
        for _ in range(count + 1):
            profiler.times = []
            run()
            if not reports_itself:
                context.report_to_profiler()
            if profiler.times:
                runs.append(profiler.times)
    finally:
        with suppress(*_UNKNOWN):
            context.profiler = None
        with suppress(*_UNKNOWN):
            context.enqueue_emits_profile = True
    # With a profiler, kernels are launched one by one for the first time.
    return runs[1:]


def _make_profiler(trt: Trt) -> Any | None:
    base: Any = getattr(trt.module, "IProfiler", None)
    if base is None:
        return None

    class _Profiler(base):  # type: ignore[misc]
        def __init__(self) -> None:
            base.__init__(self)
            self.times: list[tuple[str, float]] = []

        # Called while the network runs or its times are asked for; nothing here can raise.
        def report_layer_time(self, layer_name: str, ms: float) -> None:
            self.times.append((layer_name, ms))

    return _Profiler()


def _tensors(trt: Trt, engine: Any, file: ModelFile) -> tuple[IoTensor, ...]:
    try:
        return read_io(trt, engine, file)
    except (ModelFileError, *_UNKNOWN):
        # It runs, so this cannot well be; a look inside is not where to fail.
        return ()


def _profiles(engine: Any, tensors: tuple[IoTensor, ...]) -> tuple[ProfileReport, ...]:
    dynamic = [t for t in tensors if t.is_input and not t.on_host and DYNAMIC in t.shape]
    try:
        read = read_profiles(engine, [t.name for t in dynamic], [])
    except _UNKNOWN:
        return ()
    found = []
    for profile in read:
        specs = []
        for tensor in dynamic:
            bounds = profile.shapes[tensor.name]
            specs.append(spec_of(tensor, (bounds.min, bounds.opt, bounds.max)))
        found.append(ProfileReport(index=profile.index, inputs=tuple(specs)))
    return tuple(found)


def _hardware_compatibility(engine: Any) -> str:
    try:
        level = engine.hardware_compatibility_level
    except _UNKNOWN:
        return ""
    name = _enumerated(level)
    return _COMPATIBILITY.get(name, name)


def _weights_bytes(trt: Trt, engine: Any) -> int | None:
    # 10.14 and newer.
    what = trt.member("EngineStat", "TOTAL_WEIGHTS_SIZE")
    if what is None:
        return None
    try:
        return int(engine.get_engine_stat(what))
    except _UNKNOWN:
        return None


def _number(engine: Any, attribute: str) -> int | None:
    try:
        return int(getattr(engine, attribute))
    except _UNKNOWN:
        return None


def _count(engine: Any, layers: tuple[LayerReport, ...]) -> tuple[tuple[str, str], ...]:
    """Return the number of layers as a note where it is all that is known of them."""
    count = _number(engine, "num_layers")
    return (("layers", f"{count:,}"),) if count and not layers else ()


def _notes(engine: Any) -> tuple[tuple[str, str], ...]:
    found = []
    for title, attribute in _NOTED:
        try:
            value = getattr(engine, attribute)
        except _UNKNOWN:
            continue
        if isinstance(value, bool):
            found.append((title, "yes" if value else "no"))
        elif isinstance(value, int) and not hasattr(value, "name"):
            if value > 0:
                found.append((title, f"{value:,}"))
        else:
            found.append((title, _enumerated(value)))
    return tuple((title, value) for title, value in found if value)


def _enumerated(value: Any) -> str:
    """Return the name of a member of an enumeration, whatever module it is of; text as it is."""
    if isinstance(value, str):
        return value
    return str(getattr(value, "name", value)).rpartition(".")[2]
