"""From detections and a style to drawing primitives: colours, states, labels, skeletons, caption."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from engine_core.detections import ClassScore, Detections
from engine_core.labels import Labels
from engine_core.overlay.chips import LabelMemory, caption, lay_out_labels
from engine_core.overlay.primitives import (
    Box,
    Fill,
    MaskFill,
    Measure,
    Overlay,
    Polygon,
    Skeleton,
    State,
    Stroke,
)
from engine_core.overlay.style import INK, PALETTE, Limbs, Style

_CASING_OPACITY = 0.7
_FILL_OPACITY = 0.14
# An object of this many logical pixels for the root of its number of keypoints (a person of 300, a face
# of 160) has a skeleton of full width; in a smaller one full lines would hide what they lie on.
_PX_PER_ROOT_KEYPOINT = 72.0


def lay_out(
    detections: Detections,
    labels: Labels,
    size_wh: tuple[int, int],
    style: Style,
    measure: Measure,
    *,
    selected: int | None = None,
    hovered: int | None = None,
    classes: Sequence[ClassScore] = (),
    below_threshold: Detections | None = None,
    memory: LabelMemory | None = None,
) -> Overlay:
    """Decide what is drawn where over one picture.

    The same input gives the same overlay; rows with NaN or infinite coordinates are left out.

    Args:
        detections: What is shown, in source pixels; any order of rows.
        labels: Names of the classes.
        size_wh: Size of the picture.
        style: What is drawn and how large.
        measure: Extent of text with the painter's fonts; may be called from any thread that calls this.
        selected: Row drawn as selected, last of all.
        hovered: Row drawn as hovered, its label shown in any case.
        classes: A classifier's answers, most confident first, for the caption.
        below_threshold: Drawn as thin dashed outlines below everything else.
        memory: Handed in time after time, by one thread, it saves most of the work where little has
            changed; the overlay is the same without it.
    """
    scale = style.scale_for(size_wh)
    pen = _Pen(style, scale)
    ranked = _by_confidence(detections)
    order = _drawing_order(ranked, selected, hovered)
    states = dict.fromkeys(order, State.NORMAL)
    if hovered in states:
        states[hovered] = State.HOVER
    if selected in states:
        states[selected] = State.SELECTED
    boxes: list[Box] = []
    polygons: list[Polygon] = []
    if below_threshold is not None:
        faint = dict.fromkeys(_by_confidence(below_threshold), State.BELOW_THRESHOLD)
        _add_outlines(below_threshold, faint, pen, boxes, polygons)
    if style.show_boxes:
        _add_outlines(detections, states, pen, boxes, polygons)
    shown = ranked
    if not style.show_labels:
        shown = [row for row in ranked if states[row] is State.HOVER]
        memory = None
    return Overlay(
        size_wh=size_wh,
        scale=scale,
        masks=_masks(detections, order, style) if style.show_masks else (),
        boxes=tuple(boxes),
        polygons=tuple(polygons),
        skeletons=_skeletons(detections, order, pen) if style.show_keypoints else (),
        labels=lay_out_labels(
            detections, shown, states, labels, size_wh, style, measure, memory or LabelMemory()
        ),
        caption=caption(classes, labels, size_wh, style, measure),
    )


class _Pen:
    """Strokes and fills for a state and class."""

    def __init__(self, style: Style, scale: float) -> None:
        self.style = style
        self.scale = scale

    def fill(self, state: State, class_id: int) -> Fill | None:
        if state in (State.HOVER, State.SELECTED):
            return Fill(self.style.colour(class_id), _FILL_OPACITY)
        return None

    def strokes(self, state: State, class_id: int) -> tuple[Stroke, ...]:
        # A repeated palette colour is told apart by its dashes; an own colour is the user's choice.
        repeats = class_id >= len(PALETTE) and class_id not in dict(self.style.colours)
        colour = self.style.colour(class_id)
        return _strokes(state, colour, self.style.line_width_px, self.scale, repeats)


@lru_cache(maxsize=1024)
def _strokes(
    state: State, colour: str, line: float, px: float, is_dashed: bool
) -> tuple[Stroke, ...]:
    """Return the strokes of an outline: the same object for the same look."""
    dash = (6 * px, 2 * px) if is_dashed else None
    if state is State.BELOW_THRESHOLD:
        return (
            Stroke(line * px, INK, _CASING_OPACITY),
            Stroke(0.75 * line * px, colour, dash_px=(3 * px, 3 * px)),
        )
    if state is State.SELECTED:
        return (
            Stroke((line + 5) * px, INK),
            Stroke((line + 3) * px, "#FFFFFF"),
            Stroke((line + 1) * px, colour, dash_px=dash),
        )
    width = line + 1 if state is State.HOVER else line
    return (
        Stroke((width + 2) * px, INK, _CASING_OPACITY),
        Stroke(width * px, colour, dash_px=dash),
    )


def _by_confidence(detections: Detections) -> list[int]:
    """Return the drawable rows, least confident first."""
    drawable = np.logical_and.reduce(np.isfinite(detections.xyxy), axis=1)
    if detections.corners is not None:
        drawable = drawable & np.isfinite(detections.corners).all(axis=(1, 2))
    # Of equals the earlier row lies on top, as in the order in which labels find their places.
    ranks = np.argsort(-detections.confidence, kind="stable")[::-1]
    rows: list[int] = ranks[drawable[ranks]].tolist()
    return rows


def _drawing_order(ranked: list[int], selected: int | None, hovered: int | None) -> list[int]:
    """Return the rows with the hovered, then the selected one last."""
    order = list(ranked)
    for row in (hovered, selected):
        if row in order:
            order.remove(row)
            order.append(row)
    return order


def _add_outlines(
    detections: Detections,
    states: dict[int, State],
    pen: _Pen,
    boxes: list[Box],
    polygons: list[Polygon],
) -> None:
    class_ids = detections.class_id.tolist()
    xyxy = detections.xyxy.tolist()
    corners = None if detections.corners is None else detections.corners.tolist()
    by_class: dict[int, tuple[Stroke, ...]] = {}
    last: State | None = None
    for row, state in states.items():
        # Rows of one state follow each other, and those of one class share their strokes.
        if state is not last:
            by_class, last = {}, state
        class_id = class_ids[row]
        strokes = by_class.get(class_id)
        if strokes is None:
            strokes = by_class[class_id] = pen.strokes(state, class_id)
        fill = None if state is State.NORMAL else pen.fill(state, class_id)
        if corners is None:
            boxes.append(Box(tuple(xyxy[row]), strokes, fill, state, row))
        else:
            points = tuple((x, y) for x, y in corners[row])
            polygons.append(Polygon(points, strokes, fill, state, row))


def _masks(detections: Detections, order: list[int], style: Style) -> tuple[MaskFill, ...]:
    if detections.masks is None:
        return ()
    class_ids = detections.class_id.tolist()
    colours = {class_id: style.colour(class_id) for class_id in set(class_ids)}
    masks, opacity = detections.masks, style.mask_opacity
    return tuple([MaskFill(masks[row], colours[class_ids[row]], opacity, row) for row in order])


def _skeletons(detections: Detections, order: list[int], pen: _Pen) -> tuple[Skeleton, ...]:
    keypoints = detections.keypoints
    if keypoints is None:
        return ()
    limbs: Limbs = dict(pen.style.skeletons).get(keypoints.shape[1], ())
    full_size = _PX_PER_ROOT_KEYPOINT * math.sqrt(keypoints.shape[1]) * pen.scale
    visible = _visible(keypoints, pen.style.min_keypoint_confidence)
    skeletons = []
    for row in order:
        seen: list[bool] = visible[row].tolist()
        if not any(seen):
            continue
        x0, y0, x1, y1 = detections.xyxy[row].tolist()
        px = pen.scale * min(max(max(x1 - x0, y1 - y0) / full_size, 0.45), 1.0)
        colour = pen.style.colour(int(detections.class_id[row]))
        skeletons.append(
            Skeleton(
                points=tuple((x, y) for x, y in keypoints[row, :, :2].tolist()),
                visible=tuple(seen),
                limbs=tuple(
                    (a, b) for a, b in limbs if max(a, b) < len(seen) and seen[a] and seen[b]
                ),
                limb_strokes=(
                    Stroke(4 * px, INK, _CASING_OPACITY),
                    Stroke(2 * px, colour),
                ),
                colour=colour,
                radius_px=2.5 * px,
                casing=Fill(INK, 1.0),
                casing_width_px=px,
                row=row,
            )
        )
    return tuple(skeletons)


def _visible(keypoints: npt.NDArray[np.float32], min_confidence: float) -> npt.NDArray[np.bool_]:
    """Return which keypoints are drawn, ``(n, k)``.

    Models without keypoint scores put what they did not find at the origin.
    """
    x, y = keypoints[..., 0], keypoints[..., 1]
    seen: npt.NDArray[np.bool_] = np.isfinite(x) & np.isfinite(y)
    if keypoints.shape[2] == 3:
        seen &= keypoints[..., 2] >= min_confidence
    else:
        seen &= (x != 0) | (y != 0)
    return seen
