from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_core import boxes

Floats = npt.NDArray[np.float32]
Point = tuple[float, float]


# ---- An independent, slow statement of everything -----------------------------------------------


def overlap_of(a: Floats, b: Floats) -> float:
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    inner = float(w) * float(h) if w > 0 and h > 0 else 0.0
    union = sum(float(box[2] - box[0]) * float(box[3] - box[1]) for box in (a, b)) - inner
    return inner / union if union > 0 else 0.0


def polygon_of(box: Floats) -> list[Point]:
    x, y, w, h, angle = (float(value) for value in box)
    cos, sin = math.cos(angle), math.sin(angle)
    ways = [(-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2)]
    return [(x + u * cos - v * sin, y + u * sin + v * cos) for u, v in ways]


def area_of(polygon: list[Point]) -> float:
    return sum(_cross(*pair) for pair in zip(polygon, polygon[1:] + polygon[:1], strict=True)) / 2


def clipped(polygon: list[Point], window: list[Point]) -> list[Point]:
    """Sutherland and Hodgman: cut a polygon at each edge of a convex one."""
    for start, end in zip(window, window[1:] + window[:1], strict=True):
        side = [_side(start, end, point) for point in polygon]
        kept: list[Point] = []
        for i, point in enumerate(polygon):
            before, at_before, at = polygon[i - 1], side[i - 1], side[i]
            if (at_before > 0) != (at > 0):
                part = at_before / (at_before - at)
                kept.append(
                    (
                        before[0] + (point[0] - before[0]) * part,
                        before[1] + (point[1] - before[1]) * part,
                    )
                )
            if at > 0:
                kept.append(point)
        polygon = kept
    return polygon


def rotated_overlap_of(a: Floats, b: Floats) -> float:
    inner = area_of(clipped(polygon_of(a), polygon_of(b)))
    union = float(a[2]) * float(a[3]) + float(b[2]) * float(b[3]) - inner
    return inner / union if union > 0 else 0.0


def kept_by_hand(
    overlaps: Floats, scores: Floats, classes: npt.NDArray[np.intp] | None, limit: float
) -> list[int]:
    kept: list[int] = []
    for row in sorted(range(len(scores)), key=lambda i: (-float(scores[i]), i)):
        rivals = [k for k in kept if classes is None or classes[k] == classes[row]]
        if all(overlaps[k, row] <= limit for k in rivals):
            kept.append(row)
    return kept


def _cross(a: Point, b: Point) -> float:
    return a[0] * b[1] - a[1] * b[0]


def _side(start: Point, end: Point, point: Point) -> float:
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


# ---- Drawn boxes --------------------------------------------------------------------------------


def crowd(n: int, seed: int) -> Floats:
    """Return boxes at whole pixels, many of them overlapping and some of them alike."""
    rng = np.random.default_rng(seed)
    start = rng.integers(0, 40, (n, 2))
    return np.concatenate([start, start + rng.integers(1, 40, (n, 2))], axis=1).astype(np.float32)


def rotated_crowd(n: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    drawn = [rng.uniform(0, 40, (n, 2)), rng.uniform(2, 40, (n, 2)), rng.uniform(-4, 4, (n, 1))]
    return np.concatenate(drawn, axis=1).astype(np.float32)


def tied_scores(n: int, seed: int) -> Floats:
    return np.random.default_rng(seed).integers(1, 6, n).astype(np.float32) / np.float32(8)


seeds = st.integers(0, 2**32 - 1)
counts = st.integers(0, 24)
limits = st.sampled_from([0.0, 0.1, 0.3, 0.45, 0.7, 0.95])


# ---- Overlap ------------------------------------------------------------------------------------


@given(counts, counts, seeds)
def test_overlap_is_that_of_each_pair_by_itself(n: int, m: int, seed: int) -> None:
    a, b = crowd(n, seed), crowd(m, seed + 1)
    expected = [[overlap_of(one, other) for other in b] for one in a]
    assert np.allclose(boxes.iou(a, b), np.reshape(expected, (n, m)), atol=1e-6)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ((0, 0, 10, 10), 1.0),
        ((10, 0, 20, 10), 0.0),
        ((10, 10, 20, 20), 0.0),
        ((5, 0, 15, 10), 1 / 3),
        ((2, 2, 7, 7), 0.25),
        ((3, 3, 3, 3), 0.0),
        ((30, 30, 40, 40), 0.0),
    ],
)
def test_known_overlaps(other: tuple[float, ...], expected: float) -> None:
    box = np.asarray([[0, 0, 10, 10]], np.float32)
    assert boxes.iou(box, np.asarray([other], np.float32))[0, 0] == pytest.approx(expected)


