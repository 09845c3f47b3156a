from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine_core.errors import ExportError
from engine_core.exporters.files import (
    PartFile,
    export_error,
    frame_stem,
    safe_component,
    stem_of,
    sweep,
    write_file,
)
from engine_core.text import text
from tests.engine_core.exporters.builders import parts, picture, shown_files, video_frame


def test_a_file_appears_only_when_it_is_published(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "deep" / "er" / "a.txt")
    part.stream.write(b"whole")
    assert shown_files(tmp_path) == []

    part.publish()

    assert (tmp_path / "deep" / "er" / "a.txt").read_bytes() == b"whole"
    assert parts(tmp_path) == []


def test_a_discarded_file_leaves_the_old_one_alone(tmp_path: Path) -> None:
    write_file(tmp_path / "a.txt", b"old")
    part = PartFile(tmp_path / "a.txt")
    part.stream.write(b"new")

    part.discard()
    part.discard()

    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert parts(tmp_path) == []


def test_a_file_that_is_refused_its_name_is_gone(tmp_path: Path) -> None:
    def refuse(_path: Path) -> None:
        raise ExportError(text("The journal is full"))

    with pytest.raises(ExportError, match="journal is full"):
        write_file(tmp_path / "a.txt", b"x", on_published=refuse)

    assert shown_files(tmp_path) == []
    assert parts(tmp_path) == []


def test_a_name_of_the_greatest_length_can_be_written(tmp_path: Path) -> None:
    name = "汽" * 83 + ".txt"

    write_file(tmp_path / name, b"")

    assert shown_files(tmp_path) == [name]


def test_parts_of_ended_programs_are_swept_and_those_of_running_ones_kept(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    running = os.getppid()
    (tmp_path / "sub").mkdir()
    for process in (ended.pid, running, os.getpid()):
        (tmp_path / "sub" / f".a.txt.{process}-0.part").write_bytes(b"half")
    (tmp_path / ".mine.part").write_bytes(b"not ours")
    own = PartFile(tmp_path / "open.txt")

    sweep(tmp_path)

    left = {path.name for path in parts(tmp_path)}
    assert left == {f".a.txt.{running}-0.part", ".mine.part", own.path.name}
    own.discard()


def test_a_sweep_for_one_name_leaves_the_parts_of_others(tmp_path: Path) -> None:
    for name in ("coco.json", "detections.csv"):
        (tmp_path / f".{name}.{os.getpid()}-9999.part").touch()

    sweep(tmp_path, name="coco.json", deep=False)

    assert [path.name.startswith(".detections.csv") for path in parts(tmp_path)] == [True]


def test_a_folder_that_is_a_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ExportError, match="a file where a folder is needed") as caught:
        write_file(tmp_path / "file" / "sub" / "a.txt", b"")

    assert caught.value.cure
    assert "a.txt" in str(caught.value.what)


def test_a_folder_in_the_place_of_the_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()

    with pytest.raises(ExportError):
        write_file(tmp_path / "a.txt", b"x")

    assert parts(tmp_path) == []


def test_a_name_that_is_too_long_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="too long"):
        write_file(tmp_path / ("a" * 300), b"x")

    assert parts(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "no space left"),
        (errno.EACCES, "not allowed"),
        (errno.EROFS, "not allowed"),
        (errno.EFBIG, "larger than this file system"),
        (errno.EIO, "The system says"),
    ],
)
def test_each_reason_has_words_and_a_cure(code: int, words: str) -> None:
    error = export_error(OSError(code, os.strerror(code)), Path("out/a.txt"))

    assert words in str(error.why)
    assert str(error.cure)
    assert os.strerror(code) in error.details


@given(st.text(alphabet=st.sampled_from("a.b/\\: 汽~\0con"), max_size=30))
def test_no_name_leaves_its_folder(name: str) -> None:
    stem = stem_of(name)

    assert stem
    assert not stem.startswith("/")
    assert not {"..", ".", ""} & set(stem.split("/"))
    assert not set(stem) & set('\\:\0<>"|?*')


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("a.jpg", "a"),
        ("train/0001.v2.jpg", "train/0001.v2"),
        ("照片/街道 一.png", "照片/街道 一"),
        ("../../etc/passwd.jpg", "__/__/etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("..\\up.jpg", ".._up"),
    ],
)
def test_places_keep_what_can_be_kept_of_names(name: str, stem: str) -> None:
    assert stem_of(name) == stem


@pytest.mark.parametrize("name", ["CON", "nul.txt", "com1", "a/b", "end.", "end ", "", "a\nb"])
def test_components_are_what_windows_takes(name: str) -> None:
    safe = safe_component(name)

    assert safe
    assert safe != name
    assert safe.rstrip(". ") == safe


@given(st.text(min_size=1, max_size=400))
def test_no_component_is_longer_than_file_systems_take_with_what_is_appended(name: str) -> None:
    safe = safe_component(name)

    assert len(safe.encode("utf-8", "surrogatepass")) <= 180
    assert safe_component(safe) == safe


def test_frames_of_a_video_lie_in_a_folder_of_its_name() -> None:
    assert frame_stem(picture("a/b.jpg")) == "a/b"
    assert frame_stem(video_frame(12, name="a/clip.mp4")) == "a/clip/frame_000012"
