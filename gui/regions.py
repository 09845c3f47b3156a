"""The keyboard in the window: which part comes next, and which keys belong to the widget in focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_UP_DOWN = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_ARROWS = _UP_DOWN | {Qt.Key.Key_Left, Qt.Key.Key_Right}
_EDITING = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Insert})
_SPACE = frozenset({Qt.Key.Key_Space})
_TYPED = (QLineEdit, QPlainTextEdit, QAbstractSpinBox)


def belongs_to_focus(event: QKeyEvent, focused: QWidget | None) -> bool:
    """Return whether a key that is also a shortcut is meant for the widget in focus.

    Qt lets text fields keep what is typed; sliders, lists and buttons lose their own keys to shortcuts
    of the window unless somebody says so.
    """
    if focused is None:
        return False
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if plain not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return False
    key = Qt.Key(event.key())
    if isinstance(focused, _TYPED):
        return bool(event.text() and event.text().isprintable()) or key in _ARROWS | _EDITING
    if isinstance(focused, QAbstractSlider):
        return key in _ARROWS
    if isinstance(focused, QComboBox):
        return key in _UP_DOWN | _SPACE
    if isinstance(focused, QAbstractItemView):
        # Lists that use Space say so themselves; elsewhere it plays.
        return key in _UP_DOWN
    if isinstance(focused, QAbstractButton):
        return key in _SPACE
    return False


def neighbour(regions: Sequence[QWidget], step: int) -> QWidget | None:
    """Return the visible region after the one that holds the focus (``step`` 1), or before it (-1)."""
    visible = [region for region in regions if region.isVisible() and region.isEnabled()]
    if not visible:
        return None
    focused = QApplication.focusWidget()
    here = next(
        (
            i
            for i, region in enumerate(visible)
            if focused is not None and (region is focused or region.isAncestorOf(focused))
        ),
        None,
    )
    if here is None:
        return visible[0 if step > 0 else -1]
    return visible[(here + step) % len(visible)]


def focus_first(region: QWidget) -> None:
    """Give the keyboard to the first widget of a region that takes it."""
    reason = Qt.FocusReason.ShortcutFocusReason
    if region.focusPolicy() & Qt.FocusPolicy.TabFocus:
        region.setFocus(reason)
        return
    for child in region.findChildren(QWidget):
        is_ready = child.isVisibleTo(region) and child.isEnabled()
        if is_ready and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            child.setFocus(reason)
            return