def test_boxes_without_area_overlap_nothing_and_warn_of_nothing() -> None:
    point = np.asarray([[3, 3, 3, 3]], np.float32)
    assert boxes.iou(point, point)[0, 0] == 0


@settings(deadline=None)
@given(st.integers(1, 8), seeds)
def test_rotated_overlap_is_that_of_the_polygons(n: int, seed: int) -> None:
    a, b = rotated_crowd(n, seed), rotated_crowd(n, seed + 1)
    expected = [[rotated_overlap_of(one, other) for other in b] for one in a]
    assert np.allclose(boxes.rotated_iou(a, b), expected, atol=1e-3)


@given(st.integers(1, 12), seeds)
def test_unrotated_boxes_overlap_as_upright_ones_do(n: int, seed: int) -> None:
    a, b = crowd(n, seed), crowd(n, seed + 1)
    level = [
        np.concatenate([boxes.xyxy_to_cxcywh(one), np.zeros((n, 1), np.float32)], axis=1)
        for one in (a, b)
    ]
    assert np.allclose(boxes.rotated_iou(*level), boxes.iou(a, b), atol=1e-4)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param((5, 5, 10, 4, 0.7), (5, 5, 10, 4, 0.7), 1.0, id="identical"),
        pytest.param((5, 5, 10, 4, 0), (5, 5, 4, 10, math.pi / 2), 1.0, id="sides exchanged"),
        pytest.param((5, 5, 10, 4, 0.3), (5, 5, 10, 4, 0.3 + math.pi), 1.0, id="half a turn"),
        pytest.param((0, 0, 2, 2, 0), (2, 0, 2, 2, 0), 0.0, id="touching"),
        pytest.param((0, 0, 10, 10, 0.5), (0, 0, 5, 5, 1.1), 0.25, id="nested"),
        # Two squares of side 2, one turned by 45°, meet in a regular octagon of area 8·(√2 − 1).
        pytest.param(
            (0, 0, 2, 2, 0),
            (0, 0, 2, 2, math.pi / 4),
            8 * (math.sqrt(2) - 1) / (8 - 8 * (math.sqrt(2) - 1)),
            id="an eighth of a turn",
        ),
        pytest.param((0, 0, 10, 2, 0), (0, 0, 10, 2, math.pi / 2), 4 / 36, id="crossed"),
        pytest.param((0, 0, 2, 2, 0), (2.2, 2.2, 2, 2, math.pi / 4), 0.0, id="upright boxes touch"),
    ],
)
def test_known_rotated_overlaps(
    a: tuple[float, ...], b: tuple[float, ...], expected: float
) -> None:
    pair = boxes.rotated_iou(np.asarray([a], np.float32), np.asarray([b], np.float32))
    assert pair[0, 0] == pytest.approx(expected, abs=1e-4)


# ---- Conversion ---------------------------------------------------------------------------------


@given(counts, seeds)
def test_centre_and_size_are_corners_and_back(n: int, seed: int) -> None:
    corners = crowd(n, seed)
    assert np.allclose(boxes.cxcywh_to_xyxy(boxes.xyxy_to_cxcywh(corners)), corners, atol=1e-4)


def test_an_angle_turns_clockwise_on_the_picture() -> None:
    # Lying along x, turned by a quarter of a right angle: its right end goes down, where y grows.
    (corners,) = boxes.xywhr_to_corners(np.asarray([[0, 0, 10, 1e-6, math.pi / 6]], np.float32))
    right = corners[corners[:, 0] > 0].mean(axis=0)
    assert right == pytest.approx((5 * math.cos(math.pi / 6), 5 * math.sin(math.pi / 6)), abs=1e-4)


@given(st.integers(1, 10), seeds)
def test_corners_go_round_the_box(n: int, seed: int) -> None:
    drawn = rotated_crowd(n, seed)
    for box, corners in zip(drawn, boxes.xywhr_to_corners(drawn), strict=True):
        around = [(float(x), float(y)) for x, y in corners]
        assert abs(area_of(around)) == pytest.approx(float(box[2] * box[3]), rel=1e-3)
        assert corners.mean(axis=0) == pytest.approx(box[:2], abs=1e-3)
        upright = boxes.corners_to_xyxy(corners[None])[0]
        assert (upright[:2] <= corners.min(axis=0)).all()
        assert (upright[2:] >= corners.max(axis=0)).all()


