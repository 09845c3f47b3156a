"""Nothing is clipped, covered or scrolled sideways, in every size the window can have."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import i18n
from gui.controls import ElidedText
from gui.main_window import MainWindow
from tests.engine_core.runs import cats_and_dogs, clip
from tests.gui.driving import load, open_window

SIZES = [(900, 600), (1119, 700), (1280, 800), (1440, 900)]


def _clipped(window: MainWindow) -> list[str]:
    found = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton) or isinstance(widget, ElidedText):
            continue
        # What has a width of its own by design is held to it by its own test.
        is_fixed = widget.minimumWidth() == widget.maximumWidth()
        in_field = isinstance(widget.parentWidget(), QLineEdit)
        if not widget.isVisible() or is_fixed or in_field:
            continue
        wanted = widget.minimumSizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            if needed > widget.height():
                found.append(f"{widget.text()!r} is {widget.height()} high, needs {needed}")
            continue
        # A line of another script may be a pixel higher than the font of the window.
        if wanted.width() > widget.width() or wanted.height() > widget.height() + 1:
            text = getattr(widget, "text", str)() or widget.accessibleName()
            found.append(f"{type(widget).__name__} {text!r}: {widget.size()} < {wanted}")
        parent = widget.parentWidget()
        if parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea):
            continue
        if not parent.rect().contains(widget.geometry()):
            found.append(f"{type(widget).__name__} {widget.geometry()} sticks out of {parent!r}")
    return found


def _sideways(window: MainWindow) -> list[str]:
    return [
        repr(area)
        for area in window.findChildren(QAbstractScrollArea)
        if area.isVisible() and area.horizontalScrollBar().isVisible()
    ]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_clipped_in_any_size_with_or_without_the_sheet(
    qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    i18n.set_language(language)
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), clip(tmp_path / "a.mp4"))
        wrong = []
        for size in SIZES:
            for shows_sheet in (False, True):
                window.acts["recipe"].setChecked(shows_sheet)
                window.resize(*size)
                QApplication.processEvents()
                QApplication.processEvents()
                assert (window.width(), window.height()) == size
                wrong += [
                    f"{size} {shows_sheet}: {x}" for x in _clipped(window) + _sideways(window)
                ]
        assert "\n".join(wrong) == ""
