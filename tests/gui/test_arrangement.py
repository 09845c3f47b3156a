"""What folds away in which window."""

from __future__ import annotations

import pytest

from gui.arrangement import MIN_HEIGHT, MIN_WIDTH, arrange


@pytest.mark.parametrize(
    ("width", "left", "right"),
    [(1440, 264, 336), (1360, 264, 336), (1359, 232, 312), (1280, 232, 312), (1119, 56, 312),
     (960, 56, 312), (959, 56, 0), (MIN_WIDTH, 56, 0)],
)  # fmt: skip
def test_columns_give_way_as_the_window_narrows(width: int, left: int, right: int) -> None:
    found = arrange(width, 900)
    assert (found.left_px, found.right_px) == (left, right)
    assert found.shows_rail == (left == 56)
    # The threshold is never out of reach.
    assert found.shows_inline_threshold == (right == 0)


def test_the_sheet_takes_the_left_column_whatever_the_user_folded() -> None:
    assert arrange(1440, 900, wants_left=False, shows_sheet=True).left_px == 440
    assert not arrange(1000, 900, shows_sheet=True).shows_rail


def test_columns_that_the_user_folds_are_gone_and_the_threshold_is_not() -> None:
    found = arrange(1440, 900, wants_left=False, wants_right=False)
    assert (found.left_px, found.right_px, found.shows_inline_threshold) == (0, 0, True)


def test_low_windows_show_fewer_classes_and_one_line_of_suppression() -> None:
    assert (arrange(1440, 860).class_rows, arrange(1440, 859).class_rows) == (6, 4)
    assert arrange(1440, 659).class_rows == 2
    assert not arrange(1440, 760).folds_suppression
    assert arrange(1440, 759).folds_suppression
    assert arrange(1440, MIN_HEIGHT).folds_suppression
