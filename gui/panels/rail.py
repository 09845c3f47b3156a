"""The left column of a narrow window: the model as an icon, and the thumbnails of the sources."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.controls import IconButton, Line, is_language_change
from gui.i18n import tr
from gui.panels.shown_sources import ShownSources
from gui.panels.source_view import SourceView

WIDTH = 56


class _Panel(Protocol):
    """What the rail needs of the panel of sources."""

    @property
    def shown(self) -> ShownSources: ...

    @property
    def view(self) -> SourceView: ...


class Rail(QWidget):
    """Shows the same sources as the panel, with the same selection: what is chosen here is chosen there.

    Attributes:
        model_requested: The icon of the model was pressed.
        thumbnails_wanted: See ``SourceView``.
    """

    model_requested = Signal()
    thumbnails_wanted = Signal(object, float)

    def __init__(self, panel: _Panel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._card = ""
        self._model = IconButton("chip")
        self.view = SourceView(panel.shown, is_rail=True)
        self.view.setSelectionModel(panel.view.selectionModel())
        self.view.setFixedWidth(48)
        self.setFocusProxy(self.view)
        top = QVBoxLayout()
        top.setContentsMargins(14, 12, 14, 12)
        top.addWidget(self._model)
        line = Line()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(line)
        rows = QVBoxLayout()
        rows.setContentsMargins(4, 8, 4, 8)
        rows.addWidget(self.view)
        layout.addLayout(rows, 1)
        self._model.clicked.connect(self.model_requested)
        self.view.thumbnails_wanted.connect(self.thumbnails_wanted)
        self._retranslate()

    def set_model_card(self, text: str) -> None:
        """Say everything that the model's card says, as lines; empty where there is no model."""
        self._card = text
        self._retranslate()

    def _retranslate(self) -> None:
        said = self._card or tr("No model yet")
        self._model.setAccessibleName(tr("Model"))
        self._model.setAccessibleDescription(said)
        self._model.setToolTip(said)
        self.view.setAccessibleName(tr("Sources"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if is_language_change(event):
            self._retranslate()
