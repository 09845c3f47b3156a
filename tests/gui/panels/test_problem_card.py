from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine_core.text import text
from gui import appearance
from gui.controls import Text
from gui.panels.problem_card import ProblemCard
from gui.panels.problem_parts import shortened
from gui.problems import COPY_DETAILS, Cure, Problem

BUILD = Cure(key="build", label=text("Build from {name}…", name="a.onnx"))
OTHER = Cure(key="other", label=text("Choose another model…"))


def problem(**changes: object) -> Problem:
    facts: dict[str, object] = {
        "title": text("This engine was built elsewhere"),
        "consequence": text("{name} was not opened; {old} stays.", name="<b>.engine", old="a"),
        "why": text("An engine runs only where it was built."),
        "advice": text("Building takes minutes."),
        "cure": BUILD,
        "other": OTHER,
        "details": "one\ntwo",
        **changes,
    }
    return Problem(**facts)  # type: ignore[arg-type]


@pytest.fixture
def stage(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(840, 700)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def card(stage: QWidget) -> Iterator[ProblemCard]:
    made = ProblemCard()
    made.set_motion(False)
    made.setParent(stage)
    yield made
    made.close_card()


def seen(card: ProblemCard) -> str:
    return "\n".join(one.text() for one in card.findChildren(Text) if one.isVisible())


def test_the_card_lies_in_the_middle_24_below_the_top(card: ProblemCard, stage: QWidget) -> None:
    card.show_problem(problem())
    assert (card.x(), card.y(), card.width()) == (108, 24, 624)
    stage.resize(500, 700)
    assert (card.x(), card.width()) == (24, 452)


def test_the_card_says_all_parts(card: ProblemCard) -> None:
    card.show_problem(problem(found=text("TensorRT 8.6"), found_from=text("read from the file")))
    told = seen(card)
    for words in ("built elsewhere", "Building takes", "Found", "TensorRT 8.6", "read from the"):
        assert words in told
    assert "Expected" not in told


def test_a_name_in_the_consequence_is_never_markup(card: ProblemCard) -> None:
    card.show_problem(problem())
    assert "&lt;b&gt;.engine</span> was not opened" in seen(card)


def test_the_stronger_name_follows_the_theme(card: ProblemCard, qapp: QApplication) -> None:
    card.show_problem(problem())
    dark = seen(card)
    appearance.dress(qapp, "light")
    assert seen(card) != dark


@pytest.mark.parametrize(("which", "key"), [("_cure", "build"), ("_other", "other")])
def test_a_button_asks_for_its_cure_and_leaves_the_card(
    card: ProblemCard, qtbot: QtBot, which: str, key: str
) -> None:
    card.show_problem(problem())
    with qtbot.waitSignal(card.cure_requested) as asked:
        QTest.mouseClick(getattr(card, which), Qt.MouseButton.LeftButton)
    assert asked.args == [key]
    assert card.isVisible()


def test_copying_is_done_by_the_card(card: ProblemCard, qtbot: QtBot) -> None:
    cure = Cure(key=COPY_DETAILS, label=text("Copy details"))
    card.show_problem(problem(cure=cure, other=None))
    with qtbot.assertNotEmitted(card.cure_requested):
        QTest.mouseClick(card._cure, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("This engine was built elsewhere")
    assert copied.endswith("one\ntwo\n")


def test_details_are_folded_until_asked_for(card: ProblemCard) -> None:
    card.show_problem(problem())
    folded = card.height()
    assert not card._details._box.isVisible()
    QTest.mouseClick(card._details._fold, Qt.MouseButton.LeftButton)
    assert card._details._box.isVisible()
    assert card.height() > folded
    card.show_problem(problem(details="other"))
    assert not card._details._box.isVisible()


def test_without_details_there_is_nothing_to_unfold(card: ProblemCard) -> None:
    card.show_problem(problem(details=""))
    assert not card._details.isVisible()


@pytest.mark.parametrize("height", [700, 420, 300])
def test_the_cure_is_visible_in_any_room(card: ProblemCard, stage: QWidget, height: int) -> None:
    stage.resize(600, height)
    card.show_problem(problem(why=text("word " * 200), details="\n".join("x" * 40)))
    QTest.mouseClick(card._details._fold, Qt.MouseButton.LeftButton)
    assert card.geometry().bottom() < stage.height()
    row = card._cure.mapTo(card, card._cure.rect().bottomRight())
    assert card.rect().contains(row)
    assert card._cure.height() >= 20
    assert not card._cure.visibleRegion().isEmpty()


def test_a_name_of_200_characters_is_shortened_in_the_middle(card: ProblemCard) -> None:
    card.show_problem(problem(title=text("{name} is odd", name="n" * 200 + ".engine")))
    assert card.width() == 624
    title = seen(card).splitlines()[0]
    assert title.endswith(".engine is odd")
    assert len(title) < 80


def test_words_that_are_not_long_are_left_alone() -> None:
    words = "A sentence of many words " * 10
    assert shortened(words) == words


def test_escape_and_the_cross_close_the_card(card: ProblemCard, qtbot: QtBot) -> None:
    card.show_problem(problem())
    with qtbot.waitSignal(card.closed):
        QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    card.show_problem(problem())
    with qtbot.waitSignal(card.closed):
        QTest.mouseClick(card._close, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(card.closed):
        card.close_card()


def test_what_is_said_of_one_is_over_when_another_asked_for_later_is_there(
    card: ProblemCard,
) -> None:
    card.show_problem(problem(subject="model"))
    card.note_there("model")
    card.note_asked("source")
    card.note_there("source")
    card.note_there("model")
    assert card.isVisible()
    card.note_asked("model")
    card.note_there("source")
    assert card.isVisible()
    card.note_there("model")
    assert not card.isVisible()


def test_a_card_brought_back_while_a_model_opens_outlives_that(card: ProblemCard) -> None:
    older = problem(subject="model")
    card.show_problem(older)
    card.note_asked("model")
    card.show_problem(older)
    card.note_there("model")
    assert card.isVisible()


def test_a_card_about_neither_model_nor_source_stays(card: ProblemCard) -> None:
    card.show_problem(problem())
    for subject in ("model", "source"):
        card.note_asked(subject)
        card.note_there(subject)
    assert card.isVisible()


def test_appearing_takes_no_focus_until_it_is_asked_to(
    card: ProblemCard, stage: QWidget, qtbot: QtBot
) -> None:
    stage.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    with qtbot.waitActive(stage):
        stage.activateWindow()
    stage.setFocus()
    card.show_problem(problem())
    assert stage.hasFocus()
    card.focus_cure()
    assert card._cure.hasFocus()
    card.show_problem(problem(cure=None, other=None))
    card.focus_cure()
    assert card._close.hasFocus()


def test_a_screen_reader_is_told(card: ProblemCard, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: said.append(event.message())
    )
    card.show_problem(problem())
    assert said == ["This engine was built elsewhere. <b>.engine was not opened; a stays"]


def test_the_card_fades_in_once_and_is_sharp_afterwards(card: ProblemCard, qtbot: QtBot) -> None:
    card.set_motion(True)
    card.show_problem(problem())
    assert card.graphicsEffect() is not None
    qtbot.waitUntil(lambda: card.graphicsEffect() is None)
    card.show_problem(problem())
    assert card.graphicsEffect() is None
