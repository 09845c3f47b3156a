"""The style sheet: everything that is plain fill, line and text size.

What a sheet cannot draw (arrows and check marks of one colour, menus, buttons with a part of their own)
is painted by ``gui.proxy_style``. A widget that any rule here matches is no longer painted there, so
there must be no rule for buttons, check boxes, sliders, text fields, combo boxes, spin boxes or menus,
and none for ``QWidget`` or ``*``.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from string import Template

from gui.theme import Theme

_SHEET = Template("""
/* Texts */
QLabel[role="body"] { color: $t1; }
QLabel[role="headline"] { color: $t1; font-size: 20px; font-weight: 600; }
QLabel[role="title"] { color: $t1; font-size: 15px; font-weight: 600; }
QLabel[role="section"] { color: $t1; font-weight: 600; }
QLabel[role="strong"] { color: $t1; font-weight: 600; }
QLabel[role="note"] { color: $t3; }
QLabel[role="value"] { color: $t2; }
QLabel[role="secondary"] { color: $t2; font-size: 12px; }
QLabel[role="reason"] { color: $t2; font-size: 12px; }
QLabel[role="label"] { color: $t3; font-size: 12px; }
QLabel[role="caption"] { color: $t3; font-size: 11px; }
QLabel[role="figure"] { color: $t2; font-size: 11px; font-weight: 500; }
QLabel[role="link"] { color: $accent; font-weight: 500; }
QLabel[role="ok"] { color: $ok; font-size: 12px; }
QLabel[role="warn"] { color: $warn; font-size: 12px; }
QLabel[role="error"] { color: $err; font-size: 12px; }
QLabel[role="badge"] {
    color: $t1; background: $hover; border-radius: 4px; padding: 2px 8px;
    font-size: 11px; font-weight: 500;
}
QLabel[role="key"] {
    color: $t2; background: $hover; border-radius: 4px; padding: 0 6px; font-size: 12px;
    min-height: 20px; max-height: 20px;
}
QLabel[role="code"] {
    color: $t2; background: $window; border: 1px solid $line; border-radius: 6px; padding: 8px 12px;
}
QLabel[role]:disabled { color: $off; }

/* Surfaces */
QFrame[role="line"] { background: $line; border: 0; }
QFrame[role="panel"] { background: $panel; border: 0; }
QFrame[role="canvas"] { background: $canvas; border: 0; }
QFrame[role="card"] { background: $raised; border: 1px solid $ctl; border-radius: 8px; }
QFrame[role="badge"] { background: $hover; border: 0; border-radius: 4px; }
QFrame[role="drop"] { background: transparent; border: 1px dashed $ctl; border-radius: 8px; }
QFrame[role="drop"][active="true"] { border: 2px solid $accent; }
QPlainTextEdit[role="code"], QTextEdit[role="code"] {
    color: $t2; background: $window; border: 1px solid $line; border-radius: 6px; padding: 4px 8px;
    selection-background-color: $sel; selection-color: $t1;
}
QMainWindow, QDialog { background: $panel; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QSplitter { background: $panel; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollArea { background: transparent; border: 0; }
QStatusBar { background: $panel; border-top: 1px solid $line; }
QStatusBar::item { border: 0; }
QToolBar { background: $panel; border: 0; spacing: 2px; padding: 0 8px; }
/* Qt counts this padding and border twice, once as the margin of the label. */
QToolTip {
    color: $t1; background: $raised; border: 1px solid $groove; padding: 0 3px;
}

/* Menu bar */
QMenuBar { background: $panel; color: $t2; border: 0; padding: 0 4px; spacing: 0; }
QMenuBar::item { background: transparent; color: $t2; padding: 4px 10px; margin: 6px 0;
    border-radius: 4px; }
QMenuBar::item:selected { background: $hover; color: $t1; }
QMenuBar::item:pressed { background: $pressed; color: $t1; }
QMenuBar::item:disabled { color: $off; }

/* Lists and tables */
QAbstractItemView {
    background: $panel; border: 0; outline: 0; color: $t1;
    selection-background-color: $sel; selection-color: $t1;
}
QListWidget[role="rows"]::item { padding: 0 8px; border-radius: 4px; color: $t1; }
QListWidget[role="rows"]::item:hover { background: $hover; }
QListWidget[role="rows"]::item:selected { background: $sel; }
QHeaderView { background: $panel; border: 0; }
QHeaderView::section {
    background: $panel; color: $t3; border: 0; border-bottom: 1px solid $line; padding: 0 4px;
    min-height: 23px;
}
QHeaderView::section:hover { color: $t1; }
QHeaderView::section:disabled { color: $off; }
QTableCornerButton::section { background: $panel; border: 0; border-bottom: 1px solid $line; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $groove; padding: 3px;
    selection-background-color: $hover; selection-color: $t1;
}
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; border: 0; border-radius: 4px; }
QComboBox QAbstractItemView::item:hover, QComboBox QAbstractItemView::item:selected {
    background: $hover; color: $t1;
}
QComboBox QAbstractItemView::item:disabled { background: transparent; color: $off; }

/* Scroll bars: 8 wide, the thumb 4 */
QScrollBar { background: transparent; border: 0; }
QScrollBar:vertical { width: 8px; }
QScrollBar:horizontal { height: 8px; }
QScrollBar::handle { background: $groove; border-radius: 2px; }
QScrollBar::handle:vertical { margin: 2px; min-height: 28px; }
QScrollBar::handle:horizontal { margin: 2px; min-width: 28px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $ctl; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

/* Tabs */
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; color: $t2; padding: 5px 2px; margin-right: 16px;
    border: 0; border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $t1; }
QTabBar::tab:selected { color: $t1; border-bottom-color: $accent; }
QTabBar::tab:disabled { color: $off; }
""")


@lru_cache(maxsize=4)
def stylesheet(theme: Theme) -> str:
    """Return the application's style sheet in the colours of a theme."""
    return _SHEET.substitute(asdict(theme))
