"""Preprocessing and suppression as written down by the tools that deployed a model.

Each reader takes the text of one kind of configuration file and returns what it states; what it leaves
out stays None, also where the tool has a default, because such files are often incomplete.
"""

from __future__ import annotations

import configparser
import math
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath

from engine_core.labelfiles import parse_json, parse_yaml
from engine_core.letterbox import Geometry
from engine_core.metadata import parse_names, unquoted
from engine_core.text import Text, text

_MAX_SIZE_PX = 65_536


@dataclass(frozen=True, slots=True)
class AnchorHead:
    """One head of a Darknet network, in the order of its file.

    Attributes:
        anchors: Width and height of each anchor that the head uses, in network pixels (``[yolo]``) or
            in cells (``[region]``).
        scale_xy: Factor by which the sigmoid of the centre is stretched.
    """

    anchors: tuple[tuple[float, float], ...]
    scale_xy: float = 1.0


@dataclass(frozen=True, slots=True)
class PreprocessingHints:
    """What a configuration file states; None where it states nothing.

    Fed values are ``(pixel * scale - mean) / std``, as in ``engine_core.preprocess``.

    Attributes:
        origin: The file, for people.
        channels: ``rgb``, ``bgr`` or ``grey``.
        scale: Factor for a pixel of 0..255.
        mean, std: Per channel, in the order of ``channels`` and after ``scale``; one or three numbers. Stated
            together with ``scale`` where the tool leaves them at 0 and 1.
        geometry: How the picture is brought to the input's size.
        pad: Value of the padding, 0..255: one, or red, green and blue.
        input_wh: Width and height of the input.
        iou: Threshold of the suppression that the deployment used.
        confidence: Threshold of the scores that the deployment used.
        names: Class names that stand in the file itself.
        label_file: Path of the file of class names, relative to this one, with forward slashes.
        model_files: Names of the model files that it is for, without folders.
        anchors: Heads of a Darknet network.
    """

    origin: Text
    channels: str | None = None
    scale: float | None = None
    mean: tuple[float, ...] | None = None
    std: tuple[float, ...] | None = None
    geometry: Geometry | None = None
    pad: int | tuple[int, int, int] | None = None
    input_wh: tuple[int, int] | None = None
    iou: float | None = None
    confidence: float | None = None
    names: tuple[str | None, ...] = ()
    label_file: str | None = None
    model_files: tuple[str, ...] = ()
    anchors: tuple[AnchorHead, ...] = ()


def read_deepstream(content: str, name: str) -> PreprocessingHints:
    """Read a configuration of DeepStream's nvinfer, also as TAO writes it (without sections).

    nvinfer feeds ``(pixel - offset) * net-scale-factor`` and pads with black.

    Raises:
        ValueError: If it is no such file.
    """
    sections = _ini_sections(content)
    values = sections.get("property", {})
    thresholds = sections.get("class-attrs-all", {})
    model_keys = ("model-engine-file", "onnx-file", "tlt-encoded-model", "uff-file", "model-file")
    if not values.keys() & {"net-scale-factor", "labelfile-path", "infer-dims", *model_keys}:
        raise ValueError("no configuration of nvinfer")
    factor = _number(values.get("net-scale-factor"))
    offsets = _numbers(values.get("offsets"))
    scale = factor if factor else (1.0 if offsets else None)
    mean = tuple(one * scale for one in offsets) if len(offsets) in (1, 3) and scale else (0.0,)
    keeps_ratio = values.get("maintain-aspect-ratio")
    geometry = None
    if keeps_ratio == "0":
        geometry = Geometry.STRETCH
    elif keeps_ratio == "1":
        is_centred = values.get("symmetric-padding") == "1"
        geometry = Geometry.LETTERBOX if is_centred else Geometry.LETTERBOX_TOP_LEFT
    dims = _numbers(values.get("infer-dims"))
    # infer-dims follows the order of the input: channels first, or last.
    is_channels_last = values.get("network-input-order") == "1"
    height, width = (dims[0:2] if is_channels_last else dims[1:3]) if len(dims) == 3 else (0, 0)
    return PreprocessingHints(
        origin=text("{file}", file=name),
        channels={"0": "rgb", "1": "bgr", "2": "grey"}.get(values.get("model-color-format", "")),
        scale=scale,
        mean=mean if scale else None,
        std=(1.0,) if scale else None,
        geometry=geometry,
        pad=0 if keeps_ratio == "1" else None,
        input_wh=_size(width, height),
        iou=_fraction(thresholds.get("nms-iou-threshold")),
        confidence=_fraction(
            thresholds.get("pre-cluster-threshold") or thresholds.get("threshold")
        ),
        label_file=_relative(values.get("labelfile-path")),
        model_files=tuple(_base_name(values[key]) for key in model_keys if values.get(key)),
    )


