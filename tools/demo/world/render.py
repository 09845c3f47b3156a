"""From a scene to a picture, with exactly the pixels in which each part is seen.

The scene is a map of heights on a grid over the belt. Each pixel's line of sight is walked down until it
meets that map, so that near sides of parts are seen and far ones hidden, and what it meets is lit there.
Everything is done on a finer raster than the picture's.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tools.demo.world import belt as belts
from tools.demo.world import noise
from tools.demo.world.arrays import Colours, Plane, mixed, plane, smooth_step
from tools.demo.world.camera import Rays, developed, rays
from tools.demo.world.light import lit, mirrored, openness, shadow
from tools.demo.world.materials import BELT, INDEX, MATERIALS, NAMES
from tools.demo.world.picture import Picture
from tools.demo.world.scene import RUBBISH, Placed, Scene, drawn

_MARGIN = 26.0
"""How far around the picture things are put on the map, since their shadows fall into it, in mm."""
_LARGEST_MAP = 3600
_BRIGHTEST = np.float32(1.6)
_STEEPEST = 5.0
_HIGHEST_REST = 4.5
"""A part that lies on others is lifted no higher, in mm: sides go down to the belt on a map of heights."""
HARDLY_SEEN = 0.22
"""Parts of which less than this share is seen are hardly seen."""
SMALLEST = 36
"""So are those that are seen in fewer pixels than this."""


def render(seed: int, width: int, height: int, *, finer: float = 1.5) -> Picture:
    """Render the scene that is drawn with this seed.

    Args:
        seed: Any number; the same arguments give the same picture.
        width: Of the picture, in pixels.
        height: Likewise.
        finer: Points per pixel and direction.
    """
    return render_scene(drawn(seed, width, height), width, height, finer=finer)


def render_scene(scene: Scene, width: int, height: int, *, finer: float = 2.0) -> Picture:
    """Render a scene; see `render`."""
    wide, tall = round(width * finer), round(height * finer)
    sight = rays(scene.camera, wide, tall)
    laid = _Map.of(scene, sight, wide / scene.camera.span)
    light, ids = _seen(scene, laid, sight)
    # A glint smaller than a pixel would outshine it.
    small = cv2.resize(np.minimum(light, _BRIGHTEST), (width, height), interpolation=cv2.INTER_AREA)
    rgb = developed(plane(small), scene.sensor)
    kept = [index for index, placed in enumerate(scene.parts) if placed.class_id != RUBBISH]
    return _with_truth(scene, laid, kept, rgb, ids)


@dataclass
class _Map:
    """Heights over the belt and what they belong to, on a grid of x and y in mm.

    Attributes:
        x, y: Places of the grid's points.
        per_mm: Its points to the mm.
        height: The highest surface at each place.
        slope_x, slope_y: Its rise per mm.
        material: uint8, indexes of NAMES, or BELT.
        ids: uint8, 0 for the belt, n for the part with index n − 1 (rubbish counted).
        rust: 0 to 1.
        whole: How many points each part has, seen or not.
    """

    x: Plane
    y: Plane
    per_mm: float
    height: Plane
    slope_x: Plane
    slope_y: Plane
    material: npt.NDArray[np.uint8]
    ids: npt.NDArray[np.uint8]
    rust: Plane
    whole: list[int]

    @classmethod
    def of(cls, scene: Scene, sight: Rays, per_mm: float) -> _Map:
        """Lay out all parts of a scene.

        Args:
            scene: The scene.
            sight: Where the picture's pixels look.
            per_mm: Wanted points to the mm.
        """
        left, right = float(sight.x0.min()) - _MARGIN, float(sight.x0.max()) + _MARGIN
        top, bottom = float(sight.y0.min()) - _MARGIN, float(sight.y0.max()) + _MARGIN
        per_mm = min(per_mm, _LARGEST_MAP / max(right - left, bottom - top))
        columns = np.arange(left, right, 1 / per_mm).astype(np.float32)
        rows = np.arange(top, bottom, 1 / per_mm).astype(np.float32)
        x, y = (np.ascontiguousarray(plane) for plane in np.meshgrid(columns, rows))
        bare = belts.heights(scene.belt, x, y)
        slope_x, slope_y = _slopes(bare, per_mm)
        material = belts.rail_materials(scene.belt, x, y)
        ids, rust = np.zeros(x.shape, np.uint8), np.zeros(x.shape, np.float32)
        laid = cls(x, y, per_mm, bare, slope_x, slope_y, material, ids, rust, [])
        for index, placed in enumerate(scene.parts):
            laid._put(placed, index + 1, scene.belt.shift)
        return laid

    def _put(self, placed: Placed, number: int, shift: float) -> None:
        """Put a part on what is there."""
        reach = placed.part.reach + 1.5 / self.per_mm
        cx, cy = placed.x + shift, placed.y
        rows = self._range(cy, reach, float(self.y[0, 0]), self.x.shape[0])
        columns = self._range(cx, reach, float(self.x[0, 0]), self.x.shape[1])
        whole_points = (2 * reach * self.per_mm) ** 2
        if not len(rows) or not len(columns):
            self.whole.append(round(whole_points))
            return
        place = np.s_[rows.start : rows.stop, columns.start : columns.stop]
        dx, dy = self.x[place] - np.float32(cx), self.y[place] - np.float32(cy)
        cosine, sine = np.float32(np.cos(placed.angle)), np.float32(np.sin(placed.angle))
        x, y = dx * cosine + dy * sine, dy * cosine - dx * sine
        relief = placed.part.relief(x, y)
        seen = relief.height > 0
        self.whole.append(
            int(seen.sum()) if seen.size > 0.9 * whole_points else self._count(placed)
        )
        if not seen.any():
            return
        surface = np.where(seen, relief.height, 0).astype(np.float32)
        surface = np.where(seen, surface + self._lean(place, seen, x, y), 0)
        slope_x, slope_y = _slopes(surface, self.per_mm)
        grain_x, grain_y = _grain(relief.grain, dx, dy, x, y, (cosine, sine), placed.seed)
        strength = _GRAIN[relief.material]
        stain = noise.read(noise.clouds(placed.seed % 7 + 300), x, y, 4.0)
        rust = smooth_step(stain, 1.6 - 2.4 * placed.rust, 2.2 - 2.4 * placed.rust)
        self.height[place][seen] = surface[seen]
        self.slope_x[place][seen] = (slope_x + strength * grain_x)[seen]
        self.slope_y[place][seen] = (slope_y + strength * grain_y)[seen]
        self.material[place][seen] = relief.material[seen]
        self.ids[place][seen] = number
        self.rust[place][seen] = rust[seen] if placed.rust > 0 else 0

    def _lean(
        self, place: tuple[slice, slice], seen: npt.NDArray[np.bool_], x: Plane, y: Plane
    ) -> Plane:
        """Return how far a part is lifted: it leans on what it lies on, with its far end on the belt."""
        under = seen & (self.ids[place] > 0)
        if not under.any():
            return np.zeros_like(x)
        rest = min(float(np.percentile(self.height[place][under], 90)), _HIGHEST_REST)
        at = np.array([float(x[under].mean()), float(y[under].mean())])
        far = float(np.hypot(*at))
        reach = float(np.sqrt(np.square(x[seen]).max() + np.square(y[seen]).max())) / 1.2
        if far < 0.15 * reach or under.sum() > 0.5 * seen.sum():
            return np.full_like(x, rest)
        way = at / far
        along = x * np.float32(way[0]) + y * np.float32(way[1])
        lowest = float(along[seen].min())
        return (np.float32(rest) * (along - lowest) / (far - lowest)).astype(np.float32)

    def _count(self, placed: Placed) -> int:
        """Return how many points a part has that lies partly off the map."""
        reach = placed.part.reach
        line = np.arange(-reach, reach, 1 / self.per_mm).astype(np.float32)
        x, y = np.meshgrid(line, line)
        return int((placed.part.relief(x, y).height > 0).sum())

    def _range(self, middle: float, reach: float, start: float, size: int) -> range:
        first = int(np.floor((middle - reach - start) * self.per_mm))
        last = int(np.ceil((middle + reach - start) * self.per_mm)) + 1
        return range(max(first, 0), min(max(last, 0), size))


def _slopes(height: Plane, per_mm: float) -> tuple[Plane, Plane]:
    kernel = np.array([-0.5, 0, 0.5], np.float32) * np.float32(per_mm)
    one = np.ones(1, np.float32)
    along = cv2.sepFilter2D(height, cv2.CV_32F, kernel, one, borderType=cv2.BORDER_REPLICATE)
    down = cv2.sepFilter2D(height, cv2.CV_32F, one, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.clip(along, -_STEEPEST, _STEEPEST), np.clip(down, -_STEEPEST, _STEEPEST)


def _grain(
    kind: str,
    dx: Plane,
    dy: Plane,
    x: Plane,
    y: Plane,
    turn: tuple[np.float32, np.float32],
    seed: int,
) -> tuple[Plane, Plane]:
    """Return how tool marks turn a surface: slopes along the map's x and y, deviation about 1."""
    cosine, sine = turn
    if kind == "turned":
        radius = np.hypot(dx, dy) + np.float32(1e-3)
        marks = noise.read(noise.streaks(seed % 5 + 100), np.arctan2(dy, dx) * 9, radius, 9.0)
        return marks * dx / radius, marks * dy / radius
    if kind == "brushed":
        marks = noise.read(noise.streaks(seed % 5 + 100), x + seed % 37, y + seed % 23, 9.0)
        return -marks * sine, marks * cosine
    first = noise.read(noise.fine(seed % 5 + 200), x, y, 5.0)
    second = noise.read(noise.fine(seed % 5 + 250), x, y, 5.0)
    return first, second


