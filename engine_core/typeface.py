"""Text as pixels: bundled fonts with fallbacks per character, tabular digits, and nothing that fails.

Layout is the plain one, glyph after glyph: the same on every system, without the shaping libraries
that Pillow has on some. Scripts that need shaping are readable letter by letter at best.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from engine_core.assets import assets_folder
from engine_core.overlay import TextExtent

if TYPE_CHECKING:
    from PIL import ImageFont

_MEDIUM = "inter/Inter-Medium.otf"
_SEMI_BOLD = "inter/Inter-SemiBold.otf"
_CJK = "droid/DroidSansFallback.ttf"
# Found by name in the system's font folders; asked only for characters the bundled fonts lack.
_SYSTEM = (
    "NotoSansCJK-Regular.ttc",
    "msyh.ttc",
    "PingFang.ttc",
    "NotoSans-Regular.ttf",
    "Arial Unicode.ttf",
    "arial.ttf",
    "segoeui.ttf",
    "seguisym.ttf",
    "Apple Symbols.ttf",
    "DejaVuSans.ttf",
)
_PROBE_PX = 24
# Never assigned to a character, so every font answers with its missing glyph.
_NO_CHARACTER = "\U0010fffe"
# What stands for a character that no font has: the first of these that one has.
_REPLACEMENTS = ("\ufffd", "□", "?")
_DIGITS = "0123456789"


class TextBitmap(NamedTuple):
    """One line of text as coverage.

    Attributes:
        alpha: ``(h, w)`` uint8, read-only.
        left, top: Where ``alpha[0, 0]`` lies from the start of the baseline, y down.
    """

    alpha: npt.NDArray[np.uint8]
    left: int
    top: int


class _Character(NamedTuple):
    """One character (none where a mark without a glyph was dropped) and the font that has it."""

    text: str
    font: str
    is_digit: bool


class _Piece(NamedTuple):
    """Characters set with one font, ``x`` from the start of the line."""

    text: str
    font: str
    x: float


@lru_cache(maxsize=4096)
def measure(text: str, size_px: float, bold: bool = False) -> TextExtent:
    """Return the extent of one line as ``draw`` sets it; the height is that of the Latin font."""
    font = _font(_latin(bold), size_px)
    ascent, descent = font.getmetrics()
    return TextExtent(_set(text, size_px, bold)[1], float(ascent), float(descent))


@lru_cache(maxsize=4096)
def draw(text: str, size_px: float, bold: bool = False) -> TextBitmap:
    """Return the pixels of one line; names and scores repeat, so they are kept."""
    pieces, _ = _set(text, size_px, bold)
    drawn = []
    for piece in pieces:
        font = _font(piece.font, size_px)
        fraction = piece.x % 1.0
        strokes = [0.0]
        if bold and piece.font != _latin(bold):
            strokes.append(_embolden_px(size_px))
        for stroke in strokes:
            mask, (left, top) = font.getmask2(
                piece.text, mode="L", anchor="ls", stroke_width=stroke, start=(fraction, 0.0)
            )
            width, height = mask.size
            if width and height:
                pixels = np.frombuffer(bytes(mask), np.uint8).reshape(height, width)
                drawn.append((pixels, int(piece.x - fraction) + left, top))
    if not drawn:
        return TextBitmap(np.zeros((0, 0), np.uint8), 0, 0)
    left = min(x for _, x, _ in drawn)
    top = min(y for _, _, y in drawn)
    right = max(x + pixels.shape[1] for pixels, x, _ in drawn)
    bottom = max(y + pixels.shape[0] for pixels, _, y in drawn)
    alpha = np.zeros((bottom - top, right - left), np.uint8)
    for pixels, x, y in drawn:
        h, w = pixels.shape
        place = alpha[y - top : y - top + h, x - left : x - left + w]
        np.maximum(place, pixels, out=place)
    alpha.flags.writeable = False
    return TextBitmap(alpha, left, top)


@lru_cache(maxsize=4096)
def _set(text: str, size_px: float, bold: bool) -> tuple[tuple[_Piece, ...], float]:
    """Return the pieces of a line from left to right, and its width."""
    digit_w = max(_advance(digit, _latin(bold), size_px) for digit in _DIGITS)
    pieces: list[_Piece] = []
    x = 0.0
    # Digits stand alone, each in the middle of a cell of one width; other neighbours of one font go
    # together, so that the font can kern them.
    for (font, is_digit), group in groupby(
        _spelled(text, bold), key=lambda c: (c.font, c.is_digit)
    ):
        run = "".join(character.text for character in group)
        for piece in run if is_digit else (run,):
            width = _advance(piece, font, size_px)
            cell = digit_w if is_digit else width
            pieces.append(_Piece(piece, font, x + (cell - width) / 2))
            x += cell
    return tuple(pieces), x


def _spelled(text: str, bold: bool) -> list[_Character]:
    """Return the characters that are set: composed, spaces for all white space, no control marks."""
    characters = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category.startswith("Z") or character in "\t\n\r":
            characters.append(_choose(" ", bold))
        # Joiners, variation selectors and lone surrogates have no picture of their own.
        elif category not in ("Cc", "Cf", "Cs") and not "\ufe00" <= character <= "\ufe0f":
            characters.append(_choose(character, bold))
    return characters


@lru_cache(maxsize=8192)
def _choose(character: str, bold: bool) -> _Character:
    """Return the character, or what stands for it, with the first font that has it."""
    bundled = (_latin(bold), _CJK)
    for font in (*bundled, *_SYSTEM):
        if _is_installed(font) and _has(font, character):
            return _Character(character, font, character in _DIGITS)
    if unicodedata.combining(character):
        return _Character("", _latin(bold), False)
    for replacement in _REPLACEMENTS:
        for font in bundled:
            if _has(font, replacement):
                return _Character(replacement, font, False)
    raise AssertionError("the bundled fonts have a question mark")


@lru_cache(maxsize=8192)
def _has(font: str, character: str) -> bool:
    """Return whether a font has a glyph of its own for a character."""
    if character == " ":
        return True
    mask = _font(font, _PROBE_PX).getmask(character)
    return bytes(mask) != _missing_glyph(font)


@lru_cache(maxsize=32)
def _missing_glyph(font: str) -> bytes:
    return bytes(_font(font, _PROBE_PX).getmask(_NO_CHARACTER))


@lru_cache(maxsize=32)
def _is_installed(font: str) -> bool:
    try:
        _font(font, _PROBE_PX)
    except OSError:
        return False
    return True


@lru_cache(maxsize=64)
def _font(font: str, size_px: float) -> ImageFont.FreeTypeFont:
    """Open a bundled font by its path below ``fonts``, a system font by its file name."""
    from PIL import ImageFont

    path = font if font in _SYSTEM else str(assets_folder() / "fonts" / font)
    return ImageFont.truetype(path, max(size_px, 1.0), layout_engine=ImageFont.Layout.BASIC)


def _embolden_px(size_px: float) -> float:
    """Return the stroke that makes a semi-bold of a font with one weight; small Chinese would clog."""
    return max(size_px - 12.0, 0.0) / 40.0


def _advance(text: str, font: str, size_px: float) -> float:
    return _font(font, size_px).getlength(text)


def _latin(bold: bool) -> str:
    return _SEMI_BOLD if bold else _MEDIUM
