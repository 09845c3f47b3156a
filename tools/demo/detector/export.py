"""Writes a trained detector as ONNX.

    python3 -m tools.demo.detector.export best.pt detector.onnx

The outputs are laid out as those of YOLOv8's segmentation networks, which many programs read: ``images``
(1, 3, side, side) RGB from 0 to 1; ``output0`` (1, 4 + classes + prototypes, cells) with centre and size in
pixels, scores and mask coefficients; ``output1`` (1, prototypes, side / 4, side / 4). Batch normalisation is
folded into the convolutions. Boxes still overlap; whoever reads them removes what is suppressed.
"""

from __future__ import annotations

import argparse
import json
import warnings
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from tools.demo.detector.network import Network, cells
from tools.demo.detector.weights import Kept, load

OPSET = 17


class Exported(nn.Module):
    """The network with its decoding, as it is written.

    Args:
        network: In evaluation mode.
        side: Width and height of the input in pixels.
    """

    def __init__(self, network: Network, side: int) -> None:
        super().__init__()
        self.network = network
        centres, strides = cells((side, side))
        bins = network.widths.bins
        self.register_buffer("centres", centres.T[None].contiguous())
        self.register_buffer("strides", strides[None, None])
        self.register_buffer("bins", torch.arange(bins, dtype=torch.float32).view(1, 1, bins, 1))

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        maps, prototypes = self.network.levels(images)
        sides, classes, coefficients = (
            torch.cat([level[part].flatten(2) for level in maps], 2) for part in range(3)
        )
        likely = sides.view(1, 4, self.network.widths.bins, -1).softmax(2)
        distances = (likely * self.bins).sum(2) * self.strides
        low, high = distances[:, :2], distances[:, 2:]
        boxes = [self.centres + (high - low) / 2, low + high]
        return torch.cat([*boxes, classes.sigmoid(), coefficients], 1), prototypes


def export(kept: Kept, path: Path) -> None:
    """Write a detector.

    Raises:
        OSError: The file cannot be written.
        ValueError: What was exported is not as it should be.
    """
    side = kept.config.network.input
    with warnings.catch_warnings(), torch.no_grad():
        # The exporter that needs nothing beside PyTorch is the older one, and says so.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Exported(kept.network, side).eval(),
            (torch.zeros(1, 3, side, side),),
            str(path),
            opset_version=OPSET,
            input_names=["images"],
            output_names=["output0", "output1"],
            dynamo=False,
        )
    model = onnx.load(path)
    kinds = {node.op_type for node in model.graph.node}
    if "BatchNormalization" in kinds:
        raise ValueError("batch normalisation was not folded")
    onnx.helper.set_model_props(model, properties(kept))
    model.doc_string = "A detector of workshop parts, trained on rendered pictures."
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def properties(kept: Kept) -> dict[str, str]:
    """Return what the file says of itself, under the names that readers look for."""
    side = kept.config.network.input
    return {
        "description": "Finds workshop parts on a conveyor belt; of EngineScope's demo",
        "author": "EngineScope",
        "license": "Apache-2.0",
        "source": "tools/demo/detector of EngineScope, trained on pictures of tools/demo/world",
        "task": "segment",
        "names": json.dumps({str(i): name for i, name in enumerate(kept.class_names)}),
        "stride": "32",
        "imgsz": json.dumps([side, side]),
        "batch": "1",
        "channels": "3",
        "training": json.dumps(dict(kept.facts)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a trained detector as ONNX.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path, metavar="OUT.onnx")
    options = parser.parse_args()
    export(load(options.checkpoint), options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
