"""One build, from the request to the file."""

from __future__ import annotations

import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine_core.runtime.tensorrt.builder.complaints import build_error, parse_error, start_error
from engine_core.runtime.tensorrt.builder.configure import (
    check_types,
    create_config,
    create_network,
    is_strongly_typed,
    version,
)
from engine_core.runtime.tensorrt.builder.progress import LogProgress, PhaseProgress, monitor
from engine_core.runtime.tensorrt.builder.request import Request, text_to_plain
from engine_core.runtime.tensorrt.builder.timing import TimingCache
from engine_core.runtime.tensorrt.builder.typed import to_fp16
from engine_core.text import Text, text

Emit = Callable[[dict[str, Any]], None]
_MOST_LINES = 400


class Cancelled(Exception):  # noqa: N818 - not an error
    """The build was broken off as it was told to."""


class Work:
    """Builds one engine with one TensorRT module."""

    def __init__(
        self,
        trt: Any,
        request: Request,
        emit: Emit,
        write_log: Callable[[str], None],
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Do nothing yet.

        Args:
            trt: The module.
            request: What to build.
            emit: Takes events; any thread.
            write_log: Takes every line that TensorRT says; any thread.
            is_cancelled: Asked often, from TensorRT's threads too.
        """
        self._trt = trt
        self._request = request
        self._emit = emit
        self._write_log = write_log
        self._is_cancelled = is_cancelled
        self._said: deque[str] = deque(maxlen=_MOST_LINES)
        self._warned: deque[str] = deque(maxlen=_MOST_LINES)
        self._log_lock = threading.RLock()
        self._log_progress: LogProgress | None = None
        self._logger = _logger(trt, self._on_log)

    def run(self) -> None:
        """Build the engine and write it.

        Raises:
            BuildError: There is none.
            Cancelled: It was told to stop.
            OSError: It cannot be written.
        """
        trt, request = self._trt, self._request
        self._step(text("Starting TensorRT {version}", version=str(trt.__version__)))
        start = time.perf_counter()
        trt.init_libnvinfer_plugins(self._logger, "")
        builder = self._builder()
        network, parser = self._parse(builder)
        config = create_config(trt, builder, request)
        timings = TimingCache(trt, config, request.timing_folder, request.card)
        if timings.note:
            self._note(timings.note)
        try:
            plan = self._build(builder, network, config)
        finally:
            # What was timed before a failure or a cancel need not be timed again.
            problem = timings.save()
        if problem:
            self._note(problem)
        del parser, network
        seconds = time.perf_counter() - start
        self._step(text("Writing the engine"))
        size = _write(request.target, request.header, plan)
        self._step(text("Looking into the engine"))
        layers = self._inspect(plan)
        self._emit(
            {
                "event": "done",
                "seconds": seconds,
                "size_bytes": size,
                "tensorrt": str(trt.__version__),
                "strongly_typed": is_strongly_typed(trt, request),
                **layers,
            }
        )

    def _builder(self) -> Any:
        try:
            builder = self._trt.Builder(self._logger)
        except (TypeError, RuntimeError) as error:  # how pybind11 says that there is none
            raise start_error(self._trt, [*self._warned, str(error)]) from error
        if builder is None:
            raise start_error(self._trt, self._warned)
        return builder

    def _parse(self, builder: Any) -> tuple[Any, Any]:
        request = self._request
        self._step(text("Reading {name}", name=request.model.name))
        network = create_network(self._trt, builder, request)
        parser = self._trt.OnnxParser(network, self._logger)
        model = self._typed_model()
        try:
            if request.external or request.typed[1].exists():
                fits = parser.parse_from_file(str(model))
            else:
                # Paths that are not ASCII are nothing for the parser on Windows.
                fits = parser.parse(model.read_bytes())
        finally:
            for leftover in request.typed:
                leftover.unlink(missing_ok=True)
        if not fits:
            raise parse_error(self._trt, parser, request, list(self._said))
        return network, parser

    def _typed_model(self) -> Path:
        """Return the file to parse: where types decide the precision, one with the wished types.

        Raises:
            BuildError: The file cannot be given those; it would be built in others.
        """
        request = self._request
        if version(self._trt)[0] < 11:
            return request.model
        check_types(self._trt, request)
        if request.precision in (request.weights, "int8"):
            return request.model  # INT8 states its types by its Q/DQ nodes
        self._step(text("Typing the model as FP16"))
        to_fp16(request.model, *request.typed, request.unknown_operators)
        return request.typed[0]

    def _build(self, builder: Any, network: Any, config: Any) -> Any:
        self._step(text("Building the engine"))
        phases = PhaseProgress(self._progress)
        watcher = monitor(self._trt, phases, self._is_cancelled)
        if watcher is None:
            self._log_progress = LogProgress(self._progress)
        else:
            config.progress_monitor = watcher
        self._warned.clear()
        plan = builder.build_serialized_network(network, config)
        self._log_progress = None
        if self._is_cancelled():
            raise Cancelled
        if plan is None:
            raise build_error(self._trt, self._request, list(self._warned))
        return plan

    def _inspect(self, plan: Any) -> dict[str, Any]:
        """Return what the engine says of its layers; nothing where it cannot be opened here."""
        try:
            return self._layers(plan)
        except Exception:  # noqa: BLE001 - a finished engine is worth more than a look into it
            self._write_log(traceback.format_exc())
            self._note(text("The engine was built, but TensorRT cannot look into it here"))
            return {}

    def _layers(self, plan: Any) -> dict[str, Any]:
        trt = self._trt
        runtime = trt.Runtime(self._logger)
        if self._request.version_compatible:
            runtime.engine_host_code_allowed = True  # the code that was just put into it
        engine = runtime.deserialize_cuda_engine(plan)
        if engine is None:
            self._note(text("The engine was built, but TensorRT does not open it again here"))
            return {}
        inspector = engine.create_engine_inspector()
        return {
            "layers": inspector.get_engine_information(trt.LayerInformationFormat.JSON),
            "device_memory_bytes": _first_of(engine, "device_memory_size_v2", "device_memory_size"),
            "aux_streams": getattr(engine, "num_aux_streams", None),
        }

    def _on_log(self, severity: str, line: str) -> None:
        with self._log_lock:
            self._take_line(severity, line)

    def _take_line(self, severity: str, line: str) -> None:
        # As trtexec writes them, where an internal error is F, fatal.
        self._write_log(f"[{'F' if severity == 'INTERNAL_ERROR' else severity[0]}] {line}")
        if severity != "VERBOSE":
            self._said.append(line)
        if severity in ("WARNING", "ERROR", "INTERNAL_ERROR"):
            self._warned.append(line)
            self._emit({"event": "log", "severity": severity.lower(), "line": line})
        elif "insufficient memory on requested size" in line:
            self._warned.append(line)
        progress = self._log_progress
        if progress is not None:
            progress.feed(line)

    def _step(self, step: Text) -> None:
        if self._is_cancelled():
            raise Cancelled
        self._progress(None, step)

    def _progress(self, fraction: float | None, step: Text) -> None:
        self._emit({"event": "step", "fraction": fraction, "step": text_to_plain(step)})

    def _note(self, note: Text) -> None:
        self._emit({"event": "note", "note": text_to_plain(note)})


def _logger(trt: Any, on_log: Callable[[str, str], None]) -> Any:
    class Logger(trt.ILogger):  # type: ignore[misc]  # a class of an untyped library
        """Passes every line on; called from TensorRT's threads."""

        def __init__(self) -> None:
            trt.ILogger.__init__(self)

        # An exception that leaves this method ends the process: TensorRT's threads are not Python's.
        def log(self, severity: Any, msg: str) -> None:
            try:
                for line in str(msg).splitlines():
                    on_log(severity.name, line.rstrip())
            except Exception:  # noqa: BLE001 - see above; the log is where a bug is read
                traceback.print_exc()

    return Logger()


def _write(target: Path, header: str, plan: Any) -> int:
    """Write header and plan; the length before the header is that of its bytes."""
    encoded = header.encode("ascii")
    with target.open("wb") as file:
        if encoded:
            file.write(len(encoded).to_bytes(4, "little", signed=True))
            file.write(encoded)
        file.write(memoryview(plan))
        return file.tell()


def _first_of(thing: Any, *names: str) -> Any:
    return next((getattr(thing, name) for name in names if hasattr(thing, name)), None)
