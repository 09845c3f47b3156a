"""How far a built engine answers from the ONNX file it was built from, on the user's pictures."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core import boxes
from engine_core.detections import Detections, InstanceMask
from engine_core.detector import Detector, DetectResult
from engine_core.frame import Frame
from engine_core.text import Text, text

# Below this overlap two boxes are not the same answer.
_SAME_IOU = 0.5
# As pictures show them; below, a keypoint is hidden and its place a guess.
_SHOWN_KEYPOINT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneDetection:
    """A detection that one of the two shows at the threshold and the other does not.

    Attributes:
        class_id: Its class.
        confidence: Its score where it is shown.
        other: Score of the same object in the other model, which lies below the threshold; None where
            the other found nothing there.
        box: Corners in source pixels.
        is_of_engine: Whether it is the engine that shows it.
    """

    class_id: int
    confidence: float
    other: float | None
    box: tuple[float, float, float, float]
    is_of_engine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameDrift:
    """What differs on one picture.

    Attributes:
        name: The picture.
        matched: Objects that both show.
        lone: Those that only one shows.
        score_max, score_mean: Difference of the scores of matched objects.
        shift_px_max, shift_px_mean: How far a corner moved, each axis by itself, in source pixels; the
            largest of a box's corners counts for the box.
        keypoint_px_max: How far a keypoint of a matched object moved, likewise; of such as have scores of
            their own those that both show. None where there are none.
        mask_iou_min: Smallest overlap of the two masks of a matched object, intersection over union; None
            where there are none.
    """

    name: str
    matched: int
    lone: tuple[LoneDetection, ...] = ()
    score_max: float = 0.0
    score_mean: float = 0.0
    shift_px_max: float = 0.0
    shift_px_mean: float = 0.0
    keypoint_px_max: float | None = None
    mask_iou_min: float | None = None

    @property
    def is_same(self) -> bool:
        """Whether both show the same objects."""
        return not self.lone

    def to_plain(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        return {
            "name": self.name,
            "matched": self.matched,
            "lone": [
                {
                    "class_id": one.class_id,
                    "confidence": one.confidence,
                    "other": one.other,
                    "box": list(one.box),
                    "in": "engine" if one.is_of_engine else "reference",
                }
                for one in self.lone
            ],
            "score_max": self.score_max,
            "score_mean": self.score_mean,
            "shift_px_max": self.shift_px_max,
            "shift_px_mean": self.shift_px_mean,
            "keypoint_px_max": self.keypoint_px_max,
            "mask_iou_min": self.mask_iou_min,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftReport:
    """What differs between two models over some pictures.

    Attributes:
        frames: One entry per picture, in order.
        threshold: From which confidence on a detection is shown.
        is_cancelled: Whether it was broken off.
    """

    frames: tuple[FrameDrift, ...]
    threshold: float
    is_cancelled: bool = False

    @property
    def matched(self) -> int:
        """Objects that both show, on all pictures."""
        return sum(frame.matched for frame in self.frames)

    @property
    def same_frames(self) -> int:
        """Pictures on which both show the same objects."""
        return sum(frame.is_same for frame in self.frames)

    @property
    def score_max(self) -> float:
        """Largest difference of a score."""
        return max((frame.score_max for frame in self.frames), default=0.0)

    @property
    def score_mean(self) -> float:
        """Mean difference of the scores of matched objects."""
        return self._mean("score_mean")

    @property
    def shift_px_max(self) -> float:
        """Largest shift of a corner, in source pixels."""
        return max((frame.shift_px_max for frame in self.frames), default=0.0)

    @property
    def shift_px_mean(self) -> float:
        """Mean shift of matched objects, in source pixels."""
        return self._mean("shift_px_mean")

    @property
    def keypoint_px_max(self) -> float | None:
        """Largest shift of a keypoint, in source pixels; None where there are none."""
        return max(_given(frame.keypoint_px_max for frame in self.frames), default=None)

    @property
    def mask_iou_min(self) -> float | None:
        """Smallest overlap of two masks of an object, from 0 to 1; None where there are none."""
        return min(_given(frame.mask_iou_min for frame in self.frames), default=None)

    @property
    def verdict(self) -> Text:
        """What it comes to, in a sentence."""
        if not self.frames:
            return text("No picture was compared")
        lone = [one for frame in self.frames for one in frame.lone]
        if not lone and not self.matched:
            return text("Neither shows anything on any of the pictures")
        measured = text(
            "largest score difference {score}, largest box shift {shift} px",
            score=f"{self.score_max:.3f}",
            shift=f"{self.shift_px_max:.1f}",
        )
        if self.keypoint_px_max is not None:
            measured = text(
                "{measured}, largest keypoint shift {shift} px",
                measured=measured,
                shift=f"{self.keypoint_px_max:.1f}",
            )
        if self.mask_iou_min is not None:
            measured = text(
                "{measured}, smallest mask overlap {overlap}",
                measured=measured,
                # Down: nothing short of 1 is said to be that.
                overlap=f"{math.floor(self.mask_iou_min * 1000) / 1000:.3f}",
            )
        if not lone:
            return text(
                "The same detections on {same} of {count} pictures; {measured}",
                same=self.same_frames,
                count=len(self.frames),
                measured=measured,
            )
        crossing = sum(one.other is not None for one in lone)
        return text(
            "The same detections on {same} of {count} pictures; {lone} differ, {crossing} of them only "
            "by a score on the other side of the threshold; {measured}",
            same=self.same_frames,
            count=len(self.frames),
            lone=len(lone),
            crossing=crossing,
            measured=measured,
        )

    def to_plain(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        return {
            "threshold": self.threshold,
            "pictures": len(self.frames),
            "same_pictures": self.same_frames,
            "matched": self.matched,
            "score_max": self.score_max,
            "score_mean": self.score_mean,
            "shift_px_max": self.shift_px_max,
            "shift_px_mean": self.shift_px_mean,
            "keypoint_px_max": self.keypoint_px_max,
            "mask_iou_min": self.mask_iou_min,
            "verdict": str(self.verdict),
            "cancelled": self.is_cancelled,
            "frames": [frame.to_plain() for frame in self.frames],
        }

    def _mean(self, name: str) -> float:
        total = sum(getattr(frame, name) * frame.matched for frame in self.frames)
        return float(total / self.matched) if self.matched else 0.0


def measure(
    reference: Detector,
    engine: Detector,
    frames: Iterable[Frame],
    *,
    threshold: float,
    cancelled: Callable[[], bool] = lambda: False,
) -> DriftReport:
    """Compare what two models find on the same pictures.

    Objects are paired by class and overlap, also with such as lie below the threshold on the other side:
    a score of 0.249 for one of 0.251 is another thing than an object that is gone.

    Args:
        reference: The ONNX file on ONNX Runtime.
        engine: The engine. Both belong to the calling thread and stay open.
        frames: The pictures.
        threshold: From which confidence on a detection counts as shown.
        cancelled: Asked before each picture.

    Raises:
        InferenceError: One of them failed.
    """
    compared: list[FrameDrift] = []
    for frame in frames:
        if cancelled():
            return DriftReport(frames=tuple(compared), threshold=threshold, is_cancelled=True)
        compared.append(
            _compare(frame.name, reference.detect(frame), engine.detect(frame), threshold)
        )
    return DriftReport(frames=tuple(compared), threshold=threshold)


def _compare(
    name: str, reference: DetectResult, engine: DetectResult, threshold: float
) -> FrameDrift:
    if reference.classes or engine.classes:
        return _compare_classes(name, reference, engine)
    mine, theirs = reference.detections, engine.detections
    pairs = _pairs(mine, theirs)
    lone: list[LoneDetection] = []
    scores, shifts = [], []
    moved: list[float | None] = []
    overlaps: list[float] = []
    for a, b in pairs:
        first, second = float(mine.confidence[a]), float(theirs.confidence[b])
        if max(first, second) < threshold:
            continue
        if min(first, second) < threshold:
            shown, row = (mine, a) if first >= threshold else (theirs, b)
            lone.append(_lone(shown, row, min(first, second), is_of_engine=shown is theirs))
            continue
        scores.append(abs(first - second))
        shifts.append(_shift(mine, a, theirs, b))
        moved.append(_keypoint_shift(mine, a, theirs, b))
        if mine.masks is not None and theirs.masks is not None:
            overlaps.append(mask_iou(mine.masks[a], theirs.masks[b]))
    for detections, paired in ((mine, {a for a, _ in pairs}), (theirs, {b for _, b in pairs})):
        lone += [
            _lone(detections, row, None, is_of_engine=detections is theirs)
            for row in np.flatnonzero(detections.confidence >= threshold).tolist()
            if row not in paired
        ]
    return replace(
        _drift(name, scores, shifts, lone),
        keypoint_px_max=max(_given(moved), default=None),
        mask_iou_min=min(overlaps, default=None),
    )


def _compare_classes(name: str, reference: DetectResult, engine: DetectResult) -> FrameDrift:
    """Compare a classifier's answers; another best class is a difference."""
    mine = {one.class_id: one.confidence for one in reference.classes}
    theirs = {one.class_id: one.confidence for one in engine.classes}
    scores = [abs(mine[class_id] - theirs[class_id]) for class_id in mine.keys() & theirs.keys()]
    best = [next(iter(answers), None) for answers in (mine, theirs)]
    lone = []
    if best[0] != best[1]:
        lone = [
            LoneDetection(
                class_id=class_id,
                confidence=own[class_id],
                other=other.get(class_id),
                box=(0.0, 0.0, 0.0, 0.0),
                is_of_engine=own is theirs,
            )
            for class_id, own, other in ((best[0], mine, theirs), (best[1], theirs, mine))
            if class_id is not None
        ]
    return _drift(name, scores, [0.0] * len(scores), lone)


