"""The settings: few, and every one works at once. There is nothing to confirm."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from engine_core import remembered
from engine_core.consent import withdraw_all
from gui.controls import (
    DecimalBox,
    Line,
    PushButton,
    Segmented,
    SpinBox,
    Text,
    is_language_change,
)
from gui.i18n import LANGUAGES, counted, tr
from gui.machine import UNKNOWN_MACHINE, GraphicsCard, Machine
from gui.modelfacts import size_words
from gui.settings import (
    CACHE_MB,
    LABEL_SIZES_PX,
    LINE_WIDTHS_PX,
    THEMES,
    Settings,
)

_WIDTH = 480


class SettingsDialog(QDialog):
    """Shows and changes ``Settings``; not modal.

    Signals:
        changed: Key of what was changed: "theme", "language", "label_size_px", "line_width_px",
            "mask_opacity", "cache_mb", "survey", "reduced_motion", "device", and what was forgotten:
            "recents", "models" or "consent".
    """

    changed = Signal(str)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._labels: list[tuple[Text, Callable[[], str]]] = []
        self._theme = Segmented(len(THEMES))
        self._language = QComboBox()
        self._label_size = SpinBox()
        self._label_size.setRange(*LABEL_SIZES_PX)
        self._line_width = DecimalBox()
        self._line_width.setRange(*LINE_WIDTHS_PX)
        self._line_width.setDecimals(1)
        self._line_width.setSingleStep(0.5)
        self._opacity = QSlider(Qt.Orientation.Horizontal)
        self._opacity.setRange(0, 100)
        self._opacity.setFixedWidth(160)
        self._opacity_value = Text("value")
        self._cache = SpinBox()
        self._cache.setRange(*CACHE_MB)
        self._cache.setSingleStep(64)
        self._cache.setFixedWidth(80)
        self._survey = QCheckBox()
        self._motion = QCheckBox()
        self._cards: tuple[GraphicsCard, ...] = ()
        self._device = QComboBox()
        self._device.setMinimumWidth(220)
        self._forget_recents = PushButton()
        self._forget_models = PushButton()
        self._forget_consent = PushButton()
        self._told = Text("reason").wrap()
        self._close = PushButton()
        self._lay_out()
        self.show_settings()
        self.set_machine(UNKNOWN_MACHINE)
        self._connect()
        self._retranslate()

    @Slot(object)
    def set_machine(self, machine: Machine) -> None:
        """Offer the graphics cards there are; nothing to choose is not shown."""
        self._cards = machine.cards
        self._device.clear()
        for card in self._cards:
            self._device.addItem(_card_words(card), card.number)
        at = self._device.findData(self._settings.device)
        self._device.setCurrentIndex(max(0, at))
        for widget in (self._device, self._device_label):
            widget.setVisible(len(self._cards) > 1)

    def show_settings(self) -> None:
        """Take the values from the settings; emits nothing."""
        settings = self._settings
        self._theme.set_current(THEMES.index(settings.theme))
        for box, value in (
            (self._label_size, settings.label_size_px),
            (self._cache, settings.cache_mb),
            (self._opacity, round(settings.mask_opacity * 100)),
        ):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
        self._line_width.blockSignals(True)
        self._line_width.setValue(settings.line_width_px)
        self._line_width.blockSignals(False)
        for check, is_on in (
            (self._survey, settings.switch("survey")),
            (self._motion, settings.reduced_motion),
        ):
            check.blockSignals(True)
            check.setChecked(is_on)
            check.blockSignals(False)
        self._show_opacity()

    def _lay_out(self) -> None:
        self.setMinimumWidth(_WIDTH)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 168)
        grid.setColumnStretch(1, 1)
        opacity = QHBoxLayout()
        opacity.setSpacing(8)
        opacity.addWidget(self._opacity)
        opacity.addWidget(self._opacity_value)
        opacity.addStretch(1)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._add(grid, lambda: tr("Appearance"), self._theme)
        self._add(grid, lambda: tr("Language"), self._language)
        grid.addWidget(Line(), grid.rowCount(), 0, 1, 2)
        self._add(grid, lambda: tr("Size of labels"), self._label_size, lambda: tr("px"))
        self._add(grid, lambda: tr("Width of outlines"), self._line_width, lambda: tr("px"))
        label = self._label(lambda: tr("Opacity of masks"), self._opacity)
        row = grid.rowCount()
        grid.addWidget(label, row, 0, left)
        grid.addLayout(opacity, row, 1)
        grid.addWidget(self._motion, grid.rowCount(), 1, left)
        grid.addWidget(Line(), grid.rowCount(), 0, 1, 2)
        self._add(grid, lambda: tr("Memory for kept results"), self._cache, lambda: tr("MB"))
        grid.addWidget(self._survey, grid.rowCount(), 1, left)
        self._device_label = self._label(lambda: tr("Graphics card"), self._device)
        row = grid.rowCount()
        grid.addWidget(self._device_label, row, 0, left)
        grid.addWidget(self._device, row, 1, left)
        grid.addWidget(Line(), grid.rowCount(), 0, 1, 2)
        forget = QGridLayout()
        forget.setHorizontalSpacing(8)
        forget.setVerticalSpacing(8)
        forget.setColumnStretch(2, 1)
        forget.addWidget(self._forget_recents, 0, 0)
        forget.addWidget(self._forget_models, 0, 1)
        forget.addWidget(self._forget_consent, 1, 0, 1, 2, left)
        foot = QHBoxLayout()
        foot.addWidget(self._told, 1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addLayout(grid)
        column.addLayout(forget)
        column.addStretch(1)
        column.addLayout(foot)

    def _add(
        self,
        grid: QGridLayout,
        text: Callable[[], str],
        field: QWidget,
        unit: Callable[[], str] | None = None,
    ) -> None:
        row = grid.rowCount()
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self._label(text, field), row, 0, left)
        if unit is None:
            grid.addWidget(field, row, 1, left)
            return
        pair = QHBoxLayout()
        pair.setSpacing(8)
        shown = Text("note")
        self._labels.append((shown, unit))
        pair.addWidget(field)
        pair.addWidget(shown)
        pair.addStretch(1)
        grid.addLayout(pair, row, 1)

    def _label(self, text: Callable[[], str], field: QWidget) -> Text:
        label = Text("value")
        label.setBuddy(field)
        self._labels.append((label, text))
        return label

    def _connect(self) -> None:
        self._theme.chosen.connect(self._on_theme_chosen)
        self._language.activated.connect(self._on_language_chosen)
        self._label_size.valueChanged.connect(self._on_label_size_changed)
        self._line_width.valueChanged.connect(self._on_line_width_changed)
        self._opacity.valueChanged.connect(self._on_opacity_changed)
        self._cache.valueChanged.connect(self._on_cache_changed)
        self._survey.toggled.connect(self._on_survey_toggled)
        self._motion.toggled.connect(self._on_motion_toggled)
        self._forget_recents.clicked.connect(self._on_forget_recents)
        self._forget_models.clicked.connect(self._on_forget_models)
        self._forget_consent.clicked.connect(self._on_forget_consent)
        self._device.activated.connect(self._on_device_chosen)
        self._close.clicked.connect(self.close)

    @Slot(int)
    def _on_theme_chosen(self, index: int) -> None:
        self._settings.theme = THEMES[index]
        self.changed.emit("theme")

    @Slot(int)
    def _on_language_chosen(self, index: int) -> None:
        self._settings.language = str(self._language.itemData(index))
        self.changed.emit("language")

    @Slot(int)
    def _on_label_size_changed(self, value: int) -> None:
        self._settings.label_size_px = value
        self.changed.emit("label_size_px")

    @Slot(float)
    def _on_line_width_changed(self, value: float) -> None:
        self._settings.line_width_px = value
        self.changed.emit("line_width_px")

    @Slot(int)
    def _on_opacity_changed(self, value: int) -> None:
        self._settings.mask_opacity = value / 100
        self._show_opacity()
        self.changed.emit("mask_opacity")

    @Slot(int)
    def _on_cache_changed(self, value: int) -> None:
        self._settings.cache_mb = value
        self.changed.emit("cache_mb")

    @Slot(bool)
    def _on_survey_toggled(self, is_on: bool) -> None:
        self._settings.set_switch("survey", is_on)
        self.changed.emit("survey")

    @Slot(bool)
    def _on_motion_toggled(self, is_on: bool) -> None:
        self._settings.reduced_motion = is_on
        self.changed.emit("reduced_motion")

    @Slot()
    def _on_forget_recents(self) -> None:
        self._settings.forget_recents()
        self._told.setText(tr("Recent files are forgotten."))
        self.changed.emit("recents")

    @Slot()
    def _on_forget_models(self) -> None:
        count = remembered.forget_all()
        self._told.setText(
            counted(
                count,
                "Changes to {n} model are forgotten. It is read automatically when next opened.",
                "Changes to {n} models are forgotten. They are read automatically when next opened.",
            )
        )
        self.changed.emit("models")

    @Slot()
    def _on_forget_consent(self) -> None:
        count = withdraw_all()
        self._told.setText(
            counted(
                count,
                "{n} file may no longer run code; it asks again when next opened.",
                "{n} files may no longer run code; they ask again when next opened.",
            )
        )
        self.changed.emit("consent")

    @Slot(int)
    def _on_device_chosen(self, index: int) -> None:
        number = int(self._device.itemData(index))
        if number != self._settings.device:
            self._settings.device = number
            self.changed.emit("device")

    def _show_opacity(self) -> None:
        self._opacity_value.setText(f"{self._opacity.value()} %")

    def _retranslate(self) -> None:
        self.setWindowTitle(tr("Settings"))
        for label, text in self._labels:
            label.setText(text())
        self._theme.set_texts([tr("System"), tr("Dark"), tr("Light")])
        self._theme.setAccessibleName(tr("Appearance"))
        # The names of languages stay in their own language: who cannot read this one finds theirs.
        self._language.clear()
        self._language.addItem(tr("System"), "system")
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        self._language.setCurrentIndex(self._language.findData(self._settings.language))
        self._language.setAccessibleName(tr("Language"))
        self._label_size.setAccessibleName(tr("Size of labels"))
        self._line_width.setAccessibleName(tr("Width of outlines"))
        self._opacity.setAccessibleName(tr("Opacity of masks"))
        self._cache.setAccessibleName(tr("Memory for kept results"))
        self._cache.setToolTip(
            tr("What was found in frames looked at; takes effect at the next start")
        )
        self._survey.setText(tr("Compute the whole video while idle"))
        self._motion.setText(tr("Reduce motion"))
        self._forget_recents.setText(tr("Forget recent files"))
        self._forget_models.setText(tr("Forget what was changed for models"))
        self._forget_consent.setText(tr("Forget which files may run code"))
        self._forget_consent.setToolTip(
            tr("Code inside engines and plugin libraries that you allowed for some files")
        )
        self._device.setAccessibleName(tr("Graphics card"))
        self._device.setToolTip(tr("Runs and builds engines; one that is open moves to it"))
        self._told.clear()
        self._close.setText(tr("Close"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)


def _card_words(card: GraphicsCard) -> str:
    memory = f" · {size_words(card.memory_bytes)}" if card.memory_bytes else ""
    return f"{card.number}: {card.name}{memory}"
