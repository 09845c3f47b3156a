"""What the user has chosen: thresholds, classes, suppression, overrules. Every change can be undone.

``Choices`` is one frozen value; the undo stack holds pairs of them. Whoever shows or uses a choice
listens to ``changed`` and never keeps a second copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from engine_core.detections import DisplayFilter
from engine_core.detector import SuppressionOptions
from engine_core.recipe import NO_OVERRULES, Overrules

DEFAULT_MAX_DETECTIONS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Everything that undo brings back.

    Attributes:
        filter: Which detections are shown, and exported.
        suppression: How overlapping boxes are removed.
        overrules: What the user says of the model's recipe.
        colours: A user's own colours by class id.
    """

    filter: DisplayFilter = field(
        default_factory=lambda: DisplayFilter(max_detections=DEFAULT_MAX_DETECTIONS)
    )
    suppression: SuppressionOptions = field(default_factory=SuppressionOptions)
    overrules: Overrules = NO_OVERRULES
    colours: tuple[tuple[int, str], ...] = ()


class ViewerModel(QObject):
    """Holds the choices. GUI thread only.

    Signals:
        changed: The choices before and after.
    """

    changed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices = Choices()
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(200)
        self._burst = 0
        self._in_burst = False

    @property
    def filter(self) -> DisplayFilter:
        return self.choices.filter

    def begin_burst(self) -> None:
        """From here on, changes of one kind are one undo step: a drag, a word being typed."""
        self._burst += 1
        self._in_burst = True

    def end_burst(self) -> None:
        """Changes are undo steps of their own again."""
        self._in_burst = False

    def change(self, after: Choices, what: str) -> None:
        """Take other choices, as a step that can be undone.

        Args:
            after: The new choices; nothing happens if they are the present ones.
            what: The step's name for the Edit menu, translated.
        """
        if after == self.choices:
            return
        merge = self._burst if self._in_burst else 0
        self.undo_stack.push(_Change(self._take, self.choices, after, what, merge))

    def change_filter(self, what: str, **changes: object) -> None:
        """Change fields of the display filter, as a step that can be undone."""
        # The names come from literals in the callers, and a wrong one raises at once.
        wanted = replace(self.choices.filter, **changes)  # type: ignore[arg-type]
        self.change(replace(self.choices, filter=wanted), what)

    def change_suppression(self, what: str, **changes: object) -> None:
        """Change fields of the suppression, as a step that can be undone."""
        wanted = replace(self.choices.suppression, **changes)  # type: ignore[arg-type]
        self.change(replace(self.choices, suppression=wanted), what)

    def reset(self, choices: Choices) -> None:
        """Take choices for another model: what was chosen for the old one cannot be undone into it."""
        self.undo_stack.clear()
        self._take(choices)

    def refuse(self, choices: Choices) -> None:
        """Take what turned out to be true instead of the last step, which cannot be done again."""
        stack = self.undo_stack
        if stack.canUndo():
            step = stack.command(stack.index() - 1)
            # Obsolete steps are dropped when they are undone.
            step.setObsolete(True)
            stack.undo()
        self._take(choices)

    def _take(self, choices: Choices) -> None:
        before, self.choices = self.choices, choices
        if choices != before:
            self.changed.emit(before, choices)


class _Change(QUndoCommand):
    """From one value of the choices to another; steps of one burst melt into one."""

    def __init__(
        self,
        take: Callable[[Choices], None],
        before: Choices,
        after: Choices,
        what: str,
        burst: int,
    ) -> None:
        super().__init__(what)
        self._take = take
        self._before = before
        self.after = after
        self.burst = burst

    def id(self) -> int:
        return 1 if self.burst else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(other, _Change) or other.burst != self.burst:
            return False
        if other.text() != self.text():
            return False
        self.after = other.after
        if self.after == self._before:
            self.setObsolete(True)
        return True

    def undo(self) -> None:
        self._take(self._before)

    def redo(self) -> None:
        self._take(self.after)
