"""The fit of a picture into the network's input, and its exact inverse.

The only place where coordinates change their frame of reference. Coordinates are continuous: the
left edge of the first pixel is 0, its centre 0.5, as ``cv2.resize`` samples and as boxes are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


class Geometry(Enum):
    """How a picture is brought to the network's size."""

    LETTERBOX = "letterbox"
    """Keep the ratio, centre, pad on both sides."""
    LETTERBOX_TOP_LEFT = "letterbox-top-left"
    """Keep the ratio, top-left corner, pad on the right and below."""
    STRETCH = "stretch"
    """Scale each axis by itself; no padding."""
    CENTRE_CROP = "centre-crop"
    """Keep the ratio, fill the input, cut off what stands over on both sides."""


@dataclass(frozen=True, slots=True)
class LetterBox:
    """Where a picture lies within the network's input.

    Attributes:
        source_wh: Size of the picture.
        input_wh: Size of the network's input.
        resized_wh: Size of the picture after scaling, before padding or cutting.
        offset_xy: Where its top-left corner lies in the input; negative where it is cut.
    """

    source_wh: tuple[int, int]
    input_wh: tuple[int, int]
    resized_wh: tuple[int, int]
    offset_xy: tuple[int, int]

    @classmethod
    def fit(
        cls,
        source_wh: tuple[int, int],
        input_wh: tuple[int, int],
        geometry: Geometry = Geometry.LETTERBOX,
    ) -> LetterBox:
        """Fit ``source_wh`` into ``input_wh``.

        Scaled sizes are rounded to whole pixels, which keeps the ratio best, and never fall below one.
        """
        (w, h), (input_w, input_h) = source_wh, input_wh
        if min(w, h, input_w, input_h) < 1:
            raise ValueError(f"cannot fit {source_wh} into {input_wh}")
        if geometry is Geometry.STRETCH:
            return cls(source_wh, input_wh, input_wh, (0, 0))
        if geometry is Geometry.CENTRE_CROP:
            scale = max(input_w / w, input_h / h)
            resized = (max(input_w, round(w * scale)), max(input_h, round(h * scale)))
            offset = (-((resized[0] - input_w) // 2), -((resized[1] - input_h) // 2))
            return cls(source_wh, input_wh, resized, offset)
        scale = min(input_w / w, input_h / h)
        resized = (
            min(input_w, max(1, round(w * scale))),
            min(input_h, max(1, round(h * scale))),
        )
        if geometry is Geometry.LETTERBOX_TOP_LEFT:
            return cls(source_wh, input_wh, resized, (0, 0))
        offset = ((input_w - resized[0]) // 2, (input_h - resized[1]) // 2)
        return cls(source_wh, input_wh, resized, offset)

    @property
    def scale_xy(self) -> tuple[float, float]:
        """Network pixels per source pixel along each axis."""
        return (
            self.resized_wh[0] / self.source_wh[0],
            self.resized_wh[1] / self.source_wh[1],
        )

    @property
    def is_padded(self) -> bool:
        """Whether some of the input is not covered by the picture."""
        return any(r < i for r, i in zip(self.resized_wh, self.input_wh, strict=True))

    def to_input(self, points: FloatArray) -> FloatArray:
        """Map points or boxes ``(…, 2k)`` from source pixels to network pixels."""
        scale, offset = self._per_column(points.shape[-1])
        return (points * scale + offset).astype(np.float32)

    def to_source(self, points: FloatArray) -> FloatArray:
        """Map points or boxes ``(…, 2k)`` from network pixels to source pixels, without clipping."""
        scale, offset = self._per_column(points.shape[-1])
        return ((points - offset) / scale).astype(np.float32)

    def _per_column(self, columns: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        if columns % 2:
            raise ValueError(f"coordinates come in pairs, got {columns} columns")
        return (
            np.tile(np.asarray(self.scale_xy, np.float64), columns // 2),
            np.tile(np.asarray(self.offset_xy, np.float64), columns // 2),
        )
