"""A picture of measured figures: a row for each model, its stages stacked, the slow runs as a whisker."""

from __future__ import annotations

import errno
import io
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine_core import typeface
from engine_core.bench.results import STAGES, TOTAL, BenchReport, ModelFigures
from engine_core.bench.table import machine_lines, milliseconds, problem_words
from engine_core.errors import ExportError, OptionError
from engine_core.exporters.files import PartFile, export_error, write_file
from engine_core.text import text

Image = npt.NDArray[np.uint8]

# All lengths are in units of a thousandth of the picture's width, about; drawn at this many pixels each.
_SCALE = 2
_WIDTH = 1200
_SIDE = 40
_TOP = 36
_TITLE_PX, _NAME_PX, _TEXT_PX, _SMALL_PX = 24.0, 15.0, 13.0, 12.0
_HEAD = 92
_ROW = 58
_BAR = 26
_FIGURES = 116
_GAP = 20
_AXIS = 34
_LINE = 19
_WIDEST_NAMES = 400
_NARROWEST_NAMES = 140

_PAPER = (255, 255, 255)
_INK = (23, 28, 38)
_SOFT_INK = (92, 101, 116)
_GRID = (228, 231, 236)
_FAILED = (168, 50, 42)
# Told apart by lightness as well as by hue.
_COLOURS = {"preprocess": (142, 187, 226), "inference": (31, 84, 153), "decode": (240, 163, 58)}
_TITLES = {"preprocess": "Preprocess", "inference": "Inference", "decode": "Decode"}


def draw_chart(report: BenchReport) -> Image:
    """Return the picture, ``(h, w, 3)`` uint8 RGB; it is as high as the rows take."""
    foot = [_how_measured(report), *machine_lines(report.machine)]
    height = (
        _TOP + _HEAD + _ROW * len(report.models) + _AXIS + _GAP + _LINE * len(foot) + _SIDE - 16
    )
    canvas = _Canvas(_WIDTH, height)
    canvas.text("Time per picture", _SIDE, _TOP + 18, _TITLE_PX, bold=True)
    canvas.text(
        "Median of each stage in milliseconds; the whisker ends where 95 % of the runs have ended. "
        "Shorter is better.",
        _SIDE,
        _TOP + 42,
        _TEXT_PX,
        _SOFT_INK,
    )
    _draw_legend(canvas, _TOP + 68)
    left = _SIDE + _names_width(report) + _GAP
    right = _WIDTH - _SIDE - _FIGURES - _GAP
    top = _TOP + _HEAD
    bottom = top + _ROW * len(report.models)
    step, end = _ticks(_longest_ms(report))
    for tick in _steps(step, end):
        x = left + (right - left) * tick / end
        canvas.rectangle(x - 0.5, top - 2, x + 0.5, bottom, _GRID)
        label = f"{tick:g}" + (" ms" if tick == 0 else "")
        canvas.text(label, x, bottom + 18, _SMALL_PX, _SOFT_INK, anchor=0.5)
    for at, figures in enumerate(report.models):
        _draw_row(canvas, figures, top + _ROW * at, left, right, end)
    y = bottom + _AXIS + _GAP
    for line in foot:
        canvas.text(_elided(line, _WIDTH - 2 * _SIDE, _SMALL_PX), _SIDE, y, _SMALL_PX, _SOFT_INK)
        y += _LINE
    return canvas.pixels


def check_chart_path(path: Path) -> None:
    """Find out before minutes are spent on measuring whether the picture can be written there.

    Raises:
        OptionError: It is not named as a PNG file.
        ExportError: It cannot be written, or there is no such folder.
    """
    if path.suffix.lower() != ".png":
        raise OptionError(
            text("{path} is not the name of a PNG file", path=path),
            cure=text("Let the name of the picture end in .png."),
        )
    if not path.parent.exists():
        raise ExportError(
            text("{path} cannot be written", path=path),
            why=text("There is no folder {folder}.", folder=path.parent),
            cure=text("Make the folder first, or choose another one."),
        )
    if path.is_dir():
        raise export_error(IsADirectoryError(errno.EISDIR, ""), path)
    PartFile(path).discard()


