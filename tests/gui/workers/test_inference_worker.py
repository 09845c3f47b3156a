from __future__ import annotations

import sys
import threading
import types
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine_core import remembered
from engine_core.detector import SuppressionOptions
from engine_core.errors import (
    InferenceError,
    ModelFileError,
    OptionError,
    SourceError,
    UnrecognisedModelError,
)
from engine_core.letterbox import Geometry
from engine_core.recipe import NO_OVERRULES, Overrules
from engine_core.text import text
from gui.workers.messages import ModelWish, Seen
from tests.gui.workers.rig import PATIENCE_S, Rig, answers, video

LOOSE = SuppressionOptions(iou=1.0, class_agnostic=True)
TIGHT = SuppressionOptions(iou=0.01, class_agnostic=True)


# ---- Wishes and answers -------------------------------------------------------------------------


def test_a_model_and_a_source_give_a_frame_with_what_is_found_in_it(rig: Rig) -> None:
    wish = rig.model()
    shown = rig.answer(model=wish, source=video(), index=3)
    assert (shown.model, shown.source) == (wish, video())
    assert (shown.frame.index, shown.asked) == (3, 3)
    assert shown.result is not None
    assert len(shown.result.detections) > 0
    assert shown.recipe is not None
    assert shown.recipe.is_settled
    assert not shown.was_kept
    assert shown.error is None
    (opened,) = rig.opened
    assert opened.wish == wish
    assert opened.recipe.is_settled
    assert opened.automatic == opened.recipe
    assert opened.overrules == NO_OVERRULES
    assert [one.info.frame_count for one in rig.sources_opened] == [10]
    assert rig.worker.inferences == 1


def test_pixels_are_ready_for_the_screen(rig: Rig) -> None:
    shown = rig.answer(source=video(), index=7)
    assert shown.pixels.shape == (48, 64, 4)
    assert shown.pixels.tolist()[0][0] == [7, 7, 7, 255]
    assert not shown.pixels.flags.writeable
    assert shown.result is None
    assert shown.model is None


def test_while_a_model_opens_the_picture_is_shown_already(rig: Rig) -> None:
    rig.opening.shut()
    generation = rig.want(model=rig.model(), source=video())
    rig.opening.wait_until_reached()
    rig.until(lambda: len(rig.window.shown) == 1)
    assert rig.window.shown[0].model is None
    rig.opening.open()
    rig.until(lambda: len(rig.window.shown) == 2)
    assert rig.window.shown[1].result is not None
    assert {one.generation for one in rig.window.shown} == {generation}


def test_only_the_latest_wish_counts_and_answers_carry_the_wish_they_were_made_for(
    rig: Rig,
) -> None:
    rig.answer(model=rig.model(), source=video(), index=9)
    rig.inferring.shut()
    first = rig.want(index=0)
    rig.inferring.wait_until_reached()
    for index in range(1, 6):
        last = rig.want(index=index)
    rig.inferring.open()
    rig.until(lambda: rig.window.shown[-1].generation == last)
    assert [(one.generation, one.frame.index) for one in rig.window.shown[-2:]] == [
        (first, 0),
        (last, 5),
    ]
    assert rig.videos[0].reads == [9, 0, 5]


def test_an_outbox_that_is_not_emptied_holds_one_answer_and_calls_once(
    qtbot: QtBot, tmp_path: Path
) -> None:
    rig = Rig(qtbot, tmp_path)
    rig.worker.news.disconnect(rig.window._take)
    calls: list[None] = []
    rig.worker.news.connect(lambda: calls.append(None))
    rig.worker.start()
    wish = rig.model()
    for index in range(4):
        rig.inferring.shut()
        last = rig.want(model=wish, source=video(), index=index)
        rig.inferring.wait_until_reached()
        rig.inferring.open()
    # The next wish is not looked at before the last one is answered.
    rig.inferring.shut()
    rig.want(index=4)
    rig.inferring.wait_until_reached()
    rig.inferring.open()
    rig.end()
    qtbot.waitUntil(lambda: len(calls) > 0)
    shown = rig.worker.take()
    assert shown is not None
    assert shown.generation >= last
    assert rig.worker.take() is None
    assert len(calls) == 1


