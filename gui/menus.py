"""The menu bar: every action has its place, so that nothing can be reached by mouse only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from gui.actions import Actions
from gui.i18n import tr

_LINE = "-"
_MENUS: dict[str, tuple[str, ...]] = {
    "file": (
        *("open_model", "open_pictures", "open_folder", "open_camera", "open_address", "recent"),
        *(_LINE, "export_frame", "export_all", _LINE, "close_model", _LINE, "quit"),
    ),
    "edit": (
        *("undo", "redo", _LINE, "copy_box", "copy_picture", _LINE, "hide_class", "solo_class"),
        *("show_all_classes", _LINE, "next_detection_row", "previous_detection_row", _LINE),
        *("confidence_up", "confidence_down", "confidence_reset", _LINE, "settings"),
    ),
    "view": (
        *("labels", "confidences", "below", "masks", "magnifier", _LINE, "fit", "actual_size"),
        *("zoom_in", "zoom_out", "zoom_selection", _LINE, "left_column", "right_column"),
        *("full_picture", _LINE, "filter_sources", "next_region", "previous_region"),
    ),
    "playback": (
        *("play", "step_back", "step_forward", "first_frame", "last_frame", _LINE),
        *("previous_detection", "next_detection", _LINE, "slower", "faster", "loop", "survey"),
        *(_LINE, "previous_source", "next_source"),
    ),
    "model": (
        *("recipe", "automatic", "diagnose", _LINE, "other_model", "build_engine", "open_kept"),
        "details",
    ),
    "help": (*("shortcuts", "tips", "demo", _LINE, "timings", "recent_problems", _LINE, "about"),),
}
_DEMO = ("demo_pictures", "demo_clip", _LINE, "demo_model", "demo_small_model")


class Menus:
    """Fills a menu bar with the actions."""

    def __init__(self, bar: QMenuBar, actions: Actions) -> None:
        self._menus: dict[str, QMenu] = {}
        self.recent = QMenu(bar)
        self.demo = QMenu(bar)
        _fill(self.demo, _DEMO, actions)
        subs = {"recent": self.recent, "demo": self.demo}
        for name, entries in _MENUS.items():
            menu = bar.addMenu("")
            menu.setToolTipsVisible(True)
            self._menus[name] = menu
            _fill(menu, entries, actions, subs)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every title in the language in use."""
        titles = {
            "file": tr("File"),
            "edit": tr("Edit"),
            "view": tr("View"),
            "playback": tr("Playback"),
            "model": tr("Model"),
            "help": tr("Help"),
        }
        for name, title in titles.items():
            self._menus[name].setTitle(title)
        self.recent.setTitle(tr("Open recent"))
        self.demo.setTitle(tr("Open the demo"))

    def set_recent(self, entries: list[QAction]) -> None:
        """Fill the menu of what was open before."""
        self.recent.clear()
        self.recent.addActions(entries)
        self.recent.setEnabled(bool(entries))

    def show_demo(self, *, is_shown: bool) -> None:
        """Offer the demo, or not where the installation has none."""
        self.demo.menuAction().setVisible(is_shown)


def _fill(
    menu: QMenu, entries: Sequence[str], actions: Actions, subs: Mapping[str, QMenu] | None = None
) -> None:
    for entry in entries:
        if entry == _LINE:
            menu.addSeparator()
        elif subs is not None and entry in subs:
            menu.addMenu(subs[entry])
        else:
            menu.addAction(actions[entry])