def save_chart(report: BenchReport, path: Path) -> None:
    """Write the picture as PNG, replacing a file of that name.

    Raises:
        ExportError: It cannot be written.
    """
    from PIL import Image as Pillow

    png = io.BytesIO()
    Pillow.fromarray(draw_chart(report)).save(png, "PNG", optimize=True)
    write_file(path, png.getvalue())


def _draw_legend(canvas: _Canvas, y: float) -> None:
    x = float(_SIDE)
    for stage in STAGES:
        canvas.rectangle(x, y - 10, x + 12, y + 2, _COLOURS[stage])
        canvas.text(_TITLES[stage], x + 18, y, _TEXT_PX)
        x += 18 + _width(_TITLES[stage], _TEXT_PX) + _GAP


def _draw_row(
    canvas: _Canvas, figures: ModelFigures, top: float, left: float, right: float, end_ms: float
) -> None:
    room = left - _GAP - _SIDE
    middle = top + _ROW / 2
    canvas.text(
        _elided(figures.name, room, _NAME_PX, bold=True), _SIDE, middle - 3, _NAME_PX, bold=True
    )
    if figures.problem is not None or TOTAL not in figures.times:
        words = problem_words(figures.problem) if figures.problem is not None else ""
        canvas.text("not measured", _SIDE, middle + 15, _SMALL_PX, _FAILED)
        room = _WIDTH - _SIDE - left
        canvas.rectangle(left - 1, middle - 12, right + 2, middle + 12, _PAPER)
        canvas.text(_elided(words, room, _TEXT_PX), left, middle + 5, _TEXT_PX, _FAILED)
        return
    canvas.text(
        _elided(_under_name(figures), room, _SMALL_PX), _SIDE, middle + 15, _SMALL_PX, _SOFT_INK
    )
    per_ms = (right - left) / end_ms
    x = left
    for stage in STAGES:
        width = figures.times[stage].p50 * per_ms
        canvas.rectangle(x, middle - _BAR / 2, x + width, middle + _BAR / 2, _COLOURS[stage])
        x += width
    slow = left + figures.times[TOTAL].p95 * per_ms
    if slow > x:
        canvas.rectangle(x, middle - 0.75, slow, middle + 0.75, _INK)
        canvas.rectangle(slow - 0.75, middle - 6, slow + 0.75, middle + 6, _INK)
    total = f"{milliseconds(figures.times[TOTAL].p50)} ms"
    canvas.text(total, _WIDTH - _SIDE, middle - 3, _NAME_PX, bold=True, anchor=1.0)
    if figures.fps is not None:
        rate = f"{figures.fps:,.0f}" if figures.fps >= 99.5 else f"{figures.fps:.1f}"
        canvas.text(f"{rate} FPS", _WIDTH - _SIDE, middle + 15, _SMALL_PX, _SOFT_INK, anchor=1.0)


def _under_name(figures: ModelFigures) -> str:
    parts = [figures.runtime]
    if figures.device == "CPU":
        parts.append("CPU")
    if figures.precision:
        parts.append(figures.precision)
    if figures.input_wh is not None:
        parts.append(f"{figures.input_wh[0]}×{figures.input_wh[1]}")
    if figures.batch > 1:
        parts.append(f"batch {figures.batch}")
    return " · ".join(parts)


def _names_width(report: BenchReport) -> float:
    widths = [
        max(
            _width(figures.name, _NAME_PX, bold=True),
            _width(_under_name(figures), _SMALL_PX),
        )
        for figures in report.models
    ]
    return min(max([_NARROWEST_NAMES, *widths]) + 2, _WIDEST_NAMES)


