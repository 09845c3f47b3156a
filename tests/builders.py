"""Frames, detections and small real networks, made up for tests of the core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from engine_core.detections import Candidates, Detections
from engine_core.frame import Frame
from engine_core.tensors import Signature, TensorSpec

Shape = Sequence[int | str | None]
Arrays = Mapping[str, npt.NDArray[Any]]


def make_frame(size_wh: tuple[int, int] = (64, 48), *, seed: int = 0, name: str = "a.png") -> Frame:
    """Return a frame of noise."""
    shape = (size_wh[1], size_wh[0], 3)
    image = np.random.default_rng(seed).integers(0, 256, shape, np.uint8)
    return Frame(image=image, source=f"/pictures/{name}", name=name)


def flat_frame(value: int, size_wh: tuple[int, int] = (64, 48)) -> Frame:
    """Return a frame of one grey."""
    image = np.full((size_wh[1], size_wh[0], 3), value, np.uint8)
    return Frame(image=image, source="/pictures/flat.png", name="flat.png")


def make_candidates(
    xyxy: npt.ArrayLike,
    confidence: npt.ArrayLike | None = None,
    class_id: npt.ArrayLike | None = None,
    **parts: npt.NDArray[np.float32],
) -> Candidates:
    """Return candidates; without scores the first is the most confident, without classes all are 0."""
    boxes = np.asarray(xyxy, np.float32).reshape(-1, 4)
    n = len(boxes)
    return Candidates(
        xyxy=boxes,
        confidence=_scores(confidence, n),
        class_id=np.zeros(n, np.intp) if class_id is None else np.asarray(class_id, np.intp),
        **parts,
    )


def make_detections(
    xyxy: npt.ArrayLike,
    confidence: npt.ArrayLike | None = None,
    class_id: npt.ArrayLike | None = None,
    **parts: Any,
) -> Detections:
    """Return detections; without scores the first is the most confident, without classes all are 0."""
    boxes = np.array(xyxy, np.float32).reshape(-1, 4)
    n = len(boxes)
    return Detections(
        xyxy=boxes,
        confidence=_scores(confidence, n),
        class_id=np.zeros(n, np.intp) if class_id is None else np.array(class_id, np.intp),
        **parts,
    )


def make_signature(
    outputs: Mapping[str, tuple[int, ...]],
    inputs: Mapping[str, tuple[int, ...]] | None = None,
    *,
    dtype: str = "float32",
) -> Signature:
    """Return a signature of names and shapes."""
    given = inputs or {"images": (1, 3, 64, 64)}
    return Signature(
        tuple(TensorSpec(name, dtype, shape) for name, shape in given.items()),
        tuple(TensorSpec(name, "float32", shape) for name, shape in outputs.items()),
    )


def network(
    path: Path,
    outputs: Arrays,
    *,
    inputs: Mapping[str, tuple[str, Shape]] | None = None,
    input_wh: tuple[int, int] = (64, 64),
    declared: Mapping[str, Shape] | None = None,
    properties: Mapping[str, object] | None = None,
) -> Path:
    """Write a network that answers every picture with the same outputs.

    Args:
        path: Where to.
        outputs: What it answers.
        inputs: Type and shape of each input by name; by default ``images`` of ``input_wh``.
        input_wh: Size of the usual input.
        declared: Shapes that the file states where they are not those of the outputs.
        properties: Metadata.
    """
    nodes = [helper.make_node("Identity", [f"{name}:stored"], [name]) for name in outputs]
    stored = [numpy_helper.from_array(value, f"{name}:stored") for name, value in outputs.items()]
    return _write(path, nodes, stored, outputs, inputs, input_wh, declared, properties)


def network_with_rows_in_light(
    path: Path,
    output: str,
    rows: npt.NDArray[np.float32],
    *,
    batched: bool = True,
    input_wh: tuple[int, int] = (64, 64),
    properties: Mapping[str, object] | None = None,
) -> Path:
    """Write a network that answers the brighter a picture is, the more of ``rows``: none if black."""
    axis = 1 if batched else 0
    table = rows[None] if batched else rows
    stored = [
        numpy_helper.from_array(table, "table"),
        numpy_helper.from_array(np.array(float(len(rows)), np.float32), "all"),
        numpy_helper.from_array(np.array([0], np.int64), "first"),
        numpy_helper.from_array(np.array([axis], np.int64), "axis"),
        numpy_helper.from_array(np.array([1], np.int64), "one"),
    ]
    nodes = [
        helper.make_node("ReduceMax", ["images"], ["light"], keepdims=0),
        helper.make_node("Mul", ["light", "all"], ["count"]),
        helper.make_node("Cast", ["count"], ["whole"], to=TensorProto.INT64),
        helper.make_node("Reshape", ["whole", "one"], ["end"]),
        helper.make_node("Slice", ["table", "first", "end", "axis"], [output]),
    ]
    shape: list[int | str | None] = list(table.shape)
    shape[axis] = "rows"
    return _write(path, nodes, stored, {output: table}, None, input_wh, {output: shape}, properties)


def _write(
    path: Path,
    nodes: list[onnx.NodeProto],
    stored: list[onnx.TensorProto],
    outputs: Arrays,
    inputs: Mapping[str, tuple[str, Shape]] | None,
    input_wh: tuple[int, int],
    declared: Mapping[str, Shape] | None,
    properties: Mapping[str, object] | None,
) -> Path:
    w, h = input_wh
    wanted = inputs or {"images": ("float32", (1, 3, h, w))}
    graph = helper.make_graph(
        nodes,
        "network",
        [_value(name, dtype, shape) for name, (dtype, shape) in wanted.items()],
        [
            _value(name, str(value.dtype), (declared or {}).get(name, value.shape))
            for name, value in outputs.items()
        ],
        stored,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, {key: str(value) for key, value in (properties or {}).items()})
    path.write_bytes(model.SerializeToString())
    return path


def _value(name: str, dtype: str, shape: Shape) -> onnx.ValueInfoProto:
    kind = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
    return helper.make_tensor_value_info(name, kind, list(shape))


def _scores(confidence: npt.ArrayLike | None, n: int) -> npt.NDArray[np.float32]:
    if confidence is None:
        return np.linspace(0.9, 0.5, n, dtype=np.float32)
    return np.array(confidence, np.float32)
