"""The list of sources behind the views: each source once, under a name of its own, in the user's order."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester

from engine_core.frame import SourceInfo, SourceItem, SourceKind
from engine_core.sources.listing import list_sources
from engine_core.text import text
from gui.panels import source_model
from gui.panels.shown_sources import ShownSources
from gui.panels.source_model import SourceListModel
from gui.panels.source_state import caption, clock, shown_name


def picture(name: str, folder: str = "/data") -> SourceItem:
    return SourceItem(SourceKind.PICTURE, f"{folder}/{name}", name)


def pictures(count: int) -> list[SourceItem]:
    return [picture(f"img_{number}.jpg") for number in range(count)]


def model_of(*items: SourceItem) -> SourceListModel:
    made = SourceListModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.add(items)
    return made


def names(model: SourceListModel | ShownSources) -> list[str]:
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def test_a_source_that_is_there_already_is_found_and_not_added_again() -> None:
    model = model_of(*pictures(5))
    assert model.add([picture("img_3.jpg"), picture("new.jpg"), picture("new.jpg")]) == 3
    assert names(model)[4:] == ["img_4.jpg", "new.jpg"]
    assert model.add([picture("other.jpg"), picture("img_0.jpg")]) == 6
    assert model.row_of("/data/other.jpg") == 6
    assert model.row_of("/data/none.jpg") is None


def test_names_that_clash_are_told_apart_by_their_folders_and_old_ones_stay() -> None:
    model = model_of(picture("0001.jpg", "/runs/day"))
    model.add([picture("0001.png", "/runs/night"), picture("0002.png", "/runs/night")])
    assert [item.name for item in model.items] == ["0001.jpg", "night/0001.png", "night/0002.png"]
    model.add([picture("0001.bmp", "/runs/day")])
    assert len({Path(item.name).with_suffix("") for item in model.items}) == 4
    assert model.items[0].name == "0001.jpg"


def test_a_number_that_was_put_into_a_name_for_results_is_not_shown(tmp_path: Path) -> None:
    for name in ("a.jpg", "a.png", "ü 图.jpg"):
        (tmp_path / name).touch()
    model = model_of(*list_sources((str(tmp_path),)).items)
    assert names(model) == ["a.jpg", "a.png", "ü 图.jpg"]
    assert len({item.name.rpartition(".")[0] for item in model.items}) == 3


def test_sources_are_removed_and_what_was_known_of_them_is_forgotten() -> None:
    model = model_of(*pictures(6))
    model.set_count(2, 7)
    model.set_failed(2, text("It is gone"))
    model.remove((2, 4, 77))
    assert names(model) == ["img_0.jpg", "img_1.jpg", "img_3.jpg", "img_5.jpg"]
    assert model.row_of("/data/img_5.jpg") == 3
    row = model.add([picture("img_2.jpg")])
    assert row == 4
    assert model.state(row).found is None
    assert model.state(row).failed is None
    model.clear()
    assert model.rowCount() == 0


def test_sources_are_moved_together_in_the_order_they_have() -> None:
    model = model_of(*pictures(6))
    assert model.move((4, 1), 3) == 2
    assert names(model) == [f"img_{n}.jpg" for n in (0, 2, 1, 4, 3, 5)]
    assert model.move((0,), 6) == 5
    assert names(model)[-1] == "img_0.jpg"
    before = names(model)
    assert model.move((2, 3), 3) == 2
    assert names(model) == before


def test_facts_are_told_once_and_only_where_they_changed() -> None:
    model = model_of(*pictures(3))
    told: list[int] = []
    model.dataChanged.connect(lambda first, _: told.append(first.row()))
    info = SourceInfo(model.item(1), (640, 480), 1)
    model.set_facts(1, info)
    model.set_facts(1, info)
    model.set_count(2, 0)
    model.set_count(2, 0)
    model.set_count(2, None)
    model.set_failed(0, text("It is gone"))
    model.set_failed(0, None)
    assert told == [1, 2, 2, 0, 0]
    assert caption(model.state(1)) == "640 × 480"


def test_captions_say_what_is_known() -> None:
    video = SourceItem(SourceKind.VIDEO, "/data/clip.mp4", "clip.mp4")
    camera = SourceItem(SourceKind.LIVE, "camera:2", "camera-2")
    stream = SourceItem(SourceKind.LIVE, "rtsp://me:secret@host/cam", "host/cam")
    model = model_of(video, camera, stream, picture("a.jpg"))
    said = [caption(model.state(row)) for row in range(4)]
    assert said == ["Video", "Camera", "Stream", "Picture"]
    model.set_facts(0, SourceInfo(video, (1920, 1080), 100, 25.0, 94.2))
    assert caption(model.state(0)) == "1920 × 1080 · 1:34"
    model.set_failed(0, text("The file is cut off or damaged"))
    assert caption(model.state(0)) == "The file is cut off or damaged"
    assert shown_name(camera) == "Camera 2"
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert "secret" not in str(model.data(model.index(2), role))


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (59.6, "1:00"), (94.2, "1:34"), (3725, "1:02:05")]
)
def test_lengths_read_like_a_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


def test_a_screen_reader_hears_name_size_and_count() -> None:
    model = model_of(picture("a.jpg"))
    model.set_facts(0, SourceInfo(model.item(0), (640, 480), 1))
    model.set_count(0, 1)
    heard = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "a.jpg, 640 × 480, 1 object"


def test_the_oldest_of_too_many_thumbnails_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_model, "MAX_THUMBNAILS", 3)
    model = model_of(*pictures(5))
    image = QImage(56, 40, QImage.Format.Format_RGB32)
    for row in range(3):
        model.set_thumbnail(row, image)
    assert not model.needs_thumbnail(0)  # seen again, so it is the newest now
    model.set_thumbnail(3, None)
    assert [model.needs_thumbnail(row) for row in range(5)] == [False, True, False, False, True]


def test_the_filter_takes_all_words_whatever_their_case() -> None:
    model = model_of(picture("Straße links.jpg"), picture("strasse.jpg"), picture("links.jpg"))
    shown = ShownSources(model)
    QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Fatal, shown)
    shown.filter_by("  LINKS ")
    assert names(shown) == ["Straße links.jpg", "links.jpg"]
    shown.filter_by("strasse li")
    assert names(shown) == ["Straße links.jpg"]
    assert shown.row_at(0) == 0
    assert shown.place_of(2) is None
    shown.filter_by("")
    assert shown.rowCount() == 3


def test_names_are_ordered_as_people_count_and_the_old_order_comes_back() -> None:
    model = model_of(picture("img_10.jpg"), picture("IMG_2.jpg"), picture("a/z.jpg"))
    shown = ShownSources(model)
    QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Fatal, shown)
    shown.sort_by("name")
    assert names(shown) == ["a/z.jpg", "IMG_2.jpg", "img_10.jpg"]
    assert [shown.place_of(row) for row in range(3)] == [2, 1, 0]
    model.add([picture("img_3.jpg")])
    assert names(shown)[2] == "img_3.jpg"
    model.remove((0,))
    assert names(shown) == ["a/z.jpg", "IMG_2.jpg", "img_3.jpg"]
    shown.sort_by("added")
    assert names(shown) == ["IMG_2.jpg", "a/z.jpg", "img_3.jpg"]


def test_what_changes_behind_is_told_in_front_where_it_is_shown() -> None:
    model = model_of(*pictures(20))
    shown = ShownSources(model)
    shown.filter_by("img_1")
    told: list[int] = []
    shown.dataChanged.connect(lambda first, _: told.append(first.row()))
    model.set_count(12, 4)
    model.set_count(5, 4)
    assert told == [shown.place_of(12)]


def test_a_hundred_thousand_rows_are_filtered_without_asking_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = SourceListModel()
    model.add(pictures(100_000))
    asked: list[int] = []
    monkeypatch.setattr(SourceListModel, "state", lambda _, row: asked.append(row))
    shown = ShownSources(model)
    shown.filter_by("9999")
    assert shown.rowCount() == 19
    shown.sort_by("name")
    assert shown.row_at(0) == 9999
    assert asked == []
