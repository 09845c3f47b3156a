"""The catalogues that are shipped are whole. After a change of texts: ``python -m gui.i18n.collect``."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from gui.i18n import FOLDER, LANGUAGES, read_catalogue
from gui.i18n.collect import collect, places

_TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", _TRANSLATED)
def test_every_text_is_translated_with_the_same_places(language: str) -> None:
    known = read_catalogue(FOLDER / f"enginescope_{language}.ts")
    texts = [said.source for said in collect()]

    missing = [source for source in texts if source not in known]
    differing = [s for s in texts if s in known and places(known[s]) != places(s)]

    assert (missing, differing) == ([], [])


@pytest.mark.parametrize("language", _TRANSLATED)
def test_no_catalogue_holds_texts_that_nothing_says_any_more(language: str) -> None:
    tree = ET.parse(FOLDER / f"enginescope_{language}.ts")  # noqa: S314 - a file of ours
    listed = [message.findtext("source", "") for message in tree.iter("message")]

    assert set(listed) - {said.source for said in collect()} == set()
    assert len(listed) == len(set(listed))
