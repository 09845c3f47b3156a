"""Closing ends whatever is under way, leaves no thread, and is told exactly once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine_core.frame import SourceItem, SourceKind
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.workers import ending
from tests.engine_core.runs import cats_and_dogs, clip
from tests.gui.driving import PATIENCE_MS, load, open_window, until
from tests.gui.staged import item, staged_window
from tests.gui.workers.rig import Gate, Rig


def _during_opening(window: MainWindow, rig: Rig) -> Gate:
    rig.opening.shut()
    window.controller.open_model(rig.model().path)
    return rig.opening


def _during_inference(window: MainWindow, rig: Rig) -> Gate:
    window.controller.open_source(item())
    rig.inferring.shut()
    window.controller.open_model(rig.model().path)
    return rig.inferring


def _during_reading(window: MainWindow, rig: Rig) -> Gate:
    rig.reading.shut()
    window.controller.open_source(item())
    return rig.reading


def _during_survey(window: MainWindow, rig: Rig) -> Gate:
    window.controller.open_model(rig.model().path)
    rig.surveying.shut()
    window.controller.want_survey(True)
    window.controller.open_source(item())
    return rig.surveying


@pytest.mark.parametrize(
    "begin", [_during_opening, _during_inference, _during_reading, _during_survey]
)
def test_closing_during_a_step_waits_hidden_for_its_end_and_tells_once(
    qtbot: QtBot, tmp_path: Path, begin: Callable[[MainWindow, Rig], Gate]
) -> None:
    with staged_window(qtbot, tmp_path) as (window, rig):
        closed: list[bool] = []
        window.closed.connect(lambda: closed.append(rig.worker.isRunning()))
        gate = begin(window, rig)
        # The window's own thread must go on for the worker's messages to be seen.
        until(qtbot, lambda: gate.reached.acquire(blocking=False))
        window.close()
        assert window.isHidden()
        assert closed == []
        window.close()
        assert closed == []
        gate.open()
        until(qtbot, lambda: bool(closed))
        assert closed == [False]
        window.close()
        assert closed == [False]


def test_closing_while_a_camera_does_not_answer_waits_for_no_picture(
    qtbot: QtBot, tmp_path: Path
) -> None:
    asked, let_go = threading.Event(), threading.Event()

    def never(_: SourceItem, *, stop: threading.Event | None = None) -> None:
        asked.set()
        assert stop is not None
        stop.wait(20)
        let_go.set()

    with staged_window(qtbot, tmp_path) as (window, rig):
        rig.open_live = never  # type: ignore[assignment]
        window.controller.open_source(SourceItem(SourceKind.LIVE, "camera:0", "camera-0"))
        until(qtbot, asked.is_set)
        with qtbot.waitSignal(window.closed, timeout=PATIENCE_MS):
            window.close()
        assert let_go.wait(20)
        assert not rig.worker.isRunning()


def test_closing_while_a_video_plays_ends_every_thread_of_the_window(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), clip(tmp_path / "a.mp4", frames=50))
        window.acts["play"].trigger()
        until(qtbot, lambda: window.controller.index > 1)
        with qtbot.waitSignal(window.closed, timeout=PATIENCE_MS):
            window.close()
        assert not window.controller.is_playing
        assert not window.controller.worker.isRunning()
        until(qtbot, lambda: not window.opening.intake.isRunning())
        until(qtbot, lambda: not window.opening.thumbnails.isRunning())


def test_what_was_switched_and_the_size_come_back_at_the_next_start(qtbot: QtBot) -> None:
    with open_window(qtbot, (1300, 800)) as window:
        for key in ("labels", "masks", "below", "loop", "survey", "right_column"):
            window.acts[key].toggle()
        window.acts["faster"].trigger()
        window.controller.clock.set_speed(4.0)
        switched = {key: window.acts[key].isChecked() for key in ("labels", "masks", "below")}
        kept = {key: window.acts[key].isChecked() for key in ("loop", "survey", "right_column")}
    again = MainWindow(Settings())
    again.show()
    qtbot.waitExposed(again)
    try:
        # As far as the screen has room for it.
        plain = QWidget()
        plain.restoreGeometry(Settings().geometry)
        assert again.height() == plain.height()
        for key, is_on in (switched | kept).items():
            assert again.acts[key].isChecked() == is_on, key
        assert again.controller.clock.speed == 4.0
        assert not again._right.isVisible()
        assert not again.presenter.look.show_labels
        assert not again.presenter.look.show_masks
        assert again.presenter.shows_below
    finally:
        with qtbot.waitSignal(again.closed, timeout=PATIENCE_MS):
            again.close()
        again.deleteLater()


def test_widths_of_columns_come_back_at_the_next_start(qtbot: QtBot) -> None:
    with open_window(qtbot, (1440, 900)) as window:
        for number, by in ((1, 66), (2, -74)):
            handle = window._splitter.handle(number)
            QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(0, 50))
            QTest.mouseMove(handle, QPoint(by, 50))
            QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(by, 50))
        wanted = window._splitter.sizes()
        assert wanted[0] > 300
        assert wanted[2] > 380
    with open_window(qtbot, (1440, 900)) as again:
        assert again._splitter.sizes() == wanted
        again.acts["recipe"].setChecked(True)
        assert again._splitter.sizes() != wanted
        again.acts["recipe"].setChecked(False)
        assert again._splitter.sizes() == wanted


def test_a_window_is_off_the_screen_before_any_thread_is_waited_for(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden: list[bool] = []
    with staged_window(qtbot, tmp_path) as (window, _):
        stop = window.wiring.stop

        def watched() -> None:
            hidden.append(window.isHidden())
            stop()

        monkeypatch.setattr(window.wiring, "stop", watched)
        window.close()
    assert hidden == [True]


def test_a_step_that_never_ends_holds_the_program_only_so_long(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "_lingering", [])
    with staged_window(qtbot, tmp_path) as (window, rig):
        gate = _during_reading(window, rig)
        until(qtbot, lambda: gate.reached.acquire(blocking=False))
        window._patience.setInterval(0)
        with qtbot.waitSignal(window.closed, timeout=PATIENCE_MS):
            window.close()
        assert ending.still_running()
        gate.open()
        until(qtbot, lambda: not ending.still_running())
