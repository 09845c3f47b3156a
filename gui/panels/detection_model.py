"""The detections of a frame as rows of a table: sorted, with those below the threshold after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum, auto

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from engine_core.detections import ClassScore, Detections
from engine_core.labels import Labels
from engine_core.overlay.style import class_colour
from gui.i18n import counted, tr

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
Key = tuple[int, bytes]


class Column(IntEnum):
    CLASS = 0
    CONFIDENCE = 1
    PLACE = 2
    SIZE = 3


class Kind(Enum):
    """What a row is."""

    SHOWN = auto()
    LEAVING = auto()  # dropped out this moment, still fading
    FOLD = auto()  # "19 below the threshold"
    BELOW = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is, and where it is in its columns."""

    kind: Kind
    at: int = 0


class DetectionModel(QAbstractTableModel):
    """Rows of class, confidence, place and size.

    A new frame changes as little as it can: rows are added or removed at the end and the rest told to
    repaint, so that thirty frames a second neither scroll the table nor take its current row away.
    """

    def __init__(self) -> None:
        super().__init__()
        self._labels = Labels()
        self._colours: dict[int, str] = {}
        self._parts = {kind: Detections.empty() for kind in Kind}
        self._rows: list[Row] = []
        self._shown_order: npt.NDArray[np.intp] = np.empty(0, np.intp)
        self._place: dict[int, int] = {}
        self._sort = (Column.CONFIDENCE, Qt.SortOrder.DescendingOrder)
        self._is_open = False
        self._is_classifier = False

    # ---- Told from outside

    def set_detections(
        self,
        shown: Detections,
        below: Detections,
        labels: Labels,
        colours: Mapping[int, str],
        *,
        leaving: Detections | None = None,
    ) -> None:
        """Show a frame; ``leaving`` are still shown among the others, see ``set_leaving``."""
        self._is_classifier = False
        self._labels, self._colours = labels, dict(colours)
        self._parts = {
            Kind.SHOWN: shown,
            Kind.LEAVING: leaving if leaving is not None else Detections.empty(),
            Kind.FOLD: Detections.empty(),
            Kind.BELOW: below,
        }
        self._arrange()

    def set_classes(self, classes: Sequence[ClassScore], labels: Labels) -> None:
        """Show the answers of a classifier."""
        n = len(classes)
        scores = Detections(
            xyxy=np.zeros((n, 4), np.float32),
            confidence=np.array([c.confidence for c in classes], np.float32),
            class_id=np.array([c.class_id for c in classes], np.intp),
        )
        self.set_detections(scores, Detections.empty(), labels, self._colours)
        self._is_classifier = True

    def set_leaving(self, leaving: Detections) -> None:
        """Keep only these of the rows that fade."""
        if len(leaving) != len(self.leaving):
            self._parts[Kind.LEAVING] = leaving
            self._arrange()

    def set_open(self, is_open: bool) -> None:
        """Show the rows below the threshold, or only their number."""
        if is_open != self._is_open:
            self._is_open = is_open
            self._arrange()

    # ---- Asked

    @property
    def is_open(self) -> bool:
        return self._is_open

    @property
    def is_classifier(self) -> bool:
        return self._is_classifier

    @property
    def shown(self) -> Detections:
        return self._parts[Kind.SHOWN]

    @property
    def leaving(self) -> Detections:
        return self._parts[Kind.LEAVING]

    @property
    def below(self) -> Detections:
        return self._parts[Kind.BELOW]

    @property
    def sorting(self) -> tuple[Column, Qt.SortOrder]:
        return self._sort

    def row(self, at: int) -> Row:
        return self._rows[at]

    def colour(self, row: Row) -> str:
        """Return the colour of a row's class as ``#RRGGBB``."""
        class_id = int(self._parts[row.kind].class_id[row.at])
        return self._colours.get(class_id) or class_colour(class_id)

    def shown_at(self, at: int) -> int | None:
        """Return which shown detection a row of the table is."""
        if 0 <= at < len(self._rows) and self._rows[at].kind is Kind.SHOWN:
            return self._rows[at].at
        return None

    def place_of(self, shown: int | None) -> int | None:
        """Return the row of the table of a shown detection."""
        return None if shown is None else self._place.get(shown)

    def in_order(self) -> list[int]:
        """Return the shown detections as they are sorted."""
        order: list[int] = self._shown_order.tolist()
        return order

    def as_text(self) -> str:
        """Return the shown rows as tab-separated values under a line of names."""
        if self._is_classifier:
            lines = [f"{tr('Class')}\t{tr('Confidence')}"]
        else:
            names = (
                tr("Class"),
                tr("Confidence"),
                tr("Left"),
                tr("Top"),
                tr("Width"),
                tr("Height"),
            )
            lines = ["\t".join(names)]
        found = self.shown
        for i in self.in_order():
            cells = [self._labels[int(found.class_id[i])], f"{found.confidence[i]:.4f}"]
            if not self._is_classifier:
                x0, y0, x1, y1 = found.xyxy[i].tolist()
                cells += [f"{x0:.1f}", f"{y0:.1f}", f"{x1 - x0:.1f}", f"{y1 - y0:.1f}"]
            lines.append("\t".join(cells))
        return "\n".join(lines) + "\n"

    # ---- Rows

    def _arrange(self) -> None:
        """Make the rows anew and tell the view what changed."""
        shown, leaving, below = self.shown, self.leaving, self.below
        self._shown_order = self._sorted(shown)
        rows = [Row(Kind.SHOWN, i) for i in self._shown_order.tolist()]
        if len(leaving):
            both = joined(shown, leaving)
            n = len(shown)
            rows = [
                Row(Kind.SHOWN, i) if i < n else Row(Kind.LEAVING, i - n)
                for i in self._sorted(both).tolist()
            ]
        if len(below):
            rows.append(Row(Kind.FOLD))
            if self._is_open:
                rows += [Row(Kind.BELOW, i) for i in self._sorted(below).tolist()]
        before, after = len(self._rows), len(rows)
        if after > before:
            self.beginInsertRows(NO_INDEX, before, after - 1)
            self._set_rows(rows)
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(NO_INDEX, after, before - 1)
            self._set_rows(rows)
            self.endRemoveRows()
        else:
            self._set_rows(rows)
        if after:
            self.dataChanged.emit(self.index(0, 0), self.index(after - 1, Column.SIZE))

    def _set_rows(self, rows: list[Row]) -> None:
        self._rows = rows
        self._place = {row.at: i for i, row in enumerate(rows) if row.kind is Kind.SHOWN}

    def _sorted(self, found: Detections) -> npt.NDArray[np.intp]:
        column, order = self._sort
        if column is Column.CLASS:
            keys = found.class_id.astype(np.float64)
        elif column is Column.CONFIDENCE:
            keys = found.confidence.astype(np.float64)
        elif column is Column.PLACE:
            keys = found.xyxy[:, 0].astype(np.float64)
        else:
            sides = found.xyxy[:, 2:] - found.xyxy[:, :2]
            keys = sides.prod(axis=1).astype(np.float64)
        # Stable, so that equals stay as they were: the most confident first.
        return np.argsort(-keys if order == Qt.SortOrder.DescendingOrder else keys, kind="stable")

    # ---- Words

    def cell(self, row: Row, column: int) -> str:
        """Return what stands in a cell."""
        if row.kind is Kind.FOLD:
            if column != Column.CLASS:
                return ""
            n = len(self.below)
            return counted(n, "{n} below the threshold", "{n} below the threshold")
        found = self._parts[row.kind]
        match column:
            case Column.CLASS:
                return self._labels[int(found.class_id[row.at])]
            case Column.CONFIDENCE:
                return f"{found.confidence[row.at]:.2f}"
        if self._is_classifier:
            return ""
        x0, y0, x1, y1 = (round(v) for v in found.xyxy[row.at].tolist())
        return f"{x0}, {y0}" if column == Column.PLACE else f"{x1 - x0} × {y1 - y0}"

    def _tip(self, row: Row) -> str:
        if row.kind is Kind.FOLD:
            return tr("Hide these rows") if self._is_open else tr("Show these rows")
        found = self._parts[row.kind]
        name = self._labels[int(found.class_id[row.at])]
        return f"{name} {found.confidence[row.at]:.4f}"

    # ---- Qt

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(Column)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        wanted = (Column(column), order)
        if wanted != self._sort:
            self._sort = wanted
            self._arrange()
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, Column.SIZE)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("Class"), tr("Conf."), tr("Left, top"), tr("Size"))[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                tr("Sort by class"),
                tr("Sort by confidence"),
                tr("Left and top edge in pixels of the picture; sort from left to right"),
                tr("Width and height in pixels of the picture; sort by area"),
            )[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cell(row, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                is_name = index.column() == Column.CLASS
                side = Qt.AlignmentFlag.AlignLeft if is_name else Qt.AlignmentFlag.AlignRight
                return side | Qt.AlignmentFlag.AlignVCenter
        return None


def keys_of(found: Detections) -> list[Key]:
    """Return what makes a detection the same one at another threshold: its class and its box."""
    return list(zip(found.class_id.tolist(), (box.tobytes() for box in found.xyxy), strict=True))


def joined(one: Detections, other: Detections) -> Detections:
    """Return the rows of both; boxes, scores and classes only."""
    return Detections(
        xyxy=np.concatenate([one.xyxy, other.xyxy]),
        confidence=np.concatenate([one.confidence, other.confidence]),
        class_id=np.concatenate([one.class_id, other.class_id]),
    )
