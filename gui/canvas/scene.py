"""What lies on the picture: detections and a look in, painted primitives out; laid out only when needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtGui import QPainter

from engine_core.detections import ClassScore, Detections
from engine_core.labels import Labels
from engine_core.overlay import LabelMemory, Overlay, Style, lay_out
from gui.canvas.damage import changed
from gui.canvas.hit_test import stack_at
from gui.canvas.painter import OverlayPainter
from gui.canvas.typesetting import QtMeasure
from gui.canvas.view_transform import Point, Rect, ViewTransform

_OTHERS_OPACITY = 0.35
# How far beside a box it is still hit, in logical pixels: half its outline and a little.
_SLACK_PX = 3.0


class Scene:
    """Detections of one frame as they are painted. GUI thread only.

    Attributes:
        shown: Rows everywhere refer to these.
        labels: Names of the classes.
        below: Below the threshold, or None.
        others: Hidden while others are soloed, or None.
        classes: A classifier's answers.
        look: Without scale.
        selected, hovered: Rows, or None.
    """

    def __init__(self) -> None:
        self.shown = Detections.empty()
        self.labels = Labels()
        self.below: Detections | None = None
        self.others: Detections | None = None
        self.classes: Sequence[ClassScore] = ()
        self.look = Style()
        self.selected: int | None = None
        self.hovered: int | None = None
        self._painter = OverlayPainter()
        self._memory = LabelMemory()
        self._overlay: Overlay | None = None
        self._behind: Overlay | None = None
        self._laid_out_for: tuple[object, ...] = ()

    def set_detections(
        self,
        shown: Detections,
        labels: Labels,
        classes: Sequence[ClassScore],
        below: Detections | None,
        others: Detections | None,
    ) -> bool:
        """Take other detections; return whether anything is another than before."""
        same = (
            shown is self.shown
            and below is self.below
            and others is self.others
            and labels == self.labels
            and tuple(classes) == tuple(self.classes)
        )
        if same:
            return False
        self.shown, self.labels, self.classes = shown, labels, classes
        self.below, self.others = below, others
        self._overlay = self._behind = None
        return True

    def set_look(self, look: Style) -> bool:
        """Take another look; return whether it is another."""
        if look == self.look:
            return False
        self.look = look
        self._overlay = self._behind = None
        return True

    def mark(self, *, selected: int | None, hovered: int | None) -> bool:
        """Set which rows stand out; return whether they are others."""
        if (selected, hovered) == (self.selected, self.hovered):
            return False
        self.selected, self.hovered = selected, hovered
        self._overlay = None
        return True

    def forget_fonts(self) -> None:
        """Lay out and set all text anew."""
        self._overlay = None
        self._memory = LabelMemory()
        self._painter.reset()

    @property
    def overlay(self) -> Overlay | None:
        """What was laid out last, as long as nothing has changed since."""
        return self._overlay

    def changed_since(
        self, before: Overlay | None, view: ViewTransform, ratio: float
    ) -> list[Rect] | None:
        """Return source rectangles outside which ``before`` looks the same; None where all may differ."""
        is_alike = self._laid_out_for == (view.size_wh, view.zoom, ratio)
        if before is None or not is_alike or self.others is not None or self._behind is not None:
            return None
        self._lay_out(view, ratio)
        return None if self._overlay is None else changed(before, self._overlay, view.zoom)

    def paint(
        self,
        painter: QPainter,
        view: ViewTransform,
        origin: tuple[int, int],
        ratio: float,
        parts: Sequence[Rect] | None = None,
    ) -> None:
        """Paint everything on the picture.

        Args:
            painter: Painting in screen pixels.
            view: Where the picture lies.
            origin: Its top left corner on whole screen pixels.
            ratio: Screen pixels per logical pixel.
            parts: Rectangles of the screen that alone are painted; None is all.
        """
        self._lay_out(view, ratio)
        if self._behind is not None:
            painter.setOpacity(_OTHERS_OPACITY)
            self._painter.paint(painter, self._behind, origin, view.zoom, view.view_wh)
            painter.setOpacity(1.0)
        if self._overlay is not None:
            self._painter.paint(painter, self._overlay, origin, view.zoom, view.view_wh, parts)

    def stack_at(self, point: Point, logical_px: float) -> list[int]:
        """Return the shown rows under a source point; ``logical_px`` in source pixels."""
        return stack_at(self.shown, point, _SLACK_PX * logical_px)

    def below_at(self, point: Point, logical_px: float) -> int | None:
        """Return the smallest detection below the threshold under a source point."""
        if self.below is None:
            return None
        stack = stack_at(self.below, point, _SLACK_PX * logical_px)
        return stack[0] if stack else None

    def _lay_out(self, view: ViewTransform, ratio: float) -> None:
        state = (view.size_wh, view.zoom, ratio)
        if state != self._laid_out_for:
            self._overlay = self._behind = None
            self._laid_out_for = state
        style = _on_screen(self.look, view.zoom, ratio)
        measure = QtMeasure(view.zoom)
        if self._overlay is None:
            self._overlay = lay_out(
                self.shown,
                self.labels,
                view.size_wh,
                style,
                measure,
                selected=self.selected,
                hovered=self.hovered,
                classes=self.classes,
                below_threshold=self.below,
                memory=self._memory,
            )
        if self._behind is None and self.others is not None:
            bare = replace(style, show_labels=False, show_masks=False, show_keypoints=False)
            self._behind = lay_out(self.others, self.labels, view.size_wh, bare, measure)


def _on_screen(look: Style, zoom: float, ratio: float) -> Style:
    """Return the look with lines and text of a whole number of screen pixels, the same at any zoom."""
    return replace(
        look,
        scale=ratio / zoom,
        line_width_px=max(round(look.line_width_px * ratio), 1) / ratio,
        font_size_px=max(round(look.font_size_px * ratio), 1) / ratio,
    )
