"""The conveyor: a belt of one of several kinds, with its wear, between two rails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from tools.demo.world import noise
from tools.demo.world.arrays import Colours, Plane, Rgb, mixed, plane, smooth_step
from tools.demo.world.materials import BELT, INDEX

Kind = Literal["woven", "ribbed", "slats", "studded", "smooth"]
KINDS: tuple[Kind, ...] = ("woven", "ribbed", "slats", "studded", "smooth")
RAIL_HEIGHT = 9.0
_RAIL = 14.0


@dataclass(frozen=True)
class Belt:
    """A belt that runs along x, its middle at y = 0. Lengths are in mm.

    Attributes:
        kind: Its surface.
        colour: Of its clean surface.
        half_width: From the middle to the rails.
        wear: 0 is new, 1 is scuffed all over.
        dirt: 0 is clean, 1 is filthy.
        oil: Number of stains.
        shift: How far it has run; everything on it with it.
        pattern: Seed of its wear.
    """

    kind: Kind
    colour: Rgb
    half_width: float
    wear: float
    dirt: float
    oil: tuple[tuple[float, float, float], ...]
    shift: float
    pattern: int


def heights(belt: Belt, x: Plane, y: Plane) -> Plane:
    """Return the heights of belt and rails at places in the frame of the machine (all in mm)."""
    surface = _relief(belt.kind, x - np.float32(belt.shift), y)
    beyond = np.abs(y) - np.float32(belt.half_width)
    profile = np.minimum(beyond, np.float32(_RAIL) - beyond)
    lip = np.float32(RAIL_HEIGHT) * np.clip(profile / np.float32(0.8), 0, 1)
    groove = smooth_step(np.abs(beyond - np.float32(_RAIL * 0.45)), 1.6, 2.2)
    surface = np.where(beyond > 0, lip * (np.float32(0.75) + np.float32(0.25) * groove), surface)
    return np.where(beyond > _RAIL, np.float32(-6.0), surface).astype(np.float32)


def rail_materials(belt: Belt, x: Plane, y: Plane) -> npt.NDArray[np.uint8]:
    """Return what is at each place: an index of materials.NAMES, or BELT."""
    beyond = np.abs(y) - np.float32(belt.half_width)
    painted = np.where((x + y) % np.float32(26) < 13, INDEX["black paint"], INDEX["yellow paint"])
    rail = np.where(beyond < _RAIL, painted, INDEX["dark"])
    return np.where(beyond > 0, rail, BELT).astype(np.uint8)


def colours(belt: Belt, x: Plane, y: Plane, height: Plane) -> tuple[Colours, Plane]:
    """Return the colour and the roughness of the belt at places on it.

    Args:
        belt: The belt.
        x: In the frame of the machine, in mm.
        y: Likewise.
        height: Of its surface there, in mm.
    """
    along = x - np.float32(belt.shift)
    clouds = noise.read(noise.clouds(belt.pattern), along, y, 2.1)
    tone = 1 + np.float32(0.10) * clouds
    tone *= 1 + np.float32(0.07) * noise.read(noise.fine(belt.pattern + 1), along, y, 9.0)
    if belt.kind == "slats":
        tone *= np.float32(0.2) + np.float32(0.8) * smooth_step(height, -0.8, -0.1)
    else:
        tone *= 1 + np.float32(0.35) * np.clip(height, -1, 1)
    matt = tone[..., None] * np.array(belt.colour, np.float32)

    # Scuffs run with the belt; they are lighter, as rubbed plastic is.
    scuff = noise.read(noise.streaks(belt.pattern + 2), along, y, 1.3)
    share = smooth_step(scuff, 1.6 - 1.2 * belt.wear, 3.2 - 1.2 * belt.wear)
    matt += (np.float32(0.16) - matt * np.float32(0.4)) * (share * np.float32(0.5 * belt.wear))[
        ..., None
    ]
    spots = noise.read(noise.clouds(belt.pattern + 3), along, y, 3.7)
    share = smooth_step(spots, 2.3 - 1.6 * belt.dirt, 3.3 - 1.6 * belt.dirt) * np.float32(0.75)
    matt = mixed(matt, np.array([0.045, 0.036, 0.026], np.float32), share)

    roughness = np.float32(0.62) - np.float32(0.05) * clouds
    for ox, oy, size in belt.oil:
        edge = np.hypot(along - np.float32(ox), y - np.float32(oy))
        wet = smooth_step(edge + np.float32(0.12 * size) * clouds, size, 0.85 * size)
        matt *= (1 - np.float32(0.62) * wet)[..., None]
        roughness = roughness * (1 - wet) + np.float32(0.09) * wet
    return np.maximum(matt, 0), roughness.astype(np.float32)


def _relief(kind: Kind, along: Plane, across: Plane) -> Plane:
    two_pi = np.float32(2 * np.pi)
    if kind == "woven":
        warp = np.sin(two_pi * along / np.float32(1.9)) * np.sin(two_pi * across / np.float32(1.9))
        return plane(np.float32(0.10) * warp)
    if kind == "ribbed":
        return plane(np.float32(0.16) * np.sin(two_pi * across / np.float32(3.4)))
    if kind == "slats":
        # Hinged plates; every second row is moved by half a length, as bricks are.
        pitch, width = np.float32(25.0), np.float32(38.0)
        from_gap = np.abs((along + pitch / 2) % pitch - pitch / 2)
        row = np.floor(along / pitch)
        moved = across + (row % 2) * width / 2
        from_joint = np.abs((moved + width / 2) % width - width / 2)
        gap = np.minimum(from_gap - np.float32(0.35), from_joint - np.float32(0.25))
        return (np.float32(0.9) * (smooth_step(gap, -0.1, 0.7) - 1)).astype(np.float32)
    if kind == "studded":
        sx = (along % np.float32(5)) - np.float32(2.5)
        sy = (across + np.float32(2.5) * (np.floor(along / 5) % 2)) % np.float32(5) - np.float32(
            2.5
        )
        return (np.float32(0.45) * smooth_step(np.hypot(sx, sy), 1.3, 0.6)).astype(np.float32)
    return np.zeros_like(along)
