"""Measured figures as the table that people publish, and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from engine_core.bench.machine import MachineFacts
from engine_core.bench.results import STAGES, TOTAL, BenchReport, ModelFigures, Problem
from engine_core.bench.statistics import Quantiles
from engine_core.monitor import LoadSummary

_HEADS = (
    *("Model", "Runtime", "Device", "Precision", "Input", "Batch"),
    *(
        "Preprocess ms",
        "Inference ms",
        "Decode ms",
        "Total ms",
        "p95 ms",
        "FPS",
        "Stream FPS",
        "Detections",
    ),
    *("GPU memory", "Power"),
)
_LEFT = 4
_NOTHING = "–"


def as_markdown(report: BenchReport) -> str:
    """Return a table in Markdown with what has to be known beside it; stages are medians."""
    rows = [_row(figures) for figures in report.models if figures.problem is None]
    lines = []
    if rows:
        # What nothing is known of in any row (no graphics card) is no column.
        kept = [at for at in range(len(_HEADS)) if any(row[at] != _NOTHING for row in rows)]
        lines += _table(
            [_HEADS[at] for at in kept],
            [[row[at] for at in kept] for row in rows],
            left=sum(at < _LEFT for at in kept),
        )
        lines += ["", _explained(report)]
    lines += [f"- {sentence}" for sentence in _sentences(report)]
    return "\n".join(lines)


def machine_lines(machine: MachineFacts) -> list[str]:
    """Return the machine in a few short lines, the graphics card first."""
    gpu = []
    if machine.gpu:
        parts = [machine.gpu]
        if machine.gpu_power_limit_w is not None:
            parts.append(f"limit {machine.gpu_power_limit_w:.0f} W")
        if machine.driver:
            parts.append(f"driver {machine.driver}")
        gpu = [", ".join(parts)]
    cpu = f"{machine.cpu}, {machine.cpu_threads} threads"
    runtimes = ", ".join(f"{name} {version}".strip() for name, version in machine.runtimes)
    software = f"{machine.system}, EngineScope {machine.enginescope}"
    return [*gpu, cpu, *([runtimes] if runtimes else []), software]


def as_plain(report: BenchReport) -> dict[str, Any]:
    """Return everything JSON-ready, all percentiles included."""
    return {
        "started": report.started,
        "machine": {
            **asdict(report.machine),
            "runtimes": [
                {"name": name, "version": version} for name, version in report.machine.runtimes
            ],
        },
        "pictures": [
            {"name": name, "width": size[0], "height": size[1]} for name, size in report.pictures
        ],
        "rounds": report.rounds,
        "confidence": report.confidence,
        "cuda_bytes": report.cuda_bytes,
        "notes": [str(note) for note in report.notes],
        "models": [_plain(figures) for figures in report.models],
    }


def _table(heads: list[str], rows: list[list[str]], left: int) -> list[str]:
    """Return the lines of a table whose columns line up in a terminal, too."""
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in (heads, *cells)) for at in range(len(heads))]

    def line(row: list[str]) -> str:
        aligned = (
            cell.ljust(width) if at < left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return f"| {' | '.join(aligned)} |"

    rule = "|".join(
        "-" * (width + 2) if at < left else "-" * (width + 1) + ":"
        for at, width in enumerate(widths)
    )
    return [line(heads), f"|{rule}|", *(line(row) for row in cells)]


def _row(figures: ModelFigures) -> list[str]:
    times, load = figures.times, figures.load
    wh = figures.input_wh
    return [
        figures.name,
        figures.runtime,
        figures.device,
        figures.precision or _NOTHING,
        f"{wh[0]}×{wh[1]}" if wh is not None else _NOTHING,
        str(figures.batch),
        *(milliseconds(times[stage].p50) for stage in STAGES),
        _total(figures),
        milliseconds(times[TOTAL].p95),
        _rate(figures.fps),
        _rate(figures.stream_fps),
        f"{figures.detections:.4g}" if figures.detections is not None else _NOTHING,
        f"{figures.gpu_memory_bytes / 2**20:,.0f} MiB"
        if figures.gpu_memory_bytes is not None
        else _NOTHING,
        f"{load.gpu_power_w:.0f} W"
        if load.gpu_power_w is not None and _on_gpu(figures)
        else _NOTHING,
    ]


def _on_gpu(figures: ModelFigures) -> bool:
    """Say whether the power of a card is that of a model: while another part computes, it is idle."""
    return figures.device != "CPU"


def _rate(fps: float | None) -> str:
    return _NOTHING if fps is None else f"{fps:.1f}" if fps < 99.95 else f"{fps:,.0f}"


def _total(figures: ModelFigures) -> str:
    said = milliseconds(figures.times[TOTAL].p50)
    interval = figures.median_interval
    if interval is None:
        return said
    return f"{said} ({milliseconds(interval[0])}–{milliseconds(interval[1])})"


def milliseconds(value: float) -> str:
    """Return a time with three digits that mean something: ``0.71``, ``12.3``, ``248``."""
    return f"{value:.2f}" if value < 9.995 else f"{value:.1f}" if value < 99.95 else f"{value:,.0f}"


def _explained(report: BenchReport) -> str:
    runs = sorted({f.runs for f in report.models if f.problem is None})
    count = f"{runs[0]:,}" if len(runs) == 1 else f"{runs[0]:,} to {runs[-1]:,}"
    pictures = report.pictures
    shown = f"{pictures[0][0]}, {pictures[0][1][0]}×{pictures[0][1][1]} pixels"
    looked_at = shown if len(pictures) == 1 else f"{len(pictures)} pictures"
    sentence = (
        f"Medians of {count} runs in {report.rounds} rounds, models in turn, on {looked_at}; "
        "one picture per call, from the picture in memory to its boxes. FPS: pictures a second, one after "
        "the other."
    )
    if any(f.stream_fps is not None for f in report.models):
        sentence += (
            " Stream FPS: each begun while the network is busy with the one before, as in videos."
        )
    if any(f.median_interval is not None for f in report.models):
        sentence += " In brackets: where the median lies with 95 % confidence."
    return sentence


def _sentences(report: BenchReport) -> list[str]:
    said = [*machine_lines(report.machine), *_clocks(report), *(str(one) for one in report.notes)]
    for figures in report.models:
        if figures.problem is not None:
            said.append(f"{figures.name}: {problem_words(figures.problem)}")
        elif figures.replayed:
            share = "" if figures.replayed > 0.99 else f" in {figures.replayed:.0%} of its runs"
            said.append(f"{figures.name} replays a recorded CUDA graph{share}")
    return said


def _clocks(report: BenchReport) -> list[str]:
    """Return how fast and how hot the card was while it computed, in one sentence where it is known."""
    loads = [f.load for f in report.models if f.problem is None and _on_gpu(f)]
    lowest = [load.gpu_clock_least_mhz for load in loads if load.gpu_clock_least_mhz is not None]
    mean = [load.gpu_clock_mhz for load in loads if load.gpu_clock_mhz is not None]
    hottest = [load.gpu_temperature_c for load in loads if load.gpu_temperature_c is not None]
    parts = []
    if lowest and mean:
        clock = sum(mean) / len(mean)
        parts.append(f"clock {clock:,.0f} MHz on average, {min(lowest):,.0f} MHz at the least")
    if hottest:
        parts.append(f"up to {max(hottest):.0f} °C")
    return [f"graphics card: {', '.join(parts)}"] if parts else []


def problem_words(problem: Problem) -> str:
    """Return what is wrong in one line."""
    why = f" ({problem.why})" if problem.why else ""
    return f"{problem.what}{why}"


def _plain(figures: ModelFigures) -> dict[str, Any]:
    problem = figures.problem
    return {
        "path": str(figures.path),
        "name": figures.name,
        "format": figures.format or None,
        "error": None
        if problem is None
        else {"what": str(problem.what), "why": str(problem.why), "cure": str(problem.cure)},
        "runtime": figures.runtime or None,
        "device": figures.device or None,
        "precision": figures.precision or None,
        "input_wh": list(figures.input_wh) if figures.input_wh is not None else None,
        "batch": figures.batch,
        "family": figures.family or None,
        "size_bytes": figures.size_bytes,
        "opening_ms": figures.opening_ms,
        "warm_up_runs": figures.warm_up_runs,
        "is_steady": figures.is_steady,
        "runs": figures.runs,
        "times_ms": {stage: _quantiles(of) for stage, of in figures.times.items()},
        "median_interval_ms": list(figures.median_interval) if figures.median_interval else None,
        "round_medians_ms": list(figures.round_medians),
        "fps": figures.fps,
        "stream_fps": figures.stream_fps,
        "detections": figures.detections,
        "on_device": figures.on_device,
        "replayed": figures.replayed,
        "gpu_memory_bytes": figures.gpu_memory_bytes,
        "load": _load(figures.load),
    }


def _quantiles(of: Quantiles) -> dict[str, Any]:
    plain = asdict(of)
    return {**plain, "steps": [round(step, 6) for step in of.steps]}


def _load(load: LoadSummary) -> dict[str, Any]:
    return {**asdict(load), "gpu_throttles": [str(reason) for reason in load.gpu_throttles]}
