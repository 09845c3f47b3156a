from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from engine_core import remembered
from engine_core.decoders.base import Task
from engine_core.errors import ExportError, OptionError
from engine_core.letterbox import Geometry
from engine_core.recipe import NO_OVERRULES, Overrules

HASH = "ab" * 32
SAID = Overrules(
    decoder="yolox",
    task=Task.DETECT,
    geometry=Geometry.STRETCH,
    mean=(1.5, 2.0, 3.0),
    labels=("car", None, "汽车"),
    suppress=False,
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep everything that is remembered within the test."""
    for name in ("XDG_CONFIG_HOME", "HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    if not remembered._path(HASH).is_relative_to(tmp_path):
        pytest.skip("this system keeps its settings where no test may write")


def test_what_was_said_of_a_model_is_found_again() -> None:
    remembered.remember(HASH, SAID)
    assert remembered.recall(HASH) == SAID
    assert remembered.recall("cd" * 32) == NO_OVERRULES


def test_the_last_word_stands_and_can_be_forgotten() -> None:
    remembered.remember(HASH, SAID)
    remembered.remember(HASH, Overrules(pad=0))
    assert remembered.recall(HASH) == Overrules(pad=0)
    remembered.forget(HASH)
    assert remembered.recall(HASH) == NO_OVERRULES
    remembered.forget(HASH)


def test_nothing_half_written_is_left() -> None:
    remembered.remember(HASH, SAID)
    folder = remembered._path(HASH).parent
    assert [path.name for path in folder.iterdir()] == [f"{HASH}.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"task": "sing"}', b'{"pad": {}}'])
def test_settings_that_were_spoilt_are_an_error_for_people(content: bytes) -> None:
    remembered.remember(HASH, SAID)
    remembered._path(HASH).write_bytes(content)
    with pytest.raises(OptionError, match="saved settings") as caught:
        remembered.recall(HASH)
    assert caught.value.cure
    remembered.remember(HASH, SAID)
    assert remembered.recall(HASH) == SAID


def test_a_folder_that_cannot_be_made_is_an_error_for_people() -> None:
    blocked = remembered._path(HASH).parent
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_bytes(b"a file where the folder should be")
    with pytest.raises(ExportError, match="cannot be saved"):
        remembered.remember(HASH, SAID)


@pytest.mark.skipif(
    sys.platform == "win32" or getattr(os, "geteuid", lambda: 1)() == 0,
    reason="permissions do not hold here",
)
def test_settings_that_may_not_be_read_are_an_error_for_people() -> None:
    remembered.remember(HASH, SAID)
    remembered._path(HASH).chmod(0)
    with pytest.raises(OptionError, match="saved settings"):
        remembered.recall(HASH)


def test_everything_can_be_forgotten_at_once() -> None:
    for letter in "ab":
        remembered.remember(letter * 64, Overrules(labels=("screw", "nut")))

    assert remembered.forget_all() == 2

    assert remembered.recall("a" * 64) == Overrules()
    assert remembered.forget_all() == 0
