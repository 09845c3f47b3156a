from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine_core.batch import Failure
from engine_core.errors import OptionError, SourceError
from engine_core.exporters import EXPORTERS
from engine_core.frame import SourceKind
from engine_core.saving import Lying
from engine_core.text import text
from gui.exports import (
    Amount,
    Place,
    amount_text,
    duration_text,
    failure_text,
    place_text,
    rate_text,
    said,
    unfit,
)
from gui.i18n.collect import collect

pytestmark = pytest.mark.usefixtures("qapp")

P, V, L = SourceKind.PICTURE, SourceKind.VIDEO, SourceKind.LIVE


def test_no_word_of_the_command_reaches_the_window() -> None:
    """Every text of what an export can raise that names an option of the command has its own words."""
    raised = [
        found.source
        for found in collect(packages=("engine_core",))
        if re.match(r"engine_core/(journal|saving|exporters/|batch/)", found.path)
    ]
    assert len(raised) > 30
    named = [source for source in raised if "--" in source]
    assert named
    for source in named:
        assert "--" not in said(OptionError(text("{folder}", folder="x"), cure=text(source))).cure


def test_an_error_is_said_in_sentences() -> None:
    parts = said(OptionError(text("It is in use"), why=text("Another run is there.")))
    assert (parts.what, parts.why, parts.cure) == ("It is in use.", "Another run is there.", "")
    failure = Failure("a.jpg", SourceError(text("It cannot be read"), why=text("It is empty")))
    assert failure_text(failure) == "a.jpg: It cannot be read. It is empty."


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Amount(3, 1177), "1,177 frames of 3 sources"),
        (Amount(1, 1), "1 frame of 1 source"),
        (Amount(2, 300, is_exact=False), "about 300 frames of 2 sources"),
        (Amount(3, 12, unknown=1), "12 frames and 1 video whose length is not known"),
        (Amount(2, 0, unknown=2), "2 videos whose length is not known"),
        (Amount(1, 0, live=1), "A live source: it is exported until you stop"),
    ],
)
def test_how_much_there_is_to_do_is_said_as_far_as_it_is_known(amount: Amount, words: str) -> None:
    assert amount_text(amount) == words


def test_every_format_that_gives_nothing_says_why() -> None:
    def fit(*kinds: SourceKind, is_frame: bool = False, is_classifier: bool = False) -> set[str]:
        meant = frozenset(kinds)
        return {
            kind.key
            for kind in EXPORTERS
            if not unfit(kind.key, meant, is_frame=is_frame, is_classifier=is_classifier)
        }

    every = {kind.key for kind in EXPORTERS}
    assert fit(P, V) == every
    assert fit(P) == every - {"video", "frames"}
    assert fit(V) == fit(L) == every - {"images"}
    assert fit(V, is_frame=True) == every - {"video", "frames"}
    assert fit(P, V, is_classifier=True) == {"images", "video", "frames", "csv", "jsonl"}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (3700, "1 h 1 min"), (-3, "0 s")],
)
def test_lengths_of_time_are_short(seconds: float, words: str) -> None:
    assert duration_text(seconds) == words


def test_speed_has_two_figures_at_least() -> None:
    assert [rate_text(rate) for rate in (0.4, 38.24, 123.4)] == [
        "0.4 frames/s",
        "38.2 frames/s",
        "123 frames/s",
    ]


def test_what_will_happen_in_a_folder_is_said_before_it_does() -> None:
    folder = Path("/out")

    def words(lying: Lying, path: Path | None = None, *, is_frame: bool = False) -> str:
        place = Place(folder=folder, lying=lying, path=path, free=folder)
        return place_text(place, is_frame=is_frame)

    assert "images/a.jpg" in words(Lying.OTHERS, folder / "images" / "a.jpg")
    assert "goes on" in words(Lying.STOPPED)
    assert "refused" in words(Lying.DONE)
    assert "mixed" in words(Lying.DONE, is_frame=True)
    assert "Nothing" in words(Lying.NOTHING)
