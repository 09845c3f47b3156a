"""How many classes a graph chooses among, where its outputs hold only the chosen ones.

End-to-end heads flatten their table of queries times classes, take the best places with TopK and split
each place into query and class by the number of classes: ``class = place % classes``, or ``place - place
// classes * classes``. That divisor is a constant of the graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import onnx

# What may stand between a divided place and an output.
_PASSING = frozenset(
    [
        "Cast",
        "Concat",
        "Flatten",
        "Gather",
        "Identity",
        "Mod",
        "Mul",
        "Div",
        "Reshape",
        "Slice",
        "Squeeze",
        "Sub",
        "Transpose",
        "Unsqueeze",
    ]
)
_DIVIDING = frozenset({"Div", "Mod"})
_MOST_NODES = 200
_MOST_CLASSES = 100_000


def chosen_class_count(graph: onnx.GraphProto) -> int | None:
    """Return the number of classes that the graph's TopK chooses among; None where it shows none."""
    makers = {name: node for node in graph.node for name in node.output}
    constants = _constants(graph)
    waiting = [output.name for output in graph.output]
    seen: set[str] = set()
    found = set()
    while waiting and len(seen) < _MOST_NODES:
        name = waiting.pop(0)
        node = makers.get(name)
        if node is None or name in seen or node.op_type not in _PASSING:
            continue
        seen.add(name)
        if node.op_type in _DIVIDING and len(node.input) == 2:
            count = constants.get(node.input[1])
            if count is not None and _is_place(node.input[0], makers):
                found.add(count)
        waiting.extend(node.input)
    return found.pop() if len(found) == 1 else None


def _is_place(name: str, makers: Mapping[str, onnx.NodeProto]) -> bool:
    """Whether a value is the second output of a TopK: places and not scores."""
    for _ in range(8):
        node = makers.get(name)
        if node is None:
            return False
        if node.op_type == "TopK":
            return len(node.output) > 1 and name == node.output[1]
        if node.op_type not in _PASSING or not node.input:
            return False
        name = node.input[0]
    return False


def _constants(graph: onnx.GraphProto) -> dict[str, int]:
    """Return the whole-number scalars of a graph that may count classes."""
    import onnx
    from onnx import numpy_helper

    tensors = {one.name: one for one in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.output:
            for attribute in node.attribute:
                if attribute.name == "value" and attribute.HasField("t"):
                    tensors[node.output[0]] = attribute.t
    found = {}
    for name, tensor in tensors.items():
        if tensor.data_location == onnx.TensorProto.EXTERNAL or sum(tensor.dims) > 1:
            continue
        try:
            value = numpy_helper.to_array(tensor)
        except (ValueError, TypeError, KeyError, RuntimeError):
            continue  # damaged: the runtime will say so
        if value.size == 1 and np.issubdtype(value.dtype, np.integer):
            count = int(value.reshape(-1)[0])
            if 1 < count <= _MOST_CLASSES:
                found[name] = count
    return found
