from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_core.detections import InstanceMask
from engine_core.exporters.polygons import fill, joined, outlines
from tests.engine_core.exporters.builders import random_mask

SIZE_WH = (60, 40)
seeds = st.integers(0, 2**32 - 1)


def one_part_without_holes(seed: int) -> InstanceMask:
    mask = random_mask(np.random.default_rng(seed), SIZE_WH)
    _, parts = cv2.connectedComponents(mask.pixels.astype(np.uint8), connectivity=8)
    pixels = parts == 1
    # What cannot be reached from outside is a hole.
    outside = np.pad(~pixels, 1, constant_values=True).astype(np.uint8)
    cv2.floodFill(outside, None, (0, 0), 2)
    return InstanceMask((outside != 2)[1:-1, 1:-1], mask.origin_xy)


@given(seeds)
@settings(max_examples=200, deadline=None)
def test_an_outline_filled_is_the_mask_again(seed: int) -> None:
    mask = one_part_without_holes(seed)
    if not mask.pixels.any():
        return

    (outline,) = outlines(mask)

    back = fill(outline, SIZE_WH)
    np.testing.assert_array_equal(back.on_canvas(SIZE_WH), mask.on_canvas(SIZE_WH))


@given(seeds)
@settings(max_examples=100, deadline=None)
def test_joined_parts_cover_every_pixel_of_the_mask(seed: int) -> None:
    mask = random_mask(np.random.default_rng(seed), SIZE_WH)
    polygons = outlines(mask)
    if not polygons:
        assert not mask.pixels.any()
        return

    back = fill(joined(polygons), SIZE_WH).on_canvas(SIZE_WH)

    assert back[mask.on_canvas(SIZE_WH)].all()


@given(seeds)
@settings(max_examples=50, deadline=None)
def test_bridges_enclose_nothing(seed: int) -> None:
    polygons = outlines(random_mask(np.random.default_rng(seed), SIZE_WH))
    if not polygons:
        return

    whole = cv2.contourArea(joined(polygons), oriented=True)

    parts = sum(cv2.contourArea(polygon, oriented=True) for polygon in polygons)
    np.testing.assert_allclose(whole, parts, atol=1e-3)


def test_the_largest_part_comes_first_and_none_has_fewer_than_three_points() -> None:
    pixels = np.zeros((20, 20), np.bool_)
    pixels[0, 0] = pixels[0, 5] = pixels[1, 5] = True
    pixels[5:15, 5:15] = True

    found = outlines(InstanceMask(pixels, (100, 200)))

    assert [len(polygon) >= 3 for polygon in found] == [True, True, True]
    np.testing.assert_array_equal(found[0].min(axis=0), [105.5, 205.5])
    np.testing.assert_array_equal(found[0].max(axis=0), [114.5, 214.5])
