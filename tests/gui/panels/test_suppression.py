from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.panels.suppression import SuppressionPanel

# The offscreen platform says so of windows with a least size, and of tooltips.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

REASON = "Fixed: suppression is inside the engine (EfficientNMS, IoU 0.45, floor 0.25)."


@pytest.fixture
def panel(qtbot: QtBot) -> SuppressionPanel:
    made = SuppressionPanel()
    qtbot.addWidget(made)
    made.set_active(True)
    made.set_suppression(needed=True, iou=0.45, agnostic=False, max_detections=300, reason="")
    made.resize(336, made.sizeHint().height())
    made.show()
    return made


@pytest.fixture
def said(panel: SuppressionPanel) -> list[object]:
    heard: list[object] = []
    panel.iou_changed.connect(heard.append)
    panel.agnostic_changed.connect(lambda on: heard.append(("agnostic", on)))
    panel.max_detections_changed.connect(lambda n: heard.append(("most", n)))
    panel.editing_began.connect(lambda: heard.append("began"))
    panel.editing_ended.connect(lambda: heard.append("ended"))
    panel.why_requested.connect(lambda: heard.append("why"))
    return heard


def test_nothing_set_from_outside_is_said(panel: SuppressionPanel, said: list[object]) -> None:
    panel.set_suppression(needed=True, iou=0.7, agnostic=True, max_detections=50, reason="")
    panel.set_suppression(needed=False, iou=0.7, agnostic=True, max_detections=60, reason=REASON)
    panel.set_active(False)
    panel.set_folded(True)
    assert said == []


def test_slider_and_field_are_one_value(panel: SuppressionPanel, said: list[object]) -> None:
    QTest.keyClick(panel.slider, Qt.Key.Key_Right)
    assert said == ["began", pytest.approx(0.46)]
    assert panel.box.text() == "0.46"
    panel.box.selectAll()
    QTest.keyClicks(panel.box, "0.6")
    QTest.keyClick(panel.box, Qt.Key.Key_Return)
    assert panel.slider.value() == 60
    assert said[2:] == [pytest.approx(0.6), "ended"]


def test_across_classes_is_said(panel: SuppressionPanel, said: list[object]) -> None:
    panel.agnostic.click()
    assert said == [("agnostic", True)]


def test_the_most_detections_are_said(panel: SuppressionPanel, said: list[object]) -> None:
    QTest.keyClick(panel.most, Qt.Key.Key_Up)
    assert said == ["began", ("most", 301)]


def test_where_the_engine_suppresses_the_reason_stands_beside_the_greyed_iou(
    panel: SuppressionPanel, said: list[object]
) -> None:
    panel.set_suppression(needed=False, iou=0.45, agnostic=False, max_detections=100, reason=REASON)
    assert not panel.slider.isEnabled()
    assert not panel.box.isEnabled()
    assert not panel.agnostic.isEnabled()
    assert panel.box.text() == "–"
    assert panel.most.isEnabled()
    assert REASON in panel._why_text.text()
    assert panel._why_text.isVisible()
    panel._why_text.linkActivated.emit("why")
    assert said == ["why"]


def test_a_reason_cannot_smuggle_markup_in(panel: SuppressionPanel) -> None:
    panel.set_suppression(
        needed=False, iou=0.45, agnostic=False, max_detections=1, reason="a<b>&<img src=x>"
    )
    assert "&lt;img" in panel._why_text.text()


def test_the_reason_goes_where_suppression_is_done_here_again(panel: SuppressionPanel) -> None:
    panel.set_suppression(needed=False, iou=0.45, agnostic=False, max_detections=1, reason=REASON)
    panel.set_suppression(needed=True, iou=0.5, agnostic=False, max_detections=1, reason="")
    assert not panel._why_text.isVisible()
    assert panel.box.text() == "0.50"
    assert panel.box.isEnabled()


def test_folded_it_is_one_line_that_opens(panel: SuppressionPanel) -> None:
    panel.set_folded(True)
    assert panel.summary.text() == "IoU 0.45 · max 300"
    assert not panel.slider.isVisible()
    panel.summary.click()
    assert panel.slider.isVisible()
    assert not panel.summary.isVisible()
    panel.fold.click()
    assert panel.summary.isVisible()


def test_without_a_model_everything_is_greyed(panel: SuppressionPanel) -> None:
    panel.set_active(False)
    for part in (panel.slider, panel.box, panel.agnostic, panel.most):
        assert not part.isEnabled()
