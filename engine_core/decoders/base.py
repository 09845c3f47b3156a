"""What a family of models says of itself, and the facts it is asked about.

A *family* looks at a model's signature and metadata and proposes *decoders*: each a small frozen
value that knows which outputs it reads and how. Where shapes leave something open, the proposal is
settled on the outputs of the first real frame (``Decoder.settle``), which confirms, refines or
refutes it. Refuting must be sound: a picture with nothing in it refutes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from engine_core.boxes import FloatArray
from engine_core.detections import Candidates
from engine_core.hints import AnchorHead
from engine_core.metadata import Metadata
from engine_core.preprocess import Preprocessing
from engine_core.rowselection import RowSelection
from engine_core.tensors import Signature, TensorSpec
from engine_core.text import NOTHING, Text

Outputs = Mapping[str, npt.NDArray[Any]]


class Task(Enum):
    """What a model answers."""

    DETECT = "detect"
    SEGMENT = "segment"
    POSE = "pose"
    OBB = "obb"
    CLASSIFY = "classify"


class Strength(IntEnum):
    """How firmly the signature alone points to a proposal."""

    POSSIBLE = 1
    """The shapes allow it, as they allow others."""
    SHAPED = 2
    """The shapes are peculiar to the family."""
    NAMED = 3
    """Tensor names or metadata say so."""


@dataclass(frozen=True, slots=True)
class ImageInput:
    """The input that takes the picture.

    Attributes:
        spec: Its specification.
        input_wh: Width and height to feed; where dynamic, what the metadata or the user says.
        channels: 1 or 3.
        channels_last: Whether the layout is NHWC.
        batch: Size of the batch axis to feed, 0 where there is none.
    """

    spec: TensorSpec
    input_wh: tuple[int, int]
    channels: int
    channels_last: bool
    batch: int


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What families are asked about.

    Attributes:
        signature: Inputs and outputs; sizes that are dynamic in the model are those of a real run at
            the size that will be fed, and stay -1 only where a run gave no rows.
        image: The input that takes the picture.
        metadata: What the file says of itself.
        task: The task that metadata or the user states, or None.
        class_count: The number of classes that is certain, or None.
        class_counts: Numbers of classes that label files beside the model would fit: hints only.
        anchors: Heads that a Darknet configuration beside the model states.
    """

    signature: Signature
    image: ImageInput
    metadata: Metadata
    task: Task | None = None
    class_count: int | None = None
    class_counts: frozenset[int] = frozenset()
    anchors: tuple[AnchorHead, ...] = ()

    @property
    def outputs(self) -> tuple[TensorSpec, ...]:
        return self.signature.outputs

    def may_be(self, task: Task) -> bool:
        """Whether nothing stated contradicts ``task``."""
        return self.task is None or self.task is task


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What real outputs say of a decoder.

    Attributes:
        fit: 0 refuted … 1 confirmed; 0.5 says that this frame decides nothing.
        decoder: The decoder with everything that the outputs settled.
        cues: What was seen, in plain words.
        task: The task, where the outputs settled it.
    """

    fit: float
    decoder: Decoder
    cues: tuple[Text, ...] = ()
    task: Task | None = None

    @property
    def is_refuted(self) -> bool:
        return self.fit <= 0

    @property
    def is_pending(self) -> bool:
        """Whether the next frame should be asked again."""
        return self.fit == UNDECIDED


UNDECIDED = 0.5


class Decoder(Protocol):
    """Output tensors to candidates. A frozen value; pure; used on any thread.

    ``decode`` drops rows that are not finite or have no area, and gives float32 in network pixels.
    """

    @property
    def class_count(self) -> int | None:
        """Number of foreground classes, or None where the outputs do not reveal it."""
        ...

    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        """Return every candidate whose confidence is at least ``floor``.

        Args:
            outputs: The session's outputs by name; only the first place of a batch is read.
            input_wh: Size of the network's input.
            floor: Smallest confidence kept.
        """
        ...

    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        """Hold the decoder against the outputs of a real frame."""
        ...


@runtime_checkable
class Selective(Protocol):
    """What a decoder may offer besides: to say which rows of its output it will look at."""

    def selection(self, floor: float) -> RowSelection | None:
        """Return which rows suffice: decoding only these, in their order, gives the very same candidates.

        None where every row is needed, or where the place of a row says something.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Whether and how overlapping boxes are removed after decoding.

    Attributes:
        needed: Whether the outputs still hold overlapping boxes.
        iou: Usual overlap threshold of the family.
        class_agnostic: Whether classes suppress each other by default.
        reason: Why it is not needed, in plain words; shown beside the greyed control.
    """

    needed: bool = True
    iou: float = 0.45
    class_agnostic: bool = False
    reason: Text = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One way to read a model.

    Attributes:
        family: Key of the family, as ``--decoder`` takes it.
        title: What people call it: "YOLOv8 detection head".
        task: What it answers, before outputs are seen.
        decoder: How its outputs are read.
        preprocessing: How the family is fed.
        strength: How firmly the signature points here.
        cues: What in the signature and metadata says so, in plain words.
        suppression: Whether boxes must be suppressed afterwards.
        label_hint: Names to use where the model brings none ("face").
        has_background: Whether the class list of the family's trainers begins with a background.
        confidence: Usual threshold of the family.
    """

    family: str
    title: Text
    task: Task
    decoder: Decoder
    preprocessing: Preprocessing
    strength: Strength
    cues: tuple[Text, ...] = ()
    suppression: Suppression = field(default_factory=Suppression)
    label_hint: tuple[str, ...] = ()
    has_background: bool = False
    confidence: float = 0.25


