"""Lamps above the belt: what they light, what they leave in shadow, and how metal mirrors them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tools.demo.world import noise
from tools.demo.world.arrays import Colours, Plane, Rgb, plane, smooth_step


@dataclass(frozen=True)
class Lamp:
    """A long lamp under the ceiling, parallel to the belt's plane. Lengths in mm, machine's frame.

    Attributes:
        x, y: Its middle.
        angle: Of its long side to x, in radians.
        half_length, half_width: Of the glowing area.
        glow: What a mirror shows of it.
    """

    x: float
    y: float
    angle: float
    half_length: float
    half_width: float
    glow: Rgb

    @property
    def light(self) -> float:
        """Its glowing area by π, in mm²: times glow by squared distance, what falls on a facing sheet."""
        return 4 * self.half_length * self.half_width / float(np.pi)


@dataclass(frozen=True)
class Room:
    """All light there is.

    Attributes:
        lamps: At one height, the brightest first; the first two cast shadows.
        height: Of lamps and ceiling above the belt, in mm.
        ceiling: Its colour; it lights everything a little, from everywhere.
        walls: What a mirror shows at a low angle.
        clutter: Seed of what hangs under the ceiling.
    """

    lamps: tuple[Lamp, ...]
    height: float
    ceiling: Rgb
    walls: Rgb
    clutter: int

    def brightness(self, x: float, y: float) -> float:
        """Return the light that falls on the belt at a place, from lamps and ceiling, without shadows."""
        total = self.ceiling[1]
        for lamp in self.lamps:
            squared = (lamp.x - x) ** 2 + (lamp.y - y) ** 2 + self.height**2
            total += lamp.light * self.height**2 / squared**2 * lamp.glow[1]
        return total


def shadow(
    room: Room, lamp: Lamp, height: Plane, per_mm: float, middle: tuple[float, float]
) -> Plane:
    """Return how much of a lamp each place sees: 1 all of it, 0 nothing.

    Three points of the lamp are looked at, each by walking from every place towards it over the heights.

    Args:
        room: Gives the lamp's height.
        lamp: Far enough away to stand in one direction for all places.
        height: (rows, columns) in mm; row and column count along y and x.
        per_mm: Pixels to the mm.
        middle: x, y of the middle of the array, in mm.
    """
    half = plane(cv2.resize(height, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    scale = per_mm / 2
    top = float(half.max())
    seen = np.zeros_like(half)
    along = np.array([np.cos(lamp.angle), np.sin(lamp.angle)]) * lamp.half_length * 0.6
    shares = (-1.0, 0.0, 1.0)
    for share in shares:
        way = np.array([lamp.x, lamp.y]) + share * along - np.array(middle)
        flat = float(np.hypot(*way))
        direction = way / max(flat, 1e-6)
        rise = room.height / max(flat, 1e-6)
        covered = np.zeros_like(half)
        reach = (top - float(half.min())) / rise * scale
        steps = int(np.clip(reach / 1.5, 1, 26))
        for step in range(1, steps + 1):
            away = reach * step / steps
            shifted = _shifted(half, direction * away)
            over = shifted - half - np.float32(away / scale * rise)
            soft = np.float32(0.12 + 0.05 * away / scale)
            np.maximum(covered, np.clip(over / soft, 0, 1), out=covered)
        seen += (1 - covered) / np.float32(len(shares))
    soft_edged = cv2.GaussianBlur(seen, (0, 0), max(0.12 * scale, 0.5))
    return plane(cv2.resize(soft_edged, (height.shape[1], height.shape[0])))


def openness(height: Plane, per_mm: float) -> Plane:
    """Return how much of the ceiling each place sees, from how far it lies below its surroundings."""
    half = plane(cv2.resize(height, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    closed = np.zeros_like(half)
    for size, weight in ((0.8, 0.35), (2.5, 0.45), (6.0, 0.3)):
        around = cv2.GaussianBlur(half, (0, 0), max(size * per_mm / 2, 0.6))
        closed += np.float32(weight) * np.clip((around - half) / np.float32(size), 0, 1.2)
    whole = 1 / (1 + np.float32(1.6) * closed)
    return plane(cv2.resize(whole, (height.shape[1], height.shape[0])))


def lit(
    room: Room,
    place: tuple[Plane, Plane, Plane],
    normal: tuple[Plane, Plane, Plane],
    shadows: list[Plane],
    open_: Plane,
) -> Colours:
    """Return the light that falls on each place."""
    x, y, z = place
    total = open_[..., None] * np.array(room.ceiling, np.float32)
    for index, lamp in enumerate(room.lamps):
        dx, dy = np.float32(lamp.x) - x, np.float32(lamp.y) - y
        dz = np.float32(room.height) - z
        squared = dx * dx + dy * dy + dz * dz
        facing = (normal[0] * dx + normal[1] * dy + normal[2] * dz) / np.sqrt(squared)
        # A lamp's light falls off with the square of its distance, and with the angle it is seen at.
        falls = np.maximum(facing, 0) * dz / np.sqrt(squared) * np.float32(lamp.light) / squared
        if index < len(shadows):
            falls *= shadows[index]
        else:
            falls *= open_
        total += falls[..., None] * np.array(lamp.glow, np.float32)
    return total


def mirrored(
    room: Room,
    place: tuple[Plane, Plane, Plane],
    way: tuple[Plane, Plane, Plane],
    roughness: Plane,
    shadows: list[Plane],
    floor: npt.NDArray[np.float32],
) -> Colours:
    """Return what a mirror at each place shows.

    Args:
        room: The room.
        place: x, y, z in mm.
        way: Unit vector into which the line of sight is thrown back.
        roughness: 0 sharp, 1 all one tone.
        shadows: Of the first lamps.
        floor: (3,) what is shown of the belt by what looks down.
    """
    x, y, z = place
    up = np.maximum(way[2], np.float32(0.06))
    far = (np.float32(room.height) - z) / up
    cx, cy = plane(x + way[0] * far), plane(y + way[1] * far)
    blur = roughness * np.float32(0.8 * room.height)

    clutter = noise.read(noise.clouds(room.clutter), cx, cy, 0.16)
    tone = 1 + np.float32(0.35) * clutter * (1 - roughness)
    low = smooth_step(way[2], 0.65, 0.1)[..., None]
    seen = np.maximum(tone, 0)[..., None] * np.array(room.ceiling, np.float32)
    seen = seen + (np.array(room.walls, np.float32) - seen) * low
    for index, lamp in enumerate(room.lamps):
        cosine, sine = np.float32(np.cos(lamp.angle)), np.float32(np.sin(lamp.angle))
        dx, dy = cx - np.float32(lamp.x), cy - np.float32(lamp.y)
        long, wide = plane(dx * cosine + dy * sine), plane(dy * cosine - dx * sine)
        soft = plane(np.float32(6) + blur)
        strength = _bump(long, lamp.half_length, soft) * _bump(wide, lamp.half_width, soft)
        if index < len(shadows):
            strength *= np.float32(0.25) + np.float32(0.75) * shadows[index]
        seen += strength[..., None] * np.array(lamp.glow, np.float32)
    down = smooth_step(way[2], 0.04, -0.12)[..., None]
    return plane(seen + (floor - seen) * down)


def _bump(distance: Plane, half: float, soft: Plane) -> Plane:
    """Return 1 on a strip, falling off softly outside, with less in the middle the softer it is."""
    peak = np.float32(half) / (np.float32(half) + np.float32(0.45) * soft)
    beyond = np.clip((np.abs(distance) - np.float32(half) + soft / 2) / (soft * 1.6), 0, 1)
    return plane(peak * np.square(1 - beyond * beyond * (3 - 2 * beyond)))


def _shifted(height: Plane, offset: npt.NDArray[np.float64]) -> Plane:
    """Return the heights as seen by a place that looks this many pixels away (x, y)."""
    columns, rows = round(float(offset[0])), round(float(offset[1]))
    moved = np.array([[1, 0, -columns], [0, 1, -rows]], np.float32)
    size = height.shape[1], height.shape[0]
    return plane(
        cv2.warpAffine(
            height, moved, size, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE
        )
    )
