"""Detections: one row per box, and below them what the threshold keeps out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from engine_core.detections import ClassScore, Detections
from engine_core.labels import Labels
from gui.controls import IconButton, Text, is_language_change
from gui.i18n import tr
from gui.panels.column_section import ColumnSection
from gui.panels.detection_model import DetectionModel, Key, joined, keys_of
from gui.panels.detection_view import DetectionTable

FADE_MS = 80
_BEAT_MS = 16


class DetectionsPanel(ColumnSection):
    """The table of what is shown.

    Signals:
        selected: Row in the shown detections last set, or None; by pointer, arrows, J or K.
        hovered: Likewise, under the pointer.
        activated: Likewise, by Enter or a double click: to be zoomed to.
        copy_requested: The table has been put on the clipboard as tab-separated values.
        below_opened: Whether the rows below the threshold are shown.
    """

    selected = Signal(object)
    hovered = Signal(object)
    activated = Signal(int)
    copy_requested = Signal()
    below_opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(bleed=None, overhang=4, parent=parent)
        self._is_active = False
        self._is_playing = False
        self._has_motion = True
        self._selected: int | None = None
        self.model = DetectionModel()
        self.model.setParent(self)
        self.view = DetectionTable(self.model)
        self.copy = IconButton("copy", small=True)
        self.head.addWidget(self.copy)
        self._hint = Text("label").wrap()
        self._hint_row = self.add_inset(self._hint, above=2, below=6)
        self.body.addSpacing(4)
        self.body.addWidget(self.view, 1)
        self._filler = QWidget()
        self.body.addWidget(self._filler, 1)
        self._fades = Fades()
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._on_beat)
        self.copy.clicked.connect(self._on_copy_clicked)
        self.view.row_chosen.connect(self._on_row_chosen)
        self.view.row_hovered.connect(self._on_row_hovered)
        self.view.row_opened.connect(self._on_row_opened)
        self.view.fold_clicked.connect(self._on_fold_clicked)
        self.view.emptied.connect(self._on_emptied)
        self.set_narrow(is_narrow=False)
        self._retranslate()
        self.set_active(is_active=False)

    # ---- Told from outside

    def set_detections(
        self,
        shown: Detections,
        below: Detections,
        labels: Labels,
        colours: Mapping[int, str],
    ) -> None:
        """Show a frame, or the same frame at another threshold.

        The selection stays with its detection (its class and box) where that is still shown. A row that
        fell below the threshold fades, unless a video plays.
        """
        before = self.model.shown
        key = None
        if self._selected is not None and self._selected < len(before):
            key = keys_of(before[slice(self._selected, self._selected + 1)])[0]
        leaving = None
        if self._has_motion and not self._is_playing and not self.model.is_classifier:
            leaving = self._fades.parting(before, self.model.leaving, shown, below)
        self.model.set_detections(shown, below, labels, colours, leaving=leaving)
        self.view.set_columns(has_boxes=True)
        for found in (shown, below):
            if len(found):
                self.view.set_largest(float(found.xyxy.max()))
        if leaving is not None and len(leaving):
            self.view.set_fading(self._fades.opacities(leaving))
            self._beat.start()
        else:
            self._beat.stop()
        shown_keys = keys_of(shown) if key is not None else []
        self._select(shown_keys.index(key) if key in shown_keys else None)
        self._follow_note()

    def set_classes(self, classes: Sequence[ClassScore], labels: Labels) -> None:
        """Show the answers of a classifier instead of boxes."""
        self._beat.stop()
        self.model.set_classes(classes, labels)
        self.view.set_columns(has_boxes=False)
        self._select(None)
        self._follow_note()

    def set_selected(self, row: int | None) -> None:
        """Mark a shown detection and bring its row into view."""
        self._select(row)

    def set_hovered(self, row: int | None) -> None:
        """Mark a shown detection as the one under the pointer."""
        self.view.set_hovered(self.model.place_of(row))

    def set_playing(self, is_playing: bool) -> None:
        """Let rows go at once while a video plays."""
        self._is_playing = is_playing
        if is_playing:
            self._end_fade()

    def set_motion(self, has_motion: bool) -> None:
        """Let rows fade, or go at once as the system asks."""
        self._has_motion = has_motion

    def set_active(self, is_active: bool) -> None:
        """Show the table, or what it is for."""
        self._is_active = is_active
        self.note.setVisible(is_active)
        self.copy.setVisible(is_active)
        self.view.setVisible(is_active)
        self._hint_row.setVisible(not is_active)
        self._filler.setVisible(not is_active)

    def set_narrow(self, is_narrow: bool) -> None:
        super().set_narrow(is_narrow=is_narrow)
        if hasattr(self, "view"):
            self.view.set_side(self.side, is_narrow=is_narrow)
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(0, 12, 0, 0)

    def select_next(self) -> None:
        """Select the next row of the table, or its first."""
        self._step(1)

    def select_previous(self) -> None:
        """Select the row before, or the last."""
        self._step(-1)

    # ---- Changes by the user

    def _step(self, by: int) -> None:
        order = self.model.in_order()
        if not order:
            return
        if self._selected in order:
            at = min(len(order) - 1, max(0, order.index(self._selected) + by))
        else:
            at = 0 if by > 0 else len(order) - 1
        if order[at] != self._selected:
            self._select(order[at])
            self.selected.emit(order[at])

    @Slot(int)
    def _on_row_chosen(self, row: int) -> None:
        shown = self.model.shown_at(row)
        if shown != self._selected:
            self._select(shown)
            self.selected.emit(shown)

    @Slot()
    def _on_emptied(self) -> None:
        if self._selected is not None:
            self._select(None)
            self.selected.emit(None)

    @Slot(object)
    def _on_row_hovered(self, row: int | None) -> None:
        self.hovered.emit(None if row is None else self.model.shown_at(row))

    @Slot(int)
    def _on_row_opened(self, row: int) -> None:
        shown = self.model.shown_at(row)
        if shown is not None and not self.model.is_classifier:
            self.activated.emit(shown)

    @Slot()
    def _on_fold_clicked(self) -> None:
        self.model.set_open(not self.model.is_open)
        self.below_opened.emit(self.model.is_open)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.model.as_text())
        self.copy_requested.emit()

    # ---- What follows from it

    def _select(self, shown: int | None) -> None:
        self._selected = shown
        self.view.set_selected(self.model.place_of(shown))

    @Slot()
    def _on_beat(self) -> None:
        leaving = self.model.leaving
        opacities = self._fades.opacities(leaving)
        self._keep(leaving, opacities)

    def _end_fade(self) -> None:
        self._keep(self.model.leaving, [0.0] * len(self.model.leaving))

    def _keep(self, leaving: Detections, opacities: list[float]) -> None:
        """Paint the fading rows, and remove those that have faded."""
        lasts = np.asarray(opacities) > 0.0
        if not lasts.all():
            self.model.set_leaving(leaving[lasts])
            self.view.set_selected(self.model.place_of(self._selected))
        self.view.set_fading([opacity for opacity in opacities if opacity > 0.0])
        if not lasts.any():
            self._beat.stop()

    def _follow_note(self) -> None:
        self.note.setText(f"{len(self.model.shown):,}")
        self.copy.setEnabled(len(self.model.shown) > 0)

    # ---- Words

    def _retranslate(self) -> None:
        self.title.setText(tr("Detections"))
        self._hint.setText(tr("One row per box; click a row to find it in the picture."))
        self.copy.describe(tr("Copy the table"))
        self.view.setAccessibleName(tr("Detections"))
        self.view.horizontalHeader().update()
        self.view.viewport().update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)


class Fades:
    """Which rows are fading, each since the moment it dropped out: a slow drag drops one after another."""

    def __init__(self) -> None:
        self._clock = QElapsedTimer()
        self._clock.start()
        self._since: dict[Key, int] = {}

    def parting(
        self, before: Detections, leaving: Detections, shown: Detections, below: Detections
    ) -> Detections:
        """Return what fades now: what was shown, or fading, and is below the threshold.

        Nothing of another frame is: no box lies there to the last bit.
        """
        if not len(below) or not (len(before) or len(leaving)):
            self._since.clear()
            return below[slice(0, 0)]
        now = self._clock.elapsed()
        candidates = joined(before, leaving)
        keys = keys_of(candidates)
        stay, low = set(keys_of(shown)), set(keys_of(below))
        keeps = [key in low and key not in stay for key in keys]
        self._since = {
            key: self._since.get(key, now) for key, fades in zip(keys, keeps, strict=True) if fades
        }
        return candidates[np.asarray(keeps, np.bool_)]

    def opacities(self, leaving: Detections) -> list[float]:
        """Return how strongly each is painted, 0 for those that are gone."""
        now = self._clock.elapsed()
        left = [1.0 - (now - self._since.get(key, 0)) / FADE_MS for key in keys_of(leaving)]
        return [max(0.0, share) ** 2 for share in left]
