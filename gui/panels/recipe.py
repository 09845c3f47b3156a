"""The recipe sheet: how the model was recognised, is fed and read, and every part of it to overrule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine_core.decoders.base import Task
from engine_core.recipe import NO_OVERRULES
from gui.controls import ElidedText, IconButton, Line, PushButton, Text, is_language_change
from gui.i18n import counted, sentence, tr
from gui.modelfacts import OpenModel, title_words
from gui.panels import recipe_choices as choices
from gui.panels.recipe_feeding import FeedingRows, grey_out
from gui.panels.recipe_fields import FieldRow, Reason, Rows
from gui.panels.tensor_view import Fed, TensorView

WIDTH = 440
_TYPING_MS = 150


class RecipeSheet(QFrame):
    """Shows the recipe of the open model; keeps nothing of what is overruled.

    Signals:
        overrules_changed: All ``Overrules`` wanted now, after every change by a person; what is typed
            150 ms after the last key.
        labels_requested: "Load…" was clicked: class names from a file are wanted.
        closed: The sheet shall go.
    """

    overrules_changed = Signal(object)
    labels_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        # Reached when it opens; the Tab key goes on to its parts.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._opened: OpenModel | None = None
        self._wanted = NO_OVERRULES
        self._decoders_of: object = None
        self._sha256 = ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._on_typing_timeout)

        self.title = Text("title")
        self.file = ElidedText("note")
        self.close_button = IconButton("close", small=True)
        head = QWidget()
        head.setFixedHeight(48)
        self._head = QHBoxLayout(head)
        self._head.setSpacing(8)
        self._head.addWidget(self.title)
        self._head.addWidget(self.file, 1)
        self._head.addWidget(self.close_button)

        self.recognised = Rows()
        self.family = Text("title").wrap()
        self.family.setContentsMargins(0, 2, 0, 4)
        self.recognised.body.addWidget(self.family)
        self._reasons: list[Reason] = []
        self.reading = Rows()
        self.decoder = QComboBox()
        self.decoder.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.names = ElidedText("value", mode=Qt.TextElideMode.ElideRight)
        self.load = PushButton()
        self.suppress = QCheckBox()
        self.decoder_row = FieldRow(self.decoder)
        self.names_row = FieldRow(self._names_field())
        self.suppress_row = FieldRow(self.suppress, is_wide=False)
        self.suppress_why = Text("reason").wrap()
        for part in (self.decoder_row, self.names_row, self.suppress_row, self.suppress_why):
            self.reading.body.addWidget(part)
        self.feeding = FeedingRows()
        self.tensor = TensorView()

        self._inside = inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in (self.recognised, self.reading, self.feeding, self.tensor):
            column.addWidget(section)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)

        self.error = Text("error").wrap()
        self.error.setContentsMargins(16, 8, 16, 8)
        self.error.hide()
        self.kept = ElidedText("label", mode=Qt.TextElideMode.ElideRight)
        self.back = PushButton()
        foot = QWidget()
        foot.setFixedHeight(48)
        self._foot = QHBoxLayout(foot)
        self._foot.setSpacing(8)
        self._foot.addWidget(self.kept, 1)
        self._foot.addWidget(self.back)

        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        parts: tuple[QWidget, ...] = (head, Line(), self.area, self.error, Line(), foot)
        for piece in parts:
            whole.addWidget(piece, 1 if piece is self.area else 0)

        self.close_button.clicked.connect(self.closed)
        self.decoder.activated.connect(self._on_decoder_activated)
        self.load.clicked.connect(self.labels_requested)
        self.suppress.clicked.connect(self._on_suppress_clicked)
        self.decoder_row.undone.connect(lambda: self._change({"decoder": None}))
        self.names_row.undone.connect(lambda: self._change({"labels": None}))
        self.suppress_row.undone.connect(lambda: self._change({"suppress": None}))
        self.feeding.edited.connect(self._change)
        self.back.clicked.connect(self._on_back_clicked)
        self.set_narrow(is_narrow=False)
        self._retranslate()
        self.set_model(None)

    # ---- Told from outside

    def set_model(self, opened: OpenModel | None) -> None:
        """Show a model as it is read now; None shows an empty sheet that cannot be used."""
        is_other = opened is None or self._opened is None or opened.file != self._opened.file
        self._opened = opened
        if is_other:
            self._typing.stop()
            self._sha256 = ""
            self.tensor.clear_effect()
        self.tensor.set_preprocessing(opened.recipe.preprocessing if opened is not None else None)
        for section in (self.reading, self.feeding, self.tensor):
            section.setVisible(opened is not None)
        self.set_error(None)
        if opened is None:
            self._wanted = NO_OVERRULES
            self.family.setText(tr("No model is open"))
            self.file.setText("")
            self._show_reasons([])
        else:
            # While something is typed its answer is still to come: an older one must not undo it.
            if not self._typing.isActive():
                self._wanted = choices.explicit(opened.overrules)
                # What is said but done anyway is no change to anyone.
                self._wanted = choices.without_same(self._wanted, self._base())
                self.feeding.set_recipe(opened.recipe, self._base())
            self._show_model(opened)
        self._mark()

    def set_fed(self, fed: Fed | None) -> None:
        """Show the tensor that was fed for the frame that is shown."""
        self.tensor.set_fed(fed)

    def set_effect(
        self, boxes: int, mean: float | None, was_boxes: int, was_mean: float | None
    ) -> None:
        """Say what the change did to the boxes shown: their number, and their mean score."""
        self.tensor.set_effect(boxes, mean, was_boxes, was_mean)

    def set_error(self, said: str | None) -> None:
        """Say why what was asked last makes no sense, already translated; None says nothing."""
        self.error.setText(said or "")
        self.error.setVisible(bool(said))

    def set_sha256(self, sha256: str) -> None:
        """Name the hash of the file, under which changes are kept."""
        self._sha256 = sha256
        self._say_kept()

    def focus_reason(self, kind: str) -> None:
        """Bring a part into view and focus it: "suppression", "labels", "decoder", "size", or "feeding"."""
        target = {
            "suppression": self.suppress,
            "labels": self.load,
            "decoder": self.decoder,
            "size": self.feeding.width_box,
            "feeding": self.feeding.fit,
        }.get(kind, self.close_button)
        self.area.ensureWidgetVisible(target, 0, 48)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Use the padding of a narrow window."""
        side = 12 if is_narrow else 16
        self._head.setContentsMargins(side, 8, 12, 8)
        self._foot.setContentsMargins(side, 0, side, 0)
        for section in (self.recognised, self.reading, self.feeding, self.tensor):
            section.set_narrow(is_narrow=is_narrow)

    # ---- What is shown

    def _base(self) -> Any:
        """Return how the model would be fed if nothing were overruled, if that is known."""
        opened = self._opened
        if opened is None or opened.automatic is None:
            return None
        automatic = opened.automatic
        # Another decoder brings its own way of feeding.
        return automatic.preprocessing if self._wanted.decoder is None else None

    def _show_model(self, opened: OpenModel) -> None:
        recipe = opened.recipe
        self.file.setText(opened.file.path.name)
        self.family.setText(title_words(recipe))
        said = [(sentence(warning), "warn") for warning in recipe.warnings]
        self._show_reasons([(sentence(reason), "ok") for reason in recipe.reasons] + said)
        self._offer_decoders(opened)
        count, origin = len(recipe.labels), sentence(recipe.labels.origin)
        self.names.setText(
            counted(count, "{n} name: {origin}", "{n} names: {origin}", origin=origin)
            if count and origin
            else counted(count, "{n} class without a name", "{n} classes without names")
            if count
            else tr("None")
        )
        is_detector = recipe.task is not Task.CLASSIFY
        self.suppress_row.setVisible(is_detector)
        self.suppress.setChecked(recipe.suppression.needed)
        why = sentence(recipe.suppression.reason)
        self.suppress_why.setText(why)
        self.suppress_why.setVisible(is_detector and bool(why))

    def _show_reasons(self, said: list[tuple[str, str]]) -> None:
        for index, (words, kind) in enumerate(said):
            if index == len(self._reasons):
                self._reasons.append(Reason())
                self.recognised.body.addWidget(self._reasons[index])
            self._reasons[index].say(words, kind=kind)
        for index, reason in enumerate(self._reasons):
            reason.setVisible(index < len(said))

    def _offer_decoders(self, opened: OpenModel) -> None:
        about = (opened.file, opened.recipe.family, self._wanted.decoder)
        if about != self._decoders_of:
            self._decoders_of = about
            self.decoder.clear()
            automatic = opened.automatic
            title = sentence(automatic.title) if automatic is not None else ""
            self.decoder.addItem(
                tr("Automatic: {title}", title=title) if title else tr("Automatic"), None
            )
            for key, name, why in choices.decoders_for(opened):
                self.decoder.addItem(name, key)
                if why:
                    grey_out(self.decoder, self.decoder.count() - 1, why)
        wanted = self._wanted.decoder
        self.decoder.setCurrentIndex(max(0, self.decoder.findData(wanted)) if wanted else 0)
        self.decoder.setToolTip(self.decoder.currentText())

    def _mark(self) -> None:
        marked = choices.changed(self._wanted)
        self.decoder_row.set_changed("decoder" in marked)
        self.names_row.set_changed("labels" in marked)
        self.suppress_row.set_changed("suppress" in marked)
        self.feeding.set_wanted(self._wanted)
        self.back.setEnabled(bool(marked) and self._opened is not None)
        self._say_kept()

    def _say_kept(self) -> None:
        if self._opened is None:
            self.kept.setText("")
        elif self._sha256:
            self.kept.setText(tr("Kept for this file (sha256 {start}…)", start=self._sha256[:6]))
        else:
            self.kept.setText(tr("Kept for this file"))

    def _names_field(self) -> QWidget:
        field = QWidget()
        row = QHBoxLayout(field)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.names, 1)
        row.addWidget(self.load)
        field.setFocusProxy(self.load)
        return field

    def _retranslate(self) -> None:
        self.setAccessibleName(tr("Recipe"))
        self.title.setText(tr("Recipe"))
        self.close_button.describe(tr("Close"), "Esc")
        self.recognised.title.setText(tr("Recognised as"))
        self.reading.title.setText(tr("Reading the output"))
        for row, name in (
            (self.decoder_row, tr("Decoder")),
            (self.names_row, tr("Class names")),
            (self.suppress_row, tr("Suppression")),
        ):
            row.set_name(name, tr("Back to automatic: {name}", name=name))
        self.load.setText(tr("Load…"))
        self.load.setAccessibleName(tr("Load class names from a file"))
        self.suppress.setText(tr("Remove overlapping boxes"))
        self.back.setText(tr("Back to automatic"))
        self._decoders_of = None
        if self._opened is not None:
            self._show_model(self._opened)
        else:
            self.family.setText(tr("No model is open"))
        self._say_kept()

    # ---- What a person does

    @Slot(object, bool)
    def _change(self, what: dict[str, Any], is_typed: bool = False) -> None:
        gone = frozenset(name for name, value in what.items() if value is None)
        self._wanted = choices.without_same(replace(self._wanted, **what), self._base())
        self.feeding.show_back(gone)
        self._mark()
        if is_typed:
            self._typing.start()
        else:
            self._typing.stop()
            self.overrules_changed.emit(self._wanted)

    @Slot()
    def _on_typing_timeout(self) -> None:
        self.overrules_changed.emit(self._wanted)

    @Slot(int)
    def _on_decoder_activated(self, index: int) -> None:
        key = self.decoder.itemData(index)
        if key != self._wanted.decoder:
            self._change({"decoder": key})

    @Slot(bool)
    def _on_suppress_clicked(self, is_on: bool) -> None:
        automatic = self._opened.automatic if self._opened is not None else None
        is_same = automatic is not None and automatic.suppression.needed == is_on
        self._change({"suppress": None if is_same else is_on})

    @Slot()
    def _on_back_clicked(self) -> None:
        self._change(dict.fromkeys(choices.changed(self._wanted)))
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)
