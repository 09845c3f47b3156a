"""The header before the plan: what the model is, in the format that Ultralytics' tools read.

Four bytes, little-endian and signed, give the length of a JSON object; then the plan. Ours has one more
key, ``enginescope``, which other readers pass over: where the engine came from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine_core.building.graph import Graph
from engine_core.building.options import BuildOptions
from engine_core.metadata import OWN_KEY, Metadata
from engine_core.modelfile import ModelFile

FORMAT = 1
"""Rises when a built engine would come out otherwise, so that kept ones are built anew."""


def compose_header(
    file: ModelFile,
    graph: Graph,
    options: BuildOptions,
    more: Mapping[str, Any] | None = None,
) -> str:
    """Return the JSON object, in ASCII.

    Args:
        file: The ONNX file; what it says of itself is carried over.
        graph: Its facts.
        options: What the engine is built with.
        more: What is known besides (``header_of_recipe``); stands above what the file says. Nothing is
            claimed that neither says.
    """
    said = _of_metadata(file.metadata)
    own = {
        "format": FORMAT,
        "onnx": file.path.name,
        "onnx_sha256": file.sha256(),
        "options": options.to_plain(),
    }
    given = dict(more or {})
    own |= dict(given.pop(OWN_KEY, None) or {})
    header = {**dict(graph.properties), **said, **given, OWN_KEY: own}
    return json.dumps({key: value for key, value in header.items() if value is not None})


def header_of_recipe(described: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a recipe knows, as fields of a header; nothing that no picture has settled yet.

    Args:
        described: ``Recipe.describe()``.
    """
    names = described["labels"]["names"]
    fed = described["preprocessing"]
    w, h = fed["input_wh"]
    header: dict[str, Any] = {
        "imgsz": [h, w],
        "channels": 1 if fed["channels"] == "grey" else 3,
    }
    if described["settled"]:
        header["task"] = described["task"]
        header[OWN_KEY] = {
            "recipe": {
                "decoder": described["family"],
                "geometry": fed["geometry"],
                "pad": fed["pad"],
                "channels": fed["channels"],
                "scale": fed["scale"],
                "mean": fed["mean"],
                "std": fed["std"],
            }
        }
    if any(names):
        header["names"] = _names(names)
    return header


def _of_metadata(metadata: Metadata) -> dict[str, Any]:
    return {
        "description": metadata.description,
        "task": metadata.task,
        "stride": metadata.stride,
        "batch": metadata.batch,
        "imgsz": None if metadata.imgsz is None else list(metadata.imgsz),
        "names": _names(metadata.names) if any(metadata.names) else None,
        "channels": metadata.channels,
        "kpt_shape": None if metadata.kpt_shape is None else list(metadata.kpt_shape),
        "end2end": metadata.end2end,
        "head": metadata.head,
        "args": dict(metadata.args) or None,
    }


def _names(names: Any) -> dict[str, str]:
    return {str(class_id): name for class_id, name in enumerate(names) if name is not None}
