from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from engine_core import batch
from engine_core.batch import Failure, Report, RunSettings, loop, reading
from engine_core.detections import DisplayFilter
from engine_core.detector import Detector
from engine_core.errors import ExportError, SourceError
from engine_core.exporters import open_exporters
from engine_core.exporters.base import Exporter, ExportSettings
from engine_core.frame import Frame, SourceInfo, SourceItem, SourceKind
from engine_core.journal import Journal
from engine_core.overlay import Style
from engine_core.records import to_record
from engine_core.results import FrameResult
from engine_core.text import Text, text
from tests.builders import make_frame
from tests.engine_core.runs import cats_and_dogs, clip, counted, items_of, picture

_MS = Fraction(1, 1000)
SHOWN = RunSettings(shown=DisplayFilter(confidence=0.5))


@pytest.fixture
def detector(tmp_path: Path) -> Iterator[Detector]:
    with Detector.open(cats_and_dogs(tmp_path)) as opened:
        yield opened


def exporters(out: Path, detector: Detector, *keys: str) -> list[Exporter]:
    settings = ExportSettings(out=out, labels=detector.recipe.labels, style=Style())
    return open_exporters(list(keys), settings)


def run(
    model: Path, items: tuple[SourceItem, ...], out: Path, *keys: str, stop_after: int | None = None
) -> tuple[Report, int]:
    """Run into a folder, as the command does; returns the report and the number of inferences."""
    detector, session = counted(model)
    with detector:
        stop = threading.Event()
        seen = []

        def on_result(result: FrameResult) -> None:
            seen.append(result)
            if stop_after is not None and len(seen) >= stop_after:
                stop.set()

        journal = Journal(out, {"model": "animals"})
        writers = exporters(out, detector, *keys)
        journal.write_manifest(state="running")
        try:
            report = batch.run(
                detector,
                items,
                SHOWN,
                exporters=writers,
                journal=journal,
                stop=stop,
                on_result=on_result,
            )
        finally:
            journal.close()
    return report, session.calls


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".enginescope" not in path.parts and path.name != "manifest.json"
    }


def frames_of(video: bytes) -> list[tuple[int | None, NDArray[np.uint8]]]:
    with av.open(io.BytesIO(video), "r") as container:
        frames = list(container.decode(video=0))
    return [(each.pts, np.asarray(each.to_ndarray(format="rgb24"), np.uint8)) for each in frames]


def assert_same_video(one: bytes, other: bytes) -> None:
    """Hold that both show the same pictures at the same times, as far as an encoder is to be trusted."""
    for (pts, shown), (other_pts, other_shown) in zip(
        frames_of(one), frames_of(other), strict=True
    ):
        assert pts == other_pts
        # A block coded otherwise makes less than 1, another look of the boxes 4, another frame 20.
        assert np.abs(shown.astype(int) - other_shown).mean() <= 2


def test_every_frame_of_every_source_gives_a_result_in_order(
    tmp_path: Path, detector: Detector
) -> None:
    items = items_of(picture(tmp_path / "in" / "b.png"), clip(tmp_path / "a.mp4", 5))
    seen: list[FrameResult] = []
    report = batch.run(detector, items, SHOWN, on_result=seen.append)
    assert [(result.name, result.index) for result in seen] == [
        ("b.png", 0),
        *(("a.mp4", index) for index in range(5)),
    ]
    assert (report.frames, report.detections, report.failures) == (6, 12, [])
    assert not report.is_interrupted


def test_what_is_kept_is_what_the_filter_shows(tmp_path: Path, detector: Detector) -> None:
    seen: list[FrameResult] = []
    settings = RunSettings(shown=DisplayFilter(confidence=0.1, classes=frozenset({0})))
    batch.run(
        detector, items_of(picture(tmp_path / "in" / "a.png")), settings, on_result=seen.append
    )
    assert seen[0].detections.class_id.tolist() == [0, 0]
    assert seen[0].detections.confidence.tolist() == pytest.approx([0.9, 0.3])


def test_a_broken_picture_is_reported_and_the_rest_goes_on(
    tmp_path: Path, detector: Detector
) -> None:
    folder = tmp_path / "in"
    picture(folder / "a.png")
    (folder / "b.png").write_bytes((folder / "a.png").read_bytes()[:200])
    picture(folder / "c.png")
    failures: list[Failure] = []
    report = batch.run(
        detector,
        items_of(folder),
        SHOWN,
        exporters=exporters(tmp_path / "out", detector, "images", "yolo", "coco"),
        on_failure=failures.append,
    )
    assert [failure.name for failure in failures] == ["b.png"]
    assert report.failures == failures
    assert isinstance(failures[0].error, SourceError)
    written = tree(tmp_path / "out")
    assert {"images/a.jpg", "images/c.jpg", "labels/a.txt", "labels/c.txt"} <= set(written)
    assert not any("b." in Path(name).name for name in written)
    images = json.loads(written["coco.json"])["images"]
    assert [image["file_name"] for image in images] == ["a.png", "c.png"]


