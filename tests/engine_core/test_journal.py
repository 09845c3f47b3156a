from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine_core.errors import ExportError, OptionError
from engine_core.exporters import targets_of
from engine_core.frame import SourceItem, SourceKind
from engine_core.journal import Journal, default_folder
from engine_core.labels import Labels
from engine_core.results import FrameResult
from tests.builders import make_detections, make_frame
from tests.engine_core.exporters.builders import files_limited_to
from tests.engine_core.runs import picture

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {"model": {"sha256": "12"}, "thresholds": {"confidence": 0.25}}
LABELS = Labels(("cat",))
YOLO = targets_of(["yolo"])


def item_at(path: Path, name: str | None = None) -> SourceItem:
    return SourceItem(SourceKind.PICTURE, str(picture(path)), name or path.name)


@contextmanager
def opened(out: Path, settings: dict[str, Any] = SETTINGS, **options: Any) -> Iterator[Journal]:
    journal = Journal(out, settings, **options)
    try:
        journal.write_manifest(state="running")
        yield journal
    finally:
        journal.close()


def result_of(item: SourceItem, index: int = 0) -> FrameResult:
    frame = make_frame(name=item.name)
    return replace(FrameResult.of(frame, make_detections([[1, 2, 3, 4]])), index=index)


def publish(journal: Journal, *names: str) -> None:
    """Note files and write them, as exporters do."""
    for name in names:
        path = journal.out / name
        journal.published(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def keep_one(
    out: Path, item: SourceItem, *names: str, ends: bool = True, saved: tuple[str, ...] = ("yolo",)
) -> None:
    with opened(out) as journal:
        journal.begin(item)
        publish(journal, *names)
        journal.add(result_of(item), LABELS)
        if ends:
            journal.end(item, saved)


def lines_of(out: Path) -> list[bytes]:
    return (out / ".enginescope" / "journal.jsonl").read_bytes().splitlines(keepends=True)


def records_of(out: Path) -> list[str]:
    """Return what kind each line of the journal is."""
    return [list(json.loads(line))[1] for line in lines_of(out)[1:]]


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item)
    with opened(tmp_path / "out") as journal:
        done = journal.done(item)
        assert done is not None
        assert done.is_complete
        (result,) = journal.results(done)
        assert result.detections.xyxy.tolist() == [[1, 2, 3, 4]]
        assert journal.result(done, 0).detections.xyxy.tolist() == [[1, 2, 3, 4]]


def test_a_source_that_did_not_end_is_not_complete(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item, ends=False)
    with opened(tmp_path / "out") as journal:
        done = journal.done(item)
    assert done is not None
    assert not done.is_complete
    assert list(done.offsets) == [0]


def test_what_was_begun_goes_on_with_the_frames_it_has(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item, ends=False)
    with opened(tmp_path / "out") as journal:
        journal.begin(item)
        journal.add(result_of(item, 1), LABELS)
        journal.end(item, ["csv"])
    with opened(tmp_path / "out") as journal:
        done = journal.done(item)
        assert done is not None
        assert [result.index for result in journal.results(done)] == [0, 1]


def test_formats_that_have_published_a_source_are_remembered(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item, "labels/a.txt", saved=("yolo",))
    with opened(tmp_path / "out") as journal:
        journal.begin(item)
        publish(journal, "images/a.jpg")
        journal.end(item, ["images"])
    with opened(tmp_path / "out") as journal:
        done = journal.done(item)
    assert done is not None
    # Videos and their frames are nothing that a picture could give.
    assert done.saved == {"yolo", "images", "video", "frames"}


def test_a_format_that_writes_the_files_of_another_takes_them_from_it(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item, "labels/a.txt", "coco.json", saved=("yolo", "coco"))
    with opened(tmp_path / "out") as journal:
        journal.begin(item)
        publish(journal, "labels/a.txt")  # and is killed
    with opened(tmp_path / "out") as journal:
        killed = journal.done(item)
        journal.begin(item)
        publish(journal, "labels/a.txt")
        journal.end(item, ["yolo-conf"])
    with opened(tmp_path / "out") as journal:
        ended = journal.done(item)
    assert killed is not None
    assert ended is not None
    assert {"yolo", "yolo-conf"} & killed.saved == set()
    assert {"yolo", "yolo-conf"} & ended.saved == {"yolo-conf"}
    assert "coco" in ended.saved


def test_the_last_format_of_those_that_write_the_same_files_has_them(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item, saved=("yolo", "images"))
    with opened(tmp_path / "out") as journal:
        journal.end(item, ["yolo-conf", "frames"])
    with opened(tmp_path / "out") as journal:
        done = journal.done(item)
    assert done is not None
    # Frames share a folder with pictures, but are nothing that a picture gives.
    assert done.saved == {"yolo-conf", "images", "frames", "video"}


