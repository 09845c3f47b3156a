"""Selecting, soloing and hiding, own thresholds and the clipboard, through the whole window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from tests.engine_core.runs import cats_and_dogs, picture
from tests.gui.driving import load, open_window, rest_over, table_rows, until


def _until_rows(qtbot: QtBot, window: MainWindow, rows: Sequence[tuple[str, str]]) -> None:
    """Wait for the rows: one that drops out fades first."""
    until(qtbot, lambda: list(table_rows(window)) == list(rows))


def _open(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    load(qtbot, window, cats_and_dogs(folder), picture(folder / "a.png"))
    window.wiring.set_confidence(0.2)
    _until_rows(qtbot, window, [("cat", "0.90"), ("dog", "0.60"), ("cat", "0.30")])


def test_selection_goes_both_ways_and_survives_a_change_of_the_threshold(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        _open(qtbot, window, tmp_path)
        window.acts["next_detection_row"].trigger()
        window.acts["next_detection_row"].trigger()
        assert window.presenter.selected == 1
        window.wiring.set_visible(0, False)
        _until_rows(qtbot, window, [("dog", "0.60")])
        assert window.presenter.selected == 0
        window.wiring.set_confidence(0.7)
        assert window.presenter.selected is None
        window.canvas.selected.emit(None)
        window.wiring.show_all()
        window.canvas.selected.emit(0)
        assert window.presenter.selected == 0


def test_the_card_at_a_resting_pointer_goes_with_its_box_and_with_the_model(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        _open(qtbot, window, tmp_path)
        hovering = window.canvas._hovering
        rest_over(window, 0)
        window.wiring.set_confidence(1.0)
        assert not len(window.presenter.view.shown)
        assert not hovering.card.isVisible()
        window.wiring.set_confidence(0.2)
        rest_over(window, 0)
        window.controller.close_model()
        until(qtbot, lambda: not len(window.presenter.view.shown))
        assert not hovering.card.isVisible()


def test_solo_hide_and_own_thresholds_are_each_one_step_back(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        _open(qtbot, window, tmp_path)
        rows = [table_rows(window)]
        panel = window.classes
        panel.solo_requested.emit(1)
        _until_rows(qtbot, window, [("dog", "0.60")])
        assert len(window.presenter.view.others) == 2
        panel.solo_requested.emit(1)
        _until_rows(qtbot, window, rows[0])
        panel.visibility_changed.emit(0, False)
        _until_rows(qtbot, window, [("dog", "0.60")])
        panel.show_all_requested.emit()
        panel.threshold_changed.emit(0, 0.95)
        _until_rows(qtbot, window, [("dog", "0.60")])
        panel.threshold_changed.emit(0, None)
        window.suppression.max_detections_changed.emit(1)
        _until_rows(qtbot, window, [("cat", "0.90")])
        panel.colour_changed.emit(1, "#123456")
        assert dict(window.controller.choices.choices.colours) == {1: "#123456"}
        for _ in range(20):
            window.acts["undo"].trigger()
        assert not window.acts["undo"].isEnabled()
        assert window.controller.choices.choices.colours == ()
        for _ in range(20):
            window.acts["redo"].trigger()
        _until_rows(qtbot, window, [("cat", "0.90")])


def test_box_and_picture_go_to_the_clipboard(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        _open(qtbot, window, tmp_path)
        clipboard = QGuiApplication.clipboard()
        clipboard.clear()
        window.acts["copy_box"].trigger()
        assert clipboard.text() == ""
        window.presenter.select(1)
        window.acts["copy_box"].trigger()
        name, score, *corners = clipboard.text().split()
        assert (name, score) == ("dog", "0.6000")
        assert len(corners) == 4
        window.acts["copy_picture"].trigger()
        image = clipboard.image()
        assert (image.width(), image.height()) == (64, 48)


def test_the_menu_over_a_box_acts_on_that_box(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        _open(qtbot, window, tmp_path)
        for number, expected in ((3, 1), (4, 2)):
            before = set(window.findChildren(QMenu))
            window.canvas.menu_requested.emit(QPoint(50, 50), 1)
            menu = next(m for m in window.findChildren(QMenu) if m not in before)
            assert window.presenter.selected == 1
            actions = [a for a in menu.actions() if not a.isSeparator()]
            actions[number].trigger()
            menu.close()
            assert len(window.presenter.view.shown) == expected
            window.wiring.set_confidence(0.2)
