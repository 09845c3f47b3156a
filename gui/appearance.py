"""Applies a theme to the application: style, palette, style sheet and fonts; follows the desktop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.focus_ring import FocusRing
from gui.fonts import use_fonts
from gui.motion import is_motion_reduced, prefers_reduced_motion, set_motion_reduced
from gui.proxy_style import DressedStyle
from gui.stylesheet import stylesheet

__all__ = (
    "CHOICES",
    "dress",
    "is_motion_reduced",
    "prefers_reduced_motion",
    "set_motion_reduced",
    "sheet_put_off",
)
CHOICES = ("system", "dark", "light")


class _Appearance(QObject):
    """What one application wears; lives as long as it does."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.setObjectName("appearance")
        self._application = application
        self._wanted = ""
        self._worn: theme.Theme | None = None
        self._style = DressedStyle(FocusRing(self))
        application.setStyle(self._style)
        use_fonts(application)
        application.styleHints().colorSchemeChanged.connect(self._on_desktop_changed)

    def wear(self, wanted: str) -> None:
        self._wanted = wanted
        chosen = self._chosen()
        theme.use(chosen)
        if chosen is self._worn:
            return
        self._worn = chosen
        self._application.setPalette(theme.palette(chosen))
        self._application.setStyleSheet(stylesheet(chosen))

    def _chosen(self) -> theme.Theme:
        if self._wanted == "system":
            is_light = self._application.styleHints().colorScheme() == Qt.ColorScheme.Light
        else:
            is_light = self._wanted == "light"
        return theme.LIGHT if is_light else theme.DARK

    @Slot()
    def _on_desktop_changed(self) -> None:
        if self._wanted == "system":
            self.wear("system")


_appearance: _Appearance | None = None


def dress(application: QApplication, wanted: str) -> None:
    """Make the application dark or light; does nothing where it is so already. GUI thread only.

    Args:
        application: The one there is.
        wanted: "dark", "light", or "system" to follow the desktop, now and whenever it changes. A
            desktop that does not say gets dark.
    """
    global _appearance
    if _appearance is None:
        _appearance = _Appearance(application)
    _appearance.wear(wanted)


@contextmanager
def sheet_put_off(application: QApplication) -> Iterator[None]:
    """Put the style sheet on only afterwards, for as long as many widgets are joined to a window.

    Under a style sheet Qt dresses a widget and all within it anew each time it gets another parent:
    two thirds of the time that a window takes to make.
    """
    sheet = application.styleSheet()
    application.setStyleSheet("")
    try:
        yield
    finally:
        application.setStyleSheet(sheet)
