"""One frame's answer as exporters and the command take it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from engine_core.detections import ClassScore, Detections
from engine_core.frame import Frame


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FrameResult:
    """What is shown and exported for one frame: filtered already, in source pixels.

    Attributes:
        source, name, index, pts, time_base, duration: As in ``Frame``.
        size_wh: Width and height of the upright source picture.
        detections: What passed the display filter.
        classes: A classifier's best answers, most confident first; empty for detectors.
        image: ``(h, w, 3)`` uint8 RGB, or None when the result was read back from a journal.
    """

    source: str
    name: str
    index: int
    size_wh: tuple[int, int]
    detections: Detections
    classes: tuple[ClassScore, ...] = ()
    pts: int | None = None
    time_base: Fraction | None = None
    duration: int | None = None
    image: npt.NDArray[np.uint8] | None = None

    @classmethod
    def of(
        cls, frame: Frame, detections: Detections, classes: tuple[ClassScore, ...] = ()
    ) -> FrameResult:
        """Join a frame and what was found in it."""
        return cls(
            source=frame.source,
            name=frame.name,
            index=frame.index,
            size_wh=frame.size_wh,
            detections=detections,
            classes=classes,
            pts=frame.pts,
            time_base=frame.time_base,
            duration=frame.duration,
            image=frame.image,
        )

    @property
    def timestamp_s(self) -> float | None:
        """Seconds since the first frame; None for pictures."""
        if self.pts is None or self.time_base is None:
            return None
        return float(self.pts * self.time_base)

    @property
    def is_picture(self) -> bool:
        """Whether this is a still picture and not one frame of a video or stream."""
        return self.pts is None
