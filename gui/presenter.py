"""Brings each answer, and each change of the choices, to the parts that show them.

``present`` runs within the event that asked for it: a slider moved is a picture repainted, without
inference. What looks at the whole source (strip, silhouette, counts in the list) follows a little later,
many changes at once.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from engine_core.detections import Detections
from engine_core.frame import Frame, SourceItem, SourceKind
from engine_core.overlay import Style
from engine_core.thresholds import score_gap
from gui.canvas.canvas_bar import CanvasBar
from gui.canvas.image_canvas import ImageCanvas
from gui.controller import Controller
from gui.i18n import sentence
from gui.panels.classes import ClassesPanel
from gui.panels.detections import DetectionsPanel
from gui.panels.sources import SourcesPanel
from gui.panels.status import StatusStrip
from gui.panels.suppression import SuppressionPanel
from gui.panels.threshold import ThresholdPanel
from gui.panels.transport import Transport
from gui.timeline import Timeline
from gui.view import View, view_of
from gui.viewer_model import Choices
from gui.workers.kept import seen_of
from gui.workers.messages import SeenBatch, Shown

# What follows the slider by this much still seems to follow it at once; what follows a playing video may
# take longer, and must not take the time of every frame.
_LATER_MS = 40
# Looking at the whole source leaves at least nine tenths of the time to everything else.
_MOST_SHARE = 9
_LATER_PLAYING_MS = 200
_PICTURES = "pictures"
_MOST_BELOW = 300
# Of a camera the last ten minutes, at thirty frames a second, are looked back on.
_LIVE_FRAMES = 18_000
# What the inference thread decodes from on: below it nothing is known.
FLOOR = 0.01
# From so many boxes on, the lowest score of a model that suppresses inside is called its floor.
_ENOUGH_BOXES = 50
_CLEARLY_BAKED = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of the window that show answers."""

    canvas: ImageCanvas
    bar: CanvasBar
    threshold: ThresholdPanel
    suppression: SuppressionPanel
    classes: ClassesPanel
    detections: DetectionsPanel
    transport: Transport
    status: StatusStrip
    sources: SourcesPanel


