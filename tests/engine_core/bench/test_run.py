"""Measuring real small models, and models that fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine_core.bench import BenchOptions, BenchReport, bench
from engine_core.bench import run as run_module
from engine_core.detector import Detector
from engine_core.errors import InferenceError, ModelFileError
from engine_core.modelfile import ModelFile
from engine_core.monitor import MachineLoad, Sampler
from engine_core.runtime import open_session
from engine_core.text import Text, text
from tests.builders import make_frame
from tests.engine_core.runs import cats_and_dogs

SHORT = BenchOptions(runs=6, warm_up=2)


def measured(
    *paths: Path, options: BenchOptions = SHORT, pictures: int = 1, **more: Any
) -> BenchReport:
    frames = [make_frame(seed=n, name=f"{n}.png") for n in range(pictures)]
    return bench(list(paths), frames, options, **more)


def model(folder: Path, name: str = "a") -> Path:
    (folder / name).mkdir()
    return cats_and_dogs(folder / name)


class Watched(Detector):
    """A detector that notes who looks at what, and may fail at some look."""

    story: list[tuple[str, str]]
    fails_at: int | None = None

    def detect(self, frame: Any, *rest: Any) -> Any:
        self.story.append((self.file.path.parent.name, frame.name))
        if self.fails_at is not None:
            self.fails_at -= 1
            if self.fails_at < 0:
                raise InferenceError(what=text("The card fell off the bus"))
        return super().detect(frame, *rest)


class Opener:
    """Opens watched detectors; ``fails_at`` says by folder at which look one fails."""

    def __init__(self, fails_at: Mapping[str, int] | None = None) -> None:
        self.story: list[tuple[str, str]] = []
        self.opened: list[Watched] = []
        self._fails_at = fails_at or {}

    def __call__(self, file: ModelFile, options: BenchOptions) -> Detector:
        session = open_session(file, threads=options.threads)
        detector = Watched(session, file)
        detector.story = self.story
        detector.fails_at = self._fails_at.get(file.path.parent.name)
        self.opened.append(detector)
        return detector


def test_every_stage_of_a_real_model_is_measured(tmp_path: Path) -> None:
    report = measured(model(tmp_path))
    (figures,) = report.models
    assert figures.problem is None
    assert set(figures.times) == {"preprocess", "inference", "decode", "total"}
    assert {of.count for of in figures.times.values()} == {6}
    assert figures.runs == 6
    assert figures.warm_up_runs == 2
    assert figures.times["total"].min > 0
    assert figures.times["total"].p50 >= figures.times["inference"].min
    assert (figures.runtime[:4], figures.device, figures.precision) == ("ONNX", "CPU", "FP32")
    assert (figures.input_wh, figures.batch, figures.family) == ((64, 64), 1, "end2end")
    assert figures.fps == pytest.approx(1000 / figures.times["total"].mean)
    assert len(figures.round_medians) == report.rounds == 6
    assert figures.median_interval is not None


def test_the_machine_is_told(tmp_path: Path) -> None:
    report = measured(model(tmp_path), pictures=2)
    assert report.machine.cpu
    assert report.machine.cpu_threads >= 1
    assert any(name == "ONNX Runtime" for name, _ in report.machine.runtimes)
    assert report.pictures == (("0.png", (64, 48)), ("1.png", (64, 48)))
    assert report.started[:2] == "20"


@pytest.mark.parametrize(("confidence", "found"), [(0.5, 2), (0.8, 1), (0.2, 3), (0.95, 0)])
def test_detections_count_from_the_threshold(tmp_path: Path, confidence: float, found: int) -> None:
    options = BenchOptions(runs=3, warm_up=0, confidence=confidence)
    (figures,) = measured(model(tmp_path), options=options).models
    assert figures.detections == found


def test_without_a_threshold_the_usual_one_holds(tmp_path: Path) -> None:
    opener = Opener()
    (figures,) = measured(model(tmp_path), open_model=opener).models
    usual = opener.opened[0].recipe.confidence
    assert opener.opened[0].floor == usual
    assert figures.detections == sum(score >= usual for score in (0.9, 0.6, 0.3))


def test_models_take_turns_there_and_back(tmp_path: Path) -> None:
    opener = Opener()
    options = BenchOptions(runs=4, warm_up=0, rounds=2)
    measured(
        model(tmp_path, "a"), model(tmp_path, "b"), options=options, pictures=1, open_model=opener
    )
    turns = [name for name, _ in opener.story]
    # One look each to open; then two runs that settle and two that count, in turn.
    assert turns == ["a", "b", *"aaaabbbb", *"bbbbaaaa"]


def test_only_measured_runs_are_sampled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opener = Opener()
    named: list[tuple[str, int]] = []

    class Recorder(Sampler):
        def now(self, name: str) -> None:
            named.append((name, len(opener.story)))
            super().now(name)

    monkeypatch.setattr(run_module, "Sampler", Recorder)
    options = BenchOptions(runs=4, warm_up=0, rounds=1)
    measured(model(tmp_path, "a"), model(tmp_path, "b"), options=options, open_model=opener)
    # Two looks to open both; then each settles by two runs under no name.
    a, b = "a/animals.onnx", "b/animals.onnx"
    assert named == [("", 2), (a, 4), ("", 8), (b, 10), ("", 14)]


def test_every_model_sees_the_same_pictures_in_the_same_order(tmp_path: Path) -> None:
    opener = Opener()
    options = BenchOptions(runs=3, warm_up=1, rounds=1)
    measured(
        model(tmp_path, "a"), model(tmp_path, "b"), options=options, pictures=3, open_model=opener
    )
    seen = {name: [picture for who, picture in opener.story if who == name] for name in ("a", "b")}
    assert seen["a"] == seen["b"]
    assert set(seen["a"]) == {"0.png", "1.png", "2.png"}


@pytest.mark.parametrize(("runs", "rounds", "expected"), [(7, 3, 3), (2, 10, 2), (1, 10, 1)])
def test_runs_are_shared_out_among_rounds(
    tmp_path: Path, runs: int, rounds: int, expected: int
) -> None:
    report = measured(model(tmp_path), options=BenchOptions(runs=runs, warm_up=0, rounds=rounds))
    assert report.rounds == expected
    assert report.models[0].runs == runs


class Clock:
    """A clock that goes on by 50 ms each time it is read."""

    def __init__(self) -> None:
        self._now = 0.0

    def perf_counter(self) -> float:
        self._now += 0.05
        return self._now


def test_time_is_shared_out_among_rounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine_core.bench.run.time", Clock())
    options = BenchOptions(seconds=4.0, warm_up=0, rounds=4)
    (figures,) = measured(model(tmp_path), options=options).models
    # A second each: after the first run, one look at the clock and two around each run.
    assert len(figures.round_medians) == 4
    assert figures.runs == 4 * (1 + 6)
    assert figures.times["total"].p50 == pytest.approx(50.0)


def test_it_warms_up_until_times_are_steady(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spans = iter([*(100 - n for n in range(60)), *[20.0] * 1000])
    monkeypatch.setattr(run_module, "_WARM_UP_LEAST_S", 0.0)
    real = run_module._Subject.run

    def timed(self: Any, frames: Any) -> tuple[Any, float]:
        result, _ = real(self, frames)
        return result, next(spans)

    monkeypatch.setattr(run_module._Subject, "run", timed)
    (figures,) = measured(model(tmp_path), options=BenchOptions(runs=3)).models
    assert figures.is_steady
    # The last of the falling times has to leave both windows, save for less than half of one.
    assert 60 < figures.warm_up_runs <= 80


def test_what_never_settles_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spans = (1.1**n for n in range(1000))
    monkeypatch.setattr("engine_core.bench.run.time", Clock())
    real = run_module._Subject.run

    def timed(self: Any, frames: Any) -> tuple[Any, float]:
        result, _ = real(self, frames)
        return result, next(spans)

    monkeypatch.setattr(run_module._Subject, "run", timed)
    report = measured(model(tmp_path), options=BenchOptions(runs=3))
    assert not report.models[0].is_steady
    assert [str(note) for note in report.notes] == [
        "times of animals.onnx had not settled after the warm-up"
    ]


def test_a_model_that_cannot_be_opened_leaves_the_others(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no model")
    report = measured(tmp_path / "missing.onnx", model(tmp_path), broken)
    assert [figures.problem is None for figures in report.models] == [False, True, False]
    missing = report.models[0].problem
    assert missing is not None
    assert "no file" in str(missing.what)
    assert missing.cure
    assert report.models[1].runs == 6


@pytest.mark.parametrize("at", [0, 2, 9])
def test_a_model_that_fails_is_closed_and_leaves_the_others(tmp_path: Path, at: int) -> None:
    opener = Opener({"a": at})
    report = measured(model(tmp_path, "a"), model(tmp_path, "b"), open_model=opener)
    problem = report.models[0].problem
    assert problem is not None
    assert "fell off the bus" in str(problem.what)
    assert report.models[1].runs == 6
    assert report.models[0].times == {}
    with pytest.raises(ValueError, match="closed"):
        opener.opened[0]._session.infer({})


def test_all_models_are_closed_at_the_end(tmp_path: Path) -> None:
    opener = Opener()
    measured(model(tmp_path, "a"), model(tmp_path, "b"), open_model=opener)
    for detector in opener.opened:
        with pytest.raises(ValueError, match="closed"):
            detector._session.infer({})


def test_without_a_picture_nothing_can_be_measured(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a picture"):
        bench([model(tmp_path)], [], SHORT)


def test_each_step_is_announced(tmp_path: Path) -> None:
    steps: list[Text] = []
    measured(model(tmp_path), on_step=steps.append)
    assert [str(step) for step in steps] == [
        "opening and warming up animals.onnx",
        "measuring in turn, in 6 rounds",
    ]


class Streaming(Watched):
    """A detector that begins with a picture while it is busy with the one before."""

    under_way = 0
    most_under_way = 0
    begun = 0

    @property
    def ahead(self) -> int:
        return 1

    def begin(self, frame: Any, *rest: Any) -> None:
        assert self.under_way <= 1
        self.under_way += 1
        self.begun += 1
        self.most_under_way = max(self.most_under_way, self.under_way)

    def finish(self) -> Any:
        self.under_way -= 1


def test_what_can_overlap_is_measured_overlapped_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Streaming] = []

    def open_model(file: ModelFile, _: BenchOptions) -> Detector:
        made.append(Streaming(open_session(file), file))
        made[-1].story = []
        return made[-1]

    monkeypatch.setattr("engine_core.bench.run.time", Clock())
    options = BenchOptions(runs=40, warm_up=0, rounds=2)
    (figures,) = measured(model(tmp_path), options=options, open_model=open_model).models
    # Half as many pictures as runs; the clock is read before and after each round's.
    assert made[0].begun == 20
    assert (made[0].under_way, made[0].most_under_way) == (0, 2)
    assert figures.stream_fps == pytest.approx(20 / 0.1)
    assert figures.runs == 40


def test_what_cannot_overlap_has_one_rate(tmp_path: Path) -> None:
    (figures,) = measured(model(tmp_path)).models
    assert figures.stream_fps is None


class FakeCard:
    """A card whose memory each open model takes a part of; the first brings CUDA's own with it."""

    name = "Card"

    def __init__(self) -> None:
        self.open: list[int] = []

    def driver(self) -> str:
        return "580.1"

    def read(self, *, at_once: bool = False) -> MachineLoad:
        used = 100 + (400 if self.open else 0) + sum(self.open)
        return MachineLoad(gpu_used_bytes=used, gpu_total_bytes=10_000, gpu_name="Card")


