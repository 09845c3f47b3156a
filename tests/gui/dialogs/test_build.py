from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine_core.building import (
    BuildLog,
    BuildOptions,
    BuildProgress,
    BuildResult,
    InputRange,
    Precision,
)
from engine_core.drift import DriftReport, FrameDrift, LoneDetection
from engine_core.errors import BuildError
from engine_core.labels import Labels
from engine_core.tensors import TensorSpec
from engine_core.text import text
from gui import i18n
from gui.builds import BuildJob, BuildOutcome, BuildWish, DriftOutcome, DriftStep, shape_of
from gui.dialogs.build import BuildDialog
from tests.gui import builds

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton
OPEN = TensorSpec("images", "float32", (1, 3, -1, -1))
RANGE = InputRange(name="images", min=(1, 3, 64, 64), opt=(1, 3, 64, 64), max=(1, 3, 64, 64))
SAME = FrameDrift(name="a.jpg", matched=5, score_max=0.003, shift_px_max=1.2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return builds.onnx_file(tmp_path / "line3.onnx")


@pytest.fixture
def dialog(qtbot: QtBot) -> BuildDialog:
    made = BuildDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def asked(dialog: BuildDialog) -> list[BuildWish]:
    wishes: list[BuildWish] = []
    dialog.asked.connect(wishes.append)
    return wishes


def job(path: Path) -> BuildJob:
    return BuildJob(file=builds.offer(path).file, wish=BuildWish(options=BuildOptions()))


def result(path: Path) -> BuildResult:
    return BuildResult(path=path, seconds=123.0, size_bytes=8_700_000, report=builds.report())


# ---- Asking


def test_the_usual_build_is_one_click(dialog: BuildDialog, path: Path) -> None:
    wishes = asked(dialog)
    dialog.offer(builds.offer(path), BuildOptions(), compares=True)
    assert not dialog.isModal()
    QTest.mouseClick(dialog.form.start, LEFT)
    assert wishes == [BuildWish(options=BuildOptions(precision=Precision.FP16), compares=True)]


def test_what_cannot_be_had_is_off_and_says_why(dialog: BuildDialog, path: Path) -> None:
    dialog.offer(builds.offer(path), BuildOptions(precision=Precision.BF16), compares=True)
    form = dialog.form
    assert not form.radio(Precision.BF16).isEnabled()
    assert "TensorRT 10" in form.reason(Precision.BF16)
    assert not form.radio(Precision.INT8).isEnabled()
    assert "Q/DQ" in form.reason(Precision.INT8)
    # What was chosen last cannot be had here, so the usual one is.
    assert form.radio(Precision.FP16).isChecked()
    assert "FP16" in form.radio(Precision.FP16).text()


def test_a_file_that_cannot_be_built_says_so_once(dialog: BuildDialog, path: Path) -> None:
    made = builds.offer(path)
    refused = text("It is quantised at run time")
    choices = type(made.choices)(
        refused=refused,
        precisions=dict.fromkeys(Precision, refused),
        version_compatible=refused,
        hardware_compatible=refused,
        is_dynamic=False,
        usual=Precision.FP16,
    )
    dialog.offer(builds.offer(path, choices=choices), BuildOptions(), compares=True)
    form = dialog.form
    assert not form.start.isEnabled()
    assert "quantised at run time" in form.note
    assert not any("quantised" in form.reason(one) for one in Precision)
    assert form.wish() is None


def test_options_for_few_are_folded_until_one_differs(dialog: BuildDialog, path: Path) -> None:
    dialog.offer(builds.offer(path), BuildOptions(), compares=True)
    form = dialog.form
    assert form.extra.isHidden()
    QTest.mouseClick(form.more, LEFT)
    assert not form.extra.isHidden()
    form.extra.level.setCurrentIndex(5)
    form.extra.workspace.setValue(1024)
    form.extra.versions.click()
    form.extra.cards.click()
    wish = form.wish()
    assert wish is not None
    assert wish.options == BuildOptions(
        level=5, workspace_mib=1024, version_compatible=True, hardware_compatible=True
    )
    dialog.offer(builds.offer(path), wish.options, compares=True)
    assert not form.extra.isHidden()


def test_open_sizes_are_asked_for_and_held_to_the_file(dialog: BuildDialog, path: Path) -> None:
    made = builds.offer(path, inputs=(OPEN,), ranges=(RANGE,))
    dialog.offer(made, BuildOptions(), compares=True)
    form = dialog.form
    least, best, most = form.sizes.fields("images")
    assert best.text() == "1 × 3 × 64 × 64"
    options = form.options()
    assert options is not None
    assert options.profiles == (), "what is proposed is what a build derives itself"
    most.setText("1x3x128x128")
    options = form.options()
    assert options is not None
    assert options.profiles[0][0].max == (1, 3, 128, 128)
    for words, said in (
        ("hello", "write sizes as"),
        ("1 3 32", "takes 4 sizes"),
        ("1 4 128 128", "3 in the file"),
        ("1 3 32 32", "must grow"),
    ):
        most.setText(words)
        assert said in form.note
        assert not form.start.isEnabled()
    assert least.accessibleName() == "images: Smallest"


@pytest.mark.parametrize(
    ("words", "shape"),
    [
        ("1 × 3 × 640 × 640", (1, 3, 640, 640)),
        ("1x3X4", (1, 3, 4)),
        ("1, 3; 4", (1, 3, 4)),
        (" 7 ", (7,)),
        ("", None),
        ("0x3", None),
        ("a", None),
    ],
)
def test_shapes_are_read_however_they_are_written(
    words: str, shape: tuple[int, ...] | None
) -> None:
    assert shape_of(words) == shape


def test_a_copy_goes_beside_the_file_where_it_is_wanted(dialog: BuildDialog, path: Path) -> None:
    dialog.offer(builds.offer(path), BuildOptions(), compares=True)
    form = dialog.form
    assert not form.copy_path.isEnabled()
    form.copies.click()
    wish = form.wish()
    assert wish is not None
    assert wish.copy_to == path.with_suffix(".engine")
    form.copy_path.clear()
    assert not form.start.isEnabled()


def test_without_pictures_nothing_is_compared_until_there_are_some(
    dialog: BuildDialog, path: Path
) -> None:
    dialog.offer(builds.offer(path, pictures=0), BuildOptions(), compares=True)
    assert not dialog.form.compares.isEnabled()
    dialog.set_pictures(2)
    assert dialog.form.compares.isChecked()
    assert "2 pictures" in dialog.form.compares.text()


def test_an_engine_that_was_built_before_is_used_until_options_change(
    dialog: BuildDialog, path: Path
) -> None:
    dialog.offer(builds.offer(path), BuildOptions(), compares=True)
    dialog.set_built(is_built=True)
    assert dialog.form.start.text() == "Use it"
    dialog.form.radio(Precision.FP32).click()
    assert dialog.form.start.text() == "Build"


def test_everything_can_be_done_by_keyboard(dialog: BuildDialog, path: Path, qtbot: QtBot) -> None:
    wishes = asked(dialog)
    dialog.offer(builds.offer(path), BuildOptions(), compares=True)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.form.radio(Precision.FP16))
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
    assert dialog.form.radio(Precision.FP32).isChecked()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert [wish.options.precision for wish in wishes] == [Precision.FP32]


