from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from engine_core.building import BuildEvent, BuildLog, BuildOptions, BuildProgress, BuildResult
from engine_core.consent import Consent, recall_consent
from engine_core.errors import BuildError
from engine_core.frame import SourceItem, SourceKind
from engine_core.modelfile import identify
from engine_core.text import text
from gui.builds import BuildJob, BuildOutcome, BuildWish, DriftOutcome, DriftStep
from gui.workers.build_look import copy_engine
from gui.workers.build_worker import BuildWorker, frames_of
from tests.builders import network
from tests.gui import builds
from tests.gui.workers.rig import WH, answers

PATIENCE_MS = 20_000


class Told(QObject):
    """Notes what a worker says, on the thread of the window."""

    def __init__(self, worker: BuildWorker) -> None:
        super().__init__()
        self.all: list[Any] = []
        self.is_over = False
        worker.finished.connect(self._end)
        for signal in (
            *(worker.progressed, worker.logged, worker.built),
            *(worker.drift_progressed, worker.drifted),
        ):
            signal.connect(self._note)

    @Slot(object)
    def _note(self, said: Any) -> None:
        self.all.append(said)

    @Slot()
    def _end(self) -> None:
        """Come after everything else that was said: slots of one thread are called in order."""
        self.is_over = True

    def of(self, kind: type[Any]) -> list[Any]:
        return [one for one in self.all if isinstance(one, kind)]


