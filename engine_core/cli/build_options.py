"""The options of ``enginescope build``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from engine_core.building.options import InputRange, Precision, Tactics


def add_options(build: Any) -> None:
    """Add what says which engine is wished."""
    build.add_argument("model", metavar="MODEL", type=Path, help="ONNX file")
    engine = build.add_argument_group("the engine")
    precision = engine.add_mutually_exclusive_group()
    precision.add_argument(
        "--precision",
        choices=[one.value for one in Precision],
        default=Precision.FP16.value,
        help="what it computes in (default fp16); what cannot be had is refused",
    )
    for one in Precision:
        precision.add_argument(
            f"--{one.value}",
            dest="precision",
            action="store_const",
            const=one.value,
            help=f"{one.title}, the same as --precision {one.value}",
        )
    engine.add_argument(
        "-o",
        "--out",
        type=Path,
        metavar="FILE",
        help="where it goes (default: kept in your cache folder and found again)",
    )
    engine.add_argument("--overwrite", action="store_true", help="replace FILE")
    engine.add_argument(
        "--profile",
        action="append",
        default=[],
        type=input_range,
        metavar="NAME=MIN:USUAL:MAX",
        help="sizes of a dynamic input, as images=1x3x320x320:1x3x640x640:4x3x1280x1280",
    )
    engine.add_argument(
        "--version-compatible",
        action="store_true",
        help="newer TensorRT versions may run it; it then holds a runtime of its own",
    )
    engine.add_argument(
        "--hardware-compatible",
        action="store_true",
        help="cards of other generations (Ampere and newer) may run it",
    )
    making = build.add_argument_group("how it is built")
    making.add_argument(
        "--level",
        type=int,
        choices=range(6),
        default=3,
        metavar="0-5",
        help="0 builds quickest, 5 gives the fastest engine (default 3)",
    )
    making.add_argument(
        "--workspace",
        type=_positive,
        metavar="MIB",
        help="most graphics memory a layer may work in (default: all there is)",
    )
    making.add_argument(
        "--tactics",
        choices=[one.value for one in Tactics],
        default=Tactics.AUTO.value,
        help="where kernels may come from; own leaves out cuBLAS and cuDNN",
    )
    making.add_argument(
        "--gpu", type=_natural, default=0, metavar="N", help="number of the card (default 0)"
    )
    making.add_argument(
        "--plugin",
        action="append",
        default=[],
        type=Path,
        metavar="LIBRARY",
        help="library with plugins that the model needs; it is run, so trust it",
    )
    build.add_argument(
        "--compare",
        nargs="+",
        default=[],
        metavar="PICTURE",
        help="say how far the engine answers from the ONNX file on these",
    )
    build.add_argument("--json", action="store_true", help="print JSON")


def input_range(value: str) -> InputRange:
    """Read ``images=1x3x320x320:1x3x640x640:4x3x1280x1280``; one size stands for all three.

    Raises:
        argparse.ArgumentTypeError: It is none.
    """
    name, _, sizes = value.rpartition("=")
    try:
        shapes = [
            tuple(int(size) for size in one.lower().replace("×", "x").split("x"))
            for one in sizes.split(":")
        ]
    except ValueError:
        shapes = []
    if not name or len(shapes) not in (1, 3):
        raise argparse.ArgumentTypeError(
            f"{value!r} is not NAME=SIZES or NAME=MIN:USUAL:MAX with sizes such as 1x3x640x640"
        )
    return InputRange(name=name, min=shapes[0], opt=shapes[len(shapes) // 2], max=shapes[-1])


def _natural(value: str) -> int:
    if not value.isdecimal():
        raise argparse.ArgumentTypeError(f"{value!r} is not a whole number from 0")
    return int(value)


def _positive(value: str) -> int:
    number = _natural(value)
    if not number:
        raise argparse.ArgumentTypeError(f"{value!r} is not a whole number above 0")
    return number