def _drift(
    name: str, scores: list[float], shifts: list[float], lone: list[LoneDetection]
) -> FrameDrift:
    return FrameDrift(
        name=name,
        matched=len(scores),
        lone=tuple(lone),
        score_max=max(scores, default=0.0),
        score_mean=sum(scores) / len(scores) if scores else 0.0,
        shift_px_max=max(shifts, default=0.0),
        shift_px_mean=sum(shifts) / len(shifts) if shifts else 0.0,
    )


def _pairs(mine: Detections, theirs: Detections) -> list[tuple[int, int]]:
    """Return rows that are the same object, each in one pair at most, the best overlaps first."""
    if not len(mine) or not len(theirs):
        return []
    overlap = boxes.iou(mine.xyxy, theirs.xyxy)
    overlap[mine.class_id[:, None] != theirs.class_id[None]] = 0
    rows, columns = np.nonzero(overlap >= _SAME_IOU)
    # Where boxes of a class lie on each other, equal scores belong together.
    apart = np.abs(mine.confidence[rows] - theirs.confidence[columns])
    order = np.argsort(-overlap[rows, columns] + apart, kind="stable")
    taken_rows: set[int] = set()
    taken_columns: set[int] = set()
    pairs = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if row not in taken_rows and column not in taken_columns:
            taken_rows.add(row)
            taken_columns.add(column)
            pairs.append((row, column))
    return pairs


