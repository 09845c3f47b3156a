from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.panels.recent import RecentPanel, _icon_name

# Said by the offscreen platform of every window that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@dataclass(frozen=True)
class Entry:
    kind: str
    location: str

    @property
    def name(self) -> str:
        return self.location.rsplit("/", 1)[-1]


ENTRIES = [
    Entry("model", "/m/a.engine"),
    Entry("source", "/p/bus.mp4"),
    Entry("source", "/p/c.jpg"),
]


@pytest.fixture
def panel(qtbot: QtBot) -> RecentPanel:
    made = RecentPanel()
    made.setFixedWidth(264)
    qtbot.addWidget(made)
    made.set_recent(ENTRIES)
    made.show()
    return made


def test_a_click_chooses_an_entry_once(panel: RecentPanel) -> None:
    chosen: list[object] = []
    panel.chosen.connect(chosen.append)
    rows = panel._list
    place = rows.visualItemRect(rows.item(1)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [ENTRIES[1]]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_arrows_and_a_key_choose_an_entry(panel: RecentPanel, key: Qt.Key) -> None:
    chosen: list[object] = []
    panel.chosen.connect(chosen.append)
    panel._list.setCurrentRow(0)
    QTest.keyClick(panel._list, Qt.Key.Key_Down)
    QTest.keyClick(panel._list, key)
    assert chosen == [ENTRIES[1]]


def test_delete_asks_to_forget_an_entry(panel: RecentPanel, qtbot: QtBot) -> None:
    panel._list.setCurrentRow(2)
    with qtbot.waitSignal(panel.forget_requested) as forgotten:
        QTest.keyClick(panel._list, Qt.Key.Key_Delete)
    assert forgotten.args == [ENTRIES[2]]


def test_a_row_tells_its_whole_path(panel: RecentPanel) -> None:
    assert panel._list.item(0).toolTip() == "/m/a.engine"


def test_nothing_recent_takes_no_room(panel: RecentPanel) -> None:
    panel.set_recent([])
    QApplication.processEvents()
    assert panel.sizeHint().height() <= 4


@pytest.mark.parametrize(
    ("location", "icon"),
    [
        ("/a/b.mp4", "video"),
        ("/a/b.v2/folder", "folder"),
        ("rtsp://host/a", "stream"),
        ("camera:0", "camera"),
        ("C:\\pictures\\a.png", "picture"),
    ],
)
def test_the_icon_follows_the_kind_of_source(location: str, icon: str) -> None:
    assert _icon_name(Entry("source", location)) == icon
