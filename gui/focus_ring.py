"""The ring round what has the keyboard: 2 px with a gap of 1, outside the control, for keyboard focus only.

A control cannot paint outside itself, and a sheet cannot either; a ``QFocusFrame`` follows the one
control that has the focus, above everything in its window.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QFocusFrame,
    QProxyStyle,
    QRadioButton,
    QSlider,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionSlider,
    QWidget,
)
from shiboken6 import isValid

from gui.theme import theme

_GAP = 1
_WIDTH = 2
_REACH = _GAP + _WIDTH


_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class FocusRing(QObject):
    """Shows a ring round buttons, check boxes, sliders, and widgets with the property ``ring`` (its radius).

    Text fields show the focus by their border, lists by their rows, painted widgets by themselves.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame: _Frame | None = None

    def watch(self, widget: QWidget) -> None:
        """Follow the focus of a widget, if it is one that gets a ring; watching it twice is no harm."""
        if isinstance(widget, QAbstractButton | QSlider) or widget.property("ring") is not None:
            widget.installEventFilter(self)

    def _show_round(self, widget: QWidget | None) -> None:
        # The frame becomes a child of the window it is shown in, and goes with it.
        if self._frame is not None and not isValid(self._frame):
            self._frame = None
        if self._frame is None:
            if widget is None:
                return
            self._frame = _Frame()
        self._frame.setWidget(widget)  # type: ignore[arg-type]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        kind = event.type()
        if kind == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            reason = event.reason()
            if reason in _BY_KEYBOARD and isinstance(watched, QWidget):
                self._show_round(watched)
            elif reason != Qt.FocusReason.ActiveWindowFocusReason:
                self._show_round(None)
        elif kind == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            # Back in the window the focus is where it was, and so is the ring.
            if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
                self._show_round(None)
        elif kind == QEvent.Type.MouseButtonPress:
            self._show_round(None)
        return False


class _Frame(QFocusFrame):
    """The ring itself."""

    def __init__(self) -> None:
        super().__init__()
        self._style = _RingStyle()
        self.setStyle(self._style)

    def _outline(self, around: QWidget) -> tuple[QRect, float]:
        """Return what is to be surrounded, in the frame's pixels, and the radius of its corners."""
        rect = around.rect()
        radius = 6.0
        if isinstance(around, QCheckBox | QRadioButton) and around.property("kind") is None:
            option = QStyleOptionButton()
            option.initFrom(around)
            part = (
                QStyle.SubElement.SE_CheckBoxIndicator
                if isinstance(around, QCheckBox)
                else QStyle.SubElement.SE_RadioButtonIndicator
            )
            rect = around.style().subElementRect(part, option, around)
            radius = 4.0 if isinstance(around, QCheckBox) else rect.height() / 2
        elif isinstance(around, QSlider):
            of_slider = QStyleOptionSlider()
            around.initStyleOption(of_slider)
            rect = around.style().subControlRect(
                QStyle.ComplexControl.CC_Slider,
                of_slider,
                QStyle.SubControl.SC_SliderHandle,
                around,
            )
            radius = rect.height() / 2
        elif around.property("kind") in ("icon-small", "segment"):
            radius = 4.0
        elif (own := around.property("ring")) is not None:
            radius = float(own)
        return rect.translated(_REACH, _REACH), radius

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        around = self.widget()
        if around is None:
            return
        rect, radius = self._outline(around)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme().accent), _WIDTH))
        half = _WIDTH / 2
        outer = QRectF(rect).adjusted(-_GAP - half, -_GAP - half, _GAP + half, _GAP + half)
        painter.drawRoundedRect(outer, radius + _GAP + half, radius + _GAP + half)
        painter.end()


class _RingStyle(QProxyStyle):
    """Gives the frame its margins, and its place above everything in the window."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(  # noqa: N802 - Qt's name
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        if metric in (
            QStyle.PixelMetric.PM_FocusFrameHMargin,
            QStyle.PixelMetric.PM_FocusFrameVMargin,
        ):
            return _REACH
        return super().pixelMetric(metric, option, widget)

    def styleHint(  # noqa: N802 - Qt's name
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        if hint == QStyle.StyleHint.SH_FocusFrame_Mask:
            return 0
        return super().styleHint(hint, option, widget, returned)