def test_progress_counts_pictures_at_once_and_videos_when_they_begin(
    tmp_path: Path, detector: Detector
) -> None:
    items = items_of(picture(tmp_path / "in" / "b.png"), clip(tmp_path / "a.mp4", 5))
    seen: list[batch.Progress] = []
    batch.run(detector, items, SHOWN, on_progress=seen.append)
    assert seen[0].frames == 1
    assert seen[-1] == batch.Progress(2, 2, 6, 6, "a.mp4")


def test_max_frames_limits_videos_and_not_pictures(tmp_path: Path, detector: Detector) -> None:
    items = items_of(
        picture(tmp_path / "a.png"), picture(tmp_path / "b.png"), clip(tmp_path / "c.mp4", 9)
    )
    settings = RunSettings(shown=DisplayFilter(), max_frames=3)
    out = tmp_path / "out"
    report = batch.run(detector, items, settings, exporters=exporters(out, detector, "video"))
    assert report.frames == 2 + 3
    with av.open(str(out / "videos" / "c.mp4")) as container:
        assert sum(1 for _ in container.decode(video=0)) == 3


@pytest.mark.parametrize("stop_after", [1, 3, 6, 9])
def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, stop_after: int) -> None:
    model = cats_and_dogs(tmp_path)
    source = tmp_path / "in"
    for name in "abc":
        picture(source / f"{name}.png")
    clip(source / "d.mp4", 30)  # longer than everything read ahead
    items = items_of(source)
    keys = ("images", "video", "yolo", "coco", "jsonl", "csv")
    _, calls_of_a_whole_run = run(model, items, tmp_path / "whole", *keys)

    cut, calls_before = run(model, items, tmp_path / "cut", *keys, stop_after=stop_after)
    assert cut.is_interrupted
    left = tree(tmp_path / "cut")
    assert "coco.json" not in left
    assert "videos/d.mp4" not in left
    assert not any(name.endswith(".part") for name in left)

    resumed, calls_after = run(model, items, tmp_path / "cut", *keys)
    assert not resumed.is_interrupted
    assert resumed.frames == 33
    assert resumed.resumed >= stop_after
    # A frame or two may have been inferred before the stop and not written; none is inferred twice else.
    assert calls_after == calls_of_a_whole_run - resumed.resumed
    assert calls_before >= stop_after
    mended, whole = tree(tmp_path / "cut"), tree(tmp_path / "whole")
    # Once in thousands of runs the encoder codes a block of the same picture in another way.
    assert_same_video(mended.pop("videos/d.mp4"), whole.pop("videos/d.mp4"))
    assert mended == whole


def test_a_finished_run_is_extended_by_a_format_without_inference(tmp_path: Path) -> None:
    model = cats_and_dogs(tmp_path)
    items = items_of(picture(tmp_path / "in" / "a.png"), picture(tmp_path / "in" / "b.png"))
    run(model, items, tmp_path / "out", "yolo")
    report, calls = run(model, items, tmp_path / "out", "yolo", "images", "coco")
    assert calls == 0
    assert report.resumed == 2
    assert {"images/a.jpg", "images/b.jpg", "coco.json"} <= set(tree(tmp_path / "out"))


