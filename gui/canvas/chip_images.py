"""Chips with names and scores as ready-made images: copying one costs a microsecond, setting text ten."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from engine_core.overlay import Label
from gui.canvas.typesetting import chip_font, screen_size

_MOST_BYTES = 24_000_000


class ChipImages:
    """The chips of labels, kept as long as there is room. GUI thread only."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[QImage, int]] = {}
        self._bytes = 0

    def draw(self, painter: QPainter, label: Label, x: float, y: float, scale: float) -> None:
        """Draw a chip whose picture starts at ``x``, ``y`` of the screen.

        Args:
            painter: Painting in screen pixels.
            label: In source pixels.
            x: Where the picture's left edge lies, in whole screen pixels.
            y: Where its top edge lies.
            scale: Screen pixels per source pixel.
        """
        left, top, right, bottom = label.xyxy
        left_px, top_px = math.floor(x + left * scale + 0.5), math.floor(y + top * scale + 0.5)
        width = math.floor((right - left) * scale + 0.5)
        height = math.floor(y + bottom * scale + 0.5) - top_px
        texts = label.texts
        key = (
            texts[0].text if texts else "",
            texts[1].text if len(texts) > 1 else "",
            label.fill,
            label.outline,
            width,
            height,
        )
        found = self._kept.get(key)
        if found is None:
            found = self._make(label, width, height, scale)
            self._bytes += found[0].sizeInBytes()
            if self._bytes > _MOST_BYTES:
                self._kept = {}
                self._bytes = found[0].sizeInBytes()
            self._kept[key] = found
        image, border = found
        painter.drawImage(left_px - border, top_px - border, image)

    def _make(self, label: Label, width: int, height: int, scale: float) -> tuple[QImage, int]:
        border = 0 if label.outline is None else max(round(label.outline.width_px * scale), 1)
        image = QImage(
            max(width + 2 * border, 1),
            max(height + 2 * border, 1),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = label.radius_px * scale
        if label.outline is not None:
            painter.setBrush(QColor(label.outline.colour))
            around = radius + border
            painter.drawRoundedRect(QRectF(image.rect()), around, around)
        painter.setBrush(QColor(label.fill))
        painter.drawRoundedRect(QRectF(border, border, width, height), radius, radius)
        for text in label.texts:
            painter.setFont(chip_font(screen_size(text.size_px * scale), text.bold))
            painter.setPen(QColor(text.colour))
            painter.drawText(
                QPointF(
                    border + math.floor((text.x - label.xyxy[0]) * scale + 0.5),
                    border + math.floor((text.baseline_y - label.xyxy[1]) * scale + 0.5),
                ),
                text.text,
            )
        painter.end()
        return image, border
