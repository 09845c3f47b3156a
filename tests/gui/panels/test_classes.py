from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QMenu
from pytestqt.qtbot import QtBot

from engine_core.detections import DisplayFilter
from engine_core.labels import Labels
from engine_core.overlay.style import PALETTE
from gui.panels.class_delegate import Part, ThresholdField
from gui.panels.class_model import ClassModel, Role
from gui.panels.classes import ClassesPanel
from gui.panels.colour_menu import ColourMenu

# The offscreen platform says so of windows with a least size, and of tooltips.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NAMES = ("person", "bicycle", "car", "motorcycle", "aeroplane", "bus", "train", "lorry")
LABELS = Labels(NAMES)
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def panel(qtbot: QtBot) -> ClassesPanel:
    made = ClassesPanel()
    qtbot.addWidget(made)
    made.set_active(True)
    made.set_labels(LABELS, len(NAMES))
    made.set_filter(DisplayFilter(confidence=0.3))
    made.resize(336, made.sizeHint().height())
    made.show()
    return made


@pytest.fixture
def said(panel: ClassesPanel) -> list[object]:
    heard: list[object] = []
    panel.visibility_changed.connect(lambda i, on: heard.append(("visible", i, on)))
    panel.solo_requested.connect(lambda i: heard.append(("solo", i)))
    panel.show_all_requested.connect(lambda: heard.append("show all"))
    panel.hide_all_requested.connect(lambda: heard.append("hide all"))
    panel.threshold_changed.connect(lambda i, value: heard.append(("threshold", i, value)))
    panel.colour_changed.connect(lambda i, colour: heard.append(("colour", i, colour)))
    panel.min_size_changed.connect(lambda px: heard.append(("size", px)))
    return heard


def order(model: ClassModel) -> list[int]:
    return [model.id_at(model.index(row, 0)) for row in range(model.rowCount())]


def index_of(panel: ClassesPanel, class_id: int) -> QModelIndex:
    row = panel.model.row_of(class_id)
    assert row is not None
    return panel.model.index(row, 0)


def click(panel: ClassesPanel, class_id: int, part: Part) -> None:
    row = panel.view.visualRect(index_of(panel, class_id))
    delegate = panel.view.delegate
    places = {
        Part.EYE: delegate.eye_rect(row).center(),
        Part.SWATCH: delegate.swatch_rect(row).center(),
        Part.THRESHOLD: delegate.threshold_rect(row).center(),
        Part.REST: row.center(),
    }
    QTest.mouseClick(panel.view.viewport(), LEFT, PLAIN, places[part])


def open_menu(panel: ClassesPanel) -> QMenu:
    found = [menu for menu in panel.findChildren(QMenu) if menu.isVisible()]
    assert len(found) == 1
    return found[0]


def field(panel: ClassesPanel) -> ThresholdField:
    found = panel.view.viewport().findChild(ThresholdField)
    assert isinstance(found, ThresholdField)
    return found


def enter(panel: ClassesPanel) -> None:
    QTest.keyClick(field(panel), Qt.Key.Key_Return)
    # Qt lets the field see the key first and takes its content after.
    QApplication.processEvents()


# ---- Order


def test_classes_of_this_frame_come_first_then_those_seen_then_the_rest(
    panel: ClassesPanel,
) -> None:
    panel.set_counts({5: 1, 0: 4}, {0: 40, 5: 9, 7: 2})
    assert order(panel.model) == [0, 5, 7, 1, 2, 3, 4, 6]


def test_a_class_the_user_has_touched_stays_at_hand(panel: ClassesPanel) -> None:
    panel.set_filter(DisplayFilter(hidden=frozenset({6}), class_confidence={3: 0.5}))
    panel.set_colours({4: "#123456"})
    assert order(panel.model)[:3] == [3, 4, 6]


def test_rows_do_not_change_places_with_their_counts(panel: ClassesPanel) -> None:
    panel.set_counts({0: 1, 5: 9}, {})
    before = order(panel.model)
    panel.set_counts({0: 9, 5: 1}, {})
    assert order(panel.model) == before


def test_while_a_video_plays_a_class_that_leaves_the_frame_keeps_its_place(
    panel: ClassesPanel,
) -> None:
    panel.set_playing(True)
    panel.set_counts({5: 1}, {})
    panel.set_counts({6: 1}, {})
    assert order(panel.model)[:2] == [5, 6]
    panel.set_playing(False)
    assert order(panel.model)[:2] == [6, 0]


def test_nothing_moves_under_the_pointer(panel: ClassesPanel) -> None:
    before = order(panel.model)
    where = QPointF(40, 40)
    QApplication.sendEvent(panel.view, QEnterEvent(where, where, where))
    panel.set_counts({6: 1}, {})
    assert order(panel.model) == before
    QApplication.sendEvent(panel.view, QEvent(QEvent.Type.Leave))
    assert order(panel.model)[0] == 6


def test_the_current_row_follows_its_class(panel: ClassesPanel) -> None:
    panel.view.setCurrentIndex(index_of(panel, 6))
    panel.set_counts({6: 1}, {})
    assert panel.view.currentIndex().row() == 0


