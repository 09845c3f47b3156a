"""Smooth random patterns: tiles that repeat without a seam, made once and read anywhere."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from tools.demo.world.arrays import Plane, plane

_SIDE = 512


def fine(seed: int) -> Plane:
    """Return white noise, a little blurred: (512, 512), mean 0, standard deviation 1."""
    return _tile(seed, (1.0,))


def clouds(seed: int) -> Plane:
    """Return noise of all sizes from 4 to 128 pixels: (512, 512), mean 0, standard deviation 1."""
    return _tile(seed, (2.0, 4.0, 8.0, 16.0, 32.0))


@lru_cache(maxsize=64)
def streaks(seed: int) -> Plane:
    """Return noise drawn out along the rows, as brushing leaves it: (512, 512), mean 0, deviation 1."""
    noise = np.random.default_rng(seed).standard_normal((_SIDE, _SIDE)).astype(np.float32)
    return _standard(_wrapped_blur(noise, 40.0, 0.8))


def read(tile: Plane, x: Plane, y: Plane, per_mm: float) -> Plane:
    """Return a tile's values at places on it.

    Args:
        tile: Repeats in both directions.
        x: Places in mm; no more than 32,000 pixels from 0.
        y: Likewise.
        per_mm: Pixels of the tile to the mm.
    """
    across, down = plane(x * np.float32(per_mm)), plane(y * np.float32(per_mm))
    return plane(cv2.remap(tile, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP))


@lru_cache(maxsize=64)
def _tile(seed: int, sizes: tuple[float, ...]) -> Plane:
    rng = np.random.default_rng(seed)
    whole = np.zeros((_SIDE, _SIDE), np.float32)
    for size in sizes:
        noise = rng.standard_normal((_SIDE, _SIDE)).astype(np.float32)
        whole += np.sqrt(np.float32(size)) * _standard(_wrapped_blur(noise, size, size))
    return _standard(whole)


def _wrapped_blur(noise: Plane, along_rows: float, along_columns: float) -> Plane:
    """Blur a tile as if it repeated, so that it does."""
    margin = int(4 * max(along_rows, along_columns))
    wide = np.pad(noise, margin, mode="wrap")
    blurred = cv2.GaussianBlur(wide, (0, 0), along_rows, sigmaY=along_columns)
    return np.ascontiguousarray(blurred[margin:-margin, margin:-margin], np.float32)


def _standard(values: npt.NDArray[np.floating]) -> Plane:
    return plane((values - values.mean()) / values.std())
