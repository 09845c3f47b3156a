"""The typefaces of the window: Inter, brought along, and a Chinese one that is always there.

Digits are tabular everywhere (the feature "tnum"), so that figures do not dance while they change. The
feature belongs to the application's font; sizes and weights given by the style sheet keep it.
"""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from engine_core.assets import assets_folder

BODY_PX = 13
# What Inter lacks comes from the system's own Chinese face, and where there is none from the bundled one.
FAMILIES = (
    "Inter",
    "Noto Sans CJK SC",
    "Microsoft YaHei UI",
    "PingFang SC",
    "Droid Sans Fallback",
)
_FILES = (
    "inter/Inter-Regular.otf",
    "inter/Inter-Medium.otf",
    "inter/Inter-SemiBold.otf",
    "droid/DroidSansFallback.ttf",
)
_loaded = False


def use_fonts(application: QApplication) -> None:
    """Load the bundled typefaces and make them the application's. Done once; GUI thread only."""
    global _loaded
    if not _loaded:
        for name in _FILES:
            QFontDatabase.addApplicationFont(str(assets_folder() / "fonts" / name))
        _loaded = True
    body = font()
    if application.font() == body:
        return
    application.setFont(body)
    # Fonts that a desktop gives to single kinds of widgets would otherwise win over the application's.
    own = dict.fromkeys(("QMenu", "QMenuBar", "QMessageBox", "QLabel", "QAbstractItemView"), body)
    own["QPushButton"] = font(weight=QFont.Weight.Medium)
    own["QTipLabel"] = font(12)
    own["QHeaderView"] = font(11)
    for kind, its_font in own.items():
        # PySide declares bytes here and takes str.
        application.setFont(its_font, kind)  # type: ignore[arg-type]


def font(size_px: int = BODY_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the program's font.

    Args:
        size_px: In logical pixels: 20, 15, 13, 12, 11 or 10.
        weight: Normal, Medium or DemiBold; only these three are bundled.
    """
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(size_px)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    # Contextual alternates make a multiplication sign of the x in "x0".
    made.setFeature(QFont.Tag("calt"), 0)
    return made


def code_font(size_px: int = 11) -> QFont:
    """Return the system's font of fixed width."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setPixelSize(size_px)
    return made