def test_the_filter_field_finds_names_and_numbers(panel: ClassesPanel) -> None:
    panel.search.click()
    QTest.keyClicks(panel.filter_field, "Tr")
    assert order(panel.model) == [6]
    panel.filter_field.setText("7")
    assert order(panel.model) == [7]
    QTest.keyClick(panel.filter_field, Qt.Key.Key_Escape)
    assert not panel.filter_field.isVisible()
    assert panel.model.rowCount() == len(NAMES)


# ---- What is shown


def test_it_says_how_many_classes_are_here(panel: ClassesPanel) -> None:
    panel.set_counts({0: 4, 5: 1, 6: 0}, {})
    assert panel.note.text() == "2 of 8 here"


def test_a_row_tells_a_screen_reader_everything(panel: ClassesPanel) -> None:
    panel.set_counts({0: 4}, {0: 1204})
    panel.set_filter(
        DisplayFilter(confidence=0.3, hidden=frozenset({0}), class_confidence={0: 0.35})
    )
    row = index_of(panel, 0)
    spoken = row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "person, hidden, 4 here, threshold 0.35"
    assert "1,204 seen so far" in row.data(Qt.ItemDataRole.ToolTipRole)


def test_unnamed_classes_are_rows_too(panel: ClassesPanel) -> None:
    panel.set_labels(Labels(), 3)
    assert index_of(panel, 2).data() == "class_2"


def test_soloing_dims_the_others_and_leaves_their_eyes_open(panel: ClassesPanel) -> None:
    panel.set_filter(DisplayFilter(classes=frozenset({5})))
    assert index_of(panel, 5).data(Role.IS_SOLOED)
    assert index_of(panel, 0).data(Role.IS_DIMMED)
    assert index_of(panel, 0).data(Role.IS_VISIBLE)


def test_a_colour_of_ones_own_wins_over_the_palette(panel: ClassesPanel) -> None:
    assert index_of(panel, 1).data(Role.COLOUR) == PALETTE[1]
    panel.set_colours({1: "#123456"})
    assert index_of(panel, 1).data(Role.COLOUR) == "#123456"


def test_nothing_set_from_outside_is_said(panel: ClassesPanel, said: list[object]) -> None:
    panel.set_filter(DisplayFilter(min_size_px=12, hidden=frozenset({1})))
    panel.set_soloed(2)
    panel.set_colours({1: "#123456"})
    panel.set_counts({0: 1}, {0: 1})
    panel.set_rows(4)
    panel.set_active(False)
    assert said == []
    assert panel.size_box.value() == 12


def test_the_list_is_as_high_as_its_rows_up_to_the_most(panel: ClassesPanel) -> None:
    six = panel.view.height()
    panel.set_rows(4)
    assert panel.view.height() == six * 4 // 6
    panel.set_labels(Labels(("one",)), 1)
    assert panel.view.height() == six // 6


def test_figures_end_where_those_of_the_other_sections_end(panel: ClassesPanel) -> None:
    row = panel.view.visualRect(index_of(panel, 0))
    right = panel.view.delegate.threshold_rect(row).right() + 1 + 8 + 32
    assert panel.view.mapTo(panel, QPoint(right, 0)).x() == 336 - 16


# ---- Pointer


def test_the_eye_hides_and_shows(panel: ClassesPanel, said: list[object]) -> None:
    click(panel, 0, Part.EYE)
    panel.set_filter(DisplayFilter(hidden=frozenset({0})))
    click(panel, 0, Part.EYE)
    assert said == [("visible", 0, False), ("visible", 0, True)]


def test_a_threshold_is_entered_in_its_row(panel: ClassesPanel, said: list[object]) -> None:
    click(panel, 1, Part.THRESHOLD)
    QTest.keyClicks(field(panel), "0,35")
    enter(panel)
    assert said == [("threshold", 1, 0.35)]


def test_an_emptied_threshold_goes_back_to_the_common_one(
    panel: ClassesPanel, said: list[object]
) -> None:
    panel.set_filter(DisplayFilter(class_confidence={1: 0.5}))
    click(panel, 1, Part.THRESHOLD)
    QTest.keyClick(field(panel), Qt.Key.Key_Backspace)
    enter(panel)
    assert said == [("threshold", 1, None)]


@pytest.mark.parametrize("typed", ["nonsense", "nan", "."])
def test_what_is_no_number_changes_nothing(
    panel: ClassesPanel, said: list[object], typed: str
) -> None:
    click(panel, 1, Part.THRESHOLD)
    QTest.keyClicks(field(panel), typed)
    enter(panel)
    assert said == []


def test_a_threshold_that_was_only_looked_at_stays_common(
    panel: ClassesPanel, said: list[object]
) -> None:
    click(panel, 1, Part.THRESHOLD)
    enter(panel)
    assert said == []


def test_counts_that_change_do_not_disturb_what_is_typed(panel: ClassesPanel) -> None:
    click(panel, 1, Part.THRESHOLD)
    QTest.keyClicks(field(panel), "0.4")
    panel.set_counts({1: 3}, {})
    assert field(panel).text() == "0.4"


