"""Which part of the picture another overlay changes: a moved threshold changes a few boxes of hundreds."""

from __future__ import annotations

from engine_core.overlay import Overlay, Stroke

Rect = tuple[float, float, float, float]
_Item = tuple[object, ...]

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
    if any(one.masks or one.skeletons or one.caption for one in (before, after)):
        return None
    strokes: dict[tuple[Stroke, ...], int] = {}
    found: list[Rect] = []
    sides = _items(before, strokes), _items(after, strokes)
    for one, items in zip((before, after), sides, strict=True):
        # Of two that look the same at one place the second would be forgotten.
        if sum(map(len, items)) != len(one.boxes) + len(one.polygons) + len(one.labels):
            return None
    for old, new in zip(*sides, strict=True):
        gone, come = old.keys() - new.keys(), new.keys() - old.keys()
        if len(gone) + len(come) + len(found) > _MOST:
            return None
        # What lies over what must be the same among those that stay.
        if [item for item in old if item not in gone] != [item for item in new if item not in come]:
            return None
        found += [old[item] for item in gone] + [new[item] for item in come]
    slack = _SLACK_PX / zoom
    return [(x0 - slack, y0 - slack, x1 + slack, y1 + slack) for x0, y0, x1, y1 in found]


def _items(
    overlay: Overlay, strokes: dict[tuple[Stroke, ...], int]
) -> tuple[dict[_Item, Rect], ...]:
    """Return how each box, polygon and label looks, and the rectangle that it paints in."""
    known: dict[int, int] = {}

    def number(of: tuple[Stroke, ...]) -> int:
        # Boxes of one class share their strokes: comparing those of each would take longest.
        at = known.get(id(of))
        if at is None:
            at = known[id(of)] = strokes.setdefault(of, len(strokes))
        return at

    boxes: dict[_Item, Rect] = {}
    for box in overlay.boxes:
        x0, y0, x1, y1 = box.xyxy
        edge = _reach(box.strokes)
        item: _Item = (box.xyxy, number(box.strokes), box.fill)
        boxes[item] = (x0 - edge, y0 - edge, x1 + edge, y1 + edge)
    polygons: dict[_Item, Rect] = {}
    for polygon in overlay.polygons:
        xs, ys = zip(*polygon.points, strict=True)
        # A sharp corner reaches further than half a line.
        edge = 2 * _reach(polygon.strokes)
        item = (polygon.points, number(polygon.strokes), polygon.fill)
        polygons[item] = (min(xs) - edge, min(ys) - edge, max(xs) + edge, max(ys) + edge)
    labels: dict[_Item, Rect] = {}
    for label in overlay.labels:
        x0, y0, x1, y1 = label.xyxy
        edge = label.outline.width_px if label.outline is not None else 0.0
        texts = tuple([text.text for text in label.texts])
        item = (label.xyxy, texts, label.fill, label.outline)
        labels[item] = (x0 - edge, y0 - edge, x1 + edge, y1 + edge)
    return boxes, polygons, labels


def _reach(strokes: tuple[Stroke, ...]) -> float:
    return max((stroke.width_px for stroke in strokes), default=0.0) / 2
