"""Thumbnails: what they show, what is learnt meanwhile, and that only what is seen is made."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from engine_core.frame import SourceItem, SourceKind
from engine_core.sources.listing import list_sources
from gui.panels.sources import SourcesPanel
from gui.workers import thumbnails
from gui.workers.thumbnails import THUMB_WH, Thumbnail, Thumbnails, make
from tests.engine_core.sources.test_video import numbered, write
from tests.shared_data import ROOT, needs_shared_data

RED, BLUE = (220, 20, 20), (20, 20, 220)


class _Showing(QObject):
    """What the window does with a thumbnail, on its own thread."""

    def __init__(self, panel: SourcesPanel) -> None:
        super().__init__()
        self._panel = panel

    @Slot(object)
    def on_made(self, made: Thumbnail) -> None:
        self._panel.set_thumbnail(made.item, made.image, made.info, made.error)


def item(path: Path, kind: SourceKind = SourceKind.PICTURE) -> SourceItem:
    return SourceItem(kind, str(path), path.name)


def halves(path: Path, size_wh: tuple[int, int], **options: object) -> Path:
    """Write a picture whose left half is red and whose right half is blue."""
    pixels = np.empty((size_wh[1], size_wh[0], 3), np.uint8)
    pixels[:, : size_wh[0] // 2] = RED
    pixels[:, size_wh[0] // 2 :] = BLUE
    Image.fromarray(pixels).save(path, **options)  # type: ignore[arg-type]
    return path


def colour(image: QImage | None, x: int, y: int) -> tuple[int, int, int]:
    assert image is not None
    found = QColor(image.pixel(x, y))
    return found.red(), found.green(), found.blue()


def is_near(found: tuple[int, int, int], wanted: tuple[int, int, int]) -> bool:
    return max(abs(a - b) for a, b in zip(found, wanted, strict=True)) < 30


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("name", ["photo.jpg", "photo.png"])
def test_a_thumbnail_fills_its_frame_at_the_resolution_of_the_screen(
    tmp_path: Path, name: str, ratio: float
) -> None:
    made = make(item(halves(tmp_path / name, (900, 300))), ratio)
    assert made.image is not None
    assert made.image.size().toTuple() == (round(56 * ratio), round(40 * ratio))
    assert is_near(colour(made.image, 2, 20), RED)
    assert is_near(colour(made.image, made.image.width() - 3, 20), BLUE)
    assert made.info is not None
    assert made.info.size_wh == (900, 300)
    assert made.error is None


def test_a_thumbnail_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[274] = 6  # the right side of what is stored is the bottom
    path = halves(tmp_path / "turned.jpg", (600, 400), exif=exif)
    made = make(item(path), 1.0)
    assert is_near(colour(made.image, 28, 3), RED)
    assert is_near(colour(made.image, 28, 36), BLUE)
    assert made.info is not None
    assert made.info.size_wh == (400, 600)


def test_a_tiny_or_very_long_picture_has_a_thumbnail_too(tmp_path: Path) -> None:
    for size_wh in ((1, 1), (3, 500), (2000, 1)):
        path = tmp_path / f"{size_wh[0]}.png"
        Image.new("RGB", size_wh, RED).save(path)
        made = make(item(path), 1.0)
        assert is_near(colour(made.image, 28, 20), RED)


def test_pictures_of_any_mode_have_thumbnails(tmp_path: Path) -> None:
    for mode in ("L", "CMYK", "RGBA", "I;16", "1", "P"):
        path = tmp_path / f"{mode.replace(';', '')}.{'jpg' if mode == 'CMYK' else 'tif'}"
        Image.new(mode, (80, 60)).save(path)
        made = make(item(path), 1.0)
        assert made.image is not None, mode
        assert made.error is None


def test_what_is_broken_says_why(tmp_path: Path) -> None:
    whole = halves(tmp_path / "whole.jpg", (640, 480)).read_bytes()
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(whole[: len(whole) // 2])
    text = tmp_path / "text.jpg"
    text.write_text("<html>", "utf-8")
    for path, why in (
        (cut, "cut off or damaged"),
        (text, "web page"),
        (tmp_path / "no.png", "exist"),
    ):
        made = make(item(path), 1.0)
        assert made.image is None
        assert made.error is not None
        assert why in str(made.error)


def test_a_huge_file_that_must_be_decoded_whole_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "MAX_BYTES", 100)
    made = make(item(halves(tmp_path / "scan.png", (64, 64))), 1.0)
    assert (made.image, made.error) == (None, None)


def test_a_video_shows_its_first_frame_and_tells_size_and_length(tmp_path: Path) -> None:
    path = write(tmp_path / "clip.mp4", numbered(25, (96, 64)))
    made = make(item(path, SourceKind.VIDEO), 2.0)
    assert made.image is not None
    assert made.image.size().toTuple() == (112, 80)
    assert made.info is not None
    assert made.info.size_wh == (96, 64)
    assert made.info.duration_s == pytest.approx(1.0)


def test_a_broken_video_says_why(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(200))
    made = make(item(path, SourceKind.VIDEO), 1.0)
    assert made.image is None
    assert made.error is not None


def test_the_thread_makes_what_is_wanted_from_the_top_and_ends(
    qtbot: QtBot, tmp_path: Path
) -> None:
    worker = Thumbnails()
    made: list[Thumbnail] = []
    worker.made.connect(made.append)
    items = [item(halves(tmp_path / f"{n}.jpg", (80, 60))) for n in range(5)]
    worker.want(items, 1.0)
    qtbot.waitUntil(lambda: len(made) == 5)
    assert [one.item for one in made] == items
    worker.stop()
    assert worker.isFinished()


def test_what_is_scrolled_away_is_not_made(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on = threading.Event(), threading.Event()

    def slow(wanted: SourceItem, _: float) -> Thumbnail:
        begun.set()
        assert may_go_on.wait(10)
        return Thumbnail(wanted, None)

    monkeypatch.setattr(thumbnails, "make", slow)
    worker = Thumbnails()
    made: list[str] = []
    worker.made.connect(lambda one: made.append(one.item.name))
    worker.want([item(tmp_path / f"{n}.jpg") for n in range(1000)])
    assert begun.wait(10)
    worker.want([item(tmp_path / "seen.jpg")])
    may_go_on.set()
    qtbot.waitUntil(lambda: "seen.jpg" in made)
    worker.stop()
    assert made == ["0.jpg", "seen.jpg"]


def test_nothing_live_and_nothing_on_a_server_is_opened() -> None:
    worker = Thumbnails()
    worker.want(
        [
            SourceItem(SourceKind.LIVE, "camera:0", "camera-0"),
            SourceItem(SourceKind.LIVE, "rtsp://host/cam", "host-cam"),
            SourceItem(SourceKind.VIDEO, "https://host/a.mp4", "a.mp4"),
        ]
    )
    assert not worker.isRunning()
    worker.stop()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_rows_that_are_seen_get_thumbnails_and_facts(qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(40):
        Image.new("RGB", (60 + number, 50), (number, 0, 0)).save(tmp_path / f"{number}.jpg")
    (tmp_path / "2.jpg").write_bytes(b"\xff\xd8\xff" + bytes(500))
    panel = SourcesPanel()
    worker = Thumbnails()
    panel.thumbnails_wanted.connect(worker.want)
    showing = _Showing(panel)
    worker.made.connect(showing.on_made)
    qtbot.addWidget(panel)
    panel.resize(264, 400)
    panel.show()
    panel.model.add(list_sources((str(tmp_path),)).items)
    qtbot.waitUntil(lambda: panel.model.state(5).thumbnail is not None)
    assert panel.model.state(5).size_wh == (65, 50)
    assert panel.model.state(2).failed is not None
    assert panel.model.state(39).thumbnail is None
    panel.view.scrollToBottom()
    qtbot.waitUntil(lambda: panel.model.state(39).thumbnail is not None)
    assert worker.stop()


@needs_shared_data
def test_real_pictures_and_videos_have_thumbnails() -> None:
    bus = make(item(ROOT / "media" / "bus.jpg"), 1.0)
    assert bus.image is not None
    assert bus.info is not None
    assert bus.info.size_wh == (810, 1080)
    cars = make(item(ROOT / "media" / "car-detection.mp4", SourceKind.VIDEO), 1.0)
    assert cars.image is not None
    assert cars.image.size().toTuple() == THUMB_WH
    assert cars.info is not None
    assert cars.info.duration_s == pytest.approx(30, abs=1)
