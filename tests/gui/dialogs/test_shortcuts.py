from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.controls import Text
from gui.dialogs.shortcuts import ShortcutsDialog, shown_keys

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def visible(dialog: ShortcutsDialog) -> list[str]:
    return [text.text() for text in dialog.findChildren(Text) if text.isVisible() and text.text()]


@pytest.fixture
def dialog(qtbot: QtBot) -> ShortcutsDialog:
    owner = QObject()
    actions = []
    for name, keys in (("&Open model…", "Ctrl+O"), ("Frame back", "Left"), ("No keys", "")):
        action = QAction(name, owner)
        if keys:
            action.setShortcut(QKeySequence(keys))
        actions.append(action)
    made = ShortcutsDialog([("Files", actions[:1]), ("Video", actions[1:])])
    owner.setParent(made)
    qtbot.addWidget(made)
    made.show()
    return made


def test_every_action_with_keys_is_listed_under_its_group(dialog: ShortcutsDialog) -> None:
    assert visible(dialog) == ["Files", "Open model", "Ctrl+O", "Video", "Frame back", "←"]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("open", ["Files", "Open model", "Ctrl+O"]),
        ("ctrl+o", ["Files", "Open model", "Ctrl+O"]),
        ("BACK frame", ["Video", "Frame back", "←"]),
        ("nonsense", ["Nothing by this name"]),
    ],
)
def test_typing_leaves_what_has_the_words_in_name_or_keys(
    dialog: ShortcutsDialog, typed: str, left: list[str]
) -> None:
    QTest.keyClicks(dialog._search, typed)

    assert visible(dialog) == left


@pytest.mark.parametrize(
    ("keys", "shown"), [("Left", "←"), ("Shift+Right", "Shift+→"), ("Ctrl+O", "Ctrl+O")]
)
def test_arrow_keys_are_shown_as_arrows(keys: str, shown: str) -> None:
    assert shown_keys(QKeySequence(keys)) == shown
