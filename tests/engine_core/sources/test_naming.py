from __future__ import annotations

import re
import unicodedata
from posixpath import splitext

from hypothesis import given
from hypothesis import strategies as st

from engine_core.sources.naming import Wishes, safe_name, unique_names, url_name

# Names as file systems hold them, Windows' forbidden ones and undecodable bytes of Linux among them.
parts = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=()), min_size=1, max_size=12
) | st.sampled_from(
    ["CON", "nul.jpg", "a.jpg", "A.png", "a~2.jpg", "..", ".", "é.jpg", "e\u0301.jpg", "x" * 300]
)
paths = st.lists(parts, min_size=1, max_size=3).map("/".join)


def folded_stem(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", splitext(name)[0]).casefold())


def assert_safe(name: str) -> None:
    assert name
    assert not name.startswith("/")
    name.encode("utf-8")
    for part in name.split("/"):
        assert part not in ("", ".", "..")
        assert not re.search(r'[<>:"|?*\\\x00-\x1f\x7f]', part)
        assert part[-1] not in ". "
        assert part[0] != "."
        assert part.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
        assert len(part.encode()) <= 200


@given(paths)
def test_every_name_is_made_legal_everywhere_and_legal_ones_stay(name: str) -> None:
    safe = safe_name(name)
    assert_safe(safe)
    assert safe_name(safe) == safe


@given(
    st.lists(st.tuples(paths, st.integers(0, 3), st.booleans()), max_size=25),
    st.lists(st.lists(parts, max_size=3).map(tuple), min_size=4, max_size=4),
)
def test_names_are_unique_without_case_and_suffix_safe_and_stable(
    rows: list[tuple[str, int, bool]], folders: list[tuple[str, ...]]
) -> None:
    wishes = Wishes(
        [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], folders
    )
    names = unique_names(wishes)
    assert len({folded_stem(name) for name in names}) == len(rows)
    for name in names:
        assert_safe(name)
    assert unique_names(wishes) == names


@given(st.lists(st.sampled_from(["a.jpg", "b.png", "c/d.jpg", "E.webp"]), unique=True))
def test_names_without_need_are_left_as_they_are(wished: list[str]) -> None:
    count = len(wished)
    wishes = Wishes(wished, [0] * count, [False] * count, [("home", "x")])
    assert unique_names(wishes) == wished


def test_suffixes_survive_shortening() -> None:
    assert safe_name("ä" * 300 + ".jpeg").endswith("ä.jpeg")


@given(st.text(max_size=40))
def test_any_address_gives_a_safe_name(rest: str) -> None:
    assert_safe(safe_name(url_name("rtsp://host/" + rest)))


def test_names_of_streams_hold_no_password() -> None:
    assert url_name("rtsp://me:secret@cam.local:8554/a/b?key=1#c") == "cam-local-8554/a/b"
    assert url_name("rtsp://[fe80::1]:554/a") == "fe80-1-554/a"
