from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine_core.detections import DisplayFilter
from engine_core.detector import Detector
from engine_core.frame import SourceInfo, SourceItem, SourceKind
from engine_core.overlay import Style
from engine_core.recipe import Recipe
from gui.exports import Amount
from gui.offering import Lengths, listed, shown_words, with_an_end
from tests.engine_core.runs import cats_and_dogs, clip, items_of, picture

P, V, L = SourceKind.PICTURE, SourceKind.VIDEO, SourceKind.LIVE


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    with Detector.open(cats_and_dogs(tmp_path)) as detector:
        return detector.recipe


@pytest.mark.parametrize(
    ("wanted", "look", "words"),
    [
        (DisplayFilter(confidence=0.5), Style(), "confidence from 0.50"),
        (
            DisplayFilter(class_confidence={1: 0.9}, hidden=frozenset({0}), max_detections=300),
            Style(show_labels=False),
            "confidence from 0.25, 1 class with its own threshold, without cat, "
            "at most 300 boxes each, pictures without labels",
        ),
        (
            DisplayFilter(classes=frozenset({1}), min_size_px=12),
            Style(show_confidences=False),
            "confidence from 0.25, only dog, boxes from 12 px, labels without confidence",
        ),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_what_is_shown_is_said_in_words(
    recipe: Recipe, wanted: DisplayFilter, look: Style, words: str
) -> None:
    assert shown_words(wanted, recipe.labels, recipe, look) == words


@pytest.mark.usefixtures("qapp")
def test_of_many_names_the_first_are_said() -> None:
    assert listed(list("abcd")) == "a, b, c, d"
    assert listed(list("abcdef")) == "a, b, c, d and 2 more"


def test_what_never_ends_is_no_part_of_all() -> None:
    items = [SourceItem(kind, str(kind), str(kind)) for kind in (P, L, V)]
    assert [item.kind for item in with_an_end(items)] == [P, V]


def test_lengths_are_found_out_once_and_corrected_by_what_was_looked_at(
    qtbot: QtBot, tmp_path: Path
) -> None:
    items = items_of(picture(tmp_path / "a.png"), clip(tmp_path / "b.mp4", 7))
    lengths = Lengths()
    assert lengths.amount(items) == Amount(2, 1, unknown=1)
    with qtbot.waitSignal(lengths.changed, timeout=30_000):
        lengths.find_out(items)
    amount = lengths.amount(items)
    assert (amount.frames, amount.unknown) == (8, 0)
    qtbot.waitUntil(lambda: lengths._counter is None)
    lengths.find_out(items)
    assert lengths._counter is None
    assert lengths.note(SourceInfo(items[1], (64, 48), 6))
    assert not lengths.note(SourceInfo(items[1], (64, 48), 6))
    assert lengths.amount(items) == Amount(2, 7)
    lengths.stop(1000)
