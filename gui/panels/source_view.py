"""The list of sources as a view: only rows that are seen cost anything, however many there are."""

from __future__ import annotations

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui.panels.shown_sources import ShownSources
from gui.panels.source_delegate import SourceDelegate
from gui.theme import theme

_ROWS_FORMAT = "application/x-enginescope-rows"
_ROWS_AHEAD = 6
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class SourceView(QTableView):
    """Rows of ``ShownSources``.

    Not a ``QListView``: that goes over all its rows whenever one of them changes (0.3 s for a hundred
    thousand), and every thumbnail is such a change. A table of one column asks for what it shows.

    Attributes:
        thumbnails_wanted: Items that are seen without a thumbnail, from the top, and the device pixels to
            a logical one. What was wanted before and is not among them is wanted no longer.
        rows_moved: Rows of the list behind, and the row they shall stand before.
    """

    thumbnails_wanted = Signal(object, float)
    rows_moved = Signal(object, int)

    def __init__(
        self, shown: ShownSources, *, is_rail: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shown = shown
        self._wanted: object = ()
        self._drop_line: int | None = None
        self._delegate = SourceDelegate(is_rail=is_rail)
        self.setItemDelegate(self._delegate)
        self.setModel(shown)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(
            QAbstractItemView.SelectionMode.SingleSelection
            if is_rail
            else QAbstractItemView.SelectionMode.ExtendedSelection
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if is_rail:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        else:
            self.setDragEnabled(True)
            self.setAcceptDrops(True)
            self.setDropIndicatorShown(False)
            self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        columns = self.horizontalHeader()
        columns.hide()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        columns.setMinimumSectionSize(1)
        self._rows = self.verticalHeader()
        self._rows.hide()
        self._rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._rows.setMinimumSectionSize(1)
        self._fit_rows()
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._ask_for_thumbnails)
        self.verticalScrollBar().valueChanged.connect(self._ask_soon)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)
        shown.changed.connect(self._ask_soon)

    def chosen_rows(self) -> tuple[int, ...]:
        """Return the selected rows, as rows of the list behind, from the top."""
        places = {
            place
            for span in self.selectionModel().selection().toList()
            for place in range(span.top(), span.bottom() + 1)
        }
        return tuple(self._shown.row_at(place) for place in sorted(places))

    def select_rows(self, first: int, last: int) -> None:
        """Select rows of this view, without changing which is the current one."""
        selection = self.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        selection.clearSelection()
        for place in range(first, last + 1):
            selection.select(self._shown.index(place), flags.Select | flags.Rows)

    def rows_as_mime(self) -> QMimeData:
        """Return the selected rows as what is dragged; means something only to this view."""
        mime = QMimeData()
        mime.setData(_ROWS_FORMAT, QByteArray(str(id(self)).encode()))
        return mime

    def _fit_rows(self) -> None:
        height = self._delegate.row_height()
        self._rows.setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)

    def _is_own(self, mime: QMimeData) -> bool:
        return bytes(mime.data(_ROWS_FORMAT).data()) == str(id(self)).encode()

    def _place_before(self, y: int) -> int:
        """Return the row in front of which something is dropped at a height of the viewport."""
        place = self.rowAt(y)
        if place < 0:
            return self._shown.rowCount()
        middle = self.rowViewportPosition(place) + self.rowHeight(place) // 2
        return place + (y >= middle)

    @Slot()
    def _ask_soon(self) -> None:
        self._asking.start()

    @Slot(int, int)
    def _on_range(self, _: int, highest: int) -> None:
        # Where a scroll bar stands it leaves the same gap by itself.
        self._delegate.gap_right = 0 if highest else self._delegate.full_gap_right
        self.viewport().update()
        self._ask_soon()

    @Slot()
    def _ask_for_thumbnails(self) -> None:
        count = self._shown.rowCount()
        if not self.isVisible():
            return
        wanted = []
        if count:
            first = max(self.rowAt(0), 0)
            last = self.rowAt(self.viewport().height() - 1)
            last = count - 1 if last < 0 else min(last + _ROWS_AHEAD, count - 1)
            behind = self._shown.behind
            rows = [self._shown.row_at(place) for place in range(first, last + 1)]
            wanted = [behind.item(row) for row in rows if behind.needs_thumbnail(row)]
        if wanted != self._wanted:
            self._wanted = wanted
            self.thumbnails_wanted.emit(tuple(wanted), self.devicePixelRatioF())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._fit_rows()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._shown.behind.clear_thumbnails()
            self._wanted = ()
            self._ask_soon()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._wanted = ()
        self._ask_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._ask_soon()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._delegate.has_keyboard_focus = event.reason() in _KEYBOARD
        super().focusInEvent(event)
        self.viewport().update()

    def initViewItemOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem
    ) -> None:
        super().initViewItemOption(option)
        # The delegate paints the round fill of a chosen row; the table would put a square one below.
        colours = QPalette(option.palette)
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            colours.setColor(group, QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        option.palette = colours

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Leave letters to the window: they are its shortcuts, and the filter searches better."""

    def startDrag(self, supported: Qt.DropAction) -> None:  # noqa: N802 - Qt's name
        places = self.selectionModel().selectedRows()
        if not places or not self._shown.is_movable:
            return
        row = self.visualRect(self.currentIndex())
        drag = QDrag(self)
        drag.setMimeData(self.rows_as_mime())
        drag.setPixmap(self.viewport().grab(row))
        drag.setHotSpot(QPoint(row.width() // 4, row.height() // 2))
        drag.exec(Qt.DropAction.MoveAction)
        self._show_drop_line(None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        # Files from elsewhere are the window's, wherever they are dropped.
        if self._is_own(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        if not self._is_own(event.mimeData()):
            event.ignore()
            return
        # The base class scrolls at the edges, and refuses what the model does not take.
        super().dragMoveEvent(event)
        event.acceptProposedAction()
        place = self._place_before(event.position().toPoint().y())
        last = self._shown.rowCount() - 1
        if place <= last:
            self._show_drop_line(self.rowViewportPosition(place))
        else:
            self._show_drop_line(self.rowViewportPosition(last) + self.rowHeight(last))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        super().dragLeaveEvent(event)
        self._show_drop_line(None)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        self._show_drop_line(None)
        # The base class ends its scrolling at the edges; the models take nothing from it.
        super().dropEvent(event)
        if not self._is_own(event.mimeData()) or not self._shown.is_movable:
            event.ignore()
            return
        before = self._place_before(event.position().toPoint().y())
        event.acceptProposedAction()
        self.rows_moved.emit(self.chosen_rows(), before)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self._drop_line is not None:
            painter = QPainter(self.viewport())
            line = QRect(8, max(self._drop_line - 1, 0), self.viewport().width() - 16, 2)
            painter.fillRect(line, QColor(theme().accent))
            painter.end()

    def _show_drop_line(self, y: int | None) -> None:
        if y != self._drop_line:
            self._drop_line = y
            self.viewport().update()
