"""Pictures of plain shapes with their ground truth, in place of the demo's slow and handsome ones."""

from __future__ import annotations

import cv2
import numpy as np

from tools.demo.world.picture import CLASSES, Picture

_COLOURS = np.array(
    [
        *([220, 40, 40], [40, 200, 60], [60, 80, 230], [230, 210, 40]),
        *([200, 60, 210], [50, 210, 220], [250, 250, 250], [20, 20, 20]),
    ]
)


def render(seed: int, width: int, height: int) -> Picture:
    """Draw up to six discs and boxes; the colour is the class, and the last one may be nearly covered."""
    draw = np.random.default_rng(seed)
    rgb = draw.integers(90, 140, (height, width, 3)).astype(np.uint8)
    ids = np.zeros((height, width), np.uint8)
    count = int(draw.integers(2, 7))
    classes = draw.integers(0, len(CLASSES), count)
    reach = min(width, height)
    areas = np.zeros(count)
    for index in range(count):
        mask = np.zeros((height, width), np.uint8)
        x, y = int(draw.integers(0, width)), int(draw.integers(0, height))
        size = draw.integers(reach // 10, reach // 5, 2)
        if draw.random() < 0.5:
            cv2.circle(mask, (x, y), int(size[0]), 1, -1)
        else:
            cv2.rectangle(mask, (x - size[0], y - size[1]), (x + size[0], y + size[1]), 1, -1)
        areas[index] = mask.sum()
        rgb[mask > 0] = _COLOURS[classes[index]]
        ids[mask > 0] = index + 1
    seen = np.bincount(ids.reshape(-1), minlength=count + 1)[1 : count + 1]
    return Picture(rgb, ids, classes.astype(np.int64), seen < 0.3 * np.maximum(areas, 1))
