"""The demo on offer: what the empty window and the menus lead to."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui import i18n
from gui.controls import PushButton, Text
from gui.icons import icon
from gui.main_window import MainWindow
from tests.engine_core.runs import cats_and_dogs, picture
from tests.gui.demos import install, stand_in
from tests.gui.driving import click, drop, load, open_window, shows, until


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(monkeypatch, tmp_path / "assets")
    return stand_in(tmp_path / "assets")


def _looked(qtbot: QtBot, window: MainWindow) -> None:
    until(qtbot, lambda: window.wiring.trying.has_looked)


def _lines(window: MainWindow) -> list[str]:
    links = [b.text() for b in window.empty.findChildren(PushButton) if b.property("sample")]
    return [text for text in links if text]


def _notes(window: MainWindow) -> list[str]:
    return [one.text() for one in window.empty.findChildren(Text) if one.isVisible()]


def _click(window: MainWindow, words: str) -> None:
    button = next(b for b in window.empty.findChildren(PushButton) if b.text() == words)
    click(button)


def _opened(window: MainWindow) -> str:
    opened = window.controller.opened
    return opened.file.path.name if opened is not None else ""


@pytest.mark.usefixtures("demo")
def test_samples_say_what_the_files_hold(qtbot: QtBot) -> None:
    with open_window(qtbot) as window:
        _looked(qtbot, window)
        assert _lines(window) == [
            "Workshop pictures with the demo model",
            "Workshop clip with the demo model",
        ]
        assert {"3 pictures", "2 s, 64 × 48"} <= set(_notes(window))
        i18n.set_language("zh_CN")
        until(qtbot, lambda: not any(line.isascii() for line in _lines(window)))


def test_a_click_on_the_pictures_opens_model_and_pictures(qtbot: QtBot, demo: Path) -> None:
    with open_window(qtbot) as window:
        _looked(qtbot, window)
        _click(window, "Workshop pictures with the demo model")
        until(qtbot, lambda: shows(window, "01-parts.png"))
        assert _opened(window) == "workshop.onnx"
        assert [item.name for item in window.sources.model.items] == [
            *("01-parts.png", "02-parts.png", "03-parts.png")
        ]
        assert window.settings.recents("source") == [str(demo / "pictures")]


@pytest.mark.usefixtures("demo")
def test_a_click_on_the_clip_opens_it(qtbot: QtBot) -> None:
    with open_window(qtbot) as window:
        _looked(qtbot, window)
        _click(window, "Workshop clip with the demo model")
        until(qtbot, lambda: shows(window, "belt.mp4"))
        assert window.is_video


@pytest.mark.usefixtures("demo")
def test_a_clip_has_the_sign_of_a_video_in_the_menu_as_in_the_lists(qtbot: QtBot) -> None:
    with open_window(qtbot) as window:
        _looked(qtbot, window)
        shown = window.acts["demo_clip"].icon().pixmap(16, 16).toImage()
        assert shown == icon("video").pixmap(16, 16).toImage()


@pytest.mark.usefixtures("demo")
def test_a_model_that_is_open_stays_where_only_pictures_are_missing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    mine = cats_and_dogs(tmp_path)
    with open_window(qtbot) as window:
        _looked(qtbot, window)
        drop(window, mine)
        until(qtbot, lambda: _opened(window) == mine.name)
        assert _lines(window) == ["Workshop pictures", "Workshop clip"]
        _click(window, "Workshop pictures")
        until(qtbot, lambda: shows(window, "01-parts.png"))
        assert _opened(window) == mine.name


@pytest.mark.usefixtures("demo")
def test_help_opens_the_demo_over_what_is_open(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        _looked(qtbot, window)
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        window.acts["demo_pictures"].trigger()
        until(
            qtbot,
            lambda: shows(window, "01-parts.png") and _opened(window) == "workshop.onnx",
        )
        assert window.sources.model.rowCount() == 4


@pytest.mark.usefixtures("demo")
def test_one_key_goes_to_the_other_model_and_back(qtbot: QtBot) -> None:
    with open_window(qtbot) as window:
        _looked(qtbot, window)
        assert not window.acts["other_model"].isEnabled()
        window.acts["demo_pictures"].trigger()
        until(qtbot, lambda: shows(window, "01-parts.png"))
        assert window.acts["other_model"].text() == "Switch to workshop-small.onnx"
        window.acts["other_model"].trigger()
        until(qtbot, lambda: _opened(window) == "workshop-small.onnx")
        window.acts["other_model"].trigger()
        until(qtbot, lambda: _opened(window) == "workshop.onnx")


def test_the_demos_model_is_known_by_whatever_way_leads_to_it(
    qtbot: QtBot, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(demo)
    with open_window(qtbot) as window:
        _looked(qtbot, window)
        window.opening.open(["workshop.onnx"])
        until(qtbot, lambda: window.controller.opened is not None)
        before = window.controller.opened
        assert before is not None
        assert not before.file.path.is_absolute()
        assert window.acts["other_model"].isEnabled()
        assert window.acts["other_model"].text() == "Switch to workshop-small.onnx"
        window.acts["demo_pictures"].trigger()
        until(qtbot, lambda: shows(window, "01-parts.png"))
        assert window.controller.opened is before
        window.acts["other_model"].trigger()
        until(qtbot, lambda: _opened(window) == "workshop-small.onnx")
        assert window.acts["other_model"].text() == "Switch to workshop.onnx"


def test_with_models_of_ones_own_the_other_is_the_one_before(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path / "none")
    first, second = tmp_path / "first.onnx", tmp_path / "second.onnx"
    for path in (first, second):
        cats_and_dogs(tmp_path).rename(path)
    with open_window(qtbot) as window:
        load(qtbot, window, first, picture(tmp_path / "a.png"))
        drop(window, second)
        until(qtbot, lambda: _opened(window) == second.name)
        assert window.acts["other_model"].text() == "Switch to first.onnx"
        window.acts["other_model"].trigger()
        until(qtbot, lambda: _opened(window) == first.name)


def test_an_installation_without_a_demo_offers_none(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path / "nothing")
    with open_window(qtbot) as window:
        _looked(qtbot, window)
        assert _lines(window) == []
        assert "Nothing at hand? Try a sample" not in _notes(window)
        assert not window.menus.demo.menuAction().isVisible()
        window.acts["demo_pictures"].trigger()
        assert window.is_empty


def test_a_damaged_clip_is_not_offered(qtbot: QtBot, demo: Path) -> None:
    (demo / "belt.mp4").write_bytes(b"no clip")
    with open_window(qtbot) as window:
        _looked(qtbot, window)
        assert _lines(window) == ["Workshop pictures with the demo model"]
        assert not window.acts["demo_clip"].isVisible()
