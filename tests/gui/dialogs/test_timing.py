"""The table of timings, beside the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.dialogs.timing import TimingPanel
from gui.timings import StageTimes


class Source:
    def __init__(self) -> None:
        self.times = StageTimes()
        for inference_ms in (900.0, 300.0, 100.0, 4.0, 5.0, 6.0):
            self.times.add(1.9, 0.3, inference_ms, 0.2, None)


@pytest.fixture
def panel(qtbot: QtBot) -> TimingPanel:
    made = TimingPanel(Source())
    qtbot.addWidget(made)
    return made


def test_it_shows_all_steps_without_the_warm_up(panel: TimingPanel) -> None:
    lines = panel.text().splitlines()
    assert lines[0] == "Milliseconds\tLast\tMedian\t95 % within\tLongest"
    assert lines[3] == "Infer\t6.0\t5.0\t5.9\t6.0"
    assert lines[5] == "Paint\t–\t–\t–\t–"
    assert panel._note.text().startswith("From the last 3 frames")


def test_copied_it_is_a_table(panel: TimingPanel) -> None:
    QTest.mouseClick(panel._copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == panel.text()


def test_it_follows_while_it_is_seen_and_rests_while_it_is_not(panel: TimingPanel) -> None:
    assert not panel.isModal()
    panel.show()
    panel._times.add(1.0, 1.0, 77.0, 1.0, 1.0)
    panel._beat.timeout.emit()
    assert "Infer\t77.0" in panel.text()
    panel.hide()
    assert not panel._beat.isActive()


def test_counting_can_begin_anew(panel: TimingPanel) -> None:
    QTest.mouseClick(panel._restart, Qt.MouseButton.LeftButton)
    assert "Infer\t–\t–\t–\t–" in panel.text()


def test_its_texts_follow_the_language(panel: TimingPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QCoreApplication, "translate", lambda _context, text: f"«{text}»")
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    assert panel.text().startswith("«Milliseconds»\t«Last»")
    assert panel.windowTitle() == "«Timings»"
