from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.canvas.view_transform import MAX_ZOOM, MIN_ZOOM, ViewTransform

edges = st.integers(1, 8000)
sizes = st.tuples(edges, edges)
views = st.tuples(st.integers(60, 4000), st.integers(60, 4000))
shares = st.floats(0, 1)


@given(sizes, views, st.floats(0.001, 1000), st.tuples(shares, shares), st.tuples(shares, shares))
def test_a_point_comes_back_from_the_view(
    size_wh: tuple[int, int],
    view_wh: tuple[int, int],
    zoom: float,
    at: tuple[float, float],
    point: tuple[float, float],
) -> None:
    place = (at[0] * view_wh[0], at[1] * view_wh[1])
    view = ViewTransform.fitted(size_wh, view_wh, 12.0).zoomed_to(zoom, place)
    source = (point[0] * size_wh[0], point[1] * size_wh[1])
    assert view.to_source(view.to_view(source)) == pytest.approx(source, rel=1e-6, abs=1e-3)
    assert min(MIN_ZOOM, view.fit_zoom) <= view.zoom <= MAX_ZOOM


@given(sizes, views)
def test_a_fitted_picture_lies_in_the_middle_and_within_its_margin(
    size_wh: tuple[int, int], view_wh: tuple[int, int]
) -> None:
    view = ViewTransform.fitted(size_wh, view_wh, 12.0)
    x0, y0, x1, y1 = view.rect_to_view((0, 0, *size_wh))
    assert (x0 + x1) / 2 == pytest.approx(view_wh[0] / 2)
    assert (y0 + y1) / 2 == pytest.approx(view_wh[1] / 2)
    assert min(x0, y0) >= 12.0 - 1e-6
    assert max(x1 - view_wh[0], y1 - view_wh[1]) <= -12.0 + 1e-6


@given(views, shares, shares, st.floats(1.0, 40.0))
def test_zooming_in_keeps_what_lies_under_the_pointer(
    view_wh: tuple[int, int], across: float, down: float, factor: float
) -> None:
    # A picture of the view's own proportions, so that it fills the view on both axes from the start.
    fitted = ViewTransform.fitted(view_wh, view_wh, 0.0)
    pointer = (across * view_wh[0], down * view_wh[1])
    before = fitted.to_source(pointer)
    zoomed = fitted.zoomed_to(fitted.zoom * factor, pointer)
    assert zoomed.to_view(before) == pytest.approx(pointer, abs=1e-6)


@given(sizes, views, st.floats(0.05, 64), st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_the_picture_cannot_be_lost(
    size_wh: tuple[int, int], view_wh: tuple[int, int], zoom: float, dx: float, dy: float
) -> None:
    view = ViewTransform.fitted(size_wh, view_wh, 12.0).zoomed_to(zoom).panned(dx, dy)
    x0, y0, x1, y1 = view.rect_to_view((0, 0, *size_wh))
    assert x0 <= view_wh[0] / 2 + 1e-6
    assert x1 >= view_wh[0] / 2 - 1e-6
    assert y0 <= view_wh[1] / 2 + 1e-6
    assert y1 >= view_wh[1] / 2 - 1e-6


@given(sizes, views, st.floats(0.05, 64), st.tuples(shares, shares, shares, shares))
def test_revealing_shows_a_box_without_zooming_and_only_once(
    size_wh: tuple[int, int],
    view_wh: tuple[int, int],
    zoom: float,
    box: tuple[float, float, float, float],
) -> None:
    w, h = size_wh
    xs, ys = sorted((box[0] * w, box[1] * w)), sorted((box[2] * h, box[3] * h))
    xyxy = (xs[0], ys[0], xs[1], ys[1])
    view = ViewTransform.fitted(size_wh, view_wh, 12.0).zoomed_to(zoom)
    revealed = view.revealing(xyxy)
    assert revealed.zoom == view.zoom
    x0, y0, x1, y1 = revealed.rect_to_view(xyxy)
    for low, high, room in ((x0, x1, view_wh[0]), (y0, y1, view_wh[1])):
        if high - low <= room - 24:
            assert low >= -1e-6
            assert high <= room + 1e-6
        else:
            assert -1e-6 <= (low + high) / 2 <= room + 1e-6


def test_a_box_in_sight_is_left_where_it_is() -> None:
    view = ViewTransform.fitted((1000, 800), (500, 400))
    assert view.revealing((100, 100, 200, 200)) is view


def test_zooming_to_a_box_puts_it_large_in_the_middle() -> None:
    view = ViewTransform.fitted((4000, 2000), (1000, 500)).showing((1900, 900, 2000, 1000))
    x0, y0, x1, y1 = view.rect_to_view((1900, 900, 2000, 1000))
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((500, 250))
    assert y1 - y0 == pytest.approx(300)


def test_the_visible_part_covers_the_view_and_not_much_more() -> None:
    view = ViewTransform.fitted((8000, 4000), (1000, 500)).zoomed_to(2.0)
    x0, y0, x1, y1 = view.visible
    assert 500 <= x1 - x0 <= 504
    assert 250 <= y1 - y0 <= 254