class OnCard(Watched):
    """A detector that claims to run on a card and to replay graphs."""

    card: FakeCard
    takes = 0

    @property
    def info(self) -> Any:
        return replace(super().info, device="Card")

    def detect(self, frame: Any, *rest: Any) -> Any:
        result = super().detect(frame, *rest)
        timings = replace(result.timings, on_device=True, replayed=True)
        return replace(result, timings=timings)

    def close(self) -> None:
        if self.takes in self.card.open:
            self.card.open.remove(self.takes)
        super().close()


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> FakeCard:
    made = FakeCard()
    monkeypatch.setattr(run_module, "Card", SimpleNamespace(open=lambda _device: made))
    return made


def on_card(card: FakeCard, sizes: Mapping[str, int], room: int = 10_000) -> Any:
    def open_model(file: ModelFile, _: BenchOptions) -> Detector:
        size = sizes[file.path.parent.name]
        if sum(card.open) + size > room:
            raise ModelFileError(what=text("There is no memory left"))
        detector = OnCard(open_session(file), file)
        detector.story, detector.card, detector.takes = [], card, size
        card.open.append(size)
        return detector

    return open_model


def test_the_memory_of_a_model_is_told_from_that_of_cuda(tmp_path: Path, card: FakeCard) -> None:
    paths = [model(tmp_path, "a"), model(tmp_path, "b")]
    report = measured(*paths, open_model=on_card(card, {"a": 30, "b": 7}))
    assert [figures.gpu_memory_bytes for figures in report.models] == [30, 7]
    assert report.cuda_bytes == 400
    assert card.open == []
    assert report.machine.gpu == "Card"
    assert report.machine.driver == "580.1"
    assert (report.models[0].on_device, report.models[0].replayed) == (1.0, 1.0)


def test_without_room_for_two_the_memory_stays_unknown(tmp_path: Path, card: FakeCard) -> None:
    report = measured(model(tmp_path, "a"), open_model=on_card(card, {"a": 30}, room=40))
    assert report.models[0].problem is None
    assert report.models[0].gpu_memory_bytes is None


@pytest.mark.usefixtures("card")
def test_a_model_on_the_processor_takes_no_memory_of_the_card(tmp_path: Path) -> None:
    report = measured(model(tmp_path, "a"))
    assert report.models[0].gpu_memory_bytes is None
    assert report.cuda_bytes is None
