"""The part of the sources that a filter and an order let be seen."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot

from engine_core.sources.tree import natural_order
from gui.panels.source_model import SourceListModel
from gui.panels.source_state import SourceState, data_of, folded, folded_all

ORDERS = ("added", "name")

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ShownSources(QAbstractListModel):
    """What a filter lets through, in the chosen order: the rows of views, each a row of the list behind.

    Not a ``QSortFilterProxyModel``: that asks for each of a hundred thousand rows by itself.

    Attributes:
        changed: The rows are others, by another filter or order or another list behind.
    """

    changed = Signal()

    def __init__(self, behind: SourceListModel) -> None:
        super().__init__()
        self.behind = behind
        self._words: tuple[str, ...] = ()
        self._order = "added"
        self._rows: list[int] | None = None
        self._places: dict[int, int] | None = None
        self._folded: list[str] = []
        behind.modelAboutToBeReset.connect(self.beginResetModel)
        behind.modelReset.connect(self._on_behind_reset)
        behind.rowsAboutToBeInserted.connect(self._on_inserting)
        behind.rowsInserted.connect(self._on_inserted)
        behind.dataChanged.connect(self._on_data)

    @property
    def order(self) -> str:
        return self._order

    @property
    def is_filtered(self) -> bool:
        return bool(self._words)

    @property
    def is_movable(self) -> bool:
        """Whether rows stand as they do in the list behind, so that moving them has a meaning."""
        return self._rows is None

    def sort_by(self, order: str) -> None:
        """Order by "added" or "name"; numbers in names count as numbers."""
        if order not in ORDERS:
            raise ValueError(order)
        if order != self._order:
            self.beginResetModel()
            self._order = order
            self._on_reset()

    def filter_by(self, wanted: str) -> None:
        """Show only names with all words of ``wanted`` in them, whatever their case."""
        words = tuple(folded(wanted).split())
        if words != self._words:
            self.beginResetModel()
            self._words = words
            self._on_reset()

    def row_at(self, place: int) -> int:
        """Return the row in the list behind of a row here."""
        return place if self._rows is None else self._rows[place]

    def place_of(self, row: int) -> int | None:
        """Return the row here of a row in the list behind; None where the filter hides it."""
        if self._rows is None:
            return row if 0 <= row < len(self.behind.items) else None
        if self._places is None:
            self._places = {behind: place for place, behind in enumerate(self._rows)}
        return self._places.get(row)

    def state(self, place: int) -> SourceState:
        return self.behind.state(self.row_at(place))

    def _arranged(self) -> list[int] | None:
        items = self.behind.items
        if self._order == "added" and not self._words:
            return None
        rows: list[int] = list(range(len(items)))
        if self._words:
            # Kept for the next letter that is typed.
            names = self._folded = self._folded or folded_all(item.name for item in items)
            for word in self._words:
                rows = [row for row in rows if word in names[row]]
        if self._order == "name":
            # Folders are part of the name here, and a slash parts names there.
            names = [items[row].name.replace("/", "\x01") for row in rows]
            rows = [rows[place] for place in natural_order(names)]
        return rows

    @Slot()
    def _on_behind_reset(self) -> None:
        self._folded = []
        self._on_reset()

    def _on_reset(self) -> None:
        if not self._words:
            self._folded = []
        self._rows = self._arranged()
        self._places = None
        self.endResetModel()
        self.changed.emit()

    @Slot(QModelIndex, int, int)
    def _on_inserting(self, _: QModelIndex, first: int, last: int) -> None:
        if self._rows is None:
            self.beginInsertRows(_NOWHERE, first, last)
        else:
            self.beginResetModel()

    @Slot(QModelIndex, int, int)
    def _on_inserted(self, _: QModelIndex, __: int, ___: int) -> None:
        if self._rows is None:
            self.endInsertRows()
            self.changed.emit()
        else:
            self._on_behind_reset()

    @Slot(QModelIndex, QModelIndex)
    def _on_data(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() == last.row():
            place = self.place_of(first.row())
            if place is not None:
                self.dataChanged.emit(self.index(place), self.index(place))
        elif self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        if parent.isValid():
            return 0
        return len(self.behind.items) if self._rows is None else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return data_of(self.state(index.row()), role) if index.isValid() else None
