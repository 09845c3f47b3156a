"""What is inside an engine, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from engine_core.enginereport import EngineReport, LayerReport
from engine_core.tensors import TensorSpec

Rows = list[tuple[str, str]]


def engine_rows(report: EngineReport) -> Rows:
    """Return name and value of what is known of an engine as a whole."""
    rows = [
        ("built for", report.built_for),
        ("other cards", report.hardware_compatibility),
        ("other TensorRT", "may run it" if report.version_compatible else ""),
        ("layers", _layers_in_words(report)),
        *(("", _kind_in_words(kind, counts)) for kind, counts in _by_count(report.precisions())),
        ("layer times", _times_in_words(report)),
        ("plugins", ", ".join(report.plugins)),
        ("run memory", _bytes_in_words(report.device_memory_bytes)),
        ("weights", _bytes_in_words(report.weights_bytes)),
        ("side streams", str(report.aux_streams) if report.aux_streams else ""),
    ]
    for profile in report.profiles:
        rows += [(f"profile {profile.index}", _bounds(spec)) for spec in profile.inputs]
    rows += report.notes
    return [(title, value) for title, value in rows if value]


def layer_lines(report: EngineReport, search: str | None) -> list[str]:
    """Return a table of the layers.

    Args:
        report: Of the engine.
        search: Words that must be found in name, kind or precision, upper or lower case; None takes all.
    """
    words = (search or "").casefold().split()
    chosen = [
        (number, layer)
        for number, layer in enumerate(report.layers)
        if all(word in f"{layer.name} {layer.kind} {layer.precision}".casefold() for word in words)
    ]
    if not report.layers:
        return ["TensorRT must open the engine to list its layers"]
    if not chosen:
        return [f"none of {len(report.layers)} layers has that"]
    whole_ms = sum(layer.time_ms or 0.0 for layer in report.layers)
    heads = ["#", "ms", "%", "kind", "precision", "layer"]
    rows = [[str(number), *_time(layer, whole_ms), *_what(layer)] for number, layer in chosen]
    # What is told of no layer is no column.
    kept = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    lines = _aligned([[row[at] for at in kept] for row in (heads, *rows)], [at < 3 for at in kept])
    if search:
        lines.append(f"{len(chosen)} of {len(report.layers)} layers")
    return lines


def _layers_in_words(report: EngineReport) -> str:
    if not report.layers:
        return ""
    told = "" if report.has_details else ", names only: it was built without details"
    return f"{len(report.layers)}{told}"


def _kind_in_words(kind: str, counts: dict[str, int]) -> str:
    parts = (f"{precision} {n}" for precision, n in sorted(counts.items(), key=_most_first))
    return f"{kind}: {', '.join(parts)}"


def _by_count(precisions: dict[str, dict[str, int]]) -> list[tuple[str, dict[str, int]]]:
    return sorted(precisions.items(), key=lambda one: (-sum(one[1].values()), one[0].lower()))


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _times_in_words(report: EngineReport) -> str:
    times = [layer.time_ms for layer in report.layers if layer.time_ms is not None]
    if not times:
        return ""
    runs = report.profiled_runs
    return f"{sum(times):.3f} ms together, medians of {runs} run{'s' if runs != 1 else ''}"


def _bytes_in_words(size: int | None) -> str:
    return "" if size is None else f"{size / 2**20:,.1f} MiB"


def _bounds(spec: TensorSpec) -> str:
    if spec.min_shape is None or spec.max_shape is None:
        return str(spec)
    best = f", fastest at {_sizes(spec.opt_shape)}" if spec.opt_shape is not None else ""
    return f"{spec.name}  {_sizes(spec.min_shape)} to {_sizes(spec.max_shape)}{best}"


def _sizes(shape: Sequence[int]) -> str:
    return "×".join(map(str, shape))


def _time(layer: LayerReport, whole_ms: float) -> tuple[str, str]:
    if layer.time_ms is None:
        return "", ""
    share = f"{layer.time_ms / whole_ms:.1%}".rstrip("%") if whole_ms else ""
    return f"{layer.time_ms:.4f}", share


def _what(layer: LayerReport) -> tuple[str, str, str]:
    return layer.kind, layer.precision, layer.name


def _aligned(rows: list[list[str]], to_the_right: list[bool]) -> list[str]:
    """Return rows as lines; the last column stands as it is."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, to_the_right, strict=True)
        ]
        lines.append("  ".join([*cells[:-1], row[-1]]).rstrip())
    return lines
