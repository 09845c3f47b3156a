"""Instance masks as images in their colour, made for one zoom and kept while their mask is shown."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from engine_core.detections import InstanceMask
from engine_core.overlay import MaskFill
from gui.canvas.qimage import translucent

# A mask over all of an 8K picture would take 130 MB as colour: larger ones are painted from their bits.
_MOST_PX = 2_000_000


class MaskImages:
    """Paints masks. GUI thread only."""

    def __init__(self) -> None:
        # The mask itself is kept beside its image: its identity is the key.
        self._kept: dict[tuple[int, str, float], tuple[InstanceMask, float, QImage]] = {}

    def keep_only(self, masks: tuple[MaskFill, ...]) -> None:
        """Forget the images of all other masks."""
        if self._kept:
            wanted = {(id(fill.mask), fill.colour, fill.opacity) for fill in masks}
            self._kept = {key: entry for key, entry in self._kept.items() if key in wanted}

    def draw(
        self,
        painter: QPainter,
        fill: MaskFill,
        origin: tuple[int, int],
        scale: float,
        view_wh: tuple[int, int],
    ) -> None:
        """Draw one mask.

        Args:
            painter: Painting in screen pixels.
            fill: In source pixels.
            origin: Where the picture's top left corner lies, in screen pixels.
            scale: Screen pixels per source pixel.
            view_wh: Beyond it nothing is drawn.
        """
        height, width = fill.mask.pixels.shape
        left = origin[0] + fill.mask.origin_xy[0] * scale
        top = origin[1] + fill.mask.origin_xy[1] * scale
        place = QRectF(left, top, width * scale, height * scale)
        if not place.intersects(QRectF(0, 0, *view_wh)):
            return
        image = self._image(fill, min(scale, 1.0))
        if scale < 1.0 and image.width() != width:
            painter.drawImage(round(left), round(top), image)
        else:
            painter.drawImage(place, image, QRectF(0, 0, width, height))

    def _image(self, fill: MaskFill, scale: float) -> QImage:
        key = (id(fill.mask), fill.colour, fill.opacity)
        found = self._kept.get(key)
        if found is None or found[1] != scale:
            found = (fill.mask, scale, _coloured(fill, scale))
            self._kept[key] = found
        return found[2]


def _coloured(fill: MaskFill, scale: float) -> QImage:
    pixels: npt.NDArray[np.uint8] = fill.mask.pixels.view(np.uint8)
    height, width = pixels.shape
    width_px, height_px = max(round(width * scale), 1), max(round(height * scale), 1)
    ink = QColor(fill.colour)
    if width_px * height_px > _MOST_PX:
        ink.setAlphaF(fill.opacity)
        image = QImage(
            np.ascontiguousarray(pixels).data, width, height, width, QImage.Format.Format_Indexed8
        )
        image.setColorTable([0, ink.rgba()])
        return image
    coverage = np.asarray(pixels * np.uint8(255))
    if scale < 1.0:
        coverage = np.asarray(
            cv2.resize(coverage, (width_px, height_px), interpolation=cv2.INTER_AREA), np.uint8
        )
    colour = np.asarray([ink.blue(), ink.green(), ink.red(), 255.0]) * fill.opacity
    table = np.rint(np.arange(256)[:, None] * colour / 255.0).astype(np.uint8)
    words = table.view(np.uint32)[:, 0][coverage]
    return translucent(words.view(np.uint8).reshape(*words.shape, 4))