def test_repeating_a_finished_run_adds_nothing_to_the_journal(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item, "labels/a.txt")
    before = lines_of(tmp_path / "out")
    with opened(tmp_path / "out") as journal:
        journal.begin(item)
        journal.end(item, ["yolo"])
    assert lines_of(tmp_path / "out") == before


# ---- What is the same source ------------------------------------------------------------------


@pytest.mark.parametrize("location", ["rtsp://host/stream", "camera:0"])
def test_a_live_source_is_never_answered_from_the_journal(tmp_path: Path, location: str) -> None:
    item = SourceItem(SourceKind.LIVE, location, "stream.mp4")
    keep_one(tmp_path / "out", item)
    with opened(tmp_path / "out") as journal:
        assert journal.done(item) is None
    assert "frame" not in records_of(tmp_path / "out")


def test_what_has_no_file_is_never_the_same(tmp_path: Path) -> None:
    item = SourceItem(SourceKind.VIDEO, "https://host/clip.mp4", "clip.mp4")
    keep_one(tmp_path / "out", item)
    with opened(tmp_path / "out") as journal:
        assert journal.done(item) is None


def test_files_of_one_name_size_and_time_in_two_folders_are_two(tmp_path: Path) -> None:
    one, other = item_at(tmp_path / "a" / "x.bmp"), item_at(tmp_path / "b" / "x.bmp")
    for item in (one, other):
        os.utime(item.location, ns=(10**18, 10**18))
    keep_one(tmp_path / "out", one)
    with opened(tmp_path / "out") as journal:
        assert journal.done(one) is not None
        assert journal.done(other) is None


def test_results_call_their_source_as_it_is_called_now(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item)
    with opened(tmp_path / "out") as journal:
        done = journal.done(item)
        assert done is not None
        assert [result.source for result in journal.results(done)] == [item.shown]


def test_files_whose_results_have_one_name_take_it_from_each_other(tmp_path: Path) -> None:
    jpg, png = item_at(tmp_path / "a.jpg"), item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", jpg, "labels/a.txt")
    keep_one(tmp_path / "out", png, "labels/a.txt")
    with opened(tmp_path / "out") as journal:
        assert journal.done(jpg) is None
        assert journal.done(png) is not None


def test_what_a_changed_source_gave_before_is_removed_when_it_begins_anew(tmp_path: Path) -> None:
    out = tmp_path / "out"
    frames = [f"labels/clip/frame_{index:06d}.txt" for index in range(3)]
    clip, other = item_at(tmp_path / "clip.png"), item_at(tmp_path / "other.png")
    keep_one(out, other, "labels/other.txt")
    keep_one(out, clip, *frames, "crops/汽车/clip_1.jpg")
    (out / "labels" / "clip" / "mine.txt").write_text("mine")
    picture(tmp_path / "clip.png", (80, 40))
    keep_one(out, clip, frames[0])
    assert {name for name in tree(out) if not name.startswith(".")} == {
        "manifest.json",
        "labels/other.txt",
        "labels/clip/mine.txt",
        frames[0],
    }
    assert not (out / "crops").exists()
    with opened(out) as journal:
        done = journal.done(clip)
    assert done is not None
    assert done.is_complete


def test_files_of_the_run_stay_when_its_last_source_begins_anew(tmp_path: Path) -> None:
    out, item = tmp_path / "out", item_at(tmp_path / "a.png")
    keep_one(out, item, "labels/a.txt", "coco.json", ends=False)
    picture(tmp_path / "a.png", (80, 40))
    keep_one(out, item)
    assert "coco.json" in tree(out)
    assert "labels/a.txt" not in tree(out)


def test_a_source_that_goes_on_keeps_what_it_has(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item, "labels/a/frame_000001.txt", ends=False)
    keep_one(tmp_path / "out", item, "labels/a/frame_000000.txt")
    assert "labels/a/frame_000001.txt" in tree(tmp_path / "out")


# ---- Damage -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lost_bytes", [1, 5, 40])
def test_a_last_line_cut_by_a_crash_is_left_out_and_written_over(
    tmp_path: Path, lost_bytes: int
) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item, ends=False)
    path = tmp_path / "out" / ".enginescope" / "journal.jsonl"
    path.write_bytes(path.read_bytes()[:-lost_bytes])
    keep_one(tmp_path / "out", item)
    assert records_of(tmp_path / "out") == ["begin", "begin", "frame", "end"]


