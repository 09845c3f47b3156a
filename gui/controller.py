"""From what the user asks to what the inference thread is told, and from its answers to the window.

The only object that talks to the worker. It keeps one ``Wanted``, changes it and sends it; what comes
back is accepted only if it belongs to the model and the source that are in force. A failed open changes
nothing but the wish.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from engine_core import remembered
from engine_core.detections import DisplayFilter
from engine_core.errors import EngineScopeError
from engine_core.frame import SourceItem, SourceKind
from engine_core.labels import Labels
from engine_core.recipe import Overrules, Recipe
from gui.i18n import tr
from gui.playback import PlaybackClock
from gui.timeline import Timeline
from gui.viewer_model import DEFAULT_MAX_DETECTIONS, Choices, ViewerModel
from gui.workers.inference_worker import InferenceWorker
from gui.workers.messages import (
    Crashed,
    Diagnosed,
    Inspected,
    ModelFailed,
    ModelOpened,
    ModelWish,
    Permission,
    SeenBatch,
    Shown,
    SourceFailed,
    SourceOpened,
    SourceWish,
    Wanted,
)

_NO_LABELS = Labels()


class Controller(QObject):
    """Owns the worker, the playback clock and the choices. GUI thread only.

    Attributes:
        device: Number of the graphics card that models are opened on from now on, where one runs them.

    Signals:
        model_opening: A model is being opened: its name, or None when that is over.
        model_changed: The model in force, or how it is read, changed: ``ModelOpened`` or None.
        model_failed: ``ModelFailed``.
        source_changed: Another source was asked for: ``SourceItem`` or None.
        source_opened: ``SourceOpened``.
        source_failed: ``SourceFailed``.
        shown_changed: A new answer is shown: ``Shown``.
        seen: Frames were counted: ``SeenBatch``.
        diagnosed: ``engine_core.diagnose.Diagnosis``, or None where that failed.
        inspected: What is inside the model in force: ``Inspected``.
        crashed: ``EngineScopeError``.
        playing_changed: Whether a video plays.
        search_ended: A search for a detection found one or was given up (0), or came to the end (1) or the
            start (-1) of the video.
        recipe_refused: What the user said of the recipe makes no sense: ``EngineScopeError``.
    """

    model_opening = Signal(object)
    model_changed = Signal(object)
    model_failed = Signal(object)
    source_changed = Signal(object)
    source_opened = Signal(object)
    source_failed = Signal(object)
    shown_changed = Signal(object)
    seen = Signal(object)
    diagnosed = Signal(object)
    inspected = Signal(object)
    crashed = Signal(object)
    playing_changed = Signal(bool)
    recipe_refused = Signal(object)
    search_ended = Signal(int)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        worker: InferenceWorker | None = None,
        clock: PlaybackClock | None = None,
        limit_bytes: int = 256 * 2**20,
    ) -> None:
        """Start the thread.

        Args:
            parent: As usual.
            worker: Another one, not started; owned from now on.
            clock: Another one.
            limit_bytes: Memory for results that are kept.
        """
        super().__init__(parent)
        self.choices = ViewerModel(self)
        self.worker = worker if worker is not None else InferenceWorker(limit_bytes=limit_bytes)
        self.clock = clock if clock is not None else PlaybackClock(self)
        self.opened: ModelOpened | None = None
        self.shown: Shown | None = None
        self._wanted = Wanted()
        self._arrived: Shown | None = None
        self._places: dict[str, int] = {}
        self._seeking = 0
        self._plays_when_shown = False
        self._follows_default = True
        self.device = 0
        self.worker.model_opened.connect(self._on_worker_model_opened)
        self.worker.model_failed.connect(self._on_worker_model_failed)
        self.worker.source_opened.connect(self._on_worker_source_opened)
        self.worker.source_failed.connect(self._on_worker_source_failed)
        self.worker.news.connect(self._on_worker_news)
        self.worker.seen.connect(self._on_worker_seen)
        self.worker.diagnosed.connect(self._on_worker_diagnosed)
        self.worker.inspected.connect(self._on_worker_inspected)
        self.worker.crashed.connect(self._on_worker_crashed)
        self.choices.changed.connect(self._on_choices_changed)
        self.clock.frame_due.connect(self._on_clock_frame_due)
        self.clock.ended.connect(self._on_clock_ended)
        self.worker.start()

    # ---- What is in force

    @property
    def recipe(self) -> Recipe | None:
        """How the model in force is fed and read, as far as its last answer settled it."""
        if self.opened is None:
            return None
        if (
            self.shown is not None
            and self.shown.recipe is not None
            and self._is_current(self.shown)
        ):
            return self.shown.recipe
        return self.opened.recipe

    @property
    def labels(self) -> Labels:
        """Class names of the model in force; every class is ``class_n`` without one."""
        recipe = self.recipe
        return recipe.labels if recipe is not None else _NO_LABELS

    @property
    def source(self) -> SourceItem | None:
        """The source asked for."""
        return self._wanted.source.item if self._wanted.source is not None else None

    @property
    def is_playing(self) -> bool:
        return self.clock.is_playing

    @property
    def is_live(self) -> bool:
        return self.source is not None and self.source.kind is SourceKind.LIVE

    @property
    def frame_count(self) -> int | None:
        """Number of frames of the source shown, as far as known."""
        return self.shown.info.frame_count if self.shown is not None else None

    # ---- Models

    def open_model(
        self,
        path: Path,
        overrules: Overrules | None = None,
        *,
        permission: Permission | None = None,
    ) -> None:
        """Open a model; the one in force goes on until the new one answers.

        Args:
            path: The file.
            overrules: How to read it; None takes what is remembered for it.
            permission: What the user allows it from now on.
        """
        attempt = self._wanted.model.attempt + 1 if self._wanted.model is not None else 0
        self.model_opening.emit(path.name)
        self._want(
            model=ModelWish(
                path=path,
                overrules=overrules,
                attempt=attempt,
                device=self.device,
                permission=permission,
            )
        )

    def reopen_model(self) -> None:
        """Open the model in force once more: on another graphics card, or as it lies on the disk now."""
        if self.opened is not None:
            self.open_model(self.opened.file.path, self.opened.overrules)

    @Slot()
    def close_model(self) -> None:
        """Go on without a model."""
        self.opened = None
        self._want(model=None)
        self.model_opening.emit(None)
        self.model_changed.emit(None)

    @Slot(object)
    def overrule(self, overrules: Overrules) -> None:
        """Read the model in another way; can be undone."""
        if self.opened is not None:
            after = replace(self.choices.choices, overrules=overrules)
            self.choices.change(after, tr("Change the recipe"))

    def _take_over(self, opened: ModelOpened) -> None:
        before = self.opened
        is_same_list = (
            before is not None and before.recipe.labels.names == opened.recipe.labels.names
        )
        now = self.choices.choices
        wanted = now.filter
        if not is_same_list:
            # Thresholds and switches belong to classes, and these are other classes.
            wanted = DisplayFilter(
                confidence=wanted.confidence,
                min_size_px=wanted.min_size_px,
                max_detections=wanted.max_detections or DEFAULT_MAX_DETECTIONS,
            )
        if self._follows_default:
            wanted = replace(wanted, confidence=round(opened.recipe.confidence, 4))
        self.opened = opened
        self.choices.reset(
            Choices(
                filter=wanted,
                suppression=now.suppression,
                overrules=opened.overrules,
                colours=now.colours if is_same_list else (),
            )
        )

    @Slot(object)
    def _on_worker_model_opened(self, opened: ModelOpened) -> None:
        wish = self._wanted.model
        if wish is None or (opened.wish.path, opened.wish.attempt) != (wish.path, wish.attempt):
            return  # another one was asked for meanwhile
        is_reread = (
            self.opened is not None
            and self.opened.file.path == opened.file.path
            and self.opened.wish.attempt == opened.wish.attempt
        )
        if is_reread:
            self.opened = opened
            self._keep(opened)
        else:
            self._take_over(opened)
            if opened.wish.overrules is not None:
                self._keep(opened)
        self.model_opening.emit(None)
        self.model_changed.emit(opened)
        self._accept()

    def _keep(self, opened: ModelOpened) -> None:
        """Remember what the user says of this file, by its hash."""
        try:
            sha256 = opened.file.sha256()
            if opened.overrules:
                remembered.remember(sha256, opened.overrules)
            else:
                remembered.forget(sha256)
        except (EngineScopeError, OSError) as error:
            if isinstance(error, EngineScopeError):
                self.crashed.emit(error)

    @Slot(object)
    def _on_worker_model_failed(self, failed: ModelFailed) -> None:
        if failed.wish != self._wanted.model:
            return
        self.model_opening.emit(None)
        in_force = self.opened.wish if self.opened is not None else None
        was_reread = in_force is not None and (in_force.path, in_force.attempt) == (
            failed.wish.path,
            failed.wish.attempt,
        )
        # What is in force is what is wanted again; the worker has it still.
        self._wanted = replace(self._wanted, model=in_force)
        if was_reread and self.opened is not None:
            self.choices.refuse(replace(self.choices.choices, overrules=self.opened.overrules))
            self.recipe_refused.emit(failed.error)
        else:
            self.model_failed.emit(failed)
        self._want()

    # ---- Sources and frames

    @Slot(object)
    def open_source(self, item: SourceItem | None) -> None:
        """Look at another source, where it was left."""
        self.pause()
        self.stop_searching()
        if self.shown is not None:
            # Not of the source asked for: that one may never have been shown.
            self._places[self.shown.source.item.location] = self.shown.frame.index
        if item is None:
            self.shown = self._arrived = None
            self._want(source=None, index=0)
        else:
            old = self._wanted.source
            is_same = old is not None and old.item.location == item.location
            attempt = old.attempt + 1 if is_same and old is not None else 0
            index = self._places.get(item.location, 0) if item.kind is SourceKind.VIDEO else 0
            self._want(source=SourceWish(item=item, attempt=attempt), index=index)
        self.source_changed.emit(item)

    @Slot(int)
    def seek(self, index: int) -> None:
        """Show a frame of the present source."""
        self.stop_searching()
        self._go_to(index)
        if self.is_playing:
            self.clock.seek(self._wanted.index)

    def step(self, by: int) -> None:
        """Show the frame that many before or after the one last asked for."""
        self.pause()
        self.seek(self._wanted.index + by)

    def _go_to(self, index: int) -> None:
        # The number of frames is that of the source on display, which may not be the one asked for.
        is_known = self.shown is not None and self.shown.source == self._wanted.source
        count = self.frame_count if is_known else None
        last = count - 1 if count is not None and count > 0 else None
        self._want(index=max(0, index if last is None else min(index, last)))

    @property
    def index(self) -> int:
        """The frame last asked for."""
        return self._wanted.index

    @Slot()
    def play(self) -> None:
        """Play the video from where it is; from its start when it is at its end."""
        if self.source is None or self.source.kind is not SourceKind.VIDEO:
            return
        if self.shown is None or self.shown.source != self._wanted.source:
            self._plays_when_shown = True
            return
        count = self.frame_count
        start = self._wanted.index
        if count is not None and start >= count - 1:
            start = 0
            self._go_to(0)
        self._start_clock(start)
        self._tell_playing()
        self.playing_changed.emit(True)

    def _start_clock(self, index: int) -> None:
        if self.shown is not None:
            self.clock.start(index, self.shown.info.fps or 25.0, self.frame_count)

    @Slot()
    def pause(self) -> None:
        """Stop playing; the frame shown stays."""
        self._plays_when_shown = False
        if self.clock.is_playing:
            self.clock.pause()
            self._tell_playing()
            self.playing_changed.emit(False)

    @Slot(int)
    def _on_clock_frame_due(self, index: int) -> None:
        self._want(index=index)

    @Slot()
    def _on_clock_ended(self) -> None:
        self._tell_playing()
        self.playing_changed.emit(False)

    @Slot(object)
    def _on_worker_source_opened(self, opened: SourceOpened) -> None:
        self.source_opened.emit(opened)

    @Slot(object)
    def _on_worker_source_failed(self, failed: SourceFailed) -> None:
        if failed.wish != self._wanted.source:
            return
        self.pause()
        self._want(**self._on_display())
        self.source_failed.emit(failed)

    def _on_display(self) -> dict[str, Any]:
        """Return the wish for the source on display: it goes on where another could not be opened."""
        shown = self.shown
        return {
            "source": shown.source if shown is not None else None,
            "index": shown.frame.index if shown is not None else 0,
        }

    # ---- Answers

    @Slot()
    def _on_worker_news(self) -> None:
        arrived = self.worker.take()
        if arrived is not None:
            self._arrived = arrived
            self._accept()

    def _accept(self) -> None:
        """Show what arrived last, if it belongs to what is in force.

        An answer of a model just opened may overtake the news that it is open: it waits for them.
        """
        arrived = self._arrived
        if arrived is None or not self._is_current(arrived):
            return
        self._arrived = None
        self.shown = arrived
        if self.is_playing:
            # A video may turn out shorter than its header says.
            self.clock.set_count(arrived.info.frame_count)
            self.clock.shown(arrived.asked)
        self.shown_changed.emit(arrived)
        self._search_on(arrived)
        if self._plays_when_shown:
            self._plays_when_shown = False
            self.play()

    def _is_current(self, shown: Shown) -> bool:
        in_force = self.opened.wish if self.opened is not None else None
        return shown.source == self._wanted.source and shown.model == in_force

    @Slot(object)
    def _on_worker_seen(self, batch: SeenBatch) -> None:
        self.seen.emit(batch)

    @Slot(object)
    def _on_worker_diagnosed(self, answer: Diagnosed) -> None:
        if answer.token != self._wanted.diagnose:
            return
        if answer.error is not None:
            self.crashed.emit(answer.error)
        self.diagnosed.emit(answer.diagnosis)

    @Slot(object)
    def _on_worker_inspected(self, answer: Inspected) -> None:
        if answer.token == self._wanted.inspect:
            self.inspected.emit(answer)

    @Slot(object)
    def _on_worker_crashed(self, crash: Crashed) -> None:
        self.pause()
        self.model_opening.emit(None)
        # What was being opened counts as failed, and what is on display goes on.
        changes: dict[str, Any] = {"model": self.opened.wish if self.opened is not None else None}
        if self.shown is not None and self.shown.source != self._wanted.source:
            changes |= self._on_display()
        self._want(**changes)
        self.crashed.emit(crash.error)

    # ---- Searching for a frame with a detection

    def search(self, step: int, timeline: Timeline | None = None) -> None:
        """Go to the next frame that shows a detection.

        Args:
            step: 1 for the next, -1 for the one before.
            timeline: What was counted of the video: frames known to show nothing are passed over. Where
                it ends, frames are looked at one by one.
        """
        self.pause()
        found: int | None = self._wanted.index + step
        is_certain = False
        if timeline is not None:
            found, is_certain = timeline.next_with(
                self.choices.filter, self._wanted.index, step, self.frame_count
            )
        if found is None:
            self._seeking = 0
            self.search_ended.emit(step)
            return
        self._seeking = 0 if is_certain else step
        self._go_to(found)

    def _search_on(self, shown: Shown) -> None:
        if not self._seeking or shown.asked != self._wanted.index:
            return
        # A frame that cannot be read shows nothing, and the search goes on behind it.
        result = shown.result
        found = result is not None and bool(self.choices.filter.rows(result.detections).any())
        following = shown.asked + self._seeking
        count = self.frame_count
        is_over = following < 0 or (count is not None and following >= count)
        if found or is_over:
            step, self._seeking = self._seeking, 0
            self.search_ended.emit(0 if found else step)
        else:
            self._go_to(following)

    def stop_searching(self) -> None:
        """Stay at the frame that is shown."""
        if self._seeking:
            self._seeking = 0
            self.search_ended.emit(0)

    @property
    def is_searching(self) -> bool:
        return self._seeking != 0

    # ---- Wishes

    @Slot(object, object)
    def _on_choices_changed(self, before: Choices, after: Choices) -> None:
        if after.filter.confidence != before.filter.confidence and self.recipe is not None:
            self._follows_default = abs(after.filter.confidence - self.recipe.confidence) < 5e-4
        changes: dict[str, Any] = {}
        if after.suppression != before.suppression:
            changes["suppression"] = after.suppression
        wish = self._wanted.model
        opened = self.opened
        if wish is not None and opened is not None and wish.path == opened.wish.path:
            asked = opened.overrules if wish.overrules is None else wish.overrules
            if after.overrules != asked:
                changes["model"] = replace(wish, overrules=after.overrules)
        if changes:
            self._want(**changes)

    def ask_why(self) -> None:
        """Ask why nothing is found on the frame shown."""
        self._want(diagnose=self._wanted.diagnose + 1)

    def inspect(self, profiled_runs: int = 0) -> None:
        """Ask what is inside the model in force, with the times of its layers over so many runs."""
        self._want(inspect=self._wanted.inspect + 1, profiled_runs=profiled_runs)

    def want_tensor(self, is_wanted: bool) -> None:
        """Ask for the fed tensor with each answer, or no longer."""
        if is_wanted != self._wanted.with_tensor:
            self._want(with_tensor=is_wanted)

    def want_survey(self, is_wanted: bool) -> None:
        """Compute the rest of a video while there is nothing else to do, or not."""
        if is_wanted != self._wanted.survey:
            self._want(survey=is_wanted)

    def _tell_playing(self) -> None:
        # Nothing but the survey depends on it.
        if self._wanted.survey and self._wanted.is_playing != self.clock.is_playing:
            self._want()

    def _want(self, **changes: Any) -> None:
        self._wanted = replace(
            self._wanted,
            generation=self._wanted.generation + 1,
            is_playing=self.clock.is_playing,
            **changes,
        )
        self.worker.want(self._wanted)

    # ---- End

    def stop(self) -> None:
        """Ask the thread to end; ``worker.finished`` tells when it has."""
        self.clock.pause()
        self.worker.stop()
