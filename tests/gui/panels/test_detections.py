from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine_core.detections import ClassScore, Detections
from engine_core.labels import Labels
from gui.panels.detection_model import Column, Kind
from gui.panels.detections import DetectionsPanel

# The offscreen platform says so of windows with a least size, and of tooltips.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LABELS = Labels(("person", "bicycle", "car", "bus"))
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
EVERYTHING = Detections(
    xyxy=np.array(
        [[222, 217, 345, 669], [51, 207, 245, 712], [1, 41, 810, 548], [0, 360, 66, 684]],
        np.float32,
    ),
    confidence=np.array([0.91, 0.9, 0.89, 0.55], np.float32),
    class_id=np.array([0, 0, 3, 0], np.intp),
)


def parted(threshold: float) -> tuple[Detections, Detections]:
    keeps = EVERYTHING.confidence >= threshold
    return EVERYTHING[keeps], EVERYTHING[~keeps]


@pytest.fixture
def panel(qtbot: QtBot) -> DetectionsPanel:
    made = DetectionsPanel()
    qtbot.addWidget(made)
    made.set_active(True)
    made.set_motion(False)
    made.set_detections(*parted(0.6), LABELS, {})
    made.resize(336, 320)
    made.show()
    return made


@pytest.fixture
def said(panel: DetectionsPanel) -> list[object]:
    heard: list[object] = []
    panel.selected.connect(lambda row: heard.append(("selected", row)))
    panel.hovered.connect(lambda row: heard.append(("hovered", row)))
    panel.activated.connect(lambda row: heard.append(("activated", row)))
    panel.below_opened.connect(lambda is_open: heard.append(("below", is_open)))
    panel.copy_requested.connect(lambda: heard.append("copied"))
    return heard


def cells(panel: DetectionsPanel) -> list[list[str]]:
    model = panel.model
    return [
        [str(model.index(row, column).data()) for column in Column]
        for row in range(model.rowCount())
    ]


def kinds(panel: DetectionsPanel) -> list[Kind]:
    return [panel.model.row(row).kind for row in range(panel.model.rowCount())]


def click(panel: DetectionsPanel, row: int, *, twice: bool = False) -> None:
    at = panel.view.visualRect(panel.model.index(row, 1)).center()
    do = QTest.mouseDClick if twice else QTest.mouseClick
    do(panel.view.viewport(), LEFT, PLAIN, at)


def sort_by(panel: DetectionsPanel, column: Column) -> None:
    header = panel.view.horizontalHeader()
    x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    at = header.viewport().rect().center()
    at.setX(x)
    QTest.mouseClick(header.viewport(), LEFT, PLAIN, at)


# ---- Rows


def test_a_row_says_class_score_place_and_size(panel: DetectionsPanel) -> None:
    assert cells(panel)[1] == ["person", "0.90", "51, 207", "194 × 505"]
    assert panel.note.text() == "3"


def test_the_last_row_counts_what_is_below_the_threshold(panel: DetectionsPanel) -> None:
    assert cells(panel)[-1][0] == "1 below the threshold"
    panel.set_detections(EVERYTHING, Detections.empty(), LABELS, {})
    assert Kind.FOLD not in kinds(panel)


def test_a_click_on_the_last_row_opens_what_is_below(
    panel: DetectionsPanel, said: list[object]
) -> None:
    click(panel, 3)
    assert kinds(panel)[3:] == [Kind.FOLD, Kind.BELOW]
    assert cells(panel)[4][:2] == ["person", "0.55"]
    click(panel, 3)
    assert kinds(panel)[3:] == [Kind.FOLD]
    assert said == [("below", True), ("below", False)]


def test_enter_on_the_last_row_opens_what_is_below(
    panel: DetectionsPanel, said: list[object]
) -> None:
    QTest.keyClick(panel.view, Qt.Key.Key_End)
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert ("below", True) in said


def test_what_is_below_stays_open_over_frames(panel: DetectionsPanel) -> None:
    click(panel, 3)
    panel.set_detections(*parted(0.895), LABELS, {})
    assert kinds(panel) == [Kind.SHOWN, Kind.SHOWN, Kind.FOLD, Kind.BELOW, Kind.BELOW]


@pytest.mark.parametrize(
    ("column", "first", "then"),
    [
        (Column.CLASS, [0, 1, 2], [2, 0, 1]),
        (Column.CONFIDENCE, [2, 1, 0], [0, 1, 2]),
        (Column.PLACE, [2, 1, 0], [0, 1, 2]),
        (Column.SIZE, [2, 1, 0], [0, 1, 2]),
    ],
)
def test_a_header_sorts_and_then_turns_round(
    panel: DetectionsPanel, column: Column, first: list[int], then: list[int]
) -> None:
    sort_by(panel, column)
    assert panel.model.in_order() == first
    sort_by(panel, column)
    assert panel.model.in_order() == then


