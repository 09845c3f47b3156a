"""What else lies on a belt: things to be left alone. Some of them resemble parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.demo.world import shapes
from tools.demo.world.arrays import Plane
from tools.demo.world.relief import Relief, made_of


@dataclass(frozen=True)
class Pin:
    """A plain cylinder on its side."""

    radius: float
    length: float
    metal: str

    @property
    def reach(self) -> float:
        return float(np.hypot(self.length / 2, self.radius))

    def relief(self, x: Plane, y: Plane) -> Relief:
        end = np.float32(self.length / 2) - np.abs(x)
        taper = np.maximum(np.float32(0.3 * self.radius) - end, 0)
        height = shapes.lying_cylinder(y, np.float32(self.radius) - taper, self.radius)
        return made_of(np.where(end > 0, height, shapes.OUTSIDE), self.metal, "brushed")


@dataclass(frozen=True)
class Blank:
    """A disc without a hole."""

    radius: float
    thickness: float
    metal: str

    @property
    def reach(self) -> float:
        return self.radius

    def relief(self, x: Plane, y: Plane) -> Relief:
        inside = shapes.disc(x, y, self.radius)
        return made_of(shapes.plate(inside, self.thickness, 0.3), self.metal, "turned")


@dataclass(frozen=True)
class Ball:
    """A loose ball."""

    radius: float
    metal: str

    @property
    def reach(self) -> float:
        return self.radius

    def relief(self, x: Plane, y: Plane) -> Relief:
        return made_of(shapes.ball(x, y, self.radius, 0, 0, self.radius), self.metal)


@dataclass(frozen=True)
class Swarf:
    """A curl of metal from a lathe: an open spiral of thin band."""

    radius: float
    turns: float
    metal: str

    @property
    def reach(self) -> float:
        return self.radius

    def relief(self, x: Plane, y: Plane) -> Relief:
        radius, angle = np.hypot(x, y), np.arctan2(y, x) / np.float32(2 * np.pi)
        step = self.radius / self.turns
        turn = np.round(radius / np.float32(step) - angle)
        place = (turn + angle) * np.float32(step)
        inside = np.float32(0.22) - np.abs(radius - place)
        inside = np.where((place > 0.35 * self.radius) & (place < self.radius - 0.22), inside, -1)
        rise = 0.6 + 0.5 * np.sin(angle * np.float32(4 * np.pi))
        height = np.where(inside > 0, rise, shapes.OUTSIDE).astype(np.float32)
        return made_of(height, self.metal)


@dataclass(frozen=True)
class Chip:
    """A scrap with straight sides."""

    width: float
    length: float
    thickness: float
    stuff: str

    @property
    def reach(self) -> float:
        return float(np.hypot(self.length, self.width + 0.25 * self.length) / 2)

    def relief(self, x: Plane, y: Plane) -> Relief:
        inside = np.minimum(
            np.float32(self.length / 2) - np.abs(x),
            np.float32(self.width / 2) - np.abs(y + np.float32(0.25) * x),
        )
        return made_of(shapes.plate(inside, self.thickness, 0.2), self.stuff, "brushed")
