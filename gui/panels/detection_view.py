"""The table of detections: paints its rows, and says what the pointer and the keys do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from gui import icons
from gui.panels.detection_model import (
    COLOUR_ROLE,
    KIND_ROLE,
    Column,
    DetectionModel,
    Index,
    Kind,
)
from gui.panels.row_paint import paint_row_fill, paint_row_ring, paint_swatch, sized
from gui.theme import theme

ROW = 24
_GAP = 8
# Of the confidence, the place and the size, without the gap before each.
_WIDE = (40, 64, 72)
_NARROW = (36, 64, 68)


class DetectionTable(QTableView):
    """Rows of a ``DetectionModel``.

    Signals:
        row_chosen: Row of the table that became current by pointer or key.
        row_hovered: Row under the pointer, or None.
        row_opened: Row that was double clicked, or entered.
        fold_clicked: The row with the number below the threshold was clicked or entered.
        emptied: A click beside all rows.
    """

    row_chosen = Signal(int)
    row_hovered = Signal(object)
    row_opened = Signal(int)
    fold_clicked = Signal()
    emptied = Signal()

    def __init__(self, rows: DetectionModel) -> None:
        super().__init__()
        self._rows = rows
        self.side = 16
        self._is_narrow = False
        self._digits = 3
        self.hovered: int | None = None
        self.selected: int | None = None
        self.fading = 1.0
        self.setModel(rows)
        self.setItemDelegate(_RowDelegate(self))
        header = _Header(self)
        self.setHorizontalHeader(header)
        header.setSectionsClickable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(20)
        header.setHighlightSections(False)
        header.sectionClicked.connect(self._on_section_clicked)
        upright = self.verticalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setMinimumSectionSize(ROW)
        upright.setDefaultSectionSize(ROW)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(ROW * 3)

    def set_side(self, side: int, *, is_narrow: bool) -> None:
        """Keep so much room at both edges."""
        if (side, is_narrow) != (self.side, self._is_narrow):
            self.side, self._is_narrow = side, is_narrow
            self._lay_out()

    def set_columns(self, *, has_boxes: bool) -> None:
        """Show place and size, or only class and confidence."""
        if self.isColumnHidden(Column.SIZE) == has_boxes:
            for column in (Column.PLACE, Column.SIZE):
                self.setColumnHidden(column, not has_boxes)
            self._lay_out()

    def set_largest(self, largest_px: float) -> None:
        """Give coordinates up to this room; columns only ever widen, so that they stay calm."""
        digits = min(6, len(str(round(largest_px))))
        if digits > self._digits:
            self._digits = digits
            self._lay_out()

    def set_selected(self, row: int | None) -> None:
        """Mark a row without telling anybody, and bring it into view."""
        if row is not None and (row != self.selected or self.currentIndex().row() != row):
            index = self._rows.index(row, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)
        if row != self.selected:
            self.selected = row
            self.viewport().update()

    def set_hovered(self, row: int | None) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def set_fading(self, opacity: float) -> None:
        """Paint the rows that drop out so strongly."""
        self.fading = opacity
        self.viewport().update()

    def padding_right(self) -> int:
        """Return the room right of the last column within the viewport.

        The scroll bar takes its width from the padding, not from the figures.
        """
        return max(4, self.side - (self.width() - self.viewport().width()))

    def _lay_out(self) -> None:
        conf, place, size = _NARROW if self._is_narrow else _WIDE
        metrics = QFontMetrics(sized(self.font(), 12))
        figure = "8" * self._digits
        place = max(place, metrics.horizontalAdvance(f"{figure}, {figure}"))
        size = max(size, metrics.horizontalAdvance(f"{figure} × {figure}"))
        last = self.padding_right()
        has_boxes = not self.isColumnHidden(Column.SIZE)
        widths = {
            Column.CONFIDENCE: _GAP + conf + (0 if has_boxes else last),
            Column.PLACE: _GAP + place,
            Column.SIZE: _GAP + size + last,
        }
        rest = self.viewport().width() - widths[Column.CONFIDENCE]
        if has_boxes:
            rest -= widths[Column.PLACE] + widths[Column.SIZE]
        self.setColumnWidth(Column.CLASS, max(40, rest))
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def _on_section_clicked(self, section: int) -> None:
        column, order = self._rows.sorting
        if column == section:
            is_down = order == Qt.SortOrder.DescendingOrder
            wanted = Qt.SortOrder.AscendingOrder if is_down else Qt.SortOrder.DescendingOrder
        else:
            # What one looks for first: the best, the largest; names and places from the beginning.
            is_first = section in (Column.CONFIDENCE, Column.SIZE)
            wanted = Qt.SortOrder.DescendingOrder if is_first else Qt.SortOrder.AscendingOrder
        self._rows.sort(section, wanted)

    def _enter(self, row: int) -> None:
        if self._rows.row(row).kind is Kind.FOLD:
            self.fold_clicked.emit()
        else:
            self.row_opened.emit(row)

    # ---- Qt

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(300, ROW * 8)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        if not index.isValid():
            self.emptied.emit()
        elif self._rows.row(index.row()).kind is Kind.FOLD:
            if event.button() == Qt.MouseButton.LeftButton:
                self.fold_clicked.emit()
        else:
            self.row_chosen.emit(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._enter(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        # No call of the base: it would drag a selection over the rows.
        self._say_hovered(self.indexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._say_hovered(QModelIndex())
        super().leaveEvent(event)

    def _say_hovered(self, index: Index) -> None:
        row = index.row() if index.isValid() else None
        if row != self.hovered:
            self.set_hovered(row)
            self.row_hovered.emit(row)

    def moveCursor(  # noqa: N802 - Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        index = super().moveCursor(action, modifiers)
        # Rows are what one moves through; Qt would stay in the column of the current cell.
        return self._rows.index(index.row(), 0) if index.isValid() else index

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        current = self.currentIndex()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if current.isValid():
                self._enter(current.row())
            case Qt.Key.Key_Left | Qt.Key.Key_Right if current.isValid() and (
                self._rows.row(current.row()).kind is Kind.FOLD
            ):
                if (event.key() == Qt.Key.Key_Right) != self._rows.is_open:
                    self.fold_clicked.emit()
            case Qt.Key.Key_Home:
                self._go(0)
            case Qt.Key.Key_End:
                self._go(self._rows.rowCount() - 1)
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                super().keyPressEvent(event)
                # Here and not in moveCursor, which Qt calls too when the table gets the focus.
                if self.currentIndex().row() != current.row():
                    self.row_chosen.emit(self.currentIndex().row())
            case _:
                # The rest (copying a box, playing) belongs to the window.
                event.ignore()

    def _go(self, row: int) -> None:
        if row >= 0 and row != self.currentIndex().row():
            self.setCurrentIndex(self._rows.index(row, 0))
            self.row_chosen.emit(row)


class _RowDelegate(QStyledItemDelegate):
    """Paints cells; what spans a row is painted by each cell, clipped to itself."""

    def __init__(self, table: DetectionTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table, colours = self._table, theme()
        cell = QRect(option.rect)
        row = QRect(0, cell.top(), table.viewport().width(), cell.height())
        kind = index.data(KIND_ROLE)
        is_selected = table.selected == index.row() and kind is Kind.SHOWN
        painter.save()
        painter.setClipRect(cell)
        if is_selected:
            paint_row_fill(painter, row, colours.sel)
            bar = QRect(row.left(), row.top(), 2, row.height())
            painter.fillRect(bar, QColor(colours.sel_line))
        elif table.hovered == index.row():
            paint_row_fill(painter, row, colours.hover)
        by_key = QStyle.StateFlag.State_KeyboardFocusChange
        is_current = table.currentIndex().row() == index.row()
        if is_current and table.hasFocus() and option.state & by_key:
            paint_row_ring(painter, row, radius=2)
        if kind is Kind.LEAVING:
            painter.setOpacity(table.fading)
        if kind is Kind.FOLD:
            self._paint_fold(painter, row, str(index.sibling(index.row(), Column.CLASS).data()))
        else:
            self._paint_cell(painter, cell, index, kind, is_selected=is_selected)
        painter.restore()

    def _paint_fold(self, painter: QPainter, row: QRect, label: str) -> None:
        table, colours = self._table, theme()
        colour = colours.t3 if table.isEnabled() else colours.off
        rows = table.model()
        name = "down" if isinstance(rows, DetectionModel) and rows.is_open else "right"
        ratio = painter.device().devicePixelRatio()
        sign = icons.pixmap(name, colour, 10, ratio)
        painter.drawPixmap(
            QPoint(row.left() + table.side, row.top() + (row.height() - 10) // 2), sign
        )
        painter.setFont(sized(table.font(), 12))
        painter.setPen(QColor(colour))
        _text(painter, row.adjusted(table.side + 18, 0, -table.side, 0), label)

    def _paint_cell(
        self, painter: QPainter, cell: QRect, index: Index, kind: object, *, is_selected: bool
    ) -> None:
        table, colours = self._table, theme()
        is_low = kind in (Kind.BELOW, Kind.LEAVING)
        column = index.column()
        strong = colours.t3 if is_low else colours.t1
        if not table.isEnabled():
            strong = colours.off
        if column == Column.CLASS:
            left = cell.left() + table.side
            swatch = QRectF(left, cell.top() + (cell.height() - 10) // 2, 10, 10)
            paint_swatch(painter, swatch, str(index.data(COLOUR_ROLE)), is_hollow=is_low)
            weight = QFont.Weight.DemiBold if is_selected else QFont.Weight.Normal
            font = sized(table.font(), 12, weight)
            painter.setFont(font)
            painter.setPen(QColor(strong))
            room = cell.adjusted(table.side + 18, 0, 0, 0)
            name = QFontMetrics(font).elidedText(
                str(index.data()), Qt.TextElideMode.ElideRight, room.width()
            )
            _text(painter, room, name)
            return
        right = 0
        header = table.horizontalHeader()
        if header.visualIndex(column) == header.count() - 1 - header.hiddenSectionCount():
            right = table.padding_right()
        painter.setFont(sized(table.font(), 12))
        is_figure = column == Column.CONFIDENCE
        painter.setPen(QColor(strong if is_figure or is_low else colours.t2))
        _text(painter, cell.adjusted(0, 0, -right, 0), str(index.data()), is_right=True)


class _Header(QHeaderView):
    """Names of the columns, 24 high between two lines; the sorted one shows the direction."""

    def __init__(self, table: DetectionTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(super().sizeHint().width(), ROW)

    def paintSection(  # noqa: N802 - Qt's name
        self,
        painter: QPainter,
        rect: QRect,
        logicalIndex: int,  # noqa: N803 - Qt's name
    ) -> None:
        table, colours = self._table, theme()
        rows = table.model()
        painter.save()
        painter.fillRect(rect, QColor(colours.panel))
        for top in (rect.top(), rect.bottom()):
            painter.fillRect(QRect(rect.left(), top, rect.width(), 1), QColor(colours.line))
        is_over = rect.contains(self.viewport().mapFromGlobal(self.cursor().pos()))
        colour = colours.t1 if is_over and self.underMouse() else colours.t3
        if not table.isEnabled():
            colour = colours.off
        painter.setFont(sized(table.font(), 11))
        painter.setPen(QColor(colour))
        metrics = QFontMetrics(painter.font())
        label = str(rows.headerData(logicalIndex, Qt.Orientation.Horizontal))
        is_name = logicalIndex == Column.CLASS
        room = rect.adjusted(table.side if is_name else 4, 0, 0, 0)
        if self.visualIndex(logicalIndex) == self.count() - 1 - self.hiddenSectionCount():
            room.adjust(0, 0, -table.padding_right(), 0)
        label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, room.width())
        _text(painter, room, label, is_right=not is_name)
        if isinstance(rows, DetectionModel) and rows.sorting[0] == logicalIndex:
            self._paint_arrow(painter, room, metrics.horizontalAdvance(label), colour, logicalIndex)
        painter.restore()

    def _paint_arrow(
        self, painter: QPainter, room: QRect, text: int, colour: str, section: int
    ) -> None:
        """Paint the direction beside the name, where there is room for it."""
        rows = self._table.model()
        usual = (Column.CONFIDENCE, Qt.SortOrder.DescendingOrder)
        if not isinstance(rows, DetectionModel) or rows.sorting == usual:
            return
        name = "up" if rows.sorting[1] == Qt.SortOrder.AscendingOrder else "down"
        x = room.left() + text + 4 if section == Column.CLASS else room.right() - text - 12
        if room.left() - 8 <= x <= room.right() - 8:
            sign = icons.pixmap(name, colour, 8, painter.device().devicePixelRatio())
            painter.drawPixmap(QPoint(x, room.top() + (room.height() - 8) // 2), sign)


def _text(painter: QPainter, rect: QRect, text: str, *, is_right: bool = False) -> None:
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), text)
