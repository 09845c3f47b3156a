"""The export in the real window: what is shown is what lies in the folder, and nothing disturbs it."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QAbstractButton, QMessageBox
from pytestqt.qtbot import QtBot

from engine_core.batch import Progress
from engine_core.exporters.annotate import annotated
from engine_core.exporters.base import ExportSettings
from engine_core.results import FrameResult
from gui.dialogs.export import ExportDialog
from gui.exporting import Exporting
from gui.exports import ExportProgress
from gui.main_window import MainWindow
from gui.workers import export_worker
from gui.workers.export_worker import Meter
from tests.engine_core.runs import cats_and_dogs, clip, picture
from tests.gui.driving import click, drop, load, open_window, shows, until

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window with a model of cats and dogs, two pictures and a clip."""
    with open_window(qtbot) as made:
        made.settings.export_folder = str(tmp_path / "exports")
        pictures = [picture(tmp_path / name, (320, 240)) for name in ("a.png", "b.png")]
        load(qtbot, made, cats_and_dogs(tmp_path), *pictures, clip(tmp_path / "c.mp4", 9))
        yield made


def exporting_of(window: MainWindow) -> Exporting:
    return window.wiring.tools.exporting


def ask(window: MainWindow, key: str = "export_all") -> ExportDialog:
    """Open the dialog by its action."""
    window.acts[key].trigger()
    dialog = exporting_of(window).dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def choose(dialog: ExportDialog, out: Path, *keys: str) -> None:
    dialog.form.folder.setText(str(out))
    for key, box in dialog.form._boxes.items():
        if box.isEnabled():
            box.setChecked(key in keys)


def start(dialog: ExportDialog) -> None:
    assert dialog.form.start.isEnabled()
    click(dialog.form.start)


def finish(qtbot: QtBot, window: MainWindow) -> None:
    exporting = exporting_of(window)
    until(qtbot, lambda: exporting.outcome is not None and not exporting.is_running)


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "detections.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


