"""The hints of the first start: when they come, where they lie, how they go for good."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui import i18n
from gui.main_window import MainWindow
from gui.settings import Settings
from tests.engine_core.runs import cats_and_dogs, picture
from tests.gui.driving import load, open_window, until


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


def _words(window: MainWindow) -> str:
    return window.wiring.tips.bubble.words.text()


def _next(window: MainWindow) -> None:
    QTest.mouseClick(window.wiring.tips.bubble.next_button, Qt.MouseButton.LeftButton)


def test_they_come_with_the_first_detections_and_take_no_keyboard(window: MainWindow) -> None:
    assert "threshold" in _words(window)
    bubble = window.wiring.tips.bubble
    assert not bubble.isAncestorOf(QApplication.focusWidget() or window)
    _next(window)
    assert "box" in _words(window)
    assert not bubble.isAncestorOf(QApplication.focusWidget() or window)


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (1100, 700), (900, 600)])
def test_none_covers_what_it_is_about_or_leaves_the_window(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.resize(*size)
    bubble = window.wiring.tips.bubble
    picture_place = window.canvas.picture_rect()
    assert picture_place is not None
    threshold = window.threshold if window.threshold.isVisible() else window.bar.extra
    assert threshold is not None
    for part in (threshold, None, window.export_button):
        until(qtbot, lambda: bubble.isVisible() and not window.wiring.tips._settling.isActive())
        assert bubble.height() > 60
        assert window.rect().contains(bubble.geometry())
        if part is not None:
            assert not _rect(part, window).intersects(bubble.geometry())
        _next(window)
    assert not bubble.isVisible()


def test_beside_a_wide_picture_the_hint_about_boxes_lies_in_its_margin(
    window: MainWindow, qtbot: QtBot
) -> None:
    _next(window)
    until(qtbot, lambda: not window.wiring.tips._settling.isActive())
    place = window.canvas.picture_rect()
    assert place is not None
    place.translate(_rect(window.canvas, window).topLeft())
    bubble = window.wiring.tips.bubble.geometry()
    assert _rect(window.canvas, window).contains(bubble)
    assert not place.intersects(bubble)


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
    for is_so in (
        lambda: not window.acts["recipe"].isChecked(),
        lambda: window.presenter.selected is None,
        lambda: not window.acts["full_picture"].isChecked(),
    ):
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


def test_help_brings_them_back(window: MainWindow) -> None:
    window.wiring.tips.close_tips()
    window.acts["tips"].trigger()
    assert window.wiring.tips.bubble.isVisible()
    assert "threshold" in _words(window)
    assert window.settings.switch("tips") is True


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