def test_the_fed_tensor_comes_along_where_it_is_wanted(rig: Rig) -> None:
    rig.answer(model=rig.model(), source=video(), index=2)
    shown = rig.answer(with_tensor=True)
    assert shown.fed is not None
    assert np.array_equal(shown.fed.array, rig.sessions[0].fed[-1]["images"])
    assert shown.fed.letterbox.source_wh == (64, 48)
    assert shown.was_kept
    assert rig.answer(with_tensor=False).fed is None


# ---- Suppression, and frames looked at before ---------------------------------------------------


def test_other_suppression_runs_no_network_and_reads_nothing(rig: Rig) -> None:
    loose = rig.answer(model=rig.model(), source=video(), suppression=LOOSE)
    tight = rig.answer(suppression=TIGHT)
    assert loose.result is not None
    assert tight.result is not None
    assert len(tight.result.detections) < len(loose.result.detections)
    assert tight.was_kept
    assert rig.worker.inferences == 1
    assert rig.videos[0].reads == [0]


def test_a_wish_that_changes_nothing_is_answered_from_what_is_there(rig: Rig) -> None:
    before = rig.answer(model=rig.model(), source=video())
    after = rig.answer()
    assert after.generation == before.generation + 1
    assert after.result is before.result
    assert after.pixels is before.pixels
    assert after.was_kept
    assert rig.worker.inferences == 1
    assert rig.videos[0].reads == [0]


def test_going_back_reads_the_frame_and_runs_no_network(rig: Rig) -> None:
    rig.answer(model=rig.model(), source=video(), index=0)
    rig.answer(index=1)
    back = rig.answer(index=0, suppression=LOOSE)
    assert back.was_kept
    assert back.frame.index == 0
    assert back.result is not None
    assert rig.worker.inferences == 2
    assert rig.videos[0].reads == [0, 1, 0]


def test_what_is_kept_stays_within_the_bound(qtbot: QtBot, tmp_path: Path) -> None:
    rig = Rig(qtbot, tmp_path, limit_bytes=1)
    rig.worker.start()
    rig.answer(model=rig.model(), source=video(), index=0)
    rig.answer(index=1)
    assert not rig.answer(index=0).was_kept
    assert rig.worker.inferences == 3
    rig.end()


def test_other_suppression_counts_every_kept_frame_anew(rig: Rig) -> None:
    rig.answer(model=rig.model(), source=video(), index=0)
    for index in range(1, 4):
        rig.answer(index=index)
    rig.until(lambda: sorted(rig.counted()) == [0, 1, 2, 3])
    before = latest_seen(rig)
    rig.answer(suppression=TIGHT)
    rig.until(lambda: rig.batches[-1].frames != () and sorted(rig.counted()) == [0, 1, 2, 3])
    restarts = [batch for batch in rig.batches if batch.restarts]
    assert restarts[-1].frames == ()
    assert len(latest_seen(rig).confidence) < len(before.confidence)
    assert rig.worker.inferences == 4


def latest_seen(rig: Rig) -> Seen:
    return [seen for batch in rig.batches for seen in batch.frames][-1]


def test_pictures_of_several_sources_are_counted_together(rig: Rig) -> None:
    rig.answer(model=rig.model(), source=video("a.mp4"))
    rig.answer(source=video("b.mp4"))
    back = rig.answer(source=video("a.mp4"))
    assert back.was_kept
    names = [seen.source.name for batch in rig.batches for seen in batch.frames]
    assert names == ["a.mp4", "b.mp4"]
    rig.answer(suppression=TIGHT)
    rig.until(
        lambda: (
            [seen.source.name for batch in rig.batches for seen in batch.frames][2:]
            == ["a.mp4", "b.mp4"]
        )
    )


# ---- Models -------------------------------------------------------------------------------------


def test_a_failed_open_keeps_the_old_model_answering(rig: Rig) -> None:
    good, bad = rig.model(), rig.model("bad.onnx")
    rig.answer(model=good, source=video())
    rig.refused["bad.onnx"] = ModelFileError(what=text("no model"))
    shown = rig.answer(model=bad, index=1)
    assert shown.model == good
    assert shown.result is not None
    (failure,) = rig.model_failures
    assert failure.wish == bad
    assert str(failure.error.what) == "no model"
    assert not rig.sessions[0].is_closed


