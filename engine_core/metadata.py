"""What a model file says of itself: Ultralytics' header before a plan, ONNX' metadata properties.

Everything here comes from a file that somebody else wrote, so what cannot be understood is dropped
with a warning and never ends the opening of a model.
"""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from engine_core.text import NOTHING, Text, text

OWN_KEY = "enginescope"
MAX_CLASSES = 65_536
MAX_HEADER_BYTES = 16 * 1024 * 1024
_MAX_LITERAL_CHARS = 4 * 1024 * 1024
_MAX_SIZE_PX = 65_536
_MAX_NAME_CHARS = 200
_NAME_KEYS = ("class_names", "classes", "labels")
_TASKS = {
    "detect": "detect",
    "detection": "detect",
    "object-detection": "detect",
    "segment": "segment",
    "instance-segmentation": "segment",
    "pose": "pose",
    "keypoint-detection": "pose",
    "obb": "obb",
    "classify": "classify",
    "classification": "classify",
    "image-classification": "classify",
    "semantic": "semantic",
    "depth": "depth",
}

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the exporter wrote into the file; None or empty where it says nothing.

    Attributes:
        task: ``detect``, ``segment``, ``pose``, ``obb``, ``classify``, ``semantic`` or ``depth``.
        names: Name per class id; None where ids are left out.
        stride: Largest stride of the network, in pixels.
        imgsz: Height and width of the input, in pixels: of a dynamic model the preferred size.
        batch: Size of the batch; of a dynamic model the largest.
        channels: Planes of the input picture.
        end2end: Whether boxes leave the model already suppressed (``end2end`` or ``args.nms``).
        kpt_shape: Keypoints per object, and numbers per keypoint (2, or 3 with visibility).
        head: Name of the model's last layer.
        dla: Core of the deep learning accelerator that the plan was built for.
        args: Arguments of the export, as they stand.
        description: One line about the model.
        recipe: How EngineScope fed the model that it built this engine from; empty elsewhere.
        build_options: What EngineScope built this engine with, as it wrote them; empty elsewhere.
        origin: Where all this was read, for people.
        warnings: What was dropped because it made no sense.
    """

    task: str | None = None
    names: tuple[str | None, ...] = ()
    stride: int | None = None
    imgsz: tuple[int, int] | None = None
    batch: int | None = None
    channels: int | None = None
    end2end: bool | None = None
    kpt_shape: tuple[int, int] | None = None
    head: str | None = None
    dla: int | None = None
    args: Mapping[str, object] = field(default_factory=dict)
    description: str | None = None
    recipe: Mapping[str, object] = field(default_factory=dict)
    build_options: Mapping[str, object] = field(default_factory=dict)
    origin: Text = NOTHING
    warnings: tuple[Text, ...] = ()


def parse_metadata(raw: Mapping[str, object], origin: Text) -> Metadata:
    """Read the fields that exporters agree on.

    Args:
        raw: Field to value; values may be Python or JSON literals within strings, as Ultralytics
            writes them into ONNX files.
        origin: Where ``raw`` was found, for people.
    """
    warnings: list[Text] = []

    def read(key: str, parse: Callable[[object], _Value]) -> _Value | None:
        value = raw.get(key)
        if value is None:
            return None
        try:
            if key not in ("description", "names"):
                value = unquoted(value)
            return None if value is None else parse(value)
        except (ValueError, TypeError, OverflowError):
            warnings.append(
                text(
                    "The field “{field}” in {origin} makes no sense and is not used: {value}",
                    field=key,
                    origin=origin,
                    value=_shortened(raw.get(key)),
                )
            )
            return None

    args = read("args", _mapping) or {}
    own = read(OWN_KEY, _mapping) or {}
    recipe, options = own.get("recipe"), own.get("options")
    nms = args.get("nms")
    end2end = read("end2end", _boolean)
    if isinstance(nms, bool):
        end2end = bool(end2end) or nms
    return Metadata(
        task=read("task", _task),
        names=read("names", parse_names) or _names_under_other_keys(raw),
        stride=read("stride", _stride),
        imgsz=read("imgsz", _imgsz),
        batch=read("batch", _positive),
        channels=read("channels", _positive),
        end2end=end2end,
        kpt_shape=read("kpt_shape", _kpt_shape),
        head=read("head", _short_string),
        dla=read("dla", _dla),
        args=args,
        description=read("description", _short_string),
        recipe=_mapping(recipe) if isinstance(recipe, Mapping) else {},
        build_options=_mapping(options) if isinstance(options, Mapping) else {},
        origin=origin,
        warnings=tuple(warnings),
    )


def parse_ultralytics_header(start: bytes, file_bytes: int) -> tuple[Metadata, int] | None:
    """Read the header that Ultralytics puts before a plan.

    Four bytes, little-endian, give the length of a JSON object that follows them; then the plan.

    Args:
        start: Beginning of the file, at least as far as the header reaches
            (:func:`ultralytics_header_bytes` says how far).
        file_bytes: Size of the whole file.

    Returns:
        The metadata and the offset of the plan, or None where there is no such header.
    """
    end = ultralytics_header_bytes(start, file_bytes)
    if end is None or len(start) < end:
        return None
    try:
        raw = json.loads(start[4:end].decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict):
        return None
    return parse_metadata(raw, text("the file's header")), end


def ultralytics_header_bytes(start: bytes, file_bytes: int) -> int | None:
    """Return how long such a header would be, length field included, or None if there is none."""
    if len(start) < 6 or start[4:5] != b"{":
        return None
    length = int.from_bytes(start[:4], "little", signed=True)
    if not 2 <= length <= min(file_bytes - 4, MAX_HEADER_BYTES):
        return None
    return length + 4


def parse_names(value: object) -> tuple[str | None, ...]:
    """Read class names from a list, a table of ids or of names, or a literal of one within a string.

    Raises:
        ValueError: If that is no list of names, or an id is absurd.
    """
    if isinstance(value, str):
        literal = unquoted(value)
        if isinstance(literal, str):
            parts = re.split(r"[\n;,]", literal.strip().strip(";,"))
            literal = [part.strip() for part in parts]
        value = literal
    if isinstance(value, Mapping):
        return _names_of_table(value)
    if isinstance(value, list | tuple):
        if len(value) > MAX_CLASSES:
            raise ValueError(f"{len(value)} class names")
        return tuple(_name(one) for one in value)
    raise ValueError(f"no class names in {type(value).__name__}")


def unquoted(value: object) -> object:
    """Return what a string holds as a Python or JSON literal, or the string itself.

    Never evaluates anything but literals, and only of such forms as cannot exhaust the parser.
    """
    if not isinstance(value, str) or len(value) > _MAX_LITERAL_CHARS:
        return value
    with suppress(ValueError, RecursionError):
        return json.loads(value)  # before Python, which reads JSON's surrogate pairs as two halves
    if _is_plain_literal(value):
        with suppress(ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return ast.literal_eval(value.strip())
    return value


_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>[\[({]) | (?P<close>[\])}]) | (?P<comma>[,:])
      | (?P<value>[uU]?'(?:[^'\\\n]|\\.)*' | [uU]?"(?:[^"\\\n]|\\.)*"
          | -?\d{1,40}(?:\.\d{0,40})?(?:[eE][+-]?\d{1,3})? | True\b | False\b | None\b)
    )""",
    re.VERBOSE,
)
_MAX_DEPTH = 16


