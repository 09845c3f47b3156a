"""Which part of the picture another overlay changes: a moved threshold changes a few boxes of hundreds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from engine_core.overlay import Box, Label, MaskFill, Overlay, Polygon, Stroke

Rect = tuple[float, float, float, float]
_Look = tuple[object, ...]
_Item = TypeVar("_Item")

# Rounding to whole screen pixels, and antialiasing beside a line.
_SLACK_PX = 3.0
# With more there is little left to gain.
_MOST = 40


def changed(before: Overlay, after: Overlay, zoom: float) -> list[Rect] | None:
    """Return source rectangles outside which both overlays look the same; None where that is all of it.

    Args:
        before: Laid out for the same picture, zoom and size of text.
        after: Likewise.
        zoom: Screen pixels per source pixel.
    """
    if any(one.skeletons or one.caption for one in (before, after)):
        return None
    kinds = (
        _others(before.masks, after.masks, _mask_look, _mask_edges),
        _others(before.boxes, after.boxes, _outline_look, _box_edges),
        _others(before.polygons, after.polygons, _outline_look, _polygon_edges),
        _others(before.labels, after.labels, _label_look, _label_edges),
    )
    found: list[Rect] = []
    for rects in kinds:
        if rects is None or len(found) + len(rects) > _MOST:
            return None
        found += rects
    slack = _SLACK_PX / zoom
    return [(x0 - slack, y0 - slack, x1 + slack, y1 + slack) for x0, y0, x1, y1 in found]


def _others(
    before: Sequence[_Item],
    after: Sequence[_Item],
    look: Callable[[_Item], _Look],
    edges: Callable[[_Item], Rect],
) -> list[Rect] | None:
    """Return where items are that only one side has, or that lie in another order; None for many."""
    # Most often only the first ones, the least confident, differ: only what is between is looked into.
    start, most = 0, min(len(before), len(after))
    while start < most and look(before[start]) == look(after[start]):
        start += 1
    end, most = 0, most - start
    while end < most and look(before[-1 - end]) == look(after[-1 - end]):
        end += 1
    olds, news = before[start : len(before) - end], after[start : len(after) - end]
    old, new = {look(item): item for item in olds}, {look(item): item for item in news}
    gone: list[_Item] = [item for key, item in old.items() if key not in new]
    come: list[_Item] = [item for key, item in new.items() if key not in old]
    # Of two that look the same at one place the second would be forgotten; and what lies over what must
    # be the same among those that stay.
    is_alike = len(old) == len(olds) and len(new) == len(news)
    if not is_alike or [k for k in old if k in new] != [k for k in new if k in old]:
        gone, come = list(olds), list(news)
    if len(gone) + len(come) > _MOST:
        return None
    return [edges(item) for item in (*gone, *come)]


def _outline_look(item: Box | Polygon) -> _Look:
    # Strokes that look the same are the same objects: comparing those of each would take longest.
    return item[0], id(item.strokes), item.fill


def _mask_look(item: MaskFill) -> _Look:
    return id(item.mask), item.colour, item.opacity


def _label_look(item: Label) -> _Look:
    return item[:5]


def _mask_edges(item: MaskFill) -> Rect:
    x, y = item.mask.origin_xy
    height, width = item.mask.pixels.shape
    return x, y, x + width, y + height


def _box_edges(box: Box) -> Rect:
    x0, y0, x1, y1 = box.xyxy
    edge = _reach(box.strokes)
    return x0 - edge, y0 - edge, x1 + edge, y1 + edge


def _polygon_edges(polygon: Polygon) -> Rect:
    xs, ys = zip(*polygon.points, strict=True)
    # A sharp corner reaches further than half a line.
    edge = 2 * _reach(polygon.strokes)
    return min(xs) - edge, min(ys) - edge, max(xs) + edge, max(ys) + edge


def _label_edges(label: Label) -> Rect:
    x0, y0, x1, y1 = label.xyxy
    edge = label.outline.width_px if label.outline is not None else 0.0
    return x0 - edge, y0 - edge, x1 + edge, y1 + edge


def _reach(strokes: tuple[Stroke, ...]) -> float:
    return max((stroke.width_px for stroke in strokes), default=0.0) / 2
