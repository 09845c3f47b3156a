"""Everything that can be done, as actions: one name, one shortcut, one icon for menu, button and key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from gui.i18n import tr
from gui.icons import icon

# Key of the action: icon, shortcuts (the first is shown), whether it is a switch.
_SPEC: dict[str, tuple[str | None, str, bool]] = {
    "open_model": ("chip", "Ctrl+O", False),
    "open_pictures": ("picture", "Ctrl+Shift+O", False),
    "open_folder": ("folder", "", False),
    "open_camera": ("camera", "", False),
    "open_address": ("stream", "", False),
    "build_engine": ("chip", "Ctrl+B", False),
    "open_kept": ("chip", "Ctrl+Shift+B", False),
    "export_frame": ("export", "Ctrl+S", False),
    "export_all": ("export", "Ctrl+Shift+S", False),
    "quit": (None, "Ctrl+Q", False),
    "undo": ("undo", "Ctrl+Z", False),
    "redo": ("redo", "Ctrl+Shift+Z", False),
    "copy_box": ("copy", "Ctrl+C", False),
    "copy_picture": ("copy", "Ctrl+Shift+C", False),
    "hide_class": ("eye_off", "H", False),
    "solo_class": ("solo", "S", False),
    "show_all_classes": ("eye", "Shift+H", False),
    "next_detection_row": (None, "J", False),
    "previous_detection_row": (None, "K", False),
    "confidence_up": (None, "]", False),
    "confidence_down": (None, "[", False),
    "confidence_up_more": (None, "}; Shift+]", False),
    "confidence_down_more": (None, "{; Shift+[", False),
    "confidence_reset": ("undo", "R", False),
    "settings": ("settings", "Ctrl+,", False),
    "labels": ("tag", "L", True),
    "confidences": ("conf", "C", True),
    "below": ("ghost", "G", True),
    "masks": ("mask", "M", True),
    "magnifier": ("magnifier", "X", True),
    "fit": ("fit", "F", True),
    "actual_size": (None, "1", False),
    "zoom_in": ("plus", "+; =", False),
    "zoom_out": ("minus", "-", False),
    "zoom_selection": ("target", "Z", False),
    "left_column": ("panel_left", "Ctrl+1", True),
    "right_column": ("panel_right", "Ctrl+2", True),
    "full_picture": (None, "F11", True),
    "next_region": (None, "F6", False),
    "previous_region": (None, "Shift+F6", False),
    "filter_sources": ("search", "Ctrl+F", False),
    "play": ("play", "Space", False),
    "step_back": ("stepb", "Left", False),
    "step_forward": ("stepf", "Right", False),
    "step_back_more": (None, "Shift+Left", False),
    "step_forward_more": (None, "Shift+Right", False),
    "first_frame": (None, "Home", False),
    "last_frame": (None, "End", False),
    "slower": (None, ",", False),
    "faster": (None, ".", False),
    "loop": ("loop", "", True),
    "survey": (None, "", True),
    "previous_detection": ("pdet", "Shift+N", False),
    "next_detection": ("ndet", "N", False),
    "previous_source": ("left", "PgUp", False),
    "next_source": ("right", "PgDown", False),
    "recipe": ("sliders", "Ctrl+E", True),
    "details": ("info", "", False),
    "diagnose": ("question", "", False),
    "automatic": (None, "", False),
    "close_model": (None, "", False),
    "timings": ("clock", "", False),
    "other_model": (None, "Ctrl+T", False),
    "demo_pictures": ("picture", "", False),
    "demo_clip": ("video", "", False),
    "demo_model": ("chip", "", False),
    "demo_small_model": ("chip", "", False),
    "tips": (None, "", False),
    "shortcuts": (None, "F1", False),
    "recent_problems": ("warn", "", False),
    "about": ("info", "", False),
    "escape": (None, "Esc", False),
}


class Actions(QObject):
    """All actions by key; their texts follow the language."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._by_key: dict[str, QAction] = {}
        for key, (icon_name, shortcuts, is_switch) in _SPEC.items():
            action = QAction(owner)
            action.setObjectName(key)
            action.setCheckable(is_switch)
            if icon_name is not None:
                action.setIcon(icon(icon_name))
                action.setIconVisibleInMenu(False)
            if shortcuts:
                action.setShortcuts([QKeySequence(s) for s in shortcuts.split("; ")])
            self._by_key[key] = action
        self.retranslate()

    def __getitem__(self, key: str) -> QAction:
        return self._by_key[key]

    def some(self, *keys: str) -> dict[str, QAction]:
        """Return several actions by their keys."""
        return {key: self._by_key[key] for key in keys}

    def all(self) -> Sequence[QAction]:
        """Return every action."""
        return list(self._by_key.values())

    def enable(self, is_enabled: bool, *keys: str) -> None:
        """Enable or disable several actions."""
        for key in keys:
            self._by_key[key].setEnabled(is_enabled)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        for key, text in _texts().items():
            self._by_key[key].setText(text)

    def groups(self) -> list[tuple[str, list[QAction]]]:
        """Return what the table of keys shows, in groups with a title."""
        return [(title, [self._by_key[key] for key in keys]) for title, keys in _groups()]


