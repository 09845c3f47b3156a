"""What was open before, at the bottom of the left column while nothing is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui import pixels
from gui.controls import Text, is_language_change
from gui.i18n import tr
from gui.icons import pixmap
from gui.panels.row_paint import paint_row_ring
from gui.theme import theme

_ROW = 28
_MOST_SHOWN = 6
_ICONS = {
    "model": "chip",
    "picture": "picture",
    "video": "video",
    "folder": "folder",
    "live": "stream",
    "camera": "camera",
    "source": "picture",
}
_VIDEO_SUFFIXES = (".mp4", ".mkv", ".avi", ".mov", ".webm", ".m4v", ".ts", ".mpg", ".mpeg", ".wmv")
_ENTRY = Qt.ItemDataRole.UserRole
_ICON_NAME = Qt.ItemDataRole.UserRole + 1


class RecentEntry(Protocol):
    """One thing that was open: ``kind`` is "model", or "source" or what kind of source it was."""

    @property
    def kind(self) -> str: ...

    @property
    def location(self) -> str: ...

    @property
    def name(self) -> str: ...


class RecentPanel(QWidget):
    """A short list of what was open before; takes no room while it is empty.

    Signals:
        chosen: An entry, as it was given to ``set_recent``.
        forget_requested: An entry that the user does not want to see here any more (Delete).
    """

    chosen = Signal(object)
    forget_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text("reason")
        self._title.setMinimumHeight(20)
        font = self._title.font()
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        self._list = _List()
        self._list.setItemDelegate(_Rows(self._list))
        self._list.itemClicked.connect(self._on_item_chosen)
        self._list.itemActivated.connect(self._on_item_activated)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(4)
        self._column.addWidget(self._title)
        self._column.addWidget(self._list)
        self._entries: tuple[RecentEntry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._is_narrow = False
        self.set_recent(())
        self._retranslate()

    def set_recent(self, entries: Sequence[RecentEntry]) -> None:
        """Show entries, the newest first; only the first few are shown."""
        self._entries = tuple(entries[:_MOST_SHOWN])
        self._list.clear()
        for entry in self._entries:
            item = QListWidgetItem(entry.name)
            item.setToolTip(entry.location)
            item.setData(_ENTRY, entry)
            item.setData(_ICON_NAME, _icon_name(entry))
            self._list.addItem(item)
        self._list.setFixedHeight(self._list.row_height() * max(1, len(self._entries)))
        for part in (self._title, self._list):
            part.setVisible(bool(self._entries))
        self._set_padding()

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Use the padding of a narrow window."""
        self._is_narrow = is_narrow
        self._set_padding()

    def _set_padding(self) -> None:
        """Reach 8 px beyond the texts of the column with the rows; take no room while there are none."""
        if not self._entries:
            self._column.setContentsMargins(0, 0, 0, 0)
            return
        side = 12 if self._is_narrow else 16
        self._column.setContentsMargins(side - 8, 12, side - 8, 12)
        self._title.setContentsMargins(8, 0, 8, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if not self._entries:
            return
        painter = QPainter(self)
        top = QRectF(0, 0, self.width(), pixels.line_width(painter))
        painter.fillRect(pixels.snapped(painter, top), QColor(theme().line))
        painter.end()

    def _retranslate(self) -> None:
        self._title.setText(tr("Recent"))
        self._list.setAccessibleName(tr("Recent models and pictures"))

    def _on_item_chosen(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_ENTRY))

    def _on_item_activated(self, item: QListWidgetItem) -> None:
        # A click has chosen already, and some desktops activate by a click too.
        if self._list.is_by_key:
            self.chosen.emit(item.data(_ENTRY))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        item = self._list.currentItem()
        if event.key() == Qt.Key.Key_Delete and item is not None:
            self.forget_requested.emit(item.data(_ENTRY))
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)


class _List(QListWidget):
    """A list that is as high as its rows and knows whether a key is being handled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_by_key = False
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def row_height(self) -> int:
        return max(_ROW, self.fontMetrics().height() + 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        self.is_by_key = True
        try:
            if event.key() == Qt.Key.Key_Delete:
                event.ignore()
            elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                item = self.currentItem()
                if item is not None:
                    self.itemActivated.emit(item)
            else:
                super().keyPressEvent(event)
        finally:
            self.is_by_key = False


class _Rows(QStyledItemDelegate):
    """Paints an icon and a name; the fill reaches a little beyond both."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, max(_ROW, option.fontMetrics.height() + 10))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        colours = theme()
        rect = option.rect
        state = option.state
        has_keyboard = bool(state & QStyle.StateFlag.State_HasFocus)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if has_keyboard:
            pixels.draw_panel(painter, rect, 4, fill=colours.sel)
            if state & QStyle.StateFlag.State_KeyboardFocusChange:
                paint_row_ring(painter, rect)
        elif is_hovered:
            pixels.draw_panel(painter, rect, 4, fill=colours.hover)
        tint = colours.t2 if has_keyboard or is_hovered else colours.t3
        name = str(index.data(_ICON_NAME))
        drawn = pixmap(name, tint, 16, pixels.device_ratio(painter))
        painter.drawPixmap(rect.x() + 8, rect.y() + (rect.height() - 16) // 2, drawn)
        room = QRectF(rect).adjusted(32, 0, -8, 0)
        painter.setPen(QColor(colours.t1 if has_keyboard or is_hovered else colours.t2))
        painter.setFont(option.font)
        shown = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


def _icon_name(entry: RecentEntry) -> str:
    if entry.kind == "source":
        location = entry.location.lower()
        if location.startswith("camera:") or location.isdecimal():
            return "camera"
        if "://" in location:
            return "stream"
        if location.endswith(_VIDEO_SUFFIXES):
            return "video"
        if "." not in location.replace("\\", "/").rpartition("/")[2]:
            return "folder"
    return _ICONS.get(entry.kind, "file")
