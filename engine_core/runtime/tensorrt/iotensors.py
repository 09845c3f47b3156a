"""Inputs and outputs of an engine: what TensorRT calls their types and formats, and their memory."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.errors import InferenceError, ModelFileError
from engine_core.modelfile import ModelFile
from engine_core.runtime.tensorrt.adapter import Trt
from engine_core.runtime.tensorrt.profiles import Shape
from engine_core.tensors import TensorSpec
from engine_core.text import text

# TensorRT's own table (``nptype``) lacks 64 bits in 8.6 and raises TypeError for bfloat16 everywhere.
_STORED_AS: dict[str, np.dtype[Any]] = {
    "FLOAT": np.dtype(np.float32),
    "HALF": np.dtype(np.float16),
    "BF16": np.dtype(np.uint16),
    "INT8": np.dtype(np.int8),
    "UINT8": np.dtype(np.uint8),
    "BOOL": np.dtype(np.bool_),
    "INT32": np.dtype(np.int32),
    "INT64": np.dtype(np.int64),
}
# TensorFormat of memory that lies as the shape says.
_LINEAR = "LINEAR"
_LINEAR_IN_WORDS = "row major linear"


@dataclass(slots=True)
class IoTensor:
    """One input or output of an engine.

    Attributes:
        name: As TensorRT knows it.
        is_input: Whether it is an input.
        kind: Name of TensorRT's ``DataType``: ``FLOAT``, ``HALF``, ``BF16`` …
        shape: Sizes; -1 where they are left open.
        on_host: Whether TensorRT reads or writes it in the computer's memory.
        is_shape_io: Whether its values decide sizes.
    """

    name: str
    is_input: bool
    kind: str
    shape: Shape
    on_host: bool = False
    is_shape_io: bool = False
    stored_as: np.dtype[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.stored_as = _STORED_AS[self.kind]

    @property
    def dtype(self) -> str:
        """NumPy's name of what is fed and answered: bfloat16, which NumPy lacks, goes as float32."""
        return "float32" if self.kind == "BF16" else self.stored_as.name

    @property
    def device_dtype(self) -> str:
        """Name of what lies in graphics memory: as ``dtype``, but ``bfloat16`` where it is that."""
        return "bfloat16" if self.kind == "BF16" else self.stored_as.name

    def nbytes(self, shape: Shape) -> int:
        """Return the bytes that it takes in a shape."""
        return math.prod(shape) * self.stored_as.itemsize


def read_io(trt: Trt, engine: Any, file: ModelFile) -> tuple[IoTensor, ...]:
    """Return the inputs and outputs of an engine, in its order.

    Raises:
        ModelFileError: One is of a type or lies in a format that cannot be fed or read.
    """
    # Only TensorRT 8 still knows it; later ones answer no, and warn of the question.
    if trt.numbers < (9,) and getattr(engine, "has_implicit_batch_dimension", False):
        raise ModelFileError(
            what=text("{name} cannot be run here", name=file.path.name),
            why=text(
                "It was built without a batch axis (implicit batch), as TensorRT could before version 10"
            ),
            cure=text("Build it again from its ONNX file"),
        )
    found = []
    for index in range(int(engine.num_io_tensors)):
        name = str(engine.get_tensor_name(index))
        kind = engine.get_tensor_dtype(name).name
        if kind not in _STORED_AS:
            raise _refused(
                file,
                text(
                    "{tensor} is of type {kind}, which cannot be fed or read",
                    tensor=name,
                    kind=kind,
                ),
            )
        _check_format(trt, engine, name, file)
        location = engine.get_tensor_location(name)
        found.append(
            IoTensor(
                name=name,
                is_input=engine.get_tensor_mode(name) == trt.module.TensorIOMode.INPUT,
                kind=kind,
                shape=tuple(int(size) for size in engine.get_tensor_shape(name)),
                on_host=location == trt.module.TensorLocation.HOST,
                is_shape_io=bool(engine.is_shape_inference_io(name)),
            )
        )
    return tuple(found)


def _check_format(trt: Trt, engine: Any, name: str, file: ModelFile) -> None:
    """Refuse memory that does not lie as the shape says (built with ``--inputIOFormats`` and the like)."""
    in_words = str(engine.get_tensor_format_desc(name))
    if hasattr(trt.module, "TensorFormat"):
        is_linear = engine.get_tensor_format(name).name == _LINEAR
    else:
        # The lean runtime has the method, but not the enumeration that it answers with.
        is_linear = not in_words or in_words.lower().replace("-", " ").startswith(_LINEAR_IN_WORDS)
    packed = int(engine.get_tensor_vectorized_dim(name)) != -1
    if packed or not is_linear:
        raise _refused(
            file,
            text(
                "{tensor} lies in memory in a special order: {format}", tensor=name, format=in_words
            ),
        )


