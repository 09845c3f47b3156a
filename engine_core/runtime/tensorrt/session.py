"""A TensorRT engine as a session: arrays in, arrays out, and whole pictures where the kernels can."""

from __future__ import annotations

import threading
import traceback
from contextlib import suppress

import numpy as np
import numpy.typing as npt

from engine_core.consent import NO_CONSENT, Consent
from engine_core.enginereport import EngineReport
from engine_core.errors import EngineScopeError
from engine_core.metadata import Metadata
from engine_core.modelfile import ModelFile
from engine_core.runtime.base import FrameAnswer, FrameFeed, ModelInfo, Tensors
from engine_core.runtime.planfacts import static_report
from engine_core.runtime.tensorrt import driver, inspector
from engine_core.runtime.tensorrt.cuda import Cuda
from engine_core.runtime.tensorrt.engine import OpenEngine, choose_modules, open_engine
from engine_core.runtime.tensorrt.execution import Execution
from engine_core.runtime.tensorrt.frames import Frames
from engine_core.runtime.tensorrt.iotensors import spec_of
from engine_core.tensors import Signature

# As ``engine_core.building`` writes them.
_PRECISIONS = ("fp32", "fp16", "bf16", "int8")


class TensorRtSession:
    """An engine on a graphics card. Made, used and closed on one thread, which may end at any time.

    Outputs are views of page-locked memory that the next call overwrites; float16 stays float16, and
    bfloat16 is given and taken as float32.
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
            GraphicsMemoryError: The graphics memory does not suffice.
        """
        self._thread = threading.get_ident()
        self._file = file
        self._is_closed = False
        self._cuda: Cuda | None = None
        self._opened: OpenEngine | None = None
        self._execution: Execution | None = None
        self._frames: Frames | None = None
        cards = driver.find_devices()
        choose_modules(file)  # says that TensorRT is missing before anything is loaded
        try:
            self._cuda = cuda = Cuda.open(device)
            with cuda.active():
                allowed = NO_CONSENT if consent is None else consent
                self._opened = opened = open_engine(file, cuda, allowed)
                self._execution = Execution(opened, cuda, file, graphs=graphs)
                self._frames = Frames(cuda, self._execution)
            self._info = ModelInfo(
                path=file.path,
                format=file.format,
                runtime=opened.trt.title,
                device=f"GPU {device} · {cuda.name}" if len(cards) > 1 else cuda.name,
                precision=_precision(file.metadata),
                signature=_signature(self._execution),
                size_bytes=file.size_bytes,
                built_with=file.built_with or "",
                plugins=static_report(file).plugins,
            )
        except BaseException as error:
            _let_go(error)
            self.close()
            raise

    @property
    def info(self) -> ModelInfo:
        return self._info

    @property
    def replays(self) -> bool:
        """Whether the next run is a replay of a recorded CUDA graph, as long as sizes stay."""
        return self._execution is not None and self._execution.graph is not None

    def infer(self, inputs: Tensors) -> Tensors:
        cuda, execution, frames = self._usable()
        with cuda.active():
            arrays = execution.check(inputs)
            frames.forget_sides()
            execution.prepare(arrays)
            if frames.are_under_way:
                cuda.synchronize()  # they may still be fed from the same memory
            for name, array in arrays.items():
                execution.feed(name, array)
            execution.run()
            outputs = execution.fetch()
            execution.record()
            return outputs

    def takes(self, feed: FrameFeed) -> bool:
        cuda, _, frames = self._usable()
        with cuda.active():
            return frames.takes(feed)

    def infer_frame(self, image: npt.NDArray[np.uint8], feed: FrameFeed) -> FrameAnswer:
        cuda, _, frames = self._usable()
        with cuda.active():
            return frames.infer(image, feed)

    def begin_frame(self, image: npt.NDArray[np.uint8], feed: FrameFeed) -> None:
        cuda, _, frames = self._usable()
        with cuda.active():
            frames.begin(image, feed)

    def finish_frame(self) -> FrameAnswer:
        cuda, _, frames = self._usable()
        with cuda.active():
            return frames.finish()

    def report(self, profiled_runs: int = 0) -> EngineReport:
        cuda, execution, frames = self._usable()
        opened = self._opened
        if opened is None:
            raise ValueError("the session is closed")
        is_fed = False

        def run() -> None:
            """Run once, plainly, on noise; layer times come from plain runs alone."""
            nonlocal is_fed
            if not is_fed:
                noise = execution.noise()
                execution.prepare(noise)
                for name, array in noise.items():
                    execution.feed(name, array)
                is_fed = True
            execution.run_plainly()
            cuda.synchronize()

        with cuda.active():
            # A graph holds what the context was when it was recorded, its profiler included.
            cuda.synchronize()
            execution.drop_graph()
            frames.forget_sides()
            try:
                return inspector.report(
                    opened.trt, opened.engine, execution.context, self._file, run, profiled_runs
                )
            except EngineScopeError as error:
                _let_go(error)
                raise

    def close(self) -> None:
        """Free everything, TensorRT's before CUDA's; safe to call twice, on the thread that opened it.

        Raises:
            RuntimeError: Called on another thread.
        """
        if self._is_closed:
            return
        self._check_thread()
        self._is_closed = True
        cuda, self._cuda = self._cuda, None
        if cuda is None:
            return
        try:
            with cuda.active():
                with suppress(EngineScopeError):
                    cuda.synchronize()
                frames, self._frames = self._frames, None
                if frames is not None:
                    frames.free()
                execution, self._execution = self._execution, None
                opened, self._opened = self._opened, None
                if execution is not None:
                    execution.let_go()
                if opened is not None:
                    opened.close()
                if execution is not None:
                    execution.free()
        finally:
            cuda.close()

    def _check_thread(self) -> None:
        if threading.get_ident() != self._thread:
            raise RuntimeError("a TensorRT session belongs to the thread that opened it")

    def _usable(self) -> tuple[Cuda, Execution, Frames]:
        self._check_thread()
        if self._cuda is None or self._execution is None or self._frames is None:
            raise ValueError("the session is closed")
        return self._cuda, self._execution, self._frames


def _let_go(error: BaseException) -> None:
    """Drop what the frames of an error hold: TensorRT's objects must not outlive the CUDA context."""
    cause: BaseException | None = error
    while cause is not None:
        traceback.clear_frames(cause.__traceback__)
        cause = cause.__cause__ or cause.__context__


def _signature(execution: Execution) -> Signature:
    first = execution.profiles[0]
    inputs = []
    for name, tensor in execution.inputs.items():
        bounds = first.shapes.get(name)
        inputs.append(spec_of(tensor, (bounds.min, bounds.opt, bounds.max) if bounds else None))
    return Signature(tuple(inputs), tuple(spec_of(one) for one in execution.outputs.values()))


def _precision(said: Metadata) -> str:
    """Return what the header says: ours how the engine was built, Ultralytics' how it was exported.

    That is ``half`` and ``int8``, or ``quantize`` since. Where both stand, Ultralytics' is of the ONNX file.
    """
    built = said.build_options.get("precision")
    if built in _PRECISIONS:
        return str(built).upper()
    args = said.args
    bits = args.get("quantize")
    if args.get("int8") is True or bits == 8:
        return "INT8"
    if args.get("half") is True or bits == 16:
        return "FP16"
    return "FP32" if "half" in args or "quantize" in args else ""
