"""What is inside a TensorRT engine, in words: for the details, the build dialog and reports."""

from __future__ import annotations

from engine_core.enginereport import EngineReport, LayerReport
from engine_core.tensors import TensorSpec
from gui.i18n import counted, tr
from gui.modelfacts import shape_words, size_words


def plain_facts(report: EngineReport) -> str:
    """Return what is known of an engine as lines for a report; in English, as reports are."""
    rows = [
        ("built with", f"TensorRT {report.built_with}" if report.built_with else ""),
        ("opened with", f"TensorRT {report.runtime}" if report.runtime else ""),
        ("built for", report.built_for),
        ("other cards", report.hardware_compatibility),
        ("other TensorRT", "may run it" if report.version_compatible else ""),
        *(("input", _plain_tensor(spec)) for spec in report.inputs),
        *(("output", _plain_tensor(spec)) for spec in report.outputs),
        ("plugins", ", ".join(report.plugins)),
        *report.notes,
    ]
    shown = [(name, value) for name, value in rows if value]
    width = max((len(name) for name, _ in shown), default=0)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in shown)


def tensor_row(spec: TensorSpec) -> tuple[str, ...]:
    """Return name, element type, shape, and the sizes a dynamic one may take."""
    row = [spec.name, spec.dtype, shape_words(spec.shape)]
    if spec.min_shape is not None and spec.max_shape is not None:
        row.append(
            tr(
                "from {least} to {most}",
                least=shape_words(spec.min_shape),
                most=shape_words(spec.max_shape),
            )
        )
    return tuple(row)


def profile_rows(report: EngineReport) -> list[tuple[str, ...]]:
    """Return one row for each dynamic input of each optimisation profile."""
    rows: list[tuple[str, ...]] = []
    for profile in report.profiles:
        for spec in profile.inputs:
            if spec.min_shape is None or spec.max_shape is None:
                continue
            best = shape_words(spec.opt_shape) if spec.opt_shape is not None else "–"
            rows.append(
                (
                    tr("Profile {n}", n=profile.index),
                    spec.name,
                    tr(
                        "from {least} to {most}",
                        least=shape_words(spec.min_shape),
                        most=shape_words(spec.max_shape),
                    ),
                    tr("fastest at {shape}", shape=best),
                )
            )
    return rows


def fact_rows(report: EngineReport) -> list[tuple[str, str]]:
    """Return name and value of what is known of an engine as a whole, beside what its file says itself."""
    layers = len(report.layers)
    total_ms = layers_ms(report)
    rows = [
        (tr("Built for"), report.built_for),
        (tr("Other cards"), report.hardware_compatibility),
        (tr("Layers"), counted(layers, "{n} layer", "{n} layers") if layers else ""),
        (tr("Precisions"), precision_words(report)),
        (
            tr("Time of all layers"),
            tr(
                "{ms} ms, median of {n} runs",
                ms=f"{total_ms:.3f}",
                n=report.profiled_runs,
            )
            if total_ms is not None
            else "",
        ),
        (tr("Memory for a run"), _size(report.device_memory_bytes)),
        (tr("Weights"), _size(report.weights_bytes)),
        (
            tr("Streams beside the main one"),
            f"{report.aux_streams:,}" if report.aux_streams else "",
        ),
        (tr("Plugins"), tr(", ").join(report.plugins)),
        *report.notes,
    ]
    return [row for row in rows if row[1]]


def precision_counts(report: EngineReport) -> list[tuple[str, int]]:
    """Return how many layers compute in each precision, the most frequent first."""
    counts: dict[str, int] = {}
    for layer in report.layers:
        if layer.precision:
            counts[layer.precision] = counts.get(layer.precision, 0) + 1
    return sorted(counts.items(), key=_frequency)


def precision_words(report: EngineReport) -> str:
    """Return "FP16 in 63 layers, FP32 in 4"; empty where it is not recorded."""
    return tr(", ").join(
        counted(n, "{precision} in {n} layer", "{precision} in {n} layers", precision=precision)
        for precision, n in precision_counts(report)
    )


def kind_rows(report: EngineReport) -> list[tuple[str, str]]:
    """Return "Convolution" and "FP16 60, FP32 3" for each kind of layer, the most frequent first."""
    rows = sorted(
        report.precisions().items(), key=lambda one: (-sum(one[1].values()), one[0].lower())
    )
    return [
        (
            kind,
            tr(", ").join(
                f"{precision} {n:,}" for precision, n in sorted(counts.items(), key=_frequency)
            ),
        )
        for kind, counts in rows
    ]


def layers_ms(report: EngineReport) -> float | None:
    """Return the time of all layers together; None where none was measured."""
    times = [layer.time_ms for layer in report.layers if layer.time_ms is not None]
    return sum(times) if times else None


def layer_tip(layer: LayerReport) -> str:
    """Return everything that is known of a layer, on several lines."""
    lines = [layer.name]
    lines += [tr("in: {tensor}", tensor=one) for one in layer.inputs]
    lines += [tr("out: {tensor}", tensor=one) for one in layer.outputs]
    return "\n".join(lines)


def _frequency(counted_precision: tuple[str, int]) -> tuple[int, str]:
    precision, count = counted_precision
    return -count, precision


def _size(size_bytes: int | None) -> str:
    return size_words(size_bytes) if size_bytes is not None else ""


def _plain_tensor(spec: TensorSpec) -> str:
    shape = "x".join("?" if size < 0 else str(size) for size in spec.shape)
    return f"{spec.name} {spec.dtype} {shape}"
