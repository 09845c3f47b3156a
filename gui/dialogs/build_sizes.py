"""The sizes that an engine takes where its model leaves them open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from engine_core.building import InputRange
from gui.builds import BuildOffer, range_fault, shape_of
from gui.controls import ElidedText, Text
from gui.i18n import tr
from gui.modelfacts import shape_words

_NAME_PX = 120


class SizeFields(QWidget):
    """A row for each open input: its smallest, its usual and its largest shape.

    Signals:
        changed: Somebody typed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offer: BuildOffer | None = None
        self._rows: dict[str, tuple[ElidedText, tuple[QLineEdit, QLineEdit, QLineEdit]]] = {}
        self._title = Text("section")
        self._note = Text("reason").wrap()
        self._heads = [Text("label") for _ in range(3)]
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, _NAME_PX)
        for at, head in enumerate(self._heads, 1):
            self._grid.setColumnStretch(at, 1)
            self._grid.addWidget(head, 0, at)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addLayout(self._grid)
        column.addWidget(self._note)

    def fields(self, name: str) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        """Return the fields of an input: smallest, usual, largest."""
        return self._rows[name][1]

    def fill(self, offer: BuildOffer) -> None:
        """Show the open inputs with the sizes that are proposed for them."""
        self._offer = offer
        for name, fields in self._rows.values():
            for widget in (name, *fields):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self._rows = {}
        proposed = {one.name: one for one in offer.ranges}
        for row, spec in enumerate(offer.inputs, 1):
            label = ElidedText("value")
            label.setText(spec.name)
            given = proposed.get(spec.name)
            shapes = (given.min, given.opt, given.max) if given is not None else (spec.shape,) * 3
            edits = (QLineEdit(), QLineEdit(), QLineEdit())
            self._grid.addWidget(label, row, 0)
            for at, (edit, shape) in enumerate(zip(edits, shapes, strict=True), 1):
                edit.setText(shape_words(shape))
                edit.textChanged.connect(self.changed)
                self._grid.addWidget(edit, row, at)
            self._rows[spec.name] = label, edits
        self.retranslate()

    def ranges(self) -> tuple[InputRange, ...] | str:
        """Return the sizes that were typed, or what is wrong with them."""
        found = []
        for spec in self._offer.inputs if self._offer is not None else ():
            least, best, most = (shape_of(field.text()) for field in self.fields(spec.name))
            if least is None or best is None or most is None:
                return tr("{name}: write sizes as 1 × 3 × 640 × 640.", name=spec.name)
            wanted = InputRange(name=spec.name, min=least, opt=best, max=most)
            fault = range_fault(spec, wanted)
            if fault:
                return fault
            found.append(wanted)
        return tuple(found)

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._title.setText(tr("Input sizes it takes"))
        titles = (tr("Smallest"), tr("Fastest at"), tr("Largest"))
        for head, title in zip(self._heads, titles, strict=True):
            head.setText(title)
        for name, (_, fields) in self._rows.items():
            for field, title in zip(fields, titles, strict=True):
                field.setAccessibleName(tr("{label}: {value}", label=name, value=title))
        self._note.setText(
            tr("The model leaves its input size open. A narrow range makes a faster engine.")
        )
