"""Makes an INT8 detector of a float one: quantised and dequantised around each operation (Q/DQ).

    python3 -m tools.demo.detector.quantise detector.onnx detector-int8.onnx --pictures 100

Ranges of activations are measured on rendered pictures of the validation set. All that lies before the last
convolutions is quantised, activations too: turning numbers back for them would take longer than all else.
The convolution that ends each branch and the decoding stay in float, because a box is a mean over logits that
differ by little. Needs ONNX Runtime, no PyTorch.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

from tools.demo.detector.config import STANDARD, read
from tools.demo.detector.dataset import prepare, size_of

NOTE = "8-bit integers for weights and activations (Q/DQ)"
_OPERATIONS = ["Conv", "Sigmoid", "Mul", "Add", "Concat", "MaxPool", "Resize"]


class Pictures(CalibrationDataReader):  # type: ignore[misc,unused-ignore]
    """Hands pictures (side, side, 3) uint8 RGB to the calibration."""

    def __init__(self, pictures: Iterable[npt.NDArray[np.uint8]], name: str) -> None:
        self._pictures = iter(pictures)
        self._name = name

    def get_next(self) -> dict[str, npt.NDArray[np.float32]] | None:
        picture = next(self._pictures, None)
        if picture is None:
            return None
        planes = np.ascontiguousarray(picture.transpose(2, 0, 1)[None])
        return {self._name: planes.astype(np.float32) / np.float32(255)}


def quantise(source: Path, out: Path, pictures: Iterable[npt.NDArray[np.uint8]]) -> None:
    """Write an INT8 model.

    Args:
        source: What :mod:`tools.demo.detector.export` wrote.
        out: Where to.
        pictures: To measure by, in the network's size.

    Raises:
        OSError: A file cannot be read or written.
    """
    model = onnx.load(source)
    with tempfile.TemporaryDirectory() as folder:
        simple = Path(folder, "simple.onnx")
        quant_pre_process(model, str(simple), skip_symbolic_shape=True)
        quantize_static(
            str(simple),
            str(out),
            Pictures(pictures, model.graph.input[0].name),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=_OPERATIONS,
            nodes_to_exclude=_tail(onnx.load(simple)),
            calibrate_method=CalibrationMethod.MinMax,
        )
    quantised = onnx.load(out)
    properties = {one.key: one.value for one in model.metadata_props}
    properties["description"] = f"{properties.get('description', '')}; {NOTE}".removeprefix("; ")
    onnx.helper.set_model_props(quantised, properties)
    quantised.doc_string = model.doc_string
    onnx.save(quantised, out)


def _tail(model: onnx.ModelProto) -> list[str]:
    """Return the names of the nodes behind which no convolution comes any more."""
    users: dict[str, list[onnx.NodeProto]] = {}
    for node in model.graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    leading: set[str] = set()
    for node in reversed(model.graph.node):
        behind = [user for name in node.output for user in users.get(name, [])]
        if any(user.op_type == "Conv" or user.name in leading for user in behind):
            leading.add(node.name)
    return [node.name for node in model.graph.node if node.name not in leading]


def main() -> None:
    parser = argparse.ArgumentParser(description="Make an INT8 detector of a float one.")
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path, metavar="OUT.onnx")
    parser.add_argument("--pictures", type=int, default=100)
    parser.add_argument("--config", type=Path, default=STANDARD)
    options = parser.parse_args()
    from tools.demo.world.render import render

    settings = read(options.config)
    seeds = settings.world.validation_seeds
    side = settings.network.input

    def pictures() -> Iterator[npt.NDArray[np.uint8]]:
        for seed in range(*seeds)[: options.pictures]:
            picture = render(seed, *size_of(seed, settings.world.sizes))
            yield prepare(picture, side, settings.world.most_parts).rgb

    quantise(options.model, options.out, pictures())
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
