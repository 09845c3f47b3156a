from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine_core.consent import Consent
from engine_core.modelfile import ModelFormat
from engine_core.tensors import TensorSpec
from gui.dialogs.details import DetailsDialog
from gui.dialogs.layer_model import SHARE, Column
from gui.workers.messages import ModelOpened
from tests.gui import builds
from tests.gui.opened_models import opened_model

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def engine(tmp_path: Path) -> ModelOpened:
    """Return an engine as the inference thread would tell of it."""
    opened = opened_model(tmp_path / "line3.onnx")
    return replace(
        opened,
        info=replace(opened.info, format=ModelFormat.TENSORRT, runtime="TensorRT 8.6.0"),
    )


@pytest.fixture
def dialog(qtbot: QtBot) -> DetailsDialog:
    made = DetailsDialog()
    qtbot.addWidget(made)
    return made


def show_layers(dialog: DetailsDialog) -> None:
    QTest.mouseClick(dialog._tabs.findChildren(QPushButton)[1], LEFT)
    assert dialog.layers.isVisible()


def names(dialog: DetailsDialog) -> list[str]:
    model = dialog.layers.model
    return [model.layer(row).name for row in range(model.rowCount())]


def test_what_is_inside_is_asked_for_once_when_the_window_shows(
    dialog: DetailsDialog, engine: ModelOpened
) -> None:
    runs: list[int] = []
    dialog.inspection_requested.connect(runs.append)
    dialog.set_model(engine)
    assert runs == []
    dialog.show()
    assert runs == [0]
    dialog.set_report(builds.report())
    dialog.set_model(engine)
    assert runs == [0]
    assert dialog._tabs.findChildren(QPushButton)[1].text() == "Layers (6)"
    told = dialog._page.toPlainText()
    for words in ("Inside the engine", "6 layers", "Convolution", "FP16 4", "NVIDIA H100 (9.0)"):
        assert words in told


def test_an_onnx_file_has_no_layers_to_look_at(dialog: DetailsDialog, tmp_path: Path) -> None:
    runs: list[int] = []
    dialog.inspection_requested.connect(runs.append)
    dialog.set_model(opened_model(tmp_path / "n.onnx"))
    dialog.show()
    assert runs == []
    assert not dialog._tab_row.isVisible()
    assert not dialog._copy_json.isVisible()


def test_layers_are_measured_when_asked_and_the_longest_come_first(
    dialog: DetailsDialog, engine: ModelOpened
) -> None:
    runs: list[int] = []
    dialog.set_model(engine)
    dialog.show()
    dialog.inspection_requested.connect(runs.append)
    dialog.set_report(builds.report())
    show_layers(dialog)
    assert names(dialog)[0] == "/model.0/conv/Conv"
    QTest.mouseClick(dialog.layers.measure, LEFT)
    assert runs == [20]
    assert not dialog.layers.measure.isEnabled()
    dialog.set_report(builds.report(is_measured=True))
    assert names(dialog)[0] == "/model.5/conv/Conv"
    model = dialog.layers.model
    assert model.index(0, Column.TIME).data() == "0.060"
    assert model.index(0, Column.SHARE).data() == "28.6 %"
    assert model.index(0, Column.SHARE).data(SHARE) == 1.0
    assert "0.210 ms, median of 20 runs" in dialog.layers._facts.text()


def test_a_measurement_that_fails_leaves_what_was_known(
    dialog: DetailsDialog, engine: ModelOpened
) -> None:
    dialog.set_model(engine)
    dialog.show()
    dialog.set_report(builds.report())
    dialog.layers.set_busy()
    dialog.set_report_error("The graphics card gave up.")
    assert dialog.layers.measure.isEnabled()
    assert dialog.layers._note.text() == "The graphics card gave up."
    assert len(names(dialog)) == 6


def test_titles_sort_and_the_search_narrows(dialog: DetailsDialog, engine: ModelOpened) -> None:
    dialog.set_model(engine)
    dialog.show()
    dialog.set_report(builds.report(12))
    show_layers(dialog)
    view = dialog.layers.view
    view.sortByColumn(Column.KIND, Qt.SortOrder.DescendingOrder)
    assert [dialog.layers.model.layer(row).kind for row in range(4)] == ["Reformat"] * 4
    QTest.keyClicks(dialog._search, "reformat fp32")
    assert dialog.layers.model.rowCount() == 4
    assert dialog._found.text() == "4 layers"
    QTest.keyClicks(dialog._search, " zzz")
    assert dialog._found.text() == "Not found"
    dialog._search.clear()
    assert dialog.layers.model.rowCount() == 12
    assert dialog._found.text() == ""


def test_rows_are_copied_as_a_table_and_the_whole_as_json(
    dialog: DetailsDialog, engine: ModelOpened
) -> None:
    dialog.set_model(engine)
    dialog.show()
    dialog.set_report(builds.report(2, is_measured=True))
    show_layers(dialog)
    dialog.layers.view.setFocus()
    QTest.keyClick(dialog.layers.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["No.", "Layer", "Kind", "Precision", "ms", "Share"]
    assert len(lines) == 3
    QTest.mouseClick(dialog._copy_json, LEFT)
    plain = json.loads(QGuiApplication.clipboard().text())
    assert plain["layers"][1]["time_ms"] == 0.02
    assert plain["built_with"] == "8.6.0.12"


def test_thousands_of_layers_are_no_trouble(dialog: DetailsDialog, engine: ModelOpened) -> None:
    dialog.set_model(engine)
    dialog.show()
    dialog.set_report(builds.report(5000, is_measured=True))
    show_layers(dialog)
    dialog._search.setText("4999")
    assert names(dialog) == ["/model.4999/conv/Conv"]


def test_an_engine_without_details_says_so(dialog: DetailsDialog, engine: ModelOpened) -> None:
    plain = builds.report(3)
    bare = tuple(replace(layer, kind="", precision="") for layer in plain.layers)
    dialog.set_model(engine)
    dialog.show()
    dialog.set_report(replace(plain, layers=bare, has_details=False))
    assert "without details" in dialog.layers._note.text()
    assert dialog.layers.model.index(0, Column.KIND).data() == "–"


def test_profiles_are_told_with_their_sizes(dialog: DetailsDialog, engine: ModelOpened) -> None:
    from engine_core.enginereport import ProfileReport

    spec = TensorSpec(
        "images",
        "float32",
        (-1, 3, 64, 64),
        min_shape=(1, 3, 64, 64),
        opt_shape=(4, 3, 64, 64),
        max_shape=(8, 3, 64, 64),
    )
    dialog.set_model(engine)
    dialog.show()
    dialog.set_report(replace(builds.report(), profiles=(ProfileReport(index=0, inputs=(spec,)),)))
    told = dialog.plain_text()
    assert "Profile 0" in told
    assert "from 1 × 3 × 64 × 64 to 8 × 3 × 64 × 64" in told
    assert "fastest at 4 × 3 × 64 × 64" in told


def test_what_was_allowed_can_be_withdrawn(dialog: DetailsDialog, engine: ModelOpened) -> None:
    files: list[object] = []
    dialog.withdrawal_requested.connect(files.append)
    dialog.set_model(engine)
    dialog.show()
    assert not dialog._allowed.isVisible()
    dialog.set_consent(Consent(host_code=True, libraries=(Path("/x/libplug.so"),)))
    assert dialog._allowed._words.text() == "Allowed for this file: code inside it, libplug.so."
    QTest.mouseClick(dialog._allowed.withdraw, LEFT)
    assert files == [engine.file]