def read_paddle(content: str, name: str) -> PreprocessingHints:
    """Read ``infer_cfg.yml`` of PaddleDetection, whose pictures are RGB.

    Raises:
        ValueError: If it is no such file.
    """
    data = parse_yaml(content)
    steps = data.get("Preprocess") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(steps, list):
        raise ValueError("no Preprocess in it")
    scale = mean = std = geometry = pad = size = None
    for step in steps:
        if not isinstance(step, Mapping):
            continue
        kind = step.get("type")
        if kind in ("Resize", "LetterBoxResize"):
            height, width = _pair(step.get("target_size"))
            size = _size(width, height)
            if kind == "LetterBoxResize":
                geometry, pad = Geometry.LETTERBOX, 127
            elif str(step.get("keep_ratio")).lower() == "true":
                geometry, pad = Geometry.LETTERBOX_TOP_LEFT, 0
            else:
                geometry = Geometry.STRETCH
        elif kind == "NormalizeImage":
            scale = 1 / 255 if str(step.get("is_scale", "true")).lower() == "true" else 1.0
            if str(step.get("norm_type", "mean_std")) != "none":
                mean = _channel_values(step.get("mean"))
                std = _channel_values(step.get("std"), is_divisor=True)
            else:
                mean, std = (0.0,), (1.0,)
    labels = data.get("label_list")
    return PreprocessingHints(
        origin=text("{file}", file=name),
        channels="rgb",
        scale=scale,
        mean=mean,
        std=std,
        geometry=geometry,
        pad=pad,
        input_wh=size,
        confidence=_fraction(data.get("draw_threshold")),
        names=parse_names(labels) if isinstance(labels, list) else (),
    )


def read_mmdeploy(content: str, name: str) -> PreprocessingHints:
    """Read ``pipeline.json`` or ``detail.json`` of mmdeploy, whose pictures begin as BGR.

    Raises:
        ValueError: If it is no such file.
    """
    data = parse_json(content)
    config = data.get("onnx_config") if isinstance(data, Mapping) else None
    steps = [step for step in _tables(data) if isinstance(step.get("type"), str)]
    size = None
    if isinstance(config, Mapping):
        size = _size(*_pair(config.get("input_shape")))
    normalise = next((s for s in steps if s["type"] == "Normalize" and "mean" in s), None)
    resize = next((s for s in steps if s["type"] in ("Resize", "LetterResize")), None)
    if size is None and normalise is None and resize is None:
        raise ValueError("no transforms in it")
    geometry = pad = None
    if resize is not None:
        geometry = Geometry.LETTERBOX_TOP_LEFT if resize.get("keep_ratio") else Geometry.STRETCH
        if resize["type"] == "LetterResize":
            geometry = Geometry.LETTERBOX
    padding = next((s for s in steps if s["type"] == "Pad"), resize or {}).get("pad_val")
    if isinstance(padding, Mapping):
        padding = padding.get("img")
    levels = _numbers(padding)
    if levels and 0 <= levels[0] <= 255:
        pad = round(levels[0])
    return PreprocessingHints(
        origin=text("{file}", file=name),
        channels=None if normalise is None else ("rgb" if normalise.get("to_rgb") else "bgr"),
        scale=None if normalise is None else 1.0,
        mean=None if normalise is None else _channel_values(normalise.get("mean")),
        std=None if normalise is None else _channel_values(normalise.get("std"), is_divisor=True),
        geometry=geometry,
        pad=pad,
        input_wh=size,
    )


def read_triton(content: str, name: str) -> PreprocessingHints:
    """Read ``config.pbtxt`` of a Triton model repository: its file of class names.

    Raises:
        ValueError: If it names none.
    """
    label_file = re.search(r"\blabel_filename\s*:\s*[\"']([^\"'\n]{1,500})[\"']", content)
    if label_file is None:
        raise ValueError("no file of class names in it")
    return PreprocessingHints(origin=text("{file}", file=name), label_file=_relative(label_file[1]))


def read_darknet(content: str, name: str) -> PreprocessingHints:
    """Read the size and anchors of a Darknet ``.cfg``.

    Raises:
        ValueError: If it is no such file.
    """
    size = None
    heads: list[AnchorHead] = []
    for section, values in _cfg_sections(content):
        if section in ("net", "network"):
            size = _size(_number(values.get("width")) or 0, _number(values.get("height")) or 0)
        elif section in ("yolo", "region"):
            numbers = _numbers(values.get("anchors"))
            pairs = list(zip(numbers[0::2], numbers[1::2], strict=False))
            mask = [int(one) for one in _numbers(values.get("mask"))] or range(len(pairs))
            heads.append(
                AnchorHead(
                    tuple(pairs[place] for place in mask if 0 <= place < len(pairs)),
                    _number(values.get("scale_x_y")) or 1.0,
                )
            )
    if size is None and not heads:
        raise ValueError("no Darknet network")
    return PreprocessingHints(
        origin=text("{file}", file=name),
        input_wh=size,
        anchors=tuple(heads),
    )


