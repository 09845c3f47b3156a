from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from engine_core.batch import Failure, Report
from engine_core.errors import ExportError, OptionError, SourceError
from engine_core.exporters import EXPORTERS
from engine_core.frame import SourceKind
from engine_core.saving import Lying
from engine_core.text import text
from gui import i18n
from gui.controls import Text
from gui.dialogs.export import ExportDialog
from gui.exports import (
    Amount,
    ExportChoice,
    ExportOffer,
    ExportOutcome,
    ExportProgress,
    Place,
)

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

P, V = SourceKind.PICTURE, SourceKind.VIDEO
OUT = Path("/somewhere/out")


def offer(**changes: Any) -> ExportOffer:
    values: dict[str, Any] = {
        "is_frame": False,
        "kinds": frozenset({P, V}),
        "current_kind": P,
        "current": "bus.jpg",
        "shown": "confidence from 0.25",
        "is_classifier": False,
        "everything": Amount(3, 1177),
        "present": Amount(1, 1),
    }
    return ExportOffer(**{**values, **changes})


def choice(**changes: Any) -> ExportChoice:
    values: dict[str, Any] = {
        "keys": ("images", "csv"),
        "folder": OUT,
        "only_current": False,
        "image_format": "png",
        "video_codec": "vp9",
    }
    return ExportChoice(**{**values, **changes})


def place(lying: Lying = Lying.NOTHING, folder: Path = OUT, **changes: Any) -> Place:
    values = {"path": None, "free": folder, **changes}
    return Place(folder=folder, lying=lying, **values)


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[ExportDialog]:
    made = ExportDialog()
    qtbot.addWidget(made)
    made.offer(offer(), choice())
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.form._look.stop()


def words_of(dialog: ExportDialog) -> str:
    """Return every text that can be seen."""
    return "\n".join(each.text() for each in dialog.findChildren(Text) if each.isVisible())


