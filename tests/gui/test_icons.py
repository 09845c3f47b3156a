"""The icons: one style, none missing, none left over; and the program's own."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from engine_core.assets import assets_folder
from gui import actions
from gui.icons import application_icon, application_pixmap, icon, pixmap

_GUI = Path(actions.__file__).parent
_ICONS = sorted((assets_folder() / "icons").glob("*.svg"))
_NAMES = [path.stem for path in _ICONS]
_APPLICATION = ("enginescope", "enginescope-small")
_SVG = "{http://www.w3.org/2000/svg}"
_ROOT = {
    "width": "16",
    "height": "16",
    "viewBox": "0 0 16 16",
    "fill": "none",
    "stroke": "#000",
    "stroke-width": "1.5",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}
# What may be said beside the shape: a triangle, bars and dots are filled.
_PARTS = {"path": {"d", "fill"}, "circle": {"cx", "cy", "r", "fill", "stroke"}}
_CALLS = {"icon", "pixmap", "IconButton", "StillIcon", "DropBox", "_Tile", "_Small"}


def faults(svg: str) -> list[str]:
    """Return what of a drawing is not in the style of the others."""
    root = ET.fromstring(svg)  # noqa: S314 - ours
    found = [] if root.attrib == _ROOT else [f"its frame is {root.attrib}"]
    parts = [(part.tag.removeprefix(_SVG), part) for part in root.iter() if part is not root]
    strangers = [name for name, _ in parts if name not in _PARTS]
    if strangers:
        return [f"there is {name} in it" for name in strangers]
    for name, part in parts:
        if not set(part.attrib) <= _PARTS[name]:
            found.append(f"{name} with {sorted(part.attrib)}")
        if part.get("fill", "#000") != "#000" or part.get("stroke", "none") != "none":
            found.append(f"{name} of another colour")
    left, top, right, bottom = ink(svg)
    # Lines run inside 2 px, and half of their width stands out.
    if min(left, top) < 1.2 or max(right, bottom) > 14.8:
        found.append(f"its ink reaches {left:.2f} {top:.2f} {right:.2f} {bottom:.2f}")
    if not (6.9 <= (left + right) / 2 <= 9.1 and 6.9 <= (top + bottom) / 2 <= 9.1):
        found.append("it is not in the middle")
    return found


def ink(svg: str, scale: int = 32) -> tuple[float, float, float, float]:
    """Return what a drawing covers, on its grid: left, top, right, bottom."""
    image = QImage(16 * scale, 16 * scale, QImage.Format.Format_Alpha8)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    every, step = bytes(image.constBits()), image.bytesPerLine()
    rows = [every[y * step : y * step + image.width()] for y in range(image.height())]
    covered = [y for y, row in enumerate(rows) if any(row)]
    columns = [x for x in range(image.width()) if any(row[x] for row in rows)]
    edges = (columns[0], covered[0], columns[-1] + 1, covered[-1] + 1)
    left, top, right, bottom = (edge / scale for edge in edges)
    return left, top, right, bottom


def literals(node: ast.AST) -> Iterator[str]:
    """Yield the strings that an expression may come to; what it depends on is none of them."""
    if isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def trees() -> list[ast.Module]:
    return [ast.parse(path.read_text("utf-8")) for path in sorted(_GUI.rglob("*.py"))]


def asked_for() -> set[str]:
    """Return the names that the code asks icons for by a literal."""
    found = {spec[0] for spec in actions._SPEC.values() if spec[0] is not None}
    for tree in trees():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and call.args:
                name = getattr(call.func, "attr", getattr(call.func, "id", ""))
                if name in _CALLS:
                    found.update(literals(call.args[0]))
    return found


@pytest.mark.parametrize("path", _ICONS, ids=_NAMES)
def test_every_icon_is_drawn_in_the_one_style(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('stroke-width="1.5"', 'stroke-width="2"'),
        ('stroke-linecap="round"', 'stroke-linecap="butt"'),
        ('stroke="#000"', 'stroke="#4F5EE3"'),
        ("<path ", '<path stroke-width="3" '),
        ("<path ", '<path fill="#fff" '),
        ("<path ", "<script>1</script><path "),
        ("<path ", '<text font-family="Inter">?</text><path '),
        ("<path ", '<image href="http://example.org/a.png"/><path '),
        ("M3 8.5", "M0 8.5"),
    ],
)
def test_the_guard_of_the_style_sees(old: str, new: str) -> None:
    check = (assets_folder() / "icons" / "check.svg").read_text("utf-8")
    assert old in check
    assert faults(check.replace(old, new)) != []


def test_no_icon_is_asked_for_that_is_not_there() -> None:
    names = asked_for()
    assert {"export", "pause", "play", "close", "chip", "down", "right"} <= names
    assert names - set(_NAMES) == set()


def test_no_icon_is_left_over() -> None:
    said = {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [name for name in _NAMES if name not in said] == []


def test_a_missing_icon_is_told_at_once() -> None:
    with pytest.raises(FileNotFoundError):
        icon("nothing_like_it")


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_an_icon_has_as_many_pixels_as_the_screen(ratio: float) -> None:
    drawn = pixmap("fit", "#95A2FF", 16, ratio)
    assert drawn.width() == drawn.height() == round(16 * ratio)
    assert drawn.deviceIndependentSize().toSize() == QSize(16, 16)


def colours(drawn: QPixmap) -> set[str]:
    image = drawn.toImage()
    every = {
        image.pixelColor(x, y).name(QColor.NameFormat.HexArgb)
        for x in range(image.width())
        for y in range(image.height())
    }
    return {name.upper() for name in every}


@pytest.mark.parametrize("size", [16, 22, 24, 32, 48, 64, 128, 256])
def test_the_programs_icon_is_there_in_every_size(size: int) -> None:
    drawn = application_icon().pixmap(QSize(size, size), 1.0)
    assert drawn.size() == QSize(size, size)
    # The tile, and what is kept of the lens; corners of the tile are round.
    assert {"#FF4F5EE3", "#FFFFFFFF"} <= colours(drawn)
    assert drawn.toImage().pixelColor(0, 0).alpha() < 128


def test_the_small_drawing_has_its_lines_on_whole_pixels() -> None:
    image = application_pixmap(16).toImage()
    column = [image.pixelColor(7, y).name().upper() for y in range(16)]
    assert column == ["#4F5EE3"] * 3 + ["#FFFFFF"] * 10 + ["#4F5EE3"] * 3


def test_two_ratios_show_the_same_size_of_the_programs_icon() -> None:
    drawn = application_pixmap(64, 2.0)
    assert drawn.size() == QSize(128, 128)
    assert drawn.deviceIndependentSize().toSize() == QSize(64, 64)


@pytest.mark.parametrize("name", _APPLICATION)
def test_the_programs_icon_is_plain_drawing(name: str) -> None:
    svg = (assets_folder() / "app" / f"{name}.svg").read_text("utf-8")
    root = ET.fromstring(svg)  # noqa: S314 - ours
    parts = {part.tag.removeprefix(_SVG) for part in root.iter()}
    assert parts == {"svg", "title", "rect", "path"}
    assert not re.search(r"href|style=|<script|font", svg)


def test_the_pictures_of_the_icon_theme_are_made_of_the_drawings() -> None:
    theme = assets_folder() / "desktop" / "icons" / "hicolor"
    paths = sorted(theme.rglob("*.png"))
    assert len(paths) == 8
    for path in paths:
        size = int(path.relative_to(theme).parts[0].split("x")[0])
        shown = QImage(str(path)).convertToFormat(QImage.Format.Format_ARGB32)
        drawn = application_pixmap(size).toImage().convertToFormat(QImage.Format.Format_ARGB32)
        assert shown.size() == drawn.size()
        pairs = zip(bytes(shown.constBits()), bytes(drawn.constBits()), strict=True)
        # Another version of Qt may round edges otherwise.
        assert sum(abs(a - b) > 24 for a, b in pairs) < 0.01 * shown.sizeInBytes(), path
