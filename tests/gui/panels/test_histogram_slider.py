from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine_core.thresholds import score_histogram
from gui.panels.histogram_paint import REACH, TALL
from gui.panels.histogram_slider import HistogramSlider
from gui.theme import theme

# The offscreen platform says so of windows with a least size, and of tooltips.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

WIDTH = 300 + 2 * REACH
SCORES = np.array([0.91, 0.90, 0.55, 0.33, 0.05], np.float32)
NAMES = ("person", "bus", "dog", "person", "cat")
HANDLE_Y = TALL
PLAIN = Qt.KeyboardModifier.NoModifier


@dataclass
class Heard:
    """What the slider said, in order."""

    values: list[float] = field(default_factory=list)
    scores: list[int] = field(default_factory=list)
    edits: list[str] = field(default_factory=list)


@pytest.fixture
def slider(qtbot: QtBot) -> HistogramSlider:
    made = HistogramSlider()
    qtbot.addWidget(made)
    made.resize(WIDTH, made.sizeHint().height())
    made.set_scores(SCORES, NAMES.__getitem__)
    made.set_confidence(0.25)
    made.show()
    return made


@pytest.fixture
def heard(slider: HistogramSlider) -> Heard:
    said = Heard()
    slider.confidence_changed.connect(said.values.append)
    slider.score_clicked.connect(said.scores.append)
    slider.editing_began.connect(lambda: said.edits.append("began"))
    slider.editing_ended.connect(lambda: said.edits.append("ended"))
    return said


def at(score: float, y: int = 30) -> QPoint:
    return QPoint(round(REACH + score * 300), y)


def drag(
    slider: HistogramSlider,
    *scores: float,
    y: int = HANDLE_Y,
    modifiers: Qt.KeyboardModifier = PLAIN,
) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(slider, left, modifiers, at(scores[0], y))
    for score in scores[1:]:
        move(slider, at(score, y), modifiers)
    QTest.mouseRelease(slider, left, modifiers, at(scores[-1], y))


def move(slider: HistogramSlider, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(slider.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        modifiers,
    )
    QApplication.sendEvent(slider, event)


def wheel(slider: HistogramSlider, delta: int, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    where = QPointF(at(0.5))
    event = QWheelEvent(
        where,
        slider.mapToGlobal(where),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(slider, event)


def hide_tip() -> None:
    for widget in QApplication.topLevelWidgets():
        if widget.metaObject().className() == "QTipLabel":
            widget.close()


@pytest.fixture(autouse=True)
def no_tip_left() -> object:
    yield
    hide_tip()


def test_setting_a_value_tells_nobody(slider: HistogramSlider, heard: Heard) -> None:
    slider.set_confidence(0.6)
    slider.set_floor(0.7, is_hatched=True)
    assert slider.confidence == pytest.approx(0.7)
    assert heard == Heard()


def test_a_press_beside_the_bars_moves_the_handle_there(
    slider: HistogramSlider, heard: Heard
) -> None:
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.7, 20))
    assert heard.values == [pytest.approx(0.7)]
    assert heard.edits == ["began", "ended"]


def test_a_drag_says_every_movement_and_is_one_edit(slider: HistogramSlider, heard: Heard) -> None:
    drag(slider, 0.25, 0.4, 0.6, 0.7)
    assert heard.values == [pytest.approx(v) for v in (0.4, 0.6, 0.7)]
    assert heard.edits == ["began", "ended"]


def test_taking_the_handle_beside_its_middle_does_not_make_it_jump(
    slider: HistogramSlider, heard: Heard
) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(slider, left, PLAIN, at(0.25, HANDLE_Y) + QPoint(4, 0))
    assert heard.values == []
    QTest.mouseRelease(slider, left, PLAIN, at(0.25, HANDLE_Y) + QPoint(4, 0))
    assert slider.confidence == 0.25


def test_a_click_on_a_bar_selects_its_detection_and_leaves_the_threshold(
    slider: HistogramSlider, heard: Heard
) -> None:
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.55, TALL - 6))
    assert heard.scores == [2]
    assert heard.values == []
    assert heard.edits == []


def test_a_click_on_a_bar_that_drops_out_moves_the_handle_there(
    slider: HistogramSlider, heard: Heard
) -> None:
    slider.set_confidence(0.8)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.55, TALL - 6))
    assert heard.scores == []
    assert heard.values == [pytest.approx(0.55)]


