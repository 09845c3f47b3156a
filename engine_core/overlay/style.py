"""How annotations look: the class palette, what is shown, and sizes that fit the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

PALETTE = (
    "#F0A030",  # amber
    "#6070F0",  # indigo
    "#20F0E0",  # aqua
    "#E04060",  # crimson
    "#E0F0B0",  # lime cream
    "#50B0D0",  # sky
    "#209070",  # pine
    "#9070A0",  # mauve
    "#C0B080",  # khaki
    "#F0E020",  # lemon
    "#B07020",  # bronze
    "#C08090",  # rose
    "#90D0B0",  # mint
    "#F07050",  # coral
    "#5090D0",  # azure
    "#F090F0",  # orchid
    "#F030B0",  # magenta
    "#F0C080",  # apricot
    "#F080B0",  # pink
    "#90A060",  # olive
)
"""Ordered so that the first ones differ most, also for colour-blind eyes."""

INK = "#0B0D10"
"""Text on every chip (contrast at least 4.6 on all of the palette) and the casing of every line."""

Limbs = tuple[tuple[int, int], ...]

# Joints of the COCO person: nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles, left
# before right; which of them are joined is the "skeleton" of COCO's person_keypoints annotations.
_COCO_PERSON: Limbs = (
    (15, 13), (13, 11), (16, 14), (14, 12), (11, 12), (5, 11), (6, 12), (5, 6), (5, 7), (6, 8),
    (7, 9), (8, 10), (1, 2), (0, 1), (0, 2), (1, 3), (2, 4), (3, 5), (4, 6),
)  # fmt: skip
# Eyes, nose, corners of the mouth.
_FACE: Limbs = ((0, 1), (0, 2), (1, 2), (3, 4))

SKELETONS: tuple[tuple[int, Limbs], ...] = ((17, _COCO_PERSON), (5, _FACE))
"""Which keypoints are joined, by the number of keypoints; any other number shows points only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What is drawn and how large. Sizes are in logical pixels, see ``scale``.

    Attributes:
        scale: Source pixels per logical pixel: on screen one over the zoom, so that text and lines keep
            their size. None: from the picture, see ``picture_scale``.
        show_boxes: Outlines, upright or rotated.
        show_labels: Chips with the class name. A hovered detection shows its chip in any case.
        show_confidences: Scores on the chips.
        show_masks: Instance masks.
        show_keypoints: Keypoints and their skeleton.
        mask_opacity: 0 to 1.
        line_width_px: Outline of a normal box.
        font_size_px: Size of chip text; the chip grows with it.
        colours: A user's own colours as pairs of class id and ``#RRGGBB``.
        min_keypoint_confidence: Keypoints below it are not drawn.
        skeletons: Pairs of a number of keypoints and the pairs of keypoints that are joined.
    """

    scale: float | None = None
    show_boxes: bool = True
    show_labels: bool = True
    show_confidences: bool = True
    show_masks: bool = True
    show_keypoints: bool = True
    mask_opacity: float = 0.3
    line_width_px: float = 2.0
    font_size_px: float = 11.0
    colours: tuple[tuple[int, str], ...] = ()
    min_keypoint_confidence: float = 0.5
    skeletons: tuple[tuple[int, Limbs], ...] = SKELETONS

    def __post_init__(self) -> None:
        if self.scale is not None and not (math.isfinite(self.scale) and self.scale > 0):
            raise ValueError(f"scale must be a positive number, got {self.scale}")

    def colour(self, class_id: int) -> str:
        """Return the user's own colour of a class, else the palette's, as ``#RRGGBB``."""
        return dict(self.colours).get(class_id) or class_colour(class_id)

    def scale_for(self, size_wh: tuple[int, int]) -> float:
        """Return source pixels per logical pixel for a picture of this size."""
        return picture_scale(size_wh) if self.scale is None else self.scale


def class_colour(class_id: int) -> str:
    """Return the colour of a class: the same over frames, models, themes and exported files."""
    return PALETTE[class_id % len(PALETTE)]


def picture_scale(size_wh: tuple[int, int]) -> float:
    """Return source pixels per logical pixel for a picture that is seen as a whole.

    Pictures are looked at on screens of about the same size, large ones shrunk, so annotations grow
    with the root of its area, ``sqrt(w * h) / 1000``: 1.4 at 1080p, 2.9 at 4K, 5.8 at 8K. Small pictures
    stop at 12/11: the 11 px text of a chip never falls under 12 px, below which Chinese is not legible.
    """
    return max(math.sqrt(size_wh[0] * size_wh[1]) / 1000.0, 12.0 / 11.0)
