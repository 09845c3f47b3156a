"""How much there is to export and what of it is shown, for the export dialog."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from engine_core.decoders.base import Task
from engine_core.detections import DisplayFilter
from engine_core.frame import SourceInfo, SourceItem, SourceKind
from engine_core.labels import Labels
from engine_core.overlay import Style
from engine_core.recipe import Recipe
from gui.exports import Amount
from gui.i18n import counted, tr
from gui.workers.ending import end
from gui.workers.export_look import VideoCounts

_MOST_NAMES = 4
# Opening more videos than these only to say how long they are would take too long.
_MOST_COUNTED = 200


class Lengths(QObject):
    """Knows how many frames videos have: those that were looked at, and those it was told to look at.

    Signals:
        changed: Something more is known.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[str, tuple[int | None, bool]] = {}
        self._counter: VideoCounts | None = None

    def note(self, info: SourceInfo) -> bool:
        """Take what is known of a source that is open; return whether that is news."""
        known = (info.frame_count, info.is_exact)
        location = info.item.location
        if info.item.kind is not SourceKind.VIDEO or info.frame_count is None:
            return False
        is_news = self._counts.get(location) != known
        self._counts[location] = known
        return is_news

    def amount(self, items: Sequence[SourceItem]) -> Amount:
        """Return how much some sources are, as far as it is known."""
        frames = unknown = live = 0
        is_exact = True
        for item in items:
            if item.kind is SourceKind.PICTURE:
                frames += 1
            elif item.kind is SourceKind.LIVE:
                live += 1
            else:
                count, is_counted = self._counts.get(item.location, (None, True))
                frames += count or 0
                unknown += count is None
                is_exact &= is_counted
        return Amount(len(items), frames, unknown, is_exact, live)

    def find_out(self, items: Sequence[SourceItem]) -> None:
        """Look how long the videos are of which that is not known; ``changed`` tells as it comes."""
        if self._counter is not None:
            return
        unknown = [
            item
            for item in items
            if item.kind is SourceKind.VIDEO and item.location not in self._counts
        ]
        if unknown:
            self._counter = VideoCounts(unknown[:_MOST_COUNTED])
            self._counter.counted.connect(self._on_counter_counted)
            self._counter.finished.connect(self._on_counter_finished)
            self._counter.start()

    def stop(self, patience_ms: int) -> None:
        """End the thread that looks."""
        if self._counter is not None:
            self._counter.cancel()
            end(self._counter, patience_ms)

    @Slot(str, object, bool)
    def _on_counter_counted(self, location: str, count: int | None, is_exact: bool) -> None:
        self._counts.setdefault(location, (count, is_exact))
        self.changed.emit()

    @Slot()
    def _on_counter_finished(self) -> None:
        if self._counter is not None:
            self._counter.deleteLater()
            self._counter = None


def shown_words(wanted: DisplayFilter, labels: Labels, recipe: Recipe | None, look: Style) -> str:
    """Return in words what is shown, and therefore exported."""
    facts = []
    if recipe is None or recipe.task is not Task.CLASSIFY:
        facts.append(tr("confidence from {value:.2f}", value=wanted.confidence))
        own = len(wanted.class_confidence)
        if own:
            facts.append(
                counted(
                    own,
                    "{n} class with its own threshold",
                    "{n} classes with their own threshold",
                )
            )
        if wanted.classes is not None:
            names = [labels[i] for i in sorted(wanted.classes)]
            facts.append(tr("only {names}", names=listed(names)))
        if wanted.hidden:
            names = [labels[i] for i in sorted(wanted.hidden)]
            facts.append(tr("without {names}", names=listed(names)))
        if wanted.min_size_px:
            facts.append(tr("boxes from {px:.0f} px", px=wanted.min_size_px))
        if wanted.max_detections:
            facts.append(
                counted(wanted.max_detections, "at most {n} box", "at most {n} boxes each")
            )
    if not look.show_labels:
        facts.append(tr("pictures without labels"))
    elif not look.show_confidences:
        facts.append(tr("labels without confidence"))
    if recipe is not None and recipe.task is Task.SEGMENT and not look.show_masks:
        facts.append(tr("pictures without masks"))
    return tr(", ").join(facts) or tr("labels with confidence")


def with_an_end(items: Sequence[SourceItem]) -> Sequence[SourceItem]:
    """Leave out cameras and streams: among others they would never let these have their turn."""
    return [item for item in items if item.kind is not SourceKind.LIVE]


def listed(names: Sequence[str]) -> str:
    """Return some names, and how many more there are."""
    shown = tr(", ").join(names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    if more <= 0:
        return shown
    return counted(more, "{names} and {n} more", "{names} and {n} more", names=shown)
