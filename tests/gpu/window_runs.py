"""What ``test_window`` does in the real window, each in a process of its own.

``python -m tests.gpu.window_runs NAME [ARGUMENT …]`` opens the window, does it, closes the window, prints
what it found as one line of JSON, and leaves as the program does. A process that a driver aborts, or a
thread that does not end, is then seen from outside.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from engine_core.building import Precision
from engine_core.detector import DEFAULT_SUPPRESSION, Detector, DetectResult, SuppressionOptions
from engine_core.errors import InferenceError
from engine_core.frame import Frame
from engine_core.modelfile import ModelFile, ModelFormat
from engine_core.monitor import Card
from engine_core.recipe import Overrules
from engine_core.runtime import open_session
from engine_core.runtime.tensorrt.cuda import Cuda
from gui import appearance, i18n, problems
from gui.controller import Controller
from gui.dialogs.details import DetailsDialog
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.workers import ending
from gui.workers.inference_worker import InferenceWorker
from gui.workers.model_stage import OpenDetector
from tests.goldens import Tolerance, mismatches
from tests.gpu import faults
from tests.gpu.engines import MODELS, entry
from tests.gui import driving
from tests.shared_data import ROOT

PATIENCE_MS = 120_000
# The whole of a build at the lowest level; nothing is judged by it.
_BUILD_MS = 500_000
_MEDIA = ROOT / "media"
# What the manifest allows an engine in half precision.
_SCORE = 0.05


class Loop:
    """What ``driving`` asks of pytest-qt's ``qtbot``, without pytest."""

    def waitUntil(  # noqa: N802 - pytest-qt's name
        self, is_so: Callable[[], bool], *, timeout: int = PATIENCE_MS
    ) -> None:
        until = time.monotonic() + timeout / 1000
        while not is_so():
            if time.monotonic() > until:
                raise TimeoutError("waited in vain")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            # Slots that are queued by threads come in between two looks.
            QCoreApplication.sendPostedEvents()

    def waitExposed(self, window: QWidget) -> None:  # noqa: N802 - pytest-qt's name
        QTest.qWaitForWindowExposed(window)


class Run:
    """The window and how to wait for it."""

    def __init__(self, open_detector: OpenDetector | None = None) -> None:
        self.loop = cast("Any", Loop())
        worker = InferenceWorker(open_detector=open_detector) if open_detector else None
        self.window = MainWindow(Settings(), Controller(worker=worker) if worker else None)
        self.window.resize(1440, 900)
        self.window.show()

    def until(self, is_so: Callable[[], bool], timeout_ms: int = PATIENCE_MS) -> None:
        self.loop.waitUntil(is_so, timeout=timeout_ms)

    def load(self, model: Path, *pictures: str) -> None:
        """Drop a model and pictures, and wait until the first is shown with its answer."""
        driving.drop(self.window, model, *(_MEDIA / picture for picture in pictures))
        self.until(lambda: self.is_open(model) and driving.shows(self.window, pictures[0]))

    def open(self, model: Path) -> None:
        """Drop a model on what is shown, and wait until it has answered."""
        controller = self.window.controller
        before = controller.opened
        driving.drop(self.window, model)
        self.until(lambda: controller.opened is not before and self.is_open(model))
        self.until(lambda: controller.shown is not None and controller.shown.result is not None)

    def is_open(self, model: Path) -> bool:
        opened = self.window.controller.opened
        return opened is not None and opened.file.path == model

    def go_to(self, picture: str) -> None:
        """Go to a picture of the list."""
        row = self.window.sources.model.row_of(str(_MEDIA / picture))
        assert row is not None, f"{picture} is not in the list"
        self.window.opening.show_row(row)

    def show(self, picture: str) -> None:
        """Go to a picture of the list, and wait for its answer."""
        self.go_to(picture)
        self.until(lambda: driving.shows(self.window, picture))

    def see(self, model: Path, picture: str) -> int:
        """Go to a picture, and wait for what this very model finds in it; return how many."""
        self.go_to(picture)

        def is_seen() -> bool:
            shown = self.window.controller.shown
            by = shown.model if shown is not None else None
            return by is not None and by.path == model and driving.shows(self.window, picture)

        self.until(is_seen)
        shown = self.window.controller.shown
        assert shown is not None
        assert shown.result is not None
        return len(shown.result.detections)

    def is_answered(self, model: Path) -> bool:
        """Whether a model is open, or the card says why it is not."""
        return self.window.card.problem is not None or self.is_open(model)

    def said(self) -> str:
        """Return the title of the card that tells of a problem; empty where none does."""
        problem = self.window.card.problem
        return str(problem.title) if problem is not None else ""

    def allow(self) -> None:
        """Press the button of the card that asks for consent."""
        problem = self.window.card.problem
        assert problem is not None
        assert problem.cure is not None
        assert problem.cure.key.startswith(problems.ALLOW_CODE), problem.cure.key
        self.window.card.focus_cure()
        QTest.keyClick(self.window.focusWidget(), Qt.Key.Key_Space)

    def close(self) -> None:
        window = self.window
        driving.close(self.loop, window)
        assert not ending.still_running(), "a thread did not end"
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def goldens(run: Run, engine: str) -> dict[str, Any]:
    """Open an engine and pictures, and hold what is found against what its model is known to find."""
    path = Path(engine)
    model = entry(MODELS[path.stem])
    said = Tolerance.of(model["golden_tolerance"])
    tolerance = Tolerance(said.iou, max(said.score, _SCORE), weakest_may_differ=True)
    pictures = list(model["golden"])
    run.load(path, *pictures)
    controller = run.window.controller
    controller.choices.change_suppression("", iou=model["golden_settings"].get("nms_iou"))
    wrong = []
    for picture in pictures:
        run.show(picture)
        shown = controller.shown
        assert shown is not None
        assert shown.result is not None
        conf = model["golden_settings"]["conf"]
        wrong += [
            f"{picture}: {one}"
            for one in mismatches(
                model["golden"][picture], shown.result.detections, conf, tolerance
            )
        ]
    opened = controller.opened
    assert opened is not None
    return {
        "wrong": wrong,
        "runtime": opened.info.runtime,
        "device": opened.info.device,
        "card": str(run.window.card.problem.title) if run.window.card.problem else "",
    }


