"""The table of detections: paints its rows, and says what the pointer and the keys do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt, Signal
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
from gui.panels.detection_model import Column, DetectionModel, Index, Kind, Row
from gui.panels.row_paint import Fonts, draw_swatch, paint_row_ring, sized
from gui.theme import theme

ROW = 24
_GAP = 8
# Of the confidence, the place and the size, without the gap before each.
_WIDE = (40, 64, 72)
_NARROW = (36, 64, 68)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ELIDE = Qt.TextElideMode.ElideRight
_NORMAL, _STRONG = QFont.Weight.Normal, QFont.Weight.DemiBold


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
        self.fading: list[float] = []
        self.setModel(rows)
        self.setItemDelegate(_RowDelegate(self, rows))
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

    def set_fading(self, opacities: list[float]) -> None:
        """Paint the rows that drop out so strongly, in the order of the model's ``leaving``."""
        self.fading = opacities
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
    """Paints cells, thirty times a second: it asks the model itself and makes nothing anew."""

    def __init__(self, table: DetectionTable, rows: DetectionModel) -> None:
        super().__init__(table)
        self._table = table
        self._rows = rows
        self._fonts = Fonts(table)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table, colours = self._table, theme()
        cell, column = option.rect, index.column()
        row = self._rows.row(index.row())
        is_selected = row.kind is Kind.SHOWN and table.selected == index.row()
        if is_selected:
            painter.fillRect(cell, QColor(colours.sel))
            if column == Column.CLASS:
                bar = QRect(cell.left(), cell.top(), 2, cell.height())
                painter.fillRect(bar, QColor(colours.sel_line))
        elif table.hovered == index.row():
            painter.fillRect(cell, QColor(colours.hover))
        if row.kind is Kind.LEAVING:
            painter.setOpacity(table.fading[row.at] if row.at < len(table.fading) else 0.0)
        if row.kind is Kind.FOLD:
            self._paint_fold(painter, cell, row)
        else:
            self._paint_cell(painter, cell, column, row, is_selected=is_selected)
        painter.setOpacity(1.0)
        by_key = QStyle.StateFlag.State_KeyboardFocusChange
        is_current = table.currentIndex().row() == index.row()
        if is_current and table.hasFocus() and option.state & by_key:
            painter.save()
            painter.setClipRect(cell)
            paint_row_ring(painter, self._whole(cell), radius=2)
            painter.restore()

    def _whole(self, cell: QRect) -> QRect:
        return QRect(0, cell.top(), self._table.viewport().width(), cell.height())

    def _paint_fold(self, painter: QPainter, cell: QRect, row: Row) -> None:
        """Paint what spans the row: each cell paints all of it, cut to itself."""
        table, colours = self._table, theme()
        whole = self._whole(cell)
        colour = colours.t3 if table.isEnabled() else colours.off
        painter.save()
        painter.setClipRect(cell)
        name = "down" if self._rows.is_open else "right"
        sign = icons.pixmap(name, colour, 10, painter.device().devicePixelRatio())
        middle = whole.top() + (whole.height() - 10) // 2
        painter.drawPixmap(QPoint(whole.left() + table.side, middle), sign)
        painter.setFont(self._fonts.get(12))
        painter.setPen(QColor(colour))
        label = self._rows.cell(row, Column.CLASS)
        painter.drawText(whole.adjusted(table.side + 18, 0, -table.side, 0), _LEFT, label)
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, cell: QRect, column: int, row: Row, *, is_selected: bool
    ) -> None:
        table, colours = self._table, theme()
        is_low = row.kind is not Kind.SHOWN
        colour = colours.t3 if is_low else colours.t1
        text = self._rows.cell(row, column)
        if column == Column.CLASS:
            x, y = cell.left() + table.side, cell.top() + (cell.height() - 10) // 2
            draw_swatch(painter, x, y, 10, self._rows.colour(row), is_hollow=is_low)
            font = self._fonts.get(12, _STRONG if is_selected else _NORMAL)
            cell = cell.adjusted(table.side + 18, 0, 0, 0)
            text = QFontMetrics(font).elidedText(text, _ELIDE, cell.width())
            align = _LEFT
        else:
            font, align = self._fonts.get(12), _RIGHT
            if not is_low and column != Column.CONFIDENCE:
                colour = colours.t2
            if column == Column.SIZE or self._rows.is_classifier:
                cell = cell.adjusted(0, 0, -table.padding_right(), 0)
        painter.setFont(font)
        painter.setPen(QColor(colour if table.isEnabled() else colours.off))
        painter.drawText(cell, align, text)


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
        is_last = isinstance(rows, DetectionModel) and rows.is_classifier
        if logicalIndex == Column.SIZE or (is_last and not is_name):
            room.adjust(0, 0, -table.padding_right(), 0)
        label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT if is_name else _RIGHT, label)
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
