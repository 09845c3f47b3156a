from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from engine_core.detections import InstanceMask
from engine_core.detector import Detector
from engine_core.drift import DriftReport, mask_iou, measure
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


def _with_parts(task: str, **outputs: npt.NDArray[np.float32]) -> Detector:
    signature = make_signature({name: array.shape for name, array in outputs.items()})
    about = Metadata(
        task=task,
        names=("cat", "dog"),
        stride=32,
        end2end=True,
        kpt_shape=(2, 3) if task == "pose" else None,
    )
    file = ModelFile(Path("small.onnx"), ModelFormat.ONNX, 0, about)
    return Detector(FakeSession(signature, outputs), file, sidecars=Sidecars())


def _posed(by: float, second_score: float = 0.9) -> Detector:
    """Find a cat with two keypoints, each moved so far, the second so sure."""
    table = np.zeros((1, 300, 12), np.float32)
    table[0, 0] = [*_CAT, 12 + by, 10, 0.9, 20 + 2 * by, 20, second_score]
    return _with_parts("pose", output0=table)


@pytest.mark.parametrize(
    ("second_score", "shift"), [(0.9, 3.0), (0.1, 1.5)], ids=["both", "one is hidden"]
)
def test_keypoints_that_moved_are_told(second_score: float, shift: float) -> None:
    with _posed(0) as one, _posed(1.5, second_score) as other:
        report = measure(one, other, [flat_frame(0, (64, 64))], threshold=0.25)
    assert report.shift_px_max == 0
    assert report.keypoint_px_max == pytest.approx(shift, abs=1e-3)
    assert report.mask_iou_min is None
    assert str(report.verdict).endswith(f"box shift 0.0 px, largest keypoint shift {shift:.1f} px")
    assert report.to_plain()["frames"][0]["keypoint_px_max"] == report.keypoint_px_max


def _masked(columns: int) -> Detector:
    """Find a cat of 16 x 16 pixels whose mask fills so many columns of four, and one nobody is sure of."""
    table = np.zeros((1, 300, 38), np.float32)
    table[0, 0, :7] = [*_CAT, 1]
    table[0, 1, :8] = [32, 32, 60, 60, 0.1, 1, 0, 1]
    prototypes = np.full((1, 32, 16, 16), -9, np.float32)
    prototypes[:, 0, :, : 2 + columns] = 9
    prototypes[:, 1] = 9 if columns > 2 else -9
    return _with_parts("segment", output0=table, output1=prototypes)


def test_masks_that_differ_are_told_of_what_is_shown() -> None:
    frames = [flat_frame(0, (64, 64))]
    with _masked(4) as one, _masked(4) as same, _masked(2) as half:
        equal = measure(one, same, frames, threshold=0.25)
        report = measure(one, half, frames, threshold=0.25)
    assert equal.mask_iou_min == 1
    assert str(equal.verdict).endswith("smallest mask overlap 1.000")
    assert (report.matched, report.shift_px_max, report.keypoint_px_max) == (1, 0, None)
    assert report.mask_iou_min == pytest.approx(0.5, abs=0.1)
    assert report.mask_iou_min is not None
    assert report.mask_iou_min < 0.99
    assert "smallest mask overlap 0." in str(report.verdict)


def _mask(x: int, y: int, w: int, h: int) -> InstanceMask:
    return InstanceMask(np.ones((h, w), np.bool_), (x, y))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (_mask(0, 0, 4, 4), _mask(0, 0, 4, 4), 1),
        (_mask(0, 0, 4, 4), _mask(2, 0, 4, 4), 8 / 24),
        (_mask(1, 2, 4, 4), _mask(0, 0, 8, 8), 16 / 64),
        (_mask(0, 0, 2, 2), _mask(5, 5, 2, 2), 0),
        (_mask(0, 0, 0, 0), _mask(3, 3, 0, 0), 1),
    ],
)
def test_masks_overlap_where_they_lie(
    one: InstanceMask, other: InstanceMask, overlap: float
) -> None:
    assert mask_iou(one, other) == pytest.approx(overlap)
    assert mask_iou(other, one) == pytest.approx(overlap)


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
