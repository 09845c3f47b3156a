from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pycocotools import mask as rle

from tools.demo.world.belt import Belt
from tools.demo.world.camera import Camera, Sensor
from tools.demo.world.fasteners import HexNut, Washer
from tools.demo.world.light import Lamp, Room
from tools.demo.world.picture import CLASSES, Picture
from tools.demo.world.relief import Part
from tools.demo.world.render import render, render_scene
from tools.demo.world.rubbish import Blank
from tools.demo.world.scene import RUBBISH, Placed, Scene

PER_MM = 4.0
SIZE = 320, 240
WASHER = Washer(inner=5.0, outer=11.0, thickness=1.0, metal="steel", split=False)


def _scene(*parts: tuple[Part, int, float, float], tilt: float = 0.0, shift: float = 0.0) -> Scene:
    """A scene with 4 pixels to the mm, the place 0, 0 in the middle of the picture."""
    placed = tuple(Placed(part, class_id, x, y, 0.3, 0.0, 5) for part, class_id, x, y in parts)
    return Scene(
        placed,
        Belt("woven", (0.1, 0.12, 0.11), 200.0, 0.2, 0.1, (), shift, 0),
        Room((Lamp(200, -100, 0.4, 150, 40, (15, 15, 15)),), 450, (0.3,) * 3, (0.1,) * 3, 500),
        Camera(0, 0, 4000.0, tilt, 0.0, SIZE[0] / PER_MM),
        Sensor(0.9, (1, 1, 1), 0.0, 0.0, 0.0, 0.004, 0.1, 0.0, 3),
    )


def _rendered(scene: Scene) -> Picture:
    return render_scene(scene, *SIZE, finer=2.0)


@pytest.mark.parametrize("seed", [3_050_000, 3_050_001, 3_050_002])
def test_every_box_is_the_smallest_around_its_mask(seed: int) -> None:
    picture = render(seed, 320, 240)
    assert len(picture.classes)
    assert int(picture.ids.max()) <= len(picture.classes)
    for index, box in enumerate(picture.boxes()):
        code = rle.encode(np.asfortranarray(picture.ids == index + 1).view(np.uint8))
        x, y, width, height = rle.toBbox(code)
        assert box.tolist() == [x, y, x + width, y + height]


def test_the_same_seed_gives_the_same_picture_and_another_one_another() -> None:
    first, again, other = (render(seed, 160, 120) for seed in (7, 7, 8))
    assert np.array_equal(first.rgb, again.rgb)
    assert np.array_equal(first.ids, again.ids)
    assert not np.array_equal(first.rgb, other.rgb)


def test_a_washer_has_the_place_the_size_and_the_area_of_a_washer() -> None:
    picture = _rendered(_scene((WASHER, 1, 12.0, -8.0)))
    x1, y1, x2, y2 = picture.boxes()[0]
    across = 2 * WASHER.outer * PER_MM
    assert (x1 + x2) / 2 == pytest.approx(160 + 12 * PER_MM, abs=1)
    assert (y1 + y2) / 2 == pytest.approx(120 - 8 * PER_MM, abs=1)
    assert (x2 - x1, y2 - y1) == pytest.approx((across, across), abs=1.5)
    expected = np.pi * (WASHER.outer**2 - WASHER.inner**2) * PER_MM**2
    assert int((picture.ids == 1).sum()) == pytest.approx(expected, rel=0.03)


def test_a_hole_is_what_is_seen_through_it() -> None:
    alone = _rendered(_scene((WASHER, 1, 0.0, 0.0)))
    assert alone.ids[120, 160] == 0
    below = Blank(radius=3.0, thickness=0.5, metal="brass")
    assert _rendered(_scene((below, 0, 0.0, 0.0), (WASHER, 1, 0.0, 0.0))).ids[120, 160] == 1


