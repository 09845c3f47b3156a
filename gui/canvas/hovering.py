"""What lies under the pointer, and the card that tells about it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.canvas.hover_card import HoverCard, describe, place_beside
from gui.canvas.magnifier import is_worth_it
from gui.canvas.picture_painter import PicturePainter
from gui.canvas.scene import Scene
from gui.canvas.view_transform import Point, Rect
from gui.canvas.zooming import Zooming

_WAIT_MS = 300
_EDGE = 8


class Hovering(QObject):
    """Follows the pointer over the canvas.

    Attributes:
        changed: Another shown row, or None, lies under the pointer.
        pointer: Where it is, in logical pixels of the canvas; None while it is elsewhere.
        picture: What is magnified.
        magnifies: Whether small objects are shown enlarged.
    """

    changed = Signal(object)

    def __init__(self, canvas: QWidget, scene: Scene, zooming: Zooming) -> None:
        super().__init__(canvas)
        self.pointer: QPointF | None = None
        self.picture: PicturePainter | None = None
        self.magnifies = False
        self._canvas = canvas
        self._scene = scene
        self._zooming = zooming
        self._told: int | None = None
        # Shown or below the threshold, and which row.
        self._target: tuple[bool, int] | None = None
        self.card = HoverCard(canvas)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self.show_card)
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(0)
        self._tell.timeout.connect(self._on_tell)

    def move_to(self, pointer: QPointF) -> None:
        """Look what lies under the pointer now; tells at once."""
        self.pointer = pointer
        self._look()
        self._on_tell()

    def leave(self) -> None:
        """Take note that the pointer has left, or that something else is being done with it."""
        self.pointer = None
        self._look()
        self._on_tell()

    def look_again(self) -> None:
        """Look under a resting pointer, since what lies there has changed.

        Tells a little later: now only the canvas has the new rows.
        """
        # The same row may be another detection now, and where there was one there may be none.
        self._aim_at(self._under_pointer())
        self._told = None
        self._tell.start()

    def follow_view(self) -> None:
        """Look again after a zoom or pan, and keep the card beside its box."""
        if self.pointer is not None:
            self.move_to(self.pointer)
        if self.card.isVisible():
            self._place_card()

    @property
    def row(self) -> int | None:
        """The shown row under the pointer."""
        return self._target[1] if self._target is not None and self._target[0] else None

    @Slot()
    def show_card(self) -> None:
        """Show the card for what is under the pointer."""
        if self._target is None or self.pointer is None or self.picture is None:
            self.card.hide()
            return
        is_shown, row = self._target
        scene = self._scene
        detections = scene.shown if is_shown else scene.below
        if detections is None or row >= len(detections):
            self.card.hide()
            return
        colour = scene.look.colour(int(detections.class_id[row]))
        said = describe(detections, row, scene.labels, colour, is_below=not is_shown)
        zoom = self._zooming.view.zoom / self._canvas.devicePixelRatioF()
        is_small = is_worth_it(said.xyxy, self._zooming.view.size_wh, zoom)
        self.card.say(said, self.picture.image if self.magnifies and is_small else None)
        self._place_card()
        self.card.show()
        self.card.raise_()

    def to_source(self, place: QPointF) -> Point:
        """Return the source point at a place of the canvas."""
        ratio = self._canvas.devicePixelRatioF()
        return self._zooming.view.to_source((place.x() * ratio, place.y() * ratio))

    def stack_at(self, place: QPointF) -> list[int]:
        """Return the shown rows at a place of the canvas, smallest box first."""
        if self.picture is None:
            return []
        return self._scene.stack_at(self.to_source(place), self._source_px)

    @property
    def _source_px(self) -> float:
        """Source pixels per logical pixel."""
        return self._canvas.devicePixelRatioF() / self._zooming.view.zoom

    def _look(self) -> None:
        target = self._under_pointer()
        if target != self._target:
            self._aim_at(target)

    def _under_pointer(self) -> tuple[bool, int] | None:
        if self.pointer is None or self.picture is None:
            return None
        stack = self.stack_at(self.pointer)
        if stack:
            return True, stack[0]
        below = self._scene.below_at(self.to_source(self.pointer), self._source_px)
        return None if below is None else (False, below)

    def _aim_at(self, target: tuple[bool, int] | None) -> None:
        self._target = target
        if target is None:
            self._wait.stop()
            self.card.hide()
        elif self.card.isVisible():
            self.show_card()
        else:
            self._wait.start()

    @Slot()
    def _on_tell(self) -> None:
        if self.row != self._told:
            self._told = self.row
            self.changed.emit(self.row)

    def _place_card(self) -> None:
        said = self.card.said
        if said is None or self.pointer is None:
            return
        room = self._canvas.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        box = self._on_canvas(said.xyxy).toAlignedRect().adjusted(-3, -3, 3, 3)
        seen = box.intersected(self._canvas.rect())
        self.card.move(place_beside(self.card.size(), seen, self.pointer.toPoint(), QRect(room)))

    def _on_canvas(self, xyxy: Rect) -> QRectF:
        ratio = self._canvas.devicePixelRatioF()
        x0, y0, x1, y1 = (edge / ratio for edge in self._zooming.view.rect_to_view(xyxy))
        return QRectF(x0, y0, x1 - x0, y1 - y0)
