from __future__ import annotations

from pathlib import Path

import pytest

from engine_core.errors import OptionError
from engine_core.exporters.folder import FolderLock, is_held, occupied, remove_files


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_a_lock_is_held_by_one_until_it_is_released(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_held(path)
    first = FolderLock(path, tmp_path)
    assert is_held(path)
    with pytest.raises(OptionError, match="in use"):
        FolderLock(path, tmp_path)
    first.release()
    first.release()
    assert not is_held(path)
    second = FolderLock(path, tmp_path)
    second.release()
    assert list(tmp_path.iterdir()) == []


def test_asking_for_a_lock_does_not_take_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_text("123")
    assert not is_held(path)
    lock = FolderLock(path, tmp_path)
    lock.release()


def test_folders_without_files_and_names_with_a_dot_occupy_nothing(tmp_path: Path) -> None:
    (tmp_path / "labels" / "deep").mkdir(parents=True)
    touch(tmp_path / "labels" / ".a.txt.12-0.part", tmp_path / "other" / "a.txt")
    assert occupied(tmp_path, ["labels", "data.yaml"]) is None
    touch(tmp_path / "labels" / "deep" / "a.txt")
    assert occupied(tmp_path, ["labels"]) == tmp_path / "labels" / "deep" / "a.txt"


def test_a_link_to_nothing_occupies_its_name(tmp_path: Path) -> None:
    (tmp_path / "coco.json").symlink_to(tmp_path / "nowhere")
    assert occupied(tmp_path, ["coco.json"]) == tmp_path / "coco.json"


def test_only_named_files_are_removed_and_the_folders_they_leave_empty(tmp_path: Path) -> None:
    touch(*(tmp_path / name for name in ("a/b/c.txt", "a/d.txt", "e/f.txt", "e/mine.txt")))
    remove_files(tmp_path, ["a/b/c.txt", "a/d.txt", "e/f.txt", "e/f.txt", "gone/g.txt"])
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == [
        "e",
        "e/mine.txt",
    ]


def test_nothing_outside_the_folder_is_removed(tmp_path: Path) -> None:
    out, precious = tmp_path / "out", tmp_path / "precious"
    touch(precious / "a.txt", out / "inside" / "b.txt")
    (out / "labels").symlink_to(precious, target_is_directory=True)
    (out / "link.txt").symlink_to(precious / "a.txt")
    names = ["labels/a.txt", "../precious/a.txt", "inside/../../precious/a.txt"]
    remove_files(out, [*names, str(precious / "a.txt"), "link.txt", "", ".", "..", "inside"])
    assert (precious / "a.txt").exists()
    assert (out / "inside" / "b.txt").exists()
    assert not (out / "link.txt").is_symlink()
