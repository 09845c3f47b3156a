from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine_core.recipe import Overrules
from engine_core.text import text
from gui.controls import Text
from gui.framing import DropBox
from gui.modelfacts import badge_words
from gui.panels.model_card import ModelCard
from gui.panels.model_parts import BusyBar, WarningLine
from gui.workers.messages import ModelOpened
from tests.gui.opened_models import opened_model

# Said by the offscreen platform of every window that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture
def model(tmp_path: Path) -> ModelOpened:
    return opened_model(tmp_path / "line3.onnx")


@pytest.fixture
def card(qtbot: QtBot) -> ModelCard:
    made = ModelCard()
    made.setFixedWidth(264)
    qtbot.addWidget(made)
    made.show()
    return made


def seen(widget: QWidget) -> list[str]:
    """Return the texts that are visible now."""
    labels = [one.text() for one in widget.findChildren(Text) if one.isVisible()]
    return labels + [one.text() for one in widget.findChildren(QPushButton) if one.isVisible()]


def button(card: ModelCard, words: str) -> QPushButton:
    return next(one for one in card.findChildren(QPushButton) if one.text() == words)


def test_an_empty_card_asks_for_a_model_by_one_click(card: ModelCard, qtbot: QtBot) -> None:
    box = card.findChild(DropBox)
    assert box is not None
    assert box.isVisible()
    with qtbot.waitSignal(card.change_requested):
        QTest.mouseClick(box, Qt.MouseButton.LeftButton)


def test_a_model_is_told_in_the_words_of_the_design(card: ModelCard, model: ModelOpened) -> None:
    card.set_model(model)
    told = seen(card)
    for words in (
        "line3.onnx",
        "1 × 3 × 64 × 64",
        "1 × 6 × 84",
        "Letterbox, RGB, 1/255",
        "Change…",
        "Details…",
    ):
        assert words in told
    assert any("YOLOv8" in words and words.endswith(", 2 classes") for words in told)
    assert "Build engine…" not in told


@pytest.mark.parametrize(
    ("words", "signal"),
    [
        ("Change…", "change_requested"),
        ("Details…", "details_requested"),
        ("Build engine…", "build_requested"),
    ],
)
def test_each_button_asks_for_what_it_says(
    card: ModelCard, model: ModelOpened, qtbot: QtBot, words: str, signal: str
) -> None:
    card.set_can_build(words.startswith("Build"))
    card.set_model(model)
    with qtbot.waitSignal(getattr(card, signal)):
        QTest.mouseClick(button(card, words), Qt.MouseButton.LeftButton)


def test_a_builder_takes_the_place_of_the_details(card: ModelCard, model: ModelOpened) -> None:
    card.set_model(model)
    card.set_can_build(True)
    assert "Build engine…" in seen(card)
    assert "Details…" not in seen(card)


def test_while_a_model_opens_its_name_shows_and_the_old_facts_stay(
    card: ModelCard, model: ModelOpened
) -> None:
    card.set_model(model)
    height = card.sizeHint().height()
    card.set_opening("other.engine")
    bar = card.findChild(BusyBar)
    assert bar is not None
    assert bar.is_active
    assert "other.engine" in seen(card)
    assert "1 × 6 × 84" in seen(card)
    assert card.sizeHint().height() == height
    card.set_opening(None)
    assert not bar.is_active
    assert "line3.onnx" in seen(card)


def test_a_model_that_opens_first_shows_its_name_at_once(card: ModelCard) -> None:
    card.set_opening("first.onnx")
    box = card.findChild(DropBox)
    assert box is not None
    assert not box.isVisible()
    assert "first.onnx" in seen(card)
    assert "Opening…" in seen(card)


def test_the_bar_moves_only_where_it_can_be_seen_and_may_move(card: ModelCard) -> None:
    card.set_opening("first.onnx")
    bar = card.findChild(BusyBar)
    assert bar is not None
    assert bar._timer.isActive()
    card.hide()
    assert not bar._timer.isActive()
    card.show()
    card.set_motion(False)
    assert not bar._timer.isActive()


def test_a_narrow_card_keeps_its_facts_in_the_tooltip(card: ModelCard, model: ModelOpened) -> None:
    card.set_model(model)
    card.set_narrow(is_narrow=True)
    assert "1 × 6 × 84" not in seen(card)
    assert "Output: 1 × 6 × 84" in card.toolTip()
    card.set_narrow(is_narrow=False)
    assert "1 × 6 × 84" in seen(card)
    assert not card.toolTip()


