"""Small widgets that every panel is made of, so that all of them look and behave alike.

Their look comes from the style sheet, by ``kind`` (buttons) and ``role`` (texts); none has a sheet of
its own. Texts are set by the owner, in its ``_retranslate``.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.icons import icon


class IconButton(QToolButton):
    """A flat square button with an icon; 28 logical pixels, or 24 when small.

    ``describe`` gives it its name for screen readers and its tooltip, the shortcut included.
    """

    def __init__(self, name: str, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "icon-small" if small else "icon")
        self.setIcon(icon(name))
        self.setIconSize(QSize(16, 16))
        # Qt brightens the icon under the pointer only of buttons that rise there.
        self.setAutoRaise(True)
        edge = 24 if small else 28
        self.setFixedSize(edge, edge)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def describe(self, name: str, shortcut: str = "") -> None:
        """Say what the button does, already translated."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({shortcut})" if shortcut else name)

    def follow(self, action: QAction) -> None:
        """Do what an action does, and take its icon, state, name and shortcut."""
        self.setDefaultAction(action)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._on_action_changed()
        action.changed.connect(self._on_action_changed)

    def _on_action_changed(self) -> None:
        action = self.defaultAction()
        if action is not None:
            self.describe(action.text().replace("&", "").rstrip("…"), action.shortcut().toString())


class PushButton(QPushButton):
    """A button with text; ``kind`` is "" (framed), "primary", "flat" or "link"."""

    def __init__(self, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        # Enter in a text field must not press a button far away.
        self.setAutoDefault(False)


class Text(QLabel):
    """A line or paragraph of text.

    ``role`` is "body", "headline" (20), "title" (15), "section" and "strong" (13, semi-bold), "note"
    (13, t3), "value" (13, t2), "secondary" and "reason" (12, t2), "label" (12, t3), "caption" (11, t3),
    "figure" (11, t2, medium), "link", "badge", "key", "code", or a meaning: "ok", "warn", "error" (12).
    """

    def __init__(self, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def wrap(self) -> Text:
        """Break lines instead of asking for width."""
        self.setWordWrap(True)
        return self


class ElidedText(Text):
    """One line that is shortened where it does not fit; the whole of it is the tooltip then."""

    def __init__(
        self,
        role: str = "body",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
    ) -> None:
        super().__init__(role, parent)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        shown = self.fontMetrics().elidedText(self.text(), self._mode, self.contentsRect().width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )
        painter.end()


class Line(QFrame):
    """A separator of one pixel; upright ones are 16 high."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "line")
        if upright:
            self.setFixedSize(1, 16)
        else:
            self.setFixedHeight(1)


class Section(QWidget):
    """A part of a column: a title row of 28 with room for buttons at its right, and what stands below.

    Attributes:
        title: The section's title.
        note: Grey text after the title (a count).
        head: Layout of the title row; add buttons at its end.
        body: Layout below it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Text("section")
        self.note = Text("note")
        row = QWidget()
        row.setFixedHeight(28)
        self.head = QHBoxLayout(row)
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.head.addWidget(self.note)
        self.head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(0)
        self._outer.addWidget(row)
        self._outer.addLayout(self.body)
        self.set_narrow(is_narrow=False)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Use the padding of a narrow window."""
        side = 12 if is_narrow else 16
        self._outer.setContentsMargins(side, 12, side, 12)


class SpinBox(QSpinBox):
    """A field for whole numbers, 72 wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(72)
        self.setKeyboardTracking(False)


class DecimalBox(QDoubleSpinBox):
    """A field for a number with two decimals, 72 wide; always with a point, as the figures elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(72)
        self.setDecimals(2)
        self.setSingleStep(0.01)
        self.setKeyboardTracking(False)
        self.setLocale(self.locale().c())


def is_language_change(event: QEvent) -> bool:
    """Return whether all texts must be set anew; for ``changeEvent``."""
    return event.type() == QEvent.Type.LanguageChange
