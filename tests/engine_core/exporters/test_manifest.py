from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine_core.exporters.manifest import difference, read_manifest, targets_in, write_manifest


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    source = os.fsdecode(b"/data/caf\xe9.jpg")
    write_manifest(tmp_path, {"a": 1}, ["labels"], {"state": "done", "sources": [source, "汽车"]})

    manifest = read_manifest(tmp_path)

    assert manifest is not None
    assert manifest["settings"] == {"a": 1}
    assert manifest["sources"] == [source, "汽车"]
    assert targets_in(manifest) == ["labels"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"[" * 10**5, b'{"program":"x"}'])
def test_what_is_none_of_ours_is_not_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)

    assert read_manifest(tmp_path) is None


@pytest.mark.parametrize("targets", [None, 5, "labels", {"labels": 1}, [["labels"]]])
def test_targets_that_cannot_be_read_are_none(targets: object) -> None:
    assert targets_in({"targets": targets}) == []


@pytest.mark.parametrize("old", [None, 5, []])
def test_settings_that_are_none_differ_in_words(old: object) -> None:
    assert str(difference(old, {"model": 1})) == "settings that cannot be read"
