"""What a painter puts down, in source pixels: the same for files and for the screen.

Painters draw in this order: masks, boxes, polygons, skeletons, labels, caption; within each tuple the
later one lies on top. What there are hundreds of per frame are named tuples, quickest to make.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Protocol

from engine_core.detections import InstanceMask
from engine_core.overlay.style import Limbs


class State(Enum):
    """How a detection stands out."""

    NORMAL = "normal"
    HOVER = "hover"
    SELECTED = "selected"
    BELOW_THRESHOLD = "below threshold"


class TextExtent(NamedTuple):
    """Size of one line of text in pixels; ``ascent`` and ``descent`` are the font's, not the text's."""

    width: float
    ascent: float
    descent: float


class Measure(Protocol):
    """Answers how large text will be; Pillow and Qt each have one."""

    def __call__(self, text: str, size_px: float, bold: bool, /) -> TextExtent:
        """Return the extent of one line with tabular digits; ``bold`` is the semi-bold of names."""
        ...

    def __hash__(self) -> int:
        """Tell one measure from another: what was measured is kept."""
        ...


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line along an outline, centred on it.

    Attributes:
        width_px: Thickness.
        colour: ``#RRGGBB``.
        opacity: 0 to 1.
        dash_px: Lengths of dash and gap, starting anew at each corner; None for a solid line.
    """

    width_px: float
    colour: str
    opacity: float = 1.0
    dash_px: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """What fills an outline: a colour ``#RRGGBB`` and an opacity of 0 to 1."""

    colour: str
    opacity: float


class Box(NamedTuple):
    """Upright box of one detection.

    Attributes:
        xyxy: Corners.
        strokes: From back to front: casing first.
        fill: Drawn below the strokes.
        state: Why it looks as it does.
        row: Its row in the detections (in those below the threshold, if that is its state).
    """

    xyxy: tuple[float, float, float, float]
    strokes: tuple[Stroke, ...]
    fill: Fill | None
    state: State
    row: int


class Polygon(NamedTuple):
    """Rotated box of one detection; attributes as in ``Box``.

    Attributes:
        points: Corners in order round the box; may lie outside the picture.
    """

    points: tuple[tuple[float, float], ...]
    strokes: tuple[Stroke, ...]
    fill: Fill | None
    state: State
    row: int


class MaskFill(NamedTuple):
    """Instance mask of one detection in a colour ``#RRGGBB``, opacity 0 to 1."""

    mask: InstanceMask
    colour: str
    opacity: float
    row: int


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """Keypoints of one detection: limbs first, points on top.

    Attributes:
        points: x and y of every keypoint, those not visible included.
        visible: Whether each point is drawn.
        limbs: Pairs of points to join; only pairs of visible ones.
        limb_strokes: From back to front.
        colour: Of the points.
        radius_px: Of the points.
        casing: Ring under each point, or None.
        casing_width_px: Width of that ring outside the point.
        row: Row in the detections.
    """

    points: tuple[tuple[float, float], ...]
    visible: tuple[bool, ...]
    limbs: Limbs
    limb_strokes: tuple[Stroke, ...]
    colour: str
    radius_px: float
    casing: Fill
    casing_width_px: float
    row: int


class TextRun(NamedTuple):
    """One piece of text on one line, starting at ``x`` on its baseline.

    Attributes:
        x, baseline_y: Where it starts, in source pixels.
        size_px: Font size.
        bold: Semi-bold for names, medium otherwise; digits always tabular.
        colour: ``#RRGGBB``.
    """

    text: str
    x: float
    baseline_y: float
    size_px: float
    bold: bool
    colour: str


class Label(NamedTuple):
    """A chip that names one detection.

    Attributes:
        xyxy: The chip, wholly inside the picture.
        texts: Name and score.
        fill: Colour of the chip.
        outline: Line around the outside of the chip, or None.
        radius_px: Of the chip's corners.
        row: Row in the detections.
    """

    xyxy: tuple[float, float, float, float]
    texts: tuple[TextRun, ...]
    fill: str
    outline: Stroke | None
    radius_px: float
    row: int


@dataclass(frozen=True, slots=True)
class Swatch:
    """A small rounded square in the colour of a class."""

    xyxy: tuple[float, float, float, float]
    colour: str
    radius_px: float


@dataclass(frozen=True, slots=True)
class Caption:
    """What a classifier says of the whole picture: a panel in its corner, one line per answer."""

    xyxy: tuple[float, float, float, float]
    fill: Fill
    radius_px: float
    swatches: tuple[Swatch, ...]
    texts: tuple[TextRun, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Overlay:
    """Everything drawn over one picture, in its pixels.

    Attributes:
        size_wh: Size of the picture.
        scale: Source pixels per logical pixel, already contained in every width.
    """

    size_wh: tuple[int, int]
    scale: float
    masks: tuple[MaskFill, ...] = ()
    boxes: tuple[Box, ...] = ()
    polygons: tuple[Polygon, ...] = ()
    skeletons: tuple[Skeleton, ...] = ()
    labels: tuple[Label, ...] = ()
    caption: Caption | None = None
