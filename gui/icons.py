"""Icons of one colour, taken from the theme when they are painted: a new theme needs no new icons."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from engine_core.assets import assets_folder
from gui.theme import theme

# What windows, task switchers and docks show, at ratios 1 and 2.
_APPLICATION_PX = (16, 22, 24, 32, 48, 64, 128, 256)
_SMALL_PX = 32


def icon(name: str, *, colour: str | None = None) -> QIcon:
    """Return the icon of ``assets/icons/<name>.svg``.

    It is ``t2`` at rest, ``t1`` under the pointer, ``accent`` when checked, ``off`` when disabled.

    Args:
        name: Without the suffix.
        colour: Name of the theme's colour it always has instead ("warn", "on_accent").

    Raises:
        FileNotFoundError: There is no such icon.
    """
    _source(name)
    return QIcon(_TintedEngine(name, colour))


def application_icon() -> QIcon:
    """Return the program's own icon in every size that desktops ask windows for; GUI thread only."""
    made = QIcon()
    for edge_px in _APPLICATION_PX:
        made.addPixmap(application_pixmap(edge_px))
    return made


def application_pixmap(size: int, ratio: float = 1.0) -> QPixmap:
    """Return the program's own icon as pixels.

    Small ones have a drawing of their own, whose lines lie on whole pixels.

    Args:
        size: Edge in logical pixels.
        ratio: Device pixels per logical pixel.
    """
    edge_px = round(size * ratio)
    name = "enginescope-small" if edge_px <= _SMALL_PX else "enginescope"
    return _drawn((assets_folder() / "app" / f"{name}.svg").read_bytes(), edge_px, ratio)


def pixmap(
    name: str, colour: str, size: int = 16, ratio: float = 1.0, *, line: float = 1.5
) -> QPixmap:
    """Return an icon as pixels, for painters.

    Args:
        name: As for ``icon``.
        colour: ``#RRGGBB``.
        size: Edge in logical pixels.
        ratio: Device pixels per logical pixel.
        line: Width of the lines on the icon's grid of 16; large icons look better with 1.
    """
    return _rendered(name, colour, round(size * ratio), ratio, line)


@lru_cache(maxsize=512)
def _rendered(name: str, colour: str, edge_px: int, ratio: float, line: float) -> QPixmap:
    source = _source(name).replace("#000", colour).replace('"1.5"', f'"{line}"')
    return _drawn(source.encode(), edge_px, ratio)


def _drawn(svg: bytes, edge_px: int, ratio: float) -> QPixmap:
    made = QPixmap(edge_px, edge_px)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, edge_px, edge_px))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (assets_folder() / "icons" / f"{name}.svg").read_text("utf-8")


class _TintedEngine(QIconEngine):
    """Paints one SVG in the colour that the theme gives its state."""

    def __init__(self, name: str, colour: str | None) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._colour)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        edge = min(rect.width(), rect.height())
        drawn = _rendered(self._name, self._tint(mode, state), round(edge * ratio), ratio, 1.5)
        x = rect.x() + (rect.width() - edge) // 2
        y = rect.y() + (rect.height() - edge) // 2
        painter.drawPixmap(QPoint(x, y), drawn)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        edge = min(size.width(), size.height())
        return _rendered(self._name, self._tint(mode, state), edge, 1.0, 1.5)

    def scaledPixmap(  # noqa: N802 - Qt's name
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        edge = min(size.width(), size.height())
        return _rendered(self._name, self._tint(mode, state), edge, scale, 1.5)

    def _tint(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        colours = theme()
        if mode == QIcon.Mode.Disabled:
            return colours.off
        if self._colour is not None:
            return str(getattr(colours, self._colour))
        if state == QIcon.State.On:
            return colours.accent
        return colours.t1 if mode in (QIcon.Mode.Active, QIcon.Mode.Selected) else colours.t2
