"""Files of class names, in every form that trainers and deployment tools write them."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from engine_core.errors import LabelsError
from engine_core.filekinds import (
    LFS_POINTER,
    WEB_PAGE,
    kind_of,
    kind_of_text,
    looks_like_text,
)
from engine_core.labels import Labels
from engine_core.metadata import MAX_CLASSES, parse_names
from engine_core.text import NOTHING, Text, text

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 5 * 1024 * 1024
_MAX_JSON_BYTES = 64 * 1024 * 1024  # annotations of COCO's validation set are 20 MB
_MAX_YAML_BYTES = 1024 * 1024
_MAX_NAME_CHARS = 200
_NAME_KEYS = ("names", "label_list", "labels", "classes", "class_names", "id2label", "CLASSES")
_GAPS = frozenset(("???", "n/a", "-", "~", "null", ""))
_BACKGROUND = re.compile(r"_*(background|bg|unlabell?ed)_*", re.IGNORECASE)
_CURE = text("Write one class name per line, in the order of the class ids, into a text file.")

Names = tuple[str | None, ...]


def read_labels(path: Path | str) -> Labels:
    """Read class names from a file of any known form: lines, JSON, YAML, COCO annotations, label map.

    Raises:
        LabelsError: If it cannot be read, is no text, or has no class names in it.
    """
    path = Path(path)
    is_json = path.suffix.lower() == ".json"
    content = read_text(path, _MAX_JSON_BYTES if is_json else MAX_BYTES)
    return parse_labels(content, name=path.name, suffix=path.suffix)


def read_text(path: Path, max_bytes: int = MAX_BYTES) -> str:
    """Read a small text file in whatever encoding it is: UTF-8 or UTF-16, Chinese, or Western.

    Raises:
        LabelsError: If it cannot be read, is too large, or is no text.
    """
    try:
        if not path.is_file():
            raise _error(path.name, text("There is no such file."))
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise _error(path.name, text("The system says: {reason}.", reason=reason)) from error
    if len(data) > max_bytes:
        raise _error(path.name, text("It is larger than any list of class names."))
    start = data[:4096]
    is_text = looks_like_text(start)
    kind = kind_of_text(start) if is_text else kind_of(start, path)
    if kind is not None and (not is_text or kind in (WEB_PAGE, LFS_POINTER)):
        raise _error(path.name, kind.what)
    content = _decoded(data)
    if content is None:
        raise _error(path.name, text("It is no text."))
    return content


def parse_labels(content: str, *, name: str, suffix: str = "") -> Labels:
    """Read class names from text.

    Args:
        content: The text.
        name: What it is called, for people: becomes the origin of the labels.
        suffix: End of the file's name, which decides between forms that look alike.

    Raises:
        LabelsError: If there are no class names in it.
    """
    origin = text("{file}", file=name)
    kind = kind_of_text(content[:4096].encode("utf-8", "replace"))
    if kind is not None and kind.group == "model":
        raise _error(name, kind.what)
    content = content.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    try:
        names = _names_in(content, suffix.lower())
    except ValueError as error:
        raise _error(
            name, text("No class names can be found in it."), details=str(error)[:500]
        ) from error
    if not any(names):
        raise _error(name, text("There are no class names in it."))
    return Labels(names, origin)


def has_background(labels: Labels) -> bool:
    """Say whether class 0 stands for "nothing there", as detectors of the SSD family count it."""
    first = labels.names[0] if labels.names else None
    return first is not None and _BACKGROUND.fullmatch(first.strip()) is not None


@lru_cache(maxsize=1)
def _plain_loader() -> type[yaml.SafeLoader]:
    """Return what reads every plain value as the string that stands there, and refuses aliases.

    A class called ``no`` must not become ``False``, and aliases within aliases must not become
    gigabytes. Like every safe loader it makes nothing but strings, lists and tables.
    """
    import yaml

    class PlainYamlLoader(yaml.SafeLoader):
        yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("aliases are not read")
            node: yaml.Node | None = super().compose_node(parent, index)
            return node

    return PlainYamlLoader


def parse_yaml(content: str) -> object:
    """Read YAML as strings, lists and tables.

    Raises:
        ValueError: If it is no YAML, is too large or nested too deeply.
    """
    if len(content) > _MAX_YAML_BYTES:
        raise ValueError("too large for YAML")
    import yaml

    loader = None
    try:
        loader = _plain_loader()(content)
        return loader.get_single_data()
    except (yaml.YAMLError, RecursionError, TypeError, OverflowError, AttributeError) as error:
        raise ValueError(str(error)) from error
    finally:
        if loader is not None:
            loader.dispose()


def parse_json(content: str) -> object:
    """Read JSON; ``ValueError`` also where it is nested too deeply."""
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _names_in(content: str, suffix: str) -> Names:
    stripped = content.strip()
    if suffix == ".json" or re.match(r"[{\[]\s*[\"{\[\]}]", stripped):
        try:
            return _names_of(parse_json(stripped))
        except ValueError:
            if suffix == ".json":
                raise
    if suffix == ".pbtxt" or re.match(r"(#[^\n]*\n|\s)*(item|entry)\s*:?\s*\{", stripped):
        return _names_of_label_map(stripped)
    if suffix in (".yaml", ".yml") or re.search(
        r"^(names|label_list|nc)\s*:", stripped, re.MULTILINE
    ):
        return _names_of(parse_yaml(content))
    if re.match(r"[{\[].*[}\]]$", stripped, re.DOTALL):
        return _gaps(parse_names(stripped))
    return _names_of_lines(content)


def _names_of(data: object) -> Names:
    """Find the names in data of any of the known shapes."""
    if isinstance(data, Mapping):
        categories = data.get("categories")
        if isinstance(categories, list):
            return _names_of_items(categories, "id")
        for key in _NAME_KEYS:
            if data.get(key):
                return _names_of(data[key])
        count = data.get("nc")
        if count is not None and str(count).isdecimal() and len(data) < 50:
            raise ValueError("the number of classes is there, their names are not")
    if isinstance(data, list) and data and all(isinstance(one, Mapping) for one in data):
        return _names_of_items(data, "id")
    if isinstance(data, str) and "[" not in data and "{" not in data and "," not in data:
        raise ValueError("a single word")
    return _gaps(parse_names(data))


def _names_of_items(items: list[object], id_key: str) -> Names:
    table: dict[object, object] = {}
    for index, item in enumerate(items):
        if not isinstance(item, Mapping):
            raise ValueError("an entry that is no table")
        name = item.get("display_name") or item.get("name") or item.get("label")
        if not isinstance(name, str):
            raise ValueError("an entry without a name")
        table[str(item.get(id_key, index))] = name
    return _gaps(parse_names(table))


def _names_of_label_map(content: str) -> Names:
    """Read TensorFlow's label map: ``item { id: 1 name: "…" display_name: "…" }`` with gaps."""
    bare = re.sub(r"^\s*#[^\n]*", "", content, flags=re.MULTILINE)
    table: dict[object, object] = {}
    for body in re.findall(r"\b(?:item|entry)\s*:?\s*\{([^{}]*)\}", bare):
        fields = {
            key: double or single or number
            for key, double, single, number in re.findall(
                r"(\w+)\s*:\s*(?:\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|(\d+))", body
            )
        }
        class_id = fields.get("id") or fields.get("label")
        if class_id is not None:
            table[class_id] = fields.get("display_name") or fields.get("name")
    return _gaps(parse_names(table))


