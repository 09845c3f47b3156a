"""The execution context of an engine with its memory: set to shapes, fed, run, and read.

Everything here is enqueued on one stream and waits only where it says so. The CUDA context is current
throughout.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.errors import EngineScopeError, InferenceError
from engine_core.modelfile import ModelFile
from engine_core.runtime.base import Tensors
from engine_core.runtime.tensorrt.cuda import Cuda
from engine_core.runtime.tensorrt.engine import OpenEngine
from engine_core.runtime.tensorrt.graphs import Graph
from engine_core.runtime.tensorrt.iotensors import Buffers, read, read_io, write
from engine_core.runtime.tensorrt.messages import context_error, run_error
from engine_core.runtime.tensorrt.outputs import GrowingMemory, make_allocator
from engine_core.runtime.tensorrt.profiles import Shape, allowed, choose, read_profiles
from engine_core.tensors import DYNAMIC
from engine_core.text import text

Array = npt.NDArray[Any]

# Sizes that come twice in a row will come again; recording for one run alone costs more than it saves.
_RUNS_BEFORE_RECORDING = 2


@dataclass(slots=True)
class Prepared:
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


class Execution:
    """An engine made ready to run.

    Attributes:
        context: The ``IExecutionContext``.
        inputs, outputs: Its tensors by name, in the engine's order.
        profiles: Its optimisation profiles.
        prepared: What it is set to; None before the first run and where setting it failed half way.
        graph: The network recorded as a CUDA graph, as it is set now; None where it runs plainly.
        runs: How often the network was enqueued; what its outputs hold on the card is of the last one.
    """

    def __init__(self, opened: OpenEngine, cuda: Cuda, file: ModelFile, *, graphs: bool) -> None:
        """Make an execution context.

        Args:
            opened: The engine; closed by its owner, after this was freed.
            cuda: The card.
            file: What the engine was read from.
            graphs: Whether the network is recorded as a CUDA graph where that works.

        Raises:
            ModelFileError: An input or output cannot be fed or read, or there is no context.
            GraphicsMemoryError: The graphics memory does not suffice.
        """
        self._trt = opened.trt
        self._cuda = cuda
        self._name = file.path.name
        self._wants_graphs = graphs
        io = read_io(opened.trt, opened.engine, file)
        self.inputs = {tensor.name: tensor for tensor in io if tensor.is_input}
        self.outputs = {tensor.name: tensor for tensor in io if not tensor.is_input}
        self.profiles = read_profiles(
            opened.engine,
            [tensor.name for tensor in io if tensor.is_input and DYNAMIC in tensor.shape],
            [tensor.name for tensor in io if tensor.is_input and tensor.is_shape_io],
        )
        self._buffers = {tensor.name: Buffers(cuda, tensor) for tensor in io}
        self._growing: dict[str, GrowingMemory] = {}
        self._allocators: dict[str, Any] = {}
        self.prepared: Prepared | None = None
        self.graph: Graph | None = None
        self.runs = 0
        position = self._trt.log.position()
        self.context: Any = opened.engine.create_execution_context()
        if self.context is None:
            raise context_error(file, self._trt.log.since(position), opened.attempt)

    def check(self, inputs: Tensors, without: str = "") -> dict[str, Array]:
        """Return what is fed as arrays in the engine's order, one for each input but one.

        Raises:
            InferenceError: An input is missing, or there is none of that name.
        """
        unknown = [name for name in inputs if name not in self.inputs]
        absent = [name for name in self.inputs if name not in inputs and name != without]
        if unknown or absent:
            raise InferenceError(
                what=text("{name} was not fed what it takes", name=self._name),
                why=text("It takes {inputs}", inputs=", ".join(self.inputs)),
                details=f"missing: {absent}; unknown: {unknown}",
            )
        return {name: np.asarray(inputs[name]) for name in self.inputs if name != without}

    def prepare(self, arrays: Tensors, more: Mapping[str, Shape] | None = None) -> None:
        """Set the context to the shapes of arrays, and to those of inputs that are fed otherwise.

        Does nothing where it is set so, and waits for what is enqueued before it changes anything.

        Raises:
            InferenceError: The engine does not take these sizes, or TensorRT failed.
        """
        shapes = {name: tuple(array.shape) for name, array in arrays.items()} | dict(more or {})
        values = {
            name: tuple(int(value) for value in np.ravel(arrays[name]))
            for name, tensor in self.inputs.items()
            if tensor.is_shape_io and name in arrays
        }
        known = self.prepared
        if known is not None and known.shapes == shapes and known.values == values:
            return
        self._check_shapes(shapes)
        current = int(self.context.active_optimization_profile)
        profile = choose(self.profiles, shapes, values, current)
        if profile is None:
            raise self._sizes_refused(shapes, values)
        self._cuda.synchronize()
        self.prepared = None
        self.drop_graph()
        prepared = Prepared(shapes, values)
        position = self._trt.log.position()
        cause: RuntimeError | None = None
        try:
            is_set = self._set(profile.index, current, arrays, prepared)
        except RuntimeError as error:  # some versions raise where others answer False
            is_set, cause = False, error
        if not is_set:
            raise run_error(self._name, self._trt.log.since(position)) from cause
        self.prepared = prepared

    def feed(self, name: str, array: npt.NDArray[Any]) -> None:
        """Bring an array to where TensorRT reads it, after ``prepare`` for its shape.

        Raises:
            InferenceError: It is of another type than the input.
        """
        tensor, buffers = self.inputs[name], self._buffers[name]
        target = buffers.host(array.shape)
        write(target, tensor, array, self._name)
        if not tensor.on_host and target.nbytes:
            self._cuda.upload(target, buffers.address)

    def address(self, name: str) -> int:
        """Return where an input or output lies in graphics memory, as it is prepared now."""
        if name in self._growing:
            return self._growing[name].address
        return self._buffers[name].address

    def run(self) -> bool:
        """Enqueue the network; return whether it was replayed from a graph.

        Raises:
            InferenceError: TensorRT or the card failed.
        """
        if self.graph is not None:
            self.runs += 1
            self.graph.launch()
            return True
        self.run_plainly()
        return False

    def run_plainly(self) -> None:
        """Enqueue the network without a graph; raises as ``run`` does."""
        self.runs += 1
        self._enqueue()
        if self.prepared is not None:
            self.prepared.runs += 1

    @property
    def can_overlap(self) -> bool:
        """Whether one run may be enqueued before the outputs of the one before were read."""
        # Sizes that only the run tells, and what TensorRT writes into memory of the host, are of the last.
        return not self._growing and not any(one.on_host for one in self.outputs.values())

    def fetch(self, names: Collection[str] | None = None, slot: int = 0) -> dict[str, Array]:
        """Bring outputs back, wait for them, and return them.

        Args:
            names: Which; None is all.
            slot: Where they are brought; what lies there is overwritten.

        Raises:
            InferenceError: TensorRT or the card failed.
        """
        wanted = self.outputs if names is None else names
        brought = self.bring(wanted, slot)
        self._cuda.synchronize()
        return self.arrived(brought, wanted, slot)

    def bring(self, names: Collection[str], slot: int) -> dict[str, Array]:
        """Enqueue bringing outputs back, those whose size is known; they are filled in when that is done."""
        if self.prepared is None:
            raise ValueError("nothing was run")
        brought = {}
        for name in names:
            shape = self.prepared.outputs[name]
            if shape is not None:
                brought[name] = self._bring(name, shape, slot)
        return brought

    def arrived(
        self, brought: Mapping[str, Array], names: Collection[str], slot: int
    ) -> dict[str, Array]:
        """Return outputs that were brought and waited for, and those whose size is known only now.

        Waits for the latter. They must be of the last run.

        Raises:
            InferenceError: TensorRT or the card failed.
        """
        position = self._trt.log.position()
        late = {}
        for name in names:
            if name not in brought:
                shape = self._growing[name].shape
                if shape is None or DYNAMIC in shape:
                    raise self._failure(position)
                late[name] = self._bring(name, shape, slot)
        if late:
            self._cuda.synchronize()
        arrays = {**brought, **late}
        return {name: read(arrays[name], self.outputs[name]) for name in names}

    def _bring(self, name: str, shape: Shape, slot: int) -> Array:
        tensor, buffers = self.outputs[name], self._buffers[name]
        if tensor.on_host:
            # TensorRT itself writes there, when it enqueues.
            return buffers.host(shape)
        array = buffers.host(shape, slot)
        if array.nbytes:
            self._cuda.download(self.address(name), array)
        return array

    @property
    def is_due_to_record(self) -> bool:
        """Whether ``record`` would try: a plain run settles what TensorRT does lazily."""
        prepared = self.prepared
        if self.graph is not None or prepared is None or not self._wants_graphs:
            return False
        is_static = not any(DYNAMIC in tensor.shape for tensor in self.inputs.values())
        return prepared.runs >= (1 if is_static else _RUNS_BEFORE_RECORDING)

    def record(self) -> None:
        """Record the network as a graph if it is time to; nothing must be under way."""
        if not self.is_due_to_record:
            return
        tensors = (*self.inputs.values(), *self.outputs.values())
        if not self._growing and not any(tensor.on_host for tensor in tensors):
            self.graph = self._cuda.record_graph(self._enqueue)
        if self.graph is None:
            # What cannot be recorded once cannot the next time.
            self._wants_graphs = False

    def drop_graph(self) -> None:
        """Run plainly until it is recorded again."""
        if self.graph is not None:
            graph, self.graph = self.graph, None
            graph.free()

    def noise(self) -> dict[str, Array]:
        """Return something to feed where nothing matters but the time, in the shapes that were fed last."""
        generator = np.random.default_rng(0)
        first = self.profiles[0]
        shapes = self.prepared.shapes if self.prepared is not None else {}
        noise: dict[str, Array] = {}
        for name, tensor in self.inputs.items():
            bounds = first.shapes.get(name)
            shape = shapes.get(name, bounds.opt if bounds is not None else tensor.shape)
            dtype = np.dtype(tensor.dtype)
            if tensor.is_shape_io:
                known = first.values.get(name)
                count = int(np.prod(shape))
                fits = known is not None and len(known.opt) == count
                values = known.opt if known is not None and fits else (1,) * count
                noise[name] = np.array(values, dtype).reshape(shape)
            elif dtype == np.uint8:
                noise[name] = generator.integers(0, 256, shape, np.uint8)
            elif np.issubdtype(dtype, np.floating):
                noise[name] = generator.random(shape, np.float32).astype(dtype)
            else:
                noise[name] = np.ones(shape, dtype)
        return noise

    def let_go(self) -> None:
        """Give back what hangs on the engine: the graph, then the context."""
        self.drop_graph()
        self.context = None
        self.prepared = None

    def free(self) -> None:
        """Give back the memory, after the engine is gone; safe to call twice."""
        self.let_go()
        self._allocators.clear()
        for memory in self._growing.values():
            memory.free()
        for buffers in self._buffers.values():
            buffers.free()

    def _set(self, profile: int, current: int, arrays: Tensors, prepared: Prepared) -> bool:
        """Do what ``prepare`` promises; False where TensorRT refuses a step."""
        # Not a local: whoever keeps an error keeps its frames, and the context must not outlive CUDA's.
        shapes = prepared.shapes
        if profile != current:
            if not self.context.set_optimization_profile_async(profile, self._cuda.stream_handle):
                return False
            self._cuda.synchronize()
        for name, tensor in self.inputs.items():
            buffers = self._buffers[name]
            buffers.reserve(tensor.nbytes(shapes[name]))
            if tensor.on_host and name in arrays:
                # Sizes follow from these values, so they must be there first.
                write(buffers.host(shapes[name]), tensor, np.asarray(arrays[name]), self._name)
            if DYNAMIC in tensor.shape and not self.context.set_input_shape(name, shapes[name]):
                return False
            if not self.context.set_tensor_address(name, buffers.address):
                return False
        if self.context.infer_shapes():
            return False
        for name, tensor in self.outputs.items():
            shape: Shape = tuple(int(size) for size in self.context.get_tensor_shape(name))
            if DYNAMIC in shape:
                prepared.outputs[name] = None
                if not self.context.set_output_allocator(name, self._allocator(name)):
                    return False
                continue
            prepared.outputs[name] = shape
            self._buffers[name].reserve(tensor.nbytes(shape))
            if not self.context.set_tensor_address(name, self._buffers[name].address):
                return False
        return True

    def _allocator(self, name: str) -> Any:
        if name not in self._allocators:
            self._growing[name] = GrowingMemory(self._cuda)
            self._allocators[name] = make_allocator(self._trt.module, self._growing[name])
        return self._allocators[name]

    def _enqueue(self) -> None:
        position = self._trt.log.position()
        for memory in self._growing.values():
            memory.forget()
        if not self.context.execute_async_v3(self._cuda.stream_handle):
            raise self._failure(position)

    def _failure(self, position: int) -> Exception:
        """Return why a run failed, as the log since a position tells it."""
        for memory in self._growing.values():
            if memory.failure is not None:
                return memory.failure
        free = 0
        with suppress(EngineScopeError):
            free = self._cuda.memory()[0]
        return run_error(self._name, self._trt.log.since(position), free)

    def _check_shapes(self, shapes: Mapping[str, Shape]) -> None:
        for name, tensor in self.inputs.items():
            given = shapes[name]
            fits = len(given) == len(tensor.shape) and all(
                wanted in (DYNAMIC, size) for wanted, size in zip(tensor.shape, given, strict=True)
            )
            if not fits:
                raise self._sizes_refused(shapes, {})

    def _sizes_refused(
        self, shapes: Mapping[str, Shape], values: Mapping[str, tuple[int, ...]]
    ) -> InferenceError:
        takes = "; ".join(
            f"{name} {allowed(self.profiles, name, tensor.shape)}"
            for name, tensor in self.inputs.items()
        )
        given = "; ".join(f"{name} {'×'.join(map(str, shapes[name]))}" for name in self.inputs)
        return InferenceError(
            what=text("{name} does not take an input of this size", name=self._name),
            why=text("It takes {takes}, and was given {given}", takes=takes, given=given),
            cure=text("Choose a size within these bounds, or build the engine for others"),
            details=f"values of shape inputs: {dict(values)}" if values else "",
        )
