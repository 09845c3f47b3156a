"""The panel of sources, driven as a person does it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine_core.errors import SourceError
from engine_core.frame import SourceInfo, SourceItem, SourceKind
from engine_core.sources.listing import list_sources
from engine_core.text import text
from gui.panels.sources import SourcesPanel
from gui.workers.thumbnails import make
from tests.gui.panels.test_source_model import picture, pictures

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Key = Qt.Key


@pytest.fixture
def panel(qtbot: QtBot) -> SourcesPanel:
    made = SourcesPanel()
    qtbot.addWidget(made)
    made.resize(264, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def heard(panel: SourcesPanel) -> list[int]:
    rows: list[int] = []
    panel.activated.connect(rows.append)
    return rows


def click(panel: SourcesPanel, place: int, modifier: Qt.KeyboardModifier | None = None) -> None:
    where = panel.view.visualRect(panel.shown.index(place)).center()
    modifiers = modifier or Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, modifiers, where)


def titles(panel: SourcesPanel) -> tuple[str, str]:
    return panel._section.title.text(), panel._section.note.text()


def test_a_click_and_the_arrows_choose_and_being_told_is_no_choice(panel: SourcesPanel) -> None:
    panel.model.add(pictures(10))
    rows = heard(panel)
    panel.set_current(3)
    assert (panel.current(), rows) == (3, [])
    click(panel, 5)
    QTest.keyClick(panel.view, Key.Key_Down)
    QTest.keyClick(panel.view, Key.Key_Up)
    assert rows == [5, 6, 5]
    assert panel.current() == 5
    panel.set_current(None)
    assert panel.current() is None
    assert panel.view.chosen_rows() == ()
    assert rows == [5, 6, 5]


def test_enter_looks_once_more_at_what_is_looked_at(panel: SourcesPanel) -> None:
    panel.model.add(pictures(3))
    panel.set_current(1)
    rows = heard(panel)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Key.Key_Return)
    assert rows == [1]


def test_neighbours_follow_filter_and_order(panel: SourcesPanel) -> None:
    panel.model.add([picture(name) for name in ("b1.jpg", "c.jpg", "a.jpg", "b2.jpg")])
    assert (panel.next_row(), panel.previous_row()) == (0, 3)
    panel.set_current(0)
    assert (panel.previous_row(), panel.next_row()) == (None, 1)
    panel.set_order("name")
    assert (panel.previous_row(), panel.next_row()) == (2, 3)
    QTest.keyClicks(panel._filter, "b")
    assert (panel.previous_row(), panel.next_row()) == (None, 3)
    assert titles(panel) == ("Sources", "2 of 4")
    assert panel.current() == 0


def test_a_current_source_that_the_filter_hides_comes_back_with_it(panel: SourcesPanel) -> None:
    panel.model.add(pictures(30))
    rows = heard(panel)
    panel.set_current(7)
    QTest.keyClicks(panel._filter, "img_2")
    assert panel.current() == 7
    assert panel.view.chosen_rows() == ()
    assert panel.next_row() == 2
    QTest.keyClick(panel._filter, Key.Key_Escape)
    assert panel.view.chosen_rows() == (7,)
    assert rows == []


def test_down_in_the_filter_goes_to_what_it_found(panel: SourcesPanel) -> None:
    panel.model.add(pictures(30))
    rows = heard(panel)
    QTest.keyClicks(panel._filter, "img_17")
    QTest.keyClick(panel._filter, Key.Key_Down)
    assert rows == [17]
    QTest.keyClick(panel._filter, Key.Key_Down)
    assert rows == [17]


def test_a_filter_that_finds_nothing_says_so(panel: SourcesPanel) -> None:
    panel.model.add(pictures(3))
    QTest.keyClicks(panel._filter, "zebra")
    assert panel._nothing.isVisible()
    assert "zebra" in panel._nothing.text()
    panel._filter.clear()
    assert panel.view.isVisible()


def test_a_narrow_window_shows_the_filter_only_when_it_is_needed(panel: SourcesPanel) -> None:
    panel.model.add(pictures(3))
    assert panel._filter.isVisible()
    panel.set_narrow(is_narrow=True)
    assert not panel._filter.isVisible()
    panel.show_filter()
    assert panel._filter.isVisible()
    QTest.keyClick(panel._filter, Key.Key_Escape)
    assert not panel._filter.isVisible()
    panel.model.add(pictures(30))
    assert panel._filter.isVisible()


def test_without_sources_there_is_a_frame_that_says_so(panel: SourcesPanel) -> None:
    assert panel._empty.isVisible()
    assert titles(panel) == ("Sources", "")
    assert not panel._filter.isVisible()
    panel.show_filter()
    assert not panel._filter.isVisible()
    panel.model.add(pictures(1))
    assert not panel._empty.isVisible()
    assert titles(panel) == ("Sources", "1")


def test_delete_takes_the_chosen_out_and_goes_to_what_follows(panel: SourcesPanel) -> None:
    panel.model.add(pictures(6))
    gone: list[tuple[int, ...]] = []
    panel.removed.connect(gone.append)
    click(panel, 1)
    click(panel, 3, Qt.KeyboardModifier.ShiftModifier)
    rows = heard(panel)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Key.Key_Delete)
    assert gone == [(1, 2, 3)]
    assert [item.name for item in panel.model.items] == ["img_0.jpg", "img_4.jpg", "img_5.jpg"]
    assert (panel.current(), rows) == (1, [1])
    QTest.keyClick(panel.view, Key.Key_Delete)
    QTest.keyClick(panel.view, Key.Key_Delete)
    QTest.keyClick(panel.view, Key.Key_Delete)
    assert panel.model.rowCount() == 0
    assert panel.current() is None
    assert rows == [1, 1, 0]
    assert panel._empty.isVisible()


def test_what_is_looked_at_stays_where_others_are_taken_out(panel: SourcesPanel) -> None:
    panel.model.add(pictures(100))
    panel.set_current(50)
    rows = heard(panel)
    scrolled = panel.view.verticalScrollBar().value()
    assert scrolled > 0
    panel.model.remove((70,))
    assert panel.view.verticalScrollBar().value() == scrolled
    panel._remove_others.trigger()
    assert [item.name for item in panel.model.items] == ["img_50.jpg"]
    assert panel.current() == 0
    assert rows == []


def test_the_menu_of_a_row_copies_paths_and_opens_the_folder(
    panel: SourcesPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    stream = SourceItem(SourceKind.LIVE, "rtsp://me:secret@host/cam", "host/cam")
    panel.model.add([picture("ä.jpg", "/data/x y"), stream])
    click(panel, 0)
    panel._on_menu_wanted(QPoint(5, 5))
    assert panel._row_menu.isVisible()
    assert panel._open_folder.isEnabled()
    panel._row_menu.close()
    panel._open_folder.trigger()
    assert [url.toLocalFile() for url in opened] == ["/data/x y"]
    panel._copy_path.trigger()
    assert QGuiApplication.clipboard().text() == "/data/x y/ä.jpg"
    click(panel, 1)
    panel._on_menu_wanted(QPoint(5, 5))
    assert not panel._open_folder.isEnabled()
    panel._row_menu.close()
    panel._copy_path.trigger()
    assert QGuiApplication.clipboard().text() == "rtsp://***@host/cam"


def test_the_plus_asks_for_what_can_be_added(panel: SourcesPanel) -> None:
    asked: list[str] = []
    panel.add_requested.connect(asked.append)
    QTest.mouseClick(panel._add, Qt.MouseButton.LeftButton)
    assert panel._add_menu.isVisible()
    for action in panel._add_menu.actions():
        action.trigger()
    panel._add_menu.close()
    assert asked == ["pictures", "folder", "camera", "address"]


def test_the_order_is_chosen_in_a_menu_and_told(panel: SourcesPanel) -> None:
    panel.model.add([picture("b.jpg"), picture("a.jpg")])
    orders: list[str] = []
    panel.order_changed.connect(orders.append)
    panel.set_order("name")
    assert orders == []
    panel._by_added.trigger()
    panel._by_name.trigger()
    assert orders == ["added", "name"]
    assert panel.shown.row_at(0) == 1


def drop(panel: SourcesPanel, mime: QMimeData, y: int) -> bool:
    event = QDropEvent(
        QPointF(100, y),
        Qt.DropAction.MoveAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.view.dropEvent(event)
    return event.isAccepted()


def test_rows_are_moved_by_dragging_them(panel: SourcesPanel) -> None:
    panel.model.add(pictures(6))
    click(panel, 4)
    rows = heard(panel)
    height = panel.view.rowHeight(0)
    assert drop(panel, panel.view.rows_as_mime(), height + 5)
    assert [item.name[4] for item in panel.model.items] == list("041235")
    assert panel.view.chosen_rows() == (1,)
    assert panel.current() == 1
    assert rows == []
    assert drop(panel, panel.view.rows_as_mime(), 590)
    assert [item.name[4] for item in panel.model.items] == list("012354")


def test_a_line_shows_where_dragged_rows_will_stand(panel: SourcesPanel) -> None:
    panel.model.add(pictures(4))
    click(panel, 0)
    height = panel.view.rowHeight(0)
    mime = panel.view.rows_as_mime()
    lines = []
    for y in (height + 5, height * 2 - 5, 550):
        event = QDragMoveEvent(
            QPoint(100, y),
            Qt.DropAction.MoveAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        panel.view.dragMoveEvent(event)
        assert event.isAccepted()
        lines.append(panel.view._drop_line)
    assert lines == [height, height * 2, height * 4]
    drop(panel, mime, 5)
    assert panel.view._drop_line is None


def test_rows_cannot_be_moved_where_they_do_not_stand_in_their_own_order(
    panel: SourcesPanel,
) -> None:
    panel.model.add(pictures(6))
    click(panel, 4)
    panel.set_order("name")
    assert not drop(panel, panel.view.rows_as_mime(), 5)
    assert [item.name[4] for item in panel.model.items] == list("012345")


def test_files_dropped_on_the_list_are_left_to_the_window(panel: SourcesPanel) -> None:
    panel.model.add(pictures(2))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/data/new.jpg")])
    entering = QDragEnterEvent(
        QPoint(10, 10),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.view.dragEnterEvent(entering)
    assert not entering.isAccepted()
    assert not drop(panel, mime, 5)


def wishes(panel: SourcesPanel) -> list[tuple[SourceItem, ...]]:
    asked: list[tuple[SourceItem, ...]] = []
    panel.thumbnails_wanted.connect(lambda items, _: asked.append(items))
    return asked


def test_of_a_hundred_thousand_only_the_rows_that_are_seen_want_thumbnails(
    panel: SourcesPanel, qtbot: QtBot
) -> None:
    asked = wishes(panel)
    panel.model.add(pictures(100_000))
    panel.set_current(0)
    qtbot.waitUntil(lambda: bool(asked))
    bar = panel.view.verticalScrollBar()
    for place in (10_000, 2_000_000, bar.maximum()):
        before = len(asked)
        bar.setValue(place)
        qtbot.waitUntil(lambda before=before: len(asked) > before)  # type: ignore[misc]
    assert asked[-1][-1].name == "img_99999.jpg"
    most = panel.view.viewport().height() // panel.view.rowHeight(0) + 8
    assert all(0 < len(items) <= most for items in asked)
    assert len(asked) <= 8


def test_what_has_a_thumbnail_or_cannot_have_one_is_not_asked_for_again(
    panel: SourcesPanel, qtbot: QtBot
) -> None:
    asked = wishes(panel)
    camera = SourceItem(SourceKind.LIVE, "camera:0", "camera-0")
    panel.model.add([*pictures(3), camera])
    qtbot.waitUntil(lambda: bool(asked))
    assert [item.name for item in asked[-1]] == ["img_0.jpg", "img_1.jpg", "img_2.jpg"]
    image = QImage(56, 40, QImage.Format.Format_RGB32)
    panel.set_thumbnail(panel.model.item(0), image)
    panel.set_thumbnail(panel.model.item(1), None, None, SourceError(text("No"), why=text("Cut")))
    panel.set_thumbnail(picture("gone.jpg"), image)
    panel.view.hide()
    panel.view.show()
    qtbot.waitUntil(lambda: len(asked) > 1)
    assert [item.name for item in asked[-1]] == ["img_2.jpg"]
    assert panel.model.state(1).failed == text("Cut")


def test_a_row_shows_the_picture_the_length_and_what_failed(
    panel: SourcesPanel, tmp_path: Path
) -> None:
    path = tmp_path / "red.png"
    Image.new("RGB", (60, 60), (250, 10, 10)).save(path)
    panel.model.add([*list_sources((str(path),)).items, *pictures(2)])
    made = make(panel.model.item(0), panel.devicePixelRatioF())
    panel.set_thumbnail(made.item, made.image, made.info, made.error)
    row = panel.view.visualRect(panel.shown.index(0))
    shot = panel.view.viewport().grab().toImage()
    ratio = shot.devicePixelRatio()
    seen = shot.pixelColor(int((8 + 28) * ratio), int(row.center().y() * ratio))
    assert (seen.red(), seen.green()) == (250, 10)
    before = shot.copy()
    panel.set_count(0, 12)
    panel.set_facts(1, SourceInfo(panel.model.item(1), (640, 480), 1))
    panel.set_failed(2, text("It is gone"))
    after = panel.view.viewport().grab().toImage()
    for place in range(3):
        rect = panel.view.visualRect(panel.shown.index(place))
        area = (0, int(rect.y() * ratio), shot.width(), int(rect.height() * ratio))
        assert before.copy(*area) != after.copy(*area)


def test_the_language_changes_without_a_restart(
    panel: SourcesPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.panels.sources.tr", lambda text, **_: text[::-1])
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    assert titles(panel)[0] == "secruoS"
    assert panel._filter.placeholderText() == "eman yb retliF"


def test_everything_in_it_has_a_name_for_screen_readers(panel: SourcesPanel) -> None:
    panel.model.add(pictures(30))
    parts: list[QWidget] = [panel.view, panel._filter, panel._add, panel._sort]
    assert all(part.accessibleName() for part in parts)
    assert not panel.view.tabKeyNavigation()
    assert panel.focusProxy() is panel.view


@pytest.mark.parametrize("keyboard", [True, False])
def test_the_ring_shows_only_where_the_keyboard_brought_the_focus(
    panel: SourcesPanel, keyboard: bool
) -> None:
    panel.model.add(pictures(3))
    panel.set_current(0)
    reason = Qt.FocusReason.TabFocusReason if keyboard else Qt.FocusReason.MouseFocusReason
    panel.activateWindow()
    panel._filter.setFocus()
    panel.view.setFocus(reason)
    assert panel.view._delegate.has_keyboard_focus is keyboard
