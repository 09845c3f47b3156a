from __future__ import annotations

from pathlib import Path

import pytest

from engine_core import demo
from engine_core.demo import find_demo


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    names = ("workshop.onnx", "workshop-small.onnx", "belt.mp4", "pictures/02-b.jpg")
    for name in (*names, "pictures/01-a.jpg", "pictures/notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def test_all_of_it_is_found_and_pictures_come_in_their_order(folder: Path) -> None:
    found = find_demo(folder)
    assert found is not None
    assert found.model == folder / "workshop.onnx"
    assert [path.name for path in found.pictures] == ["01-a.jpg", "02-b.jpg"]
    assert found.picture_folder == folder / "pictures"
    assert found.clip == folder / "belt.mp4"


@pytest.mark.parametrize("name", ["workshop.onnx", "pictures/01-a.jpg"])
def test_without_a_model_or_pictures_there_is_no_demo(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / "pictures" / "02-b.jpg").unlink()
    assert find_demo(folder) is None


def test_without_clip_and_second_model_the_rest_is_offered(folder: Path) -> None:
    for name in ("belt.mp4", "workshop-small.onnx"):
        (folder / name).unlink()
    found = find_demo(folder)
    assert found is not None
    assert (found.clip, found.small) == (None, None)
    assert found.other_model(found.model) is None


def test_each_model_leads_to_the_other_and_a_foreign_one_to_none(folder: Path) -> None:
    found = find_demo(folder)
    assert found is not None
    assert found.small is not None
    assert found.other_model(found.model) == found.small
    assert found.other_model(found.small) == found.model
    assert found.other_model(Path("mine.onnx")) is None


def test_a_model_is_known_by_whatever_way_leads_to_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = find_demo(folder)
    assert found is not None
    monkeypatch.chdir(folder)
    for path in (Path("workshop.onnx"), Path("pictures/../workshop.onnx")):
        assert found.has_model(path)
        assert found.other_model(path) == found.small
    assert found.other_model(Path("workshop-small.onnx")) == found.model
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    assert not found.has_model(Path("workshop.onnx"))


def test_an_installation_without_assets_has_no_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Path:
        raise FileNotFoundError("no assets")

    monkeypatch.setattr(demo, "assets_folder", fail)
    assert find_demo() is None
