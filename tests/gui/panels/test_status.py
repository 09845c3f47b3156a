"""The status strip: figures of the last half second that stay in their places."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine_core.text import text
from gui.load import LoadReading
from gui.panels.stage_bar import StageBar, widths
from gui.panels.status import StatusStrip
from gui.theme import theme
from gui.timings import StageTimes

LOAD = LoadReading(
    cpu_percent=9.4,
    gpu_percent=23.0,
    gpu_used_bytes=int(1.1 * 2**30),
    gpu_total_bytes=24 * 2**30,
    gpu_name="RTX 4090",
)


class Stage:
    def __init__(self) -> None:
        self.now_s = 50.0
        self.strip = StatusStrip(times=StageTimes(now=lambda: self.now_s))
        self.strip.resize(1440, 28)

    def play(self, *ms: float | None, frames: int = 10, fps: float = 12.5) -> None:
        """Add frames, and let the beat come that shows them."""
        for _ in range(frames):
            self.now_s += 1 / fps
            self.strip.add(*ms)
        self.beat()

    def beat(self) -> None:
        self.strip._beat.timeout.emit()

    @property
    def left(self) -> list[str]:
        return [f"{figure.label} {figure.value}" for figure in self.strip._left]

    @property
    def right(self) -> list[str]:
        return [f"{figure.label} {figure.value}" for figure in self.strip._right]


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    made = Stage()
    qtbot.addWidget(made.strip)
    return made


def test_it_shows_where_the_time_goes_and_how_busy_the_machine_is(stage: Stage) -> None:
    stage.strip.set_load(LOAD)
    stage.strip.set_dropped(3)
    stage.play(1.94, 0.3, 1.4, 0.21, 1.1)
    assert stage.left == ["Read 1.9", "Prepare 0.3", "Infer 1.4", "Decode 0.2", "Paint 1.1"]
    assert stage.right == [
        *("Inference 714 fps", "Display 12.5 fps", "Dropped 3"),
        *("CPU 9 %", "GPU 23 %", "GPU memory 1.1 / 24 GB"),
    ]


def test_medians_are_those_of_the_last_half_second(stage: Stage) -> None:
    stage.play(1.0, 1.0, 50.0, 1.0, 1.0, frames=30)
    stage.play(1.0, 1.0, 5.0, 1.0, 1.0, frames=7)
    assert "Infer 5.0" in stage.left


def test_figures_change_at_the_beat_and_not_with_every_frame(stage: Stage) -> None:
    stage.play(1.0, 1.0, 5.0, 1.0, 1.0)
    stage.strip.add(1.0, 1.0, 900.0, 1.0, 1.0)
    before = stage.left
    for _ in range(9):
        stage.strip.add(1.0, 1.0, 900.0, 1.0, 1.0)
    assert stage.left == before
    stage.beat()
    assert "Infer 900" in stage.left


def test_the_first_frame_is_shown_at_once(stage: Stage) -> None:
    stage.strip.add(2.0, 0.5, 40.0, 0.5, None)
    assert stage.left == ["Read 2.0", "Prepare 0.5", "Infer 40.0", "Decode 0.5", "Paint –"]
    assert "Display –" in stage.right


def test_while_nothing_plays_the_beat_rests_and_the_last_times_stay(stage: Stage) -> None:
    stage.play(1.0, 1.0, 5.0, 1.0, 1.0)
    stage.now_s += 5.0
    stage.beat()
    assert not stage.strip._beat.isActive()
    assert "Infer 5.0" in stage.left
    assert "Display –" in stage.right


def test_a_step_that_did_not_run_keeps_the_time_of_its_last_run(stage: Stage) -> None:
    stage.play(1.0, None, None, None, 1.0)
    assert stage.left == ["Read 1.0", "Prepare –", "Infer –", "Decode –", "Paint 1.0"]
    stage.play(1.0, 1.0, 5.0, 1.0, 1.0)
    stage.now_s += 5.0
    stage.play(1.0, None, None, None, 2.0)
    assert stage.left == ["Read 1.0", "Prepare 1.0", "Infer 5.0", "Decode 1.0", "Paint 2.0"]


def test_another_model_begins_without_times(stage: Stage) -> None:
    stage.play(1.0, 1.0, 5.0, 1.0, 1.0)
    stage.strip.times.restart()
    stage.play(1.0, None, None, None, 2.0)
    assert stage.left == ["Read 1.0", "Prepare –", "Infer –", "Decode –", "Paint 2.0"]
    assert "Inference –" in stage.right


def test_without_a_graphics_card_nothing_is_said_of_one(stage: Stage) -> None:
    stage.strip.set_load(LoadReading(cpu_percent=61.0))
    stage.play(1.0, 1.0, 5.0, 1.0, 1.0)
    assert stage.right[-1] == "CPU 61 %"


def test_in_a_narrow_window_the_processor_goes(stage: Stage) -> None:
    stage.strip.set_load(LOAD)
    stage.play(1.0, 1.0, 5.0, 1.0, 1.0)
    stage.strip.resize(1359, 28)
    QApplication.sendPostedEvents(stage.strip)
    stage.strip._lay_out()
    assert not any(text.startswith("CPU") for text in stage.right)
    assert any(text.startswith("GPU memory") for text in stage.right)


@pytest.mark.parametrize("width", [900, 640, 420])
def test_what_has_no_room_goes_but_never_the_inference(stage: Stage, width: int) -> None:
    stage.strip.set_load(LOAD)
    stage.play(1.0, 1.0, 138.2, 1.0, 1.0)
    stage.strip.resize(width, 28)
    stage.strip._lay_out()
    assert "Infer 138" in stage.left
    assert "Inference 7.2 fps" in stage.right
    assert stage.strip._wanted_width() <= width


def test_figures_never_move_their_neighbours(stage: Stage) -> None:
    stage.play(1.0, 1.0, 138.2, 1.0, 1.0)
    wide = stage.strip._wanted_width()
    stage.now_s += 5.0
    stage.play(1.0, 1.0, 8.2, 1.0, 1.0)
    assert stage.strip._wanted_width() == wide


def test_empty_it_says_ready_and_what_there_is(stage: Stage) -> None:
    stage.strip.set_idle("Ready", [("ONNX Runtime", "1.23")])
    assert stage.strip.accessibleDescription() == "Ready, ONNX Runtime 1.23"
    assert not stage.strip._bar.isVisibleTo(stage.strip)
    stage.play(1.0, 1.0, 5.0, 1.0, 1.0)
    assert stage.left[0] == "Read 1.0"
    assert stage.strip._bar.isVisibleTo(stage.strip)


def test_a_message_takes_the_place_of_the_times_for_a_while(stage: Stage) -> None:
    stage.play(1.0, 1.0, 5.0, 1.0, 1.0)
    stage.strip.set_message("Box copied")
    assert stage.strip.accessibleDescription() == "Box copied"
    assert stage.left == []
    stage.strip._message_end.timeout.emit()
    assert len(stage.left) == 5
    stage.strip.set_message(None)


def test_a_message_may_stay_until_it_is_taken_away(stage: Stage) -> None:
    stage.strip.set_message("Opening…", seconds=None)
    assert not stage.strip._message_end.isActive()
    stage.strip.set_message(None)
    assert stage.strip._message is None


def test_a_click_and_the_keyboard_ask_for_all_timings(stage: Stage, qtbot: QtBot) -> None:
    stage.strip.show()
    with qtbot.waitSignal(stage.strip.timing_requested):
        QTest.mouseClick(stage.strip, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(stage.strip.timing_requested):
        QTest.keyClick(stage.strip, Qt.Key.Key_Space)
    stage.strip.hide()


def test_the_tooltip_knows_more(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _owner: said.append(text))
    stage.strip.set_load(LOAD)
    stage.play(1.0, 1.0, 5.0, 1.0, 1.0)
    at = QPoint(5, 5)
    QApplication.sendEvent(stage.strip, QHelpEvent(QEvent.Type.ToolTip, at, at))
    assert "Infer: half within 5.0 ms, 95 % within 5.0 ms" in said[0]
    assert said[0].splitlines()[-2:] == ["RTX 4090", "Click for all timings"]


# ---- The bar of the stages


def test_shares_fill_the_bar_and_none_vanishes() -> None:
    made = widths((1.9, 0.3, 1.4, 0.0, 1.1), 80, 2, 1)
    assert sum(made) + 4 == 80
    assert min(made) == 2
    assert made[0] > made[2] > made[4]


def test_without_times_all_shares_are_alike() -> None:
    made = widths((0.0,) * 5, 80, 2, 1)
    assert max(made) - min(made) <= 1


def test_the_inference_is_the_accent_in_the_bar(qtbot: QtBot) -> None:
    bar = StageBar()
    qtbot.addWidget(bar)
    bar.set_shares((1.0, 1.0, 8.0, None, 1.0))
    image = bar.grab().toImage()
    colours = [image.pixelColor(x, 3).name() for x in (1, 40, 78)]
    groove, accent = QColor(theme().groove).name(), QColor(theme().accent).name()
    assert colours == [groove, accent, groove]


FULL = replace(
    LOAD,
    gpu_temperature_c=46.0,
    gpu_power_w=131.4,
    gpu_power_limit_w=700.0,
    gpu_clock_mhz=1980.0,
    gpu_throttle=text("Slowed down because it is hot"),
)


def test_temperature_and_power_stand_beside_the_card_where_there_is_room(stage: Stage) -> None:
    stage.strip.resize(1700, 28)
    stage.play(1.9, 0.3, 1.4, 0.2, 1.1)
    stage.strip.set_load(FULL)
    assert stage.right[-4:] == ["GPU 23 %", "GPU memory 1.1 / 24 GB", "Temp. 46 °C", "Power 131 W"]


def test_power_and_temperature_go_first_where_there_is_none(stage: Stage) -> None:
    stage.strip.resize(1040, 28)
    stage.play(1.9, 0.3, 1.4, 0.2, 1.1)
    stage.strip.set_load(FULL)
    shown = " ".join(stage.right)
    assert "Power" not in shown
    assert "GPU memory" in shown
    assert "Inference" in shown


def test_the_tip_tells_clock_and_power_and_what_slows_the_card_down(stage: Stage) -> None:
    stage.play(1.9, 0.3, 1.4, 0.2, 1.1)
    stage.strip.set_load(FULL)
    tip = stage.strip._tip()
    assert "RTX 4090 · 1,980 MHz · 131 of 700 W" in tip
    assert "Slowed down because it is hot" in tip
    assert "graph" not in tip


@pytest.mark.parametrize(
    ("on_device", "replayed", "said"),
    [
        (True, True, "Prepared and chosen on the graphics card, run as a recorded CUDA graph"),
        (True, False, "Prepared and chosen on the graphics card"),
        (False, True, "Run as a recorded CUDA graph"),
    ],
)
def test_the_tip_tells_how_frames_ran(
    stage: Stage, on_device: bool, replayed: bool, said: str
) -> None:
    stage.strip.set_ways(on_device=on_device, replayed=replayed)
    stage.play(1.9, 0.3, 1.4, 0.2, 1.1)
    assert said in stage.strip._tip().splitlines()
