"""Applies a theme to the application: style, palette, style sheet and fonts; follows the desktop."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from gui import theme


def dress(application: QApplication, wanted: str) -> None:
    """Make the application dark or light.

    Args:
        application: The one there is.
        wanted: "dark", "light", or "system" to follow the desktop.
    """
    chosen = theme.LIGHT if wanted == "light" else theme.DARK
    theme.use(chosen)
    application.setPalette(theme.palette(chosen))
