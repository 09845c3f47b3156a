from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine_core.errors import ExportError, OptionError
from engine_core.frame import SourceItem, SourceKind
from engine_core.journal import Journal, free_folder
from engine_core.labels import Labels
from engine_core.results import FrameResult
from tests.builders import make_detections, make_frame
from tests.engine_core.runs import picture

SETTINGS = {"model": {"sha256": "12"}, "thresholds": {"confidence": 0.25}}
LABELS = Labels(("cat",))


def item_at(path: Path) -> SourceItem:
    return SourceItem(SourceKind.PICTURE, str(picture(path)), path.name)


def keep_one(out: Path, item: SourceItem, *, ends: bool = True) -> None:
    journal = Journal(out, SETTINGS)
    journal.write_manifest(state="running")
    journal.begin(item)
    journal.add(FrameResult.of(make_frame(name=item.name), make_detections([[1, 2, 3, 4]])), LABELS)
    if ends:
        journal.end(item)
    journal.close()


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item)
    journal = Journal(tmp_path / "out", SETTINGS)
    done = journal.done(item)
    assert done is not None
    assert done.is_complete
    assert [r.detections.xyxy.tolist() for r in journal.results(done)] == [[[1, 2, 3, 4]]]
    journal.close()


def test_a_source_that_did_not_end_is_not_complete(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item, ends=False)
    journal = Journal(tmp_path / "out", SETTINGS)
    done = journal.done(item)
    journal.close()
    assert done is not None
    assert not done.is_complete
    assert list(done.offsets) == [0]


@pytest.mark.parametrize("lost_bytes", [1, 5, 40])
def test_a_last_line_cut_by_a_crash_is_left_out_and_written_over(
    tmp_path: Path, lost_bytes: int
) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item, ends=False)
    path = tmp_path / "out" / ".enginescope" / "journal.jsonl"
    path.write_bytes(path.read_bytes()[:-lost_bytes])
    keep_one(tmp_path / "out", item)
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [next(iter(record)) for record in records] == ["begin", "begin", "name", "end"]


def test_a_folder_with_the_results_of_other_settings_is_not_touched(tmp_path: Path) -> None:
    keep_one(tmp_path / "out", item_at(tmp_path / "a.png"))
    before = (tmp_path / "out" / ".enginescope" / "journal.jsonl").read_bytes()
    other = {**SETTINGS, "thresholds": {"confidence": 0.5}}
    with pytest.raises(OptionError, match="another thresholds") as caught:
        Journal(tmp_path / "out", other)
    assert "--overwrite" in str(caught.value)
    assert (tmp_path / "out" / ".enginescope" / "journal.jsonl").read_bytes() == before


def test_overwriting_begins_anew(tmp_path: Path) -> None:
    item = item_at(tmp_path / "a.png")
    keep_one(tmp_path / "out", item)
    journal = Journal(tmp_path / "out", {"model": "other"}, overwrite=True)
    assert journal.done(item) is None
    journal.close()


def test_the_manifest_says_what_was_run_with_which_versions(tmp_path: Path) -> None:
    keep_one(tmp_path / "out", item_at(tmp_path / "a.png"))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["settings"] == SETTINGS
    assert manifest["state"] == "running"
    assert {"python", "numpy", "onnxruntime"} <= set(manifest["versions"])


def test_a_folder_that_cannot_be_made_is_an_export_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ExportError):
        Journal(tmp_path / "file" / "out", SETTINGS)


def test_a_free_folder_is_found_beside_those_that_exist(tmp_path: Path) -> None:
    assert free_folder(tmp_path / "yolo") == tmp_path / "yolo"
    (tmp_path / "yolo").mkdir()
    (tmp_path / "yolo-2").mkdir()
    assert free_folder(tmp_path / "yolo") == tmp_path / "yolo-3"
