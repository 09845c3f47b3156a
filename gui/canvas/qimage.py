"""Pixels as numpy has them, as Qt paints them; nothing is copied."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

Pixels = npt.NDArray[np.uint8]


def opaque(pixels: Pixels) -> QImage:
    """Return a picture as ``Format_RGB32``, the format that Qt paints fastest.

    The image shares the memory and keeps the array alive; the array must not change while it is used.

    Args:
        pixels: ``(h, w, 4)`` uint8 BGRA; alpha is not looked at.
    """
    return _wrapped(pixels, QImage.Format.Format_RGB32)


def translucent(pixels: Pixels) -> QImage:
    """Return ``(h, w, 4)`` uint8 BGRA premultiplied with its alpha; shared as in ``opaque``."""
    return _wrapped(pixels, QImage.Format.Format_ARGB32_Premultiplied)


def of_rgb(pixels: Pixels) -> QImage:
    """Return ``(h, w, 3)`` uint8 RGB as an image to be copied or saved, shared as in ``opaque``."""
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise ValueError(f"expected (h, w, 3) uint8, got {pixels.shape} {pixels.dtype}")
    return _image(np.ascontiguousarray(pixels), QImage.Format.Format_RGB888)


def _wrapped(pixels: Pixels, image_format: QImage.Format) -> QImage:
    if pixels.ndim != 3 or pixels.shape[2] != 4 or pixels.dtype != np.uint8:
        raise ValueError(f"expected (h, w, 4) uint8, got {pixels.shape} {pixels.dtype}")
    # QImage takes one block of memory that begins with the first pixel and has whole rows.
    if not pixels.flags.c_contiguous:
        pixels = np.ascontiguousarray(pixels)
    return _image(pixels, image_format)


def _image(pixels: Pixels, image_format: QImage.Format) -> QImage:
    height, width = pixels.shape[:2]
    # PySide keeps the buffer alive for as long as any image shares it.
    return QImage(pixels.data, width, height, pixels.strides[0], image_format)