def test_clicks_on_a_bar_of_several_go_through_them(slider: HistogramSlider, heard: Heard) -> None:
    for _ in range(3):
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.911, TALL - 6))
    assert heard.scores == [0, 1, 0]


def test_the_same_frame_shown_again_does_not_begin_the_clicks_anew(
    slider: HistogramSlider, heard: Heard
) -> None:
    for _ in range(2):
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.911, TALL - 6))
        slider.set_scores(SCORES.copy(), NAMES.__getitem__)
    assert heard.scores == [0, 1]


def test_a_frame_that_comes_while_the_button_is_down_is_not_clicked(
    slider: HistogramSlider, heard: Heard
) -> None:
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.55, TALL - 6))
    slider.set_scores(SCORES[:2].copy(), NAMES.__getitem__)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.55, TALL - 6))
    assert heard == Heard()


def test_a_drag_that_begins_on_a_bar_moves_the_handle(
    slider: HistogramSlider, heard: Heard
) -> None:
    drag(slider, 0.55, 0.6, 0.7, y=TALL - 6)
    assert heard.scores == []
    assert slider.confidence == pytest.approx(0.7)
    assert heard.edits == ["began", "ended"]


def test_the_handle_catches_at_the_default_and_at_the_proposal(slider: HistogramSlider) -> None:
    slider.set_snap("default", 0.5)
    slider.set_snap("proposal", 0.62)
    drag(slider, 0.25, 0.51)
    assert slider.confidence == pytest.approx(0.5)
    drag(slider, 0.5, 0.63)
    assert slider.confidence == pytest.approx(0.62)


def test_alt_keeps_the_handle_from_catching(slider: HistogramSlider) -> None:
    slider.set_snap("default", 0.5)
    drag(slider, 0.25, 0.51, modifiers=Qt.KeyboardModifier.AltModifier)
    assert slider.confidence == pytest.approx(0.51)


def test_a_value_taken_back_no_longer_catches(slider: HistogramSlider) -> None:
    slider.set_snap("proposal", 0.5)
    slider.set_snap("proposal", None)
    drag(slider, 0.25, 0.51)
    assert slider.confidence == pytest.approx(0.51)


@pytest.mark.parametrize(
    ("modifiers", "step"),
    [
        (PLAIN, 0.01),
        (Qt.KeyboardModifier.ShiftModifier, 0.05),
        (Qt.KeyboardModifier.ControlModifier, 0.001),
    ],
)
def test_wheel_and_arrows_step_alike(
    slider: HistogramSlider, heard: Heard, modifiers: Qt.KeyboardModifier, step: float
) -> None:
    wheel(slider, 120, modifiers)
    assert slider.confidence == pytest.approx(0.25 + step)
    QTest.keyClick(slider, Qt.Key.Key_Left, modifiers)
    assert slider.confidence == pytest.approx(0.25)
    assert heard.edits == ["began"]


def test_a_fine_wheel_adds_up_to_a_step(slider: HistogramSlider, heard: Heard) -> None:
    for _ in range(4):
        wheel(slider, 30)
    assert heard.values == [pytest.approx(0.26)]


def test_a_run_of_keys_is_one_edit_that_ends_after_a_pause(
    slider: HistogramSlider, heard: Heard, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(slider.editing_ended):
        for _ in range(3):
            QTest.keyClick(slider, Qt.Key.Key_Up)
    assert slider.confidence == pytest.approx(0.28)
    assert heard.edits == ["began", "ended"]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_End, 1.0),
        (Qt.Key.Key_PageUp, 0.35),
        (Qt.Key.Key_PageDown, 0.15),
        (Qt.Key.Key_Down, 0.24),
    ],
)
def test_keys_move_the_handle(slider: HistogramSlider, key: Qt.Key, expected: float) -> None:
    QTest.keyClick(slider, key)
    assert slider.confidence == pytest.approx(expected)


def test_other_keys_are_left_to_the_window(slider: HistogramSlider) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_R, PLAIN)
    event.accept()
    slider.keyPressEvent(event)
    assert not event.isAccepted()


def test_the_range_below_the_floor_cannot_be_entered(slider: HistogramSlider) -> None:
    slider.set_floor(0.25, is_hatched=True)
    slider.set_confidence(0.4)
    drag(slider, 0.4, 0.1)
    assert slider.confidence == pytest.approx(0.25)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert slider.confidence == pytest.approx(0.25)