def test_a_frame_of_many_rows_and_one_of_none_follow_each_other(panel: DetectionsPanel) -> None:
    n = 300
    many = Detections(
        xyxy=np.tile(np.array([[0, 0, 10, 10]], np.float32), (n, 1)),
        confidence=np.linspace(1, 0.3, n, dtype=np.float32),
        class_id=np.zeros(n, np.intp),
    )
    panel.set_detections(many, Detections.empty(), LABELS, {})
    assert panel.model.rowCount() == n
    panel.set_detections(Detections.empty(), Detections.empty(), LABELS, {})
    assert panel.model.rowCount() == 0
    assert not panel.copy.isEnabled()


def test_a_new_frame_leaves_the_table_scrolled_where_it_was(panel: DetectionsPanel) -> None:
    rows = Detections(
        xyxy=np.tile(np.array([[0, 0, 10, 10]], np.float32), (100, 1)),
        confidence=np.linspace(1, 0.3, 100, dtype=np.float32),
        class_id=np.zeros(100, np.intp),
    )
    panel.set_detections(rows, Detections.empty(), LABELS, {})
    QApplication.processEvents()
    panel.view.verticalScrollBar().setValue(480)
    panel.set_detections(rows[slice(0, 90)], Detections.empty(), LABELS, {})
    QApplication.processEvents()
    assert panel.view.verticalScrollBar().value() == 480


# ---- Selection


def test_a_click_selects(panel: DetectionsPanel, said: list[object]) -> None:
    click(panel, 1)
    assert said == [("selected", 1)]
    assert panel.view.selected == 1


def test_a_selected_row_is_that_of_the_detection_however_it_is_sorted(
    panel: DetectionsPanel, said: list[object]
) -> None:
    sort_by(panel, Column.SIZE)
    click(panel, 0)
    assert said == [("selected", 2)]


def test_getting_the_focus_selects_nothing(panel: DetectionsPanel, said: list[object]) -> None:
    panel.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert said == []


def test_arrows_select(panel: DetectionsPanel, said: list[object]) -> None:
    panel.set_selected(0)
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    QTest.keyClick(panel.view, Qt.Key.Key_Home)
    assert said == [("selected", 1), ("selected", 0)]


def test_a_click_beside_all_rows_deselects(panel: DetectionsPanel, said: list[object]) -> None:
    panel.set_selected(1)
    at = panel.view.viewport().rect().bottomLeft()
    QTest.mouseClick(panel.view.viewport(), LEFT, PLAIN, at)
    assert said == [("selected", None)]


def test_next_and_previous_follow_the_order_of_the_table(
    panel: DetectionsPanel, said: list[object]
) -> None:
    sort_by(panel, Column.SIZE)
    for _ in range(4):
        panel.select_next()
    panel.select_previous()
    assert said == [("selected", row) for row in (2, 1, 0, 1)]


def test_selecting_from_outside_tells_nobody(panel: DetectionsPanel, said: list[object]) -> None:
    panel.set_selected(2)
    panel.set_hovered(1)
    panel.set_detections(*parted(0.895), LABELS, {})
    assert said == []


def test_the_selection_stays_with_its_detection(panel: DetectionsPanel) -> None:
    panel.set_selected(2)
    panel.set_detections(*parted(0.5), LABELS, {})
    assert panel.view.selected == 2
    panel.set_detections(*parted(0.895), LABELS, {})
    assert panel.view.selected is None


def test_the_selected_row_is_brought_into_view(panel: DetectionsPanel) -> None:
    n = 100
    rows = Detections(
        xyxy=np.arange(n * 4, dtype=np.float32).reshape(n, 4),
        confidence=np.linspace(1, 0.3, n, dtype=np.float32),
        class_id=np.zeros(n, np.intp),
    )
    panel.set_detections(rows, Detections.empty(), LABELS, {})
    panel.set_selected(80)
    shown = panel.view.visualRect(panel.model.index(80, 0))
    assert panel.view.viewport().rect().contains(shown)


@pytest.mark.parametrize("by_key", [True, False])
def test_enter_and_double_click_zoom_to_a_detection(
    panel: DetectionsPanel, said: list[object], by_key: bool
) -> None:
    panel.set_selected(1)
    if by_key:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    else:
        click(panel, 1, twice=True)
    assert said[-1] == ("activated", 1)


