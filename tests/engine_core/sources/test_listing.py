from __future__ import annotations

import os
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from engine_core.frame import SourceKind
from engine_core.sources.listing import SourceList, list_sources
from engine_core.sources.tree import natural_order


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def picture(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (2, 2)).save(path, "PNG")
    return path


def names_of(listed: SourceList) -> list[str]:
    return [item.name for item in listed.items]


def listed_without_problems(*arguments: str | Path, recursive: bool = True) -> list[str]:
    listed = list_sources([str(argument) for argument in arguments], recursive=recursive)
    assert not listed.problems
    return names_of(listed)


def only_problem(*arguments: str | Path, recursive: bool = True) -> str:
    listed = list_sources([str(argument) for argument in arguments], recursive=recursive)
    assert not listed.items
    (problem,) = listed.problems
    assert problem.why
    assert problem.cure
    return str(problem)


def test_a_folder_is_listed_as_people_count_files_before_folders(tmp_path: Path) -> None:
    touch(
        tmp_path, "img10.jpg", "IMG2.jpg", "img1.png", "b/2.mp4", "b/10.mp4", "a/x.JPG", "note.md"
    )
    assert listed_without_problems(tmp_path) == [
        "img1.png",
        "IMG2.jpg",
        "img10.jpg",
        "a/x.JPG",
        "b/2.mp4",
        "b/10.mp4",
    ]


def test_an_item_knows_kind_and_absolute_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "in/a.jpg", "in/b.mkv")
    monkeypatch.chdir(tmp_path)
    first, second = list_sources(["in"]).items
    assert (first.kind, second.kind) == (SourceKind.PICTURE, SourceKind.VIDEO)
    assert first.location == str(tmp_path / "in" / "a.jpg")


def test_folders_in_folders_are_left_out_when_asked(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "b/c.jpg")
    assert listed_without_problems(tmp_path, recursive=False) == ["a.jpg"]
    touch(tmp_path / "deep", "b/c.jpg")
    assert "folders in it are left out" in only_problem(tmp_path / "deep", recursive=False)


def test_hidden_files_and_folders_are_skipped(tmp_path: Path) -> None:
    touch(tmp_path, ".a.jpg", ".git/b.jpg", "c.jpg", "__MACOSX/._c.jpg")
    assert listed_without_problems(tmp_path) == ["c.jpg"]


def test_no_file_of_a_folder_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path, "a.jpg", "b.mp4")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert listed_without_problems(tmp_path) == ["a.jpg", "b.mp4"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.jpg", ["1.jpg", "2.jpg"]),
        ("**/*.jpg", ["1.jpg", "2.jpg", "x/3.jpg", "x/y/4.jpg"]),
        ("**", ["1.jpg", "2.jpg", "2.png", "x/3.jpg", "x/3.mp4", "x/y/4.jpg"]),
        ("x/*", ["3.jpg", "3.mp4", "y/4.jpg"]),
        ("?/*.jpg", ["x/3.jpg"]),
        ("x/**/4.*", ["y/4.jpg"]),
        ("[1-2].[jp][pn]g", ["1.jpg", "2.jpg", "2.png"]),
    ],
)
def test_globs_are_expanded_and_named_from_where_the_pattern_begins(
    tmp_path: Path, pattern: str, expected: list[str]
) -> None:
    touch(
        tmp_path,
        "1.jpg",
        "2.jpg",
        "2.png",
        "x/3.jpg",
        "x/3.mp4",
        "x/y/4.jpg",
        "x/5.txt",
        ".h/6.jpg",
    )
    listed = list_sources([str(tmp_path / pattern)])
    assert not listed.problems
    found = [name.replace("~2", "") for name in names_of(listed)]
    assert found == expected


def test_a_glob_stays_out_of_folders_when_asked(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "x/b.jpg")
    assert listed_without_problems(tmp_path / "*", recursive=False) == ["a.jpg"]
    assert listed_without_problems(tmp_path / "*") == ["a.jpg", "x/b.jpg"]


def test_a_file_with_brackets_in_its_name_is_a_file(tmp_path: Path) -> None:
    picture(tmp_path / "shot[1].png")
    assert listed_without_problems(tmp_path / "shot[1].png") == ["shot[1].png"]


