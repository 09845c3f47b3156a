from __future__ import annotations

import csv
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine_core.batch import Progress, RunSettings
from engine_core.detections import DisplayFilter
from engine_core.detector import Detector, SuppressionOptions
from engine_core.errors import ExportError, OptionError
from engine_core.exporters.annotate import annotated
from engine_core.exporters.base import ExportSettings
from engine_core.frame import SourceItem, SourceKind
from engine_core.modelfile import identify
from engine_core.overlay import Style
from engine_core.recipe import Overrules
from engine_core.results import FrameResult
from engine_core.saving import SavePlan
from engine_core.sources import open_source
from gui.exports import ExportOutcome, ExportProgress
from gui.workers import export_worker
from gui.workers.export_worker import ExportWorker, FrameJob, Meter, RunJob
from tests.engine_core.exporters.builders import files_limited_to
from tests.engine_core.runs import cats_and_dogs, clip, items_of, picture
from tests.shared_data import ROOT, needs_shared_data

PATIENCE_MS = 30_000


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return cats_and_dogs(tmp_path)


def job_of(model: Path, out: Path, *paths: Path, **changes: Any) -> RunJob:
    settings = changes.pop("settings", RunSettings(shown=DisplayFilter(confidence=0.25)))
    plan = SavePlan(out=out, **{"keys": ("csv",), **changes.pop("plan", {})})
    items = changes.pop("items", None) or items_of(*paths)
    return RunJob(
        file=identify(model),
        overrules=changes.pop("overrules", Overrules()),
        items=items,
        settings=settings,
        plan=plan,
        **changes,
    )


def export(
    qtbot: QtBot,
    job: RunJob | FrameJob,
    *,
    at_progress: Callable[[ExportWorker, ExportProgress], None] | None = None,
    is_cancelled: bool = False,
) -> ExportOutcome:
    """Run a job to its end; ``at_progress`` is called on the writing thread, which waits for it."""
    worker = ExportWorker(job)
    outcomes: list[ExportOutcome] = []
    worker.done.connect(outcomes.append)
    if at_progress is not None:
        worker.progressed.connect(
            lambda told: at_progress(worker, told), Qt.ConnectionType.DirectConnection
        )
    if is_cancelled:
        worker.cancel()
    with qtbot.waitSignal(worker.finished, timeout=PATIENCE_MS):
        worker.start()
    assert worker.wait(PATIENCE_MS)
    assert len(outcomes) == 1
    return outcomes[0]


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "detections.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_everything_that_is_shown_is_written_and_nothing_else(
    qtbot: QtBot, model: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    job = job_of(model, out, picture(tmp_path / "a.png"), clip(tmp_path / "b.mp4", 5))
    outcome = export(qtbot, job)
    assert outcome.error is None
    assert outcome.report is not None
    assert (outcome.report.frames, outcome.out, outcome.failed) == (6, out, 0)
    assert len(rows(out)) == 18
    hidden = replace(job.settings.shown, hidden=frozenset({1}))
    job = replace(
        job, settings=RunSettings(shown=hidden), plan=replace(job.plan, out=tmp_path / "hidden")
    )
    export(qtbot, job)
    assert {row["label"] for row in rows(tmp_path / "hidden")} == {"cat"}


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (DisplayFilter(confidence=0.7), ["0.9"]),
        (DisplayFilter(confidence=0.7, class_confidence={1: 0.5}), ["0.9", "0.6"]),
        (DisplayFilter(confidence=0.2, classes=frozenset({1})), ["0.6"]),
        (DisplayFilter(confidence=0.2, max_detections=2), ["0.9", "0.6"]),
        (DisplayFilter(confidence=0.2, min_size_px=21), ["0.9", "0.6"]),
        (DisplayFilter(confidence=0.95), []),
    ],
)
def test_thresholds_soloing_size_and_number_are_those_of_the_window(
    qtbot: QtBot, model: Path, tmp_path: Path, shown: DisplayFilter, expected: list[str]
) -> None:
    path = picture(tmp_path / "a.png", (128, 128))
    job = job_of(model, tmp_path / "out", path, settings=RunSettings(shown=shown))
    export(qtbot, job)
    assert [f"{float(row['confidence']):.1f}" for row in rows(tmp_path / "out")] == expected