def test_a_failed_wish_is_not_tried_again_until_it_differs(rig: Rig, tmp_path: Path) -> None:
    bad = ModelWish(path=tmp_path / "absent.onnx")
    generation = rig.want(model=bad, source=video())
    rig.until(lambda: any(one.generation == generation for one in rig.window.shown))
    rig.answer(index=1)
    rig.answer(index=2)
    assert len(rig.model_failures) == 1
    rig.model("absent.onnx")
    shown = rig.answer(model=ModelWish(path=bad.path, attempt=1))
    rig.until(lambda: rig.window.shown[-1].result is not None)
    assert shown.generation == rig.wanted.generation
    assert len(rig.model_failures) == 1


def test_a_model_that_its_first_frame_refutes_leaves_the_one_before(rig: Rig) -> None:
    good = rig.model()
    rig.outputs["odd.onnx"] = {"output0": np.full((1, 6, 1680), 1e9, np.float32)}
    odd = rig.model("odd.onnx")
    rig.answer(model=good, source=video())
    shown = rig.answer(model=odd)
    assert shown.model == good
    assert shown.result is not None
    assert isinstance(rig.model_failures[0].error, UnrecognisedModelError)
    assert [one.wish for one in rig.opened] == [good]
    assert [session.is_closed for session in rig.sessions] == [False, True]


def test_without_a_source_a_model_is_tried_on_a_picture_of_our_own(rig: Rig) -> None:
    rig.outputs["odd.onnx"] = {"output0": np.full((1, 6, 1680), 1e9, np.float32)}
    rig.want(model=rig.model())
    rig.until(lambda: len(rig.opened) == 1)
    assert rig.opened[0].recipe.is_settled
    rig.want(model=rig.model("odd.onnx"))
    rig.until(lambda: len(rig.model_failures) == 1)
    assert rig.window.shown == []


def test_overrules_read_the_same_model_otherwise_without_opening_it_again(rig: Rig) -> None:
    plain = rig.model()
    rig.answer(model=plain, source=video())
    stretched = ModelWish(path=plain.path, overrules=Overrules(geometry=Geometry.STRETCH))
    shown = rig.answer(model=stretched)
    assert shown.model == stretched
    assert shown.result is not None
    assert shown.result.letterbox.resized_wh == (320, 256)
    assert len(rig.opened_files) == 1
    opened = rig.opened[-1]
    assert opened.overrules == stretched.overrules
    assert opened.automatic is not None
    assert opened.automatic.preprocessing.geometry is Geometry.LETTERBOX
    assert rig.worker.inferences == 2
    # Back and forth again costs nothing, as the frame was looked at in both ways.
    assert rig.answer(model=ModelWish(path=plain.path, overrules=NO_OVERRULES)).was_kept
    assert rig.answer(model=stretched).was_kept
    assert rig.worker.inferences == 2
    assert len(rig.opened_files) == 1


@pytest.mark.parametrize(
    ("overrules", "kind"),
    [
        (Overrules(decoder="no-such"), OptionError),
        (Overrules(decoder="nanodet"), UnrecognisedModelError),
    ],
)
def test_overrules_that_cannot_be_leave_the_model_as_it_was(
    rig: Rig, overrules: Overrules, kind: type[Exception]
) -> None:
    plain = rig.model()
    before = rig.answer(model=plain, source=video())
    refused = ModelWish(path=plain.path, overrules=overrules)
    shown = rig.answer(model=refused)
    assert shown.model == plain
    assert shown.result is before.result
    assert [type(one.error) for one in rig.model_failures] == [kind]
    assert rig.answer(model=plain).model == plain
    assert len(rig.opened_files) == 1


def test_what_was_remembered_for_a_file_is_in_force(rig: Rig) -> None:
    wish = rig.model()
    remembered.remember(sha256_of(wish), Overrules(geometry=Geometry.STRETCH))
    shown = rig.answer(model=wish, source=video())
    assert shown.result is not None
    assert shown.result.letterbox.resized_wh == (320, 256)
    (opened,) = rig.opened
    assert opened.overrules == Overrules(geometry=Geometry.STRETCH)
    assert opened.automatic is not None
    assert opened.automatic.is_settled
    assert opened.automatic.preprocessing.geometry is Geometry.LETTERBOX
    assert opened.note is None


