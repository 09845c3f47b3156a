"""Nuts, washers, bolts and circlips. Proportions follow ISO 4032, 7089, 4014 and DIN 471, loosely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tools.demo.world import shapes
from tools.demo.world.arrays import Plane, plane
from tools.demo.world.materials import INDEX
from tools.demo.world.relief import Relief, made_of

TAN30 = float(np.tan(np.pi / 6))


@dataclass(frozen=True)
class HexNut:
    """A nut for a thread of this diameter; with a flange, or with a plastic ring that locks it."""

    thread: float
    metal: str
    kind: Literal["plain", "flange", "locking"]
    ring: str = "blue plastic"

    @property
    def apothem(self) -> float:
        return 0.80 * self.thread + 0.4

    @property
    def reach(self) -> float:
        return self.apothem * (1.45 if self.kind == "flange" else 2 / shapes.SQRT3)

    def relief(self, x: Plane, y: Plane) -> Relief:
        thread, apothem = self.thread, self.apothem
        radius = np.hypot(x, y)
        bore = radius - np.float32(thread * 0.46)
        high = 0.85 * thread
        height = shapes.plate(np.minimum(shapes.hexagon(x, y, apothem), bore), high, 0.25)
        # Turned to a cone, so that the corners are lower; and countersunk.
        cone = high - np.maximum(radius - np.float32(0.93 * apothem), 0) * np.float32(TAN30)
        sunk = high - np.maximum(np.float32(0.56 * thread) - radius, 0)
        height = np.where(height > 0, np.minimum(height, np.minimum(cone, sunk)), height)
        # What is seen of the thread, a step below the mouth.
        first_turn = (bore <= 0) & (radius > 0.42 * thread)
        height = np.where(first_turn, np.float32(high * 0.6), height)
        material = np.full(x.shape, INDEX[self.metal], np.uint8)
        if self.kind == "flange":
            collar = shapes.plate(
                np.minimum(np.float32(self.reach) - radius, bore), 0.16 * thread + 0.3, 0.3
            )
            slope = collar + np.maximum(np.float32(self.reach) - radius, 0) * np.float32(0.12)
            height = np.maximum(height, np.where(collar > 0, slope, collar))
        elif self.kind == "locking":
            neck = shapes.ring(radius, 0.46 * thread, 0.72 * thread)
            top = shapes.plate(neck, high + 0.22 * thread, 0.12 * thread)
            height = np.maximum(height, top)
            inset = shapes.ring(radius, 0.40 * thread, 0.58 * thread) > 0
            height = np.where(inset, np.float32(high + 0.1 * thread), height)
            material[inset] = INDEX[self.ring]
        return Relief(height, material, "turned")


@dataclass(frozen=True)
class Washer:
    """A ring of sheet metal, plain or split and sprung."""

    inner: float
    outer: float
    thickness: float
    metal: str
    split: bool

    @property
    def reach(self) -> float:
        return self.outer

    def relief(self, x: Plane, y: Plane) -> Relief:
        radius = np.hypot(x, y)
        inside = shapes.ring(radius, self.inner, self.outer)
        high = self.thickness
        if self.split:
            # A slanting cut at +x; the ends stand apart in height.
            cut = np.abs(y - 0.5 * (x - np.float32(0.5 * (self.inner + self.outer))))
            inside = np.where(x > 0, np.minimum(inside, cut - np.float32(0.1 * self.inner)), inside)
            rise = np.float32(0.35 * high) * (np.arctan2(y, x) / np.float32(np.pi))
        else:
            rise = np.zeros_like(x)
        height = shapes.plate(inside, high, min(0.3, 0.4 * high))
        return made_of(np.where(height > 0, height + rise, height), self.metal, "turned")


@dataclass(frozen=True)
class Bolt:
    """A bolt on its side, head at −x.

    Attributes:
        thread: Diameter.
        length: Of the shaft.
        threaded: Share of the shaft that bears the thread, from the tip.
        head: Hexagonal, a cylinder (for a hexagon key), or countersunk.
    """

    thread: float
    length: float
    threaded: float
    head: Literal["hexagon", "cylinder", "countersunk"]
    metal: str

    @property
    def head_length(self) -> float:
        return self.thread * {"hexagon": 0.65, "cylinder": 1.0, "countersunk": 0.55}[self.head]

    @property
    def head_radius(self) -> float:
        return self.thread * {"hexagon": 0.86, "cylinder": 0.78, "countersunk": 0.95}[self.head]

    @property
    def reach(self) -> float:
        return float(np.hypot((self.length + self.head_length) / 2, self.head_radius) + 0.2)

    def relief(self, x: Plane, y: Plane) -> Relief:
        # From the underside of the head, with the middle of the whole bolt at the origin.
        along = x + np.float32((self.length - self.head_length) / 2)
        axis = self._axis(along)
        shaft = self._shaft(along, y, axis)
        head = self._head(along, y, axis)
        return made_of(np.maximum(shaft, head).astype(np.float32), self.metal, "brushed")

    def _axis(self, along: Plane) -> Plane:
        """It rests on the head's edge and on the tip."""
        low, high = self.thread / 2, self.head_radius * 0.9
        share = np.clip(along / np.float32(self.length), 0, 1)
        return plane(high + (low - high) * share)

    def _shaft(self, along: Plane, across: Plane, axis: Plane) -> Plane:
        full = self.thread / 2
        pitch = 0.10 * self.thread + 0.45
        turn = np.arcsin(np.clip(across / np.float32(full), -1, 1)) / np.float32(2 * np.pi)
        phase = (along / np.float32(pitch) + turn) % 1
        groove = np.abs(2 * phase - 1) * np.float32(0.55 * pitch)
        from_tip = np.float32(self.length) - along
        groove = np.where(from_tip < self.length * self.threaded, groove, 0)
        chamfer = np.maximum(np.float32(0.12 * self.thread) - from_tip, 0)
        radius = np.float32(full) - groove - chamfer
        height = shapes.lying_cylinder(across, np.maximum(radius, 0), axis)
        return plane(np.where((along >= 0) & (from_tip > 0), height, shapes.OUTSIDE))

    def _head(self, along: Plane, across: Plane, axis: Plane) -> Plane:
        depth, radius = self.head_length, self.head_radius
        within = (along < 0) & (along > -depth)
        outer_end = along + np.float32(depth)
        if self.head == "hexagon":
            apothem = radius * shapes.SQRT3 / 2
            beyond = np.maximum(np.abs(across) - np.float32(radius / 2), 0)
            top = plane(axis + np.float32(apothem) - beyond * np.float32(shapes.SQRT3))
            top = plane(np.where(np.abs(across) < radius, top, shapes.OUTSIDE))
            # The cone at the end of the head.
            lowered = np.maximum(np.float32(0.12 * self.thread) - outer_end, 0) * np.float32(1.5)
            top = plane(np.where(top > 0, top - lowered, top))
        elif self.head == "cylinder":
            chamfer = np.maximum(np.float32(0.10 * self.thread) - outer_end, 0)
            top = shapes.lying_cylinder(across, np.float32(radius) - chamfer, axis)
        else:
            share = np.clip(-along / np.float32(depth), 0, 1)
            widest = self.thread / 2 + (radius - self.thread / 2) * share
            top = shapes.lying_cylinder(across, widest.astype(np.float32), axis)
        return plane(np.where(within, top, shapes.OUTSIDE))