class Gate:
    """Holds an export at its first frame until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_reached = threading.Event()
        self._is_open = threading.Event()
        read = Meter.read

        def hold(meter: Meter, progress: Progress, failed: int) -> ExportProgress | None:
            self.is_reached.set()
            assert self._is_open.wait(60)
            return read(meter, progress, failed)

        monkeypatch.setattr(export_worker.Meter, "read", hold)

    def open(self) -> None:
        self._is_open.set()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(monkeypatch)
    yield made
    made.open()


def test_pictures_in_files_are_those_on_the_screen(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    window.wiring.set_confidence(0.5)
    window.presenter.set_look(show_confidences=False, font_size_px=15.0)
    dialog = ask(window)
    choose(dialog, out, "images", "csv")
    dialog.form._image.setCurrentIndex(1)
    start(dialog)
    finish(qtbot, window)
    shown = window.controller.shown
    assert shown is not None
    settings = ExportSettings(
        out=out, labels=window.controller.labels, style=window.presenter.look_for_files(())
    )
    expected = annotated(FrameResult.of(shown.frame, window.presenter.view.shown), settings)
    with Image.open(out / "images" / "a.png") as image:
        assert np.array_equal(np.asarray(image), expected)
    assert {row["confidence"] for row in rows(out)} == {"0.9", "0.6"}


def test_the_form_says_how_much_there_is_and_follows_the_window(
    qtbot: QtBot, window: MainWindow
) -> None:
    dialog = ask(window)
    until(qtbot, lambda: "11 frames of 3 sources" in dialog.form._amount.text())
    assert "confidence from 0.25" in dialog.form._shown.text()
    window.wiring.set_confidence(0.61)
    until(qtbot, lambda: "confidence from 0.61" in dialog.form._shown.text())
    window.wiring.set_visible(1, False)
    until(qtbot, lambda: "without dog" in dialog.form._shown.text())


def test_a_new_folder_below_the_last_one_is_suggested(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    dialog = ask(window)
    assert dialog.form.choice().folder == tmp_path / "exports" / "animals"
    start(dialog)
    finish(qtbot, window)
    assert (tmp_path / "exports" / "animals" / "images" / "a.jpg").is_file()
    click(dialog.end.again)
    until(qtbot, lambda: dialog.form.choice().folder.name == "animals-2")


def test_one_frame_of_a_video_is_written_under_its_number(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.acts["survey"].setChecked(False)  # or the rest of the clip is looked at meanwhile
    window.opening.show_row(2)
    until(qtbot, lambda: shows(window, "c.mp4"))
    window.controller.seek(4)
    until(qtbot, lambda: window.controller.shown is not None and _index(window) == 4)
    before = window.controller.worker.inferences
    dialog = ask(window, "export_frame")
    assert "c.mp4, frame 5" in dialog.form._amount.text()
    choose(dialog, tmp_path / "one", "images", "csv")
    start(dialog)
    finish(qtbot, window)
    assert (tmp_path / "one" / "images" / "c_000004.jpg").is_file()
    assert len(rows(tmp_path / "one")) == len(window.presenter.view.shown)
    assert window.controller.worker.inferences == before
    dialog = ask(window, "export_frame")
    assert dialog.form.choice().keys == ("images", "csv")
    until(qtbot, lambda: dialog.form.choice().folder == tmp_path / "one-2")
    assert window.settings.export_keys == ["images"]


def _index(window: MainWindow) -> int:
    shown = window.controller.shown
    return shown.frame.index if shown is not None else -1


def test_what_changes_in_the_window_does_not_change_an_export_that_runs(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, gate: Gate
) -> None:
    dialog = ask(window)
    choose(dialog, tmp_path / "out", "csv")
    start(dialog)
    until(qtbot, gate.is_reached.is_set)
    window.wiring.set_confidence(0.95)
    other = tmp_path / "other"
    other.mkdir()
    drop(window, cats_and_dogs(other))
    opened = window.controller.opened
    assert opened is not None
    until(
        qtbot,
        lambda: (
            window.controller.opened is not None
            and window.controller.opened.file.path.parent == other
        ),
    )
    gate.open()
    finish(qtbot, window)
    assert len(rows(tmp_path / "out")) == 11 * 3
    outcome = exporting_of(window).outcome
    assert outcome is not None
    assert outcome.error is None


def test_a_second_export_brings_the_first_one_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, gate: Gate
) -> None:
    dialog = ask(window)
    choose(dialog, tmp_path / "out", "csv")
    start(dialog)
    until(qtbot, gate.is_reached.is_set)
    worker = exporting_of(window).worker
    dialog.close()
    assert ask(window, "export_frame") is dialog
    assert dialog.is_running
    dialog.asked.emit(dialog.form.choice())
    assert exporting_of(window).worker is worker
    gate.open()
    finish(qtbot, window)


def test_in_the_background_button_and_strip_tell_and_the_end_comes_by_itself(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, gate: Gate
) -> None:
    dialog = ask(window)
    choose(dialog, tmp_path / "out", "csv")
    start(dialog)
    until(qtbot, gate.is_reached.is_set)
    click(dialog.running.hide_button)
    assert not dialog.isVisible()
    told: list[tuple[str, str]] = []
    worker = exporting_of(window).worker
    assert worker is not None
    worker.progressed.connect(
        lambda _: told.append((window.export_button.text(), str(window.status._message)))
    )
    gate.open()
    finish(qtbot, window)
    assert told
    assert all(button.startswith("Exporting ") and "%" in strip for button, strip in told)
    assert window.export_button.text() == "Export"
    assert dialog.isVisible()
    assert "Exported" in str(window.status._message)


def test_stopping_keeps_what_is_complete(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, gate: Gate
) -> None:
    dialog = ask(window)
    choose(dialog, tmp_path / "out", "images", "csv")
    start(dialog)
    until(qtbot, gate.is_reached.is_set)
    click(dialog.running.cancel)
    gate.open()
    finish(qtbot, window)
    assert "Stopped" in dialog.end._title.text()
    assert not (tmp_path / "out" / "detections.csv").exists()
    assert (tmp_path / "out" / "manifest.json").is_file()


def test_the_results_of_other_thresholds_are_refused_and_then_replaced(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    dialog = ask(window)
    choose(dialog, tmp_path / "out", "csv")
    start(dialog)
    finish(qtbot, window)
    window.wiring.set_confidence(0.7)
    dialog = ask(window)
    choose(dialog, tmp_path / "out", "csv")
    start(dialog)
    finish(qtbot, window)
    assert dialog.is_asking
    assert "other thresholds" in dialog.form._note.text()
    assert len(rows(tmp_path / "out")) == 33
    until(qtbot, dialog.form._overwrite.isVisible)
    dialog.form._overwrite.setChecked(True)
    start(dialog)
    finish(qtbot, window)
    assert len(rows(tmp_path / "out")) == 11


def _answer(window: MainWindow, words: str) -> Callable[[], None]:
    """Return what presses a button of the question."""

    def press() -> None:
        box = window.findChild(QMessageBox)
        assert box is not None
        button: QAbstractButton = next(b for b in box.buttons() if b.text() == words)
        button.click()

    return press


@pytest.mark.parametrize("words", ["Stop and close", "Close when it is done", "Go on exporting"])
def test_closing_the_window_asks_what_becomes_of_the_export(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, gate: Gate, words: str
) -> None:
    exporting = exporting_of(window)
    agreed: list[bool] = []
    exporting.close_agreed.connect(lambda: agreed.append(True))
    assert not exporting.holds_closing()
    dialog = ask(window)
    choose(dialog, tmp_path / "out", "csv")
    start(dialog)
    until(qtbot, gate.is_reached.is_set)
    assert exporting.holds_closing()
    assert exporting.holds_closing()  # asks once
    assert len(window.findChildren(QMessageBox)) == 1
    _answer(window, words)()
    assert agreed == ([True] if words == "Stop and close" else [])
    assert exporting.holds_closing() is (words != "Stop and close")
    gate.open()
    finish(qtbot, window)
    assert agreed == ([] if words == "Go on exporting" else [True])
    outcome = exporting.outcome
    assert outcome is not None
    assert outcome.report is not None
    assert outcome.report.is_interrupted is (words == "Stop and close")
    assert not exporting.holds_closing()


def test_stopping_for_good_does_not_wait_for_a_frame_that_takes_long(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.exporting._PATIENCE_MS", 1)
    exporting = exporting_of(window)
    dialog = ask(window)
    choose(dialog, tmp_path / "out", "csv")
    start(dialog)
    until(qtbot, gate.is_reached.is_set)
    exporting.stop()
    assert exporting.is_running
    with qtbot.waitSignal(exporting.finished, timeout=60_000):
        gate.open()
    assert not exporting.is_running
