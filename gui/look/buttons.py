"""Push buttons, tool buttons, check boxes and radio buttons.

The property ``kind`` of a push or tool button: "" is framed, "primary" is the one to press, "flat" has
no frame, "link" is text only, "icon" and "icon-small" are squares with an icon, "segment" stands in the
track of a segmented control.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionToolButton,
    QToolButton,
    QWidget,
)

from gui.look.states import has, is_checked, is_enabled, is_hovered, is_pressed
from gui.pixels import draw_lines, draw_panel
from gui.theme import theme

HEIGHT = 28
_PADDING = {"": 12, "primary": 12, "flat": 8, "link": 0, "segment": 8}
_GAP = 6
_ARROW = 12
_MENU_PART = 24
CHECK_GAP = 8
_CHECK = [(2.25, 6.375), (4.875, 9.0), (9.75, 3.375)]
_CHEVRON = [(3.0, 4.5), (6.0, 7.5), (9.0, 4.5)]


@dataclass(frozen=True, slots=True)
class _Look:
    """Fill, border, text; None is not drawn."""

    fill: str | None
    border: str | None
    text: str


def _kind(widget: QWidget | None) -> str:
    said = widget.property("kind") if widget is not None else None
    return said if isinstance(said, str) else ""


def _look(option: QStyleOption, kind: str) -> _Look:
    colours = theme()
    enabled, pressed, hovered = is_enabled(option), is_pressed(option), is_hovered(option)
    checked = is_checked(option)
    if kind == "primary":
        if not enabled:
            return _Look(colours.pressed, None, colours.off)
        if pressed:
            return _Look(colours.accent_fill_pressed, None, colours.on_accent)
        fill = colours.accent_fill_hover if hovered else colours.accent_fill
        return _Look(fill, None, colours.on_accent)
    if kind == "link":
        return _Look(None, None, colours.accent if enabled else colours.off)
    if kind == "segment":
        if checked:
            return _Look(colours.pressed, None, colours.t1 if enabled else colours.off)
        text = (colours.t1 if hovered else colours.t2) if enabled else colours.off
        return _Look(None, None, text)
    if kind in ("icon", "icon-small", "flat"):
        if not enabled:
            return _Look(None, None, colours.off)
        text = colours.t1 if hovered or pressed else colours.t2
        if pressed or checked:
            return _Look(colours.pressed, None, colours.accent if checked else text)
        return _Look(colours.hover if hovered else None, None, text)
    if not enabled:
        return _Look(None, colours.line, colours.off)
    if pressed or checked:
        return _Look(colours.pressed, colours.groove, colours.t1)
    return _Look(colours.hover if hovered else colours.raised, colours.groove, colours.t1)


def _radius(kind: str) -> float:
    return 4.0 if kind in ("icon-small", "segment") else 6.0


# Push buttons


def draw_push_button(option: QStyleOptionButton, painter: QPainter, widget: QWidget | None) -> None:
    kind = _kind(widget)
    look = _look(option, kind)
    if look.fill is not None or look.border is not None:
        draw_panel(painter, option.rect, _radius(kind), fill=look.fill, border=look.border)
    has_menu = bool(option.features & QStyleOptionButton.ButtonFeature.HasMenu)
    is_underlined = kind == "link" and is_hovered(option) and is_enabled(option)
    _draw_content(
        option.rect.adjusted(min(_PADDING.get(kind, 12), 4), 0, -min(_PADDING.get(kind, 12), 4), 0),
        option,
        painter,
        look,
        text=option.text,
        icon=option.icon,
        icon_size=option.iconSize,
        has_arrow=has_menu,
        is_underlined=is_underlined,
    )


def size_of_push_button(option: QStyleOptionButton, widget: QWidget | None) -> QSize:
    kind = _kind(widget)
    has_menu = bool(option.features & QStyleOptionButton.ButtonFeature.HasMenu)
    width = _content_width(option.fontMetrics, option.text, option.icon, option.iconSize, has_menu)
    height = {"link": 20, "segment": 20}.get(kind, HEIGHT)
    return QSize(width + 2 * _PADDING.get(kind, 12), height)


def _content_width(
    metrics: QFontMetrics, text: str, icon: QIcon, icon_size: QSize, has_arrow: bool
) -> int:
    width = metrics.size(Qt.TextFlag.TextShowMnemonic, text).width() if text else 0
    if not icon.isNull():
        width += icon_size.width() + (_GAP if text else 0)
    return width + (_GAP + _ARROW if has_arrow else 0)


def _draw_content(
    rect: QRect,
    option: QStyleOption,
    painter: QPainter,
    look: _Look,
    *,
    text: str,
    icon: QIcon,
    icon_size: QSize,
    has_arrow: bool,
    is_underlined: bool = False,
) -> None:
    """Draw icon, text and arrow in the middle of a rectangle; the text is shortened to what is left."""
    metrics = option.fontMetrics
    wanted = min(_content_width(metrics, text, icon, icon_size, has_arrow), rect.width())
    x = rect.left() + (rect.width() - wanted) // 2
    end = x + wanted
    if not icon.isNull():
        place = QRect(
            x,
            rect.top() + (rect.height() - icon_size.height()) // 2,
            icon_size.width(),
            icon_size.height(),
        )
        icon.paint(painter, place, mode=_icon_mode(option), state=_icon_state(option))
        x += icon_size.width() + (_GAP if text else 0)
    if has_arrow:
        end -= _ARROW
        middle = rect.top() + rect.height() / 2
        draw_lines(painter, _CHEVRON, QPointF(end, middle - _ARROW / 2), look.text, 1.25)
        end -= _GAP
    if text:
        painter.save()
        painter.setPen(QColor(look.text))
        if is_underlined:
            underlined = painter.font()
            underlined.setUnderline(True)
            painter.setFont(underlined)
        room = QRect(x, rect.top(), max(end - x, 0), rect.height())
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextHideMnemonic
        shown = metrics.elidedText(
            text, Qt.TextElideMode.ElideRight, room.width() + 1, Qt.TextFlag.TextHideMnemonic
        )
        painter.drawText(room.adjusted(-1, 0, 1, 0), int(flags), shown)
        painter.restore()


def _icon_mode(option: QStyleOption) -> QIcon.Mode:
    if not is_enabled(option):
        return QIcon.Mode.Disabled
    return QIcon.Mode.Active if is_hovered(option) or is_pressed(option) else QIcon.Mode.Normal


def _icon_state(option: QStyleOption) -> QIcon.State:
    return QIcon.State.On if is_checked(option) else QIcon.State.Off


# Tool buttons


def draw_tool_button(
    option: QStyleOptionToolButton, painter: QPainter, widget: QWidget | None
) -> None:
    kind = _tool_kind(widget)
    is_split = _is_split(option)
    look = _look(option, kind)
    if look.fill is not None or look.border is not None:
        draw_panel(painter, option.rect, _radius(kind), fill=look.fill, border=look.border)
    rect = option.rect
    if is_split:
        menu = rect.adjusted(rect.width() - _MENU_PART, 0, 0, 0)
        rect = rect.adjusted(0, 0, -_MENU_PART, 0)
        at = QPointF(menu.center().x() + 0.5 - _ARROW / 2, menu.center().y() + 0.5 - _ARROW / 2)
        draw_lines(painter, _CHEVRON, at, look.text, 1.25)
    style = option.toolButtonStyle
    has_text = style != Qt.ToolButtonStyle.ToolButtonIconOnly or option.icon.isNull()
    has_icon = style != Qt.ToolButtonStyle.ToolButtonTextOnly
    has_menu = bool(option.features & QStyleOptionToolButton.ToolButtonFeature.HasMenu)
    _draw_content(
        rect,
        option,
        painter,
        look,
        text=option.text if has_text else "",
        icon=option.icon if has_icon else QIcon(),
        icon_size=option.iconSize,
        has_arrow=has_menu and has_text and not is_split,
    )


def size_of_tool_button(option: QStyleOptionToolButton, widget: QWidget | None) -> QSize:
    kind = _tool_kind(widget)
    style = option.toolButtonStyle
    if style == Qt.ToolButtonStyle.ToolButtonIconOnly and not option.icon.isNull():
        edge = 24 if kind == "icon-small" else HEIGHT
        return QSize(edge + (_MENU_PART if _is_split(option) else 0), edge)
    has_menu = bool(option.features & QStyleOptionToolButton.ToolButtonFeature.HasMenu)
    icon = QIcon() if style == Qt.ToolButtonStyle.ToolButtonTextOnly else option.icon
    is_split = _is_split(option)
    width = _content_width(
        option.fontMetrics, option.text, icon, option.iconSize, has_menu and not is_split
    )
    padding = _PADDING.get(kind, 8)
    # Beside the part with the arrow the padding at the right would be a hole.
    width += padding + _MENU_PART + 2 if is_split else 2 * padding
    return QSize(width, {"link": 20, "segment": 20, "icon-small": 24}.get(kind, HEIGHT))


def part_of_tool_button(option: QStyleOptionToolButton, part: QStyle.SubControl) -> QRect | None:
    if not _is_split(option):
        return None
    rect = option.rect
    if part == QStyle.SubControl.SC_ToolButtonMenu:
        return rect.adjusted(rect.width() - _MENU_PART, 0, 0, 0)
    if part == QStyle.SubControl.SC_ToolButton:
        return rect.adjusted(0, 0, -_MENU_PART, 0)
    return None


def _tool_kind(widget: QWidget | None) -> str:
    # A tool button that nobody gave a kind (in a tool bar, in a text field) has no frame.
    said = widget.property("kind") if isinstance(widget, QToolButton) else None
    return said if isinstance(said, str) else "flat"


def _is_split(option: QStyleOptionToolButton) -> bool:
    return bool(option.features & QStyleOptionToolButton.ToolButtonFeature.MenuButtonPopup)


# Check boxes and radio buttons


def draw_check(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    """Draw the box of a check box, also in menus and lists, in the middle of its rectangle."""
    colours = theme()
    edge = 16
    rect = QRect(0, 0, edge, edge)
    rect.moveCenter(option.rect.center())
    is_partly = has(option, QStyle.StateFlag.State_NoChange)
    if not is_enabled(option):
        draw_panel(painter, rect, 4, border=colours.line)
        mark = colours.off
    elif is_checked(option) or is_partly:
        fill = colours.accent_fill_pressed if is_pressed(option) else colours.accent_fill
        draw_panel(painter, rect, 4, fill=fill)
        mark = colours.on_accent
    else:
        fill = colours.pressed if is_pressed(option) else colours.raised
        border = colours.t3 if is_hovered(option) else colours.ctl
        draw_panel(painter, rect, 4, fill=fill, border=border)
        return
    at = QPointF(rect.left() + 2, rect.top() + 2)
    if is_partly:
        draw_lines(painter, [(2.5, 6.0), (9.5, 6.0)], at, mark, 1.875)
    elif is_checked(option):
        draw_lines(painter, _CHECK, at, mark, 1.875)


def draw_radio(option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    """Draw the disc of a radio button."""
    colours = theme()
    rect = QRect(0, 0, 16, 16)
    rect.moveCenter(option.rect.center())
    if is_enabled(option) and is_checked(option):
        draw_panel(painter, rect, 8, fill=colours.accent_fill)
        dot = colours.on_accent
    else:
        border = colours.ctl
        if not is_enabled(option):
            border = colours.line
        elif is_hovered(option):
            border = colours.t3
        draw_panel(
            painter, rect, 8, fill=colours.raised if is_enabled(option) else None, border=border
        )
        dot = colours.off
    if is_checked(option):
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(dot))
        painter.drawEllipse(QRectF(rect).adjusted(5, 5, -5, -5))
        painter.restore()


def size_of_check_box(option: QStyleOptionButton) -> QSize:
    """Return the size of box and words, which end where the words do."""
    if not option.text:
        return QSize(16, 16)
    words = option.fontMetrics.size(Qt.TextFlag.TextShowMnemonic, option.text)
    return QSize(16 + CHECK_GAP + words.width() + 1, max(20, words.height()))


def draw_check_box(option: QStyleOptionButton, painter: QPainter, widget: QWidget | None) -> None:
    _draw_labelled(option, painter, widget, is_radio=False)


def draw_radio_button(
    option: QStyleOptionButton, painter: QPainter, widget: QWidget | None
) -> None:
    _draw_labelled(option, painter, widget, is_radio=True)


def _draw_labelled(
    option: QStyleOptionButton, painter: QPainter, widget: QWidget | None, *, is_radio: bool
) -> None:
    if widget is None:
        return
    style = widget.style()
    box = QStyleOptionButton(option)
    label = QStyle.SubElement.SE_CheckBoxContents
    indicator = QStyle.SubElement.SE_CheckBoxIndicator
    if is_radio:
        label = QStyle.SubElement.SE_RadioButtonContents
        indicator = QStyle.SubElement.SE_RadioButtonIndicator
    box.rect = style.subElementRect(indicator, option, widget)
    (draw_radio if is_radio else draw_check)(box, painter, widget)
    room = style.subElementRect(label, option, widget)
    colours = theme()
    painter.save()
    if not is_enabled(option):
        painter.setPen(QColor(colours.off))
    else:
        painter.setPen(QColor(colours.t1 if is_hovered(option) else colours.t2))
    flags = (
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextHideMnemonic
    )
    shown = option.fontMetrics.elidedText(
        option.text, Qt.TextElideMode.ElideRight, room.width() + 1, Qt.TextFlag.TextHideMnemonic
    )
    painter.drawText(room.adjusted(0, 0, 1, 0), int(flags), shown)
    painter.restore()
