"""What engine to build, and where it goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine_core.building import BuildOptions, InputRange, Precision
from engine_core.text import NOTHING, text
from gui.builds import (
    LEVELS,
    USUAL_LEVEL,
    BuildOffer,
    BuildWish,
    level_words,
    precision_name,
    precision_note,
    range_fault,
    shape_of,
)
from gui.controls import ElidedText, Line, PushButton, SpinBox, Text
from gui.dialogs.sign import Sign
from gui.i18n import counted, paragraph, sentence, tr
from gui.modelfacts import shape_words

_ROW = 20
_WORKSPACE_MIB = (0, 1 << 20)
_WORKSPACE_STEP = 256


class BuildForm(QWidget):
    """The first page of the build dialog.

    Signals:
        changed: Other options are chosen; whether such an engine was built already may be looked up.
        resized: More or fewer words have to be shown.

    Attributes:
        start, cancel: Buttons.
    """

    changed = Signal()
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offer: BuildOffer | None = None
        self._is_built = False
        self._is_filling = False
        self._shows_more = False
        self._title = Text("title").wrap()
        self._about = Text("secondary").wrap()
        self.start, self.cancel = PushButton("primary"), PushButton()
        self.start.setDefault(True)
        self._sign = Sign()
        self._note = Text("reason").wrap()
        self._more = PushButton("link")
        self._more.clicked.connect(self._on_more_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._about)
        layout.addWidget(Line())
        layout.addLayout(self._make_precisions())
        self._sizes_line = Line()
        layout.addWidget(self._sizes_line)
        layout.addWidget(self._make_sizes())
        layout.addWidget(Line())
        layout.addLayout(self._make_where())
        layout.addWidget(Line())
        fold = QHBoxLayout()
        fold.addWidget(self._more)
        fold.addStretch(1)
        layout.addLayout(fold)
        self._extra = self._make_extra()
        layout.addWidget(self._extra)
        layout.addStretch(1)
        layout.addSpacing(8)
        layout.addLayout(self._make_buttons())
        self._extra.hide()

    def _make_precisions(self) -> QGridLayout:
        self._precision_label = Text("section")
        self._group = QButtonGroup(self)
        self._radios: dict[Precision, QRadioButton] = {}
        self._notes: dict[Precision, ElidedText] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._precision_label, 0, 0, 1, 2)
        order = (Precision.FP16, Precision.FP32, Precision.BF16, Precision.INT8)
        for row, precision in enumerate(order, 1):
            radio = QRadioButton(precision_name(precision))
            radio.setMinimumHeight(_ROW)
            note = ElidedText("caption", mode=Qt.TextElideMode.ElideRight)
            radio.toggled.connect(self._on_changed)
            self._group.addButton(radio)
            self._radios[precision], self._notes[precision] = radio, note
            grid.addWidget(radio, row, 0)
            grid.addWidget(note, row, 1)
        return grid

    def _make_sizes(self) -> QWidget:
        self._sizes = QWidget()
        self._sizes_title = Text("section")
        self._sizes_note = Text("reason").wrap()
        self._sizes_grid = QGridLayout()
        self._sizes_grid.setHorizontalSpacing(12)
        self._sizes_grid.setVerticalSpacing(4)
        for at in (1, 2, 3):
            self._sizes_grid.setColumnStretch(at, 1)
        self._size_heads = [Text("label") for _ in range(4)]
        for at, head in enumerate(self._size_heads):
            self._sizes_grid.addWidget(head, 0, at)
        self._fields: dict[str, tuple[QLineEdit, QLineEdit, QLineEdit]] = {}
        self._field_names: list[ElidedText] = []
        column = QVBoxLayout(self._sizes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._sizes_title)
        column.addLayout(self._sizes_grid)
        column.addWidget(self._sizes_note)
        return self._sizes

    def _make_where(self) -> QGridLayout:
        self._kept = Text("secondary").wrap()
        self._copies = QCheckBox()
        self._copies.toggled.connect(self._on_copies_toggled)
        self.copy_path = QLineEdit()
        self.copy_path.textChanged.connect(self._update)
        self._browse = PushButton()
        self._browse.clicked.connect(self._on_browse_clicked)
        self._compares = QCheckBox()
        self._compares_note = Text("reason").wrap()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._kept, 0, 0, 1, 3)
        grid.addWidget(self._copies, 1, 0)
        grid.addWidget(self.copy_path, 1, 1)
        grid.addWidget(self._browse, 1, 2)
        grid.addWidget(self._compares, 2, 0, 1, 3)
        grid.addWidget(self._compares_note, 3, 0, 1, 3)
        return grid

    def _make_extra(self) -> QWidget:
        self._level_label, self._level = Text(), QComboBox()
        self._level.addItems([""] * (LEVELS[1] + 1))
        self._level.setMinimumWidth(240)
        self._level.currentIndexChanged.connect(self._on_changed)
        self._workspace_label, self._workspace = Text(), SpinBox()
        self._workspace.setRange(*_WORKSPACE_MIB)
        self._workspace.setSingleStep(_WORKSPACE_STEP)
        self._workspace.setFixedWidth(144)
        self._workspace.valueChanged.connect(self._on_changed)
        self._workspace_unit = Text("note")
        self._versions, self._cards = QCheckBox(), QCheckBox()
        self._versions_note, self._cards_note = Text("reason").wrap(), Text("reason").wrap()
        for box in (self._versions, self._cards):
            box.toggled.connect(self._on_changed)
        extra = QWidget()
        grid = QGridLayout(extra)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 136)
        grid.setColumnStretch(1, 1)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self._level_label, 0, 0)
        grid.addWidget(self._level, 0, 1, left)
        grid.addWidget(self._workspace_label, 1, 0)
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self._workspace)
        pair.addWidget(self._workspace_unit)
        pair.addStretch(1)
        grid.addLayout(pair, 1, 1)
        row = 2
        for box, note in (
            (self._versions, self._versions_note),
            (self._cards, self._cards_note),
        ):
            grid.addWidget(box, row, 0, 1, 2)
            note.setContentsMargins(24, 0, 0, 0)
            grid.addWidget(note, row + 1, 0, 1, 2)
            row += 2
        return extra

    def _make_buttons(self) -> QHBoxLayout:
        note = QHBoxLayout()
        note.setSpacing(6)
        note.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(self._note, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addLayout(note, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.start)
        return buttons

    # ---- What can be chosen, and what is

    def fill(self, offer: BuildOffer, options: BuildOptions, *, compares: bool) -> None:
        """Show what can be built, and what was chosen last as far as it can be had."""
        self._is_filling = True
        self._offer, self._is_built = offer, False
        self._check_first(options.precision, offer.choices.usual)
        self._level.setCurrentIndex(min(max(options.level, LEVELS[0]), LEVELS[1]))
        self._workspace.setValue(options.workspace_mib or 0)
        can = offer.choices
        self._versions.setChecked(options.version_compatible and not can.version_compatible)
        self._cards.setChecked(options.hardware_compatible and not can.hardware_compatible)
        self._copies.setChecked(False)
        self.copy_path.setText(str(offer.file.path.with_suffix(".engine")))
        self._compares.setChecked(compares and offer.pictures > 0)
        self._device = options.device
        self._make_fields(offer)
        is_usual = options.level == USUAL_LEVEL and not (
            options.workspace_mib or self._versions.isChecked() or self._cards.isChecked()
        )
        self._show_more(not is_usual)
        self._is_filling = False
        self.retranslate()
        checked = self._group.checkedButton()
        (checked if checked is not None else self.cancel).setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _check_first(self, *wanted: Precision) -> None:
        """Check the first of some precisions that can be had; none where nothing can."""
        possible = self._possible()
        self._group.setExclusive(False)
        for radio in self._radios.values():
            radio.setChecked(False)
        self._group.setExclusive(True)
        for precision in (*wanted, *possible):
            if precision in possible:
                self._radios[precision].setChecked(True)
                return

    def _possible(self) -> list[Precision]:
        offer = self._offer
        if offer is None or offer.choices.refused:
            return []
        reasons = offer.choices.precisions
        return [one for one in self._radios if one in reasons and not reasons[one]]

    def _make_fields(self, offer: BuildOffer) -> None:
        for fields in self._fields.values():
            for field in fields:
                self._sizes_grid.removeWidget(field)
                field.deleteLater()
        for name in self._field_names:
            self._sizes_grid.removeWidget(name)
            name.deleteLater()
        self._fields, self._field_names = {}, []
        proposed = {one.name: one for one in offer.ranges}
        for row, spec in enumerate(offer.inputs, 1):
            name = ElidedText("value")
            name.setMinimumWidth(72)
            name.setText(spec.name)
            self._field_names.append(name)
            self._sizes_grid.addWidget(name, row, 0)
            given = proposed.get(spec.name)
            shapes = (given.min, given.opt, given.max) if given is not None else (spec.shape,) * 3
            fields = (QLineEdit(), QLineEdit(), QLineEdit())
            for column, (field, shape) in enumerate(zip(fields, shapes, strict=True), 1):
                field.setText(shape_words(shape))
                field.textChanged.connect(self._on_changed)
                self._sizes_grid.addWidget(field, row, column)
            self._fields[spec.name] = fields
        self._sizes.setVisible(bool(self._fields))
        self._sizes_line.setVisible(bool(self._fields))

    def set_built(self, *, is_built: bool) -> None:
        """Say whether just this engine was built earlier and lies in the cache."""
        if is_built != self._is_built:
            self._is_built = is_built
            self._update()

    def set_pictures(self, pictures: int) -> None:
        """Follow the window: so many pictures there are to compare on."""
        if self._offer is not None and pictures != self._offer.pictures:
            self._compares.setChecked(pictures > 0)
            self._offer = replace(self._offer, pictures=pictures)
            self._update()

    def options(self) -> BuildOptions | None:
        """Return what is chosen; None where it cannot be built so."""
        offer = self._offer
        precision = self._precision()
        if offer is None or precision is None:
            return None
        ranges = self._ranges()
        if isinstance(ranges, str):
            return None
        return BuildOptions(
            precision=precision,
            workspace_mib=self._workspace.value() or None,
            level=self._level.currentIndex(),
            profiles=(ranges,) if ranges else (),
            version_compatible=self._versions.isChecked(),
            hardware_compatible=self._cards.isChecked(),
            device=self._device,
        )

    def wish(self) -> BuildWish | None:
        """Return what is asked for; None where it cannot be had."""
        options = self.options()
        if options is None:
            return None
        path = self.copy_path.text().strip()
        return BuildWish(
            options=options,
            copy_to=Path(path).expanduser() if self._copies.isChecked() and path else None,
            compares=self._compares.isEnabled() and self._compares.isChecked(),
        )

    def _precision(self) -> Precision | None:
        return next(
            (precision for precision, radio in self._radios.items() if radio.isChecked()), None
        )

    def _ranges(self) -> tuple[InputRange, ...] | str:
        """Return the sizes that were typed, or what is wrong with them."""
        offer = self._offer
        found = []
        for spec in offer.inputs if offer is not None else ():
            shapes = [shape_of(field.text()) for field in self._fields[spec.name]]
            least, best, most = shapes
            if least is None or best is None or most is None:
                return tr("{name}: write sizes as 1 × 3 × 640 × 640.", name=spec.name)
            wanted = InputRange(name=spec.name, min=least, opt=best, max=most)
            fault = range_fault(spec, wanted)
            if fault:
                return fault
            found.append(wanted)
        return tuple(found)

    # ---- Words

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._precision_label.setText(tr("Computes in"))
        self._sizes_title.setText(tr("Input sizes it takes"))
        heads = ("", tr("Smallest"), tr("Fastest at"), tr("Largest"))
        for head, words in zip(self._size_heads, heads, strict=True):
            head.setText(words)
        for name, fields in self._fields.items():
            for field, words in zip(fields, heads[1:], strict=True):
                field.setAccessibleName(f"{name}, {words}")
        self._sizes_note.setText(
            tr("The model leaves its input size open. A narrow range makes a faster engine.")
        )
        self._kept.setText(
            tr("The engine is kept by EngineScope, so that the same file opens at once next time.")
        )
        self._copies.setText(tr("Save a copy as"))
        self.copy_path.setAccessibleName(tr("Save a copy as"))
        self._browse.setText(tr("Choose…"))
        self._browse.setAccessibleName(tr("Choose where the copy goes"))
        self._level_label.setText(tr("Effort"))
        self._level.setAccessibleName(tr("Effort"))
        for level in range(LEVELS[1] + 1):
            self._level.setItemText(level, level_words(level))
        self._workspace_label.setText(tr("Working memory"))
        self._workspace.setAccessibleName(tr("Working memory"))
        self._workspace.setSpecialValueText(tr("as TensorRT likes"))
        self._workspace_unit.setText(tr("MiB at most"))
        self._versions.setText(tr("Other TensorRT versions may run it"))
        self._cards.setText(tr("Other NVIDIA cards may run it"))
        self.cancel.setText(tr("Cancel"))
        self._show_more(self._shows_more)
        offer = self._offer
        if offer is not None:
            self._title.setText(tr("Build an engine from {name}", name=offer.name))
            maker = (
                tr("TensorRT {version}", version=offer.tensorrt) if offer.tensorrt else "TensorRT"
            )
            self._about.setText(
                tr(
                    "{tensorrt} makes a program of it that runs fast on {device}. That takes minutes, "
                    "once; the window stays usable.",
                    tensorrt=maker,
                    device=offer.device or tr("this computer's graphics card"),
                )
            )
            self._say_choices(offer)
        self._update()

    def _say_choices(self, offer: BuildOffer) -> None:
        possible = self._possible()
        for precision, radio in self._radios.items():
            why_not = offer.choices.precisions.get(precision, NOTHING)
            is_possible = precision in possible
            words = precision_note(precision) if is_possible else sentence(why_not)
            note = self._notes[precision]
            note.setText(words)
            _set_role(note, "caption" if is_possible else "reason")
            radio.setEnabled(is_possible)
            radio.setAccessibleDescription(words)
        for box, below, refusal, words in (
            (
                self._versions,
                self._versions_note,
                offer.choices.version_compatible,
                tr(
                    "It is larger and a little slower, and brings its own runtime: whoever opens it is "
                    "asked whether that may run."
                ),
            ),
            (
                self._cards,
                self._cards_note,
                offer.choices.hardware_compatible,
                tr("It is slower. Without this it runs only on cards like this one."),
            ),
        ):
            box.setEnabled(not refusal)
            below.setText(sentence(refusal) if refusal else words)
            box.setAccessibleDescription(below.text())

    @Slot()
    def _update(self) -> None:
        """Bring notes and buttons in line with what is chosen."""
        offer = self._offer
        if offer is None:
            return
        n = offer.pictures
        self._compares.setEnabled(n > 0)
        self._compares.setText(
            counted(
                n,
                "Compare with ONNX Runtime afterwards, on {n} picture",
                "Compare with ONNX Runtime afterwards, on {n} pictures",
            )
            if n
            else tr("Compare with ONNX Runtime afterwards")
        )
        self._compares_note.setText(
            tr("There are no pictures in the list to compare on. Drop some on the window.")
        )
        self._compares_note.setVisible(n == 0)
        for widget in (self.copy_path, self._browse):
            widget.setEnabled(self._copies.isChecked())
        fault = self._fault(offer)
        note = fault
        if not fault and self._is_built:
            note = tr("This very engine was built before and opens at once.")
        self._note.setText(note)
        self._sign.set_meaning("warn" if fault else "ok")
        self._sign.setVisible(bool(note))
        self.start.setEnabled(not fault)
        self.start.setText(tr("Use it") if self._is_built and not fault else tr("Build"))
        self.resized.emit()

    def _fault(self, offer: BuildOffer) -> str:
        if offer.choices.refused:
            return paragraph(
                text("No engine can be built from this file here"), offer.choices.refused
            )
        if self._precision() is None:
            return tr("Choose what it computes in.")
        ranges = self._ranges()
        if isinstance(ranges, str):
            return ranges
        if self._copies.isChecked() and not self.copy_path.text().strip():
            return tr("Choose where the copy goes.")
        return ""

    # ---- Moves of the user

    def _show_more(self, shows: bool) -> None:
        self._shows_more = shows
        self._extra.setVisible(shows)
        self._more.setText(tr("Fewer options") if shows else tr("More options"))
        vertical = QSizePolicy.Policy.Preferred if shows else QSizePolicy.Policy.Ignored
        self._extra.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)

    @Slot()
    def _on_more_clicked(self) -> None:
        self._show_more(not self._shows_more)
        self.resized.emit()

    @Slot()
    def _on_changed(self) -> None:
        if not self._is_filling:
            self._is_built = False
            self._update()
            self.changed.emit()

    @Slot(bool)
    def _on_copies_toggled(self, _: bool) -> None:
        self._update()

    @Slot()
    def _on_browse_clicked(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self,
            tr("Save a copy as"),
            self.copy_path.text(),
            f"{tr('TensorRT engines')} (*.engine *.plan *.trt)",
        )
        if path:
            self.copy_path.setText(path)


def _set_role(text: Text, role: str) -> None:
    """Give a text another look: the style sheet reads the property only when it is told to."""
    if text.property("role") != role:
        text.setProperty("role", role)
        text.style().unpolish(text)
        text.style().polish(text)
