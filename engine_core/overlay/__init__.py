"""What is drawn where over a picture: one truth for the painter on screen and the renderer of files."""

from __future__ import annotations

from engine_core.overlay.chips import LabelMemory
from engine_core.overlay.layout import lay_out
from engine_core.overlay.outlines import dash_spans, whole_widths
from engine_core.overlay.primitives import (
    Box,
    Caption,
    Fill,
    Label,
    MaskFill,
    Measure,
    Overlay,
    Polygon,
    Skeleton,
    State,
    Stroke,
    Swatch,
    TextExtent,
    TextRun,
)
from engine_core.overlay.style import (
    INK,
    PALETTE,
    SKELETONS,
    Limbs,
    Style,
    class_colour,
    picture_scale,
)

__all__ = [
    "INK",
    "PALETTE",
    "SKELETONS",
    "Box",
    "Caption",
    "Fill",
    "Label",
    "LabelMemory",
    "Limbs",
    "MaskFill",
    "Measure",
    "Overlay",
    "Polygon",
    "Skeleton",
    "State",
    "Stroke",
    "Style",
    "Swatch",
    "TextExtent",
    "TextRun",
    "class_colour",
    "dash_spans",
    "lay_out",
    "picture_scale",
    "whole_widths",
]
