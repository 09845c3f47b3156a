"""Paints the controls: buttons, fields, check boxes, sliders, menus. Colours and sizes are the design's.

It stands over Fusion and under the style sheet: Qt asks the sheet first, and this for everything that no
rule there matches. ``kind`` (a property of buttons) chooses between their looks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QMenu,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionFrame,
    QStyleOptionMenuItem,
    QStyleOptionSlider,
    QStyleOptionSpinBox,
    QStyleOptionToolButton,
    QWidget,
)

from gui.focus_ring import FocusRing
from gui.look import buttons, fields, menus, ranges

_Metric = QStyle.PixelMetric
_Hint = QStyle.StyleHint
_Primitive = QStyle.PrimitiveElement
_Control = QStyle.ControlElement
_Complex = QStyle.ComplexControl
_Part = QStyle.SubElement
_Contents = QStyle.ContentsType

_METRICS = {
    _Metric.PM_IndicatorWidth: 16,
    _Metric.PM_IndicatorHeight: 16,
    _Metric.PM_ExclusiveIndicatorWidth: 16,
    _Metric.PM_ExclusiveIndicatorHeight: 16,
    _Metric.PM_CheckBoxLabelSpacing: buttons.CHECK_GAP,
    _Metric.PM_RadioButtonLabelSpacing: 8,
    _Metric.PM_ButtonIconSize: 16,
    _Metric.PM_SmallIconSize: 16,
    _Metric.PM_ButtonShiftHorizontal: 0,
    _Metric.PM_ButtonShiftVertical: 0,
    _Metric.PM_SliderLength: ranges.HANDLE,
    _Metric.PM_SliderThickness: ranges.SLIDER_HEIGHT,
    _Metric.PM_SliderControlThickness: ranges.HANDLE,
    _Metric.PM_SplitterWidth: 1,
    _Metric.PM_MenuPanelWidth: 1,
    _Metric.PM_MenuHMargin: 4,
    _Metric.PM_MenuVMargin: 4,
    _Metric.PM_SubMenuOverlap: -1,
    _Metric.PM_ComboBoxFrameWidth: 1,
    _Metric.PM_LayoutHorizontalSpacing: 8,
    _Metric.PM_LayoutVerticalSpacing: 8,
    _Metric.PM_LayoutLeftMargin: 16,
    _Metric.PM_LayoutTopMargin: 16,
    _Metric.PM_LayoutRightMargin: 16,
    _Metric.PM_LayoutBottomMargin: 16,
}
_HINTS = {
    # The list opens below its field and shows where it is, instead of covering it as a menu would.
    _Hint.SH_ComboBox_Popup: 0,
    _Hint.SH_ToolTip_WakeUpDelay: 500,
    _Hint.SH_EtchDisabledText: 0,
    _Hint.SH_DitherDisabledText: 0,
    _Hint.SH_UnderlineShortcut: 0,
    _Hint.SH_Menu_SloppySubMenus: 1,
    _Hint.SH_Menu_MouseTracking: 1,
    _Hint.SH_Slider_AbsoluteSetButtons: int(Qt.MouseButton.LeftButton.value),
    _Hint.SH_Slider_PageSetButtons: 0,
    _Hint.SH_ItemView_ShowDecorationSelected: 1,
    _Hint.SH_DialogButtonBox_ButtonsHaveIcons: 0,
}

_PRIMITIVES: dict[QStyle.PrimitiveElement, Callable[..., None]] = {
    _Primitive.PE_IndicatorCheckBox: buttons.draw_check,
    _Primitive.PE_IndicatorItemViewItemCheck: buttons.draw_check,
    _Primitive.PE_IndicatorRadioButton: buttons.draw_radio,
    _Primitive.PE_PanelMenu: menus.draw_panel_of_menu,
    _Primitive.PE_FrameMenu: menus.draw_nothing,
    _Primitive.PE_IndicatorHeaderArrow: menus.draw_sort_arrow,
    _Primitive.PE_FrameFocusRect: fields.draw_row_focus,
    _Primitive.PE_PanelLineEdit: fields.draw_line_edit,
    _Primitive.PE_FrameLineEdit: fields.draw_line_edit,
    _Primitive.PE_IndicatorArrowDown: menus.draw_arrow_down,
    _Primitive.PE_IndicatorArrowUp: menus.draw_arrow_up,
    _Primitive.PE_IndicatorArrowLeft: menus.draw_arrow_left,
    _Primitive.PE_IndicatorArrowRight: menus.draw_arrow_right,
}
_CONTROLS: dict[QStyle.ControlElement, Callable[..., None]] = {
    _Control.CE_PushButton: buttons.draw_push_button,
    _Control.CE_CheckBox: buttons.draw_check_box,
    _Control.CE_RadioButton: buttons.draw_radio_button,
    _Control.CE_ComboBoxLabel: fields.draw_combo_label,
    _Control.CE_MenuItem: menus.draw_menu_item,
    _Control.CE_MenuEmptyArea: menus.draw_nothing,
    _Control.CE_ProgressBar: ranges.draw_progress,
    # Under a style sheet Qt asks for the three parts of a bar instead.
    _Control.CE_ProgressBarGroove: menus.draw_nothing,
    _Control.CE_ProgressBarContents: ranges.draw_progress,
    _Control.CE_ProgressBarLabel: menus.draw_nothing,
}
_COMPLEX: dict[QStyle.ComplexControl, Callable[..., None]] = {
    _Complex.CC_ToolButton: buttons.draw_tool_button,
    _Complex.CC_SpinBox: fields.draw_spin_box,
    _Complex.CC_ComboBox: fields.draw_combo_box,
    _Complex.CC_Slider: ranges.draw_slider,
}


class DressedStyle(QProxyStyle):
    """The style of the whole application; it shows ``ring`` to every control that comes into being."""

    def __init__(self, ring: FocusRing) -> None:
        super().__init__("Fusion")
        self._ring = ring

    def drawPrimitive(  # noqa: N802 - Qt's name
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        draw = _PRIMITIVES.get(element)
        if draw is not None:
            draw(option, painter, widget)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(  # noqa: N802 - Qt's name
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        draw = _CONTROLS.get(element)
        if draw is not None:
            draw(option, painter, widget)
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(  # noqa: N802 - Qt's name
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        draw = _COMPLEX.get(control)
        if draw is not None:
            draw(option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def pixelMetric(  # noqa: N802 - Qt's name
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        known = _METRICS.get(metric)
        return known if known is not None else super().pixelMetric(metric, option, widget)

    def styleHint(  # noqa: N802 - Qt's name
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        known = _HINTS.get(hint)
        return known if known is not None else super().styleHint(hint, option, widget, returned)

    def sizeFromContents(  # noqa: N802 - Qt's name
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        if kind == _Contents.CT_CheckBox and isinstance(option, QStyleOptionButton):
            return buttons.size_of_check_box(option)
        if kind == _Contents.CT_PushButton and isinstance(option, QStyleOptionButton):
            return buttons.size_of_push_button(option, widget)
        if kind == _Contents.CT_ToolButton and isinstance(option, QStyleOptionToolButton):
            return buttons.size_of_tool_button(option, widget)
        if kind == _Contents.CT_LineEdit:
            return QSize(size.width() + 12, fields.HEIGHT)
        if kind == _Contents.CT_SpinBox:
            return QSize(size.width() + fields.PADDING + fields.ARROWS, fields.HEIGHT)
        if kind == _Contents.CT_ComboBox:
            return QSize(size.width() + 2 * fields.PADDING + fields.ARROWS, fields.HEIGHT)
        if kind == _Contents.CT_MenuItem and isinstance(option, QStyleOptionMenuItem):
            return menus.size_of_menu_item(option, size)
        if kind == _Contents.CT_ProgressBar:
            return QSize(size.width(), ranges.PROGRESS_HEIGHT)
        return super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]

    def subControlRect(  # noqa: N802 - Qt's name
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        found: QRect | None = None
        if control == _Complex.CC_SpinBox and isinstance(option, QStyleOptionSpinBox):
            found = fields.part_of_spin_box(option, part)
        elif control == _Complex.CC_ComboBox and isinstance(option, QStyleOptionComboBox):
            found = fields.part_of_combo_box(option, part)
        elif control == _Complex.CC_Slider and isinstance(option, QStyleOptionSlider):
            found = ranges.part_of_slider(option, part)
        elif control == _Complex.CC_ToolButton and isinstance(option, QStyleOptionToolButton):
            found = buttons.part_of_tool_button(option, part)
        if found is not None:
            return found
        return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]

    def subElementRect(  # noqa: N802 - Qt's name
        self, part: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None
    ) -> QRect:
        if part == _Part.SE_LineEditContents and isinstance(option, QStyleOptionFrame):
            # The field itself keeps 2 px on both sides of its text.
            return option.rect.adjusted(6, 1, -6, -1) if option.lineWidth > 0 else option.rect
        return super().subElementRect(part, option, widget)  # type: ignore[arg-type]

    def polish(self, polished: Any) -> None:
        super().polish(polished)
        if isinstance(polished, QWidget):
            self._ring.watch(polished)
        if isinstance(polished, QLineEdit):
            polished.setAttribute(Qt.WidgetAttribute.WA_Hover)
        elif isinstance(polished, QMenu):
            menus.prepare(polished)
        elif isinstance(polished, QComboBox):
            fields.prepare_combo_box(polished)
