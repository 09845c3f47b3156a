from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine_core.detections import Detections
from gui.canvas.hit_test import pick, stack_at


def found(*boxes: tuple[float, float, float, float], corners: object = None) -> Detections:
    n = len(boxes)
    return Detections(
        xyxy=np.asarray(boxes, np.float32).reshape(n, 4),
        confidence=np.linspace(0.9, 0.5, n, dtype=np.float32),
        class_id=np.zeros(n, np.intp),
        corners=None if corners is None else np.asarray(corners, np.float32),
    )


NESTED = found((0, 0, 100, 100), (10, 10, 60, 60), (20, 20, 40, 40), (200, 200, 300, 300))


def test_the_smallest_box_under_the_pointer_comes_first() -> None:
    assert stack_at(NESTED, (30, 30)) == [2, 1, 0]
    assert stack_at(NESTED, (50, 50)) == [1, 0]
    assert stack_at(NESTED, (150, 150)) == []


def test_the_outline_counts_as_part_of_its_box() -> None:
    assert stack_at(NESTED, (102, 50)) == []
    assert stack_at(NESTED, (102, 50), slack=3) == [0]


def test_of_equal_boxes_the_more_confident_comes_first() -> None:
    assert stack_at(found((0, 0, 9, 9), (0, 0, 9, 9)), (5, 5)) == [0, 1]


@given(st.floats(0, 100), st.floats(0, 100), st.booleans())
def test_a_rotated_box_is_hit_within_its_corners_only(x: float, y: float, turns: bool) -> None:
    diamond = [(50, 0), (100, 50), (50, 100), (0, 50)]
    corners = [diamond[::-1] if turns else diamond]
    distance = abs(x - 50) + abs(y - 50)
    hit = stack_at(found((0, 0, 100, 100), corners=corners), (x, y))
    if abs(distance - 50) > 1e-3:
        assert hit == ([0] if distance < 50 else [])


def test_boxes_with_broken_coordinates_are_never_hit() -> None:
    assert stack_at(found((np.nan, 0, 10, 10)), (5, 5)) == []
    assert stack_at(Detections.empty(), (5, 5)) == []


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8, unique=True), st.booleans())
def test_repeated_clicks_go_through_the_whole_stack_and_begin_again(
    stack: list[int], backwards: bool
) -> None:
    picked = [pick(stack, None, is_repeated=False, backwards=backwards)]
    for _ in stack:
        picked.append(pick(stack, picked[-1], is_repeated=True, backwards=backwards))
    assert picked[:-1] == (stack[::-1] if backwards else stack)
    assert picked[-1] == picked[0]


def test_a_click_elsewhere_takes_the_smallest_box_even_if_another_is_selected() -> None:
    assert pick([2, 1, 0], 1, is_repeated=False) == 2
    assert pick([], 1, is_repeated=True) is None
