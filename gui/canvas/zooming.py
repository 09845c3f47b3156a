"""The view of the canvas as it changes: fitted or not, at once or gliding for a tenth of a second."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal, Slot

from gui.canvas.view_transform import STEP, Point, Rect, ViewTransform

_GLIDE_MS = 100


class Zooming(QObject):
    """Owns the view of one picture.

    Attributes:
        has_motion: Whether changes by key may glide.
        is_fitted: Whether the picture follows the size of the view.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.has_motion = True
        self.is_fitted = True
        self.view = ViewTransform(size_wh=(1, 1), view_wh=(1, 1))
        self._from = self._to = self.view
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(_GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.valueChanged.connect(self._on_glide)

    def set_picture(self, size_wh: tuple[int, int]) -> None:
        """Show a picture of this size; another size than before is fitted."""
        if size_wh != self.view.size_wh:
            self.view = replace(self.view, size_wh=size_wh)
            self.fit(gliding=False)

    def set_room(self, view_wh: tuple[int, int], margin: float) -> None:
        """Take the size of the canvas in screen pixels."""
        if (view_wh, margin) == (self.view.view_wh, self.view.margin):
            return
        if self.is_fitted:
            self._go(ViewTransform.fitted(self.view.size_wh, view_wh, margin), gliding=False)
        else:
            self._go(self.target.resized(view_wh, margin), gliding=False)

    @property
    def target(self) -> ViewTransform:
        """The view as it will be when it has glided there."""
        return self._to if self._is_gliding() else self.view

    def fit(self, *, gliding: bool = True) -> None:
        """Show the whole picture, and go on doing so when the canvas changes its size."""
        self.is_fitted = True
        view = self.view
        self._go(ViewTransform.fitted(view.size_wh, view.view_wh, view.margin), gliding=gliding)

    def zoom_by(self, steps: float, at: Point | None = None, *, gliding: bool = False) -> None:
        """Zoom in (or out, for negative steps); ``at`` stays in its place."""
        self.show(self.target.zoomed_to(self.target.zoom * STEP**steps, at), gliding=gliding)

    def show(self, view: ViewTransform, *, gliding: bool = False) -> None:
        """Go to a view, which is not fitted any more unless nothing changes."""
        if view != self.target:
            self.is_fitted = False
            self._go(view, gliding=gliding)

    def reveal(self, xyxy: Rect) -> None:
        """Pan until a source rectangle is seen."""
        self.show(self.target.revealing(xyxy))

    def _go(self, view: ViewTransform, *, gliding: bool) -> None:
        self._glide.stop()
        if gliding and self.has_motion and view != self.view:
            self._from, self._to = self.view, view
            self._glide.start()
            return
        self.view = view
        self.changed.emit()

    def _is_gliding(self) -> bool:
        return self._glide.state() == QVariantAnimation.State.Running

    @Slot(object)
    def _on_glide(self, share: float) -> None:
        if not self._is_gliding():
            return
        start, end = self._from, self._to
        if share >= 1.0:
            self.view = end
        else:
            zoom = start.zoom * (end.zoom / start.zoom) ** share
            # What lies at a fixed point stays there only if the origin moves with the zoom.
            way = (zoom - start.zoom) / (end.zoom - start.zoom) if end.zoom != start.zoom else share
            origin = (
                start.origin[0] + (end.origin[0] - start.origin[0]) * way,
                start.origin[1] + (end.origin[1] - start.origin[1]) * way,
            )
            self.view = replace(end, zoom=zoom, origin=origin)
        self.changed.emit()
