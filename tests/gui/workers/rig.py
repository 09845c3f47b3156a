"""A worker with stand-ins that wait at gates, and a window that notes what it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from engine_core.detector import Detector
from engine_core.errors import InferenceError, SourceError
from engine_core.frame import Frame, SourceInfo, SourceItem, SourceKind
from engine_core.modelfile import ModelFile
from engine_core.recipe import Overrules
from engine_core.runtime.base import Tensors
from engine_core.sidecars import Sidecars
from engine_core.sources.base import FrameSource
from engine_core.tensors import Signature
from engine_core.text import text
from gui.workers.inference_worker import InferenceWorker
from gui.workers.kept import DEFAULT_LIMIT_BYTES
from gui.workers.messages import (
    Crashed,
    Diagnosed,
    Inspected,
    ModelFailed,
    ModelOpened,
    ModelWish,
    SeenBatch,
    Shown,
    SourceFailed,
    SourceOpened,
    SourceWish,
    Wanted,
)
from tests.builders import make_signature, network
from tests.engine_core.decoders import heads
from tests.engine_core.decoders.scenes import scene
from tests.fakes import FakeSession

WH = (320, 256)
PATIENCE_S = 60
Outputs = dict[str, npt.NDArray[np.float32]]


def video(name: str = "a.mp4") -> SourceWish:
    return SourceWish(item=SourceItem(SourceKind.VIDEO, f"/videos/{name}", name))


def camera(number: int = 0) -> SourceWish:
    return SourceWish(item=SourceItem(SourceKind.LIVE, f"camera:{number}", f"camera-{number}"))


def answers() -> Outputs:
    """Return what a network of the YOLOv8 family says of a few objects."""
    return {"output0": np.ascontiguousarray(heads.v8(scene(WH, classes=2), 2).T[None])}


class Gate:
    """Lets everybody pass until it is shut; who comes then says so and waits."""

    def __init__(self) -> None:
        self._held: threading.Event | None = None
        self.reached = threading.Semaphore(0)

    def shut(self, until: threading.Event | None = None) -> None:
        """Hold whoever comes, until ``open`` or until something else happens."""
        self._held = until if until is not None else threading.Event()

    def open(self) -> None:
        held, self._held = self._held, None
        assert held is not None
        held.set()

    def pass_by(self) -> None:
        held = self._held
        if held is not None:
            self.reached.release()
            assert held.wait(PATIENCE_S), "nobody opened the gate"

    def wait_until_reached(self) -> None:
        assert self.reached.acquire(timeout=PATIENCE_S), "nobody came to the gate"


class GatedSession(FakeSession):
    """Replays answers through a gate; ``failure`` is raised instead once it is set, as if interrupted."""

    def __init__(self, signature: Signature, answers: Sequence[Tensors], gate: Gate) -> None:
        super().__init__(signature, *answers)
        self.gate = gate
        self.failure: Exception | None = None
        self.interrupted = threading.Event()

    def interrupt(self) -> None:
        self.failure = InferenceError(what=text("interrupted"))
        self.interrupted.set()

    def infer(self, inputs: Tensors) -> Tensors:
        self.gate.pass_by()
        if self.failure is not None:
            raise self.failure
        return super().infer(inputs)


class FakeVideo:
    """Frames of one grey each, their index; ``broken`` says what is raised instead of some."""

    def __init__(
        self,
        item: SourceItem,
        *,
        count: int = 10,
        gate: Gate | None = None,
        broken: Mapping[int, Exception] | None = None,
        is_exact: bool = True,
    ) -> None:
        self._item = item
        self._count = count
        self._gate = gate or Gate()
        self._broken = broken if broken is not None else {}
        self._is_exact = is_exact
        self.reads: list[int] = []
        self.is_closed = False

    @property
    def info(self) -> SourceInfo:
        return SourceInfo(
            self._item, (64, 48), frame_count=self._count, fps=25.0, is_exact=self._is_exact
        )

    def read(self, index: int) -> Frame:
        self._gate.pass_by()
        self.reads.append(index)
        if index in self._broken:
            raise self._broken[index]
        if index >= self._count:
            raise IndexError(index)
        image = np.full((48, 64, 3), index % 256, np.uint8)
        return Frame(image=image, source=self._item.shown, name=self._item.name, index=index)

    def __iter__(self) -> Iterator[Frame | SourceError]:
        for index in range(self._count):
            try:
                yield self.read(index)
            except SourceError as error:
                yield error

    def close(self) -> None:
        self.is_closed = True

    def __enter__(self) -> FrameSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Window(QObject):
    """Notes everything that the worker says, on the thread of the window."""

    def __init__(self, worker: InferenceWorker, *, takes: bool) -> None:
        super().__init__()
        self._worker = worker
        self.shown: list[Shown] = []
        self.told: list[Any] = []
        if takes:
            worker.news.connect(self._take)
        for signal in (
            *(worker.model_opened, worker.model_failed, worker.source_opened),
            *(
                worker.source_failed,
                worker.seen,
                worker.diagnosed,
                worker.crashed,
                worker.inspected,
            ),
        ):
            signal.connect(self._note)

    @Slot()
    def _take(self) -> None:
        shown = self._worker.take()
        if shown is not None:
            self.shown.append(shown)

    @Slot(object)
    def _note(self, message: Any) -> None:
        self.told.append(message)


class Rig:
    """A worker whose model and sources are stand-ins."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        *,
        limit_bytes: int = DEFAULT_LIMIT_BYTES,
        takes: bool = True,
    ) -> None:
        """Make the worker; with ``takes`` False somebody else fetches its answers."""
        self._qtbot = qtbot
        self._folder = folder
        self.opening, self.inferring, self.reading, self.surveying = Gate(), Gate(), Gate(), Gate()
        self.opened_files: list[Path] = []
        self.devices: list[int] = []
        self.sessions: list[GatedSession] = []
        self.videos: list[FakeVideo] = []
        self.outputs: dict[str, Outputs] = {}
        self.first_outputs: dict[str, Outputs] = {}
        self.refused: dict[str, Exception] = {}
        self.broken: dict[int, Exception] = {}
        self.count = 10
        self.is_exact = True
        self.open_live: Callable[..., FrameSource] | None = None
        self.worker = InferenceWorker(
            open_detector=self._open_detector,
            open_source=self._open_source,
            limit_bytes=limit_bytes,
        )
        self.window = Window(self.worker, takes=takes)
        self.wanted = Wanted()

    def model(self, name: str = "n.onnx", **wish: Any) -> ModelWish:
        """Write a model file, and wish for it."""
        path = self._folder / name
        if not path.exists():
            network(path, self.outputs.get(name, answers()), input_wh=WH)
        return ModelWish(path=path, **wish)

    def want(self, **changes: Any) -> int:
        """Send another wish; returns its generation."""
        generation = self.wanted.generation + 1
        self.wanted = replace(self.wanted, generation=generation, **changes)
        self.worker.want(self.wanted)
        return generation

    def answer(self, **changes: Any) -> Shown:
        """Send a wish and wait for the answer of the model, or of none where none is wanted."""
        generation = self.want(**changes)
        wants_model = self.wanted.model is not None

        def found() -> list[Shown]:
            return [
                one
                for one in self.window.shown
                if one.generation == generation
                and (one.model is not None or not wants_model or bool(self.of(ModelFailed)))
            ]

        self.until(lambda: bool(found()))
        return found()[-1]

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=PATIENCE_S * 1000)

    def of(self, kind: type[Any]) -> list[Any]:
        """Return what was told of one kind."""
        return [one for one in self.window.told if isinstance(one, kind)]

    @property
    def opened(self) -> list[ModelOpened]:
        return self.of(ModelOpened)

    @property
    def model_failures(self) -> list[ModelFailed]:
        return self.of(ModelFailed)

    @property
    def source_failures(self) -> list[SourceFailed]:
        return self.of(SourceFailed)

    @property
    def sources_opened(self) -> list[SourceOpened]:
        return self.of(SourceOpened)

    @property
    def batches(self) -> list[SeenBatch]:
        return self.of(SeenBatch)

    @property
    def crashes(self) -> list[Crashed]:
        return self.of(Crashed)

    @property
    def diagnoses(self) -> list[Diagnosed]:
        return self.of(Diagnosed)

    @property
    def inspections(self) -> list[Inspected]:
        return self.of(Inspected)

    def counted(self) -> list[int]:
        """Return the frames counted since the counts were last made void."""
        indices: list[int] = []
        for batch in self.batches:
            indices = [] if batch.restarts else indices
            indices += [seen.index for seen in batch.frames]
        return indices

    def end(self) -> None:
        self.worker.stop()
        assert self.worker.wait(PATIENCE_S * 1000)

    def _open_detector(self, file: ModelFile, overrules: Overrules, device: int = 0) -> Detector:
        self.opening.pass_by()
        self.devices.append(device)
        self.opened_files.append(file.path)
        if file.path.name in self.refused:
            raise self.refused[file.path.name]
        outputs = self.outputs.get(file.path.name, answers())
        shapes = {name: value.shape for name, value in outputs.items()}
        signature = make_signature(shapes, {"images": (1, 3, WH[1], WH[0])})
        first = self.first_outputs.get(file.path.name, outputs)
        session = GatedSession(signature, [first, outputs], self.inferring)
        self.sessions.append(session)
        return Detector(session, file, sidecars=Sidecars(), overrules=overrules)

    def _open_source(self, item: SourceItem, *, stop: threading.Event | None = None) -> FrameSource:
        if item.name in self.refused:
            raise self.refused[item.name]
        if item.kind is SourceKind.LIVE:
            assert self.open_live is not None
            return self.open_live(item, stop=stop)
        # The handle opened second, while the first is open, is that of the survey.
        is_second = any(one for one in self.videos if not one.is_closed and one.info.item == item)
        gate = self.surveying if is_second else self.reading
        source = FakeVideo(
            item, count=self.count, gate=gate, broken=self.broken, is_exact=self.is_exact
        )
        self.videos.append(source)
        return source
