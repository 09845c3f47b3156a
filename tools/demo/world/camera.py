"""The camera: where it stands, what it sees, and what its lens and sensor make of it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tools.demo.world.arrays import Colours, Plane, Rgb, plane


@dataclass(frozen=True)
class Camera:
    """A camera that looks down at a place on the belt.

    Attributes:
        x, y: The place it looks at, in mm.
        distance: From there, in mm.
        tilt: Away from looking straight down, in radians.
        heading: The direction that is up in the picture, in radians from y.
        span: Width of what it sees at that place, in mm.
    """

    x: float
    y: float
    distance: float
    tilt: float
    heading: float
    span: float


@dataclass(frozen=True)
class Rays:
    """The line of sight of each pixel, by height z: x = x0 + z · dx, y = y0 + z · dy.

    Attributes:
        x0, y0: Where it meets z = 0, in mm.
        dx, dy: How it moves with height.
    """

    x0: Plane
    y0: Plane
    dx: Plane
    dy: Plane


def rays(camera: Camera, width: int, height: int) -> Rays:
    """Return the lines of sight of a picture of this size."""
    focal = np.float32(width * camera.distance / camera.span)
    u = np.arange(width, dtype=np.float32) + np.float32(0.5 - width / 2)
    v = np.arange(height, dtype=np.float32) + np.float32(0.5 - height / 2)
    right, down = np.meshgrid(u / focal, v / focal)
    sine, cosine = np.float32(np.sin(camera.tilt)), np.float32(np.cos(camera.tilt))
    # In a frame whose y points to the lower edge of the picture; the camera stands on that side.
    forward_y, forward_z = -sine, -cosine
    below_y, below_z = cosine, -sine
    ray_y, ray_z = forward_y + down * below_y, forward_z + down * below_z
    stand_y, stand_z = np.float32(camera.distance) * sine, np.float32(camera.distance) * cosine
    slope_x, slope_y = right / ray_z, ray_y / ray_z
    ground_x, ground_y = -stand_z * slope_x, stand_y - stand_z * slope_y
    turn_sine, turn_cosine = np.float32(np.sin(camera.heading)), np.float32(np.cos(camera.heading))
    return Rays(
        np.float32(camera.x) + ground_x * turn_cosine - ground_y * turn_sine,
        np.float32(camera.y) + ground_x * turn_sine + ground_y * turn_cosine,
        slope_x * turn_cosine - slope_y * turn_sine,
        slope_x * turn_sine + slope_y * turn_cosine,
    )


@dataclass(frozen=True)
class Sensor:
    """What becomes of the light behind the lens. Lengths in pixels of a picture 640 wide.

    Attributes:
        exposure: Factor on all light.
        white: Factors on red, green, blue.
        blur: Standard deviation, out of focus.
        smear: Length of the movement during the exposure.
        smear_angle: Its direction, in radians from the row.
        noise: Of a bright pixel, as a share of white.
        vignette: Loss of light in the corners, 0 to 1.
        glow: Share of light that the lens scatters.
        seed: Of the noise.
    """

    exposure: float
    white: Rgb
    blur: float
    smear: float
    smear_angle: float
    noise: float
    vignette: float
    glow: float
    seed: int


def developed(light: Colours, sensor: Sensor) -> npt.NDArray[np.uint8]:
    """Return the picture of a sensor: (height, width, 3) uint8, sRGB."""
    height, width = light.shape[:2]
    unit = width / 640
    picture = light * (np.array(sensor.white, np.float32) * np.float32(sensor.exposure))
    if sensor.glow > 0:
        small = cv2.resize(
            np.minimum(picture, 12), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA
        )
        spread = cv2.GaussianBlur(small, (0, 0), 3.0 * unit)
        spread = cv2.resize(spread, (width, height), interpolation=cv2.INTER_LINEAR)
        picture += np.float32(sensor.glow) * (spread - picture * np.float32(0.5))
        np.maximum(picture, 0, out=picture)
    if sensor.blur > 0.05:
        picture = cv2.GaussianBlur(picture, (0, 0), sensor.blur * unit)
    if sensor.smear > 0.5:
        picture = cv2.filter2D(picture, -1, _line(sensor.smear * unit, sensor.smear_angle))
    u = np.linspace(-1, 1, width, dtype=np.float32)
    v = np.linspace(-1, 1, height, dtype=np.float32)
    corner = (u[None, :] ** 2 + v[:, None] ** 2) / 2
    picture *= (1 - np.float32(sensor.vignette) * corner)[..., None]
    rng = np.random.default_rng(sensor.seed)
    grain = rng.standard_normal(picture.shape, np.float32)
    picture += grain * np.float32(sensor.noise) * np.sqrt(np.maximum(picture, 0) + np.float32(0.02))
    # Highlights are rolled off: half of what is beyond 0.8 is kept, then half of that …
    bright = np.maximum(picture - np.float32(0.75), 0)
    picture = np.minimum(picture, 0.75) + np.float32(0.25) * (
        1 - np.exp(-bright / np.float32(0.45))
    )
    clipped = np.clip(picture, 0, 1)
    low = clipped * np.float32(12.92)
    curve = np.float32(1.055) * np.power(
        np.maximum(clipped, 1e-6), np.float32(1 / 2.4)
    ) - np.float32(0.055)
    shown = np.where(clipped <= 0.0031308, low, curve)
    return np.asarray(np.rint(shown * 255), np.uint8)


def _line(length: float, angle: float) -> Plane:
    size = int(length) | 1
    kernel = np.zeros((size, size), np.float32)
    middle = size // 2
    for share in np.linspace(-0.5, 0.5, 4 * size):
        column = middle + share * (length - 1) * np.cos(angle)
        row = middle + share * (length - 1) * np.sin(angle)
        kernel[int(np.clip(round(row), 0, size - 1)), int(np.clip(round(column), 0, size - 1))] += 1
    return plane(kernel / kernel.sum())
