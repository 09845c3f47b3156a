"""The layers of an engine as rows: sorted by any column, narrowed by a search. Thousands are usual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine_core.enginereport import LayerReport
from gui.enginefacts import layer_tip
from gui.i18n import tr

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
SHARE = Qt.ItemDataRole.UserRole
"""Share of a layer's time in that of the longest one, 0 to 1; None where it was not measured."""


class Column(IntEnum):
    """The columns, left to right."""

    PLACE = 0
    NAME = 1
    KIND = 2
    PRECISION = 3
    TIME = 4
    SHARE = 5


class LayerModel(QAbstractTableModel):
    """Rows are layers in the order in which they run, until somebody sorts them otherwise."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layers: tuple[LayerReport, ...] = ()
        self._rows: list[int] = []
        self._wanted = ""
        self._sorted: tuple[int, Qt.SortOrder] = (Column.PLACE, Qt.SortOrder.AscendingOrder)
        self._total = self._longest = 0.0

    @property
    def layers(self) -> tuple[LayerReport, ...]:
        """All of them, in the order in which they run."""
        return self._layers

    def set_layers(self, layers: Sequence[LayerReport]) -> None:
        """Show these layers, sorted and narrowed as before."""
        times = [layer.time_ms for layer in layers if layer.time_ms is not None]
        self._layers = tuple(layers)
        self._total, self._longest = sum(times), max(times, default=0.0)
        self._arrange()

    def set_wanted(self, wanted: str) -> None:
        """Show only layers in whose name, kind or precision every word is found."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._arrange()

    def layer(self, row: int) -> LayerReport:
        """Return the layer that a row shows."""
        return self._layers[self._rows[row]]

    def lines(self) -> str:
        """Return the rows shown as text, columns separated by tabs: for a spreadsheet."""
        heads = [str(self.headerData(column, Qt.Orientation.Horizontal)) for column in Column]
        rows = [
            [str(self.index(row, column).data() or "") for column in Column]
            for row in range(self.rowCount())
        ]
        return "\n".join("\t".join(row) for row in [heads, *rows]) + "\n"

    def _arrange(self) -> None:
        words = self._wanted.casefold().split()
        self.beginResetModel()
        self._rows = [
            at
            for at, layer in enumerate(self._layers)
            if all(word in _searched(layer) for word in words)
        ]
        column, order = self._sorted
        key = _KEYS[Column(column)]
        is_down = order == Qt.SortOrder.DescendingOrder
        self._rows.sort(key=lambda at: key(at, self._layers[at]), reverse=is_down)
        self.endResetModel()

    def retranslate(self) -> None:
        """Say the titles anew."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    # ---- Qt's

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        at = self._rows[index.row()]
        layer, column = self._layers[at], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(at, layer, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return layer_tip(layer)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = column in (Column.PLACE, Column.TIME, Column.SHARE)
            return _RIGHT if is_number else _LEFT
        if role == SHARE:
            known = layer.time_ms is not None and self._longest > 0
            return (layer.time_ms or 0.0) / self._longest if known else None
        return None

    def _shown(self, at: int, layer: LayerReport, column: Column) -> str:
        if column is Column.PLACE:
            return f"{at + 1:,}"
        if column is Column.NAME:
            return layer.name
        if column is Column.KIND:
            return layer.kind or "–"
        if column is Column.PRECISION:
            return layer.precision or "–"
        if layer.time_ms is None:
            return ""
        if column is Column.TIME:
            return f"{layer.time_ms:.3f}"
        return f"{layer.time_ms / self._total:.1%}".replace("%", " %") if self._total else ""

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return {
                Column.PLACE: tr("No."),
                Column.NAME: tr("Layer"),
                Column.KIND: tr("Kind"),
                Column.PRECISION: tr("Precision"),
                Column.TIME: tr("ms"),
                Column.SHARE: tr("Share"),
            }[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = column in (Column.PLACE, Column.TIME, Column.SHARE)
            return _RIGHT if is_number else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = (column, order)
        self._arrange()


def _searched(layer: LayerReport) -> str:
    return f"{layer.name} {layer.kind} {layer.precision}".casefold()


def _time(_: int, layer: LayerReport) -> Any:
    return layer.time_ms if layer.time_ms is not None else -1.0


_KEYS: dict[Column, Callable[[int, LayerReport], Any]] = {
    Column.PLACE: lambda at, _: at,
    Column.NAME: lambda _, layer: layer.name.casefold(),
    Column.KIND: lambda _, layer: layer.kind.casefold(),
    Column.PRECISION: lambda _, layer: layer.precision,
    Column.TIME: _time,
    Column.SHARE: _time,
}
