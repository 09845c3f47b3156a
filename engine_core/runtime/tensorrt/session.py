"""A TensorRT engine as a session: arrays in, arrays out, and whole pictures where the kernels can."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.consent import NO_CONSENT, Consent
from engine_core.enginereport import EngineReport
from engine_core.errors import EngineScopeError, InferenceError
from engine_core.modelfile import ModelFile
from engine_core.rowselection import RowSelection
from engine_core.runtime.base import FrameAnswer, FrameFeed, ModelInfo, Tensors
from engine_core.runtime.tensorrt import driver
from engine_core.runtime.tensorrt.cuda import Cuda
from engine_core.runtime.tensorrt.engine import OpenEngine, choose_modules, open_engine
from engine_core.runtime.tensorrt.iotensors import Buffers, IoTensor, read, read_io, spec_of, write
from engine_core.runtime.tensorrt.kernels import FrameKernels
from engine_core.runtime.tensorrt.messages import context_error, run_error
from engine_core.runtime.tensorrt.outputs import GrowingMemory, make_allocator
from engine_core.runtime.tensorrt.profiles import Profile, Shape, allowed, choose, read_profiles
from engine_core.tensors import DYNAMIC, Signature
from engine_core.text import text

# Sizes that come twice in a row will come again; recording for one run alone costs more than it saves.
_RUNS_BEFORE_RECORDING = 2


@dataclass(slots=True)
class _Prepared:
    """What the context is set to.

    Attributes:
        shapes: Of the inputs.
        values: Of the shape inputs.
        outputs: Shapes of the outputs; None where only the run tells.
        runs: How often the network ran so, not replayed.
    """

    shapes: dict[str, Shape]
    values: dict[str, tuple[int, ...]]
    outputs: dict[str, Shape | None] = field(default_factory=dict)
    runs: int = 0


@dataclass(slots=True)
class _Way:
    """What is kept for one way of feeding pictures."""

    fitter: Any
    selectors: dict[tuple[RowSelection, Shape], Any] = field(default_factory=dict)


class TensorRtSession:
    """An engine on a graphics card. Made, used and closed on one thread, which may end at any time.

    Outputs are views of page-locked memory that the next call overwrites; float16 stays float16, and
    bfloat16 is given and taken as float32.

    Attributes:
        replays: Whether the network is replayed from a recorded CUDA graph now.
    """

    def __init__(
        self,
        file: ModelFile,
        *,
        device: int = 0,
        consent: Consent | None = None,
        graphs: bool = True,
    ) -> None:
        """Open the engine.

        Args:
            file: An identified plan.
            device: Number of the graphics card.
            consent: What may be executed for it; None is nothing.
            graphs: Whether the network is recorded as a CUDA graph where that works: launches dominate
                small networks (YOLOv8n FP16 on an H100: 1.04 ms without, 0.70 ms with).

        Raises:
            ConsentNeededError: The file brings code, or needs a plugin library.
            RuntimeMissingError: Driver, pycuda or TensorRT is missing, or the file is for another one.
            ModelFileError: The file is damaged, or its inputs or outputs cannot be fed or read.
        """
        self._thread = threading.get_ident()
        self._file = file
        self._wants_graphs = graphs
        self._is_closed = False
        self._cuda: Any = None
        self._open: OpenEngine | None = None
        self._context: Any = None
        self._graph: Any = None
        self._buffers: dict[str, Buffers] = {}
        self._growing: dict[str, GrowingMemory] = {}
        self._allocators: dict[str, Any] = {}
        self._prepared: _Prepared | None = None
        self._kernels: Any = None
        self._ways: dict[Any, _Way | None] = {}
        self._events: list[Any] = []
        self._sides: Tensors | None = None
        cards = driver.find_devices()
        choose_modules(file)  # says that TensorRT is missing before anything is loaded
        try:
            self._cuda = Cuda.open(device)
            with self._cuda.active():
                self._start(NO_CONSENT if consent is None else consent)
                self._info = self._describe(device, len(cards))
        except BaseException:
            self.close()
            raise

    @property
    def info(self) -> ModelInfo:
        return self._info

    @property
    def replays(self) -> bool:
        """Whether the network is replayed from a recorded CUDA graph now."""
        return self._graph is not None

    def infer(self, inputs: Tensors) -> Tensors:
        self._check_usable()
        with self._cuda.active():
            return self._infer(inputs)

    def takes(self, feed: FrameFeed) -> bool:
        """Whether pictures can be fed so; loads the kernels when first asked."""
        self._check_usable()
        with self._cuda.active():
            return self._way(feed) is not None

    def infer_frame(self, image: npt.NDArray[np.uint8], feed: FrameFeed) -> FrameAnswer:
        self._check_usable()
        with self._cuda.active():
            way = self._way(feed)
            if way is None:
                raise ValueError("this session does not take pictures fed so")
            return self._infer_frame(image, feed, way)

    def report(self, profiled_runs: int = 0) -> EngineReport:
        from engine_core.runtime.tensorrt import inspector

        self._check_usable()
        opened = self._engine
        with self._cuda.active():
            # A graph holds what the context was; layer times come from plain runs alone.
            self._drop_graph()
            return inspector.report(
                opened.trt,
                opened.engine,
                self._context,
                self._file,
                self._make_noisy_run(),
                profiled_runs,
            )

    def close(self) -> None:
        """Free everything, TensorRT's before CUDA's; safe to call twice, on the thread that opened it."""
        if self._is_closed:
            return
        self._check_thread()
        self._is_closed = True
        if self._cuda is None:
            return
        try:
            with self._cuda.active():
                self._free()
        finally:
            self._cuda.close()

    def _check_thread(self) -> None:
        if threading.get_ident() != self._thread:
            raise RuntimeError("a TensorRT session belongs to the thread that opened it")

    def _check_usable(self) -> None:
        self._check_thread()
        if self._is_closed:
            raise ValueError("the session is closed")

    @property
    def _engine(self) -> OpenEngine:
        if self._open is None:
            raise ValueError("the session is closed")
        return self._open

    def _start(self, consent: Consent) -> None:
        self._open = opened = open_engine(self._file, self._cuda, consent)
        self._io = read_io(opened.trt, opened.engine, self._file)
        self._inputs = {tensor.name: tensor for tensor in self._io if tensor.is_input}
        self._outputs = {tensor.name: tensor for tensor in self._io if not tensor.is_input}
        self._profiles = read_profiles(
            opened.engine,
            [tensor.name for tensor in self._inputs.values() if DYNAMIC in tensor.shape],
            [tensor.name for tensor in self._inputs.values() if tensor.is_shape_io],
        )
        self._buffers = {tensor.name: Buffers(self._cuda, tensor) for tensor in self._io}
        position = opened.trt.log.position()
        self._context = opened.engine.create_execution_context()
        if self._context is None:
            raise context_error(self._file, opened.trt.log.since(position), opened.attempt)

    def _describe(self, device: int, cards: int) -> ModelInfo:
        opened = self._engine
        first: Profile = self._profiles[0]

        def bounds(tensor: IoTensor) -> tuple[Shape, Shape, Shape] | None:
            found = first.shapes.get(tensor.name)
            return (found.min, found.opt, found.max) if found is not None else None

        return ModelInfo(
            path=self._file.path,
            format=self._file.format,
            runtime=opened.trt.title,
            device=f"GPU {device} · {self._cuda.name}" if cards > 1 else self._cuda.name,
            precision=_precision(self._file.metadata.args),
            signature=Signature(
                inputs=tuple(spec_of(one, bounds(one)) for one in self._inputs.values()),
                outputs=tuple(spec_of(one) for one in self._outputs.values()),
            ),
            size_bytes=self._file.size_bytes,
            built_with=self._file.built_with or "",
        )

    def _infer(self, inputs: Tensors) -> Tensors:
        arrays = self._checked(inputs)
        self._sides = None
        self._prepare(arrays)
        for name, array in arrays.items():
            self._feed(name, array)
        self._run_network()
        outputs = self._download()
        self._record()
        return outputs

    def _infer_frame(self, image: npt.NDArray[np.uint8], feed: FrameFeed, way: _Way) -> FrameAnswer:
        before = self._prepared
        self._prepare(feed.sides, {feed.input_name: feed.preprocessing.tensor_shape})
        if self._sides is not feed.sides or self._prepared is not before:
            for name, array in self._checked(feed.sides, without=feed.input_name).items():
                self._feed(name, array)
            self._sides = feed.sides
        started, fitted, ran, done = self._four_events()
        started.record()
        letterbox = way.fitter.fit(image, self._buffers[feed.input_name].address)
        fitted.record()
        replayed = self._run_network()
        ran.record()
        selector = self._selector(feed, way)
        if selector is not None:
            selector.enqueue(self._address(selector_output(feed)))
        if selector is None:
            outputs = self._download(done=done)
        else:
            chosen = selector_output(feed)
            outputs = self._download({chosen}, done)
            rows = selector.collect()
            if rows is None:
                rows = self._download(self._outputs.keys() - {chosen}, done)[chosen]
            outputs[chosen] = rows
        answer = FrameAnswer(
            outputs=outputs,
            letterbox=letterbox,
            fit_ms=fitted.ms_since(started),
            network_ms=ran.ms_since(fitted),
            select_ms=done.ms_since(ran),
            replayed=replayed,
        )
        self._record()
        return answer

    def _checked(self, inputs: Tensors, without: str = "") -> dict[str, npt.NDArray[Any]]:
        """Return what is fed as arrays, one for each input, in the engine's order."""
        unknown = [name for name in inputs if name not in self._inputs]
        absent = [name for name in self._inputs if name not in inputs and name != without]
        if unknown or absent:
            raise InferenceError(
                what=text("{name} was not fed what it takes", name=self._file.path.name),
                why=text("It takes {inputs}", inputs=", ".join(self._inputs)),
                details=f"missing: {absent}; unknown: {unknown}",
            )
        return {name: np.asarray(inputs[name]) for name in self._inputs if name != without}

    def _feed(self, name: str, array: npt.NDArray[Any]) -> None:
        """Bring an array to where TensorRT reads it; the stream does the rest."""
        tensor, buffers = self._inputs[name], self._buffers[name]
        target = buffers.host(array.shape)
        write(target, tensor, array, self._file.path.name)
        if not tensor.on_host and target.nbytes:
            self._cuda.upload(target, buffers.address)

    def _prepare(self, arrays: Tensors, more: Mapping[str, Shape] | None = None) -> None:
        """Set the context to the shapes of arrays and to those of inputs that are fed otherwise.

        Raises:
            InferenceError: The engine does not take these sizes, or TensorRT failed.
        """
        shapes = {name: tuple(array.shape) for name, array in arrays.items()} | dict(more or {})
        values = {
            name: tuple(int(value) for value in np.ravel(arrays[name]))
            for name, tensor in self._inputs.items()
            if tensor.is_shape_io and name in arrays
        }
        known = self._prepared
        if known is not None and known.shapes == shapes and known.values == values:
            return
        self._prepared = None
        self._sides = None
        self._drop_graph()
        self._check_shapes(shapes)
        current = int(self._context.active_optimization_profile)
        profile = choose(self._profiles, shapes, values, current)
        if profile is None:
            raise self._sizes_refused(shapes)
        prepared = _Prepared(shapes, values)
        log = self._engine.trt.log
        position = log.position()
        try:
            if not self._set(profile.index, current, shapes, arrays, prepared):
                raise run_error(self._file.path.name, log.since(position))
        except RuntimeError as error:
            raise run_error(self._file.path.name, log.since(position)) from error
        self._prepared = prepared

    def _set(
        self,
        profile: int,
        current: int,
        shapes: Mapping[str, Shape],
        arrays: Tensors,
        prepared: _Prepared,
    ) -> bool:
        """Do what ``_prepare`` promises; False where TensorRT refuses a step."""
        context = self._context
        if profile != current:
            if not context.set_optimization_profile_async(profile, self._cuda.stream_handle):
                return False
            self._cuda.synchronize()
        for name, tensor in self._inputs.items():
            buffers = self._buffers[name]
            buffers.reserve(tensor.nbytes(shapes[name]))
            if tensor.on_host and name in arrays:
                # Sizes follow from these values, so they must be there first.
                write(
                    buffers.host(shapes[name]),
                    tensor,
                    np.asarray(arrays[name]),
                    self._file.path.name,
                )
            if DYNAMIC in tensor.shape and not context.set_input_shape(name, shapes[name]):
                return False
            if not context.set_tensor_address(name, buffers.address):
                return False
        if context.infer_shapes():
            return False
        for name, tensor in self._outputs.items():
            shape: Shape = tuple(int(size) for size in context.get_tensor_shape(name))
            if DYNAMIC in shape:
                prepared.outputs[name] = None
                if not context.set_output_allocator(name, self._allocator(name)):
                    return False
                continue
            prepared.outputs[name] = shape
            self._buffers[name].reserve(tensor.nbytes(shape))
            if not context.set_tensor_address(name, self._buffers[name].address):
                return False
        return True

    def _allocator(self, name: str) -> Any:
        if name not in self._allocators:
            self._growing[name] = GrowingMemory(self._cuda)
            self._allocators[name] = make_allocator(self._engine.trt.module, self._growing[name])
        return self._allocators[name]

    def _check_shapes(self, shapes: Mapping[str, Shape]) -> None:
        for name, tensor in self._inputs.items():
            given = shapes[name]
            fits = len(given) == len(tensor.shape) and all(
                wanted in (DYNAMIC, size) for wanted, size in zip(tensor.shape, given, strict=True)
            )
            if not fits:
                raise self._sizes_refused(shapes)

    def _sizes_refused(self, shapes: Mapping[str, Shape]) -> InferenceError:
        takes = "; ".join(
            f"{name} {allowed(self._profiles, name, tensor.shape)}"
            for name, tensor in self._inputs.items()
        )
        given = "; ".join(f"{name} {'×'.join(map(str, shapes[name]))}" for name in self._inputs)
        return InferenceError(
            what=text("{name} does not take an input of this size", name=self._file.path.name),
            why=text("It takes {takes}, and was given {given}", takes=takes, given=given),
            cure=text("Choose a size within these bounds, or build the engine for others"),
        )

    def _enqueue(self) -> None:
        log = self._engine.trt.log
        position = log.position()
        for memory in self._growing.values():
            memory.forget()
        if not self._context.execute_async_v3(self._cuda.stream_handle):
            raise self._failure(position)

    def _failure(self, position: int) -> Exception:
        """Return why a run failed, as the log since a position tells it."""
        for memory in self._growing.values():
            if memory.failure is not None:
                return memory.failure
        free = 0
        with suppress(EngineScopeError):
            free = int(self._cuda.memory()[0])
        return run_error(self._file.path.name, self._engine.trt.log.since(position), free)

    def _run_network(self) -> bool:
        """Enqueue the network; return whether it was replayed."""
        if self._graph is not None:
            self._graph.launch()
            return True
        self._enqueue()
        if self._prepared is not None:
            self._prepared.runs += 1
        return False

    def _record(self) -> None:
        """Record the network as a graph once it ran plainly, which settles what TensorRT does lazily."""
        prepared = self._prepared
        if self._graph is not None or prepared is None or not self._wants_graphs:
            return
        is_static = not any(DYNAMIC in tensor.shape for tensor in self._inputs.values())
        if prepared.runs < (1 if is_static else _RUNS_BEFORE_RECORDING):
            return
        if self._growing or any(tensor.on_host for tensor in self._io):
            return
        try:
            self._graph = self._cuda.record_graph(self._enqueue)
        except EngineScopeError:
            self._graph = None
        if self._graph is None:
            # What cannot be recorded once cannot the next time.
            self._wants_graphs = False

    def _drop_graph(self) -> None:
        if self._graph is not None:
            graph, self._graph = self._graph, None
            graph.free()

    def _address(self, name: str) -> int:
        if name in self._growing:
            return self._growing[name].address
        return self._buffers[name].address

    def _download(
        self, without: Set[str] = frozenset(), done: Any = None
    ) -> dict[str, npt.NDArray[Any]]:
        """Wait for the network and bring its outputs back, those left out excepted.

        Args:
            without: Names of outputs that stay where they are.
            done: An event to record behind the last transfer.
        """
        prepared = self._prepared
        if prepared is None:
            raise ValueError("nothing was run")
        position = self._engine.trt.log.position()
        shapes = {name: shape for name, shape in prepared.outputs.items() if name not in without}
        arrays: dict[str, npt.NDArray[Any]] = {}

        def fetch(name: str, shape: Shape) -> None:
            arrays[name] = self._buffers[name].host(shape)
            if not self._outputs[name].on_host and arrays[name].nbytes:
                self._cuda.download(self._address(name), arrays[name])

        def wait() -> None:
            if done is not None:
                done.record()
            self._cuda.synchronize()

        for name, shape in shapes.items():
            if shape is not None:
                fetch(name, shape)
        wait()
        late = [name for name, shape in shapes.items() if shape is None]
        for name in late:
            # How large it became is known only now.
            known = self._growing[name].shape
            if known is None or DYNAMIC in known:
                raise self._failure(position)
            fetch(name, known)
        if late:
            wait()
        return {name: read(arrays[name], self._outputs[name]) for name in shapes}

    def _way(self, feed: FrameFeed) -> _Way | None:
        key = (feed.input_name, feed.preprocessing, tuple(feed.sides))
        if key not in self._ways:
            self._ways[key] = self._make_way(feed)
        return self._ways[key]

    def _make_way(self, feed: FrameFeed) -> _Way | None:
        tensor = self._inputs.get(feed.input_name)
        wanted = feed.preprocessing
        if tensor is None or tensor.on_host or tensor.device_dtype != wanted.dtype:
            return None
        if {feed.input_name, *feed.sides} != set(self._inputs):
            return None
        if self._kernels is None:
            self._kernels = FrameKernels.load(self._cuda) or False
        if self._kernels is False:
            return None
        fitter = self._kernels.fitter(wanted)
        return None if fitter is None else _Way(fitter)

    def _selector(self, feed: FrameFeed, way: _Way) -> Any:
        """Return what chooses rows of the output that the feed names, or None where nothing can."""
        selection, prepared = feed.selection, self._prepared
        tensor = self._outputs.get(selection.output) if selection is not None else None
        if selection is None or prepared is None or tensor is None or tensor.on_host:
            return None
        shape = prepared.outputs[tensor.name]
        if shape is None:
            return None
        key = (selection, shape)
        if key not in way.selectors:
            way.selectors[key] = self._kernels.selector(selection, shape, tensor.device_dtype)
        return way.selectors[key]

    def _four_events(self) -> list[Any]:
        while len(self._events) < 4:
            self._events.append(self._cuda.event())
        return self._events

    def _make_noisy_run(self) -> Callable[[], None]:
        """Return what runs the network once, plainly, on noise, and waits for it."""
        is_fed = False

        def run() -> None:
            nonlocal is_fed
            if not is_fed:
                noise = self._noise()
                self._prepare(noise)
                for name, array in noise.items():
                    self._feed(name, array)
                self._sides = None
                is_fed = True
            self._enqueue()
            self._cuda.synchronize()

        return run

    def _noise(self) -> dict[str, npt.NDArray[Any]]:
        generator = np.random.default_rng(0)
        first: Profile = self._profiles[0]
        shapes = self._prepared.shapes if self._prepared is not None else {}
        noise: dict[str, npt.NDArray[Any]] = {}
        for name, tensor in self._inputs.items():
            best = first.shapes.get(name)
            shape = shapes.get(name) or (best.opt if best is not None else tensor.shape)
            dtype = np.dtype(tensor.dtype)
            if tensor.is_shape_io:
                known = first.values.get(name)
                values = known.opt if known is not None else 1
                noise[name] = np.broadcast_to(np.asarray(values, dtype), shape)
            elif dtype == np.uint8:
                noise[name] = generator.integers(0, 256, shape, np.uint8)
            elif np.issubdtype(dtype, np.floating):
                noise[name] = generator.random(shape, np.float32).astype(dtype)
            else:
                noise[name] = np.ones(shape, dtype)
        return noise

    def _free(self) -> None:
        """Give back what was taken, each before what it hangs on; the CUDA context is current."""
        with suppress(EngineScopeError):
            self._cuda.synchronize()
        self._drop_graph()
        self._ways.clear()
        self._kernels = None
        self._events.clear()
        self._context = None
        if self._open is not None:
            self._open.close()
            self._open = None
        self._allocators.clear()
        for memory in self._growing.values():
            memory.free()
        for buffers in self._buffers.values():
            buffers.free()
        self._growing.clear()
        self._buffers.clear()
        self._prepared = None


def selector_output(feed: FrameFeed) -> str:
    """Return the output whose rows are chosen, or an empty name."""
    return feed.selection.output if feed.selection is not None else ""


def _precision(args: Mapping[str, object]) -> str:
    """Return what Ultralytics' header says of the export: ``half`` and ``int8``, or ``quantize`` since."""
    bits = args.get("quantize")
    if args.get("int8") is True or bits == 8:
        return "INT8"
    if args.get("half") is True or bits == 16:
        return "FP16"
    return "FP32" if "half" in args or "quantize" in args else ""