def click(button: QAbstractButton) -> None:
    # A check box is as wide as its column, and takes clicks only on its mark and words.
    where = QPoint(8, button.height() // 2) if isinstance(button, QCheckBox) else QPoint()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=where)


def outcome(**changes: Any) -> ExportOutcome:
    return ExportOutcome(**{"out": OUT, "report": Report(frames=12, detections=34), **changes})


def test_the_last_choice_is_filled_in_and_started_by_return(
    dialog: ExportDialog, qtbot: QtBot
) -> None:
    assert not dialog.isModal()
    assert dialog.form.start.hasFocus()
    with qtbot.waitSignal(dialog.asked) as asked:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert asked.args == [choice()]
    assert "1,177 frames of 3 sources" in words_of(dialog)
    assert "confidence from 0.25" in words_of(dialog)


def test_formats_are_chosen_by_keyboard(dialog: ExportDialog) -> None:
    box = dialog.form.box("coco")
    box.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert dialog.form.choice().keys == ("images", "coco", "csv")


def test_what_gives_nothing_is_grey_and_says_why(dialog: ExportDialog) -> None:
    dialog.offer(offer(kinds=frozenset({P})), choice(keys=("video", "csv")))
    box = dialog.form.box("video")
    assert not box.isEnabled()
    assert not box.isChecked()
    assert box.toolTip() == "There is no video among the sources"
    assert box.accessibleDescription() == box.toolTip()
    assert box.toolTip() in words_of(dialog)
    assert dialog.form.choice().keys == ("csv",)
    assert dialog.form.wanted_keys() == ["video", "csv"]


def test_where_nothing_of_the_last_choice_fits_the_first_that_does_is_taken(
    dialog: ExportDialog,
) -> None:
    dialog.offer(offer(is_frame=True), choice(keys=("video",)))
    assert dialog.form.choice().keys == ("images",)
    assert dialog.windowTitle() == "Export this frame"


def test_the_present_source_alone_offers_what_it_gives(dialog: ExportDialog) -> None:
    form = dialog.form
    form.box("video").setChecked(True)
    click(form._only_current)
    assert form.choice().only_current
    assert not form.box("video").isEnabled()
    assert "1 frame of 1 source" in words_of(dialog)
    click(form._only_current)
    assert form.box("video").isChecked()


def test_a_choice_that_makes_no_sense_cannot_be_started(dialog: ExportDialog) -> None:
    form = dialog.form
    for key in ("images", "csv"):
        form.box(key).setChecked(False)
    assert not form.start.isEnabled()
    assert "at least one format" in words_of(dialog)
    form.box("yolo").setChecked(True)
    assert form.start.isEnabled()
    form.box("yolo-conf").setChecked(True)
    assert not form.start.isEnabled()
    assert "choose one" in words_of(dialog)
    form.box("yolo").setChecked(False)
    form.folder.clear()
    assert not form.start.isEnabled()
    assert "Choose a folder" in words_of(dialog)


def test_a_suggested_folder_that_is_taken_gives_way_without_a_word(dialog: ExportDialog) -> None:
    dialog.set_place(place(Lying.DONE, free=OUT.with_name("out-2")))
    assert dialog.form.choice().folder == OUT.with_name("out-2")
    assert dialog.form.start.isEnabled()
    assert not dialog.form._overwrite.isVisible()


def test_a_folder_that_was_asked_for_is_explained(dialog: ExportDialog, qtbot: QtBot) -> None:
    form, mine = dialog.form, OUT.with_name("mine")
    form.folder.selectAll()
    with qtbot.waitSignal(dialog.place_wanted) as asked:
        QTest.keyClicks(form.folder, str(mine))
    assert asked.args is not None
    assert asked.args[0].folder == mine
    dialog.set_place(place(Lying.STOPPED, mine, free=mine.with_name("mine-2")))
    assert form.folder.text() == str(mine)
    assert "goes on where it stopped" in words_of(dialog)
    assert form.start.isEnabled()
    assert not form.choice().overwrite
    click(form._overwrite)
    assert form.choice().overwrite
    click(form._take_free)
    assert form.choice().folder == mine.with_name("mine-2")
    assert not form.choice().overwrite


def test_files_of_others_are_replaced_only_where_that_is_allowed(dialog: ExportDialog) -> None:
    form, mine = dialog.form, OUT.with_name("mine")
    form.folder.setText(str(mine))
    dialog.set_place(place(Lying.OTHERS, mine, path=mine / "images" / "a.png"))
    assert not form.start.isEnabled()
    assert "images/a.png" in words_of(dialog)
    click(form._overwrite)
    assert form.start.isEnabled()
    assert form.choice().overwrite


def test_a_folder_that_cannot_be_written_cannot_be_started(dialog: ExportDialog) -> None:
    dialog.form.folder.setText("/no")
    dialog.set_place(place(folder=Path("/no"), problem=text("Writing there is not allowed.")))
    assert not dialog.form.start.isEnabled()
    assert "Writing there is not allowed." in words_of(dialog)


def test_what_was_found_in_a_folder_left_meanwhile_counts_nothing(dialog: ExportDialog) -> None:
    dialog.form.folder.setText("/new")
    dialog.set_place(place(Lying.OTHERS, path=OUT / "a"))
    assert dialog.form.start.isEnabled()


def test_progress_tells_how_far_how_fast_and_how_long(dialog: ExportDialog) -> None:
    dialog.show_running()
    assert dialog.is_running
    assert dialog.running._bar.maximum() == 0
    dialog.show_progress(
        ExportProgress(
            done=4213,
            total=11770,
            failed=3,
            current="clip.mp4",
            share=0.358,
            rate=38.24,
            left_s=197,
        )
    )
    seen = words_of(dialog)
    for words in (
        "clip.mp4",
        "4,213 of 11,770 frames",
        "38.2 frames/s",
        "3 min 17 s left",
        "3 failed so far",
    ):
        assert words in seen
    assert (dialog.running._bar.value(), dialog.running._bar.maximum()) == (358, 1000)
    dialog.show_progress(
        ExportProgress(
            done=5, total=None, failed=0, current="c", share=None, rate=None, left_s=None
        )
    )
    assert dialog.running._bar.maximum() == 0
    assert "failed" not in words_of(dialog)


def test_a_running_export_is_stopped_once_and_hidden_by_escape(
    dialog: ExportDialog, qtbot: QtBot
) -> None:
    dialog.show_running()
    with qtbot.waitSignal(dialog.cancelled):
        click(dialog.running.cancel)
    assert not dialog.running.cancel.isEnabled()
    assert "Stopping after the frame in hand" in words_of(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.is_running
    dialog.offer(offer(), choice(keys=("coco",)))
    assert dialog.is_running


def test_the_end_tells_what_was_written_and_opens_the_folder(
    dialog: ExportDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog.show_running()
    dialog.show_outcome(outcome(elapsed_s=75.0, notes=(text("Written without sound."),)))
    seen = words_of(dialog)
    for words in (
        "Exported",
        "12 frames",
        "34 detections",
        "1 min 15 s",
        str(OUT),
        "without sound",
    ):
        assert words in seen
    assert not dialog.end._list.isVisible()
    assert dialog.end._sign.meaning == "ok"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert opened == [QUrl.fromLocalFile(str(OUT))]
    with qtbot.waitSignal(dialog.again_requested):
        click(dialog.end.again)


def test_what_failed_is_listed_and_can_be_copied(dialog: ExportDialog) -> None:
    failures = (Failure("b.jpg", SourceError(text("It cannot be read"), why=text("It is empty"))),)
    dialog.show_running()
    dialog.show_outcome(outcome(failures=failures, failed=3))
    assert "not everything" in words_of(dialog)
    assert dialog.end.listed == "b.jpg: It cannot be read. It is empty.\nand 2 more"
    click(dialog.end.copy)
    assert QGuiApplication.clipboard().text() == dialog.end.listed
    assert dialog.end._sign.meaning == "warn"


def test_a_stopped_export_says_that_it_can_be_gone_on_with(dialog: ExportDialog) -> None:
    dialog.show_running()
    dialog.show_outcome(outcome(report=Report(frames=5, resumed=2, is_interrupted=True)))
    assert "Stopped" in words_of(dialog)
    assert "2 of them taken from the earlier export" in words_of(dialog)
    assert "goes on there" in words_of(dialog)


def test_an_error_is_told_with_its_cure_and_details(dialog: ExportDialog) -> None:
    error = ExportError(
        text("{path} cannot be written", path="/a/b.jpg"),
        why=text("There is no space left on the disk."),
        cure=text("Free some space or choose another output folder, then run again."),
        details="OSError(28)",
    )
    dialog.show_running()
    dialog.show_outcome(outcome(report=None, error=error))
    seen = words_of(dialog)
    assert "/a/b.jpg cannot be written" in seen
    assert "no space left" in seen
    assert "Complete files were kept" in seen
    assert dialog.end.listed == "OSError(28)"
    assert dialog.end._sign.meaning == "err"


def test_a_refusal_asks_again_and_can_be_overruled(dialog: ExportDialog, qtbot: QtBot) -> None:
    error = OptionError(
        text("{folder} holds the results of another run", folder=OUT),
        why=text("They were made with {difference}.", difference=text("other thresholds")),
        cure=text("Choose another --out, or say --overwrite to replace them."),
    )
    dialog.show_running()
    dialog.show_outcome(outcome(out=None, report=None, error=error))
    form = dialog.form
    assert form.isVisible()
    assert "holds the results of another run" in words_of(dialog)
    assert "--" not in words_of(dialog)
    assert not form.start.isEnabled()
    click(form._overwrite)
    with qtbot.waitSignal(dialog.asked) as asked:
        click(form.start)
    assert asked.args == [choice(overwrite=True)]


def test_everything_can_be_named_and_reached(dialog: ExportDialog) -> None:
    form = dialog.form
    for kind in (QLineEdit, QComboBox, QAbstractButton):
        for widget in form.findChildren(kind):
            if widget.isVisible():
                assert widget.accessibleName() or getattr(widget, "text", str)()
                assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert len(EXPORTERS) == len(form._boxes)


@pytest.mark.parametrize("width", [560, 680, 1000])
def test_no_text_is_cut_at_any_width(dialog: ExportDialog, qtbot: QtBot, width: int) -> None:
    long = Path("/data/anna") / "a folder with a long name" / ("and on " * 12).strip() / "out"
    dialog.resize(width, 100)
    dialog.offer(offer(left_out=2, shown="a lot of words " * 20), choice())
    dialog.form.folder.setText(str(long))
    dialog.set_place(place(Lying.OTHERS, long, path=long / ("deep/" * 12) / "a.png"))
    qtbot.waitUntil(lambda: not _cut(dialog))
    dialog.show_running()
    qtbot.waitUntil(lambda: not _cut(dialog))
    dialog.show_outcome(outcome(notes=(text("a note of many words " * 20),)))
    qtbot.waitUntil(lambda: not _cut(dialog))
    assert dialog.width() == width


def _cut(dialog: ExportDialog) -> list[str]:
    return [
        each.text()
        for each in dialog.findChildren(Text)
        if each.isVisible()
        and each.wordWrap()
        and each.height() < each.heightForWidth(each.width())
    ]


def test_all_words_change_with_the_language(dialog: ExportDialog, qtbot: QtBot) -> None:
    dialog.show_running()
    dialog.show_outcome(outcome())
    i18n.set_language("zh_CN")
    qtbot.waitUntil(lambda: dialog.windowTitle() == i18n.tr("Export all"))
    assert dialog.end.again.text() == i18n.tr("Export again…")
    assert dialog.form.start.text() == i18n.tr("Export")
    assert dialog.running.cancel.text() == i18n.tr("Stop")
