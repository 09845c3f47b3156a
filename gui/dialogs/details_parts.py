"""What the details tell of a model, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine_core.enginereport import EngineReport
from engine_core.text import NOTHING
from gui import enginefacts, modelfacts
from gui.i18n import counted, sentence, tr
from gui.modelfacts import OpenModel

_MOST_NAMES = 400


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, and rows of cells under it; the first cell of a row is its label."""

    title: str
    rows: Sequence[tuple[str, ...]] = ()


def parts_of(model: OpenModel, sha256: str, report: EngineReport | None) -> Iterator[Part]:
    """Give every part in the order in which it is read.

    Args:
        model: What is open.
        sha256: Of its file; empty while it is being computed.
        report: What is inside an engine, as far as it is known.
    """
    yield _file_part(model, sha256)
    yield _reading_part(model)
    for title, specs in (
        (tr("Inputs"), model.info.signature.inputs),
        (tr("Outputs"), model.info.signature.outputs),
    ):
        yield Part(title, [enginefacts.tensor_row(spec) for spec in specs])
    if report is not None:
        yield from _report_parts(report)
    said = _metadata_part(model)
    if said.rows:
        yield said
    reasons = [("•", sentence(reason)) for reason in model.recipe.reasons]
    if reasons:
        yield Part(tr("Why it is read so"), reasons)
    warnings = [("•", sentence(one)) for one in model.recipe.warnings]
    if model.note is not None:
        warnings.append(("•", sentence(model.note.what)))
    if warnings:
        yield Part(tr("What does not fit"), warnings)
    names = _names_part(model)
    if names.rows:
        yield names


def _file_part(model: OpenModel, sha256: str) -> Part:
    file, info = model.file, model.info
    rows = [
        (tr("File"), file.path.name),
        (tr("Folder"), str(file.path.parent)),
        (
            tr("Size"),
            tr(
                "{size} ({bytes} bytes)",
                size=modelfacts.size_words(file.size_bytes),
                bytes=f"{file.size_bytes:,}",
            ),
        ),
        ("SHA-256", sha256 or tr("being computed…")),
        (tr("Format"), modelfacts.format_words(file.format)),
    ]
    if file.built_with:
        rows.append((tr("Built with"), f"TensorRT {file.built_with}"))
    if file.version_compatible:
        rows.append((tr("Runs with"), tr("other TensorRT versions too")))
    if file.onnx is not None:
        opsets = tr(", ").join(f"{name or 'ONNX'} {number}" for name, number in file.onnx.opsets)
        rows += [(tr("Made by"), file.onnx.producer), (tr("Operator sets"), opsets)]
    rows += [
        (tr("Runtime"), info.runtime),
        (tr("Device"), info.device),
        (tr("Precision"), info.precision),
        (tr("Opened in"), f"{model.open_ms:,.0f} ms"),
    ]
    return Part(tr("File and runtime"), [row for row in rows if row[1]])


def _reading_part(model: OpenModel) -> Part:
    recipe = model.recipe
    fed = recipe.preprocessing
    changes = modelfacts.change_count(model.overrules)
    rows = [
        (tr("Recognised as"), modelfacts.title_words(recipe)),
        (tr("Fed as"), modelfacts.fed_words(fed)),
        (tr("Input tensor"), f"{modelfacts.shape_words(fed.tensor_shape)}  {fed.dtype}"),
        (tr("Suppression"), sentence(recipe.suppression.reason)),
        (tr("Usual confidence"), f"{recipe.confidence:.2f}"),
        (tr("Class names"), sentence(recipe.labels.origin)),
    ]
    if any(fed.mean) or any(value != 1 for value in fed.std):
        rows.insert(2, (tr("Mean"), _triple(fed.mean)))
        rows.insert(3, (tr("Standard deviation"), _triple(fed.std)))
    if changes:
        rows.append(
            (tr("Changed by you"), counted(changes, "{n} setting", "{n} settings")),
        )
    if not recipe.is_settled:
        rows.append((tr("Still open"), tr("The first picture with something in it decides.")))
    return Part(tr("How it is read"), [row for row in rows if row[1]])


def _report_parts(report: EngineReport) -> Iterator[Part]:
    profiles = enginefacts.profile_rows(report)
    if profiles:
        yield Part(tr("Optimisation profiles"), profiles)
    facts = enginefacts.fact_rows(report)
    if facts:
        yield Part(tr("Inside the engine"), facts)
    kinds = enginefacts.kind_rows(report)
    if kinds:
        yield Part(tr("Precision of each kind of layer"), kinds)


def _triple(values: tuple[float, float, float]) -> str:
    return tr(", ").join(f"{value:g}" for value in values)


def _metadata_part(model: OpenModel) -> Part:
    said = model.file.metadata
    size = f"{said.imgsz[1]} × {said.imgsz[0]}" if said.imgsz else ""
    points = f"{said.kpt_shape[0]} × {said.kpt_shape[1]}" if said.kpt_shape else ""
    rows = [
        (tr("Description"), said.description or ""),
        (tr("Task"), said.task or ""),
        (tr("Picture size"), size),
        (tr("Stride"), _number(said.stride)),
        (tr("Batch"), _number(said.batch)),
        (tr("Channels"), _number(said.channels)),
        (tr("Keypoints"), points),
        (tr("Last layer"), said.head or ""),
        (tr("Suppression inside"), tr("yes") if said.end2end else ""),
        (tr("Accelerator core"), _number(said.dla)),
        *((str(key), str(value)) for key, value in said.args.items()),
    ]
    origin = sentence(said.origin) if said.origin is not NOTHING else ""
    title = tr("What {origin} says", origin=origin) if origin else tr("What the file says")
    return Part(title, [row for row in rows if row[1]])


def _names_part(model: OpenModel) -> Part:
    names = model.recipe.labels.names
    rows: list[tuple[str, ...]] = [
        (str(class_id), name or "–") for class_id, name in enumerate(names[:_MOST_NAMES])
    ]
    if len(names) > _MOST_NAMES:
        more = len(names) - _MOST_NAMES
        rows.append(("…", counted(more, "{n} more", "{n} more")))
    return Part(tr("Classes"), rows)


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"
