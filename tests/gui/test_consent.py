"""What a file brings runs only where somebody allowed it, for exactly that file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from engine_core.consent import give_consent, recall_consent
from engine_core.detector import Detector
from engine_core.errors import ConsentNeededError
from engine_core.modelfile import ModelFile, identify
from engine_core.recipe import Overrules
from engine_core.text import text
from gui.dialogs.details import DetailsDialog
from gui.main_window import MainWindow
from tests.builders import network
from tests.gui.driving import click
from tests.gui.staged import staged_window
from tests.gui.workers.rig import Rig, answers

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


class Guarded:
    """A window in which a file is opened only once it may run code, or load a plugin library."""

    def __init__(self, window: MainWindow, rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window = window
        self.rig = rig
        open_detector = rig.worker._open_detector

        def guarded(file: ModelFile, overrules: Overrules, device: int = 0) -> Detector:
            consent = recall_consent(file.sha256())
            if "code" in file.path.name and not consent.host_code:
                raise ConsentNeededError(
                    text("{name} brings code", name=file.path.name), host_code=True
                )
            if "plugin" in file.path.name and not consent.libraries:
                raise ConsentNeededError(text("It needs a plugin"), plugins=("Decode_TRT",))
            return open_detector(file, overrules, device)

        answering = rig.worker._answering
        assert answering is not None
        monkeypatch.setattr(answering._models, "_open_detector", guarded)

    def open(self, name: str) -> Path:
        path = self.rig.model(name).path
        self.window.controller.open_model(path)
        return path

    def wait_for_card(self) -> None:
        self.rig.until(lambda: self.window.card.problem is not None)

    def wait_until_open(self, path: Path) -> None:
        self.rig.until(
            lambda: (
                self.window.controller.opened is not None
                and self.window.controller.opened.file.path == path
            )
        )

    def press(self) -> None:
        click(self.window.card._cure)


@pytest.fixture
def guarded(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Guarded]:
    with staged_window(qtbot, tmp_path) as (window, rig):
        rig.until(lambda: rig.worker._answering is not None)
        yield Guarded(window, rig, monkeypatch)


def test_code_runs_once_it_is_allowed_and_is_remembered(guarded: Guarded) -> None:
    path = guarded.open("code.onnx")
    guarded.wait_for_card()
    problem = guarded.window.card.problem
    assert problem is not None
    assert "runs on this computer" in str(problem.advice)
    assert guarded.window.card._cure.text() == "Allow and open"
    assert not recall_consent(identify(path).sha256()).host_code
    guarded.press()
    guarded.wait_until_open(path)
    assert recall_consent(identify(path).sha256()).host_code
    guarded.window.controller.close_model()
    guarded.open("code.onnx")
    guarded.wait_until_open(path)
    assert guarded.window.card.problem is None


def test_another_content_under_the_same_name_is_asked_for_again(guarded: Guarded) -> None:
    path = guarded.open("code.onnx")
    guarded.wait_for_card()
    allowed = identify(path).sha256()
    network(path, answers(), input_wh=(96, 96))
    first = guarded.window.card.problem
    guarded.press()
    guarded.rig.until(lambda: guarded.window.card.problem not in (None, first))
    assert guarded.window.controller.opened is None
    assert recall_consent(allowed).host_code
    assert not recall_consent(identify(path).sha256()).host_code


def test_an_older_card_speaks_for_its_own_file_only(guarded: Guarded) -> None:
    first = guarded.open("code_a.onnx")
    guarded.wait_for_card()
    old = guarded.window.card.problem
    assert old is not None
    guarded.open("code_b.onnx")
    guarded.rig.until(lambda: guarded.window.card.problem is not old)
    guarded.window.wiring.show_again(old)
    guarded.press()
    guarded.wait_until_open(first)


def test_a_plugin_library_is_chosen_and_kept_with_its_content(
    guarded: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "libplugins.so"
    library.write_bytes(b"code")
    answers = iter(["", str(library)])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (next(answers), ""))
    path = guarded.open("plugin.onnx")
    guarded.wait_for_card()
    assert guarded.window.card._cure.text() == "Choose the plugin library…"
    guarded.press()
    assert guarded.window.card.problem is not None, "nothing was chosen: the card still asks"
    guarded.press()
    guarded.wait_until_open(path)
    assert recall_consent(identify(path).sha256()).libraries == (library,)


def test_what_cannot_be_kept_is_told_and_nothing_is_opened(
    guarded: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "gone.so"), ""))
    guarded.open("plugin.onnx")
    guarded.wait_for_card()
    first = guarded.window.card.problem
    guarded.press()
    guarded.rig.until(lambda: guarded.window.card.problem not in (None, first))
    problem = guarded.window.card.problem
    assert problem is not None
    assert "gone.so cannot be read" in str(problem.title)
    assert guarded.window.controller.opened is None


def test_details_show_what_is_allowed_and_take_it_back(guarded: Guarded) -> None:
    path = guarded.rig.model("code.onnx").path
    sha256 = identify(path).sha256()
    give_consent(sha256, host_code=True)
    guarded.open("code.onnx")
    guarded.wait_until_open(path)
    guarded.window.acts["details"].trigger()
    (dialog,) = guarded.window.findChildren(DetailsDialog)
    assert dialog._allowed.isVisible()
    click(dialog._allowed.withdraw)
    assert not dialog._allowed.isVisible()
    assert not recall_consent(sha256).host_code
    dialog.close()
