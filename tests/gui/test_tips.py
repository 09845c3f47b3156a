"""The hints of the first start: when they come, where they lie, how they go for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QWidget
from pytestqt.qtbot import QtBot

from engine_core.text import text
from gui import i18n
from gui.main_window import MainWindow
from gui.problems import Problem
from gui.settings import Settings
from tests.builders import network
from tests.engine_core.runs import PROPERTIES, cats_and_dogs, picture
from tests.gui.driving import click, drop, load, open_window, rest_over, until


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    # As at the first start.
    (tmp_path / "settings" / "enginescope" / "enginescope.ini").unlink()
    with open_window(qtbot) as made:
        load(qtbot, made, cats_and_dogs(tmp_path), picture(tmp_path / "a.png", (640, 320)))
        until(qtbot, made.wiring.tips.bubble.isVisible)
        yield made


def _rect(part: QWidget, window: MainWindow) -> QRect:
    return QRect(part.mapTo(window, part.rect().topLeft()), part.size())


def _picture_rect(window: MainWindow) -> QRect:
    place = window.canvas.picture_rect()
    assert place is not None
    place.translate(_rect(window.canvas, window).topLeft())
    return place


def _words(window: MainWindow) -> str:
    return window.wiring.tips.bubble.words.text()


def _next(window: MainWindow) -> None:
    click(window.wiring.tips.bubble.next_button)


def test_they_come_with_the_first_detections_and_take_no_keyboard(window: MainWindow) -> None:
    assert "threshold" in _words(window)
    bubble = window.wiring.tips.bubble
    assert not bubble.isAncestorOf(QApplication.focusWidget() or window)
    _next(window)
    assert "box" in _words(window)
    assert not bubble.isAncestorOf(QApplication.focusWidget() or window)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (1100, 700), (900, 600)])
@pytest.mark.parametrize("shape", [(640, 320), (320, 640)])
def test_none_covers_what_it_is_about_or_leaves_the_window(
    qtbot: QtBot,
    tmp_path: Path,
    window: MainWindow,
    size: tuple[int, int],
    shape: tuple[int, int],
    language: str,
) -> None:
    i18n.set_language(language)
    window.resize(*size)
    load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "shape.png", shape))
    bubble = window.wiring.tips.bubble
    has_column = window.threshold.isVisible()
    assert has_column == (size[0] >= 960)
    slider = window.threshold.slider if has_column else window.bar.extra
    assert slider is not None
    for speaks_of in ("threshold", "boxes", "export"):
        until(qtbot, lambda: bubble.isVisible() and not window.wiring.tips._settling.isActive())
        lies = bubble.geometry()
        assert lies.height() > 60
        assert window.rect().contains(lies)
        # The histogram is what everybody looks at: none lies over it.
        for part in [slider] if has_column else slider.findChildren(QWidget):
            assert not _rect(part, window).intersects(lies)
        if speaks_of == "threshold":
            assert not _rect(window.threshold if has_column else slider, window).intersects(lies)
        elif speaks_of == "export":
            assert not _rect(window.export_button, window).intersects(lies)
        elif has_column:
            assert not _picture_rect(window).intersects(lies)
        else:
            # All of the window is picture: there it points at the switch of which it speaks, too.
            assert not _rect(window.bar, window).intersects(lies)
        _next(window)
    assert not bubble.isVisible()


def test_beside_a_wide_picture_the_hint_about_boxes_lies_in_its_margin(
    window: MainWindow, qtbot: QtBot
) -> None:
    _next(window)
    until(qtbot, lambda: not window.wiring.tips._settling.isActive())
    bubble = window.wiring.tips.bubble.geometry()
    assert _rect(window.canvas, window).contains(bubble)
    assert not _picture_rect(window).intersects(bubble)


def test_the_hint_about_boxes_waits_where_none_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    tips = window.wiring.tips
    window.wiring.set_confidence(1.0)
    until(qtbot, lambda: window.nothing_found.isVisible() and not tips._settling.isActive())
    # The threshold is still there to be dragged back.
    assert tips.bubble.isVisible()
    _next(window)
    assert not tips.bubble.isVisible()
    assert tips.are_shown
    window.wiring.set_confidence(0.25)
    until(qtbot, tips.bubble.isVisible)
    assert "box" in _words(window)


def test_all_wait_where_nothing_is_found(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    tips = window.wiring.tips
    blind = network(
        tmp_path / "blind.onnx",
        {"output0": np.zeros((1, 10, 6), np.float32)},
        properties=PROPERTIES,
    )
    for _ in range(3):
        assert tips.bubble.isVisible()
        drop(window, blind)
        until(qtbot, lambda: window.nothing_found.isVisible() and not tips.bubble.isVisible())
        assert tips.are_shown
        drop(window, tmp_path / "animals.onnx")
        until(qtbot, tips.bubble.isVisible)
        _next(window)
    assert not tips.are_shown


def test_after_the_last_none_comes_again(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    for _ in range(3):
        assert window.wiring.tips.bubble.isVisible()
        _next(window)
    assert not window.wiring.tips.are_shown
    window.opening.open([str(picture(tmp_path / "b.png"))])
    until(qtbot, lambda: window.controller.shown is not None
          and window.controller.shown.source.item.name == "b.png")  # fmt: skip
    assert not window.wiring.tips.bubble.isVisible()
    assert Settings().switch("tips") is False


def test_escape_closes_them_for_good(window: MainWindow) -> None:
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert not window.wiring.tips.bubble.isVisible()
    assert window.settings.switch("tips") is False


def test_escape_takes_everything_else_first(window: MainWindow, qtbot: QtBot) -> None:
    bubble = window.wiring.tips.bubble
    window.presenter.select(0)
    window.acts["full_picture"].setChecked(True)
    window.acts["recipe"].setChecked(True)
    goals: tuple[Callable[[], bool], ...] = (
        lambda: not window.acts["recipe"].isChecked(),
        lambda: window.presenter.selected is None,
        lambda: not window.acts["full_picture"].isChecked(),
    )
    for is_so in goals:
        until(qtbot, bubble.isVisible)
        assert not is_so()
        window.acts["escape"].trigger()
        assert is_so()
        assert window.wiring.tips.are_shown
        assert window.settings.switch("tips") is True
    window.acts["escape"].trigger()
    assert not window.wiring.tips.are_shown


def test_escape_within_a_tip_closes_it_and_nothing_else(window: MainWindow, qtbot: QtBot) -> None:
    window.presenter.select(0)
    window.activateWindow()
    until(qtbot, window.isActiveWindow)
    window.wiring.tips.bubble.next_button.setFocus()
    QTest.keyClick(window.wiring.tips.bubble.next_button, Qt.Key.Key_Escape)
    assert not window.wiring.tips.are_shown
    assert window.presenter.selected == 0


def test_they_can_be_reached_and_closed_by_keys_alone(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    until(qtbot, window.isActiveWindow)
    bubble = window.wiring.tips.bubble
    window.canvas.setFocus()
    for _ in range(12):
        window.go_to_region(1)
        if bubble.isAncestorOf(QApplication.focusWidget() or window):
            break
    focused = QApplication.focusWidget()
    assert focused is not None
    assert bubble.isAncestorOf(focused)
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert not bubble.isVisible()
    assert window.canvas.hasFocus()


def test_who_does_what_a_hint_says_is_led_on(window: MainWindow) -> None:
    slider = window.threshold.slider
    middle = slider.rect().center()
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=middle)
    assert "box" in _words(window)
    window.canvas.selected.emit(0)
    assert "Export" in _words(window)
    window.acts["export_frame"].trigger()
    assert not window.wiring.tips.are_shown


@pytest.mark.parametrize("key", ["[", "]", "{", "}"])
def test_the_keys_for_the_threshold_and_for_what_lies_below_lead_on_too(
    window: MainWindow, qtbot: QtBot, key: str
) -> None:
    window.activateWindow()
    until(qtbot, window.isActiveWindow)
    window.canvas.setFocus()
    QTest.keyClicks(window.canvas, key)
    assert "box" in _words(window)
    QTest.keyClicks(window.canvas, "g")
    assert "Export" in _words(window)


def test_the_threshold_over_the_picture_leads_on_too(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(900, 600)
    until(qtbot, lambda: window.bar.extra is not None and window.wiring.tips.bubble.isVisible())
    assert window.bar.extra is not None
    slider = window.bar.extra.findChild(QSlider)
    assert slider is not None
    window.activateWindow()
    until(qtbot, window.isActiveWindow)
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert "box" in _words(window)


def test_a_pointer_that_lies_over_a_box_skips_no_hint(window: MainWindow) -> None:
    _next(window)
    place = rest_over(window, 0)
    assert "box" in _words(window)
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert "Export" in _words(window)


def test_another_model_with_another_threshold_skips_no_hint(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    opened = window.controller.opened
    (tmp_path / "b").mkdir()
    window.wiring.set_confidence(0.5)
    drop(window, cats_and_dogs(tmp_path / "b"))
    until(qtbot, lambda: window.controller.opened is not opened)
    assert "threshold" in _words(window)


def test_help_brings_them_back(window: MainWindow) -> None:
    window.wiring.tips.close_tips()
    window.acts["tips"].trigger()
    assert window.wiring.tips.bubble.isVisible()
    assert "threshold" in _words(window)
    assert window.settings.switch("tips") is True


def test_help_brings_them_back_where_the_threshold_hides_every_box(
    window: MainWindow, qtbot: QtBot
) -> None:
    tips = window.wiring.tips
    tips.close_tips()
    window.wiring.set_confidence(1.0)
    window.acts["tips"].trigger()
    # What the first one says is just what brings the boxes back.
    assert tips.bubble.isVisible()
    assert "threshold" in _words(window)
    window.acts["confidence_down"].trigger()
    assert "box" in _words(window)
    window.wiring.set_confidence(0.25)
    until(qtbot, tips.bubble.isVisible)


def test_help_takes_the_card_about_a_problem_out_of_their_way(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.opening.open([str(tmp_path / "missing.png")])
    until(qtbot, window.card.isVisible)
    window.acts["tips"].trigger()
    assert window.card.isHidden()
    assert window.wiring.tips.bubble.isVisible()
    assert len(window.wiring.tools.recent) == 1


def test_help_says_what_they_wait_for_until_they_come(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        tips, status = window.wiring.tips, window.status
        window.wiring.show_problem(Problem(title=text("Something went wrong")))
        window.acts["tips"].trigger()
        assert status.message == "The tips come with the next detections"
        # Nothing is there to give tips about: the card is not in their way.
        assert window.card.isVisible()
        window.card.close_card()
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        until(qtbot, tips.bubble.isVisible)
        assert "threshold" in _words(window)
        assert status.message is None


def test_what_else_the_status_says_stays_when_they_come(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        window.acts["tips"].trigger()
        window.status.set_message("Box copied", seconds=None)
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        until(qtbot, window.wiring.tips.bubble.isVisible)
        assert window.status.message == "Box copied"


def test_they_come_with_the_first_boxes_that_a_lower_threshold_brings(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "settings" / "enginescope" / "enginescope.ini").unlink()
    with open_window(qtbot) as window:
        drop(window, cats_and_dogs(tmp_path))
        until(qtbot, lambda: window.controller.opened is not None)
        window.wiring.set_confidence(1.0)
        drop(window, picture(tmp_path / "a.png"))
        until(qtbot, window.nothing_found.isVisible)
        assert not window.wiring.tips.are_shown
        window.acts["confidence_down_more"].trigger()
        window.wiring.set_confidence(0.25)
        until(qtbot, window.wiring.tips.bubble.isVisible)
        assert "threshold" in _words(window)


def test_they_follow_the_language(window: MainWindow, qtbot: QtBot) -> None:
    i18n.set_language("zh_CN")
    until(qtbot, lambda: "阈值" in _words(window))
    assert window.wiring.tips.bubble.next_button.text() == "下一条"


def test_a_problem_comes_first(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.opening.open([str(tmp_path / "missing.png")])
    until(qtbot, lambda: window.card.isVisible() and not window.wiring.tips.bubble.isVisible())
    window.card.close_card()
    until(qtbot, window.wiring.tips.bubble.isVisible)


def test_they_are_not_in_the_copied_picture(window: MainWindow) -> None:
    with_tip = window.canvas.annotated_image()
    window.wiring.tips.close_tips()
    assert window.canvas.annotated_image() == with_tip


def test_who_has_seen_them_sees_none(qtbot: QtBot, tmp_path: Path) -> None:
    Settings().set_switch("tips", False)
    with open_window(qtbot) as made:
        load(qtbot, made, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        assert not made.wiring.tips.are_shown