def test_a_picture_that_changed_is_done_anew(tmp_path: Path) -> None:
    model = cats_and_dogs(tmp_path)
    items = items_of(picture(tmp_path / "in" / "a.png"), picture(tmp_path / "in" / "b.png"))
    run(model, items, tmp_path / "out", "jsonl")
    picture(tmp_path / "in" / "b.png", (80, 40))
    report, calls = run(model, items, tmp_path / "out", "jsonl")
    assert (report.resumed, calls) == (1, 1)
    lines = (tmp_path / "out" / "detections.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["width"] for line in lines] == [64, 80]


class FullDisk:
    """An exporter whose disk is full after some frames."""

    key = "full"
    needs_image = False
    notes: tuple[Text, ...] = ()

    def __init__(self, room: int) -> None:
        self.room = room
        self.ended = ""

    def has(self, item: SourceItem) -> bool:
        return False

    def begin_source(self, info: SourceInfo) -> None: ...

    def write(self, result: FrameResult) -> None:
        if self.room == 0:
            raise ExportError(text("The disk is full"))
        self.room -= 1

    def end_source(self) -> None: ...

    def abandon_source(self) -> None: ...

    def close(self) -> None:
        self.ended += "closed"

    def abandon(self) -> None:
        self.ended += "abandoned"


def test_a_full_disk_ends_the_run_and_all_its_threads(tmp_path: Path, detector: Detector) -> None:
    exporter = FullDisk(room=2)
    with pytest.raises(ExportError, match="disk is full"):
        batch.run(detector, items_of(clip(tmp_path / "a.mp4", 30)), SHOWN, exporters=[exporter])
    assert exporter.ended == "abandoned"
    assert not [t for t in threading.enumerate() if t.name.startswith("enginescope-")]


class EndlessSource:
    """A stream that gives the same frame for ever, or waits for ever after some."""

    def __init__(self, item: SourceItem, frames: int = 10**9) -> None:
        self.info = SourceInfo(item, (64, 48), None, seekable=False)
        self.is_closed = False
        self._frames = frames
        self._closed = threading.Event()

    def read(self, index: int) -> Frame:
        raise NotImplementedError

    def __iter__(self) -> Iterator[Frame | SourceError]:
        for index in range(self._frames):
            yield replace(
                make_frame(name=self.info.item.name), index=index, pts=index, time_base=_MS
            )
        assert self._closed.wait(20), "nobody ended the stream"

    def close(self) -> None:
        self.is_closed = True
        self._closed.set()

    def __enter__(self) -> EndlessSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def test_stopping_a_stream_is_how_it_ends_and_publishes_what_there_is(
    tmp_path: Path, detector: Detector, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = SourceItem(SourceKind.LIVE, "camera:0", "camera-0")
    source = EndlessSource(item)
    monkeypatch.setattr(reading, "open_source", lambda *_, **__: source)
    stop = threading.Event()
    seen: list[FrameResult] = []

    def on_result(result: FrameResult) -> None:
        seen.append(result)
        if len(seen) == 5:
            stop.set()

    out = tmp_path / "out"
    report = batch.run(
        detector,
        [item],
        SHOWN,
        exporters=exporters(out, detector, "jsonl"),
        stop=stop,
        on_result=on_result,
    )
    assert not report.is_interrupted
    assert source.is_closed
    lines = (out / "detections.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == report.frames >= 5


def test_stopping_wakes_a_stream_that_gives_nothing(
    detector: Detector, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = SourceItem(SourceKind.LIVE, "camera:0", "camera-0")
    monkeypatch.setattr(reading, "open_source", lambda *_, **__: EndlessSource(item, frames=3))
    stop = threading.Event()
    seen: list[FrameResult] = []

    def on_result(result: FrameResult) -> None:
        seen.append(result)
        if len(seen) == 3:
            stop.set()

    report = batch.run(detector, [item], SHOWN, stop=stop, on_result=on_result)
    assert (report.frames, report.is_interrupted) == (3, False)


def test_a_stream_is_never_answered_from_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = cats_and_dogs(tmp_path)
    item = SourceItem(SourceKind.LIVE, "camera:0", "camera-0")
    monkeypatch.setattr(reading, "open_source", lambda *_, **__: EndlessSource(item))
    for _ in range(2):
        report, calls = run(model, (item,), tmp_path / "out", "jsonl", stop_after=5)
        assert report.resumed == 0
        assert calls >= report.frames


def test_a_second_ctrl_c_ends_all_threads_before_it_is_raised(
    detector: Detector, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = SourceItem(SourceKind.LIVE, "camera:0", "camera-0")
    source = EndlessSource(item, frames=0)
    monkeypatch.setattr(reading, "open_source", lambda *_, **__: source)
    exporter = FullDisk(room=9)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loop._Inferring, "__call__", interrupted)
    with pytest.raises(KeyboardInterrupt):
        batch.run(detector, [item], SHOWN, exporters=[exporter])
    assert source.is_closed
    assert exporter.ended == "abandoned"
    assert not [t for t in threading.enumerate() if t.name.startswith("enginescope-")]


def test_what_is_hidden_does_not_take_the_place_of_what_is_shown(
    tmp_path: Path, detector: Detector
) -> None:
    seen: list[FrameResult] = []
    shown = DisplayFilter(confidence=0.1, classes=frozenset({1}), max_detections=1)
    items = items_of(picture(tmp_path / "in" / "a.png"))
    batch.run(detector, items, RunSettings(shown=shown), on_result=seen.append)
    assert seen[0].detections.class_id.tolist() == [1]


def test_results_can_be_read_back_from_the_journal(tmp_path: Path) -> None:
    model = cats_and_dogs(tmp_path)
    items = items_of(clip(tmp_path / "a.mp4", 4))
    run(model, items, tmp_path / "out", "jsonl")
    journal = Journal(tmp_path / "out", {"model": "animals"})
    done = journal.done(items[0])
    assert done is not None
    assert done.is_complete
    with Detector.open(model) as detector:
        labels = detector.recipe.labels
        records: list[dict[str, Any]] = [to_record(r, labels) for r in journal.results(done)]
    journal.close()
    lines = (tmp_path / "out" / "detections.jsonl").read_text("utf-8").splitlines()
    assert records == [json.loads(line) for line in lines]
