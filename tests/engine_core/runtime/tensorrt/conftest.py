"""A made-up TensorRT on a made-up card, in the place of the real ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from engine_core.consent import Consent
from engine_core.errors import InferenceError
from engine_core.letterbox import LetterBox
from engine_core.modelfile import ModelFile
from engine_core.preprocess import Preprocessing, Preprocessor
from engine_core.rowselection import RowSelection
from engine_core.runtime.tensorrt import adapter, driver, engine, frames, session
from engine_core.runtime.tensorrt.session import TensorRtSession
from engine_core.text import text
from tests.engine_core.runtime.tensorrt.fakes import (
    FakeCuda,
    Network,
    Tensor,
    World,
    make_tensorrt,
    read_at,
    write_at,
    write_plan,
)


@dataclass
class Rig:
    """Where sessions are opened on made-up things; ``story`` tells what was destroyed, in order."""

    folder: Path
    world: World
    cuda: FakeCuda
    runtimes: dict[str, adapter.Trt] = field(default_factory=dict)
    cards: int = 1
    kernels: Any = None

    def file(self, network: Network, **plan: Any) -> ModelFile:
        self.world.networks["net"] = network
        return write_plan(self.folder / "net.engine", **plan)

    def open(
        self,
        network: Network,
        *,
        consent: Consent | None = None,
        graphs: bool = True,
        device: int = 0,
        **plan: Any,
    ) -> TensorRtSession:
        file = self.file(network, **plan)
        return TensorRtSession(file, device=device, consent=consent, graphs=graphs)

    @property
    def story(self) -> list[str]:
        return self.world.story

    def install(self, version: str, *, lean: bool = False) -> adapter.Trt:
        """Have one more TensorRT on this computer, with the same engines."""
        name = "tensorrt_lean" if lean else "tensorrt"
        self.runtimes[name] = adapter.Trt(make_tensorrt(version, lean=lean, world=self.world), name)
        return self.runtimes[name]


class FakeKernels:
    """Kernels that are functions on arrays; ``refuses`` what it is told to."""

    def __init__(self, cuda: FakeCuda) -> None:
        self._cuda = cuda
        self.refuses_fit = False
        self.refuses_selection = False
        self.overflows = False
        self.lacks_memory = False
        self.fitted = 0
        self.alive: list[Any] = []

    def fitter(self, preprocessing: Preprocessing) -> Any:
        if self.lacks_memory:
            raise InferenceError(text("no memory"))
        return None if self.refuses_fit else _Fitter(self, self._cuda, preprocessing)

    def selector(self, selection: RowSelection, shape: tuple[int, ...], dtype: str) -> Any:
        if self.lacks_memory:
            raise InferenceError(text("no memory"))
        return (
            None if self.refuses_selection else _Selector(self, self._cuda, selection, shape, dtype)
        )


class _Fitter:
    def __init__(self, kernels: FakeKernels, cuda: FakeCuda, preprocessing: Preprocessing) -> None:
        self._kernels, self._cuda = kernels, cuda
        self._preprocessor = Preprocessor(preprocessing)
        kernels.alive.append(self)

    def fit(self, image: npt.NDArray[np.uint8], address: int) -> LetterBox:
        assert self in self._kernels.alive
        tensor, letterbox = self._preprocessor(image)
        copied = tensor.copy()
        self._kernels.fitted += 1
        self._cuda.enqueue(lambda: write_at(address, copied))
        return letterbox

    def free(self) -> None:
        assert self._cuda.is_idle
        self._kernels.alive.remove(self)


class _Selector:
    def __init__(
        self,
        kernels: FakeKernels,
        cuda: FakeCuda,
        selection: RowSelection,
        shape: tuple[int, ...],
        dtype: str,
    ) -> None:
        self._kernels, self._cuda, self._selection = kernels, cuda, selection
        self._shape, self._dtype = shape, dtype
        self._rows: Any = None
        kernels.alive.append(self)

    def free(self) -> None:
        assert self._cuda.is_idle
        self._kernels.alive.remove(self)

    def enqueue(self, address: int) -> None:
        def choose() -> None:
            whole = read_at(address, self._shape, self._dtype).astype(np.float32)[:1]
            rows = whole if not self._selection.channels_first else whole.transpose(0, 2, 1)
            first = self._selection.first_score
            scores = rows[0, :, first : first + self._selection.scores].max(axis=1)
            kept = rows[:, scores >= self._selection.floor]
            self._rows = kept.transpose(0, 2, 1) if self._selection.channels_first else kept

        self._cuda.enqueue(choose)

    def collect(self) -> Any:
        assert self in self._kernels.alive
        return None if self._kernels.overflows else self._rows


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    cuda = FakeCuda()
    made = Rig(tmp_path, World(cuda=cuda), cuda, kernels=FakeKernels(cuda))
    cuda.story = made.world.story
    made.install("10.3.0")

    class Cuda:
        @staticmethod
        def open(device: int = 0) -> FakeCuda:
            cuda.device, cuda.is_closed = device, False
            return cuda

    def find_devices() -> tuple[driver.Device, ...]:
        return tuple(
            driver.Device(number, cuda.name, cuda.capability, 2**30) for number in range(made.cards)
        )

    class FrameKernels:
        @staticmethod
        def load(_: FakeCuda) -> Any:
            return made.kernels

    monkeypatch.setattr(frames, "FrameKernels", FrameKernels)
    monkeypatch.setattr(driver, "find_devices", find_devices)
    monkeypatch.setattr(session, "Cuda", Cuda)
    monkeypatch.setattr(adapter, "available", lambda: tuple(made.runtimes))
    monkeypatch.setattr(adapter, "load", lambda name: made.runtimes[name])
    monkeypatch.setattr(engine, "_loaded_libraries", set())
    yield made
    assert cuda.depth == 0, "the context stayed current"


def double(dtype: Any = np.float32) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda arrays: {"y": (arrays["x"].astype(dtype) * 2).astype(dtype)}


def doubling(shape: tuple[int, ...] = (1, 4), **more: Any) -> Network:
    """Return a network that doubles what it is given."""
    return Network([Tensor("x", shape)], [Tensor("y", shape)], double(), **more)