def _is_plain_literal(source: str) -> bool:
    """Say whether ``source`` is made of literals, brackets and commas only, and not deeply nested.

    Chains such as ``1+1+1…`` or ``a[0][0][0]…`` grow a syntax tree that is deep enough to end the
    interpreter in its C code, so they must not reach ``ast`` at all.
    """
    depth = position = 0
    after_value = False
    end = len(source.rstrip())
    while position < end:
        token = _TOKEN.match(source, position)
        if token is None:
            return False
        kind = token.lastgroup
        if kind == "open":
            depth += 1
            if after_value or depth > _MAX_DEPTH:
                return False
        elif kind == "close":
            depth -= 1
        elif kind == "value" and after_value:
            return False
        after_value = kind in ("close", "value")
        position = token.end()
    return depth == 0


def _names_under_other_keys(raw: Mapping[str, object]) -> tuple[str | None, ...]:
    """Read the keys under which exporters outside Ultralytics leave their class names."""
    for key in _NAME_KEYS:
        value = unquoted(raw.get(key))
        if not isinstance(value, list | tuple | Mapping) and not (
            isinstance(value, str) and re.search(r"[\n;,]", value)
        ):
            continue  # one word may as well be the name of a data set
        try:
            names = parse_names(value)
        except ValueError:
            continue
        if any(names):
            return names
    return ()


