from __future__ import annotations

from datetime import datetime, timezone

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine_core.text import text
from gui.dialogs.problems import ProblemsDialog
from gui.problems import Problem, RecentProblems

# Said by the offscreen platform of every window that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

OLD = Problem(title=text("Old"), details="raw old")
NEW = Problem(title=text("New"), details="raw new")


@pytest.fixture
def recent() -> RecentProblems:
    kept = RecentProblems()
    kept.add(OLD, datetime(2026, 1, 2, 3, 4, tzinfo=timezone.utc))
    kept.add(NEW, datetime(2026, 1, 2, 5, 6, tzinfo=timezone.utc))
    return kept


@pytest.fixture
def dialog(recent: RecentProblems, qtbot: QtBot) -> ProblemsDialog:
    made = ProblemsDialog(recent)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_newest_is_chosen_and_told_whole(dialog: ProblemsDialog) -> None:
    assert dialog._list.item(0).text() == "05:06   New"
    assert "raw new" in dialog._text.toPlainText()


def test_an_older_one_can_be_read_copied_and_shown_again(
    dialog: ProblemsDialog, qtbot: QtBot
) -> None:
    QTest.keyClick(dialog._list, Qt.Key.Key_Down)
    assert "raw old" in dialog._text.toPlainText()
    QTest.mouseClick(dialog._copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "Old\n\nraw old\n"
    with qtbot.waitSignal(dialog.show_requested) as wanted:
        QTest.mouseClick(dialog._again, Qt.MouseButton.LeftButton)
    assert wanted.args == [OLD]


def test_an_empty_list_says_so(dialog: ProblemsDialog, recent: RecentProblems) -> None:
    QTest.mouseClick(dialog._clear, Qt.MouseButton.LeftButton)
    assert not recent
    assert dialog._text.toPlainText() == "Nothing went wrong so far."
    assert not dialog._copy.isEnabled()


def test_problems_that_came_since_show_when_it_is_opened_again(
    dialog: ProblemsDialog, recent: RecentProblems
) -> None:
    dialog.hide()
    recent.add(Problem(title=text("Newest")))
    dialog.show()
    assert dialog._list.item(0).text().endswith("Newest")