def test_escape_takes_a_drag_back(slider: HistogramSlider, heard: Heard) -> None:
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.25, HANDLE_Y))
    move(slider, at(0.7, HANDLE_Y), PLAIN)
    QTest.keyClick(slider, Qt.Key.Key_Escape)
    assert slider.confidence == pytest.approx(0.25)
    assert heard.edits == ["began", "ended"]


@pytest.mark.parametrize(
    ("threshold", "said"), [(0.33, "person 0.33, stays"), (0.337, "person 0.33, drops out")]
)
def test_the_bar_under_the_handle_is_named_while_dragging(
    slider: HistogramSlider, threshold: float, said: str
) -> None:
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.25, HANDLE_Y))
    to = QPoint(round(REACH + threshold * 300), HANDLE_Y)
    move(slider, to, Qt.KeyboardModifier.ControlModifier)
    assert QToolTip.text() == said
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, PLAIN, to)


def test_the_name_under_the_handle_covers_no_bar(slider: HistogramSlider) -> None:
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.25, HANDLE_Y))
    move(slider, at(0.33, HANDLE_Y), PLAIN)
    hints = [w for w in QApplication.topLevelWidgets() if w.inherits("QTipLabel") and w.isVisible()]
    assert [hint.y() >= slider.mapToGlobal(QPoint(0, TALL)).y() for hint in hints] == [True]
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.33, HANDLE_Y))


def test_a_name_that_lingers_beside_its_bar_says_what_became_of_it(slider: HistogramSlider) -> None:
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.25, HANDLE_Y))
    move(slider, at(0.33, HANDLE_Y), PLAIN)
    move(slider, at(0.4, HANDLE_Y), PLAIN)
    assert QToolTip.text() == "person 0.33, drops out"
    move(slider, at(0.42, HANDLE_Y), PLAIN)
    assert QToolTip.text() == "person 0.33, drops out"
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.42, HANDLE_Y))


def test_a_screen_reader_hears_name_and_value(slider: HistogramSlider) -> None:
    slider.set_confidence(0.3)
    assert slider.accessibleName() == "Confidence"
    assert slider.accessibleDescription() == "0.30"
    slider.set_confidence(0.333)
    assert slider.accessibleDescription() == "0.333"


def colour_at(slider: HistogramSlider, score: float, y: int) -> str:
    image = slider.grab().toImage()
    ratio = image.devicePixelRatio()
    x = round((REACH + score * 300) * ratio)
    return QColor(image.pixel(x, round(y * ratio))).name().upper()


def test_kept_scores_are_accent_and_dropped_ones_grey(slider: HistogramSlider) -> None:
    assert colour_at(slider, 0.55, TALL - 6) == theme().accent.upper()
    assert colour_at(slider, 0.05, TALL - 6) == theme().hist_low.upper()
    slider.set_confidence(0.7)
    assert colour_at(slider, 0.55, TALL - 6) == theme().hist_low.upper()


def test_the_source_stands_behind_the_frame(slider: HistogramSlider) -> None:
    assert colour_at(slider, 0.75, TALL - 4) != theme().hist_back.upper()
    slider.set_silhouette(score_histogram(np.full(100, 0.75)))
    assert colour_at(slider, 0.75, TALL - 4) == theme().hist_back.upper()


def test_the_histogram_keeps_within_its_height_however_many_scores(
    slider: HistogramSlider,
) -> None:
    slider.set_scores(np.full(100_000, 0.9, np.float32), None)
    slider.set_silhouette(score_histogram(np.full(10_000_000, 0.5)))
    slider.set_confidence(0.1)
    assert colour_at(slider, 0.91, 3) not in (theme().accent.upper(), theme().hist_back.upper())
    assert colour_at(slider, 0.91, 12) == theme().accent.upper()


@pytest.mark.parametrize("names", [None, NAMES.__getitem__])
def test_a_frame_without_scores_shows_none(
    slider: HistogramSlider, names: Callable[[int], str] | None, heard: Heard
) -> None:
    slider.set_scores(None, names)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, PLAIN, at(0.55, TALL - 6))
    assert heard.scores == []
    assert slider.confidence == pytest.approx(0.55)