def _names_of_table(table: Mapping[object, object]) -> tuple[str | None, ...]:
    pairs: list[tuple[int, str | None]] = []
    if _are_ids(table.keys()):
        pairs = [(_class_id(key), _name(value)) for key, value in table.items()]
    elif _are_ids(table.values()):
        pairs = [(_class_id(value), _name(key)) for key, value in table.items()]
    else:
        raise ValueError("neither keys nor values are class ids")
    if not pairs:
        return ()
    names: list[str | None] = [None] * (max(class_id for class_id, _ in pairs) + 1)
    for class_id, name in pairs:
        names[class_id] = name
    return tuple(names)


def _are_ids(values: Iterable[object]) -> bool:
    return all(
        (isinstance(one, int) and not isinstance(one, bool))
        or (isinstance(one, str) and re.fullmatch(r"\s*[+-]?\d{1,18}\s*", one, re.ASCII))
        for one in values
    )


def _class_id(value: object) -> int:
    class_id = int(str(value))
    if not 0 <= class_id < MAX_CLASSES:
        raise ValueError(f"class id {class_id}")
    return class_id


def _name(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str | int | float):
        # Control characters and halves of surrogate pairs would reach terminals and files.
        shown = "".join(
            " " if unicodedata.category(char) in ("Cc", "Cs") else char for char in str(value)
        )
        return " ".join(shown.split())[:_MAX_NAME_CHARS] or None
    raise ValueError(f"a class name that is a {type(value).__name__}")


def _task(value: object) -> str:
    task = _TASKS.get(str(value).strip().lower().replace("_", "-"))
    if task is None:
        raise ValueError(str(value))
    return task


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or int(value) != value:
        raise ValueError(str(value))
    return int(value)


def _positive(value: object) -> int:
    number = _whole(value)
    if not 1 <= number <= _MAX_SIZE_PX:
        raise ValueError(str(number))
    return number


def _dla(value: object) -> int:
    number = _whole(value)
    if not 0 <= number < 16:
        raise ValueError(str(number))
    return number


def _stride(value: object) -> int:
    if isinstance(value, list | tuple):
        return max(_positive(one) for one in value)
    return _positive(value)


def _imgsz(value: object) -> tuple[int, int]:
    if not isinstance(value, list | tuple):
        value = (value,)
    height, width = (value[0], value[0]) if len(value) == 1 else value
    return _positive(height), _positive(width)


def _kpt_shape(value: object) -> tuple[int, int]:
    if not isinstance(value, list | tuple):
        raise ValueError(str(value))
    count, numbers = value
    if _positive(numbers) not in (2, 3):
        raise ValueError(str(value))
    return _positive(count), _positive(numbers)


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    raise ValueError(str(value))


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError(type(value).__name__)
    return {str(key): one for key, one in value.items()}


def _short_string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(type(value).__name__)
    return _shortened(value, 500)


def _shortened(value: object, limit: int = 60) -> str:
    line = " ".join(str(value)[: limit * 4].split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