_ALL = [MATERIALS[name] for name in NAMES]
_GRAIN = np.array([material.grain for material in _ALL] + [0.03], np.float32)
_ROUGH = np.array([material.roughness for material in _ALL] + [0.6], np.float32)
_MIRROR = np.array([material.mirror for material in _ALL] + [(0.035,) * 3], np.float32)
_MATT = np.array([material.matt for material in _ALL] + [(0.0,) * 3], np.float32)


def _seen(scene: Scene, laid: _Map, sight: Rays) -> tuple[Colours, npt.NDArray[np.uint8]]:
    """Return the light that reaches each point of the fine raster, and which part it comes from."""
    column, row, z = _met(laid, sight)
    room = scene.room
    middle = scene.camera.x, scene.camera.y
    shadows = [
        _at(shadow(room, lamp, laid.height, laid.per_mm, middle), column, row)
        for lamp in room.lamps[:2]
    ]
    open_ = _at(openness(laid.height, laid.per_mm), column, row)
    nearest_column, nearest_row = np.rint(column), np.rint(row)
    ids = _nearest(laid.ids, nearest_column, nearest_row)
    material = _nearest(laid.material, nearest_column, nearest_row)

    slope_x, slope_y = _at(laid.slope_x, column, row), _at(laid.slope_y, column, row)
    length = 1 / np.sqrt(slope_x * slope_x + slope_y * slope_y + 1)
    normal = -slope_x * length, -slope_y * length, length
    x, y = sight.x0 + z * sight.dx, sight.y0 + z * sight.dy
    toward = 1 / np.sqrt(sight.dx * sight.dx + sight.dy * sight.dy + 1)
    view = sight.dx * toward, sight.dy * toward, toward
    facing = normal[0] * view[0] + normal[1] * view[1] + normal[2] * view[2]
    thrown = tuple(2 * facing * n - v for n, v in zip(normal, view, strict=True))

    roughness = _ROUGH[material]
    matt, mirror = _MATT[material], _MIRROR[material]
    on_belt = material == BELT
    belt_matt, belt_roughness = belts.colours(scene.belt, x, y, z)
    matt = np.where(on_belt[..., None], belt_matt, matt)
    roughness = np.where(on_belt, belt_roughness, roughness)
    rust = _at(laid.rust, column, row)
    matt = mixed(matt, _MATT[INDEX["rusty"]], rust)
    mirror = mixed(mirror, _MIRROR[INDEX["rusty"]] * 0.3, rust)
    roughness = roughness + (np.float32(0.8) - roughness) * rust

    place = x, y, z
    light = lit(room, place, normal, shadows, open_)
    # A near side mirrors the belt beside it, most of which lies in its own shade, and what is beyond.
    belt_light = np.array(scene.belt.colour, np.float32) * light.mean(axis=(0, 1)) * np.float32(0.3)
    belt_light += np.array(room.walls, np.float32) * np.float32(0.5)
    image = mirrored(room, place, (thrown[0], thrown[1], thrown[2]), roughness, shadows, belt_light)
    image *= (np.float32(0.25) + np.float32(0.75) * open_)[..., None]
    # Schlick's approximation of Fresnel's equations; rough surfaces gain less at low angles.
    low = np.power(np.clip(1 - facing, 0, 1), 5) * (1 - roughness)
    mirror = mirror + (1 - mirror) * low[..., None] * np.float32(0.8)
    return (matt * light + mirror * image).astype(np.float32), ids


