"""One annotated picture, as pictures and videos need it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine_core.exporters.base import ExportSettings
from engine_core.overlay import lay_out
from engine_core.render import PillowMeasure, render
from engine_core.results import FrameResult

Image = npt.NDArray[np.uint8]


def image_of(result: FrameResult) -> Image:
    """Return the frame's pixels; ``ValueError`` where the caller has broken ``needs_image``."""
    if result.image is None:
        raise ValueError(f"frame {result.index} of {result.name} came without its image")
    return result.image


def annotated(result: FrameResult, settings: ExportSettings) -> Image:
    """Return a new picture of the frame with what was found drawn on it."""
    overlay = lay_out(
        result.detections,
        settings.labels,
        result.size_wh,
        settings.style,
        PillowMeasure(),
        classes=result.classes,
    )
    return render(image_of(result), overlay)
