"""The options of ``enginescope bench`` and those of ``inspect`` that look inside an engine."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

SUMMARY = "measure how fast models are, stage by stage and side by side"


def add_options(bench: Any) -> None:
    """Add the options of ``bench``."""
    bench.add_argument(
        "models", metavar="MODEL", nargs="+", type=Path, help="ONNX files and TensorRT engines"
    )
    bench.add_argument(
        "--picture",
        action="append",
        default=[],
        metavar="FILE",
        help="measure on this picture or folder instead of on a drawn one; may be repeated",
    )
    bench.add_argument(
        "--runs",
        type=_whole,
        metavar="N",
        help="measured runs of each model (default: as time goes)",
    )
    bench.add_argument(
        "--seconds",
        type=_seconds,
        default=5.0,
        metavar="S",
        help="time for each model where --runs is not given (default 5)",
    )
    bench.add_argument(
        "--warm-up",
        type=_whole_or_none,
        metavar="N",
        help="runs before (default: until times are steady)",
    )
    bench.add_argument(
        "--conf",
        type=_fraction,
        metavar="X",
        help="threshold from which detections count, 0 to 1 (default: each model's usual one)",
    )
    bench.add_argument("--json", action="store_true", help="print JSON, all percentiles included")
    bench.add_argument(
        "--save-picture", type=Path, metavar="FILE.png", help="write the figures as a picture"
    )


def add_look_inside(inspect: Any) -> None:
    """Add what ``inspect`` shows of an engine."""
    inside = inspect.add_argument_group("inside a TensorRT engine")
    inside.add_argument("--layers", action="store_true", help="list the layers")
    inside.add_argument(
        "--search",
        metavar="WORD",
        help="list only layers in whose name, kind or precision each word is found",
    )
    inside.add_argument(
        "--profile",
        type=_whole,
        default=0,
        metavar="N",
        help="list the layers with their times, medians of N runs",
    )


def _whole(value: str) -> int:
    return _checked_whole(value, 1, "a whole number above 0")


def _whole_or_none(value: str) -> int:
    return _checked_whole(value, 0, "a whole number from 0")


def _checked_whole(value: str, least: int, what: str) -> int:
    if not value.isdecimal() or not least <= int(value) <= 1_000_000_000:
        raise argparse.ArgumentTypeError(f"{value!r} is not {what}")
    return int(value)


def _seconds(value: str) -> float:
    number = _number(value)
    if number is None or not 0 < number <= 86_400:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number of seconds above 0")
    return number


def _fraction(value: str) -> float:
    number = _number(value)
    if number is None or not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 0 to 1")
    return number


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