def test_what_the_user_changed_is_counted_and_leads_to_the_recipe(
    card: ModelCard, tmp_path: Path, qtbot: QtBot
) -> None:
    card.set_model(opened_model(tmp_path / "a.onnx", Overrules(scale=1.0, suppress=True)))
    with qtbot.waitSignal(card.recipe_requested):
        QTest.mouseClick(button(card, "2 changes"), Qt.MouseButton.LeftButton)


def test_a_recipe_that_settles_later_brings_its_warnings(
    card: ModelCard, model: ModelOpened, qtbot: QtBot
) -> None:
    card.set_model(model)
    warned = replace(model.recipe, warnings=(text("one"), text("two")))
    card.set_recipe(warned)
    line = card.findChild(WarningLine)
    assert line is not None
    assert line.isVisible()
    assert line.text() == "one (+1)"
    assert line.toolTip() == "one\ntwo"
    with qtbot.waitSignal(card.recipe_requested):
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)


def test_the_summary_says_everything(card: ModelCard, model: ModelOpened) -> None:
    assert card.summary() == "No model yet"
    card.set_model(model)
    lines = card.summary().splitlines()
    assert lines[0] == "line3.onnx"
    assert "Input: 1 × 3 × 64 × 64" in lines


def test_the_path_can_be_copied(card: ModelCard, model: ModelOpened) -> None:
    card.set_model(model)
    next(action for action in card._menu.actions() if action.text() == "Copy path").trigger()
    assert QGuiApplication.clipboard().text() == str(model.file.path)


def test_a_drop_says_what_it_would_do_and_moves_nothing(
    card: ModelCard, model: ModelOpened
) -> None:
    card.set_model(model)
    height = card.sizeHint().height()
    card.set_drop("Open model b.onnx")
    assert "Open model b.onnx" in seen(card)
    assert card.sizeHint().height() == height
    card.set_drop(None)
    assert "Open model b.onnx" not in seen(card)


def test_a_name_of_200_characters_does_not_widen_the_card(card: ModelCard, tmp_path: Path) -> None:
    card.set_model(opened_model(tmp_path / ("n" * 200 + ".onnx")))
    assert card.minimumSizeHint().width() <= 264


def test_buttons_stand_below_each_other_where_their_texts_are_long(
    card: ModelCard, model: ModelOpened
) -> None:
    card.set_model(model)
    for long in (card._change, card._details):
        long.setText("Ausführliche Angaben zum Modell…")
    card._buttons.arrange()
    QApplication.sendPostedEvents()
    card.grab()
    assert card._details.geometry().top() > card._change.geometry().bottom()


def test_telling_the_card_something_emits_nothing(card: ModelCard, model: ModelOpened) -> None:
    asked: list[str] = []
    card.change_requested.connect(lambda: asked.append("change"))
    card.recipe_requested.connect(lambda: asked.append("recipe"))
    card.set_opening("a")
    card.set_model(model)
    card.set_recipe(model.recipe)
    card.set_model(None)
    assert asked == []


def test_every_icon_button_has_a_name(card: ModelCard, model: ModelOpened) -> None:
    card.set_model(model)
    assert card._sliders.toolTip().endswith("(Ctrl+E)")
    assert card._more.accessibleName()
    QApplication.sendEvent(card, QEvent(QEvent.Type.LanguageChange))
    assert card._more.accessibleName()


def test_an_engine_that_was_built_before_is_offered_in_place_of_building(
    card: ModelCard, model: ModelOpened, qtbot: QtBot
) -> None:
    card.set_model(model)
    card.set_can_build(True)
    assert "Build engine…" in seen(card)
    card.set_kept(is_kept=True)
    with qtbot.waitSignal(card.kept_requested), qtbot.assertNotEmitted(card.build_requested):
        QTest.mouseClick(button(card, "Open engine"), Qt.MouseButton.LeftButton)
    # The menu has both.
    assert card._build_action.isVisible()
    assert card._kept_action.isVisible()
    card.set_kept(is_kept=False)
    with qtbot.waitSignal(card.build_requested):
        QTest.mouseClick(button(card, "Build engine…"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("device", "short"),
    [
        ("NVIDIA GeForce RTX 4090", "RTX 4090"),
        ("NVIDIA H100 80GB HBM3", "H100"),
        ("GPU 1 · NVIDIA A100-SXM4-40GB", "GPU 1 · A100-SXM4-40GB"),
        ("Orin (nvgpu)", "Orin (nvgpu)"),
        ("CPU", "CPU"),
    ],
)
def test_the_badge_names_a_card_by_what_tells_it_from_others(
    model: ModelOpened, device: str, short: str
) -> None:
    info = replace(model.info, runtime="TensorRT 8.6.0", precision="fp16", device=device)
    assert badge_words(info) == f"TensorRT 8.6 · FP16 · {short}"
