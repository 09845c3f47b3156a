"""Where the picture lies on the canvas: source pixels to canvas pixels and back, as frozen values.

Canvas pixels here are those of the screen, not Qt's logical ones: 100 % shows one pixel of the picture
on one pixel of the screen, and everything painted can be put on whole pixels at any device ratio.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

MIN_ZOOM = 0.05
MAX_ZOOM = 64.0
STEP = 1.25

Point = tuple[float, float]
Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewTransform:
    """A picture of ``size_wh`` seen in a view of ``view_wh`` screen pixels.

    Along an axis on which the picture fits it is centred. Where it is larger it can be moved until its
    edge reaches the middle of the view, so that objects at its edge can be looked at in the middle.

    Attributes:
        size_wh: Of the picture, in its pixels.
        view_wh: Of the canvas, in screen pixels.
        margin: Left free round a fitted picture, in screen pixels.
        zoom: Screen pixels per source pixel.
        origin: Where the picture's top left corner lies in the view.
    """

    size_wh: tuple[int, int]
    view_wh: tuple[int, int]
    margin: float = 0.0
    zoom: float = 1.0
    origin: Point = (0.0, 0.0)

    @classmethod
    def fitted(
        cls, size_wh: tuple[int, int], view_wh: tuple[int, int], margin: float = 0.0
    ) -> ViewTransform:
        """Return the view that shows the whole picture as large as it goes."""
        view = cls(size_wh=size_wh, view_wh=view_wh, margin=margin)
        return _held(replace(view, zoom=view.fit_zoom))

    @property
    def fit_zoom(self) -> float:
        """The zoom at which the whole picture just fits."""
        room = [max(edge - 2 * self.margin, 1.0) for edge in self.view_wh]
        scale = min(room[0] / max(self.size_wh[0], 1), room[1] / max(self.size_wh[1], 1))
        # A picture of extreme size is shown whole even below the smallest zoom.
        return min(scale, MAX_ZOOM)

    def to_view(self, point: Point) -> Point:
        """Return where a source point lies in the view."""
        return (
            self.origin[0] + point[0] * self.zoom,
            self.origin[1] + point[1] * self.zoom,
        )

    def to_source(self, point: Point) -> Point:
        """Return which source point lies at a point of the view; it may be beside the picture."""
        return (
            (point[0] - self.origin[0]) / self.zoom,
            (point[1] - self.origin[1]) / self.zoom,
        )

    def rect_to_view(self, xyxy: Rect) -> Rect:
        """Return where a source rectangle lies in the view."""
        return (*self.to_view(xyxy[:2]), *self.to_view(xyxy[2:]))

    @property
    def middle(self) -> Point:
        """Middle of the view, in the view."""
        return self.view_wh[0] / 2, self.view_wh[1] / 2

    @property
    def visible(self) -> tuple[int, int, int, int]:
        """The part of the picture that is seen, in whole source pixels; empty parts have x0 >= x1."""
        left, top = self.to_source((0.0, 0.0))
        right, bottom = self.to_source((float(self.view_wh[0]), float(self.view_wh[1])))
        width, height = self.size_wh
        # One pixel more on each side covers the rounding of the origin to whole screen pixels.
        return (
            max(int(left // 1) - 1, 0),
            max(int(top // 1) - 1, 0),
            min(int(right // 1) + 2, width),
            min(int(bottom // 1) + 2, height),
        )

    def zoomed_to(self, zoom: float, at: Point | None = None) -> ViewTransform:
        """Return the view at another zoom; what lies at ``at`` (the middle) stays there if it can."""
        at = self.middle if at is None else at
        zoom = self._within(zoom)
        x, y = self.to_source(at)
        return _held(replace(self, zoom=zoom, origin=(at[0] - x * zoom, at[1] - y * zoom)))

    def panned(self, dx: float, dy: float) -> ViewTransform:
        """Return the view with the picture moved, as far as it goes."""
        return _held(replace(self, origin=(self.origin[0] + dx, self.origin[1] + dy)))

    def resized(self, view_wh: tuple[int, int], margin: float) -> ViewTransform:
        """Return the same zoom in a view of another size; what was in the middle stays there."""
        x, y = self.to_source(self.middle)
        resized = replace(self, view_wh=view_wh, margin=margin)
        return resized.centred_on((x, y))

    def showing(self, xyxy: Rect, share: float = 0.6) -> ViewTransform:
        """Return the view in which a source rectangle takes ``share`` of width or height, centred."""
        width, height = max(xyxy[2] - xyxy[0], 1.0), max(xyxy[3] - xyxy[1], 1.0)
        zoom = share * min(self.view_wh[0] / width, self.view_wh[1] / height)
        return self.centred_on(((xyxy[0] + xyxy[2]) / 2, (xyxy[1] + xyxy[3]) / 2), zoom)

    def revealing(self, xyxy: Rect) -> ViewTransform:
        """Return the view panned until a source rectangle is seen; unchanged if it is seen already.

        One larger than the view counts as seen when its middle is.
        """
        shift = []
        x0, y0, x1, y1 = self.rect_to_view(xyxy)
        for low, high, room in ((x0, x1, self.view_wh[0]), (y0, y1, self.view_wh[1])):
            if high - low > room - 2 * self.margin:
                middle = (low + high) / 2
                is_seen = 0 <= middle <= room
                shift.append(0.0 if is_seen else room / 2 - middle)
            elif low < 0:
                shift.append(self.margin - low)
            elif high > room:
                shift.append(room - self.margin - high)
            else:
                shift.append(0.0)
        return self.panned(*shift) if any(shift) else self

    def centred_on(self, point: Point, zoom: float | None = None) -> ViewTransform:
        """Return the view with a source point in its middle, if it can lie there."""
        zoom = self.zoom if zoom is None else self._within(zoom)
        middle = self.middle
        origin = (middle[0] - point[0] * zoom, middle[1] - point[1] * zoom)
        return _held(replace(self, zoom=zoom, origin=origin))

    def _within(self, zoom: float) -> float:
        return min(max(zoom, min(MIN_ZOOM, self.fit_zoom)), MAX_ZOOM)


def _held(view: ViewTransform) -> ViewTransform:
    """Return the view with its origin where the picture may lie."""
    held = []
    for place, edge, room in zip(view.origin, view.size_wh, view.view_wh, strict=True):
        length = edge * view.zoom
        free = room - 2 * view.margin
        if length <= free:
            held.append((room - length) / 2)
            continue
        over = min((length - free) / 2, max(free, 0.0) / 2)
        held.append(min(max(place, room - view.margin - length - over), view.margin + over))
    return replace(view, origin=(held[0], held[1]))