@pytest.mark.parametrize(
    "line", [b'{"frame":0}\n', b"5\n", b'{"begin":"x"}\n', b"\n", b"\xff\n", b"{}\n", b"[]"]
)
@pytest.mark.parametrize("place", [0, 1, 2, 3, 4])
def test_from_a_line_that_is_none_of_ours_on_everything_is_done_again(
    tmp_path: Path, line: bytes, place: int
) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item)
    path = tmp_path / "out" / ".enginescope" / "journal.jsonl"
    lines = lines_of(tmp_path / "out")
    lines.insert(place, line)
    path.write_bytes(b"".join(lines))
    with opened(tmp_path / "out") as journal:
        done = journal.done(item)
    assert (done is not None) == (place > 1)
    assert done is None or done.is_complete == (place > 3)
    assert lines_of(tmp_path / "out") == [b'{"journal":1}\n', *lines[1:place]]


def test_an_edited_result_is_not_taken_for_one_of_the_model(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item)
    path = tmp_path / "out" / ".enginescope" / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"width":', b'"width":1'))
    with opened(tmp_path / "out") as journal:
        done = journal.done(item)
    assert done is not None
    assert done.offsets == {}


def test_a_journal_of_another_version_is_begun_anew(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item)
    path = tmp_path / "out" / ".enginescope" / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b'{"journal":1}', b'{"journal":2}'))
    with opened(tmp_path / "out") as journal:
        assert journal.done(item) is None
    assert lines_of(tmp_path / "out") == [b'{"journal":1}\n']


# ---- Whose folder it is -----------------------------------------------------------------------


def test_a_folder_with_the_results_of_other_settings_is_not_touched(tmp_path: Path) -> None:
    keep_one(tmp_path / "out", item_at(tmp_path / "a.png"))
    before = tree(tmp_path / "out")
    other = {**SETTINGS, "thresholds": {"confidence": 0.5}}
    with pytest.raises(OptionError, match="made with other thresholds") as caught:
        Journal(tmp_path / "out", other)
    assert "--overwrite" in str(caught.value)
    assert tree(tmp_path / "out") == before


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({**SETTINGS, "model": 1}, "another model"),
        ({**SETTINGS, "recipe": 1}, "another recipe"),
        ({**SETTINGS, "max_frames": 1}, "another limit of frames"),
        ({**SETTINGS, "drawing": 1}, "another style of drawing"),
        ({**SETTINGS, "novelty": 1}, "other settings"),
        ({"model": SETTINGS["model"]}, "other thresholds"),
        ({**SETTINGS, "model": 1, "recipe": 1}, "another model, another recipe"),
    ],
)
def test_what_is_other_is_said_in_words(
    tmp_path: Path, settings: dict[str, Any], words: str
) -> None:
    keep_one(tmp_path / "out", item_at(tmp_path / "a.png"))
    with pytest.raises(OptionError, match=f"made with {words}"):
        Journal(tmp_path / "out", settings)


@pytest.mark.parametrize("name", ["labels/train/bus.txt", "labels/bus.txt", "data.yaml"])
@pytest.mark.parametrize("is_run", [False, True])
def test_files_of_others_are_not_written_over(tmp_path: Path, name: str, is_run: bool) -> None:
    out = tmp_path / "out"
    if is_run:  # one that wrote something else there
        keep_one(out, item_at(tmp_path / "a.png"), "detections.csv")
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_text("ground truth")
    before = tree(out)
    with pytest.raises(OptionError, match="none of a run") as caught:
        Journal(out, SETTINGS, targets=YOLO)
    assert Path(name).name in str(caught.value)
    assert "--overwrite" in str(caught.value)
    assert tree(out) == before
    assert is_run or not (out / ".enginescope").exists()


def test_a_manifest_of_another_program_is_not_written_over(tmp_path: Path) -> None:
    for content in ('{"program": "other"}', "[]", "no json", '{"settings": {}}'):
        (tmp_path / "manifest.json").write_text(content)
        with pytest.raises(OptionError, match=r"manifest\.json"):
            Journal(tmp_path, SETTINGS)
        assert (tmp_path / "manifest.json").read_text() == content


def test_files_that_no_format_writes_are_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "labels" / "empty").mkdir(parents=True)
    (tmp_path / "notes.txt").write_text("mine")
    with opened(tmp_path, targets=YOLO) as journal:
        assert journal.out == tmp_path