@pytest.mark.parametrize("kept", ["damaged", "no decoder", "wrong decoder"])
def test_what_was_remembered_and_does_not_fit_is_noted_and_left_out(rig: Rig, kept: str) -> None:
    wish = rig.model()
    decoder = {"no decoder": "no-such", "wrong decoder": "nanodet"}.get(kept)
    remembered.remember(sha256_of(wish), Overrules(decoder=decoder))
    if kept == "damaged":
        remembered._path(sha256_of(wish)).write_text("{", "utf-8")
    shown = rig.answer(model=wish, source=video())
    assert shown.result is not None
    (opened,) = rig.opened
    assert opened.overrules == NO_OVERRULES
    assert opened.note is not None
    assert rig.model_failures == []


def sha256_of(wish: ModelWish) -> str:
    from engine_core.modelfile import identify

    return identify(wish.path).sha256()


def test_a_newer_model_is_opened_instead_of_one_not_begun(rig: Rig) -> None:
    rig.answer(source=video())
    rig.opening.shut()
    rig.want(model=rig.model("a.onnx"))
    rig.opening.wait_until_reached()
    rig.want(model=rig.model("b.onnx"))
    wish = rig.model("c.onnx")
    rig.want(model=wish)
    rig.opening.open()
    rig.until(lambda: rig.window.shown[-1].result is not None)
    assert [path.name for path in rig.opened_files] == ["a.onnx", "c.onnx"]
    assert [one.wish for one in rig.opened] == [wish]
    assert rig.sessions[0].is_closed


def test_without_a_model_the_frame_stays_and_its_boxes_go(rig: Rig) -> None:
    rig.answer(model=rig.model(), source=video())
    shown = rig.answer(model=None)
    assert shown.model is None
    assert shown.result is None
    assert rig.sessions[0].is_closed


# ---- Sources ------------------------------------------------------------------------------------


def test_a_failed_source_keeps_the_old_one_where_it_was(rig: Rig) -> None:
    rig.answer(model=rig.model(), source=video("a.mp4"), index=4)
    rig.refused["b.mp4"] = SourceError(what=text("no video"))
    shown = rig.answer(source=video("b.mp4"), index=0)
    assert shown.source == video("a.mp4")
    assert shown.frame.index == 4
    rig.answer(index=1)
    (failure,) = rig.source_failures
    assert failure.wish == video("b.mp4")


def test_a_frame_that_cannot_be_read_is_told_and_the_next_ones_follow(rig: Rig) -> None:
    rig.broken[5] = SourceError(what=text("lost"))
    rig.answer(model=rig.model(), source=video(), index=4)
    shown = rig.answer(index=5)
    assert (shown.asked, shown.frame.index) == (5, 4)
    assert str(shown.error) == "lost."
    after = rig.answer(index=6)
    assert (after.asked, after.frame.index, after.error) == (6, 6, None)


def test_a_video_that_begins_with_lost_frames_shows_the_first_that_there_is(rig: Rig) -> None:
    rig.broken.update({0: SourceError(what=text("lost")), 1: SourceError(what=text("lost"))})
    shown = rig.answer(model=rig.model(), source=video())
    assert (shown.asked, shown.frame.index) == (0, 2)
    assert shown.error is not None
    assert shown.result is not None


def test_a_video_without_any_frame_is_a_failed_source(rig: Rig) -> None:
    rig.broken.update({index: SourceError(what=text("lost")) for index in range(10)})
    rig.want(source=video())
    rig.until(lambda: len(rig.source_failures) == 1)
    assert rig.videos[0].is_closed
    assert rig.window.shown == []


def test_behind_the_end_is_the_last_frame(rig: Rig) -> None:
    rig.answer(model=rig.model(), source=video())
    shown = rig.answer(index=99)
    assert (shown.asked, shown.frame.index) == (99, 9)
    assert shown.error is None
    assert rig.answer(index=100).was_kept


