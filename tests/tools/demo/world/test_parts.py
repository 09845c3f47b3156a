from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.demo.world.arrays import Plane
from tools.demo.world.materials import NAMES
from tools.demo.world.relief import Part
from tools.demo.world.scene import MAKERS, random_rubbish, scattered


def _heights(part: Part, reach: float, points: int = 241) -> Plane:
    line = np.linspace(-reach, reach, points, dtype=np.float32)
    relief = part.relief(*np.meshgrid(line, line))
    assert relief.height.dtype == np.float32
    assert np.isfinite(relief.height).all()
    assert int(relief.material.max()) < len(NAMES)
    return relief.height


@pytest.mark.parametrize("name", [*MAKERS, "rubbish"])
@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 1 << 30))
def test_a_part_lies_within_its_reach_and_is_of_sensible_height(name: str, seed: int) -> None:
    make = MAKERS.get(name, random_rubbish)
    part = make(np.random.default_rng(seed))
    heights = _heights(part, 1.5 * part.reach)
    line = np.linspace(-1.5, 1.5, 241)
    x, y = np.meshgrid(line, line)
    outside = np.asarray(x * x + y * y > 1.03**2, np.bool_)
    assert (heights > 0).any()
    assert not (heights[outside] > 0).any()
    assert heights.max() < 26


@pytest.mark.parametrize("name", ["hex nut", "washer", "gear", "bearing", "O-ring"])
def test_parts_with_a_hole_have_one(name: str) -> None:
    part = MAKERS[name](np.random.default_rng(3))
    assert (_heights(part, 0.02 * part.reach, 5) <= 0).all()


def test_a_circlip_is_open_on_one_side_only() -> None:
    part = MAKERS["circlip"](np.random.default_rng(4))
    angles = np.linspace(-np.pi, np.pi, 721, dtype=np.float32)
    radii = np.linspace(0.5, 1.0, 60, dtype=np.float32)[:, None] * np.float32(part.reach)
    heights = part.relief(radii * np.cos(angles), radii * np.sin(angles)).height
    is_there = np.asarray((heights > 0).any(axis=0))
    assert not is_there[360]
    assert np.abs(np.diff(is_there.astype(int))).sum() == 2


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 1 << 30))
def test_scattered_parts_stay_between_the_rails_and_apart_where_they_must(seed: int) -> None:
    rng = np.random.default_rng(seed)
    laid = scattered(rng, 12, (-100, 100), (-70, 70), crowding=0.0)
    for index, one in enumerate(laid):
        if one.part.reach < 70:
            assert abs(one.y) + one.part.reach <= 70 + 1e-6
        for other in laid[:index]:
            apart = np.hypot(one.x - other.x, one.y - other.y)
            assert apart > one.part.reach + other.part.reach
