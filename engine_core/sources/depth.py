"""Pictures of more than 8 bits: which value is white, and how values become bytes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile, TiffImagePlugin

from engine_core.text import Text, text

Numbers = npt.NDArray[np.generic]
Bytes = npt.NDArray[np.uint8]

TIFF_MARKS = (b"II*\x00", b"MM\x00*")

_FULL = 65535
# Depths of sensors and of what converters leave. More bits are as likely a dark picture of full depth.
_USUAL_BITS = (8, 10, 12)
_BITS_PER_SAMPLE, _SAMPLES, _MAX_SAMPLE, _SAMPLE_FORMAT = 258, 277, 281, 339  # TIFF 6.0
_PLACES_AND_LENGTHS = ((273, 279), (324, 325))  # of strips, of tiles
_FLOATING_POINT = 3


def to_bytes(values: Numbers, stated_white: int | None = None) -> tuple[Bytes, Text]:
    """Bring grey or colour values to 8 bits; the rules stand at ``read_picture``.

    Args:
        values: Of any shape and type of numbers.
        stated_white: The greatest value that the file says is in use.

    Returns:
        The bytes, and what the user should know of it.
    """
    numbers = np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(numbers.min()), float(numbers.max())
    if np.issubdtype(values.dtype, np.integer) and low >= 0 and high <= _FULL:
        white = _white(int(high), stated_white)
        if white == _FULL:
            return _rounded(numbers / 257), text("16-bit grey values were reduced to 8 bits.")
        return _rounded(numbers * np.float32(255 / white)), text(
            "Values use {bits} of 16 bits; these were brought to 8 bits.",
            bits=white.bit_length(),
        )
    if low >= 0 and high <= 1:
        return _rounded(numbers * 255), text("Grey values from 0 to 1 were scaled to 0 to 255.")
    if low >= 0 and high <= 255:
        return _rounded(numbers), text("Grey values were rounded to 0 to 255.")
    return _rounded((numbers - low) * np.float32(255 / (high - low or 1))), text(
        "Grey values from {low} to {high} were stretched to 0 to 255.",
        low=f"{low:.6g}",
        high=f"{high:.6g}",
    )


def stated_white(image: Image.Image) -> int | None:
    """Return the greatest value that a TIFF says is in use, where it is that of 9 to 15 bits."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return None
    # The second tag may as well hold the greatest value that occurs: that is no depth.
    stated = [(1 << bits) - 1 for bits in _numbers(image.tag_v2.get(_BITS_PER_SAMPLE))]
    stated += _numbers(image.tag_v2.get(_MAX_SAMPLE))
    depths = {(1 << bits) - 1 for bits in range(9, 16)}
    return min((value for value in stated if value in depths), default=None)


def raw_mode(image: Image.Image) -> str:
    """Return how the pixels lie in a file that was opened and not yet loaded: ``RGB;16B``."""
    tiles = getattr(image, "tile", None)
    if not tiles:
        return ""
    args = tiles[0][3]
    first = args[0] if isinstance(args, tuple) and args else args
    return first if isinstance(first, str) else ""


def brightened(
    image: Image.Image, raw: str, reopen: Callable[[], Image.Image]
) -> tuple[Image.Image, Text] | None:
    """Return a 16-bit colour picture with its real depth brought to 8 bits.

    Args:
        image: As Pillow loads it: the upper bytes.
        raw: Its ``raw_mode`` before it was loaded.
        reopen: Opens it once more, without loading it.

    Returns:
        The picture and what the user should know of it; None where its upper bytes are right.
    """
    if image.mode not in ("RGB", "RGBA") or ";16" not in raw:
        return None
    white = stated_white(image)
    upper = np.asarray(image)
    if white is None and upper[..., :3].max(initial=0) >= 1 << (_USUAL_BITS[-1] - 8):
        return None
    # Pillow gives no 16-bit colours. Read in the other order of bytes, what it keeps are the lower ones.
    big = raw[-1] == "B" or (raw[-1] == "N" and sys.byteorder == "big")
    other = raw[:-1] + ("L" if big else "B")
    with reopen() as again:
        if not isinstance(again, ImageFile.ImageFile):
            return None
        again.tile = [_with_raw_mode(tile, other) for tile in again.tile]
        again.load()
        values = upper.astype(np.uint16) << 8 | np.asarray(again)
    colours, note = to_bytes(values[..., :3], white)
    if _white(int(values[..., :3].max(initial=0)), white) == _FULL:
        return None
    if image.mode == "RGB":
        return Image.fromarray(colours), note
    alpha = values[..., 3:]
    opaque = _white(int(alpha.max(initial=0)), white)
    return Image.fromarray(
        np.concatenate([colours, _rounded(alpha.astype(np.float32) * (255 / opaque))], axis=2)
    ), note


def why_unread_tiff(file: BinaryIO) -> tuple[Text, Text] | None:
    """Say why a TIFF that is whole is not read; None where it is not whole."""
    try:
        file.seek(0)
        tags: Any = TiffImagePlugin.ImageFileDirectory_v2(file.read(8))
        file.seek(tags.next)
        tags.load(file)
        size = file.seek(0, 2)
        parts = [
            part
            for places, lengths in _PLACES_AND_LENGTHS
            for part in zip(_numbers(tags.get(places)), _numbers(tags.get(lengths)), strict=True)
        ]
        if not parts or any(place + length > size for place, length in parts):
            return None
        bits = max(_numbers(tags.get(_BITS_PER_SAMPLE)), default=1)
        channels = max(_numbers(tags.get(_SAMPLES)), default=1)
        is_floating = _FLOATING_POINT in _numbers(tags.get(_SAMPLE_FORMAT))
    except Exception:  # noqa: BLE001 - nearly anything, as Pillow raises it on damaged files
        return None
    if is_floating:
        why = text(
            "It is a TIFF of {channels} channels of floating-point numbers, which is not read here",
            channels=channels,
        )
    else:
        why = text(
            "It is a TIFF of {channels} channels of {bits} bits in a form that is not read here",
            channels=channels,
            bits=bits,
        )
    return why, text("Open it in an image editor and save it with 8 or 16 bits, as PNG or TIFF")


def _white(greatest: int, stated: int | None) -> int:
    if stated is not None and greatest <= stated:
        return stated
    if greatest == 0:
        return _FULL
    return next(((1 << bits) - 1 for bits in _USUAL_BITS if greatest < 1 << bits), _FULL)


def _rounded(values: npt.NDArray[np.floating[Any]]) -> Bytes:
    rounded: Bytes = np.rint(values).astype(np.uint8)
    return rounded


def _numbers(value: object) -> list[int]:
    values = value if isinstance(value, tuple) else (value,)
    return [number for number in values if isinstance(number, int)]


def _with_raw_mode(tile: Any, mode: str) -> Any:
    args = mode if isinstance(tile[3], str) else (mode, *tile[3][1:])
    return tile._replace(args=args)
