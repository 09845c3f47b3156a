from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from engine_core.detector import Detector
from engine_core.drift import DriftReport, measure
from engine_core.frame import Frame
from engine_core.metadata import Metadata
from engine_core.modelfile import ModelFile, ModelFormat
from engine_core.sidecars import Sidecars
from tests.builders import flat_frame, make_signature
from tests.fakes import FakeSession

Row = tuple[float, float, float, float, float, int]
_CAT: Row = (8, 8, 24, 24, 0.9, 0)
_DOG: Row = (30, 30, 60, 60, 0.6, 1)
"""Corners in network pixels, score, class."""
_FILE = ModelFile(
    Path("small.onnx"),
    ModelFormat.ONNX,
    0,
    Metadata(task="detect", names=("cat", "dog"), stride=32, end2end=True),
)


def _answer(rows: Sequence[Row]) -> dict[str, npt.NDArray[np.float32]]:
    table = np.zeros((1, 300, 6), np.float32)
    if rows:
        table[0, : len(rows)] = rows
    return {"output0": table}


def _detector(*answers: Sequence[Row]) -> Detector:
    session = FakeSession(make_signature({"output0": (1, 300, 6)}), *map(_answer, answers))
    return Detector(session, _FILE, sidecars=Sidecars())


def _measured(
    reference: Sequence[Sequence[Row]],
    engine: Sequence[Sequence[Row]],
    *,
    frames: Sequence[Frame] | None = None,
    threshold: float = 0.25,
) -> DriftReport:
    shown = [flat_frame(n, (64, 64)) for n in range(len(reference))] if frames is None else frames
    with _detector(*reference) as one, _detector(*engine) as other:
        return measure(one, other, shown, threshold=threshold)


def _moved(row: Row, by: float, score: float) -> Row:
    return (row[0] + by, row[1], row[2], row[3] - by / 2, row[4] + score, row[5])


def test_equal_answers_differ_in_nothing() -> None:
    report = _measured([[_CAT, _DOG]], [[_CAT, _DOG]])
    assert (report.matched, report.same_frames) == (2, 1)
    assert (report.score_max, report.shift_px_max) == (0, 0)
    assert str(report.verdict) == (
        "The same detections on 1 of 1 pictures; largest score difference 0.000, largest box shift "
        "0.0 px"
    )


def test_differences_are_largest_and_mean_over_objects() -> None:
    report = _measured(
        [[_CAT, _DOG], [_CAT]], [[_moved(_DOG, 1, 0.02), _CAT], [_moved(_CAT, 2, -0.05)]]
    )
    assert [frame.matched for frame in report.frames] == [2, 1]
    assert report.score_max == pytest.approx(0.05, abs=1e-5)
    assert report.score_mean == pytest.approx(0.07 / 3, abs=1e-5)
    assert report.shift_px_max == pytest.approx(2, abs=1e-4)
    assert report.shift_px_mean == pytest.approx(1, abs=1e-4)
    assert report.frames[0].score_max == pytest.approx(0.02, abs=1e-5)


def test_shifts_are_in_pixels_of_the_picture() -> None:
    large = flat_frame(9, (640, 640))
    report = _measured([[_CAT]], [[_moved(_CAT, 1, 0)]], frames=[large])
    assert report.shift_px_max == pytest.approx(10, abs=1e-3)


def test_what_only_one_shows_is_told_with_where_it_is() -> None:
    report = _measured([[_CAT, _DOG]], [[_CAT, (40, 2, 60, 20, 0.5, 0)]])
    assert report.same_frames == 0
    lone = sorted(report.frames[0].lone, key=lambda one: one.is_of_engine)
    assert [(one.class_id, one.is_of_engine, one.other) for one in lone] == [
        (1, False, None),
        (0, True, None),
    ]
    assert lone[0].box == pytest.approx((30, 30, 60, 60), abs=1e-3)
    assert "2 differ, 0 of them only by a score" in str(report.verdict)


def test_another_class_at_the_same_place_is_another_object() -> None:
    report = _measured([[_CAT]], [[(*_CAT[:5], 1)]])
    assert (report.matched, len(report.frames[0].lone)) == (0, 2)


def test_a_score_that_crosses_the_threshold_is_told_as_that() -> None:
    report = _measured(
        [[(8, 8, 24, 24, 0.251, 0)], [(8, 8, 24, 24, 0.249, 0)]],
        [[(8, 8, 24, 24, 0.249, 0)], [(8, 8, 24, 24, 0.251, 0)]],
    )
    first, second = (frame.lone[0] for frame in report.frames)
    assert (first.is_of_engine, second.is_of_engine) == (False, True)
    assert first.other == pytest.approx(0.249)
    assert "2 differ, 2 of them only by a score" in str(report.verdict)


def test_what_lies_below_the_threshold_on_both_sides_counts_for_nothing() -> None:
    report = _measured([[(8, 8, 24, 24, 0.1, 0)]], [[(8, 8, 24, 24, 0.2, 0)]])
    assert (report.matched, report.same_frames, report.score_max) == (0, 1, 0)
    assert str(report.verdict) == "Neither shows anything on any of the pictures"


def test_boxes_on_each_other_are_paired_one_to_one() -> None:
    pair = [_CAT, (9, 8, 24, 24, 0.4, 0)]
    report = _measured([pair], [pair[::-1]])
    assert report.matched == 2
    assert (report.score_max, report.shift_px_max) == (0, 0)


def test_a_cancelled_comparison_says_so_and_keeps_what_it_has() -> None:
    asked = iter([False, True])
    with _detector([_CAT]) as one, _detector([_CAT]) as other:
        frames = [flat_frame(1, (64, 64)), flat_frame(2, (64, 64))]
        report = measure(one, other, frames, threshold=0.25, cancelled=lambda: next(asked))
    assert report.is_cancelled
    assert len(report.frames) == 1


def test_no_pictures_give_no_verdict() -> None:
    report = _measured([[]], [[]], frames=[])
    assert str(report.verdict) == "No picture was compared"
    assert (report.score_mean, report.shift_px_mean) == (0, 0)


def test_a_report_is_json() -> None:
    plain = _measured([[_CAT, _DOG]], [[_CAT]]).to_plain()
    read = json.loads(json.dumps(plain))
    assert read["frames"][0]["lone"][0]["in"] == "reference"
    assert read["matched"] == 1