def test_a_run_goes_on_among_its_own_files_and_those_added_to_them(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    with opened(tmp_path / "out", targets=YOLO) as journal:
        publish(journal, "labels/a.txt")
    (tmp_path / "out" / "labels" / "mine.txt").write_text("mine")
    with opened(tmp_path / "out", targets=targets_of(["csv"])) as journal:
        journal.begin(item)
    with opened(tmp_path / "out", targets=targets_of(["yolo", "csv"])) as journal:
        assert journal.done(item) is not None


def test_overwriting_begins_anew_and_leaves_files_of_others(tmp_path: Path) -> None:
    out, item = tmp_path / "out", item_at(tmp_path / "a.png")
    keep_one(out, item, "labels/a.txt", "crops/cat/a_1.jpg")
    with opened(out) as journal:
        publish(journal, "coco.json")
    (out / "labels" / "mine.txt").write_text("mine")
    with opened(out, {"model": "other"}, targets=YOLO, overwrite=True) as journal:
        assert journal.done(item) is None
    assert {name for name in tree(out) if not name.startswith(".")} == {
        "manifest.json",
        "labels/mine.txt",
    }
    # Who has allowed it once need not do so again to go on.
    with opened(out, {"model": "other"}, targets=YOLO) as journal:
        assert journal.done(item) is None


def test_without_its_manifest_a_run_is_forgotten_and_nothing_removed(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item, "labels/a.txt")
    (tmp_path / "out" / "manifest.json").unlink()
    with opened(tmp_path / "out", targets=targets_of(["csv"])) as journal:
        assert journal.done(item) is None
    assert (tmp_path / "out" / "labels" / "a.txt").exists()


def test_two_runs_in_one_folder_are_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    with opened(tmp_path / "out") as journal:
        journal.begin(item)
        for overwrite in (False, True):
            with pytest.raises(OptionError, match="in use") as caught:
                Journal(tmp_path / "out", SETTINGS, overwrite=overwrite)
            assert caught.value.why
            assert caught.value.cure
        journal.end(item, ())
    assert records_of(tmp_path / "out") == ["begin", "end"]
    assert not (tmp_path / "out" / ".enginescope" / "lock").exists()


def test_the_lock_of_a_killed_run_hinders_nobody(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from engine_core.journal import Journal;"
        f"journal = Journal(pathlib.Path(sys.argv[1]), {SETTINGS!r});"
        "journal.write_manifest(state='running');"
        "sys.stdout.write('ready\\n'); sys.stdout.flush(); sys.stdin.read()"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "out")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == b"ready\n"
    with pytest.raises(OptionError, match="in use"):
        Journal(tmp_path / "out", SETTINGS)
    assert default_folder(tmp_path, "out", SETTINGS) == tmp_path / "out-2"
    running.kill()
    running.communicate()
    assert (tmp_path / "out" / ".enginescope" / "lock").exists()
    assert default_folder(tmp_path, "out", SETTINGS) == tmp_path / "out"
    with opened(tmp_path / "out") as journal:
        assert journal.out == tmp_path / "out"


def test_the_manifest_says_what_was_run_with_which_versions(tmp_path: Path) -> None:
    keep_one(tmp_path / "out", item_at(tmp_path / "a.png"))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["settings"] == SETTINGS
    assert manifest["state"] == "running"
    assert {"python", "numpy", "onnxruntime"} <= set(manifest["versions"])


def test_a_folder_that_cannot_be_made_is_an_export_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ExportError):
        Journal(tmp_path / "file" / "out", SETTINGS, targets=YOLO)


def test_a_full_disk_is_refused_in_words_and_the_journal_closes(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    journal = Journal(tmp_path / "out", SETTINGS)
    journal.write_manifest(state="running")
    with files_limited_to(100), pytest.raises(ExportError) as caught:  # noqa: PT012
        journal.begin(item)
        journal.add(result_of(item), LABELS)
    with files_limited_to(100):
        journal.close()
        journal.close()
    assert caught.value.why
    with opened(tmp_path / "out") as journal:
        done = journal.done(item)
    assert done is None or not done.offsets


# ---- Where a run goes that was not told -------------------------------------------------------


def end_run(folder: Path, state: str, settings: dict[str, Any] = SETTINGS) -> None:
    with opened(folder, settings) as journal:
        journal.write_manifest(state=state)


def test_a_new_run_gets_the_first_folder_that_is_free(tmp_path: Path) -> None:
    assert default_folder(tmp_path / "none", "yolo", SETTINGS) == tmp_path / "none" / "yolo"
    end_run(tmp_path / "yolo", "done")
    (tmp_path / "yolo-2").mkdir()
    (tmp_path / "yolo-3").touch()
    assert default_folder(tmp_path, "yolo", SETTINGS) == tmp_path / "yolo-4"


def test_a_run_goes_on_in_the_newest_folder_where_such_a_one_stopped(tmp_path: Path) -> None:
    for name, state in (("yolo", "interrupted"), ("yolo-2", "failed"), ("yolo-3", "done")):
        end_run(tmp_path / name, state)
    end_run(tmp_path / "yolo-4", "interrupted", {"model": "other"})
    assert default_folder(tmp_path, "yolo", SETTINGS) == tmp_path / "yolo-2"
    end_run(tmp_path / "yolo-2", "done")
    assert default_folder(tmp_path, "yolo", SETTINGS) == tmp_path / "yolo"