def test_small_skips_read_on_where_a_jump_would_look_through_the_whole_file(rig: Rig) -> None:
    rig.is_exact = False
    rig.count = 100
    rig.broken[4] = SourceError(what=text("lost"))
    rig.answer(source=video())
    for index in (3, 4, 6, 60, 59):
        rig.answer(index=index)
    assert rig.videos[0].reads == [0, 1, 2, 3, 4, 5, 6, 60, 59]


def test_closing_the_source_closes_its_handles(rig: Rig) -> None:
    rig.answer(source=video())
    rig.want(source=None)
    rig.until(lambda: rig.videos[0].is_closed)
    assert len(rig.window.shown) == 1


# ---- The survey ---------------------------------------------------------------------------------


def test_a_survey_looks_at_every_frame_once_from_the_one_shown_round_the_end(rig: Rig) -> None:
    rig.answer(model=rig.model(), source=video(), index=6, survey=True)
    rig.until(lambda: len(rig.counted()) == 10)
    assert rig.counted() == [6, 7, 8, 9, 0, 1, 2, 3, 4, 5]
    assert rig.worker.inferences == 10
    assert rig.videos[0].reads == [6]
    assert rig.answer(index=2).was_kept
    assert rig.worker.inferences == 10
    rig.until(lambda: rig.videos[1].is_closed)


def test_a_survey_yields_to_a_wish_and_goes_on_after_it(rig: Rig) -> None:
    rig.answer(model=rig.model(), source=video(), index=0)
    rig.surveying.shut()
    rig.want(survey=True)
    rig.surveying.wait_until_reached()
    generation = rig.want(index=8)
    rig.surveying.open()
    rig.until(lambda: len(rig.counted()) == 10)
    asked = [one for one in rig.window.shown if one.generation == generation]
    assert asked[0].frame.index == 8
    assert rig.counted()[:2] == [0, 8]
    assert rig.worker.inferences == 10


def test_a_survey_rests_while_a_video_plays(rig: Rig) -> None:
    rig.answer(model=rig.model(), source=video(), index=0)
    # Who surveyed would come here, and hold up the frames asked for.
    rig.surveying.shut()
    for index in (0, 2, 4):
        assert rig.answer(survey=True, is_playing=True, index=index).frame.index == index
    assert rig.worker.inferences == 3
    assert len(rig.videos) == 1
    rig.want(is_playing=False)
    rig.surveying.wait_until_reached()
    rig.surveying.open()
    rig.until(lambda: len(rig.counted()) == 10)
    assert rig.worker.inferences == 10


def test_a_survey_passes_over_what_cannot_be_read(rig: Rig) -> None:
    rig.broken[4] = SourceError(what=text("lost"))
    rig.answer(model=rig.model(), source=video(), survey=True)
    rig.until(lambda: len(rig.counted()) == 9)
    rig.until(lambda: rig.videos[1].is_closed)
    assert 4 not in rig.counted()
    assert rig.crashes == []


def test_other_suppression_amid_a_survey_counts_what_was_found_and_goes_on(rig: Rig) -> None:
    rig.answer(model=rig.model(), source=video(), index=0)
    rig.inferring.shut()
    rig.want(survey=True)
    rig.inferring.wait_until_reached()
    rig.want(suppression=TIGHT)
    rig.inferring.open()
    rig.until(lambda: sorted(rig.counted()) == list(range(10)))
    assert rig.worker.inferences == 10


def test_a_frame_of_the_survey_that_settles_the_reading_has_the_shown_one_read_again(
    rig: Rig,
) -> None:
    rows = np.zeros((1, 300, 6), np.float32)
    rig.first_outputs["late.onnx"] = {"output0": rows.copy()}
    rows[0, :2] = [[10, 20, 110, 220, 0.9, 1], [50, 60, 90, 100, 0.8, 0]]
    rig.outputs["late.onnx"] = {"output0": rows}
    first = rig.answer(model=rig.model("late.onnx"), source=video())
    assert first.recipe is not None
    assert first.result is not None
    assert not first.recipe.is_settled
    assert len(first.result.detections) == 0
    generation = rig.want(survey=True)
    rig.until(lambda: sorted(rig.counted()) == list(range(10)))
    shown = rig.window.shown[-1]
    assert (shown.generation, shown.frame.index) == (generation, 0)
    assert shown.recipe is not None
    assert shown.result is not None
    assert shown.recipe.is_settled
    assert len(shown.result.detections) == 2