_NUMBERED = re.compile(r"(\d{1,6})(?:\s*[,;]\s*|\s+)(\S.*)", re.ASCII)
_NUMBER_LAST = re.compile(r"(\S.*?)\s*[,;\t]\s*(\d{1,6})", re.ASCII)


def _names_of_lines(content: str) -> Names:
    lines = [line.strip() for line in content.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    written = [line for line in lines if line]
    if not written:
        raise ValueError("empty")
    if len(written) == 1 and ";" in written[0]:
        lines = [part.strip() for part in written[0].rstrip(";").split(";")]
        return _checked(lines)
    if len(written) == 1 and "," in written[0] and not _NUMBERED.fullmatch(written[0]):
        return _checked([part.strip() for part in written[0].rstrip(",").split(",")])
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    lines = [line for line in lines if not line.startswith(("# ", "//"))]
    return _names_of_numbered([line for line in lines if line]) or _checked(
        [line.rstrip(",;") for line in lines]
    )


def _names_of_numbered(lines: list[str]) -> Names | None:
    """Read ``0 name``, ``0: name`` or ``name,0``; None where the lines are not of one such form.

    A bare number and a blank may begin a name ("3 wheeler"), so those must count upwards from 0 or 1.
    """
    marked = [re.fullmatch(r"(\d{1,6})\s*[:=]\s*(\S.*)", line) for line in lines]
    if lines and all(marked):
        return _gaps(parse_names({match[1]: match[2] for match in marked if match}))
    for pattern, id_group, name_group in ((_NUMBERED, 1, 2), (_NUMBER_LAST, 2, 1)):
        found = [match for match in map(pattern.fullmatch, lines) if match]
        ids = [int(match[id_group]) for match in found]
        if ids and len(ids) == len(lines) and ids[0] in (0, 1) and ids == sorted(set(ids)):
            return _gaps(parse_names({match[id_group]: match[name_group] for match in found}))
    return None


def _checked(lines: list[str]) -> Names:
    if len(lines) > MAX_CLASSES:
        raise ValueError(f"{len(lines)} lines")
    if any(len(line) > _MAX_NAME_CHARS for line in lines):
        raise ValueError("lines that are too long for names")
    unquoted = [
        line[1:-1] if len(line) > 2 and line[0] == line[-1] and line[0] in "\"'" else line
        for line in lines
    ]
    return _gaps(tuple(" ".join(line.split()) for line in unquoted))


def _gaps(names: Names) -> Names:
    """Put None where a file says that an id is not used."""
    return tuple(None if name is None or name.strip().lower() in _GAPS else name for name in names)


def _decoded(data: bytes) -> str | None:
    """Decode text, or return None where the bytes are none."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _as_text(data, encoding)
    if data[1:2] == b"\x00" and data[:1] != b"\x00" and len(data) % 2 == 0:
        return _as_text(data, "utf-16-le")
    # Bytes of GB2312 come in pairs from 0xA1 up, which Western text hardly ever does.
    for encoding in ("utf-8-sig", "gb2312", "cp1252", "latin-1"):
        content = _as_text(data, encoding)
        if content is not None:
            return content
    return None


def _as_text(data: bytes, encoding: str) -> str | None:
    try:
        content = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if any(ord(char) < 32 and char not in "\t\n\r\f" for char in content):
        return None
    return None if any("\x7f" <= char <= "\x9f" for char in content) else content


def _error(name: str, why: Text, details: str = "") -> LabelsError:
    return LabelsError(
        what=text("Class names cannot be read from {file}", file=name),
        why=why,
        cure=_CURE if why else NOTHING,
        details=details,
    )
