"""Suppression: how overlapping boxes are removed, or why that is not adjustable here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QSlider, QWidget

from gui.controls import (
    DecimalBox,
    ElidedText,
    IconButton,
    PushButton,
    SpinBox,
    Text,
    is_language_change,
)
from gui.i18n import tr
from gui.icons import icon
from gui.panels.column_section import ColumnSection
from gui.panels.edit_burst import EditBurst

_HUNDRED = 100
_LABEL_PX = 96
_MOST = 10_000


class SuppressionPanel(ColumnSection):
    """IoU, across classes or not, and the most detections shown.

    Signals:
        iou_changed: Every movement of slider or field, 0 to 1.
        agnostic_changed: Whether classes suppress each other.
        max_detections_changed: Most detections shown.
        editing_began, editing_ended: Round what is one step of undo.
        why_requested: "Why?" beside the reason was clicked.
    """

    iou_changed = Signal(float)
    agnostic_changed = Signal(bool)
    max_detections_changed = Signal(int)
    editing_began = Signal()
    editing_ended = Signal()
    why_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._needed = True
        self._iou = 0.45
        self._reason = ""
        self._is_active = False
        self._is_folded, self._is_open = False, False

        self.agnostic = QCheckBox()
        self.summary = PushButton("flat")
        self.summary.setIcon(icon("right"))
        self.fold = IconButton("up", small=True)
        self.head.addWidget(self.agnostic)
        self.head.addWidget(self.summary)
        self.head.addWidget(self.fold)

        self._iou_label = ElidedText("value", mode=Qt.TextElideMode.ElideRight)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _HUNDRED)
        self.slider.setPageStep(5)
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box = DecimalBox()
        self.box.setRange(0.0, 1.0)
        iou = QHBoxLayout()
        iou.setContentsMargins(0, 0, 0, 0)
        iou.setSpacing(12)
        self._iou_label.setFixedWidth(_LABEL_PX)
        # Else the layout gives it no room at all, its least width or not.
        self._iou_label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        iou.addWidget(self._iou_label)
        iou.addWidget(self.slider, 1)
        iou.addWidget(self.box)
        self._iou_row = self.add_inset(iou, above=4, height=32)

        self._info = _Info()
        self._why_text = Text("reason").wrap()
        self._why_text.setTextFormat(Qt.TextFormat.RichText)
        self._why_text.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        why = QHBoxLayout()
        why.setContentsMargins(0, 0, 0, 0)
        why.setSpacing(8)
        why.addWidget(self._info, 0, Qt.AlignmentFlag.AlignTop)
        why.addWidget(self._why_text, 1)
        self._why_row = self.add_inset(why, above=4, below=8)

        self._max_label = ElidedText("value", mode=Qt.TextElideMode.ElideRight)
        self.most = SpinBox()
        self.most.setRange(1, _MOST)
        self.most.setValue(300)
        most = QHBoxLayout()
        most.setContentsMargins(0, 0, 0, 0)
        most.setSpacing(12)
        most.addWidget(self._max_label, 1)
        most.addWidget(self.most)
        self._max_row = self.add_inset(most, height=32)

        self._burst = EditBurst(self)
        self._burst.began.connect(self.editing_began)
        self._burst.ended.connect(self.editing_ended)
        self.slider.sliderPressed.connect(self._burst.hold)
        self.slider.sliderReleased.connect(self._burst.finish)
        self.slider.valueChanged.connect(self._on_slider_changed)
        self.box.valueChanged.connect(self._on_box_changed)
        self.most.valueChanged.connect(self._on_most_changed)
        for part in (self.box, self.most):
            part.editingFinished.connect(self._burst.finish)
        self.agnostic.clicked.connect(self.agnostic_changed)
        self.summary.clicked.connect(self._on_summary_clicked)
        self.fold.clicked.connect(self._on_fold_clicked)
        self._why_text.linkActivated.connect(self._on_why_activated)
        self._show_iou(self._iou)
        self._retranslate()
        self._follow()

    # ---- Told from outside

    def set_suppression(
        self, *, needed: bool, iou: float, agnostic: bool, max_detections: int, reason: str
    ) -> None:
        """Show how suppression is done.

        Args:
            needed: Whether it is done here; otherwise the IoU is greyed and ``reason`` shown.
            iou: A box goes when it overlaps a more confident one by more.
            agnostic: Whether classes suppress each other.
            max_detections: Most detections shown.
            reason: Why it is not done here, in the language in use.
        """
        self._needed, self._iou, self._reason = needed, iou, reason
        self._show_iou(iou)
        self.agnostic.setChecked(agnostic)
        was_blocked = self.most.blockSignals(True)
        self.most.setValue(max_detections)
        self.most.blockSignals(was_blocked)
        self._follow()

    def set_active(self, is_active: bool) -> None:
        """Be usable, or the greyed block of a window without a model."""
        self._is_active = is_active
        if not is_active:
            self._burst.finish()
        self._follow()

    def set_folded(self, is_folded: bool) -> None:
        """Be one line that opens on click, in a low window."""
        if is_folded != self._is_folded:
            self._is_folded, self._is_open = is_folded, False
            self._follow()

    # ---- Changes by the user

    @Slot(int)
    def _on_slider_changed(self, value: int) -> None:
        if not self.slider.isSliderDown():
            self._burst.touch()
        self._change_iou(value / _HUNDRED)

    @Slot(float)
    def _on_box_changed(self, value: float) -> None:
        self._burst.touch()
        self._change_iou(round(value, 2))

    def _change_iou(self, iou: float) -> None:
        self._iou = iou
        self._show_iou(iou)
        self._retranslate_summary()
        self.iou_changed.emit(iou)

    @Slot(int)
    def _on_most_changed(self, value: int) -> None:
        self._burst.touch()
        self._retranslate_summary()
        self.max_detections_changed.emit(value)

    @Slot()
    def _on_summary_clicked(self) -> None:
        self._is_open = True
        self._follow()
        self.most.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_fold_clicked(self) -> None:
        self._is_open = False
        self._follow()
        self.summary.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_why_activated(self, _: str) -> None:
        self.why_requested.emit()

    # ---- What follows from it

    def _show_iou(self, iou: float) -> None:
        for part in (self.slider, self.box):
            part.blockSignals(True)
        self.slider.setValue(round(iou * _HUNDRED))
        self.box.setValue(iou)
        for part in (self.slider, self.box):
            part.blockSignals(False)

    def _follow(self) -> None:
        """Bring what is shown and usable in line with the state."""
        shows_body = not self._is_folded or self._is_open
        is_fixed = self._is_active and not self._needed
        can_iou = self._is_active and self._needed
        self.agnostic.setVisible(shows_body)
        self.summary.setVisible(not shows_body)
        self.fold.setVisible(self._is_folded and self._is_open)
        self._iou_row.setVisible(shows_body)
        self._why_row.setVisible(shows_body and is_fixed)
        self._max_row.setVisible(shows_body)
        of_iou: tuple[QWidget, ...] = (self.agnostic, self._iou_label, self.slider, self.box)
        for part in of_iou:
            part.setEnabled(can_iou)
        of_most: tuple[QWidget, ...] = (self._max_label, self.most, self.summary)
        for part in of_most:
            part.setEnabled(self._is_active)
        was_blocked = self.box.blockSignals(True)
        # The number would claim what is not known: the engine does it its own way.
        self.box.setSpecialValueText("–" if is_fixed else "")
        self.box.setValue(0.0 if is_fixed else self._iou)
        self.box.blockSignals(was_blocked)
        self._retranslate_summary()
        self._retranslate_why()

    # ---- Words

    def _retranslate_summary(self) -> None:
        most = f"{self.most.value():,}"
        if self._needed:
            self.summary.setText(tr("IoU {iou} · max {most}", iou=f"{self._iou:.2f}", most=most))
        else:
            self.summary.setText(tr("In the engine · max {most}", most=most))

    def _retranslate_why(self) -> None:
        # The colour of links comes from the palette, as everything else.
        reason = self._reason.replace("&", "&amp;").replace("<", "&lt;")
        link = f'<a href="why" style="text-decoration:none; font-weight:500">{tr("Why?")}</a>'
        self._why_text.setText(f"{reason} {link}")
        self._why_text.setAccessibleName(self._reason)
        for part in (self.slider, self.box, self.agnostic):
            part.setAccessibleDescription("" if self._needed else self._reason)

    def _retranslate(self) -> None:
        self.title.setText(tr("Suppression"))
        self.agnostic.setText(tr("Across classes"))
        self.agnostic.setToolTip(tr("Boxes of one class remove overlapping boxes of another too"))
        self._iou_label.setText(tr("IoU"))
        overlap = tr("A box is removed when it overlaps a better one by more than this share")
        self._max_label.setText(tr("Max detections"))
        most = tr("Only the most confident ones are shown")
        for part, name, tip in (
            (self.slider, tr("IoU"), overlap),
            (self.box, tr("IoU"), overlap),
            (self.most, tr("Max detections"), most),
        ):
            part.setAccessibleName(name)
            part.setToolTip(tip)
        self.fold.describe(tr("Fold"))
        self.summary.setToolTip(tr("Show the settings of suppression"))
        self._retranslate_summary()
        self._retranslate_why()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)


class _Info(Text):
    """The sign before a reason."""

    def __init__(self) -> None:
        super().__init__("caption")
        self.setFixedSize(16, 16)
        self._follow_theme()

    def _follow_theme(self) -> None:
        self.setPixmap(icon("info", colour="t3").pixmap(16, 16))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.PaletteChange:
            self._follow_theme()
        super().changeEvent(event)
