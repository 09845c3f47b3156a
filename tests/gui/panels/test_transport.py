"""The bar under a video: what it shows, and what pointer and keys ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAction, QColor, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine_core.frame import SourceInfo, SourceItem, SourceKind
from gui.icons import icon
from gui.panels.strip import SIDE
from gui.panels.strip_bars import STEP, per_bar
from gui.panels.strip_hover import clock_text
from gui.panels.transport import SPEEDS, Transport
from gui.playback import EVERY_FRAME, FASTEST
from gui.theme import theme

VIDEO = SourceInfo(
    SourceItem(SourceKind.VIDEO, "/videos/clip.mp4", "clip.mp4"), (810, 720), 1177, 12.5, 94.16
)
CAMERA = SourceInfo(
    SourceItem(SourceKind.LIVE, "camera:0", "camera 0"),
    (640, 480),
    None,
    30.0,
    None,
    seekable=False,
)
KEYS = ("previous_detection", "step_back", "play", "step_forward", "next_detection", "loop")
# 16 pixels of padding, 800 of strip: 200 bars.
WIDTH = 832


class Stage:
    """A transport bar in its own window, and what it asked for."""

    def __init__(self, bar: Transport, actions: dict[str, QAction]) -> None:
        self.bar = bar
        self.strip = bar.strip
        self.actions = actions
        self.seeks: list[tuple[int, bool]] = []
        self.speeds: list[float] = []
        self.hovers: list[int | None] = []
        bar.seek_requested.connect(lambda index, is_final: self.seeks.append((index, is_final)))
        bar.speed_changed.connect(self.speeds.append)
        bar.hover_changed.connect(self.hovers.append)

    def at(self, index: int) -> QPoint:
        return QPoint(round(self.strip.x_of(index)), 32)

    def move(self, index: int, *, pressed: bool = False) -> None:
        at = QPointF(self.at(index))
        held = Qt.MouseButton.LeftButton if pressed else Qt.MouseButton.NoButton
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            at,
            self.strip.mapToGlobal(at),
            Qt.MouseButton.NoButton,
            held,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(self.strip, event)

    def colour(self, x: float, y: float) -> str:
        image = self.strip.grab().toImage()
        ratio = image.devicePixelRatio()
        return image.pixelColor(int(x * ratio), int(y * ratio)).name()

    @property
    def texts(self) -> list[str]:
        bar = self.bar
        labels = (bar._time, bar._total, bar._counter, bar._caption)
        return [label.text() for label in labels if label.isVisible()]


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    actions = {}
    for key in KEYS:
        actions[key] = QAction(icon("loop"), key.replace("_", " ").capitalize())
    actions["play"].setShortcut("Space")
    actions["loop"].setCheckable(True)
    bar = Transport(actions)
    qtbot.addWidget(bar)
    bar.resize(WIDTH, bar.height())
    bar.set_video(VIDEO)
    bar.show()
    yield Stage(bar, actions)
    bar.hide()


def test_it_is_as_high_as_the_design_says(stage: Stage) -> None:
    assert stage.bar.height() == 92
    assert (stage.strip.height(), stage.strip.width() - 2 * SIDE) == (40, 800)


def test_place_and_length_stand_beside_the_buttons(stage: Stage) -> None:
    stage.bar.set_strip(np.zeros(1177, np.int32), 0.649)
    stage.bar.set_position(412, 33.0)
    assert stage.texts == [
        "0:33.0",
        "/ 1:34.1",
        "Frame 413 of 1,177",
        "Strip: boxes per frame, 64 % computed",
    ]


def test_a_length_that_nobody_counted_is_about(stage: Stage) -> None:
    stage.bar.set_video(replace(VIDEO, is_exact=False))
    assert "Frame 1 of about 1,177" in stage.texts


def test_where_all_is_computed_no_share_is_named(stage: Stage) -> None:
    stage.bar.set_strip(np.zeros(1177, np.int32), 1.0)
    assert stage.texts[-1] == "Strip: boxes per frame"


def test_without_a_video_it_is_quiet_and_cannot_be_used(stage: Stage) -> None:
    stage.bar.set_video(None)
    assert not stage.strip.isEnabled()
    QTest.mouseClick(stage.strip, Qt.MouseButton.LeftButton, pos=QPoint(300, 32))
    assert stage.seeks == []
    assert stage.texts == ["–", "", ""]


def test_another_video_begins_at_its_start_without_counts(stage: Stage) -> None:
    stage.bar.set_strip(np.ones(1177, np.int32), 1.0)
    stage.bar.set_position(412, 33.0)
    other = SourceItem(SourceKind.VIDEO, "/videos/other.mp4", "other.mp4")
    stage.bar.set_video(replace(VIDEO, item=other))
    assert stage.strip.value() == 0
    assert stage.texts[0] == "0:00.0"
    assert stage.strip._counts is None


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00.0"), (33.04, "0:33.0"), (59.99, "0:59.9"), (3753.5, "1:02:33.5")],
)
def test_times_are_cut_not_rounded(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text
    assert clock_text(seconds, has_tenths=False) == text[:-2]


@pytest.mark.parametrize(
    ("width", "has_counter", "has_caption"),
    [(800, True, True), (759, True, False), (680, True, False), (679, False, False)],
)
def test_caption_and_counter_go_where_there_is_no_room(
    stage: Stage, width: int, has_counter: bool, has_caption: bool
) -> None:
    stage.bar.set_strip(np.zeros(1177, np.int32), 0.64)
    stage.bar.resize(width, 92)
    assert stage.bar._counter.isVisible() == has_counter
    assert stage.bar._caption.isVisible() == has_caption
    assert stage.bar._time.isVisible()


def test_nothing_moves_while_the_figures_grow(stage: Stage) -> None:
    stage.bar.set_strip(np.zeros(1177, np.int32), 0.64)
    places = set()
    for index in (0, 9, 99, 1176):
        stage.bar.set_position(index, index / 12.5)
        QApplication.sendPostedEvents()
        places.add((stage.bar._total.x(), stage.bar._counter.x()))
    assert len(places) == 1


# ---- Seeking


def test_a_click_asks_for_the_frame_under_it(stage: Stage) -> None:
    QTest.mouseClick(stage.strip, Qt.MouseButton.LeftButton, pos=stage.at(588))
    assert [is_final for _, is_final in stage.seeks] == [False, True]
    assert all(abs(index - 588) <= 1 for index, _ in stage.seeks)


def test_a_drag_asks_all_the_way_and_for_the_exact_frame_on_release(stage: Stage) -> None:
    QTest.mousePress(stage.strip, Qt.MouseButton.LeftButton, pos=stage.at(100))
    stage.move(200, pressed=True)
    stage.move(300, pressed=True)
    QTest.mouseRelease(stage.strip, Qt.MouseButton.LeftButton, pos=stage.at(301))
    finals = [is_final for _, is_final in stage.seeks]
    assert finals == [False] * (len(finals) - 1) + [True]
    assert stage.seeks[-1][0] == stage.strip.value()
    assert abs(stage.seeks[-1][0] - 301) <= 1


def test_a_drag_beyond_the_ends_stays_within_the_video(stage: Stage) -> None:
    QTest.mousePress(stage.strip, Qt.MouseButton.LeftButton, pos=stage.at(100))
    QTest.mouseRelease(stage.strip, Qt.MouseButton.LeftButton, pos=QPoint(5_000, 32))
    assert stage.seeks[-1] == (1176, True)


def test_the_frame_shown_does_not_pull_the_handle_from_the_hand(stage: Stage) -> None:
    QTest.mousePress(stage.strip, Qt.MouseButton.LeftButton, pos=stage.at(500))
    held = stage.strip.value()
    stage.bar.set_position(20, 1.6)
    assert stage.strip.value() == held
    QTest.mouseRelease(stage.strip, Qt.MouseButton.LeftButton, pos=stage.at(500))
    stage.bar.set_position(20, 1.6)
    assert stage.strip.value() == 20


def test_what_is_set_from_outside_asks_for_nothing(stage: Stage) -> None:
    stage.bar.set_position(412, 33.0)
    stage.bar.set_video(replace(VIDEO, frame_count=100))
    stage.bar.set_speed(4.0)
    assert (stage.seeks, stage.speeds) == ([], [])


@pytest.mark.parametrize(
    ("key", "index"),
    [
        (Qt.Key.Key_Right, 413),
        (Qt.Key.Key_Left, 411),
        (Qt.Key.Key_PageUp, 422),
        (Qt.Key.Key_PageDown, 402),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 1176),
    ],
)
def test_keys_move_by_frames(stage: Stage, key: Qt.Key, index: int) -> None:
    stage.bar.set_position(412, 33.0)
    QTest.keyClick(stage.strip, key)
    assert stage.seeks == [(index, True)]


def test_a_screen_reader_knows_and_moves_it_as_a_slider(stage: Stage) -> None:
    stage.bar.set_position(412, 33.0)
    face = QAccessible.queryAccessibleInterface(stage.strip)
    assert face.role() == QAccessible.Role.Slider
    assert face.text(QAccessible.Text.Name) == "Position in the video"
    assert face.valueInterface().currentValue() == 412
    face.valueInterface().setCurrentValue(500)
    assert stage.seeks == [(500, True)]
    assert "0:40.0" in stage.strip.accessibleDescription()


def test_a_video_that_cannot_be_moved_in_is_only_shown(stage: Stage) -> None:
    stage.bar.set_video(replace(VIDEO, seekable=False))
    QTest.mouseClick(stage.strip, Qt.MouseButton.LeftButton, pos=stage.at(588))
    assert stage.seeks == []


# ---- The strip


def test_a_bar_shows_the_most_boxes_of_its_frames() -> None:
    counts = np.array([0, 5, 1, 0, 0, 2, -1, 3, -1, -1, -1, -1], np.int32)
    shown = per_bar(counts, 4)
    assert shown.tolist() == [5, 2, 3, -1]
    assert per_bar(counts, 0).size == 0


@pytest.mark.parametrize("bars", [1, 3, 7, 200, 1177])
def test_no_frame_is_lost_between_two_bars(bars: int) -> None:
    for place in (0, 1, 588, 1175, 1176):
        counts = np.zeros(1177, np.int32)
        counts[place] = 9
        assert per_bar(counts, bars).max() == 9


def test_of_few_frames_each_has_several_bars() -> None:
    shown = per_bar(np.array([4, 0, 7], np.int32), 12).tolist()
    assert shown[0] == 4
    assert shown[-1] == 7
    assert set(shown) == {4, 0, 7}


def test_bars_before_the_playhead_are_in_the_accent_colour_and_those_after_it_grey(
    stage: Stage,
) -> None:
    counts = np.full(1177, 6, np.int32)
    stage.bar.set_strip(counts, 1.0)
    stage.bar.set_position(588, None)
    assert stage.colour(SIDE + 10 * STEP + 1, 20) == QColor(theme().accent).name()
    assert stage.colour(SIDE + 150 * STEP + 1, 20) == QColor(theme().hist_low).name()
    assert stage.colour(SIDE + 10 * STEP + 3, 20) == QColor(theme().panel).name()


def test_a_higher_count_is_a_higher_bar_and_no_box_is_none(stage: Stage) -> None:
    counts = np.zeros(1177, np.int32)
    counts[:400] = 2
    counts[400:800] = 20
    stage.bar.set_strip(counts, 1.0)
    stage.bar.set_position(1176, None)
    accent, panel = QColor(theme().accent).name(), QColor(theme().panel).name()
    assert [stage.colour(SIDE + 20 * STEP + 1, y) for y in (2, 22)] == [panel, accent]
    assert [stage.colour(SIDE + 100 * STEP + 1, y) for y in (2, 22)] == [accent, accent]
    assert [stage.colour(SIDE + 170 * STEP + 1, y) for y in (2, 23)] == [panel, panel]


def test_what_is_not_computed_is_a_dotted_line(stage: Stage) -> None:
    counts = np.full(1177, -1, np.int32)
    stage.bar.set_strip(counts, 0.0)
    assert stage.colour(SIDE + 50 * STEP + 1, 23) == QColor(theme().groove).name()
    assert stage.colour(SIDE + 50 * STEP + 3, 23) == QColor(theme().panel).name()
    assert stage.colour(SIDE + 50 * STEP + 1, 20) == QColor(theme().panel).name()


def test_the_groove_is_filled_up_to_the_handle(stage: Stage) -> None:
    stage.bar.set_position(588, None)
    assert stage.colour(SIDE + 100, 32) == QColor(theme().accent).name()
    assert stage.colour(SIDE + 400, 32) == QColor(theme().thumb).name()
    assert stage.colour(SIDE + 700, 32) == QColor(theme().groove).name()


def test_while_it_plays_no_bar_is_drawn_anew(stage: Stage) -> None:
    stage.bar.set_strip(np.full(1177, 6, np.int32), 1.0)
    stage.strip.grab()
    drawn = dict(stage.strip._bars._drawn)
    stage.bar.set_position(700, None)
    stage.strip.grab()
    assert all(stage.strip._bars._drawn[colour] is made for colour, made in drawn.items())


# ---- Hovering


def test_the_pointer_is_told_time_and_count(stage: Stage) -> None:
    counts = np.full(1177, -1, np.int32)
    counts[500:600] = 3
    stage.bar.set_strip(counts, 0.1)
    stage.move(550)
    index = stage.hovers[-1]
    assert index is not None
    assert abs(index - 550) <= 1
    card = stage.strip._card
    assert card.isVisible()
    assert (card._time, card._count) == (clock_text(index / 12.5), "3 boxes")
    stage.move(900)
    assert card._count == "not computed yet"


def test_a_picture_of_the_frame_under_the_pointer_is_shown_and_a_late_one_is_not(
    stage: Stage,
) -> None:
    stage.move(550)
    plain = stage.strip._card.height()
    picture = QImage(320, 180, QImage.Format.Format_RGB32)
    picture.fill(QColor("#20F0E0"))
    index = stage.hovers[-1]
    assert index is not None
    stage.bar.set_hover_picture(index + 40, picture)
    assert stage.strip._card.height() == plain
    stage.bar.set_hover_picture(index, picture)
    assert stage.strip._card.height() > plain + 80
    middle = stage.strip._card.grab().toImage().pixelColor(80, 50)
    assert middle.name() == "#20f0e0"
    stage.move(900)
    assert stage.strip._card.height() == plain


def test_the_pointer_gone_nothing_floats(stage: Stage) -> None:
    stage.move(550)
    QApplication.sendEvent(stage.strip, QEvent(QEvent.Type.Leave))
    assert stage.hovers[-1] is None
    assert not stage.strip._card.isVisible()


# ---- Buttons


def test_buttons_do_what_the_actions_do(stage: Stage) -> None:
    done: list[str] = []
    for key, action in stage.actions.items():
        action.triggered.connect(lambda _=False, key=key: done.append(key))
    for button in stage.bar.findChildren(type(stage.bar._play)):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert sorted(done) == sorted(KEYS)


def test_the_play_button_says_what_it_does_next(stage: Stage) -> None:
    assert stage.bar._play.toolTip() == "Play (Space)"
    stage.bar.set_playing(True)
    assert stage.bar._play.accessibleName() == "Pause"
    stage.actions["play"].setEnabled(False)
    assert not stage.bar._play.isEnabled()


def test_choosing_a_speed_says_it(stage: Stage) -> None:
    combo = stage.bar._speed
    assert combo.currentText() == "1 ×"
    combo.setFocus()
    for _ in range(3):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert stage.speeds == [2.0, 4.0, 8.0]
    QTest.keyClick(combo, Qt.Key.Key_End)
    assert stage.speeds[-1] == FASTEST
    assert combo.itemText(SPEEDS.index(EVERY_FRAME)) == "Every frame"


@pytest.mark.parametrize(("speed", "text"), [(0.25, "0.25 ×"), (8.0, "8 ×"), (1.9, "2 ×")])
def test_a_speed_set_from_outside_is_shown(stage: Stage, speed: float, text: str) -> None:
    stage.bar.set_speed(speed)
    assert stage.bar._speed.currentText() == text


# ---- Live


def test_a_live_source_scrolls_and_counts_what_it_drops(stage: Stage) -> None:
    stage.bar.set_video(CAMERA)
    stage.bar.set_live(is_live=True, dropped=12)
    stage.bar.set_position(1412, 47.0)
    for _ in range(30):
        stage.bar.add_live(5)
    accent, panel = QColor(theme().accent).name(), QColor(theme().panel).name()
    assert stage.colour(SIDE + 190 * STEP + 1, 20) == accent
    assert stage.colour(SIDE + 150 * STEP + 1, 20) == panel
    for _ in range(40):
        stage.bar.add_live(0)
    assert stage.colour(SIDE + 190 * STEP + 1, 20) == panel
    assert stage.colour(SIDE + 150 * STEP + 1, 20) == accent
    assert stage.texts == ["0:47.0", "Frame 1,413", "Strip: boxes per frame"]
    QTest.mouseClick(stage.strip, Qt.MouseButton.LeftButton, pos=QPoint(300, 32))
    assert stage.seeks == []


def test_a_live_source_started_again_scrolls_from_nothing(stage: Stage) -> None:
    stage.bar.set_live(is_live=True)
    stage.bar.add_live(5)
    stage.bar.set_live(is_live=False)
    stage.bar.set_live(is_live=True)
    assert int(stage.strip._live.max()) <= 0


def test_all_texts_follow_the_language(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.bar.set_strip(np.zeros(1177, np.int32), 0.64)
    monkeypatch.setattr(QCoreApplication, "translate", lambda _context, text: f"«{text}»")
    QApplication.sendEvent(stage.bar, QEvent(QEvent.Type.LanguageChange))
    QApplication.sendEvent(stage.strip, QEvent(QEvent.Type.LanguageChange))
    shown = [stage.bar._counter.text(), stage.bar._caption.text(), stage.bar._play.accessibleName()]
    shown += [stage.strip.accessibleName(), stage.bar._speed.accessibleName()]
    assert all(text.startswith("«") for text in shown)
