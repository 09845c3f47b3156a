"""Text fields, spin boxes and combo boxes: one frame, and 20 px for arrows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QStyle,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStyleOptionSpinBox,
    QWidget,
)

from gui.look.states import has, is_enabled, is_focused, is_hovered
from gui.pixels import draw_lines, draw_panel, snapped
from gui.theme import theme

HEIGHT = 28
PADDING = 8
ARROWS = 20
_Part = QStyle.SubControl
_UP = [(2.0, 5.0), (4.0, 3.0), (6.0, 5.0)]
_DOWN = [(2.0, 3.0), (4.0, 5.0), (6.0, 3.0)]
_CHEVRON = [(3.0, 4.5), (6.0, 7.5), (9.0, 4.5)]


def draw_frame(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    """Draw the frame that all fields share; the property ``error`` makes its border red."""
    colours = theme()
    radius = 4.0 if option.rect.height() <= 22 else 6.0
    if not is_enabled(option):
        draw_panel(painter, option.rect, radius, border=colours.line)
        return
    border, width = colours.ctl, 1.0
    if is_focused(option):
        border, width = colours.accent, 2.0
    elif is_hovered(option):
        border = colours.t3
    if widget is not None and widget.property("error"):
        border = colours.err
    draw_panel(painter, option.rect, radius, fill=colours.raised, border=border, width=width)


def draw_line_edit(option: QStyleOptionFrame, painter: QPainter, widget: QWidget | None) -> None:
    # The field inside a spin or combo box has no frame: the box draws it.
    if option.lineWidth > 0:
        draw_frame(option, painter, widget)


def draw_row_focus(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    """Draw the ring inside a row of a list, if the keyboard brought the focus there."""
    if has(option, QStyle.StateFlag.State_KeyboardFocusChange) and has(
        option, QStyle.StateFlag.State_Item
    ):
        draw_panel(painter, option.rect, 4, border=theme().accent, width=2)


# Spin boxes


def draw_spin_box(option: QStyleOptionSpinBox, painter: QPainter, widget: QWidget | None) -> None:
    colours = theme()
    draw_frame(option, painter, widget)
    if option.buttonSymbols == QAbstractSpinBox.ButtonSymbols.NoButtons:
        return
    rect = option.rect
    # The line between text and arrows runs from border to border.
    inner = snapped(painter, rect.adjusted(rect.width() - ARROWS - 1, 1, -1, -1))
    unit = snapped(painter, QRect(rect.left(), rect.top(), 1, 1)).width()
    inset = 1 if is_focused(option) and is_enabled(option) else 0
    inner.adjust(0, inset, 0, -inset)
    inner.setWidth(unit)
    painter.fillRect(inner, QColor(colours.line))
    for part, points, step in (
        (_Part.SC_SpinBoxUp, _UP, QAbstractSpinBox.StepEnabledFlag.StepUpEnabled),
        (_Part.SC_SpinBoxDown, _DOWN, QAbstractSpinBox.StepEnabledFlag.StepDownEnabled),
    ):
        place = part_of_spin_box(option, part)
        if place is None:
            continue
        is_on_it = is_enabled(option) and bool(option.activeSubControls & part)
        colour = colours.t1 if is_on_it else colours.t3
        if not is_enabled(option) or not option.stepEnabled & step:
            colour = colours.off
        at = QPointF(place.left() + place.width() / 2 - 4, place.top() + place.height() / 2 - 4)
        draw_lines(painter, points, at, colour, 1.5)


def part_of_spin_box(option: QStyleOptionSpinBox, part: QStyle.SubControl) -> QRect | None:
    rect = option.rect
    has_arrows = option.buttonSymbols != QAbstractSpinBox.ButtonSymbols.NoButtons
    left = rect.right() - ARROWS if has_arrows else rect.right()
    half = (rect.height() - 2) // 2
    if part == _Part.SC_SpinBoxFrame:
        return rect
    if part == _Part.SC_SpinBoxEditField:
        return QRect(rect.left() + 6, rect.top() + 1, left - rect.left() - 7, rect.height() - 2)
    if not has_arrows:
        return QRect()
    if part == _Part.SC_SpinBoxUp:
        return QRect(left + 1, rect.top() + 1, ARROWS - 1, half)
    if part == _Part.SC_SpinBoxDown:
        return QRect(left + 1, rect.top() + 1 + half, ARROWS - 1, rect.height() - 2 - half)
    return None


# Combo boxes


def prepare_combo_box(box: QComboBox) -> None:
    """Give the list that opens room for its rows."""
    box.setAttribute(Qt.WidgetAttribute.WA_Hover)


def draw_combo_box(option: QStyleOptionComboBox, painter: QPainter, widget: QWidget | None) -> None:
    colours = theme()
    draw_frame(option, painter, widget)
    rect = option.rect
    colour = colours.t3 if is_enabled(option) else colours.off
    at = QPointF(rect.right() + 1 - PADDING - 12, rect.top() + rect.height() / 2 - 6)
    draw_lines(painter, _CHEVRON, at, colour, 1.25)


def draw_combo_label(
    option: QStyleOptionComboBox, painter: QPainter, _widget: QWidget | None
) -> None:
    if option.editable:
        return
    colours = theme()
    room = _combo_text(option.rect)
    painter.save()
    if not option.currentIcon.isNull():
        place = QRect(room.left(), room.top() + (room.height() - 16) // 2, 16, 16)
        mode = QIcon.Mode.Normal if is_enabled(option) else QIcon.Mode.Disabled
        option.currentIcon.paint(painter, place, mode=mode)
        room.adjust(22, 0, 0, 0)
    painter.setPen(QColor(colours.t1 if is_enabled(option) else colours.off))
    shown = option.fontMetrics.elidedText(
        option.currentText, Qt.TextElideMode.ElideRight, room.width() + 1
    )
    painter.drawText(
        room.adjusted(0, 0, 1, 0),
        int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
        shown,
    )
    painter.restore()


def part_of_combo_box(option: QStyleOptionComboBox, part: QStyle.SubControl) -> QRect | None:
    rect = option.rect
    if part == _Part.SC_ComboBoxFrame:
        return rect
    if part == _Part.SC_ComboBoxEditField:
        # An editable one keeps 2 px of its own on both sides.
        return _combo_text(rect).adjusted(-2, 1, 2, -1)
    if part == _Part.SC_ComboBoxArrow:
        return rect.adjusted(rect.width() - PADDING - 12 - 4, 0, 0, 0)
    if part == _Part.SC_ComboBoxListBoxPopup:
        return rect.adjusted(0, 0, 0, 2)
    return None


def _combo_text(rect: QRect) -> QRect:
    return rect.adjusted(PADDING, 0, -(PADDING + 12 + 4), 0)
