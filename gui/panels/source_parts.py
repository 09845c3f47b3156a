"""Small parts of the list of sources: the field of its filter, and what stands where there is nothing."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gui.controls import Text
from gui.icons import icon, pixmap
from gui.theme import theme


class FilterField(QLineEdit):
    """The field of the filter: down goes into the list, Escape ends the filter."""

    left = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(28)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self.addAction(icon("close"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(self._on_text)

    def set_clear_text(self, said: str) -> None:
        """Say what the cross does."""
        self._clear.setToolTip(said)

    @Slot(str)
    def _on_text(self, now: str) -> None:
        self._clear.setVisible(bool(now))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        else:
            super().keyPressEvent(event)


class EmptyFrame(QWidget):
    """The dashed frame that says that there is nothing yet."""

    def __init__(self) -> None:
        super().__init__()
        self._label = Text("secondary")
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 20 + 20 + 8, 12, 20)
        layout.addWidget(self._label)

    def set_text(self, said: str) -> None:
        self._label.setText(said)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = self.devicePixelRatioF()
        width = max(1, round(ratio)) / ratio
        pen = QPen(QColor(theme().ctl), width)
        pen.setDashPattern((3, 3))
        painter.setPen(pen)
        half = width / 2
        painter.drawRoundedRect(self.rect().toRectF().adjusted(half, half, -half, -half), 8, 8)
        drawn = pixmap("picture", theme().t3, 20, ratio, line=1.2)
        painter.drawPixmap(QPoint((self.width() - 20) // 2, 20), drawn)
        painter.end()
