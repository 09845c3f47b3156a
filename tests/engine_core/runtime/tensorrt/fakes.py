"""A TensorRT and a graphics card made up of NumPy, in the shape of the real ones.

``make_tensorrt`` gives a module with the names, the answers (None for a failure, a log that says why, sizes
that are no tuples) and the habits of the real bindings; a test holds its names against the real lean ones.
Its engines are functions on arrays. ``FakeCuda`` does nothing before ``synchronize``: what forgets to
wait reads old memory.
"""

from __future__ import annotations

import ctypes
import enum
import threading
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.errors import InferenceError
from engine_core.modelfile import ModelFile, identify
from engine_core.text import text

Shape = tuple[int, ...]
Arrays = dict[str, npt.NDArray[Any]]

STORED_AS = {
    "FLOAT": np.float32,
    "HALF": np.float16,
    "BF16": np.uint16,
    "INT8": np.int8,
    "UINT8": np.uint8,
    "BOOL": np.bool_,
    "INT32": np.int32,
    "INT64": np.int64,
    "FP8": np.uint8,
}


@dataclass
class Tensor:
    """An input or output of a made-up engine; ``shape`` has -1 where it is open."""

    name: str
    shape: Shape
    kind: str = "FLOAT"
    profiles: Sequence[tuple[Shape, Shape, Shape]] = ()
    values: Sequence[tuple[Shape, Shape, Shape]] = ()
    on_host: bool = False
    is_shape: bool = False
    format: str = "LINEAR"
    vector_dim: int = -1


@dataclass
class Network:
    """What a made-up engine is.

    Attributes:
        inputs, outputs: Its tensors.
        run: Arrays in, arrays out.
        output_shapes: Input shapes (and the values of shape inputs) to output shapes; -1 where only the
            run tells. None where all are fixed.
        profiles: Number of its profiles.
        says: Severity and text that deserialising it logs.
        is_refused: Whether deserialising gives None.
        needs_code: Whether it is version-compatible.
        has_context: Whether a context can be made.
        fails: Whether running it fails.
        can_be_recorded: Whether a graph can be recorded from it.
        implicit_batch: Whether it has no batch axis of its own.
    """

    inputs: Sequence[Tensor]
    outputs: Sequence[Tensor]
    run: Callable[[Arrays], Arrays]
    output_shapes: Callable[[dict[str, Shape], Arrays], dict[str, Shape]] | None = None
    profiles: int = 1
    says: Sequence[tuple[str, str]] = ()
    is_refused: bool = False
    needs_code: bool = False
    has_context: bool = True
    fails: bool = False
    can_be_recorded: bool = True
    implicit_batch: bool = False

    @property
    def tensors(self) -> list[Tensor]:
        return [*self.inputs, *self.outputs]

    def tensor(self, name: str) -> Tensor:
        return next(tensor for tensor in self.tensors if tensor.name == name)


class FakeMemory:
    def __init__(self, cuda: FakeCuda, nbytes: int) -> None:
        self._cuda = cuda
        self.nbytes = nbytes
        # A real address, so that the made-up TensorRT reads it as it reads memory of the host.
        self.array = np.zeros(max(1, nbytes), np.uint8)
        self.address = int(self.array.ctypes.data)

    def free(self) -> None:
        if self in self._cuda.held:
            self._cuda.held.remove(self)
            self._cuda.story.append("free")


class FakeEvent:
    clock = 0

    def __init__(self, cuda: FakeCuda) -> None:
        self._cuda = cuda
        self._time: int | None = None

    def record(self) -> None:
        self._time = None

        def pass_by() -> None:
            FakeEvent.clock += 1
            self._time = FakeEvent.clock

        self._cuda.enqueue(pass_by)

    def wait(self) -> None:
        if self._time is None:
            self._cuda.advance(lambda: self._time is not None)

    def ms_since(self, earlier: FakeEvent) -> float:
        assert self._time is not None
        assert earlier._time is not None
        return float(self._time - earlier._time)


