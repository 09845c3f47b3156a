"""Whatever is dropped, the card says what is wrong with it, and what was open stays open."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from pytestqt.qtbot import QtBot

from engine_core.detections import Detections
from engine_core.errors import SourceError
from engine_core.recipe import Overrules
from engine_core.text import text
from gui.main_window import MainWindow
from gui.problems import Problem
from gui.workers.messages import ModelOpened
from tests.builders import network
from tests.engine_core.runs import cats_and_dogs, clip, picture
from tests.gui.driving import drop, load, open_window, shows, until
from tests.gui.staged import Told, item, staged_window


def _bytes(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


def _cut_model(folder: Path) -> Path:
    whole = cats_and_dogs(folder / "whole").read_bytes()
    path = folder / "cut.onnx"
    path.write_bytes(whole[: len(whole) // 2])
    return path


def _zip(folder: Path) -> Path:
    path = folder / "weights.engine"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.pkl", b"x" * 200)
    return path


def _no_detector(folder: Path) -> Path:
    return network(folder / "adder.onnx", {"sum": np.zeros((1, 3), np.float32)})


def _cut_picture(folder: Path) -> Path:
    path = folder / "cut.jpg"
    Image.effect_noise((640, 480), 50).convert("RGB").save(path)
    path.write_bytes(path.read_bytes()[:300])
    return path


def _cut_video(folder: Path) -> Path:
    path = clip(folder / "cut.mp4")
    path.write_bytes(path.read_bytes()[:200])
    return path


def _empty_folder(folder: Path) -> Path:
    path = folder / "nothing here"
    path.mkdir()
    return path


LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 1234\n"
BAD: tuple[Callable[[Path], Path], ...] = (
    _bytes("empty.onnx", b""),
    _cut_model,
    _zip,
    _bytes("notes.engine", b"this is no engine\n" * 20),
    _bytes("pointer.onnx", LFS),
    _bytes("old.engine", b"ftrt" + bytes(20) + bytes([8, 6, 0, 12]) + bytes(400)),
    _no_detector,
    _cut_picture,
    _cut_video,
    _empty_folder,
    _bytes("table.xlsx", b"PK\x03\x04" + bytes(100)),
)


def _state(window: MainWindow) -> tuple[object, ...]:
    found: Detections = window.presenter.view.shown
    opened, shown = window.controller.opened, window.controller.shown
    assert opened is not None
    assert shown is not None
    return (
        opened.file.path,
        shown.source.item.name,
        shown.frame.image.tobytes(),
        found.xyxy.tobytes(),
        window.controller.choices.choices,
        window.windowTitle(),
    )


def test_bad_files_one_after_another_each_get_their_card_and_change_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    good, image = tmp_path / "good", tmp_path / "good" / "a.png"
    good.mkdir()
    (tmp_path / "whole").mkdir()
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(good), picture(image))
        window.wiring.set_confidence(0.5)
        before = _state(window)
        titles = []
        for make in BAD:
            path = make(tmp_path)
            window.card.close_card()
            until(qtbot, lambda: window.card.isHidden())
            drop(window, path)
            until(qtbot, lambda: window.card.isVisible())
            problem = window.card.problem
            assert problem is not None
            told = str(problem.title) + str(problem.consequence) + str(problem.why)
            assert path.name in told, told
            assert str(problem.advice) or problem.cure is not None
            titles.append(str(problem.title))
            until(qtbot, lambda: shows(window, "a.png"))
            assert _state(window) == before
        assert len(BAD) >= 10
        assert len(window.wiring.tools.recent) == len(BAD)
        # And everything still works.
        other = picture(tmp_path / "b.png", (32, 32))
        drop(window, other)
        until(qtbot, lambda: shows(window, "b.png"))
        assert len(window.presenter.view.shown) == 2
        assert len(set(titles)) > 5


def _has_open(window: MainWindow, model: Path) -> bool:
    opened = window.controller.opened
    return opened is not None and opened.file.path == model


def _second_model(folder: Path) -> Path:
    (folder / "second").mkdir()
    return cats_and_dogs(folder / "second").rename(folder / "second" / "second.onnx")


def test_the_card_about_a_model_goes_when_another_one_opens(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        drop(window, _bytes("bad.onnx", b"")(tmp_path))
        until(qtbot, window.card.isVisible)
        assert "stays loaded" in str(window.card.problem and window.card.problem.consequence)
        good = _second_model(tmp_path)
        drop(window, good)
        until(qtbot, lambda: _has_open(window, good))
        assert window.card.isHidden()
        assert len(window.wiring.tools.recent) == 1


def test_the_card_about_a_model_stays_while_the_old_one_goes_on(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        told: list[ModelOpened] = []
        window.controller.model_changed.connect(told.append)
        # A picture of the same drop is shown after the model has failed.
        drop(window, _bytes("bad.onnx", b"")(tmp_path), picture(tmp_path / "b.png"))
        until(qtbot, lambda: window.card.isVisible() and shows(window, "b.png"))
        window.controller.overrule(Overrules(labels=("Katze", "Hund")))
        until(qtbot, lambda: len(told) == 1)
        assert window.controller.labels[0] == "Katze"
        assert window.card.isVisible()


def test_the_card_about_a_source_goes_when_another_one_is_shown(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        for broken in (tmp_path / "missing.png", _cut_video(tmp_path)):
            drop(window, broken)
            until(qtbot, window.card.isVisible)
            good = picture(tmp_path / f"{broken.stem}-good.png")
            drop(window, good)
            until(qtbot, lambda good=good: shows(window, good.name))  # type: ignore[misc]
            assert window.card.isHidden()


def test_the_card_about_a_source_stays_when_the_others_of_its_drop_come(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        good = cats_and_dogs(tmp_path)
        drop(window, tmp_path / "missing.png", picture(tmp_path / "a.png"), good)
        until(qtbot, lambda: shows(window, "a.png") and _has_open(window, good))
        assert window.card.isVisible()


def test_the_card_about_a_source_stays_while_the_old_one_goes_on(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with staged_window(qtbot, tmp_path) as (window, rig):
        controller, told = window.controller, Told(window.controller)
        rig.refused["bad.mp4"] = SourceError(text("It is no video"))
        controller.open_source(item("a.mp4"))
        rig.until(lambda: len(told.of("shown_changed")) == 1)
        # Asked for once more while the card about it is there already: the second failure is another card.
        for count in (1, 2):
            controller.open_source(item("bad.mp4"))
            rig.until(lambda count=count: len(told.of("source_failed")) == count)  # type: ignore[misc]
            assert window.card.isVisible()
        shown = len(told.of("shown_changed"))
        controller.seek(3)
        rig.until(lambda: len(told.of("shown_changed")) > shown)
        assert window.card.isVisible()
        # The new one comes only when it is shown.
        rig.reading.shut()
        controller.open_source(item("b.mp4"))
        rig.reading.wait_until_reached()
        assert window.card.isVisible()
        rig.reading.open()
        rig.until(lambda: window.card.isHidden())
        assert shows_item(window, "b.mp4")


def test_the_card_about_a_frame_stays_with_its_video(qtbot: QtBot, tmp_path: Path) -> None:
    with staged_window(qtbot, tmp_path) as (window, rig):
        controller = window.controller
        rig.broken[3] = SourceError(text("Frame 3 is broken"))
        controller.open_source(item("a.mp4"))
        rig.until(lambda: shows_item(window, "a.mp4"))
        controller.seek(3)
        rig.until(window.card.isVisible)
        controller.seek(4)
        rig.until(lambda: controller.shown is not None and controller.shown.frame.index == 4)
        assert window.card.isVisible()
        controller.open_source(item("b.mp4"))
        rig.until(lambda: shows_item(window, "b.mp4"))
        assert window.card.isHidden()


def test_a_card_about_something_else_stays_whatever_is_opened(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        window.wiring.show_problem(Problem(title=text("Something went wrong")))
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        assert window.card.isVisible()


def shows_item(window: MainWindow, name: str) -> bool:
    """Whether a frame of a source of this name is shown, with or without a model."""
    shown = window.controller.shown
    return shown is not None and shown.source.item.name == name
