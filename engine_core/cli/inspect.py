"""``enginescope inspect``: what a model is, and why we think so."""

from __future__ import annotations

import argparse
import json
from contextlib import suppress
from typing import Any

from engine_core.cli.card_options import consent_of
from engine_core.cli.inside import engine_rows, layer_lines
from engine_core.cli.model import open_detector
from engine_core.cli.status import MODEL, SUCCESS
from engine_core.cli.terminal import answer, report_error, say
from engine_core.detector import Detector
from engine_core.enginereport import EngineReport
from engine_core.errors import ModelError, RuntimeMissingError, UnrecognisedModelError
from engine_core.modelfile import ModelFile, ModelFormat, identify
from engine_core.probe import probe_frame
from engine_core.runtime import open_session
from engine_core.runtime.base import Inspectable
from engine_core.runtime.planfacts import static_report
from engine_core.sources import list_sources, open_source
from engine_core.tensors import TensorSpec


def inspect(options: argparse.Namespace) -> int:
    """Print what the model is; the status is 3 where it cannot be opened or recognised."""
    file = identify(options.model)
    try:
        with open_detector(file, options) as detector:
            detector.detect(_frame(options.picture))
            facts = describe(detector)
            report = detector.report(options.profile)
    except ModelError as error:
        if file.format is not ModelFormat.TENSORRT and not isinstance(error, RuntimeMissingError):
            raise
        # What the file says of itself is worth knowing where it cannot run, too.
        _show(_file_facts(file), _look_without_recipe(file, options, error), options)
        report_error(error, verbose=options.verbose)
        return MODEL
    _show(facts, report, options)
    return SUCCESS


def _look_without_recipe(
    file: ModelFile, options: argparse.Namespace, error: ModelError
) -> EngineReport | None:
    """Return what is known of an engine that is no detector, or cannot be opened."""
    if file.format is not ModelFormat.TENSORRT:
        return None
    if isinstance(error, UnrecognisedModelError):
        with suppress(ModelError):
            session = open_session(file, device=options.gpu, consent=consent_of(file, options))
            try:
                if isinstance(session, Inspectable):
                    return session.report(options.profile)
            finally:
                session.close()
    return static_report(file)


def describe(detector: Detector) -> dict[str, Any]:
    """Return what is known of an open model, JSON-ready."""
    recipe, info = detector.recipe, detector.info
    plain = recipe.describe()
    return {
        **_file_facts(detector.file),
        "family": plain["family"],
        "title": plain["title"],
        "task": plain["task"],
        "runtime": info.runtime,
        "device": info.device,
        "inputs": [_tensor(spec) for spec in info.signature.inputs],
        "outputs": [_tensor(spec) for spec in info.signature.outputs],
        "labels": plain["labels"]["names"],
        "labels_origin": plain["labels"]["origin"],
        "preprocessing": plain["preprocessing"],
        "decoder": plain["decoder"],
        "suppression": plain["suppression"],
        "confidence": plain["confidence"],
        "settled": plain["settled"],
        "reasons": plain["reasons"],
        "warnings": plain["warnings"],
    }


def _frame(picture: str | None) -> Any:
    if picture is None:
        return probe_frame()
    listed = list_sources([picture])
    if not listed.items:
        raise listed.problems[0]
    with open_source(listed.items[0]) as source:
        return source.read(0)


def _file_facts(file: ModelFile) -> dict[str, Any]:
    metadata = file.metadata
    return {
        "path": str(file.path),
        "format": file.format.value,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256(),
        "family": None,
        "task": metadata.task,
        "runtime": None,
        "inputs": [],
        "outputs": [],
        "labels": list(metadata.names),
        "preprocessing": None,
        "suppression": None,
        "reasons": [],
        "built_with": file.built_with,
        "version_compatible": file.version_compatible,
        "stride": metadata.stride,
        "imgsz": metadata.imgsz,
        "description": metadata.description,
    }


def _tensor(spec: TensorSpec) -> dict[str, Any]:
    return {"name": spec.name, "dtype": spec.dtype, "shape": list(spec.shape)}


def _show(facts: dict[str, Any], report: EngineReport | None, options: argparse.Namespace) -> None:
    if options.json:
        plain = report.to_plain() if report is not None else None
        answer(json.dumps({**facts, "engine": plain}, ensure_ascii=False))
        return
    answer("\n".join(_lines(facts, engine_rows(report) if report is not None else [])))
    if options.layers or options.search or options.profile:
        if report is None:
            say("note: layers are told of TensorRT engines only")
            return
        answer("\n".join(["", *layer_lines(report, options.search)]))


def _lines(facts: dict[str, Any], of_engine: list[tuple[str, str]]) -> list[str]:
    rows = [("file", f"{facts['path']} ({facts['size_bytes'] / 1e6:.1f} MB, {facts['format']})")]
    if facts["built_with"]:
        rows.append(("built with", f"TensorRT {facts['built_with']}"))
    rows += of_engine
    if facts["description"]:
        rows.append(("description", facts["description"]))
    if facts.get("title"):
        rows.append(("recognised", f"{facts['title']} ({facts['family']})"))
    if facts["task"]:
        rows.append(("task", facts["task"]))
    if facts["runtime"]:
        rows.append(("runs on", f"{facts['runtime']}, {facts['device']}"))
    for kind in ("inputs", "outputs"):
        for spec in facts[kind]:
            sizes = "×".join("?" if size < 0 else str(size) for size in spec["shape"])
            rows.append((kind[:-1], f"{spec['name']}  {spec['dtype']}  {sizes}"))
    if facts["preprocessing"]:
        rows.append(("fed as", _fed(facts["preprocessing"])))
    if facts["suppression"]:
        rows.append(("suppression", _suppression(facts["suppression"])))
    rows.append(("classes", _classes(facts["labels"])))
    if facts.get("confidence"):
        rows.append(("threshold", f"{facts['confidence']:g} is usual"))
    for title, key in (("because", "reasons"), ("note", "warnings")):
        rows += [(title, sentence) for sentence in facts.get(key, [])]
    if facts.get("settled") is False:
        rows.append(("note", "the first picture with something in it will settle the rest"))
    width = max(len(title) for title, _ in rows)
    shown, last = [], ""
    for title, value in rows:
        shown.append(f"{title if title != last else '':<{width}}  {value}")
        last = title or last
    return shown


def _fed(fed: dict[str, Any]) -> str:
    w, h = fed["input_wh"]
    parts = [f"{w}×{h}", fed["geometry"], fed["channels"].upper(), _scale(fed["scale"])]
    if any(fed["mean"]) or any(value != 1 for value in fed["std"]):
        parts.append("mean " + ", ".join(f"{value:g}" for value in fed["mean"]))
        parts.append("std " + ", ".join(f"{value:g}" for value in fed["std"]))
    if "letterbox" in fed["geometry"]:
        parts.append(f"padding {fed['pad']}")
    return " · ".join([*parts, fed["layout"].upper(), fed["dtype"]])


def _scale(scale: float) -> str:
    return "1/255" if abs(scale * 255 - 1) < 1e-9 else "0…255" if scale == 1 else f"×{scale:g}"


def _suppression(suppression: dict[str, Any]) -> str:
    if not suppression["needed"]:
        return suppression["reason"] or "none"
    scope = "across classes" if suppression["class_agnostic"] else "within each class"
    return f"greedy NMS {scope}, IoU {suppression['iou']:g}"


def _classes(names: list[str | None]) -> str:
    if not names:
        return "unknown"
    first = ", ".join(name or "?" for name in names[:8])
    return f"{len(names)}: {first}{', …' if len(names) > 8 else ''}"