class FakeGraph:
    def __init__(self, cuda: FakeCuda, steps: list[Callable[[], None]]) -> None:
        self._cuda = cuda
        self._steps = steps
        self.launches = 0
        self.is_freed = False

    def launch(self) -> None:
        assert not self.is_freed
        self.launches += 1
        for step in self._steps:
            self._cuda.enqueue(step)

    def free(self) -> None:
        self.is_freed = True
        self._steps = []
        self._cuda.story.append("graph freed")


class FakeCuda:
    """A card of 1 GiB; everything on its stream happens when somebody waits for it."""

    def __init__(self, device: int = 0, free_bytes: int = 2**30) -> None:
        self.device = device
        self.name = "Made-up 4090"
        self.capability = (8, 9)
        self.stream_handle = 4711
        self.free_bytes = free_bytes
        self.held: list[FakeMemory] = []
        self.pins = 0
        self.story: list[str] = []
        self.graphs: list[FakeGraph] = []
        self.depth = 0
        self.is_closed = False
        self.fails_at_memory_of: int | None = None
        self.breaks = False
        self._queue: list[Callable[[], None]] = []
        self._recording: list[Callable[[], None]] | None = None
        self._spoilt = False
        self._thread = threading.get_ident()

    @contextmanager
    def _active(self) -> Iterator[None]:
        assert threading.get_ident() == self._thread
        assert not self.is_closed
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1

    def active(self) -> AbstractContextManager[None]:
        return self._active()

    def memory(self) -> tuple[int, int]:
        return self.free_bytes - sum(memory.nbytes for memory in self.held), 2**30

    def allocate(self, nbytes: int) -> FakeMemory:
        assert self.depth
        self._spoilt = True  # memory that is taken while a graph is recorded makes it useless
        if nbytes > self.memory()[0] or nbytes == self.fails_at_memory_of:
            raise InferenceError(what=text("no memory"))
        memory = FakeMemory(self, nbytes)
        self.held.append(memory)
        return memory

    def pinned(self, nbytes: int, *, write_only: bool = False) -> npt.NDArray[np.uint8]:
        assert self.depth
        self.pins += 1
        return np.zeros(nbytes, np.uint8)

    def unpin(self, array: npt.NDArray[Any]) -> None:
        self.pins -= 1

    def enqueue(self, step: Callable[[], None]) -> None:
        assert self.depth, "nothing is current"
        (self._queue if self._recording is None else self._recording).append(step)

    def upload(self, source: npt.NDArray[Any], address: int) -> None:
        self.enqueue(lambda: write_at(address, source))

    def download(self, address: int, target: npt.NDArray[Any]) -> None:
        self.enqueue(lambda: target.__setitem__(..., read_at(address, target.shape, target.dtype)))

    def event(self) -> FakeEvent:
        return FakeEvent(self)

    def synchronize(self) -> None:
        if self._recording is not None:
            self._spoilt = True
            return
        if self.breaks:
            raise InferenceError(what=text("The graphics card failed"))
        queue, self._queue = self._queue, []
        for step in queue:
            step()

    def advance(self, is_there: Callable[[], bool]) -> None:
        """Do what was enqueued until something is so, and nothing that comes after it."""
        if self.breaks:
            raise InferenceError(what=text("The graphics card failed"))
        while not is_there():
            self._queue.pop(0)()

    def record_graph(self, enqueue: Callable[[], None]) -> FakeGraph | None:
        self._recording, self._spoilt = [], False
        try:
            enqueue()
        except InferenceError:
            return None
        finally:
            steps, self._recording = self._recording, None
        if self._spoilt:
            return None
        self.graphs.append(FakeGraph(self, steps))
        return self.graphs[-1]

    def spoil(self) -> None:
        """What cannot be recorded makes a recording useless."""
        self._spoilt = True

    @property
    def is_idle(self) -> bool:
        """Whether all that was enqueued is done."""
        return not self._queue

    @property
    def is_recording(self) -> bool:
        return self._recording is not None

    def close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            self.story.append("cuda closed")


def read_at(address: int, shape: Shape, dtype: Any) -> npt.NDArray[Any]:
    """Return a copy of what lies at an address."""
    assert address, "nothing lies at address 0"
    kind = np.dtype(dtype)
    nbytes = int(np.prod(shape, dtype=np.int64)) * kind.itemsize
    return np.frombuffer(ctypes.string_at(address, nbytes), kind).reshape(shape).copy()