def test_a_named_file_goes_by_its_content(tmp_path: Path) -> None:
    picture(tmp_path / "foo.dat")
    picture(tmp_path / "list.txt")
    (tmp_path / "clip.jpg").write_bytes(b"\x00\x00\x00\x20ftypisom" + bytes(20))
    listed = list_sources([str(tmp_path / name) for name in ("foo.dat", "list.txt", "clip.jpg")])
    assert not listed.problems
    assert names_of(listed) == ["foo.dat", "list.txt", "clip.jpg"]
    assert [item.kind.value for item in listed.items] == ["picture", "picture", "video"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("model.onnx", b"\x08\x07", "is a model"),
        ("a.pdf", b"%PDF-1.4", "PDF"),
        ("a.bin", b"\x01\x02\x03", "neither a picture nor a video"),
        ("empty", b"", "empty"),
        ("a.zip", b"PK\x03\x04", "archive"),
        ("empty.txt", b"# nothing\n\n", "names nothing"),
        ("latin.txt", b"b\xfccher.jpg\n", "UTF-8"),
    ],
)
def test_what_is_neither_picture_nor_video_is_a_problem_and_the_rest_goes_on(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    good = picture(tmp_path / "good.png")
    assert says in only_problem(tmp_path / name)
    listed = list_sources([str(tmp_path / name), str(good)])
    assert names_of(listed) == ["good.png"]
    assert len(listed.problems) == 1


def test_each_way_of_giving_nothing_is_told_by_itself(tmp_path: Path) -> None:
    touch(tmp_path, "papers/a.md", "papers/b.csv")
    (tmp_path / "empty").mkdir()
    told = [
        only_problem(tmp_path / "none.jpg"),
        only_problem(tmp_path / "no" / "where" / "a.jpg"),
        only_problem(tmp_path / "empty"),
        only_problem(tmp_path / "papers"),
        only_problem(tmp_path / "papers" / "*.jpg"),
        only_problem(tmp_path / "papers" / "*.md"),
        only_problem(""),
        only_problem("gopher://host/a"),
        only_problem("rtsp://[::1"),
        only_problem("rtsp://"),
    ]
    for sentence, says in zip(
        told,
        [
            f"no such file or folder in {tmp_path}",
            f"exists only up to {tmp_path}",
            "The folder is empty",
            "None of the 2 files",
            "No file fits",
            "no suffix of a picture",
            "name is empty",
            "Streams are read from",
            "Streams are read from",
            "Streams are read from",
        ],
        strict=True,
    ):
        assert says in sentence
    assert not list_sources([]).items
    assert "was given" in str(list_sources([]).problems[0])


def test_cameras_and_streams_are_listed_without_touching_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    listed = list_sources(
        [
            "0",
            "camera:2",
            "rtsp://me:secret@192.168.1.10:554/live/main.sdp?x=1",
            "rtsp://192.168.1.11/live/main.sdp",
            "https://host/videos/clip.MP4?token=1",
            "http://host/live.m3u8",
            "udp://@239.0.0.1:1234",
        ]
    )
    assert not listed.problems
    assert names_of(listed) == [
        "camera-0",
        "camera-2",
        "192-168-1-10-554/live/main-sdp",
        "192-168-1-11/live/main-sdp",
        "host/videos/clip.MP4",
        "host/live-m3u8",
        "239-0-0-1-1234",
    ]
    kinds = [item.kind.value for item in listed.items]
    assert kinds == ["live", "live", "live", "live", "video", "live", "live"]
    assert listed.items[0].location == "camera:0"
    assert listed.items[2].location.startswith("rtsp://me:secret@")


def test_a_file_called_0_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    picture(tmp_path / "0")
    (item,) = list_sources(["0"]).items
    assert item.kind is SourceKind.PICTURE


def test_a_file_address_is_a_path(tmp_path: Path) -> None:
    path = picture(tmp_path / "ein bild.png")
    assert listed_without_problems(path.as_uri()) == ["ein bild.png"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_list_file_names_sources_relative_to_itself(
    tmp_path: Path, encoding: str, newline: str
) -> None:
    picture(tmp_path / "data" / "图.png")
    touch(tmp_path, "data/more/b.jpg", "data/c1.jpg", "data/c2.jpg")
    lines = ["# comment", "", "图.png", "  more  ", "c?.jpg", "rtsp://cam/1", "./图.png", "3"]
    (tmp_path / "data" / "list.txt").write_bytes(newline.join(lines).encode(encoding))
    assert listed_without_problems(tmp_path / "data" / "list.txt") == [
        "图.png",
        "b.jpg",
        "c1.jpg",
        "c2.jpg",
        "cam/1",
        "camera-3",
    ]


def test_lines_of_a_list_that_do_not_exist_are_one_problem(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    (tmp_path / "list.txt").write_text("a.png\nb.png\nc.png\n", "utf-8")
    listed = list_sources([str(tmp_path / "list.txt")])
    assert names_of(listed) == ["a.png"]
    (problem,) = listed.problems
    assert "2 of the 3 entries" in str(problem)
    assert problem.details == "b.png\nc.png"


def test_lists_of_lists_are_refused(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("list.txt\n", "utf-8")
    assert "cannot name another list" in only_problem(tmp_path / "list.txt")


def test_what_is_named_twice_is_listed_once(tmp_path: Path) -> None:
    path = picture(tmp_path / "a" / "b.png")
    touch(tmp_path, "a/c.jpg")
    assert listed_without_problems(path, tmp_path / "a", tmp_path, tmp_path / "a" / ".." / "a") == [
        "b.png",
        "c.jpg",
    ]


def test_folders_with_the_same_names_are_told_apart_by_their_own(tmp_path: Path) -> None:
    touch(tmp_path, "day/1.jpg", "day/2.jpg", "night/1.jpg", "other/9.jpg")
    folders = [tmp_path / name for name in ("day", "night", "other")]
    assert listed_without_problems(*folders) == ["day/1.jpg", "day/2.jpg", "night/1.jpg", "9.jpg"]


def test_as_many_parent_folders_are_named_as_are_needed(tmp_path: Path) -> None:
    touch(tmp_path, "x/images/1.jpg", "y/images/1.jpg")
    arguments = tmp_path / "x" / "images", tmp_path / "y" / "images"
    assert listed_without_problems(*arguments) == ["x/images/1.jpg", "y/images/1.jpg"]


def test_single_files_of_the_same_name_get_their_folder(tmp_path: Path) -> None:
    paths = [picture(tmp_path / folder / "1.png") for folder in ("a", "b")]
    assert listed_without_problems(*paths) == ["a/1.png", "b/1.png"]


def test_names_that_differ_only_by_suffix_are_numbered(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "a.png", "a~2.gif", "a.webp")
    assert listed_without_problems(tmp_path) == ["a.jpg", "a~3.png", "a~4.webp", "a~2.gif"]


def test_a_video_beside_a_folder_of_its_frames_does_not_share_the_name(tmp_path: Path) -> None:
    touch(tmp_path, "clip.mp4", "clip/0001.jpg", "photo.jpg", "photo/1.jpg")
    assert listed_without_problems(tmp_path) == [
        "clip~2.mp4",
        "photo.jpg",
        "clip/0001.jpg",
        "photo/1.jpg",
    ]


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@needs_links
def test_links_that_lead_in_circles_end(tmp_path: Path) -> None:
    touch(tmp_path, "a/1.jpg")
    for name in ("back", "again"):
        (tmp_path / "a" / name).symlink_to(tmp_path, target_is_directory=True)
    assert listed_without_problems(tmp_path) == ["a/1.jpg"]
    assert listed_without_problems(tmp_path / "**" / "*.jpg") == ["a/1.jpg"]


@needs_links
def test_a_link_to_itself_is_passed_over_and_told_only_where_nothing_else_is(
    tmp_path: Path,
) -> None:
    touch(tmp_path, "loop/a/bus.jpg")
    for name in ("self", "self.jpg"):
        (tmp_path / "loop" / name).symlink_to(name)
    assert listed_without_problems(tmp_path / "loop") == ["a/bus.jpg"]
    assert listed_without_problems(tmp_path / "loop" / "**" / "*.jpg") == ["a/bus.jpg"]
    (tmp_path / "loop" / "a" / "bus.jpg").unlink()
    assert "link" in only_problem(tmp_path / "loop")


@needs_links
def test_linked_folders_are_followed_and_broken_links_are_not_listed(tmp_path: Path) -> None:
    touch(tmp_path, "real/1.jpg")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "set").symlink_to(tmp_path / "real", target_is_directory=True)
    (tmp_path / "data" / "gone.jpg").symlink_to(tmp_path / "nothing.jpg")
    assert listed_without_problems(tmp_path / "data") == ["set/1.jpg"]
    assert "link" in only_problem(tmp_path / "data" / "gone.jpg")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is refused to this user"
)
def test_a_folder_that_may_not_be_read_is_told_and_the_others_are_listed(tmp_path: Path) -> None:
    touch(tmp_path, "a/1.jpg", "b/2.jpg")
    (tmp_path / "a").chmod(0)
    listed = list_sources([str(tmp_path)])
    (tmp_path / "a").chmod(0o700)
    assert names_of(listed) == ["b/2.jpg"]
    assert "cannot be read" in str(listed.problems[0])


NAMES = st.lists(st.text("aA0129_ß. ", min_size=1, max_size=8), max_size=20, unique=True)


def in_order(*names: str) -> list[str]:
    return [names[row] for row in natural_order(names)]


@given(NAMES)
def test_the_order_depends_on_names_alone(names: list[str]) -> None:
    assert in_order(*names) == in_order(*names[::-1])


@given(NAMES)
def test_two_names_stand_alike_whatever_stands_around_them(names: list[str]) -> None:
    ordered = in_order(*names)
    for first, second in pairwise(ordered):
        assert in_order(second, first) == [first, second]


@given(
    st.text("abÄ_", min_size=1, max_size=4),
    st.integers(0, 10**9) | st.integers(10**40, 10**60),
    st.integers(0, 10**9) | st.integers(10**40, 10**60),
)
def test_numbers_sort_by_value_whatever_their_zeros(stem: str, a: int, b: int) -> None:
    first, second = f"{stem}{a}.jpg", f"{stem.upper()}{b:012}.jpg"
    if a != b:
        assert in_order(first, second) == ([first, second] if a < b else [second, first])


def test_results_of_runs_are_left_out(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "b/c.jpg", "b/out/images/a.jpg", "b/out/.enginescope/manifest.json")
    assert listed_without_problems(tmp_path) == ["a.jpg", "b/c.jpg"]
    assert listed_without_problems(tmp_path / "**" / "*.jpg") == ["a.jpg", "b/c.jpg"]
    assert listed_without_problems(tmp_path / "b" / "out" / "images") == ["a.jpg"]
    picture(tmp_path / "b" / "out" / "d.png")
    assert listed_without_problems(tmp_path / "b" / "out" / "d.png") == ["d.png"]
    for argument in (tmp_path / "b" / "out", tmp_path / "b" / "out" / "*"):
        assert "results of a run" in only_problem(argument)


def test_the_folder_where_results_will_be_is_left_out(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "out/images/a.jpg", "out/b.jpg")

    def listed_from(source: Path, out: Path) -> list[str]:
        listed = list_sources([str(source)], leave_out=[out])
        return names_of(listed) or [str(listed.problems[0].why)]

    assert listed_from(tmp_path, tmp_path / "out") == ["a.jpg"]
    assert listed_from(tmp_path, tmp_path / "out" / ".." / "out") == ["a.jpg"]
    assert listed_from(tmp_path / "*", tmp_path / "out") == ["a.jpg"]
    assert listed_from(tmp_path / "out" / "images", tmp_path / "out") == ["a.jpg"]
    assert listed_from(tmp_path / "out" / "images", tmp_path) == ["a.jpg"]
    assert "results of a run" in listed_from(tmp_path / "out", tmp_path / "out")[0]
    assert listed_from(tmp_path / "out" / "images", tmp_path / "not yet") == ["a.jpg"]


@needs_links
def test_the_folder_of_results_is_known_by_any_path(tmp_path: Path) -> None:
    touch(tmp_path, "data/a.jpg", "data/out/a.jpg")
    (tmp_path / "link").symlink_to(tmp_path / "data" / "out", target_is_directory=True)
    listed = list_sources([str(tmp_path / "data")], leave_out=[tmp_path / "link"])
    assert names_of(listed) == ["a.jpg"]


@pytest.mark.parametrize("argument", ["file://[x", "file:///%00", "a\0b", "file://x/\ud800"])
def test_an_argument_that_can_be_no_path_is_told(argument: str) -> None:
    assert "neither a path nor an address" in only_problem(argument)


def test_problems_do_not_show_passwords() -> None:
    shown = only_problem("gopher://me:secret@host/a?token=geheim")
    assert "gopher://***@host/a?token=***" in shown


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    arguments=st.lists(
        st.text(st.characters(exclude_categories=()), max_size=12)
        | st.sampled_from(["\0", "~", "~x", "*", "**", "0", "[z-a]", "x" * 5000])
        | st.builds(
            "{}://{}".format,
            st.sampled_from(["file", "FILE", "rtsp", "http", "x"]),
            st.text("[]:@/%0\\#?.a\ud800", max_size=12),
        )
    )
)
def test_nothing_that_is_typed_raises(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
) -> None:
    monkeypatch.chdir(tmp_path_factory.getbasetemp())
    # What leads out of the folder of the test would list the whole machine.
    safe = [argument for argument in arguments if not argument.startswith(("/", "~/", "."))]
    listed = list_sources(safe, recursive=False)
    assert len(listed.items) + len(listed.problems) >= min(len(set(safe)), 1)
    for problem in listed.problems:
        assert str(problem)