def _longest_ms(report: BenchReport) -> float:
    longest = 0.0
    for figures in report.models:
        if TOTAL in figures.times:
            stacked = sum(figures.times[stage].p50 for stage in STAGES)
            longest = max(longest, figures.times[TOTAL].p95, stacked)
    return longest


def _ticks(longest_ms: float) -> tuple[float, float]:
    """Return the step between marks and the end of an axis that holds a time, in round numbers."""
    if longest_ms <= 0:
        return 1.0, 1.0
    rough = longest_ms / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    return step, step * math.ceil(longest_ms / step - 1e-9)


def _steps(step: float, end: float) -> Iterator[float]:
    for at in range(round(end / step) + 1):
        yield round(at * step, 9)


def _how_measured(report: BenchReport) -> str:
    runs = [figures.runs for figures in report.models if figures.runs]
    if not runs:
        return "Nothing could be measured"
    count = f"{min(runs):,}" if min(runs) == max(runs) else f"{min(runs):,} to {max(runs):,}"
    size = report.pictures[0][1]
    pictures = (
        f"a picture of {size[0]}×{size[1]} pixels"
        if len(report.pictures) == 1
        else f"{len(report.pictures)} pictures"
    )
    return (
        f"{count} runs of each model in {report.rounds} rounds on {pictures}, one per call, "
        "from the picture in memory to its boxes"
    )


def _elided(line: str, room: float, size_px: float, *, bold: bool = False) -> str:
    """Return a line that fits, its middle left out: both ends of a file name tell models apart."""
    if _width(line, size_px, bold=bold) <= room:
        return line
    for kept in range(len(line) - 1, 1, -1):
        head = (kept + 1) // 2
        shorter = f"{line[:head].rstrip()}…{line[len(line) - (kept - head) :].lstrip()}"
        if _width(shorter, size_px, bold=bold) <= room:
            return shorter
    return "…"


def _width(line: str, size_px: float, *, bold: bool = False) -> float:
    """Return the width of a line in units, measured in the size in which it is drawn."""
    return typeface.measure(line, size_px * _SCALE, bold).width / _SCALE


class _Canvas:
    """A sheet of paper; lengths are in units, each ``_SCALE`` pixels."""

    def __init__(self, width: float, height: float) -> None:
        shape = (round(height * _SCALE), round(width * _SCALE), 3)
        self.pixels: Image = np.full(shape, _PAPER, np.uint8)

    def rectangle(
        self, x0: float, y0: float, x1: float, y1: float, colour: tuple[int, int, int]
    ) -> None:
        """Fill a rectangle on whole pixels; a thin one is one pixel at least."""
        left, top = round(x0 * _SCALE), round(y0 * _SCALE)
        right, bottom = max(left + 1, round(x1 * _SCALE)), max(top + 1, round(y1 * _SCALE))
        self.pixels[max(top, 0) : bottom, max(left, 0) : right] = colour

    def text(
        self,
        line: str,
        x: float,
        baseline: float,
        size_px: float,
        colour: tuple[int, int, int] = _INK,
        *,
        bold: bool = False,
        anchor: float = 0.0,
    ) -> None:
        """Write a line; ``anchor`` is the share of it that lies left of ``x``."""
        width = typeface.measure(line, size_px * _SCALE, bold).width
        bitmap = typeface.draw(line, size_px * _SCALE, bold)
        left = round(x * _SCALE - anchor * width) + bitmap.left
        top = round(baseline * _SCALE) + bitmap.top
        alpha = bitmap.alpha[max(-top, 0) :, max(-left, 0) :]
        top, left = max(top, 0), max(left, 0)
        part = self.pixels[top : top + alpha.shape[0], left : left + alpha.shape[1]]
        weight = alpha[: part.shape[0], : part.shape[1], None] / np.float32(255)
        part[:] = np.rint(part * (1 - weight) + np.asarray(colour, np.float32) * weight)
