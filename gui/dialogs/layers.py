"""The layers of an engine: a table of all of them, and what they cost together."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from engine_core.enginereport import EngineReport
from gui.controls import ElidedText, Progress, PushButton, Text
from gui.dialogs.layer_model import SHARE, Column, LayerModel
from gui.enginefacts import layers_ms, precision_words
from gui.i18n import counted, tr
from gui.icons import pixmap
from gui.pixels import snapped
from gui.theme import theme

PROFILED_RUNS = 20
_ROW = 24
_WIDTHS = {
    Column.PLACE: 48,
    Column.KIND: 136,
    Column.PRECISION: 80,
    Column.TIME: 64,
    Column.SHARE: 112,
}
_LONGEST_BAR_PX = 44


class LayersPage(QWidget):
    """A line of facts, the button that measures, and the table.

    Signals:
        measuring_requested: Layer times over so many runs are wanted.

    Attributes:
        model: The rows.
        view: The table.
        measure: The button.
    """

    measuring_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: EngineReport | None = None
        self._is_busy = False
        self._error = ""
        self.model = LayerModel(self)
        self.view = _Table(self.model)
        self._facts = ElidedText("secondary", mode=Qt.TextElideMode.ElideRight)
        self._note = Text("reason").wrap()
        self.measure = PushButton()
        self.measure.clicked.connect(self._on_measure_clicked)
        self._bar = Progress()
        self._bar.setRange(0, 0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 8)
        head.setSpacing(12)
        head.addWidget(self._facts, 1)
        head.addWidget(self.measure)
        note = QHBoxLayout()
        note.setContentsMargins(16, 0, 16, 8)
        note.addWidget(self._note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(note)
        column.addWidget(self._bar)
        column.addWidget(self.view, 1)
        self._bar.hide()
        self.retranslate()

    def set_report(self, report: EngineReport | None) -> None:
        """Show the layers of an engine; ends what ``set_busy`` began."""
        before = self._report
        self._report, self._is_busy, self._error = report, False, ""
        self.model.set_layers(report.layers if report is not None else ())
        was_measured = before is not None and before.profiled_runs
        if report is not None and report.profiled_runs and not was_measured:
            # Who asked where the time goes wants to see the longest first.
            self.view.sortByColumn(Column.TIME, Qt.SortOrder.DescendingOrder)
        self.retranslate()

    def set_busy(self) -> None:
        """Show that layers are being measured."""
        self._is_busy, self._error = True, ""
        self.retranslate()

    def set_error(self, words: str) -> None:
        """Say why nothing was measured; what was known before stays."""
        self._is_busy, self._error = False, words
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts anew."""
        self.measure.setText(tr("Measure layers"))
        self.measure.setToolTip(
            tr("Runs the engine {n} times on noise and shows the median of each", n=PROFILED_RUNS)
        )
        self.view.setAccessibleName(tr("Layers"))
        self._bar.setAccessibleName(tr("Measuring"))
        self.model.retranslate()
        report = self._report
        self.measure.setEnabled(report is not None and not self._is_busy)
        self._bar.setVisible(self._is_busy)
        note = self._error
        if report is None:
            self._facts.setText(tr("Looking into the engine…") if not note else "")
        else:
            count = len(report.layers)
            facts = [counted(count, "{n} layer", "{n} layers"), precision_words(report)]
            total = layers_ms(report)
            if total is not None:
                facts.append(
                    tr("{ms} ms, median of {n} runs", ms=f"{total:.3f}", n=report.profiled_runs)
                )
            self._facts.setText("  ·  ".join(filter(None, facts)))
            if not report.has_details and not note:
                note = tr(
                    "The engine was built without details of its layers, so that only their names "
                    "are known. Engines that EngineScope builds have them."
                )
        if self._is_busy:
            self._facts.setText(tr("Measuring…"))
        self._note.setText(note)
        self._note.setVisible(bool(note))

    @Slot()
    def _on_measure_clicked(self) -> None:
        self.set_busy()
        self.measuring_requested.emit(PROFILED_RUNS)


class _Table(QTableView):
    """A click on a title sorts; Ctrl+C copies the rows."""

    def __init__(self, model: LayerModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        upright = self.verticalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setMinimumSectionSize(_ROW)
        upright.setDefaultSectionSize(_ROW)
        header = _Header(self)
        self.setHorizontalHeader(header)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)
        self.sortByColumn(Column.PLACE, Qt.SortOrder.AscendingOrder)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._model.lines())
            return
        super().keyPressEvent(event)


class _Header(QHeaderView):
    """Names of the columns, 24 high between two lines; the sorted one shows the direction beside its name."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(super().sizeHint().width(), _ROW)

    def paintSection(  # noqa: N802 - Qt's name
        self,
        painter: QPainter,
        rect: QRect,
        logicalIndex: int,  # noqa: N803 - Qt's name
    ) -> None:
        colours, model = theme(), self.model()
        painter.save()
        painter.fillRect(rect, QColor(colours.panel))
        for top in (rect.top(), rect.bottom()):
            painter.fillRect(QRect(rect.left(), top, rect.width(), 1), QColor(colours.line))
        is_over = self.underMouse() and rect.contains(
            self.viewport().mapFromGlobal(self.cursor().pos())
        )
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        tint = colours.t1 if is_over else colours.t3
        painter.setPen(QColor(tint))
        words = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal))
        side = model.headerData(
            logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        room = rect.adjusted(4, 0, -4, 0)
        painter.drawText(room, int(side), words)
        if logicalIndex == self.sortIndicatorSection():
            is_up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            width = painter.fontMetrics().horizontalAdvance(words)
            is_right = bool(int(side) & int(Qt.AlignmentFlag.AlignRight))
            x = room.right() - width - 12 if is_right else room.left() + width + 4
            sign = pixmap("up" if is_up else "down", tint, 8, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(x, rect.top() + (rect.height() - 8) // 2), sign)
        painter.restore()


class _Delegate(QStyledItemDelegate):
    """Texts of 12 px; a quiet bar before the share says how it compares to the longest."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        share = index.data(SHARE)
        if index.column() != Column.SHARE or share is None:
            return
        rect = option.rect
        width = max(1.0, share * _LONGEST_BAR_PX)
        bar = QRectF(rect.left() + 8, rect.center().y() - 2, width, 4)
        painter.fillRect(snapped(painter, bar), QColor(theme().hist_low))

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        font = option.font
        font.setPixelSize(12)
        option.font = font
        is_quiet = index.column() not in (Column.NAME, Column.TIME)
        if is_quiet:
            palette = option.palette
            for role in (palette.ColorRole.Text, palette.ColorRole.HighlightedText):
                palette.setColor(role, QColor(theme().t2))
            option.palette = palette

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(super().sizeHint(option, index).width(), _ROW)
