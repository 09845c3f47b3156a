"""What is in a picture, drawn by lot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tools.demo.world import belt as belts
from tools.demo.world import rubbish
from tools.demo.world.belt import Belt
from tools.demo.world.camera import Camera, Sensor
from tools.demo.world.fasteners import Bolt, Circlip, HexNut, Washer
from tools.demo.world.light import Lamp, Room
from tools.demo.world.picture import CLASSES
from tools.demo.world.relief import Part
from tools.demo.world.turning import Bearing, Gear, ORing, Spring

RUBBISH = -1
"""Stands for a class where a thing belongs to none."""

Rng = np.random.Generator


@dataclass(frozen=True)
class Placed:
    """A part on the belt.

    Attributes:
        part: Its shape.
        class_id: Index into CLASSES, or RUBBISH.
        x, y: Its origin, in mm, in the frame of the belt (which moves).
        angle: Of its long side to x, in radians.
        rust: 0 is clean, 1 rusty all over.
        seed: Of its scratches and stains.
    """

    part: Part
    class_id: int
    x: float
    y: float
    angle: float
    rust: float
    seed: int


@dataclass(frozen=True)
class Scene:
    """All there is to a picture. Later parts lie on top of earlier ones."""

    parts: tuple[Placed, ...]
    belt: Belt
    room: Room
    camera: Camera
    sensor: Sensor


def drawn(seed: int, width: int, height: int) -> Scene:
    """Draw a scene by lot; the same seed and size give the same scene.

    Args:
        seed: Any number.
        width: Of the picture, in pixels.
        height: Likewise.
    """
    rng = np.random.default_rng([seed, width, height])
    span = float(np.exp(rng.uniform(np.log(130), np.log(330))))
    tilt = float(abs(rng.normal(0, 0.20))) if rng.random() < 0.75 else float(rng.uniform(0.2, 0.55))
    camera = Camera(
        x=float(rng.uniform(-300, 300)),
        y=float(rng.normal(0, 0.12 * span)),
        distance=float(rng.uniform(380, 760)),
        tilt=min(tilt, 0.6),
        heading=float(rng.normal(0, 0.12)) + (np.pi if rng.random() < 0.5 else 0.0),
        span=span,
    )
    half_width = float(rng.uniform(0.36, 0.9) * span * max(height / width, 0.6))
    belt = random_belt(rng, camera.x, span, half_width)
    tall = span * height / width
    count = int(np.clip(rng.poisson(rng.choice([5.0, 10.0, 18.0])), 1, 34))
    parts = scattered(
        rng,
        count,
        (camera.x - 0.54 * span, camera.x + 0.54 * span),
        (
            max(camera.y - 0.54 * tall, -half_width),
            min(camera.y + 0.54 * tall, half_width),
        ),
        crowding=float(rng.uniform(0, 0.7)),
    )
    room = random_room(rng, camera)
    return Scene(parts, belt, room, camera, random_sensor(rng, room.brightness(camera.x, camera.y)))


def scattered(
    rng: Rng,
    count: int,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    *,
    crowding: float,
    rubbish_share: float = 0.16,
) -> tuple[Placed, ...]:
    """Draw parts and lay them out.

    Args:
        rng: Where chance comes from.
        count: How many; fewer where there is no room.
        x_range: Where their middles may lie.
        y_range: Where they may lie as a whole, for the rails keep them in.
        crowding: Probability that a part may lie partly on others.
        rubbish_share: Of things that belong to no class.
    """
    laid: list[Placed] = []
    for _ in range(count):
        class_id = RUBBISH if rng.random() < rubbish_share else int(rng.integers(len(CLASSES)))
        part = random_rubbish(rng) if class_id == RUBBISH else MAKERS[CLASSES[class_id]](rng)
        on_others = rng.random() < crowding
        rust = float(rng.uniform(0.2, 1.0)) if rng.random() < 0.12 else 0.0
        for _ in range(12):
            x = float(rng.uniform(*x_range))
            low, high = y_range[0] + part.reach, y_range[1] - part.reach
            y = float(rng.uniform(low, high)) if low < high else (low + high) / 2
            clear = min(
                (
                    np.hypot(x - other.x, y - other.y) / (part.reach + other.part.reach)
                    for other in laid
                ),
                default=9.0,
            )
            if clear > (0.45 if on_others else 1.02):
                angle = float(rng.uniform(0, 2 * np.pi))
                seed = int(rng.integers(1 << 30))
                laid.append(Placed(part, class_id, x, y, angle, rust, seed))
                break
    return tuple(laid)


_METALS = ("steel", "polished", "zinc", "zinc", "yellow zinc", "blackened", "brass")


def _metal(rng: Rng, *others: str) -> str:
    return str(rng.choice((*_METALS, *others)))


def _nut(rng: Rng) -> Part:
    kind = ("plain", "plain", "plain", "flange", "locking")[int(rng.integers(5))]
    ring = str(rng.choice(["blue plastic", "white plastic"]))
    return HexNut(float(rng.uniform(5, 14)), _metal(rng, "copper"), kind, ring)  # type: ignore[arg-type]


def _washer(rng: Rng) -> Part:
    inner = float(rng.uniform(2.8, 8))
    split = rng.random() < 0.25
    wide = rng.uniform(1.45, 1.7) if split else rng.uniform(1.7, 2.9)
    thick = rng.uniform(1.4, 2.4) if split else rng.uniform(0.9, 2.2)
    return Washer(inner, float(inner * wide), float(thick), _metal(rng, "copper"), split)


def _bolt(rng: Rng) -> Part:
    thread = float(rng.uniform(3.5, 10))
    head = ("hexagon", "hexagon", "cylinder", "countersunk")[int(rng.integers(4))]
    threaded = 1.0 if rng.random() < 0.6 else float(rng.uniform(0.4, 0.8))
    length = float(np.clip(thread * rng.uniform(2.2, 7.5), 12, 62))
    return Bolt(thread, length, threaded, head, _metal(rng))  # type: ignore[arg-type]


def _gear(rng: Rng) -> Part:
    teeth = int(rng.integers(11, 37))
    module = float(np.clip(rng.uniform(18, 52) / (teeth + 2), 0.7, 2.6))
    bore = float(rng.uniform(0.13, 0.26) * module * teeth / 2 * 2 / 1.4)
    metal = _metal(rng, "white plastic", "white plastic", "black plastic", "brass")
    web = rng.random() < 0.6
    holes = int(rng.integers(3, 7)) if web and rng.random() < 0.6 else 0
    return Gear(teeth, module, float(rng.uniform(3, 9)), bore, holes, web, metal)


def _bearing(rng: Rng) -> Part:
    bore = float(rng.uniform(3, 11))
    shields = [None, None, "steel", "black rubber", "black rubber", "red rubber", "blue rubber"]
    shield = shields[int(rng.integers(len(shields)))]
    outer = float(bore * rng.uniform(1.75, 2.5) + 2)
    return Bearing(bore, outer, float(rng.uniform(0.28, 0.42) * outer + 2), shield)


def _spring(rng: Rng) -> Part:
    radius = float(rng.uniform(2.6, 7))
    wire = float(radius * rng.uniform(0.10, 0.2))
    pitch = float(wire * rng.uniform(2.6, 6))
    turns = int(np.clip(rng.uniform(12, 55) / pitch, 4, 16))
    return Spring(radius, wire, pitch, turns, _metal(rng, "blued"))


def _circlip(rng: Rng) -> Part:
    radius = float(rng.uniform(6, 17))
    return Circlip(
        radius,
        float(rng.uniform(0.9, 1.7)),
        float(rng.uniform(0.12, 0.45)),
        bool(rng.random() < 0.4),
        str(rng.choice(["blackened", "blackened", "blued", "steel", "zinc", "yellow zinc"])),
    )


def _o_ring(rng: Rng) -> Part:
    radius = float(rng.uniform(5, 20))
    rubbers = ["black rubber"] * 4 + ["red rubber", "green rubber", "blue rubber", "brown rubber"]
    lobes = 2 if rng.random() < 0.7 else 3
    bend = abs(float(rng.normal(0, 0.06)))
    cord = float(np.clip(radius * rng.uniform(0.10, 0.22), 0.8, 3))
    return ORing(radius, cord, min(bend, 0.2), lobes, str(rng.choice(rubbers)))  # type: ignore[arg-type]


MAKERS: dict[str, Callable[[Rng], Part]] = {
    "hex nut": _nut,
    "washer": _washer,
    "bolt": _bolt,
    "gear": _gear,
    "bearing": _bearing,
    "spring": _spring,
    "circlip": _circlip,
    "O-ring": _o_ring,
}
"""Draws a part of each class by lot."""


def random_rubbish(rng: Rng) -> Part:
    """Draw a thing that belongs to no class."""
    kind = int(rng.integers(5))
    if kind == 0:
        return rubbish.Pin(float(rng.uniform(1.2, 4)), float(rng.uniform(10, 40)), _metal(rng))
    if kind == 1:
        return rubbish.Blank(
            float(rng.uniform(4, 14)),
            float(rng.uniform(0.8, 4)),
            _metal(rng, "copper", "black plastic"),
        )
    if kind == 2:
        return rubbish.Ball(
            float(rng.uniform(2, 6)), str(rng.choice(["polished", "steel", "black rubber"]))
        )
    if kind == 3:
        return rubbish.Swarf(
            float(rng.uniform(4, 10)), float(rng.uniform(2, 4)), _metal(rng, "copper")
        )
    stuff = str(rng.choice(["wood", "white plastic", "orange plastic", "steel", "black plastic"]))
    width = float(rng.uniform(2, 8))
    return rubbish.Chip(
        width, float(width * rng.uniform(1.2, 4)), float(rng.uniform(0.3, 3)), stuff
    )


_BELTS: tuple[tuple[float, float, float], ...] = (
    (0.045, 0.13, 0.085),
    (0.03, 0.032, 0.035),
    (0.055, 0.115, 0.24),
    (0.16, 0.165, 0.165),
    (0.42, 0.42, 0.40),
    (0.10, 0.085, 0.07),
    (0.28, 0.10, 0.05),
    (0.06, 0.17, 0.19),
)


def random_belt(rng: Rng, x: float, span: float, half_width: float) -> Belt:
    """Draw a belt by lot, with oil stains near x."""
    colour = np.array(_BELTS[int(rng.integers(len(_BELTS)))]) * rng.uniform(0.75, 1.3)
    stains = int(rng.poisson(0.8))
    oil = tuple(
        (
            float(x + rng.uniform(-0.5, 0.5) * span),
            float(rng.uniform(-0.9, 0.9) * half_width),
            float(rng.uniform(4, 22)),
        )
        for _ in range(stains)
    )
    red, green, blue = (float(value) for value in colour)
    return Belt(
        belts.KINDS[int(rng.integers(len(belts.KINDS)))],
        (red, green, blue),
        half_width,
        float(rng.uniform(0, 1)),
        float(rng.uniform(0, 1) ** 2),
        oil,
        0.0,
        int(rng.integers(8)) * 10,
    )


def random_room(rng: Rng, camera: Camera) -> Room:
    """Draw one to three lamps by lot, and what is around them."""
    height = float(rng.uniform(320, 620))
    warmth = rng.normal(0, 0.10)
    strong = float(rng.uniform(12, 26))
    lamps = []
    for index in range(int(rng.integers(1, 4))):
        angle = float(rng.uniform(0, np.pi))
        away = rng.uniform(0.35, 1.1) * height
        at = rng.uniform(0, 2 * np.pi)
        tint = (
            np.array([1 + warmth, 1.0, 1 - warmth])
            * strong
            * (1.0 if index == 0 else rng.uniform(0.3, 0.8))
        )
        red, green, blue = (float(value) for value in tint)
        lamps.append(
            Lamp(
                float(camera.x + away * np.cos(at)),
                float(camera.y + away * np.sin(at)),
                angle,
                float(rng.uniform(80, 340)),
                float(rng.uniform(18, 70)),
                (red, green, blue),
            )
        )
    around = rng.uniform(0.12, 0.6)
    tone = np.array([1 + 0.4 * rng.normal(0, 0.12), 1.0, 1 + 0.4 * rng.normal(0, 0.12)]) * around
    red, green, blue = (float(value) for value in tone)
    dark = float(rng.uniform(0.03, 0.18))
    return Room(
        tuple(lamps), height, (red, green, blue), (dark, dark, dark), int(rng.integers(20)) + 500
    )


def random_sensor(rng: Rng, brightness: float) -> Sensor:
    """Draw by lot how well a picture is taken in light of this brightness; most are taken well."""
    bad = rng.random() < 0.3
    blur = rng.uniform(0.6, 1.9) if bad and rng.random() < 0.5 else rng.uniform(0, 0.55)
    smear = rng.uniform(2, 9) if rng.random() < 0.15 else 0.0
    exposure = (
        rng.uniform(0.16, 0.4) if bad and rng.random() < 0.4 else np.exp(rng.normal(0.0, 0.28))
    )
    noise = rng.uniform(0.03, 0.09) if bad and rng.random() < 0.5 else rng.uniform(0.004, 0.025)
    white = 1 + rng.normal(0, 0.05, 2)
    return Sensor(
        float(np.clip(exposure, 0.12, 1.9)) / brightness,
        (float(white[0]), 1.0, float(white[1])),
        float(blur),
        float(smear),
        float(rng.normal(0, 0.15)),
        float(noise),
        float(rng.uniform(0, 0.45)),
        float(rng.uniform(0, 0.10)),
        int(rng.integers(1 << 30)),
    )
