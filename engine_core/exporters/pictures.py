"""Annotated pictures, and the encoding of pictures for files.

JPEG has quality 95 and full colour resolution, so that coloured lines stay sharp; PNG is lossless; WebP
has quality 95. The pixels are upright, so no file carries an orientation.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from engine_core.errors import ExportError
from engine_core.exporters.annotate import annotated
from engine_core.exporters.base import ExportSettings
from engine_core.exporters.per_frame import FrameFiles
from engine_core.frame import SourceKind
from engine_core.results import FrameResult
from engine_core.text import text

SUFFIXES = {"jpg": ".jpg", "png": ".png", "webp": ".webp"}

_SAVE: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 95, "subsampling": 0},
    # Level 3 is more than twice as fast as the default 6 and a few per cent larger.
    "png": {"format": "PNG", "compress_level": 3},
    "webp": {"format": "WEBP", "quality": 95, "method": 3},
}
# What the formats can hold; Pillow's own words for it are not for people.
_LONGEST_SIDE_PX = {"jpg": 65_500, "png": 2**31 - 1, "webp": 16_383}


def open_images(settings: ExportSettings) -> FrameFiles:
    """Write ``images/**`` for pictures; videos give nothing here."""
    return _open("images", settings, frozenset({SourceKind.PICTURE}))


def open_frames(settings: ExportSettings) -> FrameFiles:
    """Write ``images/<clip>/frame_000012.*`` for videos and live sources; pictures give nothing here."""
    return _open("frames", settings, frozenset({SourceKind.VIDEO, SourceKind.LIVE}))


def encode_picture(image: npt.NDArray[np.uint8], image_format: str, path: Path) -> bytes:
    """Return a file's content.

    Args:
        image: ``(h, w, 3)`` uint8 RGB.
        image_format: ``jpg``, ``png`` or ``webp``.
        path: Where it will lie, for the message.

    Raises:
        ExportError: The picture is larger than the format allows.
    """
    limit = _LONGEST_SIDE_PX[image_format]
    if max(image.shape[:2]) > limit:
        raise ExportError(
            text("{path} cannot be written", path=path),
            why=text(
                "A {format} picture can be at most {limit} pixels wide or high; this one has "
                "{width}×{height}.",
                format=image_format,
                limit=limit,
                width=image.shape[1],
                height=image.shape[0],
            ),
            cure=text("Choose png as the format of pictures."),
        )
    content = io.BytesIO()
    Image.fromarray(image).save(content, **_SAVE[image_format])
    return content.getvalue()


def _open(key: str, settings: ExportSettings, kinds: frozenset[SourceKind]) -> FrameFiles:
    def encode(result: FrameResult, path: Path) -> bytes:
        return encode_picture(annotated(result, settings), settings.image_format, path)

    return FrameFiles(
        key,
        settings.out / "images",
        SUFFIXES[settings.image_format],
        encode,
        on_published=settings.on_published,
        kinds=kinds,
        needs_image=True,
    )
