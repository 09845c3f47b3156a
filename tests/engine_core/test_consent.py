from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from engine_core import consent
from engine_core.consent import (
    NO_CONSENT,
    Consent,
    anything_allowed,
    give_consent,
    recall_consent,
    withdraw_all,
    withdraw_consent,
)
from engine_core.errors import OptionError

HASH = "ab" * 32
OTHER = "cd" * 32


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep everything that is allowed within the test."""
    for name in ("XDG_CONFIG_HOME", "HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    if not consent._path(HASH).is_relative_to(tmp_path):
        pytest.skip("this system keeps its settings where no test may write")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "libplugins.so"
    path.write_bytes(b"a library")
    return path


def test_nothing_is_allowed_unasked() -> None:
    assert recall_consent(HASH) == NO_CONSENT == Consent()
    assert not anything_allowed()


def test_what_was_allowed_holds_for_one_file(library: Path) -> None:
    given = give_consent(HASH, host_code=True, libraries=[library])
    assert recall_consent(HASH) == given
    assert given.host_code
    assert given.libraries == (library,)
    assert given.contents == (hashlib.sha256(b"a library").hexdigest(),)
    assert recall_consent(OTHER) == NO_CONSENT
    assert anything_allowed()


def test_consent_adds_up(library: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.so"
    second.write_bytes(b"another library")
    give_consent(HASH, libraries=[library])
    give_consent(HASH, host_code=True)
    both = give_consent(HASH, libraries=[second])
    assert both.host_code
    assert both.libraries == (library, second)
    assert recall_consent(HASH) == both


def test_a_library_that_changed_is_allowed_anew(library: Path) -> None:
    before = give_consent(HASH, libraries=[library])
    library.write_bytes(b"changed")
    after = give_consent(HASH, libraries=[library])
    assert after.libraries == before.libraries
    assert after.contents != before.contents


def test_a_library_is_kept_by_its_whole_path(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library.parent)
    assert give_consent(HASH, libraries=[Path(library.name)]).libraries == (library,)


def test_what_is_withdrawn_is_allowed_no_more() -> None:
    give_consent(HASH, host_code=True)
    withdraw_consent(HASH)
    withdraw_consent(HASH)
    assert recall_consent(HASH) == NO_CONSENT


def test_everything_can_be_withdrawn_at_once() -> None:
    give_consent(HASH, host_code=True)
    give_consent(OTHER, host_code=True)
    assert withdraw_all() == 2
    assert withdraw_all() == 0
    assert not anything_allowed()


def test_a_library_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"libnone\.so cannot be read"):
        give_consent(HASH, libraries=[tmp_path / "libnone.so"])
    assert recall_consent(HASH) == NO_CONSENT


@pytest.mark.parametrize(
    "damaged",
    [
        "{",
        "[]",
        '"yes"',
        "{}",
        '{"host_code": 1, "libraries": []}',
        '{"host_code": true}',
        '{"host_code": true, "libraries": ["a.so"]}',
        '{"host_code": true, "libraries": [{"path": "a.so"}]}',
        '{"host_code": true, "libraries": [{"path": "a.so", "sha256": ""}]}',
        '{"host_code": true, "libraries": [{"path": 7, "sha256": "ab"}]}',
        "\udcff",
    ],
)
def test_what_nobody_can_read_allows_nothing_and_is_told(damaged: str) -> None:
    give_consent(HASH, host_code=True)
    consent._path(HASH).write_bytes(damaged.encode("utf-8", "surrogateescape"))
    with pytest.raises(OptionError, match="cannot be read") as caught:
        recall_consent(HASH)
    assert str(consent._path(HASH)) in str(caught.value.cure)
    # It can be allowed anew, and what was there before does not come back.
    assert not give_consent(HASH).host_code


def test_a_consent_that_cannot_be_kept_is_told() -> None:
    consent._folder().parent.mkdir(parents=True)
    consent._folder().write_bytes(b"a file where a folder should be")
    with pytest.raises(OptionError, match="cannot be kept"):
        give_consent(HASH, host_code=True)
    assert recall_consent(HASH) == NO_CONSENT
    withdraw_consent(HASH)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nobody is forbidden here")
def test_a_consent_that_cannot_be_withdrawn_is_told() -> None:
    give_consent(HASH, host_code=True)
    consent._folder().chmod(0o500)
    try:
        with pytest.raises(OptionError, match="cannot be withdrawn"):
            withdraw_consent(HASH)
    finally:
        consent._folder().chmod(0o700)


def test_hashes_belong_to_libraries(library: Path) -> None:
    with pytest.raises(ValueError, match="2 hashes for 1"):
        Consent(libraries=(library,), contents=("a", "b"))
