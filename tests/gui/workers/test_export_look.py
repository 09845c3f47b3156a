from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from engine_core.frame import SourceItem, SourceKind
from engine_core.saving import Lying, SavePlan
from gui.workers.export_look import FolderLook, FolderLooks, Question, VideoCounts, place_of
from tests.engine_core.runs import clip, items_of

PATIENCE_MS = 30_000


def question(out: Path, name: str | None = None, *keys: str) -> Question:
    return Question(plan=SavePlan(keys=keys or ("images",), out=out), name=name)


def test_a_folder_that_is_not_there_is_as_good_as_an_empty_one(tmp_path: Path) -> None:
    place = place_of(question(tmp_path / "a" / "b"))
    assert (place.lying, place.free, place.problem) == (Lying.NOTHING, tmp_path / "a" / "b", None)
    (tmp_path / "empty").mkdir()
    assert place_of(question(tmp_path / "empty")).free == tmp_path / "empty"


def test_for_whole_sources_a_folder_with_anything_in_it_is_not_suggested(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    (tmp_path / "out-2").write_text("a file")
    place = place_of(question(out))
    assert (place.lying, place.free) == (Lying.NOTHING, tmp_path / "out-3")


def test_single_frames_come_together_until_names_meet(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.jpg").write_bytes(b"")
    assert place_of(question(tmp_path, "b")).free == tmp_path
    place = place_of(question(tmp_path, "a"))
    assert (place.lying, place.path) == (Lying.OTHERS, tmp_path / "images" / "a.jpg")
    assert place.free == tmp_path.with_name(f"{tmp_path.name}-2")


def test_where_nothing_can_be_written_the_reason_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    place = place_of(question(tmp_path / "file" / "out"))
    assert place.problem is not None
    assert "file where a folder is needed" in str(place.problem)


def test_a_look_answers_and_ends(qtbot: QtBot, tmp_path: Path) -> None:
    look = FolderLook(question(tmp_path))
    with qtbot.waitSignals([look.looked, look.finished], timeout=PATIENCE_MS):
        look.start()
    assert look.wait(PATIENCE_MS)


def test_lengths_of_videos_are_read_from_their_headers(qtbot: QtBot, tmp_path: Path) -> None:
    (good,) = items_of(clip(tmp_path / "a.mp4", 7))
    gone = SourceItem(SourceKind.VIDEO, str(tmp_path / "gone.mp4"), "gone.mp4")
    counts = VideoCounts([gone, good])
    told: list[tuple[str, int | None]] = []
    counts.counted.connect(lambda location, count, _: told.append((location, count)))
    with qtbot.waitSignal(counts.finished, timeout=PATIENCE_MS):
        counts.start()
    assert told == [(gone.location, None), (good.location, 7)]
    cancelled = VideoCounts([good])
    cancelled.counted.connect(lambda *_: told.append(("never", None)))
    cancelled.cancel()
    with qtbot.waitSignal(cancelled.finished, timeout=PATIENCE_MS):
        cancelled.start()
    assert len(told) == 2


def test_of_folders_asked_for_in_a_row_only_the_newest_is_answered(
    qtbot: QtBot, tmp_path: Path
) -> None:
    looks = FolderLooks()
    told: list[Path] = []
    looks.looked.connect(lambda place: told.append(place.folder))
    for name in ("a", "b", "c"):
        looks.ask(question(tmp_path / name))
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: looks._look is None, timeout=PATIENCE_MS)
    assert told == [tmp_path / "c"]
    looks.stop(PATIENCE_MS)
    looks.ask(question(tmp_path / "d"))
    assert looks._look is None
