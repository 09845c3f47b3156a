from __future__ import annotations

from pathlib import Path

import pytest

from gui.i18n import read_catalogue
from gui.i18n.collect import Found, NotLiteralError, collect, has_words, merge, places


def _package(root: Path, source: str) -> Path:
    (root / "gui").mkdir()
    (root / "gui" / "part.py").write_text(source, "utf-8")
    return root


def test_every_literal_of_tr_and_both_of_counted_are_found_once(tmp_path: Path) -> None:
    root = _package(
        tmp_path,
        "from gui.i18n import counted, tr\n"
        "tr('Open {name}', name=1)\ntr('Open {name}', name=2)\n"
        "counted(3, '{n} box', '{n} boxes')\n",
    )

    found = [said.source for said in collect(root, ["gui"])]

    assert found == ["Open {name}", "{n} box", "{n} boxes"]


def test_sentences_of_the_core_are_found_whatever_name_a_module_gives_them(tmp_path: Path) -> None:
    root = _package(
        tmp_path,
        "from engine_core.text import text as say\nsay('It is {x}', x=1)\nprint('not this')\n",
    )

    assert [said.source for said in collect(root, ["gui"])] == ["It is {x}"]


def test_a_function_of_the_same_name_from_elsewhere_is_not_taken_for_a_text(tmp_path: Path) -> None:
    root = _package(
        tmp_path, "def text(value: str) -> str:\n    return value\ntext('Not for people')\n"
    )

    assert collect(root, ["gui"]) == []


@pytest.mark.parametrize("call", ["tr(name)", "tr(f'Open {name}')", "tr('a' + name)"])
def test_a_text_that_is_no_literal_is_refused_with_its_place(tmp_path: Path, call: str) -> None:
    root = _package(tmp_path, f"from gui.i18n import tr\nname = 'x'\n{call}\n")

    with pytest.raises(NotLiteralError, match=r"gui/part\.py:3"):
        collect(root, ["gui"])


def test_merging_keeps_what_is_translated_marks_what_is_new_and_drops_what_is_gone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "it.ts"
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS><context><name>EngineScope</name>'
        "<message><source>Kept</source><translation>Tenuto</translation></message>"
        "<message><source>Doubtful</source><translation type='unfinished'>Forse</translation></message>"
        "<message><source>Gone</source><translation>Andato</translation></message>"
        "</context></TS>",
        "utf-8",
    )
    wanted = [Found(source, "gui/a.py", 1) for source in ("Kept", "Doubtful", "New & <old>")]

    missing, dropped = merge(path, "it", wanted)

    assert (missing, dropped) == (2, 1)
    assert read_catalogue(path) == {"Kept": "Tenuto"}
    text = path.read_text("utf-8")
    assert "Forse" in text
    assert "New &amp; &lt;old&gt;" in text
    assert "Andato" not in text


def test_merging_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "it.ts"
    wanted = [Found("One", "gui/a.py", 1), Found("{reason}", "gui/a.py", 2)]
    merge(path, "it", wanted)
    first = path.read_bytes()

    merge(path, "it", wanted)

    assert path.read_bytes() == first
    assert read_catalogue(path) == {"{reason}": "{reason}"}


@pytest.mark.parametrize(
    ("template", "expected"),
    [("Open {name}, {n} of {n}", ["n", "n", "name"]), ("{{not}} a place", []), ("{x:.2f}", ["x"])],
)
def test_places_are_read_as_format_reads_them(template: str, expected: list[str]) -> None:
    assert places(template) == expected


@pytest.mark.parametrize(("template", "expected"), [("{a} × {b}", False), ("{n} boxes", True)])
def test_what_is_only_places_needs_no_translator(template: str, expected: bool) -> None:
    assert has_words(template) is expected
