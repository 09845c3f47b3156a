"""The list of what is looked at: pictures, videos, cameras and streams."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QFileInfo, QModelIndex, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QDesktopServices,
    QGuiApplication,
    QImage,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from engine_core.errors import EngineScopeError
from engine_core.frame import SourceInfo, SourceItem
from engine_core.text import Text as Sentence
from gui.controls import IconButton, Section, Text, is_language_change
from gui.i18n import tr
from gui.icons import icon
from gui.panels.shown_sources import ShownSources
from gui.panels.source_model import SourceListModel
from gui.panels.source_parts import EmptyFrame, FilterField
from gui.panels.source_state import is_remote
from gui.panels.source_view import SourceView

MANY_SOURCES = 20


class SourcesPanel(QWidget):
    """The section "Sources" of the left column.

    Attributes:
        model: All sources. Rows of signals and arguments are its rows.
        shown: Those that filter and order let be seen; shared with the rail.
        view: The list itself.
        activated: The row that the user chose, to be looked at.
        add_requested: "pictures", "folder", "camera" or "address".
        removed: The rows that the user took out, as they were before; they are gone by then.
        thumbnails_wanted: Items and device pixels to a logical one, see ``SourceView``.
        order_changed: "added" or "name", chosen by the user.
    """

    activated = Signal(int)
    add_requested = Signal(str)
    removed = Signal(object)
    thumbnails_wanted = Signal(object, float)
    order_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = SourceListModel()
        self.shown = ShownSources(self.model)
        self.view = SourceView(self.shown)
        self._current: SourceItem | None = None
        self._is_told = False
        self._is_narrow = False
        self._wants_filter = False
        self._section = Section()
        self._sort = IconButton("sort", small=True)
        self._add = IconButton("plus", small=True)
        self._section.head.addWidget(self._sort)
        self._section.head.addWidget(self._add)
        self._section.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._filter = FilterField()
        self._section.body.addSpacing(4)
        self._section.body.addWidget(self._filter)
        self._empty = EmptyFrame()
        self._nothing = Text("secondary").wrap()
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._nothing.setContentsMargins(16, 12, 16, 0)
        self._stack = QStackedLayout()
        rows, empty = QWidget(), QWidget()
        row_layout = QHBoxLayout(rows)
        row_layout.setContentsMargins(8, 0, 0, 8)
        row_layout.addWidget(self.view)
        self._empty_layout = QVBoxLayout(empty)
        self._empty_layout.addWidget(self._empty)
        self._empty_layout.addStretch(1)
        for page in (empty, rows, self._nothing):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._section)
        layout.addLayout(self._stack, 1)
        self._make_menus()
        self._connect()
        self.set_narrow(is_narrow=False)
        self._retranslate()

    def current(self) -> int | None:
        """Return the row that is looked at; None where there is none."""
        return None if self._current is None else self.model.row_of(self._current.location)

    def set_current(self, row: int | None) -> None:
        """Mark the row that is looked at; one that the filter hides stays current all the same."""
        self._current = None if row is None else self.model.item(row)
        self._show_current()

    def next_row(self) -> int | None:
        """Return the row after the current one as it is shown; None at the end."""
        return self._neighbour(+1)

    def previous_row(self) -> int | None:
        """Return the row before the current one as it is shown; None at the beginning."""
        return self._neighbour(-1)

    def set_facts(self, row: int, info: SourceInfo) -> None:
        """Show size and length of a source."""
        self.model.set_facts(row, info)

    def set_count(self, row: int, count: int | None) -> None:
        """Show how many objects were found; None where nobody looked."""
        self.model.set_count(row, count)

    def set_failed(self, row: int, why: Sentence | None) -> None:
        """Mark a source that cannot be read, with the reason; None takes the mark away."""
        self.model.set_failed(row, why)

    def set_thumbnail(
        self,
        item: SourceItem,
        image: QImage | None,
        info: SourceInfo | None = None,
        error: EngineScopeError | None = None,
    ) -> None:
        """Show what was learnt while a thumbnail was made; nothing where the source is gone by now."""
        row = self.model.row_of(item.location)
        if row is None:
            return
        self.model.set_thumbnail(row, image)
        if info is not None:
            self.model.set_facts(row, info)
        if error is not None:
            self.model.set_failed(row, error.why or error.what)

    def set_order(self, order: str) -> None:
        """Order by "added" or "name"."""
        self._by_name.setChecked(order == "name")
        self._by_added.setChecked(order == "added")
        self.shown.sort_by(order)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Use the padding of a narrow window, where the filter shows only when it is needed."""
        self._is_narrow = is_narrow
        self._section.set_narrow(is_narrow=is_narrow)
        side = 12 if is_narrow else 16
        self._empty_layout.setContentsMargins(side, 4, side, 12)
        self._arrange()

    @Slot()
    def show_filter(self) -> None:
        """Show the filter field and put the focus there."""
        if self.model.items:
            self._wants_filter = True
            self._arrange()
            self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._filter.selectAll()

    def _make_menus(self) -> None:
        self._sort_menu = QMenu(self)
        orders = QActionGroup(self)
        self._by_added, self._by_name = QAction(self), QAction(self)
        for action, order in ((self._by_added, "added"), (self._by_name, "name")):
            action.setCheckable(True)
            action.setData(order)
            orders.addAction(action)
            self._sort_menu.addAction(action)
        self._by_added.setChecked(True)
        orders.triggered.connect(self._on_order)
        self._add_menu = QMenu(self)
        self._adds = [QAction(self) for _ in range(4)]
        names = ("pictures", "folder", "camera", "address")
        images = ("picture", "folder", "camera", "stream")
        for action, name, image in zip(self._adds, names, images, strict=True):
            action.setData(name)
            action.setIcon(icon(image))
            self._add_menu.addAction(action)
        self._add_menu.triggered.connect(self._on_add)
        self._row_menu = QMenu(self)
        self._remove, self._remove_others = QAction(self), QAction(self)
        self._open_folder, self._copy_path = QAction(self), QAction(self)
        self._remove.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        self._remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.view.addAction(self._remove)
        self._row_menu.addActions((self._open_folder, self._copy_path))
        self._row_menu.addSeparator()
        self._row_menu.addActions((self._remove, self._remove_others))
        self._remove.triggered.connect(self._on_remove)
        self._remove_others.triggered.connect(self._on_remove_others)
        self._open_folder.triggered.connect(self._on_open_folder)
        self._copy_path.triggered.connect(self._on_copy_path)

    def _connect(self) -> None:
        self._sort.clicked.connect(self._on_sort_clicked)
        self._add.clicked.connect(self._on_add_clicked)
        self._filter.textChanged.connect(self.shown.filter_by)
        self._filter.left.connect(self._on_filter_left)
        self._filter.ended.connect(self._on_filter_ended)
        self.shown.changed.connect(self._on_changed)
        self.view.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.view.activated.connect(self._on_row_pressed)
        self.view.rows_moved.connect(self._on_rows_moved)
        self.view.thumbnails_wanted.connect(self.thumbnails_wanted)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu_wanted)

    def _neighbour(self, step: int) -> int | None:
        count = self.shown.rowCount()
        row = self.current()
        place = None if row is None else self.shown.place_of(row)
        start = (-1 if step > 0 else count) if place is None else place
        wanted = start + step
        return self.shown.row_at(wanted) if 0 <= wanted < count else None

    def _show_current(self) -> None:
        row = self.current()
        place = None if row is None else self.shown.place_of(row)
        self._is_told = True
        if place is None:
            self.view.selectionModel().clear()
        elif (
            place != self.view.currentIndex().row() or not self.view.selectionModel().hasSelection()
        ):
            self.view.setCurrentIndex(self.shown.index(place))
        self._is_told = False

    def _arrange(self) -> None:
        count, seen = len(self.model.items), self.shown.rowCount()
        is_needed = not self._is_narrow or count > MANY_SOURCES or self._wants_filter
        has_filter = bool(count) and (is_needed or self.shown.is_filtered)
        self._filter.setVisible(has_filter)
        self._sort.setVisible(count > 1)
        side = 12 if self._is_narrow else 16
        section_layout = self._section.layout()
        if section_layout is not None:
            section_layout.setContentsMargins(side, 12, side, 8 if has_filter else 0)
        self.setFocusProxy(self.view if seen else self._filter if has_filter else self._add)
        page = 0 if not count else 1 if seen else 2
        if self._stack.currentIndex() != page:
            self._stack.setCurrentIndex(page)
        if not count:
            note = ""
        elif self.shown.is_filtered:
            note = tr("{n} of {total}", n=f"{seen:,}", total=f"{count:,}")
        else:
            note = f"{count:,}"
        self._section.note.setText(note)
        self._nothing.setText(tr("No name has “{words}” in it", words=self._filter.text().strip()))

    def _take_out(self, rows: tuple[int, ...]) -> None:
        if not rows:
            return
        places = [place for place in map(self.shown.place_of, rows) if place is not None]
        was_current = self.current() in rows
        self.model.remove(rows)
        if not was_current:
            self.removed.emit(rows)
            return
        left = self.shown.rowCount()
        now = self.shown.row_at(min(min(places, default=0), left - 1)) if left else None
        self.set_current(now)
        self.removed.emit(rows)
        if now is not None:
            self.activated.emit(now)

    def _choose(self, row: int) -> None:
        self.set_current(row)
        self.activated.emit(row)

    def _retranslate(self) -> None:
        self._section.title.setText(tr("Sources"))
        self._sort.describe(tr("Order of the sources"))
        self._add.describe(tr("Add sources"))
        self._filter.setPlaceholderText(tr("Filter by name"))
        self._filter.setAccessibleName(tr("Filter sources by name"))
        self._filter.setToolTip(tr("Filter by name ({shortcut})", shortcut="Ctrl+F"))
        self._filter.set_clear_text(tr("Show all sources"))
        self._empty.set_text(tr("No pictures yet"))
        self.view.setAccessibleName(tr("Sources"))
        self._by_added.setText(tr("In the order they were added"))
        self._by_name.setText(tr("By name"))
        texts = (
            tr("Open pictures…"),
            tr("Open folder…"),
            tr("Open camera…"),
            tr("Open stream address…"),
        )
        for action, text in zip(self._adds, texts, strict=True):
            action.setText(text)
        self._remove.setText(tr("Remove from the list"))
        self._remove_others.setText(tr("Remove all others"))
        self._open_folder.setText(tr("Open containing folder"))
        self._arrange()
        self.view.viewport().update()

    @Slot()
    def _on_changed(self) -> None:
        bar = self.view.verticalScrollBar()
        seen_from = bar.value()
        if not self.model.items:
            self._filter.clear()
            self._wants_filter = False
        self._arrange()
        if not self.view.currentIndex().isValid():
            self._show_current()
            if not self.shown.is_filtered:
                bar.setValue(seen_from)

    @Slot(QModelIndex, QModelIndex)
    def _on_row_changed(self, now: QModelIndex, _: QModelIndex) -> None:
        if now.isValid() and not self._is_told:
            row = self.shown.row_at(now.row())
            self._current = self.model.item(row)
            self.activated.emit(row)

    @Slot(QModelIndex)
    def _on_row_pressed(self, index: QModelIndex) -> None:
        """Look once more at what is looked at already: a camera that is plugged in by now."""
        self.activated.emit(self.shown.row_at(index.row()))

    @Slot(object, int)
    def _on_rows_moved(self, rows: tuple[int, ...], before: int) -> None:
        first = self.model.move(rows, before)
        self.view.select_rows(first, first + len(rows) - 1)

    @Slot()
    def _on_sort_clicked(self) -> None:
        self._sort_menu.popup(self._sort.mapToGlobal(QPoint(0, self._sort.height())))

    @Slot()
    def _on_add_clicked(self) -> None:
        self._add_menu.popup(self._add.mapToGlobal(QPoint(0, self._add.height())))

    @Slot(QAction)
    def _on_order(self, action: QAction) -> None:
        order = str(action.data())
        if order != self.shown.order:
            self.shown.sort_by(order)
            self.order_changed.emit(order)

    @Slot(QAction)
    def _on_add(self, action: QAction) -> None:
        self.add_requested.emit(str(action.data()))

    @Slot(QPoint)
    def _on_menu_wanted(self, point: QPoint) -> None:
        rows = self.view.chosen_rows()
        if not rows:
            return
        is_file = len(rows) == 1 and not is_remote(self.model.item(rows[0]))
        self._open_folder.setEnabled(is_file)
        self._copy_path.setText(tr("Copy path") if is_file else tr("Copy address"))
        if len(rows) > 1:
            self._copy_path.setText(tr("Copy paths"))
        self._remove_others.setEnabled(len(rows) < len(self.model.items))
        self._row_menu.popup(self.view.viewport().mapToGlobal(point))

    @Slot()
    def _on_remove(self) -> None:
        self._take_out(self.view.chosen_rows())

    @Slot()
    def _on_remove_others(self) -> None:
        kept = set(self.view.chosen_rows())
        self._take_out(tuple(row for row in range(len(self.model.items)) if row not in kept))

    @Slot()
    def _on_open_folder(self) -> None:
        rows = self.view.chosen_rows()
        if rows:
            folder = QFileInfo(self.model.item(rows[0]).location).absolutePath()
            QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    @Slot()
    def _on_copy_path(self) -> None:
        # An address goes without its password: what is copied is pasted where others read it.
        paths = [self.model.item(row).shown for row in self.view.chosen_rows()]
        QGuiApplication.clipboard().setText("\n".join(paths))

    @Slot()
    def _on_filter_left(self) -> None:
        """Go from the filter into the list."""
        if self.shown.rowCount():
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.view.currentIndex().isValid():
                self._choose(self.shown.row_at(0))

    @Slot()
    def _on_filter_ended(self) -> None:
        self._filter.clear()
        self._wants_filter = False
        self._arrange()
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if is_language_change(event):
            self._retranslate()