def _shift(mine: Detections, a: int, theirs: Detections, b: int) -> float:
    if mine.corners is not None and theirs.corners is not None:
        return float(
            np.abs(_first_corner(mine.corners[a]) - _first_corner(theirs.corners[b])).max()
        )
    return float(np.abs(mine.xyxy[a] - theirs.xyxy[b]).max())


def _keypoint_shift(mine: Detections, a: int, theirs: Detections, b: int) -> float | None:
    """Return how far the keypoints of an object moved at most; None where both show none of them."""
    if mine.keypoints is None or theirs.keypoints is None:
        return None
    one, other = mine.keypoints[a], theirs.keypoints[b]
    if len(one) != len(other):
        return None
    are_shown = np.ones(len(one), np.bool_)
    for points in (one, other):
        if points.shape[1] == 3:
            are_shown &= points[:, 2] >= _SHOWN_KEYPOINT
    if not are_shown.any():
        return None
    return float(np.abs(one[are_shown, :2] - other[are_shown, :2]).max())


def mask_iou(one: InstanceMask, other: InstanceMask) -> float:
    """Return the overlap of two masks; two without a pixel are the same."""
    x0, y0, x1, y1 = _common(one, other)
    shared = 0
    if x0 < x1 and y0 < y1:
        parts = []
        for mask in (one, other):
            x, y = mask.origin_xy
            parts.append(mask.pixels[y0 - y : y1 - y, x0 - x : x1 - x])
        shared = int(np.count_nonzero(parts[0] & parts[1]))
    together = one.area_px + other.area_px - shared
    return shared / together if together else 1.0


def _common(one: InstanceMask, other: InstanceMask) -> tuple[int, int, int, int]:
    """Return the corners of what two cuttings have in common, in source pixels; may be empty."""
    (ax, ay), (bx, by) = one.origin_xy, other.origin_xy
    (ah, aw), (bh, bw) = one.pixels.shape, other.pixels.shape
    return max(ax, bx), max(ay, by), min(ax + aw, bx + bw), min(ay + ah, by + bh)


def _given(values: Iterable[float | None]) -> Iterator[float]:
    return (value for value in values if value is not None)


def _first_corner(corners: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return corners beginning at the top left one: a quarter turn gives the same box another order."""
    return np.roll(corners, -int(np.argmin(corners.sum(axis=1))), axis=0)


def _lone(
    detections: Detections, row: int, other: float | None, *, is_of_engine: bool
) -> LoneDetection:
    x0, y0, x1, y1 = (float(edge) for edge in detections.xyxy[row])
    return LoneDetection(
        class_id=int(detections.class_id[row]),
        confidence=float(detections.confidence[row]),
        other=other,
        box=(x0, y0, x1, y1),
        is_of_engine=is_of_engine,
    )
