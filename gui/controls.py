"""Small widgets that every panel is made of, so that all of them look and behave alike.

Their look comes from the style sheet, by ``kind`` (buttons) and ``role`` (texts); none has a sheet of
its own. Texts are set by the owner, in its ``_retranslate``.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.appearance import is_motion_reduced
from gui.icons import icon
from gui.look.segments import draw_track


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

    def set_role(self, role: str) -> None:
        """Take another look; the style sheet reads the role only when it is told to."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)

    def wrap(self) -> Text:
        """Break lines instead of asking for width."""
        self.setWordWrap(True)
        return self


class FigureText(Text):
    """One line that changes with every frame; as wide as its text.

    A label tells its layout of each text, and the whole window is laid out anew. One of a fixed size does
    not: digits are all of one width, so its size seldom changes.
    """

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        if text != self.text():
            super().setText(text)
            self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        wanted = QLabel.sizeHint(self)
        if wanted != self.minimumSize() or wanted != self.maximumSize():
            self.setFixedSize(wanted)


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
        self.note = FigureText("note")
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


class Segmented(QWidget):
    """A choice of a few: buttons in one track, one of them pressed. Arrows move within it.

    Emits:
        chosen: The index, when a person chose; not after ``set_current``.
    """

    chosen = Signal(int)

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for index in range(count):
            button = PushButton("segment")
            button.setCheckable(True)
            button.setFixedHeight(20)
            self._group.addButton(button, index)
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(24)
        self._group.idClicked.connect(self._on_clicked)
        self.set_current(0)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Name the choices, already translated."""
        for button, text in zip(self._group.buttons(), texts, strict=True):
            button.setText(text)

    def set_current(self, index: int) -> None:
        """Show a choice as made."""
        self._group.button(index).setChecked(True)
        # One stop for the Tab key: the pressed one.
        for other, button in enumerate(self._group.buttons()):
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if other == index else Qt.FocusPolicy.ClickFocus
            )

    def current(self) -> int:
        return self._group.checkedId()

    @Slot(int)
    def _on_clicked(self, index: int) -> None:
        self.set_current(index)
        self.chosen.emit(index)

    def _step(self, by: int) -> None:
        index = self.current() + by
        button: QAbstractButton | None = self._group.button(index)
        if button is None or not button.isEnabled():
            return
        self.set_current(index)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._step(-1)
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._step(1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        draw_track(painter, self.rect())
        painter.end()


class Progress(QProgressBar):
    """A bar of 4 px; without a known end (``setRange(0, 0)``) 2 px with a part that moves."""

    _FRAME_MS = 33

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self._clock = QTimer(self)
        self._clock.setInterval(self._FRAME_MS)
        self._clock.timeout.connect(self.update)
        self.setFixedHeight(4)

    def setRange(self, least: int, most: int) -> None:  # noqa: N802 - Qt's name
        super().setRange(least, most)
        self.setFixedHeight(2 if most <= least else 4)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self._clock.stop()

    def _follow(self) -> None:
        """Move only while somebody can see it, and may."""
        is_endless = self.maximum() <= self.minimum()
        self.setProperty("still", is_motion_reduced())
        if is_endless and self.isVisible() and not is_motion_reduced():
            self._clock.start()
        else:
            self._clock.stop()


def is_language_change(event: QEvent) -> bool:
    """Return whether all texts must be set anew; for ``changeEvent``."""
    return event.type() == QEvent.Type.LanguageChange
