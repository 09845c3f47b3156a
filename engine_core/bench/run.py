"""Measures models in turn, in rounds, on pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np

from engine_core.bench.machine import machine_facts
from engine_core.bench.naming import distinct_names
from engine_core.bench.precision import precision_of
from engine_core.bench.results import STAGES, TOTAL, BenchReport, ModelFigures, Problem
from engine_core.bench.statistics import Quantiles, is_steady, median_interval
from engine_core.detector import Detector, DetectResult
from engine_core.errors import EngineScopeError
from engine_core.frame import Frame
from engine_core.modelfile import ModelFile, identify
from engine_core.monitor import Card, Sampler
from engine_core.runtime import open_session
from engine_core.runtime.cards import bus_address
from engine_core.text import Text, text

# Runs at the start of each turn that do not count: caches and clocks are still the other model's.
_SETTLING_RUNS = 2
# Warm-up without a number: until two windows of runs have the same median within this share, but not
# less than the first seconds, in which clocks rise, and not for ever.
_WINDOW = 10
_STEADY_WITHIN = 0.02
_WARM_UP_LEAST_S = 1.0
_WARM_UP_MOST_S = 10.0
_ROUNDS = 10
# Enough that beginning with the first picture and waiting for the last weighs little.
_FEWEST_STREAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchOptions:
    """How long and on what is measured.

    Attributes:
        runs: Measured runs of each model; None measures for ``seconds``.
        seconds: Time of each model where ``runs`` is None.
        warm_up: Runs before; None warms up until times are steady.
        rounds: Turns of each model.
        device: Number of the graphics card.
        threads: Threads of ONNX Runtime; 0 takes all cores the process may use.
        confidence: Threshold from which detections count; None takes each model's usual one.
    """

    runs: int | None = None
    seconds: float = 5.0
    warm_up: int | None = None
    rounds: int = _ROUNDS
    device: int = 0
    threads: int = 0
    confidence: float | None = None


def bench(
    paths: Sequence[Path],
    frames: Sequence[Frame],
    options: BenchOptions,
    *,
    on_step: Callable[[Text], None] = lambda _: None,
    open_model: Callable[[ModelFile, BenchOptions], Detector] | None = None,
) -> BenchReport:
    """Measure models side by side, all on the calling thread.

    Args:
        paths: The model files. One that cannot be opened or fails becomes a row with the reason.
        frames: At least one picture; every model sees them in turn.
        options: How long.
        on_step: Told what is done next.
        open_model: Replaces how a model is opened.

    Raises:
        ValueError: No picture was given.
    """
    if not frames:
        raise ValueError("there must be a picture to measure on")
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    address = bus_address(options.device)
    device = options.device if address is None else address
    card = Card.open(device)
    names = distinct_names(paths)
    open_one = open_model if open_model is not None else _open
    subjects = [_Subject(path, name) for path, name in zip(paths, names, strict=True)]
    memory = _Memory(card)
    rounds = options.rounds if options.runs is None else max(1, min(options.rounds, options.runs))
    try:
        for subject in subjects:
            on_step(text("opening and warming up {name}", name=subject.name))
            with subject.guarded():
                _prepare(subject, frames, options, open_one, memory)
        if any(subject.problem is None for subject in subjects):
            on_step(text("measuring in turn, in {count} rounds", count=rounds))
        with Sampler(device) as sampler:
            for index in range(rounds):
                # There and back, so that nobody always comes first.
                for subject in subjects if index % 2 == 0 else reversed(subjects):
                    sampler.now("")
                    if subject.problem is None:
                        with subject.guarded():
                            _turn(subject, frames, options, index, rounds, sampler)
            sampler.now("")
    finally:
        for subject in subjects:
            subject.close()
    return BenchReport(
        models=tuple(subject.figures(sampler) for subject in subjects),
        machine=machine_facts(card),
        started=started,
        pictures=tuple((frame.name, frame.size_wh) for frame in frames),
        rounds=rounds,
        confidence=options.confidence,
        cuda_bytes=memory.cuda_bytes,
        notes=_notes(subjects, sampler),
    )


@dataclass(slots=True)
class _Subject:
    """A model under measurement."""

    path: Path
    name: str
    detector: Detector | None = None
    file: ModelFile | None = None
    confidence: float = 0.0
    precision: str = ""
    opening_ms: float | None = None
    warm_up: list[float] = field(default_factory=list)
    is_steady: bool = False
    gpu_memory_bytes: int | None = None
    stages: list[tuple[float, float, float]] = field(default_factory=list)
    totals: list[list[float]] = field(default_factory=list)
    found: int = 0
    on_device: int = 0
    replayed: int = 0
    shown: int = 0
    streamed: int = 0
    streamed_s: float = 0.0
    problem: Problem | None = None

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Keep what fails in the block as its problem, and close the model: the others go on."""
        try:
            yield
        except EngineScopeError as error:
            self.problem = Problem.of(error)
            self.close()

    def run(self, frames: Sequence[Frame]) -> tuple[DetectResult, float]:
        """Look at the next picture; return what was found and the milliseconds of the whole call."""
        assert self.detector is not None  # noqa: S101 - a subject without one has a problem
        frame = frames[self.shown % len(frames)]
        self.shown += 1
        began = time.perf_counter()
        result = self.detector.detect(frame)
        return result, (time.perf_counter() - began) * 1e3

    def stream(self, frames: Sequence[Frame], count: int) -> None:
        """Measure so many pictures, each begun while the network is busy with the one before."""
        assert self.detector is not None  # noqa: S101 - as above
        ahead = self.detector.ahead
        if not ahead:
            return
        began = time.perf_counter()
        for number in range(count):
            self.detector.begin(frames[number % len(frames)])
            if number >= ahead:
                self.detector.finish()
        for _ in range(min(ahead, count)):
            self.detector.finish()
        self.streamed_s += time.perf_counter() - began
        self.streamed += count

    def keep(self, result: DetectResult, total_ms: float) -> None:
        """Count a measured run."""
        timings = result.timings
        self.stages.append((timings.preprocess_ms, timings.inference_ms, timings.decode_ms))
        self.totals[-1].append(total_ms)
        self.found += int(np.count_nonzero(result.detections.confidence >= self.confidence))
        self.on_device += timings.on_device
        self.replayed += timings.replayed

    def close(self) -> None:
        """Free the model; its figures stay."""
        if self.detector is not None:
            self.detector.close()

    def figures(self, sampler: Sampler) -> ModelFigures:
        """Return what was measured."""
        kind = self.file.format.value if self.file is not None else ""
        if self.problem is not None or self.detector is None or not self.stages:
            return ModelFigures(path=self.path, name=self.name, format=kind, problem=self.problem)
        info, recipe = self.detector.info, self.detector.recipe
        totals = [total for turn in self.totals for total in turn]
        by_stage = zip(STAGES, np.asarray(self.stages, np.float64).T, strict=True)
        runs = len(totals)
        return ModelFigures(
            path=self.path,
            name=self.name,
            format=kind,
            runtime=info.runtime,
            device=info.device,
            precision=self.precision,
            input_wh=recipe.preprocessing.input_wh,
            batch=recipe.image.batch or 1,
            family=recipe.family,
            size_bytes=info.size_bytes,
            opening_ms=self.opening_ms,
            warm_up_runs=len(self.warm_up),
            is_steady=self.is_steady,
            runs=runs,
            times={
                **{stage: Quantiles.of(times) for stage, times in by_stage},
                TOTAL: Quantiles.of(totals),
            },
            median_interval=median_interval(self.totals),
            round_medians=tuple(float(np.median(turn)) for turn in self.totals if turn),
            fps=runs / sum(totals) * 1e3,
            stream_fps=self.streamed / self.streamed_s if self.streamed_s else None,
            detections=self.found / runs,
            on_device=self.on_device / runs,
            replayed=self.replayed / runs,
            gpu_memory_bytes=self.gpu_memory_bytes,
            load=sampler.summary(self.name),
        )