def test_clipping_keeps_boxes_within_the_picture() -> None:
    wild = np.asarray([[-5, -5, 5, 5], [90, 40, 200, 70], [1, 2, 3, 4]], np.float32)
    expected = [[0, 0, 5, 5], [90, 40, 100, 50], [1, 2, 3, 4]]
    assert boxes.clip(wild, (100, 50)).tolist() == expected


# ---- Suppression --------------------------------------------------------------------------------


@given(counts, seeds, limits, st.booleans())
def test_suppression_keeps_what_a_slow_search_keeps(
    n: int, seed: int, limit: float, by_class: bool
) -> None:
    drawn, scores = crowd(n, seed), tied_scores(n, seed)
    classes = np.random.default_rng(seed).integers(0, 3, n) if by_class else None
    overlaps = np.reshape([[overlap_of(a, b) for b in drawn] for a in drawn], (n, n))
    if np.isclose(overlaps, limit, atol=1e-5).any() and limit > 0:
        return  # which of two it is, rounding decides
    kept = boxes.nms(drawn, scores, classes, limit)
    assert kept.tolist() == kept_by_hand(overlaps, scores, classes, limit)


@settings(deadline=None)
@given(st.integers(0, 12), seeds, limits, st.booleans())
def test_rotated_suppression_keeps_what_a_slow_search_keeps(
    n: int, seed: int, limit: float, by_class: bool
) -> None:
    drawn, scores = rotated_crowd(n, seed), tied_scores(n, seed)
    classes = np.random.default_rng(seed).integers(0, 3, n) if by_class else None
    overlaps = np.reshape([[rotated_overlap_of(a, b) for b in drawn] for a in drawn], (n, n))
    if np.isclose(overlaps, limit, atol=2e-3).any():
        return  # which of two it is, rounding decides
    kept = boxes.nms(drawn, scores, classes, limit)
    assert kept.tolist() == kept_by_hand(overlaps, scores, classes, limit)


@settings(deadline=None)
@given(st.integers(0, 30), seeds, limits, st.booleans(), st.booleans())
def test_filtering_after_suppression_is_filtering_before_it(
    n: int, seed: int, limit: float, rotated: bool, by_class: bool
) -> None:
    drawn = rotated_crowd(n, seed) if rotated else crowd(n, seed)
    scores = tied_scores(n, seed)
    classes = np.random.default_rng(seed).integers(0, 3, n) if by_class else None
    kept = boxes.nms(drawn, scores, classes, limit)
    for threshold in (0.0, 0.125, 0.3, 0.5, 0.625, 1.0):
        rows = np.flatnonzero(scores >= threshold)
        of_rows = None if classes is None else classes[rows]
        before = rows[boxes.nms(drawn[rows], scores[rows], of_rows, limit)]
        after = kept[scores[kept] >= threshold]
        assert after.tolist() == before.tolist()


@settings(deadline=None)
@given(st.integers(0, 30), seeds, st.integers(1, 31), st.booleans())
def test_a_limit_keeps_the_beginning_of_what_is_kept_without(
    n: int, seed: int, most: int, rotated: bool
) -> None:
    drawn = rotated_crowd(n, seed) if rotated else crowd(n, seed)
    scores = tied_scores(n, seed)
    classes = np.random.default_rng(seed).integers(0, 3, n)
    everything = boxes.nms(drawn, scores, classes, 0.45)
    assert boxes.nms(drawn, scores, classes, 0.45, most).tolist() == everything[:most].tolist()


def test_what_is_kept_comes_most_confident_first() -> None:
    apart = np.asarray([[i * 20, 0, i * 20 + 10, 10] for i in range(5)], np.float32)
    scores = np.asarray([0.1, 0.9, 0.5, 0.9, 0.3], np.float32)
    assert boxes.nms(apart, scores, None, 0.5).tolist() == [1, 3, 2, 4, 0]


def test_an_overlap_of_exactly_the_limit_is_kept() -> None:
    half = np.asarray([[0, 0, 10, 10], [0, 0, 10, 5]], np.float32)
    scores = np.asarray([0.9, 0.8], np.float32)
    assert boxes.nms(half, scores, None, 0.5).tolist() == [0, 1]
    assert boxes.nms(half, scores, None, 0.49).tolist() == [0]


def test_nothing_is_suppressed_among_nothing() -> None:
    for columns in (4, 5):
        empty = np.empty((0, columns), np.float32)
        assert boxes.nms(empty, np.empty(0, np.float32), None, 0.5).tolist() == []
        assert boxes.nms(empty, np.empty(0, np.float32), np.empty(0, np.intp), 0.5).tolist() == []