@dataclass(frozen=True, slots=True)
class Family:
    """A way of laying out outputs.

    Attributes:
        key: Name for options.
        expects: The outputs it reads, in plain words; shown when a model fits nothing.
        propose: Proposals for a model, best first; empty where the family does not fit.
        ranks: Number of axes of each output it reads; tells which families come nearest to a model
            that fits none.
    """

    key: str
    expects: Text
    propose: Callable[[ModelFacts], Iterator[Proposal]]
    ranks: tuple[int, ...] = (3,)


# ---- What several families need ---------------------------------------------------------------


def anchor_points(
    input_wh: tuple[int, int], strides: tuple[int, ...]
) -> tuple[FloatArray, FloatArray]:
    """Return cell indices ``(a, 2)`` x, y and strides ``(a,)`` of all levels, row by row.

    A level has ``ceil(size / stride)`` cells along each axis.
    """
    w, h = input_wh
    points, sizes = [], []
    for stride in strides:
        columns, rows = -(-w // stride), -(-h // stride)
        x, y = np.meshgrid(np.arange(columns), np.arange(rows))
        points.append(np.stack([x.ravel(), y.ravel()], axis=1))
        sizes.append(np.full(columns * rows, stride))
    return np.concatenate(points).astype(np.float32), np.concatenate(sizes).astype(np.float32)


def anchor_count(input_wh: tuple[int, int], strides: tuple[int, ...]) -> int:
    """Return the number of cells of all levels together."""
    w, h = input_wh
    return sum(-(-w // stride) * -(-h // stride) for stride in strides)


# Levels of the usual networks, of those with a coarser one ("P6") and of those with a finer one ("P2").
STRIDE_SETS: tuple[tuple[int, ...], ...] = ((8, 16, 32), (8, 16, 32, 64), (4, 8, 16, 32))


def anchor_strides(
    input_wh: tuple[int, int],
    count: int,
    *,
    per_cell: int = 1,
    stride_sets: tuple[tuple[int, ...], ...] = STRIDE_SETS,
) -> tuple[int, ...] | None:
    """Return the strides whose cells, ``per_cell`` boxes in each, number ``count``; None if none do."""
    for strides in stride_sets:
        if anchor_count(input_wh, strides) * per_cell == count:
            return strides
    return None


def first_of_batch(output: npt.NDArray[Any], rank: int) -> npt.NDArray[Any]:
    """Return the first picture's part of an output as an array of ``rank`` axes.

    Leading axes (the batch, and single axes that exporters add) are removed from the front.
    """
    while output.ndim > rank:
        output = output[0]
    return output


def floats(array: npt.NDArray[Any]) -> FloatArray:
    """Return the array as float32, copied only where its type differs."""
    return array.astype(np.float32, copy=False)


_FARTHEST_PX = 1e9


def read_keypoints(
    columns: FloatArray, shape: tuple[int, int] | None, unit_wh: tuple[int, int]
) -> FloatArray | None:
    """Return the keypoints ``(n, k, 2 or 3)`` that begin the columns ``(n, …)`` behind a box.

    Args:
        columns: What stands behind box and classes.
        shape: Number of keypoints and numbers for each, or None for none.
        unit_wh: Network pixels per unit of x and y: the input size for fractions, else ones.
    """
    if shape is None:
        return None
    count, numbers = shape
    points = columns[:, : count * numbers].reshape(-1, count, numbers).copy()
    points[..., :2] *= np.asarray(unit_wh, np.float32)
    return points


def valid_rows(boxes: FloatArray, scores: FloatArray) -> npt.NDArray[np.bool_]:
    """Return which rows are finite and have an area; garbage behind a count and FP16 overflows fail.

    So do coordinates that no picture reaches and whose areas would overflow.
    """
    finite = (np.abs(boxes) < _FARTHEST_PX).all(axis=1) & np.isfinite(scores)
    return finite & (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])


def is_probability(values: npt.NDArray[Any], tolerance: float = 1e-3) -> bool:
    """Whether all values lie in [0, 1]; a half-precision sigmoid may stand over by a rounding."""
    return bool(values.size) and bool(values.min() >= -tolerance and values.max() <= 1 + tolerance)


def is_integral(values: npt.NDArray[Any]) -> bool:
    """Whether all values are whole numbers."""
    return bool(np.all(np.isfinite(values)) and np.all(values == np.rint(values)))


def sigmoid(values: FloatArray) -> FloatArray:
    """Return the logistic function, without overflow."""
    return np.exp(-np.logaddexp(np.float32(0), -values)).astype(np.float32)


def softmax(values: FloatArray, axis: int = -1) -> FloatArray:
    """Return the softmax along an axis, without overflow."""
    shifted = np.exp(values - values.max(axis=axis, keepdims=True))
    result: FloatArray = shifted / shifted.sum(axis=axis, keepdims=True)
    return result
