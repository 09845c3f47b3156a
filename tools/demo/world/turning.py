"""Gears, bearings, springs and O-rings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tools.demo.world import shapes
from tools.demo.world.arrays import Plane
from tools.demo.world.materials import INDEX
from tools.demo.world.relief import Relief, made_of


@dataclass(frozen=True)
class Gear:
    """A spur gear.

    Attributes:
        teeth: Their number.
        module: Pitch diameter divided by the number of teeth.
        thickness: Of the rim; the hub stands a little higher, the web between lies lower.
        bore: Radius of the hole in the middle.
        holes: Number of round openings in the web; 0 for a full one.
    """

    teeth: int
    module: float
    thickness: float
    bore: float
    holes: int
    web: bool
    metal: str

    @property
    def reach(self) -> float:
        return self.module * (self.teeth / 2 + 1)

    def relief(self, x: Plane, y: Plane) -> Relief:
        radius, angle = np.hypot(x, y), np.arctan2(y, x)
        tip, root = self.reach, self.module * (self.teeth / 2 - 1.25)
        # A tooth's flank: a wave, steepened to a trapezoid with a narrow top.
        wave = np.cos(angle * np.float32(self.teeth))
        share = np.clip(wave * np.float32(1.25) + np.float32(0.5), 0, 1)
        outline = np.float32(root) + np.float32(tip - root) * share
        flank = 1.25 * (tip - root) * self.teeth / max(root, 1e-3)
        steep = np.where((share > 0) & (share < 1), np.float32(1 / np.hypot(1, flank)), 1)
        inside = np.minimum((outline - radius) * steep, radius - np.float32(self.bore))
        key = np.minimum(np.float32(0.28 * self.bore) - np.abs(y), np.float32(1.32 * self.bore) - x)
        inside = np.minimum(inside, -np.minimum(key, x))
        hub, rim = self.bore * 1.75, root - 1.1 * self.module
        height = shapes.plate(inside, self.thickness, 0.25)
        if self.web and rim - hub > 1.5:
            recess = np.minimum(radius - np.float32(hub), np.float32(rim) - radius)
            depth = np.float32(0.45 * self.thickness) * np.clip(recess / np.float32(0.4), 0, 1)
            height = np.where(height > 0, height - depth, height)
            if self.holes:
                middle, size = (hub + rim) / 2, 0.33 * (rim - hub)
                sector = np.float32(2 * np.pi / self.holes)
                turned = (angle % sector) - sector / 2
                opening = shapes.disc(
                    radius * np.cos(turned), radius * np.sin(turned), size, middle
                )
                height = np.where(opening > 0, shapes.OUTSIDE, height)
        raised = shapes.plate(
            np.minimum(shapes.ring(radius, self.bore, hub), -np.minimum(key, x)),
            1.15 * self.thickness,
            0.3,
        )
        return made_of(np.maximum(height, raised).astype(np.float32), self.metal, "turned")


@dataclass(frozen=True)
class Bearing:
    """A ball bearing, open or with a shield.

    Attributes:
        bore, outer: Radii.
        width: Its height when it lies on its side.
        shield: What closes it; None shows the balls.
    """

    bore: float
    outer: float
    width: float
    shield: str | None

    @property
    def reach(self) -> float:
        return self.outer

    def relief(self, x: Plane, y: Plane) -> Relief:
        radius = np.hypot(x, y)
        space = self.outer - self.bore
        wall = 0.26 * space
        inner = shapes.plate(shapes.ring(radius, self.bore, self.bore + wall), self.width, 0.35)
        outer = shapes.plate(shapes.ring(radius, self.outer - wall, self.outer), self.width, 0.35)
        height = np.maximum(inner, outer)
        material = np.full(x.shape, INDEX["polished"], np.uint8)
        between = shapes.ring(radius, self.bore + wall, self.outer - wall) > 0
        middle = (self.bore + self.outer) / 2
        if self.shield is not None:
            lip = np.abs(radius - np.float32(middle)) / np.float32(0.24 * space)
            level = np.float32(0.93 * self.width) - np.float32(0.07 * self.width) * lip**4
            height = np.where(between, level, height)
            material[between] = INDEX[self.shield]
            return Relief(height.astype(np.float32), material, "turned")
        size = 0.25 * space
        balls = max(int(2 * np.pi * middle / (2 * size * 1.22)), 5)
        sector = np.float32(2 * np.pi / balls)
        turned = (np.arctan2(y, x) % sector) - sector / 2
        globe = shapes.ball(
            radius * np.cos(turned), radius * np.sin(turned), size, middle, 0, self.width / 2
        )
        cage = np.float32(self.width / 2 + 0.45 * size) - np.abs(radius - np.float32(middle))
        height = np.where(between, np.maximum(globe, cage * np.float32(0.9)), height)
        material[between & (globe < cage * 0.9)] = INDEX["yellow zinc"]
        material[between & (np.maximum(globe, cage) < 0.55 * self.width)] = INDEX["dark"]
        return Relief(height.astype(np.float32), material, "turned")


@dataclass(frozen=True)
class Spring:
    """A coil spring on its side.

    Attributes:
        radius: Of the coil, to the middle of the wire.
        wire: Radius of the wire.
        pitch: From one turn to the next.
        turns: Their number.
    """

    radius: float
    wire: float
    pitch: float
    turns: int
    metal: str

    @property
    def length(self) -> float:
        return self.pitch * self.turns

    @property
    def reach(self) -> float:
        return float(np.hypot(self.length / 2 + self.wire, self.radius + self.wire))

    def relief(self, x: Plane, y: Plane) -> Relief:
        along = x + np.float32(self.length / 2)
        # Above the axis the wire runs from +radius to −radius, below it back again.
        above = self._strand(along, y, 0.0)
        below = self._strand(along, y, float(np.pi))
        height = np.maximum(above, below)
        for end in (0.0, self.length):
            height = np.maximum(height, self._closed_end(along - np.float32(end), y))
        return made_of(height.astype(np.float32), self.metal, "plain")

    def _strand(self, along: Plane, across: Plane, start: float) -> Plane:
        """Return one half of all turns: distance to the nearest point of the projected helix."""
        size = np.float32(self.radius)
        per_turn = np.float32(self.pitch / (2 * np.pi))
        arc = np.arccos(np.clip(across / size, -1, 1))
        nearest = arc if start == 0.0 else np.float32(2 * np.pi) - arc
        turn = np.clip(np.round((along - per_turn * nearest) / np.float32(self.pitch)), 0, None)
        turn = np.minimum(turn, np.float32(self.turns - 1))
        offset = turn * np.float32(2 * np.pi)
        angle = nearest + offset
        low, high = offset + np.float32(start), offset + np.float32(start + np.pi)
        for _ in range(3):
            # Gauss-Newton on the squared distance; the bounds keep it on this half of the turn.
            sine, cosine = np.sin(angle), np.cos(angle)
            dx, dy = along - per_turn * angle, across - size * cosine
            down = dx * per_turn - dy * size * sine
            angle = angle + down / (per_turn**2 + (size * sine) ** 2 + np.float32(0.02) * size**2)
            angle = np.clip(angle, low, high)
        distance = np.hypot(along - per_turn * angle, across - size * np.cos(angle))
        axis = np.float32(self.radius + self.wire) + size * np.sin(angle)
        return shapes.lying_cylinder(distance, self.wire, axis)

    def _closed_end(self, along: Plane, across: Plane) -> Plane:
        inside = np.clip(across / np.float32(self.radius), -1, 1)
        distance = np.hypot(along, across - inside * np.float32(self.radius))
        axis = np.float32(self.radius + self.wire) + np.float32(self.radius) * np.sqrt(
            1 - inside**2
        )
        return shapes.lying_cylinder(distance, self.wire, axis)


@dataclass(frozen=True)
class ORing:
    """A ring of rubber cord, a little out of round.

    Attributes:
        radius: Of the ring, to the middle of the cord.
        cord: Radius of the cord.
        bend: How far it is out of round: 0 is a circle, 0.1 a tenth of the radius.
        lobes: Directions in which it bulges: 2 for an oval, 3 …
    """

    radius: float
    cord: float
    bend: float
    lobes: Literal[2, 3]
    rubber: str

    @property
    def reach(self) -> float:
        return self.radius * (1 + self.bend) + self.cord

    def relief(self, x: Plane, y: Plane) -> Relief:
        radius, angle = np.hypot(x, y), np.arctan2(y, x)
        wave = np.cos(angle * np.float32(self.lobes))
        middle = np.float32(self.radius) * (1 + np.float32(self.bend) * wave)
        slope = self.bend * self.lobes * np.sin(angle * np.float32(self.lobes))
        distance = (radius - middle) / np.sqrt(1 + slope**2)
        return made_of(shapes.lying_cylinder(distance, self.cord, self.cord), self.rubber)
