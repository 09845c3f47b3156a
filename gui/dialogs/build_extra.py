"""What only few want to choose of an engine."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QWidget

from engine_core.building import BuildOptions
from gui.builds import LEVELS, USUAL_LEVEL, BuildOffer, level_words
from gui.controls import SpinBox, Text
from gui.i18n import sentence, tr

_WORKSPACE_MIB = (0, 1 << 20)
_WORKSPACE_STEP = 256
_INDENT = 24


class BuildExtra(QWidget):
    """Effort, working memory, and where else the engine runs.

    Signals:
        changed: Somebody chose something.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offer: BuildOffer | None = None
        self._level_label, self.level = Text(), QComboBox()
        self.level.addItems([""] * (LEVELS[1] + 1))
        self.level.setMinimumWidth(240)
        self._workspace_label, self.workspace = Text(), SpinBox()
        self.workspace.setRange(*_WORKSPACE_MIB)
        self.workspace.setSingleStep(_WORKSPACE_STEP)
        self.workspace.setFixedWidth(144)
        self._workspace_unit = Text("note")
        self.versions, self.cards = QCheckBox(), QCheckBox()
        self._versions_note, self._cards_note = Text("reason").wrap(), Text("reason").wrap()
        self.level.currentIndexChanged.connect(self.changed)
        self.workspace.valueChanged.connect(self.changed)
        for box in (self.versions, self.cards):
            box.toggled.connect(self.changed)
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 136)
        grid.setColumnStretch(1, 1)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self._level_label, 0, 0)
        grid.addWidget(self.level, 0, 1, left)
        grid.addWidget(self._workspace_label, 1, 0)
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self.workspace)
        pair.addWidget(self._workspace_unit)
        pair.addStretch(1)
        grid.addLayout(pair, 1, 1)
        row = 2
        for box, note in ((self.versions, self._versions_note), (self.cards, self._cards_note)):
            grid.addWidget(box, row, 0, 1, 2)
            note.setContentsMargins(_INDENT, 0, 0, 0)
            grid.addWidget(note, row + 1, 0, 1, 2)
            row += 2

    @property
    def is_usual(self) -> bool:
        """Whether nothing here differs from what most take."""
        return self.level.currentIndex() == USUAL_LEVEL and not (
            self.workspace.value() or self.versions.isChecked() or self.cards.isChecked()
        )

    def fill(self, offer: BuildOffer, options: BuildOptions) -> None:
        """Show what was chosen last, as far as it can be had."""
        self._offer = offer
        can = offer.choices
        self.level.setCurrentIndex(min(max(options.level, LEVELS[0]), LEVELS[1]))
        self.workspace.setValue(options.workspace_mib or 0)
        self.versions.setChecked(options.version_compatible and not can.version_compatible)
        self.cards.setChecked(options.hardware_compatible and not can.hardware_compatible)
        self.retranslate()

    def put_into(self, options: BuildOptions) -> BuildOptions:
        """Return options with what is chosen here."""
        return replace(
            options,
            level=self.level.currentIndex(),
            workspace_mib=self.workspace.value() or None,
            version_compatible=self.versions.isChecked(),
            hardware_compatible=self.cards.isChecked(),
        )

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._level_label.setText(tr("Effort"))
        self.level.setAccessibleName(tr("Effort"))
        for level in range(LEVELS[1] + 1):
            self.level.setItemText(level, level_words(level))
        self._workspace_label.setText(tr("Working memory"))
        self.workspace.setAccessibleName(tr("Working memory"))
        self.workspace.setSpecialValueText(tr("as TensorRT likes"))
        self._workspace_unit.setText(tr("MiB at most"))
        self.versions.setText(tr("Other TensorRT versions may run it"))
        self.cards.setText(tr("Other NVIDIA cards may run it"))
        if self._offer is None:
            return
        can = self._offer.choices
        for box, note, refusal, words in (
            (
                self.versions,
                self._versions_note,
                can.version_compatible,
                tr(
                    "It is larger and a little slower, and brings its own runtime: whoever opens it is "
                    "asked whether that may run."
                ),
            ),
            (
                self.cards,
                self._cards_note,
                can.hardware_compatible,
                tr("It is slower. Without this it runs only on cards like this one."),
            ),
        ):
            box.setEnabled(not refusal)
            note.setText(sentence(refusal) if refusal else words)
            box.setAccessibleDescription(note.text())
