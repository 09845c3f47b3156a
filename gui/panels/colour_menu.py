"""The menu of a class's colour: the palette, any other colour, or the automatic one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QColorDialog, QMenu, QToolTip, QWidget, QWidgetAction

from engine_core.overlay.style import PALETTE
from gui.i18n import tr
from gui.panels.row_paint import paint_row_ring, paint_swatch
from gui.theme import theme

_COLUMNS = 5
_CELL = 28
_SWATCH = 16
_EDGE = 8


class ColourMenu(QMenu):
    """Asks for the colour of one class; deletes itself when it closes.

    Signals:
        colour_chosen: ``#RRGGBB``, or None for the automatic one.
    """

    colour_chosen = Signal(object)

    def __init__(self, name: str, colour: str, *, is_own: bool, parent: QWidget) -> None:
        """Make the menu.

        Args:
            name: Of the class.
            colour: The one it has now.
            is_own: Whether the user has chosen it.
            parent: Owner; also of the dialog for other colours.
        """
        super().__init__(parent)
        self._owner = parent
        self._name = name
        self._colour = colour
        self.grid = PaletteGrid(colour, self)
        self.grid.chosen.connect(self._on_grid_chosen)
        holder = QWidgetAction(self)
        holder.setDefaultWidget(self.grid)
        holder.setText(tr("Palette"))
        self.addAction(holder)
        self.addSeparator()
        self.other = self.addAction(tr("Other colour…"))
        self.other.triggered.connect(self._on_other)
        self.automatic = self.addAction(tr("Automatic colour"))
        self.automatic.setEnabled(is_own)
        self.automatic.triggered.connect(self._on_automatic)
        self.aboutToHide.connect(self.deleteLater)

    @Slot(str)
    def _on_grid_chosen(self, colour: str) -> None:
        self.close()
        self.colour_chosen.emit(colour)

    @Slot()
    def _on_automatic(self) -> None:
        self.colour_chosen.emit(None)

    @Slot()
    def _on_other(self) -> None:
        dialog = QColorDialog(QColor(self._colour), self._owner)
        dialog.setWindowTitle(tr("Colour of {name}", name=self._name))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # The menu is gone by the time of the answer; its signal would be too.
        chosen = self.colour_chosen
        self.aboutToHide.disconnect(self.deleteLater)
        dialog.colorSelected.connect(lambda colour: chosen.emit(colour.name().upper()))
        dialog.finished.connect(self.deleteLater)
        dialog.open()


class PaletteGrid(QWidget):
    """The palette as squares; arrows move, Enter or a click chooses."""

    chosen = Signal(str)

    def __init__(self, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._now = PALETTE.index(colour.upper()) if colour.upper() in PALETTE else None
        self._at = self._now or 0
        self._names = _names()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFixedSize(self.sizeHint())
        self._say()

    def _cell(self, i: int) -> QRect:
        return QRect(_EDGE + i % _COLUMNS * _CELL, 4 + i // _COLUMNS * _CELL, _CELL, _CELL)

    def _index_at(self, at: QPoint) -> int | None:
        return next((i for i in range(len(PALETTE)) if self._cell(i).contains(at)), None)

    def _move(self, to: int) -> None:
        if to != self._at:
            self._at = to
            self._say()
            self.update()

    def _say(self) -> None:
        self.setAccessibleName(self._names[self._at])

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        rows = -(-len(PALETTE) // _COLUMNS)
        return QSize(2 * _EDGE + _COLUMNS * _CELL, 8 + rows * _CELL)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            i = self._index_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if i is None else self._names[i], self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        i = self._index_at(event.position().toPoint())
        if i is not None:
            self._move(i)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        i = self._index_at(event.position().toPoint())
        if i is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(PALETTE[i])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -_COLUMNS,
            Qt.Key.Key_Down: _COLUMNS,
        }
        key = Qt.Key(event.key())
        to = self._at + moves.get(key, 0)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(PALETTE[self._at])
        elif key in moves and 0 <= to < len(PALETTE):
            self._move(to)
        else:
            # Over the edge of the grid the menu goes on.
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        off = (_CELL - _SWATCH) / 2
        for i, colour in enumerate(PALETTE):
            cell = self._cell(i)
            swatch = QRectF(cell.left() + off, cell.top() + off, _SWATCH, _SWATCH)
            paint_swatch(painter, swatch, colour)
            if i == self._now:
                # The one in use, marked by more than colour.
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QColor(theme().t1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(swatch.adjusted(-2.5, -2.5, 2.5, 2.5), 5, 5)
            if i == self._at and (self.hasFocus() or self.underMouse()):
                paint_row_ring(painter, cell.adjusted(1, 1, -1, -1))
        painter.end()


def _names() -> tuple[str, ...]:
    """Return what the colours of the palette are called."""
    return (
        tr("amber"),
        tr("indigo"),
        tr("aqua"),
        tr("crimson"),
        tr("lime cream"),
        tr("sky"),
        tr("pine"),
        tr("mauve"),
        tr("khaki"),
        tr("lemon"),
        tr("bronze"),
        tr("rose"),
        tr("mint"),
        tr("coral"),
        tr("azure"),
        tr("orchid"),
        tr("magenta"),
        tr("apricot"),
        tr("pink"),
        tr("olive"),
    )
