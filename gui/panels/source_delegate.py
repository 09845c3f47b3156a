"""Paints a source as a row: thumbnail, name, caption and count; or as a thumbnail alone, for the rail."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QPixmap,
    QTransform,
)
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from engine_core.frame import SourceKind
from gui.icons import pixmap
from gui.panels.shown_sources import ShownSources
from gui.panels.source_state import SourceState, caption, clock, count_shown, shown_name
from gui.theme import theme

ROW_HEIGHT = 52
RAIL_ROW_HEIGHT = 48
THUMB_WH = (56, 40)

_PADDING = 8
_GAP = 10
_CHIP_INK = "#FFFFFF"
_CHIP_FILL = "#0B0D10"
_LINES = (18, 16)


class SourceDelegate(QStyledItemDelegate):
    """Paints the rows of ``ShownSources``.

    Attributes:
        full_gap_right: Logical pixels left free at the right of rows where no scroll bar stands.
        gap_right: What is left free now.
        has_keyboard_focus: Whether the ring round the current row is shown.
    """

    def __init__(self, *, is_rail: bool = False) -> None:
        super().__init__()
        self.full_gap_right = 0 if is_rail else 8
        self.gap_right = self.full_gap_right
        self.has_keyboard_focus = False
        self._is_rail = is_rail

    def row_height(self) -> int:
        """Return the height of every row in logical pixels; grows with the font."""
        if self._is_rail:
            return RAIL_ROW_HEIGHT
        return max(ROW_HEIGHT, _font(13).height + _font(11).height + 2 * _PADDING)

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(RAIL_ROW_HEIGHT if self._is_rail else 232, self.row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        if not isinstance(model, ShownSources):
            return
        state = model.state(index.row())
        flags: QStyle.StateFlag = option.state
        rect: QRect = option.rect.adjusted(0, 0, -self.gap_right, 0)
        is_selected = bool(flags & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if is_selected or flags & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(theme().sel if is_selected else theme().hover))
            painter.drawRoundedRect(rect, 6, 6)
        if self.has_keyboard_focus and flags & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme().accent), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 5, 5)
        if self._is_rail:
            thumb = QRect(0, 0, 40, 40)
            thumb.moveCenter(rect.center())
            _paint_thumb(painter, thumb, state, with_length=False)
        else:
            thumb = QRect(rect.x() + _PADDING, 0, *THUMB_WH)
            thumb.moveTop(rect.y() + (rect.height() - thumb.height()) // 2)
            _paint_thumb(painter, thumb, state, with_length=True)
            left = thumb.right() + 1 + _GAP
            _paint_words(
                painter, rect.adjusted(left - rect.x(), 0, -_PADDING, 0), state, is_selected
            )
        painter.restore()


def _paint_thumb(painter: QPainter, rect: QRect, state: SourceState, *, with_length: bool) -> None:
    ratio = painter.device().devicePixelRatio()
    if state.thumbnail is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setBrush(_texture(state.thumbnail, rect))
        painter.drawRoundedRect(rect, 4, 4)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().hover))
        painter.drawRoundedRect(rect, 4, 4)
        name, colour = _stand_in(state), theme().t3
        drawn = pixmap(name, colour, 16, ratio)
        painter.drawPixmap(rect.center() - QRect(0, 0, 15, 15).center(), drawn)
    # On whole device pixels at any ratio.
    width = max(1, round(ratio)) / ratio
    painter.setPen(QPen(QColor(theme().swatch_line), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), 4, 4)
    if state.failed is not None:
        _paint_failed(painter, rect, ratio)
    elif with_length and state.duration_s is not None:
        _paint_length(painter, rect, clock(state.duration_s))


def _texture(thumbnail: QPixmap, rect: QRect) -> QBrush:
    """Return a thumbnail as a fill, since clipping would leave the corners jagged; its middle if cropped."""
    scale = THUMB_WH[0] / thumbnail.width()
    brush = QBrush(thumbnail)
    place = QTransform.fromTranslate(rect.x() - (THUMB_WH[0] - rect.width()) / 2, rect.y())
    brush.setTransform(place.scale(scale, scale))
    return brush


def _stand_in(state: SourceState) -> str:
    if state.item.kind is SourceKind.PICTURE:
        return "picture"
    if state.item.kind is SourceKind.VIDEO:
        return "video"
    return "camera" if state.item.location.startswith("camera:") else "stream"


def _paint_failed(painter: QPainter, rect: QRect, ratio: float) -> None:
    disc = QRectF(rect.right() - 17, rect.bottom() - 17, 18, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme().panel))
    painter.drawEllipse(disc)
    painter.drawPixmap(disc.topLeft() + QPointF(1, 1), pixmap("error", theme().err, 16, ratio))


def _paint_length(painter: QPainter, rect: QRect, length: str) -> None:
    face = _font(10)
    width = face.metrics.horizontalAdvance(length) + 6
    chip = QRect(rect.right() - 1 - width, rect.bottom() - 15, width, 14)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_CHIP_FILL))
    painter.drawRoundedRect(chip, 3, 3)
    painter.setFont(face.font)
    painter.setPen(QColor(_CHIP_INK))
    painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), length)


def _paint_words(painter: QPainter, rect: QRect, state: SourceState, is_selected: bool) -> None:
    colours = theme()
    middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    count = count_shown(state.found)
    face = _font(12)
    painter.setFont(face.font)
    painter.setPen(QColor(colours.t2))
    right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
    if state.failed is None:
        painter.drawText(rect, right, count)
        rect = rect.adjusted(0, 0, -face.metrics.horizontalAdvance(count) - _GAP, 0)
    name_face, caption_face = _font(13), _font(11)
    name_height = max(_LINES[0], name_face.height)
    caption_height = max(_LINES[1], caption_face.height)
    top = rect.y() + (rect.height() - name_height - caption_height) // 2
    name = QRect(rect.x(), top, rect.width(), name_height)
    below = QRect(rect.x(), top + name_height, rect.width(), caption_height)
    painter.setFont(name_face.font)
    painter.setPen(QColor(colours.t1))
    elided = name_face.metrics.elidedText(
        shown_name(state.item), Qt.TextElideMode.ElideMiddle, name.width()
    )
    painter.drawText(name, middle, elided)
    painter.setFont(caption_face.font)
    quiet = colours.t2 if is_selected else colours.t3
    painter.setPen(QColor(colours.err if state.failed is not None else quiet))
    said = caption_face.metrics.elidedText(
        caption(state), Qt.TextElideMode.ElideRight, below.width()
    )
    painter.drawText(below, middle, said)


class _Face:
    """A size of the application's font, with its metrics."""

    def __init__(self, font: QFont, size_px: int) -> None:
        self.font = QFont(font)
        self.font.setPixelSize(size_px)
        self.metrics = QFontMetrics(self.font)
        self.height = self.metrics.height()


@lru_cache(maxsize=32)
def _face(_font_key: str, size_px: int) -> _Face:
    return _Face(QApplication.font(), size_px)


def _font(size_px: int) -> _Face:
    return _face(QApplication.font().key(), size_px)
