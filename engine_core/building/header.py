"""The header before the plan: what the model is, in the format that Ultralytics' tools read.

Four bytes, little-endian and signed, give the length of a JSON object; then the plan. Ours has one more
key, ``enginescope``, which other readers pass over: where the engine came from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from engine_core.building.graph import Graph
from engine_core.building.options import BuildOptions, InputRange, Precision
from engine_core.errors import OptionError, UnrecognisedModelError
from engine_core.inputs import find_image_input
from engine_core.metadata import OWN_KEY, Metadata
from engine_core.modelfile import ModelFile

Profiles: TypeAlias = tuple[tuple[InputRange, ...], ...]

USUAL_STRIDE = 32
FORMAT = 1
"""Rises when a built engine would come out otherwise, so that kept ones are built anew."""


def compose_header(
    file: ModelFile,
    graph: Graph,
    options: BuildOptions,
    more: Mapping[str, Any] | None = None,
    profiles: Profiles = (),
) -> str:
    """Return the JSON object, in ASCII.

    Args:
        file: The ONNX file; what it says of itself is carried over.
        graph: Its facts.
        options: What the engine is built with.
        more: What is known besides (``header_of_recipe``); stands above what the file says. No task and no
            names are claimed that neither says.
        profiles: Sizes of its dynamic inputs.
    """
    said = _of_metadata(file.metadata)
    built = _as_built(file, graph, options, profiles)
    own = {
        "format": FORMAT,
        "onnx": file.path.name,
        "onnx_sha256": file.sha256(),
        "options": options.to_plain(),
    }
    given = dict(more or {})
    own |= dict(given.pop(OWN_KEY, None) or {})
    header = {**dict(graph.properties), **said, **given, **built, OWN_KEY: own}
    if header.get("task") or header.get("names"):
        # Ultralytics' reader (nn/backends/base.py) fails without it; 32 is that of nearly every detector. A
        # file that says nothing stays one that says nothing, so that one beside it may.
        header["stride"] = header.get("stride") or USUAL_STRIDE
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


def _as_built(
    file: ModelFile, graph: Graph, options: BuildOptions, profiles: Profiles
) -> dict[str, Any]:
    """Return what is so of the engine, whatever the file says of itself: batch, size and arguments."""
    args = {
        # How the types were named before, and since; what is built has those that were wished.
        **{key: value for key, value in file.metadata.args.items() if key != "quantize"},
        "half": options.precision is Precision.FP16,
        "int8": options.precision is Precision.INT8,
        "dynamic": graph.is_dynamic,
    }
    try:
        image = find_image_input(graph.inputs, file.metadata, options.input_wh)
    except (UnrecognisedModelError, OptionError):
        return {"args": args}
    ranges = [one for of_one in profiles for one in of_one if one.name == image.spec.name]
    batch, (w, h) = image.batch or 1, image.input_wh
    if ranges:
        batch = max(one.max[0] for one in ranges) if image.batch else 1
        rows = len(ranges[0].opt) - (3 if image.channels_last else 2)
        h, w = ranges[0].opt[rows : rows + 2]
    return {"args": {**args, "batch": batch}, "batch": batch, "imgsz": [h, w]}


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