def test_colours_labels_and_lines_are_those_of_the_window(
    qtbot: QtBot, model: Path, tmp_path: Path
) -> None:
    style = Style(colours=((0, "#123456"),), show_confidences=False, font_size_px=17.0)
    path, out = picture(tmp_path / "a.png", (320, 240)), tmp_path / "out"
    plan = {"keys": ("images",), "image_format": "png", "style": style}
    export(qtbot, job_of(model, out, path, plan=plan))
    with Detector.open(model) as detector, open_source(items_of(path)[0]) as source:
        frame = source.read(0)
        found = DisplayFilter(confidence=0.25).apply(detector.detect(frame).detections)
        settings = ExportSettings(out=out, labels=detector.recipe.labels, style=style)
    expected = annotated(FrameResult.of(frame, found), settings)
    with Image.open(out / "images" / "a.png") as image:
        assert np.array_equal(np.asarray(image), expected)


def test_what_the_user_said_of_the_model_holds_for_files_too(
    qtbot: QtBot, model: Path, tmp_path: Path
) -> None:
    job = job_of(
        model,
        tmp_path / "out",
        picture(tmp_path / "a.png"),
        overrules=Overrules(labels=("lynx", "wolf")),
    )
    export(qtbot, job)
    assert {row["label"] for row in rows(tmp_path / "out")} == {"lynx", "wolf"}


@needs_shared_data
def test_a_real_model_writes_the_very_numbers_that_it_shows(qtbot: QtBot, tmp_path: Path) -> None:
    model = ROOT / "models" / "yolov8n-dq.onnx"
    paths = [ROOT / "media" / name for name in ("bus.jpg", "dog.jpg")]
    shown = DisplayFilter(confidence=0.4, hidden=frozenset({5}), max_detections=3)
    suppression = SuppressionOptions(iou=0.3, class_agnostic=True)
    settings = RunSettings(shown=shown, suppression=suppression)
    export(qtbot, job_of(model, tmp_path / "out", *paths, settings=settings))
    expected = []
    with Detector.open(model) as detector:
        for item in items_of(*paths):
            with open_source(item) as source:
                found = shown.apply(detector.detect(source.read(0), suppression).detections)
            for box, score in zip(found.xyxy, found.confidence, strict=True):
                expected.append([*box, score])
    assert len(expected) > 2
    written = [
        [float(row[key]) for key in ("x0", "y0", "x1", "y1", "confidence")]
        for row in rows(tmp_path / "out")
    ]
    # A table has two decimals of a pixel and four of a score.
    assert np.allclose(written, expected, rtol=0, atol=5.1e-3)