def test_what_lies_on_top_hides_what_lies_below() -> None:
    disc = Blank(radius=8.0, thickness=2.0, metal="steel")
    picture = _rendered(_scene((disc, 0, -4.0, 0.0), (disc, 1, 4.0, 0.0)))
    assert picture.ids[120, 160] == 2
    lower, upper = (int((picture.ids == number).sum()) for number in (1, 2))
    assert lower < 0.75 * upper
    assert not picture.hardly_seen.any()


def test_a_part_that_is_nearly_covered_or_nearly_outside_is_hardly_seen() -> None:
    large = Blank(radius=12.0, thickness=2.0, metal="steel")
    small = Blank(radius=6.0, thickness=1.0, metal="brass")
    covered = _rendered(_scene((small, 0, 6.5, 0.0), (large, 1, 0.0, 0.0)))
    assert covered.hardly_seen.tolist() == [True, False]
    assert (covered.ids == 1).any()
    edge = SIZE[0] / PER_MM / 2
    outside = _rendered(_scene((small, 0, edge + 4.5, 0.0), (small, 0, edge + 1.0, 16.0)))
    assert outside.hardly_seen.tolist() == [True, False]


def test_rubbish_is_seen_but_is_no_part() -> None:
    disc = Blank(radius=8.0, thickness=2.0, metal="polished")
    with_it = _rendered(_scene((disc, RUBBISH, 0.0, 0.0), (WASHER, 1, 24.0, 0.0)))
    without = _rendered(_scene((WASHER, 1, 24.0, 0.0)))
    assert with_it.classes.tolist() == [1]
    assert np.array_equal(with_it.ids, without.ids)
    difference = np.abs(with_it.rgb.astype(int) - without.rgb)[110:130, 150:170]
    assert difference.mean() > 10


def test_a_tilted_camera_sees_the_near_side_of_what_is_tall() -> None:
    nut = HexNut(thread=10.0, metal="steel", kind="plain")
    upright = _rendered(_scene((nut, 0, 0.0, 0.0))).boxes()[0]
    tilted = _rendered(_scene((nut, 0, 0.0, 0.0), tilt=0.5)).boxes()[0]
    # The footprint shrinks by cos 0.5; the height of 8.5 mm adds its sine.
    height = (upright[3] - upright[1]) * np.cos(0.5) + 8.5 * PER_MM * np.sin(0.5)
    assert tilted[3] - tilted[1] == pytest.approx(height, rel=0.1)
    assert tilted[1] < upright[1]


def test_parts_travel_with_the_belt() -> None:
    still = _rendered(_scene((WASHER, 1, -10.0, 0.0)))
    moved = _rendered(_scene((WASHER, 1, -10.0, 0.0), shift=15.0))
    assert (moved.boxes() - still.boxes())[0].tolist() == pytest.approx([60, 0, 60, 0], abs=1)


def test_more_light_makes_a_brighter_picture_with_the_same_parts() -> None:
    scene = _scene((WASHER, 1, 0.0, 0.0))
    brighter = replace(scene, sensor=replace(scene.sensor, exposure=1.6))
    first, second = _rendered(scene), _rendered(brighter)
    assert second.rgb.mean() > first.rgb.mean() + 10
    assert np.array_equal(first.ids, second.ids)


def test_a_part_keeps_the_light_from_the_belt_on_its_far_side() -> None:
    nut = HexNut(thread=12.0, metal="blackened", kind="plain")
    picture = _rendered(_scene((nut, 0, 0.0, 0.0)))
    # The lamp stands at +x, −y: to the right of the nut and above it in the picture.
    x1, y1, x2, y2 = picture.boxes()[0].astype(int)
    lit_side = picture.rgb[y1 - 14 : y1 - 4, x2 + 4 : x2 + 14].mean()
    shaded = picture.rgb[y2 - 14 : y2 - 4, x1 - 8 : x1].mean()
    assert shaded < 0.9 * lit_side


def test_all_classes_turn_up() -> None:
    found = {int(one) for seed in range(12) for one in render(seed, 96, 72).classes}
    assert found == set(range(len(CLASSES)))
