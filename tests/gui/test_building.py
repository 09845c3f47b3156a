"""The build in the real window: asked for, watched, stopped, compared, opened. The builder is a stand-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from engine_core.building import BuildEvent, BuildOptions, Precision
from engine_core.consent import Consent, recall_consent
from engine_core.errors import BuildError, RuntimeMissingError
from engine_core.modelfile import ModelFile
from engine_core.text import text
from gui import problems
from gui.building import Building
from gui.builds import BuildJob
from gui.dialogs.build import BuildDialog
from gui.main_window import MainWindow
from gui.workers import build_look, machine_look
from gui.workers.build_worker import BuildWorker
from gui.workers.messages import ModelFailed, ModelWish
from tests.engine_core.runs import cats_and_dogs, picture
from tests.gui import builds
from tests.gui.driving import click, drop, load, open_window, shows, until

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


class Bench:
    """The window, and the builds that wait in it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, folder: Path) -> None:
        self.qtbot = qtbot
        self.window = window
        self._folder = folder
        self.builds: list[builds.FakeBuild] = []
        self.building.make_worker = self._make_worker

    @property
    def building(self) -> Building:
        return self.window.wiring.tools.building

    @property
    def dialog(self) -> BuildDialog:
        dialog = self.building.dialog
        assert dialog is not None
        return dialog

    def until(self, is_so: Callable[[], bool]) -> None:
        until(self.qtbot, is_so)

    def ask(self) -> BuildDialog:
        """Ask for a build as Ctrl+B does, and wait for the question."""
        self.until(lambda: self.window.acts["build_engine"].isEnabled())
        self.window.acts["build_engine"].trigger()
        self.until(lambda: self.building.dialog is not None and self.dialog.is_asking)
        return self.dialog

    def start(self) -> builds.FakeBuild:
        """Start what is asked for, and wait until it is under way."""
        click(self.dialog.form.start)
        return self.wait_for_build(1)

    def wait_for_build(self, count: int) -> builds.FakeBuild:
        """Wait until so many builds were begun; return the last."""
        self.until(lambda: len(self.builds) == count)
        made = self.builds[-1]
        self.until(made.began.is_set)
        self.until(lambda: "50 %" in self.dialog.running._facts.text())
        return made

    def finish(self) -> None:
        self.until(lambda: not self.building.is_running)

    def _make_worker(self, job: BuildJob) -> BuildWorker:
        def make(job: BuildJob, _: Consent, tell: Callable[[BuildEvent], None]) -> builds.FakeBuild:
            self.builds.append(builds.FakeBuild(job, tell, self._folder))
            return self.builds[-1]

        return BuildWorker(job, make_build=make)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A window on a computer that builds engines, with a model of cats and dogs and two pictures."""
    monkeypatch.setattr(machine_look, "_known", [builds.BUILDS])
    with open_window(qtbot) as window:
        made = Bench(qtbot, window, tmp_path)
        pictures = [picture(tmp_path / name, (320, 240)) for name in ("a.png", "b.png")]
        load(qtbot, window, cats_and_dogs(tmp_path), *pictures)
        yield made


def test_an_open_file_is_built_compared_and_opened(bench: Bench) -> None:
    dialog = bench.ask()
    assert "NVIDIA H100" in dialog.form._about.text()
    assert "2 pictures" in dialog.form.compares.text()
    build = bench.start()
    assert bench.window.controller.shown is not None
    build.let_on()
    bench.finish()
    assert "The engine is built" in dialog.end.words()
    assert dialog.end.drift_said == "Both show the same on all 2 pictures."
    assert "Worth knowing" in dialog.end._notes.text()
    click(dialog.end.open_button)
    bench.until(lambda: shows(bench.window, "a.png"))
    opened = bench.window.controller.opened
    bench.until(
        lambda: (
            (opened := bench.window.controller.opened) is not None
            and opened.file.path.suffix == ".engine"
        )
    )
    assert opened is not None


def test_what_was_chosen_is_remembered_and_what_is_known_goes_into_the_engine(
    bench: Bench,
) -> None:
    dialog = bench.ask()
    dialog.form.radio(Precision.FP32).click()
    dialog.form.compares.click()
    build = bench.start()
    job = build._job
    assert job.wish.options == BuildOptions(precision=Precision.FP32)
    assert job.recipe is bench.window.controller.recipe
    assert job.threshold == bench.window.controller.choices.filter.confidence
    build.let_on()
    bench.finish()
    assert not dialog.end._drift_box.isVisible()
    click(dialog.end.again)
    bench.until(lambda: dialog.is_asking)
    assert dialog.form.radio(Precision.FP32).isChecked()
    assert not dialog.form.compares.isChecked()


def test_a_build_is_stopped_and_nothing_is_left(bench: Bench, tmp_path: Path) -> None:
    dialog = bench.ask()
    build = bench.start()
    click(dialog.running.cancel)
    bench.finish()
    assert build.is_cancelled
    assert "Stopped" in dialog.end.words()
    assert list(tmp_path.glob("*.engine")) == []


def test_a_build_that_fails_says_why_and_the_window_goes_on(bench: Bench) -> None:
    dialog = bench.ask()
    bench.start().let_on(BuildError(text("Not enough memory"), why=text("It needs 3 GB")))
    bench.finish()
    assert "Not enough memory It needs 3 GB." in dialog.end.words()
    assert "subnormal" in dialog.log.lines
    assert shows(bench.window, "a.png")


def test_a_build_in_the_background_is_told_in_the_status_and_comes_back(bench: Bench) -> None:
    dialog = bench.ask()
    build = bench.start()
    click(dialog.running.hide_button)
    assert not dialog.isVisible()
    bench.window.acts["build_engine"].trigger()
    assert dialog.isVisible()
    assert dialog.is_running
    dialog.close()
    build.let_on()
    bench.until(dialog.isVisible)
    bench.finish()
    assert "The engine is built" in dialog.end.words()


def test_closing_the_window_ends_the_build(bench: Bench) -> None:
    bench.ask()
    build = bench.start()
    bench.window.close()
    assert build.is_cancelled
    bench.finish()


def test_nothing_is_offered_where_nothing_can_be_built(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png", (320, 240)))
        building = window.wiring.tools.building
        until(
            qtbot, lambda: building.machine.no_build == text("There is no graphics card in tests")
        )
        assert not window.acts["build_engine"].isEnabled()
        assert window.acts["build_engine"].toolTip() == "There is no graphics card in tests"
        assert not window.model_card._build.isVisible()


def test_an_engine_that_was_built_before_is_opened_from_the_card(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept.engine"

    def found(_: ModelFile, options: BuildOptions, *__: BuildOptions) -> Path | None:
        return kept if options.precision is Precision.FP16 else None

    monkeypatch.setattr(machine_look, "_known", [builds.BUILDS])
    monkeypatch.setattr(build_look, "find_kept", found)
    with open_window(qtbot) as window:
        model = cats_and_dogs(tmp_path)
        kept.write_bytes(model.read_bytes())
        load(qtbot, window, model, picture(tmp_path / "a.png", (320, 240)))
        until(qtbot, lambda: window.model_card._build.text() == "Open engine")
        assert window.acts["open_kept"].isEnabled()
        building = window.wiring.tools.building
        window.acts["build_engine"].trigger()
        until(qtbot, lambda: building.dialog is not None and building.dialog.is_asking)
        dialog = building.dialog
        assert dialog is not None
        until(qtbot, lambda: dialog.form.start.text() == "Use it")
        dialog.close()
        click(window.model_card._build)
        until(
            qtbot,
            lambda: (
                window.controller.opened is not None and window.controller.opened.file.path == kept
            ),
        )


def test_a_failed_engine_is_built_anew_from_the_file_beside_it(bench: Bench) -> None:
    window = bench.window
    opened = window.controller.opened
    assert opened is not None
    path = opened.file.path
    error = RuntimeMissingError(text("It was built with another TensorRT"))
    failed = ModelFailed(
        ModelWish(path=path.with_suffix(".engine")),
        error,
        sibling=path,
        built_with="8.6.0",
        machine=replace(builds.BUILDS, tensorrt="11.4.0"),
    )
    window.controller.model_failed.emit(failed)
    problem = window.card.problem
    assert problem is not None
    assert problem.cure is not None
    assert (str(problem.found), str(problem.expected)) == ("TensorRT 8.6.0", "TensorRT 11.4.0")
    assert str(problem.expected_from) == "on NVIDIA H100"
    assert problem.cure.key == f"{problems.BUILD_FROM}{path}"
    click(window.card._cure)
    bench.until(lambda: bench.building.dialog is not None and bench.dialog.is_asking)
    assert path.name in bench.dialog.form._title.text()


def test_a_file_that_cannot_be_read_is_told_on_the_card(bench: Bench, tmp_path: Path) -> None:
    bench.until(lambda: bench.building.machine.can_build)
    bench.building.ask(tmp_path / "gone.onnx")
    bench.until(lambda: bench.window.card.problem is not None)
    assert bench.building.dialog is None


def test_a_picture_that_comes_later_can_be_compared_on(bench: Bench, tmp_path: Path) -> None:
    dialog = bench.ask()
    drop(bench.window, picture(tmp_path / "c.png", (320, 240)))
    bench.until(lambda: "3 pictures" in dialog.form.compares.text())


def test_a_copy_is_saved_afterwards(bench: Bench, tmp_path: Path) -> None:
    dialog = bench.ask()
    dialog.form.compares.click()
    bench.start().let_on()
    bench.finish()
    dialog.copy_requested.emit(tmp_path / "copy" / "mine.engine")
    bench.until((tmp_path / "copy" / "mine.engine").is_file)
    (tmp_path / "file").write_text("in the way")
    dialog.copy_requested.emit(tmp_path / "file" / "mine.engine")
    bench.until(lambda: bench.window.card.problem is not None)


def test_a_missing_plugin_is_cured_by_a_library_that_is_chosen(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "libplugins.so"
    library.write_bytes(b"code")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(library), ""))
    dialog = bench.ask()
    dialog.form.compares.click()
    bench.start().let_on(BuildError(text("A plugin is missing"), plugins=("Decode_TRT",)))
    bench.finish()
    assert "A plugin library is a program" in dialog.end._notes.text()
    click(dialog.end.library)
    bench.wait_for_build(2).let_on()
    bench.finish()
    assert "The engine is built" in dialog.end.words()
    opened = bench.window.controller.opened
    assert opened is not None
    assert recall_consent(opened.file.sha256()).libraries == (library,)
