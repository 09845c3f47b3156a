"""What an ONNX file says that decides how an engine can be built from it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from engine_core.modelfile import ModelFile
from engine_core.onnxfile import damaged_onnx
from engine_core.tensors import DYNAMIC, Signature, TensorSpec

if TYPE_CHECKING:
    import onnx

_DYNAMIC_QUANTISATION = frozenset({"ConvInteger", "MatMulInteger", "DynamicQuantizeLinear"})
_QDQ = frozenset({"QuantizeLinear", "DequantizeLinear"})
_CARRIED = ("author", "date", "version", "license", "docs")


@dataclass(frozen=True, slots=True)
class Graph:
    """Facts of an ONNX file.

    Attributes:
        inputs: Its inputs; no outputs.
        weights: Floating type that most of its weights have: ``fp32``, ``fp16`` or ``bf16``.
        other_weights: Types that some of them have.
        has_qdq: Whether it states INT8 by quantise and dequantise operators.
        has_unsigned_qdq: Whether some of those take unsigned values, which TensorRT does not.
        dynamic_quantisation: Operators in it that quantise at run time, which TensorRT lacks.
        properties: Metadata about its origin, as it stands.
    """

    inputs: Signature
    weights: str
    other_weights: tuple[str, ...]
    has_qdq: bool
    has_unsigned_qdq: bool
    dynamic_quantisation: tuple[str, ...]
    properties: tuple[tuple[str, str], ...]

    @property
    def is_dynamic(self) -> bool:
        """Whether an input has open sizes."""
        return any(spec.is_dynamic for spec in self.inputs.inputs)


def read_graph(file: ModelFile) -> Graph:
    """Read the facts; kept while the file is unchanged.

    Raises:
        OSError: It cannot be read any more.
        ModelFileError: It is no longer what it was when it was identified.
    """
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

    status = file.path.stat()
    try:
        return _read(file.path, status.st_size, status.st_mtime_ns)
    except (DecodeError, ValueError) as error:
        raise damaged_onnx(file.path) from error


@lru_cache(maxsize=4)
def _read(path: Path, _size_bytes: int, _modified_ns: int) -> Graph:
    import onnx

    model = onnx.load(str(path), load_external_data=False)
    graph = model.graph
    operators = {node.op_type for node in graph.node}
    stored = {tensor.name for tensor in graph.initializer}
    properties = {one.key: one.value for one in model.metadata_props}
    weights, other_weights = _weights(graph)
    return Graph(
        inputs=Signature(tuple(_spec(one) for one in graph.input if one.name not in stored), ()),
        weights=weights,
        other_weights=other_weights,
        has_qdq=operators >= _QDQ,
        has_unsigned_qdq=_has_unsigned_qdq(graph),
        dynamic_quantisation=tuple(sorted(operators & _DYNAMIC_QUANTISATION)),
        properties=tuple((key, properties[key]) for key in _CARRIED if key in properties),
    )


def _spec(value: onnx.ValueInfoProto) -> TensorSpec:
    import onnx

    tensor = value.type.tensor_type
    shape = tuple(
        axis.dim_value
        if axis.WhichOneof("value") == "dim_value" and axis.dim_value > 0
        else DYNAMIC
        for axis in tensor.shape.dim
    )
    try:
        dtype = str(onnx.helper.tensor_dtype_to_np_dtype(tensor.elem_type))
    except (KeyError, TypeError, ValueError):
        dtype = ""
    return TensorSpec(value.name, dtype, shape)


def _has_unsigned_qdq(graph: onnx.GraphProto) -> bool:
    """Whether quantised values are unsigned: as their zero point is, and without one by default.

    ONNX, docs/Operators.md: without a zero point QuantizeLinear gives UINT8, unless ``output_dtype`` (from
    operator set 21 on) says otherwise; what DequantizeLinear takes then, its input says.
    """
    from onnx import TensorProto as types  # noqa: N813 - what it is used for

    unsigned = {name for name, tensor in _tensors(graph) if tensor.data_type == types.UINT8}
    for node in graph.node:
        if node.op_type not in _QDQ:
            continue
        point = node.input[2] if len(node.input) > 2 else ""
        if point:
            is_unsigned = point in unsigned
        elif node.op_type == "QuantizeLinear":
            wanted = {one.name: one.i for one in node.attribute}.get("output_dtype", 0)
            is_unsigned = wanted in (0, types.UINT8)
        else:
            is_unsigned = node.input[0] in unsigned
        if is_unsigned:
            return True
    return False


def _tensors(graph: onnx.GraphProto) -> Iterator[tuple[str, onnx.TensorProto]]:
    """Yield what is stored in a file, by name: initialisers and constants."""
    for tensor in graph.initializer:
        yield tensor.name, tensor
    for node in graph.node:
        if node.op_type == "Constant":
            for attribute in node.attribute:
                if attribute.HasField("t"):
                    yield node.output[0], attribute.t


def _weights(graph: onnx.GraphProto) -> tuple[str, tuple[str, ...]]:
    """Return the type of most numbers, and the other types of weights.

    Those count as weights that have two axes or more: scales, bounds and epsilons stand in FP32 in files of
    any type, since their operators want them so.
    """
    from onnx import TensorProto as types  # noqa: N813 - what it is used for

    names: dict[int, str] = {
        types.FLOAT: "fp32",
        types.FLOAT16: "fp16",
        types.BFLOAT16: "bf16",
    }
    counts = dict.fromkeys(names.values(), 0)
    weighty = set()
    for _, tensor in _tensors(graph):
        name = names.get(tensor.data_type)
        if name is not None:
            counts[name] += math.prod(tensor.dims)
            if len(tensor.dims) > 1:
                weighty.add(name)
    most = max(counts, key=lambda name: counts[name])
    return most, tuple(sorted(weighty - {most}))
