"""Three short hints for the first start: the threshold, the boxes, the export.

They come with the first detections, one after another, beside the part they are about; doing what one
says leads to the next, by hand or by key. Only hovering over a box does not: a pointer lies there without
anybody meaning it, and would take the hint away before it is read. Once through or closed they never come
again, until Help > Show the tips.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from gui.i18n import tr
from gui.panels.tip import WIDE, Spot, Tip

if TYPE_CHECKING:
    from gui.main_window import MainWindow

_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
_THRESHOLD, _BOXES, _EXPORT = range(3)
_COUNT = 3
_HIGHER = 4
_THRESHOLD_KEYS = ("confidence_up", "confidence_down", "confidence_up_more", "confidence_down_more")


class Tips(QObject):
    """Shows the hints over the window. GUI thread only.

    Attributes:
        bubble: The one that is shown, or hidden.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._at: int | None = None
        self._is_said = False
        self._announced: str | None = None
        self.bubble = Tip(window)
        self.bubble.next_requested.connect(self.go_on)
        self.bubble.closed.connect(self.close_tips)
        window.acts["tips"].triggered.connect(lambda _=False: self.show_again())
        # Whoever does what a hint says has understood it.
        window.threshold.editing_ended.connect(self.note_threshold_moved)
        for key in _THRESHOLD_KEYS:
            window.acts[key].triggered.connect(self.note_threshold_moved)
        window.canvas.selected.connect(lambda row: self._done(_BOXES) if row is not None else None)
        window.acts["below"].toggled.connect(lambda _: self._done(_BOXES))
        window.export_button.menu().aboutToShow.connect(lambda: self._done(_EXPORT))
        for key in ("export_frame", "export_all"):
            window.acts[key].triggered.connect(lambda _=False: self._done(_EXPORT))
        window.canvas.zoom_changed.connect(self._later)
        # Parts move one after another when the window is resized: once they all have is soon enough.
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._on_settled)
        # Boxes come with an answer, and with a lower threshold.
        window.controller.shown_changed.connect(lambda _: self._settling.start())
        window.controller.choices.changed.connect(lambda *_: self._settling.start())
        watched: tuple[QWidget, ...] = (
            *(window, window.canvas, window.threshold, window.export_button, window.bar),
            *(window.suppression, window.model_card, window.card),
        )
        for part in watched:
            part.installEventFilter(self)

    # ---- Coming and going

    @property
    def are_shown(self) -> bool:
        """Whether a hint is on, be it that there is no room for it at present."""
        return self._at is not None

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is in the bubble."""
        return self.bubble.isAncestorOf(QApplication.focusWidget() or self._window)

    @Slot()
    def _on_settled(self) -> None:
        if self._at is not None:
            self._place()
        elif self._window.settings.switch("tips") and len(self._window.presenter.view.shown):
            self._show(_THRESHOLD)

    @Slot()
    def show_again(self) -> None:
        """Begin anew, now or with the next detections."""
        window = self._window
        window.settings.set_switch("tips", True)
        self._at = _THRESHOLD
        if self._has_object():
            # The tips were asked for now; what went wrong is kept under Help as well.
            window.card.close_card()
        self._show(_THRESHOLD)
        if not self.bubble.isVisible():
            self._announced = tr("The tips come with the next detections")
            window.status.set_message(self._announced)

    @Slot()
    def note_threshold_moved(self) -> None:
        """Take note that somebody has moved the threshold, in whatever way."""
        self._done(_THRESHOLD)

    @Slot()
    def go_on(self) -> None:
        """Show the next hint, or none after the last."""
        if self._at is None:
            return
        if self._at + 1 < _COUNT:
            self._show(self._at + 1)
        else:
            self.close_tips()

    @Slot()
    def close_tips(self) -> None:
        """Show none any more, and not at the next start either."""
        if self._at is None:
            return
        self._at = None
        self._window.settings.set_switch("tips", False)
        had_keyboard = self.has_keyboard
        self.bubble.hide()
        if had_keyboard:
            self._window.focus_picture()

    def _done(self, which: int) -> None:
        if self._at == which and self.bubble.isVisible():
            self.go_on()

    def _show(self, which: int) -> None:
        self._at = which
        self._is_said = False
        self._say()
        self._place()

    def _say(self) -> None:
        if self._at is not None:
            self.bubble.set_tip(_words(self._at), self._at + 1, _COUNT)

    def retranslate(self) -> None:
        """Say it in the language in use."""
        self._say()
        self._later()

    # ---- Where it lies

    @Slot()
    def _later(self, *_: object) -> None:
        if self._at is not None:
            self._settling.start()

    @Slot()
    def _place(self) -> None:
        if self._at is None:
            return
        window = self._window
        if window.card.isVisible() or window.is_empty or not self._has_object():
            self.bubble.hide()  # first what went wrong, or why nothing is found
            return
        spots = {_THRESHOLD: self._by_threshold, _BOXES: self._by_boxes, _EXPORT: self._by_export}
        self.bubble.place(spots[self._at]())
        if self.bubble.isVisible() and not self._is_said:
            self._is_said = True
            self.bubble.announce()
            self._end_announcement()

    def _end_announcement(self) -> None:
        """Give the status its times back, unless it says something else by now."""
        announced, self._announced = self._announced, None
        if announced is not None and self._window.status.message == announced:
            self._window.status.set_message(None)

    def _has_object(self) -> bool:
        """Return whether there is what the hint speaks of; dragged too far, the threshold still is."""
        view = self._window.presenter.view
        return len(view.shown if self._at == _BOXES else view.everything) > 0

    def _by_threshold(self) -> list[Spot]:
        window = self._window
        room = self._room()
        if window.threshold.isVisible():
            return [Spot(self._rect(window.threshold), room, "below")]
        return [Spot(self._rect(window.bar.extra or window.bar), room, "below")]

    def _by_boxes(self) -> list[Spot]:
        window = self._window
        canvas, room = self._rect(window.canvas), self._room()
        spots = []
        picture = window.canvas.picture_rect()
        if picture is not None and not window.nothing_found.isVisible():
            # In what the picture leaves free below itself, the boxes are all in sight.
            picture.translate(canvas.topLeft())
            spots.append(Spot(picture & canvas, canvas, "below"))
        # Where all of the window is picture, the switch that the key stands for.
        switch = self._rect(window.bar.buttons["below"])
        switch.setBottom(self._rect(window.bar).bottom())
        return [
            *spots,
            *(Spot(canvas, room, "right"), Spot(canvas, room, "left")),
            Spot(switch, room, "below"),
        ]

    def _by_export(self) -> list[Spot]:
        window = self._window
        button, room = self._rect(window.export_button), window.rect()
        below = Spot(button, room, "below")
        if not window.threshold.isVisible():
            return [below]
        # Below the button lies the histogram, which everybody looks at: rather over the bars beside it,
        # and so high that it ends above the bars of the histogram.
        high = room.adjusted(0, -_HIGHER, 0, 0)
        spared = self._rect(window.threshold.slider)
        return [Spot(button, high, "left", width=WIDE, spared=spared), below]

    def _room(self) -> QRect:
        """Return what lies below the header."""
        top = self._rect(self._window.export_button).bottom() + 1
        return self._window.rect().adjusted(0, top, 0, 0)

    def _rect(self, part: QWidget) -> QRect:
        return QRect(part.mapTo(self._window, part.rect().topLeft()), part.size())

    # ---- Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if self._at is not None and event.type() in _MOVES:
            self._settling.start()
        return super().eventFilter(watched, event)


def _words(which: int) -> str:
    return {
        _THRESHOLD: tr("Drag the threshold: the picture follows at once."),
        _BOXES: tr("Hover over a box or click it. G shows what lies below the threshold."),
        _EXPORT: tr("Export writes what you see: pictures, labels for training, tables."),
    }[which]