def read_recipe(recipe: Mapping[str, object], origin: Text) -> PreprocessingHints:
    """Read how an engine's model was fed, as the header of an engine that was built here says.

    Raises:
        ValueError: If it makes no sense.
    """
    channels, geometry, pad = (recipe.get(key) for key in ("channels", "geometry", "pad"))
    levels = tuple(round(level) for level in _numbers(pad))
    if any(not 0 <= level <= 255 for level in levels) or len(levels) not in (0, 1, 3):
        raise ValueError(f"a padding of {pad}")
    scale = _number(recipe.get("scale"))
    return PreprocessingHints(
        origin=origin,
        channels=channels if channels in ("rgb", "bgr", "grey") else None,
        scale=scale or None,
        mean=_channel_values(recipe.get("mean")),
        std=_channel_values(recipe.get("std"), is_divisor=True),
        geometry=None if geometry is None else Geometry(geometry),
        pad=(levels[0], levels[1], levels[2])
        if len(levels) == 3
        else levels[0]
        if levels
        else None,
    )


def _ini_sections(content: str) -> dict[str, dict[str, str]]:
    if re.search(r"^property\s*:\s*$", content, re.MULTILINE):  # DeepStream 6.2 and newer
        data = parse_yaml(content)
        tables = data.items() if isinstance(data, Mapping) else ()
        return {
            str(section): {str(key): str(value) for key, value in values.items()}
            for section, values in tables
            if isinstance(values, Mapping)
        }
    if not re.search(r"^\s*\[", content, re.MULTILINE):
        content = "[property]\n" + content
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True, delimiters=("=", ":"))
    try:
        parser.read_string(content)
    except configparser.Error as error:
        raise ValueError(str(error)) from error
    return {
        section: {key: (value or "").strip() for key, value in parser.items(section)}
        for section in parser.sections()
    }


def _cfg_sections(content: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the sections of a Darknet file, whose names repeat."""
    section, values = "", dict[str, str]()
    for raw in content.splitlines():
        line = raw.split("#")[0].strip()
        if line.startswith("["):
            yield section, values
            section, values = line.strip("[] ").lower(), {}
        elif "=" in line:
            key, value = line.split("=", 1)
            values[key.strip()] = value.strip()
    yield section, values


def _tables(data: object) -> Iterator[Mapping[str, object]]:
    """Yield every table within ``data``, outermost first."""
    waiting = deque([data])
    while waiting:
        one = waiting.popleft()
        if isinstance(one, Mapping):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one[:1000])


def _number(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _numbers(value: object) -> tuple[float, ...]:
    """Read numbers from a list, or from a string that parts them with commas, semicolons or blanks."""
    if isinstance(value, str):
        literal = unquoted(value)
        value = (
            literal if isinstance(literal, list | tuple) else re.split(r"[;,\s]+", value.strip())
        )
    elif isinstance(value, int | float):
        value = [value]
    if not isinstance(value, list | tuple):
        return ()
    numbers = [_number(one) for one in value if one != ""][:1000]
    return tuple(one for one in numbers if one is not None) if None not in numbers else ()


def _pair(value: object) -> tuple[float, float]:
    numbers = _numbers(value)
    return (numbers[0], numbers[1]) if len(numbers) == 2 else (0.0, 0.0)


def _channel_values(value: object, *, is_divisor: bool = False) -> tuple[float, ...] | None:
    numbers = _numbers(value)
    if len(numbers) not in (1, 3) or (is_divisor and not all(numbers)):
        return None
    return numbers


def _fraction(value: object) -> float | None:
    number = _number(value)
    return number if number is not None and 0 <= number <= 1 else None


def _size(width: float, height: float) -> tuple[int, int] | None:
    if not (1 <= width <= _MAX_SIZE_PX and 1 <= height <= _MAX_SIZE_PX):
        return None
    return int(width), int(height)


def _base_name(value: str) -> str:
    return PurePosixPath(value.replace("\\", "/")).name


def _relative(value: str | None) -> str | None:
    """Return a path as relative to its configuration; of an absolute one only the name is of use here.

    Absolute paths are those of the machine that the model was deployed on; following them would also
    let a file send this program to network shares.
    """
    if not value or "\x00" in value:
        return None
    path = value.replace("\\", "/")
    is_absolute = path.startswith("/") or ":" in path or PurePath(path).is_absolute()
    return _base_name(path.replace(":", "/")) if is_absolute else path
