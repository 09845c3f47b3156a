"""The scenes of the demo: six pictures, each hard in its own way, and one clip."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tools.demo.world.belt import Belt
from tools.demo.world.camera import Camera, Sensor
from tools.demo.world.light import Lamp, Room
from tools.demo.world.picture import CLASSES
from tools.demo.world.relief import Part
from tools.demo.world.scene import MAKERS, RUBBISH, Placed, Rng, Scene, random_rubbish, scattered

TEAL = (0.045, 0.15, 0.165)
GREEN = (0.045, 0.13, 0.085)
GREY = (0.16, 0.165, 0.165)
BLACK = (0.03, 0.032, 0.035)
BLUE = (0.05, 0.11, 0.24)
FABRIC = (0.30, 0.29, 0.27)

FRAMES = 250
"""Of the clip."""
RATE = 25
"""Frames of the clip to the second."""
_SPEED = 52.0
"""Of the belt, in mm a second."""


@dataclass(frozen=True)
class Staged:
    """A scene of the demo.

    Attributes:
        name: Of its file, without the ending.
        scene: What is in it.
        width, height: Of the picture, in pixels.
    """

    name: str
    scene: Scene
    width: int
    height: int


def pictures() -> tuple[Staged, ...]:
    """Return the six pictures of the demo; the first one's scores are spread most widely."""
    return _crowded(), _sorted(), _alike(), _close(), _fast(), _night()


def _room(
    lamps: tuple[tuple[float, float, float, float, float], ...],
    *,
    strong: float = 16.0,
    warm: float = 0.0,
    ceiling: float = 0.3,
    clutter: int = 503,
) -> Room:
    """Return a room.

    Args:
        lamps: x, y, angle, half length and half width of each, the brightest first.
        strong: Glow of the first.
        warm: 0 is white, 0.2 is a bulb, −0.1 is daylight.
        ceiling: How much light comes from everywhere.
        clutter: Seed of what metal mirrors of the ceiling.
    """
    tint = np.array([1 + warm, 1.0, 1 - warm])
    made = []
    for index, (x, y, angle, half_length, half_width) in enumerate(lamps):
        red, green, blue = (float(value) for value in tint * strong * (1.0 if index == 0 else 0.6))
        made.append(Lamp(x, y, angle, half_length, half_width, (red, green, blue)))
    return Room(tuple(made), 460.0, (ceiling, ceiling, 1.04 * ceiling), (0.1, 0.1, 0.11), clutter)


