from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine_core.letterbox import Geometry, LetterBox

sizes = st.tuples(st.integers(1, 5000), st.integers(1, 5000))
geometries = st.sampled_from(Geometry)


@given(sizes, sizes, geometries, st.lists(st.floats(-1e4, 1e4, width=32), min_size=4, max_size=4))
def test_source_points_come_back_from_the_input(
    source: tuple[int, int], target: tuple[int, int], geometry: Geometry, box: list[float]
) -> None:
    letterbox = LetterBox.fit(source, target, geometry)
    points = np.asarray([box], np.float32)
    # Half a unit in the last place of what lies in the input, seen from the source.
    there = letterbox.to_input(points)
    slack = np.abs(there).max() * 2e-7 / min(letterbox.scale_xy) + 1e-3
    assert np.abs(letterbox.to_source(there) - points).max() <= slack


@given(sizes, sizes, geometries)
def test_the_corners_of_the_picture_land_where_the_letterbox_says(
    source: tuple[int, int], target: tuple[int, int], geometry: Geometry
) -> None:
    letterbox = LetterBox.fit(source, target, geometry)
    x, y = letterbox.offset_xy
    w, h = letterbox.resized_wh
    corners = letterbox.to_input(np.asarray([[0, 0, *source]], np.float32))
    assert np.allclose(corners, [[x, y, x + w, y + h]], atol=1e-2)


@given(sizes, sizes, st.sampled_from([Geometry.LETTERBOX, Geometry.LETTERBOX_TOP_LEFT]))
def test_a_letterboxed_picture_lies_within_the_input_and_touches_two_of_its_sides(
    source: tuple[int, int], target: tuple[int, int], geometry: Geometry
) -> None:
    letterbox = LetterBox.fit(source, target, geometry)
    for offset, resized, size in zip(
        letterbox.offset_xy, letterbox.resized_wh, target, strict=True
    ):
        assert offset >= 0
        assert resized >= 1
        assert offset + resized <= size
    assert any(r == t for r, t in zip(letterbox.resized_wh, target, strict=True))


@given(sizes, sizes, st.sampled_from(list(Geometry)))
def test_the_ratio_is_kept_within_half_a_pixel_unless_stretched(
    source: tuple[int, int], target: tuple[int, int], geometry: Geometry
) -> None:
    letterbox = LetterBox.fit(source, target, geometry)
    if geometry is Geometry.STRETCH:
        assert letterbox.resized_wh == target
        assert letterbox.offset_xy == (0, 0)
        return
    ratios = [t / s for t, s in zip(target, source, strict=True)]
    scale = max(ratios) if geometry is Geometry.CENTRE_CROP else min(ratios)
    for resized, size in zip(letterbox.resized_wh, source, strict=True):
        assert resized == 1 or abs(resized - size * scale) <= 0.5 + 1e-6


@given(sizes, sizes)
def test_padding_is_shared_evenly_between_both_sides(
    source: tuple[int, int], target: tuple[int, int]
) -> None:
    letterbox = LetterBox.fit(source, target)
    for offset, resized, size in zip(
        letterbox.offset_xy, letterbox.resized_wh, target, strict=True
    ):
        assert 0 <= (size - resized - offset) - offset <= 1
    assert letterbox.is_padded == (letterbox.resized_wh != target)


@given(sizes, sizes)
def test_a_centre_crop_covers_the_whole_input_and_cuts_evenly(
    source: tuple[int, int], target: tuple[int, int]
) -> None:
    letterbox = LetterBox.fit(source, target, Geometry.CENTRE_CROP)
    assert not letterbox.is_padded
    for offset, resized, size in zip(
        letterbox.offset_xy, letterbox.resized_wh, target, strict=True
    ):
        assert offset <= 0
        assert offset + resized >= size
        assert abs((resized - size + offset) + offset) <= 1


@pytest.mark.parametrize(
    ("geometry", "resized", "offset"),
    [
        (Geometry.LETTERBOX, (640, 360), (0, 140)),
        (Geometry.LETTERBOX_TOP_LEFT, (640, 360), (0, 0)),
        (Geometry.STRETCH, (640, 640), (0, 0)),
        (Geometry.CENTRE_CROP, (1138, 640), (-249, 0)),
    ],
)
def test_a_wide_picture_in_a_square_input(
    geometry: Geometry, resized: tuple[int, int], offset: tuple[int, int]
) -> None:
    letterbox = LetterBox.fit((1920, 1080), (640, 640), geometry)
    assert letterbox.resized_wh == resized
    assert letterbox.offset_xy == offset


def test_a_very_thin_picture_keeps_one_pixel() -> None:
    assert LetterBox.fit((10_000, 1), (640, 640)).resized_wh == (640, 1)
    assert LetterBox.fit((1, 10_000), (640, 640)).resized_wh == (1, 640)


@pytest.mark.parametrize("bad", [(0, 5), (5, 0), (-1, 5)])
def test_an_empty_size_is_a_bug_of_the_caller(bad: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="cannot fit"):
        LetterBox.fit(bad, (64, 64))
    with pytest.raises(ValueError, match="cannot fit"):
        LetterBox.fit((64, 64), bad)


def test_coordinates_without_a_partner_are_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="pairs"):
        LetterBox.fit((8, 8), (8, 8)).to_source(np.zeros((2, 3), np.float32))


def test_any_number_of_axes_and_pairs_is_mapped() -> None:
    letterbox = LetterBox.fit((100, 50), (200, 200))
    assert letterbox.to_source(np.zeros((0, 4), np.float32)).shape == (0, 4)
    corners = np.full((3, 4, 2), 100, np.float32)
    assert np.allclose(letterbox.to_source(corners), [50, 25])
    assert letterbox.to_source(corners).dtype == np.float32
