"""A picture for finding out how a model answers when there is no real one at hand.

It decides what any picture decides (are boxes placed, are scores probabilities), and nothing that
takes an object: a head that gives rows only for what it finds stays open.
"""

from __future__ import annotations

import numpy as np

from engine_core.frame import Frame

_SIZE_WH = (640, 480)


def probe_frame() -> Frame:
    """Return a picture with shading, edges and texture; the same every time."""
    w, h = _SIZE_WH
    x, y = np.meshgrid(np.linspace(0, 1, w), np.linspace(0, 1, h))
    image = np.stack([90 + 90 * y, 110 + 60 * x * y, 170 - 100 * y], axis=2)
    for centre_x, centre_y, radius, colour in (
        (0.30, 0.60, 0.18, (200, 60, 40)),
        (0.65, 0.45, 0.12, (40, 60, 150)),
        (0.80, 0.75, 0.08, (230, 220, 190)),
    ):
        inside = np.hypot((x - centre_x) * w / h, y - centre_y) < radius
        image[inside] = colour
    image[int(0.7 * h) :, int(0.45 * w) : int(0.6 * w)] = (60, 120, 60)
    image += np.random.default_rng(0).normal(0, 6, image.shape)
    return Frame(image=np.clip(image, 0, 255).astype(np.uint8), source="probe", name="probe.png")
