from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.canvas.canvas_bar import CanvasBar
from gui.icons import icon

CHECKABLE = {
    "labels": "tag",
    "confidences": "conf",
    "below": "ghost",
    "masks": "mask",
    "fit": "fit",
}
OTHERS = {"previous": "left", "next": "right", "zoom_out": "minus", "zoom_in": "plus"}


@pytest.fixture
def actions(qapp: QApplication) -> dict[str, QAction]:
    made: dict[str, QAction] = {}
    for name, picture in {**CHECKABLE, **OTHERS}.items():
        made[name] = QAction(icon(picture), name.replace("_", " ").capitalize(), qapp)
        made[name].setCheckable(name in CHECKABLE)
    return made


@pytest.fixture
def bar(qtbot: QtBot, actions: dict[str, QAction]) -> CanvasBar:
    made = CanvasBar(actions)
    qtbot.addWidget(made)
    made.resize(800, 40)
    made.show()
    return made


def test_buttons_do_and_show_what_their_actions_say(
    bar: CanvasBar, actions: dict[str, QAction]
) -> None:
    button = bar.buttons["labels"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert actions["labels"].isChecked()
    assert button.isChecked()
    assert button.accessibleName() == "Labels"
    actions["masks"].setEnabled(False)
    assert not bar.buttons["masks"].isEnabled()


def test_the_zoom_has_one_width_whatever_it_is(bar: CanvasBar) -> None:
    width = bar._zoom.width()
    for percent, shown in ((94.2, "94 %"), (6400.0, "6,400 %"), (5.0, "5.0 %")):
        bar.set_zoom(percent)
        assert bar._zoom.text() == shown
        assert bar._zoom.width() == width


def test_a_zoom_can_be_chosen(bar: CanvasBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.zoom_requested) as told:
        bar._zoom.menu().actions()[2].trigger()
    assert told.args == [200.0]


def test_a_long_name_is_shortened_and_a_short_one_is_not(bar: CanvasBar) -> None:
    bar.set_title("a.png", "810 × 720")
    bar.grab()
    assert bar._name.toolTip() == ""
    bar.set_title("a very long name of a picture " * 6 + ".png", "810 × 720")
    bar.grab()
    assert bar._name.toolTip().endswith(".png")
    assert bar._size.geometry().right() < bar.buttons["labels"].x()


def test_the_size_goes_where_the_window_is_narrow(bar: CanvasBar) -> None:
    bar.set_title("a.png", "810 × 720")
    assert bar._size.isVisible()
    bar.set_narrow(True)
    assert not bar._size.isVisible()


def test_the_bar_holds_something_more_and_lets_it_go(bar: CanvasBar) -> None:
    extra = QLabel("Confidence")
    bar.set_extra(extra)
    bar.grab()
    assert bar._size.x() < extra.x() < bar.buttons["labels"].x()
    bar.set_extra(None)
    assert extra.parent() is None
    extra.deleteLater()
