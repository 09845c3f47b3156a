from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine_core.thresholds import score_histogram
from gui.panels.histogram_paint import REACH
from gui.panels.threshold import ThresholdPanel

# The offscreen platform says so of windows with a least size, and of tooltips.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def panel(qtbot: QtBot) -> ThresholdPanel:
    made = ThresholdPanel()
    qtbot.addWidget(made)
    made.set_active(True)
    made.set_default(0.25)
    made.set_scores(np.array([0.9, 0.5, 0.1], np.float32), ("a", "b", "c").__getitem__)
    made.set_confidence(0.3)
    made.set_counts(8, 27)
    made.resize(336, made.sizeHint().height())
    made.show()
    return made


@pytest.fixture
def said(panel: ThresholdPanel) -> list[object]:
    heard: list[object] = []
    panel.confidence_changed.connect(heard.append)
    panel.editing_began.connect(lambda: heard.append("began"))
    panel.editing_ended.connect(lambda: heard.append("ended"))
    panel.reset_requested.connect(lambda: heard.append("reset"))
    panel.proposal_taken.connect(lambda value: heard.append(("taken", value)))
    return heard


def test_nothing_set_from_outside_is_said(panel: ThresholdPanel, said: list[object]) -> None:
    panel.set_confidence(0.7)
    panel.set_default(0.4)
    panel.set_floor(0.75, is_baked=True)
    panel.set_proposal(0.8)
    panel.set_silhouette(score_histogram([0.5]), "pictures")
    panel.set_active(False)
    assert said == []


def test_slider_and_field_show_the_same_value(panel: ThresholdPanel) -> None:
    panel.set_confidence(0.62)
    assert panel.box.text() == "0.62"
    assert panel.slider.confidence == pytest.approx(0.62)


def test_a_moved_slider_moves_the_field(panel: ThresholdPanel, said: list[object]) -> None:
    QTest.keyClick(panel.slider, Qt.Key.Key_Up)
    assert said == ["began", pytest.approx(0.31)]
    assert panel.box.text() == "0.31"


def test_a_typed_number_is_one_edit(panel: ThresholdPanel, said: list[object]) -> None:
    panel.box.selectAll()
    QTest.keyClicks(panel.box, "0.55")
    assert said == []
    QTest.keyClick(panel.box, Qt.Key.Key_Return)
    assert said == ["began", pytest.approx(0.55), "ended"]
    assert panel.slider.confidence == pytest.approx(0.55)


def test_stepping_the_field_and_then_dragging_are_two_edits(
    panel: ThresholdPanel, said: list[object]
) -> None:
    QTest.keyClick(panel.box, Qt.Key.Key_Up)
    QTest.keyClick(panel.slider, Qt.Key.Key_Up)
    assert [what for what in said if isinstance(what, str)] == ["began", "ended", "began"]


def test_turning_the_wheel_and_then_typing_are_two_edits(
    panel: ThresholdPanel, said: list[object]
) -> None:
    QTest.keyClick(panel.slider, Qt.Key.Key_Up)
    QTest.keyClick(panel.box, Qt.Key.Key_Up)
    assert [what for what in said if isinstance(what, str)] == ["began", "ended", "began"]


def test_taking_a_proposal_ends_the_edit_before_it(
    panel: ThresholdPanel, said: list[object]
) -> None:
    panel.set_proposal(0.27)
    QTest.keyClick(panel.slider, Qt.Key.Key_Up)
    panel.use.click()
    assert said[2:] == ["ended", ("taken", 0.27)]


def test_a_model_that_goes_ends_a_drag(panel: ThresholdPanel, said: list[object]) -> None:
    QTest.keyClick(panel.slider, Qt.Key.Key_Up)
    panel.set_active(False)
    assert said[-1] == "ended"


def test_thousandths_are_shown_and_not_rounded_away(panel: ThresholdPanel) -> None:
    panel.set_confidence(0.333)
    assert panel.box.text() == "0.333"
    panel.set_confidence(0.33)
    assert panel.box.text() == "0.33"


def test_reset_is_off_where_there_is_nothing_to_reset(
    panel: ThresholdPanel, said: list[object]
) -> None:
    assert panel.reset.isEnabled()
    panel.reset.click()
    assert said == ["reset"]
    panel.set_confidence(0.25)
    assert not panel.reset.isEnabled()


def test_it_says_how_many_are_shown(panel: ThresholdPanel) -> None:
    panel.set_counts(8, 1234)
    assert panel.count.text() == "8 of 1,234 shown"


def test_a_proposal_can_be_taken(panel: ThresholdPanel, said: list[object]) -> None:
    assert not panel.use.isVisible()
    panel.set_proposal(0.27)
    assert panel.remark.text() == "Score gap at 0.27"
    panel.use.click()
    assert said == [("taken", 0.27)]


def test_a_proposal_that_is_in_use_is_not_offered_again(panel: ThresholdPanel) -> None:
    panel.set_proposal(0.27)
    panel.set_confidence(0.27)
    assert not panel.use.isEnabled()


def test_the_floor_of_the_engine_is_told_and_holds(panel: ThresholdPanel) -> None:
    panel.set_floor(0.25, is_baked=True)
    assert panel.remark.text() == "Engine floor 0.25"
    panel.box.setValue(0.1)
    assert panel.box.value() == pytest.approx(0.25)


def test_the_floor_of_decoding_needs_no_words(panel: ThresholdPanel) -> None:
    panel.set_floor(0.01, is_baked=False)
    assert panel.remark.text() == ""


def test_without_a_model_it_is_greyed_and_says_what_will_be_here(panel: ThresholdPanel) -> None:
    panel.set_active(False)
    assert not panel.slider.isEnabled()
    assert not panel.box.isEnabled()
    assert not panel.reset.isEnabled()
    assert not panel.count.isVisible()


def test_a_clicked_score_is_passed_on(panel: ThresholdPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.score_clicked) as clicked:
        panel.slider.score_clicked.emit(2)
    assert clicked.args == [2]


@pytest.mark.parametrize(("is_narrow", "side"), [(False, 16), (True, 12)])
def test_the_axis_begins_under_the_title(panel: ThresholdPanel, is_narrow: bool, side: int) -> None:
    panel.set_narrow(is_narrow=is_narrow)
    panel.adjustSize()
    axis = panel.slider.mapTo(panel, panel.slider.rect().topLeft()).x() + REACH
    title = panel.title.mapTo(panel, panel.title.rect().topLeft()).x()
    assert axis == title == side
