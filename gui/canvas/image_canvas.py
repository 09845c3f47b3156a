"""The picture with its detections: zoomed, panned, pointed at, selected from. A pure view."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QWidget

from engine_core.detections import ClassScore, Detections
from engine_core.frame import Frame
from engine_core.labels import Labels
from engine_core.overlay import Overlay, Style, lay_out
from engine_core.render import PillowMeasure, render
from gui.canvas.guests import Guests, paint_drop, paint_focus
from gui.canvas.hit_test import pick
from gui.canvas.hovering import Hovering
from gui.canvas.picture_painter import PicturePainter
from gui.canvas.qimage import Pixels, of_rgb
from gui.canvas.scene import Scene
from gui.canvas.view_transform import STEP, Point, Rect
from gui.canvas.zooming import Zooming
from gui.controls import is_language_change
from gui.i18n import counted, tr
from gui.theme import theme

_MARGIN = 12
_LEVELS_MS = 60
# A click repeated within this many logical pixels goes on through the stack of boxes.
_SAME_PLACE = 4
_NOTCH = 120.0
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class ImageCanvas(QWidget):
    """Shows one picture and what was found in it.

    Zoom is in screen pixels per pixel of the picture: 1.0 is 100 % and sharp at any device ratio. Rows
    are those of the shown detections. Signals tell what a person did; what is set from outside is not
    told again, ``zoom_changed`` excepted.

    Attributes:
        selected: A row, or None, was clicked.
        hovered: The pointer is over another row, or None.
        activated: A box was clicked twice, or Enter pressed: it wants to be looked at.
        menu_requested: Global position and the row below it, or None.
        zoom_changed: The zoom, whoever changed it.
        paint_ms: How long the last repaint took.
    """

    selected = Signal(object)
    hovered = Signal(object)
    activated = Signal(int)
    menu_requested = Signal(QPoint, object)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paint_ms = 0.0
        self._frame: Frame | None = None
        self._picture: PicturePainter | None = None
        self._pixels: Pixels | None = None
        self._scene = Scene()
        self._zooming = Zooming(self)
        self._zooming.changed.connect(self._on_view_changed)
        self._said_zoom = 0.0
        # What has changed since the last repaint: all of it, or these parts.
        self._is_all_due = True
        self._due = QRegion()
        self._is_playing = False
        self._has_motion = True
        self._has_keyboard_focus = False
        self._drop_text: str | None = None
        self._described = -1
        self._press: QPointF | None = None
        self._dragged_from: QPointF | None = None
        self._last_click: QPointF | None = None
        self._guests = Guests(self)
        self._hovering = Hovering(self, self._scene, self._zooming)
        self._hovering.changed.connect(self._on_hovered)
        self._levels_timer = QTimer(self)
        self._levels_timer.setSingleShot(True)
        self._levels_timer.setInterval(_LEVELS_MS)
        self._levels_timer.timeout.connect(self._make_levels)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self._retranslate()

    # ---- What is shown

    def set_picture(self, frame: Frame | None, pixels: Pixels | None) -> None:
        """Show a frame; its pixels as ``(h, w, 4)`` uint8 BGRA must not change any more.

        One of the same size keeps zoom and place, another size is fitted. None shows nothing.
        """
        if pixels is self._pixels:
            self._frame = frame
            return
        self._is_all_due = True
        self._frame, self._pixels = frame, pixels
        self._picture = None if pixels is None else PicturePainter(pixels)
        self._hovering.picture = self._picture
        self._last_click = None
        if pixels is None:
            self._hovering.leave()
            self._levels_timer.stop()
        else:
            self._zooming.set_picture((pixels.shape[1], pixels.shape[0]))
            self._ask_for_levels()
        self.update()

    def set_detections(
        self,
        shown: Detections,
        labels: Labels,
        *,
        classes: Sequence[ClassScore] = (),
        below: Detections | None = None,
        others: Detections | None = None,
    ) -> None:
        """Show detections of the frame.

        Args:
            shown: All rows in signals and other methods are theirs.
            labels: Names of the classes.
            classes: A classifier's answers.
            below: Below the threshold, as dashed outlines.
            others: Hidden while others are soloed, as faint outlines.
        """
        before = self._scene.overlay
        if not self._scene.set_detections(shown, labels, classes, below, others):
            return
        self._hovering.look_again()
        self._scene.mark(selected=self._scene.selected, hovered=self._hovering.row)
        self._describe()
        self._update_since(before)

    def set_look(self, style: Style) -> None:
        """Set what is drawn and how; its scale is the canvas's own matter."""
        if self._scene.set_look(style):
            self._is_all_due = True
            self.update()

    def set_selected(self, row: int | None) -> None:
        """Mark a row as selected."""
        before = self._scene.overlay
        if self._scene.mark(selected=row, hovered=self._scene.hovered):
            self._update_since(before)

    def set_hovered(self, row: int | None) -> None:
        """Mark a row as hovered, here or elsewhere."""
        before = self._scene.overlay
        if self._scene.mark(selected=self._scene.selected, hovered=row):
            self._update_since(before)

    def set_playing(self, is_playing: bool) -> None:
        """Paint fast while a video plays, and well while it stands still."""
        if is_playing == self._is_playing:
            return
        self._is_playing = is_playing
        self._zooming.has_motion = self._has_motion and not is_playing
        self._ask_for_levels()
        self.update()

    def set_motion(self, has_motion: bool) -> None:
        """Let zooming by key glide, or not."""
        self._has_motion = has_motion
        self._zooming.has_motion = has_motion and not self._is_playing

    @Slot(bool)
    def set_magnifier(self, magnifies: bool) -> None:
        """Show small hovered objects enlarged, or not."""
        self._hovering.magnifies = magnifies
        if self._hovering.card.isVisible():
            self._hovering.show_card()

    def set_drop(self, text: str | None) -> None:
        """Frame the canvas and say what dropping will do; None when nothing is dragged over it."""
        if text != self._drop_text:
            self._drop_text = text
            if text is not None:
                self._hovering.leave()
            self.update()

    def set_card(self, card: QWidget | None) -> None:
        """Hold a problem card over the picture; the card before it is let go."""
        self._guests.set_card(card)

    def set_banner(self, banner: QWidget | None) -> None:
        """Hold a banner over the bottom of the picture; the one before it is let go."""
        self._guests.set_banner(banner)

    def annotated_image(self) -> QImage:
        """Return the picture with what is shown on it, in its own size, as an export writes it."""
        if self._frame is None:
            return QImage()
        scene = self._scene
        overlay = lay_out(
            scene.shown,
            scene.labels,
            self._frame.size_wh,
            scene.look,
            PillowMeasure(),
            classes=scene.classes,
        )
        return of_rgb(render(self._frame.image, overlay))

    # ---- Zoom

    @property
    def zoom(self) -> float:
        """Screen pixels per pixel of the picture; 1.0 is 100 %."""
        return self._zooming.view.zoom

    @property
    def is_fitted(self) -> bool:
        """Whether the whole picture is shown, and follows the size of the canvas."""
        return self._zooming.is_fitted

    def picture_rect(self) -> QRect | None:
        """Return where the picture lies on the canvas, in logical pixels; None without one."""
        if self._picture is None:
            return None
        view, ratio = self._zooming.view, self.devicePixelRatioF()
        width, height = view.size_wh
        x0, y0, x1, y1 = view.rect_to_view((0.0, 0.0, float(width), float(height)))
        return QRectF(x0 / ratio, y0 / ratio, (x1 - x0) / ratio, (y1 - y0) / ratio).toAlignedRect()

    @Slot()
    def fit(self) -> None:
        """Show the whole picture."""
        self._zooming.fit()

    @Slot()
    def show_actual_size(self) -> None:
        """Show one pixel of the picture on one pixel of the screen."""
        self.set_zoom(1.0)

    @Slot(float)
    def set_zoom(self, zoom: float) -> None:
        """Zoom in the middle of the canvas."""
        self._zooming.show(self._zooming.target.zoomed_to(zoom), gliding=True)

    @Slot()
    def zoom_in(self) -> None:
        self._zooming.zoom_by(1, gliding=True)

    @Slot()
    def zoom_out(self) -> None:
        self._zooming.zoom_by(-1, gliding=True)

    @Slot(int)
    def zoom_to(self, row: int) -> None:
        """Show one detection large, in the middle."""
        box = self._box(row)
        if box is not None:
            self._zooming.show(self._zooming.target.showing(box), gliding=True)

    @Slot(int)
    def reveal(self, row: int) -> None:
        """Pan so that a detection is seen; nothing moves if it is seen already."""
        box = self._box(row)
        if box is not None:
            self._zooming.reveal(box)

    def paint_changes(self) -> None:
        """Paint at once what is another than on the screen; ``repaint`` would paint all of it."""
        if self._is_all_due:
            self.repaint()
        elif not self._due.isEmpty():
            self.repaint(self._due)

    # ---- Inside

    def _retranslate(self) -> None:
        self.setAccessibleName(tr("Picture"))
        self._described = -1
        self._describe()

    def _update_since(self, before: Overlay | None) -> None:
        """Repaint where the overlay is another than before; all, where all is to be painted anyway."""
        parts = None
        ratio = self.devicePixelRatioF()
        if not self._is_all_due:
            parts = self._scene.changed_since(before, self._zooming.view, ratio)
        if parts is None:
            self._is_all_due = True
            self.update()
            return
        area = QRegion()
        for part in parts:
            x0, y0, x1, y1 = (edge / ratio for edge in self._zooming.view.rect_to_view(part))
            area += QRectF(x0, y0, x1 - x0, y1 - y0).toAlignedRect()
        self._due += area
        self.update(area)

    def _describe(self) -> None:
        count = len(self._scene.shown)
        if count != self._described:
            self._described = count
            self.setAccessibleDescription(
                counted(count, "Picture with {n} detection", "Picture with {n} detections")
            )

    @Slot()
    def _on_view_changed(self) -> None:
        zoom = self._zooming.view.zoom
        if zoom != self._said_zoom:
            self._said_zoom = zoom
            self.zoom_changed.emit(zoom)
        self._hovering.follow_view()
        self._ask_for_levels()
        self.update()

    def _ask_for_levels(self) -> None:
        if self._is_playing or self._picture is None:
            self._levels_timer.stop()
        elif self._picture.wants_levels(self.zoom):
            self._levels_timer.start()

    @Slot()
    def _make_levels(self) -> None:
        if self._picture is not None:
            self._picture.make_levels(self.zoom)
            self.update()

    def _box(self, row: int | None) -> Rect | None:
        if row is None or not 0 <= row < len(self._scene.shown) or self._picture is None:
            return None
        x0, y0, x1, y1 = self._scene.shown.xyxy[row].tolist()
        return x0, y0, x1, y1

    @Slot(object)
    def _on_hovered(self, row: int | None) -> None:
        before = self._scene.overlay
        if self._scene.mark(selected=self._scene.selected, hovered=row):
            self._update_since(before)
        self._set_cursor()
        self.hovered.emit(row)

    def _set_cursor(self) -> None:
        view = self._zooming.view
        is_larger = any(
            edge * view.zoom > room for edge, room in zip(view.size_wh, view.view_wh, strict=True)
        )
        if self._dragged_from is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._hovering.row is None and is_larger and self._picture is not None:
            shape = Qt.CursorShape.OpenHandCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def _select(self, row: int | None) -> None:
        if row != self._scene.selected:
            self.set_selected(row)
            self.selected.emit(row)

    def _click(self, place: QPointF, *, backwards: bool) -> None:
        last = self._last_click
        is_repeated = last is not None and (last - place).manhattanLength() <= _SAME_PLACE
        stack = self._hovering.stack_at(place)
        current = self._scene.selected
        self._last_click = place
        self._select(pick(stack, current, is_repeated=is_repeated, backwards=backwards))

    def _screen_point(self, place: QPointF) -> Point:
        ratio = self.devicePixelRatioF()
        return place.x() * ratio, place.y() * ratio

    def _sync_room(self) -> None:
        ratio = self.devicePixelRatioF()
        room = (math.ceil(self.width() * ratio), math.ceil(self.height() * ratio))
        self._zooming.set_room(room, _MARGIN * ratio)

    def _paint_around(self, painter: QPainter) -> None:
        """Fill what the picture leaves free; filling all of a large canvas takes a millisecond."""
        around = QRegion(self.rect())
        if self._picture is not None:
            view, ratio = self._zooming.view, self.devicePixelRatioF()
            width, height = view.size_wh
            x0, y0, x1, y1 = view.rect_to_view((0.0, 0.0, float(width), float(height)))
            # One logical pixel within the picture covers all rounding.
            covered = QRectF(x0 / ratio, y0 / ratio, (x1 - x0) / ratio, (y1 - y0) / ratio)
            around -= QRegion(covered.toRect().adjusted(2, 2, -2, -2))
        colour = QColor(theme().canvas)
        painter.save()
        painter.setClipRegion(around)
        painter.fillRect(self.rect(), colour)
        painter.restore()

    def _paint_picture(self, painter: QPainter, area: QRegion) -> None:
        if self._picture is None:
            return
        ratio = self.devicePixelRatioF()
        painter.save()
        # A canvas may begin between two screen pixels; what is painted must not.
        device = painter.deviceTransform()
        painter.scale(1.0 / ratio, 1.0 / ratio)
        painter.translate(round(device.dx()) - device.dx(), round(device.dy()) - device.dy())
        view = self._zooming.view
        origin = (math.floor(view.origin[0] + 0.5), math.floor(view.origin[1] + 0.5))
        self._picture.paint(painter, view, origin, is_fast=self._is_playing)
        parts: list[Rect] | None = None
        if not area.boundingRect().contains(self.rect()):
            # A little more, since the canvas may begin between two screen pixels.
            parts = [
                (
                    (part.left() - 1) * ratio,
                    (part.top() - 1) * ratio,
                    (part.right() + 2) * ratio,
                    (part.bottom() + 2) * ratio,
                )
                for part in parts_of(area)
            ]
        self._scene.paint(painter, view, origin, ratio, parts)
        painter.restore()

    # ---- Qt

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        begin = time.perf_counter()
        painter = QPainter(self)
        self._paint_around(painter)
        self._is_all_due, self._due = False, QRegion()
        self._paint_picture(painter, event.region())
        if self._drop_text is not None:
            paint_drop(painter, self.rect(), self._drop_text)
        elif self._has_keyboard_focus:
            paint_focus(painter, self.rect())
        painter.end()
        self.paint_ms = (time.perf_counter() - begin) * 1e3

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.LayoutRequest:
            self._guests.place()
        elif kind == QEvent.Type.DevicePixelRatioChange:
            self._sync_room()
        elif kind == QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._pinch(1.0 + event.value(), event.position())
                return True
        elif kind == QEvent.Type.Gesture and isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                middle = self.mapFromGlobal(pinch.centerPoint())
                self._pinch(pinch.scaleFactor(), middle)
                event.accept(pinch)
                return True
        return super().event(event)

    def _pinch(self, factor: float, place: QPointF) -> None:
        if factor > 0 and self._picture is not None:
            self._zooming.zoom_by(math.log(factor) / math.log(STEP), self._screen_point(place))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        elif event.type() == QEvent.Type.FontChange:
            self._scene.forget_fonts()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._sync_room()
        self._guests.place()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        turned = event.angleDelta().y()
        if turned == 0 or self._picture is None:
            event.ignore()
            return
        self._zooming.zoom_by(turned / _NOTCH, self._screen_point(event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._press = event.position()
        self._show_keyboard_focus(shows=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        place = event.position()
        if self._press is None:
            self._hovering.move_to(place)
            self._set_cursor()
            return
        if self._dragged_from is None:
            if (place - self._press).manhattanLength() < QApplication.startDragDistance():
                return
            self._dragged_from = self._press
            self._hovering.leave()
            self._set_cursor()
        ratio = self.devicePixelRatioF()
        moved = (place - self._dragged_from) * ratio
        self._dragged_from = place
        self._zooming.show(self._zooming.target.panned(moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._press is None:
            return
        was_dragged = self._dragged_from is not None
        self._press = self._dragged_from = None
        if was_dragged:
            self._hovering.move_to(event.position())
            self._set_cursor()
        elif event.button() == Qt.MouseButton.LeftButton:
            backwards = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._click(event.position(), backwards=backwards)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton or self._picture is None:
            return
        stack = self._hovering.stack_at(event.position())
        if len(stack) > 1:
            # Two quick clicks on boxes that lie on each other go through them like slow ones.
            self._press = event.position()
        elif stack:
            self.activated.emit(stack[0])
        elif self.is_fitted:
            view = self._zooming.target.zoomed_to(1.0, self._screen_point(event.position()))
            self._zooming.show(view, gliding=True)
        else:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if self._press is None:
            self._hovering.leave()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        if self._picture is None:
            event.ignore()
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self._scene.selected
            box = self._box(row)
            place = self.rect().center()
            if box is not None:
                view, ratio = self._zooming.view, self.devicePixelRatioF()
                x, y = view.to_view(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
                place = QPoint(round(x / ratio), round(y / ratio))
            self.menu_requested.emit(self.mapToGlobal(place), row if box is not None else None)
        else:
            stack = self._hovering.stack_at(QPointF(event.pos()))
            selected = self._scene.selected
            row = selected if selected in stack else stack[0] if stack else None
            self.menu_requested.emit(event.globalPos(), row)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        row = self._scene.selected
        if event.key() == Qt.Key.Key_Escape and row is not None:
            self._select(None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._box(row) is not None:
            self.activated.emit(row)
        else:
            super().keyPressEvent(event)

    def _show_keyboard_focus(self, *, shows: bool) -> None:
        if shows != self._has_keyboard_focus:
            self._has_keyboard_focus = shows
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._show_keyboard_focus(shows=event.reason() in _KEYBOARD)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._show_keyboard_focus(shows=False)
        super().focusOutEvent(event)


def parts_of(area: QRegion) -> list[QRect]:
    """Return the rectangles of a region."""
    # PySide's type hints do not know that a region can be gone through.
    parts: list[QRect] = list(area)  # type: ignore[call-overload]
    return parts
