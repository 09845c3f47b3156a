"""The whole window by keys alone: who gets which key, and that every action has one or a menu."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from tests.engine_core.runs import cats_and_dogs, clip, picture
from tests.gui.driving import load, open_window, until


def _press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def _focus(widget: QWidget) -> None:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    assert widget.hasFocus()


def _activate(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    until(qtbot, window.isActiveWindow)


def test_every_action_is_in_a_menu_or_has_a_key(qtbot: QtBot) -> None:
    with open_window(qtbot) as window:
        in_menus = {action for menu in window.findChildren(QMenu) for action in menu.actions()}
        for action in window.acts.all():
            assert action in in_menus or not action.shortcut().isEmpty(), action.objectName()


def test_no_two_actions_share_a_key(qtbot: QtBot) -> None:
    with open_window(qtbot) as window:
        keys = [key.toString() for action in window.acts.all() for key in action.shortcuts()]
        assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("size", [(1440, 900), (900, 600)])
def test_every_button_with_an_icon_only_says_what_it_is(
    qtbot: QtBot, tmp_path: Path, size: tuple[int, int]
) -> None:
    with open_window(qtbot, size) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), clip(tmp_path / "a.mp4"))
        window.acts["recipe"].trigger()
        mute = [
            f"{button!r} in {button.parentWidget()!r}"
            for button in window.findChildren(QAbstractButton)
            if isinstance(button, QToolButton)
            and not button.text()
            # The buttons that Qt puts into a text field are no stops and named by it.
            and not isinstance(button.parentWidget(), QLineEdit)
            and not button.objectName().startswith("qt_")
            and not (button.accessibleName() and button.toolTip())
        ]
        assert mute == []


def test_letters_belong_to_a_text_field_in_focus_and_act_elsewhere(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        _activate(qtbot, window)
        _focus(window.canvas)
        labels = window.acts["labels"].isChecked()
        _press(Qt.Key.Key_L)
        assert window.acts["labels"].isChecked() != labels
        window.acts["filter_sources"].trigger()
        field = QApplication.focusWidget()
        assert field is not None
        for key in (Qt.Key.Key_L, Qt.Key.Key_H, Qt.Key.Key_1, Qt.Key.Key_Space, Qt.Key.Key_R):
            _press(key)
        assert field.property("text") == "lh1 r"
        assert window.acts["labels"].isChecked() != labels


def test_space_presses_a_button_in_focus_and_plays_elsewhere(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), clip(tmp_path / "a.mp4", frames=200))
        _activate(qtbot, window)
        controller = window.controller
        for widget in (window.canvas, window.detections.view, window.sources.view):
            _focus(widget)
            _press(Qt.Key.Key_Space)
            assert controller.is_playing, widget
            _press(Qt.Key.Key_Space)
            assert not controller.is_playing, widget
        button = window.bar.buttons["labels"]
        _focus(button)
        before = window.acts["labels"].isChecked()
        _press(Qt.Key.Key_Space)
        assert window.acts["labels"].isChecked() != before
        assert not controller.is_playing


def test_arrows_belong_to_a_slider_or_list_in_focus_and_step_elsewhere(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), clip(tmp_path / "a.mp4"))
        _activate(qtbot, window)
        controller = window.controller
        _focus(window.canvas)
        _press(Qt.Key.Key_Right)
        assert controller.index == 1
        _focus(window.threshold.slider)
        before = controller.choices.filter.confidence
        _press(Qt.Key.Key_Right)
        assert controller.index == 1
        assert controller.choices.filter.confidence == pytest.approx(before + 0.01)
        _focus(window.detections.view)
        _press(Qt.Key.Key_Down)
        assert window.presenter.selected is not None
        assert controller.index == 1


def test_esc_closes_card_then_sheet_then_deselects_then_leaves_the_full_picture(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        _activate(qtbot, window)
        window.acts["full_picture"].trigger()
        window.acts["recipe"].trigger()
        window.presenter.select(0)
        (tmp_path / "bad.onnx").write_bytes(b"")
        window.opening.open([str(tmp_path / "bad.onnx")])
        until(qtbot, window.card.isVisible)
        _focus(window.canvas)

        def state() -> tuple[bool, ...]:
            return (
                window.card.is_open if hasattr(window.card, "is_open") else window.card.isVisible(),
                window.acts["recipe"].isChecked(),
                window.presenter.selected is not None,
                window.acts["full_picture"].isChecked(),
            )

        for open_ones in (3, 2, 1, 0):
            _press(Qt.Key.Key_Escape)
            until(qtbot, lambda n=open_ones: sum(state()) == n)  # type: ignore[misc]
            assert state() == (False,) * (4 - open_ones) + (True,) * open_ones


def test_f6_goes_through_every_part_and_round_and_back(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), clip(tmp_path / "a.mp4"))
        _activate(qtbot, window)

        def here() -> QWidget | None:
            focused = QApplication.focusWidget()
            for region in window.regions():
                if focused is not None and (region is focused or region.isAncestorOf(focused)):
                    return region
            return None

        visible = [region for region in window.regions() if region.isVisible()]
        _focus(window.canvas)
        went = []
        for _ in visible:
            _press(Qt.Key.Key_F6)
            went.append(here())
        start = visible.index(window.canvas)
        assert went == visible[start + 1 :] + visible[: start + 1]
        for _ in visible:
            _press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        assert here() is window.canvas
