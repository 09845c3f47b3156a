"""What the renderer gives: a picture and, for each part in it, exactly the pixels it can be seen in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CLASSES = ("hex nut", "washer", "bolt", "gear", "bearing", "spring", "circlip", "O-ring")
"""What lies on the belt; a class id is an index into this."""


@dataclass(frozen=True)
class Picture:
    """A rendered picture with its ground truth.

    Attributes:
        rgb: (height, width, 3) uint8, sRGB.
        ids: (height, width) uint8. 0 is the belt, n the part with index n − 1; only what is seen counts, so
            the hole of a nut is the belt or the part below, and a part under another one is cut off.
        classes: (parts,) int64, indexes into CLASSES.
        hardly_seen: (parts,) bool. So little of the part is seen (under another one, or across the edge of
            the picture) that nobody can be asked to find it: neither to be learnt nor to be counted.
    """

    rgb: npt.NDArray[np.uint8]
    ids: npt.NDArray[np.uint8]
    classes: npt.NDArray[np.int64]
    hardly_seen: npt.NDArray[np.bool_]

    def boxes(self) -> npt.NDArray[np.float32]:
        """The smallest boxes around what is seen: (parts, 4) x1, y1, x2, y2 in pixels.

        Frame of reference: 0, 0 is the top left corner of the picture, so a part that is seen in the single
        pixel of column 3, row 5 has the box 3, 5, 4, 6. A part without a pixel has the box 0, 0, 0, 0.
        """
        found = np.zeros((len(self.classes), 4), np.float32)
        for number in np.unique(self.ids[self.ids > 0]):
            mask = self.ids == number
            columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
            found[number - 1] = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
        return found
