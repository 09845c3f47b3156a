"""Classes: which are shown, in which colour, from which score, and how many are here."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from engine_core.detections import DisplayFilter
from engine_core.labels import Labels
from gui.controls import ElidedText, IconButton, SpinBox, Text, is_language_change
from gui.i18n import tr
from gui.icons import icon
from gui.panels.class_model import ClassModel, Index, Role
from gui.panels.class_view import ClassView
from gui.panels.colour_menu import ColourMenu
from gui.panels.column_section import ColumnSection

_FEW_ROWS = 6
_LARGEST_PX = 9999


class ClassesPanel(ColumnSection):
    """The class list with its filter, and the smallest box shown.

    Signals:
        visibility_changed: Class id, and whether it is to be shown.
        solo_requested: Class id to show alone, or None to end that.
        show_all_requested, hide_all_requested: From the eye's menu.
        threshold_changed: Class id, and its own threshold or None for the common one.
        colour_changed: Class id, and ``#RRGGBB`` or None for the automatic one.
        class_hovered: Class id under the pointer or with the keyboard, or None.
        min_size_changed: Smallest width and height shown, in source pixels.
    """

    visibility_changed = Signal(int, bool)
    solo_requested = Signal(object)
    show_all_requested = Signal()
    hide_all_requested = Signal()
    threshold_changed = Signal(int, object)
    colour_changed = Signal(int, object)
    class_hovered = Signal(object)
    min_size_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(bleed=None, overhang=4, parent=parent)
        self._is_active = False
        self._most_rows = _FEW_ROWS
        self.model = ClassModel()
        self.model.setParent(self)
        self.view = ClassView(self.model)

        self.search = IconButton("search", small=True)
        self.search.setCheckable(True)
        self.eye = IconButton("eye", small=True)
        self._menu = QMenu(self)
        self.show_all = self._menu.addAction("")
        self.hide_all = self._menu.addAction("")
        self.head.addWidget(self.search)
        self.head.addWidget(self.eye)

        self.filter_field = QLineEdit()
        self.filter_field.setClearButtonEnabled(True)
        self._search_sign = self.filter_field.addAction(
            icon("search"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.filter_field.installEventFilter(self)
        self._filter_row = self.add_inset(self.filter_field, above=4, below=4, height=28)
        self._filter_row.hide()

        self._hint = Text("label").wrap()
        self._hint_row = self.add_inset(self._hint, above=2, below=6)

        self._list_row = QWidget()
        holder = QHBoxLayout(self._list_row)
        holder.setSpacing(0)
        holder.addWidget(self.view)
        self._list_margins = holder
        self.body.addWidget(self._list_row)

        self._size_label = ElidedText("label", mode=Qt.TextElideMode.ElideRight)
        self.size_box = SpinBox()
        self.size_box.setRange(0, _LARGEST_PX)
        size = QHBoxLayout()
        size.setContentsMargins(0, 0, 0, 0)
        size.setSpacing(12)
        size.addWidget(self._size_label, 1)
        size.addWidget(self.size_box)
        self._size_row = self.add_inset(size, above=6, height=28)

        self.search.toggled.connect(self._on_search_toggled)
        self.filter_field.textChanged.connect(self._on_filter_edited)
        self.eye.clicked.connect(self._on_eye_clicked)
        self.show_all.triggered.connect(self.show_all_requested)
        self.hide_all.triggered.connect(self.hide_all_requested)
        self.view.eye_clicked.connect(self._on_row_eye_clicked)
        self.view.swatch_clicked.connect(self._on_swatch_clicked)
        self.view.row_hovered.connect(self.class_hovered)
        self.view.key_used.connect(self._on_key_used)
        self.view.menu_wanted.connect(self._on_menu_wanted)
        self.view.delegate.threshold_entered.connect(self._on_threshold_entered)
        self.size_box.valueChanged.connect(self._on_size_changed)
        self.set_narrow(is_narrow=False)
        self._retranslate()
        self.set_active(is_active=False)

    # ---- Told from outside

    def set_labels(self, labels: Labels, count: int) -> None:
        """Show the classes of a model: ``count`` of them, whether they have names or not."""
        self.model.set_labels(labels, count)
        self._follow_rows()
        self._follow_note()

    def set_counts(self, here: Mapping[int, int], over: Mapping[int, int]) -> None:
        """Show how many of each class are in this frame, and in the source so far."""
        before = self.model.here_count
        self.model.set_counts(here, over)
        if self.model.here_count != before:
            self._follow_note()

    def set_filter(self, wanted: DisplayFilter) -> None:
        """Show what is hidden, the thresholds and the smallest box."""
        self.model.set_filter(wanted)
        # A field is painted anew also for the number that it has already.
        if self.size_box.value() != round(wanted.min_size_px):
            was_blocked = self.size_box.blockSignals(True)
            self.size_box.setValue(round(wanted.min_size_px))
            self.size_box.blockSignals(was_blocked)

    def set_soloed(self, class_id: int | None) -> None:
        """Show that one class is shown alone; a filter of one class says so too."""
        self.model.set_soloed(class_id)

    def set_colours(self, colours: Mapping[int, str]) -> None:
        """Take the user's own colours as ``#RRGGBB``; other classes have the palette's."""
        self.model.set_colours(colours)

    def set_playing(self, is_playing: bool) -> None:
        """Keep rows where they are while classes come and go thirty times a second."""
        self.model.set_calm(is_playing)

    def set_active(self, is_active: bool) -> None:
        """Be usable, or the empty block of a window without a model."""
        self._is_active = is_active
        self.note.setVisible(is_active)
        self.search.setVisible(is_active)
        self.eye.setVisible(is_active)
        self._hint_row.setVisible(not is_active)
        self._size_row.setVisible(is_active)
        if not is_active:
            self.search.setChecked(False)
        self._follow_rows()

    def set_rows(self, most: int) -> None:
        """Show at most so many rows at once; the list scrolls."""
        if most != self._most_rows:
            self._most_rows = most
            self._follow_rows()

    def set_narrow(self, is_narrow: bool) -> None:
        super().set_narrow(is_narrow=is_narrow)
        if hasattr(self, "_list_margins"):
            # Rows reach 8 px further left than the title: their hover has room round the eye.
            self._list_margins.setContentsMargins(self.side - 8, 0, 0, 0)
            self.view.delegate.side = self.side
            outer = self.layout()
            if outer is not None:
                outer.setContentsMargins(0, 12, 0, 8)

    # ---- Changes by the user

    @Slot(bool)
    def _on_search_toggled(self, is_open: bool) -> None:
        self._filter_row.setVisible(is_open)
        if is_open:
            self.filter_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.filter_field.clear()

    @Slot(str)
    def _on_filter_edited(self, text: str) -> None:
        self.model.set_wanted(text)
        self.view.scrollToTop()

    @Slot()
    def _on_eye_clicked(self) -> None:
        self._menu.popup(self.eye.mapToGlobal(QPoint(0, self.eye.height() + 2)))

    @Slot(object)
    def _on_row_eye_clicked(self, index: Index) -> None:
        class_id = self.model.id_at(index)
        self.visibility_changed.emit(class_id, not self.model.is_visible(class_id))

    @Slot(object)
    def _on_swatch_clicked(self, index: Index) -> None:
        at = self.view.delegate.swatch_rect(self.view.visualRect(index)).bottomLeft()
        self._open_colours(self.model.id_at(index), self.view.viewport().mapToGlobal(at))

    def _open_colours(self, class_id: int, at: QPoint) -> None:
        row = self.model.row_of(class_id)
        if row is None:
            return
        menu = ColourMenu(
            self.model.labels[class_id],
            str(self.model.index(row, 0).data(Role.COLOUR)),
            is_own=self.model.has_own_colour(class_id),
            parent=self,
        )
        menu.colour_chosen.connect(lambda colour: self.colour_changed.emit(class_id, colour))
        menu.popup(at)

    @Slot(object, object)
    def _on_threshold_entered(self, index: Index, threshold: float | None) -> None:
        self.threshold_changed.emit(self.model.id_at(index), threshold)

    @Slot(object, object)
    def _on_key_used(self, index: Index, key: Qt.Key) -> None:
        class_id = self.model.id_at(index)
        if key == Qt.Key.Key_S:
            self._solo(class_id)
        elif self.model.own_threshold(class_id) is not None:
            self.threshold_changed.emit(class_id, None)

    def _solo(self, class_id: int) -> None:
        self.solo_requested.emit(None if self.model.soloed == class_id else class_id)

    @Slot(object, QPoint)
    def _on_menu_wanted(self, index: Index, at: QPoint) -> None:
        menu = self.row_menu(self.model.id_at(index), at)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def row_menu(self, class_id: int, at: QPoint) -> QMenu:
        """Return the context menu of a class; ``at`` is where its colours open."""
        menu = QMenu(self)
        visible = self.model.is_visible(class_id)
        shows = menu.addAction(tr("Hide") if visible else tr("Show"))
        shows.setShortcut(Qt.Key.Key_Space)
        shows.triggered.connect(lambda: self.visibility_changed.emit(class_id, not visible))
        is_solo = self.model.soloed == class_id
        solo = menu.addAction(tr("Show the others again") if is_solo else tr("Show only this"))
        solo.setShortcut(Qt.Key.Key_S)
        solo.triggered.connect(lambda: self._solo(class_id))
        menu.addSeparator()
        own = menu.addAction(tr("Own threshold…"))
        own.setShortcut(Qt.Key.Key_Return)
        own.triggered.connect(lambda: self._edit_row(class_id))
        common = menu.addAction(tr("Back to the common threshold"))
        common.setShortcut(Qt.Key.Key_Delete)
        common.setEnabled(self.model.own_threshold(class_id) is not None)
        common.triggered.connect(lambda: self.threshold_changed.emit(class_id, None))
        menu.addSeparator()
        menu.addAction(tr("Colour…")).triggered.connect(lambda: self._open_colours(class_id, at))
        # In a menu they are shown as a reminder; they act in the list only.
        for action in menu.actions():
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return menu

    def _edit_row(self, class_id: int) -> None:
        row = self.model.row_of(class_id)
        if row is not None:
            self.view.edit_threshold(self.model.index(row, 0))

    @Slot(int)
    def _on_size_changed(self, px: int) -> None:
        self.min_size_changed.emit(float(px))

    # ---- What follows from it

    def _follow_rows(self) -> None:
        rows = min(self._most_rows, self.model.class_count)
        self._list_row.setVisible(self._is_active and rows > 0)
        row = self.view.sizeHintForRow(0) if self.model.rowCount() else 28
        self.view.setFixedHeight(max(1, rows) * row)

    def _follow_note(self) -> None:
        self.note.setText(
            tr(
                "{here} of {total} here",
                here=f"{self.model.here_count:,}",
                total=f"{self.model.class_count:,}",
            )
        )

    # ---- Words

    def _retranslate(self) -> None:
        self.title.setText(tr("Classes"))
        self._hint.setText(tr("Named by the model, its header or a label file."))
        self.search.describe(tr("Find a class"))
        self.eye.describe(tr("Show or hide all classes"))
        self.show_all.setText(tr("Show all"))
        self.hide_all.setText(tr("Hide all"))
        self.filter_field.setPlaceholderText(tr("Name or number"))
        self.filter_field.setAccessibleName(tr("Find a class"))
        self.view.setAccessibleName(tr("Classes"))
        self._size_label.setText(tr("Smallest box"))
        self.size_box.setSuffix(tr(" px"))
        self.size_box.setAccessibleName(tr("Smallest box"))
        self.size_box.setToolTip(tr("Boxes narrower or lower than this are not shown"))
        self._follow_note()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if (
            watched is self.filter_field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            if event.key() == Qt.Key.Key_Escape:
                self.search.setChecked(False)
                self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return super().eventFilter(watched, event)
