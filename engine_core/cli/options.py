"""The options of the command, and what they mean to the core."""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine_core import __version__
from engine_core.cli import bench_options, build_options, card_options, demo, examine
from engine_core.decoders import FAMILIES
from engine_core.decoders.base import Task
from engine_core.errors import OptionError
from engine_core.exporters import EXPORTERS, IMAGE_FORMATS, VIDEO_CODECS
from engine_core.labelfiles import read_labels
from engine_core.labels import Labels
from engine_core.letterbox import Geometry
from engine_core.preprocess import NORMALISATIONS, ChannelOrder, Triple
from engine_core.recipe import Overrules
from engine_core.text import text

_EXAMPLES = """\
examples:
  enginescope demo                                opens the window with something to play with
  enginescope                                     opens the window
  enginescope yolov8n.onnx photos/ clip.mp4       opens the window with these
  enginescope inspect yolov8n.onnx
  enginescope build yolov8n.onnx --fp16 --compare photos/
  enginescope bench yolov8n.onnx yolov8n.engine --save-picture figures.png
  enginescope detect yolov8n.onnx photos/ --conf 0.4 --save images,yolo --out results
  enginescope detect yolov8n.onnx clip.mp4 --json > detections.jsonl
  enginescope doctor
"""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command and its subcommands."""
    parser = argparse.ArgumentParser(
        prog="enginescope",
        description="See what a detection engine sees.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"enginescope {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    demo.add_options(commands.add_parser("demo", help=demo.SUMMARY))
    _add_detect(commands)
    _add_inspect(commands)
    _add_build(commands)
    _add_bench(commands)
    examine.add_options(commands.add_parser("doctor", help=examine.SUMMARY))
    return parser


def overrules_of(options: argparse.Namespace) -> Overrules:
    """Return what the options say of the recipe.

    Raises:
        LabelsError: The file of class names cannot be read.
    """
    return Overrules(
        decoder=options.decoder,
        task=options.task,
        input_wh=options.imgsz,
        geometry=options.geometry,
        pad=options.pad,
        normalisation=options.normalise,
        channels=options.channels,
        scale=options.scale,
        mean=options.mean,
        std=options.std,
        labels=_labels(options.labels),
        suppress=options.suppress,
    )


def class_ids(names: list[str], labels: Labels) -> frozenset[int]:
    """Return the ids of classes given by name or number; ``OptionError`` for an unknown name."""
    found = set()
    for name in names:
        class_id = int(name) if name.isdecimal() else labels.find(name)
        if class_id is None or (len(labels) and class_id >= len(labels)):
            known = ", ".join(n for n in labels.names[:12] if n) or "none, use numbers"
            raise OptionError(
                what=text("The model has no class called {name}", name=name),
                why=text("Its classes are: {known}", known=known),
                cure=text("See all with: enginescope inspect MODEL"),
            )
        found.add(class_id)
    return frozenset(found)


def _add_detect(commands: Any) -> None:
    detect = commands.add_parser(
        "detect",
        allow_abbrev=False,
        usage="enginescope detect MODEL SOURCE [SOURCE ...] [options]",
        help="run a model on pictures, videos, folders, cameras and streams",
    )
    detect.add_argument("model", metavar="MODEL", type=Path, help="ONNX file or TensorRT engine")
    detect.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="+",
        help="picture, video, folder, pattern (*.jpg), list file (.txt), camera number or address",
    )
    shown = detect.add_argument_group("what is shown and saved")
    shown.add_argument(
        "--conf",
        type=_fraction,
        metavar="X",
        help="threshold, 0 to 1 (default: the model's usual one)",
    )
    shown.add_argument(
        "--class-conf",
        action="append",
        default=[],
        type=_class_threshold,
        metavar="CLASS=X",
        help="own threshold of a class; may be repeated",
    )
    shown.add_argument(
        "--classes", type=_words, default=[], metavar="LIST", help="only these: names or numbers"
    )
    shown.add_argument(
        "--iou",
        type=_fraction,
        metavar="X",
        help="overlap above which the less confident of two boxes is removed",
    )
    shown.add_argument(
        "--agnostic", action="store_true", default=None, help="classes suppress each other"
    )
    shown.add_argument(
        "--max-det", type=_positive, default=300, metavar="N", help="most per frame (default 300)"
    )
    shown.add_argument(
        "--min-size",
        type=_length,
        default=0.0,
        metavar="PX",
        help="smallest width and height shown",
    )
    saved = detect.add_argument_group("where it goes")
    saved.add_argument(
        "--save",
        type=_words,
        default=[],
        metavar="LIST",
        help="any of: " + ", ".join(kind.key for kind in EXPORTERS),
    )
    saved.add_argument("-o", "--out", type=Path, metavar="DIR", help="folder of the results")
    saved.add_argument("--overwrite", action="store_true", help="replace the results in DIR")
    saved.add_argument("--codec", choices=VIDEO_CODECS, default="h264", help="of annotated videos")
    saved.add_argument(
        "--image-format", choices=IMAGE_FORMATS, default="jpg", help="of annotated pictures"
    )
    saved.add_argument("--no-labels", action="store_true", help="draw boxes without labels")
    saved.add_argument("--no-scores", action="store_true", help="draw labels without scores")
    saved.add_argument("--json", action="store_true", help="print one JSON object per frame")
    reading = detect.add_argument_group("reading")
    reading.add_argument(
        "--no-recursive", action="store_true", help="leave out folders within folders"
    )
    reading.add_argument(
        "--max-frames", type=_positive, metavar="N", help="most frames of each video or stream"
    )
    card_options.add_options(detect)
    _add_recipe_options(detect)
    _add_common(detect)


def _add_inspect(commands: Any) -> None:
    inspect = commands.add_parser(
        "inspect",
        allow_abbrev=False,
        usage="enginescope inspect MODEL [options]",
        help="what a model is, and why we think so",
    )
    inspect.add_argument("model", metavar="MODEL", type=Path, help="ONNX file or TensorRT engine")
    inspect.add_argument(
        "--picture",
        metavar="FILE",
        help="look at the model's answer to this picture instead of to a drawn one",
    )
    inspect.add_argument("--json", action="store_true", help="print JSON")
    bench_options.add_look_inside(inspect)
    card_options.add_options(inspect)
    _add_recipe_options(inspect)
    _add_common(inspect)


def _add_build(commands: Any) -> None:
    build = commands.add_parser(
        "build",
        allow_abbrev=False,
        usage="enginescope build MODEL.onnx [options]",
        help="build a TensorRT engine from an ONNX file",
    )
    build_options.add_options(build)
    _add_recipe_options(build)
    _add_common(build)


def _add_bench(commands: Any) -> None:
    bench = commands.add_parser(
        "bench",
        allow_abbrev=False,
        usage="enginescope bench MODEL [MODEL ...] [options]",
        help=bench_options.SUMMARY,
    )
    bench_options.add_options(bench)
    card_options.add_options(bench)
    _add_common(bench)


def _add_recipe_options(command: Any) -> None:
    recipe = command.add_argument_group(
        "overruling what was recognised", "see what that is with: enginescope inspect MODEL"
    )
    recipe.add_argument(
        "--decoder", metavar="NAME", help="one of: " + ", ".join(f.key for f in FAMILIES)
    )
    recipe.add_argument(
        "--task", type=Task, metavar="TASK", help="one of: " + ", ".join(t.value for t in Task)
    )
    recipe.add_argument(
        "--imgsz", type=_size, metavar="N|WxH", help="input size, where the model leaves it open"
    )
    recipe.add_argument(
        "--geometry",
        type=Geometry,
        metavar="HOW",
        help="one of: " + ", ".join(g.value for g in Geometry),
    )
    recipe.add_argument(
        "--pad", type=_colour, metavar="0-255|R,G,B", help="value of the padding, one or three"
    )
    recipe.add_argument(
        "--normalise",
        choices=tuple(NORMALISATIONS),
        metavar="NAME",
        help="one of: " + ", ".join(NORMALISATIONS),
    )
    recipe.add_argument(
        "--channels",
        type=ChannelOrder,
        metavar="ORDER",
        help="one of: " + ", ".join(c.value for c in ChannelOrder),
    )
    recipe.add_argument("--scale", type=_number, metavar="X", help="factor for pixels, as 1/255")
    recipe.add_argument("--mean", type=_triple, metavar="A,B,C", help="subtracted after the scale")
    recipe.add_argument("--std", type=_triple, metavar="A,B,C", help="divided by after that")
    recipe.add_argument("--labels", metavar="FILE|LIST", help="class names: a file, or a,b,c")
    recipe.add_argument(
        "--suppress",
        action=argparse.BooleanOptionalAction,
        help="remove overlapping boxes, or leave them",
    )
    kept = recipe.add_mutually_exclusive_group()
    kept.add_argument(
        "--remember", action="store_true", help="keep these options for this model file"
    )
    kept.add_argument(
        "--forget", action="store_true", help="drop what was kept for this model file"
    )


def _add_common(command: Any) -> None:
    command.add_argument(
        "--threads", type=_positive, default=0, metavar="N", help="CPU threads (default: all cores)"
    )
    command.add_argument("-q", "--quiet", action="store_true", help="no progress, no notes")
    command.add_argument("-v", "--verbose", action="store_true", help="details of problems")


# ---- Values -----------------------------------------------------------------------------------


def _checked(kind: Callable[[str], Any], what: str, fits: Callable[[Any], bool]) -> Any:
    def convert(value: str) -> Any:
        try:
            number = kind(value)
        except ValueError:
            number = None
        if number is None or not fits(number):
            raise argparse.ArgumentTypeError(f"{value!r} is not {what}")
        return number

    return convert


def _ratio(value: str) -> float:
    above, _, below = value.partition("/")
    try:
        return float(above) / float(below or 1)
    except ZeroDivisionError:
        raise ValueError(value) from None


_fraction = _checked(float, "a number from 0 to 1", lambda number: 0 <= number <= 1)
_positive = _checked(int, "a whole number above 0", lambda number: number > 0)
_byte = _checked(int, "a whole number from 0 to 255", lambda number: 0 <= number <= 255)
_number = _checked(_ratio, "a number or a ratio such as 1/255", math.isfinite)
_length = _checked(float, "a number above 0", lambda number: 0 <= number < math.inf)


def _words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def _triple(value: str) -> Triple:
    parts = value.split(",")
    if len(parts) == 1:
        parts = parts * 3
    if len(parts) != 3:
        raise argparse.ArgumentTypeError(f"{value!r} is not one or three numbers")
    first, second, third = (_number(part) for part in parts)
    return first, second, third


def _colour(value: str) -> int | tuple[int, int, int]:
    parts = [_byte(part) for part in value.split(",")]
    if len(parts) not in (1, 3):
        raise argparse.ArgumentTypeError(f"{value!r} is not one or three numbers")
    return parts[0] if len(parts) == 1 else (parts[0], parts[1], parts[2])


def _size(value: str) -> tuple[int, int]:
    parts = value.lower().replace("×", "x").split("x")
    if len(parts) not in (1, 2):
        raise argparse.ArgumentTypeError(f"{value!r} is not a size such as 640 or 640x384")
    sizes = [_positive(part) for part in parts]
    return sizes[0], sizes[-1]


def _class_threshold(value: str) -> tuple[str, float]:
    name, equals, threshold = value.rpartition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{value!r} is not CLASS=X")
    return name, _fraction(threshold)


def _labels(value: str | None) -> tuple[str | None, ...] | None:
    if value is None:
        return None
    # A list of names may be longer than the name of a file can be.
    if "," in value and not os.path.exists(value):  # noqa: PTH110 - which never raises
        return tuple(_words(value))
    return read_labels(Path(value)).names