def _refused(file: ModelFile, why: Any) -> ModelFileError:
    return ModelFileError(
        what=text("{name} cannot be run here", name=file.path.name),
        why=why,
        cure=text("Build it again from its ONNX file with plain inputs and outputs"),
    )


class Buffers:
    """The memory of one input or output: pinned on the computer's side, and on the device.

    Grows and never shrinks, so that addresses stay while shapes repeat. On the computer's side there may be
    several, called slots: what one answer lies in is not overwritten by the next.
    """

    def __init__(self, cuda: Any, tensor: IoTensor) -> None:
        self._cuda = cuda
        self.tensor = tensor
        self._device: Any = None
        self._pinned: dict[int, npt.NDArray[np.uint8]] = {}

    @property
    def address(self) -> int:
        """Where TensorRT reads or writes it; 0 where nothing was reserved."""
        if self.tensor.on_host:
            return int(self._pinned[0].ctypes.data) if self._pinned else 0
        return int(self._device.address) if self._device is not None else 0

    def reserve(self, nbytes: int) -> None:
        """Have room for so many bytes where TensorRT reads or writes."""
        # Nothing lies at address 0: empty tensors want a place too.
        nbytes = max(1, nbytes)
        if self.tensor.on_host:
            self._pin(nbytes, 0)
        elif self._device is None or self._device.nbytes < nbytes:
            larger = self._cuda.allocate(nbytes)
            if self._device is not None:
                self._device.free()
            self._device = larger

    def host(self, shape: Shape, slot: int = 0) -> npt.NDArray[Any]:
        """Return the tensor as it is stored, in page-locked memory; one of its slots."""
        tensor = self.tensor
        nbytes = tensor.nbytes(shape)
        return self._pin(nbytes, slot)[:nbytes].view(tensor.stored_as).reshape(shape)

    def free(self) -> None:
        """Give the memory back; safe to call twice."""
        self._pinned.clear()
        if self._device is not None:
            device, self._device = self._device, None
            device.free()

    def _pin(self, nbytes: int, slot: int) -> npt.NDArray[np.uint8]:
        pinned = self._pinned.get(slot)
        if pinned is None or pinned.nbytes < nbytes:
            larger: npt.NDArray[np.uint8] = self._cuda.pinned(max(1, nbytes))
            if pinned is not None:
                self._cuda.unpin(pinned)
            self._pinned[slot] = pinned = larger
        return pinned


def write(target: npt.NDArray[Any], tensor: IoTensor, source: npt.NDArray[Any], name: str) -> None:
    """Bring an array of the same shape to how a tensor is stored.

    Args:
        target: ``Buffers.host``.
        tensor: The input.
        source: What is fed.
        name: Name of the file, for errors.

    Raises:
        InferenceError: The type of the array cannot be brought to that of the input without loss of sense.
    """
    wanted = np.dtype(tensor.dtype)
    if source.dtype != wanted and not np.can_cast(source.dtype, wanted, "same_kind"):
        raise InferenceError(
            what=text(
                "{name} was fed what its input {input} does not take", name=name, input=tensor.name
            ),
            why=text(
                "It takes {wanted} and was given {given}",
                wanted=tensor.dtype,
                given=source.dtype.name,
            ),
        )
    if tensor.kind == "BF16":
        target[...] = to_bfloat16(source)
        return
    with np.errstate(over="ignore"):
        np.copyto(target, source, casting="same_kind")


def read(source: npt.NDArray[Any], tensor: IoTensor) -> npt.NDArray[Any]:
    """Return a stored tensor in a type that NumPy has: bfloat16 as float32, all others as they are."""
    return from_bfloat16(source) if tensor.kind == "BF16" else source


def to_bfloat16(values: npt.NDArray[Any]) -> npt.NDArray[np.uint16]:
    """Return the upper halves of float32 values, rounded to the nearest, ties to even; NaN stays NaN."""
    bits = np.asarray(values, np.float32).view(np.uint32)
    rounded = (bits + (np.uint32(0x7FFF) + ((bits >> 16) & 1))) >> 16
    return np.where(np.isnan(values), np.uint32(0x7FC0), rounded).astype(np.uint16)


def from_bfloat16(stored: npt.NDArray[np.uint16]) -> npt.NDArray[np.float32]:
    """Return bfloat16 values, which are the upper halves of float32, as float32."""
    return np.asarray(stored.astype(np.uint32) << 16).view(np.float32)


def spec_of(tensor: IoTensor, bounds: Iterable[Shape] | None = None) -> TensorSpec:
    """Return what a window and the recogniser see of a tensor; bounds are min, opt and max."""
    low, best, high = bounds if bounds is not None else (None, None, None)
    return TensorSpec(tensor.name, tensor.dtype, tensor.shape, low, best, high)