def test_hovering_tells_the_detection(panel: DetectionsPanel, said: list[object]) -> None:
    viewport = panel.view.viewport()
    nothing = Qt.MouseButton.NoButton
    at = QPointF(panel.view.visualRect(panel.model.index(2, 0)).center())
    move = QMouseEvent(QEvent.Type.MouseMove, at, viewport.mapToGlobal(at), nothing, nothing, PLAIN)
    QApplication.sendEvent(viewport, move)
    QApplication.sendEvent(panel.view, QEvent(QEvent.Type.Leave))
    assert said == [("hovered", 2), ("hovered", None)]


# ---- Rows that drop out


def test_a_row_that_drops_out_fades(panel: DetectionsPanel, qtbot: QtBot) -> None:
    panel.set_motion(True)
    panel.set_detections(*parted(0.895), LABELS, {})
    assert kinds(panel) == [Kind.SHOWN, Kind.SHOWN, Kind.LEAVING, Kind.FOLD]
    assert panel.note.text() == "2"
    with qtbot.waitSignal(panel.model.rowsRemoved):
        pass
    assert kinds(panel) == [Kind.SHOWN, Kind.SHOWN, Kind.FOLD]


def test_rows_that_drop_out_one_after_another_fade_side_by_side(
    panel: DetectionsPanel, qtbot: QtBot
) -> None:
    panel.set_motion(True)
    panel.set_detections(*parted(0.895), LABELS, {})
    panel.set_detections(*parted(0.905), LABELS, {})
    assert kinds(panel) == [Kind.SHOWN, Kind.LEAVING, Kind.LEAVING, Kind.FOLD]
    with qtbot.waitSignal(panel.model.rowsRemoved):
        pass
    qtbot.waitUntil(lambda: kinds(panel) == [Kind.SHOWN, Kind.FOLD])


def test_a_row_that_comes_back_fades_no_longer(panel: DetectionsPanel) -> None:
    panel.set_motion(True)
    panel.set_detections(*parted(0.895), LABELS, {})
    panel.set_detections(*parted(0.6), LABELS, {})
    assert kinds(panel) == [Kind.SHOWN, Kind.SHOWN, Kind.SHOWN, Kind.FOLD]


def test_a_fading_row_cannot_be_selected(panel: DetectionsPanel, said: list[object]) -> None:
    panel.set_motion(True)
    panel.set_detections(*parted(0.895), LABELS, {})
    click(panel, 2)
    assert said == []


def test_rows_go_at_once_while_a_video_plays(panel: DetectionsPanel) -> None:
    panel.set_motion(True)
    panel.set_playing(True)
    panel.set_detections(*parted(0.895), LABELS, {})
    assert Kind.LEAVING not in kinds(panel)


def test_rows_of_another_frame_do_not_fade(panel: DetectionsPanel) -> None:
    panel.set_motion(True)
    other = Detections(
        xyxy=EVERYTHING.xyxy + 1,
        confidence=EVERYTHING.confidence.copy(),
        class_id=EVERYTHING.class_id.copy(),
    )
    panel.set_detections(other[slice(0, 1)], other[slice(1, None)], LABELS, {})
    assert Kind.LEAVING not in kinds(panel)


# ---- The rest


def test_the_table_is_copied_as_it_is_sorted(panel: DetectionsPanel, said: list[object]) -> None:
    sort_by(panel, Column.PLACE)
    panel.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Class", "Confidence", "Left", "Top", "Width", "Height"]
    assert lines[1].split("\t") == ["bus", "0.8900", "1.0", "41.0", "809.0", "507.0"]
    assert len(lines) == 4
    assert said == ["copied"]


def test_a_classifier_has_classes_and_scores_only(
    panel: DetectionsPanel, said: list[object]
) -> None:
    panel.set_classes([ClassScore(3, 0.7), ClassScore(0, 0.2)], LABELS)
    assert [row[:2] for row in cells(panel)] == [["bus", "0.70"], ["person", "0.20"]]
    assert panel.view.isColumnHidden(Column.SIZE)
    click(panel, 0, twice=True)
    assert ("activated", 0) not in said
    panel.set_detections(*parted(0.6), LABELS, {})
    assert not panel.view.isColumnHidden(Column.SIZE)


def test_large_pictures_get_wider_columns(panel: DetectionsPanel) -> None:
    before = panel.view.columnWidth(Column.SIZE)
    large = Detections(
        xyxy=np.array([[0, 0, 7680, 4320]], np.float32),
        confidence=np.array([0.9], np.float32),
        class_id=np.array([0], np.intp),
    )
    panel.set_detections(large, Detections.empty(), LABELS, {})
    assert panel.view.columnWidth(Column.SIZE) > before
    total = sum(panel.view.columnWidth(column) for column in Column)
    assert total == panel.view.viewport().width()


def test_without_a_model_it_says_what_will_be_here(panel: DetectionsPanel) -> None:
    panel.set_active(False)
    assert not panel.view.isVisible()
    assert panel._hint.isVisible()
