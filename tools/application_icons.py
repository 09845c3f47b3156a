"""Draws the program's icon in the sizes of the icon theme: ``python -m tools.application_icons``.

Desktops that draw no SVG take these pictures; the others take them for small sizes, which have a drawing
of their own.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtGui import QGuiApplication

from engine_core.assets import assets_folder
from gui.icons import application_pixmap

SIZES_PX = (16, 22, 24, 32, 48, 64, 128, 256)


def main() -> int:
    """Write every size; returns the exit status."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    theme = assets_folder() / "desktop" / "icons" / "hicolor"
    for size_px in SIZES_PX:
        folder = theme / f"{size_px}x{size_px}" / "apps"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "enginescope.png"
        if not application_pixmap(size_px).save(str(path)):
            sys.stderr.write(f"error: {path} could not be written\n")
            return 1
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
