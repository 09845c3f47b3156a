"""Sliders and progress bars: a groove of 4 px, and what fills it."""

from __future__ import annotations

import time

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionProgressBar, QStyleOptionSlider, QWidget

from gui.look.states import is_enabled
from gui.pixels import draw_panel, line_width, snapped
from gui.theme import theme

HANDLE = 14
SLIDER_HEIGHT = 24
PROGRESS_HEIGHT = 4
_GROOVE = 4
# Time in which the moving part of a bar without an end crosses it once.
_CROSSING_S = 1.4
_MOVING_PART = 0.3
_Part = QStyle.SubControl


def draw_slider(option: QStyleOptionSlider, painter: QPainter, _widget: QWidget | None) -> None:
    colours = theme()
    rect = option.rect
    handle = _handle(option)
    enabled = is_enabled(option)
    if option.orientation == Qt.Orientation.Horizontal:
        groove = QRect(
            rect.left(), rect.top() + (rect.height() - _GROOVE) // 2, rect.width(), _GROOVE
        )
        filled = QRect(groove)
        if option.upsideDown:
            filled.setLeft(handle.center().x())
        else:
            filled.setRight(handle.center().x())
    else:
        groove = QRect(
            rect.left() + (rect.width() - _GROOVE) // 2, rect.top(), _GROOVE, rect.height()
        )
        filled = QRect(groove)
        filled.setTop(handle.center().y())
    draw_panel(painter, groove, 2, fill=colours.groove)
    if enabled:
        draw_panel(painter, filled, 2, fill=colours.accent)
    draw_handle(painter, handle, is_enabled=enabled)


def draw_handle(painter: QPainter, rect: QRect | QRectF, *, is_enabled: bool = True) -> None:
    """Draw a slider's handle: a disc with a line round it. Also for sliders painted elsewhere."""
    colours = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    place = snapped(painter, rect)
    if is_enabled:
        stroke = line_width(painter)
        painter.setPen(QPen(QColor(colours.ctl), stroke))
        painter.setBrush(QColor(colours.thumb))
        place.adjust(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.groove))
    painter.drawEllipse(place)
    painter.restore()


def part_of_slider(option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect | None:
    if part == _Part.SC_SliderHandle:
        return _handle(option)
    if part == _Part.SC_SliderGroove:
        return option.rect
    return None


def _handle(option: QStyleOptionSlider) -> QRect:
    rect = option.rect
    is_level = option.orientation == Qt.Orientation.Horizontal
    room = (rect.width() if is_level else rect.height()) - HANDLE
    along = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, room, option.upsideDown
    )
    if is_level:
        return QRect(
            rect.left() + along, rect.top() + (rect.height() - HANDLE) // 2, HANDLE, HANDLE
        )
    return QRect(rect.left() + (rect.width() - HANDLE) // 2, rect.top() + along, HANDLE, HANDLE)


def draw_progress(
    option: QStyleOptionProgressBar, painter: QPainter, widget: QWidget | None
) -> None:
    """Draw how far something is; without a known end, a part that moves (see ``controls.Progress``)."""
    colours = theme()
    rect = option.rect
    draw_panel(painter, rect, rect.height() / 2, fill=colours.groove)
    filled = QRectF(rect)
    span = option.maximum - option.minimum
    if span <= 0:
        if widget is not None and widget.property("still"):
            # Without motion: a bar half full of a duller colour would be read as a share. All of it.
            draw_panel(painter, rect, rect.height() / 2, fill=colours.accent)
            return
        phase = time.monotonic() % _CROSSING_S / _CROSSING_S
        start = -_MOVING_PART + phase * (1 + _MOVING_PART)
        filled.setLeft(rect.left() + max(start, 0.0) * rect.width())
        filled.setWidth((min(start + _MOVING_PART, 1.0) - max(start, 0.0)) * rect.width())
    else:
        filled.setWidth(rect.width() * (option.progress - option.minimum) / span)
    if filled.width() > 0:
        draw_panel(
            painter,
            filled,
            rect.height() / 2,
            fill=colours.accent if is_enabled(option) else colours.off,
        )