def slider(run: Run, engine: str) -> dict[str, Any]:
    """Move the threshold to and fro, and count how often the network ran for it."""
    run.load(Path(engine), "bus.jpg")
    worker = run.window.controller.worker
    run.until(lambda: worker.inferences > 0)
    before = worker.inferences
    rows = []
    for confidence in (0.1, 0.3, 0.5, 0.7, 0.9, 0.25):
        run.window.wiring.set_confidence(confidence)
        rows.append(len(driving.table_rows(run.window)))
    for _ in range(50):
        QCoreApplication.processEvents()
    return {"rows": rows, "more_inferences": worker.inferences - before}


def switch(run: Run, times: str, *engines: str) -> dict[str, Any]:
    """Go through engines again and again, and compare the card's memory with that of the first round."""
    card = Card.open(0)
    paths = [Path(engine) for engine in engines]
    run.load(paths[0], "bus.jpg", "dog.jpg")

    def used() -> int:
        found = card.read().gpu_used_bytes if card is not None else None
        return found or 0

    def round_trip() -> None:
        for path in (*paths[1:], paths[0]):
            run.open(path)

    round_trip()
    first = used()
    levels = []
    done = 0
    while done < int(times):
        round_trip()
        done += len(paths)
        levels.append(used())
    return {"switches": done, "first": first, "last": levels[-1], "highest": max(levels)}


def damaged(run: Run, engine: str, *broken: str) -> dict[str, Any]:
    """Open damaged files over an engine that works: each is refused, or opens and can be left again.

    What is flipped within weights, no runtime may notice; it must do no harm.
    """
    good = Path(engine)
    run.load(good, "bus.jpg", "dog.jpg")
    told = []
    for number, name in enumerate(broken):
        path, picture = Path(name), ("dog.jpg", "bus.jpg")[number % 2]
        run.window.card.close_card()
        driving.drop(run.window, path)
        run.until(partial(run.is_answered, path))
        problem = run.window.card.problem
        refused = str(problem.title) if problem is not None and not run.is_open(path) else ""
        if not refused:
            run.open(good)
        run.show(picture)
        shown = run.window.controller.shown
        found = shown is not None and shown.result is not None and len(shown.result.detections) > 0
        told.append({"refused": refused, "goes_on": run.is_open(good) and found})
    run.window.card.close_card()
    run.window.controller.close_model()
    run.until(lambda: run.window.controller.opened is None)
    run.open(good)
    return {"told": told, "opens_again": run.is_open(good)}


def consent(run: Run, engine: str) -> dict[str, Any]:
    """Open an engine that brings code: asked for, allowed, and not asked for again."""
    path = Path(engine)
    driving.drop(run.window, path, _MEDIA / "bus.jpg")
    run.until(partial(run.is_answered, path))
    asked = run.window.card.problem is not None
    if asked:
        run.allow()
    run.until(lambda: run.is_open(path) and driving.shows(run.window, "bus.jpg"))
    run.window.controller.close_model()
    run.until(lambda: run.window.controller.opened is None)
    run.open(path)
    shown = run.window.controller.shown
    assert shown is not None
    assert shown.result is not None
    return {
        "asked": asked,
        "asked_again": run.window.card.problem is not None,
        "found": len(shown.result.detections),
    }


