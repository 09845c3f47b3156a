"""What is said of a model shows at once, can be undone, and is remembered for the file's content."""

from __future__ import annotations

import shutil
from pathlib import Path

from pytestqt.qtbot import QtBot

from engine_core.recipe import NO_OVERRULES, Overrules
from gui.main_window import MainWindow
from tests.engine_core.runs import cats_and_dogs, picture
from tests.gui.driving import click, load, open_window, table_rows, until
from tests.shared_data import ROOT, needs_shared_data

NAMES = Overrules(labels=("lynx", "wolf"))


def _names(window: MainWindow) -> set[str]:
    return {name for name, _ in table_rows(window)}


def _rename(qtbot: QtBot, window: MainWindow) -> None:
    window.recipe_sheet.overrules_changed.emit(NAMES)
    until(qtbot, lambda: "lynx" in _names(window))


def test_class_names_that_are_overruled_show_at_once_and_are_undone_and_redone(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        window.wiring.set_confidence(0.7)
        _rename(qtbot, window)
        assert _names(window) == {"lynx"}
        window.acts["undo"].trigger()
        until(qtbot, lambda: _names(window) == {"cat"})
        window.acts["undo"].trigger()
        until(qtbot, lambda: _names(window) == {"cat", "dog"})
        window.acts["redo"].trigger()
        window.acts["redo"].trigger()
        until(qtbot, lambda: _names(window) == {"lynx"})
        assert not window.acts["redo"].isEnabled()


def test_what_is_overruled_is_remembered_for_the_content_until_back_to_automatic(
    qtbot: QtBot, tmp_path: Path
) -> None:
    model, image = cats_and_dogs(tmp_path), picture(tmp_path / "a.png")
    with open_window(qtbot) as window:
        load(qtbot, window, model, image)
        _rename(qtbot, window)
    moved = tmp_path / "elsewhere" / "renamed.onnx"
    moved.parent.mkdir()
    shutil.copy(model, moved)
    with open_window(qtbot) as window:
        load(qtbot, window, moved, image)
        until(qtbot, lambda: "lynx" in _names(window))
        assert window.controller.choices.choices.overrules == NAMES
        window.acts["recipe"].trigger()
        until(qtbot, lambda: window.recipe_sheet.back.isEnabled())
        click(window.recipe_sheet.back)
        until(qtbot, lambda: _names(window) == {"cat", "dog"})
    with open_window(qtbot) as window:
        load(qtbot, window, moved, image)
        assert _names(window) == {"cat", "dog"}
        assert window.controller.choices.choices.overrules == NO_OVERRULES


def test_class_names_are_loaded_from_a_dropped_file(qtbot: QtBot, tmp_path: Path) -> None:
    names = tmp_path / "classes.txt"
    names.write_text("lynx\nwolf\n", "utf-8")
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        window.opening.use_labels(names)
        until(qtbot, lambda: "lynx" in _names(window))
        names.write_bytes(b"\x00\xff\x00")
        window.opening.use_labels(names)
        assert window.card.isVisible()
        assert "lynx" in _names(window)


@needs_shared_data
def test_one_click_on_what_was_found_out_cures_a_model_that_is_fed_wrongly(qtbot: QtBot) -> None:
    model, image = ROOT / "models" / "yolox_nano.onnx", ROOT / "media" / "dog.jpg"
    with open_window(qtbot) as window:
        load(qtbot, window, model, image)
        good = len(window.presenter.view.shown)
        assert good
        window.controller.overrule(Overrules(normalisation="unit-rgb"))
        until(qtbot, lambda: not window.presenter.view.shown)
        helper = window.nothing_found
        until(qtbot, helper.isVisible)
        click(helper.why)
        until(qtbot, lambda: helper.apply.isVisible())
        assert helper.proposal_text.text()
        click(helper.apply)
        until(qtbot, lambda: len(window.presenter.view.shown) > 0)
        assert helper.isHidden()
        assert abs(len(window.presenter.view.shown) - good) <= 1
        window.acts["undo"].trigger()
        until(qtbot, lambda: not window.presenter.view.shown)
