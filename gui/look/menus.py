"""Menus and the small arrows of tables and tool buttons."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter
from PySide6.QtWidgets import (
    QMenu,
    QStyle,
    QStyleOption,
    QStyleOptionHeader,
    QStyleOptionMenuItem,
    QWidget,
)

from gui.look.states import has, is_enabled
from gui.pixels import draw_lines, draw_panel, snapped
from gui.theme import theme

_ROW = 28
_MARGIN = 8
_MARK = 16
_GAP = 8
_SHORTCUT_GAP = 32
_ARROW = 12
_SEPARATOR = 9
_CHECK = [(2.0, 6.5), (5.0, 9.5), (10.0, 3.5)]
_RIGHT = [(4.5, 3.0), (7.5, 6.0), (4.5, 9.0)]
_LEFT = [(7.5, 3.0), (4.5, 6.0), (7.5, 9.0)]
_UP = [(3.0, 7.5), (6.0, 4.5), (9.0, 7.5)]
_DOWN = [(3.0, 4.5), (6.0, 7.5), (9.0, 4.5)]
_Kind = QStyleOptionMenuItem.MenuItemType


def prepare(menu: QMenu) -> None:
    """Make the corners round where the desktop can mix windows."""
    if QGuiApplication.platformName() in ("windows", "wayland", "offscreen"):
        menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)


def draw_nothing(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    """Leave it to what was drawn before."""


def draw_panel_of_menu(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    is_round = widget is not None and widget.testAttribute(
        Qt.WidgetAttribute.WA_TranslucentBackground
    )
    draw_panel(
        painter,
        option.rect,
        6 if is_round else 0,
        fill=theme().raised,
        border=theme().groove,
    )


def draw_menu_item(
    option: QStyleOptionMenuItem, painter: QPainter, _widget: QWidget | None
) -> None:
    colours = theme()
    rect = option.rect
    if option.menuItemType == _Kind.Separator:
        _draw_separator(option, painter)
        return
    enabled = is_enabled(option)
    if has(option, QStyle.StateFlag.State_Selected) and enabled:
        draw_panel(painter, rect, 4, fill=colours.hover)
    text_colour = colours.t1 if enabled else colours.off
    x = rect.left() + _MARGIN
    middle = rect.top() + rect.height() / 2
    has_marks = option.menuHasCheckableItems or option.maxIconWidth > 0
    if option.checked and option.checkType != QStyleOptionMenuItem.CheckType.NotCheckable:
        mark = colours.accent if enabled else colours.off
        draw_lines(painter, _CHECK, QPointF(x + 2, middle - 6), mark, 1.5)
    elif not option.icon.isNull():
        mode = QIcon.Mode.Normal if enabled else QIcon.Mode.Disabled
        option.icon.paint(painter, QRect(x, int(middle - _MARK / 2), _MARK, _MARK), mode=mode)
    if has_marks:
        x += _MARK + _GAP
    text, _, keys = option.text.partition("\t")
    end = rect.right() + 1 - _MARGIN
    painter.save()
    painter.setFont(option.font)
    painter.setPen(QColor(text_colour))
    flags = int(
        Qt.AlignmentFlag.AlignVCenter
        | Qt.AlignmentFlag.AlignLeft
        | Qt.TextFlag.TextHideMnemonic
        | Qt.TextFlag.TextSingleLine
    )
    painter.drawText(QRect(x, rect.top(), end - x, rect.height()), flags, text)
    if option.menuItemType == _Kind.SubMenu:
        at = QPointF(end - _ARROW + 2, middle - _ARROW / 2)
        draw_lines(painter, _RIGHT, at, colours.t3 if enabled else colours.off, 1.25)
    elif keys:
        painter.setPen(QColor(colours.t3 if enabled else colours.off))
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(QRect(x, rect.top(), end - x, rect.height()), right, keys)
    painter.restore()


def _draw_separator(option: QStyleOptionMenuItem, painter: QPainter) -> None:
    colours = theme()
    rect = option.rect
    if option.text:
        painter.save()
        small = QFont(option.font)
        small.setPixelSize(11)
        painter.setFont(small)
        painter.setPen(QColor(colours.t3))
        painter.drawText(
            rect.adjusted(_MARGIN, 0, -_MARGIN, 0),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            option.text,
        )
        painter.restore()
        return
    line = snapped(painter, QRect(rect.left(), rect.center().y(), rect.width(), 1))
    painter.fillRect(line, QColor(colours.line))


def size_of_menu_item(option: QStyleOptionMenuItem, size: QSize) -> QSize:
    if option.menuItemType == _Kind.Separator:
        return QSize(size.width(), 24 if option.text else _SEPARATOR)
    # Qt's own width holds the text and the widest column of keys.
    width = size.width() + 2 * _MARGIN
    if option.menuHasCheckableItems or option.maxIconWidth > 0:
        width += _MARK + _GAP
    if option.menuItemType == _Kind.SubMenu:
        width += _ARROW + _GAP
    elif "\t" in option.text:
        width += _SHORTCUT_GAP
    return QSize(width, _ROW)


def draw_sort_arrow(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    if not isinstance(option, QStyleOptionHeader):
        return
    if option.sortIndicator == QStyleOptionHeader.SortIndicator.SortDown:
        _draw_arrow(option, painter, _DOWN)
    elif option.sortIndicator == QStyleOptionHeader.SortIndicator.SortUp:
        _draw_arrow(option, painter, _UP)


def draw_arrow_up(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    _draw_arrow(option, painter, _UP)


def draw_arrow_down(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    _draw_arrow(option, painter, _DOWN)


def draw_arrow_left(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    _draw_arrow(option, painter, _LEFT)


def draw_arrow_right(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    _draw_arrow(option, painter, _RIGHT)


def _draw_arrow(option: QStyleOption, painter: QPainter, points: list[tuple[float, float]]) -> None:
    centre = option.rect.center()
    at = QPointF(centre.x() + 0.5 - _ARROW / 2, centre.y() + 0.5 - _ARROW / 2)
    draw_lines(painter, points, at, theme().t2 if is_enabled(option) else theme().off, 1.25)