def test_one_frame_is_written_without_opening_any_model(
    qtbot: QtBot, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Detector.open(model) as detector, open_source(items_of(clip(tmp_path / "c.mp4"))[0]) as s:
        frame = s.read(7)
        found, recipe = detector.detect(frame).detections, detector.recipe

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("no model is needed")

    monkeypatch.setattr(export_worker, "open_session", refuse)
    out = tmp_path / "one"
    job = FrameJob(
        frame=frame,
        detections=found,
        classes=(),
        recipe=recipe,
        plan=SavePlan(keys=("images", "csv"), out=out),
        name="c_000007",
    )
    outcome = export(qtbot, job)
    assert (outcome.error, outcome.is_frame, outcome.out) == (None, True, out)
    assert (out / "images" / "c_000007.jpg").is_file()
    assert len(rows(out)) == len(found)
    again = export(qtbot, job)
    assert isinstance(again.error, OptionError)
    assert again.is_refused


def test_a_stopped_export_keeps_complete_files_and_goes_on_where_it_was(
    qtbot: QtBot, model: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    paths = [picture(tmp_path / "in" / f"{i:02d}.png") for i in range(12)]
    job = job_of(model, out, *paths, plan={"keys": ("images", "csv")})
    stopped = export(qtbot, job, at_progress=lambda worker, _: worker.cancel())
    assert stopped.report is not None
    assert stopped.report.is_interrupted
    kept = sorted(path.name for path in (out / "images").iterdir())
    assert 0 < len(kept) < 12
    assert not (out / "detections.csv").exists()
    assert not list(out.rglob("*.part"))
    rest = export(qtbot, job)
    assert rest.report is not None
    assert (rest.report.frames, rest.report.is_interrupted) == (12, False)
    assert rest.report.resumed >= len(kept)
    assert len(rows(out)) == 36


def test_what_was_cancelled_before_it_began_leaves_nothing(
    qtbot: QtBot, model: Path, tmp_path: Path
) -> None:
    job = job_of(model, tmp_path / "out", picture(tmp_path / "a.png"))
    outcome = export(qtbot, job, is_cancelled=True)
    assert outcome.out is None
    assert outcome.report is not None
    assert outcome.report.is_interrupted
    assert not (tmp_path / "out").exists()


def test_a_broken_picture_is_named_and_the_rest_is_written(
    qtbot: QtBot, model: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    first, last = picture(folder / "a.png"), picture(folder / "c.png")
    (folder / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    told: list[ExportProgress] = []
    job = job_of(model, tmp_path / "out", first, folder / "b.jpg", last, frames=3)
    outcome = export(qtbot, job, at_progress=lambda _, progress: told.append(progress))
    assert [failure.name for failure in outcome.failures] == ["b.jpg"]
    assert outcome.failed == 1
    assert outcome.report is not None
    assert outcome.report.frames == 2
    assert (told[-1].done, told[-1].total, told[-1].share, told[-1].failed) == (3, 3, 1.0, 1)


def test_of_very_many_failures_the_first_are_kept_and_all_are_counted(
    qtbot: QtBot, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_worker, "MOST_FAILURES", 2)
    gone = tuple(
        SourceItem(SourceKind.PICTURE, str(tmp_path / f"{i}.png"), f"{i}.png") for i in range(5)
    )
    outcome = export(qtbot, job_of(model, tmp_path / "out", items=gone))
    assert (len(outcome.failures), outcome.failed) == (2, 5)


def test_a_folder_that_cannot_be_made_is_told(qtbot: QtBot, model: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    outcome = export(qtbot, job_of(model, tmp_path / "file" / "out", picture(tmp_path / "a.png")))
    assert isinstance(outcome.error, ExportError)
    assert outcome.out is None


def test_a_full_disk_ends_the_export_and_keeps_what_is_complete(
    qtbot: QtBot, model: Path, tmp_path: Path
) -> None:
    small, large = picture(tmp_path / "a.png"), picture(tmp_path / "b.png", (900, 900))
    plan = {"keys": ("images",), "image_format": "png"}
    job = job_of(model, tmp_path / "out", small, large, plan=plan)
    with files_limited_to(200_000):
        outcome = export(qtbot, job)
    assert isinstance(outcome.error, ExportError)
    assert outcome.out == tmp_path / "out"
    assert [path.name for path in (tmp_path / "out" / "images").iterdir()] == ["a.png"]
    rest = export(qtbot, job)
    assert rest.report is not None
    assert rest.report.resumed >= 1


def test_results_of_other_settings_are_refused_and_stay(
    qtbot: QtBot, model: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    job = job_of(model, out, picture(tmp_path / "a.png"))
    export(qtbot, job)
    before = (out / "detections.csv").read_bytes()
    other = replace(job, settings=RunSettings(shown=DisplayFilter(confidence=0.7)))
    outcome = export(qtbot, other)
    assert outcome.is_refused
    assert outcome.out is None
    assert (out / "detections.csv").read_bytes() == before
    replaced = export(qtbot, replace(other, plan=replace(other.plan, overwrite=True)))
    assert replaced.error is None
    assert len(rows(out)) == 1


@pytest.mark.logs("an export failed")
def test_a_fault_of_the_program_is_told_and_ends_the_thread(
    qtbot: QtBot, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr(export_worker, "run", fail)
    outcome = export(qtbot, job_of(model, tmp_path / "out", picture(tmp_path / "a.png")))
    assert outcome.error is not None
    assert "surprise" in outcome.error.details


def test_cancelling_is_possible_while_a_frame_is_being_written(
    qtbot: QtBot, model: Path, tmp_path: Path
) -> None:
    worker = ExportWorker(job_of(model, tmp_path / "out", clip(tmp_path / "a.mp4", 30)))
    is_in_hand, may_go_on = threading.Event(), threading.Event()

    def hold(_: ExportProgress) -> None:
        is_in_hand.set()
        may_go_on.wait(PATIENCE_MS / 1000)

    worker.progressed.connect(hold, Qt.ConnectionType.DirectConnection)
    outcomes: list[ExportOutcome] = []
    worker.done.connect(outcomes.append)
    worker.start()
    assert is_in_hand.wait(PATIENCE_MS / 1000)
    worker.cancel()
    assert worker.isRunning()
    with qtbot.waitSignal(worker.finished, timeout=PATIENCE_MS):
        may_go_on.set()
    assert outcomes[0].report is not None
    assert outcomes[0].report.is_interrupted


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def _items(*kinds: SourceKind) -> tuple[SourceItem, ...]:
    return tuple(SourceItem(kind, f"/{i}", str(i)) for i, kind in enumerate(kinds))


def test_progress_is_told_ten_times_a_second_and_at_the_end() -> None:
    clock = Clock()
    meter = Meter(_items(SourceKind.VIDEO), 1000, clock)
    told = []
    for done in range(1, 1001):
        clock.now_s += 0.001
        told.append(meter.read(Progress(0, 1, done, 1000, "0"), 0))
    told.append(meter.read(Progress(1, 1, 1000, 1000, "0"), 0))
    seen = [progress for progress in told if progress is not None]
    assert 9 <= len(seen) <= 12
    assert seen[-1] is told[-1]
    assert seen[-1].share == 1.0


def test_speed_is_that_of_the_last_seconds_not_of_frames_taken_over() -> None:
    clock = Clock()
    meter = Meter(_items(SourceKind.VIDEO), 3000, clock)
    meter.read(Progress(0, 1, 2000, 3000, "0"), 0)
    progress = None
    for second in range(1, 31):
        clock.now_s += 1
        progress = meter.read(Progress(0, 1, 2000 + 10 * second, 3000, "0"), 0)
    assert progress is not None
    assert progress.rate == pytest.approx(10, rel=0.02)
    assert progress.left_s == pytest.approx(70, rel=0.02)


def test_no_end_is_promised_while_a_video_waits_whose_length_is_not_known() -> None:
    clock = Clock()
    items = _items(SourceKind.VIDEO, SourceKind.PICTURE, SourceKind.VIDEO)
    meter = Meter(items, None, clock)
    clock.now_s += 1
    first = meter.read(Progress(0, 3, 10, 101, "0"), 0)
    assert first is not None
    assert (first.total, first.left_s, first.share) == (None, None, 0.0)
    clock.now_s += 1
    last = meter.read(Progress(2, 3, 101, 301, "2"), 0)
    assert last is not None
    assert last.total == 301
    assert last.left_s is not None
    endless = Meter(_items(SourceKind.LIVE), None, clock)
    clock.now_s += 1
    told = endless.read(Progress(0, 1, 10, None, "0"), 0)
    assert told is not None
    assert (told.total, told.share, told.left_s) == (None, None, None)
