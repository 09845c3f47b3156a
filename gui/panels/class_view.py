"""The list of classes: clicks and keys on its rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from gui.panels.class_delegate import ClassDelegate, Part
from gui.panels.class_model import ClassModel, Index


class ClassView(QListView):
    """Rows of a ``ClassModel``.

    Signals:
        eye_clicked, swatch_clicked: Of a row, with its index.
        row_hovered: Class id under the pointer or with the keyboard, or None.
        key_used: Index of the current row and the key: S or Delete.
        menu_wanted: Index and place on the screen.
    """

    eye_clicked = Signal(object)
    swatch_clicked = Signal(object)
    row_hovered = Signal(object)
    key_used = Signal(object, object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, rows: ClassModel) -> None:
        super().__init__()
        self._rows = rows
        self._hovered_id: int | None = None
        self._pressed: tuple[Index, Part] | None = None
        self.delegate = ClassDelegate(self)
        self.setModel(rows)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # One stop of the Tab key: Tab leaves the list, arrows move in it.
        self.setTabKeyNavigation(False)

    def edit_threshold(self, index: Index) -> None:
        """Open the field of a row."""
        self.setCurrentIndex(index)
        self.edit(index)

    @property
    def is_editing(self) -> bool:
        return self.state() == QAbstractItemView.State.EditingState

    def _part_at(self, at: QPoint) -> tuple[QModelIndex, Part] | None:
        index = self.indexAt(at)
        if not index.isValid():
            return None
        return index, self.delegate.part_at(self.visualRect(index), at)

    def _hover(self, at: QPoint | None) -> None:
        found = self._part_at(at) if at is not None else None
        now = (found[0].row(), found[1]) if found is not None else None
        if now != self.delegate.hovered:
            self.delegate.hovered = now
            self.viewport().update()
        is_cell = found is not None and found[1] is Part.THRESHOLD
        shape = Qt.CursorShape.IBeamCursor if is_cell else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)
        self._say_hovered(self._rows.id_at(found[0]) if found is not None else None)

    def _say_hovered(self, class_id: int | None) -> None:
        if class_id != self._hovered_id:
            self._hovered_id = class_id
            self.row_hovered.emit(class_id)

    # ---- Qt

    def event(self, event: QEvent) -> bool:
        # These two are shortcuts of the window elsewhere; here they mean the row.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_S, Qt.Key.Key_Delete, Qt.Key.Key_Space)
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._pressed = None
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._part_at(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseReleaseEvent(event)
        found = self._part_at(event.position().toPoint())
        pressed, self._pressed = self._pressed, None
        if found is None or found != pressed:
            return
        index, part = found
        if part is Part.EYE:
            self.eye_clicked.emit(index)
        elif part is Part.SWATCH:
            self.swatch_clicked.emit(index)
        elif part is Part.THRESHOLD:
            self.edit_threshold(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._hover(event.position().toPoint())
        # No call of the base: it would drag a selection over the rows.

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        self._rows.set_held(is_held=True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._hover(None)
        self._rows.set_held(is_held=self.is_editing)
        super().leaveEvent(event)

    def closeEditor(self, editor: object, hint: object) -> None:  # noqa: N802 - Qt's name
        super().closeEditor(editor, hint)  # type: ignore[arg-type]
        self._rows.set_held(is_held=self.underMouse())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            at = self.visualRect(index).bottomLeft() if by_key else event.pos()
            self.menu_wanted.emit(index, self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        index = self.currentIndex()
        if not index.isValid() or self.is_editing:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F2:
                self.edit_threshold(index)
            case Qt.Key.Key_Space:
                self.eye_clicked.emit(index)
            case Qt.Key.Key_S | Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.key_used.emit(index, Qt.Key(event.key()))
            case _:
                super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Jump to nothing: letters are shortcuts, and there is a filter field."""

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        if self.hasFocus() and current.isValid():
            self._say_hovered(self._rows.id_at(current))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        if not self.underMouse() and not self.is_editing:
            self._say_hovered(None)
