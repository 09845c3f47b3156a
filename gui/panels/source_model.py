"""The sources that were added.

There may be a hundred thousand pictures. A row is its ``SourceItem`` and nothing else: what is known of
a source beyond that is kept by its location, for those that were looked at.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from itertools import count
from operator import itemgetter
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QPixmap

from engine_core.frame import SourceInfo, SourceItem, SourceKind
from engine_core.sources.naming import Wishes, unique_names
from engine_core.text import Text
from gui.panels.source_state import SourceState, data_of, folded_all, is_remote

MAX_THUMBNAILS = 600

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_FEW = 100
_LOCATION = itemgetter(SourceItem._fields.index("location"))
_IS_CASE_KEPT = os.path.normcase("A") == "A"


class SourceListModel(QAbstractListModel):
    """All sources in the order of the user: as they were added, or moved to. GUI thread only.

    Rows change when sources are moved or removed; who keeps a source keeps its item, and asks ``row_of``.
    """

    def __init__(self) -> None:
        super().__init__()
        self._items: list[SourceItem] = []
        self._rows: dict[str, int] | None = {}
        self._sizes: dict[str, tuple[int, int]] = {}
        self._durations: dict[str, float] = {}
        self._counts: dict[str, int] = {}
        self._failed: dict[str, Text] = {}
        # None stands for a source of which no thumbnail can be made.
        self._thumbnails: OrderedDict[str, QPixmap | None] = OrderedDict()

    @property
    def items(self) -> Sequence[SourceItem]:
        """All items in order; do not change it, and copy it before the next change."""
        return self._items

    def item(self, row: int) -> SourceItem:
        return self._items[row]

    def row_of(self, location: str) -> int | None:
        """Return where the source of a location (``SourceItem.location``) is now; None where it is not."""
        return self._row_by_location().get(_identity(location))

    def state(self, row: int) -> SourceState:
        item = self._items[row]
        key = item.location
        return SourceState(
            item,
            self._thumbnails.get(key),
            self._sizes.get(key),
            self._durations.get(key),
            self._counts.get(key),
            self._failed.get(key),
        )

    def needs_thumbnail(self, row: int) -> bool:
        """Return whether a thumbnail can be made and was not: never of what is not a file here."""
        item = self._items[row]
        if item.location in self._thumbnails:
            self._thumbnails.move_to_end(item.location)
            return False
        return not is_remote(item) and item.location not in self._failed

    def add(self, items: Sequence[SourceItem]) -> int:
        """Append what is not there yet.

        A name that another source has already gets the folders in front that tell them apart.

        Args:
            items: One at least; of one listing, so that their names differ among each other.

        Returns:
            The row of the first of ``items``, which may be an old one.
        """
        known = self._row_by_location()
        first = len(self._items)
        identities = _identities(items)
        places = dict(zip(identities, count(first), strict=False))
        fresh: Sequence[SourceItem] = items
        if len(places) < len(items) or not known.keys().isdisjoint(places):
            found = dict(zip(reversed(identities), reversed(items), strict=True))
            fresh = [found[key] for key in places if key not in known]
            places = dict(zip(_identities(fresh), count(first), strict=False))
        if fresh:
            self.beginInsertRows(_NOWHERE, first, first + len(fresh) - 1)
            self._items.extend(_named_apart(self._items, fresh) if first else fresh)
            known.update(places)
            self.endInsertRows()
        return known[identities[0]]

    def remove(self, rows: Iterable[int]) -> None:
        """Take rows out of the list; the files stay."""
        gone = {row for row in rows if 0 <= row < len(self._items)}
        if not gone:
            return
        self.beginResetModel()
        forgotten = [self._items[row].location for row in gone]
        if len(gone) < _FEW:
            for row in sorted(gone, reverse=True):
                del self._items[row]
        else:
            self._items = [item for row, item in enumerate(self._items) if row not in gone]
        self._rows = None
        for location in forgotten:
            self._sizes.pop(location, None)
            self._durations.pop(location, None)
            self._counts.pop(location, None)
            self._failed.pop(location, None)
            self._thumbnails.pop(location, None)
        self.endResetModel()

    def clear(self) -> None:
        self.remove(range(len(self._items)))

    def move(self, rows: Collection[int], before: int) -> int:
        """Put rows in front of another one, in the order they have.

        Args:
            rows: Which.
            before: Row, as before the move; the number of rows puts them last.

        Returns:
            The row of the first of them now.
        """
        moving = sorted(set(rows))
        first = before - sum(row < before for row in moving)
        if not moving or moving == list(range(first, first + len(moving))):
            return first
        self.beginResetModel()
        moved = [self._items[row] for row in moving]
        gone = set(moving)
        rest = [item for row, item in enumerate(self._items) if row not in gone]
        self._items = rest[:first] + moved + rest[first:]
        self._rows = None
        self.endResetModel()
        return first

    def set_facts(self, row: int, info: SourceInfo) -> None:
        """Show what is known of a source since it was opened."""
        key = self._items[row].location
        duration_s = info.duration_s if info.item.kind is SourceKind.VIDEO else None
        if self._sizes.get(key) == info.size_wh and self._durations.get(key) == duration_s:
            return
        if info.size_wh is not None:
            self._sizes[key] = info.size_wh
        if duration_s is not None:
            self._durations[key] = duration_s
        self._tell(row)

    def set_count(self, row: int, found: int | None) -> None:
        """Show how many objects were found; None shows that nobody looked."""
        key = self._items[row].location
        if self._counts.get(key) == found:
            return
        if found is None:
            del self._counts[key]
        else:
            self._counts[key] = found
        self._tell(row)

    def clear_counts(self) -> None:
        """Forget all counts: another model, or another threshold."""
        if self._counts:
            self._counts.clear()
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))

    def set_failed(self, row: int, why: Text | None) -> None:
        """Mark a source that cannot be read, with the reason; None takes the mark away."""
        key = self._items[row].location
        if self._failed.get(key) == why:
            return
        if why is None:
            del self._failed[key]
        else:
            self._failed[key] = why
        self._tell(row)

    def set_thumbnail(self, row: int, image: QImage | None) -> None:
        """Show a thumbnail; None says that there will be none. The oldest of too many is forgotten."""
        key = self._items[row].location
        self._thumbnails[key] = None if image is None else QPixmap.fromImage(image)
        self._thumbnails.move_to_end(key)
        while len(self._thumbnails) > MAX_THUMBNAILS:
            self._thumbnails.popitem(last=False)
        self._tell(row)

    def clear_thumbnails(self) -> None:
        """Forget all thumbnails, because another resolution is needed."""
        self._thumbnails.clear()

    def _tell(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def _row_by_location(self) -> dict[str, int]:
        if self._rows is None:
            self._rows = dict(zip(_identities(self._items), count(), strict=False))
        return self._rows

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return data_of(self.state(index.row()), role) if index.isValid() else None


def _identity(location: str) -> str:
    if _IS_CASE_KEPT or "://" in location:
        return location
    return os.path.normcase(location)


def _identities(items: Sequence[SourceItem]) -> list[str]:
    locations = map(_LOCATION, items)
    return list(locations if _IS_CASE_KEPT else map(_identity, locations))


def _stems(items: Sequence[SourceItem]) -> list[str]:
    return [name.rpartition(".")[0] or name for name in folded_all(item.name for item in items)]


def _named_apart(old: Sequence[SourceItem], fresh: Sequence[SourceItem]) -> Sequence[SourceItem]:
    """Return the new items under names that no old one has; the old ones keep theirs."""
    if set(_stems(old)).isdisjoint(_stems(fresh)):
        return fresh
    # The old ones are of an origin without folders: nothing can be put in front of their names.
    wishes = Wishes(folders=[()])
    origins: dict[tuple[str, ...], int] = {}
    for item in (*old, *fresh):
        wishes.names.append(item.name)
        wishes.make_folders.append(item.kind is not SourceKind.PICTURE)
    wishes.origins = [0] * len(old)
    for item in fresh:
        parts = _folders_above(item)
        origin = origins.get(parts)
        if origin is None:
            origin = origins[parts] = len(wishes.folders)
            wishes.folders.append(parts)
        wishes.origins.append(origin)
    names = unique_names(wishes)[len(old) :]
    return [item._replace(name=name) for item, name in zip(fresh, names, strict=True)]


def _folders_above(item: SourceItem) -> tuple[str, ...]:
    """Return the folders that its name does not hold yet, outermost first."""
    if is_remote(item):
        return ()
    parts = Path(item.location).parts[1:]
    return parts[: -item.name.count("/") - 1]