def test_arrows_step_the_threshold_being_edited(panel: ClassesPanel, said: list[object]) -> None:
    click(panel, 1, Part.THRESHOLD)
    QTest.keyClick(field(panel), Qt.Key.Key_Up)
    QTest.keyClick(field(panel), Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    enter(panel)
    assert said == [("threshold", 1, pytest.approx(0.36))]


def test_hovering_a_row_tells_its_class(panel: ClassesPanel) -> None:
    heard: list[object] = []
    panel.class_hovered.connect(heard.append)
    viewport = panel.view.viewport()
    at = QPointF(panel.view.visualRect(index_of(panel, 2)).center())
    nothing = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, at, viewport.mapToGlobal(at), nothing, nothing, PLAIN)
    QApplication.sendEvent(viewport, move)
    QApplication.sendEvent(panel.view, QEvent(QEvent.Type.Leave))
    assert heard == [2, None]


def test_the_menu_of_the_eye_shows_and_hides_all(panel: ClassesPanel, said: list[object]) -> None:
    panel.show_all.trigger()
    panel.hide_all.trigger()
    assert said == ["show all", "hide all"]


def test_the_smallest_box_is_said(panel: ClassesPanel, said: list[object]) -> None:
    QTest.keyClick(panel.size_box, Qt.Key.Key_Up)
    assert said == [("size", 1.0)]


# ---- Keys


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Space, ("visible", 2, False)),
        (Qt.Key.Key_S, ("solo", 2)),
        (Qt.Key.Key_Delete, ("threshold", 2, None)),
    ],
)
def test_keys_act_on_the_current_row(
    panel: ClassesPanel, said: list[object], key: Qt.Key, expected: object
) -> None:
    panel.set_filter(DisplayFilter(class_confidence={2: 0.5}))
    panel.view.setCurrentIndex(index_of(panel, 2))
    QTest.keyClick(panel.view, key)
    assert said == [expected]


def test_enter_edits_the_threshold_of_the_current_row(panel: ClassesPanel) -> None:
    panel.view.setCurrentIndex(index_of(panel, 2))
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert field(panel).text() == "0.30"


def test_soloing_the_soloed_class_ends_it(panel: ClassesPanel, said: list[object]) -> None:
    panel.set_filter(DisplayFilter(classes=frozenset({2})))
    panel.view.setCurrentIndex(index_of(panel, 2))
    QTest.keyClick(panel.view, Qt.Key.Key_S)
    assert said == [("solo", None)]


def test_the_context_menu_offers_what_the_row_does(panel: ClassesPanel, said: list[object]) -> None:
    panel.set_filter(DisplayFilter(class_confidence={2: 0.5}))
    menu = panel.row_menu(2, QPoint())
    by_name = {action.text(): action for action in menu.actions()}
    by_name["Hide"].trigger()
    by_name["Show only this"].trigger()
    by_name["Back to the common threshold"].trigger()
    assert said == [("visible", 2, False), ("solo", 2), ("threshold", 2, None)]
    by_name["Own threshold…"].trigger()
    assert field(panel).text() == "0.50"
    menu.deleteLater()


# ---- Colours


def test_the_swatch_opens_the_palette(panel: ClassesPanel, said: list[object]) -> None:
    click(panel, 1, Part.SWATCH)
    menu = open_menu(panel)
    assert isinstance(menu, ColourMenu)
    assert not menu.automatic.isEnabled()
    QTest.mouseClick(menu.grid, LEFT, PLAIN, menu.grid._cell(3).center())
    assert said == [("colour", 1, PALETTE[3])]


def test_the_palette_is_reached_by_keys(panel: ClassesPanel, said: list[object]) -> None:
    click(panel, 1, Part.SWATCH)
    menu = open_menu(panel)
    assert isinstance(menu, ColourMenu)
    QTest.keyClick(menu.grid, Qt.Key.Key_Right)
    assert menu.grid.accessibleName() == "aqua"
    QTest.keyClick(menu.grid, Qt.Key.Key_Return)
    assert said == [("colour", 1, PALETTE[2])]


def test_a_colour_of_ones_own_can_be_given_back(panel: ClassesPanel, said: list[object]) -> None:
    panel.set_colours({1: "#123456"})
    click(panel, 1, Part.SWATCH)
    menu = open_menu(panel)
    assert isinstance(menu, ColourMenu)
    menu.automatic.trigger()
    menu.close()
    assert said == [("colour", 1, None)]


def test_any_other_colour_can_be_chosen(panel: ClassesPanel, said: list[object]) -> None:
    click(panel, 1, Part.SWATCH)
    menu = open_menu(panel)
    assert isinstance(menu, ColourMenu)
    menu.other.trigger()
    menu.close()
    dialog = panel.findChild(QColorDialog)
    assert isinstance(dialog, QColorDialog)
    dialog.setCurrentColor(QColor("#abcdef"))
    dialog.accept()
    assert said == [("colour", 1, "#ABCDEF")]


def test_without_a_model_it_says_where_names_come_from(panel: ClassesPanel) -> None:
    panel.set_active(False)
    assert not panel.view.isVisible()
    assert panel._hint.isVisible()
