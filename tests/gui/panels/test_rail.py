"""The rail of a narrow window shows the same list, with the same row chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.panels.rail import WIDTH, Rail
from gui.panels.sources import SourcesPanel
from tests.gui.panels.test_source_model import pictures

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def made(qtbot: QtBot) -> tuple[SourcesPanel, Rail]:
    panel = SourcesPanel()
    rail = Rail(panel)
    for widget in (panel, rail):
        qtbot.addWidget(widget)
    rail.resize(WIDTH, 500)
    rail.show()
    qtbot.waitExposed(rail)
    return panel, rail


def test_what_is_chosen_in_the_rail_is_chosen_in_the_panel(qtbot: QtBot) -> None:
    panel, rail = made(qtbot)
    panel.model.add(pictures(50))
    rows: list[int] = []
    panel.activated.connect(rows.append)
    where = rail.view.visualRect(panel.shown.index(2)).center()
    QTest.mouseClick(rail.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert rows == [2]
    assert panel.current() == 2
    panel.set_current(40)
    assert rail.view.currentIndex().row() == 40
    assert rail.view.viewport().rect().intersects(rail.view.visualRect(panel.shown.index(40)))
    assert rows == [2]


def test_only_the_list_that_is_seen_wants_thumbnails(qtbot: QtBot) -> None:
    panel, rail = made(qtbot)
    by_panel: list[object] = []
    by_rail: list[tuple[object, ...]] = []
    panel.thumbnails_wanted.connect(lambda items, _: by_panel.append(items))
    rail.thumbnails_wanted.connect(lambda items, _: by_rail.append(items))
    panel.model.add(pictures(1000))
    qtbot.waitUntil(lambda: bool(by_rail))
    assert by_panel == []
    assert len(by_rail[-1]) < 20


def test_the_icon_tells_the_whole_card_and_leads_to_the_model(qtbot: QtBot) -> None:
    _, rail = made(qtbot)
    assert rail._model.toolTip() == "No model yet"
    rail.set_model_card("yolov8n.onnx\nInput 1 × 3 × 640 × 640")
    assert rail._model.toolTip() == "yolov8n.onnx\nInput 1 × 3 × 640 × 640"
    assert rail._model.accessibleName() == "Model"
    with qtbot.waitSignal(rail.model_requested):
        QTest.mouseClick(rail._model, Qt.MouseButton.LeftButton)
