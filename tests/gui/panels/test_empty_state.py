from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.controls import PushButton, Text
from gui.panels.empty_state import EmptyState, _Tile

# Said by the offscreen platform of every window that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

SAMPLES = [("street", "Street pictures", "6 pictures"), ("clip", "A clip", "12 s")]


@pytest.fixture
def empty(qtbot: QtBot) -> EmptyState:
    made = EmptyState()
    made.resize(840, 760)
    qtbot.addWidget(made)
    made.show()
    return made


def seen(empty: EmptyState) -> list[str]:
    return [one.text() for one in empty.findChildren(Text) if one.isVisible()]


def button(empty: EmptyState, words: str) -> PushButton:
    return next(one for one in empty.findChildren(PushButton) if one.text() == words)


@pytest.mark.parametrize(
    ("words", "signal"),
    [("Open model…", "open_model_requested"), ("Open pictures…", "open_pictures_requested")],
)
def test_each_tile_opens_its_dialog(
    empty: EmptyState, qtbot: QtBot, words: str, signal: str
) -> None:
    with qtbot.waitSignal(getattr(empty, signal)):
        QTest.mouseClick(button(empty, words), Qt.MouseButton.LeftButton)


def test_what_is_there_already_is_named_and_the_rest_asked_for(empty: EmptyState) -> None:
    empty.set_ready(model="line3.onnx", pictures=None)
    assert "line3.onnx" in seen(empty)
    assert "Now drop something to look at" in seen(empty)
    empty.set_ready(model=None, pictures="a.jpg")
    assert "Now drop a model" in seen(empty)


def test_a_drop_frames_the_tile_it_concerns(empty: EmptyState) -> None:
    model, pictures = empty.findChildren(_Tile)
    empty.set_drop("Open model a.onnx", "model")
    assert (model._is_target, pictures._is_target) == (True, False)
    assert "Open model a.onnx" in seen(empty)
    empty.set_drop(None)
    assert (model._is_target, pictures._is_target) == (False, False)
    assert "Open model a.onnx" not in seen(empty)


def test_samples_show_only_where_there_are_any(empty: EmptyState, qtbot: QtBot) -> None:
    assert "Nothing at hand? Try a sample" not in seen(empty)
    empty.set_samples(SAMPLES)
    assert "Nothing at hand? Try a sample" in seen(empty)
    with qtbot.waitSignal(empty.sample_requested) as wanted:
        QTest.mouseClick(button(empty, "A clip"), Qt.MouseButton.LeftButton)
    assert wanted.args == ["clip"]
    empty.set_samples([])
    assert "Nothing at hand? Try a sample" not in seen(empty)


@pytest.mark.parametrize(("width", "is_stacked"), [(840, False), (380, True)])
def test_tiles_stand_below_each_other_where_it_is_narrow(
    empty: EmptyState, width: int, is_stacked: bool
) -> None:
    empty.resize(width, 760)
    QApplication.processEvents()
    model, pictures = empty.findChildren(_Tile)
    assert (pictures.y() > model.y()) == is_stacked
    assert model.mapTo(empty, model.rect().topRight()).x() < width


def test_the_smallest_window_shows_both_buttons_without_scrolling(empty: EmptyState) -> None:
    empty.resize(844, 492)
    QApplication.processEvents()
    assert empty._scroll.verticalScrollBar().maximum() == 0