def inside(run: Run, engine: str) -> dict[str, Any]:
    """Look into an engine from the window, with and without times."""
    run.load(Path(engine), "bus.jpg")
    run.window.acts["details"].trigger()
    dialog = next(one for one in run.window.findChildren(QWidget) if isinstance(one, DetailsDialog))
    layers = dialog.layers
    run.until(lambda: bool(layers.model.layers))
    count = len(layers.model.layers)
    layers.measure.click()
    run.until(lambda: any(layer.time_ms is not None for layer in layers.model.layers))
    times = [layer.time_ms for layer in layers.model.layers if layer.time_ms is not None]
    driving.drop(run.window, _MEDIA / "dog.jpg")
    run.until(lambda: driving.shows(run.window, "dog.jpg"))
    dialog.close()
    return {"layers": count, "measured": len(times), "total_ms": sum(times)}


def build(run: Run, onnx: str) -> dict[str, Any]:
    """Build an engine from an open file, compare it, open it, and find it again."""
    path = Path(onnx)
    settings = run.window.settings
    settings.store("build/precision", Precision.FP32.value)
    settings.store("build/level", 0)
    run.load(path, "bus.jpg", "dog.jpg")
    building = run.window.wiring.tools.building
    run.until(lambda: building.can_build)
    run.window.acts["build_engine"].trigger()
    run.until(lambda: building.dialog is not None and building.dialog.is_asking)
    dialog = building.dialog
    assert dialog is not None
    dialog.form.start.click()
    run.until(lambda: building.outcome is not None, _BUILD_MS)
    outcome = building.outcome
    assert outcome is not None
    error = str(outcome.error) if outcome.error is not None else ""
    result = outcome.result
    if result is None:
        return {"error": error}
    run.until(lambda: not building.is_running)
    said = dialog.end.drift_said
    dialog.end.open_button.click()
    run.until(lambda: run.is_open(result.path))
    run.until(lambda: driving.shows(run.window, "bus.jpg"))
    opened = run.window.controller.opened
    assert opened is not None
    runtime = opened.info.runtime
    run.open(path)
    run.until(lambda: building.kept is not None)
    return {"error": error, "drift": said, "runtime": runtime, "kept": str(building.kept)}


_BREAKS = threading.Event()


class _Breakable(Detector):
    """A detector that ruins the card first, once it is told to, and then looks at the picture as always."""

    def detect(
        self, frame: Frame, options: SuppressionOptions = DEFAULT_SUPPRESSION
    ) -> DetectResult:
        if _BREAKS.is_set():
            _BREAKS.clear()
            cuda = Cuda.open()
            try:
                faults.stray(cuda)
            except InferenceError as error:
                sys.stdout.write(f"the card failed: {error}\n")
            cuda.close()
        return super().detect(frame, options)


def _open_breakable(file: ModelFile, overrules: Overrules, device: int) -> Detector:
    kind = _Breakable if file.format is ModelFormat.TENSORRT else Detector
    return kind(open_session(file, spins=False, device=device), file, overrules=overrules)


def broken_card(run: Run, engine: str, onnx: str) -> dict[str, Any]:
    """Ruin the card under an open engine: that is told, and the same pictures work without the card."""
    card, path, other = run.window.card, Path(engine), Path(onnx)
    run.load(path, "bus.jpg", "dog.jpg")
    _BREAKS.set()
    run.go_to("dog.jpg")
    run.until(lambda: card.problem is not None)
    told = run.said()
    card.close_card()
    run.open(other)
    opened = run.window.controller.opened
    assert opened is not None
    found = [run.see(other, picture) for picture in ("bus.jpg", "dog.jpg")]
    told_without = run.said()
    # A driver may begin afresh; where it does not, that is told, and the model without the card goes on.
    driving.drop(run.window, path)
    run.until(partial(run.is_answered, path))
    again = run.said()
    card.close_card()
    if run.is_open(path):
        run.open(other)
    found += [run.see(other, picture) for picture in ("dog.jpg", "bus.jpg")]
    return {
        "did_fail": not _BREAKS.is_set(),
        "told": told,
        "runtime": opened.info.runtime,
        "told_without": told_without,
        "again": again,
        "found": found,
    }


_RUNS: dict[str, Callable[..., dict[str, Any]]] = {
    "goldens": goldens,
    "slider": slider,
    "switch": switch,
    "damaged": damaged,
    "consent": consent,
    "inside": inside,
    "build": build,
    "broken_card": broken_card,
}


def main(name: str, *arguments: str) -> int:
    application = QApplication(["enginescope"])
    appearance.dress(application, "dark")
    i18n.set_language("en")
    run = Run(_open_breakable if name == "broken_card" else None)
    try:
        found = _RUNS[name](run, *arguments)
    finally:
        run.close()
    sys.stdout.write(json.dumps(found) + "\n")
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    return 0


if __name__ == "__main__":
    # As the program ends: what cannot be taken down in good order is left to the system.
    os._exit(main(*sys.argv[1:]))