# ---- Running


def test_progress_says_step_share_and_time(dialog: BuildDialog, path: Path) -> None:
    stopped: list[bool] = []
    dialog.cancelled.connect(lambda: stopped.append(True))
    dialog.show_running(job(path))
    dialog.show_progress(BuildProgress(0.34, text("Choosing kernels"), 83.0))
    page = dialog.running
    assert page._step.text() == "Choosing kernels"
    assert page._facts.text() == "34 %  ·  1 min 23 s"
    QTest.mouseClick(page.cancel, LEFT)
    assert stopped == [True]
    assert page._step.text() == "Stopping…"
    assert not page.cancel.isEnabled()
    dialog.show_outcome(BuildOutcome())
    assert "Stopped" in dialog.end.words()


def test_the_log_is_folded_and_can_be_searched(dialog: BuildDialog, path: Path) -> None:
    dialog.show_running(job(path))
    log = dialog.log
    assert not log.is_open
    dialog.add_log((BuildLog("one two", "info"), BuildLog("Three", "error")))
    assert log._fold.text().startswith("Log, 2 lines")
    QTest.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert log.is_open
    QTest.keyClicks(log._search, "three")
    assert log._box.textCursor().selectedText() == "Three"
    QTest.keyClicks(log._search, "zzz")
    assert log._found.text() == "Not found"
    QTest.mouseClick(log._copy, LEFT)
    assert QGuiApplication.clipboard().text() == "one two\nThree"


# ---- The end


