"""Pictures begun while the network is busy with the one before: each gets its own answer."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine_core.errors import InferenceError
from engine_core.preprocess import Preprocessing
from engine_core.runtime.base import FrameAnswer, FrameFeed, Overlaps
from tests.engine_core.runtime.tensorrt.conftest import Rig
from tests.engine_core.runtime.tensorrt.fakes import Network, Tensor
from tests.engine_core.runtime.tensorrt.test_session import SELECTION, detecting, feed, grey


def assert_is_of(answer: FrameAnswer, value: int) -> None:
    np.testing.assert_allclose(answer.outputs["mean"], value / 255, rtol=1e-6)
    np.testing.assert_allclose(answer.outputs["rows"][0, 0], value / 255, rtol=1e-6)


def test_a_session_offers_to_overlap(rig: Rig) -> None:
    session = rig.open(detecting())
    assert isinstance(session, Overlaps)
    session.close()


@pytest.mark.parametrize("graphs", [True, False])
@pytest.mark.parametrize("selects", [True, False])
def test_answers_come_in_order_and_each_is_of_its_picture(
    rig: Rig, graphs: bool, selects: bool
) -> None:
    session = rig.open(detecting(), graphs=graphs)
    wanted = feed() if selects else feed(selection=None)
    assert session.takes(wanted)
    values = [0, 51, 102, 153, 204, 255, 17]
    session.begin_frame(grey(values[0]), wanted)
    for before, value in itertools.pairwise(values):
        session.begin_frame(grey(value), wanted)
        answer = session.finish_frame()
        assert_is_of(answer, before)
        assert answer.outputs["rows"].shape == ((1, 3, 2) if selects else (1, 3, 10))
        assert min(answer.fit_ms, answer.network_ms, answer.select_ms) > 0
    last = session.finish_frame()
    assert_is_of(last, values[-1])
    assert last.replayed is graphs
    session.close()


def test_an_answer_stays_until_another_picture_is_begun(rig: Rig) -> None:
    session = rig.open(detecting())
    wanted = feed(selection=None)
    session.begin_frame(grey(51), wanted)
    session.begin_frame(grey(255), wanted)
    first = session.finish_frame()
    second = session.finish_frame()
    assert_is_of(first, 51)
    assert_is_of(second, 255)
    session.close()


def test_a_recording_is_made_with_nothing_under_way(rig: Rig) -> None:
    session = rig.open(detecting())
    session.begin_frame(grey(51), feed())
    assert session.replays, "recorded behind the first picture"
    session.begin_frame(grey(255), feed())
    assert [session.finish_frame().replayed for _ in range(2)] == [False, True]
    session.close()


def test_more_rows_than_there_is_room_for_are_run_for_again(rig: Rig) -> None:
    rig.kernels.overflows = True
    session = rig.open(detecting())
    values = [51, 102, 204]
    session.begin_frame(grey(values[0]), feed())
    answers = []
    for value in values[1:]:
        session.begin_frame(grey(value), feed())
        answer = session.finish_frame()
        answers.append({name: one.copy() for name, one in answer.outputs.items()})
    answers.append(dict(session.finish_frame().outputs))
    for value, outputs in zip(values, answers, strict=True):
        assert outputs["rows"].shape == (1, 3, 10)
        np.testing.assert_allclose(outputs["rows"][0, 0], value / 255, rtol=1e-6)
        np.testing.assert_allclose(outputs["mean"], value / 255, rtol=1e-6)
    session.close()


def test_no_more_than_two_are_under_way(rig: Rig) -> None:
    session = rig.open(detecting())
    with pytest.raises(ValueError, match="no picture"):
        session.finish_frame()
    session.begin_frame(grey(1), feed())
    session.begin_frame(grey(2), feed())
    with pytest.raises(ValueError, match="two pictures"):
        session.begin_frame(grey(3), feed())
    assert_is_of(session.finish_frame(), 1)
    assert_is_of(session.finish_frame(), 2)
    session.close()


def test_tensors_and_single_pictures_may_come_between(rig: Rig) -> None:
    session = rig.open(detecting())
    session.begin_frame(grey(51), feed())
    session.begin_frame(grey(102), feed())
    fed = np.full((1, 3, 8, 8), 0.5, np.float32)
    np.testing.assert_allclose(session.infer({"images": fed})["mean"], 0.5)
    assert_is_of(session.infer_frame(grey(204), feed()), 204)
    assert_is_of(session.finish_frame(), 51)
    assert_is_of(session.finish_frame(), 102)
    session.close()


def open_batch() -> Network:
    """Return a network of one or two pictures that answers the mean of each."""
    bounds = [((1, 3, 8, 8), (1, 3, 8, 8), (2, 3, 8, 8))]
    return Network(
        [Tensor("images", (-1, 3, 8, 8), profiles=bounds), Tensor("factor", (1,))],
        [Tensor("mean", (-1,))],
        lambda arrays: {
            "mean": (arrays["images"].mean(axis=(1, 2, 3)) * arrays["factor"]).astype(np.float32)
        },
        output_shapes=lambda shapes, _: {"mean": (shapes["images"][0],)},
    )


def test_sizes_and_other_inputs_may_change_from_one_picture_to_the_next(rig: Rig) -> None:
    session = rig.open(open_batch())

    def wanted(batch: int, factor: float) -> FrameFeed:
        return FrameFeed(
            input_name="images",
            preprocessing=Preprocessing(input_wh=(8, 8), batch=batch),
            sides={"factor": np.full(1, factor, np.float32)},
        )

    feeds = [wanted(1, 1), wanted(1, 2), wanted(2, 3), wanted(2, 4), wanted(1, 5)]
    session.begin_frame(grey(255), feeds[0])
    found = []
    for one in feeds[1:]:
        session.begin_frame(grey(255), one)
        found.append(session.finish_frame().outputs["mean"].tolist())
    found.append(session.finish_frame().outputs["mean"].tolist())
    assert found == [[1], [2], [3, 3], [4, 4], [5]]
    session.close()


def test_sizes_that_only_the_run_tells_do_not_overlap_but_answer(rig: Rig) -> None:
    def run(arrays: dict[str, Any]) -> dict[str, Any]:
        count = int(arrays["images"].mean() * 10)
        return {"y": np.full((count,), count, np.float32)}

    network = Network(
        [Tensor("images", (1, 3, 8, 8))],
        [Tensor("y", (-1,))],
        run,
        output_shapes=lambda *_: {"y": (-1,)},
    )
    session = rig.open(network)
    wanted = feed(selection=None)
    session.begin_frame(grey(255), wanted)
    session.begin_frame(grey(128), wanted)
    first, second = session.finish_frame(), session.finish_frame()
    assert first.outputs["y"].tolist() == [10.0] * 10
    assert second.outputs["y"].tolist() == [5.0] * 5
    session.close()


def test_a_picture_that_is_refused_was_not_begun(rig: Rig) -> None:
    session = rig.open(detecting())
    session.begin_frame(grey(51), feed())
    too_wide = FrameFeed(
        input_name="images", preprocessing=Preprocessing(input_wh=(16, 8)), sides={}
    )
    with pytest.raises(InferenceError, match="does not take"):
        session.begin_frame(grey(0), too_wide)
    session.begin_frame(grey(102), feed())
    assert_is_of(session.finish_frame(), 51)
    assert_is_of(session.finish_frame(), 102)
    session.close()


def test_a_card_that_fails_fails_what_is_under_way(rig: Rig) -> None:
    session = rig.open(detecting(), graphs=False)
    session.begin_frame(grey(51), feed())
    rig.cuda.breaks = True
    with pytest.raises(InferenceError):
        session.finish_frame()
    with pytest.raises(ValueError, match="no picture"):
        session.finish_frame()
    session.close()


def test_a_session_can_be_closed_with_pictures_under_way(rig: Rig) -> None:
    session = rig.open(detecting())
    session.begin_frame(grey(51), feed())
    session.begin_frame(grey(51), feed())
    session.close()
    assert rig.story[-1] == "cuda closed"
    assert not rig.cuda.held


def test_what_recipes_of_before_needed_is_let_go(rig: Rig) -> None:
    session = rig.open(detecting())
    most = 0
    for pad in range(30):
        for floor in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85):
            selection = replace(SELECTION, floor=floor)
            answer = session.infer_frame(grey(51), feed(selection=selection, pad=(pad,) * 3))
            np.testing.assert_allclose(answer.outputs["mean"], 0.2, rtol=1e-6)
            most = max(most, len(rig.kernels.alive))
    assert most <= 5 * (1 + 5)
    again = session.infer_frame(grey(51), feed())
    assert_is_of(again, 51)
    session.close()


def test_recipes_change_while_pictures_are_under_way(rig: Rig) -> None:
    session = rig.open(detecting())
    values = [value % 250 for value in range(0, 1000, 7)]

    def recipe(number: int) -> FrameFeed:
        selection = replace(SELECTION, floor=0.5 + number % 11 / 40)
        return feed(selection=selection, pad=(number % 9,) * 3)

    session.begin_frame(grey(values[0]), recipe(0))
    for number, (before, value) in enumerate(itertools.pairwise(values), 1):
        session.begin_frame(grey(value), recipe(number))
        for ahead in range(8):
            assert session.takes(feed(pad=(100 + ahead,) * 3))
        assert_is_of(session.finish_frame(), before)
    assert_is_of(session.finish_frame(), values[-1])
    assert len(rig.kernels.alive) <= 6 * (1 + 3 * 5)
    session.close()
