"""Every control in every state on one sheet, to look at and to probe: ``python -m tests.gui.gallery``."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHoverEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.appearance import dress
from gui.controls import DecimalBox, IconButton, Progress, PushButton, Segmented, Text
from gui.icons import icon
from gui.theme import theme

STATES = ("normal", "hover", "pressed", "focus", "disabled")


def hover(widget: QWidget) -> None:
    """Put the pointer over a widget, for its looks."""
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    at = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QHoverEvent(QEvent.Type.HoverEnter, at, at, QPointF(-1, -1)))


class Gallery(QWidget):
    """Rows of controls, columns of states.

    Attributes:
        shown: The control of a row in a state.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("States")
        self.setAutoFillBackground(True)
        self.shown: dict[tuple[str, str], QWidget] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(16)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(32, 24, 32, 24)
        title = Text("title")
        title.setText(theme().name.capitalize())
        outer.addWidget(title)
        outer.addLayout(self._grid)
        for column, state in enumerate(STATES, 1):
            head = Text("caption")
            head.setText(state)
            self._grid.addWidget(head, 0, column)
        for name, make in (
            ("Button", self._button),
            ("Primary", self._primary),
            ("Flat", self._flat),
            ("Link", self._link),
            ("Icon button", self._icon_button),
            ("Icon, on", self._icon_on),
            ("Split", self._split),
            ("Text field", self._line_edit),
            ("Spin box", self._spin_box),
            ("Combo box", self._combo_box),
            ("Check box", self._check_box),
            ("Radio button", self._radio),
            ("Slider", self._slider),
            ("Progress", self._progress),
            ("Segments", self._segments),
        ):
            row = self._grid.rowCount()
            label = Text("label")
            label.setText(name)
            self._grid.addWidget(label, row, 0)
            for column, state in enumerate(STATES, 1):
                made = make()
                self.shown[name, state] = made
                if state == "disabled":
                    made.setEnabled(False)
                left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                self._grid.addWidget(made, row, column, left)
        roles = QHBoxLayout()
        for role in (
            "headline",
            "title",
            "section",
            "note",
            "value",
            "secondary",
            "caption",
            "link",
        ):
            text = Text(role)
            text.setText(f"{role} 中文 1,184")
            roles.addWidget(text)
        outer.addLayout(roles)
        badges = QHBoxLayout()
        for role in ("badge", "key", "ok", "warn", "error", "figure"):
            text = Text(role)
            text.setText(f"{role} 1,184")
            badges.addWidget(text)
        badges.addStretch(1)
        outer.addLayout(badges)

    def put_into_states(self) -> None:
        """Press, point at and focus what stands for it; the window must be shown."""
        for (_, state), widget in self.shown.items():
            if state == "hover":
                hover(widget)
            elif state == "pressed" and isinstance(
                widget, QPushButton | QToolButton | QCheckBox | QRadioButton
            ):
                widget.setDown(True)

    @staticmethod
    def _button() -> QWidget:
        made = PushButton()
        made.setText("Change…")
        return made

    @staticmethod
    def _primary() -> QWidget:
        made = PushButton("primary")
        made.setText("Export")
        return made

    @staticmethod
    def _flat() -> QWidget:
        made = PushButton("flat")
        made.setText("Why?")
        return made

    @staticmethod
    def _link() -> QWidget:
        made = PushButton("link")
        made.setText("Use")
        return made

    @staticmethod
    def _icon_button() -> QWidget:
        return IconButton("tag")

    @staticmethod
    def _icon_on() -> QWidget:
        made = IconButton("tag")
        made.setCheckable(True)
        made.setChecked(True)
        return made

    @staticmethod
    def _split() -> QWidget:
        made = QToolButton()
        made.setProperty("kind", "primary")
        made.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setIcon(icon("export", colour="on_accent"))
        made.setText("Export")
        return made

    @staticmethod
    def _line_edit() -> QWidget:
        made = QLineEdit("Text")
        made.setFixedWidth(90)
        return made

    @staticmethod
    def _spin_box() -> QWidget:
        made = DecimalBox()
        made.setValue(0.3)
        return made

    @staticmethod
    def _combo_box() -> QWidget:
        made = QComboBox()
        made.addItems(["RGB", "BGR"])
        made.setFixedWidth(72)
        return made

    @staticmethod
    def _check_box() -> QWidget:
        made = QCheckBox("Across")
        made.setChecked(True)
        return made

    @staticmethod
    def _radio() -> QWidget:
        made = QRadioButton("Dark")
        made.setAutoExclusive(False)
        made.setChecked(True)
        return made

    @staticmethod
    def _slider() -> QWidget:
        made = QSlider(Qt.Orientation.Horizontal)
        made.setValue(45)
        made.setFixedWidth(110)
        return made

    @staticmethod
    def _progress() -> QWidget:
        made = Progress()
        made.setValue(45)
        made.setFixedWidth(110)
        return made

    @staticmethod
    def _segments() -> QWidget:
        made = Segmented(3)
        made.set_texts(["5", "6", "中文"])
        return made


def main() -> None:
    """Save the sheet in both themes into the folder named on the command line."""
    application = QApplication(sys.argv[:1])
    folder = Path(sys.argv[1])
    for name in ("dark", "light"):
        dress(application, name)
        gallery = Gallery()
        gallery.show()
        gallery.activateWindow()
        application.processEvents()
        gallery.put_into_states()
        for row in (
            "Button",
            "Primary",
            "Icon button",
            "Check box",
            "Slider",
            "Spin box",
            "Radio button",
        ):
            focused = gallery.shown[row, "focus"]
            focused.setFocus(Qt.FocusReason.TabFocusReason)
            application.processEvents()
            ratio = gallery.devicePixelRatio()
            gallery.grab().save(str(folder / f"{name}-{ratio:g}-{row.replace(' ', '-')}.png"))
        gallery.close()


if __name__ == "__main__":
    main()
