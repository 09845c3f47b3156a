from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from engine_core import __version__
from gui import i18n
from gui.dialogs.about import AboutDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> AboutDialog:
    made = AboutDialog()
    qtbot.addWidget(made)
    return made


def said(dialog: AboutDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_it_says_version_and_licences(dialog: AboutDialog) -> None:
    assert said(dialog)[0] == f"EngineScope {__version__}"
    words = " ".join(said(dialog))
    for licence in ("Apache License 2.0", "LGPL", "SIL Open Font License"):
        assert licence in words


def test_it_follows_the_language(dialog: AboutDialog) -> None:
    english = said(dialog)
    i18n.set_language("zh_CN")
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.LanguageChange))
    chinese = said(dialog)
    assert chinese[0] == english[0]
    assert all(a != b for a, b in zip(english[1:], chinese[1:], strict=True))


def test_its_icon_is_painted(dialog: AboutDialog) -> None:
    shown = dialog.grab().toImage()
    colours = {
        shown.pixelColor(x, y).name()
        for x in range(20, 84)
        for y in range(20, min(84, shown.height()))
    }
    assert {"#4f5ee3", "#ffffff"} <= colours


def test_it_is_closed_by_its_button(dialog: AboutDialog) -> None:
    dialog.show()
    QTest.mouseClick(dialog._close, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