def _sensor(room: Room, exposure: float = 1.0, **changes: float) -> Sensor:
    plain = Sensor(
        exposure=exposure / room.brightness(0, 0),
        white=(1.0, 1.0, 1.0),
        blur=0.15,
        smear=0.0,
        smear_angle=0.0,
        noise=0.006,
        vignette=0.22,
        glow=0.05,
        seed=11,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def _scene(
    parts: tuple[Placed, ...],
    belt: Belt,
    room: Room,
    camera: Camera,
    sensor: Sensor,
    name: str,
    size: tuple[int, int] = (1280, 960),
) -> Staged:
    return Staged(name, Scene(parts, belt, room, camera, sensor), *size)


def _sorted() -> Staged:
    """Two of each part in good light, with room between them."""
    rng = np.random.default_rng(41)
    parts = []
    for index in range(16):
        class_id = index % len(CLASSES)
        column, row = index % 4, index // 4
        x, y = -84 + 56 * column + rng.uniform(-5, 5), -66 + 44 * row + rng.uniform(-4, 4)
        parts.append(_placed(rng, _fitting(rng, class_id, 21), class_id, float(x), float(y)))
    room = _room(((-210, -160, 0.5, 260, 46), (320, 120, 1.8, 160, 30)), ceiling=0.34)
    belt = Belt("woven", TEAL, 104, 0.25, 0.15, (), 0.0, 20)
    camera = Camera(0, 2, 520, 0.16, 0.05, 262)
    return _scene(tuple(parts), belt, room, camera, _sensor(room), "02-sorted")


def _close() -> Staged:
    """A few parts, near enough to see their threads."""
    rng = np.random.default_rng(8)
    chosen = ("bearing", "gear", "bolt", "hex nut", "spring", "circlip")
    places = ((-34, -18), (32, -24), (6, 34), (-3, 3), (44, 18), (-46, 32))
    parts = tuple(
        _placed(rng, _fitting(rng, CLASSES.index(name), 24), CLASSES.index(name), x, y)
        for name, (x, y) in zip(chosen, places, strict=True)
    )
    room = _room(((-240, 120, 1.1, 300, 50), (200, -260, 0.3, 200, 40)), strong=20, ceiling=0.22)
    belt = Belt("slats", BLUE, 90, 0.5, 0.3, ((-62.0, -40.0, 12.0),), 0.0, 30)
    camera = Camera(0, 4, 430, 0.42, -0.12, 140)
    return _scene(parts, belt, room, camera, _sensor(room), "04-close")


def _crowded() -> Staged:
    """Parts that lie on each other."""
    rng = np.random.default_rng(29)
    parts = scattered(rng, 46, (-112, 112), (-84, 84), crowding=0.85, rubbish_share=0.08)
    room = _room(((260, -200, 2.2, 280, 40),), strong=22, warm=0.06, ceiling=0.24)
    belt = Belt("ribbed", GREEN, 112, 0.4, 0.3, ((-44.0, -90.0, 15.0),), 0.0, 10)
    camera = Camera(0, 0, 560, 0.24, 3.2, 240)
    return _scene(parts, belt, room, camera, _sensor(room), "01-crowded")


def _alike() -> Staged:
    """Rings of all kinds, and discs, pins and balls that are no parts at all."""
    rng = np.random.default_rng(52)
    wanted = ("washer", "O-ring", "bearing", "circlip", "washer", "O-ring", "hex nut", "gear")
    laid: list[Placed] = []
    for index in range(30):
        stray = index % 4 == 3
        class_id = RUBBISH if stray else CLASSES.index(wanted[index % len(wanted)])
        part = random_rubbish(rng) if stray else MAKERS[CLASSES[class_id]](rng)
        for _ in range(30):
            x, y = float(rng.uniform(-120, 120)), float(rng.uniform(-84, 84))
            if all(
                np.hypot(x - one.x, y - one.y) > part.reach + one.part.reach + 2 for one in laid
            ):
                laid.append(_placed(rng, part, class_id, x, y))
                break
    room = _room(((-120, 260, 0.1, 240, 60), (240, -180, 1.2, 160, 30)), ceiling=0.4)
    belt = Belt("smooth", FABRIC, 120, 0.5, 0.45, ((-25.0, -35.0, 12.0),), 0.0, 40)
    camera = Camera(0, 0, 600, 0.10, -0.06, 262)
    return _scene(tuple(laid), belt, room, camera, _sensor(room, 0.95), "03-look-alikes")


def _fast() -> Staged:
    """The belt runs faster than the shutter, and the camera is not quite in focus."""
    rng = np.random.default_rng(63)
    parts = scattered(rng, 22, (-140, 140), (-78, 78), crowding=0.25, rubbish_share=0.1)
    room = _room(((60, -240, 0.0, 320, 40), (-260, 220, 1.5, 160, 30)), strong=18, ceiling=0.3)
    belt = Belt("studded", GREY, 92, 0.6, 0.4, (), 0.0, 60)
    camera = Camera(0, 0, 520, 0.34, 0.16, 290)
    sensor = _sensor(room, blur=0.9, smear=11.0, smear_angle=-0.16, noise=0.03)
    return _scene(parts, belt, room, camera, sensor, "05-fast-belt")


def _night() -> Staged:
    """One lamp far away, dark parts on a dark belt, a noisy sensor, and rust."""
    rng = np.random.default_rng(74)
    parts = tuple(
        replace(one, rust=float(rng.uniform(0.2, 0.8)) if rng.random() < 0.35 else 0.0)
        for one in scattered(rng, 26, (-120, 120), (-86, 86), crowding=0.4, rubbish_share=0.12)
    )
    room = _room(((380, 300, 0.8, 120, 26),), strong=16, warm=0.18, ceiling=0.05, clutter=511)
    belt = Belt(
        "studded", BLACK, 108, 0.8, 0.6, ((30.0, -20.0, 17.0), (-70.0, 44.0, 11.0)), 0.0, 50
    )
    camera = Camera(0, 0, 540, 0.2, 3.05, 250)
    sensor = _sensor(room, 0.22, noise=0.07, vignette=0.5, blur=0.5)
    return _scene(parts, belt, room, camera, sensor, "06-night-shift")


def clip(frame: int) -> Scene:
    """Return the scene of a frame of the clip.

    The belt runs by steadily. From the fourth second on the focus drifts off and comes back; in the
    seventh a lamp fails for a moment, and comes back flickering.

    Args:
        frame: 0 to FRAMES − 1.
    """
    rng = np.random.default_rng(2026)
    run = _SPEED * FRAMES / RATE
    parts = scattered(rng, 96, (-run - 150, 150), (-66, 66), crowding=0.3, rubbish_share=0.12)
    stains = tuple(
        (
            float(rng.uniform(-run - 100, 100)),
            float(rng.uniform(-60, 60)),
            float(rng.uniform(6, 16)),
        )
        for _ in range(9)
    )
    second = frame / RATE
    off_focus = float(np.clip(1 - abs(second - 4.4) / 1.0, 0, 1))
    flicker = float(np.random.default_rng([7, frame]).uniform(0, 1))
    dim = 1.0
    if 6.6 <= second < 8.2:
        dim = 0.06 if second < 7.5 else 0.06 + 0.94 * (flicker > 0.45)
    room = _room(((-160, -220, 0.25, 300, 46), (300, 160, 1.7, 180, 32)), strong=17, ceiling=0.3)
    sensor = _sensor(room, dim, noise=0.006, seed=frame, blur=0.2 + 3.6 * off_focus)
    belt = Belt("slats", TEAL, 76, 0.45, 0.3, stains, _SPEED * second, 70)
    return Scene(parts, belt, room, Camera(0, 0, 540, 0.36, 0.0, 270), sensor)


def _fitting(rng: Rng, class_id: int, reach: float) -> Part:
    """Draw a part of this class until one is of a middle size."""
    while True:
        part = MAKERS[CLASSES[class_id]](rng)
        if 0.5 * reach < part.reach < reach:
            return part


def _placed(rng: Rng, part: Part, class_id: int, x: float, y: float) -> Placed:
    angle, seed = float(rng.uniform(0, 2 * np.pi)), int(rng.integers(1 << 30))
    return Placed(part, class_id, x, y, angle, 0.0, seed)
