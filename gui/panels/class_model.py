"""The classes of a model as rows: which come first, and what is said of each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from engine_core.detections import DisplayFilter
from engine_core.labels import Labels
from engine_core.overlay.style import class_colour
from gui.i18n import counted, tr

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class Role(IntEnum):
    """What a row knows beside Qt's own roles."""

    CLASS_ID = Qt.ItemDataRole.UserRole + 1
    IS_VISIBLE = CLASS_ID + 1
    COLOUR = CLASS_ID + 2
    OWN = CLASS_ID + 3  # own threshold or None
    THRESHOLD = CLASS_ID + 4  # own or common
    HERE = CLASS_ID + 5
    IS_DIMMED = CLASS_ID + 6  # another class is soloed
    IS_SOLOED = CLASS_ID + 7


class ClassModel(QAbstractListModel):
    """Rows of classes in an order that is useful and calm.

    First come the classes that are in this frame or that the user has changed (hidden, own threshold, own
    colour), then those seen elsewhere in the source, then the rest; each group by class id, so that rows
    do not change places with every count. While ``is_calm`` (a video plays) a class that was in a frame
    stays in the first group; while ``is_held`` (the pointer is over the list) nothing moves at all.
    """

    def __init__(self) -> None:
        super().__init__()
        self._labels = Labels()
        self._count = 0
        self._here: dict[int, int] = {}
        self._over: dict[int, int] = {}
        self._filter = DisplayFilter()
        self._soloed: int | None = None
        self._colours: dict[int, str] = {}
        self._wanted = ""
        self._order: list[int] = []
        self._rows: dict[int, int] = {}
        self._lingering: set[int] = set()
        self._is_calm = False
        self._is_held = False
        self._is_stale = False

    # ---- Told from outside

    @property
    def class_count(self) -> int:
        return self._count

    @property
    def here_count(self) -> int:
        """Number of classes in this frame."""
        return sum(1 for n in self._here.values() if n)

    @property
    def labels(self) -> Labels:
        return self._labels

    @property
    def filter(self) -> DisplayFilter:
        return self._filter

    def set_labels(self, labels: Labels, count: int) -> None:
        """Show other classes."""
        if labels == self._labels and count == self._count:
            return
        self.beginResetModel()
        self._labels, self._count = labels, count
        self._here, self._over, self._lingering = {}, {}, set()
        self._set_order(self._ordered())
        self.endResetModel()

    def set_counts(self, here: Mapping[int, int], over: Mapping[int, int]) -> None:
        """Show how many of each class are in this frame, and in the source so far."""
        before, seen_before = self._here, self._over
        if here == before and over == seen_before:
            return
        self._here = {i: n for i, n in here.items() if n}
        self._over = dict(over)
        present = self._here.keys()
        self._lingering = (self._lingering | present) if self._is_calm else set(present)
        if present != before.keys() or self._over.keys() != seen_before.keys():
            self._order_anew()
        for class_id in present | before.keys():
            if self._here.get(class_id, 0) != before.get(class_id, 0):
                self._tell(class_id)

    def set_filter(self, wanted: DisplayFilter) -> None:
        """Show what is hidden and which thresholds there are."""
        before, self._filter = self._filter, wanted
        if wanted == before:
            return
        if _touched(wanted) != _touched(before):
            self._order_anew()
        self._tell_all()

    def set_soloed(self, class_id: int | None) -> None:
        if class_id != self._soloed:
            self._soloed = class_id
            self._tell_all()

    def set_colours(self, colours: Mapping[int, str]) -> None:
        """Take the user's own colours; other classes have the palette's."""
        if dict(colours) != self._colours:
            moves = colours.keys() != self._colours.keys()
            self._colours = dict(colours)
            if moves:
                self._order_anew()
            self._tell_all()

    def set_wanted(self, text: str) -> None:
        """Show only classes with this in their name or as their id."""
        if text.strip().casefold() != self._wanted:
            self._wanted = text.strip().casefold()
            self._order_now()

    def set_calm(self, is_calm: bool) -> None:
        """Keep classes that leave the frame where they are, while a video plays."""
        if is_calm != self._is_calm:
            self._is_calm = is_calm
            if not is_calm:
                self._lingering = set(self._here)
                self._order_anew()

    def set_held(self, is_held: bool) -> None:
        """Keep every row where it is, while the pointer is over them."""
        self._is_held = is_held
        if not is_held and self._is_stale:
            self._order_now()

    # ---- Asked

    def id_at(self, index: Index) -> int:
        return self._order[index.row()]

    def row_of(self, class_id: int) -> int | None:
        return self._rows.get(class_id)

    @property
    def soloed(self) -> int | None:
        """The one class that is shown alone, said so or by the filter."""
        only = self._filter.classes
        if self._soloed is None and only is not None and len(only) == 1:
            return next(iter(only))
        return self._soloed

    def is_visible(self, class_id: int) -> bool:
        """Return whether the eye of a class is open; soloing another does not close it."""
        only = self._filter.classes
        is_left_out = only is not None and self.soloed is None and class_id not in only
        return class_id not in self._filter.hidden and not is_left_out

    def threshold(self, class_id: int) -> float:
        return self._filter.class_confidence.get(class_id, self._filter.confidence)

    def own_threshold(self, class_id: int) -> float | None:
        return self._filter.class_confidence.get(class_id)

    def has_own_colour(self, class_id: int) -> bool:
        return class_id in self._colours

    # ---- Order

    def _ordered(self) -> list[int]:
        first = self._lingering | _touched(self._filter) | self._colours.keys()
        over = self._over
        found = (i for i in range(self._count) if not self._wanted or self._matches(i))
        return sorted(found, key=lambda i: (0 if i in first else 1 if over.get(i) else 2, i))

    def _matches(self, class_id: int) -> bool:
        return self._wanted in self._labels[class_id].casefold() or self._wanted == str(class_id)

    def _order_anew(self) -> None:
        if self._is_held:
            self._is_stale = True
        else:
            self._order_now()

    def _order_now(self) -> None:
        self._is_stale = False
        order = self._ordered()
        if order == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        persistent = self.persistentIndexList()
        ids = [self._order[index.row()] for index in persistent]
        self._set_order(order)
        moved = [self.index(self._rows[i], 0) if i in self._rows else QModelIndex() for i in ids]
        self.changePersistentIndexList(persistent, moved)
        self.layoutChanged.emit()

    def _set_order(self, order: list[int]) -> None:
        self._order = order
        self._rows = {class_id: row for row, class_id in enumerate(order)}

    def _tell(self, class_id: int) -> None:
        row = self._rows.get(class_id)
        if row is not None:
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)

    def _tell_all(self) -> None:
        if self._order:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._order) - 1, 0))

    # ---- Words

    def tip(self, class_id: int) -> str:
        """Return what is known of a class, for its tooltip."""
        over = self._over.get(class_id, 0)
        lines = [
            tr("{name}, class {number}", name=self._labels[class_id], number=class_id),
            tr("{n} in this frame", n=f"{self._here.get(class_id, 0):,}"),
        ]
        if over:
            lines.append(tr("{n} seen so far", n=f"{over:,}"))
        return "\n".join(lines)

    def spoken(self, class_id: int) -> str:
        """Return the row as a screen reader says it."""
        here = counted(self._here.get(class_id, 0), "{n} here", "{n} here")
        parts = [
            self._labels[class_id],
            tr("shown") if self.is_visible(class_id) else tr("hidden"),
            here,
            tr("threshold {score}", score=f"{self.threshold(class_id):.2f}"),
        ]
        return ", ".join(parts)

    # ---- Qt

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._order)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        class_id = self._order[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._labels[class_id]
            case Qt.ItemDataRole.ToolTipRole:
                return self.tip(class_id)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(class_id)
            case Role.CLASS_ID:
                return class_id
            case Role.IS_VISIBLE:
                return self.is_visible(class_id)
            case Role.COLOUR:
                return self._colours.get(class_id) or class_colour(class_id)
            case Role.OWN:
                return self._filter.class_confidence.get(class_id)
            case Role.THRESHOLD:
                return self.threshold(class_id)
            case Role.HERE:
                return self._here.get(class_id, 0)
            case Role.IS_DIMMED:
                return self.soloed is not None and class_id != self.soloed
            case Role.IS_SOLOED:
                return class_id == self.soloed
        return None


def _touched(wanted: DisplayFilter) -> set[int]:
    """Return the classes that the user has said something about."""
    return set(wanted.hidden) | set(wanted.class_confidence) | set(wanted.classes or ())
