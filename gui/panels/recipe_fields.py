"""The rows of the recipe sheet: a name, a field, and an arrow that takes one change back."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine_core.preprocess import Triple
from gui import pixels
from gui.controls import ElidedText, IconButton, Text
from gui.i18n import tr
from gui.icons import pixmap
from gui.panels.recipe_choices import Pad
from gui.theme import theme

LABEL_WIDTH = 112
_UNDO_WIDTH = 24
_DOT = 6
# Half of the last decimal, and a little for the rounding of the machine.
_SHOWN = 0.000501


class RowName(ElidedText):
    """The name of a row, with a dot before it where the row was changed."""

    def __init__(self) -> None:
        super().__init__("value", mode=Qt.TextElideMode.ElideRight)
        self._is_changed = False
        self.setFixedWidth(LABEL_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_changed(self, is_changed: bool) -> None:
        if is_changed != self._is_changed:
            self._is_changed = is_changed
            self.setContentsMargins(_DOT + 6 if is_changed else 0, 0, 0, 0)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if not self._is_changed:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().accent))
        painter.drawEllipse(QRectF(0, (self.height() - _DOT) / 2 + 0.5, _DOT, _DOT))
        painter.end()


class FieldRow(QWidget):
    """One row: name, field, undo arrow, and a line of words below where the field makes no sense.

    Signals:
        undone: The arrow was clicked.
    """

    undone = Signal()

    def __init__(self, field: QWidget, *, has_undo: bool = True, is_wide: bool = True) -> None:
        super().__init__()
        self.field = field
        self._given_name = ""
        self.name = RowName()
        self.name.setBuddy(field)
        self.undo = IconButton("undo", small=True)
        self.undo.clicked.connect(self.undone)
        self.problem = Text("error").wrap()
        self.problem.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 1, 0, 1)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(2, _UNDO_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.name, 0, 0)
        if is_wide:
            grid.addWidget(field, 0, 1)
        else:
            grid.addWidget(field, 0, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if has_undo:
            grid.addWidget(self.undo, 0, 2)
        else:
            self.undo.setParent(self)
        grid.addWidget(self.problem, 1, 1)
        grid.setRowMinimumHeight(0, 28)
        # The field keeps its width when the arrow appears.
        policy = self.undo.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.undo.setSizePolicy(policy)
        self.undo.hide()
        self._has_undo = has_undo

    def set_name(self, name: str, undo: str) -> None:
        """Name the row and its arrow, already translated."""
        self.name.setText(name)
        self.undo.describe(undo)
        if self.field.accessibleName() in ("", self._given_name):
            self._given_name = name
            self.field.setAccessibleName(name)

    def set_changed(self, is_changed: bool) -> None:
        """Mark the row as changed by hand."""
        self.name.set_changed(is_changed)
        self.field.setAccessibleDescription(tr("Changed by you") if is_changed else "")
        if self._has_undo and is_changed != self.undo.isVisibleTo(self):
            if not is_changed and self.undo.hasFocus():
                self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.undo.setVisible(is_changed)

    def set_problem(self, said: str) -> None:
        """Say below the field why it makes no sense; empty says nothing."""
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        self.field.setProperty("error", bool(said))
        self.field.update()


class TripleField(QWidget):
    """Three numbers, one for each plane.

    Signals:
        changed: A person changed one; not after ``set_values``.
    """

    changed = Signal()

    def __init__(self, least: float, most: float) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._exact: Triple = (0.0, 0.0, 0.0)
        self.boxes = [QDoubleSpinBox() for _ in range(3)]
        for box in self.boxes:
            box.setRange(least, most)
            box.setDecimals(3)
            box.setLocale(box.locale().c())
            box.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
            box.setAlignment(Qt.AlignmentFlag.AlignRight)
            box.setMinimumWidth(56)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.valueChanged.connect(self.changed)
            row.addWidget(box)
        self.setFocusProxy(self.boxes[0])

    def set_names(self, names: Sequence[str]) -> None:
        """Name the three for screen readers."""
        for box, name in zip(self.boxes, names, strict=True):
            box.setAccessibleName(name)

    def set_values(self, values: Triple, count: int) -> None:
        """Show values; of a grey picture only the first."""
        self._exact = values
        for index, (box, value) in enumerate(zip(self.boxes, values, strict=True)):
            if abs(box.value() - value) > _SHOWN:
                with QSignalBlocker(box):
                    box.setValue(value)
            box.setVisible(index < count)

    def values(self) -> Triple:
        first, second, third = (
            # What is shown is rounded; what was not touched stays exact.
            exact if abs(box.value() - exact) <= _SHOWN else box.value()
            for box, exact in zip(self.boxes, self._exact, strict=True)
        )
        return first, second, third

    def setProperty(self, name: str, value: object) -> bool:  # noqa: N802 - Qt's name
        for box in self.boxes:
            box.setProperty(name, value)
            box.update()
        return super().setProperty(name, value)


class PadField(QLineEdit):
    """A colour as "114" or "r, g, b", shown in a swatch, with the automatic one at its right."""

    _SWATCH = 12

    def __init__(self) -> None:
        super().__init__()
        self._pad: Pad | None = None
        self.note = QLabel(self)
        self.note.setProperty("role", "label")
        self.note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextMargins(self._SWATCH + 6, 0, 0, 0)

    def set_pad(self, pad: Pad | None) -> None:
        """Paint the swatch; None paints a crossed one."""
        if pad != self._pad:
            self._pad = pad
            self.update()

    def set_note(self, said: str) -> None:
        self.note.setText(said)
        self.note.adjustSize()
        self.setTextMargins(self._SWATCH + 6, 0, self.note.width() + 8 if said else 0, 0)
        self._place()

    def _place(self) -> None:
        self.note.move(
            self.width() - self.note.width() - 8, (self.height() - self.note.height()) // 2
        )

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        place = QRectF(8, (self.height() - self._SWATCH) / 2, self._SWATCH, self._SWATCH)
        fill = None
        if self._pad is not None:
            colour = (self._pad,) * 3 if isinstance(self._pad, int) else self._pad
            fill = QColor(*colour).name()
        pixels.draw_panel(painter, place, 3, fill=fill, border=theme().ctl)
        painter.end()


class Reason(QWidget):
    """One reason why the model is read like this, its first part stronger; or a warning."""

    def __init__(self) -> None:
        super().__init__()
        self._kind = "ok"
        self._said = ""
        self.text = Text("reason").wrap()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 2, 0, 2)
        row.addWidget(self.text)

    def say(self, said: str, *, kind: str = "ok") -> None:
        """Show a sentence, already translated; it may begin with a small letter.

        Args:
            said: The sentence.
            kind: "ok" has a tick, "warn" a warning sign, "info" a quiet one.
        """
        self._said, self._kind = said[:1].upper() + said[1:], kind
        names = {"ok": tr("Reason"), "warn": tr("Warning"), "info": tr("Finding")}
        kind = names[kind]
        self.text.setAccessibleName(f"{kind}: {said}")
        self._colour()
        self.update()

    def _colour(self) -> None:
        strong, mark, rest = self._said.partition(": ")
        if not mark:
            strong, mark, rest = self._said.partition(", ")
        strong, rest = escape(strong + mark.rstrip()), escape(rest)
        colours = theme()
        wanted = f'<span style="color:{colours.t1}">{strong}</span>'
        if rest:
            wanted += f' <span style="color:{colours.t3}">{rest}</span>'
        if wanted != self.text.text():
            self.text.setText(wanted)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.PaletteChange and self._said:
            self._colour()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        colours = theme()
        name, colour = {
            "ok": ("check", colours.ok),
            "warn": ("warn", colours.warn),
            "info": ("info", colours.t3),
        }[self._kind]
        drawn = pixmap(name, colour, 14, painter.device().devicePixelRatio(), line=2.0)
        painter.drawPixmap(1, 4, drawn)
        painter.end()


class Rows(QWidget):
    """A section of the sheet: 6 px above and below, title row of 24, and a line below it all."""

    def __init__(self, *, has_line: bool = True) -> None:
        super().__init__()
        self.title = Text("section")
        self.note = Text("note")
        self._has_line = has_line
        head = QWidget()
        head.setFixedHeight(24)
        self.head = QHBoxLayout(head)
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.head.addWidget(self.note)
        self.head.addStretch(1)
        self.body = QVBoxLayout(self)
        self.body.setSpacing(0)
        self.body.addWidget(head)
        self.set_narrow(is_narrow=False)

    def set_narrow(self, *, is_narrow: bool) -> None:
        side = 12 if is_narrow else 16
        self.body.setContentsMargins(side, 6, side, 7)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if not self._has_line:
            return
        painter = QPainter(self)
        width = pixels.line_width(painter)
        place = pixels.snapped(painter, QRectF(0, self.height() - width, self.width(), width))
        painter.fillRect(place, QColor(theme().line))
        painter.end()
