"""What engine to build, and where it goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine_core.building import BuildOptions, Precision
from engine_core.text import NOTHING, text
from gui.builds import BuildOffer, BuildWish, precision_name, precision_note
from gui.controls import ElidedText, Line, PushButton, Text
from gui.dialogs.build_extra import BuildExtra
from gui.dialogs.build_sizes import SizeFields
from gui.dialogs.sign import Sign
from gui.i18n import counted, paragraph, sentence, tr

_ROW = 20
_INDENT = 24
# The usual one first.
_PRECISIONS = (Precision.FP16, Precision.FP32, Precision.BF16, Precision.INT8)


class BuildForm(QWidget):
    """The first page of the build dialog.

    Signals:
        changed: Other options are chosen; whether such an engine was built already may be looked up.
        resized: More or fewer words have to be shown.

    Attributes:
        sizes: Sizes of open inputs.
        extra: What only few choose.
        copies, copy_path: Whether and where a copy goes.
        compares: Whether the engine is compared afterwards.
        start, cancel, more: Buttons.
    """

    changed = Signal()
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offer: BuildOffer | None = None
        self._device = 0
        self._is_built = False
        self._is_filling = False
        self._title = Text("title").wrap()
        self._about = Text("secondary").wrap()
        self.sizes = SizeFields()
        self.sizes.changed.connect(self._on_changed)
        self._sizes_line = Line()
        self.extra = BuildExtra()
        self.extra.changed.connect(self._on_changed)
        self.more = PushButton("link")
        self.more.clicked.connect(self._on_more_clicked)
        fold = QHBoxLayout()
        fold.addWidget(self.more)
        fold.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._about)
        layout.addWidget(Line())
        layout.addLayout(self._make_precisions())
        layout.addWidget(self._sizes_line)
        layout.addWidget(self.sizes)
        layout.addWidget(Line())
        layout.addLayout(self._make_where())
        layout.addWidget(Line())
        layout.addLayout(fold)
        layout.addWidget(self.extra)
        layout.addStretch(1)
        layout.addSpacing(8)
        layout.addLayout(self._make_buttons())
        self.extra.hide()

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
        for row, precision in enumerate(_PRECISIONS, 1):
            radio = QRadioButton(precision_name(precision))
            radio.setMinimumHeight(_ROW)
            note = ElidedText("caption", mode=Qt.TextElideMode.ElideRight)
            radio.toggled.connect(self._on_changed)
            self._group.addButton(radio)
            self._radios[precision], self._notes[precision] = radio, note
            grid.addWidget(radio, row, 0)
            grid.addWidget(note, row, 1)
        return grid

    def _make_where(self) -> QGridLayout:
        self._kept = Text("secondary").wrap()
        self.copies = QCheckBox()
        self.copies.toggled.connect(self._update)
        self.copy_path = QLineEdit()
        self.copy_path.textChanged.connect(self._update)
        self._browse = PushButton()
        self._browse.clicked.connect(self._on_browse_clicked)
        self.compares = QCheckBox()
        self._compares_note = Text("reason").wrap()
        self._compares_note.setContentsMargins(_INDENT, 0, 0, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._kept, 0, 0, 1, 3)
        grid.addWidget(self.copies, 1, 0)
        grid.addWidget(self.copy_path, 1, 1)
        grid.addWidget(self._browse, 1, 2)
        grid.addWidget(self.compares, 2, 0, 1, 3)
        grid.addWidget(self._compares_note, 3, 0, 1, 3)
        return grid

    def _make_buttons(self) -> QHBoxLayout:
        self.start, self.cancel = PushButton("primary"), PushButton()
        self.start.setDefault(True)
        self._sign = Sign()
        self._note = Text("reason").wrap()
        note = QHBoxLayout()
        note.setSpacing(6)
        note.addWidget(self._sign)
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
        self._device = options.device
        self._check_first(options.precision, offer.choices.usual)
        self.extra.fill(offer, options)
        self.copies.setChecked(False)
        self.copy_path.setText(str(offer.file.path.with_suffix(".engine")))
        self.compares.setChecked(compares and offer.pictures > 0)
        self.sizes.fill(offer)
        for widget in (self.sizes, self._sizes_line):
            widget.setVisible(bool(offer.inputs) and not offer.choices.refused)
        self._show_more(not self.extra.is_usual)
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
        if self._offer is None or self._offer.choices.refused:
            return []
        reasons = self._offer.choices.precisions
        return [one for one in _PRECISIONS if not reasons.get(one, NOTHING)]

    def set_built(self, *, is_built: bool) -> None:
        """Say whether just this engine was built earlier and lies in the cache."""
        if is_built != self._is_built:
            self._is_built = is_built
            self._update()

    def set_pictures(self, pictures: int) -> None:
        """Follow the window: so many pictures there are to compare on."""
        offer = self._offer
        if offer is not None and pictures != offer.pictures:
            if not offer.pictures:
                self.compares.setChecked(True)  # it was off only because there were none
            self._offer = replace(offer, pictures=pictures)
            self._update()

    def radio(self, precision: Precision) -> QRadioButton:
        """Return the button of a precision."""
        return self._radios[precision]

    def reason(self, precision: Precision) -> str:
        """Return what stands beside a precision."""
        return self._notes[precision].text()

    @property
    def note(self) -> str:
        """What stands beside the buttons: a fault, or that the engine is there already."""
        return self._note.text()

    def options(self) -> BuildOptions | None:
        """Return what is chosen; None where it cannot be built so."""
        precision = self._precision()
        ranges = self.sizes.ranges()
        if self._offer is None or precision is None or isinstance(ranges, str):
            return None
        # Those proposed are what a build derives itself, which makes it the same engine.
        profiles = (ranges,) if ranges and ranges != self._offer.ranges else ()
        return self.extra.put_into(
            BuildOptions(
                precision=precision,
                profiles=profiles,
                input_wh=None if profiles else self._offer.input_wh,
                device=self._device,
            )
        )

    def wish(self) -> BuildWish | None:
        """Return what is asked for; None where it cannot be had."""
        options = self.options()
        if options is None:
            return None
        path = self.copy_path.text().strip()
        return BuildWish(
            options=options,
            copy_to=Path(path).expanduser() if self.copies.isChecked() and path else None,
            compares=self.compares.isEnabled() and self.compares.isChecked(),
        )

    def _precision(self) -> Precision | None:
        return next((one for one, radio in self._radios.items() if radio.isChecked()), None)

    # ---- Words

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._precision_label.setText(tr("Computes in"))
        self._kept.setText(
            tr("The engine is kept by EngineScope, so that the same file opens at once next time.")
        )
        self.copies.setText(tr("Save a copy as"))
        self.copy_path.setAccessibleName(tr("Save a copy as"))
        self._browse.setText(tr("Choose…"))
        self._browse.setAccessibleName(tr("Choose where the copy goes"))
        self.cancel.setText(tr("Cancel"))
        self._show_more(not self.extra.isHidden())
        self.sizes.retranslate()
        self.extra.retranslate()
        offer = self._offer
        if offer is not None:
            self._title.setText(tr("Build an engine from {name}", name=offer.file.path.name))
            self._about.setText(
                tr(
                    "{tensorrt} turns it into a program that runs fast on {device}. This takes "
                    "minutes, once; the window stays usable.",
                    tensorrt=f"TensorRT {offer.tensorrt}".rstrip(),
                    device=offer.device or tr("this computer's graphics card"),
                )
            )
            self._say_choices(offer)
        self._update()

    def _say_choices(self, offer: BuildOffer) -> None:
        possible = self._possible()
        for precision, radio in self._radios.items():
            is_possible = precision in possible
            # What refuses all of them is said once, below.
            why_not = NOTHING if offer.choices.refused else offer.choices.precisions[precision]
            words = precision_note(precision) if not why_not else sentence(why_not)
            note = self._notes[precision]
            note.setText(words)
            note.set_role("reason" if why_not else "caption")
            radio.setEnabled(is_possible)
            radio.setAccessibleDescription(words)

    @Slot()
    def _update(self) -> None:
        """Bring notes and buttons in line with what is chosen."""
        offer = self._offer
        if offer is None or self._is_filling:
            return
        can_build = not offer.choices.refused
        n = offer.pictures
        self.compares.setEnabled(n > 0 and can_build)
        self.compares.setText(
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
        self._compares_note.setVisible(n == 0 and can_build)
        self.copies.setEnabled(can_build)
        for widget in (self.copy_path, self._browse):
            widget.setEnabled(can_build and self.copies.isChecked())
        fault = self._fault(offer)
        is_built = self._is_built and not fault
        note = tr("This very engine was built before and opens at once.") if is_built else fault
        self._note.setText(note)
        self._sign.set_meaning("ok" if is_built else "warn")
        self._sign.setVisible(bool(note))
        self.start.setEnabled(not fault)
        self.start.setText(tr("Use it") if is_built else tr("Build"))
        self.resized.emit()

    def _fault(self, offer: BuildOffer) -> str:
        if offer.choices.refused:
            return paragraph(
                text("No engine can be built from this file here"), offer.choices.refused
            )
        if self._precision() is None:
            return tr("Choose what it computes in.")
        ranges = self.sizes.ranges()
        if isinstance(ranges, str):
            return ranges
        if self.copies.isChecked() and not self.copy_path.text().strip():
            return tr("Choose where the copy goes.")
        return ""

    # ---- Moves of the user

    def _show_more(self, shows: bool) -> None:
        self.extra.setVisible(shows)
        self.more.setText(tr("Fewer options") if shows else tr("More options"))
        vertical = QSizePolicy.Policy.Preferred if shows else QSizePolicy.Policy.Ignored
        self.extra.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)

    @Slot()
    def _on_more_clicked(self) -> None:
        self._show_more(self.extra.isHidden())
        self.resized.emit()

    @Slot()
    def _on_changed(self) -> None:
        if not self._is_filling:
            self._is_built = False
            self._update()
            self.changed.emit()

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
