"""What every runtime offers: a session that takes named arrays and gives named arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from engine_core.enginereport import EngineReport
from engine_core.letterbox import LetterBox
from engine_core.modelfile import ModelFormat
from engine_core.preprocess import Preprocessing
from engine_core.rowselection import RowSelection
from engine_core.tensors import Signature

Tensors = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """All that a window or a manifest shows of an open model; plain data, no handle.

    Attributes:
        path: The file.
        format: What the file is.
        runtime: Runtime and version that really run it: ``ONNX Runtime 1.31.1``.
        device: Device really used, asked of the session and not of the wish: ``CPU``.
        precision: Element type of the weights where it is known, else empty.
        signature: Inputs and outputs.
        size_bytes: Size of the file.
        built_with: Version of the TensorRT that built an engine, as its header says; else empty.
        plugins: Plugins that an engine uses, as far as they are known.
    """

    path: Path
    format: ModelFormat
    runtime: str
    device: str
    signature: Signature
    size_bytes: int
    precision: str = ""
    built_with: str = ""
    plugins: tuple[str, ...] = ()


class Session(Protocol):
    """An open model. Made, used and closed on one thread; see also ``Interruptible``."""

    @property
    def info(self) -> ModelInfo: ...

    def infer(self, inputs: Tensors) -> Tensors:
        """Run the network once.

        Args:
            inputs: Every input of the signature by name, with its dtype. Not kept after the call.

        Returns:
            Every output by name. Valid until the next call or ``close``: a runtime may reuse the memory.

        Raises:
            InferenceError: The runtime refused the inputs or failed.
        """
        ...

    def close(self) -> None:
        """Free everything; safe to call twice."""
        ...


@runtime_checkable
class Interruptible(Protocol):
    """What a session may offer besides, where its runtime can break off a run."""

    def interrupt(self) -> None:
        """Break off the run under way and every later one with an ``InferenceError``. Any thread.

        For the end alone: all that a session is good for afterwards is ``close``. Returns at once; a run
        ends when the operator that it is in does.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FrameFeed:
    """How whole pictures are fed, and what of the answer is wanted.

    Attributes:
        input_name: The input that takes the picture.
        preprocessing: How it is fed.
        sides: The other inputs, the same for every frame.
        selection: Rows of one output that are wanted; None wants all of everything.
    """

    input_name: str
    preprocessing: Preprocessing
    sides: Tensors
    selection: RowSelection | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FrameAnswer:
    """What a session answered to a whole picture.

    Attributes:
        outputs: Every output by name, as ``Session.infer`` gives them; of the selected one only the rows
            that matter, in their order, the batch axis cut to the first picture.
        letterbox: Where the picture lay in the network's input.
        fit_ms: From the picture in memory to the input tensor, the transfer included.
        network_ms: The network alone.
        select_ms: Choosing rows and bringing the outputs back.
        replayed: Whether the network ran as a recorded graph.
    """

    outputs: Tensors
    letterbox: LetterBox
    fit_ms: float
    network_ms: float
    select_ms: float
    replayed: bool = False


@runtime_checkable
class TakesFrames(Protocol):
    """What a session may offer besides: to take pictures as they are and do all around the network itself."""

    def takes(self, feed: FrameFeed) -> bool:
        """Whether frames can be fed so; asked once for each way of feeding, and cheap when asked again."""
        ...

    def infer_frame(self, image: npt.NDArray[np.uint8], feed: FrameFeed) -> FrameAnswer:
        """Run the network once on a picture.

        Args:
            image: ``(h, w, 3)`` uint8 RGB, in memory of any kind. Not kept after the call.
            feed: One for which ``takes`` said yes.

        Returns:
            The answer; its arrays are valid until the next call or ``close``.

        Raises:
            InferenceError: The runtime failed.
        """
        ...


@runtime_checkable
class Overlaps(Protocol):
    """What a session may offer besides: to feed a picture while the network is busy with the one before."""

    def begin_frame(self, image: npt.NDArray[np.uint8], feed: FrameFeed) -> None:
        """Start the network on a picture and return at once; one more may be begun before it is finished.

        Args:
            image: As of ``TakesFrames.infer_frame``; but it may be kept, and must not change, until the
                picture is finished.
            feed: As of ``TakesFrames.infer_frame``.

        Raises:
            InferenceError: The runtime failed; nothing was begun.
        """
        ...

    def finish_frame(self) -> FrameAnswer:
        """Wait for the picture that was begun first and return its answer.

        Its arrays are valid until another picture is begun.

        Raises:
            InferenceError: The runtime failed; this picture counts as finished.
        """
        ...


@runtime_checkable
class Inspectable(Protocol):
    """What a session may offer besides: a look inside."""

    def report(self, profiled_runs: int = 0) -> EngineReport:
        """Return what is inside, with layer times over so many runs on noise where that is wanted.

        Raises:
            InferenceError: The profiled runs failed.
        """
        ...