def _met(laid: _Map, sight: Rays) -> tuple[Plane, Plane, Plane]:
    """Walk down every line of sight until it meets the map: column, row, and height in mm."""
    left, top = np.float32(laid.x[0, 0]), np.float32(laid.y[0, 0])
    per_mm = np.float32(laid.per_mm)
    column0, row0 = (sight.x0 - left) * per_mm, (sight.y0 - top) * per_mm
    over_column, over_row = sight.dx * per_mm, sight.dy * per_mm
    highest, lowest = float(laid.height.max()) + 0.05, float(laid.height.min()) - 0.05
    moved = float(max(np.abs(over_column).max(), np.abs(over_row).max())) * (highest - lowest)
    steps = int(np.clip(np.ceil(moved), 2, 64))
    z = np.full(column0.shape, lowest, np.float32)
    pending = np.ones(column0.shape, bool)
    for level in np.linspace(highest, lowest, steps + 1, dtype=np.float32)[1:]:
        at = _step(laid.height, column0 + level * over_column, row0 + level * over_row)
        hit = pending & (at >= level)
        z[hit] = level
        pending &= ~hit
    # The last step went too far by up to one step: halve it four times.
    size = np.float32((highest - lowest) / steps)
    for _ in range(4):
        size = size / 2
        above = z + size
        at = _step(laid.height, column0 + above * over_column, row0 + above * over_row)
        z = np.where(at >= above, above, z)
    return column0 + z * over_column, row0 + z * over_row, z