def _open(file: ModelFile, options: BenchOptions) -> Detector:
    session = open_session(file, threads=options.threads, device=options.device)
    return Detector(session, file)


def _prepare(
    subject: _Subject,
    frames: Sequence[Frame],
    options: BenchOptions,
    open_one: Callable[[ModelFile, BenchOptions], Detector],
    memory: _Memory,
) -> None:
    """Open a model and warm it up."""
    subject.file = identify(subject.path)
    file = subject.file

    def start() -> Detector:
        began = time.perf_counter()
        detector = open_one(file, options)
        try:
            detector.detect(frames[0])
        except BaseException:
            detector.close()
            raise
        if subject.opening_ms is None:
            subject.opening_ms = (time.perf_counter() - began) * 1e3
        return detector

    subject.detector, subject.gpu_memory_bytes = memory.taken_by(start)
    subject.precision = precision_of(subject.detector)
    usual = subject.detector.recipe.confidence
    subject.confidence = options.confidence if options.confidence is not None else usual
    # What no threshold lets through is not decoded when pictures are looked at either.
    subject.detector.floor = subject.confidence
    began = time.perf_counter()
    while not _is_warm(subject, options, time.perf_counter() - began):
        subject.warm_up.append(subject.run(frames)[1])
    subject.is_steady = is_steady(subject.warm_up, _WINDOW, _STEADY_WITHIN)


