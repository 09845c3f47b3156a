"""Real pictures come into the list by way of the real thread."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from engine_core.sources.listing import list_sources
from gui.panels.rail import Rail
from gui.panels.sources import SourcesPanel
from gui.thumbnailing import Thumbnailing

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_the_rows_that_are_seen_get_thumbnails_and_facts(qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(40):
        Image.new("RGB", (60 + number, 50), (number, 0, 0)).save(tmp_path / f"{number}.jpg")
    (tmp_path / "2.jpg").write_bytes(b"\xff\xd8\xff" + bytes(500))
    panel = SourcesPanel()
    rail = Rail(panel)
    thumbnailing = Thumbnailing(panel, rail)
    qtbot.addWidget(panel)
    qtbot.addWidget(rail)
    panel.resize(264, 400)
    panel.show()
    panel.model.add(list_sources((str(tmp_path),)).items)
    qtbot.waitUntil(lambda: panel.model.state(5).thumbnail is not None)
    assert panel.model.state(5).size_wh == (65, 50)
    assert panel.model.state(2).failed is not None
    assert panel.model.state(39).thumbnail is None
    panel.view.scrollToBottom()
    qtbot.waitUntil(lambda: panel.model.state(39).thumbnail is not None)
    thumbnailing.stop()
