"""The part of the recipe sheet that says how a picture becomes the input tensor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from engine_core.letterbox import Geometry
from engine_core.preprocess import NORMALISATIONS, ChannelOrder, Preprocessing
from engine_core.recipe import NO_OVERRULES, Overrules, Recipe
from gui.controls import ElidedText, PushButton, Segmented, Text, is_language_change
from gui.i18n import counted, tr
from gui.panels import recipe_choices as choices
from gui.panels.recipe_fields import FieldRow, PadField, Rows, TripleField

_INTEGERS = ("uint8", "int8")
_FAR = 1_000_000.0
_STEP_PX = 32


class FeedingRows(Rows):
    """Fit, padding, channels and values, each with its own way back.

    Signals:
        edited: ``(what, is_typed)``: a dict from names of ``Overrules`` to values, None to take one back.
            What is typed comes with every key and should wait for the rest.
    """

    edited = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self._fed = Preprocessing(input_wh=(1, 1))
        self._base: Preprocessing | None = None
        self._wanted = NO_OVERRULES
        self._is_size_open = False

        self.fit = _combo()
        self.pad = PadField()
        self.channels = Segmented(3)
        self.preset = _combo()
        self.scale = _combo()
        scale_line = QLineEdit()
        self.scale.setEditable(True)
        self.scale.setLineEdit(scale_line)
        self.scale.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.scale.setCompleter(None)  # type: ignore[arg-type] # it would change "1/25" under the typist
        self.mean = TripleField(-_FAR, _FAR)
        self.deviation = TripleField(-_FAR, _FAR)
        self.size_text = ElidedText("value", mode=Qt.TextElideMode.ElideRight)
        self.width_box, self.height_box = _size_box(), _size_box()
        self.sides = self._size_field()

        self.rows = {
            "geometry": FieldRow(self.fit),
            "pad": FieldRow(self.pad),
            "channels": FieldRow(self._channels_field()),
            "preset": FieldRow(self.preset),
            "scale": FieldRow(self.scale),
            "mean": FieldRow(self.mean),
            "std": FieldRow(self.deviation),
            "input_wh": FieldRow(self.sides),
        }
        for key, row in self.rows.items():
            self.body.addWidget(row)
            names = choices.VALUES if key == "preset" else (key,)
            row.undone.connect(lambda names=names: self._take_back(names))
        self.why = Text("reason").wrap()
        self.body.addWidget(self.why)

        self.fit.activated.connect(self._on_fit_activated)
        self.pad.textEdited.connect(self._on_pad_edited)
        self.channels.chosen.connect(self._on_channels_chosen)
        self.preset.activated.connect(self._on_preset_activated)
        self.scale.activated.connect(self._on_scale_activated)
        scale_line.textEdited.connect(self._on_scale_edited)
        self.mean.changed.connect(self._on_mean_changed)
        self.deviation.changed.connect(self._on_deviation_changed)
        for box in (self.width_box, self.height_box):
            box.valueChanged.connect(self._on_size_changed)
        self._retranslate()

    # ---- Told from outside

    def set_recipe(self, recipe: Recipe, base: Preprocessing | None) -> None:
        """Show how a model is fed.

        Args:
            recipe: In force.
            base: How it would be fed without any overrule, where that is known.
        """
        self._base = base
        self._is_size_open = choices.size_is_open(recipe)
        self._show(recipe.preprocessing)

    def set_wanted(self, wanted: Overrules) -> None:
        """Mark what is overruled."""
        self._wanted = wanted
        marked = choices.changed(wanted)
        for key, row in self.rows.items():
            row.set_changed(key in marked)
        self.rows["preset"].set_changed(bool(marked.intersection(choices.VALUES)))
        count = len(marked.intersection(choices.FED))
        self.note.setText(counted(count, "{n} change", "{n} changes") if count else "")

    def show_back(self, names: frozenset[str]) -> None:
        """Show the automatic values of some parts again, where they are known."""
        if self._base is not None:
            back: dict[str, Any] = {
                name: getattr(self._base, name) for name in names & set(choices.FED)
            }
            self._show(replace(self._fed, **back))

    # ---- What is shown

    def _show(self, fed: Preprocessing) -> None:
        self._fed = fed
        for row in self.rows.values():
            row.set_problem("")
        self.fit.setCurrentIndex(choices.GEOMETRIES.index(fed.geometry))
        if choices.read_pad(self.pad.text()) != fed.pad:
            self.pad.setText(choices.pad_words(fed.pad))
        self.pad.set_pad(fed.pad)
        self.channels.set_current(choices.CHANNELS.index(fed.channels))
        typed = choices.read_scale(self.scale.currentText())
        if typed is None or abs(typed - fed.scale) > 1e-9:
            self.scale.setEditText(choices.scale_words(fed.scale))
        count = 1 if fed.channels is ChannelOrder.GREY else 3
        self.mean.set_values(fed.mean, count)
        self.deviation.set_values(fed.std, count)
        for box, side in zip((self.width_box, self.height_box), fed.input_wh, strict=True):
            with QSignalBlocker(box):
                box.setValue(side)
        self._show_preset()
        self._follow()

    def _show_preset(self) -> None:
        names = choices.preset_names()
        offered = choices.presets_for(self._fed)
        now = choices.preset_of(self._fed)
        keys: list[str | None] = [*offered] if now is not None else [None, *offered]
        if [self.preset.itemData(i) for i in range(self.preset.count())] != keys:
            self.preset.clear()
            for key in keys:
                self.preset.addItem(tr("Values of your own") if key is None else names[key], key)
        self.preset.setCurrentIndex(keys.index(now))

    def _follow(self) -> None:
        """Grey what has no effect or is impossible, and say why."""
        fed = self._fed
        is_grey = fed.channels is ChannelOrder.GREY
        is_whole = fed.dtype in _INTEGERS
        crosses = fed.geometry in (Geometry.LETTERBOX, Geometry.LETTERBOX_TOP_LEFT)
        self.rows["pad"].setEnabled(crosses)
        self.pad.setToolTip("" if crosses else tr("Nothing is padded with this fit"))
        for index in range(3):
            set_possible(self.channels, index, (index == 2) is is_grey)
        for key in ("preset", "scale", "mean", "std"):
            self.rows[key].setEnabled(not is_whole)
        self.channels_why.setText(tr("Input of 1 plane") if is_grey else tr("Input of 3 planes"))
        self.why.setText(
            tr("Values cannot be changed: the input takes whole pixels ({dtype})", dtype=fed.dtype)
        )
        self.why.setVisible(is_whole)
        base = self._base
        self.pad.set_note(
            tr("automatic {value}", value=choices.pad_words(base.pad))
            if base is not None and base.pad != fed.pad
            else ""
        )
        w, h = fed.input_wh
        laid = f"{fed.layout.value.upper()}, {fed.dtype}"
        self.size_text.setText(laid if self._is_size_open else f"{laid}, {w} × {h}")
        self.width_box.setVisible(self._is_size_open)
        self.height_box.setVisible(self._is_size_open)
        self.times.setVisible(self._is_size_open)
        # Where it leads to a hidden field, the Tab key would go no further.
        self.sides.setFocusProxy(self.width_box if self._is_size_open else None)  # type: ignore[arg-type]

    def _channels_field(self) -> QWidget:
        field = QWidget()
        self.channels_why = ElidedText("reason", mode=Qt.TextElideMode.ElideRight)
        row = QHBoxLayout(field)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.channels)
        row.addWidget(self.channels_why, 1)
        field.setFocusProxy(self.channels)
        return field

    def _size_field(self) -> QWidget:
        field = QWidget()
        row = QHBoxLayout(field)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.times = Text("note")
        self.times.setText("×")
        row.addWidget(self.size_text, 1)
        row.addWidget(self.width_box)
        row.addWidget(self.times)
        row.addWidget(self.height_box)
        return field

    def _retranslate(self) -> None:
        self.title.setText(tr("Feeding the picture"))
        index = self.fit.currentIndex()
        self.fit.clear()
        self.fit.addItems(choices.geometry_names())
        self.fit.setCurrentIndex(index)
        text = self.scale.currentText()
        self.scale.clear()
        self.scale.addItems([choices.scale_words(scale) for scale in choices.SCALES])
        self.scale.setEditText(text)
        self.preset.clear()
        self.channels.set_texts([tr("RGB"), tr("BGR"), tr("Grey")])
        said = {
            "geometry": tr("Fit"),
            "pad": tr("Pad colour"),
            "channels": tr("Channels"),
            "preset": tr("Preset"),
            "scale": tr("Scale"),
            "mean": tr("Mean"),
            "std": tr("Deviation"),
            "input_wh": tr("From the model"),
        }
        for key, name in said.items():
            self.rows[key].set_name(name, tr("Back to automatic: {name}", name=name))
        planes = [tr("first plane"), tr("second plane"), tr("third plane")]
        self.mean.set_names([f"{said['mean']}, {plane}" for plane in planes])
        self.deviation.set_names([f"{said['std']}, {plane}" for plane in planes])
        self.width_box.setAccessibleName(tr("Width of the input in pixels"))
        self.height_box.setAccessibleName(tr("Height of the input in pixels"))
        self._show_preset()
        self._follow()
        self.set_wanted(self._wanted)

    # ---- What a person does

    def _say(self, is_typed: bool = False, **what: Any) -> None:
        self._fed = replace(self._fed, **what)
        self._show_preset()
        self._follow()
        self.edited.emit(what, is_typed)

    def _take_back(self, names: tuple[str, ...]) -> None:
        self.edited.emit(dict.fromkeys(names), False)

    @Slot(int)
    def _on_fit_activated(self, index: int) -> None:
        self._say(geometry=choices.GEOMETRIES[index])

    @Slot(str)
    def _on_pad_edited(self, typed: str) -> None:
        pad = choices.read_pad(typed)
        self.pad.set_pad(pad)
        self.rows["pad"].set_problem(
            "" if pad is not None else tr("One number from 0 to 255, or three: red, green, blue")
        )
        if pad is not None:
            self._say(is_typed=True, pad=pad)

    @Slot(int)
    def _on_channels_chosen(self, index: int) -> None:
        wanted = choices.CHANNELS[index]
        if wanted is self._fed.channels:
            return
        what: dict[str, Any] = {"channels": wanted}
        # Values belong to a colour, and its plane moves.
        if len(set(self._fed.mean)) > 1:
            what["mean"] = choices.turned(self._fed.mean)
        if len(set(self._fed.std)) > 1:
            what["std"] = choices.turned(self._fed.std)
        self._say(**what)
        self.mean.set_values(self._fed.mean, 3)
        self.deviation.set_values(self._fed.std, 3)

    @Slot(int)
    def _on_preset_activated(self, index: int) -> None:
        key = self.preset.itemData(index)
        if key is None:
            return
        known = NORMALISATIONS[key]
        values = {name: getattr(known, name) for name in choices.VALUES}
        self._show(replace(self._fed, **values))
        self._say(**values)

    @Slot(int)
    def _on_scale_activated(self, index: int) -> None:
        self._on_scale_edited(self.scale.itemText(index))

    @Slot(str)
    def _on_scale_edited(self, typed: str) -> None:
        scale = choices.read_scale(typed)
        self.rows["scale"].set_problem(
            "" if scale is not None else tr("A factor above 0, as 1/255 or 0.5")
        )
        if scale is not None:
            self._say(is_typed=True, scale=scale)

    @Slot()
    def _on_mean_changed(self) -> None:
        self._say(is_typed=True, mean=self.mean.values())

    @Slot()
    def _on_deviation_changed(self) -> None:
        values = self.deviation.values()
        self.rows["std"].set_problem("" if all(values) else tr("A deviation of 0 divides by zero"))
        if all(values):
            self._say(is_typed=True, std=values)

    @Slot(int)
    def _on_size_changed(self, _value: int) -> None:
        wanted = (self.width_box.value(), self.height_box.value())
        self._say(is_typed=True, input_wh=wanted)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)


def set_possible(choice: Segmented, index: int, is_possible: bool) -> None:
    """Let one of a few be chosen, or grey it."""
    choice.findChildren(PushButton)[index].setEnabled(is_possible)


def grey_out(combo: QComboBox, index: int, why: str) -> None:
    """Make one choice of a list impossible, with its reason as tooltip."""
    model = combo.model()
    if isinstance(model, QStandardItemModel):
        item = model.item(index)
        item.setEnabled(False)
        item.setToolTip(why)


def _combo() -> QComboBox:
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    return combo


def _size_box() -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, 16_384)
    box.setSingleStep(_STEP_PX)
    box.setFixedWidth(76)
    return box
