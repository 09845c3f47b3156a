"""The bubble of a hint: one shape with its arrow, beside its part on every side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui import appearance
from gui.panels.tip import Side, Spot, Tip
from gui.theme import theme

PART = QRect(350, 150, 60, 40)
# The bubble's edge lies so far from the arrow's point, and the arrow is twice as wide at its base.
ARROW = 8


@pytest.fixture
def tip(qtbot: QtBot) -> Iterator[Tip]:
    parent = QWidget()
    parent.resize(800, 400)
    qtbot.addWidget(parent)
    made = Tip(parent)
    made.set_tip("Hover over a box or click it.", 2, 3)
    parent.show()
    yield made
    parent.hide()


def _shown_from(tip: Tip, side: Side) -> tuple[QImage, list[QPoint]]:
    """Return what is painted, and the pixels of the bubble's edge from one end to the other."""
    image = tip.grab().toImage()
    width, height = image.width(), image.height()
    if side == "below":
        return image, [QPoint(x, ARROW) for x in range(width)]
    x = ARROW if side == "right" else width - 1 - ARROW
    return image, [QPoint(x, y) for y in range(height)]


def _apart(found: QColor, wanted: str) -> int:
    """Return by how much two colours differ, 0 to 255: smoothing rounds."""
    other = QColor(wanted)
    return max(
        abs(found.red() - other.red()),
        abs(found.green() - other.green()),
        abs(found.blue() - other.blue()),
    )


@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("side", get_args(Side))
def test_no_line_runs_between_the_arrow_and_its_bubble(
    tip: Tip, side: Side, look: str, qapp: QApplication
) -> None:
    appearance.dress(qapp, look)
    tip.place([Spot(PART, QRect(0, 0, 800, 400), side)])
    image, edge = _shown_from(tip, side)
    middle = PART.center() - tip.pos()
    at = middle.x() if side == "below" else middle.y()
    for point in edge[at - ARROW + 2 : at + ARROW - 1]:
        assert _apart(image.pixelColor(point), theme().raised) <= 2
    for by in (-ARROW - 2, ARROW + 2):
        assert _apart(image.pixelColor(edge[at + by]), theme().ctl) <= 2


@pytest.mark.parametrize("side", get_args(Side))
def test_the_line_of_the_arrow_is_as_strong_as_that_of_the_bubble(tip: Tip, side: Side) -> None:
    tip.place([Spot(PART, QRect(0, 0, 800, 400), side)])
    image, _ = _shown_from(tip, side)
    at = PART.center() - tip.pos()
    # Half-way up the arrow's flank.
    flank = {
        "below": QPoint(at.x() - 4, 4),
        "right": QPoint(4, at.y() - 4),
        "left": QPoint(image.width() - 5, at.y() - 4),
    }[side]
    assert _apart(image.pixelColor(flank), theme().ctl) <= 16