# ---- Asking why ---------------------------------------------------------------------------------


@pytest.fixture
def diagnosing(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    module = types.ModuleType("engine_core.diagnose")
    monkeypatch.setitem(sys.modules, "engine_core.diagnose", module)
    return module


def test_a_diagnosis_is_made_once_and_leaves_the_model_as_it_was(
    rig: Rig, diagnosing: types.ModuleType
) -> None:
    def diagnose(detector: Any, frame: Any, *, stop: Any) -> tuple[int, bool]:
        detector.overrule(Overrules(geometry=Geometry.STRETCH))
        return frame.index, stop()

    diagnosing.diagnose = diagnose  # type: ignore[attr-defined]
    rig.answer(model=rig.model(), source=video(), index=3)
    rig.answer(diagnose=1)
    rig.until(lambda: len(rig.diagnoses) == 1)
    assert (rig.diagnoses[0].token, rig.diagnoses[0].diagnosis) == (1, (3, False))
    shown = rig.answer(index=4)
    assert shown.recipe is not None
    assert shown.recipe.preprocessing.geometry is Geometry.LETTERBOX
    assert len(rig.diagnoses) == 1


def test_a_diagnosis_ends_for_another_source_and_says_nothing(
    rig: Rig, diagnosing: types.ModuleType
) -> None:
    begun, is_wished = threading.Event(), threading.Event()
    stops: list[bool] = []

    def diagnose(_detector: Any, _frame: Any, *, stop: Any) -> str:
        stops.append(stop())
        begun.set()
        assert is_wished.wait(PATIENCE_S)
        stops.append(stop())
        return "half"

    diagnosing.diagnose = diagnose  # type: ignore[attr-defined]
    rig.answer(model=rig.model(), source=video("a.mp4"))
    rig.want(diagnose=1)
    assert begun.wait(PATIENCE_S)
    generation = rig.want(source=video("b.mp4"))
    is_wished.set()
    rig.until(lambda: rig.window.shown[-1].generation == generation)
    assert stops == [False, True]
    assert rig.diagnoses == []


# ---- Errors and bugs ----------------------------------------------------------------------------


def test_a_frame_that_the_network_fails_on_is_shown_with_the_reason(rig: Rig) -> None:
    rig.answer(model=rig.model(), source=video())
    rig.sessions[0].failure = InferenceError(what=text("out of memory"))
    shown = rig.answer(index=1)
    assert shown.result is None
    assert str(shown.error) == "out of memory."
    assert shown.frame.index == 1
    # The same frame with nothing changed is not tried again.
    rig.sessions[0].failure = None
    assert rig.answer().error is shown.error
    assert rig.answer(index=2).result is not None
    assert rig.answer(index=1).result is not None


@pytest.mark.logs("unexpected exception")
@pytest.mark.parametrize("stage", ["open", "source", "read", "infer", "suppress", "diagnose"])
def test_a_bug_anywhere_is_reported_once_and_the_thread_goes_on(
    rig: Rig, stage: str, monkeypatch: pytest.MonkeyPatch, diagnosing: types.ModuleType
) -> None:
    bug = RuntimeError(f"bug in {stage}")

    def raise_bug(*_: object, **__: object) -> None:
        raise bug

    first = rig.model()
    rig.answer(model=first, source=video("a.mp4"))
    if stage == "open":
        rig.refused["bad.onnx"] = bug
        rig.answer(model=rig.model("bad.onnx"))
    elif stage == "source":
        rig.refused["b.mp4"] = bug
        rig.answer(source=video("b.mp4"))
    elif stage == "read":
        rig.broken[1] = bug
        assert rig.answer(index=1).error is not None
    elif stage == "infer":
        rig.sessions[0].failure = bug
        assert rig.answer(index=1).error is not None
        assert rig.answer(index=2).error is not None
        rig.sessions[0].failure = None
    elif stage == "suppress":
        with monkeypatch.context() as patch:
            patch.setattr("engine_core.detector.Detector.suppress", raise_bug)
            assert rig.answer(suppression=TIGHT).error is not None
    else:
        diagnosing.diagnose = raise_bug  # type: ignore[attr-defined]
        rig.answer(diagnose=1)
    rig.until(lambda: len(rig.crashes) == 1)
    rig.answer()
    shown = rig.answer(model=first, source=video("a.mp4"), index=3, suppression=LOOSE)
    assert shown.result is not None
    assert shown.frame.index == 3
    (crash,) = rig.crashes
    assert f"bug in {stage}" in str(crash.error.why)
    assert "Traceback" in crash.error.details


@pytest.mark.logs("unexpected exception")
def test_a_bug_in_the_survey_ends_it_until_the_next_wish(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.answer(model=rig.model(), source=video())

    def raise_bug(_: object) -> None:
        raise RuntimeError("bug")

    with monkeypatch.context() as patch:
        patch.setattr("gui.workers.survey.Survey.read", raise_bug)
        rig.want(survey=True)
        rig.until(lambda: len(rig.crashes) == 1)
    rig.answer(index=1)
    rig.until(lambda: len(rig.counted()) == 10)


# ---- The end ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["open", "infer", "read", "survey", "nothing"])
def test_stopping_amid_anything_does_nothing_more_and_closes_everything(
    qtbot: QtBot, tmp_path: Path, stage: str
) -> None:
    rig = Rig(qtbot, tmp_path)
    rig.worker.start()
    rig.answer(model=rig.model(), source=video())
    gates = {"open": rig.opening, "infer": rig.inferring, "read": rig.reading}
    gate = gates.get(stage, rig.surveying)
    if stage != "nothing":
        # What is held there goes on as soon as the worker is told to stop, and not before.
        gate.shut(until=rig.worker.stopping)
        other: dict[str, dict[str, Any]] = {
            "open": {"model": rig.model("b.onnx")},
            "survey": {"survey": True},
        }
        rig.want(**other.get(stage, {"index": 1}))
        gate.wait_until_reached()
    told, shown = len(rig.window.told), len(rig.window.shown)
    inferences = rig.worker.inferences
    rig.worker.stop()
    assert rig.worker.wait(PATIENCE_S * 1000)
    assert all(one.is_closed for one in rig.sessions)
    assert all(one.is_closed for one in rig.videos)
    assert rig.worker.inferences <= inferences + 1
    rig.worker.want(rig.wanted)
    qtbot.waitUntil(lambda: rig.worker.isFinished())
    assert len(rig.window.told) - told <= 1
    assert len(rig.window.shown) - shown <= 1


@pytest.mark.parametrize("stage", ["answer", "trial", "survey"])
def test_stopping_breaks_off_a_run_of_the_network_and_that_is_no_problem(
    qtbot: QtBot, tmp_path: Path, stage: str
) -> None:
    rig = Rig(qtbot, tmp_path)
    rig.worker.start()
    rig.answer(model=rig.model(), source=video())
    wishes: dict[str, dict[str, Any]] = {
        "answer": {"index": 1},
        "trial": {"model": rig.model("b.onnx")},
        "survey": {"survey": True},
    }
    if stage == "trial":
        rig.opening.shut()
        rig.want(**wishes[stage])
        rig.opening.wait_until_reached()
        rig.inferring.shut()
        rig.opening.open()
    else:
        rig.inferring.shut()
        rig.want(**wishes[stage])
    rig.inferring.wait_until_reached()
    told, shown = len(rig.window.told), len(rig.window.shown)
    rig.worker.stop()
    running = rig.sessions[-1]
    assert running.interrupted.is_set()
    rig.inferring.open()
    assert rig.worker.wait(PATIENCE_S * 1000)
    qtbot.waitUntil(lambda: rig.worker.isFinished())
    assert rig.window.told[told:] == []
    assert rig.window.shown[shown:] == []
    assert all(one.is_closed for one in rig.sessions)


def test_a_worker_that_was_never_asked_anything_ends(qtbot: QtBot, tmp_path: Path) -> None:
    rig = Rig(qtbot, tmp_path)
    rig.worker.start()
    rig.end()
    assert rig.worker.isFinished()
    assert rig.window.told == []


def test_the_outputs_of_the_stand_in_hold_overlapping_boxes() -> None:
    assert answers()["output0"].shape == (1, 6, 1680)
