"""What a style option says of a control's state."""

from __future__ import annotations

from PySide6.QtWidgets import QStyle, QStyleOption

_Flag = QStyle.StateFlag


def has(option: QStyleOption, flag: QStyle.StateFlag) -> bool:
    return bool(option.state & flag)


def is_enabled(option: QStyleOption) -> bool:
    return bool(option.state & _Flag.State_Enabled)


def is_hovered(option: QStyleOption) -> bool:
    return bool(option.state & _Flag.State_MouseOver)


def is_pressed(option: QStyleOption) -> bool:
    return bool(option.state & _Flag.State_Sunken)


def is_checked(option: QStyleOption) -> bool:
    return bool(option.state & _Flag.State_On)


def is_focused(option: QStyleOption) -> bool:
    return bool(option.state & _Flag.State_HasFocus)