def write_at(address: int, array: npt.NDArray[Any]) -> None:
    data = np.ascontiguousarray(array)
    ctypes.memmove(address, data.ctypes.data, data.nbytes)


class Dims:
    """As the real one: like a list, but not equal to one and not a tuple."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self._sizes = list(sizes)

    def __len__(self) -> int:
        return len(self._sizes)

    def __getitem__(self, index: int) -> int:
        return self._sizes[index]


class Severity(enum.Enum):
    INTERNAL_ERROR = 0
    ERROR = 1
    WARNING = 2
    INFO = 3
    VERBOSE = 4


class TensorIOMode(enum.Enum):
    NONE = 0
    INPUT = 1
    OUTPUT = 2


class TensorLocation(enum.Enum):
    DEVICE = 0
    HOST = 1


DataType = enum.Enum("DataType", list(STORED_AS))  # type: ignore[misc]
TensorFormat = enum.Enum("TensorFormat", ["LINEAR", "CHW4", "HWC8", "HWC"])

_IN_WORDS = {
    "LINEAR": "Row major linear FP32 format (kLINEAR)",
    "CHW4": "Four wide channel vectorized row major FP32 format (kCHW4)",
    "HWC8": "Channel major FP16 format where channel % 8 == 0",
    "HWC": "Non-vectorized channel-last FP32 format",
}


class ILogger:
    Severity = Severity

    def log(self, severity: Any, msg: str) -> None:
        raise NotImplementedError


class IOutputAllocator:
    pass


class IProfiler:
    pass


@dataclass
class World:
    """What a made-up TensorRT knows, and what happened to it.

    Attributes:
        networks: Engine by the name that its plan ends with.
        story: What was destroyed, in order.
        logger: The one that was given last.
        plugins: Whether its own plugins were registered, how often.
        libraries: Contents of the plugin libraries that its registry loaded.
        refuses_libraries: Whether the registry takes no library.
        runtime_says: What making a runtime logs.
        cuda: The card that its engines run on.
    """

    networks: dict[str, Network] = field(default_factory=dict)
    story: list[str] = field(default_factory=list)
    logger: Any = None
    plugins: int = 0
    libraries: list[bytes] = field(default_factory=list)
    refuses_libraries: bool = False
    runtime_says: Sequence[tuple[str, str]] = ()
    cuda: FakeCuda | None = None
    allowed: bool = False
    dla_cores: int = 0

    def say(self, lines: Sequence[tuple[str, str]]) -> None:
        for severity, line in lines:
            self.logger.log(Severity[severity], line)


class Context:
    def __init__(self, world: World, network: Network) -> None:
        self._world, self._network = world, network
        self._addresses: dict[str, int] = {}
        self._shapes: dict[str, Shape] = {
            one.name: one.shape for one in network.inputs if -1 not in one.shape
        }
        self._allocators: dict[str, Any] = {}
        self.active_optimization_profile = 0
        self.profiler: Any = None
        self.runs = 0

    def __del__(self) -> None:
        self._world.story.append("context")

    def set_optimization_profile_async(self, profile_index: int, stream_handle: int) -> bool:
        assert stream_handle
        self.active_optimization_profile = profile_index
        self._shapes = {one.name: one.shape for one in self._network.inputs if -1 not in one.shape}
        self._addresses.clear()
        return True

    def set_input_shape(self, name: str, shape: tuple[int, ...]) -> bool:
        assert isinstance(shape, tuple)
        tensor = self._network.tensor(name)
        low, _, high = tensor.profiles[self.active_optimization_profile]
        inside = len(shape) == len(low) and all(
            a <= size <= b for a, size, b in zip(low, shape, high, strict=True)
        )
        if not inside:
            self._world.say([("ERROR", "IExecutionContext::setInputShape: Error Code 3")])
            return False
        self._shapes[name] = shape
        return True

    def set_tensor_address(self, name: str, memory: int) -> bool:
        assert type(memory) is int
        assert memory
        self._addresses[name] = memory
        return True

    def set_output_allocator(self, name: str, output_allocator: Any) -> bool:
        assert output_allocator is None or isinstance(output_allocator, IOutputAllocator)
        self._allocators[name] = output_allocator
        return True

    def infer_shapes(self) -> list[str]:
        return [
            one.name
            for one in self._network.inputs
            if one.name not in self._shapes or (one.on_host and one.name not in self._addresses)
        ]

    def get_tensor_shape(self, name: str) -> Dims:
        if name in self._shapes:
            return Dims(self._shapes[name])
        return Dims(self._output_shapes()[name])

    def execute_async_v3(self, stream_handle: int) -> bool:
        cuda, network = self._world.cuda, self._network
        assert cuda is not None
        assert stream_handle == cuda.stream_handle
        if network.fails:
            self._world.say(
                [("ERROR", "IExecutionContext::enqueueV3: Error Code 1: Cuda Runtime (misaligned)")]
            )
            return False
        for one in network.tensors:
            assert one.name in self._addresses or one.name in self._allocators, one.name
        if not network.can_be_recorded and cuda.is_recording:
            cuda.spoil()
        self.runs += 1
        if any(self._allocators.values()):
            cuda.spoil()
            cuda.synchronize()
            return self._answer()
        cuda.enqueue(self._run)
        return True

    def _run(self) -> None:
        self._answer()

    def _answer(self) -> bool:
        arrays = {
            one.name: read_at(
                self._addresses[one.name], self._shapes[one.name], STORED_AS[one.kind]
            )
            for one in self._network.inputs
        }
        for name, array in self._network.run(arrays).items():
            tensor = self._network.tensor(name)
            stored = np.ascontiguousarray(array)
            assert stored.dtype == STORED_AS[tensor.kind]
            allocator = self._allocators.get(name)
            if allocator is None:
                write_at(self._addresses[name], stored)
                continue
            ask = getattr(allocator, "reallocate_output_async", None)
            address = (
                ask(name, 0, stored.nbytes, 256, self._world.cuda.stream_handle)  # type: ignore[union-attr]
                if ask is not None
                else allocator.reallocate_output(name, 0, stored.nbytes, 256)
            )
            if not address:
                self._world.say([("ERROR", "Error Code 2: OutOfMemory (no further information)")])
                return False
            write_at(address, stored)
            allocator.notify_shape(name, Dims(stored.shape))
        return True

    def _output_shapes(self) -> dict[str, Shape]:
        network = self._network
        if network.output_shapes is None:
            return {one.name: one.shape for one in network.outputs}
        values = {
            one.name: read_at(
                self._addresses[one.name], self._shapes[one.name], STORED_AS[one.kind]
            )
            for one in network.inputs
            if one.on_host
        }
        return network.output_shapes(dict(self._shapes), values)


class Engine:
    def __init__(self, world: World, network: Network) -> None:
        self._world, self._network = world, network
        self.num_io_tensors = len(network.tensors)
        self.num_optimization_profiles = network.profiles

    def __getattr__(self, name: str) -> Any:
        if name == "has_implicit_batch_dimension":
            said = "Implicit batch dimensions support has been removed"
            warnings.warn(said, DeprecationWarning, stacklevel=2)
            return False
        raise AttributeError(name)

    def __del__(self) -> None:
        self._world.story.append("engine")

    def get_tensor_name(self, index: int) -> str:
        return self._network.tensors[index].name

    def get_tensor_mode(self, name: str) -> TensorIOMode:
        is_input = any(one.name == name for one in self._network.inputs)
        return TensorIOMode.INPUT if is_input else TensorIOMode.OUTPUT

    def get_tensor_dtype(self, name: str) -> Any:
        return DataType[self._network.tensor(name).kind]

    def get_tensor_shape(self, name: str) -> Dims:
        return Dims(self._network.tensor(name).shape)

    def get_tensor_location(self, name: str) -> TensorLocation:
        return TensorLocation.HOST if self._network.tensor(name).on_host else TensorLocation.DEVICE

    def is_shape_inference_io(self, name: str) -> bool:
        return self._network.tensor(name).is_shape

    def get_tensor_format(self, name: str) -> Any:
        return TensorFormat[self._network.tensor(name).format]

    def get_tensor_format_desc(self, name: str) -> str:
        return _IN_WORDS[self._network.tensor(name).format]

    def get_tensor_vectorized_dim(self, name: str) -> int:
        return self._network.tensor(name).vector_dim

    def get_tensor_profile_shape(self, name: str, profile_index: int) -> list[Dims]:
        return [Dims(shape) for shape in self._network.tensor(name).profiles[profile_index]]

    def get_tensor_profile_values(self, profile_index: int, name: str) -> list[list[int]]:
        values = self._network.tensor(name).values
        return [list(row) for row in values[profile_index]] if values else []

    def create_execution_context(self) -> Context | None:
        if not self._network.has_context:
            self._world.say([("ERROR", "[executionContext.cpp] Error Code 2: OutOfMemory (none)")])
            return None
        return Context(self._world, self._network)


class LeanEngine(Engine):
    """The lean bindings have the method, but not the enumeration that it answers with."""

    def get_tensor_format(self, name: str) -> Any:
        raise TypeError("Unable to convert function return value to a Python type!")


def make_tensorrt(
    version: str = "10.3.0", *, lean: bool = False, world: World | None = None
) -> types.ModuleType:
    """Return a module like ``tensorrt``, or like ``tensorrt_lean``; what it knows is its ``world``."""
    known = World() if world is None else world
    module: Any = types.ModuleType("tensorrt_lean" if lean else "tensorrt")

    class Registry:
        all_creators = ()

        def load_library(self, plugin_path: str) -> object | None:
            if known.refuses_libraries:
                known.say([("ERROR", f"{plugin_path} does not contain getCreators function.")])
                return None
            known.libraries.append(Path(plugin_path).read_bytes())
            return object()

    class Runtime:
        def __init__(self, logger: Any) -> None:
            known.logger = logger
            known.allowed = False
            self.engine_host_code_allowed = False
            self.num_DLA_cores = known.dla_cores
            self.DLA_core = 0
            known.say(known.runtime_says)

        def __del__(self) -> None:
            known.story.append("runtime")

        def deserialize_cuda_engine(self, serialized_engine: Any) -> Engine | None:
            plan = bytes(memoryview(serialized_engine))
            assert plan[1:4] == b"trt", "not the beginning of the plan"
            known.allowed = self.engine_host_code_allowed
            network = known.networks[plan[64:].rstrip(b"\0").decode()]
            known.say(network.says)
            if network.needs_code and not self.engine_host_code_allowed:
                known.say(
                    [
                        (
                            "ERROR",
                            "Cannot deserialize engine with lean runtime since "
                            "IRuntime::getEngineHostCodeAllowed() is false.",
                        )
                    ]
                )
                return None
            if network.is_refused:
                return None
            engine: Any = (LeanEngine if lean else Engine)(known, network)
            if version.startswith("8."):
                engine.has_implicit_batch_dimension = network.implicit_batch
            return engine  # type: ignore[no-any-return]

    def register(logger: Any, namespace: str) -> bool:
        known.logger = logger
        known.plugins += 1
        return namespace == ""

    module.__version__ = version
    module.world = known
    module.ILogger = ILogger
    module.IOutputAllocator = IOutputAllocator
    module.IProfiler = IProfiler
    module.DataType = DataType
    module.TensorIOMode = TensorIOMode
    module.TensorLocation = TensorLocation
    module.Runtime = Runtime
    module.get_plugin_registry = Registry
    if not lean:
        module.TensorFormat = TensorFormat
        module.init_libnvinfer_plugins = register
    made: types.ModuleType = module
    return made


def write_plan(
    path: Path,
    network: str = "net",
    *,
    built_with: Sequence[int] = (10, 3, 0, 1),
    header: bytes = b"",
    version_compatible: bool = False,
) -> ModelFile:
    """Write a plan with a header as the real ones have; it ends with the name of a network."""
    body = bytearray(64)
    body[:4] = b"ftrt"
    body[24:28] = bytes(built_with)
    body[32:36] = b"NAEL" if version_compatible else b"NGNE"
    body += network.encode().ljust(64, b"\0")
    body[16:24] = len(body).to_bytes(8, "little")
    path.write_bytes(header + bytes(body))
    return identify(path)
