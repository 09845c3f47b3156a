from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine_core.recipe import Overrules
from gui.dialogs.details import DetailsDialog
from gui.workers.messages import ModelOpened
from tests.gui.opened_models import opened_model

# Said by the offscreen platform of every window that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture
def model(tmp_path: Path) -> ModelOpened:
    return opened_model(tmp_path / "a<b>.onnx", Overrules(suppress=True))


@pytest.fixture
def dialog(qtbot: QtBot) -> DetailsDialog:
    made = DetailsDialog()
    qtbot.addWidget(made)
    return made


def test_everything_that_is_known_is_shown(dialog: DetailsDialog, model: ModelOpened) -> None:
    dialog.set_model(model)
    told = dialog._page.toPlainText()
    for words in ("a<b>.onnx", "ONNX Runtime", "output0", "1 × 6 × 84", "person", "1 setting"):
        assert words in told
    assert not dialog.isModal()


def test_the_hash_is_asked_for_when_the_window_shows_and_only_then(
    dialog: DetailsDialog, model: ModelOpened, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(dialog.hash_requested):
        dialog.set_model(model)
    with qtbot.waitSignal(dialog.hash_requested) as asked:
        dialog.show()
    assert asked.args == [model.file]
    dialog.set_sha256(model.file.sha256())
    assert model.file.sha256() in dialog._page.toPlainText()
    with qtbot.assertNotEmitted(dialog.hash_requested):
        dialog.set_model(model)


def test_all_of_it_can_be_copied(dialog: DetailsDialog, model: ModelOpened) -> None:
    dialog.set_model(model)
    dialog.show()
    QTest.mouseClick(dialog._copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("File and runtime\n")
    assert str(model.file.path.parent) in copied


def test_a_search_marks_what_it_finds_and_says_what_it_does_not(
    dialog: DetailsDialog, model: ModelOpened
) -> None:
    dialog.set_model(model)
    dialog.show()
    QTest.keyClicks(dialog._search, "output0")
    assert dialog._page.textCursor().selectedText() == "output0"
    QTest.keyClicks(dialog._search, "zzz")
    assert dialog._found.text() == "Not found"
    dialog._search.clear()
    assert dialog._found.text() == ""


def test_without_a_model_there_is_nothing_to_copy(dialog: DetailsDialog) -> None:
    dialog.set_model(None)
    assert not dialog._copy.isEnabled()
    assert dialog._page.toPlainText() == "No model yet"


def test_another_language_shows_the_same_facts(dialog: DetailsDialog, model: ModelOpened) -> None:
    dialog.set_model(model)
    before = dialog._page.toPlainText()
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.LanguageChange))
    assert dialog._page.toPlainText() == before