def _step(values: Plane, column: Plane, row: Plane) -> Plane:
    found = cv2.remap(values, column, row, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    return plane(found)


def _at(values: Plane, column: Plane, row: Plane) -> Plane:
    found = cv2.remap(values, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return plane(found)


def _nearest(plane: npt.NDArray[np.uint8], column: Plane, row: Plane) -> npt.NDArray[np.uint8]:
    found = cv2.remap(plane, column, row, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.uint8)


def _with_truth(
    scene: Scene,
    laid: _Map,
    kept: list[int],
    rgb: npt.NDArray[np.uint8],
    fine: npt.NDArray[np.uint8],
) -> Picture:
    """Bring the fine raster's ids to the picture's: the part, or belt, that most of a pixel shows."""
    height, width = rgb.shape[:2]
    best = cv2.resize(_without(fine, kept), (width, height), interpolation=cv2.INTER_AREA)
    ids = np.zeros((height, width), np.uint8)
    per_pixel = fine.size / (height * width)
    hardly = np.zeros(len(kept), bool)
    fits_map = laid.per_mm / (fine.shape[1] / scene.camera.span)
    for number, index in enumerate(kept, start=1):
        mask = (fine == index + 1).astype(np.float32)
        share = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)
        ids[share > best] = number
        np.maximum(best, share, out=best)
        whole = laid.whole[index] / fits_map**2
        seen = float(mask.sum())
        hardly[number - 1] = seen < HARDLY_SEEN * whole or seen / per_pixel < SMALLEST
    classes = np.array([scene.parts[index].class_id for index in kept], np.int64)
    return Picture(rgb, ids, classes, hardly)


def _without(fine: npt.NDArray[np.uint8], kept: list[int]) -> Plane:
    """Return 1 where no part that counts is seen."""
    counts = np.zeros(256, np.float32)
    counts[[index + 1 for index in kept]] = 1
    return 1 - counts[fine]
