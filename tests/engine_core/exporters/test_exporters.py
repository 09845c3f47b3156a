"""What holds for every format alike."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import av
import pytest
import yaml
from PIL import Image

from engine_core.errors import ExportError, OptionError
from engine_core.exporters import EXPORTERS, check_exporters, open_exporters, targets_of
from engine_core.exporters.base import Exporter, ExportSettings
from engine_core.exporters.yolo import read_yolo
from engine_core.frame import SourceInfo, SourceKind
from engine_core.journal import Journal
from engine_core.results import FrameResult
from engine_core.text import text
from tests.engine_core.exporters.builders import (
    boxes,
    files_limited_to,
    parts,
    picture,
    picture_source,
    settings,
    shown_files,
    video_frame,
    video_source,
)
from tests.engine_core.exporters.endless_run import FRAMES

ROOT = Path(__file__).resolve().parents[3]
KEYS = [kind.key for kind in EXPORTERS]
every_format = pytest.mark.parametrize("key", KEYS)
# One file for the run, written anew each time.
NEVER_HAVE = {"coco", "csv", "jsonl"}


def source_for(key: str) -> tuple[SourceInfo, list[FrameResult]]:
    """Return a source that gives something in the format."""
    if key in ("video", "frames"):
        return video_source(), [video_frame(index) for index in range(3)]
    return picture_source(), [picture(detections=boxes(20, (64, 48)))]


def opened(key: str, out: Path) -> Exporter:
    (exporter,) = open_exporters([key], settings(out))
    return exporter


def run(exporter: Exporter, info: SourceInfo, results: list[FrameResult]) -> None:
    exporter.begin_source(info)
    for result in results:
        exporter.write(result)
    exporter.end_source()


@every_format
def test_a_run_gives_files_and_leaves_no_parts(tmp_path: Path, key: str) -> None:
    exporter = opened(key, tmp_path)
    run(exporter, *source_for(key))
    exporter.close()

    assert shown_files(tmp_path)
    assert parts(tmp_path) == []


@every_format
def test_what_was_published_is_known_to_the_next_run(tmp_path: Path, key: str) -> None:
    info, results = source_for(key)
    first = opened(key, tmp_path)
    assert not first.has(info.item)
    run(first, info, results)
    first.abandon()

    second = opened(key, tmp_path)
    assert second.has(info.item) == (key not in NEVER_HAVE)
    second.abandon()


@every_format
def test_each_file_is_announced_and_lies_below_a_target(tmp_path: Path, key: str) -> None:
    announced: list[Path] = []

    def note(path: Path) -> None:
        assert not path.exists()
        announced.append(path)

    (exporter,) = open_exporters([key], replace(settings(tmp_path), on_published=note))
    run(exporter, *source_for(key))
    exporter.close()

    assert exporter.key == key
    assert sorted(path.relative_to(tmp_path).as_posix() for path in announced) == shown_files(
        tmp_path
    )
    assert {path.relative_to(tmp_path).parts[0] for path in announced} == set(targets_of([key]))


def test_targets_of_formats_come_once() -> None:
    assert targets_of(["csv", "images", "frames"]) == ("images", "detections.csv")
    assert targets_of([]) == ()


@every_format
@pytest.mark.parametrize("kind", SourceKind)
def test_a_format_that_gives_nothing_for_a_source_says_so(
    tmp_path: Path, key: str, kind: SourceKind
) -> None:
    if kind is SourceKind.PICTURE:
        info, results = picture_source(), [picture(detections=boxes(20, (64, 48)))]
    else:
        info, results = video_source(kind=kind), [video_frame(index) for index in range(2)]
    exporter = opened(key, tmp_path)
    run(exporter, info, results)
    exporter.close()

    (format_,) = check_exporters([key])
    assert bool(shown_files(tmp_path)) == (kind in format_.sources)


@every_format
def test_only_files_for_a_whole_video_or_run_are_brought_to_the_disk(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    really = os.fsync

    def fsync(file: int) -> None:
        synced.append(file)
        really(file)

    monkeypatch.setattr(os, "fsync", fsync)
    exporter = opened(key, tmp_path)
    run(exporter, *source_for(key))
    exporter.close()

    of_whole = {name for name in shown_files(tmp_path) if "/" not in name or key == "video"}
    assert len(synced) == len(of_whole)


@every_format
def test_an_abandoned_run_leaves_no_unfinished_file(tmp_path: Path, key: str) -> None:
    info, results = source_for(key)
    exporter = opened(key, tmp_path)
    exporter.begin_source(info)
    for result in results:
        exporter.write(result)

    exporter.abandon()
    exporter.abandon()

    assert parts(tmp_path) == []
    assert not {"coco.json", "detections.csv", "detections.jsonl"} & set(shown_files(tmp_path))


@every_format
def test_an_output_folder_below_a_file_is_refused_in_words(tmp_path: Path, key: str) -> None:
    (tmp_path / "file").touch()
    exporters: list[Exporter] = []

    with pytest.raises(ExportError) as caught:  # noqa: PT012 - some notice at once, some later
        exporters.append(opened(key, tmp_path / "file" / "out"))
        run(exporters[0], *source_for(key))

    assert caught.value.why
    assert caught.value.cure
    for exporter in exporters:
        exporter.abandon()


@every_format
@pytest.mark.parametrize("size", [0, 40, 200])
def test_a_full_disk_is_refused_in_words_and_leaves_no_half_file(
    tmp_path: Path, key: str, size: int
) -> None:
    exporters: list[Exporter] = []

    with files_limited_to(size), pytest.raises(ExportError) as caught:  # noqa: PT012
        exporters.append(opened(key, tmp_path))
        run(exporters[0], *source_for(key))
        exporters[0].close()
    for exporter in exporters:
        exporter.abandon()

    assert "larger than this file system allows" in str(caught.value.why)
    assert shown_files(tmp_path) == []
    assert parts(tmp_path) == []


@every_format
@pytest.mark.parametrize(
    "name", ["照片 1/街道 a.jpg", "../../../escaped.jpg", "a/../../../b.jpg", "/root.jpg"]
)
def test_no_name_writes_outside_the_output_folder(tmp_path: Path, key: str, name: str) -> None:
    out = tmp_path / "a" / "b" / "输出 c"
    exporter = opened(key, out)
    name = name.replace(".jpg", ".mp4") if key in ("video", "frames") else name
    result = video_frame(0, name=name) if key in ("video", "frames") else picture(name)
    info = video_source(name) if key in ("video", "frames") else picture_source(name)
    run(exporter, info, [result])
    exporter.close()

    assert shown_files(out)
    assert [path for path in shown_files(tmp_path) if not path.startswith("a/b/输出 c/")] == []
    assert not Path("/root.jpg").exists()


@every_format
def test_a_source_path_that_is_not_utf8_can_be_written(tmp_path: Path, key: str) -> None:
    info, results = source_for(key)
    exporter = opened(key, tmp_path)

    run(exporter, info, [replace(r, source=os.fsdecode(b"/data/caf\xe9.jpg")) for r in results])
    exporter.close()

    assert shown_files(tmp_path)


@pytest.mark.parametrize(
    ("key", "name"), [("images", "images/photo.jpg"), ("video", "videos/clip.mp4")]
)
def test_a_source_is_never_written_over(tmp_path: Path, key: str, name: str) -> None:
    source = tmp_path / name
    source.parent.mkdir()
    source.write_bytes(b"precious")
    info, results = source_for(key)
    exporter = opened(key, tmp_path)

    with pytest.raises(ExportError, match="It is the source itself"):
        run(exporter, info, [replace(result, source=str(source)) for result in results])
    exporter.abandon()

    assert source.read_bytes() == b"precious"


def test_killed_runs_leave_only_whole_files_and_the_next_one_tidies_up(tmp_path: Path) -> None:
    rng = random.Random(20)  # noqa: S311 - no secret
    outs = [tmp_path / f"run {number}" for number in range(4)]
    command = [sys.executable, "-m", "tests.engine_core.exporters.endless_run"]
    processes = [
        subprocess.Popen([*command, str(out)], cwd=ROOT, stdout=subprocess.PIPE) for out in outs
    ]
    for process in processes:
        assert process.stdout is not None
        for _ in range(rng.randrange(20, 150)):
            assert process.stdout.readline() == b".\n"
        process.kill()
    for process in processes:
        process.communicate()

    for out in outs:
        names = written(out)
        assert names
        for name in names:
            check = CHECKS[Path(name).suffix]
            check(out / name)
        for exporter in open_exporters([key for key in KEYS if key != "yolo-conf"], settings(out)):
            exporter.abandon()
        assert parts(out) == []
        assert written(out) == names
        # What a killed run has left is known to its journal to the last file.
        Journal(out, {}, overwrite=True).close()
        assert written(out) == []


def written(out: Path) -> list[str]:
    """Return what exporters have written."""
    own = "manifest.json", ".enginescope/"
    return [name for name in shown_files(out) if not name.startswith(own)]


def whole_picture(path: Path) -> None:
    with Image.open(path) as file:
        file.load()


def whole_video(path: Path) -> None:
    with av.open(str(path)) as container:
        assert len(list(container.decode(video=0))) == FRAMES


def whole_labels(path: Path) -> None:
    if path.name != "classes.txt":
        assert len(read_yolo(path, (64, 48))) in (2, 3)


def whole_coco(path: Path) -> None:
    content = json.loads(path.read_text("utf-8"))
    assert content.keys() in (
        {"info", "images", "annotations", "categories"},
        {"version", "flags", "shapes", "imagePath", "imageData", "imageHeight", "imageWidth"},
    )


def whole_table(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, strict=True))
    # Three pictures of three detections and three videos of four frames with two.
    assert len(rows) == 3 * 3 + 3 * FRAMES * 2


def whole_lines(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert len([json.loads(line) for line in lines]) == 3 * (1 + FRAMES)


CHECKS: dict[str, Callable[[Path], object]] = {
    ".jpg": whole_picture,
    ".mp4": whole_video,
    ".txt": whole_labels,
    ".yaml": lambda path: yaml.safe_load(path.read_text("utf-8"))["nc"],
    ".json": whole_coco,
    ".xml": ElementTree.parse,
    ".csv": whole_table,
    ".jsonl": whole_lines,
}


def test_an_unknown_format_names_the_nearest_and_all(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="Did you mean coco") as caught:
        open_exporters(["images", "cocoa"], settings(tmp_path))

    assert all(key in str(caught.value) for key in KEYS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("codec", "image_format"), [("h265", "jpg"), ("h264", "jpeg")])
def test_unknown_codecs_and_picture_formats_are_refused(
    tmp_path: Path, codec: str, image_format: str
) -> None:
    with pytest.raises(OptionError, match=r"Did you mean (h264|jpg)"):
        open_exporters(["images"], settings(tmp_path, video_codec=codec, image_format=image_format))


def test_two_formats_for_the_same_files_are_refused() -> None:
    with pytest.raises(OptionError, match="same label files"):
        check_exporters(["yolo", "csv", "yolo-conf"])


def test_formats_come_in_the_asked_order_and_once() -> None:
    assert [kind.key for kind in check_exporters(["csv", "yolo", "csv"])] == ["csv", "yolo"]


def test_a_run_that_cannot_begin_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "coco.json").mkdir()
    (tmp_path / "labels").touch()

    with pytest.raises(ExportError):  # noqa: PT012
        exporters = open_exporters(["csv", "yolo"], settings(tmp_path))
        run(exporters[1], picture_source(), [picture()])
    for exporter in exporters:
        exporter.abandon()

    assert parts(tmp_path) == []


def test_formats_opened_before_one_that_cannot_be_are_abandoned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_settings: ExportSettings) -> Exporter:
        raise ExportError(text("The disk is gone"))

    kinds = [replace(kind, open=fail) if kind.key == "voc" else kind for kind in EXPORTERS]
    monkeypatch.setattr("engine_core.exporters.EXPORTERS", kinds)

    with pytest.raises(ExportError, match="disk is gone"):
        open_exporters(["coco", "csv", "voc"], settings(tmp_path))

    assert list(tmp_path.iterdir()) == []


def test_listing_the_formats_loads_none_of_their_libraries() -> None:
    heavy = "cv2", "av", "PIL", "pycocotools", "yaml", "onnxruntime"
    code = (
        "import sys, engine_core.exporters;"
        f"sys.stdout.write(' '.join(n for n in {heavy!r} if n in sys.modules))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert loaded.stdout == ""