def _is_warm(subject: _Subject, options: BenchOptions, elapsed_s: float) -> bool:
    if options.warm_up is not None:
        return len(subject.warm_up) >= options.warm_up
    if elapsed_s >= _WARM_UP_MOST_S and subject.warm_up:
        return True
    return elapsed_s >= _WARM_UP_LEAST_S and is_steady(subject.warm_up, _WINDOW, _STEADY_WITHIN)


def _turn(
    subject: _Subject,
    frames: Sequence[Frame],
    options: BenchOptions,
    index: int,
    rounds: int,
    sampler: Sampler,
) -> None:
    """Measure one model in one round."""
    for _ in range(_SETTLING_RUNS):
        subject.run(frames)
    subject.totals.append([])
    sampler.now(subject.name)
    if options.runs is not None:
        # Whole runs, as evenly as they go.
        count = options.runs * (index + 1) // rounds - options.runs * index // rounds
        for _ in range(count):
            subject.keep(*subject.run(frames))
    else:
        end = time.perf_counter() + options.seconds / rounds
        subject.keep(*subject.run(frames))
        while time.perf_counter() < end:
            subject.keep(*subject.run(frames))
    subject.stream(frames, max(_FEWEST_STREAMED, len(subject.totals[-1]) // 2))


class _Memory:
    """Tells the graphics memory of a model from that of CUDA and TensorRT themselves.

    The first model on a card brings CUDA's own memory with it, so it is opened a second time beside the
    first: what that takes is the model's own.

    Attributes:
        cuda_bytes: What the first one took beyond that, or None where there was none.
    """

    def __init__(self, card: Card | None) -> None:
        self._card = card
        self.cuda_bytes: int | None = None

    def taken_by(self, start: Callable[[], Detector]) -> tuple[Detector, int | None]:
        """Open a model; return it and the memory it takes, None where it runs elsewhere."""
        before = self._used()
        detector = start()
        after = self._used()
        if before is None or after is None or detector.info.device == "CPU":
            return detector, None
        if self.cuda_bytes is not None:
            return detector, max(0, after - before)
        try:
            second = start()
        except EngineScopeError:
            # No room for two: then nobody can tell.
            return detector, None
        twice = self._used()
        second.close()
        if twice is None:
            return detector, None
        own = max(0, twice - after)
        self.cuda_bytes = max(0, after - before - own)
        return detector, own

    def _used(self) -> int | None:
        return self._card.read().gpu_used_bytes if self._card is not None else None


def _notes(subjects: Sequence[_Subject], sampler: Sampler) -> tuple[Text, ...]:
    notes: dict[Text, None] = {}
    for subject in subjects:
        if subject.problem is not None:
            continue
        for reason in sampler.summary(subject.name).gpu_throttles:
            notes[
                text(
                    "the graphics card was slower than it can be during {name}: {reason}",
                    name=subject.name,
                    reason=str(reason),
                )
            ] = None
        if not subject.is_steady and len(subject.warm_up) >= 2 * _WINDOW:
            notes[text("times of {name} had not settled after the warm-up", name=subject.name)] = (
                None
            )
    return tuple(notes)
