"""What the canvas shows while there is no model or nothing to look at: where both come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.controls import ElidedText, PushButton, Text, is_language_change
from gui.framing import paint_drop_frame
from gui.i18n import tr
from gui.icons import pixmap
from gui.theme import theme

DropTarget = Literal["model", "pictures", "both"]
_WIDTH = 600
_SIDE = 24
_STACKED_BELOW = 460


class EmptyState(QWidget):
    """The middle of the window before anything can be detected.

    Signals:
        open_model_requested, open_pictures_requested: The file dialogs are wanted.
        sample_requested: The key of a sample.
    """

    open_model_requested = Signal()
    open_pictures_requested = Signal()
    sample_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model_name: str | None = None
        self._pictures_name: str | None = None
        self._drop: str | None = None
        self._headline = Text("headline").wrap()
        self._line = Text("value").wrap()
        self._line.setMinimumHeight(20)
        for part in (self._headline, self._line):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._model = _Tile("chip")
        self._model.button.clicked.connect(self.open_model_requested)
        self._pictures = _Tile("picture")
        self._pictures.button.clicked.connect(self.open_pictures_requested)
        self._tiles = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._tiles.setSpacing(16)
        self._tiles.addWidget(self._model, 1)
        self._tiles.addWidget(self._pictures, 1)
        self._samples = _Samples()
        self._samples.chosen.connect(self.sample_requested)

        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._headline)
        column.addSpacing(4)
        column.addWidget(self._line)
        column.addSpacing(24)
        column.addLayout(self._tiles)
        column.addWidget(self._samples)

        whole = _Clear()
        rows = QVBoxLayout(whole)
        # The middle of what is seen lies above the middle of the place.
        rows.setContentsMargins(_SIDE, _SIDE, _SIDE, _SIDE + 48)
        rows.addStretch(1)
        rows.addWidget(self._inside, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(1)
        self._rows = rows
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(whole)
        self._scroll.viewport().setAutoFillBackground(False)
        whole.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self._retranslate()

    def set_ready(self, *, model: str | None, pictures: str | None) -> None:
        """Say what is there already: the name of the model, a name for what can be looked at."""
        if (model, pictures) != (self._model_name, self._pictures_name):
            self._model_name, self._pictures_name = model, pictures
            self._show()

    def set_samples(self, samples: Sequence[tuple[str, str, str]]) -> None:
        """Offer samples as key, title and note, both translated; none hides the part."""
        self._samples.set_samples(samples)

    def set_drop(self, wanted: str | None, on: DropTarget = "both") -> None:
        """Frame the place that takes what hangs over the window, and say what would happen.

        Args:
            wanted: Translated; more than one line where the drop is a mixture. None ends it.
            on: Which place.
        """
        self._drop = wanted
        is_over = wanted is not None
        self._model.set_target(is_target=is_over and on in ("model", "both"))
        self._pictures.set_target(is_target=is_over and on in ("pictures", "both"))
        self._show()

    def _show(self) -> None:
        model, pictures = self._model_name, self._pictures_name
        if model is not None and pictures is None:
            self._headline.setText(tr("Now drop something to look at"))
        elif pictures is not None and model is None:
            self._headline.setText(tr("Now drop a model"))
        else:
            self._headline.setText(tr("Drop a model and something to look at"))
        self._line.setText(self._drop or tr("Anywhere in this window, in any order, many at once."))
        role = "link" if self._drop else "value"
        if self._line.property("role") != role:
            self._line.setProperty("role", role)
            self._line.style().unpolish(self._line)
            self._line.style().polish(self._line)
        self._model.show_place(
            tr("Model"),
            tr("TensorRT engine or ONNX file") + "\n.engine  .plan  .trt  .onnx",
            tr("Open model…"),
        )
        self._pictures.show_place(
            tr("Pictures or video"),
            tr("Files, folders, cameras, stream addresses"),
            tr("Open pictures…"),
        )
        if model is not None:
            self._model.show_done(model, tr("The model is open."), tr("Change…"))
        if pictures is not None:
            self._pictures.show_done(pictures, tr("Ready to be looked at."), tr("Open others…"))

    def _retranslate(self) -> None:
        self._samples.retranslate()
        self._show()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(240, 160)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        width = max(160, min(_WIDTH, self.width() - 2 * _SIDE))
        self._inside.setFixedWidth(width)
        is_stacked = width < _STACKED_BELOW
        self._tiles.setDirection(
            QBoxLayout.Direction.TopToBottom if is_stacked else QBoxLayout.Direction.LeftToRight
        )
        self._samples.set_wide(is_wide=not is_stacked)
        bottom = _SIDE + 48 if self.height() > 520 else _SIDE
        self._rows.setContentsMargins(_SIDE, _SIDE, _SIDE, bottom)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme().canvas))
        painter.end()


class _Clear(QWidget):
    """What scrolls; never wider than the view, whose new width is known before that of what is in it."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, super().minimumSizeHint().height())


