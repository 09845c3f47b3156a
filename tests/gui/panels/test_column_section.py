from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine_core.detections import Detections
from engine_core.labels import Labels
from gui.panels.classes import ClassesPanel
from gui.panels.column_section import ColumnSection
from gui.panels.detections import DetectionsPanel
from gui.panels.suppression import SuppressionPanel
from gui.panels.threshold import ThresholdPanel

# The offscreen platform says so of windows with a least size, and of tooltips.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Made = Callable[[], ColumnSection]
NARROWEST = 312


class Shout(QTranslator):
    """A language in which everything is longer, and said loudly."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        if context != "EngineScope":
            return ""
        # Facts keep their places.
        return "".join(
            part if part.startswith("{") else part.upper()
            for part in source.replace("{", "\0{").replace("}", "}\0").split("\0")
        ) + "!" * (len(source) // 3)

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False


@pytest.fixture
def shouting(qapp: QApplication) -> Iterator[Callable[[], None]]:
    translator = Shout()

    def shout() -> None:
        qapp.installTranslator(translator)

    yield shout
    qapp.removeTranslator(translator)


def threshold() -> ThresholdPanel:
    panel = ThresholdPanel()
    panel.set_active(True)
    panel.set_counts(8, 27)
    panel.set_proposal(0.27)
    return panel


def suppression() -> SuppressionPanel:
    panel = SuppressionPanel()
    panel.set_active(True)
    panel.set_suppression(
        needed=False, iou=0.4, agnostic=False, max_detections=300, reason="It is in the engine."
    )
    return panel


def classes() -> ClassesPanel:
    panel = ClassesPanel()
    panel.set_active(True)
    panel.set_labels(Labels(("person", "bus")), 2)
    return panel


def detections() -> DetectionsPanel:
    panel = DetectionsPanel()
    panel.set_active(True)
    box = Detections(
        xyxy=np.array([[0, 0, 10, 10]], np.float32),
        confidence=np.array([0.5], np.float32),
        class_id=np.array([0], np.intp),
    )
    panel.set_detections(box, box, Labels(("person",)), {})
    return panel


ALL = pytest.mark.parametrize("make", [threshold, suppression, classes, detections])


def texts(panel: QWidget) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.text()]


@ALL
def test_the_language_changes_while_it_is_shown(
    qtbot: QtBot, make: Made, shouting: Callable[[], None]
) -> None:
    panel = make()
    qtbot.addWidget(panel)
    english = texts(panel)
    shouting()
    QApplication.processEvents()
    loud = texts(panel)
    assert panel.title.text() == panel.title.text().upper()
    same = set(english) & set(loud)
    # Only figures are the same in every language.
    assert all(not any(letter.isalpha() for letter in text) for text in same)


@ALL
def test_it_fits_into_the_narrowest_column_with_longer_words(
    qtbot: QtBot, make: Made, shouting: Callable[[], None]
) -> None:
    shouting()
    panel = make()
    qtbot.addWidget(panel)
    panel.set_narrow(is_narrow=True)
    assert panel.minimumSizeHint().width() <= NARROWEST


@ALL
def test_every_control_has_a_name_for_screen_readers(qtbot: QtBot, make: Made) -> None:
    panel = make()
    qtbot.addWidget(panel)
    stops = [
        child
        for child in panel.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.metaObject().className() not in ("QLineEdit", "ExpandingLineEdit")
    ]
    nameless = []
    for child in stops:
        spoken = QAccessible.queryAccessibleInterface(child)
        if not spoken.text(QAccessible.Text.Name):
            nameless.append(child)
    assert stops
    assert nameless == []