class Bench:
    """A worker over a build that waits."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self._qtbot = qtbot
        self._folder = folder
        self.model = network(folder / "line3.onnx", answers(), input_wh=WH)
        self.build: builds.FakeBuild | None = None
        self.worker: BuildWorker | None = None
        self.consents: list[Consent] = []
        self._told: Told | None = None

    def picture(self, name: str = "a.png") -> SourceItem:
        path = self._folder / name
        Image.new("RGB", (64, 48), (99, 99, 99)).save(path)
        return SourceItem(SourceKind.PICTURE, str(path), name)

    def start(self, *pictures: SourceItem, **wish: Any) -> tuple[BuildWorker, Told]:
        (self._folder / "cache").mkdir(exist_ok=True)
        library = wish.pop("library", None)
        self.build = None
        job = BuildJob(
            file=identify(self.model),
            wish=BuildWish(options=wish.pop("options", BuildOptions()), **wish),
            pictures=pictures,
            library=library,
        )

        def make(
            job: BuildJob, consent: Consent, tell: Callable[[BuildEvent], None]
        ) -> builds.FakeBuild:
            self.consents.append(consent)
            self.build = builds.FakeBuild(job, tell, self._folder / "cache")
            return self.build

        worker = BuildWorker(job, make_build=make)
        told = self.run(worker)
        self._qtbot.waitUntil(lambda: self.build is not None, timeout=PATIENCE_MS)
        return worker, told

    def run(self, worker: BuildWorker) -> Told:
        """Start a worker; ``end`` waits for it."""
        self.worker, self._told = worker, Told(worker)
        worker.start()
        return self._told

    def end(self) -> None:
        told = self._told
        assert told is not None
        self._qtbot.waitUntil(lambda: told.is_over, timeout=PATIENCE_MS)
        assert self.worker is not None
        assert self.worker.wait(PATIENCE_MS)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Bench:
    return Bench(qtbot, tmp_path)


def let_on(bench: Bench, failure: Exception | None = None) -> None:
    assert bench.build is not None
    bench.build.let_on(failure)
    bench.end()


def outcome(told: Told) -> BuildOutcome:
    (found,) = told.of(BuildOutcome)
    assert isinstance(found, BuildOutcome)
    return found


def test_a_build_tells_how_far_it_is_and_ends_with_an_engine(bench: Bench) -> None:
    _, told = bench.start()
    let_on(bench)
    assert [one.step for one in told.of(BuildProgress)] == [
        text("Reading the model"),
        text("Choosing kernels"),
    ]
    (lines,) = told.of(tuple)
    assert lines == (BuildLog("Weights are FP16 subnormal", "warning"),)
    result = outcome(told).result
    assert result is not None
    assert result.path.name == "line3-fp16.engine"
    assert told.of(DriftOutcome) == []


def test_a_build_that_is_cancelled_ends_with_neither_engine_nor_error(bench: Bench) -> None:
    worker, told = bench.start()
    assert bench.build is not None
    assert bench.build.began.wait(20)
    worker.cancel()
    bench.end()
    assert (outcome(told).result, outcome(told).error) == (None, None)


def test_a_build_that_fails_says_why(bench: Bench) -> None:
    _, told = bench.start(bench.picture())
    let_on(bench, BuildError(text("It cannot be built")))
    error = outcome(told).error
    assert error is not None
    assert str(error.what) == "It cannot be built"
    assert told.of(DriftOutcome) == []


@pytest.mark.logs("a build failed")
def test_a_fault_of_the_program_is_told_with_its_traceback(bench: Bench) -> None:
    _, told = bench.start()
    let_on(bench, ZeroDivisionError("by zero"))
    error = outcome(told).error
    assert error is not None
    assert "ZeroDivisionError" in error.details


def test_an_engine_is_compared_on_the_pictures_that_can_be_read(bench: Bench) -> None:
    gone = SourceItem(SourceKind.PICTURE, "/nowhere/b.png", "b.png")
    _, told = bench.start(bench.picture(), gone, bench.picture("c.png"))
    let_on(bench)
    assert outcome(told).compares
    (found,) = told.of(DriftOutcome)
    assert found.error is None
    assert [frame.name for frame in found.drift.frames] == ["a.png", "c.png"]
    assert found.drift.same_frames == 2
    assert [(step.done, step.total) for step in told.of(DriftStep)] == [(0, 3), (1, 3)]


def test_a_comparison_that_is_not_wanted_any_more_ends(bench: Bench) -> None:
    worker, told = bench.start(bench.picture())
    worker.cancel_drift()
    let_on(bench)
    assert outcome(told).result is not None
    (found,) = told.of(DriftOutcome)
    assert (found.drift, found.error) == (None, None)


def test_a_copy_is_made_where_it_was_asked_for(bench: Bench, tmp_path: Path) -> None:
    _, told = bench.start(copy_to=tmp_path / "out" / "mine.engine")
    let_on(bench)
    assert outcome(told).copy == tmp_path / "out" / "mine.engine"
    assert (tmp_path / "out" / "mine.engine").read_bytes() == bench.model.read_bytes()


def test_a_copy_that_cannot_be_written_leaves_the_engine(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    _, told = bench.start(copy_to=tmp_path / "file" / "mine.engine")
    let_on(bench)
    found = outcome(told)
    assert found.result is not None
    assert found.copy is None
    assert found.copy_error is not None


def test_an_engine_that_brings_code_may_run_it_because_it_was_built_here(bench: Bench) -> None:
    _, told = bench.start(options=BuildOptions(version_compatible=True))
    let_on(bench)
    result = outcome(told).result
    assert isinstance(result, BuildResult)
    assert recall_consent(identify(result.path).sha256()).host_code


def test_a_copy_is_whole_or_not_there(tmp_path: Path) -> None:
    source = tmp_path / "a.engine"
    source.write_bytes(b"engine")
    copy_engine(source, tmp_path / "b" / "c.engine")
    assert [one.name for one in (tmp_path / "b").iterdir()] == ["c.engine"]
    with pytest.raises(BuildError, match="cannot be written"):
        copy_engine(tmp_path / "none.engine", tmp_path / "b" / "d.engine")
    assert [one.name for one in (tmp_path / "b").iterdir()] == ["c.engine"]


def test_no_more_frames_are_read_once_it_is_over(bench: Bench) -> None:
    over = threading.Event()
    frames = frames_of((bench.picture(), bench.picture("b.png")), over.is_set)
    assert next(frames).name == "a.png"
    over.set()
    assert list(frames) == []


def test_steps_that_follow_each_other_at_once_are_told_now_and_then(
    qtbot: QtBot, tmp_path: Path
) -> None:
    class ManySteps(builds.FakeBuild):
        def run(self) -> BuildResult:
            for number in range(100):
                self._tell(BuildProgress(0.0, text("Layer {number}", number=number), 0.0))
            self._tell(BuildProgress(1.0, text("Writing"), 0.0))
            raise BuildError(text("enough"))

    times = iter(range(200))
    path = builds.onnx_file(tmp_path / "n.onnx")
    worker = BuildWorker(
        BuildJob(file=identify(path), wish=BuildWish(options=BuildOptions())),
        make_build=lambda job, _, tell: ManySteps(job, tell, tmp_path),
        clock=lambda: next(times) / 100,
    )
    told = Told(worker)
    worker.start()
    qtbot.waitUntil(lambda: told.is_over, timeout=PATIENCE_MS)
    assert worker.wait(PATIENCE_MS)
    steps = [str(one.step) for one in told.of(BuildProgress)]
    assert steps[0] == "Layer 0"
    assert steps[-1] == "Writing"
    assert 8 <= len(steps) <= 13


def test_a_plugin_library_is_allowed_for_the_file_and_for_the_engine_made_of_it(
    bench: Bench, tmp_path: Path
) -> None:
    library = tmp_path / "libplugins.so"
    library.write_bytes(b"code")
    _, told = bench.start(library=library)
    let_on(bench)
    result = outcome(told).result
    assert result is not None
    for path in (bench.model, result.path):
        assert recall_consent(identify(path).sha256()).libraries == (library,)
    _, told = bench.start()
    let_on(bench)
    assert [consent.libraries for consent in bench.consents] == [(library,), (library,)]


def test_a_library_that_cannot_be_read_builds_nothing(bench: Bench, tmp_path: Path) -> None:
    job = BuildJob(
        file=identify(bench.model),
        wish=BuildWish(options=BuildOptions()),
        library=tmp_path / "gone.so",
    )
    told = bench.run(BuildWorker(job))
    bench.end()
    error = outcome(told).error
    assert error is not None
    assert "gone.so" in str(error.what)


def test_a_build_that_is_cancelled_before_it_began_never_begins(bench: Bench) -> None:
    job = BuildJob(file=identify(bench.model), wish=BuildWish(options=BuildOptions()))
    worker = BuildWorker(job)
    worker.cancel()
    told = bench.run(worker)
    bench.end()
    assert (outcome(told).result, outcome(told).error) == (None, None)
