"""The arrays that the renderer works on."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Plane: TypeAlias = npt.NDArray[np.float32]
"""(height, width) float32: one value for each point."""

Colours: TypeAlias = npt.NDArray[np.float32]
"""(height, width, 3) float32: linear red, green, blue; 1 is what a white sheet reflects in full light."""

Rgb: TypeAlias = tuple[float, float, float]
"""Linear red, green, blue."""


def plane(values: npt.ArrayLike) -> Plane:
    """Return the values as a plane; nothing is copied where they are one."""
    return np.asarray(values, np.float32)


def smooth_step(values: Plane, start: float, end: float) -> Plane:
    """Return 0 below the start, 1 above the end, and a smooth rise between (either may be the larger)."""
    share: Plane = np.clip((values - np.float32(start)) / np.float32(end - start), 0, 1)
    smooth: Plane = share * share * (3 - 2 * share)
    return smooth


def mixed(first: Colours, second: Colours | npt.NDArray[np.float32], share: Plane) -> Colours:
    """Return the first colours, and the second ones as far as the share (0 to 1) says."""
    return first + (second - first) * share[..., None]
