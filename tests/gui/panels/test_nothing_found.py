from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine_core.diagnose import Diagnosis, Finding, FindingKind, Trial
from engine_core.preprocess import ChannelOrder
from engine_core.recipe import Overrules
from engine_core.text import text
from gui.panels.nothing_found import NothingFound, trial_words

# The offscreen platform says so of every window with a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

BGR = Trial(
    overrules=Overrules(channels=ChannelOrder.BGR),
    said=text("Feed {wanted} instead of {now}", wanted="BGR", now="RGB"),
    boxes=6,
    best=0.87,
    mean=0.6,
    quality=3.0,
)
RAW = Trial(
    overrules=Overrules(scale=1.0),
    said=text("Feed it as now"),
    boxes=1,
    best=0.31,
    mean=0.31,
    quality=0.1,
)
NOTHING = Trial(overrules=Overrules(pad=0), said=text("Feed it as now"), boxes=0, best=0, mean=0)
FLOOD = Finding(FindingKind.FLOOD, text("The model gives no box at all, at any score"))
HIGHEST = Finding(FindingKind.HIGHEST, text("The model gives no box at all, at any score"))
FOUND = Diagnosis(findings=(FLOOD, HIGHEST), trials=(BGR, RAW, NOTHING), proposal=BGR)


@pytest.fixture
def card(qtbot: QtBot) -> NothingFound:
    made = NothingFound()
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show_nothing(0.01)
    made.show()
    return made


@pytest.fixture
def said(card: NothingFound) -> list[Any]:
    heard: list[Any] = []
    card.diagnosis_requested.connect(lambda: heard.append("why"))
    card.apply_requested.connect(heard.append)
    card.threshold_requested.connect(heard.append)
    card.dismissed.connect(lambda: heard.append("dismissed"))
    return heard


def test_nothing_found_offers_to_find_out_why(card: NothingFound, said: list[Any]) -> None:
    assert card.title.text() == "Nothing found above 0.01"
    assert not card.show_them.isVisibleTo(card)
    QTest.mouseClick(card.why, Qt.MouseButton.LeftButton)
    assert said == ["why"]


def test_what_lies_below_the_threshold_is_counted_and_can_be_shown(
    card: NothingFound, said: list[Any]
) -> None:
    card.show_below(12, 0.2349)
    assert "12 below it, best 0.23" in card.title.text()
    QTest.mouseClick(card.show_them, Qt.MouseButton.LeftButton)
    assert len(said) == 1
    assert 0.01 <= said[0] < 0.2349
    card.show_below(1, 0.012)
    card.show_them.click()
    assert said[1] == 0.01


def test_while_it_works_a_bar_runs_and_nothing_can_be_asked_twice(card: NothingFound) -> None:
    card.show_working()
    assert card.busy.isVisibleTo(card)
    assert not card.why.isVisibleTo(card)
    card.show_diagnosis(FOUND)
    assert not card.busy.isVisibleTo(card)


def test_the_proposal_is_said_and_applied(card: NothingFound, said: list[Any]) -> None:
    card.show_diagnosis(FOUND)
    assert card.proposal_text.text() == "Feed BGR instead of RGB: 6 boxes, best 0.87"
    QTest.mouseClick(card.apply, Qt.MouseButton.LeftButton)
    assert said == [BGR.overrules]


def test_other_ways_are_folded_until_they_are_asked_for(
    card: NothingFound, said: list[Any]
) -> None:
    card.show_diagnosis(FOUND)
    assert card.fold.text() == "1 other way that was tried"
    assert not card.trials.isVisibleTo(card)
    card.fold.click()
    assert card.trials.isVisibleTo(card)
    [use] = [one for one in card.trials.findChildren(QPushButton) if one.isVisibleTo(card)]
    use.click()
    assert said == [RAW.overrules]


def test_without_a_proposal_nothing_can_be_applied(card: NothingFound) -> None:
    card.show_diagnosis(Diagnosis(findings=(HIGHEST,)))
    assert not card.proposal.isVisibleTo(card)
    assert not card.fold.isVisibleTo(card)
    assert card.findings.isVisibleTo(card)


def test_the_same_state_again_keeps_what_was_found_out_of_the_way(card: NothingFound) -> None:
    card.show_diagnosis(FOUND)
    card.show_nothing(0.01)
    assert not card.proposal.isVisibleTo(card)
    assert card.why.isVisibleTo(card)


def test_moving_the_threshold_over_the_same_frame_keeps_what_was_found_out(
    card: NothingFound,
) -> None:
    card.show_below(12, 0.23)
    card.show_working()
    card.show_below(12, 0.23)
    assert card.busy.isVisibleTo(card)
    card.show_diagnosis(FOUND)
    card.show_below(12, 0.23)
    assert card.proposal.isVisibleTo(card)
    card.show_below(11, 0.23)
    assert not card.proposal.isVisibleTo(card)


def test_escape_and_the_cross_dismiss_it(card: NothingFound, said: list[Any]) -> None:
    QTest.keyClick(card, Qt.Key.Key_Escape)
    card.close_button.click()
    assert said == ["dismissed", "dismissed"]


def test_one_box_is_not_said_to_be_several() -> None:
    assert trial_words(RAW) == "Feed it as now: 1 box, best 0.31"
