"""How outlines fall on whole pixels: the same for files and for the screen."""

from __future__ import annotations

from collections.abc import Sequence

from engine_core.overlay.primitives import Stroke


def whole_widths(strokes: Sequence[Stroke], scale: float = 1.0) -> list[int]:
    """Return widths in whole pixels: each wider stroke shows equally on both sides of the top one.

    Args:
        strokes: From back to front.
        scale: Pixels painted per pixel of the strokes' widths.
    """
    top = max(round(strokes[-1].width_px * scale), 1)
    sides = [(stroke.width_px - strokes[-1].width_px) * scale / 2 for stroke in strokes]
    return [top + 2 * max(round(side), 1 if side > 0 else 0) for side in sides]


def dash_spans(length: float, dash_px: tuple[float, float]) -> list[tuple[float, float]]:
    """Return spans along a line that begins and ends with a dash, the gaps stretched to fit."""
    dash, gap = dash_px
    gaps = max(round((length - dash) / (dash + gap)), 0)
    if gaps == 0:
        return [(0.0, length)]
    period = (length - dash) / gaps
    return [(index * period, index * period + dash) for index in range(gaps + 1)]
