"""Whatever is dropped, the card says what is wrong with it, and what was open stays open."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from pytestqt.qtbot import QtBot

from engine_core.detections import Detections
from gui.main_window import MainWindow
from tests.builders import network
from tests.engine_core.runs import cats_and_dogs, clip, picture
from tests.gui.driving import drop, load, open_window, shows, until


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