def test_the_end_tells_what_was_built_and_opens_it(dialog: BuildDialog, path: Path) -> None:
    opened: list[Path] = []
    dialog.open_requested.connect(opened.append)
    dialog.offer(builds.offer(path), BuildOptions(), compares=True)
    dialog.show_running(job(path))
    dialog.show_outcome(BuildOutcome(result=result(path)))
    said = dialog.end.words()
    for words in ("The engine is built", "8.7 MB", "2 min 3 s", "6 layers", "FP16 in 4 layers"):
        assert words in said
    assert dialog.end._kinds.grid.texts == [("Convolution", "FP16 4"), ("Reformat", "FP32 2")]
    QTest.mouseClick(dialog.end.open_button, LEFT)
    assert opened == [path]
    assert not dialog.isVisible()


def test_a_failure_shows_why_and_the_log(dialog: BuildDialog, path: Path) -> None:
    dialog.show_running(job(path))
    dialog.add_log((BuildLog("no importer for Foo", "error"),))
    error = BuildError(text("It cannot be built"), why=text("Foo is unknown"), cure=text("Update"))
    dialog.show_outcome(BuildOutcome(error=error))
    assert "It cannot be built Foo is unknown. Update." in dialog.end.words()
    assert dialog.log.is_open
    assert not dialog.end.open_button.isVisible()
    assert dialog.end._sign.meaning == "err"


def test_drift_is_shown_while_and_after_it_is_measured(dialog: BuildDialog, path: Path) -> None:
    stopped: list[bool] = []
    dialog.drift_cancelled.connect(lambda: stopped.append(True))
    dialog.show_running(job(path))
    dialog.show_outcome(BuildOutcome(result=result(path), compares=True))
    dialog.show_drift_step(DriftStep(1, 3))
    assert dialog.end.drift_said == "1 of 3 pictures"
    QTest.mouseClick(dialog.end._drift_stop, LEFT)
    assert stopped == [True]
    dialog.show_drift(DriftOutcome(drift=DriftReport(frames=(SAME, SAME), threshold=0.25)))
    assert dialog.end.drift_said == "Both show the same on all 2 pictures."
    assert ("Difference of scores", "0.003 at most, 0.000 on average") in (
        dialog.end._drift_rows.texts
    )
    assert dialog.end._drift_sign.meaning == "ok"


@pytest.mark.parametrize(
    ("other", "meaning", "words"),
    [
        (0.24, "ok", "person 0.26, in ONNX 0.24"),
        (None, "warn", "person 0.26 only in the engine"),
    ],
)
def test_what_only_one_shows_is_named(
    dialog: BuildDialog, path: Path, other: float | None, meaning: str, words: str
) -> None:
    lone = LoneDetection(
        class_id=0, confidence=0.26, other=other, box=(0, 0, 1, 1), is_of_engine=True
    )
    frame = FrameDrift(name="b.jpg", matched=1, lone=(lone,))
    dialog.show_running(job(path))
    dialog.show_outcome(BuildOutcome(result=result(path), compares=True))
    found = DriftReport(frames=(SAME, frame), threshold=0.25)
    dialog.show_drift(DriftOutcome(drift=found, labels=Labels(("person",))))
    assert dialog.end.drift_said == "Both show the same on 1 of 2 pictures."
    assert dialog.end._drift_rows.texts[-1] == ("b.jpg", words)
    assert dialog.end._drift_sign.meaning == meaning


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (DriftOutcome(), "The comparison was stopped."),
        (DriftOutcome(error=BuildError(text("No memory"))), "No memory."),
        (
            DriftOutcome(drift=DriftReport(frames=(), threshold=0.25)),
            "None of the pictures could be read.",
        ),
    ],
)
def test_a_comparison_without_an_answer_says_why(
    dialog: BuildDialog, path: Path, outcome: DriftOutcome, words: str
) -> None:
    dialog.show_outcome(BuildOutcome(result=result(path), compares=True))
    dialog.show_drift(outcome)
    assert dialog.end.drift_said == words


def test_the_language_changes_on_every_page(dialog: BuildDialog, path: Path) -> None:
    dialog.offer(builds.offer(path, inputs=(OPEN,), ranges=(RANGE,)), BuildOptions(), compares=True)
    dialog.show_running(job(path))
    dialog.show_outcome(BuildOutcome(result=result(path), compares=True))
    english = dialog.end.words()
    i18n.set_language("zh_CN")
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.LanguageChange))
    assert dialog.end.words() != english
    assert dialog.form.start.text() not in ("Build", "Use it")
    assert dialog.running.cancel.text() != "Stop"
