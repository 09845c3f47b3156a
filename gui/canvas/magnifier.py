"""A small object enlarged: the part of the picture round one box."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

CROP_WH = (208, 120)
# Less than this is no help: the box is large enough as it is.
_LEAST_GAIN = 1.5
_MOST_ZOOM = 24.0

Rect = tuple[float, float, float, float]


def crop_of(xyxy: Rect, size_wh: tuple[int, int]) -> Rect:
    """Return the part of a picture that is shown for a box: the box with some of what is round it.

    It has the proportions of ``CROP_WH`` and lies in the picture as far as that is large enough.
    """
    width, height = max(xyxy[2] - xyxy[0], 1.0), max(xyxy[3] - xyxy[1], 1.0)
    scale = max(width * 1.4 / CROP_WH[0], height * 1.4 / CROP_WH[1], 1.0 / _MOST_ZOOM)
    wide, high = CROP_WH[0] * scale, CROP_WH[1] * scale
    x = _held((xyxy[0] + xyxy[2] - wide) / 2, wide, size_wh[0])
    y = _held((xyxy[1] + xyxy[3] - high) / 2, high, size_wh[1])
    return x, y, x + wide, y + high


def is_worth_it(xyxy: Rect, size_wh: tuple[int, int], zoom: float) -> bool:
    """Return whether the crop shows the box clearly larger than it is at ``zoom`` (logical pixels)."""
    x0, _, x1, _ = crop_of(xyxy, size_wh)
    return CROP_WH[0] / (x1 - x0) >= _LEAST_GAIN * zoom


def paint_crop(
    painter: QPainter, target: QRectF, image: QImage, xyxy: Rect, colour: str, casing: str
) -> None:
    """Paint the part of ``image`` round a box, and the box in its colour.

    Args:
        painter: Painting in logical pixels.
        target: Where, with the proportions of ``CROP_WH``.
        image: The whole picture.
        xyxy: The box, in source pixels.
        colour: Of the box, ``#RRGGBB``.
        casing: Under it and where there is no picture, ``#RRGGBB``.
    """
    x0, y0, x1, y1 = crop_of(xyxy, (image.width(), image.height()))
    scale = target.width() / (x1 - x0)
    painter.save()
    painter.setClipRect(target)
    painter.fillRect(target, QColor(casing))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 4.0)
    source = QRectF(x0, y0, x1 - x0, y1 - y0).intersected(QRectF(image.rect()))
    place = QRectF(
        target.x() + (source.x() - x0) * scale,
        target.y() + (source.y() - y0) * scale,
        source.width() * scale,
        source.height() * scale,
    )
    painter.drawImage(place, image, source)
    box = QRectF(
        target.x() + (xyxy[0] - x0) * scale,
        target.y() + (xyxy[1] - y0) * scale,
        (xyxy[2] - xyxy[0]) * scale,
        (xyxy[3] - xyxy[1]) * scale,
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((casing, 4.0), (colour, 2.0)):
        pen = QPen(QColor(ink), width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(box)
    painter.restore()


def _held(start: float, length: float, room: int) -> float:
    if length >= room:
        return (room - length) / 2
    return min(max(start, 0.0), room - length)
