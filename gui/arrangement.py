"""Which parts of the window fold away in which sizes: pure, after the table of the design."""

from __future__ import annotations

from dataclasses import dataclass

MIN_WIDTH, MIN_HEIGHT = 900, 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What a window of some size looks like.

    Attributes:
        is_narrow: Columns are narrower, their padding is 12, facts move into tooltips.
        left_px, right_px: Widths of the columns; 0 is closed.
        shows_rail: The left column is a rail of thumbnails.
        shows_inline_threshold: The threshold stands in the bar over the picture.
        class_rows: Most rows of classes shown at once, None for as many as there are up to 6.
        folds_suppression: Suppression is one line.
    """

    is_narrow: bool
    left_px: int
    right_px: int
    shows_rail: bool
    shows_inline_threshold: bool
    class_rows: int
    folds_suppression: bool


def arrange(
    width: int,
    height: int,
    *,
    wants_left: bool = True,
    wants_right: bool = True,
    shows_sheet: bool = False,
) -> Arrangement:
    """Return how the window is laid out.

    Args:
        width: Of the window, in logical pixels.
        height: Likewise.
        wants_left: Whether the user has the left column open.
        wants_right: Likewise the right one.
        shows_sheet: Whether the recipe sheet takes the left column's place.
    """
    is_narrow = width < 1360
    rail = width < 1120 and not shows_sheet
    left = 440 if shows_sheet else 56 if rail else 232 if is_narrow else 264
    closes_right = width < 960
    right = 0 if closes_right or not wants_right else 312 if is_narrow else 336
    return Arrangement(
        is_narrow=is_narrow,
        left_px=left if wants_left or shows_sheet else 0,
        right_px=right,
        shows_rail=rail,
        shows_inline_threshold=right == 0,
        class_rows=2 if height < 660 else 4 if height < 860 else 6,
        folds_suppression=height < 760,
    )
