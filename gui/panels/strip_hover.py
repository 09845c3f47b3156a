"""What floats over the detection strip: time, count and, where one is offered, a picture of the frame."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from gui.pixels import draw_panel
from gui.theme import theme

_PICTURE = QSize(160, 90)
_PADDING = 6
_GAP = 6


def clock_text(seconds: float, *, has_tenths: bool = True) -> str:
    """Return a time as ``0:33.0`` or ``1:02:33.0``; tenths are cut, so that no frame runs ahead."""
    # What a sum of floating-point seconds may lack at a whole tenth.
    tenths = int(max(0.0, seconds) * 10 + 1e-6)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{head}:{rest // 10:02d}" + (f".{rest % 10}" if has_tenths else "")


class HoverCard(QWidget):
    """A small window that takes no focus and no pointer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._owner = parent
        self._time = ""
        self._count = ""
        self._picture: QPixmap | None = None

    def set_text(self, time: str, count: str) -> None:
        self._time, self._count = time, count
        self.update()

    def set_picture(self, picture: QImage | None) -> None:
        """Show a picture above the text; it is made to fit 160 × 90."""
        if picture is None or picture.isNull():
            self._picture = None
        else:
            ratio = self.devicePixelRatioF()
            fitted = picture.scaled(
                _PICTURE * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            fitted.setDevicePixelRatio(ratio)
            self._picture = QPixmap.fromImage(fitted)
        self.update()

    def show_above(self, place: QPoint) -> None:
        """Show centred above a place of the screen, within that screen."""
        size = self._wanted_size()
        corner = QPoint(place.x() - size.width() // 2, place.y() - size.height() - 4)
        screen = self._owner.screen().availableGeometry()
        x = max(screen.left(), min(corner.x(), screen.right() + 1 - size.width()))
        self.setGeometry(QRect(QPoint(x, max(screen.top(), corner.y())), size))
        self.show()

    def _font(self, weight: QFont.Weight) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(11)
        font.setWeight(weight)
        return font

    def _wanted_size(self) -> QSize:
        time = QFontMetrics(self._font(QFont.Weight.Medium)).horizontalAdvance(self._time)
        count = QFontMetrics(self._font(QFont.Weight.Normal)).horizontalAdvance(self._count)
        width = time + (_GAP + count if self._count else 0)
        height = 16
        if self._picture is not None:
            shown = self._picture.deviceIndependentSize().toSize()
            width, height = max(width, shown.width()), height + shown.height() + 4
        return QSize(width + 2 * _PADDING, height + 2 * _PADDING - 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme()
        painter = QPainter(self)
        draw_panel(painter, self.rect(), 0, fill=colours.raised, border=colours.groove)
        y = _PADDING - 2
        if self._picture is not None:
            shown = self._picture.deviceIndependentSize()
            painter.drawPixmap(
                QPoint(round((self.width() - shown.width()) / 2), _PADDING), self._picture
            )
            y = _PADDING + round(shown.height()) + 2
        line = QRectF(_PADDING, y, self.width() - 2 * _PADDING, 16)
        painter.setFont(self._font(QFont.Weight.Medium))
        painter.setPen(QColor(colours.t1))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._time)
        line.adjust(painter.fontMetrics().horizontalAdvance(self._time) + _GAP, 0, 0, 0)
        painter.setFont(self._font(QFont.Weight.Normal))
        painter.setPen(QColor(colours.t2))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._count)
        painter.end()
