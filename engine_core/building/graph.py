"""What an ONNX file says that decides how an engine can be built from it."""

from __future__ import annotations

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
        has_qdq: Whether it states INT8 by quantise and dequantise operators.
        has_unsigned_qdq: Whether some of those take unsigned values, which TensorRT does not.
        dynamic_quantisation: Operators in it that quantise at run time, which TensorRT lacks.
        properties: Metadata about its origin, as it stands.
    """

    inputs: Signature
    weights: str
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
    return Graph(
        inputs=Signature(tuple(_spec(one) for one in graph.input if one.name not in stored), ()),
        weights=_weights(graph),
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
    """Whether a zero point, whose type is that of the quantised values, is unsigned."""
    import onnx

    points = {node.input[2] for node in graph.node if node.op_type in _QDQ and len(node.input) > 2}
    return any(
        tensor.name in points and tensor.data_type == onnx.TensorProto.UINT8
        for tensor in graph.initializer
    )


def _weights(graph: onnx.GraphProto) -> str:
    import onnx

    names = {
        onnx.TensorProto.FLOAT: "fp32",
        onnx.TensorProto.FLOAT16: "fp16",
        onnx.TensorProto.BFLOAT16: "bf16",
    }
    counts = dict.fromkeys(names.values(), 0)
    constants = (
        attribute.t
        for node in graph.node
        if node.op_type == "Constant"
        for attribute in node.attribute
        if attribute.HasField("t")
    )
    for tensors in (graph.initializer, constants):
        for tensor in tensors:
            if tensor.data_type in names:
                count = 1
                for size in tensor.dims:
                    count *= size
                counts[names[tensor.data_type]] += count
    return max(counts, key=lambda name: counts[name])