@dataclass(frozen=True)
class Circlip:
    """An open ring of spring steel with an eye at each end; the eyes stand outside, or inside."""

    radius: float
    thickness: float
    gap: float
    eyes_inside: bool
    metal: str

    @property
    def reach(self) -> float:
        return self.radius * (1.12 if self.eyes_inside else 1.42)

    def relief(self, x: Plane, y: Plane) -> Relief:
        size = self.radius
        radius = np.hypot(x, y)
        # Two circles, the one shifted: the ring is widest opposite its gap, which is at +x.
        shift = 0.06 * size
        if self.eyes_inside:
            outer = np.float32(size * 1.05) - radius
            inner = np.hypot(x - np.float32(shift), y) - np.float32(size * 0.85)
        else:
            outer = np.float32(size * 1.08) - np.hypot(x + np.float32(shift), y)
            inner = radius - np.float32(size * 0.84)
        body = np.minimum(outer, inner)
        opening = np.abs(np.arctan2(y, x)) - np.float32(self.gap)
        body = np.minimum(body, opening * np.float32(size))
        at = size * (0.76 if self.eyes_inside else 1.12)
        eye = 0.19 * size
        angle = self.gap + 0.9 * eye / at
        ex, ey = at * np.cos(angle), at * np.sin(angle)
        mirrored = np.abs(y)
        lug = shapes.disc(x, mirrored, eye, ex, ey)
        hole = shapes.disc(x, mirrored, 0.42 * eye, ex, ey)
        inside = np.minimum(np.maximum(body, lug), -hole)
        height = shapes.plate(inside, self.thickness, 0.15)
        return made_of(height, self.metal, "brushed")
