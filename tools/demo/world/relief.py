"""What a part looks like from above: its heights, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from tools.demo.world.arrays import Plane
from tools.demo.world.materials import INDEX

Grain = Literal["turned", "brushed", "plain"]
"""Tool marks: rings around the middle, lines along x, or none in particular."""


@dataclass(frozen=True)
class Relief:
    """The surface of a part that lies at the origin, long side along x.

    Attributes:
        height: Above what it lies on, in mm; negative where the part is not.
        material: (height, width) uint8, indexes of materials.NAMES.
        grain: How its tool marks run.
    """

    height: Plane
    material: npt.NDArray[np.uint8]
    grain: Grain


class Part(Protocol):
    """A part of one shape and size. All lengths are in mm."""

    @property
    def reach(self) -> float:
        """The largest distance of any of its points from the origin."""
        ...

    def relief(self, x: Plane, y: Plane) -> Relief:
        """Return its surface at these places."""
        ...


def made_of(height: Plane, name: str, grain: Grain = "plain") -> Relief:
    """Return the relief of a part that is of one material."""
    return Relief(height, np.full(height.shape, INDEX[name], np.uint8), grain)