class _Tile(QFrame):
    """One of the two places: icon, title, what it takes, and a button; or what it has."""

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_target = False
        self._is_done = False
        self._mark = _Mark(icon_name)
        self._title = ElidedText("title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title.setMinimumHeight(20)
        self._note = Text("secondary").wrap()
        self._note.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._note.setMinimumHeight(32)
        self.button = PushButton()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 24, 20, 24)
        column.setSpacing(0)
        column.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        column.addWidget(self._title)
        column.addSpacing(4)
        column.addWidget(self._note)
        column.addSpacing(16)
        column.addStretch(1)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_place(self, title: str, note: str, button: str) -> None:
        self._set_all(title, note, button, is_done=False)

    def show_done(self, name: str, note: str, button: str) -> None:
        self._set_all(name, note, button, is_done=True)

    def set_target(self, *, is_target: bool) -> None:
        if is_target != self._is_target:
            self._is_target = is_target
            self.update()

    def _set_all(self, title: str, note: str, button: str, *, is_done: bool) -> None:
        self._is_done = is_done
        self._mark.set_done(is_done=is_done)
        self._title.setText(title)
        self._note.setText(note)
        self.button.setText(button)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        paint_drop_frame(
            painter, self, is_target=self._is_target, fill=theme().panel, is_done=self._is_done
        )
        painter.end()


class _Mark(QWidget):
    """The large icon of a tile, or a tick of the same size."""

    _EDGE = 32

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._is_done = False
        self.setFixedSize(self._EDGE, self._EDGE)

    def set_done(self, *, is_done: bool) -> None:
        self._is_done = is_done
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme()
        painter = QPainter(self)
        name, tint = ("check", colours.ok) if self._is_done else (self._icon_name, colours.t2)
        drawn = pixmap(name, tint, self._EDGE, self.devicePixelRatioF(), line=1.0)
        painter.drawPixmap(0, 0, drawn)
        painter.end()


class _Samples(QWidget):
    """What to try when nothing is at hand."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 24, 0, 0)
        column.setSpacing(0)
        self._title = Text("secondary")
        font = self._title.font()
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(2, 1)
        column.addWidget(_Rule())
        column.addSpacing(15)
        column.addWidget(self._title)
        column.addSpacing(4)
        column.addLayout(self._grid)
        self._widgets: list[QWidget] = []
        self._shown: list[tuple[str, str, str]] = []
        self.setVisible(False)

    def set_wide(self, *, is_wide: bool) -> None:
        """Line the notes up at a distance, where there is room."""
        self._grid.setColumnMinimumWidth(1, 256 if is_wide else 0)

    def retranslate(self) -> None:
        self._title.setText(tr("Nothing at hand? Try a sample"))

    def set_samples(self, samples: Sequence[tuple[str, str, str]]) -> None:
        if self._shown == list(samples):
            return
        self._shown = list(samples)
        for widget in self._widgets:
            self._grid.removeWidget(widget)
            # Deleted later, for the click on it may be under way; gone from the window at once.
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self._widgets = []
        for row, (key, title, note) in enumerate(samples):
            mark = _Small("video" if key == "clip" else "picture")
            button = PushButton("link")
            button.setText(title)
            button.setProperty("sample", key)
            button.clicked.connect(self._on_button_clicked)
            words = Text("secondary")
            words.setText(note)
            self._grid.setRowMinimumHeight(row, 36)
            self._grid.addWidget(mark, row, 0)
            self._grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(words, row, 2)
            self._widgets += [mark, button, words]
        self.setVisible(bool(samples))

    @Slot()
    def _on_button_clicked(self) -> None:
        self.chosen.emit(str(self.sender().property("sample")))


class _Rule(QWidget):
    """A line on the canvas, where ``line`` itself would not be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme().groove))
        painter.end()


class _Small(QWidget):
    """An icon of 16 on the canvas."""

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setFixedSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self._icon_name, theme().t2, 16, self.devicePixelRatioF()))
        painter.end()