def _texts() -> dict[str, str]:
    return {
        "open_model": tr("Open model…"),
        "open_pictures": tr("Open pictures or video…"),
        "open_folder": tr("Open folder…"),
        "open_camera": tr("Open camera…"),
        "open_address": tr("Open stream address…"),
        "build_engine": tr("Build engine…"),
        "open_kept": tr("Open its engine"),
        "export_frame": tr("Export this frame…"),
        "export_all": tr("Export all…"),
        "quit": tr("Quit"),
        "undo": tr("Undo"),
        "redo": tr("Redo"),
        "copy_box": tr("Copy box"),
        "copy_picture": tr("Copy picture"),
        "hide_class": tr("Hide class of the selection"),
        "solo_class": tr("Show only the class of the selection"),
        "show_all_classes": tr("Show all classes"),
        "next_detection_row": tr("Next detection in the table"),
        "previous_detection_row": tr("Previous detection in the table"),
        "confidence_up": tr("Confidence up by 0.01"),
        "confidence_down": tr("Confidence down by 0.01"),
        "confidence_up_more": tr("Confidence up by 0.05"),
        "confidence_down_more": tr("Confidence down by 0.05"),
        "confidence_reset": tr("Confidence back to the model's default"),
        "settings": tr("Settings…"),
        "labels": tr("Labels"),
        "confidences": tr("Confidences"),
        "below": tr("Boxes below the threshold"),
        "masks": tr("Masks"),
        "magnifier": tr("Magnifier"),
        "fit": tr("Fit the picture"),
        "actual_size": tr("Actual size"),
        "zoom_in": tr("Zoom in"),
        "zoom_out": tr("Zoom out"),
        "zoom_selection": tr("Zoom to the selection"),
        "left_column": tr("Left column"),
        "right_column": tr("Right column"),
        "full_picture": tr("Full picture"),
        "next_region": tr("Next part of the window"),
        "previous_region": tr("Previous part of the window"),
        "filter_sources": tr("Find a source"),
        "play": tr("Play or pause"),
        "step_back": tr("One frame or picture back"),
        "step_forward": tr("One frame or picture on"),
        "step_back_more": tr("Ten frames back"),
        "step_forward_more": tr("Ten frames on"),
        "first_frame": tr("First frame"),
        "last_frame": tr("Last frame"),
        "slower": tr("Slower"),
        "faster": tr("Faster"),
        "loop": tr("Loop"),
        "survey": tr("Compute the whole video while idle"),
        "previous_detection": tr("Previous frame with a detection"),
        "next_detection": tr("Next frame with a detection"),
        "previous_source": tr("Previous source"),
        "next_source": tr("Next source"),
        "recipe": tr("Recipe"),
        "details": tr("Model details…"),
        "diagnose": tr("Why is nothing found?"),
        "automatic": tr("Recipe back to automatic"),
        "close_model": tr("Close model"),
        "timings": tr("Timings…"),
        "other_model": tr("Switch to the model before"),
        "demo_pictures": tr("Workshop pictures with the demo model"),
        "demo_clip": tr("Workshop clip with the demo model"),
        "demo_model": tr("Demo model"),
        "demo_small_model": tr("A smaller, weaker one to compare with"),
        "tips": tr("Show the tips"),
        "shortcuts": tr("Keys…"),
        "recent_problems": tr("Recent problems…"),
        "about": tr("About EngineScope"),
        "escape": tr("Close, deselect, leave"),
    }


def _groups() -> list[tuple[str, list[str]]]:
    return [
        (
            tr("Files"),
            [
                "open_model",
                "open_pictures",
                "other_model",
                "build_engine",
                "open_kept",
                "export_frame",
                "export_all",
                "quit",
            ],
        ),
        (
            tr("Threshold"),
            [
                *("confidence_down", "confidence_up", "confidence_down_more"),
                *("confidence_up_more", "confidence_reset", "undo", "redo"),
            ],
        ),
        (
            tr("Picture"),
            [
                *("fit", "actual_size", "zoom_in", "zoom_out", "zoom_selection", "labels"),
                *("confidences", "masks", "below", "magnifier", "copy_box", "copy_picture"),
            ],
        ),
        (
            tr("Detections and classes"),
            [
                *("next_detection_row", "previous_detection_row", "hide_class", "solo_class"),
                "show_all_classes",
            ],
        ),
        (
            tr("Pictures and video"),
            [
                *("step_back", "step_forward", "step_back_more", "step_forward_more"),
                *("previous_source", "next_source", "play", "first_frame", "last_frame"),
                *("slower", "faster", "previous_detection", "next_detection"),
            ],
        ),
        (
            tr("Window"),
            [
                *("recipe", "left_column", "right_column", "full_picture", "next_region"),
                *("previous_region", "filter_sources", "settings", "escape", "shortcuts"),
            ],
        ),
    ]
