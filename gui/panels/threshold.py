"""Confidence: the threshold as handle of the histogram, as number, and as a proposal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.controls import (
    DecimalBox,
    ElidedText,
    FigureText,
    IconButton,
    PushButton,
    Text,
    is_language_change,
)
from gui.i18n import tr
from gui.panels.column_section import ColumnSection
from gui.panels.edit_burst import EditBurst
from gui.panels.histogram_paint import REACH
from gui.panels.histogram_slider import HistogramSlider
from gui.panels.row_paint import sized
from gui.theme import theme

Kind = Literal["video", "pictures"]


class ThresholdPanel(ColumnSection):
    """The first block of the right column.

    Signals:
        confidence_changed: Every movement, within the event that caused it.
        editing_began, editing_ended: Round what is one step of undo: a drag, typing, a run of the wheel.
        score_clicked: Index in the scores last set.
        reset_requested: Back to the model's default.
        proposal_taken: The proposed threshold.
    """

    confidence_changed = Signal(float)
    editing_began = Signal()
    editing_ended = Signal()
    score_clicked = Signal(int)
    reset_requested = Signal()
    proposal_taken = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(bleed=REACH, parent=parent)
        self._kind: Kind = "video"
        self._confidence = 0.25
        self._default: float | None = None
        self._floor, self._is_baked = 0.0, False
        self._proposal: float | None = None
        self._shown, self._total = 0, 0
        self._is_active = False
        self._has_frame = False

        self.reset = IconButton("undo", small=True)
        self.box = DecimalBox()
        self.box.setRange(0.0, 1.0)
        self.box.setValue(self._confidence)
        self.head.addWidget(self.reset)
        self.head.addWidget(self.box)

        self.slider = HistogramSlider()
        self.body.addSpacing(8)
        self.body.addWidget(self.slider)

        self._this = Text("caption")
        self._whole = Text("caption")
        self._log = ElidedText("caption", mode=Qt.TextElideMode.ElideRight)
        self._log.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        legend = QHBoxLayout()
        legend.setContentsMargins(0, 0, 0, 0)
        legend.setSpacing(6)
        legend.addWidget(_Swatch(is_whole=False))
        legend.addWidget(self._this)
        legend.addSpacing(10)
        self._whole_swatch = _Swatch(is_whole=True)
        legend.addWidget(self._whole_swatch)
        legend.addWidget(self._whole)
        legend.addWidget(self._log, 1)
        self._legend = self.add_inset(legend, above=8, height=16)

        self.count = FigureText("secondary")
        self.remark = ElidedText("label", mode=Qt.TextElideMode.ElideRight)
        self.remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.use = PushButton("link")
        self.use.setFont(sized(self.font(), 12, QFont.Weight.Medium))
        facts = QHBoxLayout()
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setSpacing(10)
        facts.addWidget(self.count)
        facts.addWidget(self.remark, 1)
        facts.addWidget(self.use)
        self._facts = self.add_inset(facts, above=4, height=24)

        self._burst = EditBurst(self)
        self._burst.began.connect(self.editing_began)
        self._burst.ended.connect(self.editing_ended)
        self.slider.editing_began.connect(self._on_slider_began)
        self.slider.editing_ended.connect(self.editing_ended)
        self.slider.confidence_changed.connect(self._on_slider_moved)
        self.slider.score_clicked.connect(self.score_clicked)
        self.box.valueChanged.connect(self._on_box_changed)
        self.box.editingFinished.connect(self._burst.finish)
        self.reset.clicked.connect(self._on_reset_clicked)
        self.use.clicked.connect(self._on_use_clicked)
        self._retranslate()
        self.set_active(is_active=False)

    # ---- Told from outside

    def set_scores(
        self,
        confidence: npt.NDArray[np.float32] | None,
        names: Callable[[int], str] | None = None,
    ) -> None:
        """Show the scores of this frame above the floor.

        Args:
            confidence: In the order of the rows; ``score_clicked`` gives an index in it.
            names: The class's name of each.
        """
        self.slider.set_scores(confidence, names)
        if self._has_frame != (confidence is not None):
            self._has_frame = confidence is not None
            self._follow_facts()

    def set_silhouette(self, counts: npt.NDArray[np.int64] | None, kind: Kind) -> None:
        """Show the scores of the whole source so far, binned by ``thresholds.score_histogram``."""
        self.slider.set_silhouette(counts)
        has_any = counts is not None
        if self._whole.isVisibleTo(self) != has_any:
            self._whole.setVisible(has_any)
            self._whole_swatch.setVisible(has_any)
        if kind != self._kind:
            self._kind = kind
            self._retranslate()

    def set_confidence(self, confidence: float) -> None:
        """Show a threshold."""
        self._confidence = confidence
        self.slider.set_confidence(confidence)
        self._show_in_box(confidence)
        self._follow_reset()
        if self._proposal is not None:
            self._follow_remark()

    def set_default(self, confidence: float) -> None:
        """Set the model's usual threshold: what reset goes back to, and where the handle catches."""
        self._default = confidence
        self.slider.set_snap("default", confidence)
        self._retranslate_reset()
        self._follow_reset()

    def set_floor(self, floor: float, *, is_baked: bool) -> None:
        """Set the smallest threshold that makes sense.

        Args:
            floor: What is below is not known.
            is_baked: Whether the engine itself cuts there, so that people must be told.
        """
        if (floor, is_baked) == (self._floor, self._is_baked):
            return
        self._floor, self._is_baked = floor, is_baked
        self.slider.set_floor(floor, is_hatched=is_baked)
        was_blocked = self.box.blockSignals(True)
        self.box.setMinimum(floor)
        self.box.blockSignals(was_blocked)
        self._follow_remark()

    def set_counts(self, shown: int, total: int) -> None:
        """Show how many detections pass, of how many above the floor."""
        if (shown, total) != (self._shown, self._total):
            self._shown, self._total = shown, total
            self._follow_count()

    def set_proposal(self, confidence: float | None) -> None:
        """Offer a threshold from the scores of the source, or none."""
        if confidence != self._proposal:
            self._proposal = confidence
            self.slider.set_snap("proposal", confidence)
            self._follow_remark()

    def set_class_tick(self, confidence: float | None) -> None:
        """Mark a class's own threshold on the axis."""
        self.slider.set_tick(confidence)

    def set_active(self, is_active: bool) -> None:
        """Be usable, or the greyed block of a window without a model."""
        self._is_active = is_active
        if not is_active:
            self._finish_edits()
        for part in (self.slider, self.box):
            part.setEnabled(is_active)
        self._follow_facts()
        self._follow_reset()

    # ---- Changes by the user

    @Slot()
    def _on_slider_began(self) -> None:
        # What was typed or stepped in the field before is a step of its own.
        self._burst.finish()
        self.editing_began.emit()

    @Slot(float)
    def _on_slider_moved(self, confidence: float) -> None:
        self._confidence = confidence
        self._show_in_box(confidence)
        self._follow_reset()
        self.confidence_changed.emit(confidence)

    @Slot(float)
    def _on_box_changed(self, confidence: float) -> None:
        self.slider.finish_editing()
        self._burst.touch()
        self._confidence = round(confidence, 3)
        self.slider.set_confidence(self._confidence)
        self._follow_reset()
        self.confidence_changed.emit(self._confidence)

    @Slot()
    def _on_reset_clicked(self) -> None:
        self._finish_edits()
        self.reset_requested.emit()

    @Slot()
    def _on_use_clicked(self) -> None:
        self._finish_edits()
        if self._proposal is not None:
            self.proposal_taken.emit(self._proposal)

    def _finish_edits(self) -> None:
        self.slider.finish_editing()
        self._burst.finish()

    # ---- What follows from it

    def _show_in_box(self, confidence: float) -> None:
        # Ctrl moves in thousandths: the number must not claim a threshold that is not the real one.
        decimals = 2 if abs(confidence * 100 - round(confidence * 100)) < 1e-6 else 3
        is_same = self.box.decimals() == decimals and abs(self.box.value() - confidence) < 1e-9
        # A field is painted anew also for the number that it has already; what is being typed goes.
        if is_same and not self.box.hasFocus():
            return
        was_blocked = self.box.blockSignals(True)
        if self.box.decimals() != decimals:
            self.box.setDecimals(decimals)
        self.box.setValue(confidence)
        self.box.blockSignals(was_blocked)

    def _follow_facts(self) -> None:
        # Before the first picture there is nothing to count.
        for part in (self._legend, self._facts):
            part.setVisible(self._is_active and self._has_frame)

    def _follow_reset(self) -> None:
        differs = self._default is not None and abs(self._default - self._confidence) > 5e-4
        self.reset.setEnabled(self._is_active and differs)

    def _follow_count(self) -> None:
        self.count.setText(
            tr("{shown} of {total} shown", shown=f"{self._shown:,}", total=f"{self._total:,}")
        )

    def _follow_remark(self) -> None:
        proposal = self._proposal
        if proposal is not None and (not self._is_baked or proposal > self._floor):
            self.remark.setText(tr("Score gap at {score}", score=f"{proposal:.2f}"))
            self.use.setVisible(True)
            self.use.setEnabled(abs(proposal - self._confidence) > 5e-4)
            return
        self.use.setVisible(False)
        floor = f"{self._floor:.2f}"
        self.remark.setText(tr("Engine floor {score}", score=floor) if self._is_baked else "")

    # ---- Words

    def _retranslate_reset(self) -> None:
        if self._default is None:
            self.reset.describe(tr("Back to the model's default"), "R")
        else:
            default = f"{self._default:.2f}"
            self.reset.describe(tr("Back to the model's default, {score}", score=default), "R")

    def _retranslate(self) -> None:
        self.title.setText(tr("Confidence"))
        self._retranslate_reset()
        self.box.setAccessibleName(tr("Confidence"))
        self.box.setToolTip(tr("Detections with a lower score are not shown"))
        self._this.setText(tr("This frame"))
        self._whole.setText(tr("Video so far") if self._kind == "video" else tr("Pictures so far"))
        self._log.setText(tr("log count"))
        self._log.setToolTip(tr("Each doubling of the count makes a bar one step higher"))
        self.use.setText(tr("Use"))
        self.use.setToolTip(tr("Few scores lie near it: the shown boxes depend little on it"))
        self._follow_count()
        self._follow_remark()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)


class _Swatch(QWidget):
    """The square in the legend."""

    def __init__(self, *, is_whole: bool) -> None:
        super().__init__()
        self._is_whole = is_whole
        self.setFixedSize(8, 16)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = self.rect().adjusted(0, 4, 0, -4).toRectF()
        if self._is_whole:
            painter.setPen(QPen(QColor(colours.hist_low), 1.0))
            painter.setBrush(QColor(colours.hist_back))
            square.adjust(0.5, 0.5, -0.5, -0.5)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(square, 2, 2)
        painter.end()
