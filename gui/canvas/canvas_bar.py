"""The bar over the picture: what is shown, what is drawn on it, and how large."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from gui.controls import ElidedText, IconButton, Line, Text, is_language_change
from gui.fonts import font
from gui.i18n import tr
from gui.pixels import draw_panel
from gui.theme import theme

_HEIGHT = 40
_ZOOMS = (50, 100, 200)
_ICONS = {
    "previous": "left",
    "next": "right",
    "labels": "tag",
    "confidences": "conf",
    "below": "ghost",
    "masks": "mask",
    "zoom_out": "minus",
    "zoom_in": "plus",
    "fit": "fit",
}


class _Name(ElidedText):
    """As wide as its text, and narrower where there is no room; the size stands right behind it."""

    def __init__(self) -> None:
        super().__init__("body")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFont(font(13, QFont.Weight.Medium))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        # Rounded advances may be short of a pixel, which would elide a text that fits.
        return super().sizeHint() + QSize(2, 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(min(self.sizeHint().width(), 48), super().minimumSizeHint().height())


class _ZoomButton(QToolButton):
    """The zoom as text, without the frame and arrow of a button; a click opens its menu."""

    def __init__(self) -> None:
        super().__init__()
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme()
        painter = QPainter(self)
        if self.isDown() or self.underMouse():
            fill = colours.pressed if self.isDown() else colours.hover
            draw_panel(painter, self.rect(), 6, fill=fill)
        painter.setFont(font(12))
        painter.setPen(QColor(colours.t1 if self.underMouse() else colours.t2))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class CanvasBar(QWidget):
    """Name and size of the picture, switches for what is drawn, and the zoom.

    Attributes:
        zoom_requested: A percentage was chosen from the menu of the zoom, or 0 to fit.
    """

    zoom_requested = Signal(float)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        """Make the bar.

        Args:
            actions: "previous", "next", "labels", "confidences", "below", "masks", "zoom_out", "zoom_in"
                and "fit"; those that can be checked show it.
            parent: As of every widget.
        """
        super().__init__(parent)
        self.setObjectName("canvas-bar")
        self.setFixedHeight(_HEIGHT)
        self._actions = actions
        self._percent = 100.0
        self._is_narrow = False
        self._extra: QWidget | None = None
        self.buttons: dict[str, IconButton] = {}
        self._name = _Name()
        self._size = Text("secondary")
        self._size.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._zoom = _ZoomButton()
        self._zoom.setMenu(self._zoom_menu())
        self._row = QHBoxLayout(self)
        # The line below the bar is the last of its pixels.
        self._row.setContentsMargins(8, 0, 8, 1)
        self._row.setSpacing(2)
        self._fill()
        self._retranslate()

    def set_title(self, name: str, size: str) -> None:
        """Name the picture, and say its size ("810 × 720")."""
        self._name.setText(name)
        self._size.setText(size)
        self._show_size()

    @Slot(float)
    def set_zoom(self, percent: float) -> None:
        """Show the zoom."""
        if percent != self._percent:
            self._percent = percent
            self._show_zoom()

    def set_narrow(self, is_narrow: bool) -> None:
        """Leave the size out."""
        self._is_narrow = is_narrow
        self._show_size()

    @property
    def extra(self) -> QWidget | None:
        """The widget between the title and the switches."""
        return self._extra

    def set_extra(self, widget: QWidget | None) -> None:
        """Hold a widget between the title and the switches; the one before is let go."""
        if widget is self._extra:
            return
        if self._extra is not None:
            self._row.removeWidget(self._extra)
            self._extra.setParent(None)
        self._extra = widget
        if widget is not None:
            self._row.insertWidget(self._row.indexOf(self.buttons["labels"]), widget)
            widget.show()

    def _fill(self) -> None:
        for name in ("previous", "next"):
            self._add_button(name)
        self._row.addSpacing(4)
        self._row.addWidget(self._name)
        self._row.addSpacing(8)
        self._row.addWidget(self._size)
        self._row.addStretch(1)
        self._row.addSpacing(8)
        for name in ("labels", "confidences", "below", "masks"):
            self._add_button(name)
        self._row.addSpacing(7)
        self._row.addWidget(Line(upright=True))
        self._row.addSpacing(7)
        self._add_button("zoom_out")
        self._row.addWidget(self._zoom)
        self._add_button("zoom_in")
        self._add_button("fit")

    def _add_button(self, name: str) -> None:
        action = self._actions[name]
        button = IconButton(_ICONS[name])
        button.follow(action)
        self.buttons[name] = button
        self._row.addWidget(button)

    def _zoom_menu(self) -> QMenu:
        menu = QMenu(self._zoom)
        for percent in _ZOOMS:
            choice = menu.addAction(f"{percent} %")
            choice.setData(float(percent))
        menu.addSeparator()
        menu.addAction(self._actions["fit"])
        menu.triggered.connect(self._on_chosen)
        return menu

    @Slot(QAction)
    def _on_chosen(self, choice: QAction) -> None:
        if isinstance(choice.data(), float):
            self.zoom_requested.emit(choice.data())

    def _show_zoom(self) -> None:
        percent = self._percent
        shown = f"{percent:.1f}" if percent < 9.95 else f"{percent:,.0f}"
        self._zoom.setText(tr("{percent} %", percent=shown))

    def _show_size(self) -> None:
        self._size.setVisible(bool(self._size.text()) and not self._is_narrow)

    def _retranslate(self) -> None:
        self._zoom.setAccessibleName(tr("Zoom"))
        self._zoom.setToolTip(tr("Zoom"))
        # As wide as the largest zoom, so that nothing beside it moves.
        widest = QFontMetrics(font(12)).horizontalAdvance("6,400 %")
        self._zoom.setFixedSize(widest + 12, 28)
        self._show_zoom()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme().panel))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), QColor(theme().line))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event) or event.type() == QEvent.Type.FontChange:
            self._retranslate()
        super().changeEvent(event)
