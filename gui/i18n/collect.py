"""Collects every text of the sources into the catalogues: ``python -m gui.i18n.collect``.

Texts are the literal arguments of ``tr`` and ``counted`` in the window, and of ``text`` and ``counted``
in the core, whose sentences the window translates. Translations that exist are kept, new texts are marked
as unfinished, texts that are gone are dropped.
"""

from __future__ import annotations

import ast
import string
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gui.i18n import CONTEXT, FOLDER, LANGUAGES

ROOT = FOLDER.parent.parent
PACKAGES = ("gui", "engine_core")
# How many of its first arguments are texts.
_CALLS = {"tr": 1, "text": 1, "counted": 2}
# ``counted`` takes the number first.
_SKIPPED = {"counted": 1}
# They hand on what others said.
_EXEMPT = ("gui/i18n/__init__.py", "engine_core/text.py")
# Only the terminal says these, and it speaks English.
_TERMINAL = (
    *("engine_core/cli/", "engine_core/doctor/"),
    *("gui/demonstrate.py", "gui/offscreen.py"),
)


class NotLiteralError(Exception):
    """A text that is put together while the program runs cannot be translated."""


@dataclass(frozen=True, slots=True)
class Found:
    """A text, and where it is said first."""

    source: str
    path: str
    line: int


def collect(root: Path = ROOT, packages: Iterable[str] = PACKAGES) -> list[Found]:
    """Return every text of the sources, each once, ordered by file and line.

    Raises:
        NotLiteralError: Names every place where a text is not a literal.
    """
    found: dict[str, Found] = {}
    wrong: list[str] = []
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            shown = path.relative_to(root).as_posix()
            if shown in _EXEMPT or shown.startswith(_TERMINAL):
                continue
            for source, line in _texts(ast.parse(path.read_text("utf-8"), shown)):
                if source is None:
                    wrong.append(f"{shown}:{line}")
                elif source not in found:
                    found[source] = Found(source, shown, line)
    if wrong:
        raise NotLiteralError("not a literal text: " + ", ".join(wrong))
    return list(found.values())


def _texts(tree: ast.Module) -> Iterator[tuple[str | None, int]]:
    known = _imported(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name = known.get(node.func.id)
        if name is None:
            continue
        start = _SKIPPED.get(name, 0)
        for argument in node.args[start : start + _CALLS[name]]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value, argument.lineno
            else:
                yield None, argument.lineno


def _imported(tree: ast.Module) -> dict[str, str]:
    """Return the functions of texts by the name that a module gives them."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ("gui.i18n", "engine_core.text"):
            for name in node.names:
                if name.name in _CALLS:
                    known[name.asname or name.name] = name.name
    return known


def places(template: str) -> list[str]:
    """Return the names of the facts in a text, sorted."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


def has_words(template: str) -> bool:
    """Return whether there is anything to translate beside the places for facts."""
    parts = string.Formatter().parse(template)
    return any(character.isalpha() for part, *_ in parts for character in part)


def merge(path: Path, language: str, texts: Iterable[Found]) -> tuple[int, int]:
    """Bring one catalogue up to date.

    Args:
        path: The file; made if it is not there.
        language: Its code.
        texts: All that is to be in it.

    Returns:
        How many translations are missing, and how many texts were dropped.
    """
    kept: dict[str, ET.Element] = {}
    if path.exists():
        # The file is ours, see ``gui.i18n.read_catalogue``.
        for message in ET.parse(path).getroot().iter("message"):  # noqa: S314
            kept[message.findtext("source", "")] = message
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    missing = 0
    wanted = set()
    for said in texts:
        wanted.add(said.source)
        message = ET.SubElement(context, "message")
        # Without lines: they would change with every edit of a source.
        ET.SubElement(message, "location", filename=f"../../{said.path}")
        ET.SubElement(message, "source").text = said.source
        old = kept.get(said.source)
        comment = old.findtext("translatorcomment") if old is not None else None
        if comment:
            ET.SubElement(message, "translatorcomment").text = comment
        translation = ET.SubElement(message, "translation")
        before = old.find("translation") if old is not None else None
        if before is not None and before.text:
            translation.text = before.text
        if not has_words(said.source):
            translation.text = said.source
        elif before is None or before.get("type") is not None or not before.text:
            translation.set("type", "unfinished")
            missing += 1
    ET.indent(root, "    ")
    body = ET.tostring(root, encoding="unicode")
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8"
    )
    return missing, len(kept.keys() - wanted)


def main() -> int:
    """Bring all catalogues up to date and say what is missing."""
    try:
        texts = collect()
    except NotLiteralError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    for language in LANGUAGES:
        if language == "en":
            continue
        missing, dropped = merge(FOLDER / f"enginescope_{language}.ts", language, texts)
        sys.stdout.write(
            f"{language}: {len(texts)} texts, {missing} not translated, {dropped} dropped\n"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
