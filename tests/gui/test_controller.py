"""What is asked for last is what is shown, whatever comes late, fails or breaks meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine_core.errors import ModelError, OptionError, SourceError
from engine_core.recipe import NO_OVERRULES, Overrules
from engine_core.text import text
from gui.controller import Controller
from gui.workers.messages import ModelFailed, ModelOpened, Shown
from tests.gui.staged import Told, controlled, item
from tests.gui.workers.rig import Rig


def _model(rig: Rig, name: str = "n.onnx") -> Path:
    path: Path = rig.model(name).path
    return path


def _answered(controller: Controller, name: str, index: int | None = None) -> Callable[[], bool]:
    def is_so() -> bool:
        shown = controller.shown
        return (
            shown is not None
            and shown.source.item.name == name
            and shown.result is not None
            and (index is None or shown.frame.index == index)
        )

    return is_so


def _ready(controller: Controller, rig: Rig, *, source: str = "a.mp4") -> None:
    controller.open_source(item(source))
    controller.open_model(_model(rig))
    rig.until(_answered(controller, source))
    assert controller.opened is not None


def _indices(told: Told) -> list[int]:
    return [shown.frame.index for shown in told.of("shown_changed") if isinstance(shown, Shown)]


def test_of_many_frames_asked_for_during_one_inference_only_the_last_is_answered(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        _ready(controller, rig)
        told.all.clear()
        rig.inferring.shut()
        controller.seek(1)
        rig.inferring.wait_until_reached()
        for index in (2, 3, 4, 5):
            controller.seek(index)
        rig.inferring.open()
        rig.until(_answered(controller, "a.mp4", 5))
        assert _indices(told)[-1] == 5
        assert set(_indices(told)) <= {1, 5}
        assert not {2, 3, 4} & set(rig.videos[0].reads)


def test_an_answer_about_a_source_left_meanwhile_is_never_shown(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        _ready(controller, rig)
        told.all.clear()
        rig.inferring.shut()
        controller.seek(1)
        rig.inferring.wait_until_reached()
        controller.open_source(item("b.mp4"))
        rig.inferring.open()
        rig.until(_answered(controller, "b.mp4"))
        names = {s.source.item.name for s in told.of("shown_changed") if isinstance(s, Shown)}
        assert names == {"b.mp4"}


def test_of_two_models_asked_for_in_a_row_only_the_second_comes_into_force(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        controller.open_source(item())
        rig.opening.shut()
        controller.open_model(_model(rig, "first.onnx"))
        rig.opening.wait_until_reached()
        controller.open_model(_model(rig, "second.onnx"))
        rig.opening.open()
        rig.until(_answered(controller, "a.mp4"))
        opened = [o.file.path.name for o in told.of("model_changed") if isinstance(o, ModelOpened)]
        assert opened == ["second.onnx"]
        assert told.of("model_opening") == ["first.onnx", "second.onnx", None]


def test_a_model_closed_while_it_is_opened_stays_closed(qtbot: QtBot, tmp_path: Path) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        controller.open_source(item())
        rig.opening.shut()
        controller.open_model(_model(rig))
        rig.opening.wait_until_reached()
        controller.close_model()
        rig.opening.open()
        controller.seek(3)
        rig.until(lambda: controller.shown is not None and controller.shown.frame.index == 3)
        assert controller.opened is None
        assert controller.shown is not None
        assert controller.shown.result is None
        assert told.of("model_changed") == [None]


def test_a_failed_open_keeps_the_old_model_its_answers_and_choices(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        _ready(controller, rig)
        controller.choices.change_filter("x", confidence=0.5)
        old, before = controller.opened, controller.choices.choices
        rig.refused["bad.onnx"] = ModelError(text("It is broken"))
        controller.open_model(_model(rig, "bad.onnx"))
        rig.until(lambda: bool(told.of("model_failed")))
        failed = told.of("model_failed")[0]
        assert isinstance(failed, ModelFailed)
        assert failed.wish.path.name == "bad.onnx"
        assert controller.opened is old
        assert controller.choices.choices == before
        assert told.of("model_opening")[-1] is None
        controller.seek(4)
        rig.until(_answered(controller, "a.mp4", 4))
        assert len(told.of("model_failed")) == 1


def test_a_failed_source_keeps_the_old_one_and_its_place(qtbot: QtBot, tmp_path: Path) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        _ready(controller, rig)
        controller.seek(4)
        rig.until(_answered(controller, "a.mp4", 4))
        rig.refused["bad.mp4"] = SourceError(text("It is broken"))
        controller.open_source(item("bad.mp4"))
        rig.until(lambda: bool(told.of("source_failed")))
        assert controller.source == item()
        assert controller.shown is not None
        assert controller.shown.frame.index == 4
        controller.step(1)
        rig.until(_answered(controller, "a.mp4", 5))


def test_a_source_left_and_chosen_again_is_where_it_was_left(qtbot: QtBot, tmp_path: Path) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, _):
        _ready(controller, rig)
        controller.seek(6)
        rig.until(_answered(controller, "a.mp4", 6))
        controller.open_source(item("b.mp4"))
        # Gone on before the second was ever shown: the first is still at its place.
        controller.open_source(item("c.mp4"))
        rig.until(_answered(controller, "c.mp4", 0))
        controller.open_source(item("b.mp4"))
        rig.until(_answered(controller, "b.mp4", 0))
        controller.open_source(item("a.mp4"))
        rig.until(_answered(controller, "a.mp4", 6))


@pytest.mark.logs("a bug|unexpected|Traceback")
def test_an_exception_while_a_model_is_opened_is_told_and_everything_goes_on(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        _ready(controller, rig)
        old = controller.opened
        rig.refused["bug.onnx"] = ZeroDivisionError("a bug")
        controller.open_model(_model(rig, "bug.onnx"))
        rig.until(lambda: bool(told.of("crashed")))
        assert controller.opened is old
        assert told.of("model_opening")[-1] is None
        controller.seek(2)
        rig.until(_answered(controller, "a.mp4", 2))
        controller.open_model(_model(rig, "good.onnx"))
        rig.until(lambda: controller.opened is not old and _answered(controller, "a.mp4", 2)())
        assert len(told.of("crashed")) == 1


@pytest.mark.logs("a bug|unexpected|Traceback")
def test_an_exception_while_a_source_is_opened_keeps_the_one_on_display(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        _ready(controller, rig)
        rig.refused["bug.mp4"] = ZeroDivisionError("a bug")
        controller.open_source(item("bug.mp4"))
        rig.until(lambda: bool(told.of("crashed")))
        rig.until(lambda: controller.source == item())
        controller.seek(2)
        rig.until(_answered(controller, "a.mp4", 2))
        assert len(told.of("crashed")) == 1


@pytest.mark.logs("a bug|unexpected|Traceback")
def test_an_exception_in_an_inference_is_told_with_its_frame_and_the_next_is_answered(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        _ready(controller, rig)
        controller.play()
        rig.sessions[0].failure = ZeroDivisionError("a bug")
        rig.until(lambda: bool(told.of("crashed")))
        rig.sessions[0].failure = None
        assert not controller.is_playing
        index = 9
        controller.seek(index)
        rig.until(_answered(controller, "a.mp4", index))


def test_model_and_source_are_changed_while_a_video_plays(qtbot: QtBot, tmp_path: Path) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        rig.count = 100_000
        controller.clock.set_speed(8.0)
        _ready(controller, rig)
        controller.play()
        rig.until(lambda: len(_indices(told)) > 5)
        controller.open_model(_model(rig, "other.onnx"))
        rig.until(
            lambda: (
                controller.opened is not None and controller.opened.file.path.name == "other.onnx"
            )
        )
        count = len(_indices(told))
        rig.until(lambda: len(_indices(told)) > count + 5)
        assert controller.is_playing
        assert _indices(told) == sorted(_indices(told))
        controller.open_source(item("b.mp4"))
        assert not controller.is_playing
        rig.until(_answered(controller, "b.mp4", 0))
        controller.play()
        rig.until(lambda: controller.shown is not None and controller.shown.frame.index > 1)
        assert controller.source == item("b.mp4")
        controller.pause()


def test_a_model_that_fails_while_a_video_plays_does_not_stop_it(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        rig.count = 100_000
        _ready(controller, rig)
        controller.play()
        rig.refused["bad.onnx"] = ModelError(text("It is broken"))
        controller.open_model(_model(rig, "bad.onnx"))
        rig.until(lambda: bool(told.of("model_failed")))
        count = len(_indices(told))
        rig.until(lambda: len(_indices(told)) > count + 3)
        assert controller.is_playing
        assert controller.opened is not None
        controller.pause()


def test_play_asked_for_while_a_source_opens_begins_when_it_is_there(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        rig.count = 100_000
        rig.reading.shut()
        controller.open_source(item())
        rig.reading.wait_until_reached()
        controller.play()
        assert not controller.is_playing
        rig.reading.open()
        rig.until(lambda: controller.is_playing)
        rig.until(lambda: len(_indices(told)) > 2)
        controller.pause()
        assert told.of("playing_changed") == [True, False]


def test_a_recipe_that_cannot_be_is_refused_and_the_choices_show_what_is_in_force(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, told):
        _ready(controller, rig)
        controller.overrule(Overrules(decoder="ssd"))
        rig.until(lambda: bool(told.of("recipe_refused")))
        assert controller.choices.choices.overrules == NO_OVERRULES
        assert told.of("model_failed") == []
        controller.seek(3)
        rig.until(_answered(controller, "a.mp4", 3))
        assert isinstance(told.of("recipe_refused")[0], (OptionError, ModelError))


def test_what_is_chosen_stays_with_another_model_of_the_same_classes_only(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, _):
        _ready(controller, rig)
        choices = controller.choices
        choices.change_filter(
            "x", confidence=0.5, hidden=frozenset({1}), class_confidence={0: 0.7}, min_size_px=3
        )
        before = choices.filter
        controller.open_source(item("b.mp4"))
        rig.until(_answered(controller, "b.mp4"))
        assert choices.filter == before
        controller.open_model(_model(rig, "same.onnx"))
        rig.until(
            lambda: (
                controller.opened is not None and controller.opened.file.path.name == "same.onnx"
            )
        )
        assert choices.filter == before


def test_a_survey_rests_from_play_to_pause_and_to_the_end(qtbot: QtBot, tmp_path: Path) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, _):
        gate = rig.surveying

        def let_one_by() -> None:
            # What is wanted meanwhile comes first; the next frame surveyed is held again.
            gate.open()
            gate.shut()

        rig.count = 400
        _ready(controller, rig)
        gate.shut()
        controller.want_survey(True)
        gate.wait_until_reached()
        controller.play()
        let_one_by()
        # Which frames are shown while it plays is the clock's choice.
        rig.until(lambda: controller.shown is not None and controller.shown.frame.index >= 3)
        assert not gate.reached.acquire(blocking=False)
        controller.pause()
        gate.wait_until_reached()
        controller.seek(398)
        let_one_by()
        rig.until(_answered(controller, "a.mp4", 398))
        gate.wait_until_reached()
        # At its end a video stands still without anybody's doing.
        with qtbot.waitSignal(controller.clock.ended):
            controller.play()
            let_one_by()
        gate.wait_until_reached()
        assert not controller.is_playing
        gate.open()