class Presenter(QObject):
    """Shows what the controller has, under the present choices and look. GUI thread only."""

    def __init__(self, controller: Controller, parts: Parts, parent: QObject) -> None:
        super().__init__(parent)
        self._controller = controller
        self._parts = parts
        self.view: View = view_of(None, controller.choices.filter)
        self.look = Style()
        self.shows_below = False
        self._is_dragging = False
        self._selected: int | None = None
        self._frame: Frame | None = None
        self._timelines: dict[str, Timeline] = {}
        self._picture_keys: dict[SourceItem, int] = {}
        self._class_counts: dict[int, int] = {}
        self._source_cost_ms = 0.0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._present_source)
        controller.shown_changed.connect(self._on_controller_shown_changed)
        controller.model_changed.connect(self._on_controller_model_changed)
        controller.source_changed.connect(self._on_controller_source_changed)
        controller.seen.connect(self._on_controller_seen)
        controller.choices.changed.connect(self._on_choices_changed)
        controller.playing_changed.connect(self._on_controller_playing_changed)

    # ---- Answers

    @Slot(object)
    def _on_controller_shown_changed(self, shown: Shown) -> None:
        self._parts.canvas.set_picture(shown.frame, shown.pixels)
        before, selected = self.view.everything, self._selected
        is_same_frame = shown.frame is self._frame
        self._frame, self._selected = shown.frame, None
        self.present()
        self._count_again(shown)
        if is_same_frame and selected is not None and selected < len(before):
            self._find_again(before, selected)
        self._present_place(shown)
        if shown.result is not None:
            timings = shown.result.timings
            self._parts.status.add(
                read_ms=shown.read_ms,
                preprocess_ms=None if shown.was_kept else timings.preprocess_ms,
                inference_ms=None if shown.was_kept else timings.inference_ms,
                decode_ms=None if shown.was_kept else timings.decode_ms,
                paint_ms=self._parts.canvas.paint_ms,
            )
            if not shown.was_kept:
                self._parts.status.set_ways(on_device=timings.on_device, replayed=timings.replayed)
        self._parts.status.set_dropped(shown.dropped + self._controller.clock.dropped)

    def _count_again(self, shown: Shown) -> None:
        """Count a picture that was removed and is back: the thread tells of each only once."""
        item, pictures = shown.source.item, self._timelines.get(_PICTURES)
        is_known = item.kind is SourceKind.PICTURE and item in self._picture_keys
        if shown.result is not None and pictures is not None and is_known:
            pictures.add(seen_of(item, self._picture_keys[item], shown.result.detections))

    def _find_again(self, before: Detections, row: int) -> None:
        """Select the detection of the same frame that is the one selected before, if it is there still."""
        now = self.view.everything
        same = (now.class_id == before.class_id[row]) & (
            np.abs(now.xyxy - before.xyxy[row]).max(axis=1, initial=0.0) < 1.0
        )
        found = np.flatnonzero(same)
        if len(found):
            self._selected = int(found[0])
            self._present_selection()

    def _present_place(self, shown: Shown) -> None:
        parts = self._parts
        w, h = shown.frame.size_wh
        parts.bar.set_title(shown.source.item.name.rsplit("/", 1)[-1], f"{w} × {h}")
        moves = shown.source.item.kind is not SourceKind.PICTURE
        parts.transport.setVisible(moves)
        if moves:
            parts.transport.set_video(shown.info)
            parts.transport.set_live(
                is_live=shown.source.item.kind is SourceKind.LIVE, dropped=shown.dropped
            )
            parts.transport.set_position(shown.frame.index, shown.frame.timestamp_s)
            if shown.source.item.kind is SourceKind.LIVE:
                parts.transport.add_live(len(self.view.shown))
        self._present_later()

    @Slot(object)
    def _on_controller_model_changed(self, _: object) -> None:
        self._timelines.clear()
        # What another model, or another recipe, had found in each source is not true of this one.
        self._parts.sources.model.clear_counts()
        recipe = self._controller.recipe
        parts = self._parts
        has_model = recipe is not None
        parts.threshold.set_active(has_model)
        parts.suppression.set_active(has_model)
        parts.classes.set_active(has_model)
        parts.detections.set_active(has_model)
        parts.status.times.restart()
        parts.status.set_ways(on_device=False, replayed=False)
        if recipe is not None:
            parts.threshold.set_default(round(recipe.confidence, 4))
            parts.threshold.set_floor(FLOOR, is_baked=False)
            parts.classes.set_labels(recipe.labels, self._class_count())
        self._present_suppression()
        self.present()

    def _class_count(self) -> int:
        recipe = self._controller.recipe
        if recipe is None:
            return 0
        return len(recipe.labels) or recipe.decoder.class_count or 0

    @Slot(object)
    def _on_controller_source_changed(self, item: SourceItem | None) -> None:
        if item is None:
            self._parts.canvas.set_picture(None, None)
            self._parts.transport.setVisible(False)
            self._parts.bar.set_title("", "")
            self.present()
        self._present_later()

    @Slot(bool)
    def _on_controller_playing_changed(self, is_playing: bool) -> None:
        self._parts.canvas.set_playing(is_playing)
        self._parts.detections.set_playing(is_playing)
        self._parts.classes.set_playing(is_playing)
        self._parts.transport.set_playing(is_playing)

    # ---- Choices

    @Slot(object, object)
    def _on_choices_changed(self, before: Choices, after: Choices) -> None:
        most, most_before = after.filter.max_detections, before.filter.max_detections
        if after.suppression != before.suppression or most != most_before:
            self._present_suppression()
        if after.filter != before.filter or after.colours != before.colours:
            self.present(at_once=True)
            self._present_later()

    def set_dragging(self, is_dragging: bool) -> None:
        """Show boxes near the threshold while it is being moved."""
        if is_dragging != self._is_dragging:
            self._is_dragging = is_dragging
            self.present()

    def set_look(self, **changes: bool | float) -> None:
        """Change what is drawn: fields of ``overlay.Style``."""
        self.look = replace(self.look, **changes)  # type: ignore[arg-type]
        self.present()

    def look_for_files(self, colours: tuple[tuple[int, str], ...]) -> Style:
        """Return the look of what is exported: the same, at a size that fits each picture."""
        return replace(self.look, scale=None, colours=colours)

    def set_shows_below(self, shows: bool) -> None:
        """Show everything below the threshold as dotted outlines, or not."""
        self.shows_below = shows
        self.present()

    def present(self, *, at_once: bool = False) -> None:
        """Show the present answer under the present choices.

        Args:
            at_once: Whether the picture is painted before anything else is even told: it is what a moved
                slider is watched by.
        """
        shown = self._controller.shown
        choices = self._controller.choices.choices
        parts = self._parts
        labels = self._controller.labels
        result = shown.result if shown is not None else None
        view = self.view = view_of(result, choices.filter)
        colours = dict(choices.colours)
        parts.canvas.set_look(replace(self.look, colours=choices.colours))
        parts.canvas.set_detections(
            view.shown,
            labels,
            classes=view.classes,
            below=self._below(view),
            others=view.others if len(view.others) else None,
        )
        parts.canvas.set_selected(self.selected)
        if at_once:
            parts.canvas.paint_changes()
        parts.detections.set_detections(view.shown, view.below, labels, colours)
        if view.classes:
            parts.detections.set_classes(view.classes, labels)
        parts.classes.set_filter(choices.filter)
        parts.classes.set_colours(colours)
        parts.classes.set_counts(view.counts, self._class_counts)
        self._present_threshold(view)
        self._present_selection()

    def retranslate(self) -> None:
        """Say again, in the language in use, what the parts were told in words."""
        self._present_suppression()
        self.present()

    def _below(self, view: View) -> Detections | None:
        if self.shows_below:
            # The most confident first; more of them would only hide the picture.
            return view.below[:_MOST_BELOW]
        return view.near(self._controller.choices.filter) if self._is_dragging else None

    def _present_threshold(self, view: View) -> None:
        threshold = self._parts.threshold
        wanted = self._controller.choices.filter
        labels = self._controller.labels
        visible = replace(wanted, confidence=0.0, class_confidence={}, max_detections=None)
        candidates = view.everything[visible.rows(view.everything)]
        class_ids = candidates.class_id
        has_answer = self._controller.shown is not None and self._controller.opened is not None
        threshold.set_confidence(wanted.confidence)
        if has_answer and view.classes:
            # A classifier's answers are scores too, of the whole picture.
            answers = view.classes
            scores = np.array([answer.confidence for answer in answers], np.float32)
            threshold.set_scores(scores, lambda i: labels[answers[i].class_id])
            threshold.set_counts(len(answers), len(answers))
            return
        threshold.set_scores(
            candidates.confidence if has_answer else None, lambda i: labels[int(class_ids[i])]
        )
        threshold.set_counts(len(view.shown), len(candidates))

    def _present_suppression(self) -> None:
        recipe = self._controller.recipe
        choices = self._controller.choices.choices
        if recipe is None:
            return
        wanted, own = choices.suppression, recipe.suppression
        self._parts.suppression.set_suppression(
            needed=own.needed,
            iou=own.iou if wanted.iou is None else wanted.iou,
            agnostic=own.class_agnostic if wanted.class_agnostic is None else wanted.class_agnostic,
            max_detections=choices.filter.max_detections or 0,
            reason=sentence(own.reason),
        )

    # ---- Selection

    @property
    def selected(self) -> int | None:
        """Row of the selected detection among those shown."""
        return self.view.row_shown(self._selected)

    def select(self, row: int | None) -> None:
        """Select a shown detection, here and everywhere."""
        is_there = row is not None and 0 <= row < len(self.view.rows)
        self._selected = int(self.view.rows[row]) if is_there else None
        self._present_selection()

    def hover(self, row: int | None) -> None:
        """Mark a shown detection as the one under the pointer."""
        self._parts.canvas.set_hovered(row)
        self._parts.detections.set_hovered(row)

    def _present_selection(self) -> None:
        row = self.selected
        self._parts.canvas.set_selected(row)
        self._parts.detections.set_selected(row)

    # ---- The whole source

    def timeline(self, item: SourceItem | None) -> Timeline | None:
        """Return what was counted of a source; all pictures share one."""
        if item is None:
            return None
        return self._timelines.get(self._key(item))

    def _key(self, item: SourceItem) -> str:
        return _PICTURES if item.kind is SourceKind.PICTURE else item.location

    @Slot(object)
    def _on_controller_seen(self, batch: SeenBatch) -> None:
        if batch.restarts:
            self._timelines.clear()
        for seen in batch.frames:
            timeline = self._timelines.get(self._key(seen.source))
            if timeline is None:
                is_live = seen.source.kind is SourceKind.LIVE
                timeline = Timeline(max_frames=_LIVE_FRAMES if is_live else None)
                self._timelines[self._key(seen.source)] = timeline
            if seen.source.kind is SourceKind.PICTURE:
                timeline.add(replace(seen, index=self._picture_key(seen.source)))
            else:
                timeline.add(seen)
        self._present_later()

    @Slot()
    def forget_removed(self) -> None:
        """Count no longer what was removed from the list."""
        is_listed = self._parts.sources.model.row_of
        pictures = self._timelines.get(_PICTURES)
        for item, key in self._picture_keys.items():
            if pictures is not None and is_listed(item.location) is None:
                pictures.add(seen_of(item, key, Detections.empty()))
        for location in [key for key in self._timelines if key != _PICTURES]:
            if is_listed(location) is None:
                del self._timelines[location]
        self._present_later()

    def _picture_key(self, item: SourceItem) -> int:
        return self._picture_keys.setdefault(item, len(self._picture_keys))

    def _present_later(self) -> None:
        """Have it done once, however often it is asked for; the more it costs, the less often."""
        # Put off again by each frame of a video it would never come.
        if not self._later.isActive():
            least = _LATER_PLAYING_MS if self._controller.is_playing else _LATER_MS
            self._later.start(max(least, round(_MOST_SHARE * self._source_cost_ms)))

    @Slot()
    def _present_source(self) -> None:
        """Bring strip, silhouette, proposal and counts up to date."""
        begun = time.perf_counter()
        self._present_whole_source()
        self._source_cost_ms = (time.perf_counter() - begun) * 1e3

    def _present_whole_source(self) -> None:
        item = self._controller.source
        wanted = self._controller.choices.filter
        parts = self._parts
        timeline = self.timeline(item)
        if timeline is None or item is None:
            self._class_counts = {}
            parts.threshold.set_silhouette(None, "video")
            parts.threshold.set_proposal(None)
            parts.transport.set_strip(None, 0.0)
            return
        is_picture = item.kind is SourceKind.PICTURE
        histogram = timeline.histogram(wanted)
        parts.threshold.set_silhouette(histogram, "pictures" if is_picture else "video")
        proposal = score_gap(histogram)
        parts.threshold.set_proposal(proposal)
        self._present_floor(timeline)
        self._class_counts = timeline.class_counts(wanted)
        parts.classes.set_counts(self.view.counts, self._class_counts)
        if item.kind is SourceKind.VIDEO:
            self._present_strip(timeline)
        self._present_list(item)

    def _present_floor(self, timeline: Timeline) -> None:
        """Show from where on a model that suppresses inside gives anything at all.

        What it was built with stands in no file that can be read everywhere; what it gave tells it, once
        enough was seen: no score at all below a value well above what is decoded.
        """
        recipe = self._controller.recipe
        lowest = timeline.lowest() if timeline.rows_kept >= _ENOUGH_BOXES else None
        is_baked = (
            recipe is not None
            and not recipe.suppression.needed
            and lowest is not None
            and lowest >= _CLEARLY_BAKED
        )
        floor = math.floor(lowest * 100) / 100 if is_baked and lowest is not None else FLOOR
        self._parts.threshold.set_floor(floor, is_baked=is_baked)

    def _present_strip(self, timeline: Timeline) -> None:
        count = self._controller.frame_count
        if not count:
            return
        counts = timeline.counts(self._controller.choices.filter, count)
        fraction = float(np.count_nonzero(counts >= 0)) / count
        self._parts.transport.set_strip(counts, fraction)

    def _present_list(self, item: SourceItem) -> None:
        """Show how many detections each looked-at picture has, and the present frame of the source."""
        model = self._parts.sources.model
        pictures = self._timelines.get(_PICTURES)
        if pictures is not None and self._picture_keys:
            counts = pictures.counts(self._controller.choices.filter, len(self._picture_keys))
            for picture, key in self._picture_keys.items():
                row = model.row_of(picture.location)
                if row is not None and counts[key] >= 0:
                    model.set_count(row, int(counts[key]))
        if item.kind is not SourceKind.PICTURE and self._controller.shown is not None:
            row = model.row_of(item.location)
            if row is not None:
                model.set_count(row, len(self.view.shown))

    # ---- Words

    def box_text(self, row: int) -> str:
        """Return one detection as text to paste: class, score, corners in source pixels."""
        found = self.view.shown
        x0, y0, x1, y1 = (float(v) for v in found.xyxy[row])
        name = self._controller.labels[int(found.class_id[row])]
        return f"{name} {found.confidence[row]:.4f} {x0:.1f} {y0:.1f} {x1:.1f} {y1:.1f}"

    def threshold_beside(self, row: int, *, is_above: bool) -> float:
        """Return the threshold that keeps a shown detection as the last one, or drops it."""
        score = float(self.view.shown.confidence[row])
        return math.ceil((score + 1e-6) * 100) / 100 if is_above else math.floor(score * 100) / 100
